"""Which counties are one labor market."""

from sectornb.contract import Workbook
from sectornb.region.settings import RegionSettings

WORKBOOK = Workbook(
    name="1-region",
    section="region",
    question="Which counties are one labor market?",
    settings=RegionSettings,
    study="sectornb.region.study:RegionStudy",
    traps="sectornb.region.traps:TRAPS",
    propose="sectornb.region.proposal:propose",
    wanted="sectornb.region.wanted:wanted",
    changes="sectornb.region.words.comparison:changes",
)

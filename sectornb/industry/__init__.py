"""Which industries drive the region."""

from sectornb.contract import Workbook
from sectornb.industry.settings import IndustrySettings

WORKBOOK = Workbook(
    name="2-industries",
    section="industries",
    question="Which industries drive the region, and how sure are we?",
    settings=IndustrySettings,
    study="sectornb.industry.study:IndustryStudy",
    traps="sectornb.industry.traps:TRAPS",
    sheets="sectornb.industry.sheets.toolkit:toolkit",
    propose="sectornb.industry.proposal:propose",
    wanted="sectornb.industry.wanted:wanted",
    offers="sectornb.industry.first_listed:first_listed",
    changes="sectornb.industry.words.comparison:changes",
)

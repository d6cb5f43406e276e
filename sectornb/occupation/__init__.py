"""The jobs behind an industry: which they are, what they pay and ask for, how many open."""

from sectornb.contract import Workbook
from sectornb.occupation.settings import OccupationSettings
from sectornb.taking import Taken

WORKBOOK = Workbook(
    name="3-occupations",
    section="occupations",
    question="Which jobs are behind the industry, what do they pay and ask for, how many open?",
    settings=OccupationSettings,
    study="sectornb.occupation.study:OccupationStudy",
    changes="sectornb.occupation.words.comparison:changes",
    traps="sectornb.occupation.traps:TRAPS",
    takes=Taken("target_industries", section="industries", unless=("industry_jobs",)),
    propose="sectornb.occupation.proposal:propose",
    wanted="sectornb.occupation.wanted:wanted",
)

"""What could fool a reader of workbook 2, looked for in its study."""

from sectornb.industry.traps.cells import CELL_TRAPS
from sectornb.industry.traps.files import FILE_TRAPS
from sectornb.industry.traps.ranks import RANK_TRAPS
from sectornb.industry.traps.shortlist import SHORTLIST_TRAPS
from sectornb.industry.traps.time import TIME_TRAPS

TRAPS = (*CELL_TRAPS, *FILE_TRAPS, *TIME_TRAPS, *RANK_TRAPS, *SHORTLIST_TRAPS)
"""Every trap that its data and tables can fall into; several may share a number."""

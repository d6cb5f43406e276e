"""Workbook 2 of a region file as `sectornb check` opens it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sectornb.industry import WORKBOOK
from sectornb.industry.study import IndustryStudy
from sectornb.report.parameters import check_parameters
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped
from sectornb.sources.library import open_library

REGION = shipped("data", "example", "region.yml")


@cache
def industry_study(path: Path = REGION) -> IndustryStudy:
    """The study of the region file at `path`, the example's by default."""
    region = read_region(path)
    given = region.parameters(WORKBOOK.name, library=str(region.library), out="")
    return IndustryStudy(open_library(str(region.library)), check_parameters(WORKBOOK, given))

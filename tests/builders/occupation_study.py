"""The study of the example's jobs behind an industry."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from sectornb.occupation import WORKBOOK
from sectornb.occupation.study import OccupationStudy
from sectornb.report.parameters import check_parameters
from sectornb.shipped import shipped
from sectornb.sources.library import Library

COUNTIES = ["57017", "57019", "57027", "57029", "57037", "57039"]
AREAS = {"5715000001": 0.73, "5715000002": 0.59}


def asked(**changes: Any) -> Any:
    """Checked parameters: hospitals of the example's region in 2022, unless changed."""
    given = {"region_id": "test", "title": "Test", "counties": COUNTIES, "latest_year": 2022}
    given |= {"target_industries": ["622"], "projected_areas": AREAS, **changes}
    return check_parameters(WORKBOOK, given)


def study_of(**changes: Any) -> OccupationStudy:
    """A study of the example's library."""
    return OccupationStudy(Library(shipped("data", "example", "library")), asked(**changes))


@cache
def occupation_study() -> OccupationStudy:
    """The study of the example's hospitals, computed once."""
    return study_of()


def changed(study: OccupationStudy, **steps: Any) -> OccupationStudy:
    """`study` with other results of some of its steps; the rest stays as it was computed."""
    other = copy.copy(study)
    vars(other).pop("cautions", None)
    vars(other).update(steps)
    return other

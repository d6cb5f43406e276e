"""A study whose results are given, to be saved."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sectornb.contract import Study
from sectornb.region import WORKBOOK
from sectornb.report.parameters import check_parameters
from sectornb.sources.library import Library


class FinishedStudy(Study):
    """Of workbook 1, with whatever results it is given."""

    workbook = WORKBOOK
    period = "2022"
    tables: Any = {}
    findings: Any = ()


def finished_study(out: str, *, sources: Any = (), **results: Any) -> FinishedStudy:
    settings = check_parameters(
        WORKBOOK,
        {
            "region_id": "a",
            "title": "A",
            "counties": ["57001"],
            "vintage": "2022",
            "library": "../somewhere",
            "out": out,
        },
    )
    given = type("GivenStudy", (FinishedStudy,), results)
    study = given(Library(Path("unused")), settings)
    study.library = SimpleNamespace(used=lambda: list(sources))
    return study

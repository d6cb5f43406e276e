"""The study of the example, and defects to plant in it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from sectornb.industry import WORKBOOK
from sectornb.industry.study import IndustryStudy
from sectornb.industry.traps import TRAPS
from sectornb.industry.traps.shortlist import quotient_changes
from sectornb.report.parameters import check_parameters
from sectornb.report.region_file import Region, read_region
from sectornb.shipped import shipped
from sectornb.sources.library import open_library
from sectornb.traps import caught

REGION = shipped("data", "example", "region.yml")
Plant = Callable[[IndustryStudy], IndustryStudy]


def asked(counties: Sequence[str], **changes: Any) -> Any:
    """Checked parameters of the workbook for some counties, 2017 to 2022 unless changed."""
    given = {"region_id": "test", "title": "Test", "counties": list(counties)}
    given |= {"base_year": 2017, "latest_year": 2022, **changes}
    return check_parameters(WORKBOOK, given)


def study_of(region: Region, **changes: Any) -> IndustryStudy:
    """The study of a region file, some of its parameters changed."""
    given = region.parameters(WORKBOOK.name, library=str(region.library), out="") | changes
    library = open_library(str(region.library))
    return IndustryStudy(library, check_parameters(WORKBOOK, given))


@cache
def industry_study(path: Path = REGION) -> IndustryStudy:
    """The study of a region file, the example's by default, computed once."""
    return study_of(read_region(path))


@cache
def example(ownership: str = "private") -> IndustryStudy:
    """The example, with everything that the traps look at already made."""
    study = study_of(read_region(REGION), ownership=ownership)
    caught(TRAPS, study)
    return study


def changed(study: IndustryStudy, **steps: Any) -> IndustryStudy:
    """`study` with other results of some of its steps; the rest stays as it was computed."""
    other = copy.copy(study)
    # What the traps warned of on the tables of `study`.
    vars(other).pop("cautions", None)
    vars(other).update(steps)
    return other


def published(study: IndustryStudy, **frames: Any) -> IndustryStudy:
    """`study` with other published cells."""
    return changed(study, published=replace(study.published, **frames))


def years(study: IndustryStudy, **frames: Any) -> IndustryStudy:
    """`study` with other cells of all years."""
    return changed(study, years=replace(study.years, **frames))


@cache
def clean() -> IndustryStudy:
    """The example with a short list that nobody would look at twice, and a firm first place.

    On it are the listed industries that won jobs and quotient and pay more than the
    average job.
    """
    study = example()
    listed = quotient_changes(study).set_index("naics").reindex(study.short_list())
    won = listed[listed["jobs"].gt(1) & listed["quotient_low"].gt(1)].index
    private = study.published.totals["own_code"].eq("5") & study.published.totals["year"].eq("2022")
    sums = study.published.totals.loc[private, ["total_wages_usd", "employment"]].sum()
    pay = study.tables["industry_factors"].set_index("naics")["annual_wage_disclosed_usd"]
    kept = [code for code in won if pay[code] > sums["total_wages_usd"] / sums["employment"]]
    assert kept
    return table(
        study,
        "industry_ranking",
        lambda t: t.assign(
            shortlisted=t["naics"].isin(kept),
            first_acceptability=t["first_acceptability"].mask(t["rank"].eq(1), 0.6),
        ),
    )


def caught_by(plant: Plant) -> set[tuple[str, str, str]]:
    """Number, name and severity of what is caught once `plant` is done to clean study."""
    return {(one.id, one.name, one.severity) for one in caught(TRAPS, plant(clean()))}


def first(frame: pd.DataFrame, hit: pd.Series, **values: Any) -> pd.DataFrame:
    """`frame` with new values in its first row where `hit`."""
    found = frame.copy()
    row = frame.index[hit][0]
    for column, value in values.items():
        found.loc[row, column] = value
    return found


def table(
    study: IndustryStudy, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> IndustryStudy:
    """`study` with one of its tables changed."""
    return changed(study, tables={**study.tables, name: change(study.tables[name])})


def factors(hit: Callable[[pd.DataFrame], pd.Series], **values: Any) -> Plant:
    """New values in the first row of the factor table where `hit`."""
    return lambda e: table(e, "industry_factors", lambda t: first(t, hit(t), **values))


def cells(hit: Callable[[pd.DataFrame], pd.Series], **values: Any) -> Plant:
    """New values in the first of the region's cells where `hit`."""
    return lambda e: changed(e, cells=first(e.cells, hit(e.cells), **values))


def withheld(frame: pd.DataFrame) -> pd.Series:
    """Cells that the agency withholds."""
    return frame["employment_status"].eq("withheld")


def disclosed(frame: pd.DataFrame) -> pd.Series:
    """Cells with a figure."""
    return frame["employment_status"].eq("disclosed")

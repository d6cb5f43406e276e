"""What the traps look at, read from the example, and defects to plant in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
from sectornb.industry.traps.evidence import Evidence

from sectornb.industry.traps import caught
from sectornb.industry.traps.shortlist import quotient_changes
from sectornb.report.check import gathered, with_tables
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped

REGION = shipped("data", "example", "region.yml")
Plant = Callable[[Evidence], Evidence]


@cache
def example(ownership: str = "private") -> Evidence:
    """The example as workbook 2 reads it, with its tables."""
    region = read_region(REGION)
    section = region.sections["2-industries"].model_copy(update={"ownership": ownership})
    region.sections["2-industries"] = section
    evidence, read = gathered(region)
    return with_tables(evidence, read, section)


@cache
def clean() -> Evidence:
    """The example with a short list that nobody would look at twice, and a firm first place.

    On it are the listed industries that won jobs and quotient and pay more than the
    average job.
    """
    evidence = example()
    listed = quotient_changes(evidence).set_index("naics").reindex(evidence.short_list())
    won = listed[listed["jobs"].gt(1) & listed["quotient_low"].gt(1)].index
    private = evidence.totals["own_code"].eq("5") & evidence.totals["year"].eq("2022")
    sums = evidence.totals.loc[private, ["total_wages_usd", "employment"]].sum()
    pay = evidence.tables["industry_factors"].set_index("naics")["annual_wage_disclosed_usd"]
    kept = [code for code in won if pay[code] > sums["total_wages_usd"] / sums["employment"]]
    assert kept
    return table(
        evidence,
        "industry_ranking",
        lambda t: t.assign(
            shortlisted=t["naics"].isin(kept),
            first_acceptability=t["first_acceptability"].mask(t["rank"].eq(1), 0.6),
        ),
    )


def caught_by(plant: Plant) -> set[tuple[str, str, str]]:
    """Number, name and severity of what is caught once `plant` is done to clean evidence."""
    return {(one.id, one.name, one.severity) for one in caught(plant(clean()))}


def first(frame: pd.DataFrame, hit: pd.Series, **values: Any) -> pd.DataFrame:
    """`frame` with new values in its first row where `hit`."""
    found = frame.copy()
    row = frame.index[hit][0]
    for column, value in values.items():
        found.loc[row, column] = value
    return found


def table(
    evidence: Evidence, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> Evidence:
    """`evidence` with one of its tables changed."""
    return replace(evidence, tables={**evidence.tables, name: change(evidence.tables[name])})


def factors(hit: Callable[[pd.DataFrame], pd.Series], **values: Any) -> Plant:
    """New values in the first row of the factor table where `hit`."""
    return lambda e: table(e, "industry_factors", lambda t: first(t, hit(t), **values))


def cells(hit: Callable[[pd.DataFrame], pd.Series], **values: Any) -> Plant:
    """New values in the first of the region's cells where `hit`."""
    return lambda e: replace(e, cells=first(e.cells, hit(e.cells), **values))


def withheld(frame: pd.DataFrame) -> pd.Series:
    """Cells that the agency withholds."""
    return frame["employment_status"].eq("withheld")


def disclosed(frame: pd.DataFrame) -> pd.Series:
    """Cells with a figure."""
    return frame["employment_status"].eq("disclosed")

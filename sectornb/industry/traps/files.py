"""Traps of files that are each right in themselves and contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sectornb.traps import Trap, told

if TYPE_CHECKING:
    from sectornb.industry.study import IndustryStudy

REVISED, LEAST_REVISED = 0.01, 10
"""Ours: share of the jobs, and jobs, that revisions between two downloads may move a total by.

The totals of 15 Ohio counties in 2020 and 2021, of every ownership, are to the job what the
files of the year after tell.
"""


def counties_above_their_state(study: IndustryStudy) -> list[str]:
    """Counties that together have more jobs than their state, of one ownership and year."""
    totals = study.state_totals
    if totals is None:
        return []
    key = ["state", "own_code", "year"]
    totals = totals.assign(state=totals["area_fips"].str[:2])
    whole = totals["area_fips"].str.endswith("000")
    states = totals[whole].set_index(key)["employment"].rename("of_state").dropna()
    counties = totals[~whole].groupby(key)["employment"].agg(["sum", "count"])
    both = counties.join(states, how="inner").reset_index()
    slack = REVISED * both["of_state"] + LEAST_REVISED + 0.5 * both["count"]
    bad = both[both["sum"] > both["of_state"] + slack].astype({"sum": int, "of_state": int})
    what = (
        "states have fewer jobs than their counties in the library together (state, ownership, "
        "year, jobs, jobs of the counties): one of the files is of another year or area, or was "
        "edited; download them again"
    )
    return told(bad, what, *key, "of_state", "sum")


def another_year_before(study: IndustryStudy) -> list[str]:
    """Totals of a year that are not what the file of the next year tells of it."""
    totals = study.years_before
    off = (totals["held"] - totals["told"]).abs()
    bad = totals[off > REVISED * totals["held"] + LEAST_REVISED]
    what = (
        "totals of a county differ from what its file of the next year tells of the year before "
        "(county, ownership, the later year, jobs held, jobs told): one of the two was revised "
        "since, or edited; download both years again"
    )
    return told(
        bad.astype({"held": int, "told": int}),
        what,
        "area_fips",
        "own_code",
        "year",
        "held",
        "told",
    )


def one_file_twice(study: IndustryStudy) -> list[str]:
    """Counties or years of which all jobs, wages and establishments are the same."""
    figures = ["establishments", "employment", "total_wages_usd"]
    frames = (study.published.totals, study.published.comparison_totals, study.years.region_totals)
    totals = pd.concat(frames)
    totals = totals[totals["own_code"].eq("0") & totals["employment"].gt(0)]
    totals = totals.drop_duplicates(["area_fips", "year", *figures])
    twins = totals[totals.duplicated(figures, keep=False)].sort_values([*figures, "year"])
    what = (
        "files hold the same jobs, wages to the dollar and establishments as another: one is a "
        "copy whose area or year was changed; download them again"
    )
    return told(twins, what, "area_fips", "year")


FILE_TRAPS = (
    Trap("T12", "Counties above their state", "blocking", counties_above_their_state),
    Trap("T29", "One file twice", "blocking", one_file_twice),
    Trap("T29", "Another year before", "warning", another_year_before),
)

"""Whether a home-to-work file is as large as others of its state say, since it may be cut off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sectornb.errors import examples
from sectornb.sources.holding import Holding
from sectornb.sources.library import Library
from sectornb.sources.lodes.flows import county_pairs
from sectornb.sources.lodes.layout import SOURCE

if TYPE_CHECKING:
    import pandas as pd

LEAST_SHARE, LEAST_JOBS = 0.5, 500
"""Ours: a county that has lost more than half of its jobs from one held year to the next, and no
fewer than 500, is rather cut off than closed."""


def told_of_cut(library: Library, holding: Holding) -> list[str]:
    """What other years of a file, and aux beside main, tell of counties that it lacks.

    A file that ends too early by whole lines is sound in itself: nothing in it tells how many
    there were.
    """
    if not holding.table.startswith("od-"):
        return []
    at_work = _at_work(library, holding)
    found = []
    for other in _others(library, holding):
        here, there = at_work.align(_at_work(library, other), fill_value=0.0)
        if other.table == holding.table:
            short = here.lt(LEAST_SHARE * there) & (there - here).ge(LEAST_JOBS)
        else:
            short = here.eq(0) & there.ge(LEAST_JOBS)
        counties = [
            f"{code} ({int(here[code]):,}, there {int(there[code]):,})"
            for code in here.index[short]
        ]
        if counties:
            found.append(
                f"{holding.part} may be cut off: beside {other.part} it lacks jobs at work in "
                f"{examples(counties)}. Download it again and compare the number of bytes with "
                "the agency's list; if it is the same, the agency counted so."
            )
    return found


def _others(library: Library, holding: Holding) -> Iterator[Holding]:
    """The same file of the nearest other year, and aux of the same year beside main."""
    stem, _, year = holding.part.partition(".")[0].rpartition("_")
    years = {
        int(other.vintage[:4]): other
        for other in library.holdings(SOURCE, table=holding.table)
        if other.part.startswith(f"{stem}_") and other.vintage[:4] != year
    }
    if years:
        yield years[min(years, key=lambda each: abs(each - int(year)))]
    # Whoever employs people from other states has some of its own; the reverse need not be.
    if holding.table == "od-main":
        name = f"{stem.replace('_od_main_', '_od_aux_')}_"
        for other in library.holdings(SOURCE, holding.vintage, "od-aux"):
            if other.part.startswith(name):
                yield other


def _at_work(library: Library, holding: Holding) -> pd.Series[float]:
    pairs = county_pairs(library, holding.vintage, holding.table, holding.part)
    return pairs.groupby("work_area_fips")["S000"].sum().astype("float64")

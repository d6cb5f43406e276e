"""Files that workbook 2 could use for a region and the library does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sectornb.industry.read import NATION
from sectornb.sources.county_changes import counties_in
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.projections import SIMPLE
from sectornb.sources.projections import SOURCE as PROJECTIONS
from sectornb.sources.qcew.cells import SOURCE
from sectornb.sources.qcew.lacking import AROUND, COUNTY, around, lacking_areas
from sectornb.sources.states import us_state
from sectornb.sources.wanted import Wanted, wanted_titles


def wanted(library: Library, counties: Sequence[str], settings: Any) -> list[Wanted]:
    """Counties and nation in the base and the latest year, the state, and names.

    In the base year a county is wanted under the code of that time; none where the region
    cannot be followed back to it.
    """
    found = []
    latest = settings.latest_year
    states = sorted({code[:2] for code in counties})
    for year in sorted({settings.base_year, latest}):
        codes, _ = counties_in(counties, year, latest, SOURCE)
        asked = (library, settings.vintages, year)
        found += lacking_areas(*asked, sorted(codes), COUNTY, needed=True)
        why = "exact location quotients" if year == latest else "national growth"
        found += lacking_areas(*asked, [NATION], why)
        found += lacking_areas(*asked, around(counties), AROUND)
    return [*found, *_projections(library, settings, states), *wanted_titles(library)]


def _projections(library: Library, settings: Any, states: list[str]) -> list[Wanted]:
    """Each state's projections, if the region is to have published ones and the library has none.

    The year that they start from is the state's choice, so none is named.
    """
    tables = declared(PROJECTIONS).tables
    if settings.projections.use == "none" or library.vintages(PROJECTIONS, *tables):
        return []
    address = tables[SIMPLE].url
    why = "expected growth; from the state's own site, to which this one leads"
    return [
        Wanted(PROJECTIONS, "", f"industry projections of {us_state(state).name}", address, why)
        for state in states
    ]

"""Files that workbook 1 could use for a region and the library does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sectornb.sources import laus
from sectornb.sources.county_changes import years_of
from sectornb.sources.declarations import declared
from sectornb.sources.geometry import SOURCE as SHAPES
from sectornb.sources.library import Library
from sectornb.sources.lodes.flows import held_part, is_gap
from sectornb.sources.lodes.layout import SOURCE as LODES
from sectornb.sources.lodes.release import address_of, release_of
from sectornb.sources.states import neighboring_states, us_state
from sectornb.sources.wanted import Wanted, wanted_file, wanted_titles

SHAPES_OF = "2017"
"""The year whose county codes the declared file of shapes has."""
NEWER_SHAPES = (
    "https://www.census.gov/geographies/mapping-files/time-series/geo/cartographic-boundary.html"
)
"""Where the Census Bureau leads to shapes of every year, for counties that came later."""


def wanted(library: Library, counties: Sequence[str], settings: Any) -> list[Wanted]:
    """Flows of the region's states and their neighbors, shapes, names; LAUS where it is asked for.

    A file that the Census Bureau is known not to have published is left out.
    """
    found = list(_lodes(library, counties, settings) if settings.flows == "lodes" else ())
    year = settings.vintage[:4]
    if settings.flows == "county-flows" and not library.parts(
        settings.flows, settings.vintage, "flows"
    ):
        address = declared("county-flows").table("flows").url
        name = "a table with home_area_fips, work_area_fips and jobs"
        found.append(Wanted("county-flows", settings.vintage, name, address, "flows", True, False))
    if settings.residents == "laus" and not any(
        vintage[:4] == year for vintage in library.vintages(laus.SOURCE, "county")
    ):
        why = "employed residents"
        found.append(wanted_file(laus.SOURCE, "county", year, why, needed=True, yy=year[2:]))
    since, _ = years_of(counties)
    if not library.vintages(SHAPES, "counties") and since > int(SHAPES_OF):
        name = f"county shapes of {since} or later, as GeoJSON (mapshaper.org makes it)"
        found.append(
            Wanted(
                SHAPES, str(since), name, NEWER_SHAPES, "maps and neighbors", tells_vintage=False
            )
        )
    elif not library.vintages(SHAPES, "counties"):
        found.append(
            wanted_file(SHAPES, "counties", SHAPES_OF, "maps and neighbors", tells_vintage=False)
        )
    return [*found, *wanted_titles(library)]


def _lodes(library: Library, counties: Sequence[str], settings: Any) -> Iterator[Wanted]:
    vintage, job_type = settings.vintage, settings.job_type
    release = f"LODES release {release_of(library, vintage)}"
    own = [us_state(fips) for fips in sorted({code[:2] for code in counties})]
    around = neighboring_states(state.fips for state in own)
    whys = [
        ("main", own, "{} at work and at home, {}"),
        ("aux", own, "who comes to work in {} from other states, {}"),
        ("aux", around, "jobs that the region's residents hold in {}, {}"),
    ]
    for kind, states, why in whys:
        for state in states:
            year = int(vintage[:4])
            held = held_part(library, vintage, kind, state, job_type, year)
            if held is None and not is_gap(state.usps, year):
                address = address_of(library, f"od-{kind}", vintage, state, job_type)
                name = address.rpartition("/")[2]
                told = why.format(state.name, release)
                yield Wanted(LODES, vintage, name, address, told, kind == "main")
    for state in own:
        stem = f"{state.usps.lower()}_xwalk."
        vintages = library.vintages(LODES, "xwalk")
        if not any(p.startswith(stem) for v in vintages for p in library.parts(LODES, v, "xwalk")):
            address = address_of(library, "xwalk", vintage, state, job_type)
            name = address.rpartition("/")[2]
            told = f"counties and workforce areas of {state.name}, {release}"
            yield Wanted(LODES, vintage, name, address, told, tells_vintage=False)

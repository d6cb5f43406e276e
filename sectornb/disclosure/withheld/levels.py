"""All published levels of a region and of what lies around it, which confine withheld cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from sectornb.codes import aggregation_level, is_county, ownership_codes
from sectornb.errors import SectornbError
from sectornb.sources.county_changes import has_same_codes
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import AreaFiles
from sectornb.sources.qcew.cells import SOURCE

CONFINING = (
    "establishments",
    "employment",
    "total_wages_usd",
    "lq_employment",
    "annual_wage_usd",
)
MOST_COUNTIES = 260
"""So many counties around the region confine its withheld cells, more than any state has."""


@dataclass(frozen=True)
class Sought:
    """Whose rows are sought, of which years, and of which vintage of a year.

    Attributes
    ----------
    counties : sequence of str
        The region.
    years : sequence of int
        The latest of them says whose codes and ground count.
    vintages : mapping of str to str
        Year to vintage, where the library holds several.
    """

    counties: Sequence[str]
    years: Sequence[int]
    vintages: Mapping[str, str] = field(default_factory=dict)

    @property
    def latest(self) -> int:
        """The latest of the years."""
        return max(self.years)

    def files(self, library: Library, year: int) -> AreaFiles:
        """The held area files of a year, of the vintage chosen for it."""
        return AreaFiles(library, year, vintage=self.vintages.get(str(year)))


@dataclass(frozen=True)
class SurroundingLevels:
    """What the library holds of a region's states outside the region.

    Attributes
    ----------
    rows : DataFrame or None
        All published levels of the other counties of states whose own rows are held, if any.
    held : dict of str to int
        Year to the counties held of the region's states, the region's own included.
    unread : dict of str to str
        Year to why none of its other counties could be read.
    """

    rows: pd.DataFrame | None
    held: dict[str, int]
    unread: dict[str, str]


def region_levels(library: Library, sought: Sought) -> pd.DataFrame:
    """All published levels of the region's counties, and of their states where they are held.

    Of the years sought.  A state's own rows and those of its jobs without a
    county (``39000`` and ``39999``) tighten bounds of withheld cells.  A year in which a
    county had another code or ground is left out.
    """
    frames = [
        held.read([*sought.counties, *_states_rows(held, sought.counties)], columns=CONFINING)
        for held in _confining_files(library, sought)
    ]
    return pd.concat(frames, ignore_index=True)


def surrounding_levels(library: Library, sought: Sought) -> SurroundingLevels:
    """The same of the other counties of those states whose own rows are held.

    They are of the region's vintage of each year.  What cannot be read is left out, and
    named: it is not of the region.
    """
    frames, found, unread = [], {}, {}
    for held in _confining_files(library, sought):
        regions = {code[:2] for code in sought.counties}
        here = {area for area in held.areas() if is_county(area) and area[:2] in regions}
        found[str(held.year)] = len(here)
        whole = {code[:2] for code in _states_rows(held, sought.counties)}
        others = {area for area in here - set(sought.counties) if area[:2] in whole}
        if others and len(others) <= MOST_COUNTIES:
            try:
                frames.append(held.read(others, columns=CONFINING))
            except SectornbError as error:
                unread[str(held.year)] = str(error)
    rows = pd.concat(frames, ignore_index=True) if frames else None
    return SurroundingLevels(rows, found, unread)


def _confining_files(library: Library, sought: Sought) -> list[AreaFiles]:
    """The files of the years, where they hold the region on one ground."""
    found = []
    for year in sorted(set(sought.years)):
        held = sought.files(library, year)
        same = has_same_codes(sought.counties, year, sought.latest, SOURCE)
        if same and not held.lacks(sought.counties):
            found.append(held)
    return found


def _states_rows(held: AreaFiles, counties: Collection[str]) -> list[str]:
    """Of each state of the region its own area and its jobs without a county, if both are held."""
    found = []
    for state in sorted({code[:2] for code in counties}):
        both = [f"{state}000", f"{state}999"]
        found += [] if held.lacks(both) else both
    return found


def unallocated_cells(
    library: Library, sought: Sought, naics_digits: int, ownership: str
) -> pd.DataFrame | None:
    """Cells of the region's states and of their jobs without a county, in the latest year.

    None where the library lacks either of every state; a state of which it has both is
    enough for its own industries.
    """
    held = sought.files(library, sought.latest)
    areas = _states_rows(held, sought.counties)
    if not areas:
        return None
    levels = [
        aggregation_level(geography, detail)
        for geography in ("state", "county")
        for detail in ("total by ownership", naics_digits)
    ]
    owners = ownership_codes(ownership)
    columns = ["establishments", "employment"]
    return held.read(areas, columns=columns, levels=levels, ownership=owners)

"""Which years the library holds of all counties, and which areas of a year it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sectornb.sources.county_changes import counties_in
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import AreaFiles, year_tables
from sectornb.sources.qcew.cells import SOURCE
from sectornb.sources.wanted import Wanted, wanted_file

COUNTY, AROUND = "a county of the region", "closer bounds of withheld cells"
"""What files are for, as the download list says."""


def whole_years(
    library: Library, counties: Sequence[str], latest_year: int | None = None
) -> list[int]:
    """Years of which some file, of one area or of many, holds every county.

    With a latest year, those in which the region is followed back, under the codes of then.
    """
    newest = {int(vintage[:4]): vintage for vintage in library.vintages(SOURCE, *year_tables())}
    found = []
    for year, vintage in sorted(newest.items()):
        codes, lost = counties_in(counties, year, latest_year or year, SOURCE)
        if not lost and not AreaFiles(library, year, vintage=vintage).lacks(sorted(codes)):
            found.append(year)
    return found


def lacking_areas(
    library: Library,
    vintages: Mapping[str, str],
    year: int,
    areas: Sequence[str],
    why: str,
    *,
    needed: bool = False,
) -> list[Wanted]:
    """Those of `areas` that no file of the year holds, nor files of all its quarters.

    Parameters
    ----------
    vintages : mapping
        Year to the vintage chosen for it, as a region file says them.
    """
    held = [v for v in library.vintages(SOURCE, *year_tables()) if v[:4] == str(year)]
    chosen = vintages.get(str(year)) or (held[-1] if held else None)
    lacking = areas
    if chosen in held:
        lacking = AreaFiles(library, year, vintage=chosen).lacks(areas)
    return [
        wanted_file(
            SOURCE,
            "annual-area",
            str(year),
            why,
            needed=needed,
            instead="annual-single",
            year=year,
            area=area,
        )
        for area in lacking
    ]


def around(counties: Sequence[str]) -> list[str]:
    """Areas of the states of `counties`: the state, and its jobs in no known county."""
    states = sorted({code[:2] for code in counties})
    return [f"{state}{end}" for state in states for end in ("000", "999")]

"""What a new region file says about workbook 2, from what the library holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sectornb.contract import Proposal
from sectornb.errors import examples
from sectornb.industry.settings import YEARS_OF_GROWTH
from sectornb.sources.county_changes import counties_in, in_use_from
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.projections import SOURCE as PROJECTIONS
from sectornb.sources.projections import held_projections
from sectornb.sources.qcew.areas import year_tables
from sectornb.sources.qcew.cells import SOURCE
from sectornb.sources.qcew.lacking import whole_years

_EXAMPLE = 2022


def propose(library: Library, counties: Sequence[str], choices: Mapping[str, Any]) -> Proposal:
    """Base and latest year, and the projections, chosen where `choices` does not say them.

    Parameters
    ----------
    library : Library
        Opened.
    counties : sequence of str
        The region's.
    choices : mapping
        ``base_year`` and ``latest_year``, and ``projected_areas``: the share of each
        projected area that lies in the region; each may be absent or None.  ``groups`` and
        ``pinned`` as in the settings.
    """
    years, told = _years(library, counties, choices.get("base_year"), choices.get("latest_year"))
    if not years:
        newest = max(library.vintages(SOURCE, *year_tables()), default=str(_EXAMPLE))
        latest = max(int(newest[:4]), in_use_from(counties, SOURCE))
        example = {"base_year": latest - YEARS_OF_GROWTH, "latest_year": latest}
        return Proposal(None, told, example=example)
    projections, titles, expected = _projections(library, counties, choices.get("projected_areas"))
    beside = {f"projections.areas.{code}": title for code, title in titles.items()}
    rows = {name: choices[name] for name in ("groups", "pinned") if name in choices}
    return Proposal({**years, **rows, "projections": projections}, [*told, *expected], beside)


def _years(
    library: Library, counties: Sequence[str], base_year: int | None, latest_year: int | None
) -> tuple[dict[str, int], list[str]]:
    """Base and latest year, chosen where they are not given, and what to tell about it."""
    told = []
    if latest_year is None:
        held = whole_years(library, counties)
        if not held:
            return {}, ["No year has files of all counties."]
        latest_year = held[-1]
        told.append(
            f"Latest year {latest_year}: the newest that the library holds for all counties."
        )
    whole = whole_years(library, counties, latest_year)
    wanted = base_year or latest_year - YEARS_OF_GROWTH
    lost = counties_in(counties, wanted, latest_year, SOURCE)[1]
    if base_year is None and not whole:
        after = range(wanted, latest_year + 1)
        base_year = next(y for y in after if not counties_in(counties, y, latest_year, SOURCE)[1])
        span = latest_year - base_year
        why = f"{span} years before" if span else "the latest, so without growth"
        told.append(f"Base year {base_year}: {why}; no year is held yet.")
    elif base_year is None:
        before = [year for year in whole if year <= latest_year - YEARS_OF_GROWTH]
        earlier = [year for year in whole if year < latest_year]
        base_year = (before or earlier[:1] or [latest_year])[-1]
        why = "the earliest that the library holds" if earlier else "no earlier year is held"
        told.append(f"Base year {base_year}: {'five years or more before' if before else why}.")
    if lost and base_year >= wanted:
        told.append(lost)
    lacking = sorted({base_year, latest_year} - set(whole))
    if lacking:
        told.append(
            f"The library does not hold every county in {examples(lacking)}: download and add the "
            "files listed below before a run."
        )
    return {"base_year": base_year, "latest_year": latest_year}, told


def _projections(
    library: Library, counties: Sequence[str], shares: Mapping[str, float] | None
) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """Which projections the region takes, what areas there are, and what to tell about it.

    Those of `shares`; else the only projected area, or that of the region's whole states;
    where there is neither, none, since how much of an area lies in the region is for the
    analyst to say.
    """
    vintages = library.vintages(PROJECTIONS, *declared(PROJECTIONS).tables)
    if not vintages:
        return {}, {}, []
    chosen = {"vintage": vintages[-1]} if len(vintages) > 1 else {}
    frame = held_projections(library, vintages[-1])
    known = {} if frame is None else dict(zip(frame["area_code"], frame["area_title"], strict=True))
    if shares:
        return {**chosen, "areas": shares}, known, []
    if len(known) < 2:
        return chosen, known, []
    listed = "; ".join(f"{code} is {title}" for code, title in list(known.items())[:12])
    more = f" and {len(known) - 12} more" if len(known) > 12 else ""
    say = (
        "Say in the region file, under projections: areas, which share of each projected area "
        f"lies in the region: {listed}{more}."
    )
    states = sorted({code[:2] for code in counties})
    whole = [
        code for state in states for code in (f"{state}01000000", f"{state}000") if code in known
    ]
    if len(whole) == len(states):
        taken = examples(known[code] for code in whole)
        told = f"Projections of {taken} as a whole, for now. {say}"
        return {**chosen, "areas": dict.fromkeys(whole, 1)}, known, [told]
    return {**chosen, "use": "none"}, known, [f"No projections for now. {say}"]

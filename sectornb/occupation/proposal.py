"""What a new region file says about workbook 3, from what the library holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sectornb.contract import Proposal
from sectornb.errors import InputError, counted, examples
from sectornb.occupation.wanted import staffing_held
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.oews.held import county_wage_areas
from sectornb.sources.projections import SOURCE as PROJECTIONS
from sectornb.sources.projections import held_projections
from sectornb.sources.qcew.lacking import whole_years

CHOSEN_VINTAGES = ("oews", "employment-projections", "onet", "industry-matrix")
"""Sources of which several vintages are often held, and one is read."""
_EXAMPLE, _TARGET = 2022, "622"
_OWN = ("projected_areas", "latest_year")


def propose(library: Library, counties: Sequence[str], choices: Mapping[str, Any]) -> Proposal:
    """Latest year, area of the wages and vintages, where the library has a staffing pattern.

    The target industry is left open: the first of workbook 2's short list, found before a run.

    Parameters
    ----------
    library : Library
        Opened.
    counties : sequence of str
        The region's.
    choices : mapping
        ``latest_year`` and ``projected_areas`` as for workbook 2, each may be absent or None;
        ``occupations``: other values of the section, taken as they are.
    """
    given = dict(choices.get("occupations") or {})
    common = {name: choices[name] for name in _OWN if choices.get(name) and name not in given}
    given |= common
    held = whole_years(library, counties)
    year = given.get("latest_year") or (held[-1] if held else None)
    sources = staffing_held(library)
    if year is None or not sources:
        lacking = [] if year else ["No year has files of all counties."]
        lacking += [] if sources else [_no_pattern()]
        example = {"target_industries": [_TARGET], **given, "latest_year": year or _EXAMPLE}
        return Proposal(None, lacking, example=example)
    told = [_pattern_told(sources)]
    if "target_industries" not in given:
        told.append(
            "Target industry of workbook 3: the first of workbook 2's short list, found before "
            f'each run. To choose another, write target_industries: ["{_TARGET}"] with its code.'
        )
    values: dict[str, Any] = {"latest_year": year, **given}
    beside: dict[str, str] = {}
    if "wage_area" not in given:
        area, title, said = _wage_area(library, counties, year)
        told += said
        if area:
            values["wage_area"], beside["wage_area"] = area, title
    vintages, said = _vintages(library, given.get("vintages", {}))
    if vintages:
        values["vintages"] = vintages
    titles, open_areas = _projected(library, "projected_areas" in given)
    beside |= {f"projected_areas.{code}": titles[code] for code in titles}
    return Proposal(values, [*told, *said, *open_areas], beside)


def _no_pattern() -> str:
    titles = ", ".join(
        f"{declared(source).title} ({source})"
        for source in ("regional-staffing", "oews", "industry-matrix")
    )
    return (
        f"No staffing pattern, which tells the jobs of an industry; any of these will do: {titles}."
    )


def _pattern_told(sources: Sequence[str]) -> str:
    if sources[0] == "regional-staffing":
        return "Staffing of the industry: that of the region's own table."
    return (
        f"Staffing of the industry: that of the nation ({examples(sources)}). Jobs by occupation "
        "are then modeled; check them with employers, or add a table of your own "
        "(regional-staffing)."
    )


def _wage_area(library: Library, counties: Sequence[str], year: int) -> tuple[str, str, list[str]]:
    """The area of wages that has most of the counties, its name, and what to tell about it."""
    lists = library.vintages("oews", "county-areas")
    if not lists:
        return "", "", []
    newest = lists[-1]
    try:
        areas = county_wage_areas(library, int(newest[:4]), counties, newest)
    except InputError as error:
        return "", "", [f"No area of wages was chosen: {error}"]
    sizes = areas.groupby(["area", "area_title"]).size().reset_index(name="counties")
    sizes = sizes.sort_values(["counties", "area"], ascending=[False, True])
    area, title, inside = next(sizes.itertuples(index=False))
    counties_told = counted(len(counties), "county", "counties")
    told = f"Wages of {title}, the area of {inside} of {counties_told}"
    others = sizes["area_title"].tolist()[1:]
    told += f"; others lie in {examples(others)}." if others else "."
    return str(area), str(title), [told]


def _vintages(library: Library, given: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The newest vintage of each source of which several are held, and what to tell about it.

    None where no vintage has all the tables that are held: each is then read in its newest.
    """
    chosen, told = dict(given), []
    for source in CHOSEN_VINTAGES:
        tables = {name: library.vintages(source, name) for name in declared(source).tables}
        by_table = {name: held for name, held in tables.items() if held}
        known = sorted({vintage for held in by_table.values() for vintage in held})
        if source in given or len(known) < 2:
            continue
        whole = [each for each in known if all(each in held for held in by_table.values())]
        if whole:
            chosen[source] = whole[-1]
            told.append(f"{source}: {examples(known)} are held; {whole[-1]} is taken.")
        else:
            told.append(f"{source}: no vintage has all tables; each is read in its newest.")
    return chosen, told


def _projected(library: Library, given: bool) -> tuple[dict[str, str], list[str]]:
    """Areas of the industry's projections by code, and what to say where several are open."""
    vintages = library.vintages(PROJECTIONS, *declared(PROJECTIONS).tables)
    frame = held_projections(library, vintages[-1]) if vintages else None
    if frame is None:
        return {}, []
    known = dict(zip(frame["area_code"], frame["area_title"], strict=True))
    if given or len(known) < 2:
        return known, []
    return known, [
        "Growth of the industry is the state's unless projected_areas of workbook 3 says which "
        "share of each projected area lies in the region, as for workbook 2."
    ]

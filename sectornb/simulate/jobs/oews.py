"""Occupational Employment and Wage Statistics of the simulated state, in the agency's layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.simulate.geography import HOME_STATE, STATE_NAMES, STATE_POSTAL
from sectornb.simulate.jobs.books import Sheet, workbook
from sectornb.simulate.jobs.truth import (
    PERCENTILES,
    Jobs,
    mean_pay,
    metro_counties,
    pay_percentiles,
)
from sectornb.simulate.read import numbers, table, texts
from sectornb.simulate.state import State

TOP_CODE_USD, FULL_YEAR = 239_200, 2080
METRO = "57900"
"""Outside the codes of real metropolitan areas."""
METRO_TITLE = "Hartwell, WM"
_HELD_BACK, _NO_WAGE = 150, 250
_ANNUAL_ONLY = ("25-2021", "25-9045")
_BROAD_TOO = ("29-2010", "31-1120", "51-2090")
"""Codes of broad occupations that the agency publishes as detailed ones as well."""
_NOTES = (
    "* = indicates that a wage estimate is not available",
    "** = indicates that an employment estimate is not available",
    f"# = indicates a wage equal to or greater than ${TOP_CODE_USD / FULL_YEAR:.2f} per hour or "
    f"${TOP_CODE_USD:,} per year",
    "~ = indicates that the percent of establishments reporting the occupation is less than 0.5%",
)


@dataclass(frozen=True)
class Area:
    """One area of the survey: its code, title, kind, main state, jobs and how dear it is."""

    code: str
    title: str
    kind: str
    state: str
    jobs: np.ndarray
    dearness: float


def oews_workbooks(state: State, jobs: Jobs) -> Iterator[tuple[str, bytes]]:
    """The nation's workbook, that of the states and that of the metropolitan area, by name."""
    year = state.years[-1]
    nation = Area("99", "U.S.", "1", "US", jobs.nation, 1.0)
    here = np.array(jobs.areas)
    states = [
        Area(code, STATE_NAMES[code], "2", STATE_POSTAL[code],
             jobs.jobs[np.char.startswith(here, code)].sum(axis=0),
             numbers("roles", "dearness")["city"])
        for code in STATE_NAMES
    ]  # fmt: skip
    postal = STATE_POSTAL[HOME_STATE]
    inside = jobs.of(metro_counties(state))
    metro = Area(METRO, METRO_TITLE, "4", postal, inside, numbers("roles", "dearness")["core"])
    for name, areas in (("national", [nation]), ("state", states), ("MSA", [metro])):
        rows = pd.concat([_rows(area, jobs, nation) for area in areas], ignore_index=True)
        sheet = f"{name}_M{year}_dl"
        notes = Sheet("Field Descriptions", _notes(year))
        cells: list[Sequence[object]] = [list(rows.columns), *rows.to_numpy(dtype=object).tolist()]
        yield f"{sheet}.xlsx", workbook([Sheet(sheet, cells), notes])


def _notes(year: int) -> list[Sequence[object]]:
    return [[f"May {year} OEWS Estimates"], [], ["Notes:"], *([note] for note in _NOTES)]


def _rows(area: Area, jobs: Jobs, nation: Area) -> pd.DataFrame:
    """Total, major groups and detailed occupations of an area, in the agency's 32 columns."""
    groups, titles = texts("occupation_groups", "title"), texts("occupations", "title")
    detailed = list(jobs.soc)
    of_group = [f"{soc[:2]}-0000" for soc in detailed]
    pay = pay_percentiles(area.dearness).loc[detailed].to_numpy()
    mean = mean_pay(area.dearness).loc[detailed].to_numpy()
    lines = [("00-0000", "All Occupations", "total", np.ones(len(detailed)))]
    for code in sorted(set(of_group)):
        lines.append((code, groups[code], "major", np.array([one == code for one in of_group])))
        for at, soc in enumerate(detailed):
            if of_group[at] == code:
                alone = np.arange(len(detailed)) == at
                if soc in _BROAD_TOO:
                    lines.append((soc, titles[soc], "broad", alone))
                lines.append((soc, titles[soc], "detailed", alone))
    everybody, everybody_else = area.jobs.sum(), nation.jobs.sum()
    found = []
    for code, title, level, of_it in lines:
        inside = area.jobs * of_it
        count = inside.sum()
        if not count:
            continue
        shares = inside / count
        wages = np.append(shares @ pay, shares @ mean)
        there = (nation.jobs * of_it).sum() / everybody_else
        found.append(
            {
                "AREA": area.code, "AREA_TITLE": area.title, "AREA_TYPE": area.kind,
                "PRIM_STATE": area.state, "NAICS": "000000", "NAICS_TITLE": "Cross-industry",
                "I_GROUP": "cross-industry", "OWN_CODE": "1235", "OCC_CODE": code,
                "OCC_TITLE": title, "O_GROUP": level,
                **_employment(count, area.kind, everybody, there, level),
                **_wages(wages, count, code, level),
            }
        )  # fmt: skip
    columns = table("columns")
    names = columns.loc[columns["file"].eq("oews"), "column"].tolist()
    return pd.DataFrame(found).reindex(columns=names).astype(object).fillna("")


def _employment(
    count: float, kind: str, everybody: float, there: float, level: str
) -> dict[str, object]:
    error = 0.0 if level == "total" else round(min(40.0, 120 / np.sqrt(count)), 1)
    if level == "detailed" and count < _HELD_BACK:
        held_back: dict[str, object] = dict.fromkeys(("TOT_EMP", "EMP_PRSE"), "**")
        return held_back | ({} if kind == "1" else {"JOBS_1000": "**", "LOC_QUOTIENT": "**"})
    told: dict[str, object] = {"TOT_EMP": float(round(count, -1)), "EMP_PRSE": error}
    if kind != "1":
        told["JOBS_1000"] = round(1000 * count / everybody, 3)
        told["LOC_QUOTIENT"] = round(count / everybody / there, 2)
    return told


def _wages(wages: np.ndarray, count: float, code: str, level: str) -> dict[str, object]:
    """Percentiles and mean, by the hour and the year; withheld, top-coded or by the year alone."""
    *points, mean = wages.tolist()
    places = {
        "MEDIAN" if share == 50 else f"PCT{share}": at for at, share in enumerate(PERCENTILES)
    }
    by_year = {name: points[at] for name, at in places.items()} | {"MEAN": mean}
    too_few = level == "detailed" and count < _NO_WAGE
    told: dict[str, object] = {"MEAN_PRSE": "*" if too_few else round(60 / np.sqrt(count), 1)}
    for name, year in by_year.items():
        high = name != "MEAN" and year >= TOP_CODE_USD
        mark = "*" if too_few else "#" if high else ""
        told[f"A_{name}"] = mark or float(round(year, -1))
        told[f"H_{name}"] = "*" if code in _ANNUAL_ONLY else mark or round(year / FULL_YEAR, 2)
    if code in _ANNUAL_ONLY:
        told["ANNUAL"] = "TRUE"
    return told

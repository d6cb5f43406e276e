"""Published rows as nodes of a tree of industries, and what each row says about its cell.

A row's parent is the nearest row above it in the same area, year and ownership:
six digits under five, sectors under supersectors, these under domains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from sectornb.codes import (
    ALL_INDUSTRIES,
    SECTORS,
    SUPERSECTOR_OF,
    sector_of,
)
from sectornb.errors import (
    InputError,
    MissingColumnError,
    ParameterError,
    UnknownCodeError,
    counted,
)
from sectornb.errors import examples as shown

Counting = Literal["twelfths", "rounded", "exact"]

COUNTINGS = ("twelfths", "rounded", "exact")
ROW_COLUMNS = (
    "area_fips",
    "own_code",
    "naics",
    "agglvl_code",
    "year",
    "establishments",
    "employment",
    "total_wages_usd",
    "employment_status",
)
SYSTEM = ["area_fips", "year", "own_code"]
KEY = ["area_fips", "own_code", "naics", "year"]

_MOST_ANCESTORS = 7


@dataclass(frozen=True)
class Scale:
    """How employment is counted in a system.

    Attributes
    ----------
    per_job : float
        Units in one job: 12 where an annual average is a sum of twelve months.
    rounding : float
        What each published figure may be off, in units, when families add up.
    """

    per_job: float
    rounding: float


SCALES = {
    "twelfths": Scale(12.0, 0.0),
    "rounded": Scale(1.0, 0.5),
    "exact": Scale(1.0, 0.0),
}


def ancestors_of(naics: str) -> list[str]:
    """The industry codes above `naics`, the nearest first, up to all industries.

    ``622110`` lies in 62211, 6221, 622, 62, supersector 1025, domain 102 and 10.

    Raises
    ------
    UnknownCodeError
        If the code is no industry, supersector or domain of the census.
    """
    if naics == ALL_INDUSTRIES:
        return []
    if naics in ("101", "102"):
        return [ALL_INDUSTRIES]
    if naics in SUPERSECTOR_OF.values():
        return [naics[:3], ALL_INDUSTRIES]
    sector = sector_of(naics)
    supersector = SUPERSECTOR_OF[sector]
    above = [supersector, *ancestors_of(supersector)]
    if naics in SECTORS:
        return above
    return [*(naics[:digits] for digits in range(len(naics) - 1, 2, -1)), sector, *above]


def check_rows(frame: pd.DataFrame) -> None:
    """Refuse rows from which no bounds can follow.

    Raises
    ------
    MissingColumnError
        If a column of `ROW_COLUMNS` is lacking.
    InputError
        If a cell occurs twice, or a status is not ``disclosed``, ``zero`` or ``withheld``.
    """
    if missing := [name for name in ROW_COLUMNS if name not in frame]:
        raise MissingColumnError(
            f"The rows lack the column{'s' if len(missing) > 1 else ''} {shown(missing)}; bounds "
            f"need {shown(ROW_COLUMNS, 20)}. Read them with read_areas() without columns=."
        )
    twice = frame[frame.duplicated([*KEY, "qtr"] if "qtr" in frame else KEY)]
    if len(twice):
        row = twice.iloc[0]
        raise InputError(
            f"{counted(len(twice), 'cell occurs', 'cells occur')} twice, the first area "
            f"{row['area_fips']}, "
            f"ownership {row['own_code']}, industry {row['naics']}, {row['year']}. "
            "Keep one row for each."
        )
    strange = set(frame["employment_status"]) - {"disclosed", "zero", "withheld"}
    if strange:
        raise InputError(
            f"The status {shown(sorted(map(repr, strange)))} in employment_status is unknown. "
            "Each row is disclosed, zero or withheld; bounds are for rows of single areas."
        )
    shown_cells = frame["employment_status"].ne("withheld")
    empty = frame[shown_cells & (frame["employment"].isna() | frame["total_wages_usd"].isna())]
    if len(empty):
        row = empty.iloc[0]
        raise InputError(
            f"{counted(len(empty), 'row is', 'rows are')} marked {row['employment_status']} "
            "without employment or wages, "
            f"the first area {row['area_fips']}, industry {row['naics']}, {row['year']}. A "
            "withheld cell has the status withheld."
        )


def industry_parents(frame: pd.DataFrame, system: Sequence[str] = SYSTEM) -> np.ndarray:
    """For each row the position of the nearest row above it in its `system`, else -1.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``naics`` and the columns of `system`, each cell once.
    system : sequence of str
        Columns within which industries form one tree.
    """
    code, codes = pd.factorize(frame["naics"])
    group = frame.groupby(list(system), sort=False).ngroup().to_numpy()
    place = {naics: number for number, naics in enumerate(codes)}
    above = np.full((len(codes), _MOST_ANCESTORS), -1, dtype=np.int64)
    for number, naics in enumerate(codes):
        held = [place.get(ancestor, -1) for ancestor in _ancestors(naics)]
        above[number, : len(held)] = held
    keys = group * len(codes) + code
    order = np.argsort(keys, kind="stable")
    parent = np.full(len(frame), -1, dtype=np.int64)
    for step in range(_MOST_ANCESTORS):
        candidate = above[code, step]
        seeking = np.flatnonzero((parent < 0) & (candidate >= 0))
        wanted = group[seeking] * len(codes) + candidate[seeking]
        found = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
        row = order[found]
        met = keys[row] == wanted
        parent[seeking[met]] = row[met]
    return parent


def _ancestors(naics: str) -> list[str]:
    try:
        return ancestors_of(naics)
    except UnknownCodeError as error:
        raise InputError(
            f"The rows hold the industry {naics!r}, which is none of the census of employment and "
            "wages, so nobody knows what it adds up to. Remove such rows or correct the code."
        ) from error


def wage_intervals(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest wages (USD) that each row alone allows; wages are published exactly."""
    wages = frame["total_wages_usd"].to_numpy(dtype=np.float64)
    hidden = frame["employment_status"].eq("withheld").to_numpy()
    return np.where(hidden, 0.0, wages), np.where(hidden, np.inf, wages)


def employment_intervals(
    frame: pd.DataFrame, counting: Counting = "twelfths"
) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest employment that each row alone allows, in units of `SCALES`.

    ``twelfths``: an annual average is k/12 with k a whole number.  The published
    pay is wages over the average before rounding, itself rounded to a dollar, so
    12 wages / (pay + 0.5) <= k <= 12 wages / (pay - 0.5); and k/12 rounds to the
    published employment.  ``rounded`` and ``exact``: the published number.

    Raises
    ------
    InputError
        If no whole number of job months fits a row's employment, wages and pay.
    """
    if counting not in COUNTINGS:
        raise ParameterError(f"counting is {counting!r}; it is one of {shown(COUNTINGS)}.")
    hidden = frame["employment_status"].eq("withheld").to_numpy()
    jobs = frame["employment"].to_numpy(dtype=np.float64)
    if counting != "twelfths":
        return np.where(hidden, 0.0, jobs), np.where(hidden, np.inf, jobs)
    low, high = np.maximum(12 * jobs - 6, 0.0), 12 * jobs + 6
    wages = frame["total_wages_usd"].to_numpy(dtype=np.float64)
    if "annual_wage_usd" in frame:
        pay = frame["annual_wage_usd"].to_numpy(dtype=np.float64)
        told = (pay > 0.5) & (wages > 0)
        top = np.where(told, pay - 0.5, 1.0)
        # A quotient of two doubles is off by less than this share of itself.
        low = np.where(told, np.maximum(low, np.ceil(12 * wages / (top + 1) * (1 - 1e-14))), low)
        high = np.where(told, np.minimum(high, np.floor(12 * wages / top * (1 + 1e-14))), high)
    empty = (jobs == 0) & (wages == 0) & frame["establishments"].eq(0).to_numpy()
    high = np.where(empty, 0.0, high)
    wrong = np.flatnonzero(~hidden & ~(low <= high))
    if len(wrong):
        row = frame.iloc[wrong[0]]
        raise InputError(
            f"{counted(len(wrong), 'row contradicts itself', 'rows contradict themselves')}, the "
            f"first area {row['area_fips']}, "
            f"ownership {row['own_code']}, industry {row['naics']}, {row['year']}: "
            f"{row['employment']:,.0f} jobs and {row['total_wages_usd']:,.0f} USD of wages do not "
            f"give {row['annual_wage_usd']:,.0f} USD a job. A number was edited; use the agency's "
            "own file."
        )
    return np.where(hidden, 0.0, low), np.where(hidden, np.inf, high)

"""What QCEW files must agree with in themselves, or rows of them were lost or edited."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd

from sectornb.codes import ALL_INDUSTRIES, NAICS_DIGITS, SUPERSECTOR_OF, sector_of
from sectornb.errors import InputError, examples

DETAILED = ("1", "4", "5", "7")
"""Tens of the levels of nation, metropolitan area, state and county, which have industries.

Of every other area the agency publishes a single total: combined and micropolitan areas, and
those of all metropolitan areas or of all other counties together.  Nothing can be added up there.
"""
OWNERSHIPS = ("1", "2", "3", "5")
ROUNDING_OF_FOUR = 2.5
"""Half a job, or establishment, for each of four ownerships and their total."""
LEVELS = {
    "1": "total", "2": "domains", "3": "supersectors", "4": "sectors",
    "5": "3-digit industries", "6": "4-digit industries",
    "7": "5-digit industries", "8": "6-digit industries",
}  # fmt: skip
NUMERIC_NOISE = 1e-6
TOLERATED = 0.02
"""Share of the establishments of an area that its industries may lack beyond rounding.

A file of thousands of areas must not be refused for one odd row of the agency's;
what is cut off or filtered lacks far more.
"""
SUMMED = ("area_fips", "own_code", "qtr", "year", "geography", "unit")


def check_area(path: Path, frame: pd.DataFrame, table: str) -> None:
    """Refuse a file of one area whose rows contradict each other, or of which rows are lost.

    An area of which only a total is published (see `DETAILED`) is taken as it is.

    Raises
    ------
    InputError
        If the total is missing or is not the sum of its ownerships, industries do not add up
        to what they are part of, or pay is not wages over jobs.
    """
    if frame["agglvl_code"].str[0].isin(DETAILED).any():
        _check_totals(path, frame, table)
        _check_complete(path, frame)
    _check_pay(path, frame, table)


def establishments_by_level(frame: pd.DataFrame) -> pd.DataFrame:
    """Establishments of each area, ownership and period added up by level of industry.

    Returns
    -------
    DataFrame
        `SUMMED`, with ``geography`` and ``unit`` the two digits of the level, then ``sum``
        (establishments) and ``n`` (rows).
    """
    frame = frame[frame["size_code"].eq("0")]
    level = frame["agglvl_code"].str
    frame = frame.assign(geography=level[0], unit=level[1:])
    return frame.groupby(list(SUMMED))["establishments"].agg(sum="sum", n="size").reset_index()


def check_levels(name: str, sums: pd.DataFrame) -> None:
    """Refuse where an area has no total, or the industries of a level lack establishments.

    Establishments are never withheld, so sectors, 3-digit industries and so on
    each add up to the total of their ownership, but for rounding.

    Parameters
    ----------
    sums : DataFrame
        As :func:`establishments_by_level` gives them.

    Raises
    ------
    InputError
        Names the first such area.
    """
    sums = sums[sums["geography"].isin(DETAILED)]
    totals = sums[sums["unit"].eq("0") & sums["own_code"].eq("0")]
    bare = sorted(set(sums["area_fips"]) - set(totals["area_fips"]))
    if bare:
        raise InputError(
            f"{name} has no total (ownership 0, industry 10) for {len(bare)} of its areas: "
            f"{examples(bare)}. It was filtered or cut off; download it again."
        )
    keys = ["area_fips", "qtr", "own_code"]
    owned = sums[sums["own_code"].isin(OWNERSHIPS)]
    whole = owned[owned["unit"].eq("1")].set_index(keys)["sum"].rename("whole")
    parts = owned[owned["unit"].between("4", "8")].set_index(keys).join(whole, how="left")
    slack = (0.5 * (parts["n"] + 1)).clip(lower=TOLERATED * parts["whole"].fillna(0.0))
    bad = parts[(parts["whole"].fillna(0.0) - parts["sum"]).abs() > slack]
    if len(bad):
        area, quarter, own = bad.index[0]
        row = bad.iloc[0]
        level = "sectors" if row["unit"] == "4" else f"{int(row['unit']) - 2}-digit industries"
        when = "" if quarter == "A" else f", quarter {quarter}"
        raise InputError(
            f"{name} is incomplete: area {area}, ownership {own}{when} has "
            f"{0 if pd.isna(row['whole']) else row['whole']:,.0f} establishments, but its {level} "
            f"together have {row['sum']:,.0f}. Rows are missing, probably because the transfer "
            "was cut off; download the file again."
        )


def _check_totals(path: Path, frame: pd.DataFrame, table: str) -> None:
    """Refuse a file whose total is missing or is not the sum of its ownerships."""
    total = frame[
        frame["agglvl_code"].isin([f"{geography}0" for geography in DETAILED])
        & frame["own_code"].eq("0")
        & frame["naics"].eq("10")
    ]
    if len(total) != 1:
        raise InputError(
            f"{path} has {len(total)} rows for all industries and ownerships together (ownership "
            "0, industry 10); an area file has exactly one. It was filtered or cut off; download "
            "it again."
        )
    level = f"{total['agglvl_code'].iloc[0][0]}1"
    parts = frame[frame["agglvl_code"].eq(level) & frame["own_code"].isin(OWNERSHIPS)]
    measures = (
        {"establishments": ROUNDING_OF_FOUR, "employment": ROUNDING_OF_FOUR, "total_wages_usd": 0.5}
        if table == "annual-area"
        else {"establishments": 0.5, "month3_employment": 0.5, "total_wages_usd": 0.5}
    )
    for measure, slack in measures.items():
        whole, summed = total[measure].iloc[0], parts[measure].sum(skipna=False)
        if abs(whole - summed) > slack:
            raise InputError(
                f"{path} contradicts itself: {measure} of all ownerships is {whole:,.0f}, but "
                f"federal, state, local and private together are {summed:,.0f}. A row was edited, "
                "lost or scaled; download the file again."
            )


def _check_complete(path: Path, frame: pd.DataFrame) -> None:
    """Refuse a file with lost rows: establishments are never withheld, so each family adds up.

    A family is an industry and its parts one level down, from all industries over
    domain, supersector and sector to six digits.  Each figure is rounded on its
    own, so parts may differ from their whole by half an establishment each.
    """
    frame = frame[frame["own_code"].isin(OWNERSHIPS)]
    level = frame["agglvl_code"].str[1]
    for parent, child in pairwise(LEVELS):
        wholes, parts = frame[level.eq(parent)], frame[level.eq(child)]
        above = parts["naics"].map(lambda naics, level=parent: _parent(naics, level)).astype("str")
        summed = parts.groupby([parts["own_code"], above])["establishments"].agg(["sum", "size"])
        wanted = wholes.set_index(["own_code", "naics"])["establishments"]
        both = pd.concat([wanted, summed], axis=1).fillna(0.0)
        bad = both[(both["establishments"] - both["sum"]).abs() > 0.5 * (both["size"] + 1)]
        if len(bad):
            own, naics = bad.index[0]
            raise InputError(
                f"{path} is incomplete: ownership {own}, industry {naics} has "
                f"{bad['establishments'].iloc[0]:,.0f} establishments, but its "
                f"{LEVELS[child]} together have "
                f"{bad['sum'].iloc[0]:,.0f}. Rows are missing or edited, probably because the "
                "transfer was cut off; download the file again."
            )


def _parent(naics: str, level: str) -> str:
    """The industry of `level` that `naics`, one level down, is a part of."""
    if level == "1":
        return ALL_INDUSTRIES
    if level == "3":
        return SUPERSECTOR_OF.get(naics, "none")
    if level == "4":
        return sector_of(naics)
    return naics[: 3 if level == "2" else NAICS_DIGITS[level]]


def _check_pay(path: Path, frame: pd.DataFrame, table: str) -> None:
    """Refuse a row whose pay is not its wages over its jobs: one of the three was changed.

    The agency divides before it rounds, so annual jobs may be half a job off;
    monthly jobs are whole.
    """
    months = [f"month{month}_employment" for month in (1, 2, 3)]
    if table == "annual-area":
        pay, jobs, weeks, slack = frame["annual_wage_usd"], frame["employment"], 1, 0.5
    else:
        pay, jobs, weeks, slack = frame["weekly_wage_usd"], frame[months].mean(axis=1), 13, 0.0
    wages = frame["total_wages_usd"] / weeks
    least = wages / (jobs + slack) - 0.5
    most = wages / (jobs - slack).where(jobs > slack) + 0.5
    bad = frame[jobs.gt(0) & (pay.lt(least - NUMERIC_NOISE) | pay.gt(most + NUMERIC_NOISE))]
    if len(bad):
        row = bad.iloc[0]
        raise InputError(
            f"{path} contradicts itself: ownership {row['own_code']}, industry {row['naics']} pays "
            f"{row['total_wages_usd']:,.0f} dollars for {jobs[bad.index[0]]:,.0f} jobs, which is "
            f"not {pay[bad.index[0]]:,.0f} a {'year' if table == 'annual-area' else 'week'} each"
            f"{f', and {len(bad) - 1} more rows disagree' if len(bad) > 1 else ''}. A cell was "
            "edited or scaled; download the file again."
        )

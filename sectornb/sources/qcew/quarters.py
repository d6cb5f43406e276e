"""Four quarters as the year that the agency would print, and what a library lacks for it.

By the agency's rule jobs of a year are the mean of its twelve months, establishments the mean of
four quarters, wages their sum, and pay is wages over the mean before it is rounded.  A cell that
is withheld in any quarter is withheld for the year: its sum is not known.
"""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import pandas as pd

from sectornb.codes import ALL_INDUSTRIES
from sectornb.errors import InputError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.holding import Holding
from sectornb.sources.qcew.cells import SOURCE, STATUS, cell_columns

QUARTERS: tuple[Literal["1", "2", "3", "4"], ...] = ("1", "2", "3", "4")
MONTHS = ["month1_employment", "month2_employment", "month3_employment"]
AVERAGED = ("establishments", *MONTHS, "total_wages_usd")
"""What of the quarters the year is made of."""


def quarters_of(holding: Holding) -> list[str]:
    """The quarters that a quarterly file holds, as its record says."""
    told = holding.reference_period.partition("quarter")[2]
    return [*QUARTERS] if " to " in told else re.findall("[1-4]", told)


def annual_averages(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells of a year, by the agency's rule, from those of its four quarters.

    Parameters
    ----------
    cells : DataFrame
        As read from quarterly files, with `AVERAGED`.  A cell without a row in a quarter had no
        establishment then.

    Returns
    -------
    DataFrame
        In the columns of annual files.  Halves are rounded up.  Quotients and changes over
        the year are missing: they compare with areas and years that are not there.

    Raises
    ------
    InputError
        If an area has no total in one of the quarters: it changed its code within the year, or
        rows are lost.
    """
    _refuse_parts_of_years(cells)
    table = declared(SOURCE).table("annual-area")
    key = [column for column in table.key if column != "qtr"]
    frame = cells.assign(hidden=cells[STATUS].eq("withheld"), months=cells[MONTHS].sum(axis=1))
    grouped = frame.groupby(key, sort=True)
    year = grouped[["establishments", "months", "total_wages_usd"]].sum().reset_index()
    hidden = grouped["hidden"].any().to_numpy()
    jobs = (year["months"] / 12).mask(hidden)
    year["qtr"] = "A"
    year["establishments"] = np.floor(year["establishments"] / 4 + 0.5)
    year["total_wages_usd"] = year["total_wages_usd"].mask(hidden)
    year["employment"] = np.floor(jobs + 0.5)
    year["annual_wage_usd"] = np.floor(year["total_wages_usd"] / jobs.where(jobs > 0) + 0.5)
    year["annual_wage_usd"] = year["annual_wage_usd"].mask(jobs.eq(0), 0.0)
    status = np.select([hidden, year["employment"].eq(0)], ["withheld", "zero"], "disclosed")
    year[STATUS] = pd.Series(status, index=year.index, dtype="str")
    return year.astype({"qtr": "str"}).reindex(columns=cell_columns(table, None))


def _refuse_parts_of_years(cells: pd.DataFrame) -> None:
    totals = cells[cells["own_code"].eq("0") & cells["naics"].eq(ALL_INDUSTRIES)]
    have = set(zip(totals["area_fips"], totals["qtr"], strict=True))
    for area in sorted(cells["area_fips"].unique()):
        if lacking := [quarter for quarter in QUARTERS if (area, quarter) not in have]:
            year = cells.loc[cells["area_fips"].eq(area), "year"].iloc[0]
            raise InputError(
                f"Area {area} has no total in quarter {examples(lacking)} of {year}, so its annual "
                "average is not known: its code changed within the year, or rows are lost. "
                "Choose another year, or leave it out."
            )


def told_of_quarters(holdings: list[Holding]) -> list[str]:
    """For each year and area with some quarters and no annual file: what its average still needs.

    Parameters
    ----------
    holdings : list of Holding
        The QCEW files of a library.
    """
    # A long file of the whole year may hold any area.
    long = [h for h in holdings if h.table.endswith("-single") or h.part.endswith(".zip")]
    annual = {
        h.vintage
        for h in long
        if h.table.startswith("annual-") or len(quarters_of(h)) == len(QUARTERS)
    }
    known = {(h.vintage, h.part.partition(".")[0]) for h in holdings if h.table == "annual-area"}
    have: dict[tuple[str, str], set[str]] = {}
    for holding in holdings:
        if not holding.table.startswith("quarterly-") or holding.table.endswith("-industry"):
            continue
        name = re.sub(r"-q[1-4]$", "", holding.part.partition(".")[0])
        have.setdefault((holding.vintage, name), set()).update(quarters_of(holding))
    short: dict[tuple[str, str], list[str]] = {}
    for (vintage, name), quarters in sorted(have.items()):
        if len(quarters) < len(QUARTERS) and vintage not in annual and (vintage, name) not in known:
            missing = examples((q for q in QUARTERS if q not in quarters), 4)
            short.setdefault((vintage, missing), []).append(name)
    return [
        f"{SOURCE} {vintage}: no annual average of {examples(names)} yet: it needs the file of "
        f"quarter {missing} too, or the annual one."
        for (vintage, missing), names in short.items()
    ]

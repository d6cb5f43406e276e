"""Businesses that got another industry code: the jobs that leave one code and enter another.

Offices of the states review codes once a year and enter new ones with the first quarter,
so that a business moves from one industry to another between December and January though
nobody was hired or dismissed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.industry.composite import never_withheld

MOVE_COLUMNS = ("area_fips", "own_code", "left", "entered", "jobs")
LEAST_JOBS = 50
"""Smaller moves are left aside: chance makes too many of them meet."""
LEAST_SHARE = 0.2
"""Share of its jobs that each of the two industries must win or lose."""
SAME_JOBS = 0.1
"""How far the two moves may differ, as a share of the smaller."""
SAME_WAGES = 0.25
"""The same for the wages that move with the jobs."""
_KEY = ["area_fips", "own_code", "naics"]
_MEASURES = ["establishments", "employment", "total_wages_usd"]


def turns_of_the_year(fourth: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """Cells of December and of the January after it, to be compared with one another.

    Parameters
    ----------
    fourth, first : DataFrame
        Quarterly cells of fourth and of first quarters: ``area_fips``, ``own_code``,
        ``naics``, ``year``, ``establishments``, ``month3_employment`` of the one and
        ``month1_employment`` of the other, ``employment_status``.

    Returns
    -------
    DataFrame
        The cells with ``employment`` (jobs of the month), ``month`` (``12`` or ``1``) and
        ``turn``, the year that begins.  ``total_wages_usd`` is missing: wages of a fourth
        quarter hold bonuses, those of the first do not.
    """
    ends = []
    for frame, column, month, ahead in (
        (fourth, "month3_employment", "12", 1),
        (first, "month1_employment", "1", 0),
    ):
        end = frame[[*_KEY, "year", "establishments", "employment_status"]].copy()
        end["employment"] = frame[column]
        end["total_wages_usd"] = np.nan
        end["month"] = pd.Series(month, index=end.index, dtype="str")
        end["turn"] = (frame["year"].astype(int) + ahead).astype("str")
        ends.append(end)
    return pd.concat(ends, ignore_index=True)


def opposite_moves(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Pairs of industries of one county of which one won what the other lost.

    Each won or lost at least 50 jobs and more than a fifth of what it had; the two moves
    differ by at most a tenth, their wages, where known, by at most a quarter; and
    establishments went the same way as the jobs.

    Cannot see a business in an industry of which either end is withheld, one that is small
    beside its industry or was split between codes, nor one whose old and new industry share
    the digits looked at.  A business that closed while another of its size opened looks the
    same.  Annual averages do not tell in which month of the two years it happened.

    Parameters
    ----------
    before, after : DataFrame
        Cells of two periods: ``area_fips``, ``own_code``, ``naics``, ``establishments``,
        ``employment`` and ``total_wages_usd`` (missing where withheld or not known),
        ``employment_status``.  A row that is not there counts as no jobs.

    Returns
    -------
    DataFrame
        ``area_fips``, ``own_code``, ``left`` and ``entered`` (industries), ``jobs`` (the
        smaller of the two moves).
    """
    moved = _moves(before, after)
    lost = moved[moved["employment"] < 0]
    won = moved[moved["employment"] > 0]
    pairs = lost.merge(won, on=["area_fips", "own_code"], suffixes=("_lost", "_won"))
    smaller = np.minimum(-pairs["employment_lost"], pairs["employment_won"])
    apart = (pairs["employment_lost"] + pairs["employment_won"]).abs()
    wages = (pairs["total_wages_usd_lost"] + pairs["total_wages_usd_won"]).abs()
    paid = np.minimum(-pairs["total_wages_usd_lost"], pairs["total_wages_usd_won"])
    fits = (apart <= SAME_JOBS * smaller) & (wages.isna() | (wages <= SAME_WAGES * paid))
    found = pairs[fits].rename(columns={"naics_lost": "left", "naics_won": "entered"})
    return found.assign(jobs=smaller[fits])[list(MOVE_COLUMNS)].reset_index(drop=True)


def _moves(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Change of every industry that moved enough, and whose establishments moved with it."""
    cells = pd.concat([before.assign(sign=-1.0), after.assign(sign=1.0)], ignore_index=True)
    cells = never_withheld(cells)
    signed = cells[_MEASURES].mul(cells["sign"], axis=0)
    keys = [cells[name] for name in _KEY]
    change = signed.groupby(keys).sum(skipna=False)
    held = cells["employment"].where(cells["sign"].lt(0), 0.0).groupby(keys).sum()
    size = change["employment"].abs()
    enough = (size >= LEAST_JOBS) & (size > LEAST_SHARE * held)
    along = np.sign(change["establishments"]).eq(np.sign(change["employment"]))
    return change[enough & along].reset_index()

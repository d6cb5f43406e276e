"""What a table of projections says twice: its changes, and industries as parts of others.

Agencies round to tens and leave small industries out, so that parts may be less than their
whole, and figures differ by a little: what is refused is far off.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.codes import SECTORS, sector_of
from sectornb.errors import InputError
from sectornb.sources.refusals import refuse_contradiction

JOBS = ("base_employment", "target_employment")
ROUNDED = 10.0
"""Jobs that rounding may move a figure by: states publish tens."""
ODD = 0.005
"""Share of a figure that its parts, or its change, may differ from it beyond rounding."""
LEAST_COVERED, LIKE_OTHERS, WHOLE = 0.75, 0.9, 0.99
"""Ours: share of an area's total that its sectors and government have at least, as some totals
count the self-employed and some tables leave government out; and of the share in that one of the
areas of the file where it is greatest."""
TOTAL = "0"
GOVERNMENT = "9"
LAST = "81"
"""The last private sector, which every area has."""


def refuse_contradictions(path: Path, frame: pd.DataFrame) -> None:
    """Refuse a table of projections that contradicts itself, or of which rows are lost.

    Parameters
    ----------
    frame : DataFrame
        Its index is the row of the file, from 0: ``area_code``; ``code``, an industry as the
        QCEW writes it, `TOTAL`, `GOVERNMENT` and digits after it, or empty for any other; `JOBS`,
        missing where withheld; and where the table has them ``change`` and ``percent``.

    Raises
    ------
    InputError
        If jobs do not differ by the change or the percentage beside them, an industry has fewer
        jobs than its parts together, or the sectors of an area far fewer than its total.
    """
    _refuse_changes(path, frame)
    for column, title in zip(JOBS, ("of the base year", "of the target year"), strict=True):
        _refuse_sums(path, frame, column, title)
        _refuse_cut(path, frame, column)


def _refuse_changes(path: Path, frame: pd.DataFrame) -> None:
    base, target = (frame[column] for column in JOBS)
    found = target - base
    slack = np.maximum(1.5 * ROUNDED, ODD * base)
    told = "{base_employment:,.0f} jobs in the base year, {target_employment:,.0f} in the target "
    if "change" in frame:
        far = (found - frame["change"]).abs() > slack
        refuse_contradiction(
            path, frame, far, "of the change", told + "year, but a change of {change:,.0f}."
        )
    if "percent" in frame:
        share = frame["percent"] / 100
        # Some states write a share where others write a percentage.
        near = np.minimum((found - base * share).abs(), (found - 100 * base * share).abs())
        refuse_contradiction(
            path,
            frame,
            near > slack,
            "of the change",
            told + "year, but a change of {percent:g} percent.",
        )


def _refuse_sums(path: Path, frame: pd.DataFrame, column: str, title: str) -> None:
    parent = frame["code"].map(_parent)
    rows = frame.assign(parent=parent, part=frame[column], rows=1)[parent.ne("")]
    summed = rows.groupby(["area_code", "parent"])[["part", "rows"]].sum()
    wholes = frame.join(summed, on=["area_code", "code"])
    above = wholes["part"] - wholes[column]
    slack = np.maximum(ROUNDED / 2 * (wholes["rows"] + 1), ODD * wholes[column])
    refuse_contradiction(
        path, wholes, above > slack, title,
        "industry {code} of {area_title} has "
        f"{{{column}:,.0f}} jobs, but its parts together have {{part:,.0f}}.",
    )  # fmt: skip


def _refuse_cut(path: Path, frame: pd.DataFrame, column: str) -> None:
    """Refuse an area whose sectors, or what is published of their parts, lack of its total."""
    sector = frame["code"].map(_sector)
    digits = frame["code"].str.len().where(~frame["code"].isin([*SECTORS, GOVERNMENT]), 2)
    rows = frame.assign(sector=sector, digits=digits, known=frame[column].notna())
    rows = rows[sector.ne("") & digits.le(4)]
    levels = rows.groupby(["area_code", "sector", "digits"]).agg(
        jobs=(column, "sum"), known=("known", "all")
    )
    sectors = levels.groupby(["area_code", "sector"]).agg(
        jobs=("jobs", "max"), known=("known", "first")
    )
    areas = sectors.groupby("area_code").agg(jobs=("jobs", "sum"), known=("known", "all"))
    whole = frame[frame["code"].eq(TOTAL) & frame[column].gt(0)].set_index("area_code")
    areas = areas[areas["known"]].join(whole[[column, "area_title"]], how="inner")
    covered = areas["jobs"] / areas[column]
    least = pd.Series(max(LEAST_COVERED, LIKE_OTHERS * covered.max()), index=areas.index)
    least[[(area, LAST) not in sectors.index for area in areas.index]] = WHOLE
    lost = areas[covered < least]
    if len(lost):
        raise InputError(
            f"{path} is incomplete: {lost['area_title'].iloc[0]} has {lost[column].iloc[0]:,.0f} "
            "jobs in its row of all industries, but its sectors together have "
            f"{lost['jobs'].iloc[0]:,.0f}. The transfer was probably cut off: download the table "
            "again. If rows were left out on purpose, leave out the row of all industries too."
        )


@cache
def _sector(code: str) -> str:
    """The sector that an industry lies in; empty for totals and what is not known."""
    if code in ("", TOTAL) or (code.startswith(GOVERNMENT) and code != GOVERNMENT):
        return ""
    return code if code == GOVERNMENT else sector_of(code)


@cache
def _parent(code: str) -> str:
    """The code that an industry is a part of; empty for totals and what is not known."""
    if code in SECTORS or code == GOVERNMENT:
        return TOTAL
    if code in ("", TOTAL) or code.startswith(GOVERNMENT):
        return ""
    return sector_of(code) if len(code) == 3 else code[:-1]

"""What QCEW files must agree with in themselves, or rows of them were lost or edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.codes import (
    ALL_INDUSTRIES,
    NAICS_DIGITS,
    SUPERSECTOR_OF,
    naics_edition,
    naics_titles,
    sector_of,
)
from sectornb.errors import InputError, examples
from sectornb.shipped import facts
from sectornb.sources.declarations import declared
from sectornb.sources.qcew.cells import SOURCE, STATUS
from sectornb.sources.refusals import OTHERWISE

DETAILED = ("1", "4", "5", "7")
"""Tens of the levels of nation, metropolitan area, state and county, which have industries.

Of every other area the agency publishes a single total: combined and micropolitan areas, and
those of all metropolitan areas or of all other counties together.  Nothing can be added up there.
"""
OWNERSHIPS = ("1", "2", "3", "5")
ROUNDED = {
    "annual": {"establishments": 0.5, "employment": 0.5, "total_wages_usd": 0.0},
    "quarterly": {
        "establishments": 0.0, "month1_employment": 0.0, "month2_employment": 0.0,
        "month3_employment": 0.0, "total_wages_usd": 0.0,
    },
}  # fmt: skip
"""What adds up, and by how much each figure is off by rounding: averages of a year are."""
LEVELS = {
    "1": "ownerships", "2": "domains", "3": "supersectors", "4": "sectors",
    "5": "3-digit industries", "6": "4-digit industries",
    "7": "5-digit industries", "8": "6-digit industries",
}  # fmt: skip
TOLERATED = 0.02
"""Share of the establishments of an area that its industries may lack beyond rounding.

A file of thousands of areas must not be refused for one odd row of the agency's;
what is cut off or filtered lacks far more.
"""
FIRST_KNOWN = 2012
"""Year from which on the titles of the codes are known."""
MOST_ODD = 3
"""Codes of another edition that are no slip."""
SUMMED = ("area_fips", "own_code", "qtr", "year", "geography", "unit")


def check_area(path: Path, frame: pd.DataFrame, table: str) -> None:
    """Refuse rows of one area that contradict each other, or of which others are lost.

    An area of which only a total is published (see `DETAILED`) is taken as it is.

    Parameters
    ----------
    frame : DataFrame
        Cells with ``row``, see :func:`reader.read_cells`.

    Raises
    ------
    InputError
        If the total is missing, or as :func:`check_industries`.
    """
    counted = frame["agglvl_code"].value_counts()
    detailed = {level: count for level, count in counted.items() if str(level)[0] in DETAILED}
    if not detailed:
        return
    found = sum(count for level, count in detailed.items() if str(level)[1] == "0")
    if found != frame["qtr"].nunique():
        raise InputError(
            f"{path} has {found} rows for all industries and ownerships of area "
            f"{frame['area_fips'].iloc[0]} together (ownership 0, industry 10); there is exactly "
            "one for each period. It was filtered or cut off; download it again."
        )
    refuse_other_edition(path, frame)
    check_industries(str(path), frame, table)


def refuse_other_edition(path: Path, frame: pd.DataFrame, again: str = "") -> None:
    """Refuse industries of another edition of the codes than that of the year beside them.

    Parameters
    ----------
    frame : DataFrame
        Cells of one year: ``naics``, ``agglvl_code``, ``year``, and ``row`` where it is known.
    again : str
        What to do with a file that was downloaded again, of one that is in the library.

    Raises
    ------
    InputError
        If there are several of one other edition.
    """
    first = frame.drop_duplicates("naics")
    first = first[first["agglvl_code"].str[1].isin(["5", "6"])]
    year = int(frame["year"].iloc[0])
    if year < FIRST_KNOWN:
        return
    known = naics_titles(year)
    editions = (int(edition["first_year"]) for edition in facts("naics_editions"))
    for other in sorted(editions, key=lambda first: abs(first - year)):
        if other < FIRST_KNOWN or naics_edition(other) == naics_edition(year):
            continue
        elsewhere = naics_titles(other)
        odd = first[[code not in known and code in elsewhere for code in first["naics"]]]
        if len(odd) >= MOST_ODD:
            row = f"row {odd['row'].iloc[0] + 2:,} and others have" if "row" in odd else "has"
            raise InputError(
                f"{path} {row} industries that the codes of {year} do not know "
                f"({examples(sorted(odd['naics']))}), as in a file of {other} or near it: the year "
                f"was changed. Download the file of {year} again{again}."
            )


def check_industries(name: str, frame: pd.DataFrame, table: str) -> None:
    """Refuse areas in which a figure is not the sum of its parts one level down.

    The parts of the total are ownerships, those of an ownership domains, supersectors, sectors
    and so on to six digits.  Establishments are never withheld: where they do not add up, rows
    are missing.  Jobs and wages add up where every part is published; elsewhere the published
    parts are no more than their whole.

    Raises
    ------
    InputError
        Names the first figure that is not, its row and its parts.
    """
    code = ("own_code", "agglvl_code", "naics")
    industry = Numbered.of(frame, *code)
    used = industry.each(_adds_up) & frame["size_code"].eq("0").to_numpy()
    if not used.all():
        frame = frame[used]
        industry = Numbered.of(frame, *code)
    levels = {level for _, level, _ in industry.codes}

    def has_parts(_own: str, level: str, _naics: str) -> bool:
        # Six digits have none, nor have metropolitan areas from 2025 on, but for their totals.
        below = f"{level[0]}{int(level[1]) + 1}"
        return level[1] != "8" and (level[0] != "4" or below in levels)

    families = Families.of(industry, Numbered.of(frame, "area_fips", "qtr"), _above)
    _refuse_sums(name, frame, families, industry.each(has_parts), table)


def check_states(name: str, frame: pd.DataFrame, table: str) -> None:
    """Refuse an industry whose counties, all of a state, do not add up to the state.

    They are all there where their establishments add up, which are never withheld.

    Raises
    ------
    InputError
        As :func:`check_industries`.
    """
    frame = frame[frame["agglvl_code"].str[0].isin(["5", "7"]) & frame["size_code"].eq("0")]
    frame = frame.assign(unit=frame["agglvl_code"].str[1])
    families = Families.of(
        Numbered.of(frame, "area_fips"),
        Numbered.of(frame, "own_code", "unit", "naics", "qtr"),
        lambda area: None if area.endswith("000") else (f"{area[:2]}000",),
    )
    counted = frame["establishments"].to_numpy()
    slack = ROUNDED[table.partition("-")[0]]["establishments"] * (families.parts + 1)
    every = (families.parts > 0) & (np.abs(families.summed(counted) - counted) <= slack)
    _refuse_sums(name, frame, replace(families, lost=()), every, table)


def check_levels(name: str, sums: pd.DataFrame) -> None:
    """Refuse where an area has no total, or the industries of a level lack establishments.

    Establishments are never withheld, so sectors, 3-digit industries and so on
    each add up to the total of their ownership, but for rounding.

    Parameters
    ----------
    sums : DataFrame
        Establishments added up by `SUMMED`, ``geography`` and ``unit`` the two digits of the
        level: ``sum`` and ``n`` (rows).

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


@dataclass(frozen=True)
class Numbered:
    """Which codes the rows of a table have, as numbers: `codes` lists each once."""

    number: np.ndarray
    codes: list[tuple[str, ...]]

    @classmethod
    def of(cls, frame: pd.DataFrame, *columns: str) -> Numbered:
        """The combinations of some columns of codes."""
        number = np.zeros(len(frame), dtype=np.int64)
        for column in columns:
            codes, values = pd.factorize(frame[column])
            number = number * len(values) + codes
        _, first, number = np.unique(number, return_index=True, return_inverse=True)
        once = (frame[column].iloc[first].tolist() for column in columns)
        return cls(number, list(zip(*once, strict=True)))

    def each(self, holds: Callable[..., bool]) -> np.ndarray:
        """For each row whether something `holds` of its codes."""
        return np.array([holds(*code) for code in self.codes], dtype=bool)[self.number]


@dataclass(frozen=True)
class Families:
    """Rows of which some are parts of others.

    Attributes
    ----------
    parent : ndarray of int
        For each row the one that it is a part of, -1 for none.
    parts : ndarray of int
        For each row how many others are parts of it.
    lost : tuple of int
        Rows that are parts of one that is not there.
    """

    parent: np.ndarray
    parts: np.ndarray
    lost: tuple[int, ...]

    @classmethod
    def of(
        cls, member: Numbered, group: Numbered, above: Callable[..., tuple[str, ...] | None]
    ) -> Families:
        """The families of rows that have a member of a group each.

        `above` gives what a member is a part of, in the same group; None for nothing.
        """
        place = {code: number for number, code in enumerate(member.codes)}
        wholes = [above(*code) for code in member.codes]
        # What is not there has the last place, which no row takes.
        whole = np.array([place.get(code or (), -1) for code in wholes], dtype=np.int64)
        row = np.full((len(place) + 1, len(group.codes)), -1)
        row[member.number, group.number] = np.arange(len(member.number))
        parent = row[whole[member.number], group.number]
        part = np.array([code is not None for code in wholes], dtype=bool)
        lost = np.flatnonzero(part[member.number] & (parent < 0))
        parts = np.bincount(parent[parent >= 0], minlength=len(parent))
        return cls(parent, parts, tuple(lost.tolist()))

    def summed(self, values: np.ndarray) -> np.ndarray:
        """For each row the sum over its parts, without those that are missing."""
        child = self.parent >= 0
        below = np.nan_to_num(values[child])
        return np.bincount(self.parent[child], below, len(self.parent))


def _adds_up(own: str, level: str, _naics: str) -> bool:
    """Whether an industry is a part of others, or others of it."""
    owned = own in OWNERSHIPS and level[1] in LEVELS
    return level[0] in DETAILED and (owned or (own == "0" and level[1] == "0"))


@cache
def _above(own: str, level: str, naics: str) -> tuple[str, ...] | None:
    """Ownership, level and industry of what one is a part of; None for the total."""
    if level[1] == "0":
        return None
    if level[1] == "1":
        return "0", f"{level[0]}0", ALL_INDUSTRIES
    unit = str(int(level[1]) - 1)
    return own, level[0] + unit, _parent(naics, unit)


def _parent(naics: str, level: str) -> str:
    """The industry of `level` that `naics`, one level down, is a part of."""
    if level == "1":
        return ALL_INDUSTRIES
    if level == "3":
        return SUPERSECTOR_OF.get(naics, "none")
    if level == "4":
        return sector_of(naics)
    return naics[: 3 if level == "2" else NAICS_DIGITS[level]]


def _refuse_sums(
    name: str, frame: pd.DataFrame, families: Families, whole: np.ndarray, table: str
) -> None:
    """Refuse a row of `frame`, among those that are a `whole`, that is not the sum of its parts."""
    if families.lost:
        row = frame.iloc[families.lost[0]]
        raise InputError(
            f"{name} is incomplete: row {row['row'] + 2:,} has area {row['area_fips']}, ownership "
            f"{row['own_code']}, industry {row['naics']} (level {row['agglvl_code']}), and no row "
            "has what it is a part of. Rows are missing or edited, probably because the transfer "
            "was cut off; download the file again."
        )
    hidden = families.summed(frame[STATUS].eq("withheld").to_numpy(dtype=np.float64))
    for measure, rounding in ROUNDED[table.partition("-")[0]].items():
        values = frame[measure].to_numpy()
        over, slack = families.summed(values) - values, rounding * (families.parts + 1)
        every = (hidden == 0) | (measure == "establishments")
        bad = np.flatnonzero(whole & ((over > slack) | (every & (over < -slack))))
        if len(bad):
            parts = frame[families.parent == bad[0]]
            raise InputError(_told_sum(name, frame.iloc[bad[0]], parts, measure, table))


def _told_sum(name: str, whole: pd.Series, parts: pd.DataFrame, measure: str, table: str) -> str:
    """Which figure is not the sum of which parts, each with its row."""
    key = next((c for c in ("area_fips", "own_code") if parts[c].nunique() > 1), "naics")
    below = {"area_fips": "counties", "own_code": "ownerships"}.get(key)
    below = below or LEVELS[str(int(whole["agglvl_code"][1]) + 1)]
    where = f"area {whole['area_fips']}, ownership {whole['own_code']}, industry {whole['naics']}"
    has, have = f"{whole[measure]:,.0f}", f"{parts[measure].sum():,.0f}"
    largest = parts.sort_values(measure, ascending=False).head(3)
    listed = "; ".join(
        f"{row[key]} (row {row['row'] + 2:,}) {row[measure]:,.0f}" for _, row in largest.iterrows()
    )
    if measure == "establishments":
        return (
            f"{name} is incomplete: {where} has {has} establishments, but its {below} together "
            f"have {have}. Rows are missing or edited, probably because the transfer was cut off; "
            "download the file again."
        )
    column = {c.name: c.file for c in declared(SOURCE).table(table).columns}[measure]
    return (
        f"{name} row {whole['row'] + 2:,.0f}, column {column}, contradicts itself: {where} has "
        f"{has}, but the published ones of its {below} together have {have}, the largest "
        f"{listed}. {OTHERWISE}"
    )

"""Jobs and wages by occupation, each figure with what its mark says."""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.shipped import facts
from sectornb.sources.declarations import ColumnDeclaration, MarkDeclaration, declared
from sectornb.sources.marks import marked_numbers
from sectornb.sources.oews.editions import told_edition
from sectornb.sources.oews.layout import SOURCE, WageSheet, wage_sheet
from sectornb.sources.refusals import (
    OWN_FILE,
    refuse_codes,
    refuse_contradiction,
    refuse_first,
    refuse_other_year,
    refuse_repeats,
    refuse_unseen,
)

KEY = declared(SOURCE).table("national").key
GROUPS = ("total", "major", "minor", "broad", "detailed")
PERCENTILES = ("p10", "p25", "median", "p75", "p90")
WIDE = 5
"""A 90th percentile of more than this many medians is rare: 1 to 7 rows of a file."""
HALF_STEP = 5
"""Jobs by which a figure may be off that is rounded to tens."""
REPORTED_BY_FEW_PCT = 0.5
_FIGURES = tuple(
    column for column in declared(SOURCE).table("national").columns
    if column.kind in ("count", "ratio", "percent", "usd")
)  # fmt: skip
# Every kind of file has these; the others are empty in some.
_ALWAYS = {"employment", "employment_rse_pct"}
_OWNERS = {
    "federal government": "1", "state government": "2", "local government": "3", "private": "5",
}  # fmt: skip
_INDUSTRY = re.compile(r"\d{2}(?:[\d-][\dA-Z-]{0,4})?")
_SHORT = {
    "sector": "natsector", "3-digit": "nat3d", "4-digit": "nat4d", "5-digit": "nat5d_6d",
    "6-digit": "nat5d_6d",
}  # fmt: skip
_KINDS = {"1": "nation", "2": "state", "3": "state", "4": "area", "6": "area"}


@dataclass(frozen=True)
class Wages:
    """A file of wages, read.

    Attributes
    ----------
    table : str
        Which one of the source it is.
    name : str
        As the agency calls such a file, such as ``nat4d_owner``.
    year : str
        That the file tells or that was given; empty without either.
    told : str
        The year that the file itself tells, or empty.
    edition : str
        Of the occupation codes: ``2010``, ``hybrid`` or ``2018``.
    suffix : str
        Ending of a file of this kind.
    frame : DataFrame
        As :func:`read_wages` describes it.
    """

    table: str
    name: str
    year: str
    told: str
    edition: str
    suffix: str
    frame: pd.DataFrame


def read_wages(path: Path, vintage: str = "") -> Wages:
    """A file of wages: national, by industry or owner, of states, or of metropolitan areas.

    Of `frame`, each figure is two columns: ``employment`` (jobs) and ``employment_status``,
    ``annual_p90_usd`` and ``annual_p90_usd_status``, and so on. A wage at or above the top code
    is that top code with the status ``at_least``; one that is not available, or of which only
    the other of hourly and annual is published (``not_applicable``), is missing, as are
    withheld jobs. ``annual_only`` and ``hourly_only`` are truth values, and so is
    ``odd_percentiles``: two neighboring annual percentiles are equal, or the 90th is more than
    `WIDE` medians, as where few answers lie in wide intervals. Rows are sorted by the key:
    area, industry and its level, owners, code and level of the occupation, since one code may
    stand at two levels.

    Parameters
    ----------
    vintage : str
        Its first four signs are the year, which files without notes do not tell.

    Raises
    ------
    InputError
        If it is no such file, is of another year, holds several kinds of areas, a code or a
        figure that is none, a row twice, or contradicts itself.
    """
    sheet = wage_sheet(path)
    if sheet.year:
        refuse_other_year(path, sheet.year, vintage)
    year = sheet.year or vintage[:4]
    by_owner = _is_by_owner(sheet.cells)
    cells = _with_keys(sheet, by_owner)
    table, name = _kind(sheet.name, cells, by_owner)
    detailed = cells["soc"][cells["occupation_group"].eq("detailed")]
    edition = told_edition(sheet.name, detailed, year)
    refuse_repeats(sheet.name, cells, KEY, "occupations")
    frame = _with_figures(sheet, cells, sheet.top or top_code(year))
    _check_order(sheet.name, frame)
    _check_sums(sheet.name, frame)
    frame["odd_percentiles"] = _odd_percentiles(frame)
    frame = frame.sort_values(list(KEY)).reset_index(drop=True)
    return Wages(table, name, year, sheet.year, edition, sheet.suffix, frame)


def top_code(year: str) -> tuple[float, float] | None:
    """Hourly and annual wage, in dollars, from which on files of `year` have the mark ``#``."""
    known = [row for row in facts("oews_top_codes") if year and row["first_year"] <= year]
    return (float(known[-1]["hourly_usd"]), float(known[-1]["annual_usd"])) if known else None


def _is_by_owner(cells: pd.DataFrame) -> bool:
    if "industry" not in cells or "own_code" not in cells:
        return False
    told = "industry_group" in cells and cells["industry_group"].str.contains("owner").any()
    return bool(told or cells.groupby("industry")["own_code"].nunique().gt(1).any())


def _with_keys(sheet: WageSheet, by_owner: bool) -> pd.DataFrame:
    """The cells with every column of the key, in the form of the latest files."""
    cells, path = sheet.cells.copy(), sheet.name
    refuse_codes(
        path, cells["soc"], re.compile(r"\d\d-\d{4}").fullmatch, "code of an occupation",
        title="OCC_CODE", digits=0, advice=f"Such a code is written 29-1141. {OWN_FILE}",
    )  # fmt: skip
    refuse_unseen(path, cells["occupation_title"], "OCC_TITLE")
    group = cells["occupation_group"].str.casefold().replace("detail", "detailed")
    told = f"{{}} is no level of occupations; these are {', '.join(GROUPS)}. {OWN_FILE}"
    refuse_first(path, ~group.isin(GROUPS), cells["occupation_group"], told, "O_GROUP")
    cells["occupation_group"] = group
    for name, usual in (("area", "99"), ("industry", "000000"), ("primary_state", "")):
        if name not in cells:
            cells[name] = pd.Series(usual, cells.index, dtype="str")
    for name in ("area_title", "industry_title"):
        if name not in cells:
            cells[name] = pd.Series("", cells.index, dtype="str")
        refuse_unseen(path, cells[name], name.upper())
    digits = re.compile(r"\d{1,7}").fullmatch
    refuse_codes(path, cells["area"], digits, "code of an area", title="AREA", digits=0)
    cells["area"] = area_code(cells["area"])
    if "area_type" not in cells:
        cells["area_type"] = cells["area"].map(_area_type).astype("str")
    told = f"{{}} is no kind of area; these are 1, 2, 3, 4 and 6. {OWN_FILE}"
    refuse_first(path, ~cells["area_type"].isin(_KINDS), cells["area_type"], told, "AREA_TYPE")
    refuse_codes(
        path, cells["industry"], _INDUSTRY.fullmatch, "code of an industry", title="NAICS",
        digits=6,
    )  # fmt: skip
    if "industry_group" not in cells:
        cells["industry_group"] = cells["industry"].map(_industry_level).astype("str")
        if by_owner:
            cells["industry_group"] += ", ownership"
    cells["own_code"] = _owners(path, cells)
    return cells


def area_code(codes: pd.Series[str]) -> pd.Series[str]:
    """Codes of areas with the zeros that a workbook of numbers lost, and none that fill them up.

    Two digits are a state, five a metropolitan area, seven an area outside of these.
    """
    plain = codes.str.replace(r"^00(\d{5})$", r"\1", regex=True)
    width = plain.str.len().map({1: 2, 2: 2, 3: 5, 4: 5, 5: 5, 6: 7, 7: 7})
    return pd.Series(
        [code.zfill(int(digits)) for code, digits in zip(plain, width, strict=True)],
        codes.index, dtype="str",
    )  # fmt: skip


def _area_type(area: str) -> str:
    return "1" if area == "99" else {2: "2", 5: "4", 7: "6"}[len(area)]


def _industry_level(industry: str) -> str:
    if industry == "000000":
        return "cross-industry"
    if "-" in industry[2:3] or industry[2:].strip("0-") == "":
        return "sector"
    if not industry.isdigit():
        # Groups of four digits that the agency joined, such as 3250A1 and 1131-2.
        return "4-digit"
    return f"{max(3, min(6, len(industry.rstrip('0'))))}-digit"


def _owners(path: str, cells: pd.DataFrame) -> pd.Series[str]:
    """Codes of owners; empty in files by industry that do not tell who is counted."""
    if "own_code" not in cells:
        whole = np.where(cells["industry"].eq("000000"), "1235", "")
        return pd.Series(whole, cells.index, dtype="str")
    owners = cells["own_code"].str.casefold().replace(_OWNERS)
    told = (
        f"{{}} is no owner; these are codes such as 5, 3 and 1235, or {examples(_OWNERS, 4)}. "
        f"{OWN_FILE}"
    )
    refuse_first(path, ~owners.str.fullmatch(r"[1235789]{1,4}"), cells["own_code"], told,
                 "OWN_CODE")  # fmt: skip
    return owners


def _kind(path: str, cells: pd.DataFrame, by_owner: bool) -> tuple[str, str]:
    """The table of a file, and how the agency calls it."""
    kinds = sorted(set(cells["area_type"].map(_KINDS)))
    if len(kinds) > 1:
        raise InputError(
            f"{path} holds several kinds of areas ({examples(kinds)}). Add the agency's files of "
            "the nation, the states and the metropolitan areas one by one: 'sectornb sources "
            f"{SOURCE}' tells where they are."
        )
    if kinds == ["state"]:
        return "state", "state"
    if kinds == ["area"]:
        held = set(cells["area_type"])
        return "metropolitan", "_".join(n for t, n in (("4", "MSA"), ("6", "BOS")) if t in held)
    levels = cells["industry_group"].str.partition(",")[0].str.strip().unique()
    if set(levels) == {"cross-industry"}:
        return "national", "national"
    shorts = sorted({_SHORT.get(level, "nat") for level in levels})
    name = "-".join(shorts) + "_owner" * by_owner
    return ("owner" if by_owner else "industry"), name


def _with_figures(
    sheet: WageSheet, cells: pd.DataFrame, top: tuple[float, float] | None
) -> pd.DataFrame:
    path, marks = sheet.name, declared(SOURCE).marks
    only = {
        name: cells[name].str.casefold().eq("true") if name in cells
        else pd.Series(False, cells.index)
        for name in ("annual_only", "hourly_only")
    }  # fmt: skip
    parts: dict[str, pd.Series] = {}
    for column in _FIGURES:
        if column.name not in cells:
            parts[column.name] = pd.Series(np.nan, cells.index)
            parts[f"{column.name}_status"] = pd.Series("not_applicable", cells.index, dtype="str")
            continue
        texts = cells[column.name].rename(column.file)
        hourly = column.name.startswith("hourly")
        other = only["annual_only" if hourly else "hourly_only"]
        is_wage = column.kind == "usd"
        if is_wage:
            # A wage that is published by the other unit alone is no gap.
            texts = texts.mask(other & texts.isin(["", "*"]), "")
            told = "{} where a wage or its mark belongs. A cell was lost; " + OWN_FILE.lower()
            refuse_first(path, texts.eq("") & ~other, texts, told)
        limit = None
        if is_wage and top is not None:
            limit = top[0] if hourly else top[1]
        elif column.name == "reporting_pct":
            limit = REPORTED_BY_FEW_PCT
        found = marked_numbers(path, texts, _marks_of(column, marks), limit=limit)
        parts[column.name], parts[f"{column.name}_status"] = found["value"], found["status"]
    names = [*KEY, "area_title", "area_type", "primary_state", "industry_title"]
    return pd.concat(
        [cells[[*names, "occupation_title"]], pd.DataFrame(only), pd.DataFrame(parts)], axis=1
    )


def _marks_of(column: ColumnDeclaration, marks: Sequence[MarkDeclaration]) -> list[MarkDeclaration]:
    """The marks that a column may hold: a top code is one of wages alone, and so on."""
    barred = set()
    if column.kind != "usd":
        barred.add("#")
    if column.name != "reporting_pct":
        barred.add("~")
    if column.name in _ALWAYS:
        barred.add("")
    return [mark for mark in marks if mark.mark not in barred]


def _odd_percentiles(frame: pd.DataFrame) -> pd.Series[bool]:
    names = [f"annual_{each}_usd" for each in PERCENTILES]
    known = [frame[name].where(frame[f"{name}_status"].eq("published")) for name in names]
    equal = [low.eq(high) for low, high in zip(known, known[1:], strict=False)]
    return reduce(operator.or_, equal, known[-1] > WIDE * known[PERCENTILES.index("median")])


def _check_order(path: str, frame: pd.DataFrame) -> None:
    """Refuse a percentile below a lower one, where both are published."""
    for unit in ("hourly", "annual"):
        names = [f"{unit}_{each}_usd" for each in PERCENTILES]
        known = [frame[name].where(frame[f"{name}_status"].eq("published")) for name in names]
        for lower, upper, low, high in zip(names, names[1:], known, known[1:], strict=False):
            told = (
                f"{{{lower}:,}} dollars of {lower} and {{{upper}:,}} of {upper} in "
                "{soc} {occupation_title}."
            )
            refuse_contradiction(path, frame, low > high, upper, told)


def _check_sums(path: str, frame: pd.DataFrame) -> None:
    """Refuse detailed occupations that together are more than the total: levels were mixed."""
    cell = [name for name in KEY if name not in ("soc", "occupation_group")]
    groups = {
        level: frame[frame["occupation_group"].eq(level)].groupby(cell)["employment"]
        for level in ("detailed", "total")
    }
    sums = pd.DataFrame(
        {
            "detailed": groups["detailed"].sum(),
            "rounding": HALF_STEP * (groups["detailed"].count() + 1),
            "total": groups["total"].first(),
        }
    ).dropna()
    over = sums[sums["detailed"] > sums["total"] + sums["rounding"]]
    if len(over):
        row, where = over.iloc[0], dict(zip(cell, over.index[0], strict=True))
        raise InputError(
            f"{path}: detailed occupations of area {where['area']}, industry {where['industry']} "
            f"add up to {row['detailed']:,.0f} jobs, more than the {row['total']:,.0f} of all "
            "occupations. Rows of another level were called detailed, or a figure was edited. "
            f"{OWN_FILE}"
        )

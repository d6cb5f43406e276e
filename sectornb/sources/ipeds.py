"""IPEDS: awards by institution and program, and the county of each institution.

An award is not a person.  Totals stand among the rows of completions and are set apart here, as are
second majors.  Names and telephones of officials are never read.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.codes import is_county
from sectornb.errors import InputError, NotInLibraryError, examples
from sectornb.shipped import facts
from sectornb.sources.columns import declared_columns
from sectornb.sources.declarations import declared
from sectornb.sources.holding import Holding
from sectornb.sources.library import Library
from sectornb.sources.marks import marked_numbers
from sectornb.sources.opening import header_of, is_packed
from sectornb.sources.recognition import Recognized, recognized, table_by_header
from sectornb.sources.refusals import (
    refuse_codes,
    refuse_contradiction,
    refuse_first,
    refuse_repeats,
)

SOURCE = "ipeds"
TOTAL = "99"
KEY = ["unit_id", "cip", "major", "award_level"]
MOST_AWARDS = 200_000
"""Of one row; the largest institution gives some 80,000 a year altogether."""
_LEVELS = {row["level"]: row for row in facts("award_levels")}
_CIP = r"99|\d{2}\.\d{4}|\d{2}(?:\.\d{2})?|99\.0000"


def recognize(path: Path, vintage: str) -> Recognized:
    """A file of completions, the directory, or the characteristics, read and checked.

    Raises
    ------
    InputError
        If it is none of these, or has award levels that its year has not.
    """
    table = _table(path)
    frame = READ[table](path)
    year = vintage[:4] or "0"
    if vintage and table == "completions":
        _refuse_other_levels(path, frame, int(year))
    suffix = ".zip" if is_packed(path, "zip") else ".csv"
    before = str(int(year) - 1)
    return recognized(SOURCE, table, len(frame), suffix, year=year, before=before)


def read_completions(path: Path) -> pd.DataFrame:
    """Awards of a year by institution, program, major and level, with totals marked as such.

    Returns
    -------
    DataFrame
        ``unit_id``, ``cip``, ``major`` (1 or 2), ``award_level`` (text), ``awards`` (count),
        ``awards_status`` (as :data:`declarations.Status`), ``is_total`` (rows that sum others: 99,
        programs of two or four digits, levels 12, 13, 15), in the order of the file.

    Raises
    ------
    InputError
        If a column is missing, a code is none, a row stands twice, a count is none, or the rows of
        an institution do not sum to its row 99.
    """
    frame = declared_columns(path, SOURCE, "completions", "zip", any_case=True)
    refuse_codes(path, frame["unit_id"], _is_unit, "UNITID, a number of six digits", digits=6)
    told = (
        "{} is no program of study such as 51.3801. A spreadsheet turns 01.0000 into 1: use the "
        "agency's own file."
    )
    refuse_first(path, ~frame["cip"].str.fullmatch(_CIP), frame["cip"], told)
    told = "{} cannot be: 1 is a first major, 2 a second. Use the agency's own file."
    refuse_first(path, ~frame["major"].isin(["1", "2"]), frame["major"], told)
    told = "{} is no level of award that is known here. Use the agency's own file."
    refuse_first(path, ~frame["award_level"].isin(list(_LEVELS)), frame["award_level"], told)
    refuse_repeats(path, frame, KEY, "rows")
    marks = declared(SOURCE).marks
    numbers = marked_numbers(path, frame["awards"], marks, most=MOST_AWARDS)
    levels = [level for level, row in _LEVELS.items() if row["is_total"]]
    detailed = frame["cip"].str.fullmatch(r"\d{2}\.\d{4}") & frame["cip"].ne("99.0000")
    status = numbers["status"]
    if "awards_flag" in frame:
        status = status.where(
            ~(numbers["value"].isna() & frame["awards_flag"].eq("A")), "not_applicable"
        )
    found = frame[KEY].assign(
        awards=numbers["value"],
        awards_status=status,
        is_total=~detailed | frame["award_level"].isin(levels),
    )
    _refuse_lost_rows(path, found)
    return found.reset_index(drop=True)


def _institutions(path: Path, table: str) -> pd.DataFrame:
    """The declared columns of a table with one row an institution, as text."""
    frame = declared_columns(path, SOURCE, table, "zip", any_case=True)
    refuse_codes(path, frame["unit_id"], _is_unit, "UNITID, a number of six digits", digits=6)
    refuse_repeats(path, frame, ["unit_id"], "institutions")
    return frame


def read_directory(path: Path) -> pd.DataFrame:
    """Institutions with the county of their main address.

    Returns
    -------
    DataFrame
        ``unit_id``, ``institution``, ``city``, ``state``, ``sector``, ``county_fips`` (five digits;
        empty where there is none), sorted by institution.  Nothing about officials.

    Raises
    ------
    InputError
        If a column is missing, a code is none, or an institution stands twice.
    """
    frame = _institutions(path, "directory")
    codes = frame["county_fips"].mask(frame["county_fips"].isin(["-2", "-1"]), "").str.zfill(5)
    codes = codes.where(codes.ne("00000"), "")
    fits = codes.map(lambda code: not code or is_county(code)).astype(bool)
    refuse_first(path, ~fits, frame["county_fips"], "{} is no county. Use the agency's own file.")
    frame["county_fips"] = codes
    return frame.sort_values("unit_id").reset_index(drop=True)


def read_characteristics(path: Path) -> pd.DataFrame:
    """Which institutions are online only: ``unit_id``, ``online_only`` (yes, no or unknown).

    Raises
    ------
    InputError
        If a column is missing, a code is none, or an institution stands twice.
    """
    frame = _institutions(path, "characteristics")
    words = {"1": "yes", "2": "no", "-1": "unknown", "-2": "unknown", "": "unknown"}
    told = "{} cannot be: 1 is yes, 2 is no. Use the agency's own file."
    refuse_first(path, ~frame["online_only"].isin(list(words)), frame["online_only"], told)
    frame["online_only"] = frame["online_only"].map(words).astype("str")
    return frame.sort_values("unit_id").reset_index(drop=True)


READ = {
    "completions": read_completions,
    "directory": read_directory,
    "characteristics": read_characteristics,
}


def county_awards(
    library: Library, counties: Collection[str] = (), vintage: str = ""
) -> pd.DataFrame:
    """Awards of institutions with their main address in `counties` (all without any).

    Returns
    -------
    DataFrame
        ``county_fips`` (empty where unknown), ``unit_id``, ``institution``, ``online_only`` (yes,
        no, unknown), ``cip``, ``award`` (levels that can be compared over the years),
        ``awards`` (first majors) and ``second_majors`` (programs of second majors, no further
        awards); totals are left out; sorted by these.

    Raises
    ------
    NotInLibraryError
        If the library holds no completions with their directory, or several vintages and none is
        chosen.
    """
    choose = "Say which in the region file, under 'vintages', for example ipeds:"
    chosen = library.only_vintage(SOURCE, ["completions"], vintage, "completions", choose)
    awards, places = (_held(library, chosen, name) for name in ("completions", "directory"))
    if awards is None or places is None:
        raise NotInLibraryError(
            f"The library {library.root} holds no completions and directory of one year"
            f"{f' ({chosen})' if chosen else ''}. Add both, C{chosen[:4] or '2023'}_A and "
            f"HD{chosen[:4] or '2023'}, with --source {SOURCE}."
        )
    online = _held(library, chosen, "characteristics")
    if online is None:
        online = pd.DataFrame({"unit_id": [], "online_only": []}, dtype="str")
    groups = {level: row["group"] for level, row in _LEVELS.items()}
    rows = awards[~awards["is_total"]].assign(award=awards["award_level"].map(groups))
    first = rows["major"].eq("1")
    rows["second_majors"] = rows["awards"].where(~first, 0.0)
    rows["awards"] = rows["awards"].where(first, 0.0)
    by = ["unit_id", "cip", "award"]
    figures = ["awards", "second_majors"]
    keys = [rows[name] for name in by]
    # An award that is not known leaves its sum unknown.
    gaps = rows[figures].isna().groupby(keys).any()
    summed = rows.groupby(by)[figures].sum().mask(gaps).reset_index()
    table = summed.merge(places[["unit_id", "institution", "county_fips"]], "left", "unit_id")
    table = table.merge(online, "left", "unit_id").fillna(
        {"institution": "", "county_fips": "", "online_only": "unknown"}
    )
    if counties:
        table = table[table["county_fips"].isin(list(counties))]
    names = ["county_fips", "unit_id", "institution", "online_only", "cip", "award"]
    table = table[[*names, *figures]]
    return table.sort_values(names).reset_index(drop=True)


def notes(library: Library, holding: Holding) -> list[str]:
    """What the awards of the library are, and how many of them can be placed."""
    try:
        table = county_awards(library, vintage=holding.vintage)
    except NotInLibraryError as error:
        return [f"awards cannot be placed in counties yet. {error}"]
    total, second = table["awards"].sum(), table["second_majors"].sum()
    placed = table.loc[table["county_fips"].ne(""), "awards"].sum()
    by_online = table.groupby("online_only")["awards"].sum()
    told = [
        f"{total:,.0f} awards (not people) and {second:,.0f} second majors beside them; "
        f"{placed:,.0f} stand in the county of the institution's main address, where branch "
        "campuses and online programs are counted too."
    ]
    unknown = by_online.get("unknown", 0.0)
    if unknown == total:
        year = holding.vintage[:4]
        told.append(
            "how many of them are from institutions that are online only is not known: add "
            f"IC{year} too ('sectornb sources {SOURCE}' tells where)."
        )
    elif total:
        share = 100 * by_online.get("yes", 0.0) / total
        told.append(
            f"{share:.1f} percent of the awards are from institutions that are online only, "
            f"and are no supply of their county ({unknown:,.0f} awards of institutions unknown)."
        )
    return told


def _table(path: Path) -> str:
    """Which file of IPEDS it is, by its header."""
    header = {name.upper() for name in header_of(path, "zip")}
    if "UNITID" not in header:
        return table_by_header(path, SOURCE, set(header_of(path, "zip")))
    for name, declaration in declared(SOURCE).tables.items():
        if {c.file for c in declaration.columns if not c.optional} <= header:
            return name
    raise InputError(
        f"{path} is a file of IPEDS, but neither completions (C2023_A), nor the directory "
        f"(HD2023), nor characteristics (IC2023). It has {examples(sorted(header), 5)}. "
        f"'sectornb sources {SOURCE}' tells where they are."
    )


def _held(library: Library, vintage: str, table: str) -> pd.DataFrame | None:
    """The one file of a table, read; None without any."""
    parts = library.parts(SOURCE, vintage, table) if vintage else []
    if not parts:
        return None
    if len(parts) > 1:
        raise InputError(
            f"The library {library.root} holds {examples(parts)} of {vintage}. Remove one of them "
            "with its record."
        )
    return library.parsed(SOURCE, vintage, table, parts[0], READ[table])


def _is_unit(code: str) -> bool:
    return len(code) == 6 and code.isdigit() and not code.startswith("0")


def _refuse_other_levels(path: Path, frame: pd.DataFrame, year: int) -> None:
    """Refuse levels of award that did not exist in the year of the collection."""
    levels = frame["award_level"]
    for level in sorted(levels.unique()):
        row = _LEVELS[level]
        first, last = int(row["first_year"] or 0), int(row["last_year"] or 9999)
        if not first <= year <= last:
            when = f"until {last}" if year > last else f"from {first} on"
            raise InputError(
                f"{path} row {levels.index[levels.eq(level)][0] + 2:,} has the level of award "
                f"{level} ({row['award']}), which is used {when}, so it is not of {year}. Levels "
                "under 1 year changed with 2020. Correct --vintage: the year is that in the name "
                "of the agency's file, such as C2023_A."
            )


def _refuse_lost_rows(path: Path, found: pd.DataFrame) -> None:
    """Refuse rows of an institution that do not sum to its own total, row 99."""
    by = ["unit_id", "major", "award_level"]
    totals = found[found["cip"].isin([TOTAL, "99.0000"])]
    if totals.empty or totals["awards"].isna().any():
        return
    rows = found[found["cip"].str.len().eq(7) & found["cip"].ne("99.0000")]
    known = rows.groupby(by)["awards"].sum()
    index = pd.MultiIndex.from_frame(totals[by])
    programs = known.reindex(index).fillna(0).to_numpy()
    off = np.abs(programs - totals["awards"].to_numpy()) > 0
    refuse_contradiction(
        path, totals.assign(programs=[f"{n:,.0f}" for n in programs],
                            total=[f"{n:,.0f}" for n in totals["awards"]]), off, "CTOTALT",
        "institution {unit_id} has {total} awards in its row 99 of level {award_level} and "
        "{programs} in its programs.",
    )  # fmt: skip
    extra = known.index.difference(index)
    if len(extra):
        unit, major, level = extra[0]
        raise InputError(
            f"{path} lacks the row 99 of institution {unit}, major {major}, level {level}, which "
            "others have. Rows were lost: download it again."
        )

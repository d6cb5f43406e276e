"""SOC 2018: its groups, and its codes in SOC 2010, in the estimates of 2019, and in O*NET.

Which group an occupation belongs to stands in the structure and does not follow from its digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.columns import require_columns
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.occupations import is_onet_soc, is_soc, refuse_soc_2010
from sectornb.sources.recognition import Recognized, recognized
from sectornb.sources.refusals import (
    OWN_FILE,
    refuse_codes,
    refuse_first,
    refuse_no_workbook,
    refuse_other_year,
    refuse_repeats,
    refuse_unseen,
)
from sectornb.sources.sheets import SheetTable, mentions, sheet_table

SOURCE = "soc"
LEVELS = ("major", "minor", "broad", "detailed")
STRUCTURE = ["Major Group", "Minor Group", "Broad Group", "Detailed Occupation"]
_TITLES = ("Broad Group", "OES 2019 Estimates Code", "NEM Code")
"""A column of each table."""
_YEAR = re.compile(r"\b(20\d\d)\b(?= SOC| Structure)")
_DATE = re.compile(r"As of (\d{1,2})/(\d{1,2})/(20\d\d)", re.IGNORECASE)


def recognize(path: Path, vintage: str) -> Recognized:
    """A structure or a crosswalk, read and checked.

    Raises
    ------
    InputError
        If it is neither, or of another year than `vintage` says.
    """
    table, found = _opened(path)
    told = " ".join([*(cell for row in found.above for cell in row if cell), found.sheet])
    named: dict[str, str] = {}
    if table == "structure":
        rows, year = len(_structure(path, found)), _told_year(path, told)
        named = {"year": year}
    elif table == "hybrid":
        rows, year = len(_hybrid(path, found)), "2019"
    else:
        rows, date = len(_crosswalk(path, found)), _DATE.search(told)
        if date is None:
            raise InputError(
                f"{path} does not say in the rows above its table as of when it is. {OWN_FILE}"
            )
        month, day, year = date.groups()
        named = {"date": f"{year}-{int(month):02d}-{int(day):02d}"}
    refuse_other_year(path, year, vintage)
    return recognized(SOURCE, table, rows, "", None, year, **named)


def read_structure(path: Path) -> pd.DataFrame:
    """The structure of SOC.

    Returns
    -------
    DataFrame
        ``soc``, ``title``, ``level`` (major, minor, broad or detailed) and the groups each code
        belongs to, ``major``, ``minor``, ``broad`` (empty above their level), sorted by code and
        level.

    Raises
    ------
    InputError
        If the file is no structure, a row has no code or several, a code stands twice, stands
        under another major group, or without a group above it.
    """
    return _structure(path, _of_table(path, "structure"))


def read_hybrid(path: Path) -> pd.DataFrame:
    """Codes of one occupation in four classifications, by row.

    Returns
    -------
    DataFrame
        ``oes_2019``, ``soc_2018``, ``oes_2018``, ``soc_2010``, each with its title, and ``notes``.
        A code stands in several rows where it was divided or joined.

    Raises
    ------
    InputError
        If the file is no such table, or a cell is no SOC code.
    """
    return _hybrid(path, _of_table(path, "hybrid"))


def read_crosswalk(path: Path) -> pd.DataFrame:
    """Code in the National Employment Matrix of each O*NET occupation, and both titles.

    Several O*NET occupations share one matrix code and its employment.

    Raises
    ------
    InputError
        If the file is no such table, a cell is no code, or an O*NET occupation stands twice.
    """
    return _crosswalk(path, _of_table(path, "matrix-crosswalk"))


READ: dict[str, Callable[[Path], pd.DataFrame]] = {
    "structure": read_structure,
    "hybrid": read_hybrid,
    "matrix-crosswalk": read_crosswalk,
}


def soc_table(library: Library, table: str, chosen: str = "") -> pd.DataFrame | None:
    """A table from the library, None where it holds none.

    Raises
    ------
    NotInLibraryError
        If several vintages are held and none is chosen.
    """
    title = f"files of {declared(SOURCE).table(table).title}"
    how = "Say which one, as a vintage such as"
    vintage = library.only_vintage(SOURCE, [table], chosen, title, how)
    if not vintage:
        return None
    (part,) = library.parts(SOURCE, vintage, table)
    return library.parsed(SOURCE, vintage, table, part, READ[table])


def _kind(row: list[str]) -> str:
    """The table whose columns a row has; empty without any."""
    present = set(row)
    for name, table in declared(SOURCE).tables.items():
        if {each.file for each in table.columns if not each.optional} <= present:
            return name
    return ""


def _opened(path: Path) -> tuple[str, SheetTable]:
    refuse_no_workbook(path, "soc_structure_2018.xlsx")
    found = None
    if mentions(path, *_TITLES):
        found = sheet_table(path, lambda row: bool(_kind(row)))
    if found is None:
        raise InputError(
            f"{path} is no workbook of SOC codes (.xlsx): none of its sheets has the columns "
            f"{examples(STRUCTURE, 4)} or those of a crosswalk. Use the agency's own file, such as "
            "soc_structure_2018.xlsx; 'sectornb sources soc' tells where each is."
        )
    table = _kind(found.header)
    require_columns(path, found.header, {c.file: () for c in declared(SOURCE).table(table).columns
                                         if not c.optional})  # fmt: skip
    return table, found


def _of_table(path: Path, table: str) -> SheetTable:
    found, opened = _opened(path)
    if found != table:
        titles = (declared(SOURCE).table(each).title for each in (found, table))
        raise InputError(f"{path} is {next(titles)}, not {next(titles)}. {OWN_FILE}")
    return opened


def _told_year(path: Path, told: str) -> str:
    year = _YEAR.search(told)
    if year is None or year[1] != "2018":
        says = f"is of {year[1]}" if year else "does not say of which edition it is"
        raise InputError(
            f"{path} {says}; the structure of SOC 2018 is read. Use soc_structure_2018.xlsx; "
            "codes of SOC 2010 are in oes_2019_hybrid_structure.xlsx."
        )
    return year[1]


def _columns(path: Path, table: str, found: SheetTable) -> pd.DataFrame:
    """Declared columns under our names."""
    names = declared(SOURCE).table(table).aliases()
    places = {names[title]: place for place, title in enumerate(found.header) if title in names}
    cells = pd.DataFrame({name: found.cells[place] for name, place in places.items()})
    for name in cells:
        refuse_unseen(path, cells[name])
    return cells


def _structure(path: Path, found: SheetTable) -> pd.DataFrame:
    places = [found.header.index(title) for title in STRUCTURE]
    title_place = max(places) + 1
    if title_place not in found.cells:
        raise InputError(f"{path} has no titles right of the codes. {OWN_FILE}")
    codes = found.cells[places].set_axis(list(LEVELS), axis=1)
    filled = codes != ""
    title = found.cells[title_place].rename("title")
    refuse_unseen(path, title)
    told = f"a row with this title has no code, or several. {OWN_FILE}"
    refuse_first(path, filled.sum(axis=1).ne(1), title, f"{{}}: {told}")
    refuse_first(path, title.eq(""), title, f"{{}} where a title belongs. {OWN_FILE}")
    made = pd.DataFrame(
        {"soc": codes.max(axis=1), "title": title, "level": filled.idxmax(axis=1)}, dtype="str"
    )
    refuse_codes(path, made["soc"], is_soc, "SOC code", digits=-1)
    refuse_soc_2010(path, made["soc"], "its occupations")
    refuse_repeats(path, made, ["soc"], "codes")
    depth = made["level"].map(LEVELS.index)
    for at, level in enumerate(LEVELS[:-1]):
        # A group ends where one of its own level or of a higher one begins.
        begins = depth.le(at)
        group = made["soc"].where(depth.eq(at)).mask(begins & depth.lt(at), "").ffill()
        made[level] = group.fillna("")
    at_home = made["major"].str[:2].eq(made["soc"].str[:2])
    parents = [made[level].ne("") | depth.lt(at) for at, level in enumerate(LEVELS[:-1])]
    orderly = at_home & parents[0] & parents[1] & parents[2]
    told = "{} stands under another major group or without its groups. The sheet was sorted; "
    refuse_first(path, ~orderly, made["soc"], told + "use the agency's own file.")
    return made.sort_values(["soc", "level"]).reset_index(drop=True)


def _hybrid(path: Path, found: SheetTable) -> pd.DataFrame:
    cells = _columns(path, "hybrid", found)
    for name in ("oes_2019", "soc_2018", "oes_2018", "soc_2010"):
        refuse_codes(path, cells[name], is_soc, "SOC code", digits=-1)
    refuse_soc_2010(path, cells["soc_2018"], "the codes of its column 2018 SOC Code")
    key = list(declared(SOURCE).table("hybrid").key)
    refuse_repeats(path, cells, key, "pairs of codes")
    return cells.sort_values(key).reset_index(drop=True)


def _crosswalk(path: Path, found: SheetTable) -> pd.DataFrame:
    cells = _columns(path, "matrix-crosswalk", found)
    refuse_codes(path, cells["onet_soc"], is_onet_soc, "O*NET-SOC code", digits=-1)
    refuse_codes(path, cells["matrix_soc"], is_soc, "code of the matrix", digits=-1)
    refuse_soc_2010(path, cells["onet_soc"].str[:7], "its occupations")
    refuse_repeats(path, cells, ["onet_soc"], "O*NET occupations")
    return cells.sort_values("onet_soc").reset_index(drop=True)

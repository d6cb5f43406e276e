"""Programs of study and the occupations they prepare for: pairs without weights, many to many.

A program without an occupation, and an occupation without a program, is a row too, whose partner
is called NO MATCH; such a row is kept and is no pair.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.occupations import is_cip, is_soc, refuse_soc_2010
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
from sectornb.sources.sheets import mentions, sheet_table

SOURCE, TABLE, SHEET = "cip", "cip-soc", "CIP-SOC"
NO_MATCH = "NO MATCH"
NO_SOC, NO_CIP = "99-9999", "99.9999"
_CIP_ADVICE = (
    "A program's code has two digits, a point and four more, as 01.0000 has; a spreadsheet takes "
    "zeros away. Download the file again and add it unopened."
)


def recognize(path: Path, vintage: str) -> Recognized:
    """The crosswalk, read and checked.

    Raises
    ------
    InputError
        If it is none, or of another edition than `vintage` says.
    """
    rows = len(read_cip_soc(path))
    refuse_other_year(path, "2020", vintage, "is of CIP")
    return recognized(SOURCE, TABLE, rows, told="2020")


def read_cip_soc(path: Path) -> pd.DataFrame:
    """Pairs of programs and occupations.

    Returns
    -------
    DataFrame
        ``cip``, ``cip_title``, ``soc``, ``soc_title`` and ``match``: ``pair``, ``no occupation``
        (``soc`` is 99-9999) or ``no program`` (``cip`` is 99.9999); sorted by both codes.

    Raises
    ------
    InputError
        If the file has no such sheet, a cell is no code, a pair stands twice, or a row says NO
        MATCH of a code or the other way round.
    """
    cells = _cells(path)
    refuse_codes(
        path, cells["cip"], is_cip, "CIP code", title="CIP2020Code", digits=-1, advice=_CIP_ADVICE
    )
    refuse_codes(path, cells["soc"], is_soc, "SOC code", title="SOC2018Code", digits=-1)
    refuse_soc_2010(path, cells["soc"], "its occupations")
    without_soc, without_cip = cells["soc"].eq(NO_SOC), cells["cip"].eq(NO_CIP)
    for without, code, title in (
        (without_soc, cells["soc"], cells["soc_title"]),
        (without_cip, cells["cip"], cells["cip_title"]),
    ):
        told = f"{{}} and its title do not both say that there is no match. {OWN_FILE}"
        refuse_first(path, without.ne(title.eq(NO_MATCH)), code, told)
    told = f"{{}}: a row says NO MATCH on both sides. {OWN_FILE}"
    refuse_first(path, without_soc & without_cip, cells["soc"], told)
    refuse_repeats(path, cells, ["cip", "soc"], "pairs")
    match = pd.Series("pair", cells.index, dtype="str")
    match = match.mask(without_soc, "no occupation").mask(without_cip, "no program")
    made = cells.assign(match=match)
    return made.sort_values(["cip", "soc"]).reset_index(drop=True)


def cip_soc(library: Library, chosen: str = "") -> pd.DataFrame | None:
    """The crosswalk from the library, as :func:`read_cip_soc`; None where it holds none.

    Raises
    ------
    NotInLibraryError
        If several vintages are held and none is chosen.
    """
    how = "Say which one, as a vintage such as"
    vintage = library.only_vintage(SOURCE, [TABLE], chosen, "crosswalks of programs", how)
    if not vintage:
        return None
    part = declared(SOURCE).table(TABLE).part
    return library.parsed(SOURCE, vintage, TABLE, part, read_cip_soc)


def _cells(path: Path) -> pd.DataFrame:
    """Text of the sheet under our names; the index is the row of the sheet less 2."""
    refuse_no_workbook(path, declared(SOURCE).table(TABLE).part)
    names = declared(SOURCE).table(TABLE).aliases()
    found = None
    if mentions(path, "CIP2020Code"):
        found = sheet_table(
            path, lambda row: names.keys() <= set(row), named=lambda sheet: sheet == SHEET
        )
    if found is None:
        raise InputError(
            f"{path} is no crosswalk of programs and occupations: such a workbook (.xlsx) has a "
            f"sheet called {SHEET} with the columns {examples(names, 4)}. Use the agency's own "
            "CIP2020_SOC2018_Crosswalk.xlsx as it is; its sheet SOC-CIP lacks some of the pairs."
        )
    places = {names[title]: place for place, title in enumerate(found.header) if title in names}
    if sum(title in names for title in found.header) > len(names):
        raise InputError(f"{path}: the sheet {SHEET} has a column twice. {OWN_FILE}")
    cells = pd.DataFrame({name: found.cells[place] for name, place in places.items()})
    for name in cells:
        refuse_unseen(path, cells[name])
    return cells

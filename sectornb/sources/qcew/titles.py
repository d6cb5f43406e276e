"""Titles files of the QCEW: what a code of an area, industry, owner, level or size is called."""

from __future__ import annotations

from pathlib import Path

from sectornb.codes import is_county
from sectornb.sources.columns import require_columns, text_columns
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.opening import header_of
from sectornb.sources.qcew.cells import CODES, code_pattern
from sectornb.sources.recognition import Recognized, recognized, table_by_header
from sectornb.sources.refusals import OWN_FILE, refuse_codes, refuse_first, refuse_repeats

SOURCE = "qcew-titles"


def recognize(path: Path, vintage: str) -> Recognized:
    """A titles file, read and checked.

    Raises
    ------
    InputError
        If it is not such a file.
    """
    table = table_by_header(path, SOURCE, set(header_of(path)))
    titles = read_titles(path, table)
    return recognized(SOURCE, table, len(titles), vintage=vintage)


def read_titles(path: Path, table: str) -> dict[str, str]:
    """A titles file as a mapping of code to title.

    Titles that begin with their own code, as in the agency's area archives,
    lose it.

    Raises
    ------
    InputError
        If the file is not such a file, has no rows, an empty code or title, a code
        that is none, or gives one code two titles.
    """
    declaration = declared(SOURCE).table(table)
    header = header_of(path)
    require_columns(path, header, {column.file: column.aliases for column in declaration.columns})
    code, title = (column.file for column in declaration.columns)
    frame = text_columns(path, [code, title])
    for column in (code, title):
        told = f"{{}} where a code or title belongs. {OWN_FILE}"
        refuse_first(path, frame[column].eq(""), frame[column], told)
    refuse_repeats(path, frame, [code], "codes")
    column = declaration.key[0]
    what = f"code of {CODES[column][0]}"
    refuse_codes(path, frame[code], code_pattern(column).fullmatch, what)
    return {
        code: text.removeprefix("NAICS ").removeprefix(f"{code} ") or text
        for code, text in zip(frame[code], frame[title], strict=True)
    }


def area_titles(library: Library) -> dict[str, str]:
    """County code to name, from the newest area titles in the library; empty without any."""
    vintages = library.vintages(SOURCE, "area")
    if not vintages:
        return {}
    titles = library.parsed(
        SOURCE, vintages[-1], "area", "area_titles.csv", lambda path: read_titles(path, "area")
    )
    return {code: name for code, name in titles.items() if is_county(code)}

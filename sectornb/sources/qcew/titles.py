"""Titles files of the QCEW: what a code of an area, industry, owner, level or size is called."""

from __future__ import annotations

from pathlib import Path

from sectornb.codes import is_county
from sectornb.errors import InputError, examples
from sectornb.sources.columns import require_columns, text_columns
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.opening import header_of
from sectornb.sources.qcew.cells import CODE_PATTERNS
from sectornb.sources.recognition import Recognized, table_by_header

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
    declaration = declared(SOURCE).table(table)
    return Recognized(
        source=SOURCE,
        table=table,
        part=declaration.part,
        reference_period=declaration.reference_period.format(vintage=vintage),
        rows=len(titles),
    )


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
    empty = frame[frame[code].eq("") | frame[title].eq("")]
    if len(empty):
        raise InputError(
            f"{path} row {empty.index[0] + 2} has an empty code or title. Use the "
            "agency's own file."
        )
    doubled = frame[frame.duplicated(code, keep=False)]
    if len(doubled):
        raise InputError(
            f"{path} gives a code more than one row: {examples(doubled[code].unique())} "
            f"(row {doubled.index[1] + 2}). Use the agency's own file."
        )
    pattern = CODE_PATTERNS[declaration.key[0]]
    strange = frame[~frame[code].str.fullmatch(pattern)]
    if len(strange):
        raise InputError(
            f"{path} row {strange.index[0] + 2}, column {code}: "
            f"{examples(repr(found) for found in strange[code])} "
            f"{'is not such a code' if len(strange) == 1 else 'are not such codes'}. Leading zeros "
            "are lost in a spreadsheet; use the agency's own file."
        )
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

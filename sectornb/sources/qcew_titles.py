"""Titles files of the QCEW: what a code of an area, industry, owner, level or size is called."""

from __future__ import annotations

from pathlib import Path

from sectornb.errors import InputError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.recognition import Recognized, table_by_header
from sectornb.sources.text_file import header_of, read_csv, require_columns

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
        If the file is not such a file, has an empty code or title, or gives one
        code two titles.
    """
    declaration = declared(SOURCE).table(table)
    header = header_of(path)
    require_columns(path, header, {column.file: column.aliases for column in declaration.columns})
    code, title = (column.file for column in declaration.columns)
    frame = read_csv(path, [code, title], {code: str, title: str})
    empty = frame[(frame[code].str.strip() == "") | (frame[title].str.strip() == "")]
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
    codes = frame[code].str.strip()
    texts = frame[title].str.strip()
    short = [
        text.removeprefix("NAICS ").removeprefix(f"{code} ")
        if text.removeprefix("NAICS ")
        else text
        for code, text in zip(codes, texts, strict=True)
    ]
    return dict(zip(codes, short, strict=True))

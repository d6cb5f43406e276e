"""A first look at a file of text, to tell whether a reader may parse it at all.

Agencies answer a wrong address with a web page and status 200, browsers cut
downloads short, spreadsheets re-save in other encodings.  All of that is found
here once, before any reader parses a line.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, examples

SIGNATURES = {
    b"PK\x03\x04": "a zip archive (or an Excel workbook)",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"PAR1": "a Parquet file",
}


def file_head(path: Path, size: int = 65536) -> bytes:
    """The first bytes of a file.

    Raises
    ------
    InputError
        If the file is missing, is a folder, cannot be read, or is empty.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder. Name the files in it, for example {path}/*.csv.")
    if not path.exists():
        raise InputError(f"There is no file {path}. Check the name and the folder.")
    try:
        with path.open("rb") as stream:
            head = stream.read(size)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    if not head.strip():
        raise InputError(f"{path} is empty. Download it again; the transfer was probably cut off.")
    return head


def text_head(path: Path, size: int = 65536) -> str:
    """The beginning of a text file, decoded; refuses what is not UTF-8 text.

    Raises
    ------
    InputError
        If the file is missing, empty, an archive, a web page, or in another encoding.
    """
    return checked_text(path, file_head(path, size), size)


def checked_text(path: Path | str, head: bytes, size: int = 65536) -> str:
    """The first bytes of a text, decoded; `size` is how many were asked for.

    Raises
    ------
    InputError
        As :func:`text_head` does, with `path` as the name of the file.
    """
    for signature, what in SIGNATURES.items():
        if head.startswith(signature):
            raise InputError(f"{path} is {what}, not a CSV file. Unpack or export it first.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise InputError(
            f"{path} is not UTF-8 text: it looks like UTF-16, as a spreadsheet's 'Unicode text' "
            "export writes. Use the agency's own file, or save it as 'CSV UTF-8'."
        )
    try:
        # A character may be cut in two where a full head ends.
        text = codecs.getincrementaldecoder("utf-8")().decode(
            head.removeprefix(codecs.BOM_UTF8), final=len(head) < size
        )
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(
            f"{path} is not UTF-8 text: line {line} holds the byte "
            f"0x{error.object[error.start]:02x}. It was probably saved in another encoding; use "
            "the agency's own file, or save it as 'CSV UTF-8'."
        ) from error
    if not text.strip():
        raise InputError(f"{path} is empty. Download it again; the transfer was probably cut off.")
    if text.lstrip().startswith("<"):
        raise InputError(
            f"{path} is a web page, not data: it begins {text.strip()[:40]!r}. Agencies answer a "
            "wrong address or a missing key this way. Open the address in a browser, look at what "
            "it says, and download the file again."
        )
    return text


def header_of(path: Path) -> list[str]:
    """Column names in the first line of a CSV file, stripped of quotes and blanks.

    Raises
    ------
    InputError
        If the file is no text (see :func:`text_head`), or its cells are not
        separated by commas.
    """
    return header_in(path, text_head(path))


def header_in(path: Path | str, text: str) -> list[str]:
    """Column names in the first line of `text`, the beginning of the CSV file `path`.

    Raises
    ------
    InputError
        If its cells are not separated by commas.
    """
    first = next(csv.reader(io.StringIO(text, newline="")), [])
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(first) == 1 and mark in first[0]:
            raise InputError(
                f"{path} separates its cells by {name}, not commas: a spreadsheet wrote it. Use "
                "the agency's own file."
            )
    return [name.strip() for name in first]


def require_columns(
    path: Path, header: Iterable[str], required: dict[str, tuple[str, ...]]
) -> None:
    """Refuse a file that lacks a column under each of its known names, or has it twice.

    Parameters
    ----------
    required : dict of str to tuple of str
        The agency's name to its other names.

    Raises
    ------
    InputError
        Names the missing columns and what the file begins with instead, or the
        doubled ones.
    """
    present = list(header)
    missing = [
        name for name, others in required.items() if not {name, *others}.intersection(present)
    ]
    if missing:
        raise InputError(
            f"{path} lacks the column{'s' if len(missing) > 1 else ''} {examples(missing)}; its "
            f"first line has {len(present)} columns and begins {examples(present, 4)}. "
            "It is another file, or its header was changed; use the agency's own file."
        )
    twice = [
        name
        for name, others in required.items()
        if sum(present.count(known) for known in (name, *others)) > 1
    ]
    if twice:
        raise InputError(
            f"{path} has the column{'s' if len(twice) > 1 else ''} {examples(twice)} more than "
            "once, perhaps under an older name too, so it is not clear which to read. Use the "
            "agency's own file."
        )


def read_csv(path: Path, usecols: list[str], dtype: dict[str, type]) -> pd.DataFrame:
    """A CSV file by pandas, with nothing guessed: no missing marks, no types but `dtype`.

    Raises
    ------
    InputError
        If the file is not UTF-8 text throughout, is damaged, or has a row with
        more or fewer cells than the header.
    ValueError
        If a cell of a number column is not a number.
    """
    header = header_of(path)
    _refuse_ragged_rows(path, len(header))
    try:
        return pd.read_csv(
            path,
            header=0,
            names=[
                name if name not in header[:place] else f"{name}.{place}"
                for place, name in enumerate(header)
            ],
            usecols=usecols,
            dtype=dtype,
            keep_default_na=False,
            na_values=[],
            encoding="utf-8-sig",
            skipinitialspace=True,
        )
    except pd.errors.ParserError as error:
        raise InputError(
            f"{path} is damaged: {str(error).strip()}. The transfer was probably cut off or a row "
            "was edited; download it again."
        ) from error


def _refuse_ragged_rows(path: Path, columns: int) -> None:
    """Refuse a file with a row that has not one cell for each column.

    pandas fills short rows up, drops surplus cells, and takes one in the first
    row for a row label, which shifts all others.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream)
            bad = next(
                ((rows.line_num, len(row)) for row in rows if len(row) not in (0, columns)), None
            )
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 text throughout ({error.reason}). Use the agency's own file, or "
            "save it as 'CSV UTF-8'."
        ) from error
    except csv.Error as error:
        raise InputError(f"{path} is damaged: {error}. Download it again.") from error
    if bad:
        row, cells = bad
        raise InputError(
            f"{path} row {row} has {cells} cells, the header {columns} columns. "
            + (
                "The transfer was probably cut off; download the file again."
                if cells < columns
                else "Another program added cells; use the agency's own file."
            )
        )

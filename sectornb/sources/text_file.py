"""A first look at a file of text, to tell whether a reader may parse it at all.

Agencies answer a wrong address with a web page and status 200, browsers cut
downloads short, spreadsheets re-save in other encodings.  All of that is found
here once, before any reader parses a line.
"""

from __future__ import annotations

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
    head = file_head(path, size)
    for signature, what in SIGNATURES.items():
        if head.startswith(signature):
            raise InputError(f"{path} is {what}, not a CSV file. Unpack or export it first.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise InputError(
            f"{path} is not UTF-8 text: it looks like UTF-16, as a spreadsheet's 'Unicode text' "
            "export writes. Use the agency's own file, or save it as 'CSV UTF-8'."
        )
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(head) == size and error.start > size - 4:
            text = head[: error.start].decode("utf-8-sig")
        else:
            line = head[: error.start].count(b"\n") + 1
            raise InputError(
                f"{path} is not UTF-8 text: line {line} holds the byte 0x{head[error.start]:02x}. "
                "It was probably saved in another encoding; use the agency's own file, or save it "
                "as 'CSV UTF-8'."
            ) from error
    beginning = text.lstrip()[:200].lower()
    if beginning.startswith(("<!doctype", "<html", "<?xml", "<head")):
        raise InputError(
            f"{path} is a web page, not data: it begins {text.strip()[:40]!r}. Agencies answer a "
            "wrong address or a missing key this way. Open the address in a browser, look at what "
            "it says, and download the file again."
        )
    return text


def header_of(path: Path) -> list[str]:
    """Column names in the first line of a CSV file, stripped of quotes and blanks."""
    text = text_head(path)
    first = next(csv.reader(io.StringIO(text, newline="")), [])
    return [name.strip() for name in first]


def require_columns(
    path: Path, header: Iterable[str], required: dict[str, tuple[str, ...]]
) -> None:
    """Refuse a file that lacks a column under each of its known names.

    Parameters
    ----------
    required : dict of str to tuple of str
        The agency's name to its other names.

    Raises
    ------
    InputError
        Names the missing columns and what the file begins with instead.
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


def read_csv(path: Path, usecols: list[str], dtype: dict[str, type]) -> pd.DataFrame:
    """A CSV file by pandas, with nothing guessed: no missing marks, no types but `dtype`.

    Raises
    ------
    InputError
        If the file is not UTF-8 text throughout, is damaged, or has a row with
        too few cells.
    ValueError
        If a cell of a number column is not a number.
    """
    text_head(path)
    try:
        frame = pd.read_csv(
            path,
            usecols=usecols,
            dtype=dtype,
            keep_default_na=False,
            na_values=[],
            encoding="utf-8-sig",
            skipinitialspace=True,
        )
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 text throughout ({error.reason}). Use the agency's own file, or "
            "save it as 'CSV UTF-8'."
        ) from error
    except pd.errors.ParserError as error:
        raise InputError(
            f"{path} is damaged: {str(error).strip()}. The transfer was probably cut off or a row "
            "was edited; download it again."
        ) from error
    return _refuse_short_rows(path, frame)


def _refuse_short_rows(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    short = frame[frame.isna().any(axis=1)]
    if len(short):
        raise InputError(
            f"{path} row {short.index[0] + 2} has fewer cells than the header"
            f"{f', and so have {len(short) - 1} others' if len(short) > 1 else ''}. The transfer "
            "was probably cut off; download the file again."
        )
    return frame

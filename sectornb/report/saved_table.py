"""Reading a saved table back with the types that the data dictionary declares.

Text that a spreadsheet would compute has an apostrophe in front in the file, and none here.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.dictionary import Dictionary
from sectornb.errors import InputError, counted
from sectornb.sources.surveys.cells import plain_cell, safe_cell

if TYPE_CHECKING:
    import pandas as pd

LARGEST = 32 * 1024 * 1024
"""Bytes of a saved table; that of all pairs of counties has a megabyte."""
_CHANGED = "Run the workbook again; the file was changed after it was saved."


def safe_text(frame: pd.DataFrame) -> pd.DataFrame:
    """A table as it is written: what people wrote is no formula of whoever opens the file."""
    import pandas as pd

    texts = [str(name) for name in frame if pd.api.types.is_string_dtype(frame[name])]
    safe = {name: frame[name].map(safe_cell, na_action="ignore") for name in texts}
    return frame.assign(**{name: text for name, text in safe.items() if text.ne(frame[name]).any()})


def saved_text(path: Path, check: Callable[[list[str]], object] = len) -> pd.DataFrame:
    """A saved table with every cell as text, empty where missing.

    Parameters
    ----------
    check : callable, optional
        Looks at the columns before any row is.

    Raises
    ------
    InputError
        If it is no table; names the row.
    """
    import pandas as pd

    if path.exists() and not path.is_file():
        raise InputError(f"{path} is no file. {_CHANGED}")
    if path.stat().st_size > LARGEST:
        raise InputError(f"{path} has more than {LARGEST:,} bytes. {_CHANGED}")
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            lines = [
                [plain_cell(cell) if cell[:1] == "'" else cell for cell in line]
                for line in csv.reader(stream)
            ]
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not a table of text ({error}). {_CHANGED}") from error
    columns = lines[0] if lines else []
    check(columns)
    for row, line in enumerate(lines, start=1):
        if len(line) != len(columns):
            raise InputError(
                f"{path}, row {row}: {counted(len(line), 'value')} for "
                f"{counted(len(columns), 'column')}. {_CHANGED}"
            )
    return pd.DataFrame(lines[1:], columns=columns, dtype="str")


def read_saved(path: Path, name: str, declared: Dictionary) -> pd.DataFrame:
    """A saved table with the types of the dictionary: codes text, figures numbers, empty null.

    Raises
    ------
    MissingColumnError, DeclarationError, InputError
        If it is not what the dictionary says of it; names row and column.
    """
    frame = saved_text(path, partial(declared.check_columns, name))
    frame = _typed(frame, path, declared)
    declared.check_table(name, frame)
    return frame


def read_known(path: Path, declared: Dictionary) -> pd.DataFrame:
    """A table that another version may have saved: those columns that the dictionary knows.

    Raises
    ------
    InputError
        As :func:`read_saved`, for a cell; and if a column occurs twice.
    """
    frame = saved_text(path)
    if frame.columns.has_duplicates:
        raise InputError(f"{path} has a column twice. {_CHANGED}")
    return _typed(frame[[name for name in frame if name in declared.columns]], path, declared)


def _typed(frame: pd.DataFrame, path: Path, declared: Dictionary) -> pd.DataFrame:
    import pandas as pd

    frame = frame.copy()
    for column in frame.columns:
        described, text = declared.columns[column], frame[column]
        known = text.ne("")
        if described.numeric:
            frame[column] = pd.to_numeric(text.where(known, None), errors="coerce")
        elif described.format == "boolean":
            frame[column] = text.map({"True": True, "False": False})
        else:
            frame[column] = text.where(known, None)
        unread = frame.index[known & frame[column].isna()]
        if len(unread):
            raise InputError(
                f"{path}, row {unread[0] + 2}, {column}: {text[unread[0]]!r} is not what the data "
                f"dictionary declares ({described.format}). {_CHANGED}"
            )
    return frame

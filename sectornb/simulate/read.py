"""What stands in the tables of the simulated state: CSV files, beside this file in ``tables/``.

Every cell is text until a function here makes it a number; an empty one says nothing.  The
first column is the key where a table has one.  ``tables/README.md`` describes each.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd


@cache
def table(name: str) -> pd.DataFrame:
    """One table as it is written, every column text, rows in file order."""
    path = Path(__file__).parent / "tables" / f"{name}.csv"
    return pd.read_csv(path, dtype="str", keep_default_na=False)


@cache
def texts(name: str, column: str) -> dict[str, str]:
    """One column of a table by the table's first column, in file order."""
    frame = table(name)
    return dict(zip(frame.iloc[:, 0].tolist(), frame[column].tolist(), strict=True))


@cache
def numbers(name: str, column: str) -> dict[str, float]:
    """The numbers of one column by the table's first column, without the empty ones."""
    return {key: float(text) for key, text in texts(name, column).items() if text}

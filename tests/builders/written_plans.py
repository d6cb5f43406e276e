"""Plans that people wrote, row by row, as a file of them is read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sectornb.assessment.plan.columns import FILE_COLUMNS


def written(*rows: dict[str, str]) -> pd.DataFrame:
    """A plan that came back: each row says what it has, everything else is empty."""
    frame = pd.DataFrame([dict.fromkeys(FILE_COLUMNS, "") | row for row in rows])
    return frame.reindex(columns=list(FILE_COLUMNS)).astype("str")


def row(row_id: str, **cells: str) -> dict[str, str]:
    """One row; not started where nothing else is said."""
    return {"row_id": row_id, "status": "not_started", **cells}


def ids(frame: pd.DataFrame) -> Sequence[str]:
    """Ids of its rows, in order."""
    return list(frame["row_id"])

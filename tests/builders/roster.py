"""A roster of people who do not exist, as a private input."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sectornb.disclosure.private.rows import PrivateInput, PrivateRows

PARTICIPANTS = PrivateInput(
    role="participants",
    read="tests.builders.roster:read_roster",
    columns={
        "case_id": "identifier",
        "given": "name",
        "family": "name",
        "born": "birth_date",
        "wage": "rare",
        "zip": "trait",
        "age": "trait",
        "occupation": "trait",
    },
)
HEADER = ["case_id", "given", "family", "born", "wage", "zip", "age", "occupation"]
ROWS = [
    ["AB-104417", "Zoë", "Quillfeather", "1987-03-14", "18231.47", "43987", "39", "51-4041"],
    ["7", "Ann", "Lee", "1990-11-02", "9100.00", "43215", "36", "29-1141"],
    ["000123456789", "Omar", "Franklin", "19911230", "", "43215", "34", "29-1141"],
]


def roster(rows: list[list[str]] | None = None) -> PrivateRows:
    frame = pd.DataFrame(ROWS if rows is None else rows, columns=HEADER, dtype="str")
    return PrivateRows(Path("roster.csv"), PARTICIPANTS, frame.replace("", None))


def read_roster(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str")

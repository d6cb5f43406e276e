"""Tables of the American Community Survey in the layout of data.census.gov."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

ALDER, BIRCH = "0500000US57001", "0500000US57003"
LABELS = ("Total:", "Total:!!Male:", "Total:!!Female:")


def acs_table(
    rows: Sequence[tuple[str, str, Sequence[tuple[str, str]]]],
    *,
    labels: Sequence[str] = LABELS,
    table: str = "B15001",
    colon: bool = True,
) -> str:
    """Areas by GEO_ID and name, each with estimate and margin of its lines; a last empty column."""
    count = len(rows[0][2])
    told = [label if colon else label.replace(":", "") for label in labels[:count]]
    names = [f"{table}_{n + 1:03d}{kind}" for n in range(count) for kind in "EM"]
    words = [f"{what}!!{label}" for label in told for what in ("Estimate", "Margin of Error")]
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator=",\n")
    writer.writerow(["GEO_ID", "NAME", *names])
    writer.writerow(["Geography", "Geographic Area Name", *words])
    writer.writerows(
        [code, name, *(cell for pair in cells for cell in pair)] for code, name, cells in rows
    )
    return text.getvalue()

"""What a table of one's own looks like: its first line, an example, and each column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from sectornb.sources.declarations import TableDeclaration


def template_lines(table: TableDeclaration) -> list[str]:
    """Header and example row of a table, ready to copy into a file, and what each column holds."""
    columns = table.columns
    lines = [
        "First line and a row with made-up figures, to copy into a CSV file:",
        header_line(table),
        _line([column.example for column in columns]),
    ]
    for column in columns:
        unit = f", {column.unit}" if column.unit else ""
        left_out = " (may be left out)" if column.optional else ""
        lines.append(f"{column.file}: {column.meaning}{unit}{left_out}")
    return lines


def header_line(table: TableDeclaration) -> str:
    """The first line of a table, as CSV."""
    return _line([column.file for column in table.columns])


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()

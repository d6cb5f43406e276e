"""Tables of one's own, from the template that their declaration gives."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from sectornb.sources.declarations import declared


def own_table_text(
    source: str, table: str = "", rows: Sequence[Mapping[str, str]] = ({},), drop: str = ""
) -> str:
    """A table with the example row of its template, changed by each of `rows`."""
    tables = declared(source).tables
    columns = tables[table or next(iter(tables))].columns
    names = [column.file for column in columns if column.file != drop]
    example = {column.file: column.example for column in columns}
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([{**example, **row}[name] for name in names] for row in rows)
    return text.getvalue()

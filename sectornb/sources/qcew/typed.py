"""Every row of a QCEW single file read and checked once, as typed columns for its store.

polars reads block after block; a block about which it has the least doubt is
read again by :func:`cells.parse_rows`, which is slow and says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sectornb.sources.declarations import declared
from sectornb.sources.opening import csv_stream
from sectornb.sources.qcew import cells
from sectornb.sources.qcew.identities import contradictions
from sectornb.sources.qcew.lines import Lines
from sectornb.sources.qcew.reader import pieces, refuse_several
from sectornb.sources.refusals import refuse_repeats
from sectornb.sources.store import Draft

if TYPE_CHECKING:
    import polars as pl

MIXED = 0x9E3779B97F4A7C15
"""Start value of the row hashes, the same in every frame."""


def typed_cells(path: Path, table: str) -> Draft:
    """All rows of a single file as text and float64, marks as written, each checked.

    Raises
    ------
    InputError
        If the file is damaged, a row has too few or too many cells, a code or
        mark is unknown, a number is negative or unreadable, a withheld cell
        holds one, a row contradicts itself, a key occurs twice, or there are several years.
    """
    declaration = declared(cells.SOURCE).table(table)
    hashes: list[np.ndarray] = []
    years: set[str] = set()

    def frames() -> Iterator[pl.DataFrame]:
        known: dict[str, set[str]] = {}
        with csv_stream(path, "zip") as stream:
            for layout, lines in pieces(stream, cells.with_checks(declaration, None)):
                frame = _quickly(layout, lines, known)
                frame = _slowly(layout, lines) if frame is None else frame
                hashes.append(frame.select(declaration.key).hash_rows(MIXED).to_numpy())
                years.update(frame["year"].unique())
                yield frame.select(column.name for column in declaration.columns)

    draft = Draft(frames(), declaration.key)
    refuse_several(str(path), "single", {"year": years})
    _refuse_repeats(path, draft, np.concatenate(hashes), declaration.key)
    return draft


def _quickly(layout: cells.Layout, lines: Lines, known: dict[str, set[str]]) -> pl.DataFrame | None:
    """The rows as polars reads them, or None if anything about them is doubtful."""
    import polars as pl

    names = [f"unused {place}" for place in range(layout.width)]
    for name, place in layout.places.items():
        names[place] = name
    numbers = set(layout.numbers)
    try:
        frame = pl.read_csv(
            lines.data,
            has_header=False,
            schema={n: pl.Float64 if n in numbers else pl.String for n in names},
            columns=sorted({*layout.places.values(), layout.width - 1}),
            infer_schema=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if len(frame) != len(lines.rows) or frame[names[-1]].null_count():
        return None
    marks = [c.name for c in layout.columns if c.kind == "mark"]
    frame = frame.select(*layout.places).with_columns(pl.col(marks).fill_null(""))
    doubts = []
    for column in layout.columns:
        if column.name not in numbers:
            fresh = set(frame[column.name].unique()) - known.setdefault(column.name, set())
            fits = cells.code_pattern(column.name).fullmatch
            if not all(code is not None and fits(code) for code in fresh):
                return None
            known[column.name] |= fresh
            continue
        value = pl.col(column.name)
        doubts.append(value.is_null().any() | ~value.is_finite().all())
        if not column.name.startswith("oty_"):
            doubts.append((value < 0).any())
        if column.withheld_by:
            doubts.append((pl.col(column.withheld_by).ne("") & value.ne(0)).any())
    if frame.select(pl.any_horizontal(doubts)).item():
        return None
    known_numbers = {name: frame[name].to_numpy() for name in layout.numbers}
    marked = {name: frame[name].ne("").to_numpy() for name in marks}
    odd = (found.rows.any() for found in contradictions(known_numbers, marked))
    return None if any(odd) else frame


def _slowly(layout: cells.Layout, lines: Lines) -> pl.DataFrame:
    import polars as pl

    frame = cells.parse_rows(layout, lines)
    return pl.DataFrame({name: frame[name].tolist() for name in layout.places})


def _refuse_repeats(path: Path, draft: Draft, hashes: np.ndarray, key: tuple[str, ...]) -> None:
    """Refuse a file with a key twice; rows of equal hash are looked up, as chance may have it."""
    import polars as pl

    found, times = np.unique(hashes, return_counts=True)
    if (times == 1).all():
        return
    suspects = np.flatnonzero(np.isin(hashes, found[times > 1]))
    keys = draft.scan().select(key).with_row_index("row")
    keys = keys.filter(pl.col("row").is_in(suspects))
    table = pd.DataFrame(keys.collect().to_dict(as_series=False))
    refuse_repeats(path, table.set_index("row"), key, "rows")

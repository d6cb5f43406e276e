"""The columnar store of a QCEW single file: every row read and checked once.

polars reads block after block; a block about which it has the least doubt is
read again by :func:`qcew_rows.parse_rows`, which is slow and says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sectornb.errors import InputError
from sectornb.sources.archives import LARGEST, csv_stream
from sectornb.sources.area_lines import Lines, LinesSeen
from sectornb.sources.columnar_store import Store, existing_store, make_store
from sectornb.sources.declarations import ColumnDeclaration, TableDeclaration, declared
from sectornb.sources.qcew import CODE_PATTERNS, MARKS, SOURCE, decode_marks
from sectornb.sources.qcew_bulk import wanted_lines
from sectornb.sources.qcew_rows import Layout, layout_of, needed_columns, parse_rows, tidy_rows

if TYPE_CHECKING:
    import polars as pl

MIXED = 0x9E3779B97F4A7C15
"""Start value of the row hashes, the same in every frame."""


def qcew_store(path: Path, sha256: str, table: str) -> Store | None:
    """The store of a single file, made on first use; None where the folder is read-only.

    Raises
    ------
    InputError
        If any row of the file is wrong; see :func:`checked_frames`.
    """
    found = existing_store(path, sha256)
    if found is not None:
        return found
    declaration = declared(SOURCE).table(table)
    return make_store(
        path, sha256, lambda: checked_frames(path, declaration), tuple(declaration.key)
    )


def read_store(
    store: Store,
    table: str,
    areas: Collection[str] | None,
    *,
    columns: Collection[str] | None = None,
    levels: Collection[str] | None = None,
    ownership: Collection[str] | None = None,
    quarter: str | None = None,
) -> pd.DataFrame:
    """Some areas out of a store, as :func:`qcew_bulk.read_single_file` gives them."""
    declaration = declared(SOURCE).table(table)
    wanted = [column.name for column in needed_columns(declaration, columns)]
    where = {
        "area_fips": areas,
        "agglvl_code": levels,
        "own_code": ownership,
        "qtr": None if quarter is None else [quarter],
    }
    return tidy_rows(str(store.path), store.table(wanted, where), declaration)


def checked_frames(
    path: Path, declaration: TableDeclaration, largest: int = LARGEST
) -> Iterator[pl.DataFrame]:
    """All rows of a single file in frames of text and float64, marks as written, each checked.

    Raises
    ------
    InputError
        If the file is damaged, a row has too few or too many cells, a code or
        mark is unknown, a number is negative or unreadable, a withheld cell
        holds one, a key occurs twice, or there are several years.
    """
    seen = LinesSeen()
    hashes: list[np.ndarray] = []
    years: set[str] = set()
    known: dict[str, set[str]] = {}
    with csv_stream(path, largest=largest) as stream:
        layout = layout_of(stream.name, stream.header, needed_columns(declaration, None))
        for lines in wanted_lines(layout, stream.blocks(), None, seen):
            frame = _quickly(layout, lines, declaration, known)
            if frame is None:
                frame = _slowly(layout, lines, declaration)
            hashes.append(frame.select(declaration.key).hash_rows(MIXED).to_numpy())
            years |= set(frame["year"].unique())
            yield frame
    if not hashes:
        raise InputError(
            f"{path} has a header and no rows. Download it again; the transfer was cut off."
        )
    if len(years) > 1:
        raise InputError(
            f"{path} holds {len(years)} years ({', '.join(sorted(years))}); a single file holds "
            "one. It was pasted together; use the agency's own file."
        )
    _check_repeats(path, np.concatenate(hashes), declaration)


def _quickly(
    layout: Layout, lines: Lines, declaration: TableDeclaration, known: dict[str, set[str]]
) -> pl.DataFrame | None:
    """The rows as polars reads them, or None if anything about them is doubtful."""
    import polars as pl

    names = [f"unused {place}" for place in range(layout.width)]
    for name, place in layout.places.items():
        names[place] = name
    last = names[-1]
    schema = {n: pl.Float64 if n in layout.numbers else pl.String for n in names}
    try:
        frame = pl.read_csv(
            lines.data,
            has_header=False,
            schema=schema,
            columns=sorted({*layout.places.values(), layout.width - 1}),
            infer_schema=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if len(frame) != len(lines.rows) or frame[last].null_count():
        return None
    columns = [c for c in declaration.columns if c.name in layout.places]
    marks = [c.name for c in columns if c.kind == "mark"]
    frame = frame.select(*layout.places).with_columns(pl.col(marks).fill_null(""))
    return frame if _is_sound(frame, columns, known) else None


def _is_sound(
    frame: pl.DataFrame, columns: list[ColumnDeclaration], known: dict[str, set[str]]
) -> bool:
    import polars as pl

    for column in columns:
        if column.kind in ("code", "mark"):
            fresh = set(frame[column.name].unique()) - known.setdefault(column.name, set())
            pattern = CODE_PATTERNS.get(column.name, "|".join(MARKS))
            if None in fresh or not all(re.fullmatch(pattern, code) for code in fresh):
                return False
            known[column.name] |= fresh
    doubts = []
    for column in columns:
        if column.kind in ("code", "mark"):
            continue
        value = pl.col(column.name)
        doubts.append(value.is_null().any() | ~value.is_finite().all())
        if not column.name.startswith("oty_"):
            doubts.append((value < 0).any())
        if column.withheld_by:
            doubts.append((pl.col(column.withheld_by).eq("N") & value.ne(0)).any())
    return not frame.select(pl.any_horizontal(doubts)).item()


def _slowly(layout: Layout, lines: Lines, declaration: TableDeclaration) -> pl.DataFrame:
    import polars as pl

    frame = parse_rows(layout, lines)
    decode_marks(Path(layout.name), frame.copy(), declaration)
    return pl.DataFrame(
        {
            name: frame[name].to_numpy()
            if name in layout.numbers
            else pl.Series(frame[name].tolist(), dtype=pl.String)
            for name in layout.places
        }
    )


def _check_repeats(path: Path, hashes: np.ndarray, declaration: TableDeclaration) -> None:
    """Refuse a file with a key twice; rows of equal hash are looked up, as chance may have it."""
    hashes.sort()
    twice = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    if not len(twice):
        return
    seen: set[tuple[str, ...]] = set()
    repeated, row, first = 0, 0, 0
    example: tuple[str, ...] = ()
    known: dict[str, set[str]] = {}
    with csv_stream(path) as stream:
        layout = layout_of(stream.name, stream.header, needed_columns(declaration, None))
        for lines in wanted_lines(layout, stream.blocks(), None, LinesSeen()):
            frame = _quickly(layout, lines, declaration, known)
            keys = (_slowly(layout, lines, declaration) if frame is None else frame).select(
                declaration.key
            )
            for place in np.flatnonzero(np.isin(keys.hash_rows(MIXED).to_numpy(), twice)):
                key = keys.row(int(place))
                if key in seen:
                    repeated += 1
                    first, example = (first, example) if example else (row + int(place), key)
                seen.add(key)
            row += len(keys)
    if repeated:
        named = zip(declaration.key, example, strict=True)
        told = ", ".join(f"{column} {code}" for column, code in named)
        raise InputError(
            f"{path} repeats {repeated:,} rows, the first in row {first + 2}: {told}. The file was "
            "pasted together; use the agency's own file."
        )

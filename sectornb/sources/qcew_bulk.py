"""QCEW files of many areas: the single files of the whole country, and industry slices.

Both have the columns of area files, packed in the agency's zip archive or not.
They are read in one pass, packed or not, in little memory; :mod:`columnar_store`
keeps what was read for the next time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.errors import InputError, UnknownCodeError, examples
from sectornb.sources.archives import LARGEST, csv_stream
from sectornb.sources.area_lines import Lines, LinesSeen, lines_of_areas
from sectornb.sources.declarations import declared
from sectornb.sources.qcew import SOURCE
from sectornb.sources.qcew_rows import Layout, layout_of, needed_columns, parse_rows, tidy_rows

PIECE = 16 << 20
"""Bytes of wanted rows that are parsed at once."""


def read_single_file(
    path: Path,
    areas: Collection[str] | None,
    table: str = "annual-single",
    *,
    columns: Collection[str] | None = None,
    levels: Collection[str] | None = None,
    ownership: Collection[str] | None = None,
    quarter: str | None = None,
    largest: int = LARGEST,
) -> pd.DataFrame:
    """Some areas of a file of many, straight from the agency's zip archive or unpacked.

    The whole file is passed once: the beginning of every row is checked, the
    rows of `areas` are parsed, the others are not.  Memory is that of the rows
    that are kept.

    Parameters
    ----------
    path : Path
        A single file, such as ``2022_annual_singlefile.zip`` or the CSV in it.
    areas : collection of str, or None
        Area codes such as ``39049``; None for every area.
    table : str
        ``annual-single`` or ``quarterly-single``.
    columns, levels, ownership
        As in :func:`sectornb.sources.qcew.read_area_file`.
    quarter : str, optional
        One quarter of a quarterly file, ``1`` to ``4``; all by default.
    largest : int
        Bytes, unpacked, that are still read.

    Returns
    -------
    DataFrame
        As from :func:`sectornb.sources.qcew.read_area_file`, sorted by the key.

    Raises
    ------
    InputError
        If the file is not such a file, is damaged, or a row of `areas` is wrong.
    UnknownCodeError
        If it holds no row of one of `areas`.
    """
    declaration = declared(SOURCE).table(table)
    seen = LinesSeen()
    with csv_stream(path, largest=largest) as stream:
        layout = layout_of(stream.name, stream.header, needed_columns(declaration, columns))
        frames = [
            _narrowed(parse_rows(layout, lines), areas, levels, ownership, quarter)
            for lines in wanted_lines(layout, stream.blocks(), areas, seen)
        ]
    if not seen.rows:
        raise InputError(
            f"{path} has a header and no rows. Download it again; the transfer was cut off."
        )
    missing = sorted(set(areas or ()) - set(seen.areas))
    if missing and layout.places["area_fips"] == 0:
        raise UnknownCodeError(
            f"{path} has no rows of {len(missing)} of {len(set(areas or ()))} areas: "
            f"{examples(missing)}. It holds {len(seen.areas):,} areas from {min(seen.areas)} to "
            f"{max(seen.areas)}."
        )
    return tidy_rows(stream.name, _joined(layout, frames), declaration)


def read_industry_file(
    path: Path,
    table: str = "annual-industry",
    *,
    columns: Collection[str] | None = None,
    levels: Collection[str] | None = None,
    ownership: Collection[str] | None = None,
) -> pd.DataFrame:
    """One industry in every area, from the agency's slice or its archive by industry.

    Parameters
    ----------
    path : Path
        Such as ``622.csv`` or, for manufacturing, ``31_33.csv``.
    table : str
        ``annual-industry`` or ``quarterly-industry``.
    columns, levels, ownership
        As in :func:`sectornb.sources.qcew.read_area_file`.

    Returns
    -------
    DataFrame
        As from :func:`sectornb.sources.qcew.read_area_file`.

    Raises
    ------
    InputError
        If the file is not such a file, is damaged, or holds several industries.
    """
    declaration = declared(SOURCE).table(table)
    with csv_stream(path) as stream:
        layout = layout_of(stream.name, stream.header, needed_columns(declaration, columns))
        frames = [
            parse_rows(layout, lines)
            for lines in wanted_lines(layout, stream.blocks(), None, LinesSeen())
        ]
    frame = _joined(layout, frames)
    for column, what in (("naics", "industries"), ("year", "years"), ("qtr", "quarters")):
        if frame[column].nunique() != 1:
            raise InputError(
                f"{path} holds {frame[column].nunique()} {what} "
                f"({examples(sorted(frame[column].unique()))}); an industry file holds one. It is "
                "another file, was cut off, or was pasted together."
            )
    return tidy_rows(stream.name, frame, declaration, levels=levels, ownership=ownership)


def areas_in_file(path: Path, table: str = "annual-single") -> tuple[str, ...]:
    """Every area that a file of many areas holds, sorted; reads the file to its end.

    Raises
    ------
    InputError
        If the file is not such a file or is damaged.
    """
    seen = LinesSeen()
    found: set[str] = set()
    columns = needed_columns(declared(SOURCE).table(table), ())
    with csv_stream(path) as stream:
        layout = layout_of(stream.name, stream.header, columns)
        for lines in wanted_lines(layout, stream.blocks(), (), seen):
            found |= set(parse_rows(layout, lines)["area_fips"])
    return tuple(sorted(found | set(seen.areas)))


def wanted_lines(
    layout: Layout, blocks: Iterable[bytes], areas: Collection[str] | None, seen: LinesSeen
) -> Iterator[Lines]:
    """Rows of the wanted areas in pieces that are worth parsing.

    A file whose columns stand in another order is passed on whole, for the
    caller to narrow.

    Raises
    ------
    InputError
        If a row does not begin as a row of such a file does.
    """
    if layout.places["area_fips"] == 0:
        found = lines_of_areas(layout.name, blocks, areas, seen)
    else:
        found = _every_line(blocks, seen)
    held: list[Lines] = []
    size = 0
    for lines in found:
        held.append(lines)
        size += len(lines.data)
        if size >= PIECE:
            yield _glued(held)
            held, size = [], 0
    if held:
        yield _glued(held)


def _every_line(blocks: Iterable[bytes], seen: LinesSeen) -> Iterator[Lines]:
    for block in blocks:
        rows = np.arange(seen.rows, seen.rows + block.count(b"\n"))
        seen.rows += len(rows)
        yield Lines(block, rows)


def _glued(held: list[Lines]) -> Lines:
    return Lines(b"".join(part.data for part in held), np.concatenate([p.rows for p in held]))


def _narrowed(
    frame: pd.DataFrame,
    areas: Collection[str] | None,
    levels: Collection[str] | None,
    ownership: Collection[str] | None,
    quarter: str | None,
) -> pd.DataFrame:
    wanted = (
        ("area_fips", areas),
        ("agglvl_code", levels),
        ("own_code", ownership),
        ("qtr", None if quarter is None else [quarter]),
    )
    for column, codes in wanted:
        if codes is not None:
            frame = frame[frame[column].isin(list(codes))]
    return frame


def _joined(layout: Layout, frames: list[pd.DataFrame]) -> pd.DataFrame:
    if not frames:
        raise InputError(
            f"{layout.name} has a header and no rows. Download it again; the transfer was cut off."
        )
    return pd.concat(frames)

"""Whether a home-to-work file of LODES is whole and free of contradiction, row by row.

The layout of a main file and of an aux file is the same; the blocks tell which
it is and of which state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sectornb.errors import InputError, counted, examples
from sectornb.sources.columns import no_rows, refuse_ragged_rows, require_columns
from sectornb.sources.declarations import declared
from sectornb.sources.lodes import layout
from sectornb.sources.lodes.layout import KEYS
from sectornb.sources.opening import MEBIBYTE, CsvStream, csv_stream
from sectornb.sources.refusals import refuse_codes, refuse_first, refuse_repeats
from sectornb.sources.states import us_states
from sectornb.sources.store import Draft

if TYPE_CHECKING:
    import polars as pl

    from sectornb.sources.lodes.crosswalk import Crosswalk

RUN = 16 * MEBIBYTE


@dataclass(frozen=True)
class OdContents:
    """What the blocks of a home-to-work file say: state of the work, main or aux, size.

    `created` is the day of the earliest row as a number, such as 20211018.
    `draft` holds the jobs by county of home and county of work, the first five digits of the
    blocks: ``home_area_fips``, ``work_area_fips`` (text) and the counts of the file, sorted.
    A state's file has millions of rows and its counties a few thousand pairs.
    """

    state: str
    kind: str
    rows: int
    created: int
    draft: Draft


def check_od_file(path: Path, crosswalks: Sequence[Crosswalk] = ()) -> OdContents:
    """Read a home-to-work file to its end and check every row.

    Parameters
    ----------
    crosswalks : sequence of Crosswalk
        Of the states whose blocks lie in other counties than their first five digits say.

    Raises
    ------
    InputError
        If blocks are not 15 digits, a count is negative, missing or no number,
        the parts of a row do not add up to its jobs, a pair stands twice, work
        lies in several states, homes inside and outside the state are mixed, or blocks
        are not in the crosswalk of their state.
    """
    rows = inside = 0
    created = 99991231
    works: set[int] = set()
    homes: set[int] = set()
    last = (0, 0)
    ordered = True
    pairs: list[pl.DataFrame] = []
    for frame in _runs(path):
        _check_counts(path, frame, rows)
        work, home = _blocks(path, frame, rows)
        ends = [_counties(path, blocks, crosswalks) for blocks in (home, work)]
        pairs.append(_county_pairs(frame, ends))
        states = np.unique(work // layout.BLOCK_TO_STATE)
        works |= set(states.tolist())
        homes |= set(np.unique(home // layout.BLOCK_TO_COUNTY).tolist())
        created = min(created, int(frame["createdate"].min()))  # type: ignore[arg-type]
        inside += int((home // layout.BLOCK_TO_STATE == states[0]).sum())
        step = np.diff(work, prepend=last[0])
        rising = np.diff(home, prepend=last[1]) > 0
        ordered = ordered and bool(((step > 0) | ((step == 0) & rising)).all())
        last = (int(work[-1]), int(home[-1]))
        rows += len(frame)
    if not rows:
        raise no_rows(path)
    if len(works) > 1 or f"{min(works):02d}" not in us_states():
        raise InputError(
            f"{path} has workplaces in {examples(f'state {code:02d}' for code in sorted(works))}; "
            "a file holds those of one state. It was pasted together; use the agency's own files."
        )
    strange = sorted(code for code in homes if code % 1000 == 0 or code < 1000)
    if strange:
        raise InputError(
            f"{path} has home blocks in counties that cannot be: "
            f"{examples(f'{code:05d}' for code in strange)}. Use the agency's own file."
        )
    if 0 < inside < rows:
        raise InputError(
            f"{path} mixes {counted(inside, 'row')} of homes in the state with {rows - inside:,} "
            "of homes "
            "elsewhere. A main and an aux file were pasted together; use the agency's own files."
        )
    # An agency's file is in strict order, which alone proves that no pair stands twice.
    if not ordered:
        _refuse_doubled_pairs(path)
    draft = Draft([_added_up(pairs)], tuple(KEYS))
    return OdContents(f"{min(works):02d}", "main" if inside else "aux", rows, created, draft)


def _counties(path: Path, blocks: np.ndarray, crosswalks: Sequence[Crosswalk]) -> np.ndarray:
    counties = blocks // layout.BLOCK_TO_COUNTY
    for each in crosswalks:
        inside = blocks // layout.BLOCK_TO_STATE == int(each.state)
        matched = each.counties.reindex(blocks[inside]).to_numpy()
        if np.isnan(matched).any():
            lost = np.unique(blocks[inside][np.isnan(matched)])
            raise InputError(
                f"{path} has {counted(len(lost), 'block')} that the library's crosswalk of "
                f"{us_states()[each.state].name} lacks, e.g. "
                f"{examples(f'{code:015d}' for code in lost)}. One is of another release; add the "
                "crosswalk of the release that the flows are of."
            )
        counties[inside] = matched
    return counties


def _county_pairs(frame: pl.DataFrame, ends: Sequence[np.ndarray]) -> pl.DataFrame:
    import polars as pl

    codes = [pl.Series(name, counties) for name, counties in zip(KEYS, ends, strict=True)]
    return frame.select(*codes, *layout.COUNTS).group_by(KEYS).sum()


def _added_up(pairs: list[pl.DataFrame]) -> pl.DataFrame:
    import polars as pl

    sums = pl.concat(pairs).group_by(KEYS).sum()
    return sums.with_columns(pl.col(KEYS).cast(pl.String).str.zfill(5)).sort(KEYS)


def _runs(path: Path) -> Iterator[pl.DataFrame]:
    """The needed columns in runs of rows: blocks as text, counts as integers."""
    import polars as pl

    needed = [column.file for column in declared(layout.SOURCE).table("od-main").columns]
    number = dict.fromkeys((*layout.COUNTS, "createdate"), pl.Int64)
    rows = 0
    with csv_stream(path, "gzip") as stream:
        require_columns(path, stream.header, dict.fromkeys(needed, ()))
        for block in stream.blocks(RUN):
            try:
                frame = _parse(block, stream.header, number).select(needed)
            except pl.exceptions.PolarsError as error:
                raise _unreadable(stream, block, list(number), rows, error) from error
            yield frame
            rows += len(frame)


def _parse(block: bytes, header: list[str], number: dict[str, type[pl.Int64]]) -> pl.DataFrame:
    import polars as pl

    return pl.read_csv(
        block,
        has_header=False,
        schema={name: number.get(name, pl.String) for name in header},
    )


def _unreadable(
    stream: CsvStream, block: bytes, numbers: list[str], rows: int, error: Exception
) -> InputError:
    import polars as pl

    every = range(rows, rows + len(block))
    refuse_ragged_rows(stream.name, block, len(stream.header), every)
    try:
        texts = _parse(block, stream.header, {}).fill_null("")
    except pl.exceptions.PolarsError:
        numbers = []
    for name in numbers:
        cells = pd.Series(texts[name].to_list(), index=every[: len(texts)], name=name)
        told = (
            "{} where a whole number belongs. The file was edited, pasted together or cut off; "
            "use the agency's own file."
        )
        refuse_first(stream.name, pd.to_numeric(cells, errors="coerce").isna(), cells, told)
    return InputError(
        f"{stream.name} is damaged after row {rows + 1:,}: {str(error).splitlines()[0]}. "
        "Download it again."
    )


def _refuse(path: Path, before: int, bad: np.ndarray, told: str, *values: np.ndarray) -> None:
    """Refuse the first row that is `bad`; `told` says why, with its `values` in their places."""
    if bad.any():
        place = int(bad.argmax())
        why = told.format(*(value[place] for value in values))
        raise InputError(f"{path} row {before + place + 2:,}{why}")


def _check_counts(path: Path, frame: pl.DataFrame, before: int) -> None:
    for name, missing in frame.null_count().row(0, named=True).items():
        if missing:
            told = f" has no {name}. The transfer was probably cut off; download the file again."
            _refuse(path, before, frame[name].is_null().to_numpy(), told)
    counts = {name: frame[name].to_numpy() for name in (*layout.COUNTS, "createdate")}
    for name in layout.COUNTS:
        told = f", column {name}: {{}} jobs cannot be. Use the agency's own file."
        _refuse(path, before, counts[name] < 0, told, counts[name])
    total = counts["S000"]
    for group in layout.SEGMENTS:
        summed = np.sum([counts[name] for name in group], axis=0)
        told = (
            f" contradicts itself: {', '.join(group)} add up to {{}}, S000 is {{}}. A row was "
            "edited; use the agency's own file."
        )
        _refuse(path, before, summed != total, told, summed, total)
    created = counts["createdate"]
    told = (
        ", column createdate: {} is no day such as 20211018. The transfer was probably cut off; "
        "download the file again."
    )
    _refuse(path, before, (created < 19900101) | (created > 21001231), told, created)


def _blocks(path: Path, frame: pl.DataFrame, before: int) -> tuple[np.ndarray, np.ndarray]:
    import polars as pl

    found = []
    for name in ("w_geocode", "h_geocode"):
        text = frame[name]
        number = text.cast(pl.Int64, strict=False)
        wrong = (text.str.len_bytes() != 15) | number.is_null() | (number < layout.BLOCK_TO_STATE)
        if wrong.any():
            rows = before + np.flatnonzero(wrong.to_numpy())
            codes = pd.Series(text.filter(wrong).to_list(), index=rows, name=name)
            refuse_codes(path, codes, lambda _: False, "block of 15 digits", digits=15)
        found.append(number.to_numpy())
    return found[0], found[1]


def _refuse_doubled_pairs(path: Path) -> None:
    import polars as pl

    blocks = ["w_geocode", "h_geocode"]
    frames = [
        pl.DataFrame(dict(zip(blocks, _blocks(path, frame, 0), strict=True)))
        for frame in _runs(path)
    ]
    pairs = pl.concat(frames).with_row_index("row").filter(pl.struct(blocks).is_duplicated())
    table = pd.DataFrame(pairs.to_dict(as_series=False)).set_index("row")
    refuse_repeats(path, table, blocks, "pairs of blocks")

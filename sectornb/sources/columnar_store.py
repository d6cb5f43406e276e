"""Long files kept a second time as Parquet beside the original, sorted, for fast reading.

The original stays the truth: a store is named after the original's SHA-256, may
be deleted at any time, and is made again from the original when it is missing,
damaged, or of another file.  Its note is written last, so that a store without a
note is one that was never finished.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.errors import InputError
from sectornb.sources.library import file_sha256, replaced_whole

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import polars as pl

FORMAT = 1
"""Rises whenever stores of older versions must not be read any more."""
ROWS_A_GROUP = 50_000
"""Some forty counties: fewer make the file larger, more make a query read too much."""
WAIT_SECONDS = 900


@dataclass(frozen=True)
class Store:
    """A finished store.

    Attributes
    ----------
    path : Path
        The Parquet file.
    original_sha256, original_bytes, original_mtime_ns
        The file that it was made of, and how that file lay there when its bytes
        were last compared with the library's record.
    sha256 : str
        Of the Parquet file.
    rows : int
        Rows of the original.
    was_sorted : bool
        Whether the original was already in the order of the store.
    values : tuple of str
        Every value of the column the store is sorted by, such as all areas.
    """

    path: Path
    original_sha256: str
    original_bytes: int
    original_mtime_ns: int
    sha256: str
    rows: int
    was_sorted: bool
    values: tuple[str, ...]

    @property
    def compared(self) -> tuple[int, int]:
        """Size and modification time of the original when its bytes were last compared."""
        return (self.original_bytes, self.original_mtime_ns)

    def read(
        self, columns: Collection[str], where: Mapping[str, Collection[str] | None]
    ) -> dict[str, np.ndarray]:
        """Some columns of the rows whose codes are among those wanted.

        Parameters
        ----------
        columns : collection of str
            Columns of the store.
        where : mapping of str to collection of str
            Column to the codes wanted; None for every code.

        Returns
        -------
        dict of str to ndarray
            One array per column: text as objects, numbers as float64.
        """
        import polars as pl

        wanted = [pl.col(c).is_in(list(codes)) for c, codes in where.items() if codes is not None]
        rows = pl.scan_parquet(self.path, glob=False)
        frame = rows.filter(*wanted).select(list(columns)).collect()
        return {column: _array(frame[column]) for column in columns}

    def table(
        self, columns: Collection[str], where: Mapping[str, Collection[str] | None]
    ) -> pd.DataFrame:
        """As :meth:`read`, as a table of text and float64."""
        import pandas as pd

        arrays = self.read(columns, where)
        return pd.DataFrame(
            {c: pd.Series(a, dtype="str" if a.dtype == object else None) for c, a in arrays.items()}
        )


def existing_store(original: Path, sha256: str) -> Store | None:
    """The finished store of the file `original` with that SHA-256, or None.

    A store whose own bytes are not those that were written counts as none.
    """
    path = _store_path(original, sha256)
    note = path.with_suffix(".note")
    try:
        told = json.loads(note.read_text("utf-8"))
        if told.pop("format") != FORMAT or told["original_sha256"] != sha256:
            return None
        store = Store(path=path, **{**told, "values": tuple(told["values"])})
        return store if file_sha256(path) == store.sha256 else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def make_store(
    original: Path,
    sha256: str,
    frames: Callable[[], Iterable[pl.DataFrame]],
    sort_by: tuple[str, ...],
) -> Store | None:
    """The store of `original`, made now unless another process has made it meanwhile.

    Stores of other files under the same name are removed.

    Parameters
    ----------
    frames : callable
        Starts reading the original: frames of one shape, in the order of the
        file.  What it raises is passed on, and nothing is left behind.
    sort_by : tuple of str
        Columns that the rows are put in order of; the first is what
        :attr:`Store.values` lists.

    Returns
    -------
    Store or None
        None where the folder cannot be written to: read the original then.

    Raises
    ------
    InputError
        If another process has been making the store for a quarter of an hour.
    """
    from filelock import FileLock, Timeout

    folder = original.parent
    if not os.access(folder, os.W_OK):
        return None
    lock = FileLock(folder / f".{original.name}.lock", timeout=WAIT_SECONDS)
    try:
        with lock:
            return existing_store(original, sha256) or _build(original, sha256, frames, sort_by)
    except Timeout as error:
        raise InputError(
            f"Another program has been reading {original} for {WAIT_SECONDS // 60} minutes. Wait "
            f"for it, or if there is none, delete {lock.lock_file}."
        ) from error


def remove_stores(original: Path, keep: str = "") -> None:
    """Delete the stores of `original`, but for the one of the SHA-256 `keep`."""
    kept = _store_path(original, keep).stem if keep else ""
    named = re.compile(rf"\.{re.escape(original.name)}\.[0-9a-f]{{16}}\.(parquet|note)")
    for path in original.parent.iterdir():
        if named.fullmatch(path.name) and path.stem != kept:
            path.unlink(missing_ok=True)


def _store_path(original: Path, sha256: str) -> Path:
    return original.with_name(f".{original.name}.{sha256[:16]}.parquet")


def _build(
    original: Path,
    sha256: str,
    frames: Callable[[], Iterable[pl.DataFrame]],
    sort_by: tuple[str, ...],
) -> Store:
    import polars as pl

    stat = original.stat()
    path = _store_path(original, sha256)
    remove_stores(original)
    _clear_after_a_kill(original)
    with replaced_whole(path) as temporary, _scratch(original) as scratch:
        rows, was_sorted = _write(temporary, scratch, frames, sort_by)
        found = pl.scan_parquet(temporary, glob=False).select(pl.col(sort_by[0]).unique().sort())
        values = tuple(found.collect().to_series().to_list())
        written = file_sha256(temporary)
    store = Store(
        path=path,
        original_sha256=sha256,
        original_bytes=stat.st_size,
        original_mtime_ns=stat.st_mtime_ns,
        sha256=written,
        rows=rows,
        was_sorted=was_sorted,
        values=values,
    )
    told = {name: value for name, value in asdict(store).items() if name != "path"}
    with replaced_whole(path.with_suffix(".note")) as temporary:
        temporary.write_text(json.dumps({"format": FORMAT, **told}) + "\n", "utf-8")
    return store


def _write(
    target: Path,
    scratch: Path,
    frames: Callable[[], Iterable[pl.DataFrame]],
    sort_by: tuple[str, ...],
) -> tuple[int, bool]:
    """Write the frames as they come, then once more in order if they were not."""
    import polars as pl

    order = _Order(sort_by)
    pieces = order.watched(frames())
    names = []
    for number, frame in enumerate(_of_size(pieces, ROWS_A_GROUP)):
        names.append(scratch / f"{number:06d}.parquet")
        frame.write_parquet(names[-1], compression="lz4", statistics=False)
    if not names:
        raise InputError("The file has a header and no rows. Download it again.")
    rows = pl.scan_parquet(names, glob=False)
    if not order.kept:
        rows = rows.sort(sort_by, maintain_order=True)
    rows.sink_parquet(
        target,
        compression="zstd",
        compression_level=3,
        row_group_size=ROWS_A_GROUP,
        statistics=True,
        maintain_order=True,
    )
    return order.rows, order.kept


class _Order:
    """Whether frames that pass by are in order, within each and from one to the next."""

    def __init__(self, sort_by: tuple[str, ...]) -> None:
        self.by = sort_by[0]
        self.kept = True
        self.rows = 0
        self._last = ""

    def watched(self, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        for frame in frames:
            column = frame[self.by]
            self.kept = self.kept and column.is_sorted() and self._last <= column[0]
            self._last = column[-1]
            self.rows += len(frame)
            yield frame


def _of_size(frames: Iterable[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """The same rows in frames of at least `rows` rows, but for the last."""
    import polars as pl

    held: list[pl.DataFrame] = []
    count = 0
    for frame in frames:
        held.append(frame)
        count += len(frame)
        if count >= rows:
            yield pl.concat(held)
            held, count = [], 0
    if held:
        yield pl.concat(held)


def _clear_after_a_kill(original: Path) -> None:
    """Delete what a program that was killed left of a store; the lock proves that none runs."""
    begun = re.compile(rf"\.\.{re.escape(original.name)}\.[0-9a-f]{{16}}\.(parquet|note)\..*\.part")
    for path in original.parent.iterdir():
        if path.name.startswith(_scratch_prefix(original)):
            shutil.rmtree(path, ignore_errors=True)
        elif begun.fullmatch(path.name):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def _scratch(original: Path) -> Iterator[Path]:
    prefix = _scratch_prefix(original)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=original.parent) as folder:
        yield Path(folder)


def _scratch_prefix(original: Path) -> str:
    return f".{original.name}.pieces-"


def _array(column: pl.Series) -> np.ndarray:
    """A column as an array; texts that recur are one object, which is much faster to make."""
    import numpy as np
    import polars as pl

    if column.dtype != pl.String:
        return column.to_numpy()
    if column.is_empty():
        return np.array([], dtype=object)
    texts = column.unique()
    place = column.replace_strict(texts, pl.Series(range(len(texts)), dtype=pl.UInt32))
    return np.array(texts.to_list(), dtype=object)[place.to_numpy()]

"""Typed columns of long files kept as Parquet beside the original, sorted, for fast reading.

They are written while a file is checked, as it is added.  The original stays the truth: a store
is named after the original's SHA-256, may be deleted at any time, and is made again from the
original when it is missing, damaged, or of another file.  Its note is written last, so that a
store without a note is one that was never finished.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import weakref
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.errors import InputError
from sectornb.sources.columns import no_rows
from sectornb.sources.holding import file_sha256
from sectornb.sources.library import Library
from sectornb.sources.replacing import claimed_folder, release, replaced_whole

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import polars as pl

FORMAT = 3
"""Rises whenever stores of older versions must not be read any more."""
LONG = 1 << 20
"""Bytes from which a file is worth a store: importing polars takes as long as reading a shorter."""
ROWS_A_GROUP = 50_000
"""Some forty counties: fewer make the file larger, more make a query read too much."""
WAIT_SECONDS = 900
_DRAFTS = "sectornb-draft-"


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
        Rows of the store.
    values : tuple of str
        Every value of the column the store is sorted by, such as all areas.
    """

    path: Path
    original_sha256: str
    original_bytes: int
    original_mtime_ns: int
    sha256: str
    rows: int
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
            One array per column: text as objects, numbers as they were kept.
        """
        import polars as pl

        wanted = [pl.col(c).is_in(list(codes)) for c, codes in where.items() if codes is not None]
        rows = pl.scan_parquet(self.path, glob=False)
        frame = rows.filter(*wanted).select(list(columns)).collect()
        return {column: _array(frame[column]) for column in columns}

    def table(
        self, columns: Collection[str], where: Mapping[str, Collection[str] | None]
    ) -> pd.DataFrame:
        """As :meth:`read`, as a table of text and numbers."""
        return _table(self.read(columns, where))


class Draft:
    """Typed columns of a file on their way to a store, in a temporary folder.

    Parameters
    ----------
    frames : iterable of polars.DataFrame
        Frames of one shape, in the order of the file.  What it raises is passed on.
    sort_by : tuple of str
        Columns that the rows of the store are put in order of; the first is what
        :attr:`Store.values` lists.

    Attributes
    ----------
    rows : int
        How many there are.

    Raises
    ------
    InputError
        If there is no row.
    """

    def __init__(self, frames: Iterable[pl.DataFrame], sort_by: tuple[str, ...]) -> None:
        import polars as pl

        self.rows = 0
        self._sort_by = sort_by
        self._in_order = True
        self._pieces: list[Path] = []
        folder = _draft_folder(self)
        held: list[pl.DataFrame] = []
        last = ""

        def write() -> None:
            self._pieces.append(folder / f"{len(self._pieces):06d}.parquet")
            pl.concat(held).write_parquet(self._pieces[-1], compression="lz4", statistics=False)
            held.clear()

        for frame in frames:
            first = frame[sort_by[0]]
            self._in_order = self._in_order and first.is_sorted() and last <= first[0]
            last = first[-1]
            self.rows += len(frame)
            held.append(frame)
            if sum(map(len, held)) >= ROWS_A_GROUP:
                write()
        if held:
            write()
        if not self.rows:
            raise no_rows("The file")

    def scan(self) -> pl.LazyFrame:
        """The rows in the order of the file."""
        import polars as pl

        return pl.scan_parquet(self._pieces, glob=False)

    def table(self) -> pd.DataFrame:
        """The rows in the order of the file, as a table of text and numbers."""
        return _table({column.name: _array(column) for column in self.scan().collect()})

    def write(self, target: Path) -> tuple[str, ...]:
        """Write the sorted rows, and tell all values of the column they are sorted by."""
        import polars as pl

        rows = self.scan()
        if not self._in_order:
            rows = rows.sort(self._sort_by, maintain_order=True)
        rows.sink_parquet(
            target,
            compression="zstd",
            compression_level=3,
            row_group_size=ROWS_A_GROUP,
            statistics=True,
            maintain_order=True,
        )
        values = pl.scan_parquet(target, glob=False).select(pl.col(self._sort_by[0]).unique())
        return tuple(values.collect().to_series().sort().to_list())


def _draft_folder(draft: Draft) -> Path:
    """A folder that goes with `draft`, after those that killed programs left are removed."""
    claimed, folder = claimed_folder(_DRAFTS)

    def end() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        release(claimed)

    weakref.finalize(draft, end)
    return folder


def existing_store(original: Path, sha256: str) -> Store | None:
    """The finished store of the file `original` with that SHA-256, or None.

    A store whose own bytes are not those that were written counts as none.
    """
    path = _store_path(original, sha256)
    try:
        told = json.loads(path.with_suffix(".note").read_text("utf-8"))
        if told.pop("format") != FORMAT or told["original_sha256"] != sha256:
            return None
        store = Store(path=path, **{**told, "values": tuple(told["values"])})
        return store if file_sha256(path) == store.sha256 else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def make_store(original: Path, sha256: str, draft: Callable[[], Draft]) -> Store | None:
    """The store of `original`, made now unless it is there or another process makes it.

    Stores of other files under the same name are removed.

    Parameters
    ----------
    draft : callable
        Reads the original.  What it raises is passed on, and nothing is left behind.

    Returns
    -------
    Store or None
        None where the file is too short to be worth one, where its folder cannot be written
        to, and where its bytes are not those of `sha256`: read the original then.

    Raises
    ------
    InputError
        If another process has been making the store for a quarter of an hour.
    """
    from filelock import FileLock, Timeout

    folder = original.parent
    if original.stat().st_size < LONG or not os.access(folder, os.W_OK):
        return None
    lock = FileLock(folder / f".{original.name}.lock", timeout=WAIT_SECONDS)
    try:
        with lock:
            return existing_store(original, sha256) or _build(original, sha256, draft)
    except Timeout as error:
        raise InputError(
            f"Another program has been reading {original} for {WAIT_SECONDS // 60} minutes. Wait "
            f"for it, or if there is none, delete {lock.lock_file}."
        ) from error


def held_store(
    library: Library, key: tuple[str, str, str, str], draft: Callable[[Path], Draft]
) -> tuple[Path, Store | None]:
    """A file of the library, compared with its record, and its store: found, or else made.

    Parameters
    ----------
    key : tuple of str
        Source, vintage, table and part.
    draft : callable
        Reads the file where the store has to be made.

    Raises
    ------
    NotInLibraryError, ChangedFileError, InputError
        As :meth:`Library.open` and :func:`make_store`.
    """

    def find() -> tuple[Path, Store | None]:
        path, sha256 = library.path(*key), library.record(*key).sha256
        store = existing_store(path, sha256)
        library.open(*key, compared=None if store is None else store.compared)
        return path, store or make_store(path, sha256, lambda: draft(path))

    return library.once((*key, "store"), find)


def remove_stores(original: Path) -> None:
    """Delete the stores of `original`, and what a program that was killed left of one."""
    named = rf"\.{re.escape(original.name)}\.[0-9a-f]{{16}}\.(parquet|note)"
    ours = re.compile(rf"{named}|\.{named}\..*\.part")
    for path in original.parent.iterdir():
        if ours.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _store_path(original: Path, sha256: str) -> Path:
    return original.with_name(f".{original.name}.{sha256[:16]}.parquet")


def _build(original: Path, sha256: str, make_draft: Callable[[], Draft]) -> Store | None:
    stat = original.stat()
    if file_sha256(original) != sha256:
        return None
    path = _store_path(original, sha256)
    remove_stores(original)
    draft = make_draft()
    with replaced_whole(path) as temporary:
        values = draft.write(temporary)
        written = file_sha256(temporary)
    store = Store(
        path=path,
        original_sha256=sha256,
        original_bytes=stat.st_size,
        original_mtime_ns=stat.st_mtime_ns,
        sha256=written,
        rows=draft.rows,
        values=values,
    )
    told = {name: value for name, value in asdict(store).items() if name != "path"}
    with replaced_whole(path.with_suffix(".note")) as temporary:
        temporary.write_text(json.dumps({"format": FORMAT, **told}) + "\n", "utf-8")
    return store


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


def _table(arrays: Mapping[str, np.ndarray]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {c: pd.Series(a, dtype="str" if a.dtype == object else None) for c, a in arrays.items()}
    )

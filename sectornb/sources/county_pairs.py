"""Block pairs of one home-to-work file added up to county pairs, and kept beside the file.

A state's file has millions of rows and its counties a few thousand pairs, so the
sum is kept as a small CSV file beside the library's original, named after the
original's SHA-256.  It is a copy that may be deleted at any time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.errors import InputError
from sectornb.sources.library import replaced_whole
from sectornb.sources.lodes_layout import BLOCK_TO_COUNTY, BLOCK_TO_STATE, COUNTS

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from sectornb.sources.lodes_crosswalk import Crosswalk

KEPT_FROM_BYTES = 1 << 20
"""Smaller files are added up faster than they are worth a copy."""
_KEYS = ["home_area_fips", "work_area_fips"]
WAIT_SECONDS = 300
_LAYOUT = "county-pairs-1"


def county_pairs(
    path: Path, counts: Sequence[str] = ("S000",), crosswalks: Sequence[Crosswalk] = ()
) -> pd.DataFrame:
    """Jobs of one home-to-work file by county of home and county of work.

    The county is the first five digits of the block, or where a crosswalk is
    given for the state of the block, the county that it names.

    Parameters
    ----------
    path : Path
        A main or aux file that was checked when it was added, gzipped or not.
    counts : sequence of str
        Count columns of the file, such as ``S000`` or ``SE03``.

    Returns
    -------
    DataFrame
        ``home_area_fips``, ``work_area_fips`` (text) and one column per count
        (jobs), sorted by the first two.

    Raises
    ------
    InputError
        If the file is damaged, or a crosswalk lacks a block of its state.
    """
    import polars as pl

    blocks = ("h_geocode", "w_geocode")
    lines = pl.scan_csv(path, schema_overrides=dict.fromkeys((*blocks, *counts), pl.Int64))
    county = {block: pl.col(block) // BLOCK_TO_COUNTY for block in blocks}
    if crosswalks:
        place = pl.concat([_moved(crosswalk) for crosswalk in crosswalks]).lazy()
        mapped = {int(crosswalk.state) for crosswalk in crosswalks}
        for block in blocks:
            lines = lines.join(
                place.rename({"county": f"{block}_county"}),
                left_on=block,
                right_on="block",
                how="left",
            )
            by_crosswalk = (pl.col(block) // BLOCK_TO_STATE).is_in(mapped)
            county[block] = (
                pl.when(by_crosswalk).then(pl.col(f"{block}_county")).otherwise(county[block])
            )
    pairs = (
        lines.select(
            county["h_geocode"].alias(_KEYS[0]), county["w_geocode"].alias(_KEYS[1]), *counts
        )
        .group_by(_KEYS)
        .agg(pl.col(counts).sum(), pl.min_horizontal(pl.col(counts).min()).alias("least"))
    )
    try:
        with ThreadPoolExecutor(1) as reading:
            waiting = reading.submit(pairs.collect, engine="streaming")
            # Loading pandas takes a second that the reading of a large file leaves free.
            import_module("pandas")
            found = waiting.result()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(
            f"{path} is damaged: {str(error).splitlines()[0]}. Add the agency's own file again "
            "with 'sectornb add --replace'."
        ) from error
    return _as_table(path, found, counts, bool(crosswalks))


def _moved(crosswalk: Crosswalk) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        {
            "block": crosswalk.frame["block"].astype("int64").to_numpy(),
            "county": crosswalk.frame["area_fips"].astype("int64").to_numpy(),
        }
    )


def _as_table(
    path: Path, found: pl.DataFrame, counts: Sequence[str], by_crosswalk: bool
) -> pd.DataFrame:
    if found[_KEYS[0]].null_count() or found[_KEYS[1]].null_count():
        reason = (
            "has blocks that the crosswalk lacks: they are of another census. Add the crosswalk "
            "of the same release"
            if by_crosswalk
            else "has rows without a block. Add the agency's own file again with --replace"
        )
        raise InputError(f"{path} {reason}.")
    if not len(found) or (found["least"].to_numpy() < 0).any():
        raise InputError(
            f"{path} has no rows or a negative count. Add the agency's own file again with "
            "--replace."
        )
    import pandas as pd

    columns = {key: [f"{code:05d}" for code in found[key].to_list()] for key in _KEYS}
    table = pd.DataFrame(columns, dtype="str")
    for count in counts:
        table[count] = found[count].to_numpy()
    return table.sort_values(_KEYS).reset_index(drop=True)


def kept_county_pairs(path: Path, sha256: str, counts: Sequence[str] = ("S000",)) -> pd.DataFrame:
    """As :func:`county_pairs`, from the copy kept beside a large library file where there is one.

    Parameters
    ----------
    sha256 : str
        Of the library file, from its record; a copy of another file is not used.
    """
    folder = path.parent
    if path.stat().st_size < KEPT_FROM_BYTES:
        return county_pairs(path, counts)
    kept = folder / f".{path.name}.{sha256[:16]}.counties"
    found = _kept(kept, sha256, counts)
    if found is not None:
        return found
    if not os.access(folder, os.W_OK):
        return county_pairs(path, counts)
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / f".{path.name}.counties.lock", timeout=WAIT_SECONDS):
            found = _kept(kept, sha256, counts)
            if found is not None:
                return found
            # One segment asked for is seldom the last: then all are worth keeping.
            wanted = tuple(counts) if set(counts) == {"S000"} else COUNTS
            table = county_pairs(path, wanted)
            _keep(kept, sha256, table)
    except Timeout:
        return county_pairs(path, counts)
    return table[[*_KEYS, *counts]]


def _seal(sha256: str, table: pd.DataFrame) -> str:
    total = int(table.drop(columns=_KEYS).to_numpy(dtype="int64").sum())
    return f"{_LAYOUT} {sha256} rows {len(table)} sum {total}"


def _keep(kept: Path, sha256: str, table: pd.DataFrame) -> None:
    name = kept.name.split(sha256[:16])[0]
    for other in kept.parent.glob(f"{name}*.counties"):
        if other != kept:
            other.unlink(missing_ok=True)
    with replaced_whole(kept) as temporary:
        text = table.to_csv(index=False, lineterminator="\n")
        temporary.write_text(f"{_seal(sha256, table)}\n{text}", encoding="utf-8")


def _kept(kept: Path, sha256: str, counts: Sequence[str]) -> pd.DataFrame | None:
    """The kept table with at least `counts`, or None if there is none that is whole."""
    if not kept.is_file():
        return None
    import pandas as pd

    try:
        with kept.open(encoding="utf-8") as stream:
            seal = stream.readline().rstrip("\n")
            table = pd.read_csv(stream, dtype=dict.fromkeys(_KEYS, "str"))
        whole = set(_KEYS) <= set(table) and seal == _seal(sha256, table)
    except (ValueError, OSError):
        whole = False
    if not whole or not set(counts) <= set(table):
        return None
    return table[[*_KEYS, *counts]]

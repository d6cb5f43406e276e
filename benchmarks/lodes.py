"""LODES home-to-work file: 15 million pairs of blocks added up to counties."""

from __future__ import annotations

from pathlib import Path

from measure import Row

TITLE = "LODES home-to-work file to county flows"
ABOUT = (
    "15 million pairs of blocks, 0.9 GB unpacked and 146 MB packed, simulated in the agency's "
    "layout; wanted are the jobs of each pair of counties."
)
PACKED = "wm_od_main_JT00_2022.csv.gz"
HELD = f"library/lodes/2022/od-main/{PACKED}"
MOST_MEMORY = 700.0
GZIP = "gzip -dc, wc -l"

_START = f"""
import sys
from pathlib import Path
folder = Path(sys.argv[1])
packed, held = folder / {PACKED!r}, folder / {HELD!r}
"""
_FLOWS = """
from sectornb.sources.library import Library
from sectornb.sources.lodes.flows import lodes_county_flows
found = lodes_county_flows(Library(folder / "library"), 2022, ["WM"])
assert found["jobs"].sum() > 15_000_000, found
"""
_FORGET = """
from sectornb.sources.store import remove_stores
remove_stores(held)
"""


def prepare(folder: Path) -> None:
    """A library that holds the file."""
    from sectornb.sources.adding import add_files

    add_files(folder / "library", [folder / PACKED], "lodes", "2022", replace=True)


ROWS = (
    Row(GZIP, ("sh", "-c", f"gzip -dc '{{folder}}/{PACKED}' | wc -l"), needs=("gzip", "wc")),
    Row(
        "reading after the file was added (lodes_county_flows)",
        _START + _FLOWS,
        baseline=GZIP,
        target=0.3,
        memory_mib=MOST_MEMORY,
    ),
    Row(
        "store deleted, made again (lodes_county_flows)",
        _START + _FORGET + _FLOWS,
        baseline=GZIP,
        memory_mib=MOST_MEMORY,
    ),
    Row(
        "every row checked, as when a file is added (check_od_file)",
        _START
        + """
from sectornb.sources.lodes.checks import check_od_file
assert check_od_file(packed).kind == "main"
""",
        baseline=GZIP,
        memory_mib=MOST_MEMORY,
    ),
    Row(
        "for comparison: polars streaming, no checks, no library",
        _START
        + """
import polars as pl
blocks = ["h_geocode", "w_geocode"]
rows = pl.scan_csv(packed, schema_overrides=dict.fromkeys(blocks, pl.Int64))
pairs = rows.group_by([pl.col(block) // 10**10 for block in blocks]).agg(pl.col("S000").sum())
assert len(pairs.collect(engine="streaming"))
""",
        baseline=GZIP,
    ),
    Row(
        "for comparison: pandas in pieces",
        _START
        + """
import pandas as pd
blocks = ["h_geocode", "w_geocode"]
pieces = pd.read_csv(packed, usecols=[*blocks, "S000"], chunksize=2_000_000)
sums = [
    piece.assign(**{b: piece[b] // 10**10 for b in blocks}).groupby(blocks)["S000"].sum()
    for piece in pieces
]
assert len(pd.concat(sums).groupby(level=[0, 1]).sum())
""",
        baseline=GZIP,
    ),
)

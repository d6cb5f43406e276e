"""The QCEW single file: ten counties out of 3.7 million rows."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from measure import Row

TITLE = "QCEW annual single file to a region of ten counties"
ABOUT = (
    "3.7 million rows of 38 columns, 591 MB unpacked, simulated in the agency's layout; wanted "
    "are ten areas with employment, wages and quotients."
)
SINGLE = "2022_annual_singlefile.zip"
UNPACKED = "2022.annual.singlefile.csv"
HELD = "library/qcew/2022/annual-single/singlefile.zip"
AREAS = ("01001", "01003", "10001", "13001", "20001", "30001", "40001", "50001", "55001", "US000")
CODES = (
    *("area_fips", "own_code", "industry_code", "agglvl_code", "size_code", "year", "qtr"),
    *("disclosure_code", "lq_disclosure_code"),
)
NUMBERS = ("annual_avg_estabs", "annual_avg_emplvl", "total_annual_wages", "lq_annual_avg_emplvl")
MEASURES = ("employment", "total_wages_usd", "lq_employment")
MOST_MEMORY = 700.0

_START = f"""
import sys
from pathlib import Path
folder, areas, codes = Path(sys.argv[1]), {list(AREAS)}, {list(CODES)}
numbers, measures = {list(NUMBERS)}, {list(MEASURES)}
columns = codes + numbers
path = folder / {UNPACKED!r}
"""
_LIBRARY = f"""
from sectornb.sources.library import Library, file_sha256
held = folder / {HELD!r}
library = Library(folder / "library")
"""


def prepare(folder: Path) -> None:
    """Write the files once: the zip archive, the file in it, and a library that holds it."""
    from sectornb.sources.library import Holding, Library, file_sha256

    single = folder / SINGLE
    if not (folder / UNPACKED).is_file():
        part = folder / f"{UNPACKED}.part"
        with zipfile.ZipFile(single) as archive, part.open("wb") as target:
            shutil.copyfileobj(archive.open(archive.namelist()[0]), target, 1 << 20)
        part.replace(folder / UNPACKED)
    holding = Holding(
        source="qcew",
        vintage="2022",
        table="annual-single",
        part="singlefile.zip",
        reference_period="2022 annual average",
        origin="simulated for benchmarks",
        retrieved="2026-01-01",
        bytes=single.stat().st_size,
        sha256=file_sha256(single),
        rows=0,
        simulated=True,
    )
    Library(folder / "library").put(single, holding, replace=True)


PANDAS = "pandas.read_csv, needed columns"
WC = "unzip -p, wc -l"
FOUND = "assert len(found) > 10_000, len(found)\n"

ROWS = (
    Row(
        PANDAS,
        _START
        + """
import pandas as pd
found = pd.read_csv(path, usecols=columns, dtype=dict.fromkeys(codes, str), keep_default_na=False)
found = found[found["area_fips"].isin(areas)]
"""
        + FOUND,
    ),
    Row(
        "unpacked file, ten areas (read_cells)",
        _START
        + """
from sectornb.sources.qcew.reader import read_cells
found = read_cells(path, "annual-single", areas, columns=measures)
"""
        + FOUND,
        baseline=PANDAS,
        target=0.35,
        memory_mib=MOST_MEMORY,
    ),
    Row(WC, ("sh", "-c", f"unzip -p '{{folder}}/{SINGLE}' | wc -l"), needs=("unzip", "wc")),
    Row(
        "zip archive, ten areas (read_cells)",
        _START
        + f"""
from sectornb.sources.qcew.reader import read_cells
found = read_cells(folder / {SINGLE!r}, "annual-single", areas, columns=measures)
"""
        + FOUND,
        baseline=WC,
        target=1.3,
        memory_mib=MOST_MEMORY,
    ),
    Row(
        "zip archive, every row checked and typed, as when it is added (typed_cells, make_store)",
        _START
        + _LIBRARY
        + """
from sectornb.sources.qcew.typed import typed_cells
from sectornb.sources.store import make_store, remove_stores
remove_stores(held)
sha256 = library.record("qcew", "2022", "annual-single", held.name).sha256
store = make_store(held, sha256, lambda: typed_cells(held, "annual-single"))
assert store.rows > 3_000_000
""",
        baseline=PANDAS,
        repeat=False,
        memory_mib=MOST_MEMORY,
    ),
    Row(
        "store, arrays (existing_store, Store.read)",
        _START
        + _LIBRARY
        + """
from sectornb.sources.store import existing_store
store = existing_store(held, library.record("qcew", "2022", "annual-single", held.name).sha256)
found = store.read(["own_code", "naics", *measures], {"area_fips": areas})["naics"]
"""
        + FOUND,
        baseline=PANDAS,
        target=0.15,
        memory_mib=MOST_MEMORY,
    ),
    Row("for comparison: import pandas, nothing else", "import pandas", baseline=PANDAS),
    Row(
        "store, table (read_areas: library, checks, pandas)",
        _START
        + _LIBRARY
        + """
from sectornb.sources.qcew.areas import read_areas
found = read_areas(library, [2022], areas, columns=measures)
"""
        + FOUND,
        baseline=PANDAS,
        memory_mib=MOST_MEMORY,
    ),
    Row(
        "for comparison: polars streaming over the unpacked file",
        _START
        + """
import polars as pl
rows = pl.scan_csv(path, schema_overrides=dict.fromkeys(codes, pl.String))
found = rows.filter(pl.col("area_fips").is_in(areas)).select(columns).collect(engine="streaming")
"""
        + FOUND,
        baseline=PANDAS,
    ),
    Row(
        "for comparison: DuckDB over the unpacked file",
        _START
        + """
import duckdb
texts = ", ".join(f"'{code}': 'VARCHAR'" for code in codes)
found = duckdb.sql(
    f"select {', '.join(columns)} from read_csv('{path}', types={{{texts}}}) "
    f"where area_fips in {tuple(areas)}"
).fetchall()
"""
        + FOUND,
        baseline=PANDAS,
        needs=("duckdb",),
    ),
    Row(
        "for comparison: DuckDB over the store",
        _START
        + _LIBRARY
        + """
import duckdb
[store] = held.parent.glob(".*.parquet")
found = duckdb.sql(
    f"select own_code, naics, {', '.join(measures)} from '{store}' "
    f"where area_fips in {tuple(areas)}"
).fetchall()
"""
        + FOUND,
        baseline=PANDAS,
        needs=("duckdb",),
    ),
)

"""Files of full national size for benchmarks: the right layout, no economy behind it."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sectornb.errors import ParameterError
from sectornb.simulate.columns import ANNUAL_COLUMNS, ANNUAL_MEASURES, OD_COLUMNS
from sectornb.simulate.formats import zip_entry
from sectornb.simulate.industries import tree
from sectornb.simulate.publication import aggregation_levels, withheld_shares

if TYPE_CHECKING:
    import polars as pl

YEAR = 2022
ROWS_PER_COUNTY = 1145
_CHUNK = 750_000
# Real state codes are borrowed because 3,143 counties need them; every figure is synthetic.
_STATES = [f"{code:02d}" for code in range(1, 57) if code not in (3, 7, 14, 43, 52)]


def _areas(counties: int) -> list[str]:
    per_state = -(-counties // len(_STATES))
    codes = [f"{state}{2 * n + 1:03d}" for state in _STATES for n in range(per_state)]
    return sorted([*codes[:counties], *(f"{state}000" for state in _STATES)]) + ["US000"]


def _lines() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Owner, code and level of 1,700 rows: the example's industries and made-up siblings."""
    part = tree(2022)
    known = {(*key, depth) for key, depth in zip(part.keys, part.level.tolist(), strict=True)}
    detail = [(o, c) for o, c, depth in sorted(known) if depth == 8 and o == "5"]
    for digit in "123456789":
        for owner, six in detail:
            if len(known) < 1700:
                known.add((owner, six[:5] + digit, 8))
    found = sorted(known)
    return tuple(np.array(column) for column in zip(*found, strict=True))  # type: ignore[return-value]


def _annual_chunk(areas: np.ndarray, chance: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    import polars as pl

    own, code, level = _lines()
    kept = rng.random((len(areas), len(code))) < chance[:, None]
    area, line = np.nonzero(kept | (level <= 1))
    rows = len(area)
    private = own[line] == "5"
    hidden = private & (rng.random(rows) < withheld_shares("benchmark")[level[line]])
    hidden &= areas[area] != "US000"
    scale = np.exp(rng.normal(6.5, 1.5, rows) - 0.45 * level[line])
    jobs = np.rint(scale * 20)
    pay = np.rint(np.exp(rng.normal(10.8, 0.4, rows)))
    wages = jobs * pay
    taxable = np.where(private, np.rint(wages * 0.2), 0)
    values = {
        "annual_avg_estabs": np.maximum(1, np.rint(jobs / 14)),
        "annual_avg_emplvl": jobs,
        "total_annual_wages": wages,
        "taxable_annual_wages": taxable,
        "annual_contributions": np.rint(taxable * 0.02),
        "annual_avg_wkly_wage": np.rint(pay / 52),
        "avg_annual_pay": pay,
    }
    mark = pl.Series(np.where(hidden, "N", ""))
    out: dict[str, pl.Series] = {
        "area_fips": pl.Series(areas[area]),
        "own_code": pl.Series(own[line]),
        "industry_code": pl.Series(code[line]),
        "agglvl_code": pl.Series(aggregation_levels(areas[area], level[line])),
        "size_code": pl.repeat("0", rows, eager=True),
        "year": pl.repeat(str(YEAR), rows, eager=True),
        "qtr": pl.repeat("A", rows, eager=True),
        "disclosure_code": mark,
        "lq_disclosure_code": mark,
        "oty_disclosure_code": mark,
    }
    for name in ANNUAL_MEASURES:
        shown = ~hidden | (name == "annual_avg_estabs")
        change = np.rint(rng.normal(0.02, 0.06, rows) * values[name])
        quotient = np.exp(rng.normal(0.0, 0.6, rows))
        out[name] = pl.Series((values[name] * shown).astype(np.int64))
        out[f"lq_{name}"] = _decimal(quotient * shown, 2)
        out[f"oty_{name}_chg"] = pl.Series((change * shown).astype(np.int64))
        percent = 100 * change / np.maximum(values[name] - change, 1)
        out[f"oty_{name}_pct_chg"] = _decimal(np.clip(percent, -999, 999) * shown, 1)
    return pl.DataFrame({name: out[name] for name in ANNUAL_COLUMNS})


def _decimal(values: np.ndarray, digits: int) -> pl.Series:
    """Numbers that are printed with a fixed number of decimals."""
    import polars as pl

    return pl.Series(values.round(digits) + 0.0).cast(pl.Decimal(12, digits))


def _annual_text(counties: int, rng: np.random.Generator) -> Iterator[bytes]:
    areas = np.array(_areas(counties))
    lines = len(_lines()[0])
    chance = np.clip(rng.normal(ROWS_PER_COUNTY / lines, 0.14, len(areas)), 0.15, 0.98)
    chance[areas == "US000"] = 1.0
    step = max(1, _CHUNK // ROWS_PER_COUNTY)
    for start in range(0, len(areas), step):
        part = slice(start, start + step)
        chunk = _annual_chunk(areas[part], chance[part], rng)
        yield chunk.write_csv(include_header=start == 0, quote_style="non_numeric").encode()


def _flow_text(rows: int, rng: np.random.Generator) -> Iterator[bytes]:
    import polars as pl

    county = 57_000 + 2 * rng.integers(0, 88, 200_000) + 1
    tract = rng.integers(100, 40_000, 200_000)
    block = rng.integers(1000, 4040, 200_000)
    blocks = np.unique((county * 10**6 + tract) * 10**4 + block)
    for start in range(0, rows, _CHUNK):
        number = min(_CHUNK, rows - start)
        low = len(blocks) * start // rows
        high = max(low + 1, len(blocks) * (start + number) // rows)
        # A pair of blocks occurs once: draw a few more, drop repeats, thin to the wanted number.
        drawn = number + number // 20 + 50
        work = rng.integers(low, high, drawn)
        home = np.abs(work + np.rint(rng.laplace(0, 9000, drawn))).astype(np.int64) % len(blocks)
        pairs = np.unique(work * len(blocks) + home)
        pairs = pairs[np.sort(rng.permutation(len(pairs))[:number])]
        jobs = 1 + (rng.random(number) < 0.08) + (rng.random(number) < 0.02)
        columns: dict[str, np.ndarray] = {
            "w_geocode": blocks[pairs // len(blocks)],
            "h_geocode": blocks[pairs % len(blocks)],
            "S000": jobs,
        }
        for kind in ("SA", "SE", "SI"):
            which = rng.integers(0, 3, number)
            columns |= {f"{kind}0{n + 1}": np.where(which == n, jobs, 0) for n in range(3)}
        columns["createdate"] = np.full(number, 20240102)
        frame = pl.DataFrame({name: columns[name] for name in OD_COLUMNS})
        yield frame.write_csv(include_header=start == 0).encode()


def write_benchmark_files(
    folder: Path | str, counties: int = 3143, od_rows: int = 15_000_000, seed: int = 57
) -> list[Path]:
    """Write one annual single file and one home-to-work file of national size.

    The annual file has about 1,145 rows per county, sorted by area; the other
    `od_rows` rows sorted by work block.  Layout, quoting, shares of withheld rows
    and the size of figures are realistic, but parts do not add up to totals, and
    the state codes 01 to 56 stand for no real place.  Takes about a gigabyte of
    memory and, at full size, one to three minutes.

    Parameters
    ----------
    folder
        Where ``2022_annual_singlefile.zip`` and ``wm_od_main_JT00_2022.csv.gz`` go.
    counties
        Number of counties, 51 to 20,000.
    od_rows
        Rows of the home-to-work file, at least 1.
    seed
        Seed of all draws.

    Raises
    ------
    ParameterError
        If `counties` or `od_rows` is out of range.
    """
    if not 51 <= counties <= 20_000 or od_rows < 1:
        raise ParameterError(
            f"counties: {counties}, od_rows: {od_rows}; choose 51 to 20,000 and at least 1."
        )
    home = Path(folder)
    home.mkdir(parents=True, exist_ok=True)
    annual = home / f"{YEAR}_annual_singlefile.zip"
    entry = zip_entry(f"{YEAR}.annual.singlefile.csv")
    streams = [np.random.default_rng([seed, part]) for part in (90, 91)]
    with (
        zipfile.ZipFile(annual, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive,
        archive.open(entry, "w", force_zip64=True) as member,
    ):
        for text in _annual_text(counties, streams[0]):
            member.write(text)
    flows = home / f"wm_od_main_JT00_{YEAR}.csv.gz"
    with (
        flows.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=5, mtime=0) as packed,
    ):
        for text in _flow_text(od_rows, streams[1]):
            packed.write(text)
    return [annual, flows]

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.national_files import write_benchmark_files
from sectornb.errors import ParameterError
from sectornb.simulate.columns import ANNUAL_COLUMNS, OD_COLUMNS


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_benchmark_files(tmp_path_factory.mktemp("bench"), counties=60, od_rows=5_000)


def test_single_file_has_the_layout_and_is_sorted_by_area(files: list[Path]) -> None:
    with zipfile.ZipFile(files[0]) as archive:
        data = archive.read("2022.annual.singlefile.csv")
    keys = {"area_fips": str, "own_code": str, "industry_code": str, "disclosure_code": str}
    rows = pd.read_csv(io.BytesIO(data), dtype=keys, keep_default_na=False)
    assert list(rows.columns) == list(ANNUAL_COLUMNS)
    assert rows["area_fips"].is_monotonic_increasing
    assert rows["area_fips"].nunique() == 60 + 51 + 1
    assert not rows.duplicated(["area_fips", "own_code", "industry_code"]).any()
    assert 900 < len(rows) / 112 < 1400
    hidden = rows[rows["disclosure_code"] == "N"]
    assert (hidden[["annual_avg_emplvl", "total_annual_wages"]] == 0).all(axis=None)
    assert data.startswith(b'"area_fips","own_code"') and b'"N",0.' not in data.split(b"\n")[1]


def test_flow_file_has_the_wanted_rows_and_adds_up(files: list[Path]) -> None:
    text = {"w_geocode": str, "h_geocode": str}
    rows = pd.read_csv(io.BytesIO(gzip.decompress(files[1].read_bytes())), dtype=text)
    assert list(rows.columns) == list(OD_COLUMNS) and len(rows) == 5_000
    assert (rows["w_geocode"].str.len() == 15).all() and (rows["h_geocode"].str.len() == 15).all()
    assert not rows.duplicated(["w_geocode", "h_geocode"]).any()
    for kind in ("SA", "SE", "SI"):
        assert (rows[[f"{kind}0{n}" for n in (1, 2, 3)]].sum(axis=1) == rows["S000"]).all()


def test_the_same_seed_gives_the_same_bytes(files: list[Path], tmp_path: Path) -> None:
    again = write_benchmark_files(tmp_path, counties=60, od_rows=5_000)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]


def test_an_impossible_size_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="51 to 20,000"):
        write_benchmark_files(tmp_path / "bench", counties=3)
    assert not (tmp_path / "bench").exists()

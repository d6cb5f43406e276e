from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sectornb.simulate import State, simulate_state, write_agency_files, write_truth
from tests.builders.truth import read_truth


@pytest.fixture(scope="module")
def folder(little: State, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("library")
    write_agency_files(little, home)
    return home


def digests(home: Path) -> dict[str, str]:
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def test_files_lie_by_source_vintage_and_table(folder: Path) -> None:
    for name in (
        "qcew/2019/annual-area/57001.csv",
        "qcew/2020/annual-area/US000.csv",
        "qcew/2020/annual-area/57000.csv",
        "qcew/2020/annual-area/57999.csv",
        "qcew-titles/2020/industry/industry_titles.csv",
        "qcew-titles/2020/size/size_titles.csv",
        "lodes/2019/od/wm_od_main_JT00_2019.csv.gz",
        "lodes/2020/od/em_od_aux_JT01_2020.csv.gz",
        "lodes/2020/xwalk/em_xwalk.csv.gz",
        "laus/2020/county/laucnty20.xlsx",
        "geometry/2020/counties/counties-10m.json",
        "projections/2020/wid-projectionsmatrix/westmark_2020_2030.csv",
    ):
        assert (folder / name).is_file(), name
    quarters = sorted(path.name[-6:] for path in folder.glob("qcew/2020/quarterly-area/*.csv"))
    assert quarters == ["q1.csv", "q2.csv", "q3.csv", "q4.csv"]


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = simulate_state(3, 10, range(2019, 2021))
    write_agency_files(again, tmp_path)
    assert digests(folder) == digests(tmp_path)


def test_bytes_do_not_depend_on_the_process(little: State, tmp_path: Path) -> None:
    write_truth(little, tmp_path / "here")
    program = (
        "import sys; from sectornb.simulate import *;"
        "write_truth(simulate_state(3, 10, range(2019, 2021)), sys.argv[1])"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(root)}
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "there")], check=True, env=environment
    )
    assert digests(tmp_path / "here") == digests(tmp_path / "there")


def test_main_holds_one_state_and_aux_the_homes_beyond_it(folder: Path) -> None:
    text = {"w_geocode": str, "h_geocode": str}
    for part in ("main", "aux"):
        path = folder / f"lodes/2020/od/wm_od_{part}_JT00_2020.csv.gz"
        rows = pd.read_csv(io.BytesIO(gzip.decompress(path.read_bytes())), dtype=text)
        assert (rows["w_geocode"].str[:2] == "57").all()
        assert (rows["h_geocode"].str[:2] == ("57" if part == "main" else "58")).all()
        order = rows[["w_geocode", "h_geocode"]]
        assert order.equals(order.sort_values(["w_geocode", "h_geocode"], ignore_index=True))


def test_shapes_are_json(folder: Path) -> None:
    shapes = json.loads((folder / "geometry/2020/counties/counties-10m.json").read_text())
    assert len(shapes["objects"]["counties"]["geometries"]) == 10


def test_a_year_between_is_whole_in_its_single_file(tmp_path: Path) -> None:
    state = simulate_state(5, 8, range(2020, 2023))
    write_agency_files(state, tmp_path)
    path = tmp_path / "qcew/2021/annual-singlefile/2021_annual_singlefile.zip"
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["2021.annual.singlefile.csv"]
        lines = archive.read("2021.annual.singlefile.csv").decode().splitlines()
    assert len(lines) == 1 + len(state.annual[2021])
    areas = [line[1:6] for line in lines[1:]]
    assert areas == sorted(areas)
    slices = {p.stem for p in (tmp_path / "qcew/2021/annual-area").iterdir()}
    assert "US000" in slices and "57000" not in slices
    assert slices < {p.stem for p in (tmp_path / "qcew/2022/annual-area").iterdir()}


def test_truth_reads_back(little: State, tmp_path: Path) -> None:
    path, *_ = write_truth(little, tmp_path)
    back = read_truth(path)
    assert list(back.columns) == list(little.truth.columns)
    for name in ("area_fips", "naics", "year", "withheld"):
        assert back[name].tolist() == little.truth[name].tolist()
    for name in ("employment", "total_wages_usd", "establishments"):
        assert np.allclose(back[name], little.truth[name], rtol=1e-12)


@pytest.mark.soak
def test_the_state_of_the_example_stays_below_thirteen_megabytes(tmp_path: Path) -> None:
    state = simulate_state()
    files = write_agency_files(state, tmp_path / "library") + write_truth(state, tmp_path / "truth")
    assert sum(path.stat().st_size for path in files) < 13_000_000

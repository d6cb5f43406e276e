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

from sectornb.simulate import State, read_truth, simulate_state, write_agency_files, write_truth
from sectornb.simulate.__main__ import main
from sectornb.simulate.write import annual_by_area, annual_industry_files, quarterly_single_file


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
    (path,) = write_truth(little, tmp_path)
    back = read_truth(path)
    assert list(back.columns) == list(little.truth.columns)
    for name in ("area_fips", "naics", "year", "withheld"):
        assert back[name].tolist() == little.truth[name].tolist()
    for name in ("employment", "total_wages_usd", "establishments"):
        assert np.allclose(back[name], little.truth[name], rtol=1e-12)


def test_industry_slices_name_sectors_with_an_underscore(little: State) -> None:
    files = dict(annual_industry_files(little, 2020, ["31-33", "622"]))
    assert list(files) == ["31_33.csv", "622.csv"]
    lines = files["31_33.csv"].decode().splitlines()
    assert len(lines) > 10 and all('"31-33"' in line for line in lines[1:])


def test_archives_have_the_agencys_inner_names(little: State) -> None:
    name, data = annual_by_area(little, 2020)
    assert name == "2020_annual_by_area.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert (
            "2020.annual.by_area/2020.annual 57001 Alder County, Westmark.csv" in archive.namelist()
        )
    name, data = quarterly_single_file(little, 2020)
    assert name == "2020_qtrly_singlefile.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["2020.q1-q4.singlefile.csv"]


@pytest.mark.soak
def test_the_command_writes_the_example_below_ten_megabytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--out", str(tmp_path / "example"), "--seed", "57"])
    files = [path for path in (tmp_path / "example").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 10_000_000
    assert {path.relative_to(tmp_path / "example").parts[0] for path in files} == {
        "library",
        "truth",
    }
    assert capsys.readouterr().out.startswith(f"{len(files)} files, ")

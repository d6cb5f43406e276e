from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sectornb.figures.picture import Picture
from sectornb.report.parameters import check_parameters
from sectornb.report.record import save

TOTALS = pd.DataFrame(
    {
        "own_code": ["0"],
        "ownership": ["total covered"],
        "year": ["2022"],
        "establishments": [10.0],
        "employment": [100.0],
        "total_wages_usd": [1e9],
    }
)


@pytest.fixture
def picture() -> Picture:
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("agg")
    figure, axes = plt.subplots()
    axes.bar(["622"], [3])
    return Picture(figure, "Bars: hospitals lead.", "Jobs", "jobs")


def record(folder: Path, picture: Picture, **changes: Any) -> dict[str, Any]:
    needed = {"region_id": "a", "title": "A", "counties": ["57001"], "base_year": 2017}
    settings = check_parameters(
        "2-industries", {**needed, "latest_year": 2022, "library": "x", "out": str(folder)}
    )
    save(
        "2-industries", settings, question="Which?", period="2022",
        tables={"region_totals": TOTALS}, findings=[], sources=[], pictures=[picture], **changes,
    )  # fmt: skip
    return dict(json.loads((folder / "records" / "2-industries.json").read_text("utf-8")))


def test_pictures_are_saved_and_recorded_with_their_files(tmp_path: Path, picture: Picture) -> None:
    (figure,) = record(tmp_path, picture)["figures"]
    assert figure["files"] == {
        "png": "figures/2-industries-jobs.png",
        "svg": "figures/2-industries-jobs.svg",
    }
    assert all((tmp_path / file).stat().st_size > 1000 for file in figure["files"].values())


def test_county_names_are_recorded_where_they_are_known(tmp_path: Path, picture: Picture) -> None:
    assert "county_names" not in record(tmp_path, picture)
    names = {"57001": "Alder County, North Esker"}
    assert record(tmp_path, picture, county_names=names)["county_names"] == names

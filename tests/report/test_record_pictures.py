from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sectornb.report.record import save
from sectornb.show.picture import Picture
from tests.builders.finished_study import finished_study

SUMMARY = pd.DataFrame(
    {"side": ["jobs"], "jobs": 10.0, "jobs_inside": 9.0, "inside_pct": 90.0, "outside_pct": 10.0}
)


@pytest.fixture
def picture() -> Picture:
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("agg")
    figure, axes = plt.subplots()
    axes.bar(["622"], [3])
    return Picture(figure, "Bars: hospitals lead.", "Jobs", "jobs")


def record(folder: Path, picture: Picture, **changes: Any) -> dict[str, Any]:
    results = {"tables": {"region_commuting": SUMMARY}, "pictures": [picture]}
    save(finished_study(str(folder), **results, **changes))
    return dict(json.loads((folder / "records" / "1-region.json").read_text("utf-8")))


def test_pictures_are_saved_and_recorded_with_their_files(tmp_path: Path, picture: Picture) -> None:
    (figure,) = record(tmp_path, picture)["figures"]
    assert figure["files"] == {
        "png": "figures/1-region-jobs.png",
        "svg": "figures/1-region-jobs.svg",
    }
    assert all((tmp_path / file).stat().st_size > 1000 for file in figure["files"].values())


def test_county_names_are_recorded_where_they_are_known(tmp_path: Path, picture: Picture) -> None:
    assert "county_names" not in record(tmp_path, picture)
    names = {"57001": "Alder County, North Esker"}
    assert record(tmp_path, picture, county_names=names)["county_names"] == names

"""A year of the agency's own quarterly files, counted once more by plain means."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.qcew.areas import AreaFiles, read_areas
from tests.builders.industry_study import asked

KEY = ["area_fips", "own_code", "industry_code", "agglvl_code", "size_code"]
COUNTIES = ["39041", "39049", "39089", "39097"]


@pytest.fixture(scope="module")
def archive(real_data: Path) -> Path:
    return real_data / "qcew" / "2016_qtrly_by_area_ohio.zip"


@pytest.fixture(scope="module")
def ohio(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("ohio") / "library"
    [(holding, _)] = add_files(root, [archive], "qcew", "2016")
    assert holding.rows == 430_812
    return Library(root)


def counted(archive: Path, areas: list[str]) -> pd.DataFrame:
    """Twelve months, four quarters and the withheld of each cell, straight from the archive."""
    with zipfile.ZipFile(archive) as members:
        named = [name for name in members.namelist() if any(f" {area} " in name for area in areas)]
        raw = pd.concat(
            pd.read_csv(
                members.open(name),
                dtype=dict.fromkeys([*KEY, "disclosure_code"], "str"),
                keep_default_na=False,
            )
            for name in named
        )
    months = raw[["month1_emplvl", "month2_emplvl", "month3_emplvl"]].sum(axis=1)
    raw = raw.assign(months=months, hidden=raw["disclosure_code"].eq("N"))
    sums = {"months": "sum", "total_qtrly_wages": "sum", "qtrly_estabs_count": "sum"}
    return raw.groupby(KEY).agg({**sums, "hidden": "any"}).reset_index()


def test_every_cell_is_the_agencys_rule_on_its_quarters(archive: Path, ohio: Library) -> None:
    areas = ["39000", "39999", *COUNTIES]
    rows = read_areas(ohio, [2016], areas).rename(columns={"naics": "industry_code"})
    both = rows.merge(counted(archive, areas), on=KEY, how="outer", indicator=True)
    assert both["_merge"].eq("both").all()
    assert both["employment_status"].eq("withheld").equals(both["hidden"])
    assert both.loc[both["hidden"], ["employment", "total_wages_usd"]].isna().all(axis=None)
    known = both[~both["hidden"]]
    assert len(known) > 5_000
    # Halves up, in whole numbers: (sum + 6) // 12 is the mean of twelve months rounded.
    assert (known["employment"] == (known["months"] + 6) // 12).all()
    assert (known["total_wages_usd"] == known["total_qtrly_wages"]).all()
    assert (both["establishments"] == (both["qtrly_estabs_count"] + 2) // 4).all()
    total = rows[rows["own_code"].eq("0")].set_index("area_fips")["employment"]
    assert total["39000"] == 5_319_679


def test_every_area_of_the_archive_has_a_year(ohio: Library) -> None:
    files = AreaFiles(ohio, 2016)
    assert len(files.areas()) == 90
    assert files.lacks(files.areas()) == []


def test_withheld_cells_have_bounds(ohio: Library) -> None:
    from sectornb.industry.study import IndustryStudy

    given = {"base_year": 2016, "latest_year": 2016, "details": {"draws": 20}}
    factors = IndustryStudy(ohio, asked(COUNTIES, **given)).proven
    hidden = factors[factors["counties_withheld"].gt(0)]
    assert len(hidden) == 57
    assert (hidden["employment_low"] <= hidden["employment_high"]).sum() > 40

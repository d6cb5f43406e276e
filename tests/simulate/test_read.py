from __future__ import annotations

from pathlib import Path

import pytest

import sectornb.simulate
from sectornb.codes import SECTORS
from sectornb.simulate.industries import activities
from sectornb.simulate.read import numbers, table, texts

TABLES = sorted((Path(sectornb.simulate.__file__).parent / "tables").glob("*.csv"))
WITHOUT_KEY = {
    *("activities", "blocks", "columns", "laus_heading"),
    *("partner_challenges", "partner_targets"),
    *("onet_commodities", "programs", "soc_structure", "staffing"),
} | {f"assessment_{name}" for name in ("initiatives", "ratings", "reasons")}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_each_table_is_described_and_has_one_row_per_key(path: Path) -> None:
    frame = table(path.stem)
    assert f"`{path.name}`" in (path.parent / "README.md").read_text("utf-8")
    assert (frame.dtypes == "str").all() and not frame.isna().any(axis=None)
    if path.stem not in WITHOUT_KEY:
        assert frame.iloc[:, 0].is_unique


def test_codes_keep_their_zeros_and_an_empty_cell_is_no_number() -> None:
    assert next(iter(texts("workforce_regions", "name"))) == "000001"
    # Read as pandas reads by default, "000001" would be 1 and the empty cells NaN.
    assert table("special_industries")["holiday"].tolist().count("") == 8
    assert numbers("special_industries", "holiday") == {"492110": 0.12}


def test_every_sector_and_every_special_industry_is_one_of_the_economy() -> None:
    assert tuple(table("sectors")["naics"]) == SECTORS
    assert set(table("special_industries")["naics_2017"]) <= set(activities().code_2017.tolist())

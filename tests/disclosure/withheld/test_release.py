"""What a public page prints, and what is worth asking for."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.disclosure.withheld.bounds import industry_bounds
from sectornb.disclosure.withheld.release import (
    draft_request,
    most_helpful_totals,
    public_cells,
    public_region,
)
from sectornb.disclosure.withheld.system import system_of
from sectornb.errors import ParameterError
from tests.builders.intervals import simple_rows


@pytest.fixture
def rows() -> pd.DataFrame:
    # 622 is withheld in three counties: 60 to 70 in the first, 0 to 70 in the others.
    held: list[tuple[str, str, float | None]] = []
    for county in ("39041", "39045", "39047"):
        held += [(county, "10", 100), (county, "62", 100), (county, "621", 30),
                 (county, "622", None), (county, "623", None)]  # fmt: skip
    held += [("39041", "6221", 60), ("39041", "6222", None), ("39041", "6223", None)]
    return simple_rows(held)


def test_a_narrow_cell_and_one_more_are_left_out(rows: pd.DataFrame) -> None:
    found = industry_bounds(system_of(rows))
    counties = ["39041", "39045", "39047"]
    public = public_cells(found.cells, counties)
    hospitals = public[public["naics"].eq("622")].set_index("area_fips")
    assert hospitals["bounds_shown"].tolist() == [False, False, True]
    assert hospitals.loc[["39041", "39045"], "employment_high"].isna().all()
    assert hospitals.loc["39047", "employment_high"] == 70
    region = public_region(found.region, public).set_index("naics")
    assert region.loc["622", "bounds_shown"]


def test_cells_of_fewer_than_three_establishments_are_left_out(rows: pd.DataFrame) -> None:
    few = rows.assign(establishments=rows["establishments"].mask(rows["naics"].eq("623"), 2.0))
    public = public_cells(industry_bounds(system_of(few)).cells, ["39041", "39045", "39047"])
    assert not public[public["naics"].eq("623")]["bounds_shown"].any()


def test_published_cells_are_always_shown(rows: pd.DataFrame) -> None:
    public = public_cells(industry_bounds(system_of(rows)).cells, ["39041", "39045", "39047"], 1.0)
    assert public[public["employment_status"].ne("withheld")]["bounds_shown"].all()


def test_a_region_that_would_give_a_cell_back_is_left_out(rows: pd.DataFrame) -> None:
    # In 39041 alone 622 is withheld, narrow, and nothing else can stand beside it.
    found = industry_bounds(system_of(rows, ["39041"]))
    public = public_cells(found.cells, ["39041"])
    region = public_region(found.region, public).set_index("naics")
    assert not region.loc["622", "bounds_shown"]
    assert pd.isna(region.loc["622", "employment_high"])
    assert region.loc["621", "bounds_shown"]


def test_the_share_must_be_one(rows: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match="0 to 1"):
        public_cells(industry_bounds(system_of(rows)).cells, ["39041"], 2.0)


def test_the_widest_interval_over_many_others_helps_most() -> None:
    # a spans b, c and d; knowing a settles it against nearly all, knowing b only against a.
    bounds = pd.DataFrame(
        {"naics": ["a", "b", "c", "d"], "low": [0.0, 10, 50, 90], "high": [100.0, 12, 50, 90]}
    )
    found = most_helpful_totals(bounds, {"employment": ("low", "high")}, {"employment": 1})
    assert found["naics"].tolist() == ["a", "b"]
    assert found["open_pairs"].tolist() == [3, 1]
    assert found["settled_pairs"].iloc[0] == pytest.approx(3, abs=0.05)
    assert found["settled_pairs"].iloc[1] == 0


def test_a_request_asks_for_totals_of_several_counties_only() -> None:
    text = draft_request({"622": "Hospitals"}, ["Franklin", "Delaware"], "2022", "private")
    assert "622 Hospitals" in text
    assert "no figure of a single county" in text
    with pytest.raises(ParameterError, match="two counties"):
        draft_request({"622": "Hospitals"}, ["Franklin"], "2022", "private")
    with pytest.raises(ParameterError):
        draft_request({}, ["Franklin", "Delaware"], "2022", "private")


def test_where_nothing_is_left_out_every_cell_is_shown() -> None:
    # Of one industry alone, so that no other cell of the table has to go with a narrow one.
    rows = simple_rows([("39041", "10", 100), ("39041", "62", 60), ("39041", "54", 40)])
    cells = industry_bounds(system_of(rows)).cells
    assert public_cells(cells[cells["naics"].eq("62")], ["39041"])["bounds_shown"].all()

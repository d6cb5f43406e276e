"""Rows beside the ranking: which there are, and where each would stand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sectornb.industry.groups.table import FIGURES, PLACES, group_table, redrawn_sectors
from tests.builders.industry_study import changed, example


def rows(groups: dict[str, list[str]] | None = None, pinned: list[str] | None = None) -> Any:
    study = example()
    asked = study.settings.model_copy(update={"groups": groups or {}, "pinned": pinned or []})
    return group_table(changed(study, settings=asked)).set_index("group_name")


def test_a_group_stands_where_it_would_as_one_more_industry() -> None:
    # Restaurants and bars once more: behind none but those before the industry itself.
    found = rows({"Where we eat": ["722"]}).loc["Where we eat"]
    industry = example().ranking.set_index("naics").loc["722"]
    assert found["group_origin"] == "board" and found["group_codes"] == "722"
    assert abs(found["rank"] - industry["rank"]) <= 2
    assert found["rank_best"] <= found["rank"] <= found["rank_worst"]


def test_trial_tables_say_where_a_group_stands_in_nine_of_ten() -> None:
    found = rows({"Health care": ["621", "622", "623"]}).loc["Health care"]
    assert 1 <= found["rank_drawn_low"] <= found["rank_drawn_high"]
    assert 0 <= found["shortlist_share"] <= 1
    assert (found["badge"] == "likely") == (found["shortlist_share"] >= 0.9)


def test_what_is_finer_than_the_ranking_has_a_proven_place_alone() -> None:
    found = rows({"Doctors": ["6211", "6221"]}).loc["Doctors"]
    assert pd.isna(found["rank_drawn_low"]) and found["rank_best"] <= found["rank_worst"]
    assert found["badge"] in ("certain", "possible", "no")


def test_a_pinned_industry_has_its_place_of_the_ranking() -> None:
    found = rows(pinned=["722"]).iloc[0]
    made = example()
    for table, names in ((made.factors, FIGURES), (made.ranking, PLACES)):
        own = table.set_index("naics").loc["722"]
        assert found[list(names)].tolist() == pytest.approx(own[list(names)].tolist(), nan_ok=True)


def test_a_pinned_code_of_another_level_stands_as_one_more_industry() -> None:
    found = rows(pinned=["31-33"]).loc["Manufacturing"]
    assert found["group_origin"] == "pinned" and found["employment"] == 30_659
    assert found["rank"] >= 1


def test_a_pinned_industry_without_an_establishment_is_shown_as_absent() -> None:
    found = rows(pinned=["482"]).loc["Rail Transportation"]
    assert found["employment_status"] == "absent" and found["badge"] == "unscored"
    assert pd.isna(found["rank"])


def test_a_sector_takes_the_place_of_its_parts_that_were_redrawn() -> None:
    found = rows()
    assert found.index.tolist() == ["Retail Trade", "Information"]
    assert found["group_origin"].eq("redrawn").all() and found["rank"].notna().all()


def test_a_sector_that_the_board_groups_or_pins_is_shown_once() -> None:
    assert rows({"Shops": ["44-45"]}, ["51"]).index.tolist() == ["Shops", "Information"]


def test_only_redrawn_industries_bring_their_sector() -> None:
    ends = {"base_year": 2017, "latest_year": 2022}
    assert redrawn_sectors(["445", "455", "622", "512", "513"], **ends) == ["44-45", "51"]
    assert redrawn_sectors(["445"], base_year=2017, latest_year=2021) == []

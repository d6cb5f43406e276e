from __future__ import annotations

import pandas as pd

from sectornb.industry.overview import LEADING, sectors_first, worth_showing
from sectornb.report.region_file import read_region
from tests.builders.industry_study import REGION, example, study_of


def sectors() -> pd.DataFrame:
    return example().tables["sector_ranking"].set_index("naics")


def test_five_sectors_lead_and_every_listed_industry_stands_in_its_own() -> None:
    table = sectors()
    assert table["leads"].sum() == LEADING
    inside = [name for lists in table["industries_listed"] for name in lists.split("; ")]
    assert len([name for name in inside if name != "none"]) == len(example().short_list())
    shown = example().leading
    assert set(table.index[table["leads"]]) <= set(shown["naics"])


def test_shown_are_sectors_that_lead_could_lead_or_hold_one_of_the_list() -> None:
    table = pd.DataFrame({"naics": ["48", "53", "72", "62", "11"], "leads": [1, 0, 1, 0, 0]})
    table["leads_certainty"] = ["certain", "possible", "likely", "no", "no"]
    table["leads_share"] = [1.0, 0.88, 0.96, 0.2, 0.0]
    table["industries_listed"] = ["none", "none", "none", "Hospitals", "none"]
    assert worth_showing(table)["naics"].tolist() == ["48", "53", "72", "62"]
    assert worth_showing(None).empty


def test_sectors_are_ranked_as_a_run_with_two_digits_ranks_them() -> None:
    alone = study_of(read_region(REGION), naics_digits=2, shortlist=LEADING)
    ranked = alone.ranking.set_index("naics")
    table = sectors()
    pairs = {"leads": "shortlisted", "leads_share": "shortlist_share", "leads_certainty": "badge"}
    for ours, theirs in (pairs | {"rank": "rank", "rank_worst": "rank_worst"}).items():
        assert table[ours].tolist() == ranked[theirs].reindex(table.index).tolist()
    assert "sector_ranking" not in alone.tables
    assert alone.leading.empty


def test_ends_of_a_sector_are_left_out_where_an_industry_inside_has_its_own_held_back() -> None:
    ranking = pd.DataFrame(
        {
            "naics": ["62", "72"], "naics_title": ["Care", "Food"], "shortlisted": True,
            "badge": "likely", "shortlist_share": 1.0, "rank": 1.0, "rank_best": 1.0,
            "rank_worst": 2.0, "rank_drawn_low": 1.0, "rank_drawn_high": 1.0,
        }
    )  # fmt: skip
    factors = pd.DataFrame(
        {
            "naics": ["62", "72"], "employment": float("nan"), "employment_low": 90.0,
            "employment_high": 100.0, "employment_disclosed": 40.0, "counties_withheld": 1,
        }
    )  # fmt: skip
    industries = pd.DataFrame({"naics": ["622", "722"], "ends_held_back": [True, False]})
    names = {"722": "Eating out"}
    found = sectors_first(ranking, factors, industries, ["722"], names).set_index("naics")
    assert found.loc["62", "employment_low"] == 40 and pd.isna(found.loc["62", "employment_high"])
    assert found.loc["72", "employment_high"] == 100
    assert found["industries_listed"].tolist() == ["none", "Eating out"]

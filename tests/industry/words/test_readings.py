"""Readings of workbook 2 say of whom they speak: of the short list, or of all."""

from __future__ import annotations

from sectornb.industry.words.readings import _fastest, _pay, _ranges
from sectornb.show.sentence import Sentence, unclaimed_numbers
from tests.industry.words.test_findings import STEADY, speaker, tables, with_counts


def fastest(growth: dict[str, float], listed: list[str]) -> Sentence:
    made = tables(STEADY, shortlist=len(listed))
    made["industry_ranking"]["shortlisted"] = made["industry_ranking"]["naics"].isin(listed)
    table = made["industry_factors"]
    table["historical_growth_matched_pct"] = table["naics"].map(growth)
    table["growth_ranked"] = table["historical_growth_matched_pct"].notna()
    ends = table["historical_growth_matched_pct"]
    said = _fastest(
        speaker(with_counts(made | {"industry_factors": table.assign(
            historical_growth_pct_low=ends, historical_growth_pct_high=ends)}))
    )  # fmt: skip
    assert not unclaimed_numbers(said)
    return said


def test_the_best_growth_is_that_of_the_list_and_a_better_one_off_it_is_named() -> None:
    told = fastest({"622": 19.0, "236": 3.0, "484": 50.0, "541": 8.0}, ["622", "236"]).text
    assert told.startswith("On the list ") and "grew fastest, by 19.0 percent" in told
    assert told.endswith(" Off the list, trucking: +50.0 percent.")


def test_where_nobody_off_the_list_grew_more_none_is_named() -> None:
    told = fastest({"622": 19.0, "236": 3.0, "484": 5.0}, ["622", "236"]).text
    assert "Off the list" not in told


def test_an_industry_without_a_code_is_no_rival_in_growth() -> None:
    told = fastest({"622": 19.0, "236": 3.0, "999": 165.0}, ["622", "236"]).text
    assert "Off the list" not in told


def test_ranges_and_pay_say_that_they_are_of_the_list() -> None:
    lists = tables(STEADY)
    lists["industry_factors"]["ends_held_back"] = False
    made = speaker(lists)
    for said in (_ranges(made), _pay(made)):
        assert said.text.startswith("On the list")

from __future__ import annotations

from typing import Any

import pytest

from sectornb.industry import counts
from sectornb.industry.words.profiles import industry_profiles
from sectornb.show.profile import Profile
from sectornb.show.sentence import unclaimed_numbers
from tests.builders.industry_study import example


def profile_of(**values: Any) -> dict[str, list[str]]:
    """The parts of a profile of the first industry listed, with other factors of it."""
    study = example()
    code = study.short_list()[0]
    speaker = study.speaker
    table = speaker.factors.copy()
    for name, value in values.items():
        table.loc[table["naics"].eq(code), name] = value
    speaker.tables = {**speaker.tables, "industry_factors": table}
    speaker.factors = table
    (profile,) = industry_profiles(speaker, [code])
    return {heading: [said.text for said in told] for heading, told in profile.parts.items()}


def profiles() -> list[Profile]:
    return list(example().profiles)


def test_every_industry_of_the_short_list_has_one_in_its_order() -> None:
    assert [profile.name.row["naics"] for profile in profiles()] == example().short_list()


@pytest.mark.parametrize("ownership", ["private", "all"])
def test_every_number_has_a_claim(ownership: str) -> None:
    told = [said for profile in example(ownership).profiles for said in profile.sentences]
    assert [said.text for said in told if unclaimed_numbers(said)] == []


def test_ends_that_read_alike_are_said_once() -> None:
    known = profile_of(
        location_quotient=float("nan"), location_quotient_low=1.341, location_quotient_high=1.342
    )["What is known"]
    assert "Its share of jobs here is 1.34 times the national one." in known


def test_growth_that_is_withheld_asks_for_jobs_added_and_hiring() -> None:
    gone = dict.fromkeys(
        ["historical_growth_pct", "historical_growth_pct_low", "historical_growth_pct_high"],
        float("nan"),
    )
    told = profile_of(**gone, counties_matched=0.0, growth_note="too few jobs")
    assert "Its growth is not known: too few jobs" in told["What is unsure"]
    assert told["What to ask its employers"][0].startswith("Did you add or cut jobs")


def test_growth_that_may_be_either_is_said_to_be_unproven() -> None:
    told = profile_of(
        historical_growth_pct=float("nan"),
        historical_growth_pct_low=-5.0,
        historical_growth_pct_high=7.0,
    )
    assert any("grew or shrank is not proven" in said for said in told["What is unsure"])
    assert not any("-5" in said for said in told["What is known"])


def test_jobs_that_fell_on_more_worksites_may_be_of_another_code() -> None:
    told = profile_of(
        historical_growth_pct_high=-23.0, historical_growth_pct_low=-24.0,
        establishments_base=10.0, establishments=90.0,
    )  # fmt: skip
    assert any("another code" in said for said in told["What is unsure"])
    assert "industry code" in told["What to ask its employers"][0]


def test_an_end_that_is_held_back_is_said_to_be() -> None:
    told = profile_of(
        employment=float("nan"), employment_high=float("nan"), employment_low=40.0,
        ends_held_back=True, counties_withheld=1,
    )  # fmt: skip
    assert "at least 40 private jobs" in told["What is known"][0]
    assert any("not shown to protect one county" in said for said in told["What is unsure"])


def test_pay_said_of_the_disclosed_counties_is_what_they_pay() -> None:
    factors = example().factors.set_index("naics")
    told = [
        claim
        for profile in profiles()
        for said in profile.sentences
        if said.text.startswith("In its disclosed counties")
        for claim in said.claims
    ]
    for claim in told:
        row = factors.loc[claim.row["naics"]]
        paid = row["disclosed_wages_usd"] / row["employment_disclosed"]
        assert claim.text == f"{paid:,.0f}"


def test_ranges_of_jobs_and_pay_come_with_our_estimate() -> None:
    low_high = {"employment_low": 500.0, "employment_high": 900.0}
    pay = {"annual_wage_usd_low": 3e4, "annual_wage_usd_high": 5.9e4}
    known = profile_of(
        employment=float("nan"), annual_wage_usd=float("nan"), employment_estimate=600.0,
        annual_wage_usd_estimate=5e4, **low_high, **pay,
    )["What is known"]  # fmt: skip
    assert "between 500 and 900 private jobs" in known[0]
    assert "; our estimate is 600" in known[0]
    assert any("between $30,000 and $59,000" in said for said in known)
    assert any(said.endswith("our estimate is $50,000.") for said in known)


def test_a_range_of_more_than_twice_its_lower_end_is_said_to_be_too_wide() -> None:
    # 900 is more than twice 400, $90,000 than $30,000, 3.1 than 1.5.
    ends = {"employment_low": 400.0, "employment_high": 900.0, "counties_withheld": 1.0}
    ends |= {"annual_wage_usd_low": 3e4, "annual_wage_usd_high": 9e4}
    ends |= {"location_quotient_low": 1.5, "location_quotient_high": 3.1}
    none = dict.fromkeys(["employment", "annual_wage_usd", "location_quotient"], float("nan"))
    told = profile_of(**none, **ends, annual_wage_usd_estimate=5e4, employment_disclosed=0.0)
    jobs, *others = told["What is known"]
    assert "at least 400 private jobs" in jobs and "900" not in jobs
    assert any("too roughly to use (the upper end is more than twice" in said for said in others)
    assert not any("90,000" in said or "3.10" in said for said in others)
    assert any("at least 1.50 times the national one" in said for said in others)
    assert any("400 to 900 jobs, too wide a range to use" in s for s in told["What is unsure"])


@pytest.mark.parametrize(
    ("low", "high", "estimate", "said"),
    [
        (0.5, 0.8, 0.6, ", less than the region's average job; our"),
        (1.1, 1.8, 1.2, ", more than the region's average job; our"),
        (0.8, 1.5, 0.9, "; it may be less than in the region's average job, which is not"),
        (0.8, 1.5, 1.2, "; it may be more than in the region's average job, which is not"),
    ],
)
def test_pay_is_set_against_the_regions_and_said_to_be_proven_only_if_both_ends_are(
    low: float, high: float, estimate: float, said: str
) -> None:
    total = example().speaker.totals("5").iloc[-1]
    average = total["total_wages_usd"] / total["employment"]
    known = profile_of(
        annual_wage_usd=float("nan"), annual_wage_usd_low=low * average,
        annual_wage_usd_high=high * average, annual_wage_usd_estimate=estimate * average,
    )["What is known"]  # fmt: skip
    assert any(said in text for text in known)


def test_pay_of_disclosed_counties_alone_is_set_against_the_regions() -> None:
    ends = ("annual_wage_usd", "annual_wage_usd_low", "annual_wage_usd_high")
    none = dict.fromkeys(ends, float("nan"))
    known = profile_of(**none, annual_wage_disclosed_usd=1e3)["What is known"]
    assert (
        "In its disclosed counties the average job pays $1,000, less than the region's average "
        "job; over all its counties it may be less, too."
    ) in known


def test_a_low_end_below_the_sum_of_the_counties_shown_is_explained() -> None:
    ends = {"employment_low": 36781.5, "employment_high": 39314.4, "counties_withheld": 3.0}
    told = profile_of(employment=float("nan"), employment_disclosed=36783.0, **ends)
    assert any("Published averages are rounded" in said for said in told["What is unsure"])
    # 36,782 is what is printed of 36,781.5: nothing to explain.
    told = profile_of(employment=float("nan"), employment_disclosed=36782.0, **ends)
    assert not any("averages are rounded" in said for said in told["What is unsure"])


def test_a_rank_comes_with_how_many_are_ranked() -> None:
    ranked = example().speaker.how_many(counts.RANKED)
    leads = [profile.lead.text for profile in profiles()]
    assert all(f" of {ranked:.0f} in nine of ten" in lead for lead in leads)


def test_jobs_that_are_withheld_come_with_those_of_nine_in_ten_trial_tables() -> None:
    table = example().ranking.set_index("naics")
    found = 0
    for profile in profiles():
        row = table.loc[profile.name.row["naics"]]
        jobs = profile.parts["What is known"][0].text
        if "in nine of ten trial tables" in jobs:
            found += 1
            assert f"{row['employment_drawn_low']:,.0f}" in jobs
            assert f"{row['employment_drawn_high']:,.0f}" in jobs
    assert found

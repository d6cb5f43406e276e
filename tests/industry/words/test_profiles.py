from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sectornb.industry.words import overview
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


def test_sectors_that_lead_are_named_by_how_sure_it_is() -> None:
    speaker = example().speaker
    table = pd.DataFrame({"naics": ["62", "72", "54"], "leads": [True, True, False]})
    table = table.assign(rank_best=1.0, rank_worst=3.0, leads_share=0.97)

    def said(*certainty: str) -> Any:
        speaker.tables = {"sector_ranking": table.assign(leads_certainty=list(certainty))}
        return overview.sectors_first(speaker)

    speaker.names = {"62": "Care", "72": "Food", "54": "Advice"}
    both = said("certain", "likely", "no")
    assert both.text == (
        "Sectors first, certain to lead, with the ranks that are proven: care (1 to 3); likely "
        "to, with the share of trial tables: food (97%)."
    )
    assert len(both.claims) == 3
    # The sentence says of each how sure it is.
    assert both.certainty == ""
    assert said("likely", "no", "no").text.startswith("Sectors first, likely to lead, with")
    table.loc[0, "rank_worst"] = 1.0
    assert "care (1), food (1 to 3)." in said("certain", "certain", "no").text
    none = said("possible", "possible", "no")
    assert none.text.endswith("none is sure to: care, food.") and none.certainty == "possible"
    speaker.tables = {}
    assert overview.sectors_first(speaker) is None


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
    low_high = {"employment_low": 100.0, "employment_high": 900.0}
    pay = {"annual_wage_usd_low": 3e4, "annual_wage_usd_high": 9e4}
    known = profile_of(
        employment=float("nan"), annual_wage_usd=float("nan"), employment_estimate=400.0,
        annual_wage_usd_estimate=5e4, **low_high, **pay,
    )["What is known"]  # fmt: skip
    assert "between 100 and 900 private jobs" in known[0]
    assert known[0].endswith("; our estimate is 400.")
    assert any("between $30,000 and $90,000" in said for said in known)
    assert any(said.endswith("our estimate is $50,000.") for said in known)

"""Nothing that is ranked or said of real regions goes beyond what the published rows prove."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import pandas as pd
import pytest

from sectornb.codes import short_titles
from sectornb.dictionary import dictionary
from sectornb.industry.acceptability import STEP
from sectornb.industry.leaders import growth_leaders
from sectornb.industry.overview import among_the_first
from sectornb.industry.study import IndustryStudy
from sectornb.show.sentence import Sentence, unclaimed_numbers
from sectornb.sources.library import Library
from tests.builders.claims import stands, told_twice
from tests.builders.industry_study import asked
from tests.builders.ranked_figures import exact, outside
from tests.real.test_columbus import COUNTIES

FIFTEEN = (*COUNTIES, "39047", "39091", "39101", "39117", "39141")
KEYS = dictionary().keys_of("2-industries")
YEARS = {"base_year": 2020, "latest_year": 2022}
BOUNDED = {
    "employment": ("employment_low", "employment_high"),
    "employment_change": ("employment_change_low", "employment_change_high"),
    "annual_wage_disclosed_usd": ("annual_wage_usd_low", "annual_wage_usd_high"),
    "historical_growth_matched_pct": ("historical_growth_pct_low", "historical_growth_pct_high"),
    "location_quotient": ("location_quotient_low", "location_quotient_high"),
}
SUPERLATIVE = re.compile(
    r"\b(most|best|greatest|largest|fastest|highest|strongest|fewest|lowest|first)\b"
)
ONE_OF_MANY = re.compile(
    r"(?<![\d.,-])1 (?:counties|industries|sectors|jobs|years|places|worksites|tables|profiles)\b"
)
NO_CLAIM_TO_BE_FIRST = re.compile(
    "^Ranked (?:by|as) |^Of the figures shown|growth is best in .* by the figures shown"
    "|^Sectors first[,:]|whose change could be split"
    "|help most|most helpful|at most"
    "|comes first in|depend on the first:|first place|on the first after"
    "|Rank 1 is the highest|Lowest and highest figures|the lowest figure may be"
    "|sectors may be among the first|^Of [0-9]+ sectors the first [a-z]+ lead"
    "|these come first by the figures shown|strong on most factors|ask employers first"
    "|what matters most"
)


@cache
def studied(library: Library, counties: tuple[str, ...], digits: int, own: str) -> IndustryStudy:
    given = {**YEARS, "naics_digits": digits, "ownership": own, "details": {"draws": 20}}
    return IndustryStudy(library, asked(counties, **given))


LONG = [pytest.param(digits, marks=pytest.mark.soak) for digits in (2, 4)]
REGIONS = {"ten": COUNTIES, "fifteen": FIFTEEN, "one": ("39049",)}
# Every region and every number of digits once; the others take long.
QUICK = {("ten", 3, "private"), ("ten", 2, "all"), ("fifteen", 2, "private"), ("one", 4, "all")}
STUDIED = [
    pytest.param(
        REGIONS[case[0]], *case[1:], id="-".join(map(str, case)),
        marks=() if case in QUICK else pytest.mark.soak,
    )
    for case in product(REGIONS, [2, 3, 4], ["private", "all"])
]  # fmt: skip


@pytest.mark.parametrize(("counties", "digits", "ownership"), STUDIED)
def test_every_figure_ranked_or_said_lies_within_what_is_proven(
    real_library: Library, counties: tuple[str, ...], digits: int, ownership: str
) -> None:
    study = studied(real_library, counties, digits, ownership)
    assert outside(study.factors, study.proven) == {}
    assert outside(study.proven, study.proven) == {}
    # Jobs, and what follows from them, are ranked at a low end, which is published rounded.
    floors = ("employment", "location_quotient")
    # Between ends too close for a number of four digits stands the nearest of four.
    assert outside(study.factors, exact(study), left_out=floors, rounded=5e-4) == {}
    assert told_twice(spoken(study)) == {}
    for said in spoken(study):
        # Notes tell of the method, too, such as codes that end in 000.
        assert said in study.notes or unclaimed_numbers(said) == [], said.text
        assert not ONE_OF_MANY.search(said.text), said.text
        for claim in said.claims:
            assert stands(claim, study.tables, KEYS), (said.text, claim)
        assert beyond(said, study.proven) == [], said.text
        if SUPERLATIVE.search(said.text) and not NO_CLAIM_TO_BE_FIRST.search(said.text):
            assert claims_to_be_first(study, said), said.text


def spoken(study: IndustryStudy) -> list[Sentence]:
    """Every sentence of the notebook, of the page and of the profiles."""
    said = [study.answer, *study.findings, *study.readings.values(), *study.notes]
    said += [each for profile in study.profiles for each in profile.sentences]
    return [each for each in [*said, *study.next_steps] if isinstance(each, Sentence)]


def beyond(said: Sentence, proven: pd.DataFrame) -> list[str]:
    """Figures of industries in a sentence that do not lie between their proven ends."""
    ends = proven.set_index("naics")
    return [
        f"{claim.text}: {claim.row}"
        for claim in said.claims
        if claim.table == "industry_factors"
        and claim.column in BOUNDED
        # What the disclosed counties alone pay is no figure of the region.
        and not said.text.startswith("In its disclosed counties")
        for low, high in [ends.loc[claim.row["naics"], list(BOUNDED[claim.column])]]
        # As printed, to the digits shown.
        for shown in [float(claim.text.rstrip("%").replace(",", ""))]
        for stray in [0.5 * 10.0 ** -len(claim.text.partition(".")[2])]
        if shown < low - stray or shown > high + stray
    ]


def may_be_first(table: pd.DataFrame, low: str, high: str) -> tuple[str, set[str]]:
    """The industry with the greatest low end, and all whose high end is no smaller."""
    least = table.set_index("naics")[low].dropna()
    most = table.set_index("naics")[high].fillna(float("inf"))
    return least.idxmax(), {least.idxmax(), *most.index[most >= least.max()]}


def claims_to_be_first(study: IndustryStudy, said: Sentence) -> bool:
    """Whether those that a sentence names first are just those that are proven to be."""
    proven, ranking = study.proven, study.ranking
    unscored = proven[proven["naics"].isin(ranking.loc[ranking["score"].isna(), "naics"])]
    on_list = proven[proven["naics"].isin(study.short_list())]
    grown = proven[proven["growth_possible"] & proven["naics"].isin(ranking["naics"])]
    kinds = {
        "largest is": (unscored, "employment_low", "employment_high"),
        "concentrated": (on_list, "location_quotient_floor", "location_quotient_high"),
        "jobs": (grown, "employment_change_low", "employment_change_high"),
        "the list": (on_list, "historical_growth_pct_low", "historical_growth_pct_high"),
    }
    first, all_of_them = may_be_first(
        *next(kind for words, kind in kinds.items() if words in said.text)
    )
    named = [claim.row["naics"] for claim in said.claims if "naics" in claim.row]
    if " Off the list, " in said.text:
        # Told of beside the first of the list; it is on none.
        assert not set(named[-1:]) & set(study.short_list())
        named = named[:-1]
    if "none is proven" in said.text or "one of the largest" in said.text:
        return set(named) == {first} and len(all_of_them) > 1
    return set(named) == all_of_them == {first}


def test_administrative_support_grew_by_no_more_than_is_proven(real_library: Library) -> None:
    table = studied(real_library, COUNTIES, 3, "private").factors.set_index("naics")
    # Its disclosed counties grew by 9.09 percent, the region by 6.43 to 7.94.
    assert 6.43 < table["historical_growth_matched_pct"]["561"] < 7.94
    # Its disclosed counties paid 65,124 dollars; those of the region at most 65,054.
    assert table["annual_wage_disclosed_usd"]["531"] < 65_054
    # The region's grew by 15.60 to 15.81 percent.
    assert 15.595 < table["historical_growth_matched_pct"]["812"] < 15.815


@pytest.mark.parametrize("digits", [LONG[0], 3, LONG[1]])
@pytest.mark.parametrize("counties", [COUNTIES, FIFTEEN, ("39049",)], ids=["ten", "fifteen", "one"])
def test_a_profile_shows_no_range_that_is_held_back_elsewhere(
    real_library: Library, counties: tuple[str, ...], digits: int
) -> None:
    study = studied(real_library, counties, digits, "private")
    factors = study.factors.set_index("naics")
    years = study.tables["industry_years"]
    latest = years[years["year"].eq("2022")].set_index("naics")
    parts = study.tables["industry_parts"]
    for name in ("employment_low", "employment_high"):
        assert latest[name].equals(factors.loc[latest.index, name].rename(name))
    held = factors["ends_held_back"].astype(bool)
    inside = parts[parts["part_of"].map(held).astype(bool) & parts["counties_withheld"].gt(0)]
    assert inside["employment_high"].isna().all()
    alone = parts.groupby("part_of")["ends_held_back"].sum().eq(1)
    others = parts[parts["part_of"].map(alone) & ~parts["ends_held_back"]]
    assert others["counties_withheld"].eq(0).all() or others["employment_high"].isna().any()


@cache
def of_default_draws(library: Library) -> IndustryStudy:
    return IndustryStudy(library, asked(COUNTIES, **YEARS))


def test_the_sectors_of_columbus_give_a_clear_answer(real_library: Library) -> None:
    study = of_default_draws(real_library)
    table = study.tables["sector_ranking"]
    # Whatever is withheld, transportation is first to third.
    assert table.iloc[0][["naics", "rank_best", "rank_worst"]].tolist() == ["48-49", 1, 3]
    assert table["leads_certainty"].eq("certain").sum() >= 2
    assert table["leads"].sum() == 5
    # Each that is counted as possible is named.
    told = study.findings[0].text
    first = table.loc[among_the_first(table), "naics"]
    assert told.startswith("Seven of 19 sectors may be among the first five") and len(first) == 7
    names = short_titles(2022)
    assert all(names[code].lower() in told for code in first)


def test_what_becomes_of_retail_and_information_is_an_estimate_in_no_certain_sentence(
    real_library: Library,
) -> None:
    study = of_default_draws(real_library)
    whole = "Taken whole, retail trade and information are unlikely to be on the short list."
    (guess,) = [said for said in study.findings if "Taken whole" in said.text]
    assert guess.text.endswith(whole) and guess.certainty == ""
    assert study.findings[-1].certainty == "certain"
    assert "25 industries could not be scored" in study.findings[-1].text


def test_the_short_list_holds_those_that_most_trial_tables_list(real_library: Library) -> None:
    ranked = of_default_draws(real_library).ranking.set_index("naics")
    listed = ranked["shortlisted"].astype(bool)
    share = ranked["shortlist_share"]
    assert share[listed].min() > share[~listed].max() - STEP
    # Real estate was tenth by the figures shown, trucking twelfth.
    assert not listed["531"] and share["531"] < 0.5 and listed["484"] and share["484"] > 0.9
    assert (ranked.loc[listed, "badge"].eq("likely") == share[listed].ge(0.9)).all()


def test_usual_ranks_are_closer_than_the_proven_ones_and_no_letter_asks_for_a_small_industry(
    real_library: Library,
) -> None:
    study = of_default_draws(real_library)
    rows = study.ranking[study.ranking["shortlisted"].astype(bool)]
    proven = rows["rank_worst"] - rows["rank_best"]
    usual = rows["rank_drawn_high"] - rows["rank_drawn_low"]
    assert (usual <= proven).all() and usual.max() <= 20 and usual.sum() < proven.sum() / 2
    assert study.tables["draw_diagnostics"]["scale_reduction"].max() <= 1.05
    # Pipelines had 50 jobs.
    asked_for = study.tables["helpful_totals"]["naics"].tolist()
    assert asked_for and "486" not in asked_for


def test_a_window_that_no_new_codes_cut_through_is_named_and_so_is_what_the_bounds_rest_on(
    real_library: Library,
) -> None:
    study = of_default_draws(real_library)
    said = [str(each) for each in [*study.notes, *study.limits]]
    assert any("From 2020 to 2021 no code changes." in each for each in said)
    assert any("rows of the region's counties alone" in each for each in said)


def test_who_may_have_grown_more_is_named(real_library: Library) -> None:
    study = of_default_draws(real_library)
    (grown,) = [said.text for said in study.findings if "proven to have added more" in said.text]
    more = growth_leaders(study.proven, study.ranking)[1:]
    names = short_titles(2022)
    assert len(more) == 6 and all(names[code].lower() in grown for code in more)

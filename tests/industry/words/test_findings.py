from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.codes import sector_of
from sectornb.industry import composite, counts, factors, ranking
from sectornb.industry.national import NationalShares
from sectornb.industry.words.findings import answer, industry_findings
from sectornb.industry.words.left_out import unscored
from sectornb.industry.words.next_steps import industry_next_steps
from sectornb.industry.words.notes import industry_notes
from sectornb.industry.words.on_paper import moved_together, recoded
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.industry.words.weighed import any_weights, ranked_by
from sectornb.show.sentence import Findings, Sentence, unclaimed_numbers
from tests.builders.cells import county_cells
from tests.builders.claims import stands
from tests.builders.industry_study import asked

COUNTIES = ("57001", "57003", "57005")
TITLES = {"236": "Buildings", "332": "Metal", "484": "Trucks", "541": "Services", "622": "Care"}
YEARS = (2017, 2022)
KEYS = {
    "region_totals": ["own_code", "year"],
    "industry_factors": ["naics"],
    "industry_ranking": ["naics"],
    "industry_counts": ["counted"],
    "industry_groups": ["group_name", "group_codes"],
    "helpful_totals": ["naics"],
    "shift_share": ["naics"],
    "rank_reversals": ["naics"],
    "draw_diagnostics": ["measure"],
}
WEIGHTS = dict.fromkeys(factors.FACTORS, 1.0)
Jobs = dict[tuple[str, str, int], float | None]
STEADY: Jobs = {
    (county, code, year): 100.0 * place + 10 * number + (year - 2017)
    for place, code in enumerate(TITLES, start=2)
    for number, county in enumerate(COUNTIES)
    for year in YEARS
}


def tables(jobs: Jobs, *, base_year: int = 2017, shortlist: int = 2) -> dict[str, pd.DataFrame]:
    """The tables of workbook 2 for given cells; withheld cells count 20 jobs in the totals."""
    cells = county_cells((county, code, year, n) for (county, code, year), n in jobs.items())
    sums: dict[tuple[str, int], float] = {}
    for (county, _, year), number in jobs.items():
        sums[county, year] = sums.get((county, year), 0.0) + (20.0 if number is None else number)
    private = county_cells((county, "10", year, n + 1) for (county, year), n in sums.items())
    everyone = county_cells(
        ((county, "10", year, n + 50) for (county, year), n in sums.items()), own="0"
    )
    totals = composite.regional_totals(pd.concat([private, everyone], ignore_index=True), COUNTIES)
    shares = pd.DataFrame({"naics": list(TITLES), "share": 0.1})
    shares = shares.assign(share_low=0.09, share_high=0.11, counties=3, contradictory=False)
    owner = composite.jobs_of(totals, 2022, "private")
    table = factors.industry_factors(
        cells,
        counties=COUNTIES,
        base_year=base_year,
        latest_year=2022,
        all_jobs=owner["all"],
        owner_jobs=owner["owner"],
        shares=shares,
        owner_share=0.85,
        small_base_jobs=10,
        titles=TITLES,
    )
    return with_counts(
        {
            "region_totals": totals,
            "industry_factors": table,
            "industry_ranking": ranking.industry_ranking(
                table, WEIGHTS, shortlist=shortlist
            ).assign(shortlist_share=float("nan")),
            "industry_groups": pd.DataFrame({"group_origin": pd.Series([], dtype="str")}),
            "shift_share": shifts(table),
            "rank_reversals": reversals(list(TITLES)),
            "helpful_totals": helpful(),
            "draw_diagnostics": diagnostics(),
        },
        shortlist,
    )


def shifts(table: pd.DataFrame) -> pd.DataFrame:
    """Changes in jobs, of which half would have been the nation's."""
    change = table["employment_change"]
    frame = table[["naics", "naics_title"]].assign(change_jobs=change)
    return frame.assign(regional_shift_jobs=change / 2)


def reversals(codes: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame({"naics": codes, "pairs_reversed": 3.0, "first_after": "622"})
    return frame.assign(shortlist_in="", shortlist_out="", first_changes=False)


def helpful(*codes: str) -> pd.DataFrame:
    frame = pd.DataFrame({"naics": pd.Series(codes, dtype="str")})
    frame["naics_title"] = frame["naics"].map(TITLES).astype("str")
    return frame.assign(settled_share=0.25, settled_pairs=7.0, open_pairs=9.0)


def diagnostics(draws: float = float("nan")) -> pd.DataFrame:
    frame = pd.DataFrame({"measure": ["employment"], "draws": draws, "blocks": 4.0})
    return frame.assign(scale_reduction=1.01, sweeps=12.0)


def with_counts(made: dict[str, pd.DataFrame], shortlist: int = 2) -> dict[str, pd.DataFrame]:
    return made | {
        "industry_counts": counts.industry_counts(made, shortlist, made["industry_factors"])
    }


def findings(
    made: dict[str, pd.DataFrame], *, base_year: int = 2017, ownership: str = "private"
) -> Findings:
    return industry_findings(speaker(made, base_year, ownership))


def speaker(
    made: dict[str, pd.DataFrame], base_year: int = 2017, ownership: str = "private", **more: Any
) -> IndustrySpeaker:
    settings = asked(COUNTIES, base_year=base_year, ownership=ownership, **more)
    return IndustrySpeaker(made, KEYS, settings, made["industry_factors"])


CELL = st.one_of(st.none(), st.just(0.0), st.integers(1, 20_000).map(float))


@given(
    st.fixed_dictionaries(dict.fromkeys(STEADY, CELL)).filter(
        lambda jobs: any(n for (_, _, year), n in jobs.items() if year == 2022)
    ),
    st.sampled_from(YEARS),
    st.sampled_from(["private", "all"]),
)
def test_every_claim_occurs_in_its_sentence_and_equals_its_cell(
    jobs: Jobs, base_year: int, ownership: str
) -> None:
    made = tables(jobs, base_year=base_year)
    said = findings(made, base_year=base_year, ownership=ownership)
    assert 3 <= len(said) <= 10
    for sentence in [
        answer(speaker(made)),
        *said,
        *(note for note in notes(made) if isinstance(note, Sentence)),
    ]:
        assert not unclaimed_numbers(sentence), sentence.text
        assert sentence.text.endswith(".") and "nan" not in sentence.text
        assert "inf " not in sentence.text and "{" not in sentence.text
        for claim in sentence.claims:
            assert claim.text in sentence.text
            assert stands(claim, made, KEYS), claim


def test_the_size_of_the_region_is_told_with_its_change() -> None:
    # 2022: 15 cells, sum 6,225; plus 1 each county: 6,228 private, 6,375 all (50 each county).
    # 2017: 75 less.
    said = findings(tables(STEADY))
    assert said[1].text == (
        "In 2022 private employers held 6,228 of the region's 6,375 covered jobs, up 1.2 percent "
        "from 6,153 in 2017."
    )


def test_with_equal_years_no_change_is_told() -> None:
    said = [*findings(tables(STEADY, base_year=2022), base_year=2022)]
    assert said[1].text.endswith("6,375 covered jobs.")
    assert not [sentence for sentence in said if "2017" in sentence.text]


def test_the_first_of_the_ranking_are_named_in_its_order() -> None:
    made = tables(STEADY)
    names = speaker(made).names
    first, second = (names[code].lower() for code in made["industry_ranking"]["naics"].head(2))
    said = findings(made)[0].text
    assert said == (
        "Ranked by jobs, pay, past growth (2017 to 2022) and concentration, all weighed alike. "
        f"By the figures shown, {first} and {second} come first of 5 industries with a score."
    )


def test_nothing_scored_is_said_so() -> None:
    made = tables(STEADY)
    made["industry_ranking"]["score"] = float("nan")
    made["industry_ranking"]["unscored_because"] = "past growth: new codes"
    assert "none could be scored" in findings(with_counts(made))[0].text


def test_a_single_scored_industry_is_told_in_good_grammar() -> None:
    # Only 622 is disclosed in 2022.
    jobs = {key: None if key[2] == 2022 and key[1] != "622" else n for key, n in STEADY.items()}
    said = [sentence.text for sentence in findings(tables(jobs))]
    assert said[0] == "Only one industry could be scored: hospitals."


def concentrated(made: dict[str, pd.DataFrame]) -> Sentence:
    (said,) = [said for said in findings(made) if "concentrated" in said.text]
    return said


def test_a_quotient_that_is_only_a_floor_is_said_to_be_at_least_that() -> None:
    # Most jobs by far are in 622, so it leads; one of its counties is withheld.
    jobs = dict(STEADY)
    for year in YEARS:
        jobs |= {("57001", "622", year): 90_000.0, ("57003", "622", year): None}
    floor = concentrated(tables(jobs))
    assert "hospitals (at least" in floor.text
    assert floor.claims[-1].column == "location_quotient_floor"
    # Already the disclosed jobs are more than any other on the list can have.
    assert floor.certainty == "certain"
    complete = concentrated(tables(STEADY))
    assert "at least" not in complete.text
    assert complete.claims[-1].column == "location_quotient"


def test_a_quotient_with_both_ends_is_said_to_lie_between_them() -> None:
    jobs = dict(STEADY)
    for year in YEARS:
        jobs |= {("57001", "622", year): 90_000.0, ("57003", "622", year): None}
    made = tables(jobs)
    care = made["industry_factors"]["naics"].eq("622")
    low = made["industry_factors"]["location_quotient_low"]
    made["industry_factors"]["location_quotient_high"] = low.where(~care, 9.0).fillna(9.0)
    said = concentrated(made)
    assert "and 9.00)" in said.text


@pytest.mark.parametrize(
    ("badges", "certainty"),
    [(["certain"] * 5, "certain"), (["certain", "likely"] + ["certain"] * 3, "likely"),
     (["certain", "no"] + ["certain"] * 3, "possible")],
)  # fmt: skip
def test_the_leaders_are_as_sure_as_the_least_sure_of_them(
    badges: list[str], certainty: str
) -> None:
    made = tables(STEADY)
    made["industry_ranking"]["badge"] = badges
    assert findings(made)[0].certainty == certainty


def test_industries_without_a_score_are_counted_with_the_largest_and_the_reason() -> None:
    made = tables(STEADY)
    ranked = made["industry_ranking"]
    lost = ranked["naics"].isin(["332", "484"])
    ranked["score"] = ranked["score"].mask(lost)
    ranked["unscored_because"] = ranked["unscored_because"].mask(lost, "past growth: new codes")
    told = unscored(speaker(with_counts(made)))
    said = told and told.text
    # 484 has more jobs than 332.
    assert said == (
        "2 industries could not be scored, for want of past growth; the largest is Trucks (1,245 "
        "jobs)."
    )


@pytest.mark.parametrize(
    ("badge", "told"),
    [("unlikely", "is unlikely to be"), ("possible", "may be"), ("likely", "is likely to be")],
)
def test_an_estimate_of_a_sector_taken_whole_is_told_as_one_and_is_in_no_certain_sentence(
    badge: str, told: str
) -> None:
    made = tables(STEADY)
    ranked = made["industry_ranking"]
    ranked["score"] = ranked["score"].mask(ranked["naics"].eq("332"))
    ranked["unscored_because"] = "past growth: new codes"
    whole = {"group_origin": "redrawn", "group_codes": "44-45", "group_name": "Retail Trade"}
    whole |= {"badge": badge, "unscored_because": "", "employment_status": "disclosed"}
    whole |= dict.fromkeys(("rank", "rank_best", "rank_drawn_low", "rank_drawn_high"), 9.0)
    made["industry_groups"] = pd.DataFrame([whole])
    said = industry_findings(speaker(with_counts(made)))
    (guess,) = [each for each in said if "Taken whole" in each.text]
    assert guess.text == f"Taken whole, retail trade {told} on the short list."
    assert guess.certainty == ""
    # What is known keeps its badge, and stays the last.
    assert "could not be scored" in said[-1].text and said[-1].certainty == "certain"


def test_industries_without_a_score_for_several_reasons_are_counted_by_the_first() -> None:
    made = tables(STEADY)
    ranked = made["industry_ranking"]
    lost = ranked["naics"].isin(["332", "484", "541"])
    ranked["score"] = ranked["score"].mask(lost)
    ranked["unscored_because"] = ranked["unscored_because"].mask(lost, "past growth: new codes")
    other = ranked["naics"].eq("332")
    ranked["unscored_because"] = ranked["unscored_because"].mask(other, "employment: withheld")
    told = unscored(speaker(with_counts(made)))
    assert told and told.text.startswith(
        "3 industries could not be scored, 2 of them for want of past growth"
    )


def test_a_short_list_of_one_has_one_leader() -> None:
    made = tables(STEADY, shortlist=1)
    assert re.fullmatch(
        r"Ranked by .* By the figures shown, [a-z ]+ comes first of 5 industries with a score\.",
        findings(made)[0].text,
    )


def test_the_most_helpful_total_is_told_as_open() -> None:
    made = tables(STEADY) | {"helpful_totals": helpful("484", "332")}
    (said,) = [s for s in findings(made) if "help most" in s.text]
    assert "Trucks" in said.text and "25%" in said.text and said.certainty == "open"


def test_withheld_industries_are_counted() -> None:
    # One cell of one industry: 1 of 5.
    made = tables({**STEADY, ("57003", "332", 2022): None})
    assert any("1 of 5 industries have at least one" in s.text for s in findings(made))
    whole = findings(tables(STEADY))
    assert any("every figure is complete" in sentence.text for sentence in whole)


@pytest.mark.parametrize(
    ("badges", "told"),
    [
        (
            ["certain"] * 5,
            "With equal weights, 5 industries are certain to be on the short list of 5: hospitals, "
            "building construction, metal products, trucking, and professional and technical "
            "services.",
        ),
        (
            ["certain", "likely", "possible", "possible", "no"],
            "With equal weights, one industry, hospitals, is certain to be on the short list of 5; "
            "1 more is likely, and the others on it are not sure.",
        ),
        (
            ["likely"] * 2 + ["possible"] * 3,
            "With equal weights, hospitals and building construction are likely to be on the short "
            "list of 5; none is certain, and the others on it are only possible.",
        ),
        (
            ["possible"] * 5,
            "With equal weights, no industry is certain to be on the short list of 5; its places "
            "are only possible.",
        ),
    ],
)
def test_the_answer_says_who_is_certain_and_how_sure_the_others_are(
    badges: list[str], told: str
) -> None:
    made = tables(STEADY, shortlist=5)
    made["industry_ranking"]["badge"] = badges
    made["industry_ranking"]["naics"] = ["622", "236", "332", "484", "541"]
    assert answer(speaker(with_counts(made, 5))).text == told


def test_the_answer_names_two_who_are_certain() -> None:
    # Nothing is withheld, so both places on the short list are certain.
    said = answer(speaker(tables(STEADY))).text
    assert said.startswith(
        "With equal weights, 2 industries are certain to be on the short list of 2: "
    )
    assert " and " in said


def test_an_answer_by_weights_that_are_not_equal_says_whose_they_are() -> None:
    weights = dict.fromkeys(("employment", "annual_wage", "location_quotient"), 0.0)
    one = weights | {"historical_growth": 1.0, "projected_growth": 0.0}
    made = tables(STEADY)
    assert answer(speaker(made, weights=one)).text.startswith("2 industries are certain")
    more = speaker(made, weights=one | {"employment": 2.0})
    assert answer(more).text.startswith("With your board's weights, 2 industries are certain")


def drawn_tables() -> dict[str, pd.DataFrame]:
    made = tables(STEADY) | {"draw_diagnostics": diagnostics(1000.0)}
    made["industry_ranking"]["badge"] = ["likely", "likely", "possible", "possible", "unlikely"]
    made["industry_ranking"]["shortlist_share"] = [1.0, 0.96, 0.4, 0.5, 0.001]
    return with_counts(made)


def test_who_is_likely_is_named_with_the_least_share_of_tables() -> None:
    said = findings(drawn_tables())[0]
    # What the badge rates stands last: other weights stand before it.
    assert " With these weights, on the list in 96.0% or more of 1,000 trial tables: " in said.text
    assert said.text.endswith(": hospitals and professional and technical services.")
    assert said.certainty == "likely"


@pytest.mark.parametrize(("least", "told"), [(1.0, "all 1,000"), (0.997, "99.7% or more of")])
def test_nearly_all_trial_tables_are_not_rounded_up_to_all(least: float, told: str) -> None:
    made = drawn_tables()
    made["industry_ranking"]["shortlist_share"] = [1.0, least, 0.4, 0.5, 0.001]
    assert f" With these weights, on the list in {told}" in findings(made)[0].text


def test_names_with_commas_are_set_apart_by_semicolons() -> None:
    made = drawn_tables()
    made["industry_factors"]["naics_title"] = "Paint, Coating"
    said = speaker(made)
    said.names = {}
    assert said.enumerated(["622", "236"]).text == "paint, coating; paint, coating"


def test_who_is_open_is_named_with_its_share_unless_that_is_next_to_nothing() -> None:
    said = findings(drawn_tables())[1]
    assert re.search(
        r": as rivals not listed now [a-z ]+ \(50\.0%\) and [a-z ]+ \(40\.0%\)\.$", said.text
    )
    assert said.certainty == "possible"


def notes(made: dict[str, pd.DataFrame] | None = None, **changes: Any) -> list[str | Sentence]:
    made = made or tables(STEADY)
    active = ranking.active_weights(made["industry_factors"], WEIGHTS)
    national = NationalShares(pd.DataFrame(), 0.85, "N.", changes.get("contradictory", ()))
    said = speaker(made, details={"ties": changes.get("ties", "average")})
    return industry_notes(said, active, national)


def test_draws_that_remember_their_start_are_told_as_of_no_use() -> None:
    made = tables(STEADY) | {
        "draw_diagnostics": diagnostics(0.0).assign(scale_reduction=5.999, sweeps=192.0)
    }
    said = notes(with_counts(made))
    assert any(
        "after 192 sweeps (scale reduction 6.00), so they decide nothing" in str(note)
        for note in said
    )


def told_notes(**changes: Any) -> list[str]:
    return [note if isinstance(note, str) else note.text for note in notes(**changes)]


def test_a_factor_without_data_is_noted_and_shares_of_the_others_add_up() -> None:
    told = told_notes()
    assert any("No data to rank by for projected growth" in note for note in told)
    (weights,) = [note for note in told if note.startswith("Weights")]
    # Four factors of equal weight.
    assert re.findall(r"(\d+)%", weights) == ["25"] * 4


@pytest.mark.parametrize(("ties", "word"), [("average", "share the mean"), ("min", "the first")])
def test_the_rule_for_ties_is_noted(ties: str, word: str) -> None:
    assert any(word in note for note in told_notes(ties=ties))


def test_contradictory_industries_are_noted_by_code() -> None:
    assert any("332, 484" in note for note in told_notes(contradictory=("332", "484")))
    assert not any("contradict" in note for note in told_notes())


def test_where_rank_and_trial_tables_disagree_it_is_said_who_took_whose_place() -> None:
    made = tables(STEADY, shortlist=2)
    ranked = made["industry_ranking"].sort_values("rank").reset_index(drop=True)
    ranked["shortlist_share"] = [0.98, 0.14, 0.78, 0.0, 0.0]
    ranked["shortlisted"] = [True, False, True, False, False]
    made["industry_ranking"] = ranked
    found = industry_findings(speaker(made, shortlist=2))
    (said,) = [said for said in found if "in place of" in said.text]
    assert "(rank 3, in 78.0% of the tables) in place of " in said.text
    assert "(rank 2, in 14.0% of the tables): by the figures shown alone it would be" in said.text
    assert said.certainty == "possible"


def test_where_they_agree_nothing_is_said_of_it() -> None:
    made = tables(STEADY, shortlist=2)
    found = industry_findings(speaker(made, shortlist=2))
    assert not [said for said in found if "in place of" in said.text]


def test_the_next_steps_begin_with_employers_of_those_that_are_sure() -> None:
    made = drawn_tables()
    first, *others = industry_next_steps(speaker(made))
    named = [speaker(made).short(code) for code in made["industry_ranking"]["naics"][:2]]
    assert f"the surest of the list, {named[0]} and {named[1]}: ask their employers" in first.text
    assert others == []


def test_where_nothing_is_sure_employers_of_the_whole_list_are_asked() -> None:
    made = drawn_tables()
    made["industry_ranking"]["badge"] = "possible"
    made["helpful_totals"] = helpful("622")
    first, total = industry_next_steps(speaker(made))
    assert first.text.startswith("Before choosing, ask employers of the industries on the short")
    assert "regional total of Care" in total.text


def grown(made: dict[str, pd.DataFrame], **ends: tuple[float, float]) -> str:
    """What is said of the change in jobs, once the proven ends of it are these."""
    proven = made["industry_factors"].set_index("naics").astype({"growth_possible": bool})
    for code, (low, high) in ends.items():
        proven.loc[code.removeprefix("n"), ["employment_change_low", "employment_change_high"]] = (
            low,
            high,
        )
    proven = proven.reset_index()
    counted = counts.industry_counts(made, 2, proven)
    settings = asked(COUNTIES, base_year=2017, ownership="private")
    said = industry_findings(
        IndustrySpeaker(made | {"industry_counts": counted}, KEYS, settings, proven)
    )
    return next(each.text for each in said if each.text.startswith("From 2017 "))


def test_who_added_most_jobs_is_judged_by_all_proven_ends_also_those_held_back() -> None:
    apart = {"n236": (1, 2), "n332": (1, 2), "n484": (1, 2), "n541": (1, 2), "n622": (30, 40)}
    assert " one industry added most jobs: " in grown(tables(STEADY), **apart)
    close = apart | {"n541": (1, 31)}
    told = grown(tables(STEADY), **close)
    assert " none is proven to have added more jobs than hospitals (" in told
    assert told.endswith("; professional and technical services may have.")
    many = dict.fromkeys(apart, (1.0, 50.0)) | {"n622": (30.0, 40.0)}
    told = grown(tables(STEADY), **many)
    assert " none is proven to have added more jobs than " in told
    print(told)


def test_jobs_lost_are_not_told_as_added() -> None:
    lost = dict.fromkeys(["n236", "n332", "n484", "n541"], (-9.0, -5.0)) | {"n622": (-2.0, -1.0)}
    assert " one industry lost fewest jobs: " in grown(tables(STEADY), **lost)
    unsure = lost | {"n622": (-2.0, 1.0)}
    assert " one industry had the best change in jobs: " in grown(tables(STEADY), **unsure)


def test_a_list_without_anyone_likely_says_that_the_other_places_are_possible() -> None:
    made = tables(STEADY)
    badges = made["industry_ranking"]["badge"].where(
        made["industry_ranking"]["rank"].gt(1), "certain"
    )
    badges = badges.mask(made["industry_ranking"]["rank"].gt(1), "possible")
    made = with_counts(made | {"industry_ranking": made["industry_ranking"].assign(badge=badges)})
    assert answer(speaker(made)).text.endswith("; the others on it are only possible.")


def test_of_many_who_are_likely_the_answer_names_the_surest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = tables(STEADY, shortlist=5)
    made["industry_ranking"]["badge"] = "likely"
    made["industry_ranking"]["naics"] = ["622", "236", "332", "484", "541"]
    told = answer(speaker(with_counts(made, 5))).text
    start = "With equal weights, hospitals, building construction, metal products, "
    assert told.startswith(start)
    monkeypatch.setattr("sectornb.industry.words.findings.MOST_NAMED", 4)
    told = answer(speaker(with_counts(made, 5))).text
    assert told == (
        "With equal weights, 5 industries are likely to be on the short list of 5, hospitals, "
        "building construction and metal products first; none is certain."
    )


def test_jobs_that_fell_on_more_worksites_are_a_finding_and_a_first_question() -> None:
    made = tables(STEADY)
    code = made["industry_ranking"]["naics"].iloc[0]
    table = made["industry_factors"]
    moved = {"historical_growth_pct_low": -21.04, "historical_growth_pct_high": -20.87}
    moved |= {"establishments_base": 1333.0, "establishments": 1361.0}
    for name, value in moved.items():
        table.loc[table["naics"].eq(code), name] = value
    # Growth of 1 percent stays between the ends of the others: they moved with their worksites.
    said = speaker(with_counts(made))
    (found,) = [each for each in industry_findings(said) if "on paper" in each.text]
    assert found.text.endswith(
        f": {said.short(code)} (jobs fell by 20.9 to 21.0 percent, worksites from 1,333 to 1,361)."
    )
    assert found.certainty == "possible" and not unclaimed_numbers(found)
    steps = [step.text for step in industry_next_steps(said)]
    assert f"In {said.short(code)} ask employers first whether jobs went" in " ".join(steps)


def test_a_total_that_settles_less_than_a_tenth_is_not_asked_for() -> None:
    made = tables(STEADY) | {"helpful_totals": helpful("484").assign(settled_share=0.09)}
    (said,) = [s for s in findings(made) if "No regional total is worth a letter" in s.text]
    assert "of Trucks, would settle only about 9% of the doubt" in said.text


def test_the_nations_files_are_a_next_step_where_the_change_lacks_them() -> None:
    made = tables(STEADY)
    lacking = made["shift_share"].assign(regional_shift_jobs=float("nan"))
    lacking["shift_share_note"] = "the library lacks the nation's file of 2017 or 2022"
    *_, last = industry_next_steps(speaker(made | {"shift_share": lacking}))
    assert last.text.endswith("add the nation's files of 2017 and 2022, which are public.")


def test_worksites_that_fell_in_the_last_year_may_be_a_real_decline() -> None:
    # Jobs 30, 28, 24; worksites 10, 12, 11: over both years against each other, not in the last.
    made = tables(STEADY)
    code = made["industry_ranking"]["naics"].iloc[0]
    table = made["industry_factors"]
    moved = {"historical_growth_pct_low": -21.0, "historical_growth_pct_high": -21.0}
    moved |= {"establishments_base": 10.0, "establishments": 11.0}
    for name, value in moved.items():
        table.loc[table["naics"].eq(code), name] = value
    jobs = [30.0, 28.0, 24.0]
    years = pd.DataFrame({"naics": code, "year": ["2017", "2019", "2022"]})
    years = years.assign(establishments=[10.0, 12.0, 11.0])
    years = years.assign(employment_low=jobs, employment_high=jobs)
    said = speaker(with_counts(made | {"industry_years": years}))
    said.keys = {**said.keys, "industry_years": ["naics", "year"]}
    found = recoded(said)
    assert found is not None and not unclaimed_numbers(found)
    assert found.text.endswith(
        "or real: hospitals (jobs fell by 21.0 percent, worksites from 10 to 12 to "
        "11; in the last year both fell)."
    )
    said.tables = {**said.tables, "industry_years": years.assign(establishments=[10.0, 9.0, 11.0])}
    assert not moved_together(said, code)


def test_open_places_are_split_by_whether_they_are_more_likely_than_not() -> None:
    made = drawn_tables()
    made["industry_ranking"]["badge"] = "possible"
    made["industry_ranking"]["shortlist_share"] = [0.85, 0.43, 0.42, 0.35, 0.1]
    said = next(each for each in findings(with_counts(made)) if each.text.startswith("Possible, "))
    assert re.search(
        r": more likely than not [a-z ]+ \(85\.0%\); less likely than not [a-z ]+ \(43\.0%\); as "
        r"rivals not listed now [a-z ]+ \(42\.0%\), ",
        said.text,
    )


def test_it_is_said_what_other_weights_leave_of_the_list_and_what_a_pandemic_year_is() -> None:
    made = drawn_tables()
    made["industry_ranking"]["top_n_acceptability"] = [0.86, 0.5, 0.4, 0.3, 0.2]
    said = any_weights(speaker(with_counts(made)))
    first = speaker(made).short(made["industry_ranking"]["naics"].iloc[0])
    assert said is not None and said.text == (
        "Were the weights left open, none of the 2 places would stay likely; "
        f"{first} would come nearest (86.0%)."
    )
    made["industry_ranking"]["top_n_acceptability"] = [0.96, 0.5, 0.4, 0.3, 0.2]
    one = any_weights(speaker(with_counts(made)))
    assert one is not None and one.text.endswith("open, 1 of the 2 places would stay likely.")
    weights = {"employment": 2, "annual_wage": 1, "historical_growth": 1, "location_quotient": 0}
    told = ranked_by(speaker(made, base_year=2020, weights=weights | {"projected_growth": 0}))
    assert told is not None and told.text.startswith("Ranked as your board weighs it: jobs most, ")
    assert ", with a pandemic year: no trend)" in told.text


def test_sectors_that_lead_say_what_to_do_with_their_parts() -> None:
    made = drawn_tables()
    first = made["industry_ranking"]["naics"].iloc[0]
    sectors = pd.DataFrame({"naics": [sector_of(first), "72"], "leads": True, "leads_share": 1.0})
    made["sector_ranking"] = sectors.assign(leads_certainty="certain")
    made["industry_ranking"]["badge"] = "possible"
    _, parts, later, *_ = industry_next_steps(speaker(made))
    assert parts.text.endswith(f"invite the employers of {speaker(made).short(first)} together.")
    assert later.text == (
        "Leave hotels and restaurants for later: high as a sector, but with no part on the list."
    )


def test_a_sector_of_which_a_part_may_yet_be_listed_is_not_left_for_later() -> None:
    made = drawn_tables()
    rival = made["industry_ranking"]["naics"].iloc[-1]
    made["industry_ranking"]["badge"] = ["likely", "likely", "unlikely", "unlikely", "possible"]
    sectors = pd.DataFrame({"naics": [sector_of(rival), "72"], "leads": True, "leads_share": 1.0})
    made["sector_ranking"] = sectors.assign(leads_certainty="certain")
    (later,) = [step for step in industry_next_steps(speaker(made)) if "later" in step.text]
    assert later.text.startswith("Leave hotels and restaurants for later")


def test_who_may_have_lost_jobs_is_not_among_the_surest_to_begin_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = drawn_tables()
    first, second = made["industry_ranking"]["naics"].iloc[:2]
    monkeypatch.setattr("sectornb.industry.words.next_steps.moved_oddly", lambda _: [first])
    begin, moved, *_ = industry_next_steps(speaker(made))
    assert f"the surest of the list, {speaker(made).short(second)}: ask" in begin.text
    assert moved.text.startswith(f"In {speaker(made).short(first)} ask employers first whether")


def test_a_sector_more_likely_than_not_without_a_part_is_left_for_later_too() -> None:
    made = drawn_tables()
    sectors = pd.DataFrame({"naics": ["72", "53"], "leads": [True, False]})
    made["sector_ranking"] = sectors.assign(
        leads_share=[1.0, 0.88], leads_certainty=["certain", "possible"]
    )
    (later,) = [step for step in industry_next_steps(speaker(made)) if "later" in step.text]
    assert later.text.startswith("Leave hotels and restaurants, and real estate and rental for ")
    assert "high as sectors, but" in later.text


def test_weights_are_agreed_on_before_employers_are_asked() -> None:
    made = drawn_tables()
    made["industry_ranking"]["top_n_acceptability"] = [0.86, 0.5, 0.4, 0.3, 0.2]
    first, then, *_ = industry_next_steps(speaker(with_counts(made)))
    assert first.text.startswith("First agree on what matters most")
    assert then.text.startswith("Then begin with the surest of the list, ")

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.industry import composite, factors, ranking
from sectornb.words import Findings
from sectornb.words.industry import industry_findings, industry_limits, industry_notes
from tests.builders.cells import county_cells

COUNTIES = ("57001", "57003", "57005")
TITLES = {"236": "Buildings", "332": "Metal", "484": "Trucks", "541": "Services", "622": "Care"}
YEARS = (2017, 2022)
KEYS = {
    "region_totals": ["own_code", "year"],
    "industry_factors": ["naics"],
    "industry_ranking": ["naics"],
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
    ranked = ranking.industry_ranking(table, WEIGHTS, shortlist=shortlist)
    return {"region_totals": totals, "industry_factors": table, "industry_ranking": ranked}


def findings(
    made: dict[str, pd.DataFrame], *, base_year: int = 2017, ownership: str = "private"
) -> Findings:
    return industry_findings(
        made, KEYS, ownership=ownership, base_year=base_year, latest_year=2022, shortlist=2
    )


def stands(claim: Any, made: dict[str, pd.DataFrame]) -> bool:
    """Whether the claim's text is its cell, to the digits that the text shows."""
    frame = made[claim.table]
    assert set(claim.row) == set(KEYS[claim.table])
    for name, value in claim.row.items():
        frame = frame[frame[name].eq(value)]
    assert len(frame) == 1
    cell = frame[claim.column].iloc[0]
    if isinstance(cell, str):
        return bool(claim.text == cell)
    digits = len(claim.text.partition(".")[2])
    shown = float(claim.text.replace(",", ""))
    return bool(abs(shown - cell) <= 0.5 * 10**-digits + 1e-9)


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
    assert 3 <= len(said) <= 7
    for sentence in said:
        assert sentence.text.endswith(".") and "nan" not in sentence.text
        assert "inf " not in sentence.text and "{" not in sentence.text
        for claim in sentence.claims:
            assert claim.text in sentence.text
            assert stands(claim, made), claim


def test_the_size_of_the_region_is_told_with_its_change() -> None:
    # 2022: 15 cells, sum 6,225; plus 1 each county: 6,228 private, 6,375 all (50 each county).
    # 2017: 75 less.
    said = findings(tables(STEADY))
    assert [*said][0].text == (
        "In 2022 private employers held 6,228 of the region's 6,375 covered jobs, up 1.2 percent "
        "from 6,153 in 2017."
    )


def test_with_equal_years_no_change_is_told() -> None:
    said = [*findings(tables(STEADY, base_year=2022), base_year=2022)]
    assert said[0].text.endswith("6,375 covered jobs.")
    assert not [sentence for sentence in said if "2017" in sentence.text]


def test_the_first_of_the_ranking_are_named_in_its_order() -> None:
    made = tables(STEADY)
    said = [*findings(made)][1].text
    first = made["industry_ranking"]["naics_title"].head(3).tolist()
    places = [said.index(title) for title in first]
    assert places == sorted(places) and "of 5 scored industries" in said


def test_nothing_scored_is_said_so() -> None:
    made = tables(STEADY)
    made["industry_ranking"]["score"] = float("nan")
    assert "none could be scored" in [*findings(made)][1].text


def test_a_single_scored_industry_is_told_in_good_grammar() -> None:
    # Only 622 is disclosed in 2022.
    jobs = {key: None if key[2] == 2022 and key[1] != "622" else n for key, n in STEADY.items()}
    said = [sentence.text for sentence in findings(tables(jobs))]
    assert said[1] == "Care (score 1.0) is the only industry that could be scored."
    assert any("Of the 1 industry disclosed" in text for text in said)


def test_a_quotient_that_is_only_a_floor_is_said_to_be_at_least_that() -> None:
    # Most jobs by far are in 622, so it leads; one of its counties is withheld.
    jobs = dict(STEADY)
    for year in YEARS:
        jobs |= {("57001", "622", year): 90_000.0, ("57003", "622", year): None}
    floor = [*findings(tables(jobs))][2]
    assert "Care" in floor.text and "at least" in floor.text
    assert floor.claims[1].column == "location_quotient_floor"
    complete = [*findings(tables(STEADY))][2]
    assert "at least" not in complete.text
    assert complete.claims[1].column == "location_quotient"


def test_withheld_industries_are_counted() -> None:
    # One cell of one industry: 1 of 5.
    made = tables({**STEADY, ("57003", "332", 2022): None})
    assert any("1 of 5 industries have at least one" in s.text for s in findings(made))
    whole = findings(tables(STEADY))
    assert any("every figure is complete" in sentence.text for sentence in whole)


def test_what_is_certain_is_told_as_certain() -> None:
    # Nothing is withheld, so every place is certain: 2 are on the short list and 3 are not.
    said = [*findings(tables(STEADY))][-1].text
    assert "2 industries are certain" in said and "3 are ruled out" in said


def notes(**changes: Any) -> list[str]:
    made = tables(STEADY)
    active = ranking.active_weights(made["industry_factors"], WEIGHTS)
    options: dict[str, Any] = {"national": "N.", "contradictory": (), "ties": "average", **changes}
    return industry_notes(
        made["industry_factors"], made["industry_ranking"], WEIGHTS, active, **options
    )


def test_a_factor_without_data_is_noted_and_shares_of_the_others_add_up() -> None:
    told = notes()
    assert any("No data to rank by for projected growth" in note for note in told)
    (weights,) = [note for note in told if note.startswith("Weights")]
    # Four factors of equal weight.
    assert re.findall(r"(\d+)%", weights) == ["25"] * 4


@pytest.mark.parametrize(("ties", "word"), [("average", "share the mean"), ("min", "the first")])
def test_the_rule_for_ties_is_noted(ties: str, word: str) -> None:
    assert any(word in note for note in notes(ties=ties))


def test_contradictory_industries_are_noted_by_code() -> None:
    assert any("332, 484" in note for note in notes(contradictory=("332", "484")))
    assert not any("contradict" in note for note in notes())


def test_limits_begin_with_what_is_special_to_the_years() -> None:
    assert industry_limits(["2020 is a pandemic year."], "all")[0] == "2020 is a pandemic year."


def test_government_is_a_limit_of_private_figures_only() -> None:
    assert any("Government jobs are left out" in limit for limit in industry_limits([], "private"))
    assert not any("Government" in limit for limit in industry_limits([], "all"))

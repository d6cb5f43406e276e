"""The ranking in drawn tables: shares, badges, and what knowing one figure would settle."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.disclosure.intervals.draws import FORGOTTEN
from sectornb.disclosure.withheld.system import systems_by_year
from sectornb.industry import factor_bounds, ranking, requests, robustness
from sectornb.industry.highlights import industry_highlights
from tests.builders.example_factors import COUNTIES, YEARS, example_factors
from tests.builders.industry_study import industry_study
from tests.builders.ranked_figures import both

WEIGHTS = {"employment": 1.0, "annual_wage": 1.0, "historical_growth": 1.0,
           "location_quotient": 1.0}  # fmt: skip
SHORTLIST = 10


@pytest.fixture(scope="module")
def made() -> dict[str, pd.DataFrame]:
    example = example_factors()
    table, levels = example.table, example.levels
    systems = systems_by_year(levels, COUNTIES, "private")
    found = factor_bounds.outward(factor_bounds.yearly_bounds(systems), COUNTIES)
    given = {"naics_digits": 3, "all_jobs": example.all_jobs, "small_base_jobs": 100, **YEARS}
    full = factor_bounds.with_bounds(table, both(found), public=False, **given)
    ranked = ranking.industry_ranking(table, WEIGHTS, shortlist=SHORTLIST, bounds=full)
    return {"table": table, "levels": levels, "full": full, "ranked": ranked}


def drawn(made: dict[str, pd.DataFrame], **changes: object) -> robustness.Robustness:
    table = made["table"]
    known = table[table["region_share"].gt(0)].iloc[0]
    options = {
        "naics_digits": 3,
        "all_jobs": known["employment"] / known["region_share"],
        "small_base_jobs": 100.0,
        "shortlist": SHORTLIST,
        "draws": 600,
        **YEARS,
        **changes,
    }
    systems = systems_by_year(made["levels"], COUNTIES, "private")
    inputs = (made["ranked"], table, systems, WEIGHTS)
    return robustness.with_draws(*inputs, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def robust(made: dict[str, pd.DataFrame]) -> robustness.Robustness:
    return drawn(made)


def test_what_is_proven_holds_in_every_drawn_table(robust: robustness.Robustness) -> None:
    table = robust.ranking
    assert table.loc[table["rank_worst"].le(SHORTLIST), "shortlist_share"].eq(1).all()
    assert table.loc[table["rank_best"].gt(SHORTLIST), "shortlist_share"].eq(0).all()


def test_every_rank_lies_between_its_best_and_its_worst(made: dict[str, pd.DataFrame]) -> None:
    marked = industry_highlights(made["table"], shortlist=SHORTLIST, bounds=made["full"])
    for table in (made["ranked"], marked):
        known = table[table["rank"].notna()]
        assert (known["rank_best"] <= known["rank"]).all()
        assert (known["rank"] <= known["rank_worst"]).all()


def test_the_ranks_of_the_drawn_tables_lie_between_the_proven_ones(
    robust: robustness.Robustness,
) -> None:
    known = robust.ranking.dropna(subset="rank_drawn_low")
    assert len(known) > 10
    assert known["rank_best"].le(known["rank_drawn_low"]).all()
    assert known["rank_drawn_low"].le(known["rank_drawn_high"]).all()
    assert known["rank_drawn_high"].le(known["rank_worst"]).all()


def test_the_jobs_of_the_drawn_tables_lie_between_the_ends_shown() -> None:
    study = industry_study()
    table = study.ranking.set_index("naics")
    shown = study.factors.set_index("naics").loc[table.index]
    low, high = table["employment_drawn_low"], table["employment_drawn_high"]
    known = shown["employment_high"].notna()
    assert (low >= shown["employment_low"])[known].all()
    assert (high <= shown["employment_high"])[known].all()
    # No upper end is drawn where none may be shown.
    assert high[~known].isna().all()
    published = shown["employment"].notna()
    assert low[published].equals(shown.loc[published, "employment"].rename(low.name))
    narrower = (high - low)[known & ~published]
    assert (
        narrower.sum() < (shown["employment_high"] - shown["employment_low"])[narrower.index].sum()
    )


def test_certain_is_what_is_proven_and_nothing_else(robust: robustness.Robustness) -> None:
    certain = robust.ranking["badge"].eq("certain")
    assert certain.equals(robust.ranking["rank_worst"].le(SHORTLIST))


def test_likely_begins_at_nine_tenths_of_the_tables(robust: robustness.Robustness) -> None:
    table = robust.ranking
    likely = table[table["badge"].eq("likely")]
    assert len(likely)
    assert likely["shortlist_share"].ge(0.9).all()
    possible = table.loc[table["badge"].eq("possible"), "shortlist_share"]
    assert possible.between(0, 0.9, inclusive="neither").all()


def test_as_many_are_listed_in_the_mean_as_the_list_is_long(robust: robustness.Robustness) -> None:
    # Ties at the end of the list can only make it longer.
    for column in ("shortlist_share", "top_n_acceptability"):
        assert robust.ranking[column].sum() >= SHORTLIST - 1e-9
        assert robust.ranking[column].sum() < SHORTLIST + 1


def test_what_can_have_no_score_has_no_share(robust: robustness.Robustness) -> None:
    never = robust.ranking["badge"].eq("unscored")
    assert never.any()
    assert robust.ranking.loc[never, list(robustness.SHARES)].isna().all(axis=None)


def test_the_same_seed_draws_the_same_shares(
    made: dict[str, pd.DataFrame], robust: robustness.Robustness
) -> None:
    pd.testing.assert_frame_equal(drawn(made).ranking, robust.ranking)
    other = drawn(made, seed=2).ranking["top_n_acceptability"]
    assert not other.equals(robust.ranking["top_n_acceptability"])


def test_the_draws_say_how_well_they_mixed(robust: robustness.Robustness) -> None:
    assert robust.diagnostics["measure"].tolist() == ["employment", "wages"]
    assert robust.diagnostics["scale_reduction"].le(FORGOTTEN).all()
    assert "600 tables drawn" in robust.said[0]


def test_draws_that_remember_their_start_decide_nothing(made: dict[str, pd.DataFrame]) -> None:
    # Eight tables cannot show that they have forgotten it.
    found = drawn(made, draws=8)
    assert found.ranking["badge"].equals(made["ranked"]["badge"])
    assert found.ranking[list(robustness.SHARES)].isna().all(axis=None)
    assert found.settled.empty
    assert found.diagnostics["scale_reduction"].max() > FORGOTTEN
    assert found.diagnostics["draws"].eq(0).all()
    assert "They decide nothing" in found.said[0]


def test_without_draws_the_badges_stay_and_the_shares_are_missing(
    made: dict[str, pd.DataFrame],
) -> None:
    found = drawn(made, draws=0)
    assert found.ranking["badge"].equals(made["ranked"]["badge"])
    assert found.ranking["shortlist_share"].isna().all()
    assert found.said == ["No tables were drawn, as chosen."]


def test_a_cell_without_an_upper_end_is_said_to_stop_the_draws(
    made: dict[str, pd.DataFrame],
) -> None:
    # Industries alone, without what they lie in, have no upper end.
    alone = made["levels"][made["levels"]["agglvl_code"].eq("75")]
    found = drawn({**made, "levels": alone})
    assert found.said[0].startswith("No tables could be drawn")
    assert found.diagnostics.empty


def test_published_figures_are_the_same_in_every_table(made: dict[str, pd.DataFrame]) -> None:
    from sectornb.disclosure.withheld.draws import feasible_tables

    systems = systems_by_year(made["levels"], COUNTIES, "private")
    tables = feasible_tables(list(systems.values()), draws=50)
    rows = made["table"]
    values = robustness.drawn_factors(rows, tables, 2017, 2022, 100_000.0, 100.0)
    shown = rows["employment"].notna().to_numpy()
    assert np.ptp(values["employment"][shown], axis=1).max() == 0
    assert np.ptp(values["employment"][~shown], axis=1).max() > 1
    np.testing.assert_array_equal(values["employment"][shown, 0], rows["employment"][shown])


def test_what_decides_everything_settles_everything() -> None:
    # Two industries; the first is listed exactly when its own jobs are in the upper half.
    jobs = np.vstack([np.arange(1000.0), np.full(1000, 5.0)])
    listed = np.vstack([jobs[0] >= 600, jobs[0] < 600])
    found = requests.settled_shares(listed, jobs, np.ones_like(jobs))
    assert found == pytest.approx([1.0, 0.0])


def test_what_decides_nothing_settles_nothing() -> None:
    random = np.random.default_rng(4)
    listed = random.random((2, 4000)) < 0.5
    found = requests.settled_shares(listed, random.random((2, 4000)), random.random((2, 4000)))
    assert (found < 0.01).all()


def test_a_decided_list_has_nothing_to_settle() -> None:
    listed = np.array([[True] * 50, [False] * 50])
    jobs = np.random.default_rng(1).random((2, 50))
    assert requests.settled_shares(listed, jobs, jobs).tolist() == [0, 0]


def test_the_most_helpful_totals_are_withheld_and_undecided(
    made: dict[str, pd.DataFrame], robust: robustness.Robustness
) -> None:
    found = requests.undecided_totals(
        robust.ranking, made["full"], WEIGHTS, robust.settled, counties=3
    )
    assert len(found)
    assert set(found["badge"]) <= set(requests.UNDECIDED)
    hidden = made["full"].set_index("naics").loc[found["naics"], "counties_withheld"]
    assert hidden.gt(0).all()
    assert found["settled_share"].is_monotonic_decreasing


def test_totals_are_asked_for_only_on_or_near_the_list_and_over_a_size(
    made: dict[str, pd.DataFrame], robust: robustness.Robustness
) -> None:
    asked = (robust.ranking, made["full"].assign(employment_estimate=1e5), WEIGHTS, robust.settled)
    found = robust.ranking.set_index("naics").loc[
        requests.undecided_totals(*asked, counties=3)["naics"]
    ]
    assert (found["shortlisted"] | found["shortlist_share"].ge(requests.NEAR)).all()
    assert len(found)
    small = made["full"].assign(employment_estimate=requests.LEAST_JOBS - 1.0)
    assert requests.undecided_totals(asked[0], small, WEIGHTS, robust.settled, counties=3).empty


def test_a_decided_short_list_asks_for_nothing(
    made: dict[str, pd.DataFrame], robust: robustness.Robustness
) -> None:
    decided = robust.ranking.assign(badge="no")
    found = requests.undecided_totals(decided, made["full"], WEIGHTS, robust.settled, counties=3)
    assert found.empty
    assert requests.request_for(found, ["A", "B"], 2022, "private").startswith("Nothing to ask")


def test_the_request_names_the_first_three_and_asks_for_regional_totals_only() -> None:
    totals = pd.DataFrame({"naics": ["622", "713", "722", "811"], "naics_title": list("CAFR")})
    totals["settled_share"] = [0.4, 0.3, 0.1, 0.1]
    text = requests.request_for(totals, ["A County", "B County"], 2022, "private")
    assert "- 622 C" in text and "- 722 F" in text and "811" not in text
    assert "no figure of a single county" in text


def test_a_total_that_settles_less_than_a_tenth_is_not_asked_for() -> None:
    totals = pd.DataFrame({"naics": ["622", "713"], "naics_title": ["Care", "Fun"]})
    text = requests.request_for(totals.assign(settled_share=[0.4, 0.09]), "AB", 2022, "private")
    assert "- 622 Care" in text and "713" not in text
    assert not requests.request_for(totals.assign(settled_share=0.09), "AB", 2022, "private")


def test_one_county_alone_has_nothing_to_ask_for() -> None:
    totals = pd.DataFrame({"naics": ["622"], "naics_title": ["Care"]})
    text = requests.request_for(totals, ["A County"], 2022, "private")
    assert "the very cell that is withheld" in text

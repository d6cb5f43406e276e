"""The factor table with the bounds that follow from the published rows."""

import numpy as np
import pandas as pd
import pytest

from sectornb.disclosure.withheld.estimates import industry_estimates
from sectornb.disclosure.withheld.system import systems_by_year
from sectornb.industry.factor_bounds import (
    outward,
    with_bounds,
    with_cell_bounds,
    with_estimates,
    yearly_bounds,
)
from sectornb.industry.ranking import industry_ranking
from sectornb.shipped import shipped
from tests.builders.example_factors import COUNTIES, YEARS, example_factors
from tests.builders.ranked_figures import both, outside
from tests.builders.truth import read_truth

WEIGHTS = {"employment": 1, "annual_wage": 1, "historical_growth": 1, "location_quotient": 1}


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    example = example_factors()
    plain, levels = example.table, example.levels
    systems = systems_by_year(levels, COUNTIES, "private")
    exact = yearly_bounds(systems)
    found, endless = (outward(exact, COUNTIES, narrowest) for narrowest in (0.25, 1.0))
    given = {"naics_digits": 3, "all_jobs": example.all_jobs, "small_base_jobs": 100, **YEARS}
    public = with_bounds(plain, both(found), public=True, **given)
    return {
        "plain": plain,
        "full": with_bounds(plain, both(found), public=False, **given),
        "exact": with_bounds(plain, both(outward(exact, COUNTIES, 0.0)), public=False, **given),
        "public": public,
        "few": with_bounds(plain, both(found), public=False, **{**given, "small_base_jobs": 1e6}),
        "endless": with_bounds(plain, both(endless), public=True, **given),
        "estimated": with_estimates(
            public, industry_estimates(systems["2022"]).region, naics_digits=3
        ),
        "cells": with_cell_bounds(example.cells.industries, exact),
    }


def test_every_withheld_industry_gets_an_upper_bound(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["plain"]["employment_high"].isna().any()
    assert tables["full"]["employment_high"].notna().all()


def test_the_truth_lies_within_the_bounds(tables: dict[str, pd.DataFrame]) -> None:
    truth = read_truth(shipped("data", "example", "truth", "private_annual.npz"))
    mine = truth[truth["area_fips"].isin(COUNTIES) & truth["year"].astype(str).eq("2022")]
    true = mine[mine["naics"].str.len().eq(3)].groupby("naics")["employment"].sum()
    full = tables["full"].set_index("naics")
    true = true.reindex(full.index)
    assert true.notna().any()
    inside = full["employment_low"].sub(0.5 * 6).le(true) & full["employment_high"].add(3).ge(true)
    assert inside[true.notna()].all()


def test_bounds_never_loosen_what_was_known(tables: dict[str, pd.DataFrame]) -> None:
    plain, full = tables["plain"], tables["full"]
    assert (full["employment_low"] >= plain["employment_low"] - 0.5 * 6).all()
    disclosed = plain["counties_withheld"].eq(0)
    same = ["employment_low", "employment_high", "annual_wage_usd_low", "annual_wage_usd_high"]
    pd.testing.assert_frame_equal(plain.loc[disclosed, same], full.loc[disclosed, same])


def test_figures_stay_missing(tables: dict[str, pd.DataFrame]) -> None:
    for column in ("employment", "annual_wage_usd", "historical_growth_pct", "location_quotient"):
        np.testing.assert_array_equal(tables["plain"][column], tables["full"][column])


def test_the_public_table_shows_no_end_of_one_county_s_few_establishments(
    tables: dict[str, pd.DataFrame],
) -> None:
    left_out = tables["public"]["employment_high"].isna()
    assert left_out.any()
    assert tables["public"].loc[left_out, "counties_withheld"].eq(1).all()
    kept = ~left_out
    np.testing.assert_array_equal(
        tables["public"].loc[kept, "employment_high"], tables["full"].loc[kept, "employment_high"]
    )


def test_rounding_outward_only_widens(tables: dict[str, pd.DataFrame]) -> None:
    exact, full = tables["exact"], tables["full"]
    for name in ("employment", "annual_wage_usd", "historical_growth_pct", "location_quotient"):
        low, high = f"{name}_low", f"{name}_high"
        assert not full[low].gt(exact[low] + 1e-9).any()
        assert not full[high].lt(exact[high] - 1e-9).any()
    wider = full["employment_high"].gt(exact["employment_high"])
    assert 0 < wider.sum() < full["counties_withheld"].gt(0).sum()


def test_places_proven_from_bounds_are_never_wider(tables: dict[str, pd.DataFrame]) -> None:
    loose = industry_ranking(tables["plain"], WEIGHTS, shortlist=10).set_index("naics")
    close = industry_ranking(
        tables["public"], WEIGHTS, shortlist=10, bounds=tables["full"]
    ).set_index("naics")
    close = close.loc[loose.index]
    known = close["rank_best"].notna()
    assert (close["rank_best"] >= loose["rank_best"])[known].all()
    assert (close["rank_worst"] <= loose["rank_worst"])[known].all()
    assert (close["rank_worst"] < loose["rank_worst"]).any()


def test_a_year_without_rows_keeps_its_ends(tables: dict[str, pd.DataFrame]) -> None:
    same = with_bounds(
        tables["plain"], both({}), naics_digits=3, all_jobs=1.0, small_base_jobs=100,
        public=True, **YEARS,
    )  # fmt: skip
    pd.testing.assert_frame_equal(same, tables["plain"])


def test_without_any_interval_allowed_a_kept_county_leaves_no_end(
    tables: dict[str, pd.DataFrame],
) -> None:
    shown, strict = (tables[name]["employment_high"].notna() for name in ("public", "endless"))
    assert (shown | ~strict).all()
    assert strict.sum() < shown.sum()


def test_estimates_lie_within_the_bounds_that_are_shown(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["estimated"]
    given = table["employment_estimate"].notna()
    assert given.any()
    assert table.loc[given, "employment"].isna().all()
    assert (table["employment_estimate"] >= table["employment_low"] - 1e-6)[given].all()
    assert (table["employment_estimate"] <= table["employment_high"] + 1e-6)[given].all()
    assert table.loc[table["employment"].notna(), "employment_estimate"].isna().all()


def test_no_estimate_stands_where_the_bounds_are_left_out(tables: dict[str, pd.DataFrame]) -> None:
    left_out = tables["public"]["employment_high"].isna()
    assert tables["estimated"].loc[left_out, "employment_estimate"].isna().all()


def test_the_analyst_sees_every_interval(tables: dict[str, pd.DataFrame]) -> None:
    own = tables["cells"]
    hidden = own["employment_status"].eq("withheld")
    assert own.loc[hidden, "employment_high"].notna().all()


def test_a_published_cell_is_its_own_interval(tables: dict[str, pd.DataFrame]) -> None:
    cells = tables["cells"]
    known = cells[cells["employment"].notna()]
    for end in ("low", "high"):
        np.testing.assert_array_equal(known["employment"], known[f"employment_{end}"])


def test_growth_from_certainly_too_few_jobs_can_never_be_ranked(
    tables: dict[str, pd.DataFrame],
) -> None:
    # No industry of the region can have a million jobs.
    plain, few = tables["plain"], tables["few"]
    open_ = plain["growth_possible"] & ~plain["growth_ranked"]
    assert open_.any()
    assert not few.loc[open_, "growth_possible"].any()
    assert tables["full"].loc[open_, "growth_possible"].all()


def test_a_national_share_that_may_be_zero_gives_no_upper_end() -> None:
    # Over several ownerships the lower end of a recovered share can be zero.
    example = example_factors()
    open_share = example.table.assign(national_share_low=0.0)
    found = outward(yearly_bounds(systems_by_year(example.levels, COUNTIES, "private")), COUNTIES)
    given = {"naics_digits": 3, "all_jobs": example.all_jobs, "small_base_jobs": 100, **YEARS}
    table = with_bounds(open_share, both(found), public=True, **given)
    hidden = table["counties_withheld"].gt(0)
    assert hidden.any()
    assert table.loc[hidden, "location_quotient_high"].isna().all()
    assert not np.isinf(table.select_dtypes("number")).any(axis=None)


@pytest.mark.parametrize("table", ["full", "public", "few", "endless"])
def test_every_ranked_figure_lies_between_the_ends_of_its_table(
    tables: dict[str, pd.DataFrame], table: str
) -> None:
    assert outside(tables[table], tables[table]) == {}


def test_what_disclosed_counties_show_is_moved_to_the_nearest_proven_end(
    tables: dict[str, pd.DataFrame],
) -> None:
    full, plain = tables["full"].set_index("naics"), tables["plain"]
    hidden = full.index[full["annual_wage_usd"].isna() & full["annual_wage_disclosed_usd"].gt(0)]
    far = plain.assign(annual_wage_disclosed_usd=1e9).set_index("naics")
    example = example_factors()
    found = outward(yearly_bounds(systems_by_year(example.levels, COUNTIES, "private")), COUNTIES)
    moved = with_bounds(
        far.loc[hidden].reset_index(), both(found), public=False, naics_digits=3,
        all_jobs=example.all_jobs, small_base_jobs=100, **YEARS,
    )  # fmt: skip
    assert len(moved) > 10
    known = moved["annual_wage_usd_high"].notna()
    assert known.sum() > 10
    assert moved["annual_wage_disclosed_usd"][known].equals(moved["annual_wage_usd_high"][known])

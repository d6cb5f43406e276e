"""The factor table with the bounds that follow from the published rows."""

import numpy as np
import pandas as pd
import pytest

from sectornb.industry.composite import jobs_of, regional_totals
from sectornb.industry.factor_bounds import with_bounds, yearly_bounds
from sectornb.industry.factors import industry_factors
from sectornb.industry.national import national_shares
from sectornb.industry.ranking import industry_ranking
from sectornb.shipped import shipped
from sectornb.simulate import read_truth
from sectornb.sources.industry_cells import industry_cells, region_levels
from sectornb.sources.library import Library

COUNTIES = ["57017", "57019", "57027", "57029", "57037", "57039"]
YEARS = {"base_year": 2017, "latest_year": 2022}
WEIGHTS = {"employment": 1, "annual_wage": 1, "historical_growth": 1, "location_quotient": 1}


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    library = Library(shipped("data", "example", "library"))
    cells = industry_cells(library, COUNTIES, naics_digits=3, ownership="private", **YEARS)
    compared = (cells.comparison, cells.comparison_totals, cells.nation, cells.nation_totals)
    nation = national_shares(*compared, ownership="private")
    jobs = jobs_of(regional_totals(cells.totals, COUNTIES), 2022, "private")
    plain = industry_factors(
        cells.industries,
        counties=COUNTIES,
        all_jobs=jobs["all"],
        owner_jobs=jobs["owner"],
        shares=nation.shares,
        owner_share=nation.owner_share,
        small_base_jobs=100,
        titles={},
        ownerships=cells.ownerships,
        no_growth=cells.no_growth,
        **YEARS,
    )
    levels = region_levels(library, COUNTIES, [2017, 2022])
    found = yearly_bounds(levels, COUNTIES, "private")
    given = {"naics_digits": 3, "all_jobs": jobs["all"], **YEARS}
    return {
        "plain": plain,
        "full": with_bounds(plain, found, COUNTIES, public=False, **given),
        "public": with_bounds(plain, found, COUNTIES, public=True, **given),
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


def test_the_public_table_shows_no_end_that_would_give_back_one_county(
    tables: dict[str, pd.DataFrame],
) -> None:
    left_out = tables["public"]["employment_high"].isna()
    assert left_out.any()
    lone = tables["public"].loc[left_out, "counties_withheld"]
    assert lone.ge(1).all()
    kept = ~left_out
    np.testing.assert_array_equal(
        tables["public"].loc[kept, "employment_high"], tables["full"].loc[kept, "employment_high"]
    )


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
        tables["plain"], {}, COUNTIES, naics_digits=3, all_jobs=1.0, public=True, **YEARS
    )
    pd.testing.assert_frame_equal(same, tables["plain"])

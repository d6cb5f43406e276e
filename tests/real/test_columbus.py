"""Ten counties around Columbus, Ohio, 2020 to 2022, against a count by pandas alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sectornb.codes import naics_titles
from sectornb.industry import composite, diagnostics, factors, national, ranking
from sectornb.industry.read import IndustryCells, industry_cells
from sectornb.industry.study import IndustryStudy
from sectornb.sources.library import Library
from tests.builders.industry_study import asked

COUNTIES = (
    "39041", "39045", "39049", "39073", "39083", "39089", "39097", "39127", "39129", "39159",
)  # fmt: skip
WEIGHTS = {
    "employment": 1.0, "annual_wage": 1.0, "historical_growth": 1.0, "location_quotient": 1.0,
}  # fmt: skip


@cache
def plain(folder: Path, year: int) -> pd.DataFrame:
    """The ten counties' rows of a year as they stand in the files."""
    text = ["area_fips", "own_code", "industry_code", "agglvl_code", "disclosure_code"]
    return pd.concat(
        pd.read_csv(
            folder / "qcew" / "annual" / str(year) / f"{county}.csv",
            dtype=dict.fromkeys(text, str), keep_default_na=False,
        )
        for county in COUNTIES
    )  # fmt: skip


def subsectors(folder: Path, year: int) -> pd.DataFrame:
    """Private 3-digit industries: sums over counties, and how many counties are withheld."""
    rows = plain(folder, year)
    rows = rows[(rows.agglvl_code == "75") & (rows.own_code == "5")]
    rows = rows.assign(hidden=rows.disclosure_code == "N")
    return rows.groupby("industry_code").agg(
        jobs=("annual_avg_emplvl", "sum"), wages=("total_annual_wages", "sum"),
        hidden=("hidden", "sum"), counties=("hidden", "size"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def cells(real_library: Library) -> IndustryCells:
    return industry_cells(real_library, asked(COUNTIES, base_year=2020))


@pytest.fixture(scope="module")
def industries(cells: IndustryCells) -> pd.DataFrame:
    return composite.regional_industries(cells.industries, COUNTIES)


@pytest.fixture(scope="module")
def shares(cells: IndustryCells) -> national.NationalShares:
    return national.national_shares(
        cells.comparison, cells.comparison_totals, cells.nation, cells.nation_totals,
        ownership="private",
    )  # fmt: skip


@pytest.fixture(scope="module")
def table(cells: IndustryCells, shares: national.NationalShares) -> pd.DataFrame:
    jobs = composite.jobs_of(composite.regional_totals(cells.totals, COUNTIES), 2022, "private")
    found = factors.industry_factors(
        cells.industries, counties=COUNTIES, base_year=2020, latest_year=2022,
        all_jobs=jobs["all"], owner_jobs=jobs["owner"], shares=shares.shares,
        owner_share=shares.owner_share, small_base_jobs=100, titles=naics_titles(2022),
    )  # fmt: skip
    return found.set_index("naics", drop=False)


@pytest.mark.parametrize(
    ("year", "everyone", "private"), [(2020, 1_016_926, 854_678), (2022, 1_074_978, 911_056)]
)
def test_totals_of_the_region(
    real_data: Path, cells: IndustryCells, year: int, everyone: int, private: int
) -> None:
    found = composite.jobs_of(composite.regional_totals(cells.totals, COUNTIES), year, "private")
    assert found == {"all": everyone, "owner": private}
    rows = plain(real_data, year)
    assert rows[rows.agglvl_code == "70"].annual_avg_emplvl.sum() == everyone
    owned = (rows.agglvl_code == "71") & (rows.own_code == "5")
    assert rows[owned].annual_avg_emplvl.sum() == private


@pytest.mark.parametrize("year", [2020, 2022])
def test_every_industry_is_the_plain_sum(
    real_data: Path, industries: pd.DataFrame, year: int
) -> None:
    expected = subsectors(real_data, year)
    found = industries[industries["year"].eq(str(year))].set_index("naics")
    assert found.index.tolist() == expected.index.tolist()
    assert (found["employment_low"] == expected.jobs).all()
    assert (found["disclosed_wages_usd"] == expected.wages).all()
    assert (found["counties_withheld"] == expected.hidden).all()
    assert (found["employment"].isna() == (expected.hidden > 0)).all()


def test_food_service_is_known_in_every_county(industries: pd.DataFrame) -> None:
    found = industries[industries["year"].eq("2020")].set_index("naics").loc["722"]
    assert found["employment"] == 72_132
    assert found["counties_withheld"] == 0


def test_hospitals_are_withheld_in_six_of_seven_counties(industries: pd.DataFrame) -> None:
    found = industries[industries["year"].eq("2020")].set_index("naics").loc["622"]
    assert (found["counties_withheld"], found["counties_present"]) == (6, 7)
    assert found["employment_status"] == "partly_withheld"


def test_how_many_industries_have_a_withheld_county(industries: pd.DataFrame) -> None:
    found = diagnostics.withheld_summary(industries).set_index("year")
    counts = found[["industries_withheld", "industries"]]
    assert counts.loc["2020"].tolist() == [72, 89]
    assert counts.loc["2022"].tolist() == [70, 87]


def test_pay_is_the_plain_ratio(real_data: Path, table: pd.DataFrame) -> None:
    expected = subsectors(real_data, 2022)
    pay = (expected.wages / expected.jobs).where((expected.hidden == 0) & (expected.jobs > 0))
    pd.testing.assert_series_equal(
        table["annual_wage_usd"], pay.loc[table.index], check_names=False
    )


def plain_growth(folder: Path) -> pd.DataFrame:
    """Jobs at both ends of counties where neither is withheld, absent rows as none."""
    ends = {}
    for year in (2020, 2022):
        rows = plain(folder, year)
        rows = rows[(rows.agglvl_code == "75") & (rows.own_code == "5")]
        jobs = rows.annual_avg_emplvl.where(rows.disclosure_code != "N")
        ends[year] = pd.Series(jobs.to_numpy(), index=[rows.industry_code, rows.area_fips])
        ends[-year] = pd.Series(rows.disclosure_code.to_numpy() == "N", index=ends[year].index)
    both = pd.DataFrame(ends)
    known = both[~(both[-2020].eq(True) | both[-2022].eq(True))][[2020, 2022]].fillna(0)
    return known.groupby(level=0).sum().astype(float)


def test_matched_growth_is_the_plain_one(real_data: Path, table: pd.DataFrame) -> None:
    expected = plain_growth(real_data)
    given = table[table["matched_base"].notna()]
    assert len(given) > 50
    assert (given["matched_base"] == expected.loc[given.index, 2020]).all()
    assert (given["matched_latest"] == expected.loc[given.index, 2022]).all()


def test_growth_is_given_where_both_years_are_complete_and_the_code_was_kept(
    real_data: Path, table: pd.DataFrame
) -> None:
    before, after = subsectors(real_data, 2020), subsectors(real_data, 2022)
    both = before.add_suffix("_0").join(after, how="inner")
    both = both[(both.hidden_0 == 0) & (both.hidden == 0) & (both.jobs_0 > 0)]
    expected = 100 * (both.jobs / both.jobs_0 - 1)
    given = table["historical_growth_pct"].dropna()
    pd.testing.assert_series_equal(given, expected.loc[given.index], check_names=False)
    # Only sectors that NAICS 2022 redrew may be lacking.
    assert all(code[:2] in ("44", "45", "51") for code in set(expected.index) - set(given.index))


def test_limits_of_all_ownerships_allow_those_that_no_held_county_has(
    real_library: Library,
) -> None:
    cells = industry_cells(real_library, asked(COUNTIES, base_year=2020, ownership="all"))
    found = national.national_shares(
        cells.comparison, cells.comparison_totals, None, None, ownership="all"
    ).shares.set_index("naics")
    # No held county has public hotels, which the nation has: about a twentieth of all.
    assert found.loc["721", "share_high"] > 1.05 * found.loc["721", "share"]


def test_quotients_agree_with_shares_recovered_by_hand(
    real_data: Path, table: pd.DataFrame
) -> None:
    """Every county's own interval for the national share, intersected, from the raw files."""
    files = sorted((real_data / "qcew" / "annual" / "2022").glob("*.csv"))
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    for file in files:
        rows = pd.read_csv(
            file, dtype={"industry_code": str, "disclosure_code": str, "lq_disclosure_code": str},
            keep_default_na=False,
        )  # fmt: skip
        base = rows.loc[rows.agglvl_code == 70, "annual_avg_emplvl"].iloc[0]
        private = rows[
            (rows.agglvl_code == 75) & (rows.own_code == 5) & (rows.annual_avg_emplvl > 0)
        ]
        for row in private[private.lq_disclosure_code == ""].itertuples():
            jobs, quotient, code = (
                row.annual_avg_emplvl,
                row.lq_annual_avg_emplvl,
                row.industry_code,
            )
            least = (jobs - 0.5) / (base + 0.5) / (quotient + 0.005)
            most = (jobs + 0.5) / (base - 0.5) / (quotient - 0.005) if quotient > 0.005 else np.inf
            low[code] = max(low.get(code, 0.0), least)
            high[code] = min(high.get(code, np.inf), most)
    region = subsectors(real_data, 2022)
    given = table["location_quotient"].dropna()
    assert len(given) >= 15
    for code, quotient in given.items():
        share = (low[code] + high[code]) / 2
        assert quotient == pytest.approx(region.jobs[code] / 1_074_978 / share, rel=1e-12)


def test_no_published_quotient_contradicts_another(shares: national.NationalShares) -> None:
    assert shares.contradictory == ()


def test_ranks_are_those_of_plain_pandas(table: pd.DataFrame) -> None:
    found = ranking.industry_ranking(table, WEIGHTS, shortlist=10).set_index("naics")
    values = {
        "employment": table["employment_low"].where(table["employment_low"] > 0),
        "annual_wage": table["annual_wage_disclosed_usd"],
        "historical_growth": table["historical_growth_matched_pct"].where(table["growth_ranked"]),
        "location_quotient": table["location_quotient_floor"].where(table["employment_low"] > 0),
    }
    expected = pd.DataFrame(values).drop(index="999").rank(ascending=False)
    for factor in WEIGHTS:
        pd.testing.assert_series_equal(
            found[f"rank_{factor}"].sort_index(), expected[factor].sort_index(), check_names=False
        )
    score = expected.mean(axis=1, skipna=False)
    pd.testing.assert_series_equal(found["score"].sort_index(), score, check_names=False)
    assert found["rank"].equals(score.rank(method="min").loc[found.index].rename("rank"))


def test_published_ranks_lie_within_their_bounds(table: pd.DataFrame) -> None:
    found = ranking.industry_ranking(table, WEIGHTS, shortlist=10)
    scored = found[found["score"].notna()]
    assert (scored["rank_best"] <= scored["rank"]).all()
    assert (scored["rank"] <= scored["rank_worst"]).all()


def test_no_growth_across_the_retail_reorganization_and_the_reason_is_told(
    table: pd.DataFrame,
) -> None:
    retail = table[table.index.str[:2].isin(["44", "45"])]
    assert len(retail) >= 8
    growth = [column for column in retail if column.startswith("historical_growth")]
    assert retail[growth].isna().all(axis=None)
    assert not retail["growth_ranked"].any()
    assert retail["growth_note"].str.contains("not computed").all()
    assert retail["growth_note"].str.contains("NAICS 20").all()


def test_columbus_has_no_index_of_diversity_over_a_seventh_of_its_jobs(
    real_library: Library,
) -> None:
    study = IndustryStudy(real_library, asked(COUNTIES, base_year=2020))
    assert study.diversity["jobs_counted"].gt(0).all()
    assert study.diversity["equivalent_industries"].isna().all()
    assert not study.is_split


def test_insurance_that_shrank_on_more_establishments_stands_on_the_page(
    real_library: Library,
) -> None:
    study = IndustryStudy(real_library, asked(COUNTIES, base_year=2020, details={"draws": 0}))
    (said,) = (str(text) for text in study.limits if str(text).startswith("Jobs moved one way"))
    assert "524 Insurance Carriers and Related Activities (jobs -21%, establishments" in said

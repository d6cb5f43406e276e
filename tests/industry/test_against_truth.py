"""The example's factor table against its truth, by pandas alone, where nothing is withheld."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from sectornb.industry.highlights import industry_highlights
from sectornb.shipped import shipped
from tests.builders.industry_study import industry_study
from tests.builders.truth import read_truth

EXAMPLE = shipped("data", "example")


COUNTIES = industry_study().counties


@cache
def truth() -> pd.DataFrame:
    """True jobs and wages of the region by industry and year."""
    rows = read_truth(EXAMPLE / "truth" / "private_annual.npz")
    rows = rows[rows["area_fips"].isin(COUNTIES) & rows["naics"].str.len().eq(3)]
    rows = rows[~rows["naics"].str.startswith("10")]
    sums = rows.groupby(["naics", "year"])[["employment", "total_wages_usd"]].sum()
    return sums.rename(columns={"employment": "jobs"}).unstack()


def complete() -> pd.DataFrame:
    table = industry_study().published_factors
    return table[table["counties_withheld"].eq(0) & table["employment"].gt(0)].set_index("naics")


def test_jobs_and_wages_are_the_true_ones() -> None:
    table = complete()
    assert len(table) > 30
    # Each county's average is rounded to a job.
    jobs = truth()["jobs"]["2022"].reindex(table.index)
    assert (table["employment"] - jobs).abs().max() <= 0.5 * len(COUNTIES)
    wages = truth()["total_wages_usd"]["2022"].reindex(table.index)
    pay = wages / table["employment"]
    pd.testing.assert_series_equal(table["annual_wage_usd"], pay, check_names=False)


def test_growth_is_the_true_one_but_for_rounding() -> None:
    table = complete()
    table = table[table["historical_growth_pct"].notna()]
    assert len(table) > 20
    jobs = truth()["jobs"].reindex(table.index)
    true = 100 * (jobs["2022"] / jobs["2017"] - 1)
    slack = 100 * 0.5 * len(COUNTIES) * 2.5 / jobs["2017"]
    assert ((table["historical_growth_pct"] - true).abs() <= slack).all()
    years = (1 + table["historical_growth_pct"] / 100) ** (1 / 5)
    assert np.allclose(table["historical_growth_annual_pct"], 100 * (years - 1))


def test_quotients_are_those_of_the_national_file() -> None:
    table = complete()
    nation = pd.read_csv(
        EXAMPLE / "library" / "qcew" / "2022" / "annual-area" / "US000.csv", dtype=str,
        keep_default_na=False,
    )  # fmt: skip
    total = nation.loc[nation["agglvl_code"].eq("10"), "annual_avg_emplvl"].astype(float).iloc[0]
    rows = nation[nation["agglvl_code"].eq("15") & nation["own_code"].eq("5")]
    share = rows.set_index("industry_code")["annual_avg_emplvl"].astype(float) / total
    region = 0.0
    for county in COUNTIES:
        file = EXAMPLE / "library" / "qcew" / "2022" / "annual-area" / f"{county}.csv"
        cells = pd.read_csv(file, dtype=str, keep_default_na=False)
        region += float(cells.loc[cells["agglvl_code"].eq("70"), "annual_avg_emplvl"].iloc[0])
    expected = table["employment"] / region / share.reindex(table.index)
    pd.testing.assert_series_equal(table["location_quotient"], expected, check_names=False)
    excess = table["employment"] - region * share.reindex(table.index)
    pd.testing.assert_series_equal(table["excess_jobs"], excess, check_names=False)


@pytest.mark.parametrize("factor", ["employment", "annual_wage", "location_quotient"])
def test_ranks_are_those_of_plain_pandas(factor: str) -> None:
    table, ranking = industry_study().factors, industry_study().ranking
    value = industry_highlights(table, shortlist=10).query("factor == @factor")
    value = value.set_index("naics")["value"]
    found = ranking.set_index("naics")[f"rank_{factor}"].reindex(value.index)
    pd.testing.assert_series_equal(found, value.rank(ascending=False), check_names=False)

"""Traps of the short list, each planted in the example and caught."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sectornb.industry.study import IndustryStudy
from sectornb.industry.traps.shortlist import (
    SHORTLIST_TRAPS,
    first_by_weights,
    growth_of_one_window,
    jobs_against_establishments,
    low_pay_on_the_short_list,
    quotient_against_jobs,
    quotient_changes,
    second_window,
)
from sectornb.traps import Trap
from tests.builders.industry_study import (
    Plant,
    caught_by,
    changed,
    clean,
    example,
    first,
    published,
    table,
    years,
)


def listed(e: IndustryStudy, change: Callable[[pd.DataFrame], pd.DataFrame]) -> IndustryStudy:
    """A change of the first short-listed industry's row of the factor table."""
    code = e.short_list()[0]

    def changed(t: pd.DataFrame) -> pd.DataFrame:
        hit = t["naics"].eq(code)
        return pd.concat([change(t[hit].copy()), t[~hit]], ignore_index=True)

    return table(e, "industry_factors", changed)


def shrinking_place(e: IndustryStudy) -> IndustryStudy:
    """Jobs of the first of the list from 500 to 450, of the region from 10,000 to 8,000."""
    totals = e.published.totals.copy()
    all_of = totals["own_code"].eq("0")
    for year, jobs in ((e.base_year, 10_000.0), (e.latest_year, 8_000.0)):
        of_year = totals[all_of & totals["year"].eq(str(year))].index
        totals.loc[of_year, "employment"] = 0.0
        totals.loc[of_year[0], "employment"] = jobs
    assert e.base_shares is not None
    shares = e.base_shares.assign(share=0.04, share_low=0.04, share_high=0.04)
    fewer = {"matched_base": 500.0, "matched_latest": 450.0, "national_share": 0.04,
             "national_share_low": 0.04, "national_share_high": 0.04}  # fmt: skip
    return listed(
        published(changed(e, base_shares=shares), totals=totals), lambda t: t.assign(**fewer)
    )


def first_in(share: float) -> Plant:
    return lambda e: table(
        e,
        "industry_ranking",
        lambda t: first(t, t["rank"].eq(1), first_acceptability=share),
    )


def fast_and_slow(e: IndustryStudy) -> IndustryStudy:
    """The first of the list doubles from 2017 to 2019 and then stands still."""
    code = e.short_list()[0]
    rows = e.years.region["naics"].eq(code) & e.years.region["employment"].notna()
    jobs = e.years.region["employment"].mask(rows & e.years.region["year"].ge("2019"), 500.0)
    e = years(e, region=e.years.region.assign(employment=jobs))
    return listed(e, lambda t: t.assign(matched_base=500.0, matched_latest=1_000.0))


def recoded(e: IndustryStudy) -> IndustryStudy:
    """The first of the list loses a fifth of its jobs while its establishments grow."""
    fewer = {
        "historical_growth_pct_low": -27.9,
        "historical_growth_pct_high": -27.5,
        "growth_ranked": True,
        "establishments_base": 871.0,
        "establishments": 892.0,
    }
    return listed(e, lambda t: t.assign(**fewer))


PLANTED: dict[str, Plant] = {
    "Quotient against jobs": shrinking_place,
    "Jobs against establishments": recoded,
    "Weights decide the winner": first_in(0.4),
    "Growth of one window": fast_and_slow,
    "Good numbers, poor jobs": lambda e: listed(
        e, lambda t: t.assign(annual_wage_disclosed_usd=22_000.0)
    ),
}


@pytest.mark.parametrize("trap", SHORTLIST_TRAPS, ids=lambda trap: f"{trap.id} {trap.name}")
def test_a_planted_trap_is_caught(trap: Trap) -> None:
    assert (trap.id, trap.name, trap.severity) in caught_by(PLANTED[trap.name])


def test_a_quotient_that_rises_in_a_shrinking_place_is_told_with_both_changes() -> None:
    # Catalog, T35: 500 of 10,000 to 450 of 8,000 at 4 percent: 1.25 to 1.41, 50 jobs fewer.
    (said,) = quotient_against_jobs(shrinking_place(clean()))
    assert "rose while jobs fell" in said
    assert "(jobs -10.0%, quotient +12.5%)" in said


def test_a_recode_is_told_with_jobs_and_establishments() -> None:
    (said,) = jobs_against_establishments(recoded(clean()))
    assert "(jobs -28%, establishments 871 to 892" in said


@pytest.mark.parametrize(
    "usual", [{"establishments": 871.0}, {"historical_growth_pct_high": -19.0}]
)
def test_jobs_that_may_have_moved_less_or_with_establishments_are_no_sign(
    usual: dict[str, float],
) -> None:
    e = listed(recoded(clean()), lambda t: t.assign(**usual))
    assert jobs_against_establishments(e) == []


def test_the_page_shows_what_check_warns_of_and_no_year_twice() -> None:
    said = first_in(0.4)(clean()).cautions
    assert any("Report the stable top of the list" in text for text in said)
    assert not any("pandemic" in text for text in said)


def test_a_quotient_is_followed_from_the_base_year_of_nation_and_region() -> None:
    e = example()
    (row,) = quotient_changes(e).query("naics == '541'").to_dict("records")
    assert e.base_shares is not None
    everyone = e.totals.query("own_code == '0' and year == '2017'")["employment"]
    table_row = e.tables["industry_factors"].set_index("naics").loc["541"]
    share = e.base_shares.set_index("naics").loc["541", "share"]
    before = table_row["employment_base"] / float(everyone.iloc[0]) / share
    assert row["quotient_low"] == pytest.approx(table_row["location_quotient"] / before)


@pytest.mark.parametrize("change", [-0.019, 0.019])
def test_a_change_within_rounding_is_no_sign(change: float) -> None:
    e = shrinking_place(clean())
    steady = listed(e, lambda t: t.assign(matched_latest=500.0 * (1 + change)))
    assert quotient_against_jobs(steady) == []


def test_without_the_nation_of_the_base_year_quotients_are_not_followed() -> None:
    assert quotient_against_jobs(changed(shrinking_place(clean()), base_shares=None)) == []


@pytest.mark.parametrize(("share", "said"), [(0.51, 0), (0.5, 1), (0.1, 1), (float("nan"), 1)])
def test_a_first_place_is_firm_above_half_of_the_draws(share: float, said: int) -> None:
    assert len(first_by_weights(first_in(share)(clean()))) == said


def test_a_first_place_that_was_never_tried_is_told_as_such() -> None:
    assert "No other weights" in first_by_weights(first_in(np.nan)(clean()))[0]


@pytest.mark.parametrize(
    ("years", "base", "latest", "second"),
    [
        ([2017, 2018, 2019, 2020, 2021, 2022], 2017, 2022, 2019),  # the latter half
        ([2016, 2020, 2022, 2024], 2020, 2024, 2022),
        ([2018, 2019, 2021, 2022], 2019, 2022, 2018),  # 2021 only where there is no other
        ([2020, 2021, 2022], 2020, 2022, 2021),
        ([2017, 2022], 2017, 2022, None),
        ([2017, 2019, 2022], 2022, 2022, None),
    ],
)
def test_growth_is_looked_at_again_from_a_second_year(
    years: list[int], base: int, latest: int, second: int | None
) -> None:
    assert second_window(years, base, latest) == second


def test_places_in_both_windows_are_told() -> None:
    (said,) = growth_of_one_window(fast_and_slow(clean()))
    assert "2017 to 2022 and 2019 to 2022" in said


def test_without_a_third_year_no_second_window_is_seen() -> None:
    e = fast_and_slow(clean())
    ends = e.years.region[e.years.region["year"].isin(["2017", "2022"])]
    assert growth_of_one_window(years(e, region=ends)) == []


def test_low_pay_is_told_beside_the_average_job_of_the_same_ownership() -> None:
    e = example()
    said = low_pay_on_the_short_list(e)
    private = e.published.totals[
        e.published.totals["own_code"].eq("5") & e.published.totals["year"].eq("2022")
    ]
    usual = private["total_wages_usd"].sum() / private["employment"].sum()
    pay = e.tables["industry_factors"].set_index("naics")["annual_wage_disclosed_usd"]
    low = pay.reindex(e.short_list()).lt(usual)
    assert all(code in " ".join(said) for code in low.index[low])
    assert all(f"${usual:,.0f} a year" in each for each in said)


def test_low_pay_that_withheld_counties_may_make_up_for_is_told_apart() -> None:
    e = example()
    one, second = e.short_list()[:2]

    def paid(rows: pd.DataFrame) -> pd.DataFrame:
        pay = rows["naics"].map({one: 20_000.0, second: 20_000.0}).fillna(90_000.0)
        high = pay.mask(rows["naics"].eq(second), 90_000.0)
        return rows.assign(annual_wage_disclosed_usd=pay, annual_wage_usd_high=high)

    proven, open_ = low_pay_on_the_short_list(table(e, "industry_factors", paid))
    assert proven.startswith("1 of 10 industries on the short list pays less") and one in proven
    assert open_.startswith("Of 10 industries on the short list may pay, as ") and second in open_
    assert second not in proven

"""Several industries have the figures and ends of their sum."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.codes import is_unclassified
from sectornb.disclosure.withheld.together import ends_together
from sectornb.industry.groups.factors import Group, group_factors
from sectornb.industry.groups.table import FIGURES
from sectornb.shipped import shipped
from tests.builders.industry_study import example
from tests.builders.truth import read_truth

SAID_OTHERWISE = {"growth_note"}


def factors(*codes: str, public: bool = False) -> pd.Series:
    study = example()
    shown, proven = group_factors(study, Group("Ours", codes, "board"), study.national.shares)
    return (shown if public else proven).iloc[0]


def test_one_industry_alone_has_the_figures_and_ends_that_it_has_in_the_ranking() -> None:
    study = example()
    coded = study.factors[~study.factors["naics"].map(is_unclassified)].set_index("naics")
    different = [
        (code, name)
        for code in coded.index[::6]
        for alone in [factors(code, public=True)]
        for name in FIGURES
        if name not in SAID_OTHERWISE and not _same(coded.loc[code, name], alone[name])
    ]
    assert different == []


def _same(one: object, other: object) -> bool:
    if isinstance(one, str):
        return one == other
    return bool(np.isclose(float(one), float(other), rtol=1e-9, equal_nan=True))


@pytest.mark.parametrize(
    "codes",
    [("621", "622", "623"), ("236", "237", "238"), ("481", "484", "492", "493")],
)
def test_the_ends_hold_the_truth_in_both_years(codes: tuple[str, ...]) -> None:
    study = example()
    truth = read_truth(shipped("data", "example", "truth") / "private_annual.npz")
    here = truth[truth["area_fips"].isin(study.counties)]
    for year, system in study.systems.items():
        now = here[here["year"].astype(str).eq(year) & here["naics"].isin(codes)]
        for measure, (low, high) in ends_together(system, codes).items():
            assert low - 0.5 <= now[measure].sum() <= high + 0.5


def test_the_ends_are_no_wider_than_those_of_the_parts_together() -> None:
    study, codes = example(), ["481", "484", "492", "493"]
    parts = study.proven.set_index("naics").loc[codes]
    together = factors(*codes)
    assert together["employment_low"] >= parts["employment_low"].sum() - 1
    assert together["employment_high"] <= parts["employment_high"].sum() + 1


def test_jobs_pay_and_shares_of_disclosed_industries_add_up() -> None:
    study, codes = example(), ["722", "721"]
    parts = study.factors.set_index("naics").loc[codes]
    assert parts["employment"].notna().all()
    together = factors(*codes)
    assert together["employment"] == parts["employment"].sum()
    wages = (parts["employment"] * parts["annual_wage_usd"]).sum()
    assert together["annual_wage_usd"] == pytest.approx(wages / parts["employment"].sum())
    share = parts["national_share"].sum()
    assert together["location_quotient"] == pytest.approx(together["region_share"] / share)
    base = parts["employment_base"].sum()
    growth = 100 * (parts["employment"].sum() / base - 1)
    assert together["historical_growth_pct"] == pytest.approx(growth)


def test_a_sector_has_growth_across_an_edition_that_redrew_its_parts() -> None:
    sector, part = factors("51"), factors("518")
    assert sector["historical_growth_pct"] == pytest.approx(100 * (5_954 / 5_567 - 1))
    assert "some content crossed the border" in sector["growth_note"]
    assert pd.isna(part["historical_growth_pct"]) and not part["growth_possible"]


def test_a_group_with_a_redrawn_industry_has_no_growth_and_says_why() -> None:
    found = factors("722", "445")
    assert not found["growth_ranked"]
    assert "NAICS 2022 moved businesses into or out of 445" in found["growth_note"]


def test_five_and_six_digits_have_no_growth_across_an_edition() -> None:
    assert "five or six digits is not recorded" in factors("72251")["growth_note"]


def test_a_group_that_is_not_projected_as_a_whole_has_no_projection() -> None:
    both, more = factors("622", "722"), factors("622", "72251")
    assert both["projection_origin"] == "published"
    assert not more["projection_ranked"] and pd.isna(more["projected_growth_annual_pct"])


def test_the_ends_of_a_group_that_would_give_a_cell_back_are_not_shown() -> None:
    # One industry whose ends are held back, and one that is disclosed in every county.
    kept = example().factors.set_index("naics")
    code = kept.index[kept["ends_held_back"]][0]
    shown, proven = factors(code, "722", public=True), factors(code, "722")
    assert shown["ends_held_back"] and pd.isna(shown["employment_high"])
    assert pd.notna(proven["employment_high"])


def test_a_group_of_which_the_region_has_nothing_has_no_row() -> None:
    study = example()
    none = group_factors(study, Group("Rail", ("482",), "board"), study.national.shares)
    assert [len(table) for table in none] == [0, 0]

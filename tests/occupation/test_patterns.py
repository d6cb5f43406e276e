"""Staffing patterns: shares between the ends of rounding, never a group beside its detail."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.occupation.patterns import (
    NOT_RELEASED,
    matrix_scope,
    of_regional_table,
    of_wages,
    recoded,
    rounding_of,
    without_groups,
)


def regional(**jobs: float) -> pd.DataFrame:
    """A table of one industry; ``total`` is the row of all occupations."""
    codes = {name: name.strip("_").replace("_", "-") for name in jobs if name != "total"}
    rows = [{"soc": codes.get(name, "00-0000"), "employment": of} for name, of in jobs.items()]
    table = pd.DataFrame(rows).assign(
        area_code="1", area_title="Here", naics="622", year="2022", source="x"
    )
    return table.assign(is_total=table["soc"].str.endswith("-0000"))


def pattern(**jobs: float) -> pd.DataFrame:
    return of_regional_table(regional(**jobs), "1", "private").rows.set_index("code")


def test_a_share_is_between_what_rounding_leaves() -> None:
    row = pattern(_29_1141=110.0, _31_1131=230.0, total=340.0).loc["29-1141"]
    assert row["share"] == pytest.approx(110 / 340)
    assert [row["share_low"], row["share_high"]] == pytest.approx([105 / 345, 115 / 335])


def test_what_is_withheld_lies_between_nothing_and_the_rest() -> None:
    rows = pattern(_29_1141=110.0, _31_1131=np.nan, total=340.0)
    hidden = rows.loc["31-1131"]
    assert (hidden["share_status"], hidden["share_low"]) == ("withheld", 0.0)
    # 230 jobs are left, and two figures may be rounded by five.
    assert hidden["share_high"] == pytest.approx(240 / 335)


def test_without_the_total_no_low_end_follows() -> None:
    row = pattern(_29_1141=110.0, _31_1131=np.nan).loc["29-1141"]
    assert row["share_low"] == 0
    assert row["share_high"] == 1


def test_jobs_under_no_published_occupation_stand_as_a_remainder() -> None:
    rows = pattern(_29_1141=110.0, _31_1131=100.0, total=340.0)
    left = rows.loc[NOT_RELEASED]
    assert left["pattern_employment"] == 130
    assert left["share"] == pytest.approx(130 / 340)


def test_a_group_is_left_out_where_its_detail_is_there() -> None:
    codes = ["29-0000", "29-1000", "29-1140", "29-1141", "31-1120", "51-2090"]
    items = pd.DataFrame({"naics": "622", "soc": codes})
    assert without_groups(items, "soc")["soc"].tolist() == ["29-1141", "31-1120", "51-2090"]


def test_detail_of_another_industry_does_not_make_a_group() -> None:
    items = pd.DataFrame({"naics": ["622", "623"], "soc": ["29-1140", "29-1141"]})
    assert len(without_groups(items, "soc")) == 2


def test_figures_that_are_all_tens_were_rounded_to_tens() -> None:
    assert rounding_of(pd.Series([110.0, 230.0, np.nan])) == 5
    assert rounding_of(pd.Series([110.0, 231.0])) == 0.5


def test_matrices_of_schools_and_hospitals_count_public_employers() -> None:
    assert matrix_scope("6221") == "nonfederal"
    assert matrix_scope("6111") == "nonfederal"
    assert matrix_scope("3363") == "private"
    assert matrix_scope("491") == "all"


def wages(own_code: str, jobs: float) -> dict[str, object]:
    return {"industry": "622100", "own_code": own_code, "year": "2019", "employment": jobs}


def test_of_wages_by_owner_private_ones_are_taken() -> None:
    rows = [
        {**wages(own, jobs), "soc": soc, "occupation_group": group}
        for own, jobs in (("5", 100.0), ("235", 200.0))
        for soc, group in (("00-0000", "total"), ("29-1141", "detailed"))
    ]
    table = pd.DataFrame(rows).assign(occupation_title="", employment_rse_pct=2.0)
    found = of_wages(table, ["6221"])
    assert found.heads["pattern_scope"].tolist() == ["private"]
    assert found.heads["pattern_total"].tolist() == [100.0]
    public = of_wages(table[table["own_code"].eq("235")], ["6221"])
    assert public.heads["pattern_scope"].tolist() == ["nonfederal"]


def test_codes_that_become_one_are_added_up() -> None:
    found = of_regional_table(regional(_31_1121=100.0, _31_1122=50.0, total=200.0), "1", "private")
    rows = recoded(found, {"31-1121": "31-1120", "31-1122": "31-1120"}, {}).rows.set_index("code")
    assert rows.loc["31-1120", "pattern_employment"] == 150
    assert rows.loc["31-1120", "share"] == pytest.approx(0.75)


def test_a_sum_with_a_withheld_part_is_withheld() -> None:
    found = of_regional_table(
        regional(_31_1121=101.0, _31_1122=np.nan, total=201.0), "1", "private"
    )
    rows = recoded(found, {"31-1121": "31-1120", "31-1122": "31-1120"}, {}).rows.set_index("code")
    row = rows.loc["31-1120"]
    assert np.isnan(row["share"])
    assert row["share_status"] == "withheld"
    assert row["share_low"] == pytest.approx(100.5 / 201.5)

"""Sectors of a board's own, and those in place of redrawn industries, in real regions."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.dictionary import dictionary
from sectornb.industry.groups.factors import Group, group_factors
from sectornb.industry.study import IndustryStudy
from sectornb.sources.library import Library
from tests.builders.claims import stands
from tests.builders.industry_study import asked
from tests.builders.ranked_figures import outside
from tests.real.test_columbus import COUNTIES

GROUPS = {"Health care": ["621", "622", "623"], "Moving goods": ["42", "48-49"]}
KEYS = dictionary().keys_of("2-industries")


def studied(library: Library, counties: tuple[str, ...], digits: int, own: str) -> IndustryStudy:
    given = {"base_year": 2020, "naics_digits": digits, "ownership": own, "details": {"draws": 20}}
    return IndustryStudy(library, asked(counties, groups=GROUPS, pinned=["722", "62"], **given))


@pytest.mark.parametrize(
    ("counties", "digits", "ownership"),
    [
        pytest.param(
            counties,
            digits,
            ownership,
            id=f"{many}-{digits}-{ownership}",
            marks=[] if (many, digits) == ("ten", 3) or digits == 2 else pytest.mark.soak,
        )
        for many, counties in (("ten", COUNTIES), ("one", ("39049",)))
        for digits in (2, 3, 4)
        for ownership in ("private", "all")
    ],
)
def test_every_figure_of_a_row_lies_within_what_is_proven(
    real_library: Library, counties: tuple[str, ...], digits: int, ownership: str
) -> None:
    study = studied(real_library, counties, digits, ownership)
    table = study.groups
    assert table["group_name"].tolist()[:4] == [
        "Health care", "Moving goods", "Food Services and Drinking Places",
        "Health Care and Social Assistance",
    ]  # fmt: skip
    ranked = table[table["rank"].notna()]
    assert ranked["rank"].between(ranked["rank_best"], ranked["rank_worst"]).all()
    drawn = table[table["rank_drawn_low"].notna()]
    assert drawn["rank_drawn_low"].between(drawn["rank_best"], drawn["rank_worst"]).all()
    for name, codes in GROUPS.items():
        shares = pd.DataFrame(columns=["naics", "share", "share_low", "share_high", "counties"])
        shown, proven = group_factors(study, Group(name, tuple(codes), "board"), shares)
        assert outside(shown, proven) == {}
    for said in (study.readings["groups"], *study.findings):
        assert all(stands(claim, study.tables, KEYS) for claim in said.claims)


def test_retail_and_information_stand_in_for_their_parts(real_library: Library) -> None:
    rows = studied(real_library, COUNTIES, 3, "private").groups.set_index("group_codes")
    found = rows[rows["group_origin"].eq("redrawn")]
    assert found["employment"].tolist() == [103_048, 16_015]
    assert found["historical_growth_pct"].tolist() == pytest.approx([6.24, 12.07], abs=0.005)
    assert found["rank"].notna().all()


def test_withheld_parts_of_health_care_are_bounded_together(real_library: Library) -> None:
    study = studied(real_library, COUNTIES, 3, "private")
    found = study.groups.set_index("group_name").loc["Health care"]
    parts = study.proven.set_index("naics").loc[GROUPS["Health care"]]
    width = found["employment_high"] - found["employment_low"]
    assert width < (parts["employment_high"] - parts["employment_low"]).sum()
    assert found["employment_status"] == "partly_withheld"

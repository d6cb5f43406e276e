"""No ranked figure of real regions lies beyond what the published rows prove of it."""

from __future__ import annotations

from functools import cache

import pytest

from sectornb.industry.study import IndustryStudy
from sectornb.sources.library import Library
from tests.builders.industry_study import asked
from tests.builders.ranked_figures import outside
from tests.real.test_columbus import COUNTIES

YEARS = {"base_year": 2020, "latest_year": 2022}


@cache
def studied(library: Library, counties: tuple[str, ...], digits: int, own: str) -> IndustryStudy:
    given = {**YEARS, "naics_digits": digits, "ownership": own, "details": {"draws": 20}}
    return IndustryStudy(library, asked(counties, **given))


@pytest.mark.parametrize("ownership", ["private", "all"])
@pytest.mark.parametrize("digits", [2, 3, 4])
@pytest.mark.parametrize("counties", [COUNTIES, ("39049",)], ids=["ten", "one"])
def test_every_ranked_figure_lies_within_what_is_proven(
    real_library: Library, counties: tuple[str, ...], digits: int, ownership: str
) -> None:
    study = studied(real_library, counties, digits, ownership)
    assert outside(study.factors, study.proven) == {}
    assert outside(study.proven, study.proven) == {}


def test_administrative_support_grew_by_no_more_than_is_proven(real_library: Library) -> None:
    table = studied(real_library, COUNTIES, 3, "private").factors.set_index("naics")
    # Its disclosed counties grew by 9.09 percent, the region by 6.43 to 7.94.
    assert table["historical_growth_matched_pct"]["561"] == pytest.approx(7.94, abs=0.005)
    # Its disclosed counties paid 65,124 dollars; those of the region at most 65,054.
    assert table["annual_wage_disclosed_usd"]["531"] == pytest.approx(65_054, abs=0.5)
    assert table["historical_growth_matched_pct"]["812"] == pytest.approx(15.60, abs=0.005)

"""Real workforce indicators of Rhode Island, as the Census API answered."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sectornb.sources.qwi.reader import read_indicators
from sectornb.sources.qwi.recognition import cells_by, older_share


@pytest.fixture(scope="module")
def indicators(real_data: Path) -> pd.DataFrame:
    return read_indicators(real_data / "qwi" / "qwi_sa_api_ri_counties_1995-2019.json")


def test_all_rows_are_read_and_nulls_are_missing(indicators: pd.DataFrame) -> None:
    assert len(indicators) == 13_500
    for name in ("employment", "monthly_earnings_usd"):
        counts = indicators[f"{name}_status"].value_counts().to_dict()
        assert counts == {"published": 13_365, "not_available": 135}


def test_the_last_quarter_has_these_jobs(indicators: pd.DataFrame) -> None:
    last = indicators[indicators["year"].eq("2019") & indicators["quarter"].eq("4")]
    assert cells_by(last).set_index("geography")["employment"].to_dict() == {
        "44001": 14_208, "44003": 78_954, "44005": 38_001, "44007": 292_249, "44009": 55_241,
    }  # fmt: skip
    assert 0.2 < older_share(last) < 0.3


def test_ages_sum_to_their_total_within_three_jobs(indicators: pd.DataFrame) -> None:
    by = ["geography", "year", "quarter"]
    parts = cells_by(indicators, ["agegrp"]).groupby(by)["employment"].sum(min_count=8)
    total = cells_by(indicators).set_index(by)["employment"]
    assert (parts - total).abs().max() <= 3

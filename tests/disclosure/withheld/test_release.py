"""What is worth asking for, and the letter that asks."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.disclosure.withheld.release import draft_request, most_helpful_totals
from sectornb.errors import ParameterError


def test_the_widest_interval_over_many_others_helps_most() -> None:
    # a spans b, c and d; knowing a settles it against nearly all, knowing b only against a.
    bounds = pd.DataFrame(
        {"naics": ["a", "b", "c", "d"], "low": [0.0, 10, 50, 90], "high": [100.0, 12, 50, 90]}
    )
    found = most_helpful_totals(bounds, {"employment": ("low", "high")}, {"employment": 1})
    assert found["naics"].tolist() == ["a", "b"]
    assert found["open_pairs"].tolist() == [3, 1]
    assert found["settled_pairs"].iloc[0] == pytest.approx(3, abs=0.05)
    assert found["settled_pairs"].iloc[1] == 0


def test_a_request_asks_for_totals_of_several_counties_only() -> None:
    text = draft_request({"622": "Hospitals"}, ["Franklin", "Delaware"], "2022", "private")
    assert "622 Hospitals" in text
    assert "no figure of a single county" in text
    with pytest.raises(ParameterError, match="two counties"):
        draft_request({"622": "Hospitals"}, ["Franklin"], "2022", "private")
    with pytest.raises(ParameterError):
        draft_request({}, ["Franklin", "Delaware"], "2022", "private")

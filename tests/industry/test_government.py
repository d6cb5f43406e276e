"""Share of government in an industry, with withheld cells on either side."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.industry.government import government_shares
from tests.builders.cells import county_cells

A, B = "57001", "57003"


def shares(private: list[float | None], state: list[float | None]) -> pd.Series:
    """Of 622 in counties A and B."""
    cells = pd.concat(
        [
            county_cells([(c, "622", 2022, n) for c, n in zip((A, B), jobs, strict=False)], own=own)
            for own, jobs in (("5", private), ("2", state))
            if jobs
        ],
        ignore_index=True,
    )
    return government_shares(cells, [A, B]).set_index("naics").loc["622"]


def test_a_state_hospital_is_told() -> None:
    # 38 of 100.
    found = shares([62], [38])
    assert found["government_share"] == pytest.approx(0.38)
    assert found["government_share_low"] == found["government_share_high"] == pytest.approx(0.38)
    assert "38%" in found["government_note"]


def test_ten_percent_is_not_yet_warned_of() -> None:
    assert shares([90], [10])["government_note"] == ""
    assert shares([89], [11])["government_note"] != ""


def test_a_withheld_private_cell_leaves_a_range() -> None:
    # 38 of at least 100: the share is 38 % at most.
    found = shares([62, None], [38])
    assert pd.isna(found["government_share"])
    assert found["government_share_low"] == 0
    assert found["government_share_high"] == pytest.approx(0.38)
    assert found["government_note"].startswith("up to 38%")


def test_a_withheld_government_cell_may_be_anything() -> None:
    found = shares([62], [38, None])
    assert found["government_share_low"] == pytest.approx(0.38)
    assert found["government_share_high"] == 1
    assert found["government_note"].startswith("at least 38%")
    assert "an unknown part" in shares([62], [None])["government_note"]


def test_no_government_cell_is_no_government_even_if_private_is_withheld() -> None:
    found = shares([None], [])
    assert found["government_share"] == 0
    assert found["government_note"] == ""

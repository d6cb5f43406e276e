"""What two rankings rest on, where it differs, and which sectors lead."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sectornb.industry.words.basis import leading_sectors, other_basis
from sectornb.show.sides import Side
from tests.builders.two_sides import industry_side


def side(called: str, *, scored: float, years: float, sectors: dict[str, Any]) -> Side:
    made = industry_side(called, {"541": (1, 1), "622": (2, 2)})
    counts = pd.DataFrame({"counted": ["scored"], "count": [scored]})
    made.tables["industry_counts"] = counts
    made.tables["industry_factors"] = pd.DataFrame(
        {"naics": ["541", "622"], "growth_years": [None, years]}
    )
    made.tables["sector_ranking"] = pd.DataFrame(
        {
            "naics": list(sectors),
            "naics_title": [f"Sector {code}" for code in sectors],
            "leads": [leads for leads, _ in sectors.values()],
            "leads_share": [share for _, share in sectors.values()],
        }
    )
    return made


BEFORE = side("before", scored=77, years=1, sectors={"62": (True, 1.0), "72": (False, 0.078)})
AFTER = side("after", scored=61, years=2, sectors={"62": (False, 0.256), "72": (True, 0.958)})


def test_how_many_are_ranked_and_over_how_many_years_growth_is_are_told_where_they_differ() -> None:
    assert [each.text for each in other_basis(BEFORE, AFTER)] == [
        "61 industries have a score now and 77 before, so that each rank is among others.",
        "Past growth is over 2 years now and was over 1 year, so that a rank by it may move for "
        "that alone.",
    ]
    assert other_basis(BEFORE, BEFORE) == []


def test_sectors_that_lead_now_or_no_longer_are_told_with_their_shares() -> None:
    (found,) = leading_sectors(BEFORE, AFTER)
    assert found.text == (
        "Sectors that lead: newly Sector 72 (7.8%, now 95.8% of trial tables); no longer Sector 62 "
        "(100.0%, now 25.6% of trial tables)."
    )
    assert {claim.side for claim in found.claims} == {"before", "after"}  # type: ignore[attr-defined]
    assert leading_sectors(BEFORE, BEFORE) == []


def test_a_report_of_an_older_version_without_these_tables_is_no_error() -> None:
    older = industry_side("before", {"541": (1, 1)})
    older.tables.pop("industry_counts")
    assert leading_sectors(older, AFTER) == [] and other_basis(older, AFTER) == []

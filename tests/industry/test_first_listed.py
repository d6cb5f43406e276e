"""The first of the short list goes on to another workbook, and how firm that is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from sectornb.errors import SectornbError
from sectornb.industry.first_listed import first_listed
from sectornb.industry.study import IndustryStudy
from sectornb.taking import Offered
from tests.builders.industry_study import example


def offered(*rows: tuple[str, float, float | None, str, bool]) -> Offered:
    columns = ["naics", "rank", "shortlist_share", "badge", "shortlisted"]
    ranking = pd.DataFrame(list(rows), columns=pd.Index(columns))
    ranking["naics_title"] = "Title of " + ranking["naics"]
    ranking["shortlist_share"] = ranking["shortlist_share"].astype("float64")
    study: Any = SimpleNamespace(
        ranking=ranking, latest_year=2022, settings=SimpleNamespace(title="North Esker")
    )
    return first_listed(cast(IndustryStudy, study))


def test_it_is_what_the_study_lists_first() -> None:
    assert list(first_listed(example()).values) == example().short_list()[:1]


def test_a_proven_place_is_told_as_certain() -> None:
    found = offered(("622", 2, 1.0, "certain", True), ("621", 1, 0.9, "likely", True))
    assert found.values == ["622"]
    assert found.told == (
        "622 (Title of 622) is first of the short list, on which its place is certain"
    )


def test_a_place_that_is_not_proven_is_told_with_its_share() -> None:
    found = offered(("622", 1, 0.93, "likely", True), ("621", 2, 0.5, "possible", True))
    assert "it is on it in 93% of the trial tables" in found.told


def test_a_tie_at_the_top_is_told() -> None:
    rows = [(naics, 1.0, 1.0, "certain", True) for naics in ("623", "621")]
    found = offered(*rows, ("541", 3.0, 1.0, "certain", True))
    assert found.values == ["621"]
    assert "by its code alone: 623 has the same score" in found.told


def test_without_trial_tables_the_rank_decides_and_that_is_told() -> None:
    found = offered(("622", 1, None, "possible", True), ("621", 2, None, "possible", True))
    assert found.values == ["622"]
    assert "by its rank on what is disclosed" in found.told


def test_without_any_score_nothing_is_offered() -> None:
    with pytest.raises(SectornbError, match=r"North Esker has a score in 2022.*target_industries"):
        offered(("622", float("nan"), None, "unscored", False))

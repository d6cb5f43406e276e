"""Ratings of occupations and of the industry: means of what is published, scales kept apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.occupation.skills import INDUSTRY, SKILLS, industry_skills, occupation_skills

PAIRS = pd.DataFrame(
    [("29-1141", "29-1141.00"), ("29-1141", "29-1141.01"), ("31-1120", "31-1121.00")],
    columns=["soc", "onet_soc"],
)
NAMES = {"2.A.1.b": "Active Listening", "2.B.3.a": "Operations Analysis", "2.C.1": "Law"}


def rated(*rows: tuple[str, str, str, float, str]) -> pd.DataFrame:
    """Rows of O*NET occupation, element, scale, value and status."""
    columns = ["onet_soc", "element_id", "scale_id", "value", "value_status"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(element_name=table["element_id"].map(NAMES))


SKILL = rated(
    ("29-1141.00", "2.A.1.b", "IM", 4.0, "published"),
    ("29-1141.00", "2.A.1.b", "LV", 3.5, "published"),
    ("29-1141.01", "2.A.1.b", "IM", 3.0, "published"),
    ("29-1141.01", "2.A.1.b", "LV", 4.5, "unreliable"),
    ("31-1121.00", "2.A.1.b", "IM", 2.0, "published"),
    ("31-1121.00", "2.A.1.b", "LV", np.nan, "not_applicable"),
    ("29-1141.00", "2.B.3.a", "IM", 4.5, "published"),
    ("29-1141.00", "2.B.3.a", "LV", 6.0, "published"),
    ("29-1141.01", "2.B.3.a", "IM", 4.5, "published"),
    ("29-1141.01", "2.B.3.a", "LV", 6.0, "published"),
    ("31-1121.00", "2.B.3.a", "IM", 3.9, "unreliable"),
    ("31-1121.00", "2.B.3.a", "LV", 2.0, "published"),
)
LAW = rated(
    ("29-1141.00", "2.C.1", "IM", 2.5, "published"), ("29-1141.00", "2.C.1", "LV", 7.0, "published")
)
JOBS = pd.DataFrame(
    {"soc": ["29-1141", "31-1120", "99-9998", "11-1011"], "employment": [600.0, 200, 200, np.nan]}
)


def of(soc: str, element: str, domain: str = "skills") -> pd.Series:
    table = occupation_skills(PAIRS, {"skills": SKILL, "knowledge": LAW})
    return table.set_index(["soc", "domain", "element_id"]).loc[(soc, domain, element)]


def test_o_net_occupations_of_a_code_count_alike() -> None:
    row = of("29-1141", "2.A.1.b")
    assert (row["importance"], row["n_onet"], row["importance_n"]) == (3.5, 2, 2)


def test_a_rating_to_be_suppressed_is_in_no_mean() -> None:
    row = of("29-1141", "2.A.1.b")
    assert (row["level"], row["level_n"], row["level_status"]) == (3.5, 1, "published")
    only = of("31-1120", "2.B.3.a")
    assert pd.isna(only["importance"]) and only["importance_status"] == "low_precision"


def test_the_level_of_what_is_not_relevant_is_missing() -> None:
    row = of("31-1120", "2.A.1.b")
    assert pd.isna(row["level"]) and row["level_status"] == "not_relevant"
    assert (row["importance"], row["importance_status"]) == (2.0, "published")


def test_scores_run_from_the_start_of_each_scale() -> None:
    """(3.5 - 1) / 4 and 3.5 / 7: importance starts at 1, level at 0."""
    row = of("29-1141", "2.A.1.b")
    assert (row["importance_score"], row["level_score"]) == (62.5, 50.0)


def test_an_occupation_without_ratings_of_a_domain_says_so() -> None:
    row = of("31-1120", "2.C.1", "knowledge")
    assert pd.isna(row["importance"]) and row["importance_status"] == "not_rated"


def test_ranks_are_within_occupation_and_domain_and_by_importance() -> None:
    """Law is at the highest level and the least important of all, and first of its domain."""
    assert of("29-1141", "2.B.3.a")["rank"] == 1
    assert of("29-1141", "2.A.1.b")["rank"] == 2
    assert of("29-1141", "2.C.1", "knowledge")["rank"] == 1


def industry() -> pd.DataFrame:
    skills = occupation_skills(PAIRS, {"skills": SKILL, "knowledge": LAW})
    return industry_skills(JOBS, skills).set_index("element_id")


def test_the_industry_is_weighed_by_jobs() -> None:
    """(600 x 3.5 + 200 x 2) / 800; the level is that of the 600 jobs that need it."""
    row = industry().loc["2.A.1.b"]
    assert (row["importance"], row["level"]) == pytest.approx((3.125, 3.5))
    assert (row["rated_share"], row["level_share"], row["occupations"]) == (0.8, 0.6, 2)


def test_jobs_to_which_something_is_important_are_counted() -> None:
    row = industry().loc["2.A.1.b"]
    assert (row["important_jobs"], row["important_share"]) == (600, 0.75)


def test_a_suppressed_rating_has_no_weight_in_the_industry() -> None:
    row = industry().loc["2.B.3.a"]
    assert (row["importance"], row["rated_share"]) == pytest.approx((4.5, 0.6))
    assert row["level"] == pytest.approx((600 * 6 + 200 * 2) / 800)


def test_ranks_of_the_industry_are_within_the_domain() -> None:
    assert industry()["rank"].to_dict() == {"2.B.3.a": 1, "2.A.1.b": 2, "2.C.1": 1}


def test_what_is_not_held_gives_tables_without_rows() -> None:
    empty = occupation_skills(PAIRS, {"skills": SKILL.head(0)})
    assert empty.columns.tolist() == SKILLS and empty.empty
    assert industry_skills(JOBS, empty).columns.tolist() == INDUSTRY


@given(
    st.lists(st.floats(1, 5), min_size=3, max_size=3),
    st.lists(st.floats(1, 1e5), min_size=2, max_size=2),
)
def test_an_industry_lies_between_its_occupations(
    values: list[float], weights: list[float]
) -> None:
    codes = PAIRS["onet_soc"]
    ratings = rated(
        *(
            (code, "2.A.1.b", "IM", value, "published")
            for code, value in zip(codes, values, strict=True)
        )
    )
    skills = occupation_skills(PAIRS, {"skills": ratings})
    jobs = pd.DataFrame({"soc": ["29-1141", "31-1120"], "employment": weights})
    mean = industry_skills(jobs, skills)["importance"].iloc[0]
    assert skills["importance"].min() - 1e-9 <= mean <= skills["importance"].max() + 1e-9

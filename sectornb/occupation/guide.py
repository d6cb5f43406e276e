"""A guide for interviews with employers: the figures to confirm, and what no file tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

MOST = 4
"""Occupations whose figures are asked about."""
COLUMNS = [
    "question_number",
    "interview_topic",
    "interview_question",
    "our_figure",
    "figure_source",
]
LEVELS = {
    "region": "the region's own table", "metro": "OEWS of the metropolitan area",
    "state": "OEWS of the state", "nation": "OEWS of the nation",
}  # fmt: skip
OPEN = (
    ("skills", "Which skills do applicants lack, and which do you teach on the job?"),
    ("skills", "Which certificate or license do you ask for, and which would you pay more for?"),
    ("hiring", "Which job stays open longest, and why do people turn it down?"),
    ("hiring", "Who leaves within a year, and where do they go?"),
    ("hiring", "Would another schedule, child care, transport or pay fill the job sooner than "
               "training would?"),
    ("ways up", "From which job do people move up here, and what do they need for it?"),
    ("training", "Which program did your last good hires come from, and which one disappoints?"),
    ("what else", "What have we not asked that decides whether you find people?"),
)  # fmt: skip
"""Questions that no published figure answers."""
_Rows = Iterator[tuple[str, str, str, str]]


def interview_guide(
    profile: pd.DataFrame,
    wages: pd.DataFrame,
    openings: pd.DataFrame,
    requirements: pd.DataFrame,
    industries: pd.DataFrame,
) -> pd.DataFrame:
    """The table ``interview_guide``: questions in order, each with our figure where there is one.

    Parameters
    ----------
    profile, wages, openings, requirements, industries : DataFrame
        The tables ``occupation_profile``, ``occupation_wages``, rows of ``occupation_openings``
        of the target industries, ``occupation_requirements`` and ``target_industries``.

    Returns
    -------
    DataFrame
        ``question_number``, ``interview_topic``, ``interview_question``, ``our_figure`` and
        ``figure_source`` (empty where no file answers).
    """
    rows = [*_jobs(profile, industries), *_pay(profile, wages), *_openings(profile, openings)]
    rows += [*_schooling(profile, requirements), *((*each, "", "") for each in OPEN)]
    table = pd.DataFrame(rows, columns=COLUMNS[1:])
    table.insert(0, "question_number", range(1, len(table) + 1))
    return table


def _leading(profile: pd.DataFrame, beside: pd.DataFrame, *columns: str) -> list[dict[Any, Any]]:
    rows = profile.head(MOST)[["soc", "occupation_title"]]
    return rows.merge(beside[["soc", *columns]], on="soc").to_dict("records")


def _jobs(profile: pd.DataFrame, industries: pd.DataFrame) -> _Rows:
    first = industries.iloc[0]
    told = []
    for row in profile.head(MOST).to_dict("records"):
        high = row["employment_high"]
        ends = f"{row['employment_low']:,.0f} " + (
            "or more" if pd.isna(high) else f"to {high:,.0f}"
        )
        share = row["employment_share"]
        of_all = "" if pd.isna(share) else f", {share:.0%} of the industry"
        told.append(f"{row['occupation_title']}: {ends}{of_all}")
    source = f"{first['jobs_source']} {first['year']}, {first['pattern_source']}"
    question = "How many of your people do each of these jobs? Is the mix about right?"
    yield "jobs", question, "; ".join(told), source


def _pay(profile: pd.DataFrame, wages: pd.DataFrame) -> _Rows:
    columns = ("hourly_p25_usd", "hourly_median_usd", "hourly_p75_usd", "wage_level", "wage_year")
    for row in _leading(profile, wages, *columns):
        if pd.isna(row["hourly_median_usd"]):
            continue
        quartiles = [row["hourly_p25_usd"], row["hourly_p75_usd"]]
        ends = "" if any(map(pd.isna, quartiles)) else (
            f" ({quartiles[0]:,.2f} to {quartiles[1]:,.2f} for the middle half)"
        )  # fmt: skip
        figure = f"${row['hourly_median_usd']:,.2f} an hour{ends}, over all industries"
        source = f"{LEVELS[row['wage_level']]}, {row['wage_year']}"
        yield "pay", f"What do you pay {row['occupation_title'].lower()}?", figure, source


def _openings(profile: pd.DataFrame, openings: pd.DataFrame) -> _Rows:
    told = [
        f"{row['occupation_title']}: {row['annual_openings']:,.0f}"
        for row in _leading(profile, openings, "annual_openings")
        if pd.notna(row["annual_openings"])
    ]
    question = "How many will you hire next year, to replace people and to grow?"
    source = "projections; all employers of the region together" if told else ""
    yield "openings", question, "; ".join(told), source


def _schooling(profile: pd.DataFrame, requirements: pd.DataFrame) -> _Rows:
    columns = ("entry_education", "bachelor_or_higher_pct", "education_contrast")
    for row in _leading(profile, requirements, *columns)[:3]:
        if not row["entry_education"]:
            continue
        degree = row["bachelor_or_higher_pct"]
        have = "" if pd.isna(degree) else (
            f"; in the nation {degree:.0f} percent of those who do it have a bachelor's or more"
        )  # fmt: skip
        title = row["occupation_title"].lower()
        question = f"What schooling do you ask of {title}, and what do those you hire have?"
        yield "schooling", question, f"{row['entry_education']}{have}", "Employment Projections"

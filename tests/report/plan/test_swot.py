from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from sectornb.report.plan.swot import swot_of


def composed(tables: dict[str, pd.DataFrame], *records: dict[str, Any]) -> dict[str, list[str]]:
    report: Any = SimpleNamespace(tables=tables, records=records, folder=Path())
    frame = swot_of(report)
    assert list(frame) == ["quadrant", "line", "source"]
    return {str(name): list(lines) for name, lines in frame.groupby("quadrant")["line"]}


def ratings(*medians: float) -> pd.DataFrame:
    rows = [("2026", str(n), f"Item {n}", each, 4.0, 4.0 - each) for n, each in enumerate(medians)]
    return pd.DataFrame(rows, columns=["wave", "item", "item_title", "median", "target", "gap"])


ASSESSMENT = {"workbook": "4-assessment", "parameters": {}, "period": "2026"}
INDUSTRIES = {
    "workbook": "2-industries",
    "parameters": {"base_year": 2017, "latest_year": 2022, "ownership": "private"},
    "period": "2022",
}
REGION = {"workbook": "1-region", "parameters": {}, "period": "2022"}


def test_scores_at_the_target_are_strengths_and_those_below_it_weaknesses() -> None:
    told = composed({"ratings_by_item": ratings(4.5, 3.0, float("nan"), 2.0)}, ASSESSMENT)
    assert told["strengths"] == ["0 Item 0: middle rating 4.5, and 4 is the target."]
    assert [line[:1] for line in told["weaknesses"]] == ["3", "1"]


def test_what_is_not_in_the_report_is_said_to_be_unknown() -> None:
    told = composed({"ratings_by_item": ratings(3.0)}, ASSESSMENT)
    for quadrant in ("opportunities", "threats"):
        assert told[quadrant] == [
            "Not known: 1. Region is not in this report.",
            "Not known: 2. Industries is not in this report.",
        ]


def test_without_a_target_or_a_rating_strengths_are_unknown() -> None:
    without = ratings(3.0).assign(target=float("nan"), gap=float("nan"))
    held_back = without.assign(median=float("nan"))
    for rows, why in ((without, "target is set"), (held_back, "rating may be printed")):
        told = composed({"ratings_by_item": rows}, ASSESSMENT)
        assert told["strengths"] == told["weaknesses"] == [f"Not known: no {why}."]


def industries() -> dict[str, pd.DataFrame]:
    ranking = pd.DataFrame(
        {
            "naics": ["541", "622", "484", "711"],
            "naics_title": ["a", "b", "c", "d"],
            "rank": [1.0, 2.0, 3.0, 4.0],
            "badge": ["certain", "likely", "likely", "unlikely"],
        }
    )
    factors = pd.DataFrame(
        {
            "naics": ["541", "622", "484", "711"],
            "employment_low": [37607.0, 14608.5, 100.0, 1.0],
            "employment_high": [37607.0, 16867.4, 100.0, 1.0],
            "historical_growth_pct_low": [13.4963, 8.5199, -20.0, 50.0],
            "historical_growth_pct_high": [13.4963, 41.7, -3.29, 50.0],
        }
    )
    return {"industry_ranking": ranking, "industry_factors": factors}


def test_listed_industries_are_told_with_what_is_proven_of_them() -> None:
    told = composed(industries(), INDUSTRIES, REGION)
    grown, shrunk = told["opportunities"], told["threats"]
    assert "certain on the short list; 37,607 private jobs in 2022; grew by 13.5 %" in grown[0]
    # Of a range the proven end, rounded down: 14,608.5 and 8.5199.
    assert "at least 14,608 private jobs in 2022; grew by at least 8.5 % since 2017" in grown[1]
    assert len(grown) == 2
    held_back = industries()
    held_back["industry_factors"]["employment_low"] = float("nan")
    told = composed(held_back, INDUSTRIES, REGION)["opportunities"][0]
    assert "on the short list; grew by 13.5 %" in told
    assert "shrank by at least 3.2 % since 2017" in shrunk[0]


def test_neighbors_and_jobs_held_elsewhere_come_from_the_region() -> None:
    linked = pd.DataFrame(
        {
            "county_name": ["Orchard County, Eastmere", "B", "C"],
            "jobs_in_region": [4549.0, 3.0, 2.0],
            "jobs_of_region_residents": [3633.0, 2.0, 1.0],
            "flows_known": [True, False, True],
        }
    )
    whole = pd.DataFrame({"change": ["region", "with"], "supply_side": [0.9183, 0.93]})
    told = composed({"linked_counties": linked, "containment": whole}, REGION, INDUSTRIES)
    assert "Orchard County" in told["opportunities"][0] and "4,549" in told["opportunities"][0]
    assert "at least 3 jobs here" in told["opportunities"][1] and len(told["opportunities"]) == 2
    assert told["threats"] == ["Of 100 jobs that residents hold, 8 are outside the region (2022)."]


def test_what_people_wrote_stands_before_what_is_composed() -> None:
    left = pd.DataFrame(
        {
            "quadrant": ["strengths", "strengths"],
            "line_number": [2.0, 1.0],
            "line": ["Second", "First"],
        }
    )
    tables = {"ratings_by_item": ratings(4.5, 3.0), "swot_written": left}
    told = composed(tables, ASSESSMENT)
    assert told["strengths"][:2] == ["First", "Second"] and len(told["strengths"]) == 3
    assert told["weaknesses"] == ["1 Item 1: middle rating 3, and 4 is the target."]

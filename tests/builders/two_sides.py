"""Two reports of workbook 2, from ranks by factor alone, and of workbook 3, from rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.industry import WORKBOOK
from sectornb.industry.factors import FACTORS
from sectornb.industry.ranking import weighted_score
from sectornb.occupation import WORKBOOK as OCCUPATIONS
from sectornb.occupation.counts import JOBS
from sectornb.report.parameters import check_parameters
from sectornb.show.sides import Side

PLACE = {"region_id": "a", "title": "A", "counties": ["57001"]}


def industry_side(
    side: str,
    ranks: Mapping[str, Sequence[float]],
    *,
    shortlist: int = 2,
    shares: Mapping[str, float] | None = None,
    unscored: Mapping[str, str] | None = None,
    jobs: float = 1000.0,
    **choices: Any,
) -> Side:
    """A report in which industries have these ranks by jobs and pay; the others are equal.

    The short list holds the first by rank, or those with the largest of `shares`.
    """
    choices = {"base_year": 2017, "latest_year": 2022, "shortlist": shortlist, **choices}
    settings = check_parameters(WORKBOOK, {**PLACE, **choices})
    table = pd.DataFrame({"naics": list(ranks), "naics_title": [f"Title {c}" for c in ranks]})
    for place, name in enumerate(FACTORS):
        column = [float(given[place]) if place < len(given) else None for given in ranks.values()]
        table[f"rank_{name}"] = pd.Series(column, dtype="float64")
    ranked = table.filter(like="rank_").rename(columns=lambda name: name.removeprefix("rank_"))
    weights = settings.weights.model_dump()
    known = {name: weights[name] for name in FACTORS if ranked[name].notna().any()}
    table["score"] = weighted_score(ranked, known)
    reasons = table["naics"].map(dict(unscored or {}))
    table["unscored_because"] = reasons.astype("object").where(reasons.notna(), None)
    table["score"] = table["score"].where(reasons.isna())
    table["rank"] = table["score"].rank()
    table["shortlist_share"] = table["naics"].map(dict(shares or {})).astype("float64")
    table["badge"] = "no"
    by = (
        table["rank"].rank(method="first")
        if shares is None
        else (-table["shortlist_share"]).rank(method="first")
    )
    table["shortlisted"] = by.le(shortlist)
    table = table.sort_values("rank", kind="stable").reset_index(drop=True)
    totals = pd.DataFrame(
        {
            "own_code": ["5", "5"],
            "year": [str(settings.base_year), str(settings.latest_year)],
            "employment": [900.0, jobs],
        }
    )
    counts = pd.DataFrame({"counted": ["length of the short list"], "count": [float(shortlist)]})
    tables = {"industry_ranking": table, "region_totals": totals, "industry_counts": counts}
    return Side(side, tables, dictionary().keys_of(WORKBOOK.name), settings)


OCCUPATION_TITLES = {
    "29-1141": "Registered nurses",
    "31-1131": "Nursing assistants",
    "37-2011": "Janitors",
    "43-4171": "Receptionists",
}


def occupation_side(
    side: str,
    rows: Mapping[str, Sequence[float | bool | None]],
    *,
    industries: Mapping[str, str] | None = None,
    jobs: float = 900.0,
) -> Side:
    """A report of workbook 3: by occupation its jobs, median hourly wage, and "in demand"."""
    titles = [OCCUPATION_TITLES[code] for code in rows]
    base = pd.DataFrame({"soc": list(rows), "occupation_title": titles})
    columns = list(zip(*rows.values(), strict=True)) or [(), (), ()]
    targets = industries or {"622": "Hospitals"}
    tables = {
        "target_industries": pd.DataFrame(
            {"naics": list(targets), "naics_title": list(targets.values())}
        ),
        "occupation_profile": base.assign(employment=pd.array(columns[0], dtype="Float64")),
        "occupation_wages": base.assign(hourly_median_usd=pd.array(columns[1], dtype="Float64")),
        "occupation_flags": base.assign(
            in_demand=pd.array(columns[2], dtype="boolean"),
            opportunity=pd.array([None] * len(base), dtype="boolean"),
        ),
        "occupation_counts": pd.DataFrame({"counted": [JOBS], "count": [jobs], "unit": ["jobs"]}),
    }
    keys = {name: dictionary().tables[name].key for name in tables}
    settings = check_parameters(OCCUPATIONS, {**PLACE, "latest_year": 2022})
    return Side(side, tables, keys, settings)

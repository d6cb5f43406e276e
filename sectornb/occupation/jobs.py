"""Target industries and the jobs by occupation in them: the first tables of workbook 3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sectornb.occupation.industry_jobs import RegionJobs, given_jobs, in_scope
from sectornb.occupation.patterns import NOT_RELEASED, Patterns
from sectornb.occupation.staffing import Target, covered_share, occupation_jobs, parts_of

QCEW, GIVEN = "qcew", "given"
_JOBS = ["employment", "employment_low", "employment_high"]


def targets_of(
    industries: Sequence[str],
    patterns: Patterns,
    titles: Mapping[str, str],
    given: pd.DataFrame,
    jobs: Mapping[str, RegionJobs] | None,
) -> tuple[list[Target], pd.DataFrame]:
    """Each target industry with the jobs of its parts, and the table ``target_industries``.

    Parameters
    ----------
    industries : sequence of str
        The targets.
    given : DataFrame
        Jobs that the user gives, as :func:`~sectornb.occupation.industry_jobs.given_jobs`
        takes them; they count before those of the QCEW.
    jobs : mapping or None
        ``private`` and ``all`` to the region's jobs; not needed where all are given.
    """
    found, rows = [], []
    heads = patterns.heads.set_index("naics")
    for naics in industries:
        parts = parts_of(naics, patterns.industries, titles)
        assert parts is not None  # Patterns without one of the targets are not chosen.
        first = heads.loc[next(part for part in parts if part in heads.index)]
        scope = str(first["pattern_scope"])
        mine = given_jobs(given, [naics])
        if len(mine):
            source = given[given["naics"].eq(naics)].iloc[0]
            told = {
                "jobs_source": str(source["source"]), "year": str(source["year"]),
                "industry_ownership": str(source["ownership"]),
            }  # fmt: skip
            of_parts = _given_parts(mine, given, list(parts))
        else:
            assert jobs is not None
            mine = in_scope(jobs, [naics], scope)
            of_parts = mine if list(parts) == [naics] else in_scope(jobs, parts, scope)
            told = {
                "jobs_source": QCEW, "year": jobs["private"].year, "industry_ownership": scope,
            }  # fmt: skip
        row = mine.iloc[0]
        target = Target(naics, of_parts, *(float(row[name]) for name in _JOBS))
        found.append(target)
        rows.append(_head(target, row, patterns, told, titles))
    return found, pd.DataFrame(rows)


def _given_parts(mine: pd.DataFrame, given: pd.DataFrame, parts: list[str]) -> pd.DataFrame:
    """Jobs of the parts of an industry of which only the total need be known."""
    known = given_jobs(given, parts)
    table = known.set_index("naics").reindex(parts).reset_index()
    most = float(mine["employment_high"].iloc[0])
    unknown = table["employment_low"].isna()
    table["employment_low"] = table["employment_low"].fillna(0.0)
    table["employment_high"] = table["employment_high"].mask(unknown, most)
    return table


def _head(
    target: Target,
    row: pd.Series,
    patterns: Patterns,
    told: Mapping[str, str],
    titles: Mapping[str, str],
) -> dict[str, object]:
    heads = patterns.heads[patterns.heads["naics"].isin(target.parts["naics"])]
    covered = covered_share(target, patterns)
    weights = heads["pattern_total"].to_numpy()
    released = float(np.average(heads["released_share"], weights=weights))
    first = heads.iloc[0]
    return {
        "naics": target.naics,
        "naics_title": titles.get(target.naics, ""),
        **{name: float(row[name]) for name in _JOBS},
        "employment_status": row["employment_status"],
        **told,
        **{
            name: first[name]
            for name in ("pattern_source", "pattern_level", "pattern_area", "pattern_year")
        },
        "pattern_scope": first["pattern_scope"],
        "pattern_industries": ", ".join(heads["naics"]),
        "covered_share": covered,
        "released_share": released,
    }


def occupation_profile(
    targets: Sequence[Target], patterns: Patterns, titles: Mapping[str, str]
) -> pd.DataFrame:
    """The table ``occupation_profile``: jobs by occupation in the target industries.

    Returns
    -------
    DataFrame
        ``rank`` (by jobs), ``soc``, ``occupation_title``, ``employment``, ``employment_low``,
        ``employment_high``, ``employment_status``, ``employment_share`` (of the
        target industries' jobs), ``employment_rse_pct``; the largest first, those without a
        figure by their high end.
    """
    table = occupation_jobs(targets, patterns).rename(columns={"code": "soc"})
    known = dict(zip(patterns.rows["code"], patterns.rows["occupation_title"], strict=True))
    table["occupation_title"] = table["soc"].map({**known, **titles}).fillna(table["soc"])
    total = sum(target.employment for target in targets)
    table["employment_share"] = table["employment"] / total
    order = table["employment"].fillna(table["employment_low"])
    table = table.assign(order=order).sort_values(
        ["order", "employment_high", "soc"], ascending=[False, False, True], kind="stable"
    )
    table = table.reset_index(drop=True)
    table["rank"] = table["employment"].rank(ascending=False, method="min")
    columns = [
        "rank", "soc", "occupation_title", *_JOBS, "employment_status", "employment_share",
        "employment_rse_pct",
    ]  # fmt: skip
    return table[columns]


def pattern_table(patterns: Patterns, targets: Sequence[Target]) -> pd.DataFrame:
    """The table ``staffing_pattern``: the patterns that stand for the target industries."""
    used = {naics for target in targets for naics in target.parts["naics"]}
    rows = patterns.rows[patterns.rows["naics"].isin(used)]
    shares = {name: f"pattern_{name}" for name in ("share", "share_low", "share_high")}
    rows = rows.rename(columns={"code": "soc", **shares})
    order = rows["soc"].eq(NOT_RELEASED)
    rows = rows.assign(last=order).sort_values(
        ["naics", "last", "pattern_share", "soc"],
        ascending=[True, True, False, True],
        kind="stable",
    )
    return rows.drop(columns="last").reset_index(drop=True)

"""The same region seen by one group of jobs: by age, by pay, by kind of industry."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from sectornb.errors import MissingColumnError, examples
from sectornb.region.sheds import commute_shed, commuting_summary, labor_shed


def segment_flows(flows: pd.DataFrame, segment: str) -> pd.DataFrame:
    """Flows of one segment in the place of all jobs; pairs without one are true zeros.

    Parameters
    ----------
    flows : DataFrame
        ``home_area_fips``, ``work_area_fips`` and a column named `segment` (jobs).

    Raises
    ------
    MissingColumnError
        If there is no such column.
    """
    if segment not in flows:
        known = [name for name in flows if name not in ("home_area_fips", "work_area_fips")]
        raise MissingColumnError(
            f"The flows do not tell {segment!r} apart; they hold {examples(known, 9)}. Only LODES "
            "has segments: choose flows: lodes, or leave the segment empty."
        )
    kept = flows[["home_area_fips", "work_area_fips", segment]]
    return kept.rename(columns={segment: "jobs"}).reset_index(drop=True)


def commuting_by_segment(
    flows: pd.DataFrame, counties: Collection[str], segments: Sequence[str]
) -> pd.DataFrame:
    """In- and out-commuting of all jobs and of each segment, each with its own denominator.

    Segments of which the region has no job, or its residents hold none, are left out.

    Returns
    -------
    DataFrame
        ``segment`` (``jobs`` is all), ``side``, ``jobs``, ``jobs_inside``,
        ``inside_pct``, ``outside_pct`` as :func:`sectornb.region.sheds.commuting_summary`
        has them.
    """
    parts = []
    for segment in ("jobs", *segments):
        own = segment_flows(flows, segment)
        summary = commuting_summary(own, counties)
        if summary["jobs"].gt(0).all():
            parts.append(summary.assign(segment=segment))
    table = pd.concat(parts, ignore_index=True).astype({"segment": "str"})
    return table[["segment", *(name for name in table if name != "segment")]]


def segment_sheds(flows: pd.DataFrame, counties: Collection[str], segment: str) -> pd.DataFrame:
    """Labor shed and commute shed of one segment beside those of all jobs.

    Returns
    -------
    DataFrame
        ``shed`` (``labor`` or ``commute``), ``area_fips``, ``jobs`` (of the segment),
        ``share`` (of the segment), ``share_all_jobs`` (of all jobs),
        ``difference_pp`` (percentage points); by shed and the segment's jobs.  Without
        rows where `segment` is empty.

    Raises
    ------
    MissingColumnError
        If the flows do not tell the segment apart.
    """
    own = segment_flows(flows, segment or "jobs")
    parts = []
    for name, shed, side in (
        ("labor", labor_shed, "home_area_fips"),
        ("commute", commute_shed, "work_area_fips"),
    ):
        of_segment = shed(own, counties).set_index(side)
        of_all = shed(flows, counties).set_index(side)["share"]
        part = of_segment[["jobs", "share"]].join(of_all.rename("share_all_jobs"))
        part = part.rename_axis("area_fips").reset_index()
        parts.append(part.assign(shed=name))
    table = pd.concat(parts, ignore_index=True).astype({"shed": "str", "area_fips": "str"})
    table["difference_pp"] = 100 * (table["share"] - table["share_all_jobs"])
    table = table[["shed", *(name for name in table if name != "shed")]]
    return table if segment else table.head(0)

"""Strengths and weaknesses of the scores, opportunities and threats of the other workbooks.

Every figure is one of a saved table.  Of a withheld one the end that is proven is told, rounded
towards what is sure: "at least".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sectornb.codes import short_titles
from sectornb.industry import WORKBOOK as INDUSTRIES
from sectornb.region import WORKBOOK as REGION
from sectornb.report.report import Report
from sectornb.report.shell import workbook_label
from sectornb.workbooks import workbooks

if TYPE_CHECKING:
    import pandas as pd

MOST = 5
"""Lines of a quadrant from one workbook; the tables have all."""
MOST_COUNTIES = 2
WRITTEN_BY = "written by people"
"""The source of a line that people wrote."""
SURE = ("certain", "likely")
"""How sure it must be that an industry is on the short list."""
_TOLD_BY = {
    "opportunities": (REGION.name, INDUSTRIES.name),
    "threats": (REGION.name, INDUSTRIES.name),
}
Line = tuple[str, str, str]
"""Quadrant, line, source."""


def swot_of(report: Report) -> pd.DataFrame:
    """What is known of a region's four quadrants.

    Strengths are items that reach the target, weaknesses those that lie below it, the farthest
    first.  Opportunities are short-listed industries that are proven to grow, and counties
    outside that the region is tied to; threats are short-listed industries that are proven to
    shrink, and jobs that residents hold elsewhere.  What people wrote into the plan that came
    back stands before what is composed.

    Returns
    -------
    DataFrame
        ``quadrant``, ``line`` and ``source``, all text.
    """
    import pandas as pd

    records = {record["workbook"]: record for record in report.records}
    lines = [*_scores(report.tables, records)]
    if REGION.name in records:
        lines += _commuting(report.tables, records[REGION.name])
    if INDUSTRIES.name in records:
        lines += _industries(report.tables, records[INDUSTRIES.name])
    for quadrant, told_by in _TOLD_BY.items():
        for name in told_by:
            if name in workbooks() and name not in records:
                lines.append(
                    (quadrant, f"Not known: {workbook_label(name)} is not in this report.", "")
                )
    lines = [*_written(report.tables), *lines]
    return pd.DataFrame(lines, columns=["quadrant", "line", "source"], dtype="str")


def _written(tables: Mapping[str, pd.DataFrame]) -> Iterator[Line]:
    """What people wrote into the plan that came back."""
    if "swot_written" in tables:
        rows = tables["swot_written"].sort_values(["quadrant", "line_number"], kind="stable")
        for quadrant, line in zip(rows["quadrant"], rows["line"], strict=True):
            yield str(quadrant), str(line), WRITTEN_BY


def _scores(
    tables: Mapping[str, pd.DataFrame], records: Mapping[str, Mapping[str, Any]]
) -> Iterator[Line]:
    """Items at the target or above it, and those below, as far as their medians are printed."""
    if "ratings_by_item" not in tables:
        return
    rows = tables["ratings_by_item"]
    now = rows[rows["wave"].eq(rows["wave"].iloc[-1] if len(rows) else "")]
    now = now[now["median"].notna() & now["gap"].notna()]
    if now.empty:
        why = "target is set" if rows["median"].notna().any() else "rating may be printed"
        yield from ((each, f"Not known: no {why}.", "") for each in ("strengths", "weaknesses"))
        return
    source = f"{workbook_label('4-assessment')}: ratings of {now['wave'].iloc[0]}"
    sides = {
        "strengths": now[now["gap"].le(0)].sort_values("median", ascending=False, kind="stable"),
        "weaknesses": now[now["gap"].gt(0)].sort_values("gap", ascending=False, kind="stable"),
    }
    for quadrant, side in sides.items():
        for row in side.head(MOST).to_dict("records"):
            told = f"middle rating {row['median']:g}, and {row['target']:g} is the target"
            yield quadrant, f"{row['item']} {row['item_title']}: {told}.", source
        if len(side) > MOST:
            yield quadrant, f"{len(side) - MOST} more; see the table of ratings.", source


def _industries(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> Iterator[Line]:
    """Short-listed industries that are proven to grow or to shrink."""
    if not {"industry_ranking", "industry_factors"} <= tables.keys():
        return
    base, latest = (record["parameters"][year] for year in ("base_year", "latest_year"))
    ends = [f"historical_growth_pct_{end}" for end in ("low", "high")]
    listed = tables["industry_ranking"][["naics", "naics_title", "rank", "badge"]]
    listed = listed[listed["badge"].isin(SURE)].sort_values("rank", kind="stable")
    known = listed.merge(
        tables["industry_factors"][["naics", "employment_low", "employment_high", *ends]],
        on="naics",
    )
    source = f"{workbook_label('2-industries')}: short list"
    names = short_titles(latest)
    is_private = record["parameters"].get("ownership") == "private"
    sides = {
        "opportunities": (known[known[ends[0]].gt(0)], "grew"),
        "threats": (known[known[ends[1]].lt(0)], "shrank"),
    }
    for quadrant, (side, did) in sides.items():
        for row in side.head(MOST).to_dict("records"):
            name = names.get(row["naics"], row["naics_title"])
            low, high = (row[end] for end in ends)
            nearest = low if did == "grew" else -high
            change = _proven(nearest, low == high, 1)
            fewest, most = row["employment_low"], row["employment_high"]
            # Where the ends are held back, nothing is told of the jobs.
            jobs = "" if math.isnan(fewest) else _proven(fewest, fewest == most)
            told = f"{jobs} {'private ' * is_private}jobs in {latest}; " * bool(jobs)
            yield (
                quadrant,
                f"{name}: {row['badge']} on the short list; {told}{did} by {change} % since "
                f"{base}.",
                source,
            )
        if len(side) > MOST:
            more = f"{len(side) - MOST} more short-listed industries {did}; see the short list."
            yield quadrant, more, source
    if not len(sides["threats"][0]):
        yield "threats", "No short-listed industry is proven to have lost jobs.", source


def _commuting(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> Iterator[Line]:
    """Counties outside that share most commuters with the region, and jobs held elsewhere."""
    if not {"linked_counties", "containment"} <= tables.keys():
        return
    source, period = workbook_label(REGION.name), record["period"]
    for row in tables["linked_counties"].head(MOST_COUNTIES).to_dict("records"):
        # Of a county whose own flow file is not at hand, what is counted is not all.
        least = "" if row["flows_known"] else "at least "
        come, go = row["jobs_in_region"], row["jobs_of_region_residents"]
        yield (
            "opportunities",
            f"{row['county_name']} is a neighbor to plan with: its residents hold {least}"
            f"{come:,.0f} jobs here, the region's {least}{go:,.0f} there ({period}).",
            f"{source}: linked counties",
        )
    whole = tables["containment"]
    whole = whole[whole["change"].eq("region") & whole["supply_side"].notna()]
    for share in whole["supply_side"]:
        yield (
            "threats",
            f"Of 100 jobs that residents hold, {100 * (1 - share):.0f} are outside the region "
            f"({period}).",
            f"{source}: containment",
        )


def _proven(value: float, is_exact: bool, decimals: int = 0) -> str:
    """A figure, or the whole part of it that is sure."""
    if is_exact:
        return f"{value:,.{decimals}f}"
    step = 10**decimals
    return f"at least {math.floor(value * step) / step:,.{decimals}f}"

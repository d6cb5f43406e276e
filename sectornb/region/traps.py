"""Traps of place and commuting: what could fool a reader of workbook 1's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sectornb.codes import is_county
from sectornb.region.containment import LEAST_TIE
from sectornb.region.distance import BANDS_MILES, exchanged_outlines
from sectornb.region.read import counties_of
from sectornb.sources.county_changes import both_editions, without_a_part
from sectornb.sources.lodes.beside import told_of_cut
from sectornb.sources.lodes.layout import SOURCE as LODES
from sectornb.traps import TableTrap, Trap, told

if TYPE_CHECKING:
    from sectornb.region.study import RegionStudy

LEAST_FLOW = 10
"""Ours: a flow between two counties of fewer jobs is within the agency's noise."""
LONG_SHARE = 0.05
"""Ours: from 5 percent of jobs beyond the last distance on, addresses on paper tell."""


def one_county(study: RegionStudy) -> list[str]:
    """A county by itself that commuters make no labor market."""
    least = 100 * study.settings.travel_areas.minimum_containment
    table = study.tables["region_commuting"].set_index("side")["inside_pct"]
    if len(study.counties) > 1 or table.min() >= least:
        return []
    return [
        f"The region is {study.counties[0]} alone: residents hold {table['jobs']:.1f} percent of "
        f"its jobs, and {table['residents']:.1f} percent of theirs are there. Say so before any "
        "ranking, or take in the counties that workbook 1 names next."
    ]


def bases_of_shares(study: RegionStudy) -> list[str]:
    """Shares inside and outside that are not of the jobs of their own side."""
    flows, own = study.own_flows, list(study.counties)
    ends = {"residents": flows["home_area_fips"], "jobs": flows["work_area_fips"]}
    base = {side: float(flows.loc[codes.isin(own), "jobs"].sum()) for side, codes in ends.items()}
    table = study.tables["region_commuting"]
    inside = 100 * table["jobs_inside"] / table["side"].map(base)
    right = np.isclose(table["inside_pct"], inside) & np.isclose(table["outside_pct"], 100 - inside)
    return told(table[~right], "shares of commuting are not of their own side's jobs", "side")


def files_not_there(study: RegionStudy) -> list[str]:
    """Flow files of the region's or a neighboring state that the library lacks, or in part."""
    lacking = [each.text for each in study.lacking if each.published]
    if study.commuting.flows.empty or study.settings.flows != LODES:
        return lacking
    used = [each for each in study.library.used() if each.source == LODES]
    return lacking + [line for each in used for line in told_of_cut(study.library, each)]


def states_not_published(study: RegionStudy) -> list[str]:
    """States of which there are no flows in that year."""
    return [
        f"{each.text} Take a year that all these states have."
        for each in study.lacking
        if not each.published
    ]


def jobs_or_workers(study: RegionStudy) -> list[str]:
    """Flow files of another job type than the tables say."""
    wanted, counted = study.settings.job_type, study.commuting.counted
    files = [each.part for each in study.library.used() if each.source == LODES]
    strange = [part for part in files if "_od_" in part and f"_{wanted}_" not in part]
    found = [f"{part} is not of {wanted}." for part in strange]
    primary = wanted in ("JT01", "JT03", "JT05")
    if study.settings.flows == LODES and primary != (counted == "primary jobs"):
        found.append(f"Flows of {wanted} are called {counted}.")
    return found


def few_jobs(study: RegionStudy) -> list[str]:
    """Flows between two counties that are within the noise of the counts."""
    if study.settings.flows != LODES:
        return []
    table = study.tables["exchanges"]
    columns = ("home_area_fips", "work_area_fips")
    return told(
        table[table["jobs"] < LEAST_FLOW], f"flows are of under {LEAST_FLOW} jobs", *columns
    )


def far_commuters(study: RegionStudy) -> list[str]:
    """Many jobs whose home is too far away for a daily way."""
    table = study.tables["distance_bands"]
    whose = {"residents": "residents'", "jobs": "the region's"}
    far = table[table["band"].str.startswith(f"{BANDS_MILES[-1]:g} miles")]
    return [
        f"{share:.1%} of {whose[str(side)]} jobs lie {band} from home: addresses on paper or "
        "remote work, not daily ways."
        for side, band, share in zip(far["side"], far["band"], far["share"], strict=True)
        if share > LONG_SHARE
    ]


def codes_without_match(study: RegionStudy) -> list[str]:
    """Counties of the flows that a further source has under other codes, or not at all.

    Also ground that the flows themselves have under codes of two years.
    """
    found = [
        f"{len(join.without)} of {join.rows} counties of {join.what} are not in {join.where}: "
        f"{', '.join(join.without[:9])}.{join.hint}"
        for join in study.joins
        if join.without
    ]
    near, every = counties_of(study.own_flows), counties_of(study.commuting.flows)
    if both := both_editions(near, near):
        found.append(f"One ground stands in the flows under codes of two years: {both}.")
    year = int(study.settings.vintage[:4])
    return found + [
        f"{code} is counted without {part}. Write both into counties."
        for code, part in without_a_part(study.counties, every, year).items()
    ]


def outlines_exchanged(study: RegionStudy) -> list[str]:
    """Two counties whose outlines, or codes in the file of outlines, seem to be exchanged."""
    if study.shapes is None:
        return []
    flows, known = study.commuting.flows, study.commuting.complete
    pairs = exchanged_outlines(flows, study.counties, study.shapes.centroids(), known)
    return [
        f"By the outlines, commuters of {one} and of {other} would all have shorter ways if the "
        "two were in each other's place: their outlines or codes were probably exchanged. "
        "Download the outlines again, and add them with --replace."
        for one, other in pairs
    ]


def other_members(study: RegionStudy) -> list[str]:
    """Tables of other counties than the region's."""
    own, found = set(study.counties), []
    placed = study.tables["delineations"]
    for method, part in placed[placed["in_region"]].groupby("method"):
        if differing := own ^ set(part["area_fips"]):
            found.append(
                f"The zones by {method} take another region: {', '.join(sorted(differing))}."
            )
    listed = set(study.tables["containment"]["counties"].iloc[0].split())
    if differing := own ^ listed:
        found.append(f"Containment is of another region: {', '.join(sorted(differing))}.")
    return found


def members_without_commuters(study: RegionStudy) -> list[str]:
    """Counties of the region that exchange few commuters with the rest of it."""
    table = study.tables["containment"]
    loose = table[table["change"].eq("without") & table["tie_share"].lt(LEAST_TIE)]
    what = (
        f"of your counties exchange under {LEAST_TIE:.0%} of the smaller side's jobs with the rest"
    )
    return told(loose, what, "area_fips")


def lost_zeros(study: RegionStudy) -> list[str]:
    """Codes that are not five digits of a county."""
    return [
        f"{name}, column {column}: {', '.join(map(repr, strange[:3]))}."
        for name, table in {"the flows": study.commuting.flows, **study.tables}.items()
        for column in table
        if str(column).endswith("area_fips") or column == "zone"
        for strange in [[code for code in table[column].unique() if code and not is_county(code)]]
        if strange
    ]


TRAPS = (
    TableTrap("T43", "County taken for the labor market", "warning", one_county),
    TableTrap("T44", "In and out shares have different bases", "blocking", bases_of_shares),
    Trap("T45", "Commuters left out", "warning", files_not_there),
    Trap("T46", "Missing state is not a zero flow", "warning", states_not_published),
    Trap("T47", "Jobs and workers", "blocking", jobs_or_workers),
    TableTrap("T48", "Flows of a few jobs believed", "warning", few_jobs),
    TableTrap("T49", "Long-distance commuters", "warning", far_commuters),
    Trap("T56", "Counties under other codes", "warning", codes_without_match),
    Trap("T56", "Outlines exchanged", "warning", outlines_exchanged),
    TableTrap("T57", "Tables of other counties than the region's", "blocking", other_members),
    TableTrap("T58", "Adjacency taken for commuting", "warning", members_without_commuters),
    TableTrap("T59", "Lost leading zeros", "blocking", lost_zeros),
)
"""All traps that workbook 1 looks for."""

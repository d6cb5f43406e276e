"""The tables that the sentences of workbook 1 speak of, for small tables of flows."""

from __future__ import annotations

import pandas as pd

from sectornb.codes import segment_names
from sectornb.region import placed, stability
from sectornb.region.containment import ValidityTargets, containment
from sectornb.region.counts import region_counts
from sectornb.region.delineation import delineate
from sectornb.region.flow_matrix import flow_matrix
from sectornb.region.segments import commuting_by_segment
from sectornb.region.sheds import commute_shed, commuting_summary, labor_shed, linked_counties
from sectornb.sources.lodes.flows import MissingFlows
from sectornb.sources.states import us_state

Tables = dict[str, pd.DataFrame]


def named(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """`table` with names that hold the code, digits and all."""
    return table.assign(county_name=[f"County {code}" for code in table[column]])


def region_tables(flows: pd.DataFrame, region: list[str], known: bool = True) -> Tables:
    """Every table that a finding reads; without `known`, the flows of no county outside are."""
    linked = named(linked_counties(flows, region), "area_fips").assign(flows_known=known)
    complete = sorted(set(flows["home_area_fips"])) if known else region
    goods = flows.assign(jobs_goods=(flows["jobs"] / 2).where(flows["home_area_fips"] < "57103", 9))
    segments = commuting_by_segment(goods, region, ["jobs_goods"])
    found = delineate.delineate(flow_matrix(flows, complete), region)
    runs = stability.membership_runs(found, draws=2)
    tables = {
        "region_commuting": commuting_summary(flows, region),
        "labor_shed": named(labor_shed(flows, region), "home_area_fips"),
        "commute_shed": named(commute_shed(flows, region), "work_area_fips"),
        "containment": named(containment(flows, region, candidates=complete), "area_fips"),
        "linked_counties": linked,
        "segment_commuting": segments.assign(segment_name=segments["segment"].map(segment_names())),
        "delineations": named(placed.delineations(found, runs), "area_fips"),
        "delineation_methods": delineate.method_summary(found),
    }
    counts = region_counts(
        region,
        complete,
        tables["containment"],
        tables["delineation_methods"],
        ValidityTargets(),
        linked,
    )
    return {**tables, "region_counts": counts}


def lacking(usps: str, *, own: bool = False, published: bool = True) -> MissingFlows:
    """A flow file that the library does not hold."""
    return MissingFlows(us_state(usps), f"{usps.lower()}_od_aux_JT00_2019.csv.gz", own, published)

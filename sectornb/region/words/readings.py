"""One sentence for each result that the notebook shows: what its numbers mean in this region."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from sectornb.region.delineation.delineate import TRAVEL_AREAS, ZONES
from sectornb.region.distance import SAME
from sectornb.region.sheds import counties_needed
from sectornb.region.stability import PARAMETERS
from sectornb.region.words.findings import next_county, verdict
from sectornb.region.words.gaps import Gaps
from sectornb.region.words.zones import segment_finding, zones_finding
from sectornb.show.sentence import Claim, Sentence, Speaker, listed, sentence

NO_SEGMENT = Sentence("The flows do not tell jobs apart, or no segment was chosen.")


def region_readings(
    speaker: Speaker,
    counties: Sequence[str],
    *,
    gaps: Gaps,
    soft: bool,
    segment: str,
    shed_share: float,
    counted_as: str,
) -> dict[str, Sentence]:
    """A sentence for each result of workbook 1, by the result's name.

    Parameters
    ----------
    speaker : Speaker
        Of the workbook's tables.
    counties : sequence of str
        The region.
    gaps : Gaps
        What missing flow files leave open.
    soft : bool
        Whether anything is missing from the flows.
    segment : str
        The segment nearest to the target industry, empty for none.
    shed_share : float
        Share of the jobs that a shed should cover (0 to 1).
    counted_as : str
        ``jobs``, ``primary jobs`` or ``workers``.
    """
    nowhere = Sentence("No county outside is known well enough to say what it would change.")
    return {
        "commuting": _commuting(speaker, gaps),
        "verdict": verdict(speaker, gaps, soft),
        "sheds": sentence(
            "{homes} of the jobs here; {works} of the jobs that residents hold.",
            homes=_reach(speaker, "labor_shed", shed_share),
            works=_reach(speaker, "commute_shed", shed_share),
        ),
        "distance": _distance(speaker),
        "exchanges": _largest_flow(speaker, counted_as),
        "next": next_county(speaker, soft) or nowhere,
        "linked": _linked(speaker),
        "segments": segment_finding(speaker, segment, soft) or NO_SEGMENT,
        "segment_sheds": _differing(speaker),
        "methods": zones_finding(speaker, soft),
        "map": _map(speaker),
        "stability": _least_firm(speaker, counties),
        "weak": _weak(speaker),
        "agreement": _agreement(speaker),
        "cuts": _cuts(speaker),
    }


def _commuting(speaker: Speaker, gaps: Gaps) -> Sentence:
    """Both containments, at most so large where flows are missing."""
    most = {True: "at most ", False: ""}
    return sentence(
        f"Residents hold {most[gaps.jobs_low]}{{work}} of the jobs here, and "
        f"{most[gaps.residents_low]}{{home}} of their own jobs are here.",
        work=speaker.claim("{:.1f}%", "region_commuting", "inside_pct", side="jobs"),
        home=speaker.claim("{:.1f}%", "region_commuting", "inside_pct", side="residents"),
    )


def _reach(speaker: Speaker, table: str, share: float) -> Sentence:
    """From which county down to which a shed reaches a share."""
    shed = speaker.tables[table]
    side = str(shed.columns[0])
    needed = counties_needed(shed, share)
    first, last = ({side: str(shed[side].iloc[place])} for place in (0, needed - 1))
    said: dict[str, Claim] = {
        "first": speaker.claim("{}", table, "county_name", **first),
        "last": speaker.claim("{}", table, "county_name", **last),
        "share": speaker.claim("{:.1%}", table, "cumulative_share", **last),
    }
    what = "homes" if table == "labor_shed" else "workplaces"
    if needed == 1:
        return sentence(f"{{first}} alone, among {what}, has {{share}}", **said)
    return sentence(f"{what} from {{first}} down to {{last}} make up {{share}}", **said)


def _distance(speaker: Speaker) -> Sentence:
    bands = speaker.tables["distance_bands"]
    if not (bands["side"].eq("residents") & bands["band"].eq(SAME)).any():
        return Sentence("No resident holds a job in the county of home.")
    return sentence(
        "Residents hold {share} of their jobs in the county where they live.",
        share=speaker.claim("{:.1%}", "distance_bands", "share", side="residents", band=SAME),
    )


def _largest_flow(speaker: Speaker, counted_as: str) -> Sentence:
    pairs = speaker.tables["exchanges"]
    if pairs.empty:
        return Sentence("Nobody commutes between two counties.")
    key = {side: str(pairs[side].iloc[0]) for side in ("home_area_fips", "work_area_fips")}
    return sentence(
        f"The largest flow runs from {{home}} to {{work}}: {{jobs}} {counted_as}.",
        home=speaker.claim("{}", "exchanges", "home_county_name", **key),
        work=speaker.claim("{}", "exchanges", "work_county_name", **key),
        jobs=speaker.claim("{:,.0f}", "exchanges", "jobs", **key),
    )


def _linked(speaker: Speaker) -> Sentence:
    linked = speaker.tables["linked_counties"]
    if linked.empty:
        return Sentence("No county outside exchanges workers with the region.")
    row = linked.iloc[0]
    key = {"area_fips": str(row["area_fips"])}
    known = [
        sentence(words, jobs=speaker.claim("{:,.0f}", "linked_counties", column, **key))
        for column, words in (
            ("jobs_in_region", "{jobs} come from there"),
            ("jobs_of_region_residents", "{jobs} go there"),
        )
        if pd.notna(row[column])
    ]
    return sentence(
        "{name} exchanges most with the region: {known}.",
        name=speaker.claim("{}", "linked_counties", "county_name", **key),
        known=listed(known),
    )


def _differing(speaker: Speaker) -> Sentence:
    table = speaker.tables["segment_sheds"]
    if table.empty:
        return NO_SEGMENT
    row = table.loc[table["difference_pp"].abs().idxmax()]
    key = {"shed": str(row["shed"]), "area_fips": str(row["area_fips"])}
    where = "homes of workers" if row["shed"] == "labor" else "workplaces of residents"
    return sentence(
        f"Among {where}, {{name}} differs most: {{share}} of the segment, {{all}} of all jobs.",
        name=speaker.claim("{}", "segment_sheds", "county_name", **key),
        share=speaker.claim("{:.1%}", "segment_sheds", "share", **key),
        all=speaker.claim("{:.1%}", "segment_sheds", "share_all_jobs", **key),
    )


def _map(speaker: Speaker) -> Sentence:
    """How the two outlines of the map lie to the region's."""
    zones = [
        sentence(
            f"{method[:-1]} holds {{all}}, {{own}} of them yours",
            all=speaker.number(
                "county", "counties", "delineation_methods", "counties_in_zone", method=method
            ),
            own=speaker.claim(
                "{:.0f}", "delineation_methods", "region_counties_in_zone", method=method
            ),
        )
        for method in (ZONES, TRAVEL_AREAS)
    ]
    return sentence("Your {one}; your {other}.", one=zones[0], other=zones[1])


def _least_firm(speaker: Speaker, counties: Collection[str]) -> Sentence:
    runs = speaker.tables["membership"]
    own = runs[runs["in_region"]]
    row = own.loc[own["membership_share"].idxmin()]
    if row["membership_share"] == 1:
        return Sentence("Every county of yours is in the zone in every run.")
    key = {name: str(row[name]) for name in ("area_fips", "method", "variation")}
    how = "choices vary" if row["variation"] == PARAMETERS else "flows are drawn anew"
    return sentence(
        f"{{name}} is held least: in {{share}} of the runs of {{method}} in which {how}.",
        name=speaker.claim("{}", "membership", "county_name", **key),
        share=speaker.claim("{:.0%}", "membership", "membership_share", **key),
        method=str(row["method"]),
    )


def _weak(speaker: Speaker) -> Sentence:
    placed = speaker.tables["delineations"]
    alarms = placed[placed["alarm"].fillna(False).astype(bool)]
    if alarms.empty:
        return Sentence("No county of the region's zones hangs on few commuters.")
    row = alarms.sort_values(["held_by_share", "area_fips"]).iloc[0]
    key = {"area_fips": str(row["area_fips"]), "method": str(row["method"])}
    return sentence(
        "The weakest tie is that of {name}: {jobs} of {method}.",
        name=speaker.claim("{}", "delineations", "county_name", **key),
        jobs=speaker.number("commuter", "commuters", "delineations", "held_by_jobs", **key),
        method=str(row["method"]),
    )


def _agreement(speaker: Speaker) -> Sentence:
    table = speaker.tables["method_agreement"]
    row = table.loc[table["adjusted_rand"].idxmax()]
    key = {name: str(row[name]) for name in ("method", "other_method")}
    return sentence(
        f"{key['method'].capitalize()} and {key['other_method']} agree most: {{index}}, where one "
        "means the same zones and zero mere chance.",
        index=speaker.claim("{:.2f}", "method_agreement", "adjusted_rand", **key),
    )


def _cuts(speaker: Speaker) -> Sentence:
    cuts = speaker.tables["zones_by_cut"]["cut"]
    low, high = (
        speaker.number("county", "counties", "zones_by_cut", "counties_in_zone", cut=str(cut))
        for cut in (cuts.iloc[0], cuts.iloc[-1])
    )
    return sentence(
        "The zone holds {low} at the lowest cut and {high} at the highest.", low=low, high=high
    )

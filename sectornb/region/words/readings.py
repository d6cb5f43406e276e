"""One sentence for each result that the notebook shows: what its numbers mean in this region."""

from __future__ import annotations

import pandas as pd

from sectornb.region.delineation.delineate import TRAVEL_AREAS, ZONES
from sectornb.region.distance import SAME
from sectornb.region.sheds import counties_needed
from sectornb.region.stability import PARAMETERS
from sectornb.region.words.gaps import Gaps
from sectornb.region.words.zones import EMPTY_SEGMENT, FIRM_SHARE
from sectornb.show.sentence import Sentence, Speaker, listed, sentence

NO_SEGMENT = Sentence("The flows do not tell jobs apart, or no segment was chosen.")


def region_readings(
    speaker: Speaker, *, gaps: Gaps, segment: str, shed_share: float
) -> dict[str, Sentence]:
    """A sentence for each result of workbook 1, by the result's name.

    Parameters
    ----------
    speaker : Speaker
        Of the workbook's tables.
    gaps : Gaps
        What missing flow files leave open.
    segment : str
        The segment nearest to the target industry, empty for none.
    shed_share : float
        Share of the jobs that a shed should cover (0 to 1).
    """
    return {
        "commuting": _commuting(speaker, gaps),
        "verdict": _verdict(speaker, gaps),
        "map": _map(speaker),
        "sheds": _sheds(speaker, shed_share),
        "exchanges": _largest_flow(speaker),
        "distance": _distance(speaker),
        "next": _next(speaker),
        "linked": _linked(speaker),
        "segments": _segment(speaker, segment),
        "segment_sheds": _differing(speaker, segment),
        "methods": _methods(speaker),
        "stability": _least_firm(speaker),
        "weak": _weak(speaker),
        "agreement": _agreement(speaker),
        "cuts": _cuts(speaker),
    }


def _commuting(speaker: Speaker, gaps: Gaps) -> Sentence:
    """Both containments, at most so large where flows are missing."""
    here = f"Residents hold {'at most ' * gaps.jobs_low}{{inside_pct:.1f%}} of the jobs here"
    own = f"{'at most ' * gaps.residents_low}{{inside_pct:.1f%}} of their own jobs are here."
    return sentence(
        "{here}, and {own}",
        here=speaker.told("region_commuting", {"side": "jobs"}, here),
        own=speaker.told("region_commuting", {"side": "residents"}, own),
    )


def _verdict(speaker: Speaker, gaps: Gaps) -> Sentence:
    region = speaker.tables["containment"].iloc[0]
    most = "at most " if gaps.any else ""
    told = f"The smaller share is {most}{{smaller_side:.1%}}, and a place of this size needs "
    told += "{required_side:.1%}." if region["required_side"] < 1 else "more than there can be."
    return speaker.told("containment", region, told)


def _map(speaker: Speaker) -> Sentence:
    """How many of the region's counties lie within the two outlines of the map."""
    form = "{region_counties_in_zone:.0f} of your counties"
    one, other = (
        speaker.told("delineation_methods", {"method": method}, form)
        for method in (ZONES, TRAVEL_AREAS)
    )
    return sentence(
        "The commuting zone around your largest county holds {one}; its travel-to-work area "
        "holds {other}.",
        one=one,
        other=other,
    )


def _sheds(speaker: Speaker, share: float) -> Sentence:
    """Down to which county the sheds reach a share."""
    homes, works = (
        speaker.told(table, shed.iloc[counties_needed(shed, share) - 1], form)
        for table, form in (
            ("labor_shed", "{county_name}, homes cover {cumulative_share:.1%}"),
            ("commute_shed", "{county_name}, workplaces cover {cumulative_share:.1%}"),
        )
        for shed in [speaker.tables[table]]
    )
    template = "Down to {homes} of the jobs here; down to {works} of the jobs that residents hold."
    return sentence(template, homes=homes, works=works)


def _largest_flow(speaker: Speaker) -> Sentence:
    pairs = speaker.tables["exchanges"]
    if pairs.empty:
        return Sentence("Nobody commutes between two counties.")
    told = "The largest flow runs from {home_county_name} to {work_county_name} ({jobs:,.0f})."
    return speaker.told("exchanges", pairs.iloc[0], told)


def _distance(speaker: Speaker) -> Sentence:
    bands = speaker.tables["distance_bands"]
    same = bands[bands["side"].eq("residents") & bands["band"].eq(SAME)]
    if same.empty:
        return Sentence("No resident holds a job in the county of home.")
    told = "Residents hold {share:.1%} of their jobs in the county where they live."
    return speaker.told("distance_bands", same.iloc[0], told)


def _next(speaker: Speaker) -> Sentence:
    sets = speaker.tables["containment"]
    added = sets[sets["change"].eq("with") & sets["rank"].notna()]
    if added.empty:
        return Sentence("Of no county outside with strong ties are the own flows known.")
    told = "{county_name} would move the smaller share by {smaller_side_gain_pp:+.1f} points."
    return speaker.told("containment", added.iloc[0], told)


def _linked(speaker: Speaker) -> Sentence:
    linked = speaker.tables["linked_counties"]
    if linked.empty:
        return Sentence("No county outside exchanges workers with the region.")
    row = linked.iloc[0]
    sides = {
        "jobs_in_region": "{jobs_in_region:,.0f} come from there",
        "jobs_of_region_residents": "{jobs_of_region_residents:,.0f} go there",
    }
    known = [speaker.told("linked_counties", row, t) for c, t in sides.items() if pd.notna(row[c])]
    return sentence(
        "{name} exchanges most with the region: {known}.",
        name=speaker.told("linked_counties", row, "{county_name}"),
        known=listed(known),
    )


def _no_segment(speaker: Speaker, segment: str) -> Sentence | None:
    known = speaker.tables["segment_commuting"]["segment"]
    if not segment or known.eq("jobs").all():
        return NO_SEGMENT
    return None if known.eq(segment).any() else EMPTY_SEGMENT.rated("")


def _segment(speaker: Speaker, segment: str) -> Sentence:
    if lacking := _no_segment(speaker, segment):
        return lacking
    told = "Of {segment_name} that residents hold, {inside_pct:.1f%} are here"
    own, every = (
        speaker.told("segment_commuting", {"segment": each, "side": "residents"}, form)
        for each, form in ((segment, told), ("jobs", "{inside_pct:.1f%}"))
    )
    return sentence("{own}; of all jobs, {every}.", own=own, every=every)


def _differing(speaker: Speaker, segment: str) -> Sentence:
    table = speaker.tables["segment_sheds"]
    if table.empty:
        return _no_segment(speaker, segment) or NO_SEGMENT
    row = table.iloc[table["difference_pp"].abs().argmax()]
    where = "homes of workers" if row["shed"] == "labor" else "workplaces of residents"
    told = "{county_name} differs most: {share:.1%} of the segment, {share_all_jobs:.1%} of all."
    return speaker.told("segment_sheds", row, f"Among {where}, {told}")


def _methods(speaker: Speaker) -> Sentence:
    methods = speaker.tables["delineation_methods"]
    told = (
        "No method keeps more of your counties in one zone than {method}: "
        "{region_counties_in_zone:.0f}."
    )
    best = methods.iloc[methods["region_counties_in_zone"].argmax()]
    return speaker.told("delineation_methods", best, told)


def _least_firm(speaker: Speaker) -> Sentence:
    """The county of the region on whose place the runs agree least."""
    runs = speaker.tables["membership"]
    own = runs[runs["in_region"].astype(bool)]
    doubt = 0.5 - (own["membership_share"] - 0.5).abs()
    if doubt.max() <= 1 - FIRM_SHARE:
        return Sentence("Nearly all runs agree on the place of each of your counties.")
    row = own.iloc[doubt.argmax()]
    how = "other choices" if row["variation"] == PARAMETERS else "flows drawn anew"
    told = (
        "{county_name} has the least firm place: {membership_share:.0%} of the runs of {method} "
        f"with {how} put it with your largest county."
    )
    return speaker.told("membership", row, told)


def _weak(speaker: Speaker) -> Sentence:
    placed = speaker.tables["delineations"]
    alarms = placed[placed["alarm"].fillna(False).astype(bool)]
    if alarms.empty:
        return Sentence("No county of the region's zones hangs on few commuters.")
    row = alarms.sort_values(["held_by_share", "area_fips"]).iloc[0]
    told = "{county_name} has the weakest tie in {method}: {held_by_jobs:,.0f} commuters."
    return speaker.told("delineations", row, told)


def _agreement(speaker: Speaker) -> Sentence:
    table = speaker.tables["method_agreement"]
    told = (
        "No two methods agree more than {method} and {other_method}: {adjusted_rand:.2f}, where "
        "one means the same zones and zero mere chance."
    )
    return speaker.told("method_agreement", table.iloc[table["adjusted_rand"].argmax()], told)


def _cuts(speaker: Speaker) -> Sentence:
    cuts = speaker.tables["zones_by_cut"]
    low, high = (
        speaker.told("zones_by_cut", cuts.iloc[place], "{counties_in_zone:.0f}")
        for place in (0, -1)
    )
    told = "Counties in the zone: {low} at the lowest cut, {high} at the highest."
    return sentence(told, low=low, high=high)

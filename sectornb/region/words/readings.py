"""One sentence for each result that the notebook shows: what its numbers mean in this region."""

from __future__ import annotations

import pandas as pd

from sectornb.region.containment import ranked_additions
from sectornb.region.delineation.delineate import TRAVEL_AREAS, ZONES, voting
from sectornb.region.distance import SAME
from sectornb.region.settings import RegionSettings
from sectornb.region.sheds import counties_needed
from sectornb.region.stability import PARAMETERS
from sectornb.region.words.gaps import Gaps
from sectornb.region.words.zones import EMPTY_SEGMENT, FIRM_SHARE, segment_finding, weakest_ties
from sectornb.show.sentence import Sentence, Speaker, listed, sentence

NO_SEGMENT = Sentence("The flows do not tell jobs apart, or no segment was chosen.")


def region_readings(speaker: Speaker, settings: RegionSettings, gaps: Gaps) -> dict[str, Sentence]:
    """A sentence for each result of workbook 1, by the result's name.

    Parameters
    ----------
    speaker : Speaker
        Of the workbook's tables.
    settings : RegionSettings
        The parameters of the workbook.
    gaps : Gaps
        What missing flow files leave open.
    """
    of_segment = segment_finding(speaker, settings.segment, gaps.any, gaps)
    return {
        "commuting": _commuting(speaker, gaps),
        "verdict": _verdict(speaker, gaps),
        "map": _map(speaker),
        "sheds": _sheds(speaker, settings.shed_share, gaps),
        "exchanges": _largest_flow(speaker, gaps),
        "distance": _distance(speaker, gaps),
        "next": _next(speaker, gaps),
        "linked": _linked(speaker, gaps),
        "segments": of_segment.rated("") if of_segment else NO_SEGMENT,
        "segment_sheds": _differing(speaker, of_segment),
        "methods": _methods(speaker),
        "stability": _least_firm(speaker),
        "weak": _weak(speaker),
        "agreement": _agreement(speaker),
        "cuts": _cuts(speaker),
    }


def _commuting(speaker: Speaker, gaps: Gaps) -> Sentence:
    """Both containments, at most so large where flows are missing."""
    own = f"{'at most ' * gaps.residents_low}{{inside_pct:.1f%}} of their own jobs are here."
    return speaker.told(
        "region_commuting",
        {"side": "jobs"},
        f"Residents hold {'at most ' * gaps.jobs_low}{{inside_pct:.1f%}} of the jobs here, and "
        "{own}",
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
    return speaker.told(
        "delineation_methods",
        {"method": ZONES},
        f"The commuting zone around your largest county holds {form}; its travel-to-work area "
        "holds {other}.",
        other=speaker.told("delineation_methods", {"method": TRAVEL_AREAS}, form),
    )


def _sheds(speaker: Speaker, share: float, gaps: Gaps) -> Sentence:
    """Down to which county the sheds reach a share."""

    def down_to(table: str, template: str) -> Sentence:
        shed = speaker.tables[table]
        return speaker.told(table, shed.iloc[counties_needed(shed, share) - 1], template)

    covered = {
        side: f"cover {gaps.most(side)}{{cumulative_share:.1%}} of the jobs"
        for side in ("jobs", "residents")
    }
    homes = f"Down to {{county_name}}, homes {covered['jobs']} here; down to "
    works = f"{{county_name}}, workplaces {covered['residents']} that residents hold."
    return down_to("labor_shed", homes) + down_to("commute_shed", works)


def _largest_flow(speaker: Speaker, gaps: Gaps) -> Sentence:
    """The largest flow between two counties, at least one of them of the region."""
    flows = speaker.tables["exchanges"]
    own = speaker.tables["containment"]["counties"].iloc[0].split()
    ends = flows[["home_area_fips", "work_area_fips"]].head(1)
    between = "between two of your counties " if ends.isin(own).all(axis=None) else ""
    return speaker.told_of_first(
        "exchanges",
        flows,
        f"The largest {'known ' * gaps.partly}flow {between}runs from "
        "{home_county_name} to {work_county_name} ({jobs:,.0f}).",
        otherwise="Nobody commutes between two counties.",
    )


def _distance(speaker: Speaker, gaps: Gaps) -> Sentence:
    bands = speaker.tables["distance_bands"]
    return speaker.told_of_first(
        "distance_bands",
        bands[bands["side"].eq("residents") & bands["band"].eq(SAME)],
        f"Residents hold {gaps.most('residents')}{{share:.1%}} of their jobs in the county "
        "where they live.",
        otherwise="No resident holds a job in the county of home.",
    )


def _next(speaker: Speaker, gaps: Gaps) -> Sentence:
    """What the best county outside would change, and the least and the most needed one inside."""
    untold = not speaker.tables["linked_counties"]["flows_known"].any()
    sets = speaker.tables["containment"]
    said = speaker.told_of_first(
        "containment",
        ranked_additions(sets),
        "{county_name} would move the smaller share by {smaller_side_gain_pp:+.1f} points.",
        otherwise="No county outside can be tried: nothing held says what its own workers do."
        if untold
        else "No county outside whose own flows are known has close links.",
    )
    leaving = sets[sets["change"].eq("without")]
    if len(leaving) < 3:
        return said
    at_most = "at most " * (gaps.residents_low or gaps.jobs_low)
    share = f"{at_most}{{smaller_side:.1%}}"
    least = f" Leaving out {{county_name}}, the smaller share would be {share}; {{most}}."
    most = f"leaving out {{county_name}}, {share}"
    most_told = speaker.told("containment", leaving.iloc[-1], most)
    return said + speaker.told("containment", leaving.iloc[0], least, most=most_told)


def _linked(speaker: Speaker, gaps: Gaps) -> Sentence:
    linked = speaker.tables["linked_counties"]
    if linked.empty:
        return Sentence("No county outside exchanges workers with the region.")
    row = linked.iloc[0]
    sides = {
        "jobs_in_region": "{jobs_in_region:,.0f} come from there",
        "jobs_of_region_residents": "{jobs_of_region_residents:,.0f} go there",
    }
    known = [speaker.told("linked_counties", row, t) for c, t in sides.items() if pd.notna(row[c])]
    most = "{county_name} exchanges most with the region"
    most += f"{', as far as the files tell' * gaps.partly}: {{known}}."
    return speaker.told("linked_counties", row, most, known=listed(known))


def _differing(speaker: Speaker, of_segment: Sentence | None) -> Sentence:
    table = speaker.tables["segment_sheds"]
    if table.empty:
        return EMPTY_SEGMENT.rated("") if of_segment == EMPTY_SEGMENT else NO_SEGMENT
    row = table.iloc[table["difference_pp"].abs().argmax()]
    where = "homes of workers" if row["shed"] == "labor" else "workplaces of residents"
    told = "{county_name} differs most: {share:.1%} of the segment, {share_all_jobs:.1%} of all."
    return speaker.told("segment_sheds", row, f"Among {where}, {told}")


def _methods(speaker: Speaker) -> Sentence:
    methods = voting(speaker.tables["delineation_methods"])
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
        f"with {how} put it with your largest county, and none or all would be firm."
    )
    return speaker.told("membership", row, told)


def _weak(speaker: Speaker) -> Sentence:
    return speaker.told_of_first(
        "delineations",
        weakest_ties(speaker.tables["delineations"]),
        "{county_name} has the weakest tie in {method}: {held_by_jobs:,.0f} commuters.",
        otherwise="No county of the region's zones hangs on few commuters.",
    )


def _agreement(speaker: Speaker) -> Sentence:
    table = speaker.tables["method_agreement"]
    told = (
        "No two methods agree more than {method} and {other_method}: {adjusted_rand:.2f}, where "
        "one means the same zones and zero mere chance."
    )
    return speaker.told("method_agreement", table.iloc[table["adjusted_rand"].argmax()], told)


def _cuts(speaker: Speaker) -> Sentence:
    """How many counties the commuting zone has, wherever that changes as the cut rises."""
    cuts = speaker.tables["zones_by_cut"]
    changes = cuts[cuts["counties_in_zone"].ne(cuts["counties_in_zone"].shift())]
    if len(changes) == 1:
        one = "At every cut the commuting zone holds the same counties: {counties_in_zone:.0f}."
        return speaker.told("zones_by_cut", changes.iloc[0], one)
    # Of many changes the ends and those between that join most.
    inner = changes.iloc[1:-1].assign(by=changes["counties_in_zone"].diff()).nlargest(3, "by").index
    shown = changes.loc[sorted({changes.index[0], *inner, changes.index[-1]})]
    sizes = [
        speaker.told("zones_by_cut", row, "{counties_in_zone:.0f}") for _, row in shown.iterrows()
    ]
    told = "From the lowest cut to the highest the commuting zone holds {sizes} counties."
    return sentence(told, sizes=listed(sizes, "or"))

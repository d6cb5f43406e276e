"""One sentence for each result that the notebook shows: what its numbers mean in this region."""

from __future__ import annotations

from math import isclose

import pandas as pd

from sectornb.region import counts
from sectornb.region.containment import ranked_additions
from sectornb.region.delineation.delineate import CENTRAL, OUR_CHOICE, TRAVEL_AREAS, ZONES, voting
from sectornb.region.distance import SAME
from sectornb.region.placed import largest_county
from sectornb.region.settings import RegionSettings
from sectornb.region.sheds import counties_needed
from sectornb.region.stability import PARAMETERS
from sectornb.region.words.gaps import Gaps
from sectornb.region.words.neighbors import linked_title, may_be_among
from sectornb.region.words.verdict import turning
from sectornb.region.words.zones import (
    EMPTY_SEGMENT,
    FIRM_SHARE,
    counties_told,
    largest_told,
    segment_finding,
    weakest_ties,
)
from sectornb.show.sentence import Sentence, Speaker, joined, listed, sentence

MOST_TOLD = 3

NO_SEGMENT = Sentence("No segment was chosen in the region file, so this was not asked.")
UNDIVIDED = Sentence("The table of flows does not tell jobs apart, so this cannot be answered.")


def region_readings(
    speaker: Speaker, settings: RegionSettings, gaps: Gaps, unit: str = "jobs"
) -> dict[str, Sentence]:
    """A sentence for each result of workbook 1, by the result's name.

    Parameters
    ----------
    speaker : Speaker
        Of the workbook's tables.
    settings : RegionSettings
        The parameters of the workbook.
    gaps : Gaps
        What missing flow files leave open.
    unit : str
        What the flows count: jobs or workers.
    """
    of_segment = segment_finding(speaker, settings.segment, gaps.any, gaps)
    return {
        "commuting": _commuting(speaker, gaps) + _score(speaker, settings),
        "verdict": _verdict(speaker, gaps),
        "map": _map(speaker),
        "sheds": _sheds(speaker, settings.shed_share, gaps),
        "exchanges": _largest_flow(speaker, gaps),
        "distance": _distance(speaker, gaps),
        "linked_title": linked_title(gaps, unit),
        "next": may_be_among(speaker) + _next(speaker, gaps),
        "linked": _linked(speaker, gaps),
        "segments": _segment(speaker, of_segment, settings, gaps),
        "segment_sheds": _differing(speaker, of_segment, settings),
        "methods": _methods(speaker, gaps),
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


def _score(speaker: Speaker, settings: RegionSettings) -> Sentence:
    """Validity in words: what is enough, and whether more can be had."""
    rule, region = settings.travel_areas, speaker.tables["containment"].iloc[0]
    top = isclose(region["validity"], rule.target_containment / rule.minimum_containment)
    told = " By the rule of travel-to-work areas, size and shares together score {validity:.2f}"
    told += ", the highest score there is" * top + "; one is enough."
    return speaker.told("containment", region, told)


def _verdict(speaker: Speaker, gaps: Gaps) -> Sentence:
    region = speaker.tables["containment"].iloc[0]
    of = "Of what is counted, the" if gaps.partly else "The"
    told = f"{of} lower of the two shares is {{smaller_side:.1%}}; by the British rule for "
    told += "travel-to-work areas, our yardstick, a place of this size needs "
    if region["required_side"] >= 1:
        return speaker.told("containment", region, told + "more than there can be.")
    told += "{required_side:.1%}."
    turn: Sentence | str = ""
    if gaps.inside:
        told += " Flows between your counties are missing: the true share may be higher or lower."
    elif gaps.partly and region["validity"] < 1:
        told += " The true share can only be lower, so that the region fails whatever is missing."
    elif gaps.partly:
        told += " The true share may be lower: the region would fail if {turn}."
        turn = turning(speaker, gaps)
    return speaker.told("containment", region, told, turn=turn)


def _map(speaker: Speaker) -> Sentence:
    """How many of the region's counties lie within the two outlines of the map."""
    zone, area = (
        speaker.claim(".0f", "delineation_methods", "region_counties_in_zone", method=method)
        for method in (ZONES, TRAVEL_AREAS)
    )
    told = (
        "{largest} has most jobs of your {own}. Its commuting zone holds {zone} of them, and its "
        "travel-to-work area {area}."
    )
    own = counties_told(speaker, counts.COUNTIES)
    if own.text == "1 county":
        told = "The commuting zone and the travel-to-work area are those of {largest}."
    return sentence(told, largest=largest_told(speaker), own=own, zone=zone, area=area)


def _sheds(speaker: Speaker, share: float, gaps: Gaps) -> Sentence:
    """Down to which county the sheds reach a share."""

    def down_to(table: str, template: str) -> Sentence:
        shed = speaker.tables[table]
        row = shed.iloc[counties_needed(shed, share) - 1]
        whose = "one of yours" if row.iloc[0] in own else "outside"
        return speaker.told(table, row, template, whose=whose)

    own = _own(speaker)

    stand = {
        side: f"stand for {gaps.most(side)}{{cumulative_share:.1%}} of the jobs"
        for side in ("jobs", "residents")
    }
    down = "down to those in {county_name} ({whose})"
    homes = f"Counted from the largest county on, homes {down} {stand['jobs']} here; "
    works = f"workplaces {down} {stand['residents']} that residents hold."
    return down_to("labor_shed", homes) + down_to("commute_shed", works)


def _own(speaker: Speaker) -> list[str]:
    """Codes of the region's counties."""
    return str(speaker.tables["containment"]["counties"].iloc[0]).split()


def _largest_flow(speaker: Speaker, gaps: Gaps) -> Sentence:
    """The largest flow between two counties, at least one of them of the region."""
    flows = speaker.tables["exchanges"]
    own = _own(speaker)
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
        "{county_name} would move the lower of the two shares by {smaller_side_gain_pp:+.1f} "
        "points.",
        otherwise="Here no county outside can be added: of their states only flows "
        "from and to yours are known."
        if untold
        else "No county outside whose own flows are known has close links.",
    )
    leaving = sets[sets["change"].eq("without")]
    if len(leaving) < 3:
        return said
    at_most = "at most " * (gaps.residents_low or gaps.jobs_low)
    share = f"{at_most}{{smaller_side:.1%}}"
    least = f" Without {{county_name}} the lower share would be {share}; {{most}}."
    most = f"without {{county_name}}, {share}"
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


def _segment(
    speaker: Speaker, of_segment: Sentence | None, settings: RegionSettings, gaps: Gaps
) -> Sentence:
    """How the segment differs, and whether the region is a labor market for it too."""
    if of_segment is None:
        return UNDIVIDED if settings.segment else NO_SEGMENT
    sets = speaker.tables["segment_containment"]
    if sets.empty or sets["required_side"].iloc[0] >= 1 or gaps.inside:
        return of_segment.rated("")
    holds = bool(sets["validity"].iloc[0] >= 1)
    low = holds and gaps.partly
    told = (
        f" By itself this group of jobs {'may' if low else 'would'}{'' if holds else ' not'} hold "
        "together as a region: by the British rule it needs at least {required_side:.1%} of both"
        f"{', and the true shares may be lower' * low}."
    )
    key = {"segment": settings.segment, "side": "residents"}
    taken = "Your region file takes {segment_name} as nearest to your target industry. "
    if of_segment != EMPTY_SEGMENT:
        of_segment = speaker.told("segment_commuting", key, taken) + of_segment
    return of_segment + speaker.told("segment_containment", sets.iloc[0], told)


def _differing(speaker: Speaker, of_segment: Sentence | None, settings: RegionSettings) -> Sentence:
    table = speaker.tables["segment_sheds"]
    if table.empty:
        empty = EMPTY_SEGMENT.rated("") if of_segment == EMPTY_SEGMENT else NO_SEGMENT
        return UNDIVIDED if of_segment is None and settings.segment else empty
    row = table.iloc[table["difference_pp"].abs().argmax()]
    where = "homes of workers" if row["shed"] == "labor" else "workplaces of residents"
    told = "{county_name} differs most: {share:.1%} of the segment, {share_all_jobs:.1%} of all."
    return speaker.told("segment_sheds", row, f"Among {where}, {told}")


def _methods(speaker: Speaker, gaps: Gaps) -> Sentence:
    methods = voting(speaker.tables["delineation_methods"])
    kept = methods["region_counties_in_zone"]
    best = methods[kept.eq(kept.max())]
    named = listed([Sentence(method) for method in best["method"]]).text
    own = counties_told(speaker, counts.COUNTIES)
    if own.text == "1 county":
        return Sentence("A single county cannot be divided: a method can only join others to it.")
    whole = own.text.startswith(f"{kept.max():.0f} ")
    told = f"{named[:1].upper()}{named[1:]} keep "
    told += "all of your {own}" if whole else "{region_counties_in_zone:.0f} of your {own}"
    others = " with a vote" * (len(methods) < len(speaker.tables["delineation_methods"]))
    told += " in one zone"
    told += f"; no other method{others} keeps as many" * (len(best) < len(methods)) + "."
    kept_by = speaker.told("delineation_methods", best.iloc[0], told, own=own)
    return kept_by + _tied_to_one(speaker, gaps) + _centers(speaker)


def _tied_to_one(speaker: Speaker, gaps: Gaps) -> Sentence:
    """Why a county that sends most to your largest may lie in another commuting zone."""
    placed, flows = speaker.tables["delineations"], speaker.tables["exchanges"]
    largest = largest_county(placed)["area_fips"]
    zones = placed[placed["method"].eq(ZONES)]
    shared = zones["zone"].map(zones["zone"].value_counts()).gt(1)
    apart = zones[zones["in_region"] & ~zones["with_region"].astype(bool) & shared]
    # The largest flows come first: the first of a home is where most of its people go.
    most = flows.drop_duplicates("home_area_fips").set_index("home_area_fips")["work_area_fips"]
    apart = apart[apart["area_fips"].map(most).eq(largest)]
    # What is not counted could be more.
    if apart.empty or gaps.residents_low:
        return Sentence("")
    told = [
        speaker.told("delineations", row, "{county_name}")
        for _, row in apart.head(MOST_TOLD).iterrows()
    ]
    told += [Sentence("others")] * (len(apart) > MOST_TOLD)
    sends, exchanges = ("sends", "it exchanges") if len(told) == 1 else ("send", "they exchange")
    text = f" {{named}} {sends} most commuters to {{largest}}, yet by commuting zones "
    text += f"{'is' if len(told) == 1 else 'are'} apart from it: on average over all counties that "
    text += f"had merged with it by then, {exchanges} more with others."
    return sentence(text, named=listed(told), largest=largest_told(speaker))


def _centers(speaker: Speaker) -> Sentence:
    """Which of your counties are central themselves, so that they join no other."""
    placed, methods = speaker.tables["delineations"], speaker.tables["delineation_methods"]
    # Where none was named, the county with most jobs of each commuting zone is central.
    (setting,) = methods.loc[methods["method"].eq(CENTRAL), "setting"]
    zones = placed[placed["method"].eq(ZONES if OUR_CHOICE in setting else CENTRAL)]
    large = zones["zone"].map(zones["zone"].value_counts()).gt(1)
    centers = zones[zones["in_region"] & large & zones["zone"].eq(zones["area_fips"])]
    centers = centers[centers["area_fips"].ne(largest_county(placed)["area_fips"])]
    if centers.empty or len(centers) > MOST_TOLD:
        return Sentence("")
    named = listed(
        [speaker.told("delineations", row, "{county_name}") for _, row in centers.iterrows()]
    )
    is_one = (
        "is a central county itself" if len(centers) == 1 else "are central counties themselves"
    )
    return sentence(
        f" {{named}} {is_one}: by the method of central counties such a county joins no other.",
        named=named,
    )


def _least_firm(speaker: Speaker) -> Sentence:
    """The county of the region on whose place the runs agree least."""
    runs = speaker.tables["membership"]
    own = runs[runs["in_region"].astype(bool)]
    doubt = 0.5 - (own["membership_share"] - 0.5).abs()
    if doubt.max() <= 1 - FIRM_SHARE:
        return Sentence("Nearly all tries agree on the place of each of your counties.")
    row = own.iloc[doubt.argmax()]
    how = "other choices" if row["variation"] == PARAMETERS else "flows drawn anew"
    told = (
        f"{{county_name}} has the least firm place: of {{runs:.0f}} tries of {{method}} with {how},"
        " {runs_together:.0f} put it with {largest}; none or all would be firm."
    )
    return speaker.told("membership", row, told, largest=largest_told(speaker))


def _weak(speaker: Speaker) -> Sentence:
    """The weakest tie, and members that are listed for want of a border and not of commuters."""
    placed = speaker.tables["delineations"]
    weak = weakest_ties(placed)
    said = speaker.told_of_first(
        "delineations",
        weak,
        "{county_name} has the weakest tie in {method}: {held_by_jobs:,.0f} commuters.",
        otherwise="No county of the region's zones hangs on few commuters.",
    )
    apart = placed[~placed["touches_zone"].fillna(True).astype(bool)]
    apart = apart[apart["held_by_jobs"].gt(0) & ~apart["area_fips"].isin(weak["area_fips"])]
    apart = apart.drop_duplicates("area_fips")
    told = (
        " {county_name} is listed because on the map it shares no border with the rest of the "
        "zone; {held_by_jobs:,.0f} commuters hold it there, which is not few."
    )
    return said + joined(
        "", [speaker.told("delineations", row, told) for _, row in apart.head(MOST_TOLD).iterrows()]
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
    start = largest_county(speaker.tables["delineations"])
    key = {"area_fips": start["area_fips"], "method": ZONES, "variation": PARAMETERS}
    first, last = (
        speaker.told("zones_by_cut", cuts.iloc[place], "{cut}") for place in (0, len(cuts) - 1)
    )
    tried = speaker.told(
        "membership",
        key,
        "Told to join fewer or more counties ({runs:.0f} cuts, {first} to {last}), ",
        first=first,
        last=last,
    )
    if len(changes) == 1:
        one = "the commuting zone stays the same, of {counties_in_zone:.0f}"
        said = tried + speaker.told("zones_by_cut", changes.iloc[0], one)
        only = bool(speaker.tables["delineations"]["in_region"].all())
        return said + ("; only your own could be tested." if only else ".")
    # Of many changes the ends and those between that join most.
    inner = changes.iloc[1:-1].assign(by=changes["counties_in_zone"].diff()).nlargest(3, "by").index
    shown = changes.loc[sorted({changes.index[0], *inner, changes.index[-1]})]
    sizes = [
        speaker.told("zones_by_cut", row, "{counties_in_zone:.0f}") for _, row in shown.iterrows()
    ]
    told = "the commuting zone grows from {least} to {most} counties{between}."
    between = sentence(", by way of {sizes}", sizes=listed(sizes[1:-1])) if sizes[1:-1] else ""
    return tried + sentence(told, least=sizes[0], most=sizes[-1], between=between)

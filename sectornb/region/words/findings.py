"""What the commuting tables say, in sentences for a board; notes and limits beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sectornb.region import counts
from sectornb.region.containment import ranked_additions
from sectornb.region.counts import strong_unknown
from sectornb.region.read import Commuting
from sectornb.region.words.gaps import Gaps, doubt, gap_findings
from sectornb.region.words.neighbors import half_known, state_of
from sectornb.region.words.verdict import NEAR_PP, outdated, overturned
from sectornb.region.words.zones import SAME_REGION, segment_finding, zones_finding
from sectornb.show.sentence import Findings, Sentence, Speaker, listed, sentence, unclaimed_numbers
from sectornb.sources.lodes.flows import MissingFlows

LITTLE_PP = 2.0
"""Ours: a county that adds less than this to the lower share changes little."""
CLOSE_PP = 0.1
"""Ours: a best county is only possible where the next best gains within 0.1 points as much."""
APPROXIMATED = (
    "The table of flows leaves out or approximates some commuters; the method below says which."
)


def region_findings(
    speaker: Speaker,
    counties: Sequence[str],
    segment: str,
    commuting: Commuting,
    gaps: Gaps,
    lacking: Sequence[MissingFlows] = (),
) -> Findings:
    """What a board should know beside the verdict: at most five sentences, and what is missing.

    Every number in them is a claim.  None is called certain, since all rest on one source
    of noisy counts (see the methods on certainty).

    Parameters
    ----------
    speaker : Speaker
        Of ``region_counts``, ``region_commuting``, ``labor_shed``, ``commute_shed``,
        ``containment``, ``linked_counties``, ``delineations``, ``delineation_methods`` and
        ``segment_commuting``.
    counties : sequence of str
        The region.
    segment : str
        The segment nearest to the target industry, empty for none.
    commuting : Commuting
        The flows, with what they count, and what they do not hold or approximate.
    gaps : Gaps
        What missing files leave open: it makes figures bounds.
    lacking : sequence of MissingFlows
        Flow files that the library lacks.
    """
    missing = commuting.missing
    soft = bool(missing) or gaps.any
    approximated = bool(missing) and not lacking
    counted = "possible" if approximated else "likely"
    of_segment = segment_finding(speaker, segment, soft, gaps)
    residents, jobs = (
        _side(speaker, side, counties, commuting.counted, gaps) for side in ("residents", "jobs")
    )
    says = [
        _shares(speaker, commuting.counted, gaps).rated(counted),
        zones_finding(speaker, soft),
        _next(speaker, soft, gaps),
        of_segment if of_segment and SAME_REGION not in of_segment.text else None,
        (residents + " " + jobs).rated(counted),
    ]
    why = doubt(gaps, approximated, outdated(speaker))
    said = [
        each.rated("possible", why) if each.certainty == "possible" else each
        for each in says
        if each is not None
    ]
    if lacking:
        return Findings([*said, *gap_findings(lacking)])
    return Findings([*said, *(_approximated(text) for text in missing)])


def region_next_steps(
    speaker: Speaker, gaps: Gaps, lacking: Sequence[MissingFlows]
) -> list[Sentence]:
    """Which flow file would settle most, and whose workforce board to ask."""
    linked = speaker.tables["linked_counties"]
    unknown = strong_unknown(linked)
    steps = _outdated(speaker)
    if len(unknown):
        told = (
            f"Have your analyst add the flow files of {state_of(unknown.iloc[0])}: they would tell "
            "whether {county_name} belongs to the region."
        )
        steps.append(speaker.told("linked_counties", unknown.iloc[0], told))
    missing = [Sentence(each.state.name) for each in lacking if each.published]
    if missing:
        told = (
            "Have your analyst add the flow files of {states}, which hold what is not counted; "
            "'sectornb check' names each and where it is."
        )
        steps.append(sentence(told, states=listed(missing)))
    if len(linked):
        exchanges = "is known to exchange" if gaps.partly else "exchanges"
        told = (
            "Ask employers in {county_name}{best} and at home whether they look for workers "
            f"across the border: no other county outside {exchanges} more with yours{{change}}."
            "{more}"
        )
        half = half_known(linked.iloc[1:], linked)
        names = [speaker.told("linked_counties", row, "{county_name}") for _, row in half]
        them = "it may" if len(names) == 1 else "they may"
        also = f" Ask in {{names}} as well: only one direction is known, and {them} exchange much."
        more = sentence(also, names=listed(names)) if names else Sentence("")
        best, change = _also_best(speaker, linked.iloc[0])
        parts = {"more": more, "best": best, "change": change}
        steps.append(speaker.told("linked_counties", linked.iloc[0], told, **parts))
    return steps


def _also_best(speaker: Speaker, most: pd.Series[Any]) -> tuple[Sentence, Sentence]:
    """The county that adds most to the region where that is not the one that exchanges most."""
    added = ranked_additions(speaker.tables["containment"])
    nothing = Sentence("")
    if added.empty or not added["smaller_side_gain_pp"].iloc[0] > 0:
        return nothing, nothing
    best = added.iloc[0]
    if best["area_fips"] == most["area_fips"]:
        return nothing, nothing
    name = speaker.told("containment", best, " and {county_name}")
    return name, Sentence(" than the first, and none would add more to the region than the second")


def _outdated(speaker: Speaker) -> list[Sentence]:
    """That newer flows are to be had, where those read are older than any that LODES lacks."""
    counted = speaker.tables["region_counts"]
    if not outdated(speaker):
        return []
    row = counted[counted["counted"].eq(counts.YEARS)]
    told = (
        "Have your analyst add newer flows of commuters before a line is drawn by these, which "
        "are of {unit}: LODES of the Census Bureau is free and has a file a year."
    )
    return [speaker.told("region_counts", row.iloc[0], told)]


def _approximated(text: str) -> Sentence:
    """The part of a note on the flows that needs no number; all of it stands in the notes."""
    parts = text.replace(". ", ".\n").split("\n")
    plain = " ".join(part for part in parts if not unclaimed_numbers(Sentence(part)))
    return Sentence(plain or APPROXIMATED)


def _shares(speaker: Speaker, unit: str, gaps: Gaps) -> Sentence:
    """Both containments, of every hundred; at most so many where flows are missing."""
    region = speaker.tables["containment"].iloc[0]
    sides = region[["supply_side", "demand_side"]]
    near = (sides - region["required_side"]).abs().min() < NEAR_PP / 100
    # Rounded, a share just below the mark would look as if it reached it, and 99.6 like all.
    form = "{inside_pct:.1f}" if near or sides.max() >= 0.99 else "{inside_pct:.0f}"
    here = f"{'at most ' * gaps.residents_low}{form}"
    held = f"{'at most ' * gaps.jobs_low}{form}"
    told = (
        f"Of every hundred people here who work, {here} work here; of every hundred who work here, "
        "{held} live here."
        if unit == "workers"
        else f"Of every hundred {unit} that residents hold, {here} are here; of every hundred "
        f"{unit} here, residents hold {{held}}."
    )
    if region["required_side"] < 1:
        told += (
            " By a British rule (travel-to-work areas), our yardstick and no law, a labor market "
            "of this size has at least {needed} of both."
        )
    side = {"side": "residents"}
    turn = overturned(speaker, gaps)
    told += " {turn}" if turn else ""
    return speaker.told(
        "region_commuting",
        side,
        told,
        held=speaker.told("region_commuting", {"side": "jobs"}, held),
        needed=speaker.told("containment", region, "{required_side:.1%}"),
        turn=turn or "",
    )


def _side(speaker: Speaker, side: str, counties: Sequence[str], unit: str, gaps: Gaps) -> Sentence:
    residents = side == "residents"
    low = gaps.residents_low if residents else gaps.jobs_low
    table, column = (
        ("commute_shed", "work_area_fips") if residents else ("labor_shed", "home_area_fips")
    )
    total = f"{'at least ' if low else ''}{{jobs:,.0f}}"
    share = f"{'at least ' if low and not gaps.inside else ''}{{outside_pct:.1f%}}"
    template = (
        f"Residents hold {total} {unit}, {share} of them outside the region"
        if residents
        else f"The region has {total} {unit}, {share} of them held by people from outside"
    )
    if unit == "workers":
        # Only tables of the user count workers, and these tell of no missing file.
        template = (
            f"{total} residents work, {share} of them outside the region"
            if residents
            else f"{total} people work in the region, {share} of them from outside"
        )
    shed = speaker.tables[table]
    others = shed[~shed[column].isin(list(counties))]
    group = "the largest known group" if low else "the largest group"
    way = "goes to" if residents else "comes from"
    largest = f"; {group} {way} {{county_name}} ({{jobs:,.0f}})."
    ends = speaker.told_of_first(table, others, largest, otherwise=".")
    template = template[:1].upper() + template[1:]
    return speaker.told("region_commuting", {"side": side}, template + "{ends}", ends=ends)


def _next(speaker: Speaker, soft: bool, gaps: Gaps) -> Sentence | None:
    sets = speaker.tables["containment"]
    unknown = strong_unknown(speaker.tables["linked_counties"])
    added = ranked_additions(sets)
    if added.empty:
        return _unknown_next(speaker, gaps)
    best, before = added.iloc[0], sets.iloc[0]
    only = len(added) == 1
    gain = best["smaller_side_gain_pp"]
    if gain > 0:
        of = "the only county" if only else "the best of {ranked} counties"
        change = "would change little" if gain < LITTLE_PP else "would make it more self-contained"
        template = (
            f"Adding {{county_name}}, {of} outside with close commuting links, {change}: "
            "the lower of the two shares would rise from {before} to {smaller_side:.1%}."
        )
    elif only:
        template = (
            "{county_name} is the only county outside with close commuting links, and the region "
            "would not be more self-contained with it."
        )
    else:
        template = (
            "None of the {ranked} counties outside with close commuting links would make the "
            "region more self-contained."
        )
    said = speaker.told(
        "containment",
        best,
        template,
        ranked=speaker.claim(",.0f", "region_counts", "count", counted=counts.RANKED),
        before=speaker.told("containment", before, "{smaller_side:.1%}"),
    )
    most = speaker.tables["linked_counties"].iloc[0]
    if gain > 0 and most["flows_known"] and most["area_fips"] != best["area_fips"]:
        close = most["area_fips"] in set(added["area_fips"])
        more = " {county_name} exchanges more with yours, but "
        more += "would raise it less." if close else "its links are not close for its size."
        said += speaker.told("linked_counties", most, more)
    if len(unknown):
        more = " {county_name} has close links too, but its own flows are not at hand."
        said += speaker.told("linked_counties", unknown.iloc[0], more)
    close = not only and gain - added["smaller_side_gain_pp"].iloc[1] < CLOSE_PP
    return said.rated("possible" if soft or close else "likely")


def _unknown_next(speaker: Speaker, gaps: Gaps) -> Sentence | None:
    """The county outside that exchanges most, where its own flows are unknown."""
    linked = speaker.tables["linked_counties"]
    unknown = linked[~linked["flows_known"].astype(bool)]
    sides = ["demand_side_covered", "supply_side_covered"]
    unknown = unknown[unknown[sides].notna().all(axis=1)]
    if unknown.empty:
        return None
    held, own = (gaps.most(side) for side in ("jobs", "residents"))
    return speaker.told(
        "linked_counties",
        unknown.iloc[0],
        "Of the counties outside, as far as is known, {county_name} matters most: "
        "{jobs_of_region_residents:,.0f} of the jobs that residents hold are there, and its people "
        "hold {jobs_in_region:,.0f} jobs here. Were it inside, people from inside would hold "
        f"{held}{{demand_side_covered:.1%}} of your counties' jobs, and "
        f"{own}{{supply_side_covered:.1%}} of your residents' jobs would be inside; its own jobs "
        "and workers are in neither share. Whether it belongs to the region cannot be told: "
        f"flows within {state_of(unknown.iloc[0])} are missing.",
    ).rated("open")

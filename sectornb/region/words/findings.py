"""What the commuting tables say, in sentences for a board; notes and limits beside them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sectornb.region import counts
from sectornb.region.containment import ranked_additions
from sectornb.region.read import Commuting
from sectornb.region.words.gaps import Gaps, gap_findings, gaps_of
from sectornb.region.words.zones import counties_told, segment_finding, zones_finding
from sectornb.show.sentence import Findings, Sentence, Speaker, listed, sentence, unclaimed_numbers
from sectornb.sources.lodes.flows import MissingFlows

NEAR_PP = 1.0
"""Ours: a verdict this near to its mark, in percentage points, is possible and no more."""
CLOSE_PP = 0.1
"""Ours: a best county is only possible where the next best gains within 0.1 points as much."""
TOO_SMALL = "is too small for one"
APPROXIMATED = (
    "The table of flows leaves out or approximates some commuters; the method below says which."
)


def region_findings(
    speaker: Speaker,
    counties: Sequence[str],
    segment: str,
    commuting: Commuting,
    lacking: Sequence[MissingFlows] = (),
) -> Findings:
    """What a board should know from workbook 1: at most six sentences, and what is missing.

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
    lacking : sequence of MissingFlows
        Flow files that the library lacks: what they would hold makes figures bounds.
    """
    missing = commuting.missing
    gaps = gaps_of(lacking, counties)
    soft = bool(missing) or gaps.any
    says = [
        _verdict(speaker, gaps, soft),
        _next(speaker, soft),
        *(
            _side(speaker, side, counties, commuting.counted, gaps).rated(
                "possible" if missing and not lacking else "likely"
            )
            for side in ("residents", "jobs")
        ),
        segment_finding(speaker, segment, soft),
        # Last but for what is missing: how far the verdict hangs on the method.
        zones_finding(speaker, soft),
    ]
    said = [each for each in says if each is not None]
    if lacking:
        return Findings([*said, *gap_findings(lacking)])
    return Findings([*said, *(_approximated(text) for text in missing)])


def _approximated(text: str) -> Sentence:
    """The part of a note on the flows that needs no number; all of it stands in the notes."""
    parts = text.replace(". ", ".\n").split("\n")
    plain = " ".join(part for part in parts if not unclaimed_numbers(Sentence(part)))
    return Sentence(plain or APPROXIMATED)


def _verdict(speaker: Speaker, gaps: Gaps, soft: bool) -> Sentence:
    region = speaker.tables["containment"].iloc[0]
    are, their = ("are", "their") if len(region["counties"].split()) > 1 else ("is", "its")
    shares = (
        f"{'at most ' if gaps.residents_low else ''}{{supply_side:.1%}} of the jobs that residents "
        f"hold are in the region, and residents hold {'at most ' if gaps.jobs_low else ''}"
        "{demand_side:.1%} of the jobs in it; a place of this size "
    )
    shares += "needs {required_side:.1%} of both" if region["required_side"] < 1 else TOO_SMALL
    shares += " (rule for travel-to-work areas)."
    valid = region["validity"] >= 1
    near = abs(region["smaller_side"] - region["required_side"]) < NEAR_PP / 100
    parts = {"whose": counties_told(speaker, counts.COUNTIES)}
    if gaps.inside:
        certainty = "open"
        verdict = (
            f"Whether your {{whose}} {are} a labor market of {their} own cannot be told, because "
            f"flows between them are missing. In the flows that are known, {shares}"
        )
    elif valid and gaps.any:
        certainty = "possible"
        verdict = (
            f"As far as the files tell, your {{whose}} {are} a labor market of {their} own by "
            f"commuting: {shares} That cannot be told for sure: it would be otherwise if {{turn}}."
        )
        parts["turn"] = _turning(speaker, gaps)
    else:
        certainty = "possible" if near or soft else "likely"
        verdict = (
            f"Your {{whose}} {are} {'' if valid else 'not '}a labor market of {their} own by "
            f"commuting: {shares}"
        )
    return speaker.told("containment", region, verdict, **parts).rated(certainty)


def _turning(speaker: Speaker, gaps: Gaps) -> Sentence:
    """From how many jobs on the missing files would turn the verdict, each side by itself."""

    def turn(margin: str, template: str) -> Sentence:
        jobs = speaker.number("job", "jobs", "region_counts", "count", counted=margin)
        return sentence(template, jobs=jobs)

    out = f"residents hold more than {{jobs}} in {gaps.out_of}"
    into = "people of other states hold more than {jobs} in the region besides those counted"
    said = [turn(counts.OUT_MARGIN, out)] * gaps.residents_low
    return listed([*said, *[turn(counts.IN_MARGIN, into)] * gaps.jobs_low], "or")


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
    return speaker.told("region_commuting", {"side": side}, template + "{ends}", ends=ends)


def _next(speaker: Speaker, soft: bool) -> Sentence | None:
    sets, linked = speaker.tables["containment"], speaker.tables["linked_counties"]
    added = ranked_additions(sets)
    if added.empty:
        return _unknown_next(speaker, linked[~linked["flows_known"].astype(bool)])
    best, before = added.iloc[0], sets.iloc[0]
    only = len(added) == 1
    if best["smaller_side"] > before["smaller_side"]:
        of = "the only county" if only else "the best of {tied} counties"
        template = (
            f"Which county next: {{county_name}}, {of} outside with strong commuting ties, would "
            "raise self-containment (the lower of the two shares) from {before} to "
            "{smaller_side:.1%}."
        )
    elif only:
        template = (
            "{county_name} is the only county outside with strong commuting ties, and the region "
            "would not be more self-contained with it."
        )
    else:
        template = (
            "None of the {tied} counties outside with strong commuting ties would make the region "
            "more self-contained."
        )
    said = speaker.told(
        "containment",
        best,
        template,
        tied=speaker.claim(",.0f", "region_counts", "count", counted=counts.TIED),
        before=speaker.told("containment", before, "{smaller_side:.1%}"),
    )
    leaving = sets[sets["change"].eq("without")]
    if len(leaving) >= 3:
        least = " Without {county_name} it would be {smaller_side:.1%}, {most}."
        most = "without {county_name} {smaller_side:.1%}"
        most_told = speaker.told("containment", leaving.iloc[-1], most)
        said += speaker.told("containment", leaving.iloc[0], least, most=most_told)
    runner_up = added["smaller_side_gain_pp"].iloc[1] if not only else float("-inf")
    close = best["smaller_side_gain_pp"] - runner_up < CLOSE_PP
    return said.rated("possible" if soft or close else "likely")


def _unknown_next(speaker: Speaker, unknown: pd.DataFrame) -> Sentence | None:
    sides = ["demand_side_covered", "supply_side_covered"]
    unknown = unknown[unknown[sides].notna().all(axis=1)]
    if unknown.empty:
        return None
    return speaker.told(
        "linked_counties",
        unknown.iloc[0],
        "Of the counties outside, {county_name} is missed most: if it counted as inside, "
        "residents would hold {demand_side_covered:.1%} of the jobs in the region and have "
        "{supply_side_covered:.1%} of their own jobs inside. How self-contained all would be "
        "together cannot be told, because that county's own flows are not in the library.",
    ).rated("open")

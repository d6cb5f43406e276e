"""What the commuting tables say, in sentences for a board; notes and limits beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sectornb.region import counts
from sectornb.sources.lodes.flows import MissingFlows
from sectornb.words import Claim, Findings, Sentence, Speaker, joined, sentence, unclaimed_numbers
from sectornb.words.region_gaps import Gaps, gap_findings, gaps_of
from sectornb.words.region_notes import region_limits, region_notes
from sectornb.words.region_zones import segment_finding, segment_name, zones_finding

__all__ = ["region_findings", "region_limits", "region_notes", "segment_name"]

NEAR_PP = 1.0
"""Ours: a verdict this near to its mark, in percentage points, is possible and no more."""
CLOSE_PP = 0.1
"""Ours: a best county is only possible where the next best gains within 0.1 points as much."""
APPROXIMATED = (
    "The table of flows leaves out or approximates some commuters; the method below says which."
)


def region_findings(
    tables: Mapping[str, pd.DataFrame],
    keys: Mapping[str, Sequence[str]],
    counties: Sequence[str],
    *,
    lacking: Sequence[MissingFlows] = (),
    missing: Sequence[str] = (),
    segment: str = "",
    counted_as: str = "jobs",
) -> Findings:
    """What a board should know from workbook 1: at most six sentences, and what is missing.

    Every number in them is a claim.  None is called certain, since all rest on one source
    of noisy counts (see the methods on certainty).

    Parameters
    ----------
    tables : mapping
        ``region_counts``, ``region_commuting``, ``labor_shed``, ``commute_shed``,
        ``containment``, ``linked_counties``; where they are there, ``delineations``,
        ``delineation_methods`` and ``segment_commuting`` add a sentence each.
    keys : mapping
        Key columns of these tables.
    counties : sequence of str
        The region.
    lacking : sequence of MissingFlows
        Flow files that the library lacks: what they would hold makes figures bounds.
    missing : sequence of str
        What else the flows do not hold or approximate, in sentences.
    segment : str
        The segment nearest to the target industry, empty for none.
    counted_as : str
        What the flows count: ``jobs``, ``primary jobs`` or ``workers``.
    """
    speaker = Speaker(tables, keys)
    gaps = gaps_of(lacking, counties)
    soft = bool(missing) or gaps.any
    says = [
        _verdict(speaker, gaps, soft),
        _next(speaker, tables, soft),
        *(
            _side(speaker, side, counties, counted_as, gaps).rated(
                "possible" if missing and not lacking else "likely"
            )
            for side in ("residents", "jobs")
        ),
        segment_finding(speaker, tables, segment, soft),
        # Last but for what is missing: how far the verdict hangs on the method.
        zones_finding(speaker, tables, soft),
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
    key = {"counties": str(region["counties"])}
    several = len(key["counties"].split()) > 1
    parts: dict[str, Claim | Sentence | str] = {
        "whose": speaker.number(
            "county", "counties", "region_counts", "count", counted=counts.COUNTIES
        ),
        "home": speaker.claim("{:.1%}", "containment", "supply_side", **key),
        "work": speaker.claim("{:.1%}", "containment", "demand_side", **key),
    }
    shares = (
        f"{'at most ' if gaps.residents_low else ''}{{home}} of the jobs that residents hold are "
        f"in the region, and residents hold {'at most ' if gaps.jobs_low else ''}{{work}} of the "
        "jobs in it"
    )
    if region["required_side"] < 1:
        parts["needed"] = speaker.claim("{:.1%}", "containment", "required_side", **key)
        shares += "; a place of this size needs {needed} of both (rule for travel-to-work areas)"
    else:
        shares += "; a place of this size is too small for one (rule for travel-to-work areas)"
    are, their = ("are", "their") if several else ("is", "its")
    if gaps.inside:
        return sentence(
            f"Whether your {{whose}} {are} a labor market of {their} own cannot be told, because "
            f"flows between them are missing. In the flows that are known, {shares}.",
            **parts,
        ).rated("open")
    valid = region["validity"] >= 1
    verdict = f"a labor market of {their} own by commuting: {shares}"
    if not valid:
        near = region["required_side"] - region["smaller_side"] < NEAR_PP / 100
        told = sentence(f"Your {{whose}} {are} not {verdict}.", **parts)
        return told.rated("possible" if near or soft else "likely")
    if not gaps.any:
        near = region["smaller_side"] - region["required_side"] < NEAR_PP / 100
        told = sentence(f"Your {{whose}} {are} {verdict}.", **parts)
        return told.rated("possible" if near or soft else "likely")
    return sentence(
        f"As far as the files tell, your {{whose}} {are} {verdict}. That cannot be told for sure: "
        "it would be otherwise if {turn}.",
        turn=_turning(speaker, gaps),
        **parts,
    ).rated("possible")


def _turning(speaker: Speaker, gaps: Gaps) -> Sentence:
    """From how many jobs on the missing files would turn the verdict, each side by itself."""
    said = []
    if gaps.residents_low:
        said.append(
            sentence(
                "residents hold more than {jobs} in {states}",
                jobs=speaker.number(
                    "job", "jobs", "region_counts", "count", counted=counts.OUT_MARGIN
                ),
                states=gaps.out_of,
            )
        )
    if gaps.jobs_low:
        said.append(
            sentence(
                "people of other states hold more than {jobs} in the region besides those counted",
                jobs=speaker.number(
                    "job", "jobs", "region_counts", "count", counted=counts.IN_MARGIN
                ),
            )
        )
    return joined("{fragment} or {other}", said[0], other=said[1]) if len(said) > 1 else said[0]


def _side(speaker: Speaker, side: str, counties: Sequence[str], unit: str, gaps: Gaps) -> Sentence:
    residents = side == "residents"
    low = gaps.residents_low if residents else gaps.jobs_low
    table, column = (
        ("commute_shed", "work_area_fips") if residents else ("labor_shed", "home_area_fips")
    )
    parts: dict[str, Claim | Sentence | str] = {
        "total": speaker.claim("{:,.0f}", "region_commuting", "jobs", side=side),
        "share": speaker.claim("{:.1f}%", "region_commuting", "outside_pct", side=side),
    }
    total = f"{'at least ' if low else ''}{{total}} {unit}"
    share = f"{'at least ' if low and not gaps.inside else ''}{{share}}"
    template = (
        f"Residents hold {total}, {share} of them outside the region"
        if residents
        else f"The region has {total}, {share} of them held by people from outside"
    )
    if unit == "workers":
        # Only tables of the user count workers, and these tell of no missing file.
        template = (
            "{total} residents work, {share} of them outside the region"
            if residents
            else "{total} people work in the region, {share} of them from outside"
        )
    shed = speaker.tables[table]
    others = shed[~shed[column].isin(list(counties))]
    if others.empty:
        return sentence(template + ".", **parts)
    key = {column: str(others[column].iloc[0])}
    parts["name"] = speaker.claim("{}", table, "county_name", **key)
    parts["jobs"] = speaker.claim("{:,.0f}", table, "jobs", **key)
    group = "the largest known group" if low else "the largest group"
    way = "goes to" if residents else "comes from"
    return sentence(f"{template}; {group} {way} {{name}} ({{jobs}}).", **parts)


def _next(speaker: Speaker, tables: Mapping[str, pd.DataFrame], soft: bool) -> Sentence | None:
    sets, linked = tables["containment"], tables["linked_counties"]
    added = sets[sets["change"].eq("with") & sets["rank"].notna()]
    if added.empty:
        return _unknown_next(speaker, linked[~linked["flows_known"].astype(bool)])
    best, before = added.iloc[0], sets.iloc[0]
    name = speaker.claim("{}", "containment", "county_name", counties=best["counties"])
    tied = speaker.claim("{:,.0f}", "region_counts", "count", counted=counts.TIED)
    if best["smaller_side"] <= before["smaller_side"]:
        template = (
            "{name} is the only county outside with strong commuting ties, and the region would "
            "not be more self-contained with it"
            if len(added) == 1
            else "None of the {tied} counties outside with strong commuting ties would make the "
            "region more self-contained"
        )
    else:
        of = "the only county" if len(added) == 1 else "the best of {tied} counties"
        template = (
            f"Which county next: {{name}}, {of} outside with strong commuting ties, would raise "
            "self-containment (the lower of the two shares) from {before} to {after}"
        )
    first = sentence(
        template,
        name=name,
        tied=tied,
        before=_smaller(speaker, before["counties"]),
        after=_smaller(speaker, best["counties"]),
    )
    runner_up = added["smaller_side_gain_pp"].iloc[1] if len(added) > 1 else float("-inf")
    close = best["smaller_side_gain_pp"] - runner_up < CLOSE_PP
    certainty = "possible" if soft or close else "likely"
    leaving = sets[sets["change"].eq("without")]
    if len(leaving) < 3:
        return joined("{fragment}.", first).rated(certainty)
    least, most = leaving.iloc[0], leaving.iloc[-1]
    return joined(
        "{fragment}. Without {least} it would be {kept}, without {most} {lost}.",
        first,
        least=speaker.claim("{}", "containment", "county_name", counties=least["counties"]),
        kept=_smaller(speaker, least["counties"]),
        most=speaker.claim("{}", "containment", "county_name", counties=most["counties"]),
        lost=_smaller(speaker, most["counties"]),
    ).rated(certainty)


def _smaller(speaker: Speaker, counties: str) -> Claim:
    return speaker.claim("{:.1%}", "containment", "smaller_side", counties=counties)


def _unknown_next(speaker: Speaker, unknown: pd.DataFrame) -> Sentence | None:
    sides = ["demand_side_covered", "supply_side_covered"]
    unknown = unknown[unknown[sides].notna().all(axis=1)]
    if unknown.empty:
        return None
    key = {"area_fips": str(unknown["area_fips"].iloc[0])}
    return sentence(
        "Of the counties outside, {name} is missed most: if it counted as inside, residents would "
        "hold {jobs} of the jobs in the region and have {residents} of their own jobs inside. How "
        "self-contained all would be together cannot be told, because that county's own flows are "
        "not in the library.",
        name=speaker.claim("{}", "linked_counties", "county_name", **key),
        jobs=speaker.claim("{:.1%}", "linked_counties", "demand_side_covered", **key),
        residents=speaker.claim("{:.1%}", "linked_counties", "supply_side_covered", **key),
    ).rated("open")

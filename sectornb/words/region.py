"""What the commuting tables say, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sectornb.words import Findings, Sentence, Speaker, counted, joined, listed, sentence


def region_findings(
    tables: Mapping[str, pd.DataFrame],
    keys: Mapping[str, Sequence[str]],
    counties: Sequence[str],
    missing: Sequence[str] = (),
) -> Findings:
    """What a board should know from workbook 1: at most six sentences, and what is missing.

    Parameters
    ----------
    tables : mapping
        ``region_commuting``, ``labor_shed``, ``commute_shed``, ``containment``.
    keys : mapping
        Key columns of these tables.
    counties : sequence of str
        The region.
    missing : sequence of str
        Sentences on flow files that the library lacks.
    """
    speaker = Speaker(tables, keys)
    says = [
        _side(speaker, "residents"),
        _outside(speaker, tables["commute_shed"], "work_area_fips", "commute_shed", counties),
        _side(speaker, "jobs"),
        _outside(speaker, tables["labor_shed"], "home_area_fips", "labor_shed", counties),
        _valid(speaker, tables["containment"]),
        _next(speaker, tables["containment"]),
    ]
    said = [each for each in says if each is not None]
    return Findings([*said, *(Sentence(text) for text in missing)])


def region_notes(missing: Sequence[str], job_type: str, flows: str) -> list[str]:
    """What a careful reader must know about the flows, beginning with what is missing."""
    kinds = {
        "JT00": "all jobs: a person with two jobs is counted twice",
        "JT01": "primary jobs: one, the best paid, per worker",
        "JT02": "all private jobs",
        "JT03": "private primary jobs",
        "JT04": "all federal jobs",
        "JT05": "federal primary jobs",
    }
    notes = list(missing)
    if flows == "lodes":
        notes.append(f"Counted are {job_type}, {kinds[job_type]}.")
        notes.append(
            "The agency adds noise to workplace counts and places some homes by a model: read "
            "counties and larger areas, and no pair of a few jobs."
        )
    notes.append(
        "The out-commuting share is of jobs held by residents, the in-commuting share of jobs in "
        "the region; they have different denominators and must not be subtracted."
    )
    return notes


def region_limits(flows: str) -> list[str]:
    """What workbook 1 cannot tell."""
    limits = [
        "A commuting flow says where people work and live, not why, nor how far they would go.",
        "Containment has no natural threshold: the validity shown uses the sizes and shares of the "
        "travel-to-work areas of the United Kingdom.",
        "Nothing here asks whether counties touch; look at a map before drawing a line.",
    ]
    if flows == "lodes":
        limits.insert(
            0,
            "The self-employed, the military and informal work are not among the jobs; long "
            "distances are often an employer's or a worker's address on paper.",
        )
    return limits


def _side(speaker: Speaker, side: str) -> Sentence:
    if side == "residents":
        template = "Residents of the region hold {total} jobs; {share} percent of them are in it."
    else:
        template = "Of the {total} jobs in the region, {share} percent are held by its residents."
    return sentence(
        template,
        total=speaker.claim("{:,.0f}", "region_commuting", "jobs", side=side),
        share=speaker.claim("{:.1f}", "region_commuting", "inside_pct", side=side),
    )


def _outside(
    speaker: Speaker, shed: pd.DataFrame, side: str, table: str, counties: Sequence[str]
) -> Sentence | None:
    others = shed[~shed[side].isin(list(counties))].head(3)
    if others.empty:
        return None
    named = [
        sentence(
            "{name} ({jobs} jobs)",
            name=speaker.claim("{}", table, "county_name", **{side: code}),
            jobs=speaker.claim("{:,.0f}", table, "jobs", **{side: code}),
        )
        for code in others[side]
    ]
    template = (
        "The largest workplaces of residents outside the region are {fragment}."
        if table == "commute_shed"
        else "The largest homes of people who commute in are {fragment}."
    )
    return joined(template, listed(named))


def _valid(speaker: Speaker, containment: pd.DataFrame) -> Sentence:
    key = containment["counties"].iloc[0]
    value = containment["validity"].iloc[0]
    verdict = "is" if value >= 1 else "is not"
    return sentence(
        "By the thresholds of travel-to-work areas the region "
        + verdict
        + " a self-contained labor market (validity {validity}, valid from 1).",
        validity=speaker.claim("{:.2f}", "containment", "validity", counties=key),
    )


def _next(speaker: Speaker, containment: pd.DataFrame) -> Sentence | None:
    added = containment[containment["change"].eq("with")]
    if added.empty:
        return None
    best = added.iloc[0]
    smaller = "supply_side" if best["supply_side"] <= best["demand_side"] else "demand_side"
    before = containment[["supply_side", "demand_side"]].iloc[0].min()
    after = min(best["supply_side"], best["demand_side"])
    if after <= before:
        return Sentence(
            f"Of {counted(len(added), 'further county', 'further counties')} tried, none would "
            "raise the weaker side of containment."
        )
    return sentence(
        "Of {n} tried, {name} would add most: the weaker side of containment would rise from "
        "{before} to {after}.",
        n=counted(len(added), "further county", "further counties"),
        name=speaker.claim("{}", "containment", "county_name", counties=best["counties"]),
        before=f"{before:.1%}",
        after=speaker.claim("{:.1%}", "containment", smaller, counties=best["counties"]),
    )

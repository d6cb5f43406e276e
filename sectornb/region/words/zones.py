"""What the delineations and the segments say, in sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sectornb.region import counts
from sectornb.region.delineation.delineate import TRAVEL_AREAS, ZONES, voting
from sectornb.region.placed import largest_county
from sectornb.region.words.gaps import NO_GAPS, Gaps
from sectornb.show.sentence import Sentence, Speaker, joined, listed, sentence

MOST_NAMED = 6
SAME_RULE = " Travel-to-work areas go by the British rule above, so that they add little proof."
FIRM_SHARE = 0.9
"""A county's place is firm where at least 9 of 10 runs agree on it."""
ANOTHER_REGION_PP = 5.0
"""Ours: a segment has another region where a containment differs by 5 percentage points."""
NEAR_PP = 1.0
"""Ours: within one point of that mark the verdict is possible and no more."""


def zones_finding(speaker: Speaker, soft: bool) -> Sentence:
    """Which ways to draw labor markets keep the region together, and how firmly.

    ``likely`` where at least 9 of 10 runs of every method agree with what is said of it, by
    ``membership_share``; else, and where flows are missing (`soft`), ``possible``.
    """
    placed = speaker.tables["delineations"]
    every = speaker.tables["delineation_methods"]
    methods = voting(every)
    size = speaker.value("region_counts", {"counted": counts.COUNTIES}, "count")
    told = _single(speaker, methods) if size == 1 else _together(speaker, methods, size)
    if placed["in_region"].all():
        told = Sentence("only your own counties could be tested, for want of other flows: ") + told
    told = Sentence(told.text[:1].upper() + told.text[1:], told.claims)
    certainty = "likely" if not soft and is_firm(speaker) else "possible"
    for method in every.loc[~every.index.isin(methods.index), "method"]:
        left_out = (
            f" {method.capitalize()}, the other method, have no vote: on the map they hold "
            "{region_counties_in_zone:,.0f} of yours, but by the random start of the search the "
            "zone has {counties_by_seed_low:,.0f} to {counties_by_seed_high:,.0f} counties."
        )
        told += speaker.told("delineation_methods", {"method": method}, left_out)
    alarms = weakest_ties(placed[placed["method"].eq(ZONES)])
    if not alarms.empty:
        hold = "commuter holds" if round(alarms["held_by_jobs"].iloc[0]) == 1 else "commuters hold"
        beware = (
            f" Beware: only {{held_by_jobs:,.0f}} {hold} {{county_name}} in the commuting zone."
        )
        told += speaker.told("delineations", alarms.iloc[0], beware)
    return told.rated(certainty)


def weakest_ties(placed: pd.DataFrame) -> pd.DataFrame:
    """The members of zones that few commuters hold, the one with the smallest share first."""
    alarms = placed[placed["alarm"].fillna(False).astype(bool)]
    return alarms.sort_values(["held_by_share", "area_fips"])


def counties_told(speaker: Speaker, what: str) -> Sentence:
    """One of the counts of counties with its noun: ``1 county``, ``9 counties``."""
    return speaker.number("county", "counties", "region_counts", "count", counted=what)


def _together(speaker: Speaker, methods: pd.DataFrame, size: float) -> Sentence:
    whole, some, alone = [], [], []
    untried = bool(speaker.tables["delineations"]["in_region"].all())
    for method, own in zip(methods["method"], methods["region_counties_in_zone"], strict=True):
        if own == size:
            zone = _zone(speaker, method)
            larger = "{method}" if untried else "{method} (a zone of {zone})"
            whole.append(sentence(larger, method=method, zone=zone))
        elif own > 1:
            kept = f"by {method} {{region_counties_in_zone:,.0f}}"
            some.append(speaker.told("delineation_methods", {"method": method}, kept))
        else:
            alone.append(Sentence(method))
    own = counties_told(speaker, counts.COUNTIES)
    parts = []
    if whole:
        parts.append(sentence("{named} keep your {own} together", named=listed(whole), own=own))
    if some:
        them = sentence("them" if whole else "your {own}", own=own)
        parts.append(sentence("{named} of {them} stay together", named=listed(some), them=them))
    if alone:
        apart = "{named} put none of the others with {largest}, your county with most jobs"
        parts.append(sentence(apart, named=listed(alone), largest=largest_told(speaker)))
    same = TRAVEL_AREAS in [each.text.split(" (")[0] for each in whole] and untried
    told = joined("; ", parts) + "." + (SAME_RULE if same else "")
    return told + ("" if whole else _core(speaker, methods["method"]))


def _core(speaker: Speaker, methods: pd.Series[str]) -> Sentence:
    """Which of the region's counties every method keeps with the largest, and which none does."""
    placed, largest = speaker.tables["delineations"], largest_county(speaker.tables["delineations"])
    voted = placed[placed["in_region"] & placed["method"].isin(methods)]
    others = voted[voted["area_fips"].ne(largest["area_fips"])]
    kept = others.groupby("area_fips")["with_region"]
    every, never = kept.transform("all"), ~kept.transform("any")
    first = others["method"].eq(others["method"].iloc[0])
    told = [
        sentence(template, named=listed([_county(speaker, row) for _, row in rows.iterrows()]))
        for template, rows in (
            ("each of these keeps {named}", others[first & every]),
            ("none of them keeps {named}", others[first & never]),
        )
        if 0 < len(rows) <= MOST_NAMED
    ]
    if not told:
        return Sentence("")
    start = sentence(" With {largest} ", largest=largest_told(speaker))
    return start + joined("; ", told) + "."


def _county(speaker: Speaker, row: pd.Series[Any]) -> Sentence:
    return speaker.told("delineations", row, "{county_name}")


def largest_told(speaker: Speaker) -> Sentence:
    """The name of the county whose zone is looked at, the region's with most jobs."""
    return _county(speaker, largest_county(speaker.tables["delineations"]))


def _single(speaker: Speaker, methods: pd.DataFrame) -> Sentence:
    zones = [
        sentence("{method} with {zone}", method=method, zone=_zone(speaker, method))
        for method in methods["method"]
    ]
    template = "the zone of your county by each way to map labor markets: {zones}."
    return sentence(template, zones=listed(zones))


def _zone(speaker: Speaker, method: str) -> Sentence:
    column = "counties_in_zone"
    return speaker.number("county", "counties", "delineation_methods", column, method=method)


def is_firm(speaker: Speaker) -> bool:
    """Whether 9 of 10 runs agree on every method: all counties in, or at least one out."""
    methods, placed = voting(speaker.tables["delineation_methods"]), speaker.tables["delineations"]
    size = speaker.value("region_counts", {"counted": counts.COUNTIES}, "count")
    together = methods.loc[methods["region_counties_in_zone"].eq(size), "method"]
    own = placed[placed["in_region"] & placed["method"].isin(methods["method"])]
    least = own.groupby("method")["membership_share"].min()
    inside = least.index.isin(together)
    return bool((least[inside] >= FIRM_SHARE).all() and (1 - least[~inside] >= FIRM_SHARE).all())


SAME_REGION = "the region is much the same as for all jobs"
EMPTY_SEGMENT = Sentence(
    "The segment that you chose is empty here: the region has no such job, or its residents hold "
    "none, so it has no sheds and no containment of its own.",
    certainty="likely",
)


def _border(home: float, work: float) -> str:
    """How the region of a segment differs, by the points that each share inside is off."""
    if home * work < 0 and min(abs(home), abs(work)) >= ANOTHER_REGION_PP:
        out, into = ("more", "less") if home < 0 else ("less", "more")
        return (
            f"another one: residents leave it to work {out} often than in all jobs, and people "
            f"from outside come in {into} often"
        )
    wider = max(home, work, key=abs) < 0
    return (
        f"{'wider' if wider else 'narrower'}: people cross its border to work "
        f"{'more' if wider else 'less'} often than in all jobs"
    )


def _half_proven(home: float, work: float, gaps: Gaps) -> str:
    """What is proven where jobs are missing on a side: two shares, each too high, prove nothing."""
    proven = 0.0 if gaps.jobs_low else work
    who, others = "people from outside come in", "residents leave the region"
    if not gaps.residents_low:
        proven, who, others = home, others, who
    if abs(proven) >= ANOTHER_REGION_PP:
        often = "more" if proven < 0 else "less"
        return (
            f"For {{segment_name}} {who} to work {often} often than in all jobs; whether {others} "
            "more often cannot be told, as jobs are not counted"
        )
    may = _border(home, work).split(":")[0]
    return (
        f"For {{segment_name}} the region may be {may}; jobs that are not counted leave it unproven"
    )


def segment_finding(
    speaker: Speaker, segment: str, soft: bool, gaps: Gaps = NO_GAPS
) -> Sentence | None:
    """Whether its workers cross the border more than all do; None where flows tell none apart.

    ``possible`` where flows are missing or the difference is within one point of the
    mark of 5 percentage points, else ``likely``.
    """
    table = speaker.tables["segment_commuting"]
    if not segment or table["segment"].eq("jobs").all():
        return None
    if not table["segment"].eq(segment).any():
        return EMPTY_SEGMENT
    inside = table.set_index(["segment", "side"])["inside_pct"]
    home, work = (float(inside[(segment, s)] - inside[("jobs", s)]) for s in ("residents", "jobs"))
    most = max(home, work, key=abs)
    if abs(most) < ANOTHER_REGION_PP:
        told = f"For {{segment_name}} {SAME_REGION}{', as far as is known' * gaps.partly}"
    elif gaps.partly:
        told = _half_proven(home, work, gaps)
    else:
        told = f"For {{segment_name}} the region is {_border(home, work)}"

    form = {side: f"{gaps.most(side)}{{inside_pct:.1f%}}" for side in ("residents", "jobs")}
    of_all, here, here_of_all = (
        speaker.told("segment_commuting", {"segment": each, "side": side}, form[side])
        for each, side in (("jobs", "residents"), (segment, "jobs"), ("jobs", "jobs"))
    )
    near = abs(abs(most) - ANOTHER_REGION_PP) < NEAR_PP
    return speaker.told(
        "segment_commuting",
        {"segment": segment, "side": "residents"},
        f"{told}. Of those that residents hold, {form['residents']} are here (all jobs: "
        "{of_all}), and residents hold {here} of those here (all jobs: {here_of_all}).",
        of_all=of_all,
        here=here,
        here_of_all=here_of_all,
    ).rated("possible" if soft or near else "likely")

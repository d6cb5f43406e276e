"""The answer of workbook 1: whether the region is one labor market, by all methods together."""

from __future__ import annotations

import re

from sectornb.region import counts
from sectornb.region.words.gaps import Gaps, doubt
from sectornb.region.words.zones import counties_told, is_firm
from sectornb.show.sentence import Sentence, Speaker, listed, sentence

NEAR_PP = 1.0
"""Ours: a verdict this near to its mark, in percentage points, is possible and no more."""
TIMES_BACK, LEAST_BACK = 5, 1_000
"""How much more may go than comes.

Ours, chosen with Rhode Island in view: of 471 pairs of a county and another state from which at
least 1,000 people come to it (flows of 2000), 95 percent send at most 4.64 times as many there.
"""
TIMES = (
    "about as many as", "about twice", "about three times", "about four times",
    "about five times", "about six times", "about seven times", "about eight times",
    "about nine times", "about ten times",
)  # fmt: skip
OUTDATED = 2010
"""Ours: flows that end before this year tell of another generation of commuters."""
PANDEMIC = (2020, 2021)
"""Years in which people commuted neither as before nor as after."""


def verdict(speaker: Speaker, gaps: Gaps, *, approximated: bool = False) -> Sentence:
    """Whether enough people live and work in the region, and what the methods make of it.

    Its certainty is measured by what would overturn it.  Jobs that are not counted can only
    lower the shares, so that a region that fails stays ``likely`` to fail; one that holds is
    ``likely`` to hold where it would take more such jobs than :data:`TIMES_BACK` times those of
    people who come the other way.  ``possible`` where the share is near the mark, the flows are
    `approximated`, or a border on which all methods agree is not firm.
    """
    if gaps.inside:
        told = "Whether your {own} hold together cannot be told: flows between them are missing."
        own = counties_told(speaker, counts.COUNTIES)
        return sentence(told, own=own).rated("open")
    region = speaker.tables["containment"].iloc[0]
    said = in_words(speaker) + "."
    valid = bool(region["validity"] >= 1)
    near = abs(region["smaller_side"] - region["required_side"]) < NEAR_PP / 100
    lasts = _lasts(speaker, gaps) if valid else region["required_side"] < 1 or not gaps.any
    ways = [_count(speaker, what) for what in (counts.WAYS, counts.WHOLE, counts.EXACT)]
    agreed = ways[1] in (0, ways[0]) if _count(speaker, counts.COUNTIES) > 1 else ways[0] == ways[2]
    loose = agreed and not alone(speaker) and (gaps.any or not is_firm(speaker))
    sure = lasts and not (near or approximated or loose)
    why = doubt(gaps, approximated, outdated(speaker))
    return said.rated("likely") if sure else said.rated("possible", why)


def outdated(speaker: Speaker) -> bool:
    """Whether the flows tell of another generation of commuters."""
    counted = speaker.tables["region_counts"]
    row = counted[counted["counted"].eq(counts.YEARS)]
    return bool(len(row)) and max(map(int, re.findall(r"\d{4}", row["unit"].iloc[0]))) < OUTDATED


def in_words(speaker: Speaker) -> Sentence:
    """Whether the region stands alone and which methods agree, without a full stop."""
    return sentence("{stands}{lines}", stands=_stands(speaker), lines=_lines(speaker))


def overturned(speaker: Speaker, gaps: Gaps) -> Sentence | None:
    """What of the missing files would overturn the verdict; None where none is missing."""
    region = speaker.tables["containment"].iloc[0]
    if not gaps.any or gaps.inside or region["required_side"] >= 1:
        return None
    if region["validity"] < 1:
        return Sentence(
            "The files that are missing cannot make the region pass: they only lower the shares."
        )
    told = "The region would fail this if {turn}.{scale}"
    return sentence(told, turn=turning(speaker, gaps), scale=_scale(speaker, gaps))


def alone(speaker: Speaker) -> bool:
    """Whether the own flows of no county outside are known, so that nothing could join."""
    return bool(speaker.tables["delineations"]["in_region"].all())


def _count(speaker: Speaker, what: str) -> float:
    return float(speaker.value("region_counts", {"counted": what}, "count"))


def _stands(speaker: Speaker) -> Sentence:
    """Whether the two shares are large enough for a place of this size."""
    region = speaker.tables["containment"].iloc[0]
    one = _count(speaker, counts.COUNTIES) == 1
    when = _dated(speaker)
    past = bool(when.text)
    are = ("was" if one else "were") if past else ("is" if one else "are")
    if region["required_side"] >= 1:
        told = f"our {{own}} {are} too small to be a labor market"
    elif region["validity"] >= 1:
        alone_told, held = ("could", "held") if past else ("can", "hold")
        told = f"our {{own}} {f'{alone_told} stand alone' if one else f'{held} together'}"
        told += " by commuting"
    else:
        told = f"our {{own}} {are} not a labor market of {'its' if one else 'their'} own: "
        told += f"too many people {'commuted' if past else 'commute'} across the border"
    own = "county" if one else counties_told(speaker, counts.COUNTIES)
    return when + sentence(("y" if past else "Y") + told, own=own)


def _dated(speaker: Speaker) -> Sentence:
    """When the flows were counted, where people commute otherwise today; else empty."""
    counted = speaker.tables["region_counts"]
    row = counted[counted["counted"].eq(counts.YEARS)]
    if row.empty:
        return Sentence("")
    years = [int(year) for year in re.findall(r"\d{4}", row["unit"].iloc[0])]
    if years[0] > PANDEMIC[1]:
        return Sentence("")
    before = years[-1] < PANDEMIC[0]
    told = "In {unit}, " + ("before" if before else "a time of")
    told += " the pandemic and working from home, "
    return speaker.told("region_counts", row.iloc[0], told)


def _lines(speaker: Speaker) -> Sentence:
    """How many methods keep the region together, and how many of these as it is."""
    one = _count(speaker, counts.COUNTIES) == 1
    ways, whole, exact, joined = (
        _count(speaker, what) for what in (counts.WAYS, counts.WHOLE, counts.EXACT, counts.JOINED)
    )
    valid = speaker.tables["containment"]["validity"].iloc[0] >= 1
    them, link = "it" if one else "them", (", but", ", and") if valid else (", and", ", but")
    if alone(speaker):
        divided = not one and whole < ways
        kept = f"{'keeps' if whole == 1 else 'keep'} them in one market"
        few = f"{link[0]} only" if 2 * whole <= ways else link[1]
        told = f"{few} {{whole}} of {{ways}} methods {kept}" * divided
        told += (
            f"; which counties around belong to {them} cannot be told yet, for want of their flows"
        )
    elif exact == ways:
        told = f"{link[1]} all {{ways}} methods draw just this line"
    elif joined == ways:
        told = f"{link[0]} all {{ways}} methods join others to {them}"
    elif one:
        told = f"{link[0]} {{joined}} of {{ways}} methods join{'s' * (joined == 1)} it with others"
    elif whole == ways:
        told = f"{link[1]} no method divides them; {{joined}} of {{ways}} join others to them"
    elif not whole:
        told = f"{link[0]} each of {{ways}} methods divides them"
        left = len(speaker.tables["delineation_methods"]) > ways
        told += "; a fourth has no firm answer" * left
    else:
        told = f"{link[0]} borders differ by method: {{whole}} of {{ways}} "
        told += f"{'keeps' if whole == 1 else 'keep'} them in one market"
        told += ", a larger one" if not exact else ""
    shown = {
        name: speaker.claim(",.0f", "region_counts", "count", counted=what)
        for name, what in (
            ("ways", counts.WAYS),
            ("whole", counts.WHOLE),
            ("joined", counts.JOINED),
        )
    }
    return sentence(told, **shown)


def _lasts(speaker: Speaker, gaps: Gaps) -> bool:
    """Whether more jobs would have to be missing than the flow the other way makes plausible."""
    if gaps.jobs_low:
        return False
    if not gaps.residents_low:
        return True
    back = max(_count(speaker, counts.UNREAD), LEAST_BACK)
    return _count(speaker, counts.OUT_MARGIN) > TIMES_BACK * back


def turning(speaker: Speaker, gaps: Gaps) -> Sentence:
    """From how many jobs on the missing files would turn the verdict, each side by itself."""

    def turn(margin: str, side: str, template: str) -> Sentence:
        jobs = speaker.number("job", "jobs", "region_counts", "count", counted=margin)
        counted = speaker.told("region_commuting", {"side": side}, "{jobs:,.0f}")
        return sentence(template, jobs=jobs, counted=counted)

    out = f"residents held more than {{jobs}} in {gaps.out_of}, besides the {{counted}} counted"
    into = "people of other states held more than {jobs} here, besides the {counted} counted"
    said = [turn(counts.OUT_MARGIN, "residents", out)] * gaps.residents_low
    return listed([*said, *[turn(counts.IN_MARGIN, "jobs", into)] * gaps.jobs_low], "or")


def _scale(speaker: Speaker, gaps: Gaps) -> Sentence:
    """Whether so many are plausible, by how many come the other way; empty where none is known."""
    if gaps.jobs_low or not _count(speaker, counts.UNREAD):
        return Sentence("")
    times = _count(speaker, counts.OUT_MARGIN) / _count(speaker, counts.UNREAD)
    many = "fewer than"
    if times >= 1:
        many = "more than ten times" if round(times) > len(TIMES) else TIMES[round(times) - 1]
    told = f" That is {many} the {{back}} that people from there hold here: so many are "
    told += "not plausible." if _lasts(speaker, gaps) else "not out of the question."
    back = speaker.number("job", "jobs", "region_counts", "count", counted=counts.UNREAD)
    return sentence(told, back=back)

"""Whose employers to ask first, and which figures or files would help."""

from __future__ import annotations

from sectornb.codes import sector_of
from sectornb.industry import counts
from sectornb.industry.acceptability import MORE_LIKELY
from sectornb.industry.overview import among_the_first
from sectornb.industry.words.findings import most_helpful
from sectornb.industry.words.on_paper import moved_oddly
from sectornb.industry.words.speaker import IndustrySpeaker, in_a_row
from sectornb.industry.words.weighed import any_weights
from sectornb.show.sentence import Sentence, sentence

MOST_NAMED = 7


def industry_next_steps(speaker: IndustrySpeaker) -> list[Sentence]:
    """Whose employers to ask first, and which figures or files would help."""
    sure = speaker.surest_first
    moved = moved_oddly(speaker)
    # Whose jobs may have gone is asked about that first, in a step of its own.
    sure = sure[sure["badge"].isin(["certain", "likely"]) & ~sure["naics"].isin(moved)]
    sure = sure.head(MOST_NAMED)
    ask = "which jobs they cannot fill, and what new people would have to know."
    steps = _weights(speaker, len(sure))
    if len(sure):
        names = speaker.enumerated(sure["naics"])
        begin = "Then begin" if steps else "Begin"
        told = f"{begin} with the surest of the list, {{names}}: ask their employers {ask}"
        steps.append(sentence(told, names=names))
    elif len(speaker.chosen):
        told = f"Before choosing, ask employers of the industries on the short list {ask}"
        steps.append(Sentence(told))
    steps += _sectors(speaker, set(sure["naics"]))
    if moved:
        told = (
            "In {names} ask employers first whether jobs went, or only came under another "
            "industry code; if only the code, ask the state's office since when."
        )
        steps.append(sentence(told, names=speaker.enumerated(moved)))
    steps += [said.rated("") for said in (most_helpful(speaker), nation_wanted(speaker)) if said]
    return steps


def _weights(speaker: IndustrySpeaker, sure: int) -> list[Sentence]:
    """That the board should agree on the weights, where others would change who is sure."""
    other = any_weights(speaker)
    if other is None or not sure or speaker.how_many(counts.STANDS) >= sure:
        return []
    first = "First agree on what matters most, and whether all factors count alike: {other}"
    told = Sentence(other.text[:1].lower() + other.text[1:], other.claims)
    return [sentence(first, other=told)]


def _sectors(speaker: IndustrySpeaker, named: set[str]) -> list[Sentence]:
    """What to do with sectors that surely lead: with parts not named yet, or with none listed."""
    sectors = speaker.tables.get("sector_ranking")
    if sectors is None or not sectors["leads"].any():
        return []
    first = sectors[among_the_first(sectors)]
    sure = first["leads_certainty"].isin(["certain", "likely"])
    first = first[sure | first["leads_share"].ge(MORE_LIKELY)]
    told, without = [], []
    rivals = speaker.ranking[speaker.ranking["badge"].eq("possible")]
    near = set(rivals["naics"].map(sector_of))
    for sector in first["naics"]:
        codes = speaker.surest_first["naics"]
        parts = list(codes[codes.map(sector_of).eq(sector)])
        if not parts:
            # A sector of which a part may yet be listed is not put off.
            without += [sector] * (sector not in near)
        elif not set(parts) <= named and sure[first.index[first["naics"].eq(sector)][0]]:
            text = f"As {speaker.short(sector)} leads as a sector, invite the employers of "
            told.append(sentence(text + "{parts} together.", parts=speaker.enumerated(parts)))
    if without:
        names = in_a_row([Sentence(speaker.short(sector)) for sector in without])
        high = "a sector" if len(without) == 1 else "sectors"
        text = f"Leave {{names}} for later: high as {high}, but with no part on the list."
        told.append(sentence(text, names=names))
    return told


def nation_wanted(speaker: IndustrySpeaker) -> Sentence | None:
    """The nation's files, where the change in jobs cannot be compared for want of them."""
    if not speaker.lacks_nation:
        return None
    told = "To see which changes are the region's own, add the nation's files of {base} and "
    return sentence(told + "{latest}, which are public.", **speaker.years())

"""What the short list ranks by, with which weights, and what other weights would leave of it."""

from __future__ import annotations

from sectornb.industry import counts
from sectornb.industry.diagnostics import PANDEMIC_YEARS
from sectornb.industry.factors import FACTORS
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence, listed, sentence


def with_weights(speaker: IndustrySpeaker) -> str:
    """With which weights an answer holds, before it; empty where nothing is weighed."""
    weights = {speaker.settings.weights.model_dump()[name] for name in _active(speaker)}
    if len(_active(speaker)) < 2:
        return ""
    return "With equal weights, " if len(weights) == 1 else "With your board's weights, "


def _active(speaker: IndustrySpeaker) -> list[str]:
    """The factors that have a weight and data."""
    chosen = speaker.settings.weights.model_dump()
    known = {name: speaker.ranking[f"rank_{name}"].notna().any() for name in FACTORS}
    return [name for name in FACTORS if chosen[name] > 0 and known[name]]


def ranked_by(speaker: IndustrySpeaker) -> Sentence | None:
    """By which factors the list ranks and how they are weighed; None where none has data."""
    chosen = speaker.settings.weights.model_dump()
    active = {name: chosen[name] for name in _active(speaker)}
    if not active:
        return None
    steps = sorted(set(active.values()), reverse=True)
    groups = [[_word(speaker, name) for name in active if active[name] == each] for each in steps]
    if len(groups) == 1:
        alike = ", all weighed alike" if len(active) > 1 else " alone"
        return sentence(f"Ranked by {{factors}}{alike}.", factors=listed(groups[0]))
    most, *others = [listed(group) for group in groups]
    told = [sentence("then {group}", group=group) for group in others]
    return sentence(
        "Ranked as your board weighs it: {most} most, {others}.", most=most, others=listed(told)
    )


def any_weights(speaker: IndustrySpeaker) -> Sentence | None:
    """How many places of the list would be likely whatever the weights; None if not tried."""
    rows = speaker.chosen.get("top_n_acceptability")
    if rows is None or rows.dropna().empty or _single(speaker):
        return None
    best = speaker.chosen.iloc[int(rows.argmax())]
    stand = speaker.how_many(counts.STANDS)
    text = "Were the weights left open, {stand} of the {length} places would stay likely"
    if not stand:
        name = speaker.short(best["naics"])
        text += f"; {name} would come nearest ({{top_n_acceptability:.1%}})"
    return speaker.told(
        "industry_ranking",
        best,
        text + ".",
        stand=speaker.count(counts.STANDS, zero="none"),
        length=speaker.count(counts.LISTED),
    )


def _single(speaker: IndustrySpeaker) -> bool:
    return sum(bool(speaker.ranking[f"rank_{name}"].notna().any()) for name in FACTORS) < 2


def _word(speaker: IndustrySpeaker, factor: str) -> Sentence:
    """A factor as a board calls it, growth with its years and what is wrong with them."""
    word = Sentence(FACTORS[factor].word)
    if factor != "historical_growth":
        return word
    ends = (speaker.settings.base_year, speaker.settings.latest_year)
    trend = ", with a pandemic year: no trend" if set(ends) & set(PANDEMIC_YEARS) else ""
    return sentence(f"{FACTORS[factor].word} ({{base}} to {{latest}}{trend})", **speaker.years())

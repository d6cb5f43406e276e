"""The answer of workbook 4: where partners stand, where they differ, what to talk about first."""

from __future__ import annotations

from sectornb.assessment import counts
from sectornb.assessment.words.plan import plan_headlines
from sectornb.assessment.words.speaker import AssessmentSpeaker, only_one_rater, same_from_all
from sectornb.show.sentence import Sentence, sentence

TOO_FEW = (
    "Too few people answered to show anything: an anonymous survey shows an item from five "
    "raters on."
)
HELD_BACK = (
    "Nothing can be shown: with so few raters and points of the scale, any figure of an item could "
    "give somebody's rating away."
)
NOBODY = "Nobody rated any item."


def answer(speaker: AssessmentSpeaker) -> Sentence:
    """How much is in place, on what partners differ most, and what to talk about first.

    Says in its own words where there is nothing to compare: one rater, one item, the same
    rating from all, too few to tell.
    """
    if speaker.items.empty:
        held_back = speaker.now("ratings_by_item")["status"].eq("held_back").any()
        few = HELD_BACK if held_back else TOO_FEW
        return Sentence(few if speaker.survey.anonymous else NOBODY).rated("open")
    if only_one_rater(speaker):
        told = "One person answered, so this is one view: {stands}."
        return sentence(told, stands=_stands(speaker, "by that person's rating", "of"))
    if same_from_all(speaker):
        told = "All {raters} gave {what} the same rating, {rating}: {so}."
        so = "before you trust it, check what speaks for it"
        if speaker.count(counts.IN_PLACE) == 0:
            so = "you agree on where to start"
        one = speaker.count(counts.ITEMS) == 1
        return sentence(
            told,
            raters=speaker.raters,
            what="the one item" if one else "every item",
            rating=speaker.counted(counts.HIGHEST),
            so=so,
        )
    stands, differ = _stands(speaker, "by the middle rating of {raters}"), _differ(speaker)
    if differ.text.endswith("first"):
        return sentence("{stands}{differ}.", stands=stands, differ=differ)
    return sentence("{stands}{differ}{first}.", stands=stands, differ=differ, first=_first(speaker))


def _stands(speaker: AssessmentSpeaker, measured: str, of: str = "Of") -> Sentence:
    """How many items are in place: ``Of 14 items, 4 are in place by the middle rating``."""
    by = sentence(measured, raters=speaker.raters)
    if speaker.count(counts.ITEMS) == 1:
        row = speaker.items.iloc[0]
        good = row["median"] >= speaker.survey.instrument.good_from
        told = "“{item_title}” is in place " if good else "“{item_title}” is not in place yet "
        return speaker.of_item(row, told) + by
    place = speaker.count(counts.IN_PLACE)
    many = "{place} is" if place == 1 else "{place} are" if place else "none is"
    known, every = speaker.count(counts.TOLD), speaker.count(counts.ITEMS)
    told = (
        f"{of} {{items}} rated items{' that can be told' * (known < every)}, {many} in place {{by}}"
    )
    return sentence(
        told, items=speaker.counted(counts.TOLD), place=speaker.counted(counts.IN_PLACE), by=by
    )


def _differ(speaker: AssessmentSpeaker) -> Sentence:
    """On which item raters differ most; empty where not all items tell."""
    rows = speaker.items
    apart, agenda = rows["average_deviation"], speaker.tables["agenda"]
    if speaker.count(counts.ITEMS) == 1 or apart.isna().any():
        return Sentence("")
    if apart.max() == 0:
        return Sentence("; you agree on every item")
    most = rows[apart.eq(apart.max())]
    told = "; you differ most on “{item_title}”"
    if len(most) > 1:
        told = "; one of the items you differ most on is “{item_title}”"
    if len(most) == 1 and len(agenda) and agenda["item"].iloc[0] == most["item"].iloc[0]:
        told = "; you differ most on “{item_title}”, so talk about that first"
    return speaker.of_item(most.iloc[0], told)


def _first(speaker: AssessmentSpeaker) -> Sentence:
    """What stands first on the agenda; empty where nothing does."""
    agenda = speaker.tables["agenda"]
    if agenda.empty or speaker.count(counts.ITEMS) == 1:
        return Sentence("")
    return speaker.told("agenda", agenda.iloc[0], "; talk first about “{item_title}”")


def headlines(speaker: AssessmentSpeaker) -> dict[str, str]:
    """What each picture says, in one short line of plain text."""
    place, items = speaker.count(counts.IN_PLACE), speaker.count(counts.TOLD)
    ratings = f"{place:g} of {items:g} items are in place" if items else "Nothing to show"
    rows = speaker.items
    between = rows["between_organizations_sd"].max()
    apart = rows[rows["between_organizations_sd"].eq(between)]
    organizations = "Where organizations differ"
    if len(apart) == 1 and between > 0:
        organizations = f"Organizations differ most on item {apart['item'].iloc[0]}"
    agenda = speaker.tables["agenda"]
    first = f"Talk first about item {agenda['item'].iloc[0]}" if len(agenda) else "No agenda"
    told = {"ratings": ratings, "organizations": organizations, "agenda": first}
    return {**told, "changes": _moved(speaker), **plan_headlines(speaker)}


def _moved(speaker: AssessmentSpeaker) -> str:
    """What raters of both waves moved, for a picture."""
    known = set(speaker.tables["assessment_counts"]["counted"])
    if counts.UP not in known:
        return "What changed since the last round"
    up, down, panel = (speaker.count(what) for what in (counts.UP, counts.DOWN, counts.BY_PANEL))
    if not up + down + panel:
        return "No change that counts since the last round"
    told = f"{up:g} rose" if up else "None rose"
    told += f", {down:g} fell" if down else ", none fell"
    return told + (f"; {panel:g} moved only by other people" if panel else "")

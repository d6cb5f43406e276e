"""What the numbers of each result mean here, one sentence for each that the notebook shows."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sectornb.assessment import counts
from sectornb.assessment.words import plan
from sectornb.assessment.words.findings import between_organizations, judged
from sectornb.assessment.words.speaker import AssessmentSpeaker, only_one_rater
from sectornb.assessment.words.verdict import answer
from sectornb.assessment.words.waves import changes, how_sure_changes_are
from sectornb.show.sentence import Sentence, joined, listed, sentence

NO_SIDES = "This survey is anonymous: who gave which rating, and why, is not shown."
ONE_RATER = "One person answered, so there is no agreement or disagreement to speak of."
MOST_NAMED = 3


def assessment_readings(speaker: AssessmentSpeaker) -> Mapping[str, Sentence]:
    """The reading of each result by its name, ``answer`` first."""
    return {
        "answer": answer(speaker),
        "mode": mode(speaker),
        "ratings": _ratings(speaker),
        "agenda": _agenda(speaker),
        "organizations": _organizations(speaker),
        "reasons": _reasons(speaker),
        "conditions_title": Sentence(
            "Conditions that most raters do not see"
            if speaker.survey.anonymous
            else "Conditions that raters who call the item in place do not see"
        ),
        "conditions": _conditions(speaker),
        "initiatives": judged(speaker) or Sentence("This survey asks for no initiatives."),
        "changes": changes(speaker),
        "change_sure": how_sure_changes_are(speaker),
        "areas": _areas(speaker),
        "agreement": _agreement(speaker),
        "discussion": _discussion(speaker),
        "priorities": plan.priorities(speaker),
        "plan": plan.plan(speaker),
        "plan_progress": plan.progress(speaker),
    }


def mode(speaker: AssessmentSpeaker) -> Sentence:
    """How many answered, and what their consent allows to be shown."""
    who = speaker.told(
        "panel_by_wave",
        {"wave": speaker.survey.wave},
        "{raters} of the round {wave}",
        raters=speaker.raters,
    )
    if speaker.survey.anonymous:
        return sentence(
            "An anonymous survey, {who}: all answers are pooled. An item is shown from five raters "
            "on, its middle rating first; no organization, no reason and no side is shown.",
            who=who,
        )
    several = speaker.number(
        "organization",
        "organizations",
        "panel_by_wave",
        "n_organizations",
        wave=speaker.survey.wave,
    )
    return sentence(
        "An open survey, {who} from {several}: each rater agreed to be named by organization. "
        "Reasons marked as private are left out.",
        who=who,
        several=several,
    )


def _ratings(speaker: AssessmentSpeaker) -> Sentence:
    rows = speaker.items
    if rows.empty:
        return answer(speaker)
    best = rows[rows["median"].eq(rows["median"].max())].sort_values("mean", ascending=False)
    if len(best) == len(rows) > 1:
        return speaker.of_item(best.iloc[0], "All items have a middle rating of {median:g}.")
    told = "Rated highest: {named}, with a middle rating of {at}{each}."
    at = speaker.of_item(best.iloc[0], "{median:g}")
    each = " each" if len(best) > 1 else ""
    return sentence(told, named=speaker.titles(best, MOST_NAMED), at=at, each=each)


def _agenda(speaker: AssessmentSpeaker) -> Sentence:
    table = speaker.tables["agenda"]
    if table.empty:
        return _no_agenda(speaker)
    row = table.iloc[0]
    if pd.isna(row["lowest"]) or pd.isna(row["highest"]):
        told = "“{item_title}” comes first, {gap:g} below the target."
        return speaker.told(
            "agenda", row, told if row["gap"] > 0 else "“{item_title}” comes first."
        )
    if row["lowest"] == row["highest"]:
        told = "“{item_title}” comes first: everybody rates it {lowest:g}."
    else:
        told = "“{item_title}” comes first: its ratings run from {lowest:g} to {highest:g}."
    return speaker.told("agenda", row, told)


def _no_agenda(speaker: AssessmentSpeaker) -> Sentence:
    if speaker.items.empty:
        return answer(speaker)
    if only_one_rater(speaker):
        return Sentence(ONE_RATER)
    if speaker.items["gap"].gt(0).any():
        return Sentence(
            "You agree on every item, so there is nothing to talk out: start with what is farthest "
            "from the target."
        )
    if speaker.survey.target is None:
        return Sentence("There is no target, so the order is that of the instrument.")
    if speaker.survey.anonymous:
        return Sentence("No item is below the target.")
    return Sentence("Every item is at the target and nobody disagrees: there is no agenda.")


def _organizations(speaker: AssessmentSpeaker) -> Sentence:
    if speaker.survey.anonymous:
        return Sentence(NO_SIDES)
    if speaker.now("panel_by_wave")["n_organizations"].le(1).all():
        return Sentence("No two organizations are told apart, so there is nothing to compare.")
    divided = between_organizations(speaker)
    if divided is None:
        return Sentence(
            "On no item do the middle ratings of two organizations lie two points apart."
        )
    return divided


def _reasons(speaker: AssessmentSpeaker) -> Sentence:
    if speaker.survey.anonymous:
        return Sentence(NO_SIDES)
    if speaker.tables["reasons"].empty:
        return Sentence("Nobody wrote a reason that may be shown.")
    return Sentence("Ask both sides what they see before anybody tries to agree.")


def _conditions(speaker: AssessmentSpeaker) -> Sentence:
    asked, unmet = speaker.count(counts.CONDITIONS), speaker.count(counts.UNMET)
    if not asked:
        return Sentence("Nobody was asked which conditions are met, or too few to show.")
    told = f"Of {{asked}} conditions, {'none is' if not unmet else '{unmet} are'} not seen by most."
    if unmet == 1:
        told = "Of {asked} conditions, {unmet} is not seen by most."
    if not unmet:
        told = "Of {asked} conditions, each is seen by half of the raters or more."
    return sentence(
        told, asked=speaker.counted(counts.CONDITIONS), unmet=speaker.counted(counts.UNMET)
    )


def _areas(speaker: AssessmentSpeaker) -> Sentence:
    rows = speaker.now("ratings_by_area")
    rows = rows[rows["median_of_items"].notna()]
    middle = rows["median_of_items"]
    if rows.empty:
        return Sentence("No area can be told.")
    if middle.nunique() == 1:
        told = "All areas have items with the same middle rating, {median_of_items:g}."
        return speaker.told("ratings_by_area", rows.iloc[0], told)
    parts = []
    for which, end in (("Strongest", middle.max()), ("weakest", middle.min())):
        named = [
            speaker.told("ratings_by_area", row, "{area_title}")
            for _, row in rows[middle.eq(end)].head(MOST_NAMED).iterrows()
        ]
        at = speaker.told("ratings_by_area", rows[middle.eq(end)].iloc[0], "{median_of_items:g}")
        told = f"{which} {{named}} (middle rating of the items {{at}})"
        parts.append(sentence(told, named=listed(named), at=at))
    return joined(", ", parts) + "."


def _agreement(speaker: AssessmentSpeaker) -> Sentence:
    if speaker.survey.anonymous:
        return Sentence(
            "Measures of agreement are told of an item only where no rating follows from them."
        )
    if only_one_rater(speaker):
        return Sentence(ONE_RATER)
    row = speaker.now("panel_by_wave").iloc[0]
    if pd.isna(row["alpha_ordinal"]):
        return sentence(
            "Over all items: {why}.", why=speaker.told("panel_by_wave", row, "{alpha_note}")
        )
    told = (
        "Over all items the raters' order of the items agrees with an alpha of {alpha_ordinal:z.2f}"
    )
    if pd.notna(row["alpha_jackknife_se"]):
        told += " (spread over items left out {alpha_jackknife_se:.2f})"
    told += "; one is perfect, zero is chance."
    return speaker.told("panel_by_wave", row, told)


def _discussion(speaker: AssessmentSpeaker) -> Sentence:
    table = speaker.tables["discussion"]
    if table["group_said"].ne("").any():
        return Sentence("What the group said stands beside what the ratings say.")
    if table["group_said_before"].ne("").any():
        since = speaker.wave_called(speaker.survey.waves[-2])
        return sentence(
            "What the group said after {since} stands beside what the ratings say now: is it done?",
            since=since,
        )
    return Sentence(
        "After the meeting, write the group's answers into the region file: the next round reads "
        "them back."
    )

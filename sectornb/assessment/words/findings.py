"""What the ratings say, in sentences for a board: gaps, views, unmet conditions, change."""

from __future__ import annotations

import pandas as pd

from sectornb.assessment import counts
from sectornb.assessment.words.plan import came_back, plan
from sectornb.assessment.words.speaker import AssessmentSpeaker
from sectornb.assessment.words.waves import changed
from sectornb.show.sentence import Findings, Sentence, listed, sentence

MOST_NAMED = 3
APART = 2.0
"""Ours: points between the medians of two organizations from which they see an item differently."""
WITHIN = 1.0
"""Ours: points of spread within organizations from which their own members disagree."""


def assessment_findings(speaker: AssessmentSpeaker) -> Findings:
    """What a board should know beside the answer: at most five sentences.

    The last says whether raters had the same initiatives in mind, on which all others rest.
    """
    said = [farthest(speaker), views(speaker), changed(speaker), planned(speaker)]
    return Findings([each for each in (*said, judged(speaker)) if each is not None])


def farthest(speaker: AssessmentSpeaker) -> Sentence | None:
    """Which items are farthest from the target, by the median."""
    if speaker.survey.target is None or speaker.items.empty:
        return None
    rows = speaker.items
    wide = rows[rows["gap"].gt(0)]
    target = speaker.counted(counts.TARGET)
    if wide.empty:
        told = (
            "Every item has reached the target of {target}."
            if len(rows) > 1
            else ("The item has reached the target of {target}.")
        )
        return sentence(told, target=target)
    most = wide[wide["gap"].eq(wide["gap"].max())]
    if len(most) == len(rows) > 1:
        told = (
            "All {items} items are equally far from the target of {target}: their middle rating is "
            "{at}."
        )
        at = speaker.of_item(most.iloc[0], "{median:g}")
        return sentence(told, items=speaker.counted(counts.TOLD), target=target, at=at)
    named = speaker.titles(most, MOST_NAMED)
    each = " each" if len(most) > 1 else ""
    told = (
        f"Farthest from the target of {{target}}: {{named}}, with a middle rating of {{at}}{each}."
    )
    at = speaker.of_item(most.iloc[0], "{median:g}")
    return sentence(told, target=target, named=named, at=at)


def views(speaker: AssessmentSpeaker) -> Sentence | None:
    """Whether organizations see an item differently, or their own members do; open mode alone."""
    between, within = between_organizations(speaker), within_organizations(speaker)
    if between is None:
        return within
    return between if within is None else between + " " + within


def between_organizations(speaker: AssessmentSpeaker) -> Sentence | None:
    """The item on which the medians of two organizations lie farthest apart."""
    table = speaker.now("rating_by_organization")
    medians = table.groupby("item", sort=False)["median"]
    apart = (medians.max() - medians.min()).sort_values(ascending=False, kind="stable")
    if apart.empty or apart.iloc[0] < APART:
        return None
    rows = table[table["item"].eq(apart.index[0])].sort_values("median", kind="stable")
    title = speaker.items[speaker.items["item"].eq(apart.index[0])].iloc[0]
    ends = [
        speaker.told("rating_by_organization", row, "{organization} rates it {median:g}")
        for row in (rows.iloc[-1], rows.iloc[0])
    ]
    what = speaker.of_item(title, "“{item_title}” divides organizations: ")
    return what + listed(ends) + "."


def within_organizations(speaker: AssessmentSpeaker) -> Sentence | None:
    """The item on which members of the same organizations disagree most."""
    rows = speaker.items
    inside = rows["within_organizations_sd"]
    wide = rows[inside.ge(WITHIN) & inside.gt(rows["between_organizations_sd"])]
    if wide.empty:
        return None
    row = wide.iloc[int(wide["within_organizations_sd"].argmax())]
    return speaker.of_item(
        row, "On “{item_title}” members of one and the same organization disagree."
    )


def planned(speaker: AssessmentSpeaker) -> Sentence | None:
    """How far the plan is; before one came back, what is called in place and is not."""
    return plan(speaker) if came_back(speaker) else flagged(speaker)


def flagged(speaker: AssessmentSpeaker) -> Sentence | None:
    """What most raters call in place though a condition is not met."""
    table = speaker.now("unmet_conditions")
    told = table[table["n_unmet_high"].gt(0) & table["kind"].eq("condition")]
    if told.empty:
        return None
    row = told.iloc[int(told["n_unmet_high"].argmax())]
    title = speaker.items[speaker.items["item"].eq(row["item"])].iloc[0]
    call, do = ("calls", "does") if row["n_unmet_high"] == 1 else ("call", "do")
    text = (
        f"{{n_unmet_high:g}} of {{n_asked:g}} raters {call} “{{title}}” in place, and yet {do} not "
        "see this met: “{condition}”"
    )
    condition = speaker.told("unmet_conditions", row, "{condition_text}")
    return speaker.told(
        "unmet_conditions",
        row,
        text,
        title=speaker.of_item(title, "{item_title}"),
        condition=condition,
    )


def judged(speaker: AssessmentSpeaker) -> Sentence | None:
    """Whether raters had the same initiatives in mind."""
    if speaker.survey.instrument.opening is None:
        return None
    named = speaker.now("initiatives")
    panel = speaker.now("panel_by_wave").iloc[0]
    if speaker.survey.anonymous:
        return _named_by_many(speaker, named)
    if named.empty:
        return Sentence("Nobody said which initiatives the ratings are about.")
    naming = speaker.told("panel_by_wave", panel, "{n_naming_initiatives:g}")
    first = named.iloc[0]
    if first["n_raters"] == panel["n_naming_initiatives"]:
        told = "Raters judged the same thing: all {naming} who said so had {initiative} in mind."
        return speaker.told("initiatives", first, told, naming=naming)
    told = (
        "Raters judged different initiatives: of {naming} who said so, {most}. Ask first what a "
        "low rating is about."
    )
    parts = [
        speaker.told("initiatives", row, "{n_raters:g} had {initiative} in mind")
        for _, row in named.head(2).iterrows()
    ]
    return sentence(told, naming=naming, most=listed(parts))


def _named_by_many(speaker: AssessmentSpeaker, named: pd.DataFrame) -> Sentence:
    if named.empty:
        return Sentence("No initiative was named by enough raters to be shown.")
    told = "Of the initiatives that raters had in mind, {initiative} was named by {n_raters:g}."
    return speaker.told("initiatives", named.iloc[0], told)

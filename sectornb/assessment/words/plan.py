"""What comes first and how the plan stands, in sentences: firmness, status, leads, moves."""

from __future__ import annotations

import pandas as pd

from sectornb.assessment.plan.columns import STATUSES
from sectornb.assessment.plan.progress import KEPT
from sectornb.assessment.plan.rows import OPEN
from sectornb.assessment.priorities import ASKED, DERIVED, FIRST
from sectornb.assessment.words.speaker import AssessmentSpeaker
from sectornb.show.sentence import Claim, Sentence, joined, listed, sentence

FIRM = 0.9
"""Ours: share of the draws from which on an item is firmly among the first priorities."""
MOST_NAMED = 3
NO_GAP = "Nothing lies below the target, so there is no gap to plan for."
NO_TARGET = (
    "No target is set, so no gap is known: write one into the region file (assessment: target:)."
)
NO_RATING = "No rating may be shown, so no gap is known."
NO_PLAN = "There is no plan file yet: the one of this report is to be filled in."
NOT_MATCHED = (
    "Whether scores moved where actions were done cannot be told: an anonymous survey does not "
    "know who answered twice."
)


def priorities(speaker: AssessmentSpeaker) -> Sentence:
    """Which items come first, by what, and how firm that order is."""
    table = speaker.tables["priorities"]
    wide = table[table["priority"].notna()]
    if wide.empty:
        return Sentence(_without_gap(speaker))
    top = wide[wide["priority_score"].eq(wide["priority_score"].max())]
    first = top if len(top) > FIRST else wide.head(FIRST)
    named = [_item(speaker, row) for _, row in first.head(MOST_NAMED).iterrows()]
    if len(first) > MOST_NAMED:
        named.append(Sentence("others"))
    told = sentence(f"First come {{named}}, {_measure(wide)}.", named=listed(named))
    tied = " They tie: pick one or two by what you can move." * (len(first) > FIRST)
    return sentence("{told}{tied}{firm}", told=told, tied=tied, firm=_firm(speaker, wide))


def _item(speaker: AssessmentSpeaker, row: pd.Series) -> Sentence:
    return speaker.told("priorities", row, "“{item_title}”")


def _measure(rows: pd.DataFrame) -> str:
    kind = rows["importance_kind"].iloc[0]
    if kind == ASKED:
        return "by distance from the target times the importance that raters gave"
    if kind == DERIVED:
        return (
            "by distance from the target times an importance that is derived from how ratings go "
            "together, since nobody was asked"
        )
    return "by distance from the target; importance was not asked, so every item counts alike"


def _firm(speaker: AssessmentSpeaker, wide: pd.DataFrame) -> Sentence:
    known = wide[wide["first_two_share"].notna()]
    if known.empty:
        return Sentence("")
    firm = known[known["first_two_share"].ge(FIRM)]
    if len(firm) > MOST_NAMED:
        return Sentence("")
    if firm.empty:
        return Sentence(" The order hangs on single raters, so talk it over.")
    named = [_item(speaker, row) for _, row in firm.head(MOST_NAMED).iterrows()]
    told = " Firmly among the first, whoever of the raters had answered: {named}."
    return sentence(told, named=listed(named))


def _without_gap(speaker: AssessmentSpeaker) -> str:
    """Why there is no gap: all reach the target, or nothing can be held against one."""
    if speaker.survey.target is None:
        return NO_TARGET
    return NO_GAP if speaker.items["median"].notna().any() else NO_RATING


def plan(speaker: AssessmentSpeaker) -> Sentence:
    """How many rows the plan has, and how far they are."""
    rows = speaker.tables["action_plan"]
    if rows.empty:
        return Sentence(_without_gap(speaker))
    if not came_back(speaker):
        told = "The plan has {rows}, one for each gap; actions, leads and dates are yours to write."
        return sentence(told, rows=_rows(speaker, "rows"))
    parts = [
        sentence(f"{{count}} {words}", count=_count(speaker, f"rows {words}"))
        for words in STATUSES.values()
        if _value(speaker, f"rows {words}")
    ]
    of = sentence("Of {rows} of the plan, ", rows=_rows(speaker, "rows"))
    late = Sentence("")
    if "overdue" in _known(speaker):
        late = sentence("; {count} overdue", count=_count(speaker, "overdue"))
    return sentence(
        "{of}{parts}{late}.{many}",
        of=of,
        parts=_are(parts),
        late=late,
        many=_too_many(speaker),
    )


def _are(parts: list[Sentence]) -> Sentence:
    first = parts[0]
    verb = "is" if first.text.startswith("1 ") else "are"
    number, _, words = first.text.partition(" ")
    with_verb = Sentence(f"{number} {verb} {words}", first.claims)
    return listed([with_verb, *parts[1:]])


def _too_many(speaker: AssessmentSpeaker) -> Sentence:
    """That more than two priorities are open."""
    if _value(speaker, "chosen and open") <= KEPT:
        return Sentence("")
    told = (
        " {count} priorities are open at once: keep one or two until they are settled, and let "
        "the others wait."
    )
    return sentence(told, count=_count(speaker, "chosen and open"))


def too_many_priorities(speaker: AssessmentSpeaker) -> Sentence | None:
    """The same as a finding; None where one or two are open."""
    told = _too_many(speaker) if came_back(speaker) else Sentence("")
    return Sentence(told.text.strip(), told.claims) if told.text else None


def progress(speaker: AssessmentSpeaker) -> Sentence:
    """Who carries most, and whether scores moved where actions were done."""
    if not came_back(speaker):
        return Sentence(NO_PLAN)
    return joined(" ", [leads(speaker), moves(speaker)])


def leads(speaker: AssessmentSpeaker) -> Sentence:
    """Who carries most, and what nobody carries."""
    table = speaker.tables["plan_leads"]
    carried = table[table["rows_open"].gt(0)]
    parts = []
    if len(carried):
        most = carried[carried["rows_open"].eq(carried["rows_open"].max())]
        row = most.iloc[0]
        many = "rows" if row["rows_open"] != 1 else "row"
        told = f"{{lead}} carries most, {{rows_open:g}} open {many}"
        if len(most) > 1:
            told = f"Nobody carries more than {{rows_open:g}} open {many}"
        elif row["rows_overdue"] > 0:
            told += ", {rows_overdue:g} overdue"
        parts.append(speaker.told("plan_leads", row, f"{told}."))
    if _value(speaker, "open without a lead"):
        one = _value(speaker, "open without a lead") == 1
        rows = _rows(speaker, "open without a lead")
        parts.append(sentence("{rows} {told}", rows=rows, told=_without(one)))
    return joined(" ", parts) if parts else Sentence("Every open row has a lead.")


def _without(one: bool) -> str:
    return "is open without a lead." if one else "are open without a lead."


def moves(speaker: AssessmentSpeaker) -> Sentence:
    """Whether scores moved where actions were done, among those who rated twice."""
    if speaker.survey.anonymous:
        return Sentence(NOT_MATCHED)
    table = speaker.tables["plan_moves"].set_index(["status", "direction"])["n_rows"]
    done = table["done"]
    if not done.sum():
        return Sentence("Nothing that stands for an item is done yet.")
    if done["unknown"] == done.sum():
        return Sentence("What is done cannot be set against scores yet: too few rated twice.")
    rows = speaker.tables["action_plan"]
    told = {
        "up": "Done, and rated higher by those who rated twice: {named}.",
        "none": "Done, and rated no higher by those who rated twice: {named}. Ask what lacks.",
        "down": "Done, and rated lower by those who rated twice: {named}. Ask why.",
        "unknown": "Done, and too few rated twice to tell: {named}.",
    }
    parts = []
    for direction, template in told.items():
        these = rows[rows["status"].eq("done") & rows["score_moved"].eq(direction)]
        if len(these):
            named = [
                speaker.told("action_plan", row, "“{item_title}”")
                for _, row in these.head(MOST_NAMED).iterrows()
            ]
            more = [Sentence("others")] * (len(these) > MOST_NAMED)
            parts.append(sentence(template, named=listed([*named, *more])))
    if sum(table[status, "up"] for status in OPEN):
        parts.append(Sentence("Others rose before their action was done: ask what moved them."))
    return joined(" ", parts)


def came_back(speaker: AssessmentSpeaker) -> bool:
    """Whether people worked on a plan that was read back."""
    return "rows that came back" in _known(speaker)


def _known(speaker: AssessmentSpeaker) -> set[str]:
    return set(speaker.tables["plan_counts"]["counted"])


def _value(speaker: AssessmentSpeaker, what: str) -> float:
    return float(speaker.value("plan_counts", {"counted": what}, "count"))


def _count(speaker: AssessmentSpeaker, what: str) -> Claim:
    return speaker.claim("g", "plan_counts", "count", counted=what)


def _rows(speaker: AssessmentSpeaker, what: str) -> Sentence:
    return speaker.number("row", "rows", "plan_counts", "count", counted=what)


def plan_headlines(speaker: AssessmentSpeaker) -> dict[str, str]:
    """What the two pictures of the plan say, in one short line of plain text."""
    rows = speaker.tables["action_plan"]
    done, ahead = rows["stage"].eq("done").sum(), rows["stage"].eq("next").sum()
    gaps = rows["origin"].eq("gap").sum()
    page = f"The plan on one page: {gaps} gaps" if gaps != 1 else "The plan on one page: one gap"
    return {"plan": page, "road_map": f"Road map: {done} done, {ahead} next"}

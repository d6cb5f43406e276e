"""How a careful reader takes the ratings, and what to do next."""

from __future__ import annotations

from sectornb.assessment import counts
from sectornb.assessment.words.plan import came_back, too_many_priorities
from sectornb.assessment.words.readings import mode
from sectornb.assessment.words.speaker import AssessmentSpeaker
from sectornb.show.sentence import Sentence, sentence

HALVES = "Half ratings are kept as they were given. "
MISSING = (
    "A blank, a “don't know” and a question that was not asked are three things; none counts as a "
    "low rating."
)
WHOLE = (
    "Every partner was asked, so ratings have no sampling error and no interval; where some did "
    "not answer, the bounds are those of what they could have said."
)
SAMPLED = "Some partners were asked, so shares have an interval (exact, at 95 percent)."
LEANS = (
    "Self-ratings lean upward: agreement is shown against ratings by chance that are spread "
    "evenly, and against ones that lean upward."
)
MATCHED = (
    "A change is that of people who rated in both rounds. It counts where it is larger than such "
    "people's changes vary by themselves."
)


def assessment_notes(speaker: AssessmentSpeaker) -> list[str | Sentence]:
    """What a careful reader must know: who answered, what is missing, what agreement means."""
    survey = speaker.survey
    notes: list[str | Sentence] = [mode(speaker)]
    notes.append((HALVES if survey.instrument.halves else "") + MISSING)
    notes.append(SAMPLED if survey.panel == "sample" else WHOLE)
    if survey.anonymous:
        notes.append(
            "What is printed of an item leaves at least five sets of ratings that could be behind "
            "it, also to a rater; the median comes first, what would tell more is left out."
        )
        return notes
    notes.append(LEANS)
    if len(survey.waves) > 1:
        notes.append(MATCHED)
    return notes


def assessment_next_steps(speaker: AssessmentSpeaker) -> list[Sentence]:
    """What to do next: hold the meeting, settle a condition, record what was said."""
    steps = []
    agenda = speaker.tables["agenda"]
    if len(agenda):
        told = "Print the agenda and begin the meeting with “{item_title}”: {asked}"
        asked = str(agenda["question"].iloc[0])
        steps.append(speaker.told("agenda", agenda.iloc[0], told, asked=asked))
    if step := _condition(speaker):
        steps.append(step)
    if speaker.survey.target is not None and speaker.count(counts.SHORT):
        steps.append(_priorities(speaker))
        steps.append(_plan(speaker))
    steps.append(
        sentence(
            "Write what the group says into the region file, under assessment, discussion, {wave}: "
            "the next round reads it back.",
            wave=speaker.wave_called(),
        )
    )
    return steps


def _priorities(speaker: AssessmentSpeaker) -> Sentence:
    """To pick one or two, or to keep to those that are open."""
    if too_many := too_many_priorities(speaker):
        return too_many
    told = (
        "Pick one or two priorities and keep them until they are settled; the first by distance "
        "from the target is “{item_title}”."
    )
    return speaker.told("priorities", speaker.tables["priorities"].iloc[0], told)


def _plan(speaker: AssessmentSpeaker) -> Sentence:
    """To fill the plan in and give it back, or to bring it up to date."""
    if came_back(speaker):
        return Sentence(
            "Bring the plan up to date in its new file, which holds all that you wrote and the "
            "gaps of this round, and sign its document."
        )
    return Sentence(
        "Fill in the plan: actions, leads and dates. Then name its file in the region file, under "
        "assessment, plan: the next round tells how far it is."
    )


def _condition(speaker: AssessmentSpeaker) -> Sentence | None:
    """Whom to ask about a condition that raters who call its item in place do not see."""
    table = speaker.now("unmet_conditions")
    told = table[table["n_unmet_high"].gt(0) & table["kind"].eq("condition")]
    if told.empty:
        return None
    row = told.iloc[int(told["n_unmet_high"].argmax())]
    return speaker.told(
        "unmet_conditions",
        row,
        "Name who will see to this, or say why it is not needed: “{condition_text}”",
    )

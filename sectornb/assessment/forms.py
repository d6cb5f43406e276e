"""An instrument as a form to fill in: who answers, the initiatives, ratings, conditions, words."""

from __future__ import annotations

from sectornb.assessment.answers import CONSENT, CONSENT_QUESTION, KIND, ORGANIZATION, RATER
from sectornb.assessment.instrument import IMPORTANCE, OPENING, Instrument
from sectornb.errors import counted
from sectornb.show.form import Answer, Block, Form, Line, Page
from sectornb.sources.surveys.filled import WHOLE

DONT_KNOW = "don't know"
_OPEN = (
    "How the answers are used: the report names organizations and shows ratings and reasons of "
    "those who agree below. Reasons that you mark as private are shown to nobody."
)
_ANONYMOUS = (
    "How the answers are used: they are pooled. The report shows no rating and no reason as "
    "anybody's, and names no organization. Whoever collects the forms sees them."
)
_HOW = (
    "Fill in the framed yellow cells, by yourself, and save the file. Nothing has to be answered: "
    f'leave a question open, or choose "{DONT_KNOW}" where you cannot tell.'
)


def rating_form(
    instrument: Instrument, mode: str, region: str, rater: str = "", organization: str = ""
) -> Form:
    """The form of one rater.

    Parameters
    ----------
    mode : str
        ``open`` asks for consent; ``anonymous`` says that answers are pooled.
    region : str
        Its name for people.
    rater, organization : str
        What is filled in already.
    """
    about = {"instrument": instrument.name, "version": str(instrument.version)}
    title = f"{instrument.title}: {region}"
    pages = [
        _start(instrument, mode, title, rater, organization),
        _ratings(instrument),
        *_checklist(instrument),
        *_questions(instrument),
    ]
    return Form(title, about, tuple(pages))


def _start(instrument: Instrument, mode: str, title: str, rater: str, organization: str) -> Page:
    you = [
        Line(RATER, ("Your name or code\nThe same in every round.",), given={WHOLE: rater}),
        Line(ORGANIZATION, ("Your organization",), given={WHOLE: organization}),
    ]
    if mode == "open":
        you.append(Line(CONSENT, (CONSENT_QUESTION,), choices={WHOLE: ("yes", "no")}))
    blocks = [Block(("About you",), (Answer(WHOLE, "Your answer", 44, lines=2),), tuple(you))]
    if opening := instrument.opening:
        names = ("", *(f" {number}" for number in range(2, opening.most + 1)))
        lines = tuple(
            Line(f"{OPENING}{name}", (f"Initiative {number}",))
            for number, name in enumerate(names, start=1)
        )
        answers = (
            Answer(WHOLE, "Its name", 44, lines=2),
            Answer(KIND, "New, or running for a while?", 20, ("new", "already running")),
        )
        blocks.append(Block((opening.question,), answers, lines))
    notes = (instrument.about, _OPEN if mode == "open" else _ANONYMOUS, _HOW)
    return Page("Start", title, notes, (50,), tuple(blocks))


def _ratings(instrument: Instrument) -> Page:
    scale = " \u00b7 ".join(f"{point.rating} {point.label}" for point in instrument.scale)
    halves = " Half points are allowed." if instrument.halves else ""
    asks = instrument.asks
    choices = _choices(instrument)
    wide = min(max(map(len, choices)) + 3, 24)
    answers = [Answer(WHOLE, "Your rating", wide, choices, f"{scale}.{halves}")]
    more = [part for part in (("obstacle", asks.obstacle), ("partner", asks.partner)) if part[1]]
    if asks.importance:
        weights = tuple(f"{number} - {words}" for number, words in IMPORTANCE.items())
        answers.append(Answer("importance", asks.importance, 16, (*weights, DONT_KNOW)))
    if asks.reason:
        answers += [
            Answer("reason", asks.reason, 34 if more else 46, lines=3),
            Answer("private", "Keep my reason private", 14, ("yes", "no")),
        ]
    answers += [Answer(part, question, 26) for part, question in more]
    lines: list[Line] = []
    for area in instrument.areas:
        lines.append(Line("", (f"{area.title}.", area.question)))
        lines += [Line(item.id, (item.id, f"{item.title}\n{item.text}")) for item in area.items]
    block = Block(("No.", "How far is this in place?"), tuple(answers), tuple(lines))
    title = f"{counted(len(instrument.items), 'item')} to rate"
    return Page("Ratings", title, (f"The scale: {scale}.{halves}",), (6, 46), (block,))


def _choices(instrument: Instrument) -> tuple[str, ...]:
    """What a rating's list offers: whole ratings with their words, halves, and that one cannot."""
    labels = instrument.label_of
    return (
        *(
            f"{rating:g}" if rating % 1 else f"{rating:g} - {labels[int(rating)]}"
            for rating in instrument.ratings
        ),
        DONT_KNOW,
    )


def _checklist(instrument: Instrument) -> list[Page]:
    """What has to be met for the highest rating, to be ticked one by one."""
    lines: list[Line] = []
    for item in instrument.items.values():
        if item.conditions or item.skills:
            lines.append(Line("", (item.id, item.title)))
        lines += [Line(each.id, (each.id, each.text)) for each in item.conditions]
        if item.skills:
            lines.append(Line("", (item.id, "The staff have these skills:")))
            lines += [Line(each.id, (each.id, each.text)) for each in item.skills]
    if not lines or not instrument.asks.conditions:
        return []
    answers = (Answer("ticked", "In place?", 16, ("yes", "no")),)
    note = (
        f"What belongs to the highest rating, {instrument.highest}. Choose yes for each that you "
        "know is in place; leave the others open."
    )
    block = Block(("No.", "Condition"), answers, tuple(lines))
    return [Page("Checklist", "What is in place?", (note,), (8, 76), (block,))]


def _questions(instrument: Instrument) -> list[Page]:
    """Questions that are answered in words."""
    lines: list[Line] = []
    for area in instrument.areas:
        if area.diagnostics:
            lines.append(Line("", (f"{area.title}.", area.question)))
        lines += [Line(each.id, (each.id, each.text)) for each in area.diagnostics]
    if not lines:
        return []
    block = Block(("No.", "Question"), (Answer(WHOLE, "Your answer", 62, lines=3),), tuple(lines))
    return [Page("Questions", "Questions to answer in words", (), (6, 50), (block,))]

"""Answers of an export, a row a person and question: ratings, ticks, words, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sectornb.errors import InputError, PrivateDataError, examples, shortened
from sectornb.sources.surveys.export import Export, told_apart
from sectornb.sources.surveys.layouts import Column
from sectornb.sources.surveys.mapping import Mapping

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["rating", "ticks", "tick", "word", "text"]
State = Literal["answered", "blank", "dont_know", "not_asked"]
DONT_KNOW = ("don't know", "dont know", "do not know", "i don't know", "i do not know") + (
    "n/a",
    "not applicable",
)
"""Words that say that somebody cannot tell; others are named in the mapping file."""
NOT_ASKED = ("[not completed]",)
TICKED = ("1", "yes", "x", "true", "checked")
UNTICKED = ("", "0", "no", "false", "unchecked")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_PREFIXED = re.compile(r"\(?(\d+(?:\.\d+)?)\)?\s*[-:.)=]*\s*(.+)")
_ALIKE = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u2212\xa0", "''\"\"--- ")


@dataclass(frozen=True)
class Sought:
    """What an export is asked for.

    Attributes
    ----------
    item, part : str
        Of which item, and what of it; an empty part is its rating.
    kind : str
        ``rating`` (a number of the scale), ``ticks`` (several of a list, in one cell or one
        column each), ``tick`` (one of them), ``word`` (one of a short list) or ``text``.
    wordings : tuple of str
        How a question for it may be worded, to propose a mapping by.
    labels : mapping of str to str
        Words, in small letters, to the number, tick or short word that they mean.
    scale : tuple of float
        The numbers that a rating may be.
    """

    item: str
    part: str = ""
    kind: Kind = "rating"
    wordings: tuple[str, ...] = ()
    labels: Pairs[str, str] = field(default_factory=dict)
    scale: tuple[float, ...] = ()

    @property
    def target(self) -> str:
        """What a mapping file calls it: ``1``, ``1 reason``, ``organization``."""
        return f"{self.item} {self.part}".strip()


def alike(text: str) -> str:
    """A text such that quotes, dashes, capitals and blanks make no difference."""
    return " ".join(text.translate(_ALIKE).split()).casefold()


def read_answers(
    export: Export, mapping: Mapping, sought: Sequence[Sought]
) -> tuple[pd.DataFrame, list[str]]:
    """Answers as an export and its mapping have them.

    Words become ratings by the stated lists alone: those of `sought`, those of the mapping.
    A blank cell, words that say "don't know" and a question that was not asked are kept apart.

    Returns
    -------
    DataFrame
        One row per person and target that the mapping uses: ``respondent``, ``row`` (number in
        the file), ``heading``, ``item``, ``part``, ``value`` (text; ticks joined by ``;``) and
        ``state``: ``answered``, ``blank``, ``dont_know`` or ``not_asked``.
    list of str
        What the user should know.

    Raises
    ------
    InputError
        If the mapping uses no question, or a label means nothing known.
    PrivateDataError
        If a rating is off the scale, words stand for nothing known, or two columns of one
        target are both answered; names rows and columns, never what stands there.
    """
    import pandas as pd

    if not mapping.used():
        raise InputError(
            f"The mapping for {export.path.name} uses none of its questions. Say behind each "
            f"question of columns what it is, such as {sought[0].target!r}."
        )
    export, people = told_apart(export.only(mapping.rows), mapping.respondent)
    wanted = {each.target: each for each in sought}
    _refuse_labels(export, mapping, wanted)
    columns: dict[str, list[Column]] = {}
    for heading, target in mapping.used().items():
        columns.setdefault(target, []).append(export.column(heading))
    frames = []
    for target, found in columns.items():
        each = wanted[target]
        read = [_column(export, column, each, mapping) for column in found]
        values, states = _joined(export, found, read, each)
        frames.append(
            pd.DataFrame(
                {
                    "respondent": people,
                    "row": export.numbers,
                    "heading": found[0].heading,
                    "item": each.item,
                    "part": each.part,
                    "value": values,
                    "state": states,
                }
            )
        )
    notes = list(export.notes)
    ratings = [each for each in sought if each.kind == "rating" and each.target in columns]
    numbers = any(
        _NUMBER.fullmatch(cell) and cell not in mapping.labels
        for each in ratings
        for column in columns[each.target]
        for cell in export.cells(column)
    )
    if export.tool.recodes and numbers:
        notes.append(
            f"Ratings came as numbers, which users of {export.tool.title} choose: compare one "
            "with the questionnaire, and say under labels what they mean if they are others."
        )
    return pd.concat(frames, ignore_index=True), notes


Cells = tuple[list[str], list[State]]


def _refuse_labels(export: Export, mapping: Mapping, wanted: Pairs[str, Sought]) -> None:
    """Refuse a label of the mapping that means nothing which any of its columns may be."""
    used = [wanted[target] for target in set(mapping.used().values())]
    scale = {f"{rating:g}" for each in used for rating in each.scale}
    known = scale | {value for each in used for value in each.labels.values()}
    for word, meaning in mapping.labels.items():
        if meaning not in known:
            what = f"{meaning!r} is none of" if meaning else "nothing stands behind it, and it is"
            what += "" if meaning else " no word for one of"
            raise InputError(
                f"The mapping for {export.path.name}, labels, {shortened(word)!r}: {what} the "
                f"ratings {examples(sorted(scale), 9)}, nor another known answer. Write behind "
                "each word what it means, or take it out and put it under dont_know, blank or "
                "not_asked."
            )


def _column(export: Export, column: Column, sought: Sought, mapping: Mapping) -> Cells:
    cells = export.cells(column)
    unseen = {alike(word) for word in (*export.tool.unseen, *mapping.blank)}
    dont_know = {alike(word) for word in (*DONT_KNOW, *mapping.dont_know)}
    not_asked = {alike(word) for word in (*NOT_ASKED, *mapping.not_asked)}
    if any(alike(cell) in map(alike, export.tool.unseen) for cell in cells):
        # The tool marks what was shown and left open, so that an empty cell was not shown.
        not_asked.add("")
    known = {*sought.labels.values(), *(f"{rating:g}" for rating in sought.scale)}
    own = {alike(word): value for word, value in mapping.labels.items() if value in known}
    labels = {alike(word): value for word, value in sought.labels.items()} | own
    found: dict[str, tuple[str | None, State]] = {}
    for cell in set(cells):
        words = alike(cell)
        state: State = "answered"
        value: str | None = ""
        if sought.kind == "tick" and words not in not_asked and words not in unseen:
            value = _tick(words, {alike(column.part), alike(column.heading), *labels} - {""})
        elif words in own:
            value = own[words]
        elif words in not_asked:
            state = "not_asked"
        elif words in unseen or not words:
            state = "blank"
        elif sought.kind == "text":
            value = " ".join(cell.split())
        elif words in dont_know:
            state = "dont_know"
        elif sought.kind == "rating":
            value = rating_of(words, labels, sought.scale)
        elif sought.kind == "ticks":
            value = _ticks(words, labels, alike(column.part))
        else:
            value = labels.get(words)
        found[cell] = value, state
    wrong = [place for place, cell in enumerate(cells) if found[cell][0] is None]
    if wrong:
        raise PrivateDataError(
            f"{export.where(column, wrong)}: {_told(sought)} What stands there is not repeated "
            "here; if an export's words are right, say what they mean under labels (or blank, "
            "dont_know, not_asked) in the mapping file."
        )
    return [found[cell][0] or "" for cell in cells], [found[cell][1] for cell in cells]


def _told(sought: Sought) -> str:
    if sought.kind == "rating":
        low, high = f"{min(sought.scale):g}", f"{max(sought.scale):g}"
        halves = ", halves included" if any(each % 1 for each in sought.scale) else ""
        return f"no rating from {low} to {high}{halves}, and no known words for one."
    what = "choice of the list" if sought.kind in ("ticks", "tick") else "known word"
    return f"no {what}."


def rating_of(words: str, labels: Pairs[str, str], scale: Sequence[float]) -> str | None:
    """The rating that a cell means by number, by words of the list, or by both; else None.

    Parameters
    ----------
    words : str
        As :func:`alike` gives them.
    labels : mapping of str to str
        Such words to the rating that they mean.
    scale : sequence of float
        Ratings that can be given.
    """
    if words in labels:
        return labels[words]
    if _NUMBER.fullmatch(words):
        return f"{float(words):g}" if float(words) in scale else None
    prefixed = _PREFIXED.fullmatch(words)
    if prefixed and labels.get(prefixed[2]) == f"{float(prefixed[1]):g}":
        return labels[prefixed[2]]
    return None


def _tick(words: str, own: set[str]) -> str | None:
    """``yes`` of a ticked column, empty where it is not ticked."""
    if words in UNTICKED:
        return ""
    return "yes" if words in TICKED or words in own else None


def _ticks(words: str, labels: Pairs[str, str], part: str) -> str | None:
    """Ids of the choices in a cell, joined by ``;``.

    Choices may hold the mark between them, so that a cell is taken apart by the list of
    choices, the longest first.  A column of one choice has that choice or a mark in it.
    """
    if part in labels and words in (*TICKED, *UNTICKED):
        return labels[part] if words in TICKED else ""
    found: list[str] = []
    rest = words
    while rest := rest.strip(" ,;"):
        choice = next(
            (
                each
                for each in sorted(labels, key=len, reverse=True)
                if each and re.match(rf"{re.escape(each)}\s*([,;]|$)", rest)
            ),
            None,
        )
        if choice is None:
            return None
        found.append(labels[choice])
        rest = rest[len(choice) :]
    return ";".join(dict.fromkeys(found))


def _joined(export: Export, columns: list[Column], read: list[Cells], sought: Sought) -> Cells:
    """Columns of one target as one: branches of a questionnaire, or a column for each choice."""
    values, states = list(read[0][0]), list(read[0][1])
    for column, (more, other) in zip(columns[1:], read[1:], strict=True):
        both = [
            place
            for place in range(len(values))
            if states[place] in ("answered", "dont_know")
            and other[place] in ("answered", "dont_know")
        ]
        if both and sought.kind not in ("ticks", "tick"):
            raise PrivateDataError(
                f"{export.where(column, both)}: the mapping file has two columns for "
                f"{sought.target!r}, {shortened(columns[0].heading, 60)!r} beside it, and both are "
                "answered. Keep one of them."
            )
        for place, state in enumerate(other):
            if sought.kind in ("ticks", "tick"):
                ticked = filter(None, (values[place], more[place]))
                values[place] = ";".join(dict.fromkeys(ticked))
                states[place] = "answered" if "answered" in (states[place], state) else state
            elif state != "not_asked" and states[place] not in ("answered", "dont_know"):
                values[place], states[place] = more[place], state
    return values, states

"""The tidy file of answers: read in place, checked cell by cell, with what no page may show."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.assessment.instrument import IMPORTANCE, OPENING, Instrument, read_instrument
from sectornb.errors import PrivateDataError, counted, examples
from sectornb.sources.surveys.cells import plain_cell

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    *("wave", "rater", "organization", "consent", "item", "rating", "answer"),
    *("reason", "reason_private", "met", "obstacle", "missing_partner", "importance"),
)
"""Of the file, in this order when it is written."""
NEEDED = COLUMNS[:-1]
"""Without what only some instruments ask, which a file may lack."""
ANSWERS = ("rated", "blank", "dont_know", "not_asked", "new", "existing", "text")
MISSING = ("blank", "dont_know", "not_asked")
"""Three ways of not rating, which are kept apart: nothing written, "don't know", not asked."""
FREE_TEXTS = ("reason", "obstacle", "missing_partner")
MOST_BYTES = 32 * 1024 * 1024
"""Of the file: a thousand raters of ten waves write less."""
FEWEST_NAMING = 5
"""Raters who name an initiative before an anonymous survey shows it."""
KEY = ("wave", "rater", "item")
_FEWEST_LETTERS = 2


def read_responses(path: Path, *, instrument: str | Mapping[str, Any], mode: str) -> pd.DataFrame:
    """Answers of all waves, one row per wave, rater and question.

    Parameters
    ----------
    path : Path
        UTF-8, comma-separated, with the columns `COLUMNS`; what ``sectornb answers`` writes.
    instrument : str or mapping
        Whose items are answered.
    mode : str
        ``open``: every rater agreed to be named; ``anonymous``: organizations and free texts
        are taken out, and a report is searched for them.

    Returns
    -------
    DataFrame
        The file's columns, ``rating`` and ``importance`` as numbers and the others as text,
        organizations that differ in capitals and blanks alone written as most write them, and
        five more of what no page may show, empty or null elsewhere: ``hidden_rater`` (names of
        raters), ``hidden_organization``, ``hidden_reason``, ``hidden_obstacle`` and
        ``hidden_missing_partner``.

    Raises
    ------
    PrivateDataError
        If a column is missing, an answer is given twice, a rating is off the scale, an item or
        a condition is not known, or an open survey lacks a rater's consent; names rows and
        columns, never values.
    """
    known = read_instrument(instrument)
    rows = _rows(path)
    _refuse_unknown_words(path, rows)
    _refuse_unknown_items(path, rows, known)
    rows["rating"] = _ratings(path, rows, known)
    rows["importance"] = _importance(path, rows)
    _refuse_unknown_ticks(path, rows, known)
    _refuse_differing_people(path, rows)
    if mode == "open":
        wrong = rows["consent"].ne("yes")
        why = "no 'yes': in open mode every rater agreed before the survey. Ask them, leave out "
        _refuse(path, "consent", wrong, f"{why}their rows, or write mode: anonymous")
    return _with_hidden(rows, mode)


def _rows(path: Path) -> pd.DataFrame:
    """The file's cells as text, without blanks around them."""
    import pandas as pd

    try:
        if path.stat().st_size > MOST_BYTES:
            raise PrivateDataError(
                f"{path.name} has {path.stat().st_size:,} bytes, and answers of the largest panels "
                f"have fewer than {MOST_BYTES:,}. Check that it is the file of answers."
            )
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream))
    except UnicodeDecodeError:
        raise PrivateDataError(
            f"{path.name} is not UTF-8 text. Save it as CSV in UTF-8, or make it anew with "
            "'sectornb answers'."
        ) from None
    except (OSError, csv.Error) as error:
        raise PrivateDataError(
            f"{path.name} cannot be read as comma-separated text ({type(error).__name__}). Make "
            "it with 'sectornb answers', or save it as CSV in UTF-8."
        ) from None
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    head = [name.strip() for name in lines[0]] if lines else []
    lacking = [name for name in NEEDED if name not in head]
    if lacking or sorted(head) not in (sorted(NEEDED), sorted(COLUMNS)):
        raise PrivateDataError(
            f"{path.name} has {counted(len(head), 'column')} and lacks "
            f"{examples(lacking) or 'none'}; it needs each of {', '.join(NEEDED)} once, may "
            f"have {COLUMNS[-1]}, and no other. Make it with 'sectornb answers', or name its "
            "columns so."
        )
    if len(lines) == 1:
        raise PrivateDataError(
            f"{path.name} has a head and no answers. Add them with 'sectornb answers'."
        )
    uneven = [row for row, line in enumerate(lines[1:], 2) if len(line) != len(head)]
    if uneven:
        raise PrivateDataError(
            f"{path.name}: {counted(len(uneven), 'row')} of other than {len(head)} cells, row "
            f"{examples(uneven)}. A comma inside a text needs quotes around it."
        )
    frame = pd.DataFrame(lines[1:], columns=head, dtype="str")
    frame = frame.reindex(columns=list(COLUMNS), fill_value="")
    return frame.apply(lambda column: column.str.strip().map(plain_cell))


def _refuse(path: Path, column: str, wrong: pd.Series, why: str) -> None:
    """Refuse rows by their numbers; what they say is not repeated."""
    rows = [int(row) + 2 for row in wrong.to_numpy().nonzero()[0]]
    if rows:
        raise PrivateDataError(
            f"{path.name}, column {column}: {counted(len(rows), 'value is', 'values are')} {why}; "
            f"row {examples(rows)}. What they say is not repeated here."
        )


def _refuse_unknown_words(path: Path, rows: pd.DataFrame) -> None:
    for column in ("wave", "rater", "item"):
        _refuse(path, column, rows[column].eq(""), "empty, and every answer needs one")
    closed = {
        "answer": ANSWERS,
        "consent": ("yes", "no", ""),
        "reason_private": ("yes", "no", ""),
    }
    for column, words in closed.items():
        named = ", ".join(word or "nothing" for word in words)
        _refuse(path, column, ~rows[column].isin(words), f"none of {named}")


def _refuse_unknown_items(path: Path, rows: pd.DataFrame, known: Instrument) -> None:
    item, answer = rows["item"], rows["answer"]
    questions = {*known.items, *known.diagnostics, OPENING}
    told = f"no item of {known.name}"
    _refuse(path, "item", ~item.isin(questions), told)
    rated, opened = item.isin(list(known.items)), item.eq(OPENING)
    in_words = item.isin(list(known.diagnostics))
    _refuse(path, "answer", rated & ~answer.isin(("rated", *MISSING)), "no answer to an item")
    _refuse(
        path,
        "answer",
        opened & ~answer.isin(("new", "existing", *MISSING)),
        "not new, existing, blank, dont_know or not_asked, as an initiative is",
    )
    _refuse(
        path, "answer", in_words & ~answer.isin(("text", *MISSING)), "not text, and it was in words"
    )
    unnamed = opened & answer.isin(("new", "existing")) & rows["reason"].eq("")
    _refuse(path, "reason", unnamed, "empty, where an initiative should be named")
    twice = rows.duplicated(list(KEY), keep=False) & ~opened
    _refuse(path, "item", twice, "there more than once for one rater and wave")
    again = rows.assign(reason=rows["reason"].str.casefold())
    named = opened & answer.isin(("new", "existing"))
    doubled = again[named].duplicated([*KEY, "reason"]).reindex(rows.index, fill_value=False)
    _refuse(path, "reason", doubled, "an initiative that the rater named before")


def _ratings(path: Path, rows: pd.DataFrame, known: Instrument) -> pd.Series:
    """Ratings as numbers; null where there is none, and never a zero in its place."""
    import pandas as pd

    text, rated = rows["rating"], rows["answer"].eq("rated")
    numbers = pd.to_numeric(text.where(text.ne("")), errors="coerce").astype("float64")
    _refuse(path, "rating", text.ne("") & ~rated, "there, though the answer is not 'rated'")
    _refuse(path, "rating", text.eq("") & rated, "empty, though the answer is 'rated'")
    steps = "halves allowed" if known.halves else "whole numbers"
    why = f"off the scale of {known.name}, 1 to {known.highest}, {steps}"
    _refuse(path, "rating", rated & ~numbers.isin(known.ratings), why)
    return numbers


def _importance(path: Path, rows: pd.DataFrame) -> pd.Series:
    """How important each item is to its rater, as a number; null where it was not said."""
    import pandas as pd

    text = rows["importance"]
    numbers = pd.to_numeric(text.where(text.ne("")), errors="coerce").astype("float64")
    off = text.ne("") & ~numbers.isin(list(IMPORTANCE))
    _refuse(path, "importance", off, f"none of {', '.join(map(str, IMPORTANCE))}")
    return numbers


def _refuse_unknown_ticks(path: Path, rows: pd.DataFrame, known: Instrument) -> None:
    import pandas as pd

    own = {
        item.id: {line.id for line in (*item.conditions, *item.skills)}
        for item in known.items.values()
    }
    strange = [
        bool(met) and not set(met.split(";")) <= own.get(item, set())
        for item, met in zip(rows["item"], rows["met"], strict=True)
    ]
    _refuse(
        path, "met", pd.Series(strange), "no conditions of the item, as ids with ';' between them"
    )
    odd = rows["met"].ne("") & rows["answer"].eq("not_asked")
    _refuse(path, "met", odd, "there, though the item was not asked")


def _refuse_differing_people(path: Path, rows: pd.DataFrame) -> None:
    for column in ("organization", "consent"):
        several = rows.groupby(["wave", "rater"])[column].transform("nunique").gt(1)
        _refuse(path, column, several, "not the same in all rows of one rater and wave")


def _with_hidden(rows: pd.DataFrame, mode: str) -> pd.DataFrame:
    """The rows without what may not be shown, and that in columns of its own."""
    anonymous = mode == "anonymous"
    hidden = rows["reason_private"].eq("yes") | anonymous
    kept = ~hidden | (_shared(rows) if anonymous else False)
    shown = rows.assign(reason=rows["reason"].where(kept, ""))
    for column in FREE_TEXTS[1:]:
        shown[column] = rows[column].where(~hidden, "")
    said = {initiative_key(text) for column in FREE_TEXTS for text in shown[column]}
    for column in FREE_TEXTS:
        # What somebody else says openly in the same words gives nobody away.
        secret = ~rows[column].map(initiative_key).isin(said)
        shown[f"hidden_{column}"] = rows[column].where(secret)
    shown["hidden_organization"] = rows["organization"] if anonymous else ""
    shown["hidden_rater"] = rows["rater"].map(_name_in)
    return shown.assign(organization="" if anonymous else _one_spelling(rows))


def _one_spelling(rows: pd.DataFrame) -> pd.Series:
    """Organizations, those that differ in capitals, blanks and marks alone as most write them."""
    people = rows.drop_duplicates(["wave", "rater"])
    written = people.groupby("organization").size().rename("times").reset_index()
    written["key"] = written["organization"].map(initiative_key)
    written = written.sort_values(["times", "organization"], ascending=[False, True])
    usual = written[written["key"].ne("")].drop_duplicates("key").set_index("key")["organization"]
    called = rows["organization"].map(initiative_key).map(usual).astype("str")
    return called.fillna(rows["organization"])


def _shared(rows: pd.DataFrame) -> pd.Series:
    """Initiatives that so many name that an anonymous survey can show them.

    None that somebody marked as private, and none that names an organization of a rater.
    """
    named = rows["item"].eq(OPENING) & rows["answer"].isin(("new", "existing"))
    called = rows["reason"].map(initiative_key)
    private = (rows["reason_private"].eq("yes") & named).groupby([rows["wave"], called])
    owners = {key for name in rows["organization"] if (key := initiative_key(name))}
    telling = called.map(lambda name: any(f" {key} " in f" {name} " for key in owners))
    many = rows.assign(called=called)[named].groupby(["wave", "called"])["rater"]
    enough = many.transform("nunique").ge(FEWEST_NAMING).reindex(rows.index, fill_value=False)
    return named & enough & ~private.transform("any") & ~telling


def initiative_key(name: str) -> str:
    """What two spellings of an initiative's name have in common: letters and digits alone."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def _name_in(rater: str) -> str:
    """A person's name that an identifier gives away, given name first; empty without one."""
    called = rater.partition("@")[0] if "@" in rater else rater
    words = re.split(r"[\s._-]+" if "@" in rater else r"\s+", called.strip())
    plain = [word for word in words if word.strip(",.'’").replace("'", "").isalpha()]
    named = len(plain) == len(words) and len(words) >= _FEWEST_LETTERS
    return " ".join(words) if named else ""

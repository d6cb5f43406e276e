"""A mapping file proposed for an export: questions matched by their words, for users to confirm."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from sectornb.sources.surveys.answers import DONT_KNOW, NOT_ASKED, Sought, alike, rating_of
from sectornb.sources.surveys.export import Export
from sectornb.sources.surveys.layouts import Column

NEAR = 0.86
"""Share of letters from which two wordings are taken for one; a lower one is not proposed."""
MOST_WORDS = 30
"""Unknown words of ratings that are listed to be given a meaning; more are no ratings."""
LONGEST_WORD = 60
_NUMBERED = re.compile(r"(?:item|question|q)?\s*(\d+(?:\.\d+)?)\s*[.):]\s+(.+)")
_CODED = re.compile(r"(?:item|question|q|rating|ssa|rap)[_ ]?0*(\d+(?:[._]\d+)?)(?:[_ ](\w+))?")
_WHY = re.compile(r"\b(why|reason|reasons|comment|comments|explain|because)\b")
_SUFFIX = re.compile(r"\d+$")


def propose(export: Export, sought: Sequence[Sought]) -> dict[str, str]:
    """What each question of an export seems to be, empty where none is known.

    A question is matched by its words, by the words of its row or choice, by an item's number
    in front, or, where it has no words, by the number in its name (``item_3``).  A question
    for a reason belongs to the rating before it.  Nothing is used before the user has
    confirmed it.

    Returns
    -------
    dict of str to str
        Heading to target, in the order of the export.
    """
    exact = {
        alike(words): each for each in sought for words in each.wordings if each.kind != "tick"
    }
    ratings = {each.item: each for each in sought if each.kind == "rating"}
    reasons = {each.item: each for each in sought if each.part == "reason"}
    found: dict[str, str] = {}
    used: set[str] = set()
    last = ""
    for column in export.asked:
        match = _match(column, exact, ratings)
        if match is None and last and _WHY.search(column.heading.casefold()):
            match = reasons.get(last)
        if match is not None and match.kind == "ticks":
            found[column.heading] = match.target
            continue
        spread = match is not None and alike(column.part) in match.labels
        if match is None or (match.target in used and not spread):
            found[column.heading] = ""
            last = "" if match is None and not _WHY.search(column.heading.casefold()) else last
            continue
        used.add(match.target)
        found[column.heading] = match.target
        last = match.item if match.kind == "rating" else last
    return found


def _match(column: Column, exact: dict[str, Sought], ratings: dict[str, Sought]) -> Sought | None:
    heading = alike(column.heading)
    stem = heading.removesuffix(alike(column.part)).rstrip(" -[:")
    pieces = [piece for piece in (alike(column.part), heading, stem) if piece]
    for piece in pieces:
        # A tool puts a number behind a statement that comes again.
        for words in (piece, _SUFFIX.sub("", piece)):
            if words in exact:
                return exact[words]
    for piece in pieces:
        numbered = _NUMBERED.fullmatch(piece)
        if numbered and numbered[2] in exact:
            return exact[numbered[2]]
    coded = _CODED.fullmatch(heading)
    if coded:
        item = coded[1].replace("_", ".")
        if not coded[2]:
            return ratings.get(item)
    near = max(
        (
            (SequenceMatcher(None, words, piece).ratio(), words)
            for words in exact
            for piece in pieces
        ),
        default=(0.0, ""),
    )
    return exact[near[1]] if near[0] >= NEAR else None


def proposed_text(export: Export, found: dict[str, str], sought: Sequence[Sought]) -> str:
    """A mapping file with what is proposed, and a line for what the user has to say."""
    titles = {each.target: " ".join(each.wordings[0].split()) for each in sought if each.wordings}
    lines = [
        f"# Which question of {export.path.name} is which item: proposed, to be looked through.",
        '# Correct what is wrong, empty what is not to be used ("question": ), and give this file',
        "# with --mapping.",
        f"tool: {export.tool.name}",
        "",
        "# The column that tells people apart; empty: the tool's own. Name one that stays the same",
        "# from wave to wave, such as an e-mail address or a code, to see who changed.",
        "respondent:",
        "",
        "columns:",
    ]
    for heading, target in found.items():
        hint = f"  # {titles[target]}" if titles.get(target, heading) != heading else ""
        hint = hint if len(hint) <= LONGEST_WORD + 4 else f"{hint[: LONGEST_WORD + 1]}..."
        lines.append(f"  {_quoted(heading)}: {_quoted(target) if target else ''}".rstrip() + hint)
    events = export.events()
    if events:
        column, words = events
        lines += ["", "# The file has several rows a person. Which are meant?"]
        lines += ["rows:", f"  {_quoted(column.heading)}: {_quoted(words[0])}  # or {words[1:]}"]
    unknown = _unknown_words(export, found, sought)
    if unknown:
        lines += [
            "",
            "# Words of ratings that no list knows: behind each, the rating that it means.",
        ]
        lines += ["labels:", *(f"  {_quoted(word)}:" for word in unknown)]
    lines += ["", "# Words that stand for a missing answer, beside those that are known"]
    lines += [f"# (blank cells; {', '.join(DONT_KNOW[:1])}, N/A).", "blank: []", "dont_know: []"]
    lines += ["not_asked: []"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as YAML, in quotes."""
    return json.dumps(text, ensure_ascii=False)


def _unknown_words(export: Export, found: dict[str, str], sought: Sequence[Sought]) -> list[str]:
    """Short words in columns of ratings that are in no list; none where they are too many."""
    ratings = {each.target: each for each in sought if each.kind == "rating"}
    unknown: dict[str, None] = {}
    for column in export.asked:
        rating = ratings.get(found[column.heading])
        if rating is None:
            continue
        missing = {alike(word) for word in (*DONT_KNOW, *NOT_ASKED, *export.tool.unseen, "")}
        labels = {alike(word): value for word, value in rating.labels.items()}
        for cell in export.cells(column):
            words = alike(cell)
            number = re.fullmatch(r"\d+(\.\d+)?", cell)
            known = words in missing or number or rating_of(words, labels, rating.scale)
            if not known and len(cell) <= LONGEST_WORD:
                unknown.setdefault(" ".join(cell.split()))
    return list(unknown) if len(unknown) <= MOST_WORDS else []

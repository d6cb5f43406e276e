"""What a report is searched for: the words of identifiers, names, birth dates, rare values.

Text is compared word by word, without capitals, accents and punctuation: ``Zoë O'Neil`` is
found as ``O’NEIL, ZOE``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sectornb.disclosure.private.rows import Kind, PrivateRows

if TYPE_CHECKING:
    import pandas as pd

WORD = re.compile(r"[^\W_]+")
FEWEST = 10
"""People who have a value or a combination of traits: fewer make it rare."""
SHORTEST = 5
"""Letters and digits of what is looked for by itself."""
SHORTEST_DIGITS = 8
"""Of digits alone: shorter numbers stand in every report."""
SHORTEST_JOINED = 8
"""Letters of a given and a family name without anything between."""
SHORTEST_AMOUNT = 6
"""Digits of an amount with cents."""
SHORTEST_PHRASE = 12
"""Letters and digits of a phrase of usual words."""
SHORTEST_TRAITS = 8
"""Letters and digits of a combination of traits."""
_GAPS = {
    "name": r"[\W_]{1,4}",
    "identifier": r"[\W_]{1,3}",
    "birth_date": r"[-/., ]{1,2}",
    "rare": r"[\W_]{1,3}",
    "phrase": r"[\W_]{1,6}",
    "amount": r"[.,]",
}
# Accents that a letter was taken apart into, and what only parts or joins words.
_UNSEEN = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")

# Between a date and the time behind it, or the two would be one word.
_TIME = re.compile(r"(?<=\d)t(?=\d\d:\d\d)")


def folded(text: str) -> str:
    """Text without capitals, accents and signs that nobody sees."""
    if text.isascii():
        plain = text.lower()
    else:
        plain = _UNSEEN.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return _TIME.sub(" ", plain)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded: letters and digits without anything between."""
    return tuple(WORD.findall(folded(text)))


@dataclass(frozen=True)
class Needle:
    """One thing to look for.

    Attributes
    ----------
    words : tuple of str
        In this order.
    kind : Kind
        What it is.
    role, column : str
        The input and its column.
    row : int
        The number of the first row that has it.
    gap : str
        Pattern of what may stand between its words.
    """

    words: tuple[str, ...] = field(repr=False)
    kind: Kind
    role: str
    column: str
    row: int
    gap: str = field(default=r"[\W_]{1,3}", repr=False)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The words as they stand in folded text, no piece of a longer word or decimal.

        A number that a program took for one with decimals, ``104417.0``, is the number.
        """
        inner = self.gap.join(map(re.escape, self.words))
        return re.compile(rf"(?<![^\W_])(?<!\d\.){inner}(?![^\W_])(?!\.\d*[1-9])")


@dataclass(frozen=True)
class Combination:
    """Traits that few people have together: each value's words, found in one row or sentence."""

    values: tuple[tuple[str, ...], ...] = field(repr=False)
    role: str
    column: str
    row: int
    kind: Kind = "trait"


def needles(rows: PrivateRows, common: Collection[str]) -> Iterator[Needle | Combination]:
    """What to look for of one private input.

    So that no report is refused for its year or its county, what is short or usual is looked
    for only with something beside it:

    - an identifier: from `SHORTEST` letters and digits on, of digits alone from
      `SHORTEST_DIGITS` where `common` does not have the number; with and without what separates
      its parts, without the zeros it begins with, and with commas between thousands;
    - a name: given and family name, in either order, next to each other or joined, of `SHORTEST`
      letters together, without middle names and what follows a name (Jr.); the family name
      alone where it has as many and is no word of `common`;
    - a birth date: in some twenty spellings, all with day, month and year;
    - a rare value, one of fewer than `FEWEST` rows: words as a name alone, amounts with
      cents from `SHORTEST_AMOUNT` digits on;
    - a phrase: words as a name alone; of usual words too, from `SHORTEST_PHRASE` letters and
      digits on, unless `common` has the phrase as a whole;
    - traits that fewer than `FEWEST` rows have together: all of them in one row or sentence,
      two values and `SHORTEST_TRAITS` letters and digits at least.

    Parameters
    ----------
    common : collection of str
        Folded words that stand in reports anyhow: names of places, words of the program; and
        phrases that do, their words with one blank between them (:func:`phrases_in`).
    """
    yield from _identifiers(rows, common)
    yield from _names(rows, common)
    yield from _birth_dates(rows)
    yield from _rare(rows, common)
    yield from _phrases(rows, common)
    yield from _combinations(rows)


def _each(rows: PrivateRows, column: str) -> Iterator[tuple[int, str]]:
    """Row number and text of the first of each different value, empty ones left out."""
    values = rows.raw[column].dropna().astype("str").str.strip().drop_duplicates()
    for row, text in values.items():
        if text:
            yield int(str(row)) + rows.declared.first_row, text


def _telling(text: str) -> bool:
    """Whether an identifier is long enough to be looked for by itself."""
    return len(text) >= (SHORTEST_DIGITS if text.isdigit() else SHORTEST)


def _identifiers(rows: PrivateRows, common: Collection[str]) -> Iterator[Needle]:
    role = rows.declared.role
    for column in rows.columns_of("identifier"):
        for row, text in _each(rows, column):
            words = words_of(text)
            joined = "".join(words)
            number = joined.lstrip("0")
            if not _telling(joined) or {joined, number} & set(common):
                continue
            for spelled in {words, (joined,), (number,)}:
                if _telling("".join(spelled)):
                    yield Needle(spelled, "identifier", role, column, row, _GAPS["identifier"])
            if number.isdigit() and _telling(number):
                yield Needle(words_of(f"{int(number):,}"), "identifier", role, column, row, ",")


def _names(rows: PrivateRows, common: Collection[str]) -> Iterator[Needle]:
    columns, role = rows.columns_of("name"), rows.declared.role
    if not columns:
        return
    texts = rows.raw[columns].astype("str").where(rows.raw[columns].notna(), "")
    for row, parts in zip(texts.index, texts.itertuples(index=False, name=None), strict=True):
        number = int(row) + rows.declared.first_row
        first, family = _given_and_family(parts)
        given = {first, first[:1]}
        spellings = {(*one, *other) for one in given for other in (family, family[:1], family[-1:])}
        spellings |= {(*family, *one) for one in given}
        # As in an address of mail: only what is long enough to be no other word.
        joined = {("".join(each),) for each in spellings if len("".join(each)) >= SHORTEST_JOINED}
        spellings |= joined if first and family else set()
        for words in sorted(spellings):
            if (len(words) > 1 or words in joined) and sum(map(len, words)) >= SHORTEST:
                yield Needle(words, "name", role, columns[-1], number, _GAPS["name"])
        if _word_alone(family, common):
            yield Needle(family, "name", role, columns[-1], number, _GAPS["name"])


def _given_and_family(parts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of the given names and of the family name, without what only goes before or behind."""
    parts = tuple(part for part in parts if part.strip()) or ("",)
    if len(parts) > 1:
        return _named(" ".join(parts[:-1])), _named(parts[-1])
    family, comma, given = parts[0].partition(",")
    if comma and _named(given):
        return _named(given), _named(family)
    words = _named(parts[0])
    return words[:-1], words[-1:]


def _named(text: str) -> tuple[str, ...]:
    words = words_of(text)
    return tuple(word for word in words if word not in _BESIDE_NAMES) or words


def _word_alone(words: tuple[str, ...], common: Collection[str]) -> bool:
    """Whether words are long and unusual enough to be looked for by themselves."""
    letters = "".join(words)
    return len(letters) >= SHORTEST and not letters.isdigit() and not set(words) <= set(common)


_BESIDE_NAMES = frozenset("mr mrs ms miss dr prof rev jr sr ii iii iv esq phd md".split())


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


_SPELLINGS: tuple[Callable[[date], str], ...] = (
    lambda d: f"{d:%Y %m %d}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d:%m %d %Y}",
    lambda d: f"{d:%d %m %Y}",
    lambda d: f"{d:%m%d%Y}",
    lambda d: f"{d:%m %d %y}",
    lambda d: f"{d.year} {d.month} {d.day}",
    lambda d: f"{d.month} {d.day} {d.year}",
    lambda d: f"{d.day} {d.month} {d.year}",
    lambda d: f"{d:%B} {d.day} {d.year}",
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{d:%b} {d.day} {d.year}",
    lambda d: f"{d.day} {d:%b} {d.year}",
    lambda d: f"{d:%B %d %Y}",
    lambda d: f"{d:%d %b %Y}",
    lambda d: f"{d:%d%b%Y}",
    lambda d: f"{d.month} {d.day} {d:%y}",
    lambda d: f"{d:%d %m %y}",
    lambda d: f"{d:%d %b %y}",
    lambda d: f"{d:%d%b%y}",
    lambda d: f"{d:%B} {_ordinal(d.day)} {d.year}",
    lambda d: f"{_ordinal(d.day)} {d:%B} {d.year}",
    lambda d: f"{_ordinal(d.day)} of {d:%B} {d.year}",
)


def _birth_dates(rows: PrivateRows) -> Iterator[Needle]:
    for column, dates in rows.birth_dates.items():
        for row, born in dates.dropna().drop_duplicates().items():
            number = int(str(row)) + rows.declared.first_row
            for words in {words_of(spell(born.date())) for spell in _SPELLINGS}:
                # Numbers beside each other are no date: that takes a mark between them.
                gap = r"[-/.]" if all(map(str.isdigit, words)) else _GAPS["birth_date"]
                yield Needle(words, "birth_date", rows.declared.role, column, number, gap)
            # As programs write it into JSON: milliseconds since 1970.
            since = str(abs(int(born.timestamp() * 1000)))
            if len(since) >= SHORTEST_DIGITS:
                yield Needle((since,), "birth_date", rows.declared.role, column, number)


def _rare(rows: PrivateRows, common: Collection[str]) -> Iterator[Needle]:
    role = rows.declared.role
    for column in rows.columns_of("rare"):
        times = rows.raw[column].astype("str").str.strip().value_counts()
        for row, text in _each(rows, column):
            if times.get(text, 0) >= FEWEST:
                continue
            if amount := _amount(text):
                for words in amount:
                    yield Needle(words, "rare", role, column, row, _GAPS["amount"])
            elif _word_alone(words := words_of(text), common):
                yield Needle(words, "rare", role, column, row, _GAPS["rare"])


def _phrases(rows: PrivateRows, common: Collection[str]) -> Iterator[Needle]:
    for column in rows.columns_of("phrase"):
        for row, text in _each(rows, column):
            words = words_of(text)
            usual = len("".join(words)) < SHORTEST_PHRASE or " ".join(words) in common
            if _word_alone(words, common) or (len(words) > 1 and not usual):
                yield Needle(words, "phrase", rows.declared.role, column, row, _GAPS["phrase"])


def phrases_in(texts: Iterable[str], inputs: Iterable[PrivateRows]) -> set[str]:
    """The phrases of private inputs that stand in `texts` anyhow, folded."""
    plain = "".join(f" {' '.join(words_of(text))} " for text in texts)
    phrases = {
        " ".join(words_of(text))
        for rows in inputs
        for column in rows.columns_of("phrase")
        for _, text in _each(rows, column)
    }
    return {phrase for phrase in phrases if f" {phrase} " in plain}


def _amount(text: str) -> set[tuple[str, ...]]:
    """Spellings of an amount with cents; none for what is no amount or too short."""
    plain = text.replace(",", "").replace("$", "").strip()
    if not re.fullmatch(r"-?\d+\.\d{1,2}0*", plain):
        return set()
    cents = f"{abs(float(plain)):.2f}"
    if len(cents) - 1 < SHORTEST_AMOUNT:
        return set()
    grouped = f"{abs(float(plain)):,.2f}"
    spelled = {cents, grouped, cents.rstrip("0"), grouped.rstrip("0")}
    return {
        words for each in spelled if len(words := words_of(each)) > 1 and not each.endswith(".")
    }


def _combinations(rows: PrivateRows) -> Iterator[Combination]:
    columns = rows.columns_of("trait")
    if len(columns) < 2:
        return
    texts = rows.raw[columns].astype("str").where(rows.raw[columns].notna(), "")
    people = texts.groupby(columns, dropna=False)[columns[0]].transform("size")
    seen: pd.DataFrame = texts[people < FEWEST].drop_duplicates()
    for row, values in zip(seen.index, seen.itertuples(index=False, name=None), strict=True):
        told = tuple(words for value in values if (words := words_of(value)))
        if len(told) > 1 and sum(len("".join(words)) for words in told) >= SHORTEST_TRAITS:
            number = int(row) + rows.declared.first_row
            yield Combination(told, rows.declared.role, " + ".join(columns), number)

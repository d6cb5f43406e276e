"""Sentences computed from tables, each number in them a claim that can be followed.

A sentence is built from a template whose gaps are claims; a claim reads its
value from the table itself, so that prose cannot disagree with numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from html import escape
from string import Formatter
from typing import Any

import pandas as pd

from sectornb.errors import InputError, UnknownCodeError, examples


@dataclass(frozen=True)
class Claim:
    """A piece of a sentence that stands in a table: `text`, and where it comes from."""

    text: str
    table: str
    row: Mapping[str, str]
    column: str


CERTAINTIES = ("certain", "likely", "possible", "open")


@dataclass(frozen=True, repr=False)
class Sentence:
    """One sentence and the claims in it; the text of every claim occurs in the sentence.

    Parameters
    ----------
    text : str
        The sentence.
    claims : tuple of Claim
        Its pieces that stand in a table.
    certainty : str
        How sure it is, one of `CERTAINTIES`, or empty where that makes no sense:
        ``certain`` holds whatever is withheld, ``likely`` in most readings of the
        data, ``possible`` cannot be ruled out, ``open`` is what the data do not tell.
    because : str
        What of the data makes it less sure than its figures look, such as ``data
        approximated``; stands beside the certainty.

    Raises
    ------
    InputError
        If `certainty` is another word.
    """

    text: str
    claims: tuple[Claim, ...] = ()
    certainty: str = ""
    because: str = ""

    def __post_init__(self) -> None:
        if self.certainty and self.certainty not in CERTAINTIES:
            raise InputError(
                f"A sentence cannot be {self.certainty!r}; it is {', '.join(CERTAINTIES)}, or has "
                "no certainty at all."
            )

    def _repr_html_(self) -> str:
        return f'<p class="reading">{escape(self.text)}</p>'

    def __repr__(self) -> str:
        return self.text

    def record(self) -> dict[str, Any]:
        """The sentence as plain data, for the report's records."""
        said: dict[str, Any] = {"text": self.text, "claims": [asdict(c) for c in self.claims]}
        rated = {"certainty": self.certainty, "because": self.because}
        return said | {name: value for name, value in rated.items() if value}

    def __add__(self, more: Sentence | str) -> Sentence:
        """The sentence with a fragment behind it, and the claims of both; without a certainty."""
        return joined("", [self, Sentence(more) if isinstance(more, str) else more])

    def rated(self, certainty: str, because: str = "") -> Sentence:
        """The same sentence with another certainty, one of `CERTAINTIES` or empty, and its why."""
        return replace(self, certainty=certainty, because=because)


class Findings(list[Sentence]):
    """A list of sentences that shows itself as a list in a notebook and on a page."""

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(sentence.text)}</li>" for sentence in self)
        return f'<ul class="findings">{items}</ul>'

    def __repr__(self) -> str:
        return "\n".join(f"- {sentence.text}" for sentence in self)


class Speaker:
    """Reads claims out of named tables.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The tables of a report, by their declared names.
    keys : mapping of str to sequence of str
        Key columns of each table.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], keys: Mapping[str, Sequence[str]]
    ) -> None:
        self.tables = tables
        self.keys = keys

    def value(self, table: str, row: Mapping[str, str], column: str) -> Any:
        """The cell of `table` in the one row that `row` names.

        Raises
        ------
        UnknownCodeError
            If `row` is not the whole key, or no row or more than one has it.
        """
        frame = self.tables[table]
        if set(row) != set(self.keys[table]):
            raise UnknownCodeError(
                f"A claim on {table} names a row by {examples(row) or 'nothing'}; its key is "
                f"{examples(self.keys[table])}."
            )
        hit = pd.Series(True, index=frame.index)
        for name in self.keys[table]:
            hit &= frame[name].astype(str).eq(row[name])
        if hit.sum() != 1:
            raise UnknownCodeError(
                f"{int(hit.sum())} rows of {table} are {dict(row)}; a claim needs exactly one. "
                f"Keys are {examples(self.keys[table])}."
            )
        return frame.loc[hit, column].iloc[0]

    def claim(self, form: str, table: str, column: str, **row: str) -> Claim:
        """A claim whose text is the cell's value.

        Parameters
        ----------
        form : str
            How Python formats the value: ``,.0f``.  ``.1f%`` has a percent sign behind the
            number, ``|.1f|`` leaves out its minus, which the sentence says in words.
        table, column : str
            Where the cell stands.
        **row : str
            The whole key of its row.

        Raises
        ------
        UnknownCodeError
            As :meth:`value`.
        InputError
            If the cell is missing: a withheld figure cannot be spoken of as a number.
        """
        found = self.value(table, row, column)
        if pd.isna(found):
            raise InputError(
                f"{column} of {dict(row)} in {table} is missing, so no sentence can state it."
            )
        if form.startswith("|"):
            text = format(abs(found), form.strip("|"))
        elif form.endswith("f%"):
            text = format(found, form.removesuffix("%")) + "%"
        else:
            text = format(found, form)
        return Claim(text, table, dict(row), column)

    def told(
        self,
        table: str,
        row: pd.Series[Any] | Mapping[str, Any],
        template: str,
        **parts: Claim | Sentence | str,
    ) -> Sentence:
        """A sentence about one row, each gap a column with its format: ``{jobs:,.0f} jobs``.

        Parameters
        ----------
        table : str
            The table of the row.
        row : mapping or Series
            Holds the table's key.
        template : str
            The sentence, with formats as in :meth:`claim`.
        **parts : Claim, Sentence or str
            What fills further gaps, that no column of the row does.

        Raises
        ------
        UnknownCodeError, InputError
            As :meth:`claim`.
        """
        key = {name: str(row[name]) for name in self.keys[table]}
        columns = {
            gap: self.claim(form or "", table, gap, **key)
            for _, gap, form, _ in Formatter().parse(template)
            if gap is not None and gap not in parts
        }
        return sentence(template, **columns, **parts)

    def told_of_first(
        self,
        table: str,
        rows: pd.DataFrame,
        template: str,
        otherwise: str,
        **parts: Claim | Sentence | str,
    ) -> Sentence:
        """A sentence about the first of some rows of a table; the words `otherwise` of none.

        Raises
        ------
        UnknownCodeError, InputError
            As :meth:`claim`.
        """
        if rows.empty:
            return Sentence(otherwise)
        return self.told(table, rows.iloc[0], template, **parts)

    def number(self, one: str, many: str, table: str, column: str, **row: str) -> Sentence:
        """A count as a claim with its noun: ``1 county``, ``9 counties``.

        Raises
        ------
        UnknownCodeError, InputError
            As :meth:`claim`.
        """
        count = self.claim(",.0f", table, column, **row)
        return sentence("{count} {noun}", count=count, noun=one if count.text == "1" else many)


def sentence(template: str, **parts: Claim | Sentence | str) -> Sentence:
    """Fill the gaps of `template`: claims and fragments keep their origin, plain text has none.

    The claims of the result stand in the order of their gaps, so that of two equal
    numbers each leads to its own cell.
    """
    text, claims = "", list[Claim]()
    for literal, gap, _, _ in Formatter().parse(template):
        text += literal
        if gap is None:
            continue
        part = parts[gap]
        text += part if isinstance(part, str) else part.text
        if isinstance(part, Claim):
            claims.append(part)
        elif isinstance(part, Sentence):
            claims += part.claims
    return Sentence(text, tuple(claims))


def joined(separator: str, fragments: Sequence[Sentence]) -> Sentence:
    """Fragments in a row with `separator` between any two, and all their claims."""
    claims = tuple(claim for fragment in fragments for claim in fragment.claims)
    return Sentence(separator.join(fragment.text for fragment in fragments), claims)


def listed(fragments: Sequence[Sentence], conjunction: str = "and") -> Sentence:
    """Fragments joined to one enumeration: ``a, b and c``, with all their claims.

    A comma stands before the last where it would be taken for part of one of them, which
    holds the conjunction itself: ``a and b, and c``; ``a, b, and c and d``.
    """
    if len(fragments) < 2:
        return joined("", fragments)
    last = f" {conjunction} "
    if any(last in fragment.text for fragment in fragments[: None if fragments[2:] else 1]):
        last = "," + last
    return joined(last, [joined(", ", fragments[:-1]), fragments[-1]])


def claim_spans(text: str, pieces: Sequence[str]) -> list[tuple[int, int] | None]:
    """Where each of `pieces` stands in `text`: no two overlap, None for one that is not there.

    A piece is looked for behind the one before, then from the beginning; whole numbers
    go before parts of numbers, so that ``3`` is not found in ``13`` or in ``3.5``.
    """
    found: list[tuple[int, int] | None] = []
    after = 0

    def free(form: str) -> list[tuple[int, int]]:
        taken = [span for span in found if span]
        spans = [match.span() for match in re.finditer(form, text)]
        return [s for s in spans if all(s[1] <= first or last <= s[0] for first, last in taken)]

    for piece in pieces:
        exact = re.escape(piece)
        whole = rf"(?<![0-9A-Za-z])(?<![0-9][.,]){exact}(?![0-9A-Za-z])(?![.,][0-9])"
        places = (free(whole) or free(exact)) if piece else []
        span = min(places, key=lambda place: (place[0] < after, place[0]), default=None)
        found.append(span)
        after = span[1] if span else after
    return found


def refuted(claim: Mapping[str, Any], table: pd.DataFrame | None) -> str:
    """Why a claim of a record does not stand in its saved table; empty where it does.

    Parameters
    ----------
    claim : mapping
        ``text``, ``table``, ``row`` (its key) and ``column``.
    table : DataFrame or None
        The table as saved, every cell as text; None where there is none.
    """
    where = f"{claim['column']} of {' '.join(map(str, claim['row'].values()))} in {claim['table']}"
    if table is None or not {*claim["row"], claim["column"]} <= {*table.columns}:
        return f"there is no {where}"
    hit = pd.Series(True, index=table.index)
    for name, value in claim["row"].items():
        # A year of a column with gaps is saved as 2022.0, and 7.0 and 7 are one key.
        hit &= table[name].str.removesuffix(".0").eq(str(value).removesuffix(".0"))
    if hit.sum() != 1:
        return f"{int(hit.sum())} rows are {where}"
    cell, text = str(table.loc[hit, claim["column"]].iloc[0]), str(claim["text"])
    digits = text.rstrip("%").partition(".")[2]
    shown = pd.to_numeric(text.rstrip("%").replace(",", "").replace("+", ""), errors="coerce")
    number = pd.to_numeric(cell, errors="coerce")
    if pd.isna(shown) or pd.isna(number):
        said = {"no": "0", "none": "0"}.get(text, text)
        return "" if said == cell.removesuffix(".0") else f"{where} is {cell or 'empty'}"
    if text.endswith("%") and not str(claim["column"]).endswith("_pct"):
        number *= 100
    # Words such as "down" and "fewer" say the sign.
    apart = min(abs(shown - number), abs(shown + number))
    return "" if apart <= 0.5 * 10.0 ** -len(digits) * (1 + 1e-9) + 1e-9 else f"{where} is {cell}"


def unclaimed_numbers(told: Sentence) -> list[str]:
    """The numbers of a sentence that no claim covers, so that nobody can follow them.

    Years, percentages and digits within names count too: ``In 2022 there are 6.`` without
    a claim gives ``["2022", "6"]``.
    """
    rest = list(told.text)
    for span in claim_spans(told.text, [claim.text for claim in told.claims]):
        if span:
            rest[slice(*span)] = " " * (span[1] - span[0])
    return re.findall(r"[0-9]+(?:[.,][0-9]+)*", "".join(rest))

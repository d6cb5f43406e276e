"""One sheet of the toolkit while it is written, and what all of them share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from sectornb.show.sheet import HEAD_LOOK, LINE, for_paper, height

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEAD = 7
"""Row of the column heads, counted from 0; the rows before it hold title and choices."""
FIRST = HEAD + 1

ENDS = {"low": "at least", "high": "at most"}
PATTERNS = ("text", "line", "#,##0", "$#,##0", "0", "0.0", "0.00", "0.0%", "0.000%")


@dataclass(frozen=True)
class Step:
    """One sheet being written: its rows of industries begin at `FIRST`."""

    sheet: Worksheet
    look: Mapping[str, Format]
    last: int
    heads: dict[int, tuple[str, float]] = field(default_factory=dict)
    wrapped: dict[int, list[tuple[str, float]]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def choice(self, row: int, words: str, style: str = "plain") -> None:
        """Write the words of a row between title and heads."""
        self.sheet.write_string(row, 0, words, self.look[style])
        self.used.add(row)

    def column(
        self,
        place: int,
        head: str,
        values: Sequence[Any],
        form: str,
        width: float = 16,
        *,
        gray: Sequence[bool] | None = None,
    ) -> None:
        """Write one column; a value that is a pair is a formula and what it gives.

        `gray` says which cells rest on some of the counties only.
        """
        text = form in ("text", "line")
        self.sheet.write_string(HEAD, place, head, self.look["head" if text else "head number"])
        self.sheet.set_column(place, place, width)
        self.heads[place] = (head, width)
        for number, value in enumerate(values):
            row = FIRST + number
            style = self.look[f"{form} gray" if gray is not None and gray[number] else form]
            if isinstance(value, tuple):
                formula, cached = value
                shown = "" if _missing(cached) else cached
                self.sheet.write_formula(row, place, formula, style, shown)
            elif _missing(value):
                self.sheet.write_blank(row, place, None, style)
            elif text:
                self.sheet.write_string(row, place, str(value), style)
                if height([(str(value), width - 1)]) > LINE:
                    self.wrapped.setdefault(row, []).append((str(value), width - 1))
            else:
                self.sheet.write_number(row, place, float(value), style)

    def span(self, column: str) -> str:
        """The industries' cells in the column with this letter, as a fixed range."""
        return f"${column}${FIRST + 1}:${column}${self.last}"

    def mark_withheld(self, status: str) -> None:
        """Show rows in gray italics whose column with the letter `status` is withheld."""
        cell = f"${status}{FIRST + 1}"
        rule = f'=OR({cell}="withheld",{cell}="partly withheld")'
        self.sheet.conditional_format(
            FIRST,
            0,
            self.last - 1,
            max(self.heads),
            {"type": "formula", "criteria": rule, "format": self.look["withheld"]},
        )

    def finish(self) -> None:
        """Set what depends on all columns: the height of the heads, the paper."""
        self.sheet.set_row(HEAD, height(self.heads.values(), bold=True))
        for row, texts in self.wrapped.items():
            self.sheet.set_row(row, height(texts))
        for row in range(2, HEAD):
            # Every sheet has its industries in the same rows, for short formulas.
            if row not in self.used:
                self.sheet.set_row(row, 4)
        self.sheet.freeze_panes(FIRST, 2)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self.last}"})
        self.sheet.repeat_rows(HEAD)
        for_paper(self.sheet, [width for _, width in self.heads.values()], 2)


def places(rows: pd.DataFrame) -> range:
    """Row numbers of the industries as formulas count them, from 1."""
    return range(FIRST + 1, FIRST + 1 + len(rows))


def formulas(formula: str, rows: pd.DataFrame, results: Any) -> list[tuple[str, Any]]:
    """The formula in every row, ``{0}`` being its number, with the result to show first."""
    return [
        (formula.replace("{0}", str(place)), value)
        for place, value in zip(places(rows), plain(results), strict=True)
    ]


def partial(rows: pd.DataFrame, factor: str) -> list[bool]:
    """Which industries' figures of a factor rest on some of the counties only."""
    return (~rows[f"basis_{factor}"].isin(["complete", "none"])).to_list()


def plain(values: Any) -> list[Any]:
    """Values as a list, what is missing as None."""
    return [None if pd.isna(value) else value for value in values]


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or value == ""


def formats(book: Workbook) -> dict[str, Format]:
    """The cell formats of the toolkit's sheets, by name or number pattern."""
    choice = {"bg_color": "#FFF2CC", "border": 1, "bold": True}
    look = {
        "title": book.add_format({"bold": True, "font_size": 16, "font_color": "#123A54"}),
        "plain": book.add_format({}),
        "right": book.add_format({"align": "right"}),
        "bold": book.add_format({"bold": True}),
        "head": book.add_format({**HEAD_LOOK, "align": "left", "indent": 1}),
        "head number": book.add_format({**HEAD_LOOK, "align": "right"}),
        "choice": book.add_format({**choice, "num_format": "#,##0.##"}),
        "choice text": book.add_format(choice),
        "mark": book.add_format({"bg_color": "#CDE5D2", "font_color": "#10301A"}),
        "warn": book.add_format({"bg_color": "#FFD75E", "font_color": "#1B1B1B"}),
        "withheld": book.add_format({"italic": True, "font_color": "#595959"}),
    }
    for pattern in PATTERNS:
        form: dict[str, Any] = {"num_format": pattern, "valign": "top"}
        if pattern in ("text", "line"):
            wrap = pattern == "text"
            form |= {"num_format": "@", "indent": 1, "align": "left", "text_wrap": wrap}
        look[pattern] = book.add_format(form)
        look[f"{pattern} gray"] = book.add_format({**form, "italic": True, "font_color": "#595959"})
    return look

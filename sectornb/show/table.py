"""Tables for people: semantic HTML whose every cell can be linked to."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from sectornb.dictionary import (
    YES_NO,
    Column,
    Dictionary,
    Format,
    Word,
    dictionary,
    label_from_name,
)
from sectornb.errors import (
    DeclarationError,
    InputError,
    MissingColumnError,
    counted,
    examples,
    nearest,
)

# Sentences need a wider column than titles, or rows grow tall.
_LONG_TEXT = 60
NOT_AVAILABLE = "not available"
_DASH = f'<span role="img" aria-label="{NOT_AVAILABLE}">–</span>'
_NULL_NOTE = "– means not available: withheld or not published. It is never zero."
_UNITS_IN_THE_CELL = {"percent": {"percent", "%"}, "share": {"share", "percent", "%", "0 to 1"}}


@dataclass(frozen=True)
class HtmlTable:
    """A table ready to be displayed: `html` for pages, `summary` for a terminal."""

    html: str
    summary: str

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.summary}

    def __repr__(self) -> str:
        return self.summary


def cell_id(table: str, row: Mapping[str, object], column: str) -> str:
    """Address of one cell within a page: ``t-industry_factors-622-employment``.

    Two different cells never share an address: characters other than ASCII
    letters, digits, ``_`` and ``-`` are written as their code point between
    dots, and several key values are joined by ``~`` in the order of their names.

    Parameters
    ----------
    table : str
        Name of the table.
    row : mapping
        The row's key: column name to value.
    column : str
        Name of the column.
    """
    key = "~".join(_id_part(row[name]) for name in sorted(row))
    return f"t-{_id_part(table)}-{key}-{_id_part(column)}"


def _id_part(value: object) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", lambda match: f".{ord(match[0]):x}.", key_text(value))


def key_text(value: object) -> str:
    """A value of a key as text: 2022.0, from a column with gaps, is the year 2022."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def format_value(value: Any, column: Column) -> str | None:
    """One value as people read it, by the format of its column; None where it is null.

    Codes with a word in the data dictionary read as that word.

    Shares (0 to 1) and percents (0 to 100) both read as percent with one decimal;
    dollars carry cents only where the unit is per hour.

    Raises
    ------
    InputError
        If a number is called for and `value` is none.
    DeclarationError
        If the column identifies people.
    """
    if column.format == "identifier":
        raise DeclarationError(
            f"The column {column.label} identifies people, and is not shown. Leave it out."
        )
    if value is None or pd.isna(value):
        return None
    if not column.numeric:
        return column.word(value) or str(value)
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{value!r} stands where the data dictionary declares a number "
            f"({column.label}, {column.format}). Mend the column, or declare it as text."
        ) from error
    if math.isinf(number):
        return "unbounded"
    if column.format == "decimal" and (column.unit == "rank" or abs(number) >= 1000):
        # A rank is whole or half, and of thousands nobody reads hundredths.
        halves = column.unit == "rank" and number % 1
        shown = f"{abs(number):,.1f}" if halves else f"{abs(number):,.0f}"
        return shown if number >= 0 else f"−{shown}"
    if column.format == "decimal" and column.unit == "rating":
        # As it was given: 4, 3.5; a middle rating may lie between two halves.
        return f"{number:.2f}".rstrip("0").rstrip(".")
    text = {
        "integer": f"{abs(number):,.0f}",
        "decimal": f"{abs(number):,.2f}",
        "percent": f"{abs(number):,.1f}%",
        "share": f"{abs(number) * 100:,.1f}%",
        "usd": f"${abs(number):,.2f}" if "hour" in column.unit else f"${abs(number):,.0f}",
    }[column.format]
    rounds_to_zero = not re.search(r"[1-9]", text)
    return text if number >= 0 or rounds_to_zero else f"−{text}"


def html_table(
    frame: pd.DataFrame,
    name: str | None = None,
    columns: Sequence[str] | None = None,
    *,
    caption: str,
    notes: str | Sequence[str] | None = None,
    ranges: Mapping[str, str] | None = None,
    marks: Mapping[str, Sequence[str]] | None = None,
    addresses: Collection[str] | None = None,
    declared: Dictionary | None = None,
) -> HtmlTable:
    """A frame as an accessible table, with labels, units and formats of the dictionary.

    Parameters
    ----------
    frame : DataFrame
        The rows to show, in their order.  With `name`, it holds the table's key
        columns even where they are not shown.
    name : str, optional
        Name of the saved table that the rows come from.  Each cell then gets the
        address `cell_id`, so that a sentence can point to it.
    columns : sequence of str, optional
        Columns to show; all by default.  A code right before its title is shown
        after it: the first words name the row.
    caption : str
        What the table shows, in words.
    notes : str or sequence of str, optional
        Sentences to stand below the table.
    ranges : mapping, optional
        Column of a lower end to that of its upper end: one cell then holds both.
    marks : mapping, optional
        Column to what stands before the figure of each row, such as ``"at most "``.
    addresses : collection of str, optional
        Only these cells get their address; every cell by default.
    declared : Dictionary, optional
        Another data dictionary than the package's.

    Raises
    ------
    DeclarationError
        If `name`, or a column of a named table, is not declared, or the caption
        is empty.
    MissingColumnError
        If `frame` lacks a column to show or a key column.
    InputError
        If a key occurs twice, or text stands in a column of numbers.
    """
    declared = declared or dictionary()
    shown = list(frame.columns) if columns is None else list(columns)
    if not caption.strip():
        raise DeclarationError("A table needs a caption: say in words what its rows show.")
    ranges = ranges or {}
    absent = [column for column in [*shown, *ranges.values()] if column not in frame.columns]
    if absent or not shown:
        raise MissingColumnError(
            f"The table to show lacks the columns {examples(absent) or '(none were given)'}. "
            f"It has: {', '.join(map(str, frame.columns))}."
        )
    shown = _titles_first(shown, declared)
    described = [_describe(frame, column, name, declared) for column in shown]
    keys = [] if name is None else row_keys(frame, name, declared)

    highs = [frame[ranges[column]].tolist() if column in ranges else None for column in shown]
    for place, high in enumerate(highs):
        if high is not None:
            # "Jobs, at least" of a lower end is "Jobs" where the upper one stands beside it.
            label = described[place].label.removesuffix(", at least")
            described[place] = described[place].model_copy(update={"label": label})
    head = "".join(_header(column) for column in described)
    values = [frame[column].tolist() for column in shown]
    kinds = [_kind(column, found) for column, found in zip(described, values, strict=True)]
    mixed = [_mixes_codes(column, found) for column, found in zip(described, values, strict=True)]
    body, has_null = [], False
    for position, row in enumerate(zip(*values, strict=True)):
        cells = []
        for place, (value, column) in enumerate(zip(row, described, strict=True)):
            text = format_value(value, column)
            high = highs[place]
            if high is not None and text is not None:
                most = format_value(high[position], column)
                text = f"{text} or more" if most is None else text
                text = text if most in (None, text) else f"{text}–{most}"
            if text is not None and marks and shown[place] in marks:
                text = marks[shown[place]][position] + text
            has_null = has_null or text is None
            attributes = kinds[place]
            if column.numeric or text is None:
                # What a page sorts by: the value, not the text that is shown.
                attributes += f' data-sort="{"" if text is None else f"{float(value):.12g}"}"'
            elif mixed[place]:
                attributes += f' data-sort="_{escape(text)}"'
            if name is not None:
                address = cell_id(name, keys[position], shown[place])
                if addresses is None or address in addresses:
                    attributes += f' id="{address}"'
            tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
            content = _DASH if text is None else escape(text)
            cells.append(f"<{tag}{scope}{attributes}>{content}</{tag}>")
        body.append(f"<tr>{''.join(cells)}</tr>\n")
    if not body:
        return HtmlTable(
            f'<p class="table-note">{escape(caption)}: none.</p>\n', f"{caption}: none"
        )

    below = [notes] if isinstance(notes, str) else list(notes or [])
    below += [_NULL_NOTE] if has_null else []
    saved = f' data-table="{escape(name)}"' if name is not None else ""
    html = (
        # Wide tables scroll sideways, and what scrolls must be reachable by keyboard.
        f'<div class="table-wrap" tabindex="0" role="group" aria-label="{escape(caption)}"{saved}>'
        f'<table class="sortable n-last"><caption><span>{escape(caption)}</span></caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(body)}</tbody></table></div>\n"
        + "".join(f'<p class="table-note">{escape(note)}</p>\n' for note in below)
    )
    return HtmlTable(
        html, f"{caption} ({counted(len(frame), 'row')} × {counted(len(shown), 'column')})"
    )


def _kind(column: Column, values: Sequence[Any] = ()) -> str:
    if column.numeric:
        return ' class="n"'
    if column.format == "text" and any(len(str(value)) > _LONG_TEXT for value in values):
        return ' class="w"'
    return ' class="c"' if column.format in ("code", "boolean") else ""


def _header(column: Column) -> str:
    in_the_cell = column.unit in _UNITS_IN_THE_CELL.get(column.format, set())
    unit = "" if in_the_cell else column.unsaid_unit
    shown = f' <span class="unit">({escape(unit)})</span>' if unit else ""
    first = ' data-first="asc"' if column.unit == "rank" else ""
    return f'<th scope="col"{_kind(column)}{first}>{escape(column.label)}{shown}</th>'


def _titles_first(shown: list[str], declared: Dictionary) -> list[str]:
    kinds = [declared.columns[name].format if name in declared.columns else "" for name in shown]
    return [shown[1], shown[0], *shown[2:]] if kinds[:2] == ["code", "text"] else shown


def _mixes_codes(column: Column, values: list[Any]) -> bool:
    """Whether some codes read as numbers and others do not, which no sorting can order."""
    if column.format != "code":
        return False
    return len({str(value).isdecimal() for value in values if not pd.isna(value)}) > 1


def _describe(frame: pd.DataFrame, column: str, name: str | None, declared: Dictionary) -> Column:
    if column in declared.columns:
        return declared.columns[column]
    if name is not None:
        raise DeclarationError(
            f"Table {name}: column {column!r} is not in the data dictionary. Describe it under "
            f"columns in data/dictionary. {nearest(column, declared.columns)}"
        )
    kind: Format = "text"
    words: dict[str, Word] = {}
    if pd.api.types.is_bool_dtype(frame[column]):
        kind, words = "boolean", dictionary().codes[YES_NO].words
    elif pd.api.types.is_numeric_dtype(frame[column]):
        kind = "integer" if pd.api.types.is_integer_dtype(frame[column]) else "decimal"
    label = label_from_name(str(column))
    return Column(format=kind, meaning=label, label=label, words=words)


def row_keys(frame: pd.DataFrame, name: str, declared: Dictionary) -> list[dict[str, object]]:
    """The key of each row of a table, column to value.

    Raises
    ------
    MissingColumnError
        If the frame lacks a column of the key.
    InputError
        If a key occurs twice.
    """
    key = declared.table(name).key
    missing = [column for column in key if column not in frame.columns]
    if missing:
        raise MissingColumnError(
            f"Table {name}: its key columns {examples(missing)} are missing, so its cells have no "
            f"address. Pass the frame with them and choose what to show by columns=."
        )
    repeated = frame.duplicated(subset=key) if key else pd.Series([len(frame) > 1])
    if repeated.any():
        where = frame.loc[repeated, key].astype(str).agg("/".join, axis=1) if key else ["all rows"]
        raise InputError(
            f"Table {name}: the key {', '.join(key) or '(none)'} occurs more than once, "
            f"e.g. {examples(where)}. Each row needs its own; drop the repeats or mend the key."
        )
    columns = [frame[column].tolist() for column in key]
    return [dict(zip(key, values, strict=True)) for values in zip(*columns, strict=True)] or [
        {} for _ in range(len(frame))
    ]

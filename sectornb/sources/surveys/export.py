"""Who answered in an export, and in which columns; tests and earlier answers are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sectornb.errors import InputError, PrivateDataError, counted, examples, nearest, shortened
from sectornb.sources.surveys.grid import Grid, read_grid
from sectornb.sources.surveys.layouts import Column, Tool, tool_of

_TIMES = (
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%m/%d/%Y %H:%M:%S"),
    *("%m/%d/%Y %H:%M", "%m/%d/%y %H:%M:%S", "%m/%d/%y %H:%M", "%m/%d/%Y %I:%M:%S %p"),
    *("%m/%d/%y %I:%M:%S %p", "%Y/%m/%d %I:%M:%S %p", "%m/%d/%Y %I:%M %p"),
)
_ZONE = re.compile(r" (?:GMT|UTC|[A-Z]{2,4})?(?:[+-]\d{1,2}(?::?\d{2})?)?$")
_ROUNDED = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_EVENTS = ("redcap_event_name", "event name")
NOBODY = frozenset({"", "anonymous", "anonym"})
"""What a column says of somebody who is not told."""


@dataclass(frozen=True)
class Export:
    """An export of a survey tool, its answers apart from its heads.

    Attributes
    ----------
    path : Path
        The file.
    tool : Tool
        What wrote it.
    columns : tuple of Column
        All of them, in order.
    rows : tuple of tuple of str
        Rows of answers.
    numbers : tuple of int
        The number of each of these rows in the file.
    notes : tuple of str
        What was left out, and what is not certain.
    """

    path: Path
    tool: Tool
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    notes: tuple[str, ...] = ()

    @property
    def asked(self) -> list[Column]:
        """The columns that people answered."""
        return [column for column in self.columns if column.asked]

    def column(self, called: str) -> Column:
        """A column by its heading or the tool's own name for it, in capitals or not.

        Raises
        ------
        InputError
            If there is none, or two of that heading.
        """
        wanted = " ".join(called.split()).casefold()
        found = [each for each in self.columns if each.heading.casefold() == wanted]
        found = found or [each for each in self.columns if each.name.casefold() == wanted != ""]
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(
                f"{self.path} has {len(found)} columns {shortened(called)!r}, so that it is not "
                "clear which is meant. Give them different heads in the survey tool."
            )
        known = [each.heading for each in self.columns] + [each.name for each in self.columns]
        raise InputError(
            f"{self.path} has no column {shortened(called)!r}. "
            f"{shortened(nearest(called, filter(None, known)), 300)} The mapping file is of "
            "another export, or a question was changed since."
        )

    def cells(self, column: Column) -> list[str]:
        """What stands in a column, row by row."""
        return [row[column.place] for row in self.rows]

    def where(self, column: Column, places: Iterable[int]) -> str:
        """File, rows and column of some answers, for messages: never what stands there."""
        if self.tool.name == "form":
            return f"{self.path.name}, {column.heading}"
        rows = examples(self.numbers[place] for place in places)
        return f"{self.path.name} row {rows}, column {shortened(column.heading, 60)!r}"

    def events(self) -> tuple[Column, list[str]] | None:
        """The column of events of a file with several rows a person, and its events."""
        for column in self.columns:
            if not column.asked and column.heading.casefold() in _EVENTS:
                words = list(dict.fromkeys(filter(None, self.cells(column))))
                return (column, words) if len(words) > 1 else None
        return None

    def only(self, wanted: Mapping[str, str]) -> Export:
        """The rows in which each of the columns says what is wanted.

        Raises
        ------
        InputError
            If a column is not there, no row is left, or rows of several events are.
        """
        kept = list(range(len(self.rows)))
        for called, word in wanted.items():
            cells = self.cells(self.column(called))
            kept = [place for place in kept if cells[place].casefold() == word.casefold()]
        if wanted and not kept:
            raise InputError(
                f"{self.path} has no row in which {examples(map(repr, wanted))} says what the "
                "mapping file asks for under rows. Look which words the export has there."
            )
        left = self._of(kept)
        if events := left.events():
            column, words = events
            raise InputError(
                f"{self.path} has several rows a person, for the events {examples(words)}. Say in "
                f"the mapping file which are meant, under rows: {column.heading!r} and the event."
            )
        return left

    def _of(self, kept: list[int], *notes: str) -> Export:
        return replace(
            self,
            rows=tuple(self.rows[place] for place in kept),
            numbers=tuple(self.numbers[place] for place in kept),
            notes=(*self.notes, *notes),
        )


def read_export(path: Path) -> Export:
    """An export of a survey tool, recognized by its heads.

    Test answers and rows without any answer are left out, which the notes say.

    Raises
    ------
    InputError
        As :func:`~sectornb.sources.surveys.grid.read_grid`, and if there are no answers.
    """
    grid = read_grid(path)
    tool, heads = tool_of(grid)
    columns = _told_apart(grid, tool.columns(grid, heads), heads)
    if len(columns) < 2:
        raise InputError(
            f"{path} has one column, so it is no export of answers. Export the answers again, as "
            "CSV or as an Excel workbook (.xlsx)."
        )
    rows = list(enumerate(grid.rows, start=1))[heads:]
    export = Export(
        path,
        tool,
        tuple(columns),
        tuple(row for _, row in rows),
        tuple(number for number, _ in rows),
        grid.notes,
    )
    return _answered(export)


def _told_apart(grid: Grid, columns: list[Column], heads: int) -> list[Column]:
    """Columns with something in them, those of one heading numbered."""
    filled = [
        column
        for column in columns
        if column.heading or any(row[column.place] for row in grid.rows)
    ]
    times = Counter(column.heading.casefold() for column in filled if column.asked)
    seen: Counter[str] = Counter()
    found = []
    for column in filled:
        heading = column.heading or f"column {column.place + 1}"
        if column.asked and times[column.heading.casefold()] > 1:
            seen[heading.casefold()] += 1
            number = seen[heading.casefold()]
            heading = f"{heading} ({number})" if number > 1 else heading
            column = replace(column, doubled=True)
        found.append(replace(column, heading=heading))
    return found


def _own(export: Export, pattern: str) -> list[Column]:
    """The tool's own columns whose name or heading fits; of an empty pattern none."""
    return [
        column
        for column in export.columns
        if not column.asked
        and pattern
        and re.fullmatch(pattern, (column.name or column.heading).casefold())
    ]


def _answered(export: Export) -> Export:
    """Without tests and rows that answer nothing; with what to know of unfinished ones."""
    tool = export.tool
    asked = [column.place for column in export.asked]
    test = [(column, tool.test[1]) for column in _own(export, tool.test[0])]
    tests = [
        any(row[column.place].casefold() in words for column, words in test) for row in export.rows
    ]
    empty = [not any(row[place] for place in asked) for row in export.rows]
    kept = [place for place in range(len(tests)) if not tests[place] and not empty[place]]
    blank = sum(empty[place] and not tests[place] for place in range(len(tests)))
    notes = []
    if any(tests):
        notes.append(f"{counted(sum(tests), 'test answer was', 'test answers were')} left out.")
    if blank:
        notes.append(f"{counted(blank, 'row that answers', 'rows that answer')} nothing: left out.")
    if not kept:
        raise InputError(
            f"{export.path} ({tool.title}) has no answers below its heads. Export it again once "
            "somebody has answered, or name the right file."
        )
    left = export._of(kept, *notes)
    unfinished = sum(_is_partial(left, place) for place in range(len(left.rows)))
    if unfinished:
        told = counted(unfinished, "answer was", "answers were")
        left = left._of(list(range(len(left.rows))), f"{told} not finished, and kept.")
    return left


def _is_partial(export: Export, place: int) -> bool:
    pattern, words = export.tool.partial
    row = export.rows[place]
    return any(row[column.place].casefold() in words for column in _own(export, pattern))


def told_apart(export: Export, called: str = "") -> tuple[Export, list[str]]:
    """The last answer of everybody, and who each is.

    Parameters
    ----------
    called : str
        The column that tells people apart; by default the tool's own.  Where it has none, or
        it tells nobody, the number of the row does.

    Raises
    ------
    PrivateDataError
        If the column is empty in some row, or a spreadsheet rounded it; names rows.
    """
    people, notes = _people(export, called)
    last: dict[str, int] = {}
    for place, person in enumerate(people):
        before = last.get(person)
        if before is None or _finished(export, before, place):
            last[person] = place
    kept = sorted(last.values())
    if len(kept) < len(people):
        earlier = sorted(set(range(len(people))) - set(kept))
        rows = examples(export.numbers[place] for place in earlier)
        notes.append(
            f"{counted(len(earlier), 'earlier answer')} of somebody who answered again left out "
            f"(row {rows}): the one finished last is kept."
        )
    return export._of(kept, *notes), [people[place] for place in kept]


def _people(export: Export, called: str) -> tuple[list[str], list[str]]:
    notes: list[str] = []
    if called:
        column = export.column(called)
        cells = export.cells(column)
        lacking = [place for place, cell in enumerate(cells) if cell.casefold() in NOBODY]
        if lacking:
            raise _refused(export, column, lacking, "does not say who answered")
    else:
        own = _own_people(export)
        if own is None:
            return [f"row-{number}" for number in export.numbers], [
                "The export does not tell who answered, so people are called by the rows of the "
                "file and are not the same in two waves. If a question asks for a name or a code, "
                "name it under respondent in the mapping file."
            ]
        column, cells = own
    rounded = [place for place, cell in enumerate(cells) if _ROUNDED.fullmatch(cell)]
    if rounded:
        raise _refused(export, column, rounded, "was rounded by a spreadsheet (1.2E+11)")
    return [cell.casefold() if "@" in cell else " ".join(cell.split()) for cell in cells], notes


def _own_people(export: Export) -> tuple[Column, list[str]] | None:
    """The first of the tool's own columns that tells people apart in every row."""
    for name in export.tool.respondent:
        found = _own(export, re.escape(name)) if name else list(export.columns[:1])
        for column in found:
            cells = export.cells(column)
            if not any(cell.casefold() in NOBODY for cell in cells):
                return column, cells
    return None


def _refused(export: Export, column: Column, places: list[int], why: str) -> PrivateDataError:
    return PrivateDataError(
        f"{export.where(column, places)}: {why}. Correct it there; for an export, a mapping "
        "file can name another column under respondent."
    )


def _finished(export: Export, before: int, after: int) -> bool:
    """Whether `after` was finished, and no earlier than `before`; without times it is, lower."""
    done = [not _is_partial(export, place) for place in (before, after)]
    if done[0] != done[1]:
        return done[1]
    for column in _own(export, export.tool.finished):
        times = [_time(export.rows[place][column.place]) for place in (before, after)]
        if times[0] and times[1]:
            return times[0] <= times[1]
    return True


def _time(text: str) -> datetime | None:
    """A time as survey tools write it; month before day."""
    plain = text.strip()
    for words in (plain, _ZONE.sub("", plain)):
        for form in _TIMES:
            try:
                return datetime.strptime(words, form)
            except ValueError:
                continue
    return None

"""What the survey tools write around the answers: heads, columns of their own, test answers.

Each tool is known by the head of its export (as of 2024); a table with one row of heads that is
none of theirs is read as ``table``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from sectornb.sources.surveys.grid import Grid

_TAG = re.compile(r"<[^<>]*>")
_QUALTRICS = {
    *("startdate", "enddate", "status", "ipaddress", "progress", "finished", "recordeddate"),
    *("duration (in seconds)", "responseid", "responseset", "distributionchannel"),
    *("userlanguage", "recipientlastname", "recipientfirstname", "recipientemail", "name"),
    *("externaldatareference", "externalreference", "emailaddress", "locationlatitude"),
    *("locationlongitude", "locationaccuracy"),
}
_SURVEYMONKEY = {
    *("respondent id", "collector id", "start date", "end date", "date created", "date modified"),
    *("ip address", "email address", "first name", "last name", "custom data 1"),
}
_MICROSOFT = {
    *("id", "start time", "completion time", "email", "name", "last modified time", "language"),
    *("total points", "quiz feedback", "grade posted time"),
}
_REDCAP_LABELS = {
    *("event name", "repeat instrument", "repeat instance", "survey identifier", "complete?"),
    "data access group",
}
_PLAIN_HEADS = ("response", "open-ended response")
"""What SurveyMonkey writes under a question that has one column."""


@dataclass(frozen=True)
class Column:
    """A column of an export.

    Attributes
    ----------
    place : int
        Where it stands, from 0.
    heading : str
        Its question in one line; the second of one text is called ``... (2)``.
    name : str
        What the tool calls it, such as ``Q5_1``, or empty.
    asked : bool
        Whether people answered it; the others are the tool's own.
    part : str
        Of a question with several columns, which row or choice this one is.
    doubled : bool
        Whether another column has the same question.
    """

    place: int
    heading: str
    name: str = ""
    asked: bool = True
    part: str = ""
    doubled: bool = False


@dataclass(frozen=True)
class Tool:
    """A survey tool.

    Attributes
    ----------
    name, title : str
        In mapping files, and for people.
    heads : callable
        How many rows of heads a grid has that the tool wrote, 0 where it did not.
    columns : callable
        The columns of such a grid, by the number of its rows of heads.
    respondent : tuple of str
        Own columns that tell people apart, best first, in small letters; an empty one is the
        first column.
    finished : str
        Pattern of the own column that says when somebody finished.
    test, partial : tuple of str and frozenset of str
        Pattern of an own column, and what it says, in small letters, of answers that were
        given as a test, or were not finished.
    unseen : frozenset of str
        What the tool writes of a question that was shown and not answered; where it does, an
        empty cell is of a question that was not shown.
    recodes : bool
        Whether numbers in its export are codes, which need not be those of the scale.
    """

    name: str
    title: str
    heads: Callable[[Grid], int]
    columns: Callable[[Grid, int], list[Column]]
    respondent: tuple[str, ...] = ()
    finished: str = ""
    test: tuple[str, frozenset[str]] = ("", frozenset())
    partial: tuple[str, frozenset[str]] = ("", frozenset())
    unseen: frozenset[str] = frozenset()
    recodes: bool = False


def one_line(text: str) -> str:
    """A head in one line, without markup."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def tool_of(grid: Grid) -> tuple[Tool, int]:
    """The tool that wrote a grid, and how many rows of heads it has."""
    for tool in TOOLS:
        if heads := tool.heads(grid):
            return tool, heads
    return TABLE, 1


def _small(cells: tuple[str, ...]) -> list[str]:
    return [one_line(cell).casefold() for cell in cells]


def _google_heads(grid: Grid) -> int:
    return int(_small(grid.row(1))[:1] == ["timestamp"])


def _microsoft_heads(grid: Grid) -> int:
    heads = _small(grid.row(1))
    return int(heads[:1] == ["id"] and {"start time", "completion time"} <= set(heads))


def _qualtrics_own(grid: Grid) -> list[str]:
    """What Qualtrics calls its own columns, in small letters; empty for those of questions.

    A legacy export numbers them (V1, V2 ...) and has the names in its second row.
    """
    second = (*_small(grid.row(2)), *[""] * len(grid.row(1)))
    named = [
        below if re.fullmatch(r"v\d+", name) else name
        for name, below in zip(_small(grid.row(1)), second, strict=False)
    ]
    return [name if name in _QUALTRICS else "" for name in named]


def _qualtrics_heads(grid: Grid) -> int:
    """Three rows: names, questions, import ids; a legacy export, and a workbook, lack the last."""
    own = [place for place, name in enumerate(_qualtrics_own(grid)) if name]
    if len(own) < 3:
        return 0
    for number in (3, 2):
        cells = [cell.lstrip() for cell in grid.row(number)]
        if any(cell.startswith(('{"ImportId"', "{'ImportId'")) for cell in cells):
            return number
    # A row of questions repeats the tool's own names in words, where a row of answers has dates.
    second = grid.row(2)
    return 2 if second and not any(re.match(r"\d", second[place]) for place in own) else 1


def _surveymonkey_heads(grid: Grid) -> int:
    heads = _small(grid.row(1))
    if not {"respondent id", "collector id"} <= set(heads):
        return 0
    second = grid.row(2)
    return 2 if second and not second[heads.index("respondent id")] else 1


def _redcap_heads(grid: Grid) -> int:
    heads = _small(grid.row(1))
    marked = any(head.endswith("_complete") or head.startswith("redcap_") for head in heads)
    return int(marked or "complete?" in heads)


def _one_row(own: Callable[[str, int], bool]) -> Callable[[Grid, int], list[Column]]:
    """Columns of an export with one row of heads; `own` says which are the tool's."""

    def columns(grid: Grid, heads: int) -> list[Column]:
        found = []
        for place, cell in enumerate(grid.row(heads)):
            heading = one_line(cell)
            within = re.search(r"\[([^\[\]]+)\]$", heading)
            part = within[1].strip() if within else ""
            asked = not own(heading.casefold(), place)
            found.append(Column(place, heading, asked=asked, part=part))
        return found

    return columns


def _redcap_columns(grid: Grid, heads: int) -> list[Column]:
    found = []
    for place, cell in enumerate(grid.row(heads)):
        heading = one_line(cell)
        small = heading.casefold()
        own = place == 0 or small in _REDCAP_LABELS or small.startswith("redcap_")
        own = own or small.endswith(("_complete", "_timestamp")) or small == "survey timestamp"
        choice = re.search(r"\(choice=(.*)\)$", heading)
        coded = re.search(r"___(\w+)$", heading)
        part = choice[1].strip() if choice else coded[1] if coded else ""
        raw = heading if re.fullmatch(r"[a-z][a-z0-9_]*", heading) else ""
        found.append(Column(place, heading, raw, not own, part))
    return found


def _qualtrics_columns(grid: Grid, heads: int) -> list[Column]:
    found = []
    texts = grid.row(2) if heads > 1 else grid.row(1)
    named = zip(grid.row(1), _qualtrics_own(grid), texts, strict=True)
    for place, (cell, own, text) in enumerate(named):
        name, heading = own or one_line(cell), one_line(text)
        order = re.search(r"_DO(_|$)|_(First Click|Last Click|Page Submit|Click Count)$", name)
        part = heading.rpartition(" - ")[2] if " - " in heading else ""
        found.append(Column(place, heading or name, name, not own and not order, part))
    return found


def _surveymonkey_columns(grid: Grid, heads: int) -> list[Column]:
    found: list[Column] = []
    question, own = "", False
    under = grid.row(2) if heads > 1 else ("",) * len(grid.row(1))
    for place, (cell, below) in enumerate(zip(grid.row(1), under, strict=True)):
        if head := one_line(cell):
            # The tool's own columns stand in front; a question of the same words comes later.
            own = head.casefold() in _SURVEYMONKEY and not any(each.asked for each in found)
            question = head
        part = one_line(below)
        part = "" if part.casefold() in _PLAIN_HEADS else part
        found.append(Column(place, f"{question} - {part}" if part else question, "", not own, part))
    return found


def _is_microsofts(heading: str, place: int) -> bool:
    own = heading in _MICROSOFT and place < len(_MICROSOFT)
    return own or heading.startswith(("points - ", "feedback - "))


def _is_googles(heading: str, place: int) -> bool:
    return place == 0 or (place < 4 and heading in ("email address", "username", "score"))


def _is_nobodys(heading: str, place: int) -> bool:
    return False


_TEST = frozenset({"1", "2", "8", "survey preview", "survey test", "spam"})
TABLE = Tool("table", "a table", lambda grid: 1, _one_row(_is_nobodys))
TOOLS = (
    Tool(
        "qualtrics",
        "Qualtrics",
        _qualtrics_heads,
        _qualtrics_columns,
        respondent=(
            *("recipientemail", "emailaddress", "externalreference", "externaldatareference"),
            "responseid",
        ),
        finished="enddate|recordeddate",
        test=("status", _TEST),
        partial=("finished", frozenset({"0", "false"})),
        unseen=frozenset({"-99"}),
        recodes=True,
    ),
    Tool(
        "surveymonkey",
        "SurveyMonkey",
        _surveymonkey_heads,
        _surveymonkey_columns,
        respondent=("respondent id",),
        finished="end date|date modified",
    ),
    Tool(
        "microsoft-forms",
        "Microsoft Forms",
        _microsoft_heads,
        _one_row(_is_microsofts),
        respondent=("email", "id"),
        finished="completion time",
    ),
    Tool(
        "google-forms",
        "Google Forms",
        _google_heads,
        _one_row(_is_googles),
        respondent=("email address", "username"),
        finished="timestamp",
    ),
    Tool(
        "redcap",
        "REDCap",
        _redcap_heads,
        _redcap_columns,
        respondent=("redcap_survey_identifier", "survey identifier", ""),
        finished=r".*_timestamp|survey timestamp",
        partial=(r".*_complete|complete\?", frozenset({"0", "incomplete"})),
        recodes=True,
    ),
    TABLE,
)

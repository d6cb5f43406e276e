"""What a report and its new run have in common: tables, words, pictures, pages, cells."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, JsonValue, ValidationError

from sectornb.dictionary import dictionary
from sectornb.errors import SectornbError, counted
from sectornb.report.saved_table import saved_text
from sectornb.sources.holding import file_sha256

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Verdict = Literal["reproduced", "differs", "cannot"]
THE_REPORT, ANEW = "the report", "the new run"
SPOKEN = ("answer", "findings", "notes", "limits", "next_steps")
_SAID = (*SPOKEN, "request", "what_if", "period")
NAMED = 3
_LARGEST_RECORD = 64 * 1024 * 1024
_TAG = re.compile(r"<[^>]+>")
_SENTENCE = re.compile(r'<(?:li|p class="answer")>(.*?)</(?:li|p)>', re.DOTALL)
_BADGE = re.compile(r'<span class="badge.*?</span>.*?</span>', re.DOTALL)
# What a new run cannot know (the analyst's own notes, which results were kept), and which
# versions made it, which is an item of its own.
_OF_THE_DAY = re.compile(
    r'<section class="analyst".*?</section>|<li><a href="#page-analyst">.*?</li>'
    r'|<p class="kept">.*?</p>|<p>Made with .*?</p>|(?m:^library = .*$)',
    re.DOTALL,
)


class _Claim(BaseModel):
    text: str
    table: str
    row: dict[str, str]
    column: str


class _Said(BaseModel):
    text: str
    claims: list[_Claim] = []


class _Source(BaseModel):
    source: str
    vintage: str
    table: str
    part: str


class _Record(BaseModel):
    """A workbook's record, as far as it is looked into."""

    parameters: dict[str, JsonValue]
    sources: list[_Source]
    answer: list[_Said | str] = []
    findings: list[_Said | str] = []
    notes: list[_Said | str] = []
    limits: list[_Said | str] = []
    next_steps: list[_Said | str] = []


@dataclass(frozen=True)
class Item:
    """One thing that was verified.

    Attributes
    ----------
    kind : str
        What kind of thing, such as ``table``.
    name : str
        Which.
    verdict : str
        ``reproduced``, ``differs`` or ``cannot``.
    told : str
        What differs, or why it cannot be told; empty where it was reproduced.
    """

    kind: str
    name: str
    verdict: Verdict = "reproduced"
    told: str = ""


def compared(report: Path, again: Path, able: Sequence[str]) -> Iterator[Item]:
    """Everything of a report beside the same of a new run, of some workbooks.

    Parameters
    ----------
    report, again : Path
        Folders of the report and of the new run.
    able : sequence of str
        The workbooks that were run.
    """
    for kind, folder in (("tables", "tables"), ("own tables", "analyst")):
        if (report / folder).is_dir():
            yield from _tables(report / folder, again / folder, kind, able)
    for workbook in able:
        yield from _said_again(report, again, workbook)
    yield from _figures(report, again, able)
    for name in sorted({page.name for folder in (report, again) for page in folder.glob("*.html")}):
        if name.startswith(("index.html", *able)):
            yield _page(report, again, name)
    yield _spreadsheet(report, again)


def _tables(report: Path, again: Path, kind: str, able: Sequence[str]) -> Iterator[Item]:
    from sectornb.report.differences import table_difference

    declared = dictionary().tables
    names = {path.name for folder in (report, again) for path in folder.glob("*.csv")}
    for name in sorted(names):
        table, ours, theirs = declared.get(name.removesuffix(".csv")), report / name, again / name
        if table is not None and table.workbook not in able:
            continue
        if not ours.is_file() or not theirs.is_file() or table is None:
            told = "the report does not have it" if theirs.is_file() else "no workbook makes it"
            yield Item(kind, name, "differs", told)
        elif file_sha256(ours) == file_sha256(theirs):
            yield Item(kind, name)
        else:
            try:
                before, after = saved_text(ours), saved_text(theirs)
                told = "; ".join(
                    table_difference(name, before, after, table.key).told(THE_REPORT, ANEW)
                )
                yield Item(kind, name, "differs" if told else "reproduced", told)
            except (SectornbError, KeyError, ValueError) as error:
                yield Item(kind, name, "differs", f"it cannot be read any more ({error})")


def _said_again(report: Path, again: Path, workbook: str) -> Iterator[Item]:
    """The words of the record, by what they are."""
    ours, theirs = saved_record(report, workbook), saved_record(again, workbook)
    assert isinstance(ours, dict) and isinstance(theirs, dict)
    for part in _SAID:
        if part not in theirs and part not in ours:
            continue
        saved, new = ours.get(part), theirs.get(part)
        told = "" if saved == new else _other_words(saved, new)
        yield Item("words", f"{workbook}, {part}", "differs" if told else "reproduced", told)


def _other_words(saved: object, new: object) -> str:
    before, after = _texts(saved), _texts(new)
    matched = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    told = [
        f"{THE_REPORT} says {' '.join(before[a:b])!r}, {ANEW} {' '.join(after[c:d])!r}"
        for tag, a, b, c, d in matched
        if tag != "equal"
    ]
    return "; ".join(told[:NAMED]) or "what its numbers are taken from differs"


def _texts(said: object) -> list[str]:
    parts = said if isinstance(said, list) else [said]
    return [
        str(each["text"]) if isinstance(each, dict) and "text" in each else str(each)
        for each in parts
    ]


def _figures(report: Path, again: Path, able: Sequence[str]) -> Iterator[Item]:
    folders = (report / "figures", again / "figures")
    names = {path.name for folder in folders for path in folder.glob("*")}
    for name in sorted(names):
        if not name.startswith(tuple(f"{workbook}-" for workbook in able)):
            continue
        ours, theirs = (folder / name for folder in folders)
        if not ours.is_file() or not theirs.is_file():
            told = "the report does not have it" if theirs.is_file() else "no workbook draws it"
            yield Item("figures", name, "differs", told)
        elif ours.read_bytes() != theirs.read_bytes():
            sums = (
                f"{file_sha256(ours)[:12]}… in {THE_REPORT}, {file_sha256(theirs)[:12]}… in {ANEW}"
            )
            yield Item("figures", name, "differs", f"another picture: SHA-256 {sums}")
        else:
            yield Item("figures", name)


def _page(report: Path, again: Path, name: str) -> Item:
    if not (report / name).is_file() or not (again / name).is_file():
        told = "it is missing" if (again / name).is_file() else "no workbook makes it"
        return Item("pages", name, "differs", told)
    before, after = (
        _OF_THE_DAY.sub("", (folder / name).read_text("utf-8", "replace"))
        for folder in (report, again)
    )
    if before == after:
        return Item("pages", name)
    ours, theirs = (
        [plain(_TAG.sub(" ", line)) for line in text.splitlines()] for text in (before, after)
    )
    told = _other_words([line for line in ours if line], [line for line in theirs if line])
    return Item("pages", name, "differs", told[:2_000])


def _spreadsheet(report: Path, again: Path) -> Item:
    (theirs,) = again.glob("*.xlsx")
    ours = report / theirs.name
    if not ours.is_file():
        return Item("spreadsheet", theirs.name, "differs", "it is missing")
    if file_sha256(ours) == file_sha256(theirs):
        return Item("spreadsheet", theirs.name)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        saved, new = (CalamineWorkbook.from_path(path) for path in (ours, theirs))
        cells = [dict(_cells(book)) for book in (saved, new)]
    except (CalamineError, OSError, ValueError) as error:
        return Item("spreadsheet", theirs.name, "differs", f"it cannot be read ({error})")
    other = [
        place for place in {**cells[0], **cells[1]} if cells[0].get(place) != cells[1].get(place)
    ]
    told = [
        f"{sheet} {column}{row}: {cells[0].get((sheet, row, column), 'empty')} in {THE_REPORT}, "
        f"{cells[1].get((sheet, row, column), 'empty')} in {ANEW}"
        for sheet, row, column in other[:NAMED]
    ]
    said = (
        f"{counted(len(other), 'cell differs', 'cells differ')} ({'; '.join(told)})"
        if other
        else ""
    )
    return Item(
        "spreadsheet", theirs.name, "differs", said or "its cells are equal, its bytes are not"
    )


def _cells(book: CalamineWorkbook) -> Iterator[tuple[tuple[str, int, str], object]]:
    """Every cell of a spreadsheet that is not empty, by sheet, row and column."""
    from xlsxwriter.utility import xl_col_to_name

    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values):
                if value != "":
                    yield (sheet, row, xl_col_to_name(column)), value


def saved_record(report: Path, workbook: str) -> dict[str, Any] | str:
    """The record of a workbook, or why it cannot be read."""
    path = report / "records" / f"{workbook}.json"
    try:
        if path.stat().st_size > _LARGEST_RECORD:
            return f"{path} is larger than any record"
        record: dict[str, Any] = json.loads(path.read_text("utf-8"))
        _Record.model_validate(record)
    except FileNotFoundError:
        return f"{path} is missing"
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        return f"{path} is not as a run writes it ({where or 'as a whole'})"
    except (OSError, ValueError, RecursionError) as error:
        return f"{path} cannot be read ({error})"
    return record


def sentences_of(page: Path) -> set[str]:
    """The sentences of a page, in its answer and its lists; none where there is no page."""
    text = page.read_text("utf-8", "replace") if page.is_file() else ""
    return {plain(_TAG.sub("", _BADGE.sub("", said))) for said in _SENTENCE.findall(text)}


def plain(text: str) -> str:
    """Text as a reader sees it: characters for their codes, one blank for any white space."""
    return " ".join(html.unescape(text).split())

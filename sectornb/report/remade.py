"""What a report and its new run have in common: tables, words, pictures, pages, cells."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from markupsafe import escape
from pydantic import BaseModel, JsonValue, ValidationError

from sectornb.dictionary import dictionary
from sectornb.errors import InputError, SectornbError, counted, examples
from sectornb.report.manifest import Manifest
from sectornb.report.remainder import Item, made_by, remaining
from sectornb.report.report import LEFT_OUT, NOT_ASKED
from sectornb.report.saved_table import saved_text
from sectornb.report.wording import (
    ANEW,
    NAMED,
    THE_REPORT,
    apart,
    lines_of,
    other_words,
    page_text,
    plain,
    read_lines,
    same_everywhere,
    without_notes,
)
from sectornb.sources.holding import file_sha256
from sectornb.sources.sheets import opened_workbook
from sectornb.workbooks import workbooks

SPOKEN = ("answer", "findings", "notes", "limits", "next_steps")
# Compared as choices and inputs before anything is run.
_TOLD_BEFORE = ("parameters", "sources")
_LARGEST_RECORD = 64 * 1024 * 1024
_FORMULA = re.compile(rb"""<c r="([A-Z]{1,3}[0-9]{1,7})"[^<>]*>\s*<f[^<>]*?(?:/>|>([^<>]*)</f>)""")
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")


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
    sha256: str
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


def compared(
    report: Path, again: Path, manifest: Manifest, without: Sequence[str] = ()
) -> Iterator[Item]:
    """Everything of a report beside the same of a new run.

    Parameters
    ----------
    report, again : Path
        Folders of the report and of the new run.
    manifest : Manifest
        That of the report.
    without : sequence of str
        The workbooks that could not be run; nothing is said of what they alone make.
    """
    items: list[Item] = []
    for kind, folder in (("tables", "tables"), ("own tables", "analyst")):
        # What is the analyst's alone is not passed on.
        if folder == "tables" or (report / folder).is_dir():
            items += _tables(report / folder, again / folder, kind, without)
    for workbook in manifest.parameters:
        if workbook not in without:
            items += _said_again(report, again, workbook)
    items += _figures(report, again, without)
    for name in sorted({page.name for folder in (report, again) for page in folder.glob("*.html")}):
        if name == "index.html" and without:
            items.append(Item("pages", name, "cannot", f"not without {examples(without)}"))
        elif not made_by(name, without):
            items.append(_page(report, again, name, manifest))
    for name in sorted({path.name for folder in (report, again) for path in folder.glob("*.xlsx")}):
        if (again / name).is_file() and not made_by(name, without):
            items.append(_spreadsheet(report, again, name, without))
    yield from items
    bad = {item.name for item in items if item.verdict != "reproduced"}
    yield from remaining(report, again, without, bad)


def _tables(report: Path, again: Path, kind: str, without: Sequence[str]) -> Iterator[Item]:
    from sectornb.report.differences import refuse_other_key, row_texts, table_difference

    declared = dictionary().tables
    names = {path.name for folder in (report, again) for path in folder.glob("*.csv")}
    for name in sorted(names):
        table, ours, theirs = declared.get(name.removesuffix(".csv")), report / name, again / name
        if table is not None and table.workbook in without:
            continue
        if not ours.is_file() or not theirs.is_file() or table is None:
            told = "the report does not have it" if theirs.is_file() else "no workbook makes it"
            yield Item(kind, name, "differs", told)
        elif file_sha256(ours) == file_sha256(theirs):
            yield Item(kind, name)
        else:
            try:
                before, after = saved_text(ours), saved_text(theirs)
                refuse_other_key(before, table.key, "it")
                told = "; ".join(
                    table_difference(name, before, after, table.key).told(THE_REPORT, ANEW)
                )
                if not told and list(before.columns) != list(after.columns):
                    told = "its columns stand in another order"
                if not told and row_texts(before, table.key) != row_texts(after, table.key):
                    told = "its rows stand in another order"
                yield Item(kind, name, "differs" if told else "reproduced", told)
            except (SectornbError, KeyError, ValueError) as error:
                yield Item(kind, name, "differs", f"it cannot be compared: {error}")


def _said_again(report: Path, again: Path, workbook: str) -> Iterator[Item]:
    """The words of the record, by what they are."""
    ours, theirs = saved_record(report, workbook), saved_record(again, workbook)
    assert isinstance(ours, dict) and isinstance(theirs, dict)
    for part in sorted({*ours, *theirs} - {*_TOLD_BEFORE}):
        saved, new = ours.get(part), theirs.get(part)
        told = ""
        if saved != new:
            told = other_words(_texts(saved), _texts(new))
            told = told or "what its numbers are taken from differs"
        yield Item("words", f"{workbook}, {part}", "differs" if told else "reproduced", told)


def _texts(said: object) -> list[str]:
    """Sentences as they read, all else of a record line by line."""
    if isinstance(said, list) and all(isinstance(each, str) or "text" in each for each in said):
        return [each if isinstance(each, str) else str(each["text"]) for each in said]
    if isinstance(said, str):
        return [said]
    return json.dumps(said, indent=0, ensure_ascii=False, sort_keys=True).splitlines()


def _figures(report: Path, again: Path, without: Sequence[str]) -> Iterator[Item]:
    folders = (report / "figures", again / "figures")
    names = {path.name for folder in folders for path in folder.glob("*")}
    for name in sorted(names):
        if made_by(name, without):
            continue
        ours, theirs = (folder / name for folder in folders)
        if not ours.is_file() or not theirs.is_file():
            told = "the report does not have it" if theirs.is_file() else "no workbook draws it"
            yield Item("figures", name, "differs", told)
        elif (saved := file_sha256(ours)) != (new := file_sha256(theirs)):
            sums = f"{saved[:12]}… in {THE_REPORT}, {new[:12]}… in {ANEW}"
            yield Item("figures", name, "differs", f"another picture: SHA-256 {sums}")
        else:
            yield Item("figures", name)


def _page(report: Path, again: Path, name: str, manifest: Manifest) -> Item:
    if not (again / name).is_file():
        return Item("pages", name, "differs", "no workbook makes it")
    try:
        saved = without_notes(page_text(report / name), manifest)
    except InputError as error:
        return Item("pages", name, "differs", str(error))
    new = page_text(again / name)
    for workbook, told in manifest.absent.items():
        if told == LEFT_OUT and workbook in workbooks():
            # The new run does not know what was left out from what was not asked.
            saved = saved.replace(escape(told), escape(NOT_ASKED), 1)
    before, after = (lines_of(same_everywhere(text, ".html")) for text in (saved, new))
    if before == after:
        return Item("pages", name)
    saved_lines, new_lines = apart(before, after)
    told = other_words(read_lines(saved_lines), read_lines(new_lines))
    told = told or f"other markup: {other_words(saved_lines, new_lines)}"
    return Item("pages", name, "differs", told)


def _spreadsheet(report: Path, again: Path, name: str, without: Sequence[str]) -> Item:
    ours, theirs = report / name, again / name
    if not ours.is_file():
        return Item("spreadsheet", theirs.name, "differs", "it is missing")
    if without:
        return Item("spreadsheet", theirs.name, "cannot", f"not without {examples(without)}")
    if file_sha256(ours) == file_sha256(theirs):
        return Item("spreadsheet", theirs.name)
    try:
        cells = [dict(_cells(path)) for path in (ours, theirs)]
    except InputError as error:
        return Item("spreadsheet", theirs.name, "differs", f"it cannot be compared: {error}")
    other = [
        place for place in {**cells[0], **cells[1]} if cells[0].get(place) != cells[1].get(place)
    ]
    emptied = [place for place in other if place not in cells[0] and _formula(place) in cells[0]]
    other = [place for place in other if place not in emptied]
    told = [
        f"{sheet} {cell}: {cells[0].get((sheet, cell), 'empty')} in {THE_REPORT}, "
        f"{cells[1].get((sheet, cell), 'empty')} in {ANEW}"
        for sheet, cell in other[:NAMED]
    ]
    said = (
        f"{counted(len(other), 'cell differs', 'cells differ')} ({'; '.join(told)})"
        if other
        else "its cells and formulas are equal, its bytes are not: another program saved it, or "
        "its looks, charts or links were changed"
    )
    if emptied:
        lost = counted(len(emptied), "formula has", "formulas have")
        said += f"; {lost} no saved result any more, as where another program saved it"
    return Item("spreadsheet", theirs.name, "differs", said)


def _formula(place: tuple[str, str]) -> tuple[str, str]:
    """Where :func:`_cells` has the formula of a cell."""
    return (f"{place[0]} formula", place[1])


def _cells(path: Path) -> Iterator[tuple[tuple[str, str], object]]:
    """Every cell of a spreadsheet that is not empty, by sheet and place; a formula as such."""
    from xlsxwriter.utility import xl_col_to_name

    with opened_workbook(path) as book, zipfile.ZipFile(path) as archive:
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            for row, values in enumerate(rows, start=1):
                for column, value in enumerate(values):
                    if value != "":
                        yield (sheet, f"{xl_col_to_name(column)}{row}"), value
        parts = sorted(
            int(found[1]) for found in map(_SHEET.fullmatch, archive.namelist()) if found
        )
        for number, sheet in zip(parts, book.sheet_names, strict=False):
            text = archive.read(f"xl/worksheets/sheet{number}.xml")
            for cell, formula in _FORMULA.findall(text):
                told = plain(formula.decode("utf-8", "replace"))
                yield (f"{sheet} formula", cell.decode()), told


def saved_record(report: Path, workbook: str) -> dict[str, Any] | str:
    """The record of a workbook, or why it cannot be read."""
    path = report / "records" / f"{workbook}.json"
    try:
        if path.exists() and not path.is_file():
            return f"{path} is no file"
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

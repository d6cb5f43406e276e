"""Whether a report can be made again: its workbooks run anew, and everything compared.

Nothing that a report brings along is ever run: parameters and inputs are read from it as
data, and the notebooks that are executed are this package's own.
"""

from __future__ import annotations

import html
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml

from sectornb import NUMBERS_VERSION
from sectornb.contract import Place
from sectornb.dictionary import dictionary
from sectornb.errors import InputError, SectornbError, counted, examples
from sectornb.report.manifest import MANIFEST, SUMS, Manifest, read_manifest, read_sums, versions
from sectornb.report.region_file import Region, parse_region
from sectornb.report.saved_table import LARGEST, saved_text
from sectornb.show.sentence import refuted
from sectornb.sources.excerpt import excerpt
from sectornb.sources.holding import Holding, file_sha256
from sectornb.sources.library import open_library
from sectornb.workbooks import workbooks

if TYPE_CHECKING:
    import pandas as pd
    from python_calamine import CalamineWorkbook

Verdict = Literal["reproduced", "differs", "cannot"]
Tell = Callable[[str], None]
THE_REPORT, ANEW = "the report", "the new run"
SPOKEN = ("answer", "findings", "notes", "limits", "next_steps")
_SAID = (*SPOKEN, "request", "what_if", "period")
NAMED = 3
_LARGEST_RECORD = 64 * 1024 * 1024
_TAG = re.compile(r"<[^>]+>")
# What a new run cannot know (the analyst's own notes, which results were kept), and which
# versions made it, which is an item of its own.
_OF_THE_DAY = re.compile(
    r'<section class="analyst".*?</section>|<li><a href="#page-analyst">.*?</li>'
    r'|<p class="kept">.*?</p>|<p>Made with .*?</p>|(?m:^library = .*$)',
    re.DOTALL,
)


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


def verify(
    report: Path,
    *,
    library: str | None = None,
    quick: bool = False,
    tell: Tell = lambda line: None,
    progress: bool = False,
) -> list[Item]:
    """Compare a report with what its own manifest gives when everything is run again.

    Parameters
    ----------
    report : Path
        The folder of the report.
    library : str, optional
        Where its input files are; by default where the run that made it found them.
    quick : bool
        Run nothing: compare the bytes of every file with the list of their sums, each number
        of a sentence with its cell, and each sentence with its page.
    tell, progress
        As for :func:`~sectornb.report.run.run_region`.

    Returns
    -------
    list of Item
        All that was compared, in the order of the report.

    Raises
    ------
    InputError
        If `report` is none, or its manifest cannot be read.
    """
    manifest = read_manifest(report)
    known = [name for name in manifest.parameters if name in workbooks()]
    items = [*_versions(report, manifest), *_choices(report, manifest, known)]
    if any(item.verdict == "cannot" for item in items):
        return items
    items += [*_claims(report, known)]
    if quick:
        return [*items, *_sums(report)]
    with tempfile.TemporaryDirectory(prefix="sectornb-verify-") as temporary:
        folder = Path(temporary)
        inputs, refused = _inputs(report, manifest, library, folder / "library")
        items += inputs
        able, unable = _able(report, known, refused)
        items += unable
        if able:
            again = _run(manifest, able, folder, tell, progress)
            items += _compared(report, again, able)
    return items


def summary(items: Sequence[Item]) -> list[str]:
    """What was reproduced, counted by kind, and every item that was not, in words."""
    good = [item for item in items if item.verdict == "reproduced"]
    kinds = dict.fromkeys(item.kind for item in good)
    told = [f"{sum(item.kind == kind for item in good):,} {kind}" for kind in kinds]
    lines = [f"reproduced: {', '.join(told)}"] if told else []
    for verdict in ("differs", "cannot"):
        lines += [
            f"{verdict}: {item.kind} {item.name}: {item.told}"
            for item in items
            if item.verdict == verdict
        ]
    bad = len(items) - len(good)
    everything = "Everything was reproduced" if not bad else f"{counted(bad, 'item')} of "
    return [*lines, f"{everything}{'' if not bad else f'{len(items):,} not reproduced'}."]


# Before anything is run.


def _versions(report: Path, manifest: Manifest) -> Iterator[Item]:
    """The version of the methods, and of every program that was noted."""
    if manifest.numbers_version != NUMBERS_VERSION:
        made = manifest.versions.get("sectornb", "unknown")
        yield Item(
            "version", "of the methods", "cannot",
            f"the report was made with numbers version {manifest.numbers_version} (sectornb "
            f"{made}), and this is {NUMBERS_VERSION}: install sectornb {made} to make it again, "
            "or run the region file anew and use 'sectornb compare'",
        )  # fmt: skip
    noted, path = dict(manifest.versions), report / "versions.json"
    if path.is_file() and path.stat().st_size < LARGEST:
        try:
            noted |= json.loads(path.read_text("utf-8"))
        except (ValueError, TypeError, RecursionError):
            yield Item("version", "versions.json", "differs", "it cannot be read any more")
    for name, ours in versions().items():
        if (theirs := noted.get(name, ours)) != ours:
            yield Item("version", name, "differs", f"{theirs} made the report, here is {ours}")
        elif name in noted:
            yield Item("version", name)


def _choices(report: Path, manifest: Manifest, known: Sequence[str]) -> Iterator[Item]:
    """Whether the manifest names the choices and tables of the records."""
    for name in sorted(set(manifest.parameters) - set(known)):
        yield Item("choices", name, "cannot", "this version has no workbook of that name")
    for name in known:
        record = _record(report, name)
        if isinstance(record, str):
            yield Item("choices", name, "cannot", record)
            continue
        theirs, ours = manifest.parameters[name], record.get("parameters", {})
        other = [
            f"{key} is {_short(theirs.get(key))} in {MANIFEST} and {_short(ours.get(key))} in its "
            "record"
            for key in sorted({*theirs, *ours})
            if theirs.get(key) != ours.get(key)
        ]
        yield Item("choices", name, "cannot" if other else "reproduced", "; ".join(other))


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _record(report: Path, workbook: str) -> dict[str, Any] | str:
    """The record of a workbook, or why it cannot be read."""
    path = report / "records" / f"{workbook}.json"
    try:
        if path.stat().st_size > _LARGEST_RECORD:
            return f"{path} is larger than any record"
        record = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return f"{path} is missing"
    except (OSError, ValueError, RecursionError) as error:
        return f"{path} cannot be read ({error})"
    return record if isinstance(record, dict) else f"{path} is no record"


def _claims(report: Path, known: Sequence[str]) -> Iterator[Item]:
    """Every number of a sentence against its cell, and every sentence against its page."""
    declared = dictionary().tables
    tables: dict[str, pd.DataFrame] = {}
    for workbook in known:
        record = _record(report, workbook)
        assert isinstance(record, dict)
        page = _words(report / f"{workbook}.html")
        index = _words(report / "index.html")
        for kind in SPOKEN:
            for number, said in enumerate(record.get(kind, []), start=1):
                name = f"{workbook}, {kind} {number}"
                text = said if isinstance(said, str) else said["text"]
                shown = index if kind == "next_steps" else page
                wrong = [] if _plain(text) in shown else ["its page says something else"]
                for claim in [] if isinstance(said, str) else said.get("claims", []):
                    table = str(claim["table"])
                    if table not in tables and table in declared:
                        tables[table] = saved_text(report / "tables" / f"{table}.csv")
                    if fault := refuted(claim, tables.get(table)):
                        wrong.append(fault)
                told = f"{text[:100]!r}: {'; '.join(wrong)}"
                yield Item(
                    "sentences", name, "differs" if wrong else "reproduced", told * bool(wrong)
                )


def _words(page: Path) -> str:
    return _plain(_TAG.sub("", page.read_text("utf-8", "replace"))) if page.is_file() else ""


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _sums(report: Path) -> Iterator[Item]:
    """Every file against the list of sums that was written with the report."""
    if not (report / SUMS).is_file():
        yield Item("files", SUMS, "cannot", "the report has no list of its files' sums")
        return
    listed = read_sums(report)
    there = {
        path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()
    } - {SUMS}
    for name in sorted({*listed, *there}):
        if name not in listed:
            yield Item("files", name, "differs", "it was not part of the report when it was made")
        elif name not in there:
            yield Item("files", name, "differs", "it is missing")
        elif (found := file_sha256(report / name)) != listed[name]:
            told = f"its SHA-256 was {listed[name][:12]}… and is {found[:12]}…"
            yield Item("files", name, "differs", told)
        else:
            yield Item("files", name)


# Run again.


def _inputs(
    report: Path, manifest: Manifest, library: str | None, folder: Path
) -> tuple[list[Item], dict[Holding, str]]:
    """The input files put into a library of their own, and those that could not be."""
    held = open_library(library if library is not None else _library_of(report, manifest))
    refused = excerpt(held, manifest.holdings, folder)
    items = [
        Item("inputs", " ".join(each.key), "cannot", refused[each])
        if each in refused
        else Item("inputs", " ".join(each.key))
        for each in manifest.holdings
    ]
    return items, refused


def _library_of(report: Path, manifest: Manifest) -> str:
    """Where the run that made the report found its library, as seen from the report."""
    for workbook in manifest.parameters:
        path = report / "parameters" / f"{workbook}.yml"
        if path.is_file() and path.stat().st_size < LARGEST:
            try:
                told = yaml.safe_load(path.read_text("utf-8"))["library"]
                return str((report / str(told)).resolve())
            except (yaml.YAMLError, ValueError, TypeError, KeyError, RecursionError):
                continue
    raise InputError(
        f"{report} does not say where its library is. Name the folder: "
        f"sectornb verify {report} --library FOLDER"
    )


def _able(
    report: Path, known: Sequence[str], refused: Mapping[Holding, str]
) -> tuple[list[str], list[Item]]:
    """Workbooks whose every input is there, and the others as items."""
    lacking = {each.key for each in refused}
    able, unable = [], []
    for name in known:
        record = _record(report, name)
        assert isinstance(record, dict)
        used = {(s["source"], s["vintage"], s["table"], s["part"]) for s in record["sources"]}
        if missing := sorted(used & lacking):
            without = examples([" ".join(key) for key in missing])
            unable.append(Item("workbooks", name, "cannot", f"not without {without}"))
        else:
            able.append(name)
    return able, unable


def _run(manifest: Manifest, able: Sequence[str], folder: Path, tell: Tell, progress: bool) -> Path:
    """The report made anew in `folder`, by this package's own workbooks."""
    from sectornb.report.run import run_region

    return run_region(
        region_of(manifest, able, folder), folder / "reports", tell=tell, progress=progress
    )


def region_of(manifest: Manifest, able: Sequence[str], folder: Path) -> Region:
    """A region file as the manifest's parameters give it, beside a library in `folder`.

    Raises
    ------
    RegionFileError
        If a parameter cannot be.
    """
    told = manifest.region
    content: dict[str, Any] = {"id": told.id, "title": told.title, "counties": told.counties}
    content["library"] = "library"
    for name in able:
        choices = manifest.parameters[name]
        own = {key: value for key, value in choices.items() if key not in Place.model_fields}
        content[workbooks()[name].section] = own
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    return parse_region(text, folder / MANIFEST)


def _compared(report: Path, again: Path, able: Sequence[str]) -> Iterator[Item]:
    for kind, folder in (("tables", "tables"), ("own tables", "analyst")):
        if (report / folder).is_dir():
            yield from _tables(report / folder, again / folder, kind, able)
    for workbook in able:
        yield from _said_again(report, again, workbook)
    yield from _figures(report, again, able)
    for page in ("index", *able):
        yield _page(report, again, f"{page}.html")
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
    ours, theirs = _record(report, workbook), _record(again, workbook)
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
    if not (report / name).is_file():
        return Item("pages", name, "differs", "it is missing")
    before, after = (
        _OF_THE_DAY.sub("", (folder / name).read_text("utf-8", "replace"))
        for folder in (report, again)
    )
    if before == after:
        return Item("pages", name)
    ours, theirs = (
        [_plain(_TAG.sub(" ", line)) for line in text.splitlines()] for text in (before, after)
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

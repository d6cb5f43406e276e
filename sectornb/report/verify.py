"""Whether a report can be made again: its workbooks run anew, and everything compared.

Nothing that a report brings along is ever run: parameters and inputs are read from it as
data, and the notebooks that are executed are this package's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sectornb import NUMBERS_VERSION
from sectornb.contract import Place
from sectornb.dictionary import dictionary
from sectornb.errors import InputError, SectornbError, counted, examples, shortened
from sectornb.report.guard import simulated_inputs
from sectornb.report.manifest import (
    MANIFEST,
    SUMS,
    VERSIONS,
    Manifest,
    read_manifest,
    read_sums,
    versions,
)
from sectornb.report.region_file import Region, parse_region
from sectornb.report.remade import SPOKEN, compared, saved_record
from sectornb.report.remainder import Item, files_of
from sectornb.report.saved_table import LARGEST, saved_text
from sectornb.report.wording import page_text, plain, sentences_of
from sectornb.show.sentence import refuted
from sectornb.sources.excerpt import excerpt
from sectornb.sources.holding import Holding, file_sha256
from sectornb.sources.library import open_library
from sectornb.sources.replacing import temporary_folder
from sectornb.workbooks import workbooks

if TYPE_CHECKING:
    import pandas as pd

Tell = Callable[[str], None]
LEAST_GONE = 4
"""From how many sentences on, more than half of a page's, it is told as another page."""


def verify(
    report: Path,
    *,
    libraries: Sequence[Path] = (),
    quick: bool = False,
    tell: Tell = lambda line: None,
    progress: bool = False,
) -> list[Item]:
    """Compare a report with what its own manifest gives when everything is run again.

    Parameters
    ----------
    report : Path
        The folder of the report.
    libraries : sequence of Path
        Where its input files are, each file taken from the first that has it; by default where
        the run that made it found them.
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
    items += _claims(report, known)
    if quick:
        return [*items, *hashed(report, manifest)]
    items += _pictures(report, manifest)
    with temporary_folder("sectornb-verify-") as folder:
        inputs, refused = _inputs(
            manifest, libraries or [library_of(report, manifest)], folder / "library"
        )
        items += inputs
        able, unable = _able(report, known, refused)
        items += unable
        if able:
            again = _run(manifest, able, folder, tell, progress)
            without = [name for name in known if name not in able]
            items += compared(report, again, manifest, without)
    return list(_once(items))


def _once(items: Sequence[Item]) -> Iterator[Item]:
    """Of each page the first verdict: its sentences and its words are compared one by one."""
    pages = set[str]()
    for item in items:
        if item.kind != "pages" or item.name not in pages:
            yield item
        if item.kind == "pages":
            pages.add(item.name)


def summary(items: Sequence[Item], quick: bool = False) -> list[str]:
    """What was reproduced, counted by kind, and every item that was not, in words.

    Parameters
    ----------
    quick : bool
        Whether nothing was run, so that nothing can have been reproduced.
    """
    good = [item for item in items if item.verdict == "reproduced"]
    kinds = dict.fromkeys(item.kind for item in good)
    counts = [f"{sum(item.kind == kind for item in good):,} {kind}" for kind in kinds]
    lines = [f"{'unchanged' if quick else 'reproduced'}: {', '.join(counts)}"] if counts else []
    for verdict in ("differs", "cannot"):
        # An error shows what a screen would obey, and cuts what is far too long.
        lines += [
            f"{verdict}: {SectornbError(f'{item.kind} {item.name}: {item.told}')}"
            for item in items
            if item.verdict == verdict
        ]
    bad = len(items) - len(good)
    if bad:
        what = "not as the report tells it" if quick else "not reproduced"
        return [*lines, f"{counted(bad, 'item')} of {len(items):,} {what}."]
    if quick:
        return [
            *lines,
            "Nothing contradicts the report's own lists. Nothing was run: without --quick the "
            "report is made again.",
        ]
    return [*lines, "Everything was reproduced."]


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
    noted, path = dict(manifest.versions), report / VERSIONS
    if path.is_file() and path.stat().st_size < LARGEST:
        try:
            noted |= json.loads(path.read_text("utf-8"))
        except (ValueError, TypeError, RecursionError):
            yield Item("version", VERSIONS, "differs", "it cannot be read any more")
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
        record = saved_record(report, name)
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
        other += list(_other_inputs(manifest, record))
        yield Item("choices", name, "cannot" if other else "reproduced", "; ".join(other))


def _other_inputs(manifest: Manifest, record: Mapping[str, Any]) -> Iterator[str]:
    """Inputs of a record of which the manifest tells otherwise, or nothing."""
    told = {each.key: each.sha256 for each in manifest.holdings}
    for used in record["sources"]:
        key = (used["source"], used["vintage"], used["table"], used["part"])
        here, there = told.get(key), used["sha256"]
        if here != there:
            digest = f"{here[:12]}…" if here else "not there"
            yield (
                f"the SHA-256 of {' '.join(key)} is {digest} in {MANIFEST} and {there[:12]}… in "
                "its record"
            )


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _claims(report: Path, known: Sequence[str]) -> Iterator[Item]:
    """Every number of a sentence against its cell, and every sentence against its page."""
    declared = dictionary().tables
    tables: dict[str, pd.DataFrame | None] = {}
    for workbook in known:
        record = saved_record(report, workbook)
        assert isinstance(record, dict)
        page, index = (_said_on(report / name) for name in (f"{workbook}.html", "index.html"))
        texts = {
            kind: [said if isinstance(said, str) else said["text"] for said in record.get(kind, [])]
            for kind in SPOKEN
        }
        steps = texts["next_steps"]
        others = [text for kind in texts if kind != "next_steps" for text in texts[kind]]
        page = _as_written(page, f"{workbook}.html", others)
        index = _as_written(index, "index.html", steps)
        yield from (said for said in (page, index) if isinstance(said, Item))
        for kind in SPOKEN:
            for number, said in enumerate(record.get(kind, []), start=1):
                name = f"{workbook}, {kind} {number}"
                text = texts[kind][number - 1]
                shown = index if kind == "next_steps" else page
                wrong = []
                if not isinstance(shown, Item) and plain(text) not in shown:
                    wrong = ["its page says something else"]
                for claim in [] if isinstance(said, str) else said.get("claims", []):
                    table = str(claim["table"])
                    if table not in tables and table in declared:
                        tables[table] = _saved(report / "tables" / f"{table}.csv")
                    # A table that is gone or damaged is told once, as a table.
                    if table in tables and tables[table] is None:
                        continue
                    if fault := refuted(claim, tables.get(table)):
                        wrong.append(fault)
                told = f"{shortened(text, 160)!r}: {'; '.join(dict.fromkeys(wrong))}"
                yield Item(
                    "sentences", name, "differs" if wrong else "reproduced", told * bool(wrong)
                )


def _said_on(page: Path) -> set[str] | Item:
    """The sentences of a page, or that it cannot be read."""
    try:
        return sentences_of(page_text(page))
    except InputError as error:
        return Item("pages", page.name, "differs", str(error))


def _as_written(page: set[str] | Item, name: str, texts: Sequence[str]) -> set[str] | Item:
    """The sentences of a page; one verdict where most that it should have are not on it."""
    if isinstance(page, Item):
        return page
    missing = sum(plain(text) not in page for text in texts)
    if missing < LEAST_GONE or missing * 2 <= len(texts):
        return page
    told = "it is not the page that was written: most of its sentences are not on it"
    return Item("pages", name, "differs", told)


def hashed(report: Path, manifest: Manifest) -> Iterator[Item]:
    """Every file of a report against its hash in the manifest and in the list of sums."""
    yield from _pictures(report, manifest)
    yield from _hashes(report, manifest)
    yield from _sums(report)


def _hashes(report: Path, manifest: Manifest) -> Iterator[Item]:
    """Every table that is there against its hash in the manifest."""
    for name in sorted(manifest.tables.keys() & dictionary().tables.keys()):
        path, told = report / "tables" / f"{name}.csv", manifest.tables[name].sha256
        if not path.is_file():
            yield Item("tables", path.name, "differs", "it is missing")
        elif (found := file_sha256(path)) != told:
            sums = f"{told[:12]}… in {MANIFEST} and {found[:12]}… in the folder"
            yield Item("tables", path.name, "differs", f"its SHA-256 is {sums}")
        else:
            yield Item("tables", path.name)


def _pictures(report: Path, manifest: Manifest) -> Iterator[Item]:
    """Every picture of the report's folder against its hash in the manifest."""
    there = {
        path.relative_to(report).as_posix(): path
        for path in report.glob("figures/*")
        if path.is_file()
    }
    for name in sorted({*manifest.figures, *there}):
        told = manifest.figures.get(name, "")
        found = file_sha256(there[name]) if name in there else ""
        if told == found:
            yield Item("pictures", name)
        else:
            words = [f"{digest[:12]}…" if digest else "none" for digest in (told, found)]
            yield Item(
                "pictures", name, "differs",
                f"its SHA-256 is {words[0]} in {MANIFEST} and {words[1]} in the folder",
            )  # fmt: skip


def _saved(table: Path) -> pd.DataFrame | None:
    """A saved table, or None where there is none that can be read."""
    try:
        return saved_text(table)
    except (InputError, OSError):
        return None


def _sums(report: Path) -> Iterator[Item]:
    """Every file against the list of sums that was written with the report."""
    if not (report / SUMS).is_file():
        yield Item("files", SUMS, "cannot", "the report has no list of its files' sums")
        return
    listed = read_sums(report)
    there = {*files_of(report)} - {SUMS}
    for name in sorted({*listed, *there}):
        if name not in listed:
            yield Item("files", name, "differs", "it was not part of the report when it was made")
        elif name not in there:
            # The tables for the analyst alone are not passed on.
            if not name.startswith("analyst/"):
                yield Item("files", name, "differs", "it is missing")
        elif (found := file_sha256(report / name)) != listed[name]:
            told = f"its SHA-256 was {listed[name][:12]}… and is {found[:12]}…"
            yield Item("files", name, "differs", told)
        else:
            yield Item("files", name)


# Run again.


def _inputs(
    manifest: Manifest, libraries: Sequence[Path], folder: Path
) -> tuple[list[Item], dict[Holding, str]]:
    """The input files put into a library of their own, and those that could not be."""
    refused = dict.fromkeys(manifest.holdings, "")
    for library in libraries:
        held = open_library(str(library), needed=bool(manifest.holdings))
        refused = excerpt(held, refused, folder)
    items = [
        Item("inputs", " ".join(each.key), "cannot", refused[each])
        if each in refused
        else Item("inputs", " ".join(each.key))
        for each in manifest.holdings
    ]
    return items, refused


def library_of(report: Path, manifest: Manifest) -> Path:
    """Where the run that made the report found its library, as seen from the report."""
    for workbook in manifest.parameters:
        path = report / "parameters" / f"{workbook}.yml"
        if path.is_file() and path.stat().st_size < LARGEST:
            try:
                told = yaml.safe_load(path.read_text("utf-8"))["library"]
                # Text of lists within lists could be of any length.
                there = isinstance(told, str) and (
                    not manifest.holdings or (report / told).is_dir()
                )
                if there:
                    return (report / told).resolve()
            except (yaml.YAMLError, ValueError, TypeError, KeyError, RecursionError):
                continue
    raise InputError(
        f"The library that {report} was made from is not where the report says, as seen from the "
        "report's folder. Name its folder with --library FOLDER."
    )


def _able(
    report: Path, known: Sequence[str], refused: Mapping[Holding, str]
) -> tuple[list[str], list[Item]]:
    """Workbooks whose every input is there, and the others as items."""
    lacking = {each.key for each in refused}
    able, unable = [], []
    for name in known:
        record = saved_record(report, name)
        assert isinstance(record, dict)
        used = {(s["source"], s["vintage"], s["table"], s["part"]) for s in record["sources"]}
        private = record.get("private_inputs", [])
        if simulated_inputs(name, private) is None:
            told = "not without its private inputs, which stay with who made the report"
            unable.append(Item("workbooks", name, "cannot", told))
        elif missing := sorted(used & lacking):
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
        # Of a private input only the file's name is told, and only a simulated one is run again.
        own |= {
            each.role: str(each.simulated)
            for each in workbooks()[name].private_inputs
            if each.simulated and own.get(each.role)
        }
        content[workbooks()[name].section] = own
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    return parse_region(text, folder / MANIFEST)

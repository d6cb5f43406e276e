"""What else lies in a report: its manifest, notebooks and parameters, and what no run makes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from sectornb.dictionary import dictionary
from sectornb.errors import InputError, examples
from sectornb.report.manifest import MANIFEST, SUMS, VERSIONS, read_sums
from sectornb.report.plan.files import DOCUMENT, TABLE, WORKBOOK
from sectornb.report.report import LEFT_OUT, NOT_ASKED
from sectornb.report.wording import LARGEST_PAGE, other_words, page_text, same_everywhere
from sectornb.sources.holding import file_sha256
from sectornb.workbooks import workbooks

Verdict = Literal["reproduced", "differs", "cannot"]
_COMPARED = (
    *("tables/*.csv", "analyst/*.csv", "figures/*", "records/*.json", "*.html", "*.xlsx"),
    *(MANIFEST, SUMS),
)
"""Files that are compared by what is in them."""
_OF_PLANS = tuple(name.format("") for name in (WORKBOOK, DOCUMENT))


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


def made_by(name: str, workbooks: Sequence[str]) -> bool:
    """Whether a file is one that these workbooks alone make, by its name."""
    if name.endswith(_OF_PLANS):
        table = dictionary().tables.get(TABLE)
        return table is not None and table.workbook in workbooks
    return name.rpartition("/")[2].startswith(
        tuple(f"{each}{end}" for each in workbooks for end in ".-")
    )


def remaining(
    report: Path, again: Path, without: Sequence[str], told: Collection[str]
) -> Iterator[Item]:
    """What the comparison of contents leaves: the manifest, other files, the list of sums.

    Parameters
    ----------
    report, again : Path
        Folders of the report and of the new run.
    without : sequence of str
        The workbooks that could not be run.
    told : collection of str
        What was found to differ already.
    """
    yield from _manifest(report, again, without)
    saved, new = ({*files_of(folder)} for folder in (report, again))
    bad = {*told}
    for name in sorted(saved | new):
        if any(
            fnmatchcase(name, each) and each.count("/") == name.count("/") for each in _COMPARED
        ):
            continue
        # Of another version of a library the versions tell, as items of their own.
        if made_by(name, without) or (name == VERSIONS and name in saved):
            continue
        if without and name.endswith(_OF_PLANS):
            # Its four quadrants come from every workbook.
            yield Item("files", name, "cannot", f"not without {examples(without)}")
            continue
        item = _file(report, again, name)
        if item is not None:
            bad |= {name} if item.verdict != "reproduced" else set()
            yield item
    yield _sums(report, again, bad)


def files_of(folder: Path) -> list[str]:
    """Every file of a folder by its name within it, sorted."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _file(report: Path, again: Path, name: str) -> Item | None:
    ours, theirs = report / name, again / name
    if not theirs.is_file():
        return Item("files", name, "differs", "no run makes it")
    if not ours.is_file():
        # What is the analyst's alone is not passed on.
        return (
            None if name.startswith("analyst/") else Item("files", name, "differs", "it is missing")
        )
    if file_sha256(ours) == file_sha256(theirs):
        return Item("files", name)
    try:
        before, after = (
            same_everywhere(page_text(path), path.suffix).splitlines() for path in (ours, theirs)
        )
    except (InputError, KeyError) as error:
        return Item("files", name, "differs", f"it is another file ({error})")
    return Item(
        "files", name, "differs" if before != after else "reproduced", other_words(before, after)
    )


def _manifest(report: Path, again: Path, without: Sequence[str]) -> Iterator[Item]:
    """What the manifest says of results, and every word of it that is no choice or version."""
    ours, theirs = (
        json.loads((folder / MANIFEST).read_text("utf-8")) for folder in (report, again)
    )
    # Pictures are items of their own; what was kept, and notes, no new run knows.
    for part in sorted({*ours, *theirs} - {"figures", "versions", "kept"}):
        pair = [_within(side.get(part), part, without) for side in (ours, theirs)]
        told = [
            f"{key} is {examples([pair[0].get(key, 'not there')])} in {MANIFEST} and "
            f"{examples([pair[1].get(key, 'not there')])} in that of the new run"
            for key in sorted({*pair[0], *pair[1]})
            if pair[0].get(key) != pair[1].get(key)
        ]
        yield Item(MANIFEST, part, "differs" if told else "reproduced", examples(told))


def _within(told: Any, part: str, without: Sequence[str]) -> Mapping[str, Any]:
    """A part of a manifest as flat keys, without what workbooks that did not run alone have."""
    if part == "region" and isinstance(told, dict):
        told = {key: value for key, value in told.items() if key != "notes"}
    if part == "tables" and isinstance(told, dict):
        told = {key: value for key, value in told.items() if value.get("workbook") not in without}
    if part == "absent" and isinstance(told, dict):
        asked = dict.fromkeys(workbooks(), NOT_ASKED)
        told = {key: asked.get(key, why) if why == LEFT_OUT else why for key, why in told.items()}
    if part in ("sources", "absent", "parameters") and without:
        return {}
    return dict(_flat(told, part))


def _flat(told: Any, key: str) -> Iterator[tuple[str, Any]]:
    if isinstance(told, dict) and told:
        for name, value in told.items():
            yield from _flat(value, f"{key}.{name}")
    elif isinstance(told, list) and any(isinstance(each, dict) for each in told):
        for place, value in enumerate(told):
            yield from _flat(value, f"{key}.{place}")
    else:
        yield key, told


def _sums(report: Path, again: Path, told: Collection[str]) -> Item:
    """The list of sums, which tells the bytes of the report, or those that it had."""
    if not (report / SUMS).is_file():
        return Item("files", SUMS, "differs", "it is missing")
    listed, wrong = read_sums(report), []
    there = {*files_of(report)} - {SUMS}
    for name in sorted({*listed, *there} - {*told}):
        path, new = report / name, again / name
        known = set(_sums_with_any_line_ends(path)) if name in there else set()
        known |= {file_sha256(new)} if new.is_file() else set()
        if name not in there:
            # A file that is missing is told as such, wherever a new run makes it.
            if not name.startswith("analyst/") and not (again / name).is_file():
                wrong.append(f"{name} is not there")
        elif name not in listed:
            # What no run makes is told as such.
            wrong += [f"{name} is not in it"] * new.is_file()
        elif listed[name] not in known:
            wrong.append(f"{name} has another sum")
    return Item("files", SUMS, "differs" if wrong else "reproduced", examples(wrong))


def _sums_with_any_line_ends(path: Path) -> Iterator[str]:
    """The SHA-256 of a file as it is, and of a text as it was before git changed its line ends."""
    yield file_sha256(path)
    if path.suffix not in (".png", ".xlsx", ".docx") and path.stat().st_size <= LARGEST_PAGE:
        yield sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()

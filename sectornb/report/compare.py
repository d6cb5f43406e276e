"""What changed between two reports: what went in, what was computed, and what that means.

Nothing is run: manifests, records and saved tables are read as data, whichever version made
them.  What went in is told apart as data (files and which years of them), choices and code.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.contract import Place, Workbook, refer
from sectornb.dictionary import dictionary
from sectornb.errors import SectornbError, counted, examples
from sectornb.report.differences import (
    TableDifference,
    refuse_other_key,
    table_difference,
    years_matched,
)
from sectornb.report.manifest import REPORT, Manifest, read_manifest
from sectornb.report.parameters import check_parameters
from sectornb.report.saved_table import LARGEST, read_known, saved_text
from sectornb.show.sentence import Sentence, sentence
from sectornb.show.sides import AFTER, BEFORE, Side, Tally
from sectornb.sources.holding import Holding
from sectornb.workbooks import workbooks

if TYPE_CHECKING:
    import pandas as pd

WHICH_DATA = ("base_year", "latest_year", "vintage", "vintages", "geometry")
"""Choices that say which data are used, and so count as a change of the data."""


@dataclass(frozen=True)
class Choice:
    """A choice that differs: its workbook, its dotted key, and both values; None where unset."""

    workbook: str
    key: str
    before: Any
    after: Any

    @property
    def of_data(self) -> bool:
        """Whether it says which data are used."""
        return any(part in WHICH_DATA for part in self.key.split("."))


@dataclass(frozen=True)
class Saved:
    """One of two reports, as it lies in its folder."""

    folder: Path
    manifest: Manifest
    periods: Mapping[str, str]
    county_names: Mapping[str, str]
    certainties: Mapping[str, str]

    @property
    def name(self) -> str:
        """What it is called: its folder, or of an unpacked archive the region's id."""
        is_pack = self.folder.name == REPORT and self.manifest.region.id != REPORT
        return self.manifest.region.id if is_pack else self.folder.name

    @property
    def table_names(self) -> set[str]:
        """The tables that it has; of those that no workbook here makes, the manifest's word."""
        folder, declared = self.folder / "tables", dictionary().tables
        return {
            name
            for name in self.manifest.tables
            if name not in declared or (folder / f"{name}.csv").is_file()
        }


@dataclass(frozen=True)
class Comparison:
    """What differs between two reports.

    Attributes
    ----------
    before, after : Saved
        The two.
    choices : tuple of Choice
        Those that differ, of workbooks that both have.
    inputs : tuple of str
        Which files differ, in words.
    other_bytes : tuple of str
        Files of the same name with other bytes, with both hashes.
    code : tuple of str
        Which versions differ, that of the methods first.
    methods_differ : bool
        Whether the version of the numbers differs.
    counties_before, counties_after : tuple of str
        Counties that only one has.
    workbooks_before, workbooks_after : tuple of str
        Workbooks that only one has.
    tables : tuple of TableDifference
        Of every table that both have, also where nothing differs.
    untold : tuple of str
        What could not be compared, and why.
    headlines, findings : tuple of Sentence
        What the rooms say, clauses and sentences.
    counts : mapping
        What the rooms counted themselves.
    """

    before: Saved
    after: Saved
    choices: tuple[Choice, ...] = ()
    inputs: tuple[str, ...] = ()
    other_bytes: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    methods_differ: bool = False
    counties_before: tuple[str, ...] = ()
    counties_after: tuple[str, ...] = ()
    workbooks_before: tuple[str, ...] = ()
    workbooks_after: tuple[str, ...] = ()
    tables: tuple[TableDifference, ...] = ()
    untold: tuple[str, ...] = ()
    headlines: tuple[Sentence, ...] = ()
    findings: tuple[Sentence, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def simulated(self) -> bool:
        """Whether any input of either is simulated."""
        return any(
            holding.simulated
            for side in (self.before, self.after)
            for holding in side.manifest.holdings
        )

    @property
    def other_region(self) -> bool:
        """Whether no county is in both, so that the reports are of two places."""
        before, now = (set(s.manifest.region.counties) for s in (self.before, self.after))
        return before != now and not before & now

    def years(self, workbook: str) -> dict[str, tuple[str, str]]:
        """The base and the latest year of a workbook, before and now."""
        return _years(self.before, self.after, workbook)

    @property
    def data_differ(self) -> bool:
        """Whether other files, or other years of them, went in."""
        return bool(self.inputs or self.other_bytes or any(one.of_data for one in self.choices))

    @property
    def choices_differ(self) -> bool:
        """Whether other counties, workbooks or settings were chosen."""
        parts = (
            self.counties_before, self.counties_after, self.workbooks_before, self.workbooks_after
        )  # fmt: skip
        return any(parts) or any(not one.of_data for one in self.choices)

    @property
    def results_differ(self) -> bool:
        """Whether any table differs, or only one report has it."""
        return any(self.tables) or self.before.table_names != self.after.table_names


def compare(before: Path, after: Path) -> Comparison:
    """What changed from one report to another.

    Raises
    ------
    InputError
        If one of the folders is no report, or its manifest cannot be read.
    """
    old, new = (_saved(folder) for folder in (before, after))
    then, now = old.manifest, new.manifest
    tables, untold = _tables(old, new)
    tally = Tally()
    headlines, findings, unsaid = _said(old, new, tally)
    if not headlines:
        headlines = [
            sentence(
                "{differ} of {all} tables differ",
                differ=tally.claim("tables that differ", sum(map(bool, tables))),
                all=tally.claim("tables that both reports have", len(tables)),
            )
        ]
    inputs, other_bytes = _inputs(then.holdings, now.holdings)
    return Comparison(
        old,
        new,
        choices=tuple(_choices(then, now)),
        inputs=tuple(inputs),
        other_bytes=tuple(other_bytes),
        code=tuple(_code(old, new)),
        methods_differ=then.numbers_version != now.numbers_version,
        counties_before=_only(then.region.counties, now.region.counties),
        counties_after=_only(now.region.counties, then.region.counties),
        workbooks_before=_only(then.parameters, now.parameters),
        workbooks_after=_only(now.parameters, then.parameters),
        tables=tuple(tables),
        untold=(*untold, *unsaid),
        headlines=tuple(headlines),
        findings=tuple(findings),
        counts=tally.counts,
    )


def _only(these: Sequence[str] | Mapping[str, Any], those: Any) -> tuple[str, ...]:
    return tuple(each for each in these if each not in those)


def _saved(folder: Path) -> Saved:
    folder = folder.resolve()
    manifest = read_manifest(folder)
    periods, names, certainties = dict[str, str](), dict[str, str](), dict[str, str]()
    for workbook in manifest.parameters:
        record = _json(folder / "records" / f"{workbook}.json") if workbook in workbooks() else {}
        periods[workbook] = str(record.get("period", ""))
        told = record.get("county_names")
        names |= {str(code): str(name) for code, name in told.items()} if told else {}
        answer = record.get("answer")
        first = answer[0] if isinstance(answer, list) and answer else {}
        certainties[workbook] = str(first.get("certainty", "")) if isinstance(first, dict) else ""
    return Saved(folder, manifest, periods, names, certainties)


def _json(path: Path) -> dict[str, Any]:
    """What a file beside the manifest says; nothing where it is not there or unreadable."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return {}
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _choices(before: Manifest, after: Manifest) -> Iterator[Choice]:
    for workbook in before.parameters:
        if workbook in after.parameters:
            old, new = (dict(_flat(side.parameters[workbook])) for side in (before, after))
            for key in sorted({*old, *new}):
                if key not in Place.model_fields and old.get(key) != new.get(key):
                    yield Choice(workbook, key, old.get(key), new.get(key))


def _flat(values: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value by its dotted key."""
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def _code(before: Saved, after: Saved) -> Iterator[str]:
    """Versions that differ: of the methods, of this package, of the programs beside it."""
    then, now = before.manifest, after.manifest
    if then.numbers_version != now.numbers_version:
        yield (
            f"Methods: numbers version {then.numbers_version} before, {now.numbers_version} now. "
            "CHANGELOG.md lists under 'Numbers changed' what makes a rerun give other figures."
        )
    old, new = (
        {**_json(side.folder / "versions.json"), **side.manifest.versions}
        for side in (before, after)
    )
    for name in sorted({*old, *new}, key=lambda name: (name != "sectornb", name)):
        # A report without the list of its programs says nothing of them.
        if name in old and name in new and old[name] != new[name]:
            yield f"{name}: {old[name]} before, {new[name]} now."


def _inputs(before: Sequence[Holding], after: Sequence[Holding]) -> tuple[list[str], list[str]]:
    """Files that only one used, in groups, and those of one name with other bytes."""
    old, new = ({holding.key: holding for holding in side} for side in (before, after))
    told = []
    for source, table in dict.fromkeys((key[0], key[2]) for key in sorted({*old, *new})):
        was, now = (
            sorted(key for key in side if (key[0], key[2]) == (source, table))
            for side in (old, new)
        )
        if was != now:
            told.append(f"{source} {table}: {_files(was, now)} before, {_files(now, was)} now")
    other = [
        f"{' '.join(key)}: SHA-256 {old[key].sha256[:12]}… before, {new[key].sha256[:12]}… now"
        for key in sorted({*old} & {*new})
        if old[key].sha256 != new[key].sha256
    ]
    return told, other


def _files(keys: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> str:
    """Files of one source and table in words, those named that `other` lacks, if they are few."""
    if not keys:
        return "none"
    alone = [key for key in keys if key not in other]
    named = f" (with {', '.join(f'{key[3]} of {key[1]}' for key in alone)})" if alone else ""
    of_vintage = Counter(key[1] for key in keys).items()
    counts = [f"{counted(count, 'file')} of {vintage}" for vintage, count in of_vintage]
    return f"{', '.join(counts)}{named if len(alone) <= 3 else ''}"


def _tables(before: Saved, after: Saved) -> tuple[list[TableDifference], list[str]]:
    """Every table that both have, compared as saved, and why some could not be."""
    declared, found, untold = dictionary().tables, list[TableDifference](), list[str]()
    for name in [each for each in declared if each in before.table_names & after.table_names]:
        try:
            old, new = (
                saved_text(side.folder / "tables" / f"{name}.csv") for side in (before, after)
            )
            for side, frame in ((before, old), (after, new)):
                refuse_other_key(frame, declared[name].key, f"that of {side.name}")
            if "year" in declared[name].key:
                years = _years(before, after, declared[name].workbook)
                old, new = years_matched(old, years, 0), years_matched(new, years, 1)
            found.append(table_difference(name, old, new, declared[name].key))
        except (SectornbError, ValueError) as error:
            untold.append(f"Table {name} was not compared: {error}".rstrip(".") + ".")
    for side, other in ((before, after), (after, before)):
        alone = sorted(side.table_names - other.table_names)
        if alone:
            untold.append(f"Only in {side.name}: {examples(alone, 5)}.")
        unknown = sorted(side.table_names & other.table_names - {*declared})
        if unknown and side is before:
            untold.append(f"This version does not know the tables {examples(unknown, 5)}.")
    return found, untold


def _years(before: Saved, after: Saved, workbook: str) -> dict[str, tuple[str, str]]:
    chosen = [side.manifest.parameters.get(workbook, {}) for side in (before, after)]
    return {
        choice: (str(chosen[0][choice]), str(chosen[1][choice]))
        for choice in ("base_year", "latest_year")
        if all(choice in side for side in chosen)
    }


def _said(
    before: Saved, after: Saved, tally: Tally
) -> tuple[list[Sentence], list[Sentence], list[str]]:
    """What the rooms say of workbooks that both have; and where they cannot, why."""
    headlines, turns, unsaid = list[Sentence](), list[list[Sentence]](), list[str]()
    for name, workbook in workbooks().items():
        both = name in before.manifest.parameters and name in after.manifest.parameters
        if not workbook.changes or not both:
            continue
        alone = f"Workbook {name} is compared table by table alone:"
        try:
            sides = [
                _side(called, saved, workbook)
                for called, saved in ((BEFORE, before), (AFTER, after))
            ]
            headline, *more = refer(workbook.changes)(*sides, tally)
            headlines.append(headline)
            turns.append(more)
        except KeyError as error:
            unsaid.append(f"{alone} one of the reports does not have {error.args[0]}.")
        except (SectornbError, OSError, IndexError, ValueError) as error:
            unsaid.append(f"{alone} {error}")
    # In turn, so that no workbook crowds out another.
    findings = [each for turn in zip_longest(*turns) for each in turn if each]
    return headlines, findings, unsaid


def _side(called: str, saved: Saved, workbook: Workbook) -> Side:
    """One report as its room reads it, with choices and tables of this version."""
    declared, tables = dictionary(), dict[str, "pd.DataFrame"]()
    settings = check_parameters(workbook, saved.manifest.parameters[workbook.name])
    for name, told in declared.tables.items():
        if told.workbook == workbook.name and name in saved.table_names:
            tables[name] = read_known(saved.folder / "tables" / f"{name}.csv", declared)
            refuse_other_key(tables[name], told.key, f"that of {saved.name}")
    certainty = saved.certainties[workbook.name]
    return Side(called, tables, declared.keys_of(workbook.name), settings, certainty)

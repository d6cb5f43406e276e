"""The library: downloaded files by source, vintage, table and part, each with its record.

A file lies at ``<source>/<vintage>/<table>/<part>`` and its record beside it at
``<part>.json``.  There is no index to get out of step.  Both are written to
temporary names, flushed to disk, and renamed one right after the other, the file
first: a killed program leaves the old pair, the new one, or a new file whose record
the next command puts beside it (:meth:`Library.sweep`).  A file whose bytes differ
from its record is refused on use.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from sectornb.errors import (
    ChangedFileError,
    InputError,
    NotInLibraryError,
    SectornbError,
    examples,
)
from sectornb.shipped import shipped
from sectornb.sources.holding import (
    RECORD_SUFFIX,
    Holding,
    file_of,
    file_sha256,
    finish,
    read_record,
    record_of,
)
from sectornb.sources.replacing import flush, leftovers, replaced_whole

Parsed = TypeVar("Parsed")
VINTAGE = re.compile(r"[0-9]{4}(-[0-9]{2})?(\.r([2-9]|[1-9][0-9]+))?\Z")
PLAIN_NAME = re.compile(r"\w[\w .-]{0,120}(?<![ .])")
"""What may name a folder or a file of the library: nothing that leads elsewhere."""
PACKED = re.compile(r"(?:\.csv\.gz|\.csv|\.txt|\.zip|\.xlsx)\Z")
"""Endings under which one table may lie, packed in one way or another."""


def check_vintage(vintage: str) -> str:
    """`vintage` if it is well formed, such as ``2022``, ``2022.r2`` or ``2017-04``."""
    if not VINTAGE.match(vintage):
        raise SectornbError(
            f"{vintage!r} is not a vintage. Write the year of the data, such as 2022, a later "
            "revision as 2022.r2, or year and month of a release as 2017-04."
        )
    return vintage


class Library:
    """Files of published sources under one folder.

    Parameters
    ----------
    root : Path
        The folder; it need not exist before the first file is added.

    Notes
    -----
    Every file that is handed out is checked against its record and remembered
    in the order of first use; :meth:`used` returns these, so that a report can
    tell what it was made from.  What a file was parsed to is remembered too
    (:meth:`once`), so that a run reads each file once.
    """

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)
        self._used: dict[tuple[str, str, str, str], Holding] = {}
        self._made: dict[Hashable, Any] = {}

    def path(self, source: str, vintage: str, table: str, part: str) -> Path:
        """Where a file lies, whether it is there or not.

        Every path into the library is made here: what stands in a file, a region file or a
        record may name a file of the library and lead nowhere else.

        Raises
        ------
        InputError
            If one of them is no plain name.
        """
        path = self.root
        for name in (source, vintage, table, part):
            if not PLAIN_NAME.fullmatch(name):
                raise InputError(
                    f"{name[:120]!r} cannot name a file of the library {self.root}: such a name "
                    "is of letters, digits, blanks, hyphens and dots, begins with a letter or "
                    "digit, and is no longer than 120. It was made of the codes in the file; use "
                    "the agency's own file, or correct its codes."
                )
            path /= name
        return path

    def holdings(self, source: str = "*", vintage: str = "*", table: str = "*") -> list[Holding]:
        """The records of all files that match, sorted."""
        return sorted(map(read_record, self._records(source, vintage, table)))

    def parts(self, source: str, vintage: str, table: str) -> list[str]:
        """Names of the files of one table, sorted."""
        records = self._records(source, vintage, table)
        return sorted(record.name.removesuffix(RECORD_SUFFIX) for record in records)

    def vintages(self, source: str, *tables: str) -> list[str]:
        """Vintages of which the library holds at least one file of one of these tables."""
        found = (record for table in tables for record in self._records(source, "*", table))
        return sorted({record.parts[-3] for record in found})

    def _records(self, source: str, vintage: str, table: str) -> Iterator[Path]:
        """Where the records of all files that match lie; one whose file is gone is none.

        Nor is one in a folder that somebody made and called what is no vintage.
        """
        for record in self.root.glob(f"{source}/{vintage}/{table}/[!.]*{RECORD_SUFFIX}"):
            if file_of(record).is_file() and VINTAGE.match(record.parts[-3]):
                yield record

    def sweep(self) -> None:
        """Finish what a killed program had all but done, and remove what it left half done."""
        inside = self.root.resolve()
        for folder in self.root.glob("*/*/*/"):
            if inside not in folder.resolve().parents:
                continue
            for leftover, name in leftovers(folder):
                if name.endswith(RECORD_SUFFIX):
                    finish(leftover, folder / name)

    def unfinished(self, source: str) -> list[Path]:
        """Records of `source` whose file is not there: an add that was interrupted."""
        every = self.root.glob(f"{source}/*/*/[!.]*{RECORD_SUFFIX}")
        return sorted(record for record in every if not file_of(record).is_file())

    def vintage_of_year(
        self,
        source: str,
        table: str | tuple[str, ...],
        year: int,
        chosen: str | None = None,
    ) -> str:
        """The one vintage that holds `year`; a choice is never made silently.

        Parameters
        ----------
        table : str or tuple of str
            One table, or several of which any will do.
        chosen : str, optional
            The vintage to use where the library holds several.

        Raises
        ------
        NotInLibraryError
            If the library holds none, or several and `chosen` does not name one.
        """
        tables = (table,) if isinstance(table, str) else table
        every = self.vintages(source, *tables)
        held = [v for v in every if v == str(year) or v.startswith(f"{year}.r")]
        if chosen is not None:
            held = [v for v in held if v == chosen]
        if not held:
            wanted = chosen or str(year)
            have = ", ".join(every) or "nothing"
            other = f" (nor {' nor '.join(tables[1:])})" if tables[1:] else ""
            do = "Choose one of these in the region file, or download" if every else "Download"
            raise NotInLibraryError(
                f"The library {self.root} holds no {source} {tables[0]} files{other} of {wanted}; "
                f"it holds {have}. {do} what 'sectornb check REGION.yml' lists, and add "
                f"it with: sectornb add FILE... --source {source} --vintage {wanted} --library "
                f"{self.root}"
            )
        if len(held) > 1:
            raise NotInLibraryError(
                f"The library {self.root} holds several vintages of {source} {year}: "
                f"{', '.join(held)}. Say which one in the region file, under 'vintages', "
                f'for example: vintages: {{"{year}": "{held[-1]}"}}.'
            )
        return held[0]

    def only_vintage(
        self,
        source: str,
        tables: Iterable[str],
        chosen: str,
        what: str,
        choose: str = "",
        add: str = "Add them",
    ) -> str:
        """The one vintage of `tables` that is held, or the `chosen` one; empty without any.

        Parameters
        ----------
        what, choose, add : str
            What the files are, how one of several vintages is chosen, and what to do without.

        Raises
        ------
        NotInLibraryError
            If several are held and none is chosen, or the chosen one is not held.
        """
        held = self.vintages(source, *tables)
        if chosen and chosen not in held:
            raise NotInLibraryError(
                f"The library {self.root} holds no {what} of {chosen}; it holds "
                f"{', '.join(held) or 'nothing'}. {add} with: sectornb add FILE --source "
                f"{source} --vintage {chosen} --library {self.root}"
            )
        if not chosen and len(held) > 1:
            raise NotInLibraryError(
                f"The library {self.root} holds {what} of {', '.join(held)}. {choose} {held[-1]}"
            )
        return chosen or "".join(held)

    def record(self, source: str, vintage: str, table: str, part: str) -> Holding:
        """The record of a file, without a look at the file.

        Raises
        ------
        NotInLibraryError
            If there is no record.
        """
        record = record_of(self.path(source, vintage, table, part))
        if not record.is_file():
            raise NotInLibraryError(
                f"The library {self.root} has no record for {source} {vintage} {table} {part}. "
                "Add the file with 'sectornb add'."
            )
        return read_record(record)

    def open(
        self,
        source: str,
        vintage: str,
        table: str,
        part: str,
        *,
        compared: tuple[int, int] | None = None,
    ) -> Path:
        """Path of a file, after its bytes were compared with its record.

        Parameters
        ----------
        compared : pair of int, optional
            Size and modification time (nanoseconds) at which the bytes were last
            found equal to the record; while the file has these, they are not read again.

        Raises
        ------
        NotInLibraryError
            If the file or its record is not there.
        ChangedFileError
            If the file is no longer the one that was added, or lies where another belongs.
        """
        path = self.path(source, vintage, table, part)
        record = record_of(path)
        if not path.is_file() or not record.is_file():
            lacking = "file" if record.is_file() else "record"
            hint = (
                "Add it with 'sectornb add'."
                if lacking == "file" or not path.is_file()
                else "A file copied in by hand has no record: add it with 'sectornb add'."
            )
            raise NotInLibraryError(
                f"The library {self.root} has no {lacking} for {source} {vintage} {table} {part}. "
                f"{hint}"
            )
        holding = read_record(record)
        if holding.key != (source, vintage, table, part):
            raise ChangedFileError(
                f"{path} was moved or copied within the library: its record says "
                f"{' '.join(holding.key)}. Remove both, and add the agency's file with "
                "'sectornb add'."
            )
        if holding.key not in self._used:
            stat = path.stat()
            known = compared == (stat.st_size, stat.st_mtime_ns)
            found = holding.sha256 if known else file_sha256(path)
            if found != holding.sha256:
                raise ChangedFileError(
                    f"{path} has changed since it was added: its SHA-256 begins {found[:12]}, its "
                    f"record says {holding.sha256[:12]}. Add the agency's file again with: "
                    f"sectornb add FILE --source {source} --vintage {vintage} --library "
                    f"{self.root}; if the agency revised it, with --replace."
                )
            if stat.st_size != holding.bytes:
                raise ChangedFileError(
                    f"The record of {path} was changed: it tells {holding.bytes:,} bytes of "
                    f"{stat.st_size:,}. Add the agency's file again with 'sectornb add --replace'."
                )
            self._used[holding.key] = holding
        return path

    def once(self, name: Hashable, make: Callable[[], Parsed]) -> Parsed:
        """What `make` gives, made at the first call with `name` and kept as long as this library.

        The same object is handed out each time: whoever changes it makes a copy first.
        """
        if name not in self._made:
            self._made[name] = make()
        made: Parsed = self._made[name]
        return made

    def let_go(self) -> None:
        """Forget what files were parsed to; which were used stays known."""
        self._made.clear()

    def parsed(
        self, source: str, vintage: str, table: str, part: str, parse: Callable[[Path], Parsed]
    ) -> Parsed:
        """What `parse` makes of a file, which is opened (:meth:`open`) and parsed once.

        Raises
        ------
        NotInLibraryError, ChangedFileError
            As :meth:`open`.
        """
        key = (source, vintage, table, part)
        return self.once(key, lambda: parse(self.open(*key)))

    def used(self) -> list[Holding]:
        """Records of every file handed out so far, sorted."""
        return sorted(self._used.values())

    def check_put(self, file: Path, holding: Holding, *, replace: bool = False) -> bool:
        """Whether `file` is new to the library, refusing one that would replace another.

        Raises
        ------
        ChangedFileError
            If another file lies under that name and `replace` is not set.
        """
        target = self.path(*holding.key)
        record = record_of(target)
        for twin in sorted(target.parent.glob(f"{PACKED.sub('', target.name)}.*")):
            if twin.name != target.name and PACKED.sub("", twin.name) == PACKED.sub(
                "", target.name
            ):
                raise ChangedFileError(
                    f"{file} would stand beside {twin}, which is the same table packed otherwise, "
                    f"and a report reads one of them. Remove {twin} and {record_of(twin)} first, "
                    "or leave this one out."
                )
        if not (target.is_file() and record.is_file()):
            return True
        try:
            present = read_record(record)
        except ChangedFileError:
            if replace:
                return True
            raise
        if present.sha256 == holding.sha256:
            return file_sha256(target) != present.sha256
        if not replace:
            year, _, revision = holding.vintage.partition(".r")
            raise ChangedFileError(
                f"{file} differs from the {holding.source} {holding.vintage} {holding.part} "
                f"that the library {self.root} already holds (obtained {present.retrieved}, "
                f"SHA-256 {present.sha256[:12]}; the new one {holding.sha256[:12]}). Reports made "
                f"from the old file could not be repeated. Keep both with --vintage "
                f"{year}.r{int(revision or 1) + 1}, or replace it with --replace."
            )
        return True

    def put(self, file: Path, holding: Holding, *, replace: bool = False) -> bool:
        """Copy `file` into the library with its record; tell whether anything was written.

        The same bytes under the same name are accepted silently; if the copy in the
        library was damaged since, they mend it.

        Raises
        ------
        ChangedFileError
            If another file lies under that name and `replace` is not set.
        """
        if not self.check_put(file, holding, replace=replace):
            return False
        target = self.path(*holding.key)
        with replaced_whole(record_of(target)) as record:
            record.write_text(json.dumps(asdict(holding), indent=1, sort_keys=True) + "\n")
            # Whole before the file takes its place, so that a kill between the two is mended.
            flush(record)
            with replaced_whole(target) as temporary:
                shutil.copyfile(file, temporary)
        return True


def open_library(folder: str, *, needed: bool = True) -> Library:
    """The library in `folder`, or the simulated example for an empty name.

    Parameters
    ----------
    needed : bool
        Whether anything will be read from it; else it is an empty one where there is no folder.

    Raises
    ------
    NotInLibraryError
        If it is needed and there is no such folder.
    """
    root = Path(folder) if folder else shipped("data", "example", "library")
    if needed and not root.is_dir():
        raise NotInLibraryError(
            f"There is no library folder {root}. Correct its name in the region file, or make "
            f"one by adding files: sectornb add FILE... --source qcew --library {root}"
        )
    library = Library(root)
    library.sweep()
    return library


def describe_used(library: Library) -> str:
    """One line per source, vintage and period of the files used so far, for a workbook to print."""
    files = Counter((h.source, h.vintage, h.reference_period, h.simulated) for h in library.used())
    return "\n".join(
        f"{source} vintage {vintage}: {period}, {count} file{'s' * (count > 1)}"
        f"{' (simulated)' if simulated else ''}"
        for (source, vintage, period, simulated), count in sorted(files.items())
    )


def describe_holdings(holdings: list[Holding]) -> str:
    """One line on a list of holdings: vintages, tables and how many files."""
    if not holdings:
        return "nothing"
    groups: dict[tuple[str, str], list[str]] = {}
    for holding in holdings:
        groups.setdefault((holding.vintage, holding.table), []).append(holding.part)
    return "; ".join(
        f"{vintage} {table}: {len(parts)} ({examples(parts)})"
        for (vintage, table), parts in sorted(groups.items())
    )

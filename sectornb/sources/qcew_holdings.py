"""Which files of the library hold the QCEW cells of an area, and reading them from there.

Three kinds of file hold the same cells: the slice of one area, the archive by
area, and the single file of the whole country.  The smallest that holds an area
is used, so that a county added by hand goes before the year's long file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sectornb.errors import NotInLibraryError, examples
from sectornb.sources.columnar_store import Store, existing_store
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.qcew import SOURCE, Period, read_area_file
from sectornb.sources.qcew_bulk import areas_in_file, read_single_file
from sectornb.sources.qcew_members import areas_in_archive, read_by_area
from sectornb.sources.qcew_store import qcew_store, read_store


def tables_of(period: Period) -> tuple[str, str, str]:
    """The tables that hold areas in this period: slices, by area, single file."""
    kind = "annual" if period == "annual" else "quarterly"
    return (f"{kind}-area", f"{kind}-by-area", f"{kind}-single")


class AreaFiles:
    """The files of one year and period, and which area is in which.

    Parameters
    ----------
    vintage : str, optional
        The vintage to use where the library holds several of the year.

    Raises
    ------
    NotInLibraryError
        If the library holds nothing of that year, or several vintages.
    """

    def __init__(
        self, library: Library, year: int, period: Period = "annual", vintage: str | None = None
    ) -> None:
        self.library = library
        self.year = year
        self.period = period
        self.slices, self.by_area, self.single = tables_of(period)
        self.vintage = library.vintage_of_year(
            SOURCE, (self.slices, self.by_area, self.single), year, vintage
        )
        self._stores: dict[str, Store | None] = {}

    def areas(self) -> set[str]:
        """Every area that one of the files holds."""
        return set(self._of_slices()) | set(self._of_archives()) | set(self._of_single())

    def places(self, areas: Collection[str]) -> dict[str, tuple[str, str]]:
        """Area to the table and part that holds it; an area that none holds is left out."""
        named = declared(SOURCE).table(self.slices).part
        slices = {a: (self.slices, named.format(area=a, quarter=self.period)) for a in areas}
        found = {
            area: place
            for area, place in slices.items()
            if self.library.path(SOURCE, self.vintage, *place).is_file()
        }
        for look in (self._of_archives, self._of_single):
            if set(areas) - set(found):
                held = look()
                found |= {a: held[a] for a in areas if a in held and a not in found}
        return found

    def lacks(self, areas: Collection[str]) -> list[str]:
        """Those of `areas` that no file holds, sorted."""
        return sorted(set(areas) - set(self.places(areas)))

    def read(
        self,
        areas: Collection[str],
        *,
        columns: Collection[str] | None = None,
        levels: Collection[str] | None = None,
        ownership: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """The cells of these areas in this period, sorted by the key.

        Raises
        ------
        NotInLibraryError
            If no file holds one of them.
        """
        places = self.places(areas)
        if missing := self.lacks(areas):
            raise lacking([(self, area) for area in missing], len(set(areas)))
        narrow: dict[str, Any] = {"columns": columns, "levels": levels, "ownership": ownership}
        quarter = None if self.period == "annual" else self.period
        files: dict[tuple[str, str], list[str]] = {}
        for area in sorted(places):
            files.setdefault(places[area], []).append(area)
        frames = []
        for (table, part), wanted in files.items():
            if table == self.slices:
                frames.append(read_area_file(self._open(table, part), table, **narrow))
            elif table == self.by_area:
                path = self._open(table, part)
                frames.append(read_by_area(path, wanted, table, quarter=quarter, **narrow))
            elif (store := self._store(part)) is not None:
                frames.append(read_store(store, table, wanted, quarter=quarter, **narrow))
            else:
                path = self._open(table, part)
                frames.append(read_single_file(path, wanted, table, quarter=quarter, **narrow))
        key = list(declared(SOURCE).table(self.slices).key)
        frame = pd.concat(frames, ignore_index=True)
        return frame.sort_values(key, kind="stable").reset_index(drop=True)

    def _open(self, table: str, part: str, compared: tuple[int, int] | None = None) -> Path:
        return self.library.open(SOURCE, self.vintage, table, part, compared=compared)

    def _parts(self, table: str) -> list[str]:
        return [
            part
            for part in self.library.parts(SOURCE, self.vintage, table)
            if self.library.path(SOURCE, self.vintage, table, part).is_file()
        ]

    def _of_slices(self) -> dict[str, tuple[str, str]]:
        named = declared(SOURCE).table(self.slices).part
        ending = named.format(area="", quarter=self.period)
        return {
            part.removesuffix(ending): (self.slices, part)
            for part in self._parts(self.slices)
            if part.endswith(ending)
        }

    def _of_archives(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for part in self._parts(self.by_area):
            if part.endswith(".zip"):
                held = areas_in_archive(self._open(self.by_area, part))
            else:
                held = {part.removesuffix(".csv"): part}
            found |= {area: (self.by_area, part) for area in held if area not in found}
        return found

    def _of_single(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for part in self._parts(self.single):
            store = self._store(part)
            if store is not None:
                held: Collection[str] = store.values
            else:
                held = areas_in_file(self._open(self.single, part), self.single)
            found |= {area: (self.single, part) for area in held if area not in found}
        return found

    def _store(self, part: str) -> Store | None:
        if part not in self._stores:
            holding = self.library.record(SOURCE, self.vintage, self.single, part)
            path = self.library.path(*holding.key)
            store = existing_store(path, holding.sha256)
            opened = self._open(self.single, part, None if store is None else store.compared)
            self._stores[part] = store or qcew_store(opened, holding.sha256, self.single)
        return self._stores[part]


def lacking(missing: list[tuple[AreaFiles, str]], wanted: int) -> NotInLibraryError:
    """The error that names areas which no file of their year holds, and where to get them."""
    files, area = missing[0]
    source = declared(SOURCE)
    quarter = "a" if files.period == "annual" else files.period
    slices, by_area, single = (
        source.table(table).url.format(year=files.year, area=area, quarter=quarter)
        for table in (files.slices, files.by_area, files.single)
    )
    root = files.library.root
    return NotInLibraryError(
        f"The library {root} lacks {len(missing)} of {wanted} area files of the {source.title}: "
        f"{examples(f'{a} in {f.year}' for f, a in missing)}. Download them, the first from "
        f"{slices}, or all areas at once, as one file from {single} or one file each from "
        f"{by_area}, and add them with: sectornb add FILE... --source {SOURCE} --vintage "
        f"{files.vintage} --library {root}"
    )


def area_cells(
    library: Library,
    years: Collection[int],
    areas: Collection[str],
    period: Period,
    vintages: Mapping[str, str] | None,
    *,
    columns: Collection[str] | None = None,
    levels: Collection[str] | None = None,
    ownership: Collection[str] | None = None,
) -> pd.DataFrame:
    """What :func:`sectornb.sources.qcew.read_areas` returns.

    Raises
    ------
    NotInLibraryError
        Names every missing area and year at once.
    """
    chosen = dict(vintages or {})
    files = [AreaFiles(library, y, period, chosen.get(str(y))) for y in sorted(set(years))]
    wanted = sorted(set(areas))
    missing = [(each, area) for each in files for area in each.lacks(wanted)]
    if missing:
        raise lacking(missing, len(files) * len(wanted))
    frames = [
        each.read(wanted, columns=columns, levels=levels, ownership=ownership) for each in files
    ]
    return pd.concat(frames, ignore_index=True)

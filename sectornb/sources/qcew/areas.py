"""Which files of the library hold the QCEW cells of an area, and reading them from there.

Three kinds of file hold the same cells: the slice of one area, the archive by
area, and the single file of the whole country.  The smallest that holds an area
is used, so that a county added by hand goes before the year's long file.  Where no file of
annual averages holds an area and files of all four quarters do, the year is their average.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

import pandas as pd

from sectornb.errors import InputError, NotInLibraryError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.qcew.cells import SOURCE, cell_columns, narrowed, needed_columns, tidy_cells
from sectornb.sources.qcew.checks import refuse_other_edition
from sectornb.sources.qcew.quarters import AVERAGED, QUARTERS, annual_averages, quarters_of
from sectornb.sources.qcew.reader import areas_in, read_cells, read_slices
from sectornb.sources.qcew.typed import typed_cells
from sectornb.sources.store import Store, held_store

Period = Literal["annual", "1", "2", "3", "4"]
Place = tuple[str, str]
"""Table and part of a file."""

USUAL = {
    "annual-area": (
        "total_wages_usd", "annual_wage_usd", "lq_employment", "oty_employment_change",
    ),
    "quarterly-area": ("total_wages_usd",),
}  # fmt: skip
"""What is parsed beside establishments and jobs, asked for or not, so that whatever a workbook
asks for next is there already."""


def tables_of(period: Period) -> tuple[str, str, str]:
    """The tables that hold areas in this period: slices, by area, single file."""
    kind = "annual" if period == "annual" else "quarterly"
    return (f"{kind}-area", f"{kind}-by-area", f"{kind}-single")


def year_tables() -> tuple[str, ...]:
    """The tables that a year may be read from: annual averages, or four quarters."""
    return (*tables_of("annual"), *tables_of("1"))


def _vintages(
    library: Library, tables: tuple[str, str, str], year: int, chosen: str | None
) -> list[str]:
    held = library.vintages(SOURCE, *tables)
    return [v for v in held if v[:4] == str(year) and chosen in (None, v)]


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
        tables = tables_of(period)
        if period == "annual" and not _vintages(library, tables, year, vintage):
            tables = tables_of("1") if _vintages(library, tables_of("1"), year, vintage) else tables
        self.vintage = library.vintage_of_year(SOURCE, tables, year, vintage)

    @cached_property
    def quarters(self) -> tuple[AreaFiles, ...]:
        """Of a year, its quarters, if the library has any."""
        held = self.library.vintages(SOURCE, *tables_of("1"))
        if self.period != "annual" or self.vintage not in held:
            return ()
        return tuple(AreaFiles(self.library, self.year, q, self.vintage) for q in QUARTERS)

    def quarters_held(self, area: str) -> list[str]:
        """The quarters of which the library holds `area`."""
        return [files.period for files in self.quarters if files.places([area])]

    def areas(self) -> set[str]:
        """Every area that one of the files holds."""
        ending = self.slice_of("")[1]
        parts = self.library.parts(SOURCE, self.vintage, self.slices)
        found = {part.removesuffix(ending) for part in parts if part.endswith(ending)}
        found.update(self._held_by(self.by_area), self._held_by(self.single))
        whole = [files.areas() for files in self.quarters]
        return found.union(set.intersection(*whole)) if whole else found

    def slice_of(self, area: str) -> Place:
        """Table and part of the slice of `area`, whether the library holds it or not."""
        part = declared(SOURCE).table(self.slices).part
        return (self.slices, part.format(area=area, quarter=self.period))

    def has_slice(self, area: str) -> bool:
        """Whether the library holds the slice of `area`."""
        return self.library.path(SOURCE, self.vintage, *self.slice_of(area)).is_file()

    def places(self, areas: Collection[str]) -> dict[str, Place]:
        """Area to the table and part that holds it; an area that none holds is left out."""
        found = {area: self.slice_of(area) for area in areas if self.has_slice(area)}
        for table in (self.by_area, self.single):
            if further := set(areas) - set(found):
                held = self._held_by(table)
                found |= {area: (table, held[area]) for area in further if area in held}
        return found

    def lacks(self, areas: Collection[str]) -> list[str]:
        """Those of `areas` that no file holds, nor files of all four quarters, sorted."""
        missing = set(areas) - set(self.places(areas))
        if missing and self.quarters:
            missing = set[str]().union(*(files.lacks(missing) for files in self.quarters))
        return sorted(missing)

    def read(
        self,
        areas: Collection[str],
        *,
        columns: Collection[str] | None = None,
        levels: Collection[str] | None = None,
        ownership: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """The cells of these areas in this period, sorted by the key.

        A file is parsed once as long as the library is open, whatever is asked of it.

        Raises
        ------
        NotInLibraryError
            If no file holds one of them.
        """
        if missing := self.lacks(areas):
            raise lacking([(self, area) for area in missing], len(set(areas)))
        declaration = declared(SOURCE).table(self.slices)
        wanted = cell_columns(declaration, columns)
        kept = self._parsed(areas, wanted)
        frame = pd.concat([kept[area] for area in sorted(set(areas))], ignore_index=True)[wanted]
        frame = narrowed(frame, {"agglvl_code": levels, "own_code": ownership})
        return frame.reset_index(drop=True)

    def _parsed(self, areas: Collection[str], wanted: Collection[str]) -> dict[str, pd.DataFrame]:
        """Area to its cells of all levels and ownerships, with at least the columns `wanted`."""
        name = (SOURCE, self.vintage, self.period)
        kept: dict[str, pd.DataFrame] = self.library.once(name, dict)
        new = [area for area in areas if area not in kept or not set(wanted) <= {*kept[area]}]
        usual: Collection[str] | None = USUAL[self.slices]
        if not set(wanted) <= set(cell_columns(declared(SOURCE).table(self.slices), usual)):
            usual = None
        files: dict[Place, list[str]] = {}
        for area, place in self.places(new).items():
            files.setdefault(place, []).append(area)
        slices = {held[0]: part for (table, part), held in files.items() if table == self.slices}
        frames = [(list(slices), self._sliced(slices, usual))] if slices else []
        frames += [
            (held, self._cells(table, part, held, usual))
            for (table, part), held in files.items()
            if table != self.slices
        ]
        for held, frame in frames:
            self._refuse_other_edition(frame)
            # An area may have no row of this quarter.
            kept |= dict.fromkeys(held, frame.iloc[:0])
            kept |= {str(area): rows for area, rows in frame.groupby("area_fips")}
        if averaged := [area for area in new if self.quarters and area not in self.places([area])]:
            each = [files.read(averaged, columns=AVERAGED) for files in self.quarters]
            frame = annual_averages(pd.concat(each, ignore_index=True))
            kept |= {str(area): rows for area, rows in frame.groupby("area_fips")}
        return kept

    def _refuse_other_edition(self, frame: pd.DataFrame) -> None:
        """Refuse a held file whose year was changed, which older versions took in.

        Raises
        ------
        InputError
            As :func:`checks.refuse_other_edition`.
        """
        if frame.empty:
            return
        again = f", and add it with: sectornb add FILE --source {SOURCE} --vintage {self.vintage} "
        again += f"--replace --library {self.library.root}"
        try:
            refuse_other_edition(self.library.root, frame, again)
        except InputError:
            for area, rows in frame.groupby("area_fips"):
                place = self.places([str(area)])[str(area)]
                path = self.library.path(SOURCE, self.vintage, *place)
                refuse_other_edition(path, rows, again)

    def _sliced(self, slices: Mapping[str, str], columns: Collection[str] | None) -> pd.DataFrame:
        """Cells out of the slices of areas, each with its part."""
        paths = {area: self._opened(self.slices, part)[0] for area, part in slices.items()}
        quarter = None if self.period == "annual" else self.period
        return read_slices(paths, self.slices, columns, quarter)

    def _cells(
        self, table: str, part: str, areas: list[str], columns: Collection[str] | None
    ) -> pd.DataFrame:
        quarter = None if self.period == "annual" else self.period
        path, store = self._opened(table, part)
        if store is None and table == self.by_area:
            # Its rows of all quarters are parsed at once, so they are kept for the next quarter.
            key = (self.vintage, table, part, *areas, *(columns or ()))
            rows = self.library.once(key, lambda: read_cells(path, table, areas, columns=columns))
            return narrowed(rows, {"qtr": quarter and [quarter]})
        if store is None:
            return read_cells(path, table, areas, columns=columns, quarter=quarter)
        declaration = declared(SOURCE).table(table)
        names = [column.name for column in needed_columns(declaration, columns)]
        where = {"area_fips": areas, "qtr": quarter and [quarter]}
        return tidy_cells(str(store.path), store.table(names, where), declaration)

    def _opened(self, table: str, part: str) -> tuple[Path, Store | None]:
        """A file, and the store of a single file; of the others none is worth its making."""
        key = (SOURCE, self.vintage, table, part)
        if table != self.single:
            return self.library.open(*key), None
        return held_store(self.library, key, lambda path: typed_cells(path, table))

    def _held_by(self, table: str) -> dict[str, str]:
        """Area to the part of a table of long files that holds it."""

        def look() -> dict[str, str]:
            found: dict[str, str] = {}
            for part in reversed(self.library.parts(SOURCE, self.vintage, table)):
                record = self.library.record(SOURCE, self.vintage, table, part)
                if self.period == "annual" or self.period in quarters_of(record):
                    found |= dict.fromkeys(self._areas_in(table, part), part)
            return found

        return self.library.once((SOURCE, self.vintage, table, self.period), look)

    def _areas_in(self, table: str, part: str) -> Collection[str]:
        if table == self.by_area and part.endswith(".csv"):
            return [part.removesuffix(".csv")]
        path, store = self._opened(table, part)
        return areas_in(path, table) if store is None else store.values


def read_areas(
    library: Library,
    years: Collection[int],
    areas: Collection[str],
    *,
    period: Period = "annual",
    columns: Collection[str] | None = None,
    levels: Collection[str] | None = None,
    ownership: Collection[str] | None = None,
    vintages: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Cells of several years and areas from the library, in one table.

    Parameters
    ----------
    years, areas : collections
        Years of the data, and area codes such as ``39049`` or ``US000``.
    period : str
        ``annual``, or a quarter from ``1`` to ``4``.
    vintages : mapping, optional
        Year to the vintage to use, where the library holds several.
    columns, levels, ownership
        Measures, aggregation levels and ownership codes wanted; all by default.

    Raises
    ------
    NotInLibraryError
        Names every missing area and year at once, with the addresses of the files that hold
        the first.
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
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


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
    held = files.quarters_held(area)
    partly = (
        f" Of {area} in {files.year} it holds quarter {examples(held, 4)} alone; the files of all "
        "four quarters would do too."
        if held
        else ""
    )
    return NotInLibraryError(
        f"The library {root} lacks {len(missing)} of {wanted} area files of the {source.title}: "
        f"{examples(f'{a} in {f.year}' for f, a in missing)}.{partly} Download them, the first "
        f"from {slices}, or all areas at once, as one file from {single} or one file each from "
        f"{by_area}, and add them with: sectornb add FILE... --source {SOURCE} --vintage "
        f"{files.vintage} --library {root}"
    )

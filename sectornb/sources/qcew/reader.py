"""The one reader of QCEW files: slices of an area or industry, archives by area, single files.

All have the same columns.  A file by area holds all quarters of one area and five columns of
titles; the agency's archive of them has thousands of members, each named after its area.  The
single file of the whole country is passed once, packed or not, in little memory: the beginning
of every row is checked, only rows of the wanted areas are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, UnknownCodeError, counted, examples
from sectornb.sources import opening
from sectornb.sources.columns import no_rows
from sectornb.sources.declarations import ColumnDeclaration, declared
from sectornb.sources.qcew import cells
from sectornb.sources.qcew.lines import AREA, Lines, LinesSeen, glued, pieces_of

MEMBER = re.compile(rf"(?:.*/)?(?:\d{{4}}\.\S+ )?(?P<area>{AREA})\b[^/]*\.(?i:csv)")
ONE_OF = {
    "area": ("an area file", ("area_fips", "year", "qtr")),
    "by-area": ("a file by area", ("area_fips", "year")),
    "industry": ("an industry file", ("naics", "year", "qtr")),
    "single": ("a single file", ("year",)),
}
"""Kind of file to its name, and the columns of which it holds one code only."""
PLURALS = {
    "area_fips": "areas", "naics": "industries", "year": "years", "qtr": "quarters",
}  # fmt: skip


def read_cells(
    path: Path,
    table: str = "annual-area",
    areas: Collection[str] | None = None,
    *,
    columns: Collection[str] | None = None,
    quarter: str | None = None,
    numbered: bool = False,
) -> pd.DataFrame:
    """Cells of one file as a tidy, typed table.

    Parameters
    ----------
    path : Path
        As the agency wrote it, packed or not, or re-saved.
    table : str
        What file it is: ``annual-`` or ``quarterly-``, then ``area``, ``by-area``,
        ``industry`` or ``single``.
    areas : collection of str, optional
        Area codes such as ``39049``; all by default.
    columns : collection of str, optional
        Measures wanted beside the codes and `employment_status`; all by default.
    quarter : str, optional
        One quarter, ``1`` to ``4``; all by default.
    numbered : bool
        Whether to tell the ``row`` of each cell in its file, from 0.

    Returns
    -------
    DataFrame
        One row per area, ownership, industry and period, sorted by the key.
        Codes are text.  Counts (establishments, jobs), dollars and quotients
        are float64, missing where withheld.  `employment_status` is
        ``disclosed``, ``zero`` or ``withheld``.

    Raises
    ------
    InputError
        If the file is not such a file, is damaged, holds unknown codes or marks, repeats a
        key, has a negative or unreadable number, or contradicts itself: a withheld cell
        with a number.
    UnknownCodeError
        If it holds no row of one of `areas`.
    """
    frames = list(each_file(path, table, areas, columns, quarter, numbered=numbered))
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def each_file(
    path: Path,
    table: str,
    areas: Collection[str] | None = None,
    columns: Collection[str] | None = None,
    quarter: str | None = None,
    *,
    numbered: bool = False,
) -> Iterator[pd.DataFrame]:
    """As :func:`read_cells`, one CSV file of an archive after another.

    Raises
    ------
    InputError, UnknownCodeError
        As :func:`read_cells`.
    """
    declaration = declared(cells.SOURCE).table(table)
    kind = table.partition("-")[2]
    needed = cells.with_checks(declaration, columns)
    for stream, area in _streams(path, kind, areas):
        rows = _rows(stream, kind, needed, areas if area is None else None)
        if area not in (None, rows["area_fips"].iloc[0]):
            raise InputError(
                f"{stream.name} is named after area {area}, but holds "
                f"{rows['area_fips'].iloc[0]}. Use the agency's own archive."
            )
        rows = cells.narrowed(rows, {"qtr": quarter and [quarter]})
        yield cells.tidy_cells(stream.name, rows, declaration, numbered=numbered)


def read_slices(
    slices: Mapping[str, Path],
    table: str,
    columns: Collection[str] | None = None,
    quarter: str | None = None,
) -> pd.DataFrame:
    """Cells of several areas out of a slice of each, as :func:`read_cells` reads them.

    They are parsed together, which takes a third of the time; where that fails, one after the
    other, which says in which file.

    Parameters
    ----------
    slices : mapping
        Area to its file.

    Raises
    ------
    InputError, UnknownCodeError
        As :func:`read_cells`.
    """
    frame = _alike(slices, table, columns, quarter) if len(slices) > 1 else None
    if frame is not None:
        return frame
    each = [
        read_cells(path, table, [area], columns=columns, quarter=quarter)
        for area, path in slices.items()
    ]
    return pd.concat(each, ignore_index=True)


def _alike(
    slices: Mapping[str, Path], table: str, columns: Collection[str] | None, quarter: str | None
) -> pd.DataFrame | None:
    """Cells of all slices, or None if one is written otherwise than the first, or damaged."""
    declaration = declared(cells.SOURCE).table(table)
    needed = cells.with_checks(declaration, columns)
    held: list[Lines] = []
    layouts: list[cells.Layout] = []
    try:
        for area, path in slices.items():
            seen = LinesSeen()
            with opening.csv_stream(path, "zip") as stream:
                for layout, lines in pieces(stream, needed, None, seen):
                    held.append(lines)
                    layouts.append(layout)
            if seen.areas != {area}:
                return None
        first = layouts[0]
        if any((other.places, other.width) != (first.places, first.width) for other in layouts):
            return None
        rows = cells.parse_rows(first, glued(held))
        once = [name for name in ONE_OF["area"][1] if name != "area_fips"]
        if rows.groupby("area_fips")[once].nunique().gt(1).any(axis=None):
            return None
        rows = cells.narrowed(rows, {"qtr": quarter and [quarter]})
        return cells.tidy_cells(first.name, rows, declaration)
    except InputError:
        return None


def areas_in(path: Path, table: str) -> list[str]:
    """Every area of a file or archive, sorted; an archive tells by the names of its members.

    Raises
    ------
    InputError
        If the file is not such a file or is damaged.
    """
    if table.endswith("by-area") and opening.is_packed(path, "zip"):
        return sorted(members_by_area(path))
    seen = LinesSeen()
    needed = cells.needed_columns(declared(cells.SOURCE).table(table), ())
    with opening.csv_stream(path, "zip") as stream:
        for layout, lines in pieces(stream, needed, (), seen):
            seen.areas |= set(cells.parse_rows(layout, lines)["area_fips"])
    return sorted(seen.areas)


def members_by_area(path: Path) -> dict[str, str]:
    """Area to the member of an archive that holds it, told by the members' names.

    Raises
    ------
    InputError
        If it is no such archive: a member's name has no area, or two have the same.
    """
    found: dict[str, str] = {}
    for info in opening.csv_members(path):
        named = MEMBER.fullmatch(info.filename)
        if named is None:
            raise InputError(
                f"{path} holds {info.filename!r}, whose name has no area code. It is no archive by "
                "area; download the agency's own file."
            )
        area = named["area"]
        if area in found:
            raise InputError(
                f"{path} holds two files of area {area}: {found[area]!r} and {info.filename!r}. "
                "Keep one."
            )
        found[area] = info.filename
    return found


def pieces(
    stream: opening.CsvStream,
    needed: tuple[ColumnDeclaration, ...],
    areas: Collection[str] | None = None,
    seen: LinesSeen | None = None,
) -> Iterator[tuple[cells.Layout, Lines]]:
    """The rows of `areas`, or all, piece by piece; `seen` tells what was passed.

    Of a file whose rows do not begin with the area, all rows come and no area is told.

    Raises
    ------
    InputError
        If a column is missing, there are no rows, or a row does not begin as one does.
    """
    layout = cells.layout_of(stream.name, stream.header, needed)
    seen = LinesSeen() if seen is None else seen
    first = layout.places["area_fips"] == 0
    for lines in pieces_of(layout.name, stream.blocks(), seen, areas, area_first=first):
        yield layout, lines
    if not seen.rows:
        raise no_rows(stream.name)


def refuse_several(name: str, kind: str, codes: Mapping[str, Collection[str]]) -> None:
    """Refuse a file with several codes of which a file of its kind holds one.

    Raises
    ------
    InputError
        Names them.
    """
    what, columns = ONE_OF[kind]
    for column in columns:
        found = sorted(codes[column])
        if len(found) > 1:
            raise InputError(
                f"{name} holds {len(found)} {PLURALS[column]} ({examples(found)}); {what} holds "
                "one. It is another kind of file or was pasted together; use the agency's own "
                "file."
            )


def _streams(
    path: Path, kind: str, areas: Collection[str] | None
) -> Iterator[tuple[opening.CsvStream, str | None]]:
    """The CSV files to read, each with the area that its name tells."""
    if kind != "by-area" or not opening.is_packed(path, "zip"):
        largest = opening.LARGEST if kind == "single" else opening.LARGEST_WHOLE
        with opening.csv_stream(path, "zip", largest) as stream:
            yield stream, None
        return
    named = members_by_area(path)
    wanted = sorted(named if areas is None else set(areas))
    if missing := [area for area in wanted if area not in named]:
        raise _without(path, missing, wanted, set(named))
    streams = opening.csv_streams(path, [named[area] for area in wanted])
    yield from zip(streams, wanted, strict=True)


def _rows(
    stream: opening.CsvStream,
    kind: str,
    needed: tuple[ColumnDeclaration, ...],
    areas: Collection[str] | None,
) -> pd.DataFrame:
    """The parsed rows of one CSV file, those of `areas` alone where it holds many."""
    chosen = areas if kind == "single" else None
    seen = LinesSeen()
    frames = []
    for layout, lines in pieces(stream, needed, chosen, seen):
        frame = cells.parse_rows(layout, lines)
        seen.areas |= set(frame["area_fips"].unique())
        frames.append(cells.narrowed(frame, {"area_fips": chosen}))
    if missing := set(areas or ()) - seen.areas:
        raise _without(stream.name, missing, areas, seen.areas)
    rows = frames[0] if len(frames) == 1 else pd.concat(frames)
    refuse_several(stream.name, kind, {c: set(rows[c].unique()) for c in ONE_OF[kind][1]})
    return rows


def _without(
    path: Path | str, missing: Collection[str], areas: Collection[str] | None, held: set[str]
) -> UnknownCodeError:
    return UnknownCodeError(
        f"{path} has no rows of {len(missing)} of {len(set(areas or ()))} areas: "
        f"{examples(sorted(missing))}. It holds {counted(len(held), 'area')} from {min(held)} to "
        f"{max(held)}."
    )

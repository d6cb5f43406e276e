"""QCEW files by area: one area in all quarters of a year, extracted or in the agency's archive.

They carry five columns of titles and, until some years ago, other names for
establishments (``qtrly_estabs_count``); both are settled by reading columns by
name.  The archive of the whole country has thousands of members, each named
after its area.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, UnknownCodeError, examples
from sectornb.sources.archives import CsvStream, csv_members, csv_stream, csv_streams, is_zip
from sectornb.sources.area_lines import LinesSeen
from sectornb.sources.declarations import TableDeclaration, declared
from sectornb.sources.qcew import AREA, SOURCE
from sectornb.sources.qcew_bulk import wanted_lines
from sectornb.sources.qcew_rows import layout_of, needed_columns, parse_rows, tidy_rows

MEMBER = re.compile(rf"(?:.*/)?(?:\d{{4}}\.\S+ )?(?P<area>{AREA})\b[^/]*\.csv", re.IGNORECASE)


def areas_in_archive(path: Path) -> dict[str, str]:
    """Area to the member that holds it, told by the members' names.

    Raises
    ------
    InputError
        If it is no such archive: a member's name has no area, or two have the same.
    """
    found: dict[str, str] = {}
    for info in csv_members(path):
        named = MEMBER.fullmatch(info.filename)
        if named is None:
            raise InputError(
                f"{path} holds {info.filename!r}, whose name has no area code. It is no archive by "
                "area; download the agency's own file."
            )
        area = named["area"].upper()
        if area in found:
            raise InputError(
                f"{path} holds two files of area {area}: {found[area]!r} and {info.filename!r}. "
                "Keep one."
            )
        found[area] = info.filename
    return found


def read_by_area(
    path: Path,
    areas: Collection[str] | None = None,
    table: str = "quarterly-by-area",
    *,
    columns: Collection[str] | None = None,
    levels: Collection[str] | None = None,
    ownership: Collection[str] | None = None,
    quarter: str | None = None,
) -> pd.DataFrame:
    """Areas out of the agency's archive by area, or the area of one extracted member.

    Parameters
    ----------
    path : Path
        Such as ``2016_qtrly_by_area.zip``, or a file that was in it.
    areas : collection of str, optional
        Area codes; all in the archive by default.
    table : str
        ``quarterly-by-area`` or ``annual-by-area``.
    columns, levels, ownership
        As in :func:`sectornb.sources.qcew.read_area_file`.
    quarter : str, optional
        One quarter, ``1`` to ``4``; all by default.

    Returns
    -------
    DataFrame
        As from :func:`sectornb.sources.qcew.read_area_file`, sorted by the key.

    Raises
    ------
    InputError
        If a file is damaged, a row of it is wrong, or it is of another area than
        its name says.
    UnknownCodeError
        If one of `areas` is not in it.
    """
    declaration = declared(SOURCE).table(table)

    def read(stream: CsvStream, area: str | None) -> pd.DataFrame:
        frame = _read_member(stream, area, declaration, columns)
        if quarter is not None:
            frame = frame[frame["qtr"].eq(quarter)]
        return tidy_rows(stream.name, frame, declaration, levels=levels, ownership=ownership)

    if not is_zip(path):
        with csv_stream(path) as stream:
            frame = read(stream, None)
        wanted = set(areas or frame["area_fips"].unique())
        if len(frame) and (missing := sorted(wanted - set(frame["area_fips"]))):
            raise UnknownCodeError(
                f"{path} is the file of area {frame['area_fips'].iloc[0]}, not of "
                f"{examples(missing)}."
            )
        return frame
    held = areas_in_archive(path)
    if missing := sorted(set(areas or ()) - set(held)):
        raise UnknownCodeError(
            f"{path} has no file of {len(missing)} of {len(set(areas or ()))} areas: "
            f"{examples(missing)}. It holds {len(held):,} areas from {min(held)} to {max(held)}."
        )
    members = {held[area]: area for area in sorted(held if areas is None else set(areas))}
    frames = [read(stream, members[member]) for member, stream in csv_streams(path, members)]
    return pd.concat(frames, ignore_index=True)


def _read_member(
    stream: CsvStream,
    area: str | None,
    declaration: TableDeclaration,
    columns: Collection[str] | None,
) -> pd.DataFrame:
    layout = layout_of(stream.name, stream.header, needed_columns(declaration, columns))
    pieces = wanted_lines(layout, stream.blocks(), None, LinesSeen())
    frames = [parse_rows(layout, lines) for lines in pieces]
    if not frames:
        raise InputError(
            f"{stream.name} has a header and no rows. Download it again; the transfer was cut off."
        )
    frame = pd.concat(frames)
    for column, what in (("area_fips", "areas"), ("year", "years")):
        if frame[column].nunique() > 1:
            raise InputError(
                f"{stream.name} holds {frame[column].nunique()} {what} "
                f"({examples(sorted(frame[column].unique()))}); a file by area holds one. It was "
                "pasted together; use the agency's own file."
            )
    found = frame["area_fips"].iloc[0]
    if area is not None and found != area:
        raise InputError(
            f"{stream.name} is named after area {area}, but holds {found}. Use the agency's own "
            "archive."
        )
    return frame

"""Taking a downloaded file into the library: recognize it, read it, then keep it.

What a file is follows from what stands in it, never from its name: the same
slice may be called ``39049.csv``, ``39049 (1).csv`` or ``area.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.declarations import declarations, declared
from sectornb.sources.library import Holding, Library, check_vintage, file_sha256
from sectornb.sources.qcew import read_area_file, read_titles
from sectornb.sources.text_file import header_of

TOTAL_LEVELS = ("10", "40", "50", "70")
OWNERSHIPS = ("1", "2", "3", "5")
ROUNDING_OF_FOUR_OWNERSHIPS = 2.5
"""Half a job of rounding for each of four ownerships and their total."""


@dataclass(frozen=True)
class Recognized:
    """What a file turned out to be, after it was read to its end."""

    source: str
    table: str
    part: str
    reference_period: str
    rows: int
    summary: str


def recognize(path: Path, source: str, vintage: str) -> Recognized:
    """Read a file completely and say which table and part of `source` it is.

    Raises
    ------
    InputError
        If it is not a file of this source, is damaged, or is of another year
        than `vintage` says.
    """
    declared(source)
    header = set(header_of(path))
    table = _table_by_header(path, source, header)
    if source == "qcew":
        return _recognize_area_file(path, table, vintage)
    titles = read_titles(path, table)
    declaration = declared(source).table(table)
    return Recognized(
        source=source,
        table=table,
        part=declaration.part,
        reference_period=declaration.reference_period.format(vintage=vintage),
        rows=len(titles),
        summary=f"{declaration.title}, {len(titles):,} codes",
    )


def describe_file(
    path: Path,
    source: str,
    vintage: str,
    *,
    maturity: str = "as published",
    simulated: bool = False,
) -> Holding:
    """Read a file to its end and describe it as the library will keep it.

    The day a file was obtained is taken from its modification time.

    Raises
    ------
    InputError
        If the file is refused by its reader.
    """
    found = recognize(path, source, vintage)
    stat = path.stat()
    return Holding(
        source=source,
        vintage=vintage,
        table=found.table,
        part=found.part,
        reference_period=found.reference_period,
        origin=f"added by hand: {path.name}",
        retrieved=datetime.fromtimestamp(stat.st_mtime, UTC).date().isoformat(),
        bytes=stat.st_size,
        sha256=file_sha256(path),
        rows=found.rows,
        maturity=maturity,
        simulated=simulated,
    )


def add_files(
    root: Path, paths: Iterable[Path], source: str, vintage: str, *, replace: bool = False
) -> list[tuple[Holding, bool]]:
    """Take several files into the library at `root`, all or none.

    Raises
    ------
    InputError, ChangedFileError
        If a file is refused or would replace another; nothing is written then.
    """
    check_vintage(vintage)
    library = Library(root)
    paths = list(paths)
    described = [describe_file(path, source, vintage) for path in paths]
    seen: dict[tuple[str, ...], Path] = {}
    for path, holding in zip(paths, described, strict=True):
        other = seen.setdefault(holding.key, path)
        if other != path and file_sha256(other) != holding.sha256:
            raise InputError(
                f"{other} and {path} are both {source} {vintage} {holding.part} and differ. Add "
                "only the one you want to keep."
            )
        library.check_put(path, holding, replace=replace)
    return [
        (holding, library.put(path, holding, replace=replace))
        for path, holding in zip(paths, described, strict=True)
    ]


def _table_by_header(path: Path, source: str, header: set[str]) -> str:
    fits: dict[str, int] = {}
    for name, declaration in declared(source).tables.items():
        lacking = [
            column
            for column in declaration.columns
            if not {column.file, *column.aliases}.intersection(header)
        ]
        fits[name] = len(lacking)
        if not lacking:
            return name
    if source == "qcew" and "industry_code" in header and "area_fips" in header:
        table = "quarterly-area" if "month1_emplvl" in header else "annual-area"
        lacking_names = [
            column.file
            for column in declared(source).table(table).columns
            if not {column.file, *column.aliases}.intersection(header)
        ]
        raise InputError(
            f"{path} looks like a {declared(source).table(table).title.lower()} file, but lacks "
            f"the column{'s' if len(lacking_names) > 1 else ''} {examples(lacking_names)}. Use the "
            "agency's own file with all its columns."
        )
    raise InputError(
        f"{path} is not a file of {declared(source).title}: its first line has "
        f"{len(header)} columns, among them {examples(sorted(header))}."
        + _other_source(source, header)
    )


def _other_source(source: str, header: set[str]) -> str:
    for name, declaration in declarations().items():
        if name == source:
            continue
        for table, kind in declaration.tables.items():
            if all({c.file, *c.aliases}.intersection(header) for c in kind.columns):
                return f" It looks like {name} ({table}): try --source {name}."
    return f" Known tables are {examples(declared(source).tables, 8)}."


def _recognize_area_file(path: Path, table: str, vintage: str) -> Recognized:
    frame = read_area_file(path, table)
    year, quarter, area = (frame[column].iloc[0] for column in ("year", "qtr", "area_fips"))
    declaration = declared("qcew").table(table)
    if (quarter == "A") != (table == "annual-area"):
        raise InputError(
            f"{path} has the columns of {declaration.title.lower()} but says quarter {quarter!r}. "
            "Use the agency's own file."
        )
    if not vintage.startswith(year):
        raise InputError(
            f"{path} holds the year {year}, not {vintage}. Add it with --vintage {year}."
        )
    _check_totals(path, frame, table)
    _check_complete(path, frame)
    return Recognized(
        source="qcew",
        table=table,
        part=declaration.part.format(area=area, quarter=quarter),
        reference_period=declaration.reference_period.format(year=year, quarter=quarter),
        rows=len(frame),
        summary=f"{declaration.title}: {area}, {year}{'' if quarter == 'A' else ' Q' + quarter}",
    )


def _check_totals(path: Path, frame: pd.DataFrame, table: str) -> None:
    """Refuse a file whose total is missing or is not the sum of its ownerships."""
    total = frame[
        frame["agglvl_code"].isin(TOTAL_LEVELS)
        & frame["own_code"].eq("0")
        & frame["naics"].eq("10")
    ]
    if len(total) != 1:
        raise InputError(
            f"{path} has {len(total)} rows for all industries and ownerships together (ownership "
            "0, industry 10); an area file has exactly one. It was filtered or cut off; download "
            "it again."
        )
    level = f"{total['agglvl_code'].iloc[0][0]}1"
    parts = frame[frame["agglvl_code"].eq(level) & frame["own_code"].isin(OWNERSHIPS)]
    measures = (
        {"employment": ROUNDING_OF_FOUR_OWNERSHIPS, "total_wages_usd": 0.5}
        if table == "annual-area"
        else {"month3_employment": 0.5, "total_wages_usd": 0.5}
    )
    if parts["employment_status"].eq("withheld").any() or parts.empty:
        return
    for measure, slack in measures.items():
        whole, summed = total[measure].iloc[0], parts[measure].sum()
        if abs(whole - summed) > slack:
            raise InputError(
                f"{path} contradicts itself: {measure} of all ownerships is {whole:,.0f}, but "
                f"federal, state, local and private together are {summed:,.0f}. A row was edited, "
                "lost or scaled; download the file again."
            )


def _check_complete(path: Path, frame: pd.DataFrame) -> None:
    """Refuse a file that was cut off: establishments are never withheld, so each level adds up.

    Each figure is rounded on its own, so a level may differ from its total by
    half an establishment for every row of it.
    """
    frame = frame[frame["own_code"].isin(OWNERSHIPS)]
    unit = frame["agglvl_code"].str[1].astype(int)
    for own, rows in frame.assign(unit=unit).groupby("own_code"):
        total = rows.loc[rows["unit"].eq(1), "establishments"].sum()
        levels = rows[rows["unit"].between(4, 8)].groupby("unit")["establishments"]
        for level, summed, count in zip(
            levels.sum().index, levels.sum(), levels.size(), strict=True
        ):
            if abs(total - summed) > 0.5 * (count + 1):
                raise InputError(
                    f"{path} is incomplete: ownership {own} has {total:,.0f} establishments, but "
                    f"its {'sectors' if level == 4 else f'{level - 2}-digit industries'} together "
                    f"have {summed:,.0f}. Rows are missing, probably because the transfer was cut "
                    "off; download the file again."
                )

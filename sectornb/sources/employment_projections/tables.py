"""Tables of the workbook of occupational projections: found by their titles and headings.

Their numbers move: worker characteristics were table 1.7 and are table 1.2.  Headings carry years,
footnote marks and an en dash, and are matched by their words.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from sectornb.errors import InputError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.opening import OLD_WORKBOOK, OLE, SIGNATURES, file_head, is_packed
from sectornb.sources.refusals import OWN_FILE, refuse_codes, refuse_first, refuse_unseen
from sectornb.sources.sheets import (
    SheetTable,
    cell_text,
    mentions,
    opened_workbook,
    table_of,
)

SOURCE = "employment-projections"
MARKER = "national employment matrix"
TITLES = {
    "separations": "occupational separations and openings",
    "characteristics": "worker characteristics",
    "utilization": "factors affecting occupational utilization",
    "attainment": "educational attainment",
    "assignments": "education and training assignments",
}
"""Words in the title of each table that is read; the first is needed, and one of education."""
_OCCUPATION = {
    "matrix_code": r"\d{4} national employment matrix (?:occupation )?code",
    "occupation_title": r"\d{4} national employment matrix (?:occupation )?title",
}
ASSIGNED = {
    "entry_education": r"typical education needed for entry",
    "work_experience": r"work experience in a related occupation",
    "job_training": r"typical on-the-job training needed to attain competency in the occupation",
}
COLUMNS = {
    "separations": {
        **_OCCUPATION,
        "line_item": r"occupation type",
        "employment_change": r"employment change, numeric, (\d{4}-\d{2,4})",
        "employment_change_pct": r"employment change, percent, \d{4}-\d{2,4}",
        "exit_rate_pct": r"labor force exit rate, \d{4}-\d{2,4} annual average",
        "transfer_rate_pct": r"occupational transfer rate, \d{4}-\d{2,4} annual average",
        "annual_exits": r"labor force exits, \d{4}-\d{2,4} annual average",
        "annual_transfers": r"occupational transfers, \d{4}-\d{2,4} annual average",
        "annual_separations": r"total occupational separations, \d{4}-\d{2,4} annual average",
        "annual_openings": r"occupational openings, \d{4}-\d{2,4} annual average",
    },
    "characteristics": {
        **_OCCUPATION,
        "self_employed_pct": r"percent self[ -]employed, \d{4}",
        "annual_median_usd": r"median annual wage,(?: dollars,)? \d{4}",
        **ASSIGNED,
    },
    "assignments": {**_OCCUPATION, **ASSIGNED},
    "attainment": {
        **_OCCUPATION,
        "less_than_high_school_pct": r"less than high school diploma",
        "high_school_pct": r"high school diploma or equivalent",
        "some_college_pct": r"some college, no degree",
        "associate_pct": r"associate['\u2019]s degree",
        "bachelor_pct": r"bachelor['\u2019]s degree",
        "master_pct": r"master['\u2019]s degree",
        "doctoral_pct": r"doctoral or professional degree",
    },
    "utilization": {
        **_OCCUPATION,
        "industry": r"\d{4} national employment matrix industry code",
        "industry_title": r"\d{4} national employment matrix industry title",
        "factor": r"factors affecting occupational utilization",
    },
}
_END = re.compile(r"employment, (\d{4})")
FOOTNOTE = r"\s*(?:\[\d+\]|\(\d+\))+$"
_CODE = re.compile(r"\d\d-\d{4}")


def no_workbook(path: Path, more: str = "") -> InputError:
    """The error that a file is no such workbook, with what it is instead."""
    return InputError(
        f"{path} is not a workbook of {declared(SOURCE).title}, which has tables titled "
        f"'Occupational separations and openings' and '... worker characteristics'. {more} "
        f"'sectornb sources {SOURCE}' tells where it is."
    )


def book_tables(path: Path) -> dict[str, SheetTable]:
    """Tables of a workbook that are read, by the names of `TITLES`.

    Raises
    ------
    InputError
        If it is no workbook of projections, is damaged, or has two tables of one title.
    """
    if not is_packed(path, "xlsx"):
        head = file_head(path)
        if head.startswith(OLE):
            raise InputError(f"{path} is {SIGNATURES[OLE]}. {OLD_WORKBOOK}")
        page = head.lstrip().startswith(b"<")
        raise no_workbook(path, "It is a web page." if page else "It is no Excel workbook.")
    if not mentions(path, MARKER):
        raise no_workbook(path)
    found: dict[str, SheetTable] = {}
    with opened_workbook(path) as book:
        for name in book.sheet_names:
            kind = _kind(_title(book, name))
            if kind in found:
                raise InputError(
                    f"{path} has two tables with the title '{TITLES[kind]}'. {OWN_FILE}"
                )
            if kind:
                read = table_of(book, _is_header, named=name.__eq__)
                if read is None:
                    raise InputError(
                        f"{path}, sheet {name!r}: no row of headings names the 'National "
                        "Employment Matrix code'. Headings over two rows, as before the "
                        "projections of 2020, are not read."
                    )
                found[kind] = read
    return found


def _title(book: CalamineWorkbook, name: str) -> str:
    rows = book.get_sheet_by_name(name).to_python(nrows=1)
    return " ".join(cell_text(cell) for row in rows for cell in row).casefold()


def _kind(title: str) -> str:
    if not title.startswith("table"):
        return ""
    return next((kind for kind, words in TITLES.items() if words in title), "")


def _heading(cell: str) -> str:
    """A heading in small letters, without footnote marks, its dashes hyphens."""
    return re.sub(FOOTNOTE, "", re.sub("[\u2010-\u2015]", "-", cell)).casefold().strip()


def _is_header(row: list[str]) -> bool:
    return any(re.fullmatch(_OCCUPATION["matrix_code"], _heading(cell)) for cell in row)


def table_cells(path: Path, table: SheetTable, kind: str) -> tuple[pd.DataFrame, str]:
    """Rows of a table that have a code, as text under our names, and what to call the place.

    Employment of a year is in a column such as ``in_2024``; the index is the row of the sheet
    less 2.

    Raises
    ------
    InputError
        If a column is missing or there twice, no row has a code, or one in between has none.
    """
    where = f"{path}, sheet {table.sheet!r},"
    headings = [_heading(cell) for cell in table.header]
    places, missing = {}, []
    for name, form in COLUMNS[kind].items():
        fits = [at for at, heading in enumerate(headings) if re.fullmatch(form, heading)]
        if len(fits) != 1:
            missing.append(name)
            continue
        places[name] = fits[0]
    if missing:
        raise InputError(
            f"{where} has no column, or two, for {examples(missing, 5)}; its headings are "
            f"{examples(map(repr, table.header), 5)}. {OWN_FILE}"
        )
    cells = table.cells[list(places.values())].set_axis(list(places), axis=1)
    for end in years_of_employment(table):
        cells[f"in_{end}"] = table.cells[headings.index(f"employment, {end}")]
    footer = cells["matrix_code"].eq("")
    if footer.all():
        raise InputError(f"{where} has a header and no rows. Download it again; it was cut off.")
    last = footer[~footer].index[-1]
    lost = footer & (footer.index < last)
    refuse_first(where, lost, cells["matrix_code"], "{} where a code belongs. " + OWN_FILE)
    cells = cells[~footer]
    refuse_codes(where, cells["matrix_code"], _CODE.fullmatch, "code of an occupation", digits=0)
    refuse_unseen(where, cells["occupation_title"])
    return cells, where


def base_year(table: SheetTable) -> str:
    """The year in the heading of a table's codes, which is that of the matrix."""
    code = next(heading for cell in table.header if "matrix code" in (heading := _heading(cell)))
    return code[:4]


def years_of_employment(table: SheetTable) -> list[str]:
    """The years of which a table has employment."""
    headings = map(_heading, table.header)
    return sorted(match.group(1) for each in headings if (match := _END.fullmatch(each)))


def untitled(titles: pd.Series[str]) -> pd.Series[str]:
    """Titles without the marks of footnotes."""
    return titles.str.replace(FOOTNOTE, "", regex=True)

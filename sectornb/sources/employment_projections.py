"""Occupational projections of the nation: tables of the agency's workbook, found by their titles.

Their numbers move: worker characteristics were table 1.7 and are table 1.2.  Headings carry years,
footnote marks and an en dash, and are matched by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from sectornb.errors import InputError, NotInLibraryError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.marks import marked_numbers
from sectornb.sources.opening import OLD_WORKBOOK, OLE, SIGNATURES, file_head, is_packed
from sectornb.sources.recognition import Recognized, recognized
from sectornb.sources.refusals import (
    MOST_COUNTED,
    OWN_FILE,
    refuse_codes,
    refuse_contradiction,
    refuse_first,
    refuse_other_year,
    refuse_repeats,
    refuse_unseen,
)
from sectornb.sources.rounded_projections import (
    OF_CHANGE,
    TOTAL,
    jobs_of,
    refuse_broken_change,
    refuse_other_unit,
)
from sectornb.sources.sheets import (
    SheetTable,
    cell_text,
    mentions,
    opened_workbook,
    table_of,
)

SOURCE, TABLE = "employment-projections", "occupation"
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
_ASSIGNED = {
    "entry_education": r"typical education needed for entry",
    "work_experience": r"work experience in a related occupation",
    "job_training": r"typical on-the-job training needed to attain competency in the occupation",
}
_COLUMNS = {
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
        **_ASSIGNED,
    },
    "assignments": {**_OCCUPATION, **_ASSIGNED},
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
_FOOTNOTE = r"\s*(?:\[\d+\]|\(\d+\))+$"
_CODE = re.compile(r"\d\d-\d{4}")
OF_OPENINGS = 150
"""Jobs by which a year's change, exits and transfers may miss the openings: four roundings."""
OF_ATTAINMENT = 0.5
"""Percent by which seven rounded shares may miss 100."""


@dataclass(frozen=True)
class Projected:
    """The tables of a workbook.

    Attributes
    ----------
    base_year, target_year : str
        Of its two figures.
    occupations, utilization, attainment : DataFrame
        As :func:`read_projected` describes them.
    """

    base_year: str
    target_year: str
    occupations: pd.DataFrame
    utilization: pd.DataFrame
    attainment: pd.DataFrame


def recognize(path: Path, vintage: str) -> Recognized:
    """The workbook of occupations, read and checked.

    Raises
    ------
    InputError
        If it is none, or its base year is not that of `vintage`.
    """
    found = read_projected(path)
    refuse_other_year(path, found.base_year, vintage, "has the base year")
    return recognized(
        SOURCE, TABLE, len(found.occupations), told=found.base_year, year=found.base_year,
        target=found.target_year,
    )  # fmt: skip


def read_projected(path: Path) -> Projected:
    """The tables of a workbook of occupational projections.

    ``occupations``: one row per occupation and sum of such: ``matrix_code``,
    ``occupation_title``, ``line_item`` (truth value), ``base_year``, ``target_year``,
    ``base_employment``, ``target_employment``, ``employment_change`` (jobs; the workbook has
    thousands), ``employment_change_pct``; a year's average of ``annual_exits``,
    ``annual_transfers``, ``annual_separations``, ``annual_openings`` (people) and of the rates
    in percent of jobs; ``self_employed_pct`` and ``annual_median_usd``, each with its
    ``_status``; ``entry_education``, ``work_experience``, ``job_training``, empty of sums; the
    answer "None" is text.  ``utilization``: ``matrix_code``, ``occupation_title``,
    ``industry``, ``industry_title``, ``factor``.  ``attainment``: percent of workers of each
    education, and ``own_survey_code``, false where a footnote says that the survey has no such
    occupation.  The last two are empty where the workbook has no such table.

    Raises
    ------
    InputError
        If it is no such workbook, a table or column is missing, is not in thousands, or not of
        a year's average, a code or figure is none, or tables contradict themselves or each
        other.
    """
    tables = _tables(path)
    if "separations" not in tables or not tables.keys() & {"characteristics", "assignments"}:
        raise _no_workbook(path, f"Its tables are {examples(tables) or 'others'}.")
    cells = tables["separations"]
    occupations, ends = _separations(path, cells)
    for kind in ("characteristics", "assignments"):
        if kind in tables:
            more = _characteristics(path, tables[kind])
            more = more.drop(columns=[n for n in more if n in occupations and n != "matrix_code"])
            occupations = occupations.merge(more, how="left", on="matrix_code")
    for name in ("entry_education", "work_experience", "job_training"):
        occupations[name] = occupations[name].fillna("").astype("str")
    for name in ("self_employed_pct", "annual_median_usd"):
        if name not in occupations:
            occupations[name] = float("nan")
            occupations[f"{name}_status"] = pd.Series("not_available", occupations.index)
    return Projected(
        *ends,
        occupations.sort_values("matrix_code").reset_index(drop=True),
        _utilization(path, tables["utilization"]) if "utilization" in tables else _empty(
            "utilization"
        ),
        _attainment(path, tables["attainment"]) if "attainment" in tables else _empty(
            "attainment"
        ),
    )  # fmt: skip


def projected_occupations(library: Library, vintage: str = "") -> Projected:
    """The library's one workbook of occupational projections, or that of `vintage`.

    Raises
    ------
    NotInLibraryError
        If it holds none, or several cycles and none is chosen.
    """
    choose = "Say which in the region file: growth of two cycles is not compared. Such as"
    chosen = library.only_vintage(SOURCE, [TABLE], vintage, "occupational projections", choose)
    if not chosen:
        raise NotInLibraryError(
            f"The library {library.root} holds no {SOURCE}. Download the workbook from "
            f"{declared(SOURCE).table(TABLE).url} and add it with: sectornb add FILE --source "
            f"{SOURCE} --library {library.root}"
        )
    part = declared(SOURCE).table(TABLE).part.format(year=chosen[:4])
    return library.parsed(SOURCE, chosen, TABLE, part, read_projected)


def _no_workbook(path: Path, more: str = "") -> InputError:
    return InputError(
        f"{path} is not a workbook of {declared(SOURCE).title}, which has tables titled "
        f"'Occupational separations and openings' and '... worker characteristics'. {more} "
        f"'sectornb sources {SOURCE}' tells where it is."
    )


def _tables(path: Path) -> dict[str, SheetTable]:
    if not is_packed(path, "xlsx"):
        head = file_head(path)
        if head.startswith(OLE):
            raise InputError(f"{path} is {SIGNATURES[OLE]}. {OLD_WORKBOOK}")
        page = head.lstrip().startswith(b"<")
        raise _no_workbook(path, "It is a web page." if page else "It is no Excel workbook.")
    if not mentions(path, MARKER):
        raise _no_workbook(path)
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
    return re.sub(_FOOTNOTE, "", re.sub("[\u2010-\u2015]", "-", cell)).casefold().strip()


def _is_header(row: list[str]) -> bool:
    return any(re.fullmatch(_OCCUPATION["matrix_code"], _heading(cell)) for cell in row)


def _cells(path: Path, table: SheetTable, kind: str) -> tuple[pd.DataFrame, str]:
    """Rows of a table that have a code, under our names, and what to call the place."""
    where = f"{path}, sheet {table.sheet!r},"
    headings = [_heading(cell) for cell in table.header]
    places, missing = {}, []
    for name, form in _COLUMNS[kind].items():
        fits = [at for at, heading in enumerate(headings) if re.fullmatch(form, heading)]
        if len(fits) != 1:
            missing.append(f"{form if len(fits) > 1 else name}")
            continue
        places[name] = fits[0]
    if missing:
        raise InputError(
            f"{where} has no column, or two, for {examples(missing, 5)}; its headings are "
            f"{examples(map(repr, table.header), 5)}. {OWN_FILE}"
        )
    cells = table.cells[list(places.values())].set_axis(list(places), axis=1)
    for end in _ends(headings):
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


def _ends(headings: list[str]) -> list[str]:
    return sorted(match.group(1) for each in headings if (match := _END.fullmatch(each)))


def _numbers(where: str, texts: pd.Series[str], least: float = 0.0) -> pd.DataFrame:
    return marked_numbers(where, texts, declared(SOURCE).marks, least=least)


def _plain(where: str, texts: pd.Series[str], least: float = 0.0) -> pd.Series[float]:
    """Figures of columns in which the agency has no mark."""
    return marked_numbers(where, texts, (), least=least)["value"]


def _untitled(titles: pd.Series[str]) -> pd.Series[str]:
    """Titles without the marks of footnotes."""
    return titles.str.replace(_FOOTNOTE, "", regex=True)


def _separations(path: Path, table: SheetTable) -> tuple[pd.DataFrame, tuple[str, str]]:
    title = " ".join(cell for row in table.above for cell in row)
    if "thousands" not in title.casefold():
        raise InputError(
            f"{path}, sheet {table.sheet!r}: its title does not say that employment is in "
            f"thousands: {title.strip()!r}. {OWN_FILE}"
        )
    cells, where = _cells(path, table, "separations")
    ends = _ends([_heading(cell) for cell in table.header])
    if len(ends) != 2:
        raise InputError(f"{where} has employment of {examples(ends) or 'no year'}. {OWN_FILE}")
    refuse_repeats(where, cells, ["matrix_code"], "occupations")
    kind = cells["line_item"].str.casefold()
    told = f"{{}} is neither Summary nor Line item. {OWN_FILE}"
    refuse_first(where, ~kind.isin(["summary", "line item"]), cells["line_item"], told)
    frame = pd.DataFrame(
        {
            "matrix_code": cells["matrix_code"],
            "occupation_title": _untitled(cells["occupation_title"]),
            "line_item": kind.eq("line item"),
            "base_year": ends[0],
            "target_year": ends[1],
            "base_employment": jobs_of(_plain(where, cells[f"in_{ends[0]}"])),
            "target_employment": jobs_of(_plain(where, cells[f"in_{ends[1]}"])),
        }
    )
    for name in _COLUMNS["separations"]:
        if name not in frame:
            least = -MOST_COUNTED if name.startswith("employment_change") else 0.0
            values = _plain(where, cells[name], least)
            frame[name] = values if name.endswith("_pct") else jobs_of(values)
    _check_separations(where, frame, int(ends[1]) - int(ends[0]))
    return frame, (ends[0], ends[1])


def _check_separations(where: str, frame: pd.DataFrame, years: int) -> None:
    whole = frame.loc[frame["matrix_code"].eq(TOTAL), "base_employment"]
    if whole.empty:
        raise InputError(f"{where} has no row {TOTAL} of all occupations. {OWN_FILE}")
    refuse_other_unit(where, whole.iloc[0], whole.iloc[0], "all occupations together")
    refuse_broken_change(where, frame)
    parts = frame["annual_exits"] + frame["annual_transfers"]
    off = (parts - frame["annual_separations"]).abs() > OF_CHANGE
    told = (
        "{matrix_code} has {annual_exits:,.0f} exits and {annual_transfers:,.0f} transfers, and "
        "{annual_separations:,.0f} separations."
    )
    refuse_contradiction(where, frame, off, "separations", told)
    openings = frame["employment_change"] / years + parts
    off = (openings - frame["annual_openings"]).abs() > OF_OPENINGS
    told = (
        f"a {years}th of the change of {{employment_change:,.0f}} in {{matrix_code}}, "
        "{annual_exits:,.0f} exits and {annual_transfers:,.0f} transfers do not give "
        "{annual_openings:,.0f} openings a year."
    )
    refuse_contradiction(where, frame, off, "openings", told)


def _characteristics(path: Path, table: SheetTable) -> pd.DataFrame:
    kind = "characteristics" if _kind_of_columns(table) else "assignments"
    cells, where = _cells(path, table, kind)
    refuse_repeats(where, cells, ["matrix_code"], "occupations")
    frame = cells[["matrix_code"]].copy()
    for name in ("self_employed_pct", "annual_median_usd"):
        if name in cells:
            found = _numbers(where, cells[name])
            frame[name], frame[f"{name}_status"] = found["value"], found["status"]
    for name in _ASSIGNED:
        refuse_unseen(where, cells[name])
        told = "{} where education or training belongs. " + OWN_FILE
        refuse_first(where, cells[name].eq(""), cells[name], told)
        frame[name] = cells[name].replace("\u2014", "")
    return frame


def _kind_of_columns(table: SheetTable) -> bool:
    wage = _COLUMNS["characteristics"]["annual_median_usd"]
    return any(re.fullmatch(wage, _heading(cell)) for cell in table.header)


def _utilization(path: Path, table: SheetTable) -> pd.DataFrame:
    cells, where = _cells(path, table, "utilization")
    is_code = re.compile(r"[0-9A-Z]{6}|[\d,A-Z-]{2,20}").fullmatch
    refuse_codes(where, cells["industry"], is_code, "industry of the matrix", digits=0)
    for name in ("industry_title", "factor"):
        refuse_unseen(where, cells[name])
    refuse_repeats(where, cells, ["matrix_code", "industry"], "occupations of an industry")
    frame = cells[list(_COLUMNS["utilization"])]
    frame = frame.assign(occupation_title=_untitled(frame["occupation_title"]))
    return frame.sort_values(["matrix_code", "industry"]).reset_index(drop=True)


def _attainment(path: Path, table: SheetTable) -> pd.DataFrame:
    cells, where = _cells(path, table, "attainment")
    refuse_repeats(where, cells, ["matrix_code"], "occupations")
    titles = cells["occupation_title"]
    frame = cells[["matrix_code"]].assign(
        occupation_title=_untitled(titles), own_survey_code=~titles.str.contains(_FOOTNOTE)
    )
    shares = [name for name in _COLUMNS["attainment"] if name.endswith("_pct")]
    for name in shares:
        frame[name] = _plain(where, cells[name])
    frame["together"] = frame[shares].sum(axis=1).round(1)
    off = (frame["together"] - 100).abs() > OF_ATTAINMENT
    told = "the educations of {matrix_code} add up to {together} percent."
    refuse_contradiction(where, frame, off, "education", told)
    return frame.drop(columns="together").sort_values("matrix_code").reset_index(drop=True)


def _empty(kind: str) -> pd.DataFrame:
    names: Iterable[str] = _COLUMNS[kind]
    return pd.DataFrame({name: pd.Series(dtype="str") for name in names})

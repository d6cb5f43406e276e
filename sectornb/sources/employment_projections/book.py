"""Occupational projections of the nation, read out of the agency's workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.employment_projections.tables import (
    ASSIGNED,
    COLUMNS,
    FOOTNOTE,
    SOURCE,
    book_tables,
    no_workbook,
    table_cells,
    untitled,
    years_of_employment,
)
from sectornb.sources.marks import marked_numbers
from sectornb.sources.refusals import (
    MOST_COUNTED,
    OWN_FILE,
    refuse_codes,
    refuse_contradiction,
    refuse_first,
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
from sectornb.sources.sheets import SheetTable

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
    tables = book_tables(path)
    if "separations" not in tables or not tables.keys() & {"characteristics", "assignments"}:
        raise no_workbook(path, f"Its tables are {examples(tables) or 'others'}.")
    cells = tables["separations"]
    occupations, ends = _separations(path, cells)
    for kind in ("characteristics", "assignments"):
        if kind in tables:
            more = _characteristics(path, tables[kind], kind)
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


def read_attainment(path: Path) -> pd.DataFrame:
    """The table ``attainment`` of :func:`read_projected`, out of a workbook of education alone.

    Raises
    ------
    InputError
        If it has no such table, or as :func:`read_projected`.
    """
    tables = book_tables(path)
    if "attainment" not in tables:
        raise no_workbook(path)
    return _attainment(path, tables["attainment"])


def _numbers(where: str, texts: pd.Series[str], least: float = 0.0) -> pd.DataFrame:
    return marked_numbers(where, texts, declared(SOURCE).marks, least=least)


def _plain(where: str, texts: pd.Series[str], least: float = 0.0) -> pd.Series[float]:
    """Figures of columns in which the agency has no mark."""
    return marked_numbers(where, texts, (), least=least)["value"]


def _separations(path: Path, table: SheetTable) -> tuple[pd.DataFrame, tuple[str, str]]:
    title = " ".join(cell for row in table.above for cell in row)
    if "thousands" not in title.casefold():
        raise InputError(
            f"{path}, sheet {table.sheet!r}: its title does not say that employment is in "
            f"thousands: {title.strip()!r}. {OWN_FILE}"
        )
    cells, where = table_cells(path, table, "separations")
    ends = years_of_employment(table)
    if len(ends) != 2:
        raise InputError(f"{where} has employment of {examples(ends) or 'no year'}. {OWN_FILE}")
    refuse_repeats(where, cells, ["matrix_code"], "occupations")
    kind = cells["line_item"].str.casefold()
    told = f"{{}} is neither Summary nor Line item. {OWN_FILE}"
    refuse_first(where, ~kind.isin(["summary", "line item"]), cells["line_item"], told)
    frame = pd.DataFrame(
        {
            "matrix_code": cells["matrix_code"],
            "occupation_title": untitled(cells["occupation_title"]),
            "line_item": kind.eq("line item"),
            "base_year": ends[0],
            "target_year": ends[1],
            "base_employment": jobs_of(_plain(where, cells[f"in_{ends[0]}"])),
            "target_employment": jobs_of(_plain(where, cells[f"in_{ends[1]}"])),
        }
    )
    for name in COLUMNS["separations"]:
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


def _characteristics(path: Path, table: SheetTable, kind: str) -> pd.DataFrame:
    cells, where = table_cells(path, table, kind)
    refuse_repeats(where, cells, ["matrix_code"], "occupations")
    frame = cells[["matrix_code"]].copy()
    for name in ("self_employed_pct", "annual_median_usd"):
        if name in cells:
            found = _numbers(where, cells[name])
            frame[name], frame[f"{name}_status"] = found["value"], found["status"]
    for name in ASSIGNED:
        refuse_unseen(where, cells[name])
        told = "{} where education or training belongs. " + OWN_FILE
        refuse_first(where, cells[name].eq(""), cells[name], told)
        frame[name] = cells[name].replace("\u2014", "")
    return frame


def _utilization(path: Path, table: SheetTable) -> pd.DataFrame:
    cells, where = table_cells(path, table, "utilization")
    is_code = re.compile(r"[0-9A-Z]{6}|[\d,A-Z-]{2,20}").fullmatch
    refuse_codes(where, cells["industry"], is_code, "industry of the matrix", digits=0)
    for name in ("industry_title", "factor"):
        refuse_unseen(where, cells[name])
    refuse_repeats(where, cells, ["matrix_code", "industry"], "occupations of an industry")
    frame = cells[list(COLUMNS["utilization"])]
    frame = frame.assign(occupation_title=untitled(frame["occupation_title"]))
    return frame.sort_values(["matrix_code", "industry"]).reset_index(drop=True)


def _attainment(path: Path, table: SheetTable) -> pd.DataFrame:
    cells, where = table_cells(path, table, "attainment")
    refuse_repeats(where, cells, ["matrix_code"], "occupations")
    titles = cells["occupation_title"]
    frame = cells[["matrix_code"]].assign(
        occupation_title=untitled(titles), own_survey_code=~titles.str.contains(FOOTNOTE)
    )
    shares = [name for name in COLUMNS["attainment"] if name.endswith("_pct")]
    for name in shares:
        frame[name] = _plain(where, cells[name])
    frame["together"] = frame[shares].sum(axis=1).round(1)
    off = (frame["together"] - 100).abs() > OF_ATTAINMENT
    told = "the educations of {matrix_code} add up to {together} percent."
    refuse_contradiction(where, frame, off, "education", told)
    return frame.drop(columns="together").sort_values("matrix_code").reset_index(drop=True)


def _empty(kind: str) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS[kind]})

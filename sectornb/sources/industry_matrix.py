"""National Employment Matrix by industry: which occupations an industry of the nation employs.

One page of the agency may stand for several industries, so that files of different names hold
one matrix.  Its true code is in the address of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd

from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.columns import require_columns, text_columns
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.marks import marked_numbers
from sectornb.sources.opening import header_of
from sectornb.sources.recognition import Recognized, recognized
from sectornb.sources.refusals import (
    MOST_COUNTED,
    OWN_FILE,
    refuse_codes,
    refuse_first,
    refuse_other_year,
    refuse_repeats,
    refuse_unseen,
)
from sectornb.sources.rounded_projections import (
    HALF_STEP,
    TOTAL,
    jobs_of,
    refuse_broken_change,
    refuse_other_unit,
)

SOURCE, TABLE = "industry-matrix", "industry"
JOBS = ("base_employment", "target_employment", "employment_change")
MOST_ROWS = 5_000
"""An industry has up to some 1,100 occupations and sums of such."""
OF_SHARE = 0.06
"""Percent by which a printed share may be off."""
_YEARS = re.compile(r"Employment Change, (20\d\d)[-\u2013](20\d\d)")
_ESCAPED = re.compile(r'="(.*)"')
_MATRIX = re.compile(r"[0-9A-Z]{6}")


@dataclass(frozen=True)
class Matrix:
    """A file of one matrix, read.

    Attributes
    ----------
    industry : str
        True code of the matrix, such as ``336300`` or ``3320A1``.
    naics : str
        The industry that it was looked up for, such as ``3321``.
    base_year, target_year : str
        Of its two figures.
    total : float
        Jobs of the industry in the base year, those not released by occupation included.
    frame : DataFrame
        As :func:`read_matrix` describes it.
    """

    industry: str
    naics: str
    base_year: str
    target_year: str
    total: float
    frame: pd.DataFrame


def recognize(path: Path, vintage: str) -> Recognized:
    """A matrix of one industry, read and checked.

    Raises
    ------
    InputError
        If it is none, or its base year is not that of `vintage`.
    """
    found = read_matrix(path)
    refuse_other_year(path, found.base_year, vintage, "has the base year")
    same = found.industry == found.naics.ljust(6, "0")
    name = found.industry if same else f"{found.naics}_of_{found.industry}"
    return recognized(
        SOURCE, TABLE, len(found.frame), ".csv", told=found.base_year, industry=name,
        matrix=found.industry, year=found.base_year, target=found.target_year,
    )  # fmt: skip


def read_matrix(path: Path) -> Matrix:
    """A matrix of one industry.

    Its `frame` has ``matrix_code``, ``occupation_title``, ``line_item`` (truth value),
    ``base_employment``, ``target_employment``, ``employment_change`` (jobs; the file has
    thousands), ``employment_change_pct``, and percent of the industry and of the occupation in
    either year; sorted by code, sums of occupations included.

    Raises
    ------
    InputError
        If a column is missing, the file is of several industries or tells none, a code or a
        figure is none, an occupation stands twice, or the file contradicts itself.
    """
    header = header_of(path)
    names, years = _names(path, header)
    cells = text_columns(path, list(names), most_rows=MOST_ROWS).rename(columns=names)
    for name in ("matrix_code", "occupation_title"):
        cells[name] = cells[name].str.replace(_ESCAPED, r"\1", regex=True)
    industry, naics = _industry(path, cells)
    is_code = re.compile(r"\d\d-\d{4}").fullmatch
    refuse_codes(
        path, cells["matrix_code"], is_code, "code of an occupation", title="Occupation Code",
        digits=0,
    )  # fmt: skip
    refuse_unseen(path, cells["occupation_title"])
    kind = cells["line_item"].str.casefold()
    told = f"{{}} is neither Summary nor Line Item. {OWN_FILE}"
    refuse_first(
        path, ~kind.isin(["summary", "line item"]), cells["line_item"], told, "Occupation Type"
    )
    refuse_repeats(path, cells, ["matrix_code"], "occupations")
    frame = cells[["matrix_code", "occupation_title"]].assign(line_item=kind.eq("line item"))
    for theirs, name in names.items():
        if name in JOBS or name.endswith("_pct"):
            least = -MOST_COUNTED if "change" in name else 0.0
            texts = cells[name].rename(theirs)
            values = marked_numbers(path, texts, (), least=least)["value"]
            frame[name] = jobs_of(values) if name in JOBS else values
    refuse_broken_change(path, frame)
    total = _checked_total(path, frame)
    frame = frame.sort_values("matrix_code").reset_index(drop=True)
    return Matrix(industry, naics, *years, total, frame)


def held_industries(library: Library, vintage: str) -> dict[str, str]:
    """Industries of which the library holds the matrix, with the true code of the matrix."""
    held = [
        library.parsed(SOURCE, vintage, TABLE, part, read_matrix)
        for part in library.parts(SOURCE, vintage, TABLE)
    ]
    whole = {
        each.industry.rstrip("0"): each.industry
        for each in held
        if each.industry[4:] == "00" or each.industry[3:] == "000"
    }
    return whole | {each.naics: each.industry for each in held}


def staffing_patterns(
    library: Library, industries: Iterable[str], vintage: str = ""
) -> pd.DataFrame:
    """Line items of the matrices of several industries, each matrix once.

    Returns
    -------
    DataFrame
        ``industry`` (true code of the matrix), ``naics`` (those of `industries` that it stands
        for, joined by commas), ``wider`` (whether the matrix is not that of one of them alone),
        ``base_year``, ``target_year``, ``industry_employment`` (jobs in the base year),
        ``released_share`` (of these, those in a line item; 0 to 1), then the columns of
        :func:`read_matrix`; sorted by industry and occupation.

    Raises
    ------
    NotInLibraryError
        If an industry has no file, or the library holds several base years and none is chosen.
    InputError
        If two files of one matrix differ.
    """
    choose = "Say which in the region file: growth of two cycles is not compared. Such as"
    chosen = library.only_vintage(SOURCE, [TABLE], vintage, "matrices", choose)
    held = [
        library.parsed(SOURCE, chosen, TABLE, part, read_matrix)
        for part in library.parts(SOURCE, chosen, TABLE)
    ]
    asked: dict[str, list[str]] = {}
    matrices: dict[str, Matrix] = {}
    for naics in dict.fromkeys(industries):
        whole = naics.ljust(6, "0")
        found = [each for each in held if naics == each.naics or whole == each.industry]
        if not found:
            url = declared(SOURCE).table(TABLE).url.format(industry=whole)
            raise NotInLibraryError(
                f"The library {library.root} holds no matrix of industry {naics}. Save the page "
                f"{url} as CSV with its address in a column source_url, and add it with: "
                f"sectornb add FILE --source {SOURCE} --library {library.root}"
            )
        for each in found:
            _refuse_different(matrices.setdefault(each.industry, each), each)
        asked.setdefault(found[0].industry, []).append(naics)
    frames = [
        _pattern(matrices[industry], sorted(names)) for industry, names in sorted(asked.items())
    ]
    return pd.concat(frames, ignore_index=True)


def _pattern(matrix: Matrix, names: list[str]) -> pd.DataFrame:
    items = matrix.frame[matrix.frame["line_item"]]
    share = items["base_employment"].sum() / matrix.total if matrix.total else float("nan")
    first = {
        "industry": matrix.industry,
        "naics": ",".join(names),
        "wider": [name.ljust(6, "0") for name in names] != [matrix.industry],
        "base_year": matrix.base_year,
        "target_year": matrix.target_year,
        "industry_employment": matrix.total,
        "released_share": share,
    }
    return pd.DataFrame(first, items.index).join(items.drop(columns="line_item"))


def _refuse_different(first: Matrix, second: Matrix) -> None:
    if not first.frame.equals(second.frame):
        raise InputError(
            f"The files of {first.naics} and {second.naics} are both matrix {first.industry} and "
            "differ, so one of them is of an earlier day. Add both again with --replace."
        )


def _names(path: Path, header: list[str]) -> tuple[dict[str, str], tuple[str, str]]:
    """The file's own names of columns to ours, and the two years in them."""
    years = next((match.groups() for name in header if (match := _YEARS.fullmatch(name))), None)
    if years is None or "Occupation Code" not in header:
        raise InputError(
            f"{path} is not a file of {declared(SOURCE).title}: it has no columns 'Occupation "
            "Code' and 'Employment Change, 2024-2034', whatever the years. 'sectornb sources "
            f"{SOURCE}' tells where each matrix is published."
        )
    plain = [name.replace("\u2013", "-") for name in header]
    columns = {
        column.file.format(year=years[0], target=years[1]): column
        for column in declared(SOURCE).table(TABLE).columns
    }
    if "source_url" not in plain:
        raise InputError(
            f"{path} does not tell its industry: it has no column source_url. Write the address of "
            "the page that it came from into such a column, beside every row, for example "
            f"{declared(SOURCE).table(TABLE).url.format(industry='336300')}"
        )
    asked = {n: c.aliases for n, c in columns.items() if not c.optional or n in plain}
    require_columns(path, plain, asked)
    names = {
        raw: columns[name].name for raw, name in zip(header, plain, strict=True) if name in columns
    }
    return names, (years[0], years[1])


def _industry(path: Path, cells: pd.DataFrame) -> tuple[str, str]:
    """True code of the matrix, and the industry that was looked up."""
    codes = cells["industry"].map({url: _code_of(url) for url in cells["industry"].unique()})
    told = (
        "{} is no address of a matrix by industry, such as "
        f"{declared(SOURCE).table(TABLE).url.format(industry='336300')}"
    )
    refuse_first(path, codes.eq(""), cells["industry"], told, "source_url")
    first = codes.iloc[0]
    more = " is another matrix than that of the rows above. Add each matrix as a file of its own."
    refuse_first(path, codes.ne(first), codes, "{}" + more, "source_url")
    if "naics" not in cells:
        return first, first.rstrip("0") if first[4:] == "00" else first
    looked_up = cells["naics"]
    fits = re.compile(r"\d{2,6}|\d\d-\d\d").fullmatch
    refuse_codes(path, looked_up, fits, "industry", title="naics_code", digits=0)
    refuse_first(path, looked_up.ne(looked_up.iloc[0]), looked_up, "{}" + more, "naics_code")
    if looked_up.iloc[0][:2] != first[:2]:
        raise InputError(
            f"{path} was looked up for industry {looked_up.iloc[0]}, but its address is that of "
            f"matrix {first}. Correct naics_code or source_url."
        )
    return first, looked_up.iloc[0]


def _code_of(url: str) -> str:
    """The code of a matrix by industry in the address of its page; empty without one."""
    try:
        asked = parse_qs(urlsplit(url).query)
    except ValueError:
        return ""
    code = "".join(asked.get("queryParams", []))
    return code if _MATRIX.fullmatch(code) and asked.get("ioType", ["i"]) == ["i"] else ""


def _checked_total(path: Path, frame: pd.DataFrame) -> float:
    """Jobs of the industry, after a look whether its parts and shares agree with it."""
    whole = frame[frame["matrix_code"].eq(TOTAL)]
    if whole.empty:
        raise InputError(f"{path} has no row {TOTAL} of all occupations together. {OWN_FILE}")
    total = float(whole["base_employment"].iloc[0])
    share = float(whole["base_occupation_pct"].iloc[0])
    high = 100 * (total + HALF_STEP) / max(share - OF_SHARE, 1e-6)
    low = 100 * (total - HALF_STEP) / (share + OF_SHARE)
    refuse_other_unit(path, low, high, f"{total:,.0f} jobs at {share} percent of all")
    items = frame[frame["line_item"]]
    together = items["base_employment"].sum()
    if together > total + HALF_STEP * (len(items) + 1):
        raise InputError(
            f"{path}: line items add up to {together:,.0f} jobs, more than the {total:,.0f} of all "
            f"occupations. Sums were called line items, or two matrices were "
            f"pasted together. {OWN_FILE}"
        )
    return total

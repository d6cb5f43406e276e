"""What is said of a row that must not be: the file, the row, the column, what stands there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.errors import InputError, counted, examples, shortened
from sectornb.sources.opening import OLD_WORKBOOK, OLE, SIGNATURES, file_head

OWN_FILE = "Use the agency's own file."
MOST_COUNTED = 1e9
"""More than all jobs, or people, of the country."""
_THOUSANDS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_ODD_DECIMALS = r"[1-9]\d{0,2}\.\d{3}"
LONGEST_CELL = 1_000
"""Characters; titles of industries and occupations have up to some 150."""
OTHERWISE = (
    "A cell was edited, scaled or lost: download the agency's own file again and add that. If it "
    "says the same, the agency has to mend it: until then choose another year, or leave out the "
    "area."
)


def refuse_first(
    path: Path | str, bad: pd.Series[bool], cells: pd.Series, told: str, title: str = ""
) -> None:
    """Refuse the first row that is `bad`, and say how many more there are.

    Parameters
    ----------
    bad, cells : Series
        Which rows are refused, and the column's cells; the index is the row of the file, from 0.
    told : str
        What is wrong, with ``{}`` where the cell belongs.
    title : str, optional
        The column as the file calls it, by default the name of `cells`.

    Raises
    ------
    InputError
        If one is.
    """
    if bad.any():
        row, more = bad.index[bad][0], int(bad.sum()) - 1
        cell = shortened(repr(cells[row])) if str(cells[row]).strip() else "an empty cell"
        raise InputError(
            f"{path} row {row + 2:,}, column {title or cells.name}: {told.format(cell)}"
            + _more(more)
        )


def _more(rows: int) -> str:
    return f" {counted(rows, 'more row is', 'more rows are')} such." if rows else ""


def refuse_contradiction(
    path: Path | str,
    table: pd.DataFrame,
    bad: np.ndarray | pd.Series[bool],
    title: str,
    told: str,
    advice: str = OTHERWISE,
) -> None:
    """Refuse the first row of a table that is `bad`: it contradicts what else stands there.

    Parameters
    ----------
    table : DataFrame
        Its index is the row of the file, from 0.
    title : str
        The column as the file calls it.
    told : str
        The two values and what they contradict in, with the names of columns of `table` in
        braces where their cells belong.
    advice : str
        What to do.

    Raises
    ------
    InputError
        If one is.
    """
    if np.any(bad):
        place = int(np.argmax(bad))
        more = int(np.sum(bad)) - 1
        raise InputError(
            f"{path} row {table.index[place] + 2:,}, column {title}, contradicts itself: "
            f"{told.format(**table.iloc[place])}"
            f"{_more(more)} {advice}"
        )


def refuse_unseen(path: Path | str, cells: pd.Series, title: str = "") -> None:
    """Refuse text with signs that no screen shows as they are, or far longer than any name.

    Parameters
    ----------
    cells : Series
        Text; the index is the row of the file, from 0.

    Raises
    ------
    InputError
        Names the first such cell.
    """
    if "".join(cells.tolist()).isprintable() and cells.map(len).max() <= LONGEST_CELL:
        return
    seen = cells.map(
        lambda cell: (
            len(cell) <= LONGEST_CELL and all(sign.isprintable() or sign.isspace() for sign in cell)
        )
    )
    told = "{} holds signs that no screen shows, or is far too long. The file was damaged; "
    refuse_first(path, ~seen.astype(bool), cells, told + "use the agency's own file.", title)


def refuse_codes(
    path: Path | str,
    codes: pd.Series,
    fits: Callable[[str], object],
    what: str,
    *,
    title: str = "",
    digits: int = 5,
    advice: str = OWN_FILE,
) -> None:
    """Refuse codes that do not fit, such as those that lost the zero before their `digits`.

    Parameters
    ----------
    codes : Series
        Text; the index is the row of the file, from 0.
    what : str
        What such a code means, such as "code of an area".
    title, advice : str
        The column as the file calls it, and what to do.

    Raises
    ------
    InputError
        Names the first row and up to three codes.
    """
    # Digits of other scripts are digits for a pattern, and equal no code.
    strange = [
        code
        for code in codes.unique().tolist()
        if code is None or not str(code).isascii() or not fits(code)
    ]
    if strange:
        row = codes.index[codes.isin(strange)][0]
        lost = all(str(code).isdigit() and len(code) == digits - 1 for code in strange)
        first = next((code for code in strange if code), "")
        zeros = (
            f"Leading zeros were lost, {first} is 0{first}: a spreadsheet takes them away. "
            "Download the file again and add it unopened; write them into a table of your own."
        )
        raise InputError(
            f"{path} row {row + 2:,}, column {title or codes.name}: "
            f"{examples(map(repr, strange))} {'is' if len(strange) == 1 else 'are'} no {what}. "
            f"{zeros if lost else advice}"
        )


def refuse_repeats(
    path: Path | str, table: pd.DataFrame, key: Sequence[str], what: str, advice: str = OWN_FILE
) -> None:
    """Refuse a table with two rows of one key; its index is the row of the file, from 0.

    Raises
    ------
    InputError
        Counts them and names the first.
    """
    doubled = table[table.duplicated(list(key))]
    if len(doubled):
        first = ", ".join(f"{column} {shortened(str(doubled[column].iloc[0]))}" for column in key)
        raise InputError(
            f"{path} repeats {what} ({len(doubled):,}), the first in row "
            f"{doubled.index[0] + 2:,}: {first}. It was pasted together. {advice}"
        )


def refuse_two_names(
    path: Path | str,
    table: pd.DataFrame,
    code: str,
    name: str,
    advice: str = OWN_FILE,
    *,
    numbered: bool = True,
) -> None:
    """Refuse a table in which one code has two names.

    Capitals and blanks make no other name, and an empty cell is none.

    Parameters
    ----------
    numbered : bool
        Whether the index of the table is the row of the file, from 0.

    Raises
    ------
    InputError
        Names the first such code, both names and the row of the second.
    """
    pairs = table.drop_duplicates([code, name])[[code, name]]
    pairs = pairs[pairs[name].ne("")]
    alike = pairs[name].map(lambda text: "".join(text.casefold().split()))
    pairs = pairs[~pairs.assign(alike=alike).duplicated([code, "alike"])]
    if pairs[code].duplicated().any():
        place = pairs.index[pairs[code].duplicated()][0]
        second = pairs.loc[place]
        first = pairs.loc[pairs[code].eq(second[code]), name].iloc[0]
        row = f" row {place + 2:,}, column {name}" if numbered else ""
        raise InputError(
            f"{path}{row}: {code} {second[code]} is called {shortened(repr(second[name]))}, and "
            f"{shortened(repr(first))} before. One of the two is another area, whose code was "
            f"changed or mistyped. {advice}"
        )


def refuse_no_workbook(path: Path, example: str) -> None:
    """Refuse a file that does not begin as an Excel workbook (.xlsx) does.

    Parameters
    ----------
    example : str
        Name of such a file, as the agency calls it.

    Raises
    ------
    InputError
        If it is a web page, an old workbook or another file, or as :func:`file_head`.
    """
    head = file_head(path)
    if head.lstrip()[:1] == b"<":
        raise InputError(
            f"{path} is a web page, not a workbook. Agencies answer a wrong address this way; "
            "open the address in a browser and download the file again."
        )
    if head.startswith(OLE):
        raise InputError(f"{path} is {SIGNATURES[OLE]}. {OLD_WORKBOOK}")
    if not head.startswith(b"PK"):
        raise InputError(
            f"{path} is no Excel workbook (.xlsx). Use the agency's own file, such as {example}."
        )


def refuse_other_year(
    path: Path | str, year: str, vintage: str, what: str = "holds the year"
) -> None:
    """Refuse a file that holds another `year` than that of its vintage; an empty one says none.

    Raises
    ------
    InputError
        Names both years.
    """
    if vintage and vintage.partition(".")[0] != year:
        raise InputError(
            f"{path} {what} {year}, not {vintage}. Add it with --vintage {year}, or, with "
            "files of other years too, without --vintage: each tells its year."
        )


def plain_number(cells: pd.Series[str]) -> pd.Series[str]:
    """Cells without the commas that mark off thousands; one that marks decimals stays."""
    return cells.where(~cells.str.fullmatch(_THOUSANDS), cells.str.replace(",", ""))


def checked_numbers(
    path: Path | str,
    cells: pd.Series[str],
    told: str,
    *,
    missing: Sequence[str] = (),
    commas: bool = False,
    most: float = MOST_COUNTED,
) -> pd.Series[float]:
    """Cells as numbers from 0 on; those that say that a figure is `missing` are missing.

    Parameters
    ----------
    told : str
        As of :func:`refuse_first`.
    commas : bool
        Whether thousands may be marked off.
    most : float
        A larger number cannot be.

    Raises
    ------
    InputError
        If another cell is no such number, or dots may mark off thousands.
    """
    plain = plain_number(cells) if commas else cells
    numbers = pd.to_numeric(plain, errors="coerce").astype("float64")
    dotted = cells.str.contains(".", regex=False)
    if dotted.any() and cells[dotted].str.fullmatch(_ODD_DECIMALS).all():
        unclear = (
            "{} has three digits behind a dot, as has every number with a dot there, so that it is "
            "not clear whether dots mark off thousands. Write 1.234 as 1234 if they do, else 1.23."
        )
        refuse_first(path, dotted, cells, unclear)
    wrong = (numbers.isna() & ~cells.isin(missing)) | numbers.gt(most) | numbers.lt(0)
    refuse_first(path, wrong, cells, told)
    return numbers

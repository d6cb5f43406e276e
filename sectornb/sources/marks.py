"""Cells that hold a number or what an agency writes in its place, by the declared marks.

``**`` is not 0, ``#`` is not missing, ``-222222222`` is no number of people: each is decoded
before any arithmetic, and a cell that is neither number nor declared mark is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sectornb.sources.declarations import MarkDeclaration
from sectornb.sources.refusals import MOST_COUNTED, OWN_FILE, plain_number, refuse_first

PUBLISHED = "published"
UNREADABLE = f"{{}} is neither a number nor a mark of this source. {OWN_FILE}"


def marked_numbers(
    path: Path | str,
    cells: pd.Series[str],
    marks: Sequence[MarkDeclaration],
    *,
    limit: float | None = None,
    least: float = 0,
    most: float = MOST_COUNTED,
    told: str = UNREADABLE,
) -> pd.DataFrame:
    """Number and status of each cell; the index stays.

    Parameters
    ----------
    cells : Series
        Text without outer blanks; commas may mark off thousands.
    marks : sequence of MarkDeclaration
        Of the source; a mark goes before a number (``-222222222`` is one of both).
    limit : float, optional
        The number that a mark of ``at_least`` or ``at_most`` stands for where the cell itself
        says none, such as the top code of wages.
    least, most : float
        Other numbers cannot be.
    told : str
        As of :func:`refuse_first`.

    Returns
    -------
    DataFrame
        ``value`` (float; missing unless published, exact or a limit) and ``status``.

    Raises
    ------
    InputError
        If a cell is no such number and no mark.
    """
    status = pd.Series(PUBLISHED, cells.index, dtype="str")
    plain = cells
    marked = pd.Series(False, cells.index)
    held = set(cells.unique())
    for each in marks:
        if each.form:
            number = cells.str.extract(f"^(?:{each.form})$", expand=False)
            found = number.notna()
            plain = plain.where(~found, number)
        elif each.mark in held:
            found = cells.eq(each.mark)
            known = limit is not None and each.status in ("at_least", "at_most")
            plain = plain.where(~found, repr(limit) if known else "")
            marked |= found
        else:
            continue
        status = status.where(~found, each.status)
    values = pd.to_numeric(plain_number(plain), errors="coerce").astype("float64")
    wrong = (values.isna() & ~marked) | values.lt(least) | values.gt(most)
    refuse_first(path, wrong, cells, told)
    values = values.where(~(status.eq("exact") & values.isna()), 0.0)
    return pd.DataFrame({"value": values, "status": status})

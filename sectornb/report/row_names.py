"""What people read for the rows of a saved table, by the key that a comparison has for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sectornb.codes import OWNERSHIP
from sectornb.errors import shortened
from sectornb.report.differences import row_texts

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 80


def row_names(
    frame: pd.DataFrame, key: Sequence[str], known: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """What people read for each row, by its key as the differences have it.

    Parameters
    ----------
    frame : DataFrame
        The table as saved.
    key : sequence of str
        Its key columns.
    known : mapping
        Of a kind of code, ``fips``, ``naics`` or ``own_code``, the name of each.  Used where the
        table has no column of names itself.
    """
    keys = row_texts(frame, key)
    naming = [
        name
        for name in map(str, frame)
        if name.endswith(("_title", "county_name")) and name not in key
    ]
    if naming:
        return {
            each: f"{name} ({shortened(each, LONGEST)})" if name else shortened(each, LONGEST)
            for each, name in zip(keys, frame[naming[0]], strict=True)
        }
    columns = []
    for column in key:
        names = known.get("fips" if column.endswith("_fips") else column, {})
        columns.append([names.get(code) or code for code in frame[column]])
    told = zip(*columns, strict=True) if key else [() for _ in keys]
    return {
        each: shortened(", ".join(parts), LONGEST) or "the only row"
        for each, parts in zip(keys, told, strict=True)
    }


def names_of(
    counties: Mapping[str, str], tables: Iterable[pd.DataFrame]
) -> dict[str, dict[str, str]]:
    """The names that two reports have for counties, industries and ownerships.

    Parameters
    ----------
    counties : mapping
        Of both reports.
    tables : iterable of DataFrame
        Saved tables; those with ``naics`` and ``naics_title`` name industries.
    """
    industries = {
        code: title
        for table in tables
        if {"naics", "naics_title"} <= {*table}
        for code, title in zip(table["naics"], table["naics_title"], strict=True)
        if title
    }
    return {"fips": dict(counties), "naics": industries, "own_code": dict(OWNERSHIP)}

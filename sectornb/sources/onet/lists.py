"""Tables of the O*NET Database without ratings: occupations, tasks, tools, zones, categories."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError
from sectornb.sources.declarations import declared
from sectornb.sources.marks import marked_numbers
from sectornb.sources.onet.ratings import FLAG_VALUES, scale_ends
from sectornb.sources.onet.tables import SOURCE
from sectornb.sources.refusals import OWN_FILE, refuse_codes, refuse_first, refuse_repeats

_FLAGS = {"hot_technology": "Hot Technology", "in_demand": "In Demand"}
_WHOLE = {"job_zone": 5, "rank": 100, "category": 20}
"""Columns of whole numbers from 1 to at most this one."""


def listed(path: Path | str, cells: pd.DataFrame, table: str) -> pd.DataFrame:
    """Rows of a table without ratings.

    Returns
    -------
    DataFrame
        The declared columns that the file has, as text; ``respondents`` (count; with a status of
        its own), ``rank`` and the ends of scales as numbers. Rows with one key are one row if
        they are equal.

    Raises
    ------
    InputError
        If a cell cannot be what its column holds, a row stands twice, or a scale begins or ends
        elsewhere than the ratings are standardized by.
    """
    made = cells.copy()
    for name, most in _WHOLE.items():
        if name in made:
            refuse_codes(
                path, made[name], partial(_is_whole, most),
                f"number from 1 to {most}", title=_title(table, name), digits=-1,
            )  # fmt: skip
    for name, title in _FLAGS.items():
        if name in made:
            told = f"{{}} is not Y, N, n/a or blank. {OWN_FILE}"
            refuse_first(path, ~made[name].isin(FLAG_VALUES), made[name], told, title)
    if "respondents" in made:
        text = made["respondents"].rename(_title(table, "respondents"))
        found = marked_numbers(path, text, declared(SOURCE).marks)
        made["respondents"], made["respondents_status"] = found["value"], found["status"]
    if "rank" in made:
        made["rank"] = made["rank"].astype("int64")
    if table == "scales":
        made = _scales(path, made)
    key = list(declared(SOURCE).table(table).key)
    refuse_repeats(path, made, key, "rows")
    return made.sort_values(key, kind="stable")


def _title(table: str, name: str) -> str:
    columns = declared(SOURCE).table(table).columns
    return next((each.file for each in columns if each.name == name), name)


def _is_whole(most: int, cell: str) -> bool:
    return cell.isdigit() and 1 <= int(cell[:9]) <= most


def _scales(path: Path | str, cells: pd.DataFrame) -> pd.DataFrame:
    """Scales, refused where one begins or ends elsewhere than its ratings are standardized by."""
    made = cells.copy()
    for name in ("scale_low", "scale_high"):
        made[name] = marked_numbers(path, made[name], ())["value"]
    known = scale_ends().reindex(made["scale_id"]).set_axis(made.index)
    differs = known["low"].notna() & (
        made["scale_low"].ne(known["low"]) | made["scale_high"].ne(known["high"])
    )
    if differs.any():
        row = made[differs].iloc[0]
        ends = scale_ends().loc[row["scale_id"]]
        raise InputError(
            f"{path}: the scale {row['scale_id']} runs from {row['scale_low']:g} to "
            f"{row['scale_high']:g}, and ratings are standardized by {ends['low']:g} to "
            f"{ends['high']:g}. If the agency changed the scale, this version cannot read that "
            "release; else use the agency's own file."
        )
    return made

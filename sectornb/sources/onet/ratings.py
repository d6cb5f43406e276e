"""Ratings of the O*NET Database: number, scale, and what the agency says of each.

A rating is a point of a scale that has a start of its own: importance runs from 1, level from 0.
``Recommend Suppress`` and ``Not Relevant`` are kept, and become the status of the number.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError
from sectornb.shipped import facts
from sectornb.sources.declarations import declared
from sectornb.sources.marks import PUBLISHED, marked_numbers
from sectornb.sources.onet.tables import ELEMENTS, SOURCE
from sectornb.sources.refusals import OWN_FILE, refuse_first, refuse_repeats

FLAGS = {"recommend_suppress": "Recommend Suppress", "not_relevant": "Not Relevant"}
FLAG_VALUES = ("Y", "N", "n/a", "")
ACCURACY = {
    "n": "N",
    "standard_error": "Standard Error",
    "value_ci_low": "Lower CI Bound",
    "value_ci_high": "Upper CI Bound",
}
NO_CATEGORY = ("", "n/a")


@cache
def scale_ends() -> pd.DataFrame:
    """Where each scale begins and ends: ``low``, ``high`` by scale, from `onet_scales.csv`."""
    table = pd.DataFrame(facts("onet_scales")).set_index("scale_id")
    return table.astype("float64")


def ratings(path: Path | str, cells: pd.DataFrame, table: str) -> pd.DataFrame:
    """Ratings of one file.

    Parameters
    ----------
    cells : DataFrame
        Text of the file under our names; the index is the row of the file less 2.

    Returns
    -------
    DataFrame
        ``onet_soc``, ``element_id``, ``element_name``, ``scale_id``, ``category`` (empty without
        one), ``value`` (points of the scale, or percent), ``value_status``, ``standardized`` (0 to
        100, the share of the way from the start of the scale to its end), ``n`` (respondents),
        ``standard_error``, ``value_ci_low`` and ``value_ci_high`` (points of the scale), each of
        these with a status of its own; the flags as they stand (``Y``, ``N``, ``n/a`` or empty),
        ``date`` (MM/YYYY) and ``domain_source``, as far as the file has them.

        ``value_status`` is ``unreliable`` where suppression is recommended, ``not_applicable``
        where the element is not relevant, whose level is missing then, else ``published``.

    Raises
    ------
    InputError
        If a cell is no number or mark, lies outside of its scale, a rating stands twice, or an
        element is missing.
    """
    marks = declared(SOURCE).marks
    category = cells.get("category", pd.Series("", cells.index, dtype="str"))
    made = cells[["onet_soc", "element_id", "element_name", "scale_id"]].assign(
        category=category.where(~category.isin(NO_CATEGORY), "")
    )
    told = f"{{}} is neither a number nor a mark of this source. {OWN_FILE}"
    number = marked_numbers(path, _called(cells, "value", "Data Value"), marks, told=told)
    _refuse_off_scale(path, cells, number["value"])
    flags = {name: _flag(path, cells, name) for name in FLAGS if name in cells}
    status = number["status"]
    published = status.eq(PUBLISHED)
    if "recommend_suppress" in flags:
        status = status.mask(published & flags["recommend_suppress"].eq("Y"), "unreliable")
    if "not_relevant" in flags:
        status = status.mask(published & flags["not_relevant"].eq("Y"), "not_applicable")
    value = number["value"].mask(status.eq("not_applicable"))
    ends = scale_ends().reindex(cells["scale_id"]).set_axis(cells.index)
    made = made.assign(
        value=value,
        value_status=status,
        standardized=(value - ends["low"]) / (ends["high"] - ends["low"]) * 100,
    )
    for name, title in ACCURACY.items():
        if name in cells:
            found = marked_numbers(path, _called(cells, name, title), marks, told=told)
            made[name], made[f"{name}_status"] = found["value"], found["status"]
    made = made.assign(**flags, date=cells["date"], domain_source=cells["domain_source"])
    key = list(declared(SOURCE).table(table).key)
    refuse_repeats(path, made, key, "ratings")
    _refuse_incomplete(path, made, table)
    return made.sort_values(["onet_soc", "element_id", "scale_id", "category"], kind="stable")


def _called(cells: pd.DataFrame, name: str, title: str) -> pd.Series[str]:
    return cells[name].rename(title)


def _flag(path: Path | str, cells: pd.DataFrame, name: str) -> pd.Series[str]:
    told = f"{{}} is not Y, N, n/a or blank. {OWN_FILE}"
    refuse_first(path, ~cells[name].isin(FLAG_VALUES), cells[name], told, FLAGS[name])
    return cells[name]


def _refuse_off_scale(path: Path | str, cells: pd.DataFrame, value: pd.Series[float]) -> None:
    """Refuse a rating outside of its scale, such as an importance of 0."""
    ends = scale_ends()
    for scale in cells["scale_id"].unique():
        if scale not in ends.index:
            continue
        low, high = ends.loc[scale]
        off = cells["scale_id"].eq(scale) & ((value < low) | (value > high))
        told = (
            f"{{}} lies outside of the scale {scale}, which runs from {low:g} to {high:g}. The "
            f"ratings were scaled or edited. {OWN_FILE}"
        )
        refuse_first(path, off, cells["value"], told, "Data Value")


def _refuse_incomplete(path: Path | str, made: pd.DataFrame, table: str) -> None:
    """Refuse a table that lacks elements, as a whole or in an occupation."""
    if table not in ELEMENTS:
        return
    needed = ELEMENTS[table]
    title = declared(SOURCE).table(table).title
    held = made["element_id"].nunique()
    if held < needed:
        raise InputError(
            f"{path} rates {held} elements, and {title} has {needed}: rows were left out, and what "
            f"they say would be taken for not needed. {OWN_FILE}"
        )
    rated = made.groupby(["onet_soc", "scale_id"])["element_id"].size().unstack(fill_value=0)
    short = rated.index[rated.ne(held).any(axis=1)]
    if len(short):
        raise InputError(
            f"{path} rates {int(rated.loc[short[0]].min())} of {held} elements of {title} on a "
            f"scale in {short[0]}, and all in others ({len(short)} such occupations). Rows were "
            f"left out. {OWN_FILE}"
        )

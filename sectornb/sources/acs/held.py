"""Estimates of the American Community Survey in the library: lines by label, sums, shares."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from sectornb.errors import InputError, NotInLibraryError, UnknownCodeError, examples
from sectornb.sources.acs.margins import proportion_margin, sum_margin
from sectornb.sources.acs.reader import KEY, SOURCE, read_estimates
from sectornb.sources.library import Library

LEVELS = {
    "010": ("nation", "nations"),
    "040": ("state", "states"),
    "050": ("county", "counties"),
    "140": ("tract", "tracts"),
    "160": ("place", "places"),
}
"""Level of an area, the first three signs of its GEO_ID, to what it is."""
_NO_COUNT = re.compile(
    r"\b(median|mean|average|percent|rate|ratio|index|per capita)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Estimate:
    """An estimate with its margin of error (90 percent); missing where one that counts is."""

    estimate: float
    margin: float


def acs_estimates(library: Library, table: str, vintage: str = "") -> pd.DataFrame:
    """All areas and lines of a table, as :func:`read_estimates` gives them, from the library.

    Raises
    ------
    NotInLibraryError
        If the library holds nothing of the table, or several vintages and none is chosen.
    InputError
        If two files give an area and line different figures.
    """
    tables = ("table", "api")
    choose = "Say which in the region file, under 'vintages', for example acs:"
    chosen = library.only_vintage(SOURCE, tables, vintage, "tables of the ACS", choose)
    frames = [
        library.parsed(SOURCE, chosen, kind, part, read_estimates)
        for kind in tables
        for part in library.parts(SOURCE, chosen, kind)
    ]
    frames = [each[each["table"].eq(table)] for each in frames]
    every = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if every.empty:
        raise NotInLibraryError(
            f"The library {library.root} holds no table {table} of the American Community Survey "
            f"of {chosen or vintage or 'any year'}. 'sectornb sources acs' tells where it is."
        )
    figures = every.drop(columns=["area_name", "label"])
    differ = every[~figures.duplicated() & every.duplicated(KEY)]
    if len(differ):
        first = differ.iloc[0]
        raise InputError(
            f"The library {library.root} has two files of {chosen} with different figures of "
            f"{first['geo_id']}, {table} line {first['line']}. Remove one of them with its record."
        )
    # Labels stand only in some files: one that has them goes first.
    labeled = every.sort_values("label", ascending=False, kind="stable")
    return labeled.drop_duplicates(KEY).sort_values(KEY).reset_index(drop=True)


def label_path(label: str) -> tuple[str, ...]:
    """Steps of a label, alike in all years.

    Without the colons of 2019 and later, the words Estimate and Margin of Error, and headings of
    groups, which stand in capitals and came and went.
    """
    steps = (step.strip().rstrip(":") for step in label.split("!!"))
    return tuple(
        step.casefold()
        for step in steps
        if not step.isupper() and step not in ("Estimate", "Margin of Error")
    )


def estimates_by_label(estimates: pd.DataFrame, label: str) -> pd.DataFrame:
    """The one line of a table that `label` names, whatever its number is in that year.

    Raises
    ------
    UnknownCodeError
        If no line has that label, or several have.
    """
    wanted = label_path(label)
    lines = estimates[estimates["label"].ne("")].drop_duplicates(["table", "column", "label"])
    paths = [label_path(each) for each in lines["label"]]
    fits = lines[[each == wanted for each in paths]]
    if len(fits) != 1:
        near = (
            fits["label"] if len(fits) else lines["label"][[p[-1:] == wanted[-1:] for p in paths]]
        )
        alike = f"Alike are {examples(near)}." if len(near) else (
            "Labels come with the files of data.census.gov."
        )  # fmt: skip
        raise UnknownCodeError(
            f"{'No line is' if fits.empty else 'Several lines are'} called {label!r}. {alike}"
        )
    line = fits.iloc[0]
    return estimates[
        estimates["table"].eq(line["table"])
        & estimates["column"].eq(line["column"])
        & estimates["line"].eq(line["line"])
    ]


def sum_of_areas(estimates: pd.DataFrame, areas: Collection[str], label: str) -> Estimate:
    """A line summed over `areas` (GEO_IDs), with the margin of the sum.

    Raises
    ------
    UnknownCodeError
        If no one line has the label, or an area is not in the table.
    InputError
        If the line is no count, such as a median, which cannot be summed.
    """
    if _NO_COUNT.search(label):
        raise InputError(
            f"{label!r} is no count: medians, means, rates and percentages of areas cannot be "
            "summed. Sum the counts they are made of, and divide afterwards."
        )
    line = estimates_by_label(estimates, label).set_index("geo_id")
    missing = sorted(set(areas) - set(line.index))
    if missing:
        raise UnknownCodeError(f"The table has no area {examples(missing)}.")
    chosen = line.loc[sorted(set(areas))]
    total = float(chosen["estimate"].sum(skipna=False))
    return Estimate(total, sum_margin(chosen["estimate"], chosen["margin"]))


def share_of_areas(
    estimates: pd.DataFrame, areas: Collection[str], part: str, whole: str
) -> Estimate:
    """The share (0 to 1) of one line in another over `areas`: counts summed, then divided.

    Raises
    ------
    UnknownCodeError, InputError
        As :func:`sum_of_areas`.
    """
    above = sum_of_areas(estimates, areas, part)
    below = sum_of_areas(estimates, areas, whole)
    share = above.estimate / below.estimate if below.estimate else float("nan")
    margin = proportion_margin(above.estimate, above.margin, below.estimate, below.margin)
    return Estimate(share, margin)

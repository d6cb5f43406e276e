"""Recognizing tables of one's own, those of the library, and what to say when one is added."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sectornb.errors import counted
from sectornb.sources.holding import Holding
from sectornb.sources.library import Library
from sectornb.sources.opening import is_packed
from sectornb.sources.own_tables.held import held_own_table
from sectornb.sources.own_tables.reader import own_table, read_own_table
from sectornb.sources.own_tables.thresholds import told_of_thresholds
from sectornb.sources.recognition import Recognized, recognized
from sectornb.sources.refusals import refuse_other_year


def recognize(path: Path, vintage: str, source: str) -> Recognized:
    """A table of one's own of `source`, read and checked.

    Raises
    ------
    InputError
        If it is none, or of another year than `vintage` says.
    """
    table = own_table(path, source)
    frame = read_own_table(path, source)
    year = frame["year"].iloc[0]
    refuse_other_year(path, year, vintage)
    suffix = ".xlsx" if is_packed(path, "xlsx") else ".csv"
    return recognized(source, table, len(frame), suffix, told=year, year=year)


def notes(library: Library, holding: Holding) -> list[str]:
    """What a table that was added holds, so that it can be compared with where it is from."""
    table = held_own_table(library, holding.source, holding.vintage, holding.table)
    if holding.source == "wage-thresholds":
        return told_of_thresholds(library, table, holding.table)
    if holding.source == "programs":
        seats = table.groupby("delivery")["seats"].sum()
        online = seats.get("online", 0.0)
        unknown = int(table["seats"].isna().sum())
        return [
            f"{seats.sum():,.0f} seats a year in {counted(len(table), 'program')} ({unknown:,} do "
            f"not tell); {online:,.0f} are online and are no supply of the region alone. Seats are "
            "no graduates."
        ]
    if holding.source == "labor-shed":
        return [
            f"{table['underemployed'].sum():,.0f} underemployed people, all of whom are at work: "
            "they are no further labor force."
        ]
    states = [name for name in table if str(name).endswith("_status")]
    words = pd.concat([table[name] for name in states]).value_counts()
    marked = ", ".join(
        f"{number:,} {str(word).replace('_', ' ')}" for word, number in words.items()
        if word != "published"
    )  # fmt: skip
    told = f"of {words.sum():,} figures {marked or 'all are published'}."
    if "is_total" in table:
        told += (
            f" {int(table['is_total'].sum()):,} rows are totals and are not added to their parts."
        )
    return [told]

"""Recognizing files of the American Community Survey, and what to say when one is added."""

from __future__ import annotations

from pathlib import Path

from sectornb.errors import counted
from sectornb.sources.acs.held import (
    LEVELS,
    acs_estimates,
    label_path,
    share_of_areas,
    sum_of_areas,
)
from sectornb.sources.acs.margins import reliability
from sectornb.sources.acs.reader import SOURCE, read_estimates, refuse_other_form
from sectornb.sources.holding import Holding
from sectornb.sources.json_tables import is_json
from sectornb.sources.library import Library
from sectornb.sources.recognition import Recognized, recognized


def recognize(path: Path, vintage: str) -> Recognized:
    """A table with its two header rows, or an answer of the API, read and checked.

    Raises
    ------
    InputError
        If it is neither, or has the labels or areas of another time than `vintage`.
    """
    table = read_estimates(path)
    if vintage:
        refuse_other_form(path, table, int(vintage[:4]))
    tables, areas = sorted(table["table"].unique()), table["geo_id"].unique()
    year = vintage[:4] or "0"
    where = areas[0] + (f"-and-{len(areas) - 1}-more" if len(areas) > 1 else "")
    which = "-".join(tables[:3]) + ("-and-more" if len(tables) > 3 else "")
    if is_json(path):
        lines = len(table) // len(areas)
        which += f"-{lines}-line{'s' * (lines > 1)}"
    kind = "api" if is_json(path) else "table"
    first = str(int(year) - 4)
    return recognized(SOURCE, kind, len(areas), tables=which, areas=where, year=year, first=first)


def notes(library: Library, holding: Holding) -> list[str]:
    """How many estimates of a file that was added are weak, and what its areas give together."""
    table = library.parsed(SOURCE, holding.vintage, holding.table, holding.part, read_estimates)
    words = reliability(table["estimate"], table["margin"]).value_counts()
    known = int(words.drop("unknown", errors="ignore").sum())
    told = []
    if known:
        weak, zero = int(words.get("weak", 0)), int(words.get("no better than zero", 0))
        told.append(
            f"of {counted(known, 'estimate')} with a margin of error, {zero:,} may as well be zero "
            f"and {weak:,} are weak (standard error over 30 percent). Do not rank areas by them; "
            "join areas or lines."
        )
    shown = table[table["label"].ne("")]
    level = shown["geo_id"].str[:3].mode()
    if len(level):
        name = shown["table"].iloc[0]
        whole = acs_estimates(library, name, holding.vintage)
        places = sorted(shown.loc[shown["geo_id"].str[:3].eq(level[0]), "geo_id"].unique())
        first = whole.loc[whole["label"].ne(""), "label"].drop_duplicates().tolist()[:2]
        if len(places) > 1 and len(first) == 2 and label_path(first[0]) == label_path(first[1])[:1]:
            summed = sum_of_areas(whole, places, first[0])
            share = share_of_areas(whole, places, first[1], first[0])
            told.append(
                f"the {counted(len(places), *LEVELS.get(level[0], ('area', 'areas')))} together: "
                f"{first[0]} {summed.estimate:,.0f} ± {summed.margin:,.0f}; {first[1]} "
                f"{100 * share.estimate:.1f} ± {100 * share.margin:.1f} percent of it."
            )
    return told

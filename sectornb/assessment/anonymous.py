"""What an anonymous survey prints: of each item the median first, then what the audit lets through.

Everything else that the tables have is null there: what is counted by side, by organization or
by rater, and what a reader could work ratings out of.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sectornb.assessment.instrument import Instrument
from sectornb.assessment.rounds import Round
from sectornb.disclosure.ratings.audit import Panel
from sectornb.disclosure.ratings.figures import Scale
from sectornb.disclosure.ratings.printable import FEWEST_RATERS, printable

Told = Mapping[tuple[str, str], tuple[str, ...]]
"""Wave and item to the statistics that may be printed of it."""

COLUMN_OF = {
    "median": "median",
    "share": "share_4_or_5",
    "mean": "mean",
    "agreement": "agreement_rwg",
    "deviation": "average_deviation",
}
"""Statistics of the audit, and their columns."""
AT_MOST_ONE, ALL_BUT_ONE = "at most one", "all but at most one"
AREAS_TOLD = ("wave", "area", "area_title", "n_items", "median_of_items", "status")
PANEL_TOLD = ("wave", "n_raters", "n_items", "median_of_items")
CHANGES_TOLD = (
    *("wave_before", "wave_after", "item", "item_title", "area"),
    *("median_before", "median_after", "median_change", "status"),
)
ITEMS_TOLD = (
    *("wave", "item", "item_title", "area", "n_raters", "target", "gap", "status"),
    *("share_note", "agreement_note", *COLUMN_OF.values()),
)
CONDITIONS_TOLD = ("wave", "item", "condition", "condition_text", "kind", "most_unmet")


def scale_of(instrument: Instrument) -> Scale:
    """The scale of an instrument, as the audit knows it."""
    return Scale(instrument.highest, instrument.halves, instrument.good_from)


def told_by_item(rounds: tuple[Round, ...], instrument: Instrument, fewest: int) -> dict:
    """The statistics that may be printed of each item in each wave.

    Parameters
    ----------
    fewest : int
        Raters below whom nothing is printed; never below what the audit asks for.
    """
    scale = scale_of(instrument)
    return {
        (each.wave, str(item)): printable(ratings, scale)
        if len(ratings := each.ratings[item].dropna().tolist()) >= max(fewest, FEWEST_RATERS)
        else ()
        for each in rounds
        for item in each.ratings
    }


def panels(
    rounds: tuple[Round, ...], instrument: Instrument, told: Told, tables: str
) -> tuple[Panel, ...]:
    """What is printed of each item, for the audit, with the ratings behind it.

    Parameters
    ----------
    tables : str
        Names of the tables that say it, with commas between them.
    """
    scale = scale_of(instrument)
    return tuple(
        Panel(
            tables,
            f"wave {each.wave}, item {item}",
            # Raters are told apart across waves of one item only, so that numbers will do.
            {f"rater {n}": float(r) for n, r in enumerate(each.ratings[item]) if not np.isnan(r)},
            names,
            scale,
        )
        for each in rounds
        for item in each.ratings
        if (names := told[each.wave, str(item)])
    )


def items_as_printed(table: pd.DataFrame, told: Told) -> pd.DataFrame:
    """Results by item with null for what is not printed, and why in ``status``."""
    shown = table.copy()
    names = [told[key] for key in zip(table["wave"], table["item"], strict=True)]
    for statistic, column in COLUMN_OF.items():
        shown[column] = table[column].where(pd.Series([statistic in n for n in names]))
    raters = table["n_raters"]
    # A share of nobody or of all would tell on which side everybody stands.
    high = (shown["share_4_or_5"] * raters).round()
    shown["share_note"] = np.select(
        [high.le(1), high.ge(raters - 1)], [AT_MOST_ONE, ALL_BUT_ONE], ""
    )
    shown["share_4_or_5"] = high.clip(1, raters - 1) / raters
    # As exact as the audit takes them to be printed.
    rounded = ["mean", "agreement_rwg", "average_deviation"]
    shown[rounded] = np.floor(shown[rounded] * 100 + 0.5 + 1e-7) / 100
    shown["gap"] = shown["target"] - shown["median"]
    shown["agreement_note"] = ""
    shown["status"] = np.select(
        [raters.lt(FEWEST_RATERS), shown["median"].isna()],
        ["too_few_raters", "held_back"],
        "printed",
    )
    shown["n_raters"] = raters.where(raters.ge(FEWEST_RATERS))
    return only(shown, ITEMS_TOLD)


def areas_as_printed(table: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Results by area: the median of the medians that are printed of its items, and no more."""
    medians = items.groupby(["wave", "area"])["median"].median()
    keys = pd.MultiIndex.from_frame(table[["wave", "area"]])
    shown = table.assign(median_of_items=medians.reindex(keys).to_numpy())
    shown["status"] = np.where(shown["median_of_items"].isna(), "held_back", "printed")
    return only(shown, AREAS_TOLD)


def panel_as_printed(table: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Who answered in each wave, and the median of all medians that are printed."""
    medians = items.groupby("wave")["median"].median().reindex(table["wave"]).to_numpy()
    return only(table.assign(median_of_items=medians), PANEL_TOLD)


def changes_as_printed(table: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Printed medians of both waves beside each other; nobody is matched with whom they were."""
    medians = items.set_index(["wave", "item"])["median"]
    shown = table.copy()
    for when in ("before", "after"):
        keys = pd.MultiIndex.from_frame(table[[f"wave_{when}", "item"]])
        shown[f"median_{when}"] = medians.reindex(keys).to_numpy()
    shown["median_change"] = shown["median_after"] - shown["median_before"]
    shown["status"] = "not_matched"
    return only(shown, CHANGES_TOLD)


def conditions_as_printed(table: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Which conditions most raters see not met, without how many; of enough raters alone."""
    enough = table["n_asked"].ge(max(fewest, FEWEST_RATERS))
    return only(table[enough].reset_index(drop=True), CONDITIONS_TOLD)


def only(table: pd.DataFrame, told: tuple[str, ...]) -> pd.DataFrame:
    """The table with null, or empty text, in all other columns."""
    shown = table.copy()
    for column in shown.columns.difference(list(told)):
        shown[column] = "" if pd.api.types.is_string_dtype(shown[column]) else np.nan
    return shown

"""Change between two waves: of the raters of both, apart from the change of the panel."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from sectornb.assessment.instrument import Instrument
from sectornb.assessment.rounds import Round
from sectornb.assessment.waves.dropout import bounds_of_change, parts_of_change
from sectornb.assessment.waves.model import modeled_change
from sectornb.assessment.waves.own_changes import (
    counted_items,
    directions,
    mean_own_change,
)

ALL = "all"
"""What stands for all areas together."""
PARTS = (
    *("mean_before", "mean_after", "mean_change"),
    *("mean_change_matched", "left_change", "joined_change"),
)
BOUNDS = ("change_low", "change_high", "proven_change")
COLUMNS = (
    *("wave_before", "wave_after", "item", "item_title", "area", "n_before", "n_after"),
    *("n_matched", "n_left", "n_joined", "median_before", "median_after", "median_change"),
    *PARTS,
    *("median_change_matched", "smallest_change", "panel_change"),
    *(*BOUNDS, "direction", "status"),
)
AREA_COLUMNS = (
    *("wave_before", "wave_after", "area", "area_title", "n_items", "n_matched"),
    *PARTS,
    *("smallest_change", "panel_change", "change_ci_low", "change_ci_high"),
    *(*BOUNDS, "direction", "status"),
    *("model_change", "model_smallest_change", "model_status"),
)
_TEXT = {
    *("wave_before", "wave_after", "item", "item_title", "area", "area_title"),
    *("proven_change", "direction", "status", "model_status"),
}


def changes_by_item(rounds: tuple[Round, ...], instrument: Instrument) -> pd.DataFrame:
    """What changed from each wave to the next.

    Self-ratings change when other people answer, so a change is that of raters who rated the
    item in both waves; ``panel_change`` is how much more the mean of all moved, by raters who
    left (``left_change``) and who joined (``joined_change``).  A change within ± t·s/√n (s the
    standard deviation of the n raters' own changes) is no change: ``smallest_change``.
    Whatever those who rated once would have said the other time, the mean change of all lies
    between ``change_low`` and ``change_high``.

    Returns
    -------
    DataFrame
        The columns `COLUMNS`; ``direction`` is up, down or none, empty where fewer than
        five rated in both waves; ``proven_change`` is up or down where both bounds
        are on that side, else open.
    """
    found = [_of_items(*pair, instrument) for pair in pairwise(rounds)]
    return _joined(found, COLUMNS)


def changes_by_area(
    rounds: tuple[Round, ...], instrument: Instrument, *, sampled: bool
) -> pd.DataFrame:
    """The same over the items of each area, and over all: item by item, then their mean.

    So every part adds up as it does of items, of which those count that enough raters rated
    twice (:func:`~sectornb.assessment.waves.own_changes.counted_items`).
    ``smallest_change`` is that of :func:`~sectornb.assessment.waves.own_changes.mean_own_change`,
    beside it the mixed model of :func:`~sectornb.assessment.waves.model.modeled_change`.

    Parameters
    ----------
    sampled : bool
        Whether only some partners were asked: only then has a change an interval
        (``change_ci_low``, ``change_ci_high``).

    Returns
    -------
    DataFrame
        The columns `AREA_COLUMNS`; all items together have the area `ALL`.
    """
    found = [_of_areas(*pair, instrument, sampled) for pair in pairwise(rounds)]
    return _joined(found, AREA_COLUMNS)


def _joined(found: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    types = {name: "str" if name in _TEXT else "float64" for name in columns}
    if not found:
        return pd.DataFrame(columns=list(columns)).astype(types)
    return pd.concat(found, ignore_index=True)[list(columns)].astype(types)


def own_changes(before: Round, after: Round) -> pd.DataFrame:
    """Each rater's own change on each item, of those who answered in both waves."""
    both = before.ratings.index.intersection(after.ratings.index)
    return after.ratings.loc[both] - before.ratings.loc[both]


def _measured(before: Round, after: Round, instrument: Instrument) -> pd.DataFrame:
    """Parts and bounds of the change of each item."""
    first, second = before.ratings, after.ratings
    table = parts_of_change(first, second).join(
        bounds_of_change(first, second, 1.0, instrument.highest)
    )
    table["panel_change"] = table["left_change"] + table["joined_change"]
    return table


def _of_items(before: Round, after: Round, instrument: Instrument) -> pd.DataFrame:
    first, second = before.ratings, after.ratings
    own = own_changes(before, after)
    alone = mean_own_change(own, pd.Series(own.columns, index=own.columns))
    table = _measured(before, after, instrument)
    table["n_before"], table["n_after"] = first.notna().sum(), second.notna().sum()
    table["n_matched"] = alone["n_matched"]
    table["median_before"], table["median_after"] = first.median(), second.median()
    table["median_change"] = table["median_after"] - table["median_before"]
    table["median_change_matched"] = own.median()
    table["smallest_change"] = alone["smallest"]
    table["item"] = table.index
    table["item_title"] = [instrument.items[item].title for item in table.index]
    table["area"] = [instrument.area_of[item].id for item in table.index]
    return _concluded(table, before, after)


def _of_areas(before: Round, after: Round, instrument: Instrument, sampled: bool) -> pd.DataFrame:
    own = own_changes(before, after)
    items = _measured(before, after, instrument)
    area_of = pd.Series({item: instrument.area_of[item].id for item in own.columns})
    rows = []
    for groups in (area_of, pd.Series(ALL, index=area_of.index)):
        counting = groups[counted_items(own, groups)]
        means = mean_own_change(own, groups)
        parts = items.loc[counting.index].groupby(counting).mean()
        models = pd.DataFrame(
            {name: modeled_change(own[counting.index[counting.eq(name)]]) for name in means.index}
        ).T
        rows.append(means.drop(columns="mean").join(parts).join(models))
    table = pd.concat(rows)
    table = table.rename(columns={"smallest": "smallest_change"})
    titles = {area.id: area.title for area in instrument.areas} | {ALL: "All items"}
    table["area"], table["area_title"] = table.index, [titles[area] for area in table.index]
    around = table["smallest_change"] if sampled else np.nan
    table["change_ci_low"] = table["mean_change_matched"] - around
    table["change_ci_high"] = table["mean_change_matched"] + around
    return _concluded(table, before, after)


def _concluded(table: pd.DataFrame, before: Round, after: Round) -> pd.DataFrame:
    """With the waves, and what follows from each row's figures."""
    proven = [table["change_low"].gt(1e-9), table["change_high"].lt(-1e-9)]
    table["proven_change"] = np.select(proven, ["up", "down"], "open")
    table["direction"] = directions(table["mean_change_matched"], table["smallest_change"])
    enough = table["smallest_change"].notna()
    table["status"] = np.where(enough, "matched", "too_few_matched")
    table["wave_before"], table["wave_after"] = before.wave, after.wave
    return table.reset_index(drop=True)

"""Three waves and more: how much raters' own ratings move per wave."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.assessment.instrument import Instrument
from sectornb.assessment.rounds import Round
from sectornb.assessment.waves.changes import ALL
from sectornb.assessment.waves.own_changes import directions, mean_own_change

FEWEST_WAVES = 3
"""Of two waves the change is the slope."""
COLUMNS = (
    *("scope", "part", "part_title", "wave_before", "wave_after", "n_waves", "n_items"),
    *("n_matched", "slope", "smallest_slope", "slope_ci_low", "slope_ci_high"),
    *("direction", "status"),
)


def own_slopes(rounds: tuple[Round, ...]) -> pd.DataFrame:
    """Each rater's own slope on each item, in points per wave.

    The slope of the line of least squares through the waves in which the rater rated the item;
    waves count as equally far apart.  Of two ratings it is their difference over the waves
    between them.

    Returns
    -------
    DataFrame
        Raters × items, null where a rater rated the item in fewer than two waves.
    """
    everybody = pd.Index(sorted({rater for each in rounds for rater in each.ratings.index}))
    items = rounds[0].ratings.columns
    # Waves × raters × items.
    given = np.stack(
        [each.ratings.reindex(index=everybody, columns=items).to_numpy() for each in rounds]
    )
    told = ~np.isnan(given)
    times = told.sum(axis=0)
    often = times >= 2
    number = np.where(told, np.arange(len(rounds), dtype=float)[:, None, None], 0.0)
    away = np.where(told, number - number.sum(axis=0) / np.maximum(times, 1), 0.0)
    up = (away * np.where(told, given, 0.0)).sum(axis=0)
    slopes = np.where(often, up / np.where(often, (away**2).sum(axis=0), 1.0), np.nan)
    return pd.DataFrame(slopes, index=everybody, columns=items)


def wave_trend(rounds: tuple[Round, ...], instrument: Instrument, *, sampled: bool) -> pd.DataFrame:
    """Mean own slope of raters of two waves or more: of each item, each area and all items.

    Each rater counts the same however many waves they answered, as each item does.  A slope
    within ``smallest_slope``
    (:func:`~sectornb.assessment.waves.own_changes.mean_own_change`) is none.

    Parameters
    ----------
    sampled : bool
        Whether only some partners were asked: only then has a slope an interval
        (``slope_ci_low``, ``slope_ci_high``).

    Returns
    -------
    DataFrame
        The columns `COLUMNS`; no row below `FEWEST_WAVES` waves.  ``direction`` is empty and
        ``status`` ``too_few_matched`` where no item has five such raters.
    """
    text = {*COLUMNS[:5], *COLUMNS[-2:]}
    kinds = {name: "str" if name in text else "float64" for name in COLUMNS}
    if len(rounds) < FEWEST_WAVES:
        return pd.DataFrame(columns=list(COLUMNS)).astype(kinds)
    slopes = own_slopes(rounds)
    own = pd.Series(slopes.columns, index=slopes.columns)
    areas = pd.Series({item: instrument.area_of[item].id for item in own})
    titles = {
        "item": {item: instrument.items[item].title for item in own},
        "area": {area.id: area.title for area in instrument.areas},
        ALL: {ALL: "All items"},
    }
    parts = []
    for scope, groups in (("item", own), ("area", areas), (ALL, pd.Series(ALL, index=own.index))):
        means = mean_own_change(slopes, groups)
        means["scope"], means["part"] = scope, means.index
        means["part_title"] = [titles[scope][part] for part in means.index]
        parts.append(means)
    table = pd.concat(parts, ignore_index=True)
    table = table.rename(columns={"mean": "slope", "smallest": "smallest_slope"})
    around = table["smallest_slope"] if sampled else np.nan
    table["slope_ci_low"], table["slope_ci_high"] = table["slope"] - around, table["slope"] + around
    table["wave_before"], table["wave_after"] = rounds[0].wave, rounds[-1].wave
    table["n_waves"] = float(len(rounds))
    table["direction"] = directions(table["slope"], table["smallest_slope"])
    enough = table["smallest_slope"].notna()
    table["status"] = np.where(enough, "matched", "too_few_matched")
    return table[list(COLUMNS)].astype(kinds)

"""Change between two waves: of the raters of both, apart from the change of the panel."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.assessment.instrument import Instrument
from sectornb.assessment.rounds import Round

FEWEST_MATCHED = 5
"""Raters of both waves from which on a change is told apart from noise."""
LEVEL = 0.95

COLUMNS = (
    *("wave_before", "wave_after", "item", "item_title", "area", "n_before", "n_after"),
    *("median_before", "median_after", "median_change", "n_matched", "mean_change_matched"),
    *("median_change_matched", "smallest_change", "panel_change", "direction", "status"),
)


def changes_by_item(rounds: tuple[Round, ...], instrument: Instrument) -> pd.DataFrame:
    """What changed from each wave to the next.

    Self-ratings change when other people answer, so a change is that of raters who rated the
    item in both waves; `panel_change` is how much more the mean of all moved.  A change
    within ± t·s/√n (s the standard deviation of the n raters' own changes) is no change:
    `smallest_change`.

    Returns
    -------
    DataFrame
        The columns `COLUMNS`; ``direction`` is up, down or none, empty where fewer than
        `FEWEST_MATCHED` rated in both waves.
    """
    if len(rounds) < 2:
        return pd.DataFrame(columns=list(COLUMNS)).astype(_types())
    pairs = [
        _between(before, after, instrument)
        for before, after in zip(rounds[:-1], rounds[1:], strict=True)
    ]
    return pd.concat(pairs, ignore_index=True)[list(COLUMNS)].astype(_types())


def _types() -> dict[str, str]:
    text = {"wave_before", "wave_after", "item", "item_title", "area", "direction", "status"}
    return {name: "str" if name in text else "float64" for name in COLUMNS}


def _between(before: Round, after: Round, instrument: Instrument) -> pd.DataFrame:
    # The whole of scipy.stats takes seconds to import.
    from scipy.special import stdtrit

    first, second = before.ratings, after.ratings
    both = first.index.intersection(second.index)
    own = second.loc[both] - first.loc[both]
    matched = own.notna().sum()
    enough = matched.ge(FEWEST_MATCHED)
    mean = own.mean()
    wide = stdtrit(np.maximum(matched - 1, 1), (1 + LEVEL) / 2) * own.std(ddof=1)
    smallest = (wide / np.sqrt(matched.where(matched.gt(1)))).where(enough)
    moved = mean.abs().gt(smallest)
    direction = np.select(
        [~enough, moved & mean.gt(0), moved & mean.lt(0)], ["", "up", "down"], "none"
    )
    table = pd.DataFrame(
        {
            "n_before": first.notna().sum(),
            "n_after": second.notna().sum(),
            "median_before": first.median(),
            "median_after": second.median(),
            "n_matched": matched,
            "mean_change_matched": mean,
            "median_change_matched": own.median(),
            "smallest_change": smallest,
            "panel_change": second.mean() - first.mean() - mean,
            "direction": direction,
            "status": np.where(enough, "matched", "too_few_matched"),
        }
    )
    table["median_change"] = table["median_after"] - table["median_before"]
    table["wave_before"], table["wave_after"] = before.wave, after.wave
    table["item"] = table.index
    table["item_title"] = [instrument.items[item].title for item in table.index]
    table["area"] = [instrument.area_of[item].id for item in table.index]
    return table.reset_index(drop=True)

"""Where a ranked figure lies beyond what is proven of it."""

from __future__ import annotations

import pandas as pd

from sectornb.industry.factors import FACTORS
from sectornb.industry.ranking import ranked_values


def outside(shown: pd.DataFrame, proven: pd.DataFrame) -> dict[str, list[str]]:
    """Factor to the industries whose ranked figure in `shown` is not between ends of `proven`.

    Industries whose ends `shown` holds back, to protect one county's cell, are left out.
    """
    found = {}
    for name, factor in FACTORS.items():
        value, _ = ranked_values(shown, name)
        low, high = (proven[end] for end in factor.ends)
        stray = 1e-9 * value.abs()
        beyond = (value < low - stray) | (value > high + stray)
        held_back = shown[factor.ends[1]].isna() & proven[factor.ends[1]].notna()
        if (beyond & ~held_back).any():
            found[name] = list(shown.loc[beyond & ~held_back, "naics"])
    return found

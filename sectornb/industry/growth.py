"""Growth in percent, over a span of years and a year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def growth_pct(base: Any, latest: Any) -> Any:
    """Percent change from `base` to `latest`, Series or arrays: 100 (latest / base - 1).

    Missing where either end is missing or the base is not above zero.
    """
    return 100 * (latest / np.where(base > 0, base, np.nan) - 1)


def annual_growth_pct(growth: pd.Series, years: float) -> pd.Series:
    """Compound growth per year from percent growth over `years`: 100 ((1 + g)^(1/years) - 1).

    Never the growth divided by the years: 34 percent in five years is 6.03 percent a
    year, not 6.8.  Missing where `growth` is, or where `years` is not above zero.
    """
    if not years > 0:
        return pd.Series(np.nan, index=growth.index)
    return 100 * ((1 + growth / 100) ** (1 / years) - 1)

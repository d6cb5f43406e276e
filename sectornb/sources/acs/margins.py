"""Margins of error of what is computed from sample estimates, by the Census Bureau's formulas.

A published margin is that of a 90 percent interval.  Source: U.S. Census Bureau, Understanding and
Using American Community Survey Data: What All Data Users Need to Know (2020), chapters 7 and 8.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

NINETY_PERCENT = 1.645
"""Standard errors in the margin of a 90 percent interval."""
FAIR, WEAK = 0.12, 0.30
"""Coefficients of variation from which an estimate is to be used with care, and is weak."""


def variation(estimates: pd.Series[float], margins: pd.Series[float]) -> pd.Series[float]:
    """Coefficient of variation: standard error (margin / 1.645) over estimate.

    Missing where the estimate is 0 or one of the two is missing.
    """
    errors = margins / NINETY_PERCENT
    return errors / estimates.abs().where(estimates.ne(0))


def reliability(estimates: pd.Series[float], margins: pd.Series[float]) -> pd.Series[str]:
    """How far an estimate can be relied on.

    ``good`` below a coefficient of variation of 12 percent, ``fair`` below 30, else ``weak``;
    ``no better than zero`` where the 90 percent interval includes 0, so that areas must not be
    ranked by it; ``unknown`` where estimate or margin is missing.
    """
    spread = variation(estimates, margins)
    word = np.select(
        [
            estimates.isna() | margins.isna(),
            estimates.abs().le(margins) & margins.gt(0),
            spread.lt(FAIR) | margins.eq(0),
            spread.lt(WEAK),
        ],
        ["unknown", "no better than zero", "good", "fair"],
        "weak",
    )
    return pd.Series(word, estimates.index, dtype="str")


def sum_margin(estimates: pd.Series[float], margins: pd.Series[float]) -> float:
    """Margin of the sum of `estimates`: the root of the sum of squared margins.

    Of estimates of zero only the largest margin counts, once; missing if one that counts is
    missing.  1,200 ± 400 and 900 ± 300 give 2,100 ± 500.
    """
    zero = estimates.eq(0)
    counted = [*margins[~zero], *([margins[zero].max(skipna=False)] if zero.any() else [])]
    return float(np.sqrt(np.square(counted).sum()))


def proportion_margin(part: float, part_margin: float, whole: float, whole_margin: float) -> float:
    """Margin of `part` / `whole`, the part being of the whole.

    √(m_part² − p² m_whole²) / whole; with a plus sign, as for a ratio, where the root's content is
    negative.  Missing if `whole` is 0.
    """
    if whole == 0:
        return float("nan")
    share = part / whole
    inside = part_margin**2 - share**2 * whole_margin**2
    if inside < 0:
        inside = part_margin**2 + share**2 * whole_margin**2
    return float(np.sqrt(inside) / whole)

"""How sure the share of high ratings is: an interval of a sample, bounds where some are silent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sectornb.assessment.results import FEWEST
from sectornb.assessment.rounds import Round

LEVEL = 0.95
COLUMNS = (
    *("share_4_or_5_ci_low", "share_4_or_5_ci_high"),
    *("share_4_or_5_low", "share_4_or_5_high"),
)


def exact_interval(high: pd.Series, raters: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Exact interval of the share `high` of `raters` at 95 percent (Clopper & Pearson 1934).

    Quantiles of beta(k, n − k + 1) and beta(k + 1, n − k): of the shares of all partners, those
    under which so few, or so many, as `k` of `n` would not come up in 2.5 percent of samples.
    It never covers less than it says, however few were asked; Wilson's is narrower, and of a
    dozen raters near none or all covers less.

    Parameters
    ----------
    high, raters : Series
        k and n of each item, whole numbers, n at least 1.
    """
    # The whole of scipy.stats takes seconds to import.
    from scipy.special import betaincinv

    tail = (1 - LEVEL) / 2
    high, raters = high.astype("float64"), raters.astype("float64")
    low = pd.Series(betaincinv(high.clip(lower=1), raters - high + 1, tail), high.index)
    up = pd.Series(betaincinv(high + 1, (raters - high).clip(lower=1), 1 - tail), high.index)
    return low.where(high.gt(0), 0.0), up.where(high.lt(raters), 1.0)


def share_bounds_of(table: pd.DataFrame, latest: Round, settings: Any) -> pd.DataFrame:
    """What can be said of the share beyond those who answered, for each row of `table`.

    Of a sample the exact interval at 95 percent.  Where every partner was asked there is no
    sampling error: with all answers there is nothing to add, and with some missing the share
    lies between that where none of the silent would rate so high and that where all would.

    Parameters
    ----------
    table : DataFrame
        Of :func:`~sectornb.assessment.results.ratings_by_item`.
    settings : AssessmentSettings
        ``panel`` and ``everyone_asked``.

    Returns
    -------
    DataFrame
        The columns `COLUMNS`, null where they do not apply; only for the wave looked at where
        they rest on how many were asked.
    """
    found = pd.DataFrame(np.nan, index=table.index, columns=list(COLUMNS))
    raters = table["n_raters"]
    high = (table["share_4_or_5"] * raters).round()
    if settings.panel == "sample":
        enough = raters.ge(FEWEST)
        low, up = exact_interval(high[enough], raters[enough])
        found.loc[enough, COLUMNS[0]], found.loc[enough, COLUMNS[1]] = low, up
    elif settings.everyone_asked:
        asked = max(settings.everyone_asked, latest.raters)
        here = table["wave"].eq(latest.wave) & raters.lt(asked)
        found.loc[here, COLUMNS[2]] = high[here] / asked
        found.loc[here, COLUMNS[3]] = (high[here] + asked - raters[here]) / asked
    return found

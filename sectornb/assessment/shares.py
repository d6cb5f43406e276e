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


def wilson_interval(high: pd.Series, raters: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Interval of the share `high` of `raters` at 95 percent (Wilson; Newcombe 1998)."""
    from statsmodels.stats.proportion import proportion_confint

    if raters.empty:
        return raters.astype("float64"), raters.astype("float64")
    low, up = proportion_confint(high, raters, alpha=1 - LEVEL, method="wilson")
    return low, up


def share_bounds_of(table: pd.DataFrame, latest: Round, settings: Any) -> pd.DataFrame:
    """What can be said of the share beyond those who answered, for each row of `table`.

    Of a sample the Wilson interval at 95 percent.  Where every partner was asked there is no
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
        low, up = wilson_interval(high[enough], raters[enough])
        found.loc[enough, COLUMNS[0]], found.loc[enough, COLUMNS[1]] = low, up
    elif settings.everyone_asked:
        asked = max(settings.everyone_asked, latest.raters)
        here = table["wave"].eq(latest.wave) & raters.lt(asked)
        found.loc[here, COLUMNS[2]] = high[here] / asked
        found.loc[here, COLUMNS[3]] = (high[here] + asked - raters[here]) / asked
    return found

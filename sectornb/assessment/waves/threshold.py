"""Raters who came to call an item in place, and raters who no longer do: McNemar's test."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from sectornb.assessment.instrument import Instrument
from sectornb.assessment.rounds import Round
from sectornb.assessment.waves.own_changes import FEWEST_MATCHED, LEVEL

FEWEST_SWITCHED = 6
"""Below it no outcome is rare: of five who all switched one way the exact p is 0.0625."""
COLUMNS = (
    *("wave_before", "wave_after", "item", "item_title", "area", "n_matched"),
    *("n_kept", "n_gained", "n_lost", "n_neither", "n_switched"),
    *("mcnemar_p", "mcnemar_chi2", "mcnemar_chi2_corrected", "direction", "status"),
)


class McNemar(NamedTuple):
    """Of those who switched, whether more did so one way than coin flips would explain."""

    p: float
    """Exact and two-sided: twice the smaller tail of a binomial with one half, 1 at most."""
    chi2: float
    """(gained - lost)² / (gained + lost)."""
    chi2_corrected: float
    """The same with 1 taken off the difference."""


def mcnemar_of(kept: int, lost: int, gained: int, neither: int) -> McNemar:
    """McNemar's test of two waves, for raters of both.

    Parameters
    ----------
    kept, lost, gained, neither : int
        Raters above the threshold both times, the first time only, the second time only, and
        neither time; at least one lost or gained it.

    Notes
    -----
    McNemar (1947); published example: approval of a prime minister (Agresti).
    """
    from statsmodels.stats.contingency_tables import mcnemar

    table = [[kept, lost], [gained, neither]]
    exact = mcnemar(table, exact=True)
    plain = mcnemar(table, exact=False, correction=False)
    corrected = mcnemar(table, exact=False, correction=True)
    return McNemar(float(exact.pvalue), float(plain.statistic), float(corrected.statistic))


def threshold_changes(rounds: tuple[Round, ...], instrument: Instrument) -> pd.DataFrame:
    """From each wave to the next, raters of both who began or ceased to call an item in place.

    Items are not pooled: one rater's answers to several items go together, and a test of
    their sum would count that rater several times.

    Returns
    -------
    DataFrame
        The columns `COLUMNS`.  ``status`` is ``matched``, ``too_few_matched`` (below
        `FEWEST_MATCHED`) or ``too_few_switched`` (below `FEWEST_SWITCHED`); without the first,
        there is no test.  ``direction`` is up or down where p is below 0.05, else none; empty
        without a test.
    """
    types = {"wave_before", "wave_after", "item", "item_title", "area", "direction", "status"}
    kinds = {name: "str" if name in types else "float64" for name in COLUMNS}
    found = [_between(*pair, instrument) for pair in pairwise(rounds)]
    if not found:
        return pd.DataFrame(columns=list(COLUMNS)).astype(kinds)
    return pd.concat(found, ignore_index=True)[list(COLUMNS)].astype(kinds)


def _between(before: Round, after: Round, instrument: Instrument) -> pd.DataFrame:
    both = before.ratings.index.intersection(after.ratings.index)
    first, second = before.ratings.loc[both], after.ratings.loc[both]
    told = first.notna() & second.notna()
    was, now = first.ge(instrument.good_from), second.ge(instrument.good_from)
    table = pd.DataFrame(
        {
            "n_matched": told.sum(),
            "n_kept": (told & was & now).sum(),
            "n_gained": (told & ~was & now).sum(),
            "n_lost": (told & was & ~now).sum(),
            "n_neither": (told & ~was & ~now).sum(),
        }
    )
    table["n_switched"] = table["n_gained"] + table["n_lost"]
    few = table["n_matched"].lt(FEWEST_MATCHED)
    seldom = table["n_switched"].lt(FEWEST_SWITCHED)
    table["status"] = np.select([few, seldom], ["too_few_matched", "too_few_switched"], "matched")
    tested = table.index[table["status"].eq("matched")]
    fourfold = table.loc[tested, ["n_kept", "n_lost", "n_gained", "n_neither"]]
    results = [mcnemar_of(*cells) for cells in fourfold.itertuples(index=False, name=None)]
    named = {"p": "mcnemar_p", "chi2": "mcnemar_chi2", "chi2_corrected": "mcnemar_chi2_corrected"}
    tests = pd.DataFrame(results, index=tested, columns=list(McNemar._fields), dtype="float64")
    table = table.join(tests.rename(columns=named))
    leans = table["mcnemar_p"].lt(1 - LEVEL)
    more = table["n_gained"].gt(table["n_lost"])
    table["direction"] = np.select(
        [table["mcnemar_p"].isna(), leans & more, leans], ["", "up", "down"], "none"
    )
    table["wave_before"], table["wave_after"] = before.wave, after.wave
    table["item"] = table.index
    table["item_title"] = [instrument.items[item].title for item in table.index]
    table["area"] = [instrument.area_of[item].id for item in table.index]
    return table.reset_index(drop=True)

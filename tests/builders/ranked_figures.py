"""Where a ranked figure lies beyond what is proven of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from sectornb.disclosure.withheld.bounds import IndustryBounds
from sectornb.industry.factor_bounds import Found, with_bounds
from sectornb.industry.factors import FACTORS
from sectornb.industry.ranking import ranked_values
from sectornb.industry.study import IndustryStudy


def outside(
    shown: pd.DataFrame,
    proven: pd.DataFrame,
    left_out: Collection[str] = (),
    rounded: float = 1e-9,
) -> dict[str, list[str]]:
    """Factor to the industries whose ranked figure in `shown` is not between ends of `proven`.

    Factors `left_out` are not looked at, nor industries whose ends `shown` holds back, to
    protect one county's cell; a figure may be `rounded` by that share of itself.
    """
    found = {}
    for name, factor in FACTORS.items():
        if name in left_out:
            continue
        value, _ = ranked_values(shown, name)
        low, high = (proven[end] for end in factor.ends)
        stray = rounded * value.abs()
        beyond = (value < low - stray) | (value > high + stray)
        held_back = shown[factor.ends[1]].isna() & proven[factor.ends[1]].notna()
        if (beyond & ~held_back).any():
            found[name] = list(shown.loc[beyond & ~held_back, "naics"])
    return found


def both(found: Mapping[str, IndustryBounds]) -> Found:
    """Bounds that are published as they are proven."""
    return Found(found, found)


def exact(study: IndustryStudy) -> pd.DataFrame:
    """The factors of a study between proven ends, closer than those that are published."""
    return with_bounds(
        study.published_factors, both(study.bounds), naics_digits=study.naics_digits,
        **study.ends, all_jobs=study.jobs["all"], small_base_jobs=study.small_base_jobs,
        public=False,
    )  # fmt: skip

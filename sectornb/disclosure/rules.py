"""Primary rules: which figures tell of single persons or employers by themselves.

Each rule is a function of arrays and gives a truth value for every figure; what further
figures give away by subtraction is the matter of :mod:`sectornb.disclosure.tables`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

NEVER = 3
"""No threshold may be lower."""


class DisclosureRules(BaseModel):
    """What may be printed, as numbers that are printed with the tables.

    Sources of the defaults: the rules of ACRO (count 10, residual degrees of freedom 10,
    dominance of two contributors at 90 %, p % rule at 10 %), the 80/3 practice of state wage
    records, and a threshold of five inside an office.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    audience: Literal["public", "internal"] = Field(
        default="public", description="who reads the tables: public, or internal (the partners)"
    )
    public_threshold: int = Field(
        default=10, ge=NEVER, description="fewest persons a public count may stand for"
    )
    internal_threshold: int = Field(
        default=5, ge=NEVER, description="fewest persons an internal count may stand for"
    )
    raters: int = Field(default=5, ge=NEVER, description="fewest raters a figure may stand for")
    contributors: int = Field(
        default=3, ge=NEVER, description="fewest employers or persons behind an amount"
    )
    dominant: int = Field(default=2, ge=1, description="how many contributors may not dominate")
    dominance_share: float = Field(
        default=0.90, gt=0, le=1, description="largest share of an amount they may hold"
    )
    p_percent: float = Field(
        default=10.0,
        gt=0,
        le=100,
        description="percent within which nobody may estimate the largest contribution",
    )
    residual_df: int = Field(
        default=10, ge=1, description="fewest residual degrees of freedom of a printed model"
    )
    median_base: int = Field(
        default=10, ge=NEVER, description="fewest values behind a median or another percentile"
    )
    zeros_shown: bool = Field(
        default=True, description="whether a count of nobody is printed; it is no small count then"
    )
    dates: Literal["quarter", "year"] = Field(
        default="quarter", description="how exact a printed date is: quarter or year"
    )

    @property
    def threshold(self) -> int:
        """Fewest persons a printed count may stand for, for this audience."""
        return self.public_threshold if self.audience == "public" else self.internal_threshold

    @property
    def sentence(self) -> str:
        """The rules as a sentence to stand under the tables."""
        zero = "zero excepted" if self.zeros_shown else "zero included"
        return (
            f"Held back, under one mark, are counts below {self.threshold} ({zero}) and whatever "
            f"would give them back by subtraction; amounts of fewer than {self.contributors} "
            f"contributors, or of which the {self.dominant} largest hold more than "
            f"{self.dominance_share:.0%}, or from which the second largest could estimate the "
            f"largest within {self.p_percent:g} %; medians of fewer than {self.median_base} "
            f"values; ratings of fewer than {self.raters} raters; models with fewer than "
            f"{self.residual_df} residual degrees of freedom. Dates are given by {self.dates}."
        )


def small_counts(
    count: np.ndarray, rules: DisclosureRules, base: np.ndarray | None = None
) -> np.ndarray:
    """True for counts that stand for too few persons, or leave too few others.

    A count x is small if 0 < x < m, with m the threshold; also x = 0 where the rules do not
    show zeros.  Where x of a base of n persons have something, the n − x who have it not are
    as exposed, and x = 0 or x = n tells something of everyone: both ends count as small then.

    Parameters
    ----------
    count, base : ndarray, (cells,)
        Persons; missing values are not small.
    """
    count = np.asarray(count, dtype=np.float64)
    low = -np.inf if base is not None or not rules.zeros_shown else 0.0
    small = (count > low) & (count < rules.threshold)
    if base is not None:
        small |= np.asarray(base, dtype=np.float64) - count < rules.threshold
    return small


def dominated(total: np.ndarray, largest: np.ndarray, rules: DisclosureRules) -> np.ndarray:
    """True where the n largest contributions are more than the share k of an amount.

    Parameters
    ----------
    total : ndarray, (cells,)
        Amounts, not negative.
    largest : ndarray, (cells, at least n)
        The largest contributions to each, in falling order; zero where there are fewer.
    """
    return largest[:, : rules.dominant].sum(axis=1) > rules.dominance_share * total


def estimable(total: np.ndarray, largest: np.ndarray, rules: DisclosureRules) -> np.ndarray:
    """True where the second largest contributor can estimate the largest within p percent.

    That is where all but the two largest together are less than p percent of the largest.
    Shapes as in :func:`dominated`.
    """
    rest = total - largest[:, :2].sum(axis=1)
    return rest < rules.p_percent / 100 * largest[:, 0] * (1 - 1e-12)


def protection(
    total: np.ndarray, largest: np.ndarray, contributors: np.ndarray, rules: DisclosureRules
) -> np.ndarray:
    """How far below and above an amount every reader's interval must reach; 0 where it is safe.

    The most that one of these asks for: by the p % rule, p/100 · x₁ − Σ_{i≥3} x_i; by
    dominance, (x₁ + … + x_n)/k − x; for too few contributors, p/100 · x₁.

    Parameters
    ----------
    contributors : ndarray, (cells,)
        How many there are; other shapes as in :func:`dominated`.
    """
    by_p = rules.p_percent / 100 * largest[:, 0] - (total - largest[:, :2].sum(axis=1))
    by_share = largest[:, : rules.dominant].sum(axis=1) / rules.dominance_share - total
    few = (contributors > 0) & (contributors < rules.contributors)
    wanted = np.where(estimable(total, largest, rules), by_p, 0.0)
    wanted = np.maximum(wanted, np.where(dominated(total, largest, rules), by_share, 0.0))
    wanted = np.maximum(wanted, np.where(few, rules.p_percent / 100 * largest[:, 0], 0.0))
    return np.where(total > 0, wanted, 0.0)


def small_bases(base: np.ndarray, rules: DisclosureRules) -> np.ndarray:
    """True for medians and other percentiles of too few values; a missing base counts as none."""
    return ~(np.asarray(base, dtype=np.float64) >= rules.median_base)


def few_degrees(residual_df: np.ndarray, rules: DisclosureRules) -> np.ndarray:
    """True for figures of models with too few residual degrees of freedom."""
    return ~(np.asarray(residual_df, dtype=np.float64) >= rules.residual_df)


def ends_coded(values: pd.Series, rules: DisclosureRules) -> pd.Series:
    """Values whose lowest and highest are drawn in, so that at least m stand at either end.

    The m-th lowest value takes the place of all below it, the m-th highest of all above.
    Missing values stay missing; with fewer than two times m values there is nothing to print,
    and all are missing.
    """
    known = np.sort(values.dropna().to_numpy(dtype=np.float64))
    if len(known) < 2 * rules.threshold:
        return pd.Series(np.nan, index=values.index, name=values.name, dtype="float64")
    low, high = known[rules.threshold - 1], known[-rules.threshold]
    return values.astype("float64").clip(low, high)


def coarse_dates(dates: pd.Series, rules: DisclosureRules) -> pd.Series:
    """Dates as text by quarter (``2024 Q3``) or year (``2024``); missing ones stay missing."""
    moments = pd.to_datetime(dates)
    year = moments.dt.year.astype("Int64").astype("string")
    if rules.dates == "year":
        return year.astype("str")
    quarter = moments.dt.quarter.astype("Int64").astype("string")
    return (year + " Q" + quarter).astype("str")

"""Bounds of a region that give no single county's cell back, however reports are subtracted.

A region's bounds are sums over its counties.  Take two reports one county apart, subtract
end from end, and the county's own bounds are left, however close they are.  So a cell that
may not be told as closely as it is known enters every sum between wider ends, which depend
on the cell alone: that is all that any difference of sums can give back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from sectornb.disclosure.withheld.bounds import IndustryBounds, with_pay
from sectornb.disclosure.withheld.estimates import FEWEST_ESTABLISHMENTS
from sectornb.disclosure.withheld.families import with_room
from sectornb.disclosure.withheld.rows import KEY
from sectornb.errors import ParameterError

NARROWEST = 0.25
"""Default of the narrowest interval of one county's cell, as a share of its high end."""
FIRST_STEP = {"employment": 10.0, "total_wages_usd": 500_000.0}
"""Lowest high end that is told: ten jobs, and about what ten jobs pay."""
FEW_SHARE = 0.5
LEAST_SHARE = 0.01
"""Closer steps would round nothing, and be too many."""
_GROUP = ["naics", "detail", "year", "qtr"]
_PER_JOB = 24


def steps(first: float, share: float, most: float) -> np.ndarray:
    """0, `first` and whole numbers of which each is at most 1 - `share` of the next, past `most`.

    0, 10, 14, 19, 26, 35 … for ten jobs and a quarter.
    """
    found = [0.0, first]
    while share < 1 and found[-1] < most:
        found.append(float(np.ceil(round(found[-1] / (1 - share), 9))))
    return np.array([*found[:1], np.inf] if share >= 1 else found)


def apart(cells: pd.DataFrame, counties: Collection[str], narrowest: float) -> pd.DataFrame:
    """The withheld cells of a region, with the ends between which each enters a public sum.

    A cell of fewer than three establishments enters between zero and a step that at least
    doubles from one to the next.  One whose own ends are closer than `narrowest` of the high
    one enters between the next of :func:`steps` below and above, which are not.  Every other
    cell enters as it is known, unless that would leave of a sum of industries another one
    closer than that (:func:`~sectornb.disclosure.withheld.families.with_room`).

    Parameters
    ----------
    cells : DataFrame
        As in :class:`~sectornb.disclosure.withheld.bounds.IndustryBounds`.
    counties : collection of str
        The region.
    narrowest : float
        `LEAST_SHARE` to 1; with 0 every cell enters as it is known.

    Returns
    -------
    DataFrame
        Key, ``detail``, ``qtr``, ``few`` and for jobs and wages ``_low`` and ``_high`` (known),
        ``_told_low`` and ``_told_high`` (infinite where there is none), ``_apart``, and
        ``_beside`` where that is for the sake of another cell.

    Raises
    ------
    ParameterError
        If `narrowest` is neither 0 nor from `LEAST_SHARE` to 1.
    """
    if narrowest != 0 and not LEAST_SHARE <= narrowest <= 1:
        raise ParameterError(
            f"narrowest is {narrowest:g}; give a share from {LEAST_SHARE:g} to 1, or 0."
        )
    table = _grouped(cells[cells["area_fips"].isin(list(counties))]).reset_index(drop=True)
    hidden = table["employment_status"].eq("withheld").to_numpy()
    few = table["establishments"].lt(FEWEST_ESTABLISHMENTS).to_numpy()
    asked = np.where(few, max(narrowest, FEW_SHARE), narrowest)
    told = table[[*KEY, "detail", "qtr"]].assign(few=few)
    for name, first in FIRST_STEP.items():
        low, high = _ends(table, name)
        width = 1 - low / np.where(high > 0, high, np.inf)
        narrow = np.where(high > 0, width, 0.0) < narrowest
        kept_apart = hidden & (few | narrow) & (narrowest > 0)
        largest = float(high[np.isfinite(high)].max(initial=first))
        shares = set(asked.tolist()) if narrowest > 0 else set()
        ladders = {share: steps(first, share, largest) for share in shares}
        least, most = low.copy(), high.copy()
        for chosen, share in _shares(kept_apart, few, narrowest):
            ladder = ladders.get(share, np.zeros(1))
            # Always one step below, also from a step itself: else exact ends would stay.
            below = np.maximum(np.searchsorted(ladder, low[chosen], side="left") - 1, 0)
            above = np.searchsorted(ladder[1:], high[chosen], side="left") + 1
            least[chosen] = ladder[below]
            most[chosen] = np.append(ladder, np.inf)[above]
        least[kept_apart & few] = 0.0
        beside = np.zeros(len(table), dtype=bool)
        if narrowest > 0:
            on = _Ladders(ladders, asked)
            both = with_room(table, (low, high), (least, most), asked, on.below, on.above)
            beside = hidden & ((both[0] < least) | (both[1] > most))
            least, most = both
        told = told.assign(
            **{f"{name}_low": low, f"{name}_high": high, f"{name}_apart": kept_apart | beside},
            **{f"{name}_told_low": least, f"{name}_told_high": most, f"{name}_beside": beside},
        )
    return told[hidden].reset_index(drop=True)


@dataclass(frozen=True)
class _Ladders:
    """Steps by the share between them, and which share each cell has."""

    steps: Mapping[float, np.ndarray]
    share: np.ndarray

    def below(self, cell: int, end: float) -> float:
        """The step at or below an end."""
        ladder = self.steps[float(self.share[cell])]
        return float(ladder[max(int(np.searchsorted(ladder, end, side="right")) - 1, 0)])

    def above(self, cell: int, end: float) -> float:
        """The step at or above an end."""
        ladder = self.steps[float(self.share[cell])]
        return float(np.append(ladder, np.inf)[int(np.searchsorted(ladder, end, side="left"))])


def rounded_outward(
    found: IndustryBounds,
    counties: Collection[str],
    narrowest: float = NARROWEST,
    told: pd.DataFrame | None = None,
) -> IndustryBounds:
    """Bounds whose region may be published: no difference of reports tells one county's cell.

    Cells are told between the ends of :func:`apart`, the others of the industry as closely as
    the published rows confine their sum.  A region in which every county is disclosed stays
    as it is.

    Parameters
    ----------
    found : IndustryBounds
        Of the published rows.
    counties : collection of str
        The region.
    narrowest : float
        Narrowest interval of one county's cell that may be worked out, as a share of its
        high end; 0 rounds nothing.
    told : DataFrame, optional
        What :func:`apart` gives of these cells, where they are only some of their counties'.

    Returns
    -------
    IndustryBounds
        The cells as they were.  The region with wider ends where needed, with ``told``,
        whether they may be shown at all (not where the one withheld cell has fewer than three
        establishments), and with ``employment_drawn_low`` and ``employment_drawn_high``: jobs
        by which a range of drawn sums has to move to have these cells between their ends.
    """
    if told is None:
        told = apart(found.cells, counties, narrowest)
    region = found.region.copy()
    region["qtr"] = region.get("qtr", "A")
    places = pd.MultiIndex.from_frame(region[_GROUP])
    lone = told.groupby(_GROUP)["few"].agg(["size", "all"])
    hold = (lone["size"].eq(1) & lone["all"]).reindex(places, fill_value=False)
    region["told"] = ~hold.to_numpy(dtype=bool)
    every = _grouped(found.cells[found.cells["area_fips"].isin(list(counties))])
    for name in FIRST_STEP:
        unit = _PER_JOB if name == "employment" else 1
        sums = _sums(every, name, unit).reindex(places)
        wider = _wider(told, name).reindex(places, fill_value=0.0).to_numpy().T
        low_by, low_beside, high_by, high_beside, rest, moved, drawn_low, drawn_high = wider
        both = [region[f"{name}_{end}"].to_numpy(dtype=np.float64) for end in ("low", "high")]
        low, high = both[0], np.where(np.isnan(both[1]), np.inf, both[1])
        # What is known of all counties together, less what is known of those kept apart.
        beside = rest != 1
        least = sums["low"].to_numpy() + low_by
        least = np.where(beside, np.fmax(least, low + low_beside), least)
        most = sums["high"].to_numpy() + high_by
        most = np.where(beside, np.fmin(most, high + high_beside), most)
        change = (moved > 0) | ~beside
        low, high = np.where(change, least, low), np.where(change, most, high)
        if unit > 1:
            low, high = np.round(low * unit) / unit, np.round(high * unit) / unit
        region[f"{name}_low"] = low
        region[f"{name}_high"] = np.where(np.isinf(high), np.nan, high)
        if name == "employment":
            region["employment_drawn_low"], region["employment_drawn_high"] = drawn_low, drawn_high
    return replace(found, region=with_pay(region))


def coarsely(
    cells: pd.DataFrame, counties: Collection[str], narrowest: float
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """What moves estimates of cells that are kept apart to the middle of the step they lie in.

    Else the difference of two regions' estimates would be the estimate of one county's cell.

    Parameters
    ----------
    cells, counties, narrowest
        As for :func:`apart`.

    Returns
    -------
    callable
        From cells with key, ``qtr``, ``employment_estimate`` and ``total_wages_usd_estimate`` to
        the same with other estimates.
    """
    return partial(_to_steps, told=apart(cells, counties, narrowest), narrowest=narrowest)


def _to_steps(estimates: pd.DataFrame, told: pd.DataFrame, narrowest: float) -> pd.DataFrame:
    key = [*KEY, "qtr"]
    cells = estimates[key].merge(told, on=key, how="left").set_axis(estimates.index)
    few = cells["few"].eq(True).to_numpy()
    table = estimates.copy()
    for name, first in FIRST_STEP.items():
        moved = cells[f"{name}_apart"].eq(True).to_numpy()
        beside = cells[f"{name}_beside"].eq(True).to_numpy()
        values = table[f"{name}_estimate"].to_numpy(dtype=np.float64).copy()
        for chosen, share in _shares(moved, few, narrowest):
            ladder = steps(first, share, float(values[chosen].max(initial=first)))
            above = np.clip(np.searchsorted(ladder, values[chosen]), 1, len(ladder) - 1)
            values[chosen] = (ladder[above - 1] + ladder[above]) / 2
        middle = (cells[f"{name}_told_low"] + cells[f"{name}_told_high"]).to_numpy() / 2
        values[beside] = middle[beside]
        table[f"{name}_estimate"] = np.where(np.isinf(values), np.nan, values)
    return table


def _shares(
    moved: np.ndarray, few: np.ndarray, narrowest: float
) -> tuple[tuple[np.ndarray, float], ...]:
    """Which cells are kept apart with which share between steps."""
    return (moved & ~few, narrowest), (moved & few, max(narrowest, FEW_SHARE))


def _grouped(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.assign(detail=cells["agglvl_code"].str[1], qtr=cells.get("qtr", "A"))


def _ends(table: pd.DataFrame, name: str) -> tuple[np.ndarray, np.ndarray]:
    low = table[f"{name}_low"].to_numpy(dtype=np.float64)
    high = table[f"{name}_high"].fillna(np.inf).to_numpy(dtype=np.float64)
    return low, high


def _sums(cells: pd.DataFrame, name: str, unit: int) -> pd.DataFrame:
    low, high = (np.round(end * unit) for end in _ends(cells, name))
    return cells[_GROUP].assign(low=low, high=high).groupby(_GROUP).sum() / unit


def _wider(told: pd.DataFrame, name: str) -> pd.DataFrame:
    """By how much the ends of each industry move, with its cells apart in the sum or beside it."""
    low, high, least, most = (
        told[f"{name}_{end}"].to_numpy() for end in ("low", "high", "told_low", "told_high")
    )
    moved = told[f"{name}_apart"].to_numpy()
    endless = np.isinf(high)
    finite = np.where(endless, 0.0, high)
    middle = (low + finite) / 2
    columns = {
        "low_by": least - low,
        "low_beside": np.where(endless, -np.inf, least - finite),
        "high_by": np.where(endless, 0.0, most - finite),
        "high_beside": most - low,
        "rest": ~moved,
        "moved": moved,
        "drawn_low": np.where(endless, 0.0, least - middle),
        "drawn_high": np.where(endless, 0.0, most - middle),
    }
    of_those_apart = {
        key: np.where(moved | (key == "rest"), value, 0.0) for key, value in columns.items()
    }
    return told[_GROUP].assign(**of_those_apart).groupby(_GROUP).sum()

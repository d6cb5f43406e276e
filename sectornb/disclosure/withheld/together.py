"""What the published rows say about several industries together, such as a board's own sector."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from sectornb.disclosure.withheld.system import REGION, System

# Ends are moved outward to whole halves of a unit, less what arithmetic may have added.
_STRAY = 1e-7


def ends_together(system: System, naics: Collection[str]) -> dict[str, tuple[float, float]]:
    """Least and most of some industries together, summed over the region.

    Up each tree of industries, a group has no less than the least of its parts, and no less
    than what the whole leaves once the rest has its most; likewise for the most.  So two
    withheld siblings are known together where their parent and the other siblings are.

    Parameters
    ----------
    system : System
        Of the published rows of one period, not counted in ``rounded`` figures.
    naics : collection of str
        Codes of any published level, none of which lies in another.

    Returns
    -------
    dict of str to (float, float)
        ``employment`` (jobs) and ``total_wages_usd`` (US dollars): least and most, 0 and 0
        where the region has none of the industries, infinity where no most follows.
    """
    inside = system.nodes["naics"].isin(list(naics)).to_numpy()
    found = {}
    for measure, name in (("employment", "employment"), ("wages", "total_wages_usd")):
        low, high = _over_the_region(system, *_up_the_trees(system, measure, inside))
        low, high = np.floor(low * 2 + _STRAY) / 2, np.ceil(high * 2 - _STRAY) / 2
        found[name] = (low / system.units[measure], high / system.units[measure])
    return found


def _up_the_trees(system: System, measure: str, inside: np.ndarray) -> tuple[np.ndarray, ...]:
    """For each node the least and the most of it that lies in the group."""
    low, high = system.ends[measure]
    group_low, group_high = np.where(inside, low, 0.0), np.where(inside, high, 0.0)
    rest_low, rest_high = np.where(inside, 0.0, low), np.where(inside, 0.0, high)
    for family in system.forests[0].generations:
        # What a member of the group holds lies in it whole.
        outer = ~inside[family.parents]
        parents = family.parents[outer]
        least, most, rest_least, rest_most = (
            np.add.reduceat(ends[family.children], family.starts)[outer]
            for ends in (group_low, group_high, rest_low, rest_high)
        )
        group_low[parents] = np.maximum(least, low[parents] - rest_most)
        group_high[parents] = np.minimum(most, high[parents] - rest_least)
        rest_low[parents] = np.maximum(rest_least, low[parents] - most)
        rest_high[parents] = np.minimum(rest_most, high[parents] - least)
    return group_low, group_high


def _over_the_region(system: System, low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
    """Sums over the region's counties, of each state and ownership no wider than its own node."""
    roots = system.forests[0].parent < 0
    nodes = system.nodes.assign(low=low, high=high)[roots]
    key = ["state", "own_code"]
    counties = nodes[nodes["area_fips"].isin(system.counties)].groupby(key)[["low", "high"]].sum()
    regions = nodes[nodes["area_fips"].eq(nodes["state"] + REGION)].groupby(key)[["low", "high"]]
    together = regions.sum().reindex(counties.index)
    least = pd.concat([counties["low"], together["low"]], axis=1).max(axis=1)
    most = pd.concat([counties["high"], together["high"]], axis=1).min(axis=1)
    return float(least.sum()), float(most.sum())

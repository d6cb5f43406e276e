"""Where every method puts every county, how often, and how firmly commuters hold it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sectornb.region.delineation.delineate import Delineation, placements
from sectornb.region.flow_matrix import FlowMatrix
from sectornb.region.stability import membership_share

ALARM_SHARE = 0.02
"""Ours: a tie below 2 percent of the smaller side's residents is an alarm."""


def delineations(
    found: Delineation,
    runs: pd.DataFrame,
    neighbors: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Where every method puts every county, how often, and how firmly.

    Parameters
    ----------
    runs : DataFrame
        Of :func:`sectornb.region.stability.membership_runs`.
    neighbors : mapping, optional
        County to the counties that share a line with it; without, nothing is said on
        touching.

    Returns
    -------
    DataFrame
        Columns of :func:`sectornb.region.delineation.delineate.placements`, then
        ``membership_share`` (0 to 1; 0 for a county that no run puts into the region's
        zone), ``held_by_jobs``, ``held_by_share``, ``alarm`` (missing outside the region's
        zone), ``touches_zone`` (missing there too, and without shapes).
    """
    keys = ["area_fips", "method"]
    table = placements(found).merge(membership_share(runs), on=keys, how="left")
    # Counties that no run puts into the zone are left out of the runs: a true zero.
    table["membership_share"] = table["membership_share"].fillna(0.0)
    table = table.merge(weak_members(found), on=keys, how="left")
    table["alarm"] = table["alarm"].astype("boolean")
    table["touches_zone"] = _touching(found, table, neighbors)
    return table


def _touching(
    found: Delineation, table: pd.DataFrame, neighbors: Mapping[str, Sequence[str]] | None
) -> pd.Series[bool]:
    answer = pd.Series(pd.NA, index=table.index, dtype="boolean")
    if neighbors is None:
        return answer
    start = found.matrix.codes[found.anchor]
    for method in found.labels:
        own = table["method"].eq(method) & table["with_region"]
        known = own & table["area_fips"].isin(list(neighbors))
        away = detached(table.loc[own, "area_fips"].tolist(), neighbors, start)
        answer[known] = ~table.loc[known, "area_fips"].isin(away)
    return answer


def ties_to(matrix: FlowMatrix, zone: np.ndarray, anchor: int) -> tuple[np.ndarray, np.ndarray]:
    """Jobs that hold each county in the zone of `anchor`, and their share.

    The counties of the zone are joined by their strongest exchanges (a maximum
    spanning tree, seen from the anchor).  A county's tie is all that it exchanges with the
    part of the zone that is not behind it, over the residents of the smaller of the
    two; a county is as weakly held as the weakest tie between it and the anchor.
    San Diego, of 1.6 million jobs, once hung in a zone on 68.

    Parameters
    ----------
    zone : ndarray
        Rows of the zone's counties, the anchor among them.
    anchor : int
        Row of the county from which the zone is seen.

    Returns
    -------
    jobs, share : ndarray
        In the order of `zone`; missing for the anchor.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

    count = len(zone)
    among = matrix.between[np.ix_(zone, zone)]
    exchange = among + among.T
    np.fill_diagonal(exchange, 0)
    lengths = np.divide(1, exchange, out=np.zeros_like(exchange), where=exchange > 0)
    tree = minimum_spanning_tree(csr_array(lengths))
    root = int(np.flatnonzero(zone == anchor)[0])
    order, parent = breadth_first_order(tree, root, directed=False)
    below = np.eye(count, dtype=bool)
    for place in order[:0:-1]:
        below[parent[place]] |= below[place]
    # Without any exchange with the anchor's part, nobody holds the county.
    jobs, share = np.zeros(count), np.zeros(count)
    jobs[root] = share[root] = np.nan
    residents = matrix.residents[zone]
    for place in order[1:]:
        before = ~below[place]
        cross = exchange[place, before].sum()
        smaller = min(residents[place], residents[before].sum())
        own = cross / smaller if smaller else np.nan
        above = parent[place]
        weaker_above = above != root and share[above] <= own
        jobs[place] = jobs[above] if weaker_above else cross
        share[place] = share[above] if weaker_above else own
    return jobs, share


def weak_members(found: Delineation, alarm_share: float = ALARM_SHARE) -> pd.DataFrame:
    """How firmly every member of the region's zone is held, by every method.

    Returns
    -------
    DataFrame
        ``area_fips``, ``method``, ``held_by_jobs``, ``held_by_share`` (of the jobs
        of the smaller side's residents; missing for the county from which the zone is
        seen), ``alarm`` (whether the share is below `alarm_share`).
    """
    parts = []
    for method in found.labels:
        zone = found.zone(method)
        jobs, share = ties_to(found.matrix, zone, found.anchor)
        parts.append(
            pd.DataFrame(
                {
                    "area_fips": [found.matrix.codes[place] for place in zone],
                    "method": method,
                    "held_by_jobs": jobs,
                    "held_by_share": share,
                    "alarm": share < alarm_share,
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    return table.astype({"area_fips": "str", "method": "str"})


def largest_county(placed: pd.DataFrame) -> pd.Series[Any]:
    """A row of the county whose zone is looked at, the region's with most jobs.

    Parameters
    ----------
    placed : DataFrame
        The table ``delineations``: of each zone of the region, its start alone is held by none.
    """
    start = placed["with_region"] & placed["in_region"] & placed["held_by_jobs"].isna()
    return placed[start.astype(bool)].iloc[0]


def detached(codes: Sequence[str], neighbors: Mapping[str, Sequence[str]], start: str) -> set[str]:
    """Those of `codes` that cannot be reached from `start` over borders within `codes`.

    No method asks whether counties touch; this does, where shapes are known.

    Parameters
    ----------
    neighbors : mapping
        County to the counties with which it shares a line.
    """
    inside, reached, edge = set(codes), {start}, [start]
    while edge:
        edge = [n for code in edge for n in neighbors.get(code, ()) if n in inside - reached]
        reached.update(edge)
    return inside - reached

"""The table of delineations, put together from zones, runs and ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sectornb.region.delineation.delineate import Delineation, placements
from sectornb.region.stability import membership_share
from sectornb.region.weak_members import detached, weak_members


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

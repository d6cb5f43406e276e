"""How self-contained a set of counties is, and what one county more or less would do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.errors import ParameterError, UnknownCodeError, examples
from sectornb.region.sheds import check_flows


@dataclass(frozen=True)
class ValidityTargets:
    """Size and containment that a self-contained labor market should reach.

    The defaults are those of the travel-to-work areas of the United Kingdom
    (Coombes and Bond 2008): at least 3,500 employed residents and containment
    of 66.7 percent, with a trade-off up to 25,000 residents and 75 percent.
    """

    minimum_size: float = 3_500
    target_size: float = 25_000
    minimum_containment: float = 0.667
    target_containment: float = 0.75

    def __post_init__(self) -> None:
        """Refuse targets below the minimum."""
        if not (
            0 <= self.minimum_size < self.target_size
            and 0 < self.minimum_containment <= self.target_containment <= 1
        ):
            raise ParameterError(
                "Targets of validity must lie above the minimum: sizes "
                f"{self.minimum_size:,.0f} and {self.target_size:,.0f}, containment "
                f"{self.minimum_containment} and {self.target_containment}."
            )


def supply_side_containment(flows: pd.DataFrame, counties: Collection[str]) -> float:
    """Share of the jobs held by residents of `counties` that are also located there.

    F_cc / R_c, with F_cc the jobs inside held by residents and R_c all jobs
    held by residents (Coombes and Bond 2008).  0 to 1; higher is more
    self-contained.  1 minus it is the out-commuting share of residents.

    Parameters
    ----------
    flows : DataFrame
        One row per pair: ``home_area_fips``, ``work_area_fips`` (5-digit text),
        ``jobs``.  Must hold residents' jobs outside the region too, or the
        share is too high.

    Raises
    ------
    UnknownCodeError
        If the residents of `counties` hold no job in `flows`.
    """
    inside, residents, _ = _sums(flows, counties)
    return _share(inside, residents, counties, "residents hold no job")


def demand_side_containment(flows: pd.DataFrame, counties: Collection[str]) -> float:
    """Share of the jobs located in `counties` that are held by its residents.

    F_cc / W_c, with W_c all jobs in the region (Coombes and Bond 2008).  0 to 1.
    1 minus it is the in-commuting share of jobs; the two out- and in-shares
    have different denominators and are never subtracted.

    Parameters
    ----------
    flows : DataFrame
        As in :func:`supply_side_containment`.

    Raises
    ------
    UnknownCodeError
        If there is no job in `counties` in `flows`.
    """
    inside, _, jobs = _sums(flows, counties)
    return _share(inside, jobs, counties, "there is no job")


def validity(
    supply_side: float, demand_side: float, residents: float, targets: ValidityTargets
) -> float:
    """Whether size and containment together make a labor market: valid from 1 up.

    Y Z tarSC / minSC with Y = min(msc / tarSC, 1), msc the smaller containment,
    Z = 1 - (1 - minSC / tarSC) S and S = max(0, (tarSZ - R) / (tarSZ - minSZ)),
    which may exceed 1.  Set to 1 where msc is 1 (Coombes and Bond 2008; ISTAT
    labor market areas).

    Parameters
    ----------
    supply_side, demand_side : float
        The two containments, 0 to 1.
    residents : float
        R, jobs held by residents.
    """
    smaller = min(supply_side, demand_side)
    if smaller == 1:
        return 1.0
    reached = min(smaller / targets.target_containment, 1)
    small = max(
        0.0, (targets.target_size - residents) / (targets.target_size - targets.minimum_size)
    )
    ratio = targets.minimum_containment / targets.target_containment
    return reached * (1 - (1 - ratio) * small) / ratio


def containment(
    flows: pd.DataFrame,
    counties: Collection[str],
    *,
    candidates: Collection[str] | None = None,
    targets: ValidityTargets | None = None,
) -> pd.DataFrame:
    """Containment of the region, and of it with one county more or less.

    Parameters
    ----------
    flows : DataFrame
        As in :func:`supply_side_containment`.
    counties : collection of str
        The region.  Every county with a commuting link to it is tried as a
        further member.
    candidates : collection of str, optional
        Counties that may be tried, because their own flows are complete: one of
        which only a part is known would look less self-contained than it is.
        By default every county that occurs both as home and as workplace.
    targets : ValidityTargets, optional
        Of the travel-to-work areas of the United Kingdom by default.

    Returns
    -------
    DataFrame
        One row per set: ``change`` (``region``, ``with`` or ``without``),
        ``area_fips`` (the county added or left out, empty for the region),
        ``counties`` (codes joined by blanks), ``supply_side``, ``demand_side``
        (0 to 1), ``validity``, ``supply_side_gain_pp``, ``demand_side_gain_pp``
        (percentage points against the region).  The region first, then
        additions by the gain of the smaller containment, then removals.
    """
    check_flows(flows)
    targets = targets or ValidityTargets()
    region = sorted(set(counties))
    matrix, homes, works = _matrix(flows)
    absent = [code for code in region if code not in homes or code not in works]
    if absent:
        raise UnknownCodeError(
            f"{examples(absent)} must occur both as home and as workplace in the flows. Check the "
            "codes, and whether the flow file of their state is in the library."
        )
    own = np.isin(homes, region)
    linked = _linked(matrix, homes, works, region)
    if candidates is not None:
        linked = [code for code in linked if code in set(candidates)]
    sets = [("region", "", region)]
    sets += [("with", code, sorted([*region, code])) for code in linked]
    if own.sum() > 1:
        sets += [("without", code, [c for c in region if c != code]) for code in region]
    rows = []
    for change, code, members in sets:
        home, work = np.isin(homes, members), np.isin(works, members)
        inside = matrix[np.ix_(home, work)].sum()
        residents, jobs = matrix[home].sum(), matrix[:, work].sum()
        supply = inside / residents if residents else np.nan
        demand = inside / jobs if jobs else np.nan
        valid = validity(supply, demand, residents, targets)
        rows.append((change, code, " ".join(members), supply, demand, valid))
    table = pd.DataFrame(
        rows,
        columns=["change", "area_fips", "counties", "supply_side", "demand_side", "validity"],
    )
    for side in ("supply_side", "demand_side"):
        table[f"{side}_gain_pp"] = 100 * (table[side] - table[side].iloc[0])
    smaller = table[["supply_side", "demand_side"]].min(axis=1)
    order = table["change"].map({"region": 0, "with": 1, "without": 2})
    table = table.assign(order=order, gain=-smaller).sort_values(
        ["order", "gain", "area_fips"], kind="stable"
    )
    return table.drop(columns=["order", "gain"]).reset_index(drop=True)


def _linked(
    matrix: np.ndarray, homes: np.ndarray, works: np.ndarray, region: list[str]
) -> list[str]:
    """Counties outside the region with flows to or from it, known as home and as workplace."""
    sends = homes[matrix[:, np.isin(works, region)].sum(axis=1) > 0]
    takes = works[matrix[np.isin(homes, region)].sum(axis=0) > 0]
    both = set(homes) & set(works)
    return sorted((set(sends) | set(takes)) & both - set(region))


def _matrix(flows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    homes, home = np.unique(flows["home_area_fips"].to_numpy(dtype=object), return_inverse=True)
    works, work = np.unique(flows["work_area_fips"].to_numpy(dtype=object), return_inverse=True)
    matrix = np.zeros((len(homes), len(works)))
    np.add.at(matrix, (home, work), flows["jobs"].to_numpy(dtype=float))
    return matrix, homes, works


def _sums(flows: pd.DataFrame, counties: Collection[str]) -> tuple[float, float, float]:
    check_flows(flows)
    home = flows["home_area_fips"].isin(list(counties))
    work = flows["work_area_fips"].isin(list(counties))
    jobs = flows["jobs"]
    return float(jobs[home & work].sum()), float(jobs[home].sum()), float(jobs[work].sum())


def _share(inside: float, whole: float, counties: Collection[str], what: str) -> float:
    if whole == 0:
        raise UnknownCodeError(
            f"In the flows {what} for {examples(sorted(counties))}. Check the codes, and whether "
            "the flow file of their state is in the library."
        )
    return inside / whole

"""How self-contained a set of counties is, and what one county more or less would do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.errors import ParameterError, UnknownCodeError, examples
from sectornb.region.sheds import check_flows

LEAST_TIE = 0.05
"""Ours: a further county is ranked from an exchange of 5 percent of the smaller residents."""


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
    ratio = targets.minimum_containment / targets.target_containment
    return reached * _size_factor(residents, targets) / ratio


def required_containment(residents: float, targets: ValidityTargets) -> float:
    """Smallest containment on both sides with which a place of this size is valid (0 to 1).

    minSC / Z with Z as in :func:`validity`: the minimum from the target size on, the
    target at the minimum size.  1 below the minimum size, which no containment makes up.

    Parameters
    ----------
    residents : float
        R, jobs held by residents.
    """
    factor = _size_factor(residents, targets)
    ratio = targets.minimum_containment / targets.target_containment
    return targets.minimum_containment / factor if factor >= ratio - 1e-12 else 1.0


def further_residents_jobs(inside: float, residents: float, targets: ValidityTargets) -> float:
    """Jobs outside that residents may hold besides, until containment falls below the required.

    The largest x with F_cc / (R + x) >= :func:`required_containment` (R + x), at least 0.  Tells
    from how many jobs on a missing flow file would turn the verdict.

    Parameters
    ----------
    inside, residents : float
        F_cc, jobs inside held by residents, and R, all jobs known to be held by them.
    """
    most = inside / targets.minimum_containment
    if most < targets.target_size:
        # Below the target size the requirement falls as the place grows: F Z(R) = minSC R.
        slope = (1 - targets.minimum_containment / targets.target_containment) / (
            targets.target_size - targets.minimum_size
        )
        most = inside * (1 - slope * targets.target_size)
        most /= targets.minimum_containment - slope * inside
    return max(most - residents, 0.0) if most >= targets.minimum_size else 0.0


def _size_factor(residents: float, targets: ValidityTargets) -> float:
    """Z of :func:`validity`."""
    small = max(
        0.0, (targets.target_size - residents) / (targets.target_size - targets.minimum_size)
    )
    return 1 - (1 - targets.minimum_containment / targets.target_containment) * small


def containment(
    flows: pd.DataFrame,
    counties: Collection[str],
    *,
    candidates: Collection[str] | None = None,
    targets: ValidityTargets | None = None,
    least_tie: float = LEAST_TIE,
) -> pd.DataFrame:
    """Containment of the region, and of it with one county more or less: which county next.

    Supply side F_cc / R_c, with F_cc the jobs inside held by residents and R_c all jobs held
    by residents; demand side F_cc / W_c, with W_c all jobs inside (Coombes and Bond 2008).
    1 minus each is the out-commuting share of residents and the in-commuting share of jobs,
    which have different denominators and are never subtracted.

    Parameters
    ----------
    flows : DataFrame
        One row per pair: ``home_area_fips``, ``work_area_fips`` (5-digit text), ``jobs``.
        Must hold residents' jobs outside the region too, or the supply side is too high.
    counties : collection of str
        The region.  Every county with a commuting link to it is tried as a
        further member.
    candidates : collection of str, optional
        Counties that may be tried, because their own flows are complete: one of
        which only a part is known would look less self-contained than it is.
        By default every county that occurs both as home and as workplace.
    targets : ValidityTargets, optional
        Of the travel-to-work areas of the United Kingdom by default.
    least_tie : float
        Exchange with the region, as a share of the residents of the smaller of the two,
        from which a further county is ranked.

    Returns
    -------
    DataFrame
        One row per set: ``change`` (``region``, ``with`` or ``without``),
        ``rank`` (1 = best within the change),
        ``area_fips`` (the county added or left out, empty for the region),
        ``counties`` (codes joined by blanks), ``live_and_work_jobs`` (F_cc),
        ``supply_side``, ``demand_side``, ``smaller_side``, ``required_side`` (0 to 1; see
        :func:`required_containment`), ``validity``,
        ``supply_side_gain_pp``, ``demand_side_gain_pp``, ``smaller_side_gain_pp``
        (percentage points against the region), and ``tie_share``, the exchange with the
        rest over the residents of the smaller of the two.  The region first, then
        additions, then removals, each by the gain of the smaller containment; additions
        below `least_tie` come last and have no rank: any large self-contained county, however
        far, raises containment.

    Raises
    ------
    UnknownCodeError
        If a county of the region does not occur both as home and as workplace.
    """
    check_flows(flows)
    targets = targets or ValidityTargets()
    region = sorted(set(counties))
    sums = _county_sums(flows, region)
    both = sums.index[sums["residents"].gt(0) & sums["jobs"].gt(0)]
    seen = set(flows["home_area_fips"]) & set(flows["work_area_fips"])
    absent = [code for code in region if code not in seen]
    if absent:
        raise UnknownCodeError(
            f"{examples(absent)} must occur both as home and as workplace in the flows. Check the "
            "codes, and whether the flow file of their state is in the library."
        )
    outside = sums.loc[both.difference(region)]
    linked = outside.index[outside["to_region"].add(outside["from_region"]).gt(0)]
    if candidates is not None:
        linked = linked[linked.isin(list(candidates))]
    members = sums.loc[region]
    whole = (members["to_region"].sum(), members["residents"].sum(), members["jobs"].sum())
    rows = [("region", "", region, *whole, np.nan)]
    for change, codes, sign in (("with", linked, 1), ("without", region, -1)):
        if change == "without" and len(region) == 1:
            continue
        for code in codes:
            county = dict(zip(sums.columns, sums.loc[code].to_numpy(dtype=float), strict=True))
            links = county["to_region"] + county["from_region"]
            rest = whole[1] - (county["residents"] if sign < 0 else 0)
            # A member's exchange with the region counts the jobs it keeps twice.
            exchange = links - (2 * county["own"] if sign < 0 else 0)
            smaller = min(county["residents"], rest)
            rows.append(
                (
                    change,
                    code,
                    [*region, code] if sign > 0 else [c for c in region if c != code],
                    whole[0] + sign * links + county["own"],
                    whole[1] + sign * county["residents"],
                    whole[2] + sign * county["jobs"],
                    exchange / smaller if smaller else np.nan,
                )
            )
    return _ranked_sets(rows, targets, least_tie)


def ranked_additions(sets: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`containment` with one county of strong ties more, best first."""
    return sets[sets["change"].eq("with") & sets["rank"].notna()]


def _county_sums(flows: pd.DataFrame, region: list[str]) -> pd.DataFrame:
    """For every county what it sends, takes, keeps, and exchanges with the region."""
    home, work, jobs = flows["home_area_fips"], flows["work_area_fips"], flows["jobs"].astype(float)
    from_region, to_region = home.isin(region), work.isin(region)
    sums = {
        "residents": jobs.groupby(home).sum(),
        "jobs": jobs.groupby(work).sum(),
        "own": jobs[home.eq(work)].groupby(home[home.eq(work)]).sum(),
        "to_region": jobs[to_region].groupby(home[to_region]).sum(),
        "from_region": jobs[from_region].groupby(work[from_region]).sum(),
    }
    # A pair that is not in a complete table of flows is a true zero.
    return pd.DataFrame(sums).fillna(0.0).sort_index()


def _ranked_sets(
    rows: list[tuple[str, str, list[str], float, float, float, float]],
    targets: ValidityTargets,
    least_tie: float,
) -> pd.DataFrame:
    sets = []
    for change, code, members, inside, residents, jobs, tie in rows:
        supply = inside / residents if residents else np.nan
        demand = inside / jobs if jobs else np.nan
        sides = (supply, demand, min(supply, demand))
        required = required_containment(residents, targets)
        valid = validity(supply, demand, residents, targets)
        measures = (*sides, required, valid, tie)
        sets.append((change, code, " ".join(sorted(members)), inside, *measures))
    names = ["change", "area_fips", "counties", "live_and_work_jobs"]
    shares = ["supply_side", "demand_side", "smaller_side"]
    others = ["required_side", "validity", "tie_share"]
    table = pd.DataFrame(sets, columns=[*names, *shares, *others])
    for side in shares:
        table[f"{side}_gain_pp"] = 100 * (table[side] - table[side].iloc[0])
    order = table["change"].map({"region": 0, "with": 1, "without": 2})
    loose = table["change"].eq("with") & table["tie_share"].lt(least_tie)
    table = table.assign(order=order, loose=loose, gain=-table["smaller_side"]).sort_values(
        ["order", "loose", "gain", "area_fips"], kind="stable"
    )
    rank = table.groupby("change").cumcount() + 1.0
    table.insert(1, "rank", rank.where(table["change"].ne("region") & ~table["loose"]))
    table = table.drop(columns=["order", "loose", "gain"]).reset_index(drop=True)
    return table.astype({"change": "str", "area_fips": "str", "counties": "str"})

"""Feasible tables of the region, and how often an industry is on the short list in them.

A share of drawn tables is no probability: it depends on how tables are drawn.
Only what is proven is called certain.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.codes import NAICS_DIGITS, check_counties, ownership_codes
from sectornb.disclosure.intervals import Forest
from sectornb.disclosure.intervals.draws import draw_tables
from sectornb.disclosure.intervals.tied import Sums
from sectornb.disclosure.withheld.rows import SCALES, Counting, check_rows, industry_parents
from sectornb.disclosure.withheld.system import (
    PERIOD,
    REGION,
    System,
    areas_used,
    narrowed,
    system_of,
)
from sectornb.errors import InputError, ParameterError
from sectornb.errors import examples as shown
from sectornb.industry.ranking import TieRule

LIKELY = 0.9
"""Share of drawn tables from which an industry counts as likely."""


@dataclass(frozen=True)
class FeasibleTables:
    """The region's industries in every drawn table.

    Attributes
    ----------
    industries : DataFrame
        ``naics``, ``year``, ``qtr``: what the rows of the arrays are.
    employment, total_wages_usd : ndarray, (industries, draws)
        Jobs and US dollars, summed over the region's counties.
    scale_reduction : dict of str to float
        By measure, the diagnostic of :class:`~sectornb.disclosure.intervals.draws.Drawn`;
        above 1.1 the draws still remember where they began.
    blocks : dict of str to int
        By measure, how many blocks of withheld cells were drawn independently.
    """

    industries: pd.DataFrame
    employment: np.ndarray
    total_wages_usd: np.ndarray
    scale_reduction: dict[str, float]
    blocks: dict[str, int]


def feasible_tables(
    frame: pd.DataFrame,
    counties: Collection[str],
    *,
    naics_digits: int = 3,
    ownership: str = "private",
    counting: Counting = "twelfths",
    use_state: bool = True,
    draws: int = 1_000,
    seed: int = 1,
    sweeps: int = 12,
) -> FeasibleTables:
    """Tables of the region that agree with every published row of its counties.

    Each county's withheld cells are drawn so that what adds up keeps adding up
    (hit-and-run in every independent block).  With the state's rows the sums over
    the region's counties keep inside the bounds of the region as well.
    Finer industries than asked for are not drawn: their limits are in those above.

    Parameters
    ----------
    frame, counties, ownership, counting, use_state
        As in :func:`~sectornb.disclosure.withheld.bounds.industry_bounds`, without ``rounded``.
    naics_digits : int
        Detail of the industries, 2 to 6.
    draws, seed, sweeps : int
        As in :func:`~sectornb.disclosure.intervals.draws.draw_tables`.

    Raises
    ------
    InputError
        If a withheld cell has no upper bound, as without supersectors, or no table was found.
    ParameterError
        If `counting` is ``rounded`` or `naics_digits` is no level.
    """
    if counting == "rounded":
        raise ParameterError("Tables of rounded figures do not add up; count in twelfths or exact.")
    digits = {number: unit for unit, number in NAICS_DIGITS.items()}
    if naics_digits not in digits:
        raise ParameterError(f"naics_digits is {naics_digits}; it is one of {shown(digits, 5)}.")
    rows = areas_used(frame)
    check_rows(rows)
    rows = rows[rows["own_code"].isin(ownership_codes(ownership))].reset_index(drop=True)
    region = check_counties(counties)
    system = system_of(rows, region, use_state)
    unit = rows["agglvl_code"].str[1]
    within = rows["area_fips"].isin(list(region)) & unit.le(digits[naics_digits])
    kept = np.flatnonzero(within.to_numpy())
    nodes = system.nodes.iloc[kept].reset_index(drop=True)
    forest = Forest.of(industry_parents(nodes, ["area_fips", *PERIOD, "own_code"]))
    published = rows["employment_status"].ne("withheld").to_numpy()[kept]
    level = unit[kept].eq(digits[naics_digits]).to_numpy()
    cell, industries = _industries(nodes[level])
    sums, reduction, blocks = {}, {}, {}
    for number, measure in enumerate(("employment", "wages")):
        low, high = narrowed(system, rows, measure, counting)
        _require_ends(nodes, high[kept])
        # Another seed for each measure, or both would move together.
        try:
            drawn = draw_tables(
                forest, low[kept], high[kept], draws, 2 * seed + number, published=published,
                sums=_regional_sums(system, nodes, low, high), sweeps=sweeps,
            )  # fmt: skip
        except ValueError as error:
            raise InputError(
                f"No table of {measure} fits the bounds of the counties and of the region "
                f"together: {error} Leave the state's rows aside with use_state=False, and tell "
                "the authors of sectornb."
            ) from error
        per_unit = SCALES[counting].per_job if measure == "employment" else 1.0
        found = np.zeros((len(industries), draws))
        np.add.at(found, cell, drawn.values[level] / per_unit)
        sums[measure], reduction[measure] = found, drawn.scale_reduction
        blocks[measure] = drawn.blocks
    return FeasibleTables(industries, sums["employment"], sums["wages"], reduction, blocks)


def _regional_sums(
    system: System, nodes: pd.DataFrame, low: np.ndarray, high: np.ndarray
) -> Sums | None:
    """The region's bounds of each industry, for the counties' `nodes`; None without the state."""
    if not system.crossed:
        return None
    key = ["state", *PERIOD, "own_code", "naics"]
    numbered = system.nodes.assign(number=np.arange(len(system.nodes)))
    region = numbered[numbered["area_fips"].eq(numbered["state"] + REGION)].reset_index(drop=True)
    place = pd.Series(region.index, index=pd.MultiIndex.from_frame(region[key]))
    of = place.reindex(pd.MultiIndex.from_frame(nodes[key])).fillna(-1).to_numpy(dtype=np.int64)
    number = region["number"].to_numpy(dtype=np.int64)
    tree, _ = pd.factorize(nodes["area_fips"])
    return Sums(of, tree, low[number], high[number])


def _industries(nodes: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    key = ["naics", *PERIOD]
    grouped = nodes.groupby(key, sort=True)
    return grouped.ngroup().to_numpy(), grouped.size().reset_index()[key]


def _require_ends(nodes: pd.DataFrame, high: np.ndarray) -> None:
    endless = nodes[~np.isfinite(high)]
    if len(endless):
        cells = [f"{row.area_fips} {row.naics}" for row in endless.itertuples()]
        raise InputError(
            f"{len(endless)} withheld cells have no upper bound, e.g. {shown(cells)}, so no table "
            "can be drawn. Give the rows of all levels, domains and supersectors included."
        )


def drawn_weights(weights: Mapping[str, float], draws: int, seed: int = 1) -> np.ndarray:
    """Random weights, (draws, factors): each row sums to 1, all such rows equally likely.

    Only factors with a weight above zero take part (SMAA: Lahdelma and Salminen 2001).
    """
    random = np.random.default_rng(seed)
    names = [name for name, weight in weights.items() if weight > 0]
    drawn = random.exponential(size=(draws, len(names)))
    return drawn / drawn.sum(axis=1, keepdims=True)


def drawn_places(
    values: Mapping[str, np.ndarray],
    weights: Mapping[str, float] | np.ndarray,
    ties: TieRule = "average",
) -> np.ndarray:
    """Place of every industry in every draw, 1 = best; draws of tables and weights pair up.

    Parameters
    ----------
    values : mapping
        Factor to its values, (industries, draws) where they depend on the
        table, or (industries,) where they do not.  Higher is better.
    weights : mapping or ndarray
        One weight for each factor, or an array (draws, factors) in the order of
        `values`.
    ties : str
        ``average`` or ``min``, on each factor; equal scores share the first place.

    Returns
    -------
    ndarray, (industries, draws)
        Missing where an industry has no value on a factor in a draw.
    """
    share = np.array(
        [[weights[name] for name in values]] if isinstance(weights, Mapping) else weights
    )
    share = share / share.sum(axis=1, keepdims=True)
    score: np.ndarray | float = 0.0
    for position, figures in enumerate(values.values()):
        table = np.asarray(figures, dtype=np.float64)
        table = table[:, None] if table.ndim == 1 else table
        ranks = pd.DataFrame(table).rank(ascending=False, method=ties).to_numpy()
        score = score + ranks * share[:, position]
    # Scores that arithmetic alone tells apart are equal.
    return pd.DataFrame(np.round(score, 9)).rank(method="min").to_numpy()


def shortlist_shares(naics: Collection[str], places: np.ndarray, shortlist: int) -> pd.DataFrame:
    """How often each industry is on the short list, and first, among the draws.

    Returns
    -------
    DataFrame
        ``naics``, ``shortlist_share``, ``first_share`` (share of drawn tables, 0
        to 1), ``rank_drawn_best``, ``rank_drawn_median``, ``rank_drawn_worst``.
    """
    ordered = np.sort(np.where(np.isnan(places), np.inf, places), axis=1)
    middle = ordered[:, (ordered.shape[1] - 1) // 2]
    frame = pd.DataFrame(
        {
            "naics": pd.Series(list(naics), dtype="str"),
            "shortlist_share": (places <= shortlist).mean(axis=1),
            "first_share": (places == 1).mean(axis=1),
            "rank_drawn_best": ordered[:, 0],
            "rank_drawn_median": middle,
            "rank_drawn_worst": ordered[:, -1],
        }
    )
    return frame.replace(np.inf, np.nan)


def badges(
    shares: pd.Series, rank_best: pd.Series, rank_worst: pd.Series, shortlist: int
) -> pd.Series:
    """``certain``, ``likely``, ``possible`` or ``no`` for each industry.

    Certain only if the worst proven place is on the short list.  Otherwise by the
    share of drawn tables: likely from `LIKELY` up, possible above zero.  No: on it
    in no drawn table, or proven not to be.
    """
    badge = np.select(
        [rank_worst.le(shortlist), rank_best.gt(shortlist), shares.ge(LIKELY), shares.gt(0)],
        ["certain", "no", "likely", "possible"],
        "no",
    )
    return pd.Series(badge, index=shares.index, dtype="str")

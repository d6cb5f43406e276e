"""Feasible tables of a region: what the withheld cells may hold, drawn at random.

A share of drawn tables is no probability: it depends on how tables are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from sectornb.codes import NAICS_DIGITS
from sectornb.disclosure.intervals import Forest
from sectornb.disclosure.intervals.draws import draw_tables
from sectornb.disclosure.intervals.shares import raked
from sectornb.disclosure.intervals.tied import Sums
from sectornb.disclosure.withheld.estimates import usual_sizes
from sectornb.disclosure.withheld.rows import industry_parents
from sectornb.disclosure.withheld.system import PERIOD, REGION, System
from sectornb.errors import InputError, ParameterError, counted
from sectornb.errors import examples as shown

DrawWeight = Literal["establishments", "none"]


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
        above its ``FORGOTTEN`` the draws still remember where they began.
    sweeps : dict of str to int
        By measure, moves made per cell of a block.
    blocks : dict of str to int
        By measure, how many blocks of withheld cells were drawn independently.
    """

    industries: pd.DataFrame
    employment: np.ndarray
    total_wages_usd: np.ndarray
    scale_reduction: dict[str, float]
    sweeps: dict[str, int]
    blocks: dict[str, int]


def feasible_tables(
    systems: Sequence[System],
    *,
    naics_digits: int = 3,
    draws: int = 1_000,
    seed: int = 1,
    sweeps: int = 12,
    weight: DrawWeight = "establishments",
) -> FeasibleTables:
    """Tables of the region that agree with every published row of its counties.

    Each county's withheld cells are drawn so that what adds up keeps adding up
    (hit-and-run in every independent block).  With the state's rows the sums over
    the region's counties keep inside the bounds of the region as well.  Tables are favored
    in which siblings share by what is usual for their establishments, unless `weight` is none.
    Finer industries than asked for are not drawn: their limits are in those above.

    Parameters
    ----------
    systems : sequence of System
        The same region's, one for each period, not counted in ``rounded`` figures.
    naics_digits : int
        Detail of the industries, 2 to 6.
    draws, seed, sweeps : int
        As in :func:`~sectornb.disclosure.intervals.draws.draw_tables`.
    weight : str
        ``establishments`` favors tables in which withheld cells have the size usual for their
        number of establishments; ``none`` makes all tables equally likely.

    Raises
    ------
    InputError
        If a withheld cell has no upper bound, as without supersectors, or no table was found.
    ParameterError
        If a system counts ``rounded`` figures or `naics_digits` is no level.
    """
    if any(system.counting == "rounded" for system in systems):
        raise ParameterError("Tables of rounded figures do not add up; count in twelfths or exact.")
    digits = {number: unit for unit, number in NAICS_DIGITS.items()}
    if naics_digits not in digits:
        raise ParameterError(f"naics_digits is {naics_digits}; it is one of {shown(digits, 5)}.")
    kept = [_drawn_rows(system, digits[naics_digits]) for system in systems]
    rows = pd.concat([s.rows.iloc[row] for s, row in zip(systems, kept, strict=True)])
    nodes = pd.concat(
        [s.nodes.iloc[row] for s, row in zip(systems, kept, strict=True)], ignore_index=True
    )
    forest = Forest.of(industry_parents(nodes, ["area_fips", *PERIOD, "own_code"]))
    published = rows["employment_status"].ne("withheld").to_numpy()
    level = rows["agglvl_code"].str[1].eq(digits[naics_digits]).to_numpy()
    cell, industries = _industries(nodes[level])
    sums, reduction, blocks, made = {}, {}, {}, {}
    for number, measure in enumerate(("employment", "wages")):
        low, high = (
            np.concatenate(
                [s.ends[measure][end][row] for s, row in zip(systems, kept, strict=True)]
            )
            for end in (0, 1)
        )
        _require_ends(nodes, high)
        means = None
        if weight == "establishments":
            usual = np.concatenate(
                [
                    usual_sizes(s, measure)[row] * s.units[measure]
                    for s, row in zip(systems, kept, strict=True)
                ]
            )
            means = _means(forest, (low, high), published, usual)
        # Another seed for each measure, or both would move together.
        try:
            drawn = draw_tables(
                forest, low, high, draws, 2 * seed + number, published=published,
                sums=_regional_sums(systems, nodes, measure), means=means, sweeps=sweeps,
            )  # fmt: skip
        except ValueError as error:
            raise InputError(
                f"No table of {measure} fits the bounds of the counties and of the region "
                f"together: {error} Leave the state's rows aside with use_state=False, and tell "
                "the authors of sectornb."
            ) from error
        figures = drawn.values[level]
        figures /= systems[0].units[measure]
        sums[measure] = np.zeros((len(industries), draws))
        np.add.at(sums[measure], cell, figures)
        reduction[measure], blocks[measure] = drawn.scale_reduction, drawn.blocks
        made[measure] = drawn.sweeps
        # The tables of one measure go before those of the next come.
        del drawn, figures
    return FeasibleTables(industries, sums["employment"], sums["wages"], reduction, made, blocks)


def _drawn_rows(system: System, unit: str) -> np.ndarray:
    """Places of the rows of the region's counties down to the level of detail `unit`."""
    within = system.rows["area_fips"].isin(system.counties)
    return np.flatnonzero((within & system.rows["agglvl_code"].str[1].le(unit)).to_numpy())


def _regional_sums(systems: Sequence[System], nodes: pd.DataFrame, measure: str) -> Sums | None:
    """The region's bounds of each industry, for the counties' `nodes`; None without the state."""
    key = ["state", *PERIOD, "own_code", "naics"]
    regions, lows, highs = [], [], []
    for system in systems:
        own = system.nodes["area_fips"].eq(system.nodes["state"] + REGION).to_numpy()
        regions.append(system.nodes.loc[own, key])
        lows.append(system.ends[measure][0][own])
        highs.append(system.ends[measure][1][own])
    region = pd.MultiIndex.from_frame(pd.concat(regions))
    if not len(region):
        return None
    of = region.get_indexer(pd.MultiIndex.from_frame(nodes[key]))
    tree, _ = pd.factorize(nodes["area_fips"])
    return Sums(of, tree, np.concatenate(lows), np.concatenate(highs))


def _means(
    forest: Forest,
    ends: tuple[np.ndarray, np.ndarray],
    published: np.ndarray,
    usual: np.ndarray,
) -> np.ndarray:
    """The `usual` sizes of rows, those of siblings scaled to what their parent leaves them."""
    free = np.where(published, ends[0], 0.0), np.where(published, ends[1], np.inf)
    return raked([forest], *free, usual)


def _industries(nodes: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    key = ["naics", *PERIOD]
    grouped = nodes.groupby(key, sort=True)
    return grouped.ngroup().to_numpy(), grouped.size().reset_index()[key]


def _require_ends(nodes: pd.DataFrame, high: np.ndarray) -> None:
    endless = nodes[~np.isfinite(high)]
    if len(endless):
        cells = [f"{row.area_fips} {row.naics}" for row in endless.itertuples()]
        raise InputError(
            f"{counted(len(endless), 'withheld cell has', 'withheld cells have')} no upper bound, "
            f"e.g. {shown(cells)}, so no table "
            "can be drawn. Give the rows of all levels, domains and supersectors included."
        )

"""Flows between counties as a square table, the form that every delineation works on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sectornb.errors import UnknownCodeError, examples
from sectornb.region.sheds import check_flows

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class FlowMatrix:
    """Flows among counties, with all that each county sends and takes.

    Attributes
    ----------
    codes : tuple of str
        Five-digit counties, sorted.
    between : ndarray
        F, of (counties, counties): row is the home, column the workplace (jobs).
    residents, jobs : ndarray
        R and W, of (counties,): jobs held by residents, jobs located there.  Where
        counties outside `codes` are known, at least the sums of `between`.
    """

    codes: tuple[str, ...]
    between: np.ndarray
    residents: np.ndarray
    jobs: np.ndarray

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def arriving(self) -> np.ndarray:
        """`between` seen from the workplace: row is the workplace, column the home (jobs)."""
        return np.ascontiguousarray(self.between.T)

    @cached_property
    def network(self) -> nx.Graph[int]:
        """Counties by row number, joined by F_ij + F_ji jobs, and by F_ii to themselves."""
        import networkx as nx

        network = nx.Graph()
        network.add_nodes_from(range(len(self)))
        homes, works = np.nonzero(self.between)
        low, high = np.minimum(homes, works), np.maximum(homes, works)
        pairs, place = np.unique(low * len(self) + high, return_inverse=True)
        jobs = np.bincount(place, weights=self.between[homes, works])
        ends = (pairs // len(self)).tolist(), (pairs % len(self)).tolist()
        network.add_weighted_edges_from(zip(*ends, jobs.tolist(), strict=True))
        return network

    def places(self, counties: Collection[str]) -> np.ndarray:
        """Row numbers of `counties`, sorted.

        Raises
        ------
        UnknownCodeError
            If one is not in the table.
        """
        found = {code: place for place, code in enumerate(self.codes)}
        absent = sorted(set(counties) - set(found))
        if absent:
            raise UnknownCodeError(
                f"{examples(absent)} must occur both as home and as workplace in the flows. Check "
                "the codes, and whether the flow file of their state is in the library."
            )
        return np.array(sorted(found[code] for code in set(counties)), dtype=int)

    def part(self, places: np.ndarray) -> FlowMatrix:
        """Some counties alone; what they exchange with the others stays in their totals."""
        return FlowMatrix(
            tuple(self.codes[place] for place in places),
            self.between[np.ix_(places, places)],
            self.residents[places],
            self.jobs[places],
        )

    def resampled(self, rng: np.random.Generator) -> FlowMatrix:
        """The same table with every flow drawn anew from a Poisson distribution of its size.

        Totals move by as much as the drawn flows; flows with counties outside
        the table stay.
        """
        homes, works = np.nonzero(self.between)
        between = np.zeros_like(self.between)
        between[homes, works] = rng.poisson(self.between[homes, works])
        change = between - self.between
        residents = self.residents + change.sum(axis=1)
        return FlowMatrix(self.codes, between, residents, self.jobs + change.sum(axis=0))


def flow_matrix(flows: pd.DataFrame, counties: Collection[str] | None = None) -> FlowMatrix:
    """Flows as a square table of counties that occur both as home and as workplace.

    Without `counties`, the table is first restricted to these counties, and then R and W
    are added up.  With `counties`, R and W are all that they send and take.

    Parameters
    ----------
    flows : DataFrame
        One row per pair: ``home_area_fips``, ``work_area_fips`` (5-digit text), ``jobs``.
    counties : collection of str, optional
        Counties to keep, because their own flows are complete; what they exchange
        with the others stays in their totals.

    Raises
    ------
    UnknownCodeError
        If no county occurs on both sides.
    """
    check_flows(flows)
    homes, works = flows["home_area_fips"], flows["work_area_fips"]
    both = sorted(set(homes.unique()) & set(works.unique()))
    if not both:
        raise UnknownCodeError(
            "No county occurs both as home and as workplace in the flows, so there is nothing to "
            "delineate. Check whether the flow files of the region's states are in the library."
        )
    if counties is not None and not (both := sorted(set(both) & set(counties))):
        raise UnknownCodeError(
            f"None of {examples(sorted(counties))} occurs both as home and as workplace in the "
            "flows. Check the codes."
        )
    home = pd.Index(both).get_indexer(homes)
    work = pd.Index(both).get_indexer(works)
    jobs = flows["jobs"].to_numpy(dtype=float)
    kept = (home >= 0) & (work >= 0)
    between = np.zeros((len(both), len(both)))
    between[home[kept], work[kept]] = jobs[kept]
    if counties is None:
        return FlowMatrix(tuple(both), between, between.sum(axis=1), between.sum(axis=0))
    residents = np.bincount(home[home >= 0], jobs[home >= 0], len(both))
    located = np.bincount(work[work >= 0], jobs[work >= 0], len(both))
    return FlowMatrix(tuple(both), between, residents, located)

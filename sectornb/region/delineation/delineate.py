"""Four published ways to draw labor markets, side by side, around one region."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sectornb.region.containment import ValidityTargets, validity
from sectornb.region.delineation.central import THRESHOLD, central_county_areas, largest_of_zones
from sectornb.region.delineation.community import louvain_communities
from sectornb.region.delineation.linkage import CUT, linkage_tree, zones_at
from sectornb.region.delineation.travel_areas import travel_to_work_areas
from sectornb.region.flow_matrix import FlowMatrix
from sectornb.region.partition import adjusted_rand, modularity, zone_codes

ZONES = "commuting zones"
TRAVEL_AREAS = "travel-to-work areas"
CENTRAL = "central counties"
OUR_CHOICE = "our choice"
COMMUNITIES = "communities"
METHODS = (ZONES, TRAVEL_AREAS, CENTRAL, COMMUNITIES)
STEADY_OVERLAP = 0.9
"""Ours: a method whose zone of the region overlaps less from seed to seed has no vote."""
SEEDS, SEEDS_OF_LARGE, LARGE = 5, 2, 500
"""Further seeds of the community search: each takes seconds in a table of a whole nation."""


@dataclass(frozen=True)
class Choices:
    """What the analyst chose for each method.

    `cut` is the height of the commuting zones, `targets` the sizes and containments of
    the travel-to-work areas, `central` the central counties (empty: each commuting
    zone's largest county, which is ours and no official list), `threshold` their
    share, `seed` that of the community search and of all resampling.
    """

    cut: float = CUT
    targets: ValidityTargets = field(default_factory=ValidityTargets)
    central: tuple[str, ...] = ()
    threshold: float = THRESHOLD
    seed: int = 1


@dataclass(frozen=True)
class Delineation:
    """Every method's zones of one table of flows.

    `labels` maps a method to the zone number of each county, `tree` is the linkage
    tree, `central` the central counties in use, `anchor` the row of the region's county
    with most jobs, whose zone counts as the region's, `reseeded` the communities of
    further seeds.
    """

    matrix: FlowMatrix
    choices: Choices
    tree: np.ndarray
    labels: Mapping[str, np.ndarray]
    central: tuple[str, ...]
    region: tuple[str, ...]
    anchor: int
    reseeded: tuple[np.ndarray, ...] = ()

    def zone(self, method: str) -> np.ndarray:
        """Rows of the counties in the region's zone by `method`."""
        labels = self.labels[method]
        return np.flatnonzero(labels == labels[self.anchor])


def delineate(
    matrix: FlowMatrix, region: Collection[str], choices: Choices | None = None
) -> Delineation:
    """Zones of the whole table by all four methods.

    Raises
    ------
    UnknownCodeError
        If a county of the region, or a central county, is not in the table.
    """
    choices = choices or Choices()
    places = matrix.places(region)
    anchor = int(places[matrix.jobs[places].argmax()])
    tree = linkage_tree(matrix)
    zones = zones_at(tree, choices.cut)
    central = choices.central or largest_of_zones(matrix, zones) or (matrix.codes[anchor],)
    labels = {
        ZONES: zones,
        TRAVEL_AREAS: travel_to_work_areas(matrix, choices.targets),
        CENTRAL: central_county_areas(matrix, central, choices.threshold),
        COMMUNITIES: louvain_communities(matrix, seed=choices.seed),
    }
    region_codes = tuple(matrix.codes[place] for place in places)
    seeds = range(SEEDS_OF_LARGE if len(matrix) > LARGE else SEEDS)
    reseeded = tuple(louvain_communities(matrix, seed=choices.seed + 1 + seed) for seed in seeds)
    return Delineation(matrix, choices, tree, labels, central, region_codes, anchor, reseeded)


def voting(methods: pd.DataFrame) -> pd.DataFrame:
    """The rows of :func:`method_summary` that the verdict weighs: not those that chance moves."""
    return methods[~(methods["overlap_by_seed"] < STEADY_OVERLAP)]


def method_summary(found: Delineation) -> pd.DataFrame:
    """What each method makes of the table, and of the region's zone.

    Returns
    -------
    DataFrame
        ``method``, ``setting`` (its parameters), ``zones`` (in the whole table),
        ``modularity``, ``counties_in_zone``, ``region_counties_in_zone``, then
        ``supply_side``, ``demand_side``, ``validity`` of the region's zone, and over the
        seeds of a search its fewest and most counties, ``counties_by_seed_low`` and
        ``counties_by_seed_high``, and ``overlap_by_seed``, the smallest share of counties
        that it has in common with the zone of another seed (missing where no method searches).
    """
    aims, named = found.choices.targets, "named" if found.choices.central else OUR_CHOICE
    settings = {
        ZONES: f"cut {found.choices.cut:g}",
        TRAVEL_AREAS: (
            f"{aims.minimum_size:,.0f} to {aims.target_size:,.0f} residents, containment "
            f"{aims.minimum_containment:g} to {aims.target_containment:g}"
        ),
        CENTRAL: f"{found.choices.threshold:.0%} rule, {len(found.central)} central, {named}",
        COMMUNITIES: f"Louvain, seed {found.choices.seed}",
    }
    rows = []
    for method, labels in found.labels.items():
        zone = found.zone(method)
        own = sum(found.matrix.codes[place] in found.region for place in zone)
        rows.append(
            (
                method,
                settings[method],
                float(labels.max() + 1),
                modularity(found.matrix, labels),
                float(len(zone)),
                float(own),
                *zone_containment(found.matrix, zone, aims),
                *(_by_seed(found) if method == COMMUNITIES else (np.nan, np.nan, np.nan)),
            )
        )
    columns = ["method", "setting", "zones", "modularity", "counties_in_zone"]
    columns += ["region_counties_in_zone", "supply_side", "demand_side", "validity"]
    columns += ["counties_by_seed_low", "counties_by_seed_high", "overlap_by_seed"]
    return pd.DataFrame(rows, columns=columns).astype({"method": "str", "setting": "str"})


def _by_seed(found: Delineation) -> tuple[float, float, float]:
    """Fewest and most counties in the region's community by seed, and the smallest overlap."""
    first = set(found.zone(COMMUNITIES).tolist())
    zones = [
        first,
        *(set(np.flatnonzero(r == r[found.anchor]).tolist()) for r in found.reseeded),
    ]
    overlap = min(len(first & zone) / len(first | zone) for zone in zones)
    return float(min(map(len, zones))), float(max(map(len, zones))), overlap


def zone_containment(
    matrix: FlowMatrix, zone: np.ndarray, targets: ValidityTargets
) -> tuple[float, float, float]:
    """Supply side, demand side (0 to 1) and validity of some rows of the table.

    Missing where the zone has no residents or no jobs.
    """
    inside = matrix.between[np.ix_(zone, zone)].sum()
    residents, jobs = matrix.residents[zone].sum(), matrix.jobs[zone].sum()
    if not residents or not jobs:
        return np.nan, np.nan, np.nan
    supply, demand = float(inside / residents), float(inside / jobs)
    return supply, demand, validity(supply, demand, float(residents), targets)


def method_agreement(found: Delineation) -> pd.DataFrame:
    """Adjusted Rand index of every two methods over all counties of the table.

    Returns
    -------
    DataFrame
        ``method``, ``other_method``, ``adjusted_rand`` (1: the same zones; 0: chance).
    """
    rows = [
        (one, other, adjusted_rand(found.labels[one], found.labels[other]))
        for place, one in enumerate(METHODS)
        for other in METHODS[place + 1 :]
    ]
    table = pd.DataFrame(rows, columns=["method", "other_method", "adjusted_rand"])
    return table.astype({"method": "str", "other_method": "str"})


def zones_by_cut(found: Delineation, cuts: Collection[float]) -> pd.DataFrame:
    """The region's commuting zone from low cuts to high ones: more counties join, none leaves.

    Returns
    -------
    DataFrame
        ``cut`` (text), ``zones`` (in the whole table), ``counties_in_zone``,
        ``counties`` (codes joined by blanks), ``joined`` (codes that the cut before did
        not have, empty in the first row), ``supply_side``, ``demand_side``.
    """
    rows = []
    before: set[str] | None = None
    for cut in sorted({*cuts, found.choices.cut}):
        labels = zones_at(found.tree, cut)
        zone = np.flatnonzero(labels == labels[found.anchor])
        codes = [found.matrix.codes[place] for place in zone]
        joined = sorted(set(codes) - before) if before is not None else []
        supply, demand, _ = zone_containment(found.matrix, zone, found.choices.targets)
        sets = (" ".join(codes), " ".join(joined))
        rows.append((f"{cut:g}", float(labels.max() + 1), float(len(zone)), *sets, supply, demand))
        before = set(codes)
    columns = ["cut", "zones", "counties_in_zone", "counties", "joined"]
    table = pd.DataFrame(rows, columns=[*columns, "supply_side", "demand_side"])
    return table.astype({"cut": "str", "counties": "str", "joined": "str"})


def placements(found: Delineation) -> pd.DataFrame:
    """Where every method puts every county.

    Returns
    -------
    DataFrame
        ``area_fips``, ``method``, ``zone`` (the code of its county with most jobs),
        ``in_region``, ``with_region`` (whether it is the region's zone); by county and
        method.
    """
    parts = [
        pd.DataFrame(
            {
                "area_fips": found.matrix.codes,
                "method": method,
                "zone": zone_codes(found.matrix, labels),
                "in_region": np.isin(found.matrix.codes, found.region),
                "with_region": labels == labels[found.anchor],
            }
        )
        for method, labels in found.labels.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    order = table["method"].map({method: place for place, method in enumerate(METHODS)})
    table = table.assign(order=order).sort_values(["area_fips", "order"], kind="stable")
    text = {"area_fips": "str", "method": "str", "zone": "str"}
    return table.drop(columns="order").reset_index(drop=True).astype(text)

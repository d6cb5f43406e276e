"""How often each county falls into the region's zone, whatever is chosen and drawn anew."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sectornb.region.containment import ValidityTargets
from sectornb.region.delineation.central import central_county_areas, largest_of_zones
from sectornb.region.delineation.community import louvain_communities
from sectornb.region.delineation.delineate import (
    CENTRAL,
    COMMUNITIES,
    LARGE,
    METHODS,
    SEEDS,
    TRAVEL_AREAS,
    ZONES,
    Delineation,
)
from sectornb.region.delineation.linkage import linkage_tree, zones_at
from sectornb.region.delineation.travel_areas import travel_to_work_areas
from sectornb.region.flow_matrix import FlowMatrix

CUTS = (0.9, 0.92, 0.94, 0.95, 0.96, 0.965, 0.97, 0.9725, 0.975, 0.9775, 0.98, 0.985, 0.99)
THRESHOLDS = (0.15, 0.20, 0.25, 0.30, 0.35)
RESOLUTIONS = (0.75, 1.5, 2.0)
"""Beside the usual one."""
DRAWS = 50
SURROUNDINGS = 400
"""Counties kept for drawing anew; a national table would take a minute otherwise."""
PARAMETERS, RESAMPLED = "parameters", "resampled"


def target_variants(targets: ValidityTargets) -> tuple[ValidityTargets, ...]:
    """The targets, then sizes by half and double, then containment 5 points lower and higher."""
    steps = ((1.0, 0.0), (0.5, 0.0), (2.0, 0.0), (1.0, -0.05), (1.0, 0.05))
    return tuple(
        ValidityTargets(
            targets.minimum_size * size,
            targets.target_size * size,
            min(max(targets.minimum_containment + shift, 0.01), 1),
            min(max(targets.target_containment + shift, 0.01), 1),
        )
        for size, shift in steps
    )


def membership_runs(found: Delineation, draws: int = DRAWS) -> pd.DataFrame:
    """How often every county is in the region's zone, by method and by what was varied.

    ``parameters``: cuts from 0.90 to 0.99; sizes and containments a step lower and
    higher; thresholds from 15 to 35 percent; resolutions and seeds.  ``resampled``:
    every flow drawn anew from a Poisson distribution of its size, the choices as they
    are.  In a table of more than 400 counties, flows are drawn anew among the 400 with the
    strongest links to the region, and communities, which depend on the whole table, are
    only searched with other seeds.

    Parameters
    ----------
    draws : int
        Tables drawn anew per method; communities take a fifth of them.

    Returns
    -------
    DataFrame
        ``area_fips``, ``method``, ``variation``, ``runs``, ``runs_together``,
        ``membership_share`` (0 to 1); counties that are never in the zone and not in
        the region are left out.
    """
    counts: dict[tuple[str, str], np.ndarray] = {}
    runs: dict[tuple[str, str], int] = {}
    for method, variation, members in [*_parameter_runs(found), *_resampled_runs(found, draws)]:
        key = (method, variation)
        counts.setdefault(key, np.zeros(len(found.matrix)))[members] += 1
        runs[key] = runs.get(key, 0) + 1
    shown = np.isin(found.matrix.codes, found.region)
    for together in counts.values():
        shown |= together > 0
    places = np.flatnonzero(shown)
    rows = [
        (found.matrix.codes[place], *key, float(runs[key]), float(counts[key][place]))
        for place in places
        for method in METHODS
        for key in ((method, PARAMETERS), (method, RESAMPLED))
        if key in counts
    ]
    columns = ["area_fips", "method", "variation", "runs", "runs_together"]
    table = pd.DataFrame(rows, columns=columns)
    table["membership_share"] = table["runs_together"] / table["runs"]
    return table.astype(dict.fromkeys(columns[:3], "str"))


def membership_share(runs: pd.DataFrame) -> pd.DataFrame:
    """Share of all runs of a method in which a county is in the region's zone.

    Returns
    -------
    DataFrame
        ``area_fips``, ``method``, ``membership_share`` (0 to 1).
    """
    sums = runs.groupby(["area_fips", "method"], as_index=False)[["runs", "runs_together"]].sum()
    sums["membership_share"] = sums["runs_together"] / sums["runs"]
    return sums[["area_fips", "method", "membership_share"]]


def surroundings(found: Delineation, most: int = SURROUNDINGS) -> np.ndarray:
    """Rows of the region, of its zones, and of the counties most linked to them, `most` in all."""
    matrix = found.matrix
    if len(matrix) <= most:
        return np.arange(len(matrix))
    core = set(matrix.places(found.region).tolist())
    for method in (ZONES, TRAVEL_AREAS, CENTRAL):
        core |= set(found.zone(method).tolist())
    places = np.array(sorted(core))
    links = matrix.between[:, places].sum(axis=1) + matrix.between[places].sum(axis=0)
    links[places] = np.inf
    return np.sort(np.argsort(-links, kind="stable")[: max(most, len(places))])


_Run = tuple[str, str, np.ndarray]


def _parameter_runs(found: Delineation) -> Iterator[_Run]:
    matrix, choices = found.matrix, found.choices
    for cut in sorted({*CUTS, choices.cut}):
        yield ZONES, PARAMETERS, _with(zones_at(found.tree, cut), found.anchor)
    for targets in target_variants(choices.targets):
        as_chosen = targets == choices.targets
        areas = found.labels[TRAVEL_AREAS] if as_chosen else travel_to_work_areas(matrix, targets)
        yield TRAVEL_AREAS, PARAMETERS, _with(areas, found.anchor)
    for threshold in sorted({*THRESHOLDS, choices.threshold}):
        labels = central_county_areas(matrix, found.central, threshold)
        yield CENTRAL, PARAMETERS, _with(labels, found.anchor)
    for labels in found.reseeded:
        yield COMMUNITIES, PARAMETERS, _with(labels, found.anchor)
    for resolution in () if len(matrix) > LARGE else RESOLUTIONS:
        for seed in range(SEEDS):
            labels = louvain_communities(
                matrix, seed=choices.seed + 1 + seed, resolution=resolution
            )
            yield COMMUNITIES, PARAMETERS, _with(labels, found.anchor)


def _resampled_runs(found: Delineation, draws: int) -> Iterator[_Run]:
    places = surroundings(found)
    near = found.matrix.part(places)
    anchor = int(np.flatnonzero(places == found.anchor)[0])
    whole = len(near) == len(found.matrix)
    rng = np.random.default_rng(found.choices.seed)
    central = tuple(sorted(set(found.central) & set(near.codes)))
    for draw in range(draws):
        drawn = near.resampled(rng)
        zones = zones_at(linkage_tree(drawn), found.choices.cut)
        yield ZONES, RESAMPLED, places[_with(zones, anchor)]
        areas = travel_to_work_areas(drawn, found.choices.targets)
        yield TRAVEL_AREAS, RESAMPLED, places[_with(areas, anchor)]
        around = _central(found, drawn, zones, central, anchor)
        yield CENTRAL, RESAMPLED, places[_with(around, anchor)]
        if whole and draw % 5 == 0:
            labels = louvain_communities(drawn, seed=found.choices.seed)
            yield COMMUNITIES, RESAMPLED, places[_with(labels, anchor)]


def _central(
    found: Delineation,
    drawn: FlowMatrix,
    zones: np.ndarray,
    central: tuple[str, ...],
    anchor: int,
) -> np.ndarray:
    """Central-county areas of drawn flows; central counties of our choice are chosen anew."""
    if not found.choices.central:
        central = largest_of_zones(drawn, zones) or (drawn.codes[anchor],)
    return central_county_areas(drawn, central or (drawn.codes[anchor],), found.choices.threshold)


def _with(labels: np.ndarray, anchor: int) -> np.ndarray:
    return np.flatnonzero(labels == labels[anchor])

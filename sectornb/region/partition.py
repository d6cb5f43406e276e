"""Partitions of counties into zones: their names, their quality, how far two agree."""

from __future__ import annotations

import numpy as np

from sectornb.errors import InputError
from sectornb.region.flow_matrix import FlowMatrix


def renumbered(labels: np.ndarray) -> np.ndarray:
    """The same partition with zones numbered 0, 1, ... in the order of their first county."""
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[place]


def zone_codes(matrix: FlowMatrix, labels: np.ndarray) -> list[str]:
    """For every county the code of the county with most jobs in its zone, which names the zone.

    Ties take the lowest code.
    """
    order = np.lexsort((np.arange(len(matrix)), -matrix.jobs))
    leaders: dict[int, str] = {}
    for place in order:
        leaders.setdefault(int(labels[place]), matrix.codes[place])
    return [leaders[int(label)] for label in labels]


def modularity(matrix: FlowMatrix, labels: np.ndarray) -> float:
    """How far more people live and work in the same zone than chance would have it.

    Q = Σ_c (F_cc - R_c W_c / N) / N over the zones c, N all jobs in the table.
    0 for one zone of a closed table, below 1.
    """
    zones = renumbered(labels)
    everyone = matrix.between.sum()
    residents = np.bincount(zones, weights=matrix.residents)
    jobs = np.bincount(zones, weights=matrix.jobs)
    homes, works = np.nonzero(matrix.between)
    same = zones[homes] == zones[works]
    inside = matrix.between[homes[same], works[same]].sum()
    return float((inside - (residents * jobs).sum() / everyone) / everyone)


def adjusted_rand(first: np.ndarray, second: np.ndarray) -> float:
    """Agreement of two partitions of the same counties, corrected for chance.

    (Σ C(n_ij, 2) - E) / ((Σ C(a_i, 2) + Σ C(b_j, 2)) / 2 - E), with n_ij the
    counties in zone i of the first and j of the second, a and b their sums, and
    E = Σ C(a_i, 2) Σ C(b_j, 2) / C(n, 2) (Hubert and Arabie 1985).  1: the same
    partition; 0: as alike as two random ones; may be negative.

    Parameters
    ----------
    first, second : ndarray
        Label of each county, in the same order.

    Raises
    ------
    InputError
        If the two differ in length or hold no county.
    """
    if len(first) != len(second) or not len(first):
        raise InputError(
            f"Two partitions of {len(first)} and {len(second)} counties cannot be compared; give "
            "both for the same counties."
        )
    a, b = renumbered(np.asarray(first)), renumbered(np.asarray(second))
    cells = np.unique(a * (b.max() + 1) + b, return_counts=True)[1]

    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1.0)).sum() / 2)

    rows, columns, every = pairs(np.bincount(a)), pairs(np.bincount(b)), pairs(np.array([len(a)]))
    expected = rows * columns / every if every else 0.0
    largest = (rows + columns) / 2
    return 1.0 if largest == expected else (pairs(cells) - expected) / (largest - expected)

"""Commuting zones by proportional flow and average linkage (Tolbert and Sizer)."""

from __future__ import annotations

import numpy as np

from sectornb.errors import ParameterError
from sectornb.region.flow_matrix import FlowMatrix
from sectornb.region.partition import renumbered

CAP = 0.999
CUT = 0.975
"""Nearest to the zones published for 2000; the textbook has 0.98, the zones of 2020 have 0.977."""


def proportional_flow(matrix: FlowMatrix) -> np.ndarray:
    """Exchange of two counties over the residents of the smaller one.

    PF_ij = (F_ij + F_ji) / min(R_i, R_j), at most 0.999 (Tolbert and Sizer 1996;
    Fowler 2020).  0 where nobody commutes between them.

    Returns
    -------
    ndarray
        Upper triangle row by row, of (n (n - 1) / 2,), as scipy's condensed form.
    """
    count = len(matrix)
    homes, works = np.nonzero(matrix.between)
    off = homes != works
    homes, works = homes[off], works[off]
    low, high = np.minimum(homes, works), np.maximum(homes, works)
    smaller = np.minimum(matrix.residents[low], matrix.residents[high])
    # Flows into a county without residents would divide by nothing: one-way to the cap.
    share = np.divide(
        matrix.between[homes, works], smaller, out=np.full(len(low), CAP), where=smaller > 0
    )
    flow = np.zeros(count * (count - 1) // 2)
    np.add.at(flow, count * low - low * (low + 1) // 2 + high - low - 1, share)
    return np.minimum(flow, CAP, out=flow)


def linkage_tree(matrix: FlowMatrix) -> np.ndarray:
    """Average linkage of 1 - proportional flow, as scipy's tree of (n - 1, 4)."""
    from scipy.cluster.hierarchy import linkage

    if len(matrix) < 2:
        return np.empty((0, 4))
    distance = proportional_flow(matrix)
    np.subtract(1, distance, out=distance)
    return linkage(distance, method="average")


def zones_at(tree: np.ndarray, cut: float) -> np.ndarray:
    """Zone number of every county where the tree is cut at height `cut`.

    Counties merge where their average distance is at most `cut`; a higher cut
    joins more and never parts any.

    Raises
    ------
    ParameterError
        If `cut` is not between 0 and 1.
    """
    from scipy.cluster.hierarchy import fcluster

    if not 0 < cut < 1:
        raise ParameterError(
            f"A cut of the linkage tree lies between 0 and 1, such as {CUT}; found {cut}."
        )
    if not len(tree):
        return np.zeros(1, dtype=int)
    return renumbered(fcluster(tree, cut, criterion="distance"))

"""Communities of the commuting network by the Louvain method."""

from __future__ import annotations

import numpy as np

from sectornb.region.flow_matrix import FlowMatrix
from sectornb.region.partition import renumbered


def louvain_communities(matrix: FlowMatrix, *, seed: int, resolution: float = 1.0) -> np.ndarray:
    """Zone number of every county, from a search for high modularity.

    The network has an edge of F_ij + F_ji jobs between two counties and F_ii at
    each, so that its modularity at resolution 1 is that of the flows
    (Blondel et al. 2008, as networkx runs it).  The search depends on its seed.

    Parameters
    ----------
    seed : int
        Of the order in which counties are tried; the same seed gives the same zones.
    resolution : float
        Above 1 favors smaller zones.
    """
    import networkx as nx

    found = nx.community.louvain_communities(matrix.network, resolution=resolution, seed=seed)
    labels = np.zeros(len(matrix), dtype=int)
    for number, members in enumerate(found):
        labels[list(members)] = number
    return renumbered(labels)

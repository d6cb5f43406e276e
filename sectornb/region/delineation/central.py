"""Counties around central counties by the 25 percent rule of metropolitan areas."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from sectornb.errors import ParameterError
from sectornb.region.flow_matrix import FlowMatrix
from sectornb.region.partition import renumbered

THRESHOLD = 0.25


def central_county_areas(
    matrix: FlowMatrix, central: Collection[str], threshold: float = THRESHOLD
) -> np.ndarray:
    """Zone number of every county by its exchange with central counties.

    An outlying county joins the central county in which at least `threshold` of
    its residents' jobs are, or whose residents hold at least `threshold` of its
    jobs; of several the one with the larger of the two shares, then the lowest code.
    The others stay alone.  Central counties do not join each other.

    Parameters
    ----------
    central : collection of str
        Central counties.
    threshold : float
        0 to 1; the rule of the Office of Management and Budget has 0.25.

    Raises
    ------
    ParameterError
        If no central county is named or the threshold is not a share.
    UnknownCodeError
        If a central county is not in the table.
    """
    if not central:
        raise ParameterError("The central-county rule needs at least one central county.")
    if not 0 < threshold <= 1:
        raise ParameterError(f"The threshold is a share above 0 and up to 1; found {threshold}.")
    centers = matrix.places(central)
    to = _over(matrix.between[:, centers], matrix.residents)
    back = _over(matrix.between[centers].T, matrix.jobs)
    share = np.maximum(to, back)
    labels = np.arange(len(matrix))
    joins = share.max(axis=1) >= threshold
    joins[centers] = False
    labels[joins] = centers[share.argmax(axis=1)[joins]]
    return renumbered(labels)


def largest_of_zones(matrix: FlowMatrix, labels: np.ndarray) -> tuple[str, ...]:
    """The county with most jobs in each zone of a partition, our stand-in for central counties.

    Zones of one county have none: nothing would gather around it.
    """
    from sectornb.region.partition import zone_codes

    leaders = zone_codes(matrix, labels)
    gathered = {
        leader for leader, code in zip(leaders, matrix.codes, strict=True) if leader != code
    }
    return tuple(sorted(gathered))


def _over(flows: np.ndarray, whole: np.ndarray) -> np.ndarray:
    base = np.broadcast_to(whole[:, None], flows.shape)
    return np.divide(flows, base, out=np.zeros(flows.shape), where=base > 0)

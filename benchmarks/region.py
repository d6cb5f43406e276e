"""Delineations of a national table of flows, 3,108 counties and 144,000 pairs."""

from __future__ import annotations

from pathlib import Path

from measure import Row

TITLE = "Delineations of the whole table of flows"
ABOUT = (
    "3,108 counties, 144,000 pairs, drawn so that flows fall with distance, and 377 counties of "
    "them; the baseline starts Python, imports numpy and reads the table."
)
TABLE = "county-flows.npz"
COUNTIES, NEIGHBORS, FEW = 3_108, 52, 377
MOST_MEMORY = 600.0
READ = "start, numpy, reading the table"

_START = f"""
import sys
from pathlib import Path
import numpy as np
table = np.load(Path(sys.argv[1]) / {TABLE!r})
"""
_MATRIX = (
    _START
    + """
from sectornb.region.flow_matrix import FlowMatrix
between = np.zeros((len(table["codes"]),) * 2)
between[table["homes"], table["works"]] = table["jobs"]
matrix = FlowMatrix(tuple(table["codes"]), between, between.sum(axis=1), between.sum(axis=0))
"""
)
_FEW = f"matrix = matrix.part(np.arange({FEW}))\n"
_ZONES = """
from sectornb.region.delineation.linkage import linkage_tree, zones_at
assert zones_at(linkage_tree(matrix), 0.977).max() > 0
"""
_AREAS = """
from sectornb.region.delineation.travel_areas import travel_to_work_areas
assert travel_to_work_areas(matrix).max() > 0
"""
_COMMUNITIES = """
from sectornb.region.delineation.community import louvain_communities
assert louvain_communities(matrix, seed=1).max() > 0
"""


def prepare(folder: Path) -> None:
    """A table of flows on a plane: most people stay, the others mostly go near."""
    path = folder / TABLE
    if path.is_file():
        return
    import numpy as np

    rng = np.random.default_rng(1)
    places = rng.random((COUNTIES, 2)) * (50, 25)
    residents = np.exp(rng.normal(9.3, 1.4, COUNTIES)).round()
    homes, works, jobs = [], [], []
    for home in range(COUNTIES):
        distance = np.hypot(*(places - places[home]).T)
        near = np.argsort(distance)[1 : NEIGHBORS + 1]
        pull = residents[near] / distance[near] ** 2
        leaving = rng.poisson(0.3 * residents[home] * pull / (pull.sum() + residents[home]))
        homes += [home] * (NEIGHBORS + 1)
        works += [home, *near.tolist()]
        jobs += [max(residents[home] - leaving.sum(), 1), *leaving.tolist()]
    kept = np.array(jobs) > 0
    np.savez(
        path,
        codes=np.array([f"{10_001 + place}" for place in range(COUNTIES)]),
        homes=np.array(homes)[kept],
        works=np.array(works)[kept],
        jobs=np.array(jobs, dtype=float)[kept],
    )


ROWS = (
    Row(READ, _START + "assert table['jobs'].sum() > 0\n"),
    Row("the square table (FlowMatrix)", _MATRIX, baseline=READ, memory_mib=MOST_MEMORY),
    Row(
        "proportional flow and average linkage, 3,108 counties (linkage_tree)",
        _MATRIX + _ZONES,
        baseline=READ,
        memory_mib=MOST_MEMORY,
    ),
    Row(
        "travel-to-work areas, 3,108 counties (travel_to_work_areas)",
        _MATRIX + _AREAS,
        baseline=READ,
        memory_mib=MOST_MEMORY,
    ),
    Row(
        "travel-to-work areas, 377 counties",
        _MATRIX + _FEW + _AREAS,
        baseline=READ,
        memory_mib=MOST_MEMORY,
    ),
    Row(
        "communities, 3,108 counties (louvain_communities)",
        _MATRIX + _COMMUNITIES,
        baseline=READ,
        memory_mib=MOST_MEMORY,
    ),
)

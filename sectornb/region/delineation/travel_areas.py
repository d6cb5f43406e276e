"""Travel-to-work areas by the algorithm of Coombes and Bond, as ISTAT runs it."""

from __future__ import annotations

import numpy as np

from sectornb.region.containment import ValidityTargets, validity
from sectornb.region.flow_matrix import FlowMatrix
from sectornb.region.partition import renumbered

MOST_MOVES = 5
"""A county that has left this often waits in the reserve: the rule alone could go in circles."""
_RESERVE = -1
# A tie must not be decided by the last digits of a sum.
_SLACK = 1e-12


def cohesion(
    to: np.ndarray,
    back: np.ndarray,
    residents: np.ndarray,
    jobs: np.ndarray,
    other_residents: np.ndarray,
    other_jobs: np.ndarray,
) -> np.ndarray:
    """How strongly places exchange with others, given their sizes (Smart 1974).

    F_ij² / (R_i W_j) + F_ji² / (R_j W_i); 0 where one of the totals is 0.

    Parameters
    ----------
    to, back : ndarray
        F_ij and F_ji, jobs that residents of the one hold in the other, and the reverse.
    residents, jobs : ndarray
        R_i and W_i.
    other_residents, other_jobs : ndarray
        R_j and W_j, of the shape of `to`, as all products are.
    """
    tie = _squared_over(to, residents * other_jobs)
    tie += _squared_over(back, jobs * other_residents)
    return tie


def travel_to_work_areas(matrix: FlowMatrix, targets: ValidityTargets | None = None) -> np.ndarray:
    """Zone number of every county.

    Every county begins as an area.  Again and again the area of lowest validity
    gives up the one member with the largest in-flow from outside the area plus
    residents minus live-and-work.  It joins the area with which it is most
    cohesive if that area's validity does not fall, and goes to a reserve
    otherwise.  Once all areas are valid, the reserve is assigned by cohesion
    alone (Coombes and Bond 2008).  Ties go to the lowest code.

    Ours, where the rule is silent: a county does not return at once to the area
    that it leaves, and one that has left five times goes to the reserve.

    Parameters
    ----------
    targets : ValidityTargets, optional
        Of the United Kingdom by default.
    """
    return _Search(matrix, targets or ValidityTargets()).run()


def _squared_over(flows: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(flows * flows, whole, out=np.zeros_like(whole), where=whole > 0)


class _Search:
    """Areas numbered by slot: `area` of each county, and the sums of each area."""

    def __init__(self, matrix: FlowMatrix, targets: ValidityTargets) -> None:
        count = len(matrix)
        self.matrix, self.targets, self.count = matrix, targets, count
        self.area = np.arange(count)
        self.residents = matrix.residents.astype(float).copy()
        self.jobs = matrix.jobs.astype(float).copy()
        self.inside = matrix.between.diagonal().astype(float).copy()
        self.size = np.ones(count, dtype=int)
        self.moves = np.zeros(count, dtype=int)
        self.valid = np.array([self._validity(area) for area in range(count)])

    def _validity(self, area: int) -> float:
        """Validity of an area; infinite where it has no member, so that it is never the worst."""
        if not self.size[area]:
            return np.inf
        residents = float(self.residents[area])
        base = max(residents, float(self.jobs[area]))
        smaller = float(self.inside[area]) / base if base > 0 else 0.0
        return validity(smaller, smaller, residents, self.targets)

    def run(self) -> np.ndarray:
        reserve: list[int] = []
        while True:
            worst = int(self.valid.argmin())
            if self.valid[worst] >= 1 - _SLACK:
                break
            county = self._leaving(worst)
            self._leave(county, worst)
            receiver = self._most_cohesive(county, besides=worst)
            if receiver is None or not self._takes(county, receiver):
                reserve.append(county)
        for county in sorted(reserve):
            receiver = self._most_cohesive(county)
            # Without any link it stays an area of its own.
            self._join(county, county if receiver is None else receiver)
        return renumbered(self.area)

    def _leaving(self, area: int) -> int:
        members = np.flatnonzero(self.area == area)
        if len(members) == 1:
            return int(members[0])
        among = self.matrix.between[np.ix_(members, members)]
        from_outside = self.matrix.jobs[members] - among.sum(axis=0)
        out = self.matrix.residents[members] - among.diagonal()
        return int(members[(from_outside + out).argmax()])

    def _links(self, county: int) -> tuple[np.ndarray, np.ndarray]:
        """Flows from the county to each area, and from each area to it."""
        placed = self.area >= 0
        slots = self.area[placed]
        to = np.bincount(slots, self.matrix.between[county][placed], self.count)
        back = np.bincount(slots, self.matrix.arriving[county][placed], self.count)
        return to, back

    def _most_cohesive(self, county: int, besides: int = _RESERVE) -> int | None:
        to, back = self._links(county)
        residents, jobs = self.matrix.residents[county], self.matrix.jobs[county]
        tie = cohesion(to, back, residents, jobs, self.residents, self.jobs)
        tie[self.size == 0] = 0
        if besides >= 0:
            tie[besides] = 0
        best = tie.max()
        if best <= 0:
            return None
        equal = np.flatnonzero(tie >= best * (1 - _SLACK))
        first_member = [int(np.argmax(self.area == slot)) for slot in equal]
        return int(equal[int(np.argmin(first_member))])

    def _takes(self, county: int, receiver: int) -> bool:
        if self.moves[county] >= MOST_MOVES:
            return False
        before = self.valid[receiver]
        self._join(county, receiver)
        if self.valid[receiver] >= before - _SLACK:
            return True
        self._leave(county, receiver)
        return False

    def _leave(self, county: int, area: int) -> None:
        self.area[county] = _RESERVE
        self.moves[county] += 1
        self._change(county, area, -1)

    def _join(self, county: int, area: int) -> None:
        self._change(county, area, 1)
        self.area[county] = area

    def _change(self, county: int, area: int, sign: int) -> None:
        """Add or take away a county that is, at this moment, not among the area's members."""
        members = self.area == area
        matrix = self.matrix
        links = matrix.between[county][members].sum() + self.matrix.arriving[county][members].sum()
        self.inside[area] += sign * (links + matrix.between[county, county])
        self.residents[area] += sign * matrix.residents[county]
        self.jobs[area] += sign * matrix.jobs[county]
        self.size[area] += sign
        if not self.size[area]:
            self.inside[area] = self.residents[area] = self.jobs[area] = 0
        self.valid[area] = self._validity(area)

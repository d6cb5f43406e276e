"""Which private cells an agency withholds, and what a reader could still work out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sectornb.simulate.industries import Tree
from sectornb.simulate.read import numbers

DOMINANCE = 0.8
FEWEST_ESTABLISHMENTS = 3
# A withheld value must be uncertain by at least this share of itself.
PROTECTION = 0.25
_ENDLESS = float(2**44)
_ROUNDS = 40


@dataclass(frozen=True)
class Cells:
    """Private cells of one year, by industry of a tree and area.

    ``values`` (industries, areas, measures) are the quantities that add up exactly
    and can be published: twelve months of jobs and their sum, four quarters of
    wages and their sum.  ``active`` has the same shape and is False where the cell
    is known to be empty because it had no establishment.  ``fewest`` is the smallest
    positive number of establishments in any quarter; ``largest`` the share of jobs
    in the largest establishment.
    """

    values: np.ndarray
    active: np.ndarray
    present: np.ndarray
    fewest: np.ndarray
    largest: np.ndarray


def feasible_ranges(
    tree: Tree, values: np.ndarray, withheld: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest value of every cell that agree with the published ones.

    Every parent is the sum of its children and nothing is negative.  One pass up
    and one pass down a forest give exact bounds.

    Parameters
    ----------
    tree
        The industries; axis 0 of both arrays.
    values
        True values, any number of further axes.
    withheld
        True where the value is not published, same shape as `values`.

    Returns
    -------
    (low, high)
        Arrays like `values`; an unlimited cell has a `high` of at least 2**44.
    """
    low = np.where(withheld, 0.0, values)
    high = np.where(withheld, _ENDLESS, values)
    sums = []
    for children, starts, parents in tree.families:
        low_sum = np.add.reduceat(low[children], starts, axis=0)
        high_sum = np.add.reduceat(high[children], starts, axis=0)
        sums.append((low_sum, high_sum))
        low[parents] = np.maximum(low[parents], low_sum)
        high[parents] = np.minimum(high[parents], high_sum)
    for families, (low_sum, high_sum) in zip(reversed(tree.families), reversed(sums), strict=True):
        children, family = families.children, families.family_of_child()
        above = families.parents[family]
        top, bottom = high[above], low[above]
        old_low, old_high = low[children], high[children]
        high[children] = np.minimum(old_high, top - (low_sum[family] - old_low))
        low[children] = np.maximum(old_low, bottom - (high_sum[family] - old_high))
    return low, high


def _only_children(tree: Tree, present: np.ndarray) -> np.ndarray:
    """True where a cell is the only one of its family in that area."""
    alone = np.zeros(present.shape, dtype=bool)
    for families in tree.families:
        children = families.children
        number = np.add.reduceat(present[children].astype(int), families.starts, axis=0)
        alone[children] = (number[families.family_of_child()] == 1) & present[children]
    return alone


def primary_cells(tree: Tree, cells: Cells) -> np.ndarray:
    """Cells that the two published rules hide: (industries, areas), True = withheld.

    Fewer than three establishments in any quarter, or one establishment with more
    than 80 percent of the jobs.  Unclassified industries are always published.
    Dominance spares totals above the sectors and a sector that alone makes one up.
    """
    rows = ~_unclassified(tree) & (tree.level >= 2)
    few = (cells.fewest < FEWEST_ESTABLISHMENTS) & cells.present & rows[:, None]
    dominated = (cells.largest > DOMINANCE) & cells.present & (rows & (tree.level >= 4))[:, None]
    withheld = few | dominated
    alone = _only_children(tree, cells.present)
    for children, _, _ in reversed(tree.families):
        deep = children[tree.level[children] >= 4]
        spared = alone[deep] & ~withheld[tree.parent[deep]] & ~few[deep]
        withheld[deep] &= ~spared
    return withheld


def _hide_below(tree: Tree, cells: Cells, withheld: np.ndarray) -> None:
    """Hide a child of every withheld parent that could be added up from its children.

    A parent is a secret in a measure only if a hidden six-digit industry below it
    was active then.  From the top down, the largest open child is hidden.
    """
    while True:
        secret = withheld[:, :, None] & cells.active
        for children, starts, parents in tree.families:
            secret[parents] &= np.logical_or.reduceat(secret[children], starts, axis=0)
        bare = withheld[:, :, None] & cells.active & ~secret
        if not bare.any():
            return
        for families in reversed(tree.families):
            for family, area in np.argwhere(bare[families.parents].any(axis=2)):
                members = families.members(family)
                measure = np.argmax(bare[families.parents[family], area])
                size = cells.values[members, area, measure] + 0.5
                size *= cells.active[members, area, measure] & ~withheld[members, area]
                if size.any():
                    withheld[members[np.argmax(size)], area] = True


def _exposed(tree: Tree, cells: Cells, withheld: np.ndarray) -> np.ndarray:
    """Withheld cells that a reader could pin too narrowly in some measure: (industries, areas)."""
    hidden = withheld[:, :, None] & cells.active
    low, high = feasible_ranges(tree, cells.values, hidden)
    narrow = (high - low) < np.maximum(PROTECTION * cells.values, 1.0)
    return (narrow & hidden).any(axis=2)


def complete_cells(tree: Tree, cells: Cells, withheld: np.ndarray) -> np.ndarray:
    """Add the further cells without which the withheld ones could be worked out.

    Where the hidden children of a published parent leave too narrow a range, the
    smallest sibling that widens it enough is hidden too; without such a sibling,
    more of what lies below, and at last the parent.
    """
    withheld = withheld & cells.present
    typical = np.where(cells.active, cells.values, np.inf).min(axis=2)
    typical[~cells.active.all(axis=2)] = 0.0
    whole = cells.values.max(axis=2)
    offered = cells.present & (tree.level >= 2)[:, None] & (whole > 0)
    offered[_unclassified(tree)] = False
    for _ in range(_ROUNDS):
        _hide_below(tree, cells, withheld)
        exposed = _exposed(tree, cells, withheld)
        if not exposed.any():
            break
        for families in reversed(tree.families):
            children, starts, parents = families
            bad = np.logical_or.reduceat(exposed[children], starts, axis=0) & ~withheld[parents]
            for family, area in np.argwhere(bad):
                members = families.members(family)
                unprotected = members[exposed[members, area]]
                open_here = offered[:, area] & ~withheld[:, area]
                free = members[open_here[members]]
                if not len(free):
                    below = _open_below(tree, unprotected, open_here)
                    if len(below):
                        withheld[below[np.argmax(whole[below, area])], area] = True
                    else:
                        withheld[parents[family], area] = tree.level[parents[family]] > 2
                    continue
                need = PROTECTION * whole[unprotected, area].max()
                ample = free[(whole[free, area] >= need) & (typical[free, area] > 0)]
                choice = ample if len(ample) else free[[np.argmax(whole[free, area])]]
                withheld[choice[np.argmin(whole[choice, area])], area] = True
    return withheld


def _open_below(tree: Tree, layer: np.ndarray, free: np.ndarray) -> np.ndarray:
    """The industries below a `layer` that are `free`, of the highest level that has any."""
    while len(layer):
        layer = np.flatnonzero(np.isin(tree.parent, layer))
        found = layer[free[layer]]
        if len(found):
            return found
    return layer


def _unclassified(tree: Tree) -> np.ndarray:
    return np.array([code[:2] == "99" or code == "1029" for code in tree.industry_code.tolist()])


def _further_cells(
    tree: Tree,
    cells: Cells,
    withheld: np.ndarray,
    areas: np.ndarray,
    shares: dict[str, float],
    step: float,
) -> np.ndarray:
    """Hide the most sensitive open cells of levels that are still more open than real files."""
    alone = _only_children(tree, cells.present)
    score = cells.largest + 3.0 / np.maximum(cells.fewest, 1)
    extra = withheld.copy()
    for level, target in shares.items():
        rows = np.flatnonzero(tree.level == int(level))
        here = np.ix_(rows, areas)
        present = cells.present[here]
        missing = (target - withheld[here].sum() / present.sum()) * present.sum()
        free = present & ~withheld[here] & ~alone[here]
        free[_unclassified(tree)[rows]] = False
        number = min(int(missing * step), int(free.sum()))
        if number > 0:
            place = np.argwhere(free)
            order = np.argsort(-score[here][free], kind="stable")[:number]
            chosen = place[order]
            extra[rows[chosen[:, 0]], areas[chosen[:, 1]]] = True
    return extra


def withhold(tree: Tree, cells: Cells, counties: np.ndarray, state_of: np.ndarray) -> np.ndarray:
    """Withheld private cells of one year: (industries, areas).

    Two rules first, then protection against subtraction within each area and
    between counties and their state, then further sensitive cells until the shares
    by level are near those of real files, which hide more than the two rules explain.

    Parameters
    ----------
    tree
        Private industries.
    cells
        Values, presence, establishments and concentration.
    counties
        Positions of the county areas, over which shares are measured.
    state_of
        For each area the position of its state's total, -1 for that total itself.
    """
    withheld = complete_cells(tree, cells, primary_cells(tree, cells))
    states = np.flatnonzero(state_of < 0)
    share_of_counties, share_of_states = (
        numbers("withheld_shares", place) for place in ("county", "state")
    )
    for step in (0.45, 0.6, 0.8, 0.9, 1.0):
        extra = _further_cells(tree, cells, withheld, counties, share_of_counties, step)
        extra = _further_cells(tree, cells, extra, states, share_of_states, step)
        withheld = complete_cells(tree, cells, extra)
    for _ in range(8):
        extra = _guard_states(tree, cells, withheld, state_of)
        if (extra == withheld).all():
            break
        withheld = complete_cells(tree, cells, extra)
    return withheld


def _guard_states(
    tree: Tree, cells: Cells, withheld: np.ndarray, state_of: np.ndarray
) -> np.ndarray:
    """Where one county alone is hidden under a published state, hide a second area.

    The area is taken where that draws the fewest further cells along: where the
    parent is hidden already, else where the cell has siblings; then the smallest.
    """
    extra = withheld.copy()
    parent_hidden = withheld[tree.parent] & (tree.parent >= 0)[:, None]
    price = np.where(parent_hidden, 0, np.where(_only_children(tree, cells.present), 2, 1))
    size = cells.values.max(axis=2) + 1e12 * price
    for state in sorted(set(state_of[state_of >= 0].tolist())):
        parts = np.flatnonzero(state_of == state)
        number = withheld[:, parts].sum(axis=1)
        lonely = np.flatnonzero((number == 1) & ~withheld[:, state])
        bare = np.flatnonzero((number == 0) & withheld[:, state])
        for row in np.concatenate([lonely, bare]):
            free = parts[cells.present[row, parts] & ~withheld[row, parts]]
            if len(free):
                extra[row, free[np.argmin(size[row, free])]] = True
            elif cells.present[row, state]:
                extra[row, state] = True
    return extra

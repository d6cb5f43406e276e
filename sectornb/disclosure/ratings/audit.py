"""Whether the printed figures of a panel, all of them together, give its ratings away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import gcd, prod

import numpy as np

from sectornb.disclosure.ratings.figures import (
    STATISTICS,
    WHOLE,
    Counts,
    Scale,
    counts_of,
    printed_figures,
)
from sectornb.disclosure.ratings.printable import (
    FEWEST_RATERS,
    LEAST_SETS,
    MOST_SETS,
    printable,
)
from sectornb.disclosure.ratings.sets import BLOCK, agreeing_sets
from sectornb.errors import DisclosureError, counted, examples

MOST_JOINED = 5_000_000
"""Pairs of sets that are looked through for `LEAST_SETS` that agree with two panels."""
MOST_BLOCKS = 300
"""Blocks of sets that are looked through for them of one panel; what is not found is refused."""


@dataclass(frozen=True)
class Panel:
    """What one table prints about one item in anonymous mode, and the ratings behind it.

    Attributes
    ----------
    table : str
        Where it is printed.
    item : str
        What was rated, and in which wave: panels of one item are about the same answers.
    ratings : mapping of str to float
        Rater to rating; no rater twice.
    printed : tuple of str
        The statistics, of :data:`~sectornb.disclosure.ratings.figures.STATISTICS`.
    scale : Scale
        What could be given; the same in all panels of one item.
    """

    table: str
    item: str
    ratings: dict[str, float]
    printed: tuple[str, ...]
    scale: Scale = WHOLE


def refuse_recoverable(panels: Iterable[Panel], fewest: int = FEWEST_RATERS) -> None:
    """Refuse to print figures that leave fewer than `LEAST_SETS` sets of ratings.

    Every set of ratings is tried that gives the printed figures, number of raters and
    rounding included; it counts for everybody, and for each rater, who knows one rating.
    Of one item everything is taken together: several tables about the same raters are one
    panel, and of two panels that share raters (a slice and the whole, an edition before and
    after a late answer) those raters who are in one alone must stay hidden as well.

    Parameters
    ----------
    fewest : int
        Raters that a panel must have, by the rules of the run.

    Raises
    ------
    DisclosureError
        Names the tables, the item, and what can be printed instead.
    """
    by_item: dict[str, dict[frozenset[str], Panel]] = {}
    for panel in panels:
        same = by_item.setdefault(panel.item, {})
        raters = frozenset(panel.ratings)
        before = same.get(raters)
        if before is None:
            same[raters] = panel
            continue
        if (before.ratings, before.scale) != (panel.ratings, panel.scale):
            raise DisclosureError(
                f"Tables {before.table} and {panel.table}, {panel.item}: the same raters have "
                "other ratings, or another scale, in one than in the other. Name the wave in the "
                "item."
            )
        tables = ", ".join(dict.fromkeys([*before.table.split(", "), panel.table]))
        both = {*before.printed, *panel.printed}
        same[raters] = Panel(
            tables,
            panel.item,
            panel.ratings,
            tuple(name for name in STATISTICS if name in both),
            panel.scale,
        )
    for same in by_item.values():
        for panel in same.values():
            _refuse_alone(panel, fewest)
        for first, second in combinations(same.values(), 2):
            if first.ratings.keys() & second.ratings.keys():
                _refuse_together(first, second)


def _refuse_alone(panel: Panel, fewest: int) -> None:
    raters = len(panel.ratings)
    if raters < fewest:
        raise DisclosureError(
            f"{_place(panel)}: {counted(raters, 'rater')}, and figures of fewer than "
            f"{fewest} are not printed in anonymous mode. Leave the row out."
        )
    truth = counts_of(list(panel.ratings.values()), panel.scale)
    figures = dict(
        zip(panel.printed, printed_figures(truth, panel.scale, panel.printed)[0], strict=True)
    )
    # Who is left enough sets with the own rating among them leaves everybody as many.
    left = [_up_to_enough(panel, figures, int(point)) for point in np.flatnonzero(truth[0])]
    if min(left) >= LEAST_SETS:
        return
    words = printable(list(panel.ratings.values()), panel.scale)
    instead = (
        f"Print {_listed(words, panel.scale)} and nothing else of this item"
        if words
        else "Print nothing of this item"
    )
    raise DisclosureError(
        f"{_place(panel)}: {_listed(panel.printed, panel.scale)} together are found to leave "
        f"{counted(min(left), 'set')} of ratings to one of the {raters} raters, who knows the own "
        f"rating, and {LEAST_SETS} are needed. {instead}, or agree with the raters on open mode "
        "before the survey."
    )


def _refuse_together(first: Panel, second: Panel) -> None:
    """Refuse two panels that share raters, unless every part of them is left enough sets."""
    one, other = first.ratings.keys(), second.ratings.keys()
    parts = [part for part in (one & other, one - other, other - one) if part]
    scale = first.scale
    ratings = first.ratings | second.ratings
    truths = [counts_of([ratings[rater] for rater in part], scale) for part in parts]
    members = [[n for n, part in enumerate(parts) if part <= panel] for panel in (one, other)]
    wanted = []
    for panel, inside in zip((first, second), members, strict=True):
        whole = np.sum([truths[number] for number in inside], axis=0)
        wanted.append(printed_figures(whole, scale, panel.printed)[0])
    candidates = []
    for number, part in enumerate(parts):
        alone = [
            dict(zip(panel.printed, figures, strict=True))
            for panel, inside, figures in zip((first, second), members, wanted, strict=True)
            if inside == [number]
        ]
        most = MOST_SETS if len(parts) == 2 else MOST_SETS // 10
        found: list[Counts] = []
        for block in agreeing_sets(len(part), scale, alone[0] if alone else {}):
            found.append(block)
            if sum(map(len, found)) >= most:
                break
        candidates.append(np.concatenate(found)[:most])
    companies = [_Company(truth[0]) for truth in truths]
    companies += [
        _Company(np.sum([truths[n] for n in inside], axis=0)[0])
        for inside in members
        if len(inside) > 1
    ]
    for chosen in _joined(candidates):
        wholes = [np.sum([chosen[number] for number in inside], axis=0) for inside in members]
        fits = np.ones(len(chosen[0]), dtype=bool)
        for panel, whole, figures in zip((first, second), wholes, wanted, strict=True):
            fits &= (printed_figures(whole, scale, panel.printed) == figures).all(axis=1)
        unions = [w for w, inside in zip(wholes, members, strict=True) if len(inside) > 1]
        for company, sets in zip(companies, [*chosen, *unions], strict=True):
            company.count(sets[fits])
        if all(company.enough for company in companies):
            return
    only = [len(part) for part in (one - other, other - one) if part]
    raise DisclosureError(
        f"{_place(first)} and {second.table}: {len(one)} and {len(other)} raters, of whom "
        f"{examples(only)} are in one panel alone. What is printed of the two together was not "
        f"found to leave {LEAST_SETS} sets of ratings to every part of them. Print one of the two "
        "panels, or fewer statistics of both."
    )


def _joined(candidates: Sequence[Counts]) -> Iterator[list[Counts]]:
    """Combinations of one set of each part, spread over all there are, in blocks."""
    sizes = [len(sets) for sets in candidates]
    total = prod(sizes)
    # A step without a common divisor comes by every combination once.
    step = next(step for step in range(int(total * 0.618) or 1, total + 2) if gcd(step, total) == 1)
    for start in range(0, min(total, MOST_JOINED), BLOCK):
        steps = np.arange(min(BLOCK, total - start))
        places = (start * step % total + steps * step) % total
        picked = np.unravel_index(places, sizes)
        yield [sets[each] for sets, each in zip(candidates, picked, strict=True)]


class _Company:
    """Counts different sets that agree, until there are enough for everybody and each rater."""

    def __init__(self, truth: Counts) -> None:
        # A single rater is protected from the others, not from itself.
        self._own = np.flatnonzero(truth) if truth.sum() > 1 else np.empty(0, dtype=int)
        self._kept = np.empty((0, len(truth)), dtype=np.int64)
        self.enough = False

    def count(self, sets: Counts) -> None:
        """Take note of more sets."""
        if self.enough or not len(sets):
            return
        found = np.unique(np.concatenate([self._kept, sets]), axis=0)
        with_own = [np.flatnonzero(found[:, point])[:LEAST_SETS] for point in self._own]
        # Of each kind no more is kept than would be enough.
        self._kept = found[
            np.unique(np.concatenate([np.arange(len(found))[:LEAST_SETS], *with_own]))
        ]
        self.enough = len(found) >= LEAST_SETS and all(len(w) >= LEAST_SETS for w in with_own)


def _up_to_enough(panel: Panel, figures: dict[str, int], known: int) -> int:
    """How many sets agree that have a rating at the point `known`, counted up to enough."""
    found = 0
    sets = agreeing_sets(len(panel.ratings), panel.scale, figures, known)
    for block in islice(sets, MOST_BLOCKS):
        found += len(block)
        if found >= LEAST_SETS:
            break
    return found


def _place(panel: Panel) -> str:
    several = "s" * ("," in panel.table)
    return f"Table{several} {panel.table}, {panel.item}"


def _listed(names: Sequence[str], scale: Scale) -> str:
    words = [scale.words(name) for name in names]
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)

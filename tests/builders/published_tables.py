"""Tables as reports print them, from persons, and an attack on them that shares no code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from sectornb.disclosure.tables import Table

TOTAL = "Total"
Parents = Mapping[str, Mapping[str, Sequence[str]]]


def crossed(
    counts: np.ndarray, codes: Mapping[str, Sequence[str]], sums: Parents | None = None
) -> pd.DataFrame:
    """All cells of an array of counts with every sum over every dimension, as rows."""
    axes = []
    for number, (name, leaves) in enumerate(codes.items()):
        parts = {code: [code] for code in leaves}
        parts |= {p: list(c) for p, c in (sums or {}).get(name, {}).items()}
        parts[TOTAL] = list(leaves)
        axes.append([(code, [leaves.index(leaf) for leaf in below]) for code, below in parts.items()])
        assert counts.shape[number] == len(leaves)
    rows = [
        [*(code for code, _ in cell), counts[np.ix_(*(at for _, at in cell))].sum()]
        for cell in product(*axes)
    ]
    return pd.DataFrame(rows, columns=[*codes, "n"])


def table_of(
    name: str,
    counts: np.ndarray,
    codes: Mapping[str, Sequence[str]],
    sums: Parents | None = None,
    **more: object,
) -> Table:
    return Table(name, crossed(counts, codes, sums), tuple(codes), "n", **more)  # type: ignore[arg-type]


CODES = {"county": ["A", "B", "C", "D"], "sex": ["F", "M"], "age": ["16", "25", "55"]}
REGIONS = {"county": {"North": ["A", "B"], "South": ["C", "D"]}}


@st.composite
def table_sets(draw: st.DrawFn) -> tuple[list[Table], Parents]:
    """Two or three tables of the same persons, with a hierarchy of places and shared margins."""
    codes = {"county": CODES["county"], "sex": CODES["sex"], "age": CODES["age"][: draw(st.integers(2, 3))]}
    shape = tuple(map(len, codes.values()))
    size = int(np.prod(shape))
    cell = st.one_of(st.integers(0, 2), st.integers(0, 25))
    persons = np.array(draw(st.lists(cell, min_size=size, max_size=size))).reshape(shape)
    pairs = [pair for k in (1, 2) for pair in combinations(codes, k)]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=2, max_size=3, unique=True))
    tables = []
    for names in chosen:
        gone = tuple(at for at, name in enumerate(codes) if name not in names)
        part = {name: codes[name] for name in names}
        tables.append(table_of(" by ".join(names), persons.sum(axis=gone), part, REGIONS))
    return tables, REGIONS


def most(
    tables: Sequence[Table], withheld: Mapping[str, np.ndarray], sums: Parents, row: tuple[str, int]
) -> float:
    """Largest whole value of one row that agrees with all that is printed.

    The unknowns are the smallest cells of every table; all else is a sum of them.  Rows with
    the same codes in two tables are equal, known or not.
    """
    unknowns, sums_of, first = 0, {}, {}
    equal, known = [], []
    for table in tables:
        rows = table.frame
        below = {
            name: {TOTAL: None} | {p: set(c) for p, c in sums.get(name, {}).items()}
            for name in table.dimensions
        }
        leaf = np.ones(len(rows), dtype=bool)
        for name in table.dimensions:
            leaf &= ~rows[name].isin(list(below[name])).to_numpy()
        at = np.flatnonzero(leaf)
        for number, (_, cell) in enumerate(rows.iterrows()):
            inside = np.ones(len(at), dtype=bool)
            for name in table.dimensions:
                code, codes = cell[name], rows[name].to_numpy()[at]
                group = below[name].get(code, {code})
                if group is not None:
                    inside &= np.isin(codes, list(group))
            parts = set((unknowns + np.flatnonzero(inside)).tolist())
            sums_of[table.name, number] = parts
            key = frozenset((n, cell[n]) for n in table.dimensions if cell[n] != TOTAL)
            if key in first:
                equal.append((first[key], parts))
            first.setdefault(key, parts)
            if not withheld[table.name][number]:
                known.append((parts, float(cell["n"])))
        unknowns += len(at)
    matrix = np.zeros((len(equal) + len(known), unknowns))
    right = np.zeros(len(matrix))
    for line, (one, other) in enumerate(equal):
        matrix[line, list(one)] += 1
        matrix[line, list(other)] -= 1
    for line, (parts, value) in enumerate(known, start=len(equal)):
        matrix[line, list(parts)], right[line] = 1, value
    aim = np.zeros(unknowns)
    aim[list(sums_of[row])] = -1
    # Where nothing limits it, far enough is enough.
    capped = np.vstack([matrix, -aim])
    low, high = np.append(right, 0), np.append(right, 1_000)
    found = milp(aim, constraints=LinearConstraint(capped, low, high), integrality=1,
                 bounds=Bounds(0, np.inf))  # fmt: skip
    assert found.x is not None
    return round(-found.fun)

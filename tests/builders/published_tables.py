"""Tables as reports print them, from persons, and an attack on them that shares no code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from scipy.linalg import block_diag
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
        axes.append(
            [(code, [leaves.index(leaf) for leaf in below]) for code, below in parts.items()]
        )
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
    codes = {
        "county": CODES["county"],
        "sex": CODES["sex"],
        "age": CODES["age"][: draw(st.integers(2, 3))],
    }
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


class Reader:
    """Who has all that is printed and looks for the largest whole value of a row.

    The unknowns are the smallest cells of every table; all else is a sum of them.  Rows with
    the same codes in two tables are equal, known or not.
    """

    def __init__(
        self, tables: Sequence[Table], withheld: Mapping[str, np.ndarray], sums: Parents
    ) -> None:
        parts, keys, known = [], [], []
        for table in tables:
            columns = {name: table.frame[name].tolist() for name in table.dimensions}
            groups = {name: dict(sums.get(name, {})) for name in table.dimensions}
            rows = range(len(table.frame))
            leaves = [
                r for r in rows
                if all(c[r] != TOTAL and c[r] not in groups[n] for n, c in columns.items())
            ]  # fmt: skip
            inside = np.ones((len(rows), len(leaves)), dtype=bool)
            for name, codes in columns.items():
                of_leaf = [codes[leaf] for leaf in leaves]
                for r in rows:
                    below = groups[name].get(codes[r], [codes[r]])
                    if codes[r] != TOTAL:
                        inside[r] &= [code in below for code in of_leaf]
            parts.append(inside.astype(float))
            keys += [
                frozenset((n, c[r]) for n, c in columns.items() if c[r] != TOTAL) for r in rows
            ]
            known += np.where(withheld[table.name], np.nan, table.frame["n"]).tolist()
        self.first = dict(
            zip((t.name for t in tables), np.cumsum([0, *map(len, parts)]), strict=False)
        )
        self.rows = block_diag(*parts)
        printed = np.isfinite(known)
        at: dict[frozenset, int] = {}
        same = [(at.setdefault(key, row), row) for row, key in enumerate(keys)]
        equal = np.array([self.rows[a] - self.rows[b] for a, b in same if a != b])
        self.matrix = np.vstack([self.rows[printed], *equal])
        self.right = np.append(np.array(known)[printed], np.zeros(len(equal)))

    def most(self, table: str, row: int) -> int:
        """The largest value; 1,000 where it may be larger still."""
        aim = self.rows[self.first[table] + row]
        known = LinearConstraint(self.matrix, self.right, self.right)
        capped = LinearConstraint(aim, 0, 1_000)
        found = milp(-aim, constraints=[known, capped], integrality=1, bounds=Bounds(0, np.inf))
        assert found.x is not None
        return round(-found.fun)

"""Complementary suppression: one table of 30 by 20, and fifty tables that share cells."""

from __future__ import annotations

import pickle
from itertools import combinations
from pathlib import Path

from measure import Row

TITLE = "Cells held back in tables"
ABOUT = (
    "One table of 30 by 20 cells with margins, about a fifth of them below ten; and fifty tables of "
    "5,000 persons by two or three of seven dimensions, counties within regions, 5,729 different "
    "cells. Wanted: under 10 seconds, and an audited answer within 60; the gap is in the name of a "
    "file that each writes beside its tables."
)
ONE, FIFTY = "tables-one.pkl", "tables-fifty.pkl"
SUMS = {"county": {"North": ["c0", "c1", "c2", "c3"], "South": ["c4", "c5", "c6"]}}
NOTHING = "reading the tables"

_START = """
import pickle, sys
from pathlib import Path
from sectornb.disclosure.rules import DisclosureRules
from sectornb.disclosure.tables import protected
folder = Path(sys.argv[1])
def ask(name, limit):
    tables, sums = pickle.loads((folder / name).read_bytes())
    found = protected(tables, DisclosureRules(), sums=sums, time_limit=limit)
    told = f"gap {found.gap:.3f}, {found.complementary} besides {found.primary}, greedy {found.greedy:.0f}, lost {found.lost:.0f}"
    (folder / name).with_suffix(".txt").write_text(told)
    assert not found.audit.recovered
"""


def prepare(folder: Path) -> None:
    """The tables with their true values."""
    import numpy as np
    import pandas as pd

    from sectornb.disclosure.tables import TOTAL, Table

    def margins(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
        pieces = []
        for kept in (list(c) for k in range(len(names) + 1) for c in combinations(names, k)):
            sums = rows.groupby(kept)["n"].sum().reset_index() if kept else rows[["n"]].sum()
            piece = sums if kept else pd.DataFrame({"n": [int(rows["n"].sum())]})
            pieces.append(piece.assign(**{name: TOTAL for name in names if name not in kept}))
        return pd.concat(pieces, ignore_index=True)[[*names, "n"]]

    random = np.random.default_rng(1)
    mean = random.lognormal(3.2, 1.1, (30, 1)) * random.lognormal(0, 0.8, (1, 20))
    cells = pd.DataFrame({
        "county": np.repeat([f"c{i}" for i in range(30)], 20),
        "industry": np.tile([f"i{j}" for j in range(20)], 30),
        "n": random.poisson(mean).ravel(),
    })  # fmt: skip
    one = [Table("one", margins(cells, ("county", "industry")), ("county", "industry"), "n")]
    (folder / ONE).write_bytes(pickle.dumps((one, {})))

    random = np.random.default_rng(5)
    sizes = {"county": 10, "sex": 2, "age": 5, "race": 5, "edu": 4, "sector": 8, "program": 3}
    persons = pd.DataFrame({"n": np.ones(5_000, dtype=int)})
    for name, count in sizes.items():
        codes = np.array([f"{name[0]}{i}" for i in range(count)])
        persons[name] = codes[random.choice(count, 5_000, p=random.dirichlet(np.full(count, 3.0)))]
    region = {code: parent for parent, codes in SUMS["county"].items() for code in codes}
    in_regions = persons.assign(county=persons["county"].map(region)).dropna()
    tables = []
    for names in [c for k in (3, 2) for c in combinations(sizes, k)][:50]:
        frame = margins(persons, names)
        if "county" in names:
            regions = margins(in_regions, names)
            frame = pd.concat([frame, regions[regions["county"] != TOTAL]], ignore_index=True)
        tables.append(Table(" by ".join(names), frame, names, "n"))
    (folder / FIFTY).write_bytes(pickle.dumps((tables, SUMS)))


ROWS = (
    Row(NOTHING, _START + f"pickle.loads((folder / {FIFTY!r}).read_bytes())"),
    Row(
        "30 by 20 with margins (protected)",
        _START + f"ask({ONE!r}, 60)",
        baseline=NOTHING,
        memory_mib=1_000.0,
    ),
    Row(
        "fifty linked tables, 25 seconds to improve (protected)",
        _START + f"ask({FIFTY!r}, 25)",
        baseline=NOTHING,
        repeat=False,
        memory_mib=1_000.0,
    ),
)

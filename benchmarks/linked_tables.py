"""Tables to be protected: one of 30 by 20, and fifty that share their margins."""

from __future__ import annotations

import pickle
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.disclosure.rules import coarse_dates, ends_coded
from sectornb.disclosure.tables import TOTAL, Table, audited, protected
from sectornb.disclosure.thresholds import DisclosureRules

ONE, FIFTY = "tables-one.pkl", "tables-fifty.pkl"
SUMS = {"county": {"North": ["c0", "c1", "c2", "c3"], "South": ["c4", "c5", "c6"]}}
RULES = DisclosureRules()


def write_tables(folder: Path) -> None:
    """Both sets, with their true values."""
    random = np.random.default_rng(1)
    mean = random.lognormal(3.2, 1.1, (30, 1)) * random.lognormal(0, 0.8, (1, 20))
    cells = pd.DataFrame(
        {
            "county": np.repeat([f"c{i}" for i in range(30)], 20),
            "industry": np.tile([f"i{j}" for j in range(20)], 30),
            "n": random.poisson(mean).ravel(),
        }
    )
    names = ("county", "industry")
    (folder / ONE).write_bytes(
        pickle.dumps(([Table("one", margins(cells, names), names, "n")], {}))
    )
    rows = persons(5_000)
    region = {code: parent for parent, codes in SUMS["county"].items() for code in codes}
    in_regions = rows.assign(county=rows["county"].map(region)).dropna()
    tables = []
    for names in [c for k in (3, 2) for c in combinations(rows.columns[1:], k)][:50]:
        frame = margins(rows, names)
        if "county" in names:
            regions = margins(in_regions, names)
            frame = pd.concat([frame, regions[regions["county"] != TOTAL]], ignore_index=True)
        tables.append(Table(" by ".join(names), frame, names, "n"))
    (folder / FIFTY).write_bytes(pickle.dumps((tables, SUMS)))


def persons(count: int) -> pd.DataFrame:
    """Participants: seven dimensions, ages with drawn-in ends, entry by quarter."""
    random = np.random.default_rng(5)
    sizes = {"county": 10, "sex": 2, "age": 5, "race": 5, "entry": 4, "sector": 8, "program": 3}
    rows = pd.DataFrame({"n": np.ones(count, dtype=int)})
    for name, codes in sizes.items():
        drawn = random.choice(codes, count, p=random.dirichlet(np.full(codes, 3.0)))
        rows[name] = np.array([f"{name[0]}{i}" for i in range(codes)])[drawn]
        if name == "age":
            rows[name] = ends_coded(pd.Series(20.0 + 10 * drawn), RULES).astype("str")
        elif name == "entry":
            dates = pd.Timestamp("2024-01-15") + pd.to_timedelta(91 * drawn, unit="D")
            rows[name] = coarse_dates(pd.Series(dates), RULES)
    return rows


def margins(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Sums of ``n`` over every set of `names`."""
    pieces = [pd.DataFrame({"n": [int(rows["n"].sum())]}).assign(**dict.fromkeys(names, TOTAL))]
    for kept in (list(c) for k in range(1, len(names) + 1) for c in combinations(names, k)):
        piece = rows.groupby(kept)["n"].sum().reset_index()
        pieces.append(piece.assign(**{name: TOTAL for name in names if name not in kept}))
    return pd.concat(pieces, ignore_index=True)[[*names, "n"]]


def protect(folder: Path, name: str, seconds: float) -> None:
    """Hold back cells, and write beside the tables what that loses."""
    tables, sums = pickle.loads((folder / name).read_bytes())
    found = protected(tables, RULES, sums=sums, time_limit=seconds)
    held = f"{found.complementary} held back besides {found.primary}"
    told = f"gap {found.gap:.3f}; {held}; lost {found.lost:.0f}, greedy {found.greedy:.0f}"
    (folder / name).with_suffix(".txt").write_text(told)
    (folder / name).with_suffix(".marks").write_bytes(pickle.dumps(found.withheld))


def attack(folder: Path, name: str) -> None:
    """Audit those tables with their marks, without what the search knew."""
    tables, sums = pickle.loads((folder / name).read_bytes())
    marks = pickle.loads((folder / name).with_suffix(".marks").read_bytes())
    assert not audited(tables, marks, RULES, sums=sums).recovered

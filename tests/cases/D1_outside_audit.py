"""What two outside programs say of tables with cells held back; makes D1_outside_audit.json.

The audit of pytauargus (tau-Argus, of the statistical offices; EUPL-1.2) gives the interval of
every cell that is held back, for any tables that add up.  It knows no whole numbers, so
OR-Tools' CP-SAT (Apache-2.0) gives the same in whole numbers.  Neither is a dependency, and
nothing of this package is used here::

    python -m venv outside
    outside/bin/pip install pytauargus==0.6.0 ortools==9.15.6755
    outside/bin/python tests/cases/D1_outside_audit.py
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from importlib.metadata import version
from itertools import product
from pathlib import Path

TOTAL = "Total"
CASES = (
    # Name, codes of each dimension, which are in regions, tables, mean, share held back, seed.
    ("one table of two dimensions", (5, 4), 0, [(0, 1)], 9, 0.25, 1),
    ("counties within regions", (8, 5), 2, [(0, 1)], 14, 0.25, 2),
    ("three dimensions", (4, 3, 2), 0, [(0, 1, 2)], 4, 0.45, 3),
    ("three dimensions within regions", (6, 3, 3), 3, [(0, 1, 2)], 6, 0.5, 4),
    ("two tables that share a margin", (6, 4, 5), 2, [(0, 1), (1, 2)], 9, 0.3, 5),
    ("three tables, each two of three", (4, 3, 3), 2, [(0, 1), (0, 2), (1, 2)], 5, 0.3, 6),
    ("thirty counties", (30, 6), 4, [(0, 1)], 7, 0.3, 7),
)
MOST = 10**6


def rows_of(codes: dict, sums: dict, counts: dict) -> dict[tuple, int]:
    """Every cell of a table with its margins."""
    parts = {
        name: {code: (code,) for code in leaves} | sums.get(name, {}) | {TOTAL: leaves}
        for name, leaves in codes.items()
    }
    return {
        cell: sum(
            counts[leaf]
            for leaf in product(*(parts[n][c] for n, c in zip(codes, cell, strict=True)))
        )
        for cell in product(*parts.values())
    }


def equations(keys: list[tuple], names: tuple, sums: dict) -> list[tuple[tuple, list[tuple]]]:
    """Every sum over one dimension, with its parts."""
    found = []
    for at, name in enumerate(names):
        inside = {code for parts in sums.get(name, {}).values() for code in parts}
        others = {key[at] for key in keys} - inside - set(sums.get(name, {})) - {TOTAL}
        parts_of = {**sums.get(name, {}), TOTAL: [*sums.get(name, {}), *sorted(others)]}
        for key in keys:
            if key[at] in parts_of:
                below = [(*key[:at], code, *key[at + 1 :]) for code in parts_of[key[at]]]
                found.append((key, below))
    return found


def fractional(cells: list, value: dict, hidden: set, sums: list) -> dict:
    """The intervals of tau-Argus, from a file with one line a cell and one a sum."""
    from pytauargus._tauargus import audit_jj

    place = {cell: number for number, cell in enumerate(cells)}
    lines = ["0", str(len(cells))]
    for cell, number in place.items():
        mark = "s" if cell not in hidden else "u" if value[cell] < 5 else "m"
        lines.append(f"{number} {value[cell]} {value[cell] + 1} {mark} 0 {MOST} 0 0 0")
    lines.append(str(len(sums)))
    for total, parts in sums:
        terms = " ".join(f"{place[part]} (1)" for part in parts)
        lines.append(f"0 {len(parts) + 1} : {place[total]} (-1) {terms}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.jj"
        path.write_text("\n".join(lines) + "\n")
        found = audit_jj(str(path))
    return {
        cells[row["cell"]]: [round(row[end], 4) + 0.0 for end in ("min", "max")] for row in found
    }


def whole(cells: list, value: dict, hidden: set, sums: list) -> dict:
    """The intervals in whole numbers, proven."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    moving = {
        cell: model.new_int_var(0, MOST, "") if cell in hidden else value[cell] for cell in cells
    }
    for total, parts in sums:
        if hidden.intersection([total, *parts]):
            model.add(sum(moving[part] for part in parts) == moving[total])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1

    def end(cell: tuple, most: bool) -> int:
        (model.maximize if most else model.minimize)(moving[cell])
        assert solver.solve(model) == cp_model.OPTIMAL
        return round(solver.objective_value)

    return {cell: [end(cell, False), end(cell, True)] for cell in cells if cell in hidden}


def made(name: str, sizes: tuple, regions: int, tables: list, mean: int, share: float, seed: int):
    """One case: random persons, the cells below five held back and others at random."""
    chance = random.Random(seed)
    codes = {f"d{at}": [f"{'abc'[at]}{n}" for n in range(size)] for at, size in enumerate(sizes)}
    sums: dict = {}
    if regions:
        leaves = codes["d0"]
        sums["d0"] = {f"region {n}": leaves[n::regions] for n in range(regions)}
    persons = {
        leaf: min(int(chance.expovariate(1 / mean)), 4 * mean) for leaf in product(*codes.values())
    }
    value: dict = {}
    linked: list = []
    for dimensions in tables:
        names = tuple(f"d{at}" for at in dimensions)
        counts = dict.fromkeys(product(*(codes[n] for n in names)), 0)
        for leaf, count in persons.items():
            counts[tuple(leaf[at] for at in dimensions)] += count
        rows = rows_of({n: codes[n] for n in names}, sums, counts)
        # A cell is its codes over all dimensions, those that are no dimension of a table in total.
        full = {key: [TOTAL] * len(sizes) for key in rows}
        for key in rows:
            for at, code in zip(dimensions, key, strict=True):
                full[key][at] = code
        value |= {tuple(full[key]): count for key, count in rows.items()}
        linked += [
            (tuple(full[total]), [tuple(full[part]) for part in parts])
            for total, parts in equations(list(rows), names, sums)
        ]
    cells = sorted(value)
    hidden = {
        cell
        for cell in cells
        if set(cell) != {TOTAL} and (0 < value[cell] < 5 or chance.random() < share)
    }
    near = fractional(cells, value, hidden, linked)
    exact = whole(cells, value, hidden, linked)
    return {
        "name": name,
        "codes": codes,
        "sums": sums,
        "tables": [[f"d{at}" for at in dimensions] for dimensions in tables],
        "persons": list(persons.values()),
        "held_back": [[*cell, *near[cell], *exact[cell]] for cell in cells if cell in hidden],
    }


def main() -> None:
    """Write the case beside this script."""
    programs = [f"{name} {version(name)}" for name in ("pytauargus", "ortools")]
    told = {
        "id": "D1_outside_audit",
        "title": "Intervals of cells held back, by two outside programs",
        "source": "made by D1_outside_audit.py with " + " and ".join(programs),
        "inputs": "persons by all codes, the last dimension fastest; held_back: the codes of a "
        "cell, lowest and highest value by pytauargus, lowest and highest whole one by ortools",
        "tolerance": 1e-3,
        "expected": [made(*case) for case in CASES],
    }
    text = re.sub(
        r"\[\s+([^\[\]{}]*?)\s+\]",
        lambda found: "[" + re.sub(r"\s+", " ", found[1]) + "]",
        json.dumps(told, indent=1),
    )
    Path(__file__).with_suffix(".json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""What a reader can work out, cell by cell, beside all tables that there can be."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.disclosure.tables import Relation, Table, audited
from sectornb.disclosure.tables.attack import Blocks
from sectornb.disclosure.tables.system import System, system_of
from sectornb.disclosure.thresholds import DisclosureRules
from sectornb.errors import GivenAwayError
from tests.builders.cells import case
from tests.builders.published_tables import table_of

CUBE = {"x": ["x0", "x1"], "y": ["y0", "y1"], "z": ["z0", "z1"]}
GRID = {"x": ["x0", "x1", "x2", "x3"], "y": ["y0", "y1"]}
NESTED = {"x": {"north": ["x0", "x1"], "south": ["x2", "x3"]}}
OUTSIDE = case("D1_outside_audit")
CASES = {"cube": (CUBE, {}), "nested": (GRID, NESTED)}


@cache
def everything(total: int, cells: int) -> np.ndarray:
    """All ways to put `total` persons into `cells` cells."""
    bars = np.array(list(combinations(range(total + cells - 1), cells - 1)))
    edges = np.column_stack([np.full(len(bars), -1), bars, np.full(len(bars), total + cells - 1)])
    return np.diff(edges, axis=1) - 1


def system(table: Table, sums: dict) -> System:
    return system_of([table], DisclosureRules(audience="internal"), sums=sums)


@settings(max_examples=10)
@given(st.sampled_from(sorted(CASES)), st.data())
def test_intervals_are_those_of_all_tables_that_agree(case: str, data: st.DataObject) -> None:
    codes, sums = CASES[case]
    shape = tuple(map(len, codes.values()))
    counts = np.array(data.draw(st.lists(st.integers(0, 2), min_size=8, max_size=8))).reshape(shape)
    table = table_of("t", counts, codes, sums)
    hidden = np.array(data.draw(st.lists(st.booleans(), min_size=27, max_size=27)))
    hidden = (
        hidden[: len(table.frame)] & ~table.frame.iloc[:, :-1].eq("Total").all(axis=1).to_numpy()
    )
    # By enumeration: which of all tables with this total agree with the printed rows.
    tables = everything(int(counts.sum()), 8)
    units = [table_of("u", np.eye(8, dtype=int)[k].reshape(shape), codes, sums) for k in range(8)]
    rows = tables @ np.array([unit.frame["n"].to_numpy() for unit in units])
    truth = table.frame["n"].to_numpy()
    agreeing = rows[(rows[:, ~hidden] == truth[~hidden]).all(axis=1)]

    found = system(table, sums)
    held_back = np.zeros(len(found), dtype=bool)
    held_back[found.cell_of["t"][hidden]] = True
    blocks = Blocks(found, found.range(held_back))
    ends = [blocks.interval(int(cell)) for cell in found.cell_of["t"]]
    assert ends == list(zip(agreeing.min(axis=0), agreeing.max(axis=0), strict=True))


@pytest.mark.parametrize("told", OUTSIDE["expected"], ids=lambda told: told["name"])
def test_intervals_are_those_of_two_outside_programs(told: dict) -> None:
    # Of tau-Argus and of OR-Tools, stored by the script beside the case.
    codes, sums, names = told["codes"], told["sums"], list(told["codes"])
    persons = np.array(told["persons"]).reshape([len(each) for each in codes.values()])
    tables = []
    for kept in told["tables"]:
        gone = tuple(at for at, name in enumerate(names) if name not in kept)
        part = {name: codes[name] for name in kept}
        tables.append(table_of(" by ".join(kept), persons.sum(axis=gone), part, sums))
    ends = {tuple(row[:-4]): row[-4:] for row in told["held_back"]}
    found = system_of(tables, DisclosureRules(audience="internal"), sums=sums)
    keys = list(found.keys.reindex(columns=names).itertuples(index=False, name=None))
    withheld = {}
    held_back = np.zeros(len(found), dtype=bool)
    for table in tables:
        cells = found.cell_of[table.name]
        withheld[table.name] = np.array([keys[cell] in ends for cell in cells])
        held_back[cells[withheld[table.name]]] = True
    blocks = Blocks(found, found.range(held_back))
    for cell in np.flatnonzero(held_back).tolist():
        low, high, least, most = ends[keys[cell]]
        assert blocks.interval(cell) == pytest.approx((least, most), abs=OUTSIDE["tolerance"])
        # A reader who forgets that persons are whole knows no more.
        assert low <= least + OUTSIDE["tolerance"] and most <= high + OUTSIDE["tolerance"]
    unsafe = sum(0 < found.value[cell] < 5 > ends[keys[cell]][3] for cell in held_back.nonzero()[0])
    if not unsafe:
        audited(tables, withheld, DisclosureRules(audience="internal"), sums=sums)
        return
    with pytest.raises(GivenAwayError, match=rf"^{unsafe} figures? that must be held back"):
        audited(tables, withheld, DisclosureRules(audience="internal"), sums=sums)


def test_a_cell_no_line_tells_is_told_by_several_lines_together() -> None:
    # The test table of the program sdcTable: four rows, four columns, nine cells held back,
    # never one alone in a line; rows w and x less columns a and c leave w b, 236 − 189 = 47.
    counts = np.array([[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]])
    codes = {"row": list("wxyz"), "column": list("abcd")}
    table = table_of("t", counts, codes)
    found = system(table, {})
    hidden = {
        ("w", "a"),
        ("w", "b"),
        ("w", "c"),
        ("x", "a"),
        ("x", "c"),
        ("y", "b"),
        ("y", "d"),
        ("z", "b"),
        ("z", "d"),
    }
    rows = np.array(
        [row in hidden for row in zip(table.frame["row"], table.frame["column"], strict=True)]
    )
    held_back = np.zeros(len(found), dtype=bool)
    held_back[found.cell_of["t"][rows]] = True
    blocks = Blocks(found, found.range(held_back))
    ends = {
        row: blocks.interval(int(found.cell_of["t"][number]))
        for number, row in enumerate(zip(table.frame["row"], table.frame["column"], strict=True))
    }
    assert ends["w", "b"] == (47, 47)
    assert ends["w", "a"] == (25, 94) and ends["y", "b"] == (0, 185)


def test_whole_numbers_tell_what_fractions_do_not() -> None:
    # Twice a cell is at most 3: a fraction reaches 1.5, a whole number 1.
    table = table_of("t", np.array([1, 5]), {"sex": ["F", "M"]})
    told = Relation("twice", (("n", {"sex": "F"}, 2.0),), 0, 3)
    found = system_of([table], DisclosureRules(audience="internal"), relations=[told])
    held_back = np.zeros(len(found), dtype=bool)
    held_back[found.cell_of["t"]] = True
    blocks = Blocks(found, found.range(held_back))
    assert blocks.interval(int(found.cell_of["t"][0])) == pytest.approx((0, 1))


def test_a_reader_who_knows_the_cells_is_limited_by_their_rounding() -> None:
    table = table_of("t", np.array([2, 53]), {"county": ["A", "B"]}, rounding=10)
    found = system(table, {})
    held_back = np.zeros(len(found), dtype=bool)
    cells = found.cell_of["t"]
    held_back[cells[0]] = True
    # Total 60 stands for 55 to 64, B's 50 for 45 to 54: A is 1 to 19.
    assert Blocks(found, found.range(held_back)).interval(int(cells[0])) == (1, 19)

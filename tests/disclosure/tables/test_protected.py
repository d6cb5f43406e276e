"""Tables that may be printed: nothing comes back, and little is lost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.disclosure.tables import Relation, Table, audited, protected
from sectornb.disclosure.tables.cuts import useless
from sectornb.disclosure.tables.system import system_of
from sectornb.disclosure.thresholds import DisclosureRules
from sectornb.errors import GivenAwayError, MissingColumnError, ParameterError
from tests.builders.published_tables import TOTAL, Reader, table_of, table_sets

RULES = DisclosureRules(audience="internal")  # fewer than five are held back


def held_back(found: object, name: str) -> set[tuple[str, ...]]:
    frame = found.tables[name]  # type: ignore[attr-defined]
    rows = frame[frame.iloc[:, -1].eq("withheld")]
    return set(rows.iloc[:, :-2].itertuples(index=False, name=None))


def grid(*rows: tuple[int, ...], **more: object) -> Table:
    codes = {"row": [f"r{i}" for i in range(len(rows))], "column": list("abcdef"[: len(rows[0])])}
    return table_of("grid", np.array(rows), codes, **more)


def test_a_small_cell_is_hidden_by_the_rectangle_that_costs_least() -> None:
    # r0 a = 2 needs a second cell in its row, one in its column, and the one where these meet.
    # Rectangles: with r1 b, 10 + 30 + 20; any other goes over 900.
    found = protected([grid((2, 10, 900), (30, 20, 900), (900, 900, 900))], RULES)
    assert held_back(found, "grid") == {("r0", "a"), ("r0", "b"), ("r1", "a"), ("r1", "b")}
    assert (found.primary, found.complementary) == (1, 3)
    # log2(2 + n): 12, 32, 22.
    assert found.lost == pytest.approx(np.log2([12, 32, 22]).sum())
    assert found.gap == 0 and not found.stopped


def test_a_cell_that_hides_nothing_is_printed_again() -> None:
    # r0 a is small; r0 b and r1 a, b hide it.  r2 f, alone in its row and column, is known anyway.
    counts = np.array([[2, 10, 90], [30, 20, 90], [90, 90, 95]])
    table = table_of("grid", counts, {"row": ["r0", "r1", "r2"], "column": ["a", "b", "f"]})
    system = system_of([table], RULES)
    hidden = table.frame["row"].isin(["r0", "r1"]) & table.frame["column"].isin(["a", "b"])
    alone = table.frame["row"].eq("r2") & table.frame["column"].eq("f")
    held_back = np.zeros(len(system), dtype=bool)
    held_back[system.cell_of["grid"][hidden | alone]] = True
    assert useless(system, held_back).tolist() == system.cell_of["grid"][alone].tolist()


def test_one_mark_and_no_value_stand_for_whatever_is_held_back() -> None:
    frame = protected([grid((2, 10), (30, 20))], RULES).tables["grid"]
    assert list(frame.columns) == ["row", "column", "n", "n_status"]
    assert set(frame.loc[frame["n"].isna(), "n_status"]) == {"withheld"}
    assert set(frame.loc[frame["n"].notna(), "n_status"]) == {"disclosed"}


def test_zero_is_printed_unless_the_rules_hold_it_back() -> None:
    table = grid((0, 10), (30, 20))
    assert protected([table], RULES).primary == 0
    assert protected([table], RULES.model_copy(update={"zeros_shown": False})).primary == 1


def test_a_total_that_is_printed_beside_all_codes_but_one_gives_that_one_away() -> None:
    frame = pd.DataFrame({"sex": ["F", TOTAL], "n": [97, 100]})
    found = protected([Table("by sex", frame, ("sex",), "n")], RULES)
    # The three others must be able to be five: log2(99) < log2(102), so the women go.
    assert held_back(found, "by sex") == {("F",)}


def test_cells_that_are_the_same_in_two_tables_are_held_back_in_both() -> None:
    tables = [
        table_of("by sex", np.array([3, 40]), {"sex": ["F", "M"]}),
        table_of(
            "by sex and age", np.array([[1, 2], [20, 20]]), {"sex": ["F", "M"], "age": ["16", "25"]}
        ),
    ]
    found = protected(tables, RULES)
    both = found.tables["by sex and age"]
    margin = both[both["age"].eq(TOTAL)].set_index("sex")["n_status"]
    assert margin.to_dict() == found.tables["by sex"].set_index("sex")["n_status"].to_dict()


def test_what_is_left_of_a_base_is_protected_too() -> None:
    # 38 of 40 employed: two are not.  Printed together they would be told.
    exiters = table_of("exiters", np.array([40, 50]), {"county": ["A", "B"]}, measure="exiters")
    employed = table_of(
        "employed", np.array([38, 25]), {"county": ["A", "B"]}, measure="employed", of="exiters"
    )
    found = protected([exiters, employed], RULES)
    assert "withheld" in set(found.tables["employed"].set_index("county").loc["A"].tolist())


def test_an_earlier_report_one_county_short_gives_nothing_back() -> None:
    ages = {"county": ["A", "B", "C"], "age": ["16", "25"]}
    counts = np.array([[30, 40], [3, 60], [50, 20]])
    before = table_of(
        "last year's", counts[[0, 2]].sum(axis=0), {"age": ages["age"]}, where={"county": "A and C"}
    )
    now = table_of("this year's", counts.sum(axis=0), {"age": ages["age"]})
    sums = {"county": {"A and C": ["A", "C"], TOTAL: ["A and C", "B"]}}
    found = protected([now], RULES, published=[before], sums=sums)
    # 83 − 80 = 3 persons of 16 in county B.
    assert ("16",) in held_back(found, "this year's")
    assert protected([now], RULES).complementary == 0


def test_a_search_that_is_stopped_has_a_safe_answer_and_tells_its_gap() -> None:
    counts = np.random.default_rng(3).poisson(9, (6, 5))
    found = protected([grid(*map(tuple, counts))], RULES, time_limit=0)
    assert found.stopped and 0 < found.gap <= 1 and found.audit.recovered == []
    told = f"at most {found.gap:.1%} of the information in cells held back for others could"
    assert told in " ".join(found.sentences)


def test_without_earlier_reports_the_page_says_so() -> None:
    told = " ".join(protected([grid((2, 10), (30, 20))], RULES).sentences)
    assert "Earlier reports were not named" in told and "below 5" in told


def test_what_earlier_reports_give_away_is_named_and_cannot_be_withdrawn() -> None:
    before = table_of("old", np.array([3, 40]), {"sex": ["F", "M"]})
    now = table_of("new", np.array([3, 40]), {"sex": ["F", "M"]})
    found = protected([now], RULES, published=[before])
    assert found.audit.given_away_before == ["n (sex F)"]
    assert "already give away 1 figure" in " ".join(found.sentences)


def test_what_an_earlier_report_held_back_stays_hidden() -> None:
    # Earlier: 60 in all, of whom A is held back and B, too.  Now B alone would tell A.
    old = pd.DataFrame({"county": ["A", "B", TOTAL], "n": [np.nan, np.nan, 60]})
    now = pd.DataFrame({"county": ["B"], "n": [58]})
    tables = [Table("now", now, ("county",), "n")]
    found = protected(tables, RULES, published=[Table("old", old, ("county",), "n")])
    assert held_back(found, "now") == {("B",)}


def test_an_amount_that_an_earlier_report_held_back_becomes_no_narrower() -> None:
    # Earlier: A and B held back, 400 together.  Now A's two sectors, 60 and 40, would tell A; one
    # of them printed says that A is at least as much, where it could have been nothing.
    old = pd.DataFrame({"county": ["A", "B", "C", TOTAL], "wages": [np.nan, np.nan, 500, 900]})
    earlier = Table("old", old, ("county",), "wages", "amount")
    rows = [("A", "s1", 60), ("A", "s2", 40), ("C", "s1", 300), ("C", "s2", 200)]
    now = pd.DataFrame(rows, columns=["county", "sector", "wages"])
    now = now.assign(first=now["wages"] / 10, second=now["wages"] / 10, employers=30)
    table = Table(
        "now", now, ("county", "sector"), "wages", "amount",
        basis="employers", largest=("first", "second"),
    )  # fmt: skip
    assert held_back(protected([table], RULES), "now") == set()
    found = protected([table], RULES, published=[earlier])
    assert held_back(found, "now") == {("A", "s1"), ("A", "s2")}
    assert found.audit.given_away_before == []
    with pytest.raises(GivenAwayError, match="county A.*Leave out 'now'"):
        audited([table], {}, RULES, published=[earlier])


def test_a_declared_sum_between_tables_is_known_to_the_reader() -> None:
    one = table_of("one", np.array([45, 50]), {"sex": ["F", "M"]}, population="adults")
    told = Relation("the director's speech", (("n", {"sex": "F"}, 1.0),), 44, 46, "adults")
    assert protected([one], RULES, relations=[told]).complementary == 0


def test_a_dominated_amount_is_hidden_within_its_protection() -> None:
    # 100 of whom one has 95: by the p % rule an interval of ±(9.5 − 2) = ±7.5 is wanted.
    rows = [
        ("A", 100, 95, 3, 4),
        ("B", 300, 60, 50, 30),
        ("C", 500, 60, 50, 30),
        (TOTAL, 900, 95, 60, 64),
    ]
    frame = pd.DataFrame(rows, columns=["county", "wages", "first", "second", "employers"])
    table = Table(
        "pay", frame, ("county",), "wages", "amount", basis="employers", largest=("first", "second")
    )
    found = protected([table], RULES)
    assert held_back(found, "pay") == {("A",), ("B",)}
    ends = found.audit.cells.set_index("cell").loc["wages (county A)"]
    assert ends["low"] <= 92.5 and ends["high"] >= 107.5


def test_medians_and_estimates_are_held_back_by_their_base() -> None:
    frame = pd.DataFrame({"county": ["A", "B"], "pay": [20.0, 21.0], "values": [9, 10]})
    found = protected([Table("m", frame, ("county",), "pay", "median", basis="values")], RULES)
    assert held_back(found, "m") == {("A",)}
    found = protected([Table("e", frame, ("county",), "pay", "estimate", basis="values")], RULES)
    assert held_back(found, "e") == {("A",)}


def test_rounding_hides_by_itself() -> None:
    # 2 and 53 of 55: rounded to tens, the others leave 45..54 and 50..59, so A may be 14.
    found = protected(
        [table_of("t", np.array([2, 53]), {"county": ["A", "B"]}, rounding=10)], RULES
    )
    assert found.complementary == 0
    assert found.tables["t"]["n"].dropna().tolist() == [50, 60]


@settings(max_examples=12)
@given(table_sets())
def test_nothing_comes_back_from_random_sets_of_tables(drawn: tuple[list[Table], dict]) -> None:
    tables, sums = drawn
    found = protected(tables, RULES, sums=sums, time_limit=20)
    assert found.lost <= found.greedy + 1e-9 and found.bound <= found.lost + 1e-9
    assert recovered(tables, found.withheld, sums) == []


@settings(max_examples=10)
@given(table_sets(), st.data())
def test_the_audit_agrees_with_another_attack(
    drawn: tuple[list[Table], dict], data: st.DataObject
) -> None:
    tables, sums = drawn
    keys = sorted({key for table in tables for key in keys_of(table)}, key=str)
    more = data.draw(st.lists(st.sampled_from(keys), max_size=6, unique=True))
    withheld = {t.name: small(t) | np.isin(keys_of(t), more) for t in tables}
    try:
        audited(tables, withheld, RULES, sums=sums)
        safe = True
    except GivenAwayError:
        safe = False
    assert safe == (recovered(tables, withheld, sums) == [])


def small(table: Table) -> np.ndarray:
    return table.frame["n"].between(1, 4).to_numpy()


def keys_of(table: Table) -> list[str]:
    rows = table.frame[list(table.dimensions)]
    return [
        ", ".join(f"{n} {c}" for n, c in row.items() if c != TOTAL) for _, row in rows.iterrows()
    ]


def recovered(tables: list[Table], withheld: dict, sums: dict) -> list[tuple[str, int]]:
    rows = [(t.name, int(row)) for t in tables for row in np.flatnonzero(small(t))]
    reader = Reader(tables, withheld, sums)
    return [row for row in rows if reader.most(*row) < 5]


@pytest.mark.soak
def test_two_hundred_sets_of_tables_leak_without_complements_and_not_with_them() -> None:
    leaking, shares = [], []

    @settings(max_examples=200, derandomize=True)
    @given(table_sets().filter(lambda drawn: any(small(table).any() for table in drawn[0])))
    def attack(drawn: tuple[list[Table], dict]) -> None:
        tables, sums = drawn
        found = protected(tables, RULES, sums=sums, time_limit=60)
        assert recovered(tables, found.withheld, sums) == []
        assert found.lost <= found.greedy + 1e-9
        leaking.append(bool(recovered(tables, {t.name: small(t) for t in tables}, sums)))
        if found.greedy:
            shares.append(1 - found.lost / found.greedy)

    attack()
    leaks = f"leaking {np.mean(leaking):.3f} of {len(leaking)}"
    print(f"{leaks}, mean saving {np.mean(shares):.3f} of {len(shares)}")
    assert len(leaking) >= 200
    assert np.mean(leaking) > 0.95
    assert np.mean(shares) > 0.1


def test_tables_that_do_not_add_up_are_refused() -> None:
    table = grid((2, 10), (30, 20))
    table.frame.loc[table.frame["row"].eq(TOTAL) & table.frame["column"].eq("a"), "n"] = 31
    with pytest.raises(ParameterError, match="do not add up to n  Total|do not add up"):
        protected([table], RULES)


def test_a_table_without_what_its_rules_need_is_refused() -> None:
    frame = pd.DataFrame({"county": ["A"], "wages": [100.0]})
    with pytest.raises(MissingColumnError, match="'basis' names no column"):
        protected([Table("pay", frame, ("county",), "wages", "amount")], RULES)
    with pytest.raises(MissingColumnError, match="has no column sex"):
        protected([Table("pay", frame, ("sex",), "wages")], RULES)


def test_missing_values_are_refused_by_row_and_without_their_figures() -> None:
    frame = pd.DataFrame({"county": ["A", "B"], "n": [12, np.nan]})
    with pytest.raises(ParameterError, match="rows 2 hold no count"):
        protected([Table("t", frame, ("county",), "n")], RULES)


def test_two_figures_for_one_cell_are_refused() -> None:
    tables = [
        table_of(name, np.array([n, 20]), {"sex": ["F", "M"]}) for name, n in (("a", 30), ("b", 31))
    ]
    with pytest.raises(ParameterError, match="another figure in another table"):
        protected(tables, RULES)


def test_what_gives_a_figure_away_is_named_with_what_to_leave_out() -> None:
    sex = {"sex": ["F", "M"]}
    tables = [
        table_of("by sex", np.array([30, 40]), sex, where={"county": "A"}),
        table_of("both counties", np.array([33, 90]), sex),
        table_of("by county", np.array([70, 53]), {"county": ["A", "B"]}),
    ]
    with pytest.raises(GivenAwayError) as told:
        audited(tables, {}, RULES)
    # 33 − 30 = 3 women in B, whom no table shows; the table by county is not needed.
    assert "(sex F, county (others))" in str(told.value) or "county (others), sex F" in str(
        told.value
    )
    assert "'by sex' or 'both counties'" in str(told.value)
    assert "'by county'" not in str(told.value).partition("Leave out")[2]


def test_the_same_tables_give_the_same_answer() -> None:
    counts = np.random.default_rng(3).poisson(9, (6, 5))
    found = [protected([grid(*map(tuple, counts))], RULES).withheld["grid"] for _ in range(2)]
    assert (found[0] == found[1]).all() and found[0].any()

"""Containment of a region, its validity, and one county more or less."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import ParameterError, UnknownCodeError
from sectornb.region.containment import (
    ValidityTargets,
    containment,
    further_residents_jobs,
    required_containment,
    validity,
)
from tests.builders.flow_tables import demand_side, supply_side

CASE = json.loads(
    (Path(__file__).parents[1] / "cases" / "R2_ttwa_validity_initial.json").read_text("utf-8")
)
IDS = [f"57{unit}" for unit in CASE["inputs"]["ids"]]
TARGETS = ValidityTargets(
    CASE["inputs"]["minSZ"],
    CASE["inputs"]["tarSZ"],
    CASE["inputs"]["minSC"],
    CASE["inputs"]["tarSC"],
)


def table_of(matrix: list[list[float]]) -> pd.DataFrame:
    rows = [
        (home, work, float(matrix[i][j]))
        for i, home in enumerate(IDS)
        for j, work in enumerate(IDS)
    ]
    return pd.DataFrame(rows, columns=["home_area_fips", "work_area_fips", "jobs"])


FLOWS = table_of(CASE["inputs"]["flows_rows_residence_cols_work"])


def residents(flows: pd.DataFrame, counties: list[str]) -> float:
    return float(flows.loc[flows["home_area_fips"].isin(counties), "jobs"].sum())


@pytest.mark.parametrize("unit", CASE["inputs"]["ids"])
def test_validity_of_single_units_reproduces_the_published_case(unit: int) -> None:
    county = [f"57{unit}"]
    found = validity(
        supply_side(FLOWS, county),
        demand_side(FLOWS, county),
        residents(FLOWS, county),
        TARGETS,
    )
    expected = CASE["expected"]["validity"][str(unit)]
    assert found == pytest.approx(expected, abs=CASE["tolerance"]["validity"])


def test_containment_divides_by_residents_and_by_jobs() -> None:
    # 57101: 9,000 live and work there, 9,860 jobs of residents, 12,720 + 30 jobs located there.
    region = containment(FLOWS, ["57101"]).iloc[0]
    assert region["supply_side"] == pytest.approx(9000 / 9860)
    assert region["demand_side"] == pytest.approx(9000 / (9000 + 2500 + 1200 + 30 + 20))


def test_full_containment_is_valid_whatever_the_size() -> None:
    assert validity(1, 1, 10, ValidityTargets()) == 1


@pytest.mark.parametrize(
    ("residents", "required"),
    [
        (25_000, 0.667),
        (1_000_000, 0.667),
        # S = 10,750 / 21,500 = 0.5; Z = 1 - 0.5 (1 - 0.667 / 0.75) = 0.94467.
        (14_250, 0.667 / 0.944667),
        (3_500, 0.75),
        (3_499, 1),
        (0, 1),
    ],
)
def test_a_smaller_place_needs_more_containment_and_a_tiny_one_all(
    residents: float, required: float
) -> None:
    assert required_containment(residents, ValidityTargets()) == pytest.approx(required, abs=1e-6)


@given(st.floats(3_500, 1e6), st.floats(0.01, 0.999))
def test_a_place_is_valid_from_the_required_containment_on(size: float, side: float) -> None:
    required = required_containment(size, ValidityTargets())
    found = validity(side, side, size, ValidityTargets())
    assert (found >= 1) == (side >= required) or found == pytest.approx(1)
    assert validity(required, required, size, ValidityTargets()) == pytest.approx(1)


@given(st.floats(3_500, 200_000), st.floats(0.667, 1))
def test_one_job_outside_more_than_the_margin_turns_a_valid_place(size: float, side: float) -> None:
    inside, targets = side * size, ValidityTargets()
    if validity(side, side, size, targets) < 1:
        return
    margin = further_residents_jobs(inside, size, targets)

    def valid(further: float) -> float:
        share = inside / (size + further)
        return validity(share, share, size + further, targets)

    assert valid(margin) >= 1 - 1e-9
    assert valid(margin + 1) < 1


def test_a_tiny_place_has_no_margin() -> None:
    assert further_residents_jobs(1_000, 1_000, ValidityTargets()) == 0


def test_every_set_says_what_a_place_of_its_size_needs() -> None:
    table = containment(FLOWS, IDS[:2], targets=TARGETS)
    size = table["live_and_work_jobs"] / table["supply_side"]
    needed = [required_containment(residents, TARGETS) for residents in size]
    assert table["required_side"].tolist() == pytest.approx(needed)
    assert (table["validity"].ge(1) == table["smaller_side"].ge(table["required_side"])).all()


def test_the_region_comes_first_and_every_linked_county_is_tried() -> None:
    # 57101 and 57102 have flows with 57103, 57105 and 57108.
    table = containment(FLOWS, IDS[:2], targets=TARGETS)
    assert table["change"].tolist() == ["region", "with", "with", "with", "without", "without"]
    assert table.loc[table["change"].eq("with"), "area_fips"].tolist()[0] == "57103"
    assert set(table.loc[table["change"].eq("with"), "area_fips"]) == {"57103", "57105", "57108"}


def test_candidates_with_incomplete_flows_are_left_out() -> None:
    table = containment(FLOWS, IDS[:2], candidates=["57108"], targets=TARGETS)
    assert table.loc[table["change"].eq("with"), "area_fips"].tolist() == ["57108"]


def test_a_single_county_is_never_left_out() -> None:
    assert "without" not in containment(FLOWS, IDS[:1])["change"].tolist()


@given(st.sets(st.sampled_from(IDS), min_size=1, max_size=7))
def test_every_row_equals_the_containment_of_its_set(chosen: set[str]) -> None:
    table = containment(FLOWS, sorted(chosen), targets=TARGETS)
    for row in table.to_dict("records"):
        members = row["counties"].split()
        assert row["supply_side"] == pytest.approx(supply_side(FLOWS, members))
        assert row["demand_side"] == pytest.approx(demand_side(FLOWS, members))


@given(st.sets(st.sampled_from(IDS), min_size=1, max_size=7))
def test_which_county_next_equals_brute_force(chosen: set[str]) -> None:
    """Every set written down and computed from its definition, then ranked by hand."""
    region = sorted(chosen)
    tables = {"with": [], "without": []}  # type: ignore[var-annotated]
    before = min(supply_side(FLOWS, region), demand_side(FLOWS, region))
    for code in IDS:
        change = "without" if code in chosen else "with"
        members = sorted(chosen ^ {code})
        if not members:
            continue
        both_ways = FLOWS[
            FLOWS["home_area_fips"].eq(code) & FLOWS["work_area_fips"].isin(chosen - {code})
            | FLOWS["work_area_fips"].eq(code) & FLOWS["home_area_fips"].isin(chosen - {code})
        ]["jobs"].sum()
        if change == "with" and not both_ways:
            continue
        after = min(supply_side(FLOWS, members), demand_side(FLOWS, members))
        rest = sorted(chosen - {code})
        tie = both_ways / min(residents(FLOWS, [code]), residents(FLOWS, rest))
        tables[change].append((change == "with" and tie < 0.05, -after, code, after - before, tie))
    found = containment(FLOWS, region, targets=TARGETS)
    for change, rows in tables.items():
        part = found[found["change"].eq(change)]
        assert part["area_fips"].tolist() == [row[2] for row in sorted(rows)]
        expected = [100 * row[3] for row in sorted(rows)]
        assert part["smaller_side_gain_pp"].tolist() == pytest.approx(expected, abs=1e-9)
        assert part["tie_share"].tolist() == pytest.approx([row[4] for row in sorted(rows)])
        ranked = [row for row in sorted(rows) if not row[0]]
        assert part["rank"].dropna().tolist() == [place + 1 for place in range(len(ranked))]


def test_a_large_county_far_away_raises_containment_and_is_not_ranked() -> None:
    # 57101 keeps 80 of 100; the far county keeps 9,990 of 10,000 and sends one to it.
    rows = [("57101", "57101", 80.0), ("57101", "57102", 20.0), ("57102", "57102", 100.0)]
    rows += [("57199", "57199", 9_990.0), ("57199", "57101", 1.0)]
    flows = pd.DataFrame(rows, columns=["home_area_fips", "work_area_fips", "jobs"])
    table = containment(flows, ["57101"]).set_index("area_fips")
    assert table.loc["57199", "smaller_side_gain_pp"] > table.loc["57102", "smaller_side_gain_pp"]
    assert table.loc["57102", "rank"] == 1
    assert pd.isna(table.loc["57199", "rank"])


@given(st.sets(st.sampled_from(IDS), min_size=1, max_size=7), st.sampled_from(IDS))
def test_a_further_county_never_lowers_live_and_work_jobs(chosen: set[str], further: str) -> None:
    def inside(counties: set[str]) -> float:
        return supply_side(FLOWS, counties) * residents(FLOWS, sorted(counties))

    assert inside(chosen | {further}) >= inside(chosen) - 1e-9


def test_a_county_known_on_one_side_only_is_refused() -> None:
    one_sided = FLOWS[FLOWS["work_area_fips"] != "57108"]
    with pytest.raises(UnknownCodeError, match="57108 must occur both as home and as workplace"):
        containment(one_sided, ["57107", "57108"])


def test_targets_below_the_minimum_are_refused() -> None:
    with pytest.raises(ParameterError, match="must lie above the minimum"):
        ValidityTargets(minimum_size=10, target_size=5)

"""Where regions stand and who could help whom: a case by hand, properties, what is proven."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.assessment.instrument import read_instrument
from sectornb.report.site.regions import REGIONAL, comparable_regions
from sectornb.report.site.reports import read_reports
from sectornb.report.site.tables import (
    components_by_region,
    elements_by_region,
    help_between_regions,
    level_of,
    overlapping_regions,
    pairs_of_regions,
    parts_across_regions,
)
from tests.builders.regional_reports import regional_report, three_regions

INSTRUMENT = read_instrument(REGIONAL)
ITEMS = list(INSTRUMENT.items)
Tables = dict[str, pd.DataFrame]


def tables_of(reports: Path) -> Tables:
    found, _ = read_reports(reports, reports / "site")
    regions, _ = comparable_regions(found, INSTRUMENT)
    components = components_by_region(regions, INSTRUMENT)
    elements = elements_by_region(regions, components, INSTRUMENT)
    pairs = help_between_regions(elements, components, found)
    return {
        "components": components,
        "elements": elements,
        "help": pairs,
        "parts": parts_across_regions(elements, components, pairs),
        "pairs": pairs_of_regions(pairs),
        "overlaps": overlapping_regions(found),
    }


def stands(tables: Tables, report: str, area: str) -> tuple[str, str, float]:
    rows = tables["elements"]
    row = rows[rows["report"].eq(report) & rows["area"].eq(area)].iloc[0]
    return row["level"], row["status"], row["median_of_items"]


def part(tables: Tables, number: str) -> dict[str, object]:
    parts = tables["parts"].set_index("rated").loc[number]
    return {name: parts[name] for name in ("n_missing", "n_partly", "n_in_place", "help_from")}


def helpers(tables: Tables, number: str) -> set[tuple[str, str]]:
    rows = tables["help"][tables["help"]["rated"].eq(number)]
    return set(zip(rows["report"], rows["helper"], strict=True))


def test_words_of_the_scale_are_where_a_region_stands() -> None:
    medians = pd.Series([1, 1.5, 1.75, 2, 2.5, 2.75, 3, np.nan])
    assert level_of(medians, INSTRUMENT).tolist() == [
        *["missing"] * 3, *["partly"] * 3, "in_place", "not_told",
    ]  # fmt: skip


def test_three_regions_by_hand(tmp_path: Path) -> None:
    # North has element 1 (3) and misses 2 and 6 (1); south the other way round with 1 and 2, and
    # misses 6 too; east has 3 and is partly there (2) elsewhere.  So south could learn 1 from
    # north and north 2 from south, each with all components (five and three); of 6, missing in
    # two, nobody has anything.
    tables = tables_of(three_regions(tmp_path))
    expected = {"n_missing": 1, "n_partly": 1, "n_in_place": 1, "help_from": "here"}
    assert part(tables, "1") == part(tables, "2") == part(tables, "1.4") == expected
    assert part(tables, "3") == {
        "n_missing": 0, "n_partly": 2, "n_in_place": 1, "help_from": "not_needed",
    }  # fmt: skip
    assert part(tables, "6") == {
        "n_missing": 2, "n_partly": 1, "n_in_place": 0, "help_from": "outside",
    }  # fmt: skip
    assert helpers(tables, "1") == {("south", "north")}
    assert helpers(tables, "2.3") == {("north", "south")}
    assert helpers(tables, "6") == set()
    pair = tables["pairs"].iloc[0]
    assert (pair["report"], pair["other"]) == ("north", "south")
    assert (pair["n_learned"], pair["n_taught"]) == (3, 5)
    assert len(tables["pairs"]) == 1


def test_overlapping_counties_are_named(tmp_path: Path) -> None:
    overlaps = tables_of(three_regions(tmp_path))["overlaps"]
    assert overlaps[["report", "other", "shared_counties"]].to_numpy().tolist() == [
        ["north", "south", "39049"]
    ]


def test_of_equal_regions_each_is_named(tmp_path: Path) -> None:
    for number, name in enumerate("abc"):
        regional_report(tmp_path, name, {"1": 3.0}, counties=[f"3904{number}"])
    regional_report(tmp_path, "d", {"1": 1.0}, counties=["39049"])
    assert helpers(tables_of(tmp_path), "1") == {("d", "a"), ("d", "b"), ("d", "c")}


def test_a_region_of_the_very_same_counties_is_no_helper(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {"1": 3.0}, counties=["39041", "39049"])
    regional_report(tmp_path, "b", {"1": 1.0}, counties=["39049", "39041"])
    tables = tables_of(tmp_path)
    assert tables["help"].empty
    assert part(tables, "1")["help_from"] == "outside"


def test_what_is_held_back_is_not_told_and_never_a_low_rating(tmp_path: Path) -> None:
    regional_report(tmp_path, "a", {"1": None, "2": 3.0})
    regional_report(tmp_path, "b", {"1": 3.0})
    tables = tables_of(tmp_path)
    level, status, median = stands(tables, "a", "1")
    assert (level, status) == ("not_told", "held_back")
    assert np.isnan(median)
    assert helpers(tables, "1") == set()
    assert tables["parts"].set_index("rated").loc["1", "n_not_told"] == 1


def test_an_element_is_told_where_it_stands_the_same_whatever_is_held_back(tmp_path: Path) -> None:
    # 3, 3, 3, ?, ?: the middle of five is 3 with 1, 1 and with 3, 3.
    # 3, 3, ?: 3 either way.  3, 2, ?: 2 with 1 and 3 with... 3, 2, 3 has the middle 3: not told.
    shown = {"1": 3.0, "1.4": None, "1.5": None, "2": 3.0, "2.3": None}
    open_ = {"4": 3.0, "4.2": 2.0, "4.3": None}
    regional_report(tmp_path, "a", {**shown, **open_})
    tables = tables_of(tmp_path)
    assert stands(tables, "a", "1") == ("in_place", "printed", 3.0)
    assert stands(tables, "a", "2") == ("in_place", "printed", 3.0)
    # The report's own figure is the middle of what it shows, 2.5.
    assert stands(tables, "a", "4") == ("not_told", "held_back", 2.5)


def test_an_open_survey_that_one_team_filled_in_is_compared(tmp_path: Path) -> None:
    from tests.builders.saved_report import change_manifest, change_table
    from tests.report.site.test_regions import seal

    folder = regional_report(tmp_path, "a", {"1": 1.0}, mode="open", raters=1)

    def dots(frame: pd.DataFrame) -> None:
        frame["status"] = "dots"

    change_table(folder, "ratings_by_item", dots)
    change_table(folder, "ratings_by_area", dots)
    seal(folder, change_manifest)
    tables = tables_of(tmp_path)
    assert set(tables["components"]["level"]) == {"missing", "partly"}
    assert tables["components"]["n_raters"].eq(1).all()
    assert stands(tables, "a", "1")[:2] == ("missing", "dots")


rating = st.sampled_from([None, 1.0, 1.5, 2.0, 2.5, 3.0])
panel = st.fixed_dictionaries(dict.fromkeys(ITEMS[:8], rating))


@settings(max_examples=8, deadline=None)
@given(st.lists(panel, min_size=2, max_size=4))
def test_help_rests_on_what_both_reports_show(panels: list[Mapping[str, float | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, medians in enumerate(panels):
            regional_report(Path(folder), f"r{number}", medians, counties=[f"3900{number}"])
        tables = tables_of(Path(folder))
    printed = {
        (f"r{number}", item): medians[item]
        for number, medians in enumerate(panels)
        for item in ITEMS[:8]
    }
    own = tables["help"][tables["help"]["rated"].isin(ITEMS[:8])]
    for row in own.to_dict("records"):
        weak, strong = printed[row["report"], row["rated"]], printed[row["helper"], row["rated"]]
        assert weak is not None and weak < 2 and weak == row["median"]
        assert strong == 3.0 == row["helper_median"]
        assert row["report"] != row["helper"]
    expected = sum(
        weak is not None and weak < 2 and printed[other, item] == 3.0
        for (report, item), weak in printed.items()
        for other in {name for name, _ in printed} - {report}
    )
    assert len(own) == expected
    counts = ["n_missing", "n_partly", "n_in_place", "n_not_told"]
    assert tables["parts"][counts].sum(axis=1).eq(len(panels)).all()
    back = tables["help"][tables["help"]["rated_kind"].eq("component")]
    for row in tables["pairs"].to_dict("records"):
        learned = back["report"].eq(row["report"]) & back["helper"].eq(row["other"])
        taught = back["report"].eq(row["other"]) & back["helper"].eq(row["report"])
        assert (learned.sum(), taught.sum()) == (row["n_learned"], row["n_taught"])
        assert row["n_learned"] > 0 < row["n_taught"]


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_names_do_not_change_what_is_found(tmp_path: Path, names: tuple[str, str]) -> None:
    regional_report(tmp_path, names[0], {"1": 3.0, "2": 1.0}, counties=["39041"])
    regional_report(tmp_path, names[1], {"1": 1.0, "2": 3.0}, counties=["39049"])
    tables = tables_of(tmp_path)
    assert helpers(tables, "1") == {(names[1], names[0])}
    assert sorted(tables["pairs"].iloc[0][["n_learned", "n_taught"]]) == [3, 5]

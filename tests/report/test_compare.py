"""What differs between two reports: data, choices, code, counties and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sectornb import NUMBERS_VERSION
from sectornb.errors import InputError
from sectornb.report.compare import Comparison, compare
from sectornb.workbooks import workbooks
from tests.builders.saved_report import change_manifest, change_table, saved_report, swapped

QCEW_2022 = "qcew annual-area 2022"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return saved_report(tmp_path / "a"), saved_report(tmp_path / "b")


def texts(found: Comparison) -> list[str]:
    return [each.text for each in (*found.headlines, *found.findings)]


def differing(found: Comparison) -> list[str]:
    return [table.name for table in found.tables if table]


def test_a_report_and_itself_differ_in_nothing(pair: tuple[Path, Path]) -> None:
    found = compare(pair[0], pair[0])
    assert not found.data_differ and not found.choices_differ and not found.results_differ
    assert (found.code, found.untold, differing(found), found.findings) == ((), (), [], ())


def test_a_choice_that_differs_is_named_by_its_key(pair: tuple[Path, Path]) -> None:
    def weigh(manifest: Any) -> None:
        manifest["parameters"]["2-industries"]["weights"]["employment"] = 3.0

    change_manifest(pair[1], weigh)
    (choice,) = compare(*pair).choices
    assert vars(choice) == {
        "workbook": "2-industries", "key": "weights.employment", "before": 1.0, "after": 3.0
    }  # fmt: skip
    assert not choice.of_data


def test_a_year_is_a_choice_of_data(pair: tuple[Path, Path]) -> None:
    def later(manifest: Any) -> None:
        manifest["parameters"]["2-industries"]["base_year"] = 2018

    change_manifest(pair[1], later)
    found = compare(*pair)
    assert found.data_differ
    assert not found.choices_differ


def test_files_of_another_year_are_counted_in_one_line(pair: tuple[Path, Path]) -> None:
    def later(manifest: Any) -> None:
        for source in manifest["sources"]:
            if source["source"] == "geometry":
                source["vintage"] = "2023"

    change_manifest(pair[1], later)
    assert compare(*pair).inputs == (
        "geometry counties: 1 file of 2022 (with counties.json of 2022) before, "
        "1 file of 2023 (with counties.json of 2023) now",
    )


def test_a_file_with_other_bytes_is_named_by_both_hashes(pair: tuple[Path, Path]) -> None:
    def other(manifest: Any) -> None:
        (source,) = [each for each in manifest["sources"] if each["source"] == "geometry"]
        source["sha256"] = "f" * 64

    change_manifest(pair[1], other)
    found = compare(*pair)
    assert found.inputs == ()
    (line,) = found.other_bytes
    assert line.startswith("geometry 2022 counties counties.json: SHA-256 ")
    assert line.endswith("… before, ffffffffffff… now")


def test_the_version_of_the_methods_comes_first(pair: tuple[Path, Path]) -> None:
    def older(manifest: Any) -> None:
        manifest["numbers_version"] = 2
        manifest["versions"]["sectornb"] = "0.0.1"

    change_manifest(pair[0], older)
    found = compare(*pair)
    assert found.methods_differ
    assert found.code[0].startswith(f"Methods: numbers version 2 before, {NUMBERS_VERSION} now. ")
    assert found.code[1].startswith("sectornb: 0.0.1 before, ")


def test_counties_that_came_and_went_are_named(pair: tuple[Path, Path]) -> None:
    def move(manifest: Any) -> None:
        manifest["region"]["counties"][0] = "57099"

    change_manifest(pair[1], move)
    found = compare(*pair)
    assert (found.counties_before, found.counties_after) == (("57017",), ("57099",))
    assert found.choices_differ


def test_a_workbook_that_only_one_has_is_named(pair: tuple[Path, Path]) -> None:
    change_manifest(pair[1], lambda manifest: manifest["parameters"].pop("1-region"))
    found = compare(*pair)
    assert found.workbooks_before == ("1-region",)
    assert len(found.headlines) == len(workbooks()) - 1


def test_reports_without_a_common_county_are_of_two_places(pair: tuple[Path, Path]) -> None:
    change_manifest(pair[1], lambda manifest: manifest["region"].update(counties=["39049"]))
    assert compare(*pair).other_region


def test_only_the_table_that_was_changed_differs(pair: tuple[Path, Path]) -> None:
    def fewer(frame: pd.DataFrame) -> None:
        frame.loc[3, "jobs"] = "7"

    change_table(pair[1], "exchanges", fewer)
    assert differing(compare(*pair)) == ["exchanges"]


def test_a_table_with_another_key_is_named_and_the_others_are_compared(
    pair: tuple[Path, Path],
) -> None:
    change_table(pair[1], "exchanges", lambda frame: frame.rename(columns={frame.columns[0]: "x"}))
    found = compare(*pair)
    assert found.untold[0].startswith("Table exchanges was not compared: that of b has another key")
    assert "industry_ranking" in [table.name for table in found.tables]


def test_columns_of_an_earlier_version_are_named_and_the_rooms_still_speak(
    pair: tuple[Path, Path],
) -> None:
    change_table(pair[0], "industry_factors", lambda frame: frame.drop(columns="ends_held_back"))
    found = compare(*pair)
    (table,) = [table for table in found.tables if table]
    assert table.columns_after == ("ends_held_back",)
    assert "the short list names the same industries" in texts(found)


def test_a_room_that_lacks_a_column_says_so(pair: tuple[Path, Path]) -> None:
    change_table(pair[0], "industry_ranking", lambda frame: frame.drop(columns="shortlist_share"))
    change_table(pair[1], "industry_ranking", swapped)
    found = compare(*pair)
    assert found.untold == (
        "Workbook 2-industries is compared table by table alone: one of the reports does not have "
        "shortlist_share.",
    )
    assert "industry_ranking" in differing(found)


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.assign(rank="x"),
        lambda frame: frame.iloc[:0],
        lambda frame: pd.concat([frame, frame.iloc[:1]]),
        lambda frame: frame.rename(columns={"score": "rank"}),
        lambda frame: frame.assign(shortlisted="maybe"),
        lambda frame: frame.assign(score="", rank="", unscored_because=""),
    ],
)
def test_a_damaged_table_is_told_and_the_others_are_compared(
    pair: tuple[Path, Path], change: Any
) -> None:
    change_table(pair[1], "industry_ranking", change)
    for found in (compare(*pair), compare(*reversed(pair))):
        assert found.results_differ or found.untold
        assert "industry_factors" in [table.name for table in found.tables]


def test_there_and_back_are_each_others_mirror(pair: tuple[Path, Path]) -> None:
    change_table(pair[1], "industry_ranking", swapped)
    change_table(pair[1], "exchanges", lambda frame: frame.iloc[1:])

    def move(manifest: Any) -> None:
        manifest["region"]["counties"].pop()
        manifest["parameters"]["1-region"]["cut"] = 0.9

    change_manifest(pair[1], move)
    there, back = compare(*pair), compare(*reversed(pair))
    assert there.counties_before == back.counties_after
    assert [(c.key, c.before, c.after) for c in there.choices] == [
        (c.key, c.after, c.before) for c in back.choices
    ]
    assert there.counts == back.counts
    for one, other in zip(there.tables, back.tables, strict=True):
        assert one.rows_before == other.rows_after
        ours, theirs = (
            table.cells.sort_values(["key", "column"]).reset_index(drop=True)
            for table in (one, other)
        )
        assert ours["before"].tolist() == theirs["after"].tolist()
        assert ours["change"].add(theirs["change"]).fillna(0).eq(0).all()


def test_the_short_lists_differ_as_pandas_counts(pair: tuple[Path, Path]) -> None:
    change_table(pair[1], "industry_ranking", swapped)
    lists = []
    for report in pair:
        frame = pd.read_csv(report / "tables" / "industry_ranking.csv", dtype={"naics": str})
        lists.append(set(frame.loc[frame["shortlisted"], "naics"]))
    found = compare(*pair)
    assert found.counts["places of the short list that changed"] == len(lists[1] - lists[0]) == 1
    assert "the short list changed in 1 of 10 places" in texts(found)


def test_counties_that_left_the_zone_are_counted_by_method(pair: tuple[Path, Path]) -> None:
    def leave(frame: pd.DataFrame) -> None:
        inside = frame.index[frame["with_region"].eq("True")]
        frame.loc[inside[0], "with_region"] = "False"

    change_table(pair[1], "delineations", leave)
    said = texts(compare(*pair))
    assert said[0].startswith("as before, your 6 counties hold together by commuting, but borders")
    assert said[0].endswith("; 1 county came to or left the region's zones")
    assert "By commuting zones 1 county left the region's zone: Birchfield County." in said


def test_the_latest_years_stand_beside_each_other(pair: tuple[Path, Path]) -> None:
    def later(frame: pd.DataFrame) -> None:
        frame["year"] = frame["year"].replace("2022", "2023")
        frame.loc[frame["own_code"].eq("5") & frame["year"].eq("2023"), "employment"] = "1"

    def choice(manifest: Any) -> None:
        manifest["parameters"]["2-industries"]["latest_year"] = 2023

    change_manifest(pair[1], choice)
    change_table(pair[1], "region_totals", later)
    (found,) = (one for one in compare(*pair).tables if one.name == "region_totals")
    assert (found.rows_before, found.rows_after) == ((), ())
    assert found.cells[["key", "column", "after"]].to_numpy().tolist() == [
        ["5 2022/2023", "employment", "1"]
    ]


def test_a_folder_that_is_no_report_is_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no report"):
        compare(pair[0], tmp_path)

"""Tables of the American Community Survey: marks decoded, lines by label, margins by formula."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError, NotInLibraryError, UnknownCodeError
from sectornb.sources.acs.held import (
    acs_estimates,
    estimates_by_label,
    label_path,
    share_of_areas,
    sum_of_areas,
)
from sectornb.sources.acs.margins import proportion_margin, reliability, sum_margin, variation
from sectornb.sources.acs.reader import read_estimates
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from tests.builders.acs import ALDER, BIRCH, acs_table

API = [
    ["NAME", "B19013_001E", "B19013_001M", "state", "county"],
    ["Alder County", "52000", "1100", "57", "001"],
]


def write(folder: Path, content: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def one(folder: Path, estimate: str, margin: str) -> dict[str, object]:
    """How an estimate and its margin are read."""
    found = read_estimates(write(folder, acs_table([(ALDER, "Alder", [(estimate, margin)])])))
    return found.iloc[0].to_dict()


def answer(folder: Path, rows: list[list[object]]) -> pd.DataFrame:
    return read_estimates(write(folder, json.dumps(rows), "a.json"))


@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("name", ["Alder County, Westmark", "Alder County; Westmark"])
@pytest.mark.parametrize("colon", [True, False])
def test_a_table_is_read_in_the_layouts_of_all_years(
    tmp_path: Path, bom: bool, name: str, colon: bool
) -> None:
    text = acs_table([(ALDER, name, [("2643", "210"), ("1329", "120")])], colon=colon)
    found = read_estimates(write(tmp_path, ("\ufeff" if bom else "") + text))
    assert found[["area_name", "line", "estimate", "margin"]].to_numpy().tolist() == [
        [name, "001", 2643.0, 210.0],
        [name, "002", 1329.0, 120.0],
    ]
    assert [label_path(label) for label in found["label"]] == [("total",), ("total", "male")]


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (("-666666666", "-222222222"), (None, "not_available", None, "not_available")),
        (("-666666666.0", "-222222222.0"), (None, "not_available", None, "not_available")),
        (("5054253", "-555555555"), (5054253, "published", 0, "exact")),
        (("5054253", "*****"), (5054253, "published", 0, "exact")),
        (("-888888888", "-888888888"), (None, "not_applicable", None, "not_applicable")),
        (("-999999999", "-999999999"), (None, "withheld", None, "withheld")),
        (("250,000+", "***"), (250_000, "at_least", None, "not_available")),
        (("2,500-", "***"), (2_500, "at_most", None, "not_available")),
        (("250001", "-333333333"), (250_000, "at_least", None, "not_available")),
        (("2499", "-333333333"), (2_500, "at_most", None, "not_available")),
        (("2499", "12"), (2_499, "published", 12, "published")),
        (("(X)", "(X)"), (None, "not_applicable", None, "not_applicable")),
        (("-", "**"), (None, "not_available", None, "not_available")),
        (("N", "N"), (None, "withheld", None, "withheld")),
        (("0", "13"), (0, "published", 13, "published")),
    ],
)
def test_marks_are_decoded_in_estimates_and_margins(
    tmp_path: Path, cells: tuple[str, str], read: tuple[object, ...]
) -> None:
    """A number that stands for a word never enters arithmetic."""
    found = one(tmp_path, *cells)
    names = ("estimate", "estimate_status", "margin", "margin_status")
    got = tuple(None if pd.isna(found[name]) else found[name] for name in names)  # type: ignore[call-overload]
    assert got == read


def test_a_scaled_jam_value_is_refused_and_not_taken_for_a_number(tmp_path: Path) -> None:
    """-661,938,534 is -555,555,555 after somebody adjusted it for prices."""
    with pytest.raises(InputError, match=r"row 3, column B15001_001E: '-661938534'"):
        one(tmp_path, "-661938534", "3")


def test_an_answer_of_the_api_is_read(tmp_path: Path) -> None:
    found = answer(tmp_path, API)
    assert found.iloc[0].to_dict() == {
        "geo_id": "0500000US57001", "area_name": "Alder County", "table": "B19013", "column": "",
        "line": "001", "label": "", "estimate": 52000.0, "estimate_status": "published",
        "margin": 1100.0, "margin_status": "published",
    }  # fmt: skip


def test_a_missing_value_of_the_api_is_not_zero(tmp_path: Path) -> None:
    found = answer(tmp_path, [API[0], ["Alder County", None, None, "57", "001"]])
    assert found["estimate"].isna().all() and found["estimate_status"].eq("not_available").all()


def test_a_note_of_the_api_says_more_than_its_number(tmp_path: Path) -> None:
    header = ["GEO_ID", "B19013_001E", "B19013_001EA", "B19013_001M", "B19013_001MA"]
    rows = [
        header,
        [ALDER, "250001", "250,000+", "-333333333", "***"],
        [BIRCH, "9", None, "2", None],
    ]
    found = answer(tmp_path, rows)  # type: ignore[arg-type]
    assert found["estimate"].tolist() == [250_000, 9]
    assert found["estimate_status"].tolist() == ["at_least", "published"]


def test_lines_are_found_by_label_where_numbers_moved(tmp_path: Path) -> None:
    """A line has another number in another year; its label stays but for colons and headings."""
    old = acs_table(
        [(ALDER, "Alder", [("10", "1"), ("4", "1")])],
        labels=["Total", "Total!!Population 25 years and over"], table="S1501_C01",
    )  # fmt: skip
    new = acs_table(
        [(ALDER, "Alder", [("10", "1"), ("7", "1"), ("4", "1")])], table="S1501_C01",
        labels=["Total", "Total!!AGE BY ATTAINMENT!!Population 18 to 24 years",
                "Total!!AGE BY ATTAINMENT!!Population 25 years and over"],
    )  # fmt: skip
    for text, line in ((old, "002"), (new, "003")):
        table = read_estimates(write(tmp_path, text))
        found = estimates_by_label(table, "Total!!Population 25 years and over")
        assert found[["line", "estimate"]].to_numpy().tolist() == [[line, 4.0]]


def test_an_unknown_label_names_those_that_are_alike(tmp_path: Path) -> None:
    table = read_estimates(write(tmp_path, acs_table([(ALDER, "A", [("2", "1"), ("1", "1")])])))
    with pytest.raises(UnknownCodeError, match="Total:!!Male"):
        estimates_by_label(table, "All!!Male")


def test_margins_are_root_summed_and_not_added() -> None:
    """1,200 ± 400 and 900 ± 300 are 2,100 ± 500, not ± 700."""
    assert sum_margin(pd.Series([1200.0, 900.0]), pd.Series([400.0, 300.0])) == 500


def test_of_zero_estimates_the_largest_margin_counts_once() -> None:
    # 400 and the larger of 12 and 13: the root of 160,000 + 169.
    found = sum_margin(pd.Series([1200.0, 0.0, 0.0]), pd.Series([400.0, 12.0, 13.0]))
    assert found == pytest.approx(math.sqrt(160_169))


def test_the_margin_of_a_sum_is_missing_where_one_is() -> None:
    assert math.isnan(sum_margin(pd.Series([1200.0, 900.0]), pd.Series([400.0, float("nan")])))


def test_the_margin_of_a_proportion_follows_the_formula() -> None:
    # 4,634 ± 989 of 31,713 ± 601 (the Bureau's handbook): share 0.1461, margin 0.0311.
    assert proportion_margin(4634, 989, 31713, 601) == pytest.approx(0.0311, abs=5e-5)


def test_where_the_root_has_nothing_the_margin_is_that_of_a_ratio() -> None:
    # 10² - 0.9² 100² is negative: the root of 100 + 8,100, over 1,000.
    assert proportion_margin(900, 10, 1000, 100) == pytest.approx(math.sqrt(8200) / 1000)


def test_reliability_is_told_in_bands() -> None:
    """1,200 ± 500: standard error 304, variation 25 percent; 85 ± 110 may be zero."""
    estimates = pd.Series([1200.0, 1200.0, 1200.0, 85.0, 10.0, 7.0])
    margins = pd.Series([500.0, 100.0, 700.0, 110.0, 0.0, float("nan")])
    assert variation(estimates, margins)[0] == pytest.approx(0.2533, abs=1e-4)
    words = ["fair", "good", "weak", "no better than zero", "good", "unknown"]
    assert reliability(estimates, margins).tolist() == words


def test_counties_are_summed_and_divided_from_the_library(tmp_path: Path) -> None:
    rows = [
        (ALDER, "A", [("1200", "400"), ("600", "60")]),
        (BIRCH, "B", [("900", "300"), ("150", "80")]),
    ]
    path = write(tmp_path, acs_table(rows))
    add_files(tmp_path / "library", [path], "acs", "2022")
    table = acs_estimates(Library(tmp_path / "library"), "B15001")
    whole = sum_of_areas(table, [ALDER, BIRCH], "Total")
    assert (whole.estimate, whole.margin) == (2100, 500)
    # 750 ± 100 of 2,100 ± 500 : the root has -21,888, so 10,000 + 31,888 under it.
    share = share_of_areas(table, [ALDER, BIRCH], "Total!!Male", "Total")
    assert share.estimate == pytest.approx(750 / 2100)
    assert share.margin == pytest.approx(math.sqrt(100**2 + (750 / 2100) ** 2 * 500**2) / 2100)
    with pytest.raises(UnknownCodeError, match="0500000US57009"):
        sum_of_areas(table, ["0500000US57009"], "Total")
    with pytest.raises(InputError, match="cannot be summed"):
        sum_of_areas(table, [ALDER], "Median income")
    with pytest.raises(NotInLibraryError, match="B01001"):
        acs_estimates(Library(tmp_path / "library"), "B01001")


def test_two_files_with_other_figures_of_one_area_are_refused(tmp_path: Path) -> None:
    first = write(tmp_path, acs_table([(ALDER, "A", [("12", "4")])]), "a.csv")
    second = write(tmp_path, acs_table([(ALDER, "A", [("13", "4")]), (BIRCH, "B", [("1", "1")])]))
    add_files(tmp_path / "library", [first, second], "acs", "2022")
    with pytest.raises(InputError, match=r"different figures of 0500000US57001, B15001 line 001"):
        acs_estimates(Library(tmp_path / "library"), "B15001")


def test_adding_a_table_says_what_in_it_is_weak(tmp_path: Path) -> None:
    rows = [
        (ALDER, "A", [("1200", "400"), ("85", "110")]),
        (BIRCH, "B", [("900", "300"), ("9", "8")]),
    ]
    path = write(tmp_path, acs_table(rows))
    call = [
        "add",
        str(path),
        "--source",
        "acs",
        "--vintage",
        "2022",
        "--library",
        str(tmp_path / "l"),
    ]
    said = CliRunner().invoke(main, call).output
    assert "1 may as well be zero and 1 are weak" in said
    assert "2 counties together: Total: 2,100 ± 500" in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("<!DOCTYPE html><html>Invalid Key</html>", "web page"),
        (b"PK\x03\x04", "zip archive"),
        ("GEO_ID,NAME,P1_001N\nGeography,x,x\n", "no column of an estimate"),
        (acs_table([(ALDER, "A", [("1", "2")])]).split("\n")[0] + "\n", "no rows"),
        ('"Column Name","Label"\n"GEO_ID","Geography"\n', "ends with -Data.csv"),
        ('"Label (Grouping)","Alder"\n"Total","1"\n', "areas side by side"),
        (acs_table([("57001", "A", [("1", "2")])]), "no GEO_ID"),
        (acs_table([(ALDER, "A", [("1", "2")])] * 2), "repeats areas"),
        (acs_table([(ALDER, "A", [("-1", "-2")])]), "'-2' is neither"),
        (acs_table([(ALDER, "A", [("many", "2")])]), "'many' is neither a number"),
        (acs_table([(ALDER, "A", [("1", "2")])])[:-6], "row 3 has"),
        (acs_table([(ALDER, "Doña", [("1", "2")])]).encode("latin-1"), "not UTF-8"),
        ('[["NAME","B15003_001E","state"],["A","1"', "damaged or cut off"),
        ('[["NAME","B15003_001E","state"],["A","1"]]', "row 2 has 2 cells"),
        ('[["NAME","B15003_001E","state"],["A","1","1"]]', "Leading zeros were lost"),
        ('[["NAME","B15003_001E","zone"],["A","1","1"]]', "GEO_ID"),
        ('[["NAME","B15003_001E","state"]]', "found nothing"),
        ('[["sex","Emp","state"],["0","1","44"]]', "no answer of the Census API for the American"),
        ('{"rows": []}', "no answer of the Census API for the American"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, content: str | bytes, told: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError) as caught:
        add_files(tmp_path / "library", [path], "acs", "2022")
    assert told in str(caught.value) and not (tmp_path / "library").exists()


def test_a_table_without_its_labels_is_refused(tmp_path: Path) -> None:
    lines = acs_table([(ALDER, "A", [("1", "2")])]).split("\n")
    with pytest.raises(InputError, match="lacks its second row"):
        read_estimates(write(tmp_path, "\n".join([lines[0], *lines[2:]])))


def test_a_table_of_another_time_is_refused(tmp_path: Path) -> None:
    """Labels of 2018 under 2022, and Connecticut's counties after they ended."""
    old = write(tmp_path, acs_table([(ALDER, "A", [("1", "2")])], colon=False))
    with pytest.raises(InputError, match="of 2018 or earlier"):
        add_files(tmp_path / "library", [old], "acs", "2022")
    new = write(tmp_path, acs_table([(ALDER, "A", [("1", "2")])]))
    with pytest.raises(InputError, match="of 2019 or later"):
        add_files(tmp_path / "library", [new], "acs", "2018")
    hartford = write(tmp_path, acs_table([("0500000US09003", "Hartford", [("1", "2")])]))
    with pytest.raises(InputError, match="Connecticut in counties"):
        add_files(tmp_path / "library", [hartford], "acs", "2022")


def test_a_table_that_tells_no_year_asks_for_it(tmp_path: Path) -> None:
    path = write(tmp_path, acs_table([(ALDER, "A", [("1", "2")])]))
    with pytest.raises(InputError, match="--vintage: The last year of the five"):
        add_files(tmp_path / "library", [path], "acs")

"""Taking files in: recognized by content, all or none, twice is once."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from sectornb.errors import ChangedFileError, DeclarationError, InputError, SectornbError
from sectornb.sources.adding import add_files, describe_file, told_of_name
from sectornb.sources.declarations import declarations
from sectornb.sources.holding import Holding
from sectornb.sources.library import Library
from sectornb.sources.recognition import RECOGNIZERS, recognize
from tests.builders.qcew import SMALL, Cell, area_csv, area_frame, titles_csv, write_area


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def other(area: str = "57001") -> bytes:
    return area_csv(area_frame({**SMALL, ("5", "722"): Cell(321, 21_000, 41)}, area=area))


@pytest.mark.parametrize("name", ["57001.csv", "57001 (1).csv", "area", "39049.csv", "x.txt"])
def test_the_name_of_a_file_makes_no_difference(tmp_path: Path, name: str) -> None:
    found = recognize(write_area(tmp_path / name), "qcew", "2022")
    assert (found.table, found.part, found.reference_period) == (
        "annual-area", "57001.csv", "2022 annual average",
    )  # fmt: skip


def test_a_quarter_gets_a_name_of_its_own(tmp_path: Path) -> None:
    found = recognize(write_area(tmp_path / "a.csv", area_frame(quarter="2")), "qcew", "2022")
    assert (found.table, found.part) == ("quarterly-area", "57001-q2.csv")
    assert found.reference_period == "2022 quarter 2"


@pytest.mark.parametrize("geography", ["county", "state", "nation", "msa"])
def test_every_geography_is_accepted(tmp_path: Path, geography: str) -> None:
    area = {"county": "57001", "state": "57000", "nation": "US000", "msa": "C1018"}[geography]
    path = write_area(tmp_path / "a.csv", area_frame(area=area, geography=geography))
    assert recognize(path, "qcew", "2022").part == f"{area}.csv"


def test_averages_that_round_apart_are_accepted(tmp_path: Path) -> None:
    # 0.5 rounds up in each of two industries: 1 + 1 in print, 1 in their sum.
    cells = {**SMALL, ("5", "313"): Cell(100.5), ("5", "314"): Cell(100.5)}
    assert recognize(write_area(tmp_path / "a.csv", area_frame(cells)), "qcew", "2022").rows > 40


def test_a_revision_is_of_its_year(tmp_path: Path) -> None:
    assert recognize(write_area(tmp_path / "a.csv"), "qcew", "2022.r2").part == "57001.csv"


def test_every_declared_source_can_be_recognized() -> None:
    assert set(declarations()) <= set(RECOGNIZERS)


def test_an_unknown_source_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="'qcew'"):
        recognize(write_area(tmp_path / "a.csv"), "qcw", "2022")


def test_titles_given_as_areas_are_sent_to_their_source(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(titles_csv({"622": "Hospitals"}))
    with pytest.raises(InputError, match=r"t\.csv.*--source qcew-titles"):
        recognize(path, "qcew", "2022")


def test_areas_given_as_titles_are_sent_to_their_source(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--source qcew\b"):
        recognize(write_area(tmp_path / "a.csv"), "qcew-titles", "2022")


def test_the_record_tells_where_a_file_came_from(tmp_path: Path) -> None:
    path = write_area(tmp_path / "mine.csv")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    holding = describe_file(path, "qcew", "2022")
    assert holding.origin == "added by hand: mine.csv"
    assert holding.retrieved == "2023-11-14"
    assert holding.bytes == path.stat().st_size
    assert not holding.simulated


def test_an_added_file_is_kept_byte_for_byte(tmp_path: Path) -> None:
    path = write_area(tmp_path / "a.csv", line_end="\r\n", bom=True)
    add_files(tmp_path / "library", [path], "qcew", "2022")
    kept = Library(tmp_path / "library").open("qcew", "2022", "annual-area", "57001.csv")
    assert kept.read_bytes() == path.read_bytes()


def test_adding_twice_is_adding_once(tmp_path: Path) -> None:
    path = write_area(tmp_path / "a.csv")
    [(_, first)] = add_files(tmp_path / "library", [path], "qcew", "2022")
    before = snapshot(tmp_path / "library")
    [(_, second)] = add_files(tmp_path / "library", [path], "qcew", "2022")
    assert (first, second) == (True, False)
    assert snapshot(tmp_path / "library") == before


def test_one_bad_file_keeps_all_out(tmp_path: Path) -> None:
    good = write_area(tmp_path / "good.csv")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(good.read_bytes()[:2000])
    with pytest.raises(InputError, match=r"bad\.csv"):
        add_files(tmp_path / "library", [good, bad], "qcew", "2022")
    assert not (tmp_path / "library").exists()


def test_one_changed_file_keeps_all_out(tmp_path: Path) -> None:
    root = tmp_path / "library"
    add_files(root, [write_area(tmp_path / "a.csv")], "qcew", "2022")
    before = snapshot(root)
    new = write_area(tmp_path / "new.csv", area_frame(area="57003"))
    changed = tmp_path / "changed.csv"
    changed.write_bytes(other())
    with pytest.raises(ChangedFileError, match=r"changed\.csv.*57001.*--replace"):
        add_files(root, [new, changed], "qcew", "2022")
    assert snapshot(root) == before


def test_replace_takes_a_changed_file(tmp_path: Path) -> None:
    root = tmp_path / "library"
    add_files(root, [write_area(tmp_path / "a.csv")], "qcew", "2022")
    changed = tmp_path / "changed.csv"
    changed.write_bytes(other())
    add_files(root, [changed], "qcew", "2022", replace=True)
    kept = Library(root).open("qcew", "2022", "annual-area", "57001.csv")
    assert kept.read_bytes() == other()


def test_a_revision_lies_beside_the_first(tmp_path: Path) -> None:
    root = tmp_path / "library"
    add_files(root, [write_area(tmp_path / "a.csv")], "qcew", "2022")
    changed = tmp_path / "changed.csv"
    changed.write_bytes(other())
    add_files(root, [changed], "qcew", "2022.r2")
    assert Library(root).vintages("qcew", "annual-area") == ["2022", "2022.r2"]


@pytest.mark.parametrize("replace", [False, True])
def test_two_different_files_of_one_area_are_refused(tmp_path: Path, replace: bool) -> None:
    first, second = write_area(tmp_path / "a.csv"), tmp_path / "b.csv"
    second.write_bytes(other())
    with pytest.raises(InputError, match=r"a\.csv and .*b\.csv are both .* differ"):
        add_files(tmp_path / "library", [first, second], "qcew", "2022", replace=replace)
    assert not (tmp_path / "library").exists()


def test_the_same_file_named_twice_is_added_once(tmp_path: Path) -> None:
    path, copy = write_area(tmp_path / "a.csv"), write_area(tmp_path / "copy.csv")
    added = add_files(tmp_path / "library", [path, path, copy], "qcew", "2022")
    assert [is_new for _, is_new in added] == [True, False, False]


def test_a_wrong_vintage_is_refused_before_any_file_is_read(tmp_path: Path) -> None:
    with pytest.raises(SectornbError, match="is not a vintage"):
        add_files(tmp_path / "library", [tmp_path / "nowhere.csv"], "qcew", "22")


def zip_of(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("57001.csv", content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html><body>404", "web page"),
        (zip_of(area_csv(area_frame())), "zip archive.*Unpack"),
        (gzip.compress(area_csv(area_frame())), "gzip"),
        (area_csv(area_frame()).decode().encode("utf-16"), "UTF-16"),
        (area_csv(area_frame()).replace(b'"57001"', b'"\xe9"', 1), "0xe9"),
        (area_csv(area_frame()).replace(b",", b";"), "semicolons"),
        (area_csv(area_frame())[:1500], "cut off"),
    ],
)
def test_what_is_no_slice_is_refused_and_nothing_written(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "57001.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=rf"57001\.csv.*{said}"):
        add_files(tmp_path / "library", [path], "qcew", "2022")
    assert not (tmp_path / "library").exists()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file .*57001\.csv"):
        add_files(tmp_path / "library", [tmp_path / "57001.csv"], "qcew", "2022")


def test_files_of_several_years_are_added_in_one_call_each_under_its_own(tmp_path: Path) -> None:
    paths = [write_area(tmp_path / f"{year}.csv", area_frame(year=year)) for year in (2021, 2022)]
    added = add_files(tmp_path / "library", paths, "qcew")
    assert [holding.vintage for holding, _ in added] == ["2021", "2022"]


def test_a_file_that_tells_no_year_asks_for_it_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "area_titles.csv"
    path.write_bytes(titles_csv({"57001": "Alder County, Westmark"}, ("area_fips", "area_title")))
    with pytest.raises(InputError, match=r"area_titles\.csv tells.*--vintage: .* 2022"):
        add_files(tmp_path / "library", [path], "qcew-titles")
    assert not (tmp_path / "library").exists()


def test_what_is_wrong_with_a_file_comes_before_its_missing_vintage(tmp_path: Path) -> None:
    path = tmp_path / "area_titles.csv"
    path.write_text("<html>Not found</html>", "utf-8")
    with pytest.raises(InputError, match="web page|HTML|html") as caught:
        add_files(tmp_path / "library", [path], "qcew-titles")
    assert "--vintage" not in str(caught.value)


def test_a_file_of_another_source_is_sent_there(tmp_path: Path) -> None:
    path = tmp_path / "shapes.json"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "57001", '
        '"properties": {"name": "Alder"}, "geometry": {"type": "Polygon", '
        '"coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}',
        "utf-8",
    )
    with pytest.raises(InputError, match="--source geometry"):
        add_files(tmp_path / "library", [path], "laus")
    assert add_files(tmp_path / "library", [path], "geometry", "2022")


def test_a_declared_source_without_a_reader_is_told_where_to_name_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(RECOGNIZERS, "geometry")
    (tmp_path / "counties.json").write_text("{}", "utf-8")
    with pytest.raises(DeclarationError, match="geometry.yml and has no reader.*RECOGNIZERS"):
        recognize(tmp_path / "counties.json", "geometry", "2022")


def test_the_hint_to_another_source_names_no_table_that_the_file_may_not_be(
    tmp_path: Path,
) -> None:
    # The file of one area has the columns of the single file of all areas.
    path = write_area(tmp_path / "39049.csv")
    with pytest.raises(InputError, match="try --source qcew|Add it with --source qcew") as caught:
        add_files(tmp_path / "library", [path], "lodes")
    assert "single" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("57001.csv", ""),
        ("area (1).csv", ""),
        ("2022 annual 57001 Alder County.csv", ""),
        ("57003.csv", "the area 57003 in its name, but holds 57001"),
        ("US000-2022.csv", "the area us000 in its name, but holds 57001"),
        ("57001-2021.csv", "the year 2021 in its name, but holds 2022"),
    ],
)
def test_a_name_that_tells_other_than_the_file_holds_is_noted(
    tmp_path: Path, name: str, told: str
) -> None:
    path = write_area(tmp_path / name)
    [(holding, _)] = add_files(tmp_path / "library", [path], "qcew")
    note = told_of_name(path, holding)
    assert told in note
    assert bool(note) == bool(told)


@pytest.mark.parametrize(
    ("name", "part", "vintage", "told"),
    [
        ("laucnty16.xlsx", "laucnty18.xlsx", "2018", "year's end 16"),
        ("RI_xwalk.csv.gz", "ma_xwalk.csv.gz", "2019", "state ri"),
        ("cb_2018_us_county.json", "counties.json", "2017", "year 2018"),
        ("cb_2018_us_county.json", "counties.json", "2018.r2", ""),
        ("projections-2022-2032.csv", "projections-39000.csv", "2022", ""),
        ("flows-20211018.csv", "county_flows.csv", "2020", ""),
    ],
)
def test_names_of_other_sources_are_compared_too(
    name: str, part: str, vintage: str, told: str
) -> None:
    holding = Holding("any", vintage, "t", part, "2022 to 2032", "", "", 1, "0", 1)
    note = told_of_name(Path(name), holding)
    assert told in note
    assert bool(note) == bool(told)


@pytest.mark.parametrize(
    ("year", "known"), [(2023, "1990 to 2022"), (2022, ""), (1989, "1990 to 2022")]
)
def test_a_file_of_a_year_that_cannot_be_is_refused(tmp_path: Path, year: int, known: str) -> None:
    path = write_area(tmp_path / "a.csv", area_frame(year=year))
    root = tmp_path / "library"
    if not known:
        assert add_files(root, [path], "qcew", this_year=2022)
        return
    with pytest.raises(InputError, match=f"is of {year}, but .* of {known}.* correct --vintage"):
        add_files(root, [path], "qcew", this_year=2022)
    assert not root.exists()


@pytest.mark.parametrize("vintage", ["2023", "2023-04", "2023.r2", "0022"])
def test_a_vintage_that_cannot_be_is_refused_where_the_file_tells_none(
    tmp_path: Path, vintage: str
) -> None:
    path = tmp_path / "area_titles.csv"
    path.write_bytes(titles_csv({"622": "Hospitals"}))
    with pytest.raises(InputError, match=f"is of {vintage[:4]}, but"):
        add_files(tmp_path / "library", [path], "qcew-titles", vintage, this_year=2022)
    assert add_files(tmp_path / "library", [path], "qcew-titles", "2022", this_year=2022)

"""Industry projections that a user brings: the simple table, and what a file may suffer."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.projections import held_projections, read_projections

HEAD = "area_code,area_title,naics,base_year,target_year,base_employment,target_employment"
GOOD = "39000,Ohio,622,2022,2032,1000,1340"


def table(folder: Path, *rows: str, head: str = HEAD, name: str = "ohio.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return path


def test_the_simple_table_is_read(tmp_path: Path) -> None:
    found = read_projections(table(tmp_path, '39000,Ohio,31-33,2022,2032,"1,000",900', GOOD))
    assert found["naics"].tolist() == ["31-33", "622"]
    assert found["base_employment"].tolist() == [1000, 1000]
    assert found["target_employment"].tolist() == [900, 1340]


def test_codes_filled_with_zeros_are_read_as_the_qcew_writes_them(tmp_path: Path) -> None:
    rows = [GOOD.replace("622", code) for code in ("621000", "622100", "310000", "6230")]
    rows.append("39000,Ohio,620000,2022,2032,2000,2680")
    found = read_projections(table(tmp_path, *rows, GOOD.replace("622", "519290")))
    assert found["naics"].tolist() == ["31-33", "51929", "62", "621", "6221", "623"]


def test_a_code_with_and_without_its_zeros_is_there_twice(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the first in row 3"):
        read_projections(table(tmp_path, GOOD, GOOD.replace("622", "622000")))


def test_a_withheld_figure_stays_missing(tmp_path: Path) -> None:
    found = read_projections(table(tmp_path, "39000,Ohio,622,2022,2032,1000,"))
    assert found["target_employment"].isna().all()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("39000,Ohio,Hospitals,2022,2032,1,2", "row 2, column naics: 'Hospitals'"),
        ("39000,Ohio,10,2022,2032,1,2", "column naics: '10' is no industry.*leave totals out"),
        ("39000,Ohio,31,2022,2032,1,2", "column naics: '31' is no industry.*31-33"),
        ("39000,Ohio,999999x,2022,2032,1,2", "column naics: '999999x'"),
        ("39000,Ohio,622,22,2032,1,2", "row 2, column base_year: '22'"),
        ("39000,Ohio,622,2022,,1,2", "row 2, column target_year: ''"),
        ("39000,Ohio,622,2032,2022,1,2", "must come later"),
        ("39000,Ohio,622,2022,2022,1,2", "must come later"),
        ("39000,Ohio,622,2022,2099,5,6", "2022 to 2099, longer than any projection"),
        ("39000,Ohio,622,2022,2032,-5,2", "column base_employment: '-5'"),
        ("39000,Ohio,622,2022,2032,5,many", "column target_employment: 'many'"),
        ("39000,Ohio,622,2022,2032,inf,2", "column base_employment: 'inf'"),
        (",Ohio,622,2022,2032,5,6", "row 2, column area_code: an empty cell"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_projections(table(tmp_path, row))


def test_a_doubled_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="row 3: area_code 39000, naics 622"):
        read_projections(table(tmp_path, GOOD, GOOD))


@pytest.mark.parametrize("other", ["623,2022,2032,900,950", "623,2022,2032,12.500,14.000"])
def test_dots_that_may_mark_off_thousands_are_refused(tmp_path: Path, other: str) -> None:
    german = GOOD.replace("1000", "1.000").replace("1340", "1.340")
    with pytest.raises(InputError, match=r"row 2, column base_employment: '1.000' .*thousands"):
        read_projections(table(tmp_path, german, f"39000,Ohio,{other}"))


@pytest.mark.parametrize("jobs", ["1000.5", "1000.250", "0.125", "12.1"])
def test_other_decimals_are_decimals(tmp_path: Path, jobs: str) -> None:
    other = f"39000,Ohio,623,2022,2032,{jobs},{jobs}"
    assert read_projections(table(tmp_path, GOOD, other))["base_employment"][1] == float(jobs)


def test_an_area_with_two_titles_is_refused(tmp_path: Path) -> None:
    other = "39000,South,623,2022,2032,1000,1340"
    with pytest.raises(InputError, match="row 3, column area_title: .*39000 .*'South'.*'Ohio'"):
        read_projections(table(tmp_path, GOOD, other))
    assert len(read_projections(table(tmp_path, GOOD, other.replace("South", "OHIO "))))


def test_two_files_that_call_one_area_otherwise_are_not_joined(tmp_path: Path) -> None:
    root = tmp_path / "library"
    other = table(tmp_path, "39000,South,623,2022,2032,1000,1340", name="other.csv")
    more = "39900,East,622,2022,2032,1000,1340"
    add_files(root, [table(tmp_path, GOOD, more, name="both.csv")], "projections")
    add_files(root, [other], "projections")
    with pytest.raises(InputError, match="area_code 39000 is called 'South', and 'Ohio' before"):
        held_projections(Library(root))


def test_two_periods_are_refused(tmp_path: Path) -> None:
    short = "39000,Ohio,623,2024,2026,1000,1340"
    with pytest.raises(InputError, match=r"several periods \(2022 to 2032, 2024 to 2026\)"):
        read_projections(table(tmp_path, GOOD, short))


def test_capital_letters_in_the_header_do_not_matter(tmp_path: Path) -> None:
    found = read_projections(table(tmp_path, GOOD, head=HEAD.upper()))
    assert found["target_employment"].tolist() == [1340]


def test_a_column_in_another_unit_is_found_by_the_sum_of_its_area(tmp_path: Path) -> None:
    # 1,000 and 500 jobs become 13,400 and 6,600: ten times as many altogether.
    rows = ("39000,Ohio,622,2022,2032,1000,13400", "39000,Ohio,623,2022,2032,500,6600")
    with pytest.raises(InputError, match=r"add up to 1,500 jobs .* and 20,000 .*another unit"):
        read_projections(table(tmp_path, *rows))
    with pytest.raises(InputError, match="add up to 10,000 jobs .* and 13"):
        read_projections(table(tmp_path, "39000,Ohio,622,2022,2032,10000,13"))


def test_one_industry_may_grow_tenfold_within_its_area(tmp_path: Path) -> None:
    # 100 and 5,000 jobs become 1,000 and 5,100: 1.2 times as many altogether.
    rows = ("39000,Ohio,334,2022,2032,100,1000", "39000,Ohio,622,2022,2032,5000,5100")
    assert len(read_projections(table(tmp_path, *rows))) == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no file .*ohio\.csv"):
        read_projections(tmp_path / "ohio.csv")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_projections(tmp_path)


def archive(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("ohio.csv", data)
    return buffer.getvalue()


TEXT = f"{HEAD}\n{GOOD}\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (f"{HEAD}\n".encode(), "a header and no rows"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "is a web page, not data"),
        (b"\n <table><tr><td>stfips</td></tr></table>", "is a web page, not data"),
        (archive(TEXT.encode()), "is a zip archive"),
        (archive(TEXT.encode())[:40], "is a zip archive"),
        (gzip.compress(TEXT.encode())[:30], "is a gzip file"),
        (b"%PDF-1.7 projections", "is a PDF document"),
        (TEXT.encode("utf-16"), "looks like UTF-16"),
        (TEXT.replace("Ohio", "Doña Ana").encode("latin-1"), "not UTF-8 text: line 2"),
        (TEXT.replace(",", ";").encode(), "by semicolons, not commas"),
        (TEXT.replace(",", "\t").encode(), "by tabs, not commas"),
        (TEXT[:-8].encode(), "row 2 has 6 cells, the header 7"),
        (b"occupation,jobs\n29-1141,5\n", "not a file of Industry employment projections"),
        (TEXT.replace("naics", "industry", 1).encode(), "not a file of Industry employment"),
        (TEXT.replace("target_year,", "base_year,", 1).encode(), "not a file of Industry"),
        (f"{HEAD},naics\n{GOOD},622\n".encode(), "the column naics more than once"),
    ],
    ids=[
        "empty", "blank", "no rows", "web page", "table of a web page", "archive", "cut archive",
        "cut gzip", "pdf", "utf-16", "latin-1", "semicolons", "tabs", "cut row", "other file",
        "other column", "column twice for another", "column twice",
    ],
)  # fmt: skip
def test_a_damaged_or_other_file_is_refused_with_what_it_is(
    tmp_path: Path, data: bytes, said: str
) -> None:
    path = tmp_path / "ohio.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        read_projections(path)
    with pytest.raises(InputError, match=said):
        add_files(tmp_path / "library", [path], "projections", "2022")
    assert not (tmp_path / "library").exists()


def test_a_mark_of_the_byte_order_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "ohio.csv"
    path.write_bytes(TEXT.encode("utf-8-sig"))
    assert read_projections(path)["naics"].tolist() == ["622"]


def test_a_file_goes_into_the_library_and_comes_back(tmp_path: Path) -> None:
    root = tmp_path / "library"
    ((holding, new),) = add_files(root, [table(tmp_path, GOOD)], "projections", "2022")
    assert new
    assert holding.part == "industry-projections-39000.csv"
    assert holding.reference_period == "2022 to 2032"
    found = held_projections(Library(root))
    assert found is not None
    assert found["naics"].tolist() == ["622"]


def test_a_file_of_another_base_year_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="base year 2022, not 2024"):
        add_files(tmp_path / "library", [table(tmp_path, GOOD)], "projections", "2024")


def test_several_vintages_are_never_chosen_from_silently(tmp_path: Path) -> None:
    root = tmp_path / "library"
    later = GOOD.replace("2022,2032", "2024,2034")
    add_files(root, [table(tmp_path, GOOD)], "projections", "2022")
    add_files(root, [table(tmp_path, later, name="later.csv")], "projections", "2024")
    with pytest.raises(NotInLibraryError, match="2022, 2024"):
        held_projections(Library(root))
    found = held_projections(Library(root), "2024")
    assert found is not None
    assert found["target_year"].tolist() == ["2034"]
    with pytest.raises(NotInLibraryError, match="no projections of 2020; it holds 2022, 2024"):
        held_projections(Library(root), "2020")


def test_a_library_without_any_has_none(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    assert held_projections(Library(tmp_path / "library")) is None


def test_two_files_that_project_the_same_are_not_added_up(tmp_path: Path) -> None:
    root = tmp_path / "library"
    more = table(tmp_path, GOOD, GOOD.replace("39000,Ohio", "39900,South"), name="more.csv")
    add_files(root, [table(tmp_path, GOOD), more], "projections", "2022")
    with pytest.raises(InputError, match="both project area 39000, industry 622"):
        held_projections(Library(root))


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        (
            "Area,Period,Industry Code,Industry Title,Base Year,Projected Year,Net Change",
            "New York State,2012-2022,622000,Hospitals,405570,441290,35720",
            "Here 'Base Year' and 'Projected Year' hold jobs, no year: the years stand in 'Period'",
        ),
        (
            "Region,IndustryCode,IndustryTitle,BaseYearEmployment2008,ProjectedYearEmployment2018",
            'Illinois,622000,Hospitals,"245,870","281,560"',
            "Here 'BaseYearEmployment2008' and 'ProjectedYearEmployment2018' hold jobs, no year: "
            "the years stand in the headings.",
        ),
        (
            "Series,NAICS Code,2022 Estimated,Base Employment,Projected Employment",
            "x,622000,y,1000,1340",
            "Here 'Base Employment' and 'Projected Employment' hold jobs, no year. Write",
        ),
        (
            "area,code,base_year,target_year,base_jobs",
            "39000,622,2022,2032,1000",
            "'base_jobs'. Write its industries",
        ),
    ],
)
def test_a_layout_of_a_states_own_is_told_the_simple_table(
    tmp_path: Path, head: str, row: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        add_files(tmp_path / "library", [table(tmp_path, row, head=head)], "projections", "2012")
    assert said in str(caught.value)
    assert f"with the columns {', '.join(HEAD.split(','))}: jobs stand" in str(caught.value)
    assert "docs/methods/industries.md" in str(caught.value)


@pytest.mark.parametrize("code", ["x/../../../../../pwn", "..", "/etc/pwn", "a\\b", "a:b", ".x"])
def test_an_area_code_that_could_be_a_path_is_refused_with_its_row(
    tmp_path: Path, code: str
) -> None:
    path = table(tmp_path, GOOD, GOOD.replace("39000", code))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=r"row 3, column area_code: .*cannot be an area's code"):
        add_files(tmp_path / "library", [path], "projections")
    assert sorted(tmp_path.rglob("*")) == before

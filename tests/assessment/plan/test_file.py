from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.assessment.instrument import read_instrument
from sectornb.assessment.plan.columns import FILE_COLUMNS, STATUSES, WRITTEN
from sectornb.assessment.plan.file import PlanFile, read_plan_file
from sectornb.assessment.plan.words import iso_date, quarter, status_key
from sectornb.errors import PrivateDataError
from sectornb.report.plan.plan import Plan
from sectornb.report.plan.swot import WRITTEN_BY
from sectornb.report.plan.workbook_file import write_plan_workbook
from tests.builders.filled_form import NEEDS_LIBREOFFICE, saved_by_libreoffice
from tests.builders.plans import plan_of, plan_rows, swot_lines

EDITED = {
    "G-1.1": {
        "key_actions": "=HYPERLINK(1)\nthen call",
        "timeline": "2026 Q3",
        "lead": "-Board, or + College",
        "status": "under_way",
        "due": "2026-09-30",
        "chosen": "yes",
    },
    "G-2.1": {"status": "done", "due": "2026-03-01", "lead": "@county"},
}


def plan() -> Plan:
    return plan_of(plan_rows(written=EDITED))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_plan_workbook(plan(), tmp_path / "a-plan.xlsx")
    return tmp_path / "a-plan.xlsx"


def cells_of(book: openpyxl.Workbook, row_id: str) -> dict[str, openpyxl.cell.cell.Cell]:
    """The cells of a row that take an answer, by what they hold."""
    for sheet in book:
        parts: dict[str, int] = {}
        for row in sheet.iter_rows():
            if row[0].value == "#":
                parts = {str(cell.value): cell.column for cell in row[1:] if cell.value}
            elif row[0].value == row_id:
                return {part: sheet.cell(row[0].row, place) for part, place in parts.items()}
    raise LookupError(row_id)


def edited(path: Path, **cells: dict[str, object]) -> Path:
    """The file with cells changed: row id, with _ for what no name may have, to part and value."""
    book = openpyxl.load_workbook(path)
    for row_id, values in cells.items():
        found = cells_of(book, row_id.replace("__", "-").replace("_", "."))
        for part, value in values.items():
            found[part].value = value  # type: ignore[assignment]
    book.save(path)
    return path


def row(read: PlanFile, row_id: str) -> dict[str, str]:
    (found,) = read.rows[read.rows["row_id"].eq(row_id)].to_dict("records")
    return {str(name): str(value) for name, value in found.items()}


def test_a_plan_that_nobody_changed_reads_as_it_was_written(path: Path) -> None:
    read, rows = read_plan_file(path), plan().rows
    assert list(read.rows) == [*FILE_COLUMNS, "place"] and read.notes == ()
    pd.testing.assert_frame_equal(
        read.rows[["row_id", "element", *WRITTEN]], rows[["row_id", "element", *WRITTEN]]
    )
    assert read.rows["item"].tolist() == rows["item"].tolist()
    told = {"kind": "plan", "region": "a", "instrument": "regional-elements", "version": "1"}
    assert read.about.items() >= {**told, "wave": "2026 spring", "mode": "open"}.items()
    # What was composed is composed anew.
    assert read.as_of == "" and read.swot.empty


def test_what_people_type_is_understood(path: Path) -> None:
    read = read_plan_file(
        edited(
            path,
            G__1_2={"due": date(2027, 3, 31), "status": "Done", "chosen": "x"},
            G__1_5={"timeline": "Q1 2027"},
            G__1_3={"due": "3/31/2027", "status": "UNDER WAY", "chosen": "No"},
            G__1_4={"due": "March 31, 2027", "lead": 5, "status": None},
            A__1__3={"strategic_objective": "Ask employers"},
        )
    )  # fmt: skip
    days = [row(read, f"G-1.{number}")["due"] for number in (2, 3, 4)]
    assert days == ["2027-03-31"] * 3
    second, third, fourth = (row(read, f"G-1.{number}") for number in (2, 3, 4))
    assert second["status"] == "done" and second["chosen"] == "yes"
    assert row(read, "G-1.5")["timeline"] == "2027 Q1"
    assert third["status"] == "under_way" and third["chosen"] == "no"
    assert fourth["lead"] == "5" and fourth["status"] == ""
    own = row(read, "A-1-3")
    assert own["strategic_objective"] == "Ask employers" and own["element"] == "1"


def test_the_day_of_the_status_and_the_quadrants_come_back(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    cells_of(book, "status as of")["."].value = datetime(2027, 1, 31)  # type: ignore[assignment]
    cells_of(book, "S-threats-1")["line"].value = "Funds end in June"  # type: ignore[assignment]
    cells_of(book, "S-strengths-3")["line"].value = "A good board"  # type: ignore[assignment]
    cells_of(book, "S-weaknesses-1")["line"].value = None
    book.save(path)
    read = read_plan_file(path)
    assert read.as_of == "2027-01-31"
    lines = read.swot.groupby("quadrant")["line"].agg(list).to_dict()
    assert lines == {"strengths": ["A good board"], "threats": ["Funds end in June"]}


def test_what_people_wrote_into_a_quadrant_comes_back_from_every_file(tmp_path: Path) -> None:
    known = plan()
    more = ("strengths", "Our own", WRITTEN_BY)
    again = replace(known, swot=swot_lines(more))
    write_plan_workbook(again, tmp_path / "a.xlsx")
    assert read_plan_file(tmp_path / "a.xlsx").swot["line"].tolist() == ["Our own"]


def inserted(path: Path, id_: object, **values: object) -> Path:
    """A row below the last one of the first element, with an id or none."""
    book = openpyxl.load_workbook(path)
    sheet = book["1 Data"]
    cells = cells_of(book, "G-1.1")
    at = sheet.max_row + 1
    sheet.cell(at, 1).value = id_  # type: ignore[assignment]
    for part, value in values.items():
        sheet.cell(at, cells[part].column).value = value  # type: ignore[assignment]
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("id_", "why"),
    [
        (None, "put in by hand"),
        ("12", "no row '12'"),
        ("G-9.9", "no row 'G-9.9'"),
        ('A-"&x-1', "no row 'A-"),
        ("G-1.1", "stands in the plan before"),
    ],
)
def test_a_row_without_an_id_of_its_own_is_kept_and_told(path: Path, id_: object, why: str) -> None:
    read = read_plan_file(inserted(path, id_, strategic_objective="More", lead="Us"))
    # The builder has A-1-1, four empty rows follow it: the next number is 6.
    kept = row(read, "A-1-6")
    assert (kept["strategic_objective"], kept["lead"], kept["element"]) == ("More", "Us", "1")
    assert len(read.rows) == len(plan().rows) + 1
    (note,) = read.notes
    assert why in note and "A-1-6" in note and "'1 Data', row" in note


def test_a_row_copied_word_for_word_counts_once(path: Path) -> None:
    known = row(read_plan_file(path), "G-1.5")
    values = {part: known[part] or None for part in WRITTEN}
    read = read_plan_file(inserted(path, "G-1.5", **values | {"status": "not started"}))
    assert len(read.rows) == len(plan().rows)
    assert "repeats G-1.5 word for word" in read.notes[0]


def test_a_sheet_that_was_renamed_is_read_and_one_that_is_gone_is_told(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["1 Data"].title = "Our data"
    del book["3 Industry"]
    book.save(path)
    read = read_plan_file(path)
    assert row(read, "G-1.1")["element"] == "1"
    assert any("'Our data' was called '1 Data'" in note for note in read.notes)
    assert any("'3 Industry' is not in the file" in note for note in read.notes)
    assert any("2 rows of the plan are not in the file any more: G-3.1, G-3.2" in note
               for note in read.notes)  # fmt: skip


@NEEDS_LIBREOFFICE
@pytest.mark.soak
def test_a_plan_saved_by_libreoffice_reads_alike(path: Path, tmp_path: Path) -> None:
    edited(path, G__1_2={"due": date(2027, 3, 31), "status": "done"})
    before = read_plan_file(path)
    # A text that looks like a formula, as a cell of text holds it.
    assert row(before, "G-1.1")["key_actions"].startswith("=HYPERLINK")
    after = read_plan_file(saved_by_libreoffice(path, tmp_path))
    pd.testing.assert_frame_equal(after.rows, before.rows)
    pd.testing.assert_frame_equal(after.swot, before.swot)
    assert (after.about, after.as_of, after.notes) == (before.about, before.as_of, before.notes)


def table(tmp_path: Path, text: str) -> Path:
    (tmp_path / "plan.csv").write_text(text, "utf-8")
    return tmp_path / "plan.csv"


HEAD = ",".join(FILE_COLUMNS)


def test_a_csv_file_reads_as_a_workbook_does(tmp_path: Path) -> None:
    lines = [
        HEAD,
        "G-1.1,1,1.1,Data,'=1+1,2027 Q1,Us,,,under way,3/31/2027,yes",
        ",1,,By hand,,,,,,,,",
        "A-2-3,,,Own,,,,,,done,,",
        ",,,,,,,,,,,",
    ]
    read = read_plan_file(table(tmp_path, "\n".join(lines) + "\n"))
    assert read.rows["row_id"].tolist() == ["G-1.1", "A-1-1", "A-2-3"]
    first = row(read, "G-1.1")
    assert (first["key_actions"], first["due"], first["status"]) == (
        "=1+1", "2027-03-31", "under_way",
    )  # fmt: skip
    assert row(read, "A-2-3")["element"] == "2" and first["place"] == "row 2"
    assert read.notes == ("Row 3: the row was put in by hand; it is kept as A-1-1.",)


def test_the_saved_table_will_do(tmp_path: Path) -> None:
    rows = plan_rows(written=EDITED)
    rows.to_csv(tmp_path / "action_plan.csv", index=False)
    read = read_plan_file(tmp_path / "action_plan.csv")
    assert read.rows["row_id"].tolist() == rows["row_id"].tolist()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"status": "finished"}, r"sheet '1 Data', cell J\d+ \(Status\) is not one of"),
        ({"due": "soon"}, r"cell K\d+ \(Due\) is not a date such as 2027-03-31"),
        ({"due": "2027-02-30"}, r"\(Due\) is not a date"),
        ({"due": date(1905, 3, 31)}, "from 2000 to 2099"),
        ({"due": "9999-12-31"}, "from 2000 to 2099"),
        ({"due": "=A1"}, r"cell K\d+ \(Due\) holds a formula without a result"),
        ({"chosen": "maybe"}, r"Priority this year\) is not yes or no"),
    ],
)
def test_a_word_that_is_not_understood_names_its_cell(
    path: Path, cells: dict[str, object], told: str
) -> None:
    with pytest.raises(PrivateDataError, match=told) as refused:
        read_plan_file(edited(path, G__1_1=cells))
    (value,) = cells.values()
    assert str(value) not in str(refused.value)


def test_a_file_that_is_no_plan_is_named_as_what_it_is(tmp_path: Path, path: Path) -> None:
    from sectornb.assessment.forms import rating_form
    from sectornb.show.form import write_form

    write_form(rating_form(read_instrument("regional-elements"), "open", "A"), tmp_path / "f.xlsx")
    whole = path.read_bytes()
    made = {
        "f.xlsx": None,
        "none.xlsx": None,
        "empty.csv": b"",
        "web.csv": b"<!doctype html><html>",
        "qcew.csv": b'"area_fips","own_code"\n"01001","5"\n',
        "signed.docx": whole,
        "cut.xlsx": whole[: len(whole) // 2],
        "twice.csv": f"{HEAD},status\n".encode(),
        "other.csv": HEAD.replace("row_id", "id").encode() + b"\n" + b"," * 11 + b"\n",
        "odd.csv": HEAD.encode() + b"\nG-1.1,\x81\x8d\x00\xff,,,,,,,,,,\n",
        "long.csv": HEAD.encode() + b"\n" + b"A-1-1,1,,x,,,,,,,,\n" * 6_000,
        "noplace.csv": HEAD.encode() + b"\n,,,x,,,,,,,,\n",
    }
    for name, content in made.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    book = openpyxl.Workbook()
    for name in ("Read me", "Sources", "Columns"):
        book.create_sheet(name)["A1"] = "x"
    book.save(tmp_path / "report.xlsx")
    told = {
        "f.xlsx": "a form that a rater fills in",
        "none.xlsx": "There is no file",
        "empty.csv": "is empty",
        "web.csv": "is a web page",
        "qcew.csv": "lacks row_id.*'area_fips', 'own_code', which no plan has",
        "signed.docx": "a document to sign",
        "cut.xlsx": "cut off",
        "twice.csv": "has status twice",
        "other.csv": "lacks row_id; it has 'id'",
        "odd.csv": "odd.csv",
        "long.csv": "6,000 rows",
        "noplace.csv": "row 2, column element",
        "report.xlsx": "the spreadsheet with all tables of a report",
    }
    for name, words in told.items():
        with pytest.raises(PrivateDataError, match=words):
            read_plan_file(tmp_path / name)


def test_a_plan_is_no_form_of_a_rater(path: Path) -> None:
    from sectornb.errors import InputError
    from sectornb.sources.surveys.filled import read_form

    with pytest.raises(InputError, match="the file of a plan, no form that a rater filled in"):
        read_form(path)


def test_a_workbook_that_was_damaged_by_hand_is_refused(path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(path)
    del book["form data"]
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(PrivateDataError, match="hidden sheet 'form data' is lacking"):
        read_plan_file(tmp_path / "b.xlsx")
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    ways = (
        day,
        datetime(day.year, day.month, day.day),
        day.isoformat(),
        f"{day.month}/{day.day}/{day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
        float((day - date(1899, 12, 30)).days),
    )
    assert {iso_date(way) for way in ways} == {day.isoformat()}


@given(st.sampled_from(sorted(STATUSES.items())), st.sampled_from([str.upper, str.title, str]))
def test_a_status_is_known_by_its_words_and_its_key(pair: tuple[str, str], way: type) -> None:
    assert {status_key(way(word)) for word in pair} == {pair[0]}
    assert status_key("perhaps") is None and status_key(" ") == ""


def test_quarters_are_written_alike() -> None:
    assert {quarter(text) for text in ("2027 Q1", "Q1 2027", "q1/2027", "2027q1")} == {"2027 Q1"}
    assert quarter("spring, then 2028 Q1") == "spring, then 2028 Q1"

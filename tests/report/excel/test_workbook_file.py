from __future__ import annotations

import errno
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from sectornb.dictionary import Dictionary
from sectornb.errors import DeclarationError, InputError, MissingColumnError
from sectornb.report.excel.workbook_file import write_excel
from sectornb.report.report import Report

COLUMNS = {
    "naics": {"format": "code", "meaning": "Industry code", "label": "NAICS"},
    "naics_title": {"format": "text", "meaning": "Name", "label": "Industry"},
    "employment": {"unit": "jobs", "format": "integer", "meaning": "Jobs", "label": "Employment"},
    "share": {"format": "share", "meaning": "Share", "label": "Share"},
    "hourly_wage_usd": {
        "unit": "USD per hour",
        "format": "usd",
        "meaning": "Wage",
        "label": "Hourly wage",
    },
    "small_base": {"format": "boolean", "meaning": "Too small", "label": "Small base"},
    "year": {"format": "code", "meaning": "Year of the data", "label": "Year"},
    "employment_status": {
        "format": "text",
        "meaning": "Status",
        "label": "Jobs status",
        "codes": "jobs_status",
    },
}
CODES = {
    "jobs_status": {
        "heading": "Jobs status",
        "words": {
            "withheld": {"shown": "withheld", "meaning": "Kept back."},
            "partly_withheld": {"shown": "partly withheld", "meaning": "In part."},
        },
    },
    "yes_no": {
        "heading": "Yes or no",
        "words": {
            "True": {"shown": "yes", "meaning": "It holds."},
            "False": {"shown": "no", "meaning": "It does not."},
        },
    },
}
HEADER = ",".join(COLUMNS)
ROW = "0622,Hospitals,58123,0.25,21.5,False,2022,partly_withheld"
LONG = "a_table_with_a_name_of_more_than_31_letters"


def declared(*names: str) -> Dictionary:
    table = {"workbook": "2-industries", "title": "Measures", "key": ["naics"]}
    tables = {name: {**table, "columns": list(COLUMNS)} for name in names or ("factors",)}
    return Dictionary.model_validate({"columns": COLUMNS, "tables": tables, "codes": CODES})


def record(**changes: Any) -> dict[str, Any]:
    return {
        "workbook": "2-industries",
        "parameters": {},
        "tables": {"factors": {"file": "tables/factors.csv"}},
        "findings": [{"text": "Hospitals lead.", "claims": []}],
        "notes": ["524 is floor-ranked."],
        "limits": ["No forecast."],
        "sources": [
            {
                "source": "qcew",
                "title": "Quarterly Census",
                "owner": "BLS",
                "vintage": "2022",
                "table": "annual-area",
                "part": "39049.csv",
                "reference_period": "2022 annual average",
                "sha256": "ab",
                "maturity": "as published",
                "simulated": True,
            }
        ],
    } | changes


def write(tmp_path: Path, *rows: str, header: str = HEADER, **changes: Any) -> Path:
    names = changes.pop("names", ("factors",))
    (tmp_path / "tables").mkdir(exist_ok=True)
    for name in names:
        text = "\n".join([header, *(rows or [ROW])]) + "\n"
        (tmp_path / "tables" / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
    options: dict[str, Any] = {
        "title": "Central Ohio",
        "region_id": "central-ohio",
        "records": [record()],
    } | changes
    report = Report(tmp_path, counties=[], declared=declared(*names), **options)
    write_excel(report)
    return tmp_path / f"{report.region_id}.xlsx"


def words(sheet: Any) -> str:
    return "\n".join(
        str(cell.value) for row in sheet.rows for cell in row if cell.value is not None
    )


def test_sheets_come_in_the_order_of_a_reader(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(tmp_path))
    assert book.sheetnames == ["Read me", "Factors", "Sources", "Columns"]


def test_every_value_keeps_its_type_and_format(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write(tmp_path))["Factors"]
    cells = sheet[2]
    assert [cell.value for cell in cells[:5]] == ["0622", "Hospitals", 58123, 0.25, 21.5]
    assert [cell.data_type for cell in cells[:5]] == ["s", "s", "n", "n", "n"]
    assert [cell.number_format for cell in cells[:5]] == ["@", "@", "#,##0", "0.0%", "$#,##0.00"]


def test_years_are_numbers_to_sort_and_filter_by(tmp_path: Path) -> None:
    cell = openpyxl.load_workbook(write(tmp_path))["Factors"]["G2"]
    assert (cell.value, cell.data_type, cell.number_format) == (2022, "n", "0")


def test_codes_of_the_program_are_shown_as_words(tmp_path: Path) -> None:
    path = write(tmp_path)
    sheet = openpyxl.load_workbook(path)["Factors"]
    assert [cell.value for cell in sheet[2]][5:] == ["no", 2022, "partly withheld"]
    kept = (tmp_path / "tables" / "factors.csv").read_text(encoding="utf-8")
    assert "False,2022,partly_withheld" in kept


def test_an_unknown_code_stays_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, ROW.replace("partly_withheld", "lost").replace("2022", "2022p"))
    sheet = openpyxl.load_workbook(path)["Factors"]
    assert [cell.value for cell in sheet[2]][6:] == ["2022p", "lost"]


def test_rows_with_withheld_counties_stand_out(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write(tmp_path))["Factors"]
    (found,) = sheet.conditional_formatting
    assert str(found.sqref) == "A2:H2"
    (rule,) = found.rules
    assert rule.formula == ['OR($H2="withheld",$H2="partly withheld")']
    assert rule.dxf.font.italic


def test_headers_are_words_with_units(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write(tmp_path))["Factors"]
    assert [cell.value for cell in sheet[1]][:3] == ["NAICS", "Industry", "Employment (jobs)"]


def test_null_stays_empty_and_zero_stays_zero(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write(tmp_path, "0622,,,0,,,,"))["Factors"]
    assert [cell.value for cell in sheet[2]] == ["0622", None, None, 0, None, None, None, None]


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@SUM(A1)", "http://example.com", "007"])
def test_text_from_data_is_never_a_formula_link_or_number(tmp_path: Path, text: str) -> None:
    path = write(
        tmp_path,
        f"{text},{text},1,0,1,True,{text},{text}",
        title=text,
        records=[record(findings=[{"text": text, "claims": []}], notes=[text])],
    )
    book = openpyxl.load_workbook(path)
    cells = [book["Factors"][place] for place in ("A2", "B2", "G2", "H2")]
    for cell in (*cells, book["Read me"]["A1"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    with zipfile.ZipFile(path) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in parts.read(name) for name in sheets)


def test_the_header_stays_in_view_and_filters(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write(tmp_path))["Factors"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:H2"


def test_the_first_sheet_tells_what_a_reader_must_know(tmp_path: Path) -> None:
    text = words(openpyxl.load_workbook(write(tmp_path))["Read me"])
    for needed in (
        "Central Ohio",
        "Simulated data:",
        "Hospitals lead.",
        "524 is floor-ranked.",
        "No forecast.",
        "Jobs status: partly withheld",
        "In the CSV: partly_withheld",
        "CSV: tables/factors.csv",
        "Never zero.",
    ):
        assert needed in text


def test_notes_with_claims_are_told_as_words(tmp_path: Path) -> None:
    note = {"text": "16 industries have no score.", "claims": [{"text": "16"}]}
    path = write(tmp_path, records=[record(notes=[note], findings=[])])
    assert "16 industries have no score." in words(openpyxl.load_workbook(path)["Read me"])


def test_long_texts_stay_whole_in_rows_that_are_high_enough(tmp_path: Path) -> None:
    long = " ".join(["Furniture"] * 12)
    sheet = openpyxl.load_workbook(write(tmp_path, ROW.replace("Hospitals", long)))["Factors"]
    assert sheet["B2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height > 15


def test_real_data_are_not_called_simulated(tmp_path: Path) -> None:
    published = record(sources=[{**record()["sources"][0], "simulated": False}])
    assert "Simulated data" not in words(
        openpyxl.load_workbook(write(tmp_path, records=[published]))["Read me"]
    )


def test_every_sheet_of_simulated_data_says_so_on_paper(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(tmp_path))
    assert all("Simulated data" in (sheet.oddHeader.center.text or "") for sheet in book)


def test_sources_and_columns_are_described(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(tmp_path))
    assert [cell.value for cell in book["Sources"][2]][:5] == [
        "Quarterly Census", "BLS", "2022", "2022 annual average", 1,
    ]  # fmt: skip
    rows = {row[0].value: [cell.value for cell in row] for row in book["Columns"].rows}
    assert rows["employment"] == [
        "employment", "Employment (jobs)", "jobs", "Jobs", "Factors",
    ]  # fmt: skip


def test_long_names_are_cut_without_becoming_equal(tmp_path: Path) -> None:
    names = (f"{LONG}_a", f"{LONG}_b")
    titles = openpyxl.load_workbook(write(tmp_path, names=names)).sheetnames[1:3]
    assert len(set(titles)) == 2
    assert all(len(title) <= 31 for title in titles)


def test_a_table_without_rows_keeps_its_header(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "factors.csv").write_text(HEADER + "\n")
    write_excel(Report(tmp_path, "t", "T", [], records=[], declared=declared()))
    assert openpyxl.load_workbook(tmp_path / "t.xlsx")["Factors"].max_row == 1


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    first = write(tmp_path).read_bytes()
    assert first == write(tmp_path).read_bytes()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("0622,Hospitals,many,0,1,True,,", "tables/factors.csv, row 2, employment: 'many' is not"),
        ("0622,Hospitals,inf,0,1,True,,", "factors, employment: 1 of 1 values are not finite: inf"),
        ("0622,Hospitals,1,0,1,maybe,,", "row 2, small_base: 'maybe'"),
        ("0622,Hospitals,1", "tables/factors.csv, row 2: 3 values for 8 columns"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_place(
    tmp_path: Path, row: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        write(tmp_path, row)
    assert not (tmp_path / "central-ohio.xlsx").exists()


def test_a_table_that_lacks_a_declared_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingColumnError, match="small_base"):
        write(tmp_path, header=HEADER.replace(",small_base", ""))


def test_a_table_that_nobody_declared_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "stray.csv").write_text("naics\n")
    with pytest.raises(DeclarationError, match="'stray'"):
        write(tmp_path)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_what_the_system_refused_is_told_as_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refused(book: Workbook) -> None:
        raise FileCreateError(OSError(number, "refused"))

    monkeypatch.setattr(Workbook, "close", refused)
    with pytest.raises(OSError, match="xlsx") as caught:
        write(tmp_path, ROW)
    assert caught.value.errno == number

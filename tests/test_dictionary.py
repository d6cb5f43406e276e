from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.dictionary import Dictionary, dictionary_markdown, read_dictionary
from sectornb.errors import DeclarationError, MissingColumnError

GOOD = """
columns:
  naics: {format: code, meaning: Industry code, label: NAICS}
  employment: {unit: jobs, format: integer, meaning: Annual average jobs, label: Jobs}
  wage_area: {format: text, meaning: Area of the wage}
tables:
  factors: {workbook: 2-industries, title: Factors, key: [naics], columns: [naics, employment]}
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "dictionary.yml"
    path.write_text(text, encoding="utf-8")
    return path


def read(tmp_path: Path, old: str = "", new: str = "") -> Dictionary:
    return read_dictionary(write(tmp_path, GOOD.replace(old, new) if old else GOOD))


def test_columns_and_tables_are_read_with_their_words(tmp_path: Path) -> None:
    declared = read(tmp_path)
    assert declared.columns["employment"].unit == "jobs"
    assert declared.columns["employment"].format == "integer"
    assert declared.columns["naics"].unit == ""
    assert declared.tables["factors"].key == ["naics"]
    assert declared.tables["factors"].title == "Factors"


def test_a_column_without_label_is_called_by_its_name(tmp_path: Path) -> None:
    assert read(tmp_path).columns["wage_area"].label == "Wage area"


def test_a_table_that_names_an_undeclared_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"tables\.factors.*employmnt.*employment"):
        read(tmp_path, "[naics, employment]", "[naics, employmnt]")


def test_a_key_outside_the_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"tables\.factors\.key.*wage_area"):
        read(tmp_path, "key: [naics]", "key: [wage_area]")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("format: integer", "format: int", "columns.employment.format"),
        ("unit: jobs", "unit: yes", "columns.employment.unit"),
        ("meaning: Annual average jobs", "meaning: ''", "columns.employment.meaning"),
        ("unit: jobs", "units: jobs", "columns.employment.units"),
        ("workbook: 2-industries, ", "", "tables.factors.workbook"),
    ],
)
def test_malformed_content_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, place: str
) -> None:
    with pytest.raises(DeclarationError) as refused:
        read(tmp_path, old, new)
    assert place in str(refused.value)
    assert "dictionary.yml" in str(refused.value)


def test_a_table_says_what_it_is_computed_from(tmp_path: Path) -> None:
    declared = read(tmp_path, "title: Factors,", "title: Factors, sources: [qcew, laus],")
    assert declared.tables["factors"].sources == ["qcew", "laus"]
    assert "Computed from `qcew`, `laus`" in dictionary_markdown(declared)


def test_a_source_that_nobody_declares_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"tables\.factors\.sources names qcwe.*'qcew'"):
        read(tmp_path, "title: Factors,", "title: Factors, sources: [qcwe],")


def test_a_column_described_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="'naics' is described twice"):
        read(tmp_path, "wage_area:", "naics:")


@pytest.mark.parametrize("text", ["", "a list: [", "- 1\n- 2\n"])
def test_a_file_that_is_no_dictionary_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DeclarationError, match="dictionary.yml"):
        read_dictionary(write(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="missing"):
        read_dictionary(tmp_path / "dictionary.yml")


def test_a_table_with_its_declared_columns_passes_in_any_order(tmp_path: Path) -> None:
    read(tmp_path).check_table("factors", ["employment", "naics"])


def test_a_table_without_a_declared_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingColumnError, match=r"factors.*1 of 2.*employment"):
        read(tmp_path).check_table("factors", ["naics"])


def test_a_table_with_an_undeclared_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="employment_hi"):
        read(tmp_path).check_table("factors", ["naics", "employment", "employment_hi"])


def test_an_undeclared_table_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="Did you mean 'factors'"):
        read(tmp_path).check_table("factor", ["naics"])

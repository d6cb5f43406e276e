from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sectornb.dictionary import Dictionary, read_dictionary
from sectornb.errors import DeclarationError, InputError, MissingColumnError
from tests.compared_outputs import dictionary_markdown

GOOD = """
columns:
  naics: {format: code, meaning: Industry code, label: NAICS}
  employment: {unit: jobs, format: integer, meaning: Annual average jobs, label: Jobs}
  wage_area: {format: text, meaning: Area of the wage}
tables:
  factors: {title: Factors, key: [naics], columns: [naics, employment]}
"""
FULL = """
columns:
  naics: {format: code, meaning: Industry code}
  title: {format: text, meaning: Industry}
  jobs: {unit: jobs, format: integer, meaning: Jobs}
  share: {unit: share, format: share, meaning: Share}
  share_low: {unit: share, format: share, meaning: Share}
  share_high: {unit: share, format: share, above_one: true, meaning: Share}
  ranked: {format: boolean, meaning: Ranked}
tables:
  factors:
    title: Factors
    key: [naics]
    columns: [naics, title, jobs, share, share_low, share_high, ranked]
"""
SOUND: dict[str, list[Any]] = {
    "naics": ["622", "623", "713"],
    "title": ["Hospitals", None, "Recreation"],
    "jobs": [1, None, 12.5],
    "share": [0, None, 1],
    "share_low": [0.1, 0.4, None],
    "share_high": [0.1, None, 3],
    "ranked": [True, None, False],
}
WORDS = """
columns:
  badge: {format: text, codes: certainty, meaning: How sure}
  shortlisted: {format: boolean, meaning: On the list}
codes:
  certainty:
    heading: Certainty
    words:
      unscored: {shown: no score, meaning: No figure.}
  yes_no:
    heading: Yes or no
    words:
      "True": {shown: "yes", meaning: It holds.}
      "False": {shown: "no", meaning: It does not.}
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


def test_a_table_of_a_column_that_identifies_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"factors\.columns names what identifies people"):
        read(tmp_path, "format: code", "format: identifier")


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
        ("title: Factors, ", "", "tables.factors.title"),
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


def test_a_table_belongs_to_the_workbook_that_its_file_is_named_after(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD).rename(tmp_path / "2-industries.yml")
    assert read_dictionary(path).tables["factors"].workbook == "2-industries"


def test_several_files_make_one_dictionary(tmp_path: Path) -> None:
    words = write(tmp_path, WORDS).rename(tmp_path / "shared.yml")
    declared = read_dictionary(words, write(tmp_path, GOOD))
    assert {"badge", "naics"} < set(declared.columns)


def test_limits_are_those_of_the_workbook_and_of_the_choices_made(tmp_path: Path) -> None:
    limits = "limits:\n  2-industries:\n  - told: Always.\n  - {told: Chosen., only: private}\n"
    declared = read_dictionary(write(tmp_path, GOOD + limits))
    assert declared.limits_of("2-industries", "all") == ["Always."]
    assert declared.limits_of("2-industries", "private") == ["Always.", "Chosen."]
    assert declared.limits_of("1-region") == []


def test_what_two_files_describe_is_refused(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD).rename(tmp_path / "1-region.yml")
    second = write(tmp_path, GOOD.replace("naics:", "naics_code:", 1))
    with pytest.raises(DeclarationError, match="columns describes employment, wage_area"):
        read_dictionary(first, second)


def test_a_column_of_codes_has_their_words(tmp_path: Path) -> None:
    declared = read_dictionary(write(tmp_path, WORDS))
    assert declared.columns["badge"].word("unscored") == "no score"
    assert declared.columns["badge"].word("certain") is None
    assert declared.columns["shortlisted"].word(False) == "no"
    assert declared.codes["certainty"].heading == "Certainty"


def test_a_group_of_codes_that_nobody_describes_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"columns.badge.codes.*Did you mean 'certainty'"):
        read_dictionary(write(tmp_path, WORDS.replace("codes: certainty", "codes: certanty")))


@pytest.mark.parametrize("text", ["", "a list: [", "- 1\n- 2\n", "tabels: {}\n"])
def test_a_file_that_is_no_dictionary_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DeclarationError, match="dictionary.yml"):
        read_dictionary(write(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="missing"):
        read_dictionary(tmp_path / "dictionary.yml")


def test_a_table_with_its_declared_columns_passes_in_any_order(tmp_path: Path) -> None:
    read(tmp_path).check_columns("factors", ["employment", "naics"])


def test_a_table_without_a_declared_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingColumnError, match=r"factors.*1 of 2.*employment"):
        read(tmp_path).check_columns("factors", ["naics"])


def test_a_table_with_an_undeclared_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="employment_hi"):
        read(tmp_path).check_columns("factors", ["naics", "employment", "employment_hi"])


def test_an_undeclared_table_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="Did you mean 'factors'"):
        read(tmp_path).check_columns("factor", ["naics"])


def full(tmp_path: Path, **changes: list[Any]) -> None:
    declared = read_dictionary(write(tmp_path, FULL))
    declared.check_table("factors", pd.DataFrame({**SOUND, **changes}))


def test_a_sound_table_passes(tmp_path: Path) -> None:
    full(tmp_path)


def test_a_table_without_rows_and_a_column_without_values_pass(tmp_path: Path) -> None:
    declared = read_dictionary(write(tmp_path, FULL))
    declared.check_table("factors", pd.DataFrame({name: [] for name in SOUND}))
    full(tmp_path, jobs=[None, None, None], share_low=[None, None, None], ranked=[None] * 3)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"naics": ["622", None, "713"]}, "naics: 1 of 3 values are missing, and part of the key"),
        ({"naics": ["622", "713", "713"]}, "naics: 1 of 3 .* whose key occurs before: 713"),
        ({"naics": [622, 623, 713]}, "naics: 3 of 3 values are no text: 622, 623, 713"),
        ({"title": ["Hospitals", 7, None]}, "title: 1 of 3 values are no text: 7"),
        ({"jobs": ["1", "2", "3"]}, "jobs: 3 of 3 values are no number"),
        ({"jobs": [True, False, True]}, "jobs: 3 of 3 values are no number"),
        ({"jobs": [1, float("inf"), 2]}, "jobs: 1 of 3 values are not finite: inf, .* naics 623"),
        ({"share": [0.5, 50, -0.1]}, "share: 2 of 3 values are outside of 0 to 1: 50"),
        (
            {"share_low": [0.2, 0.4, 0.1]},
            "share_low: 1 of 3 .* above share_high: 0.2, .* naics 622",
        ),
        ({"ranked": ["True", None, "no"]}, "ranked: 2 of 3 values are neither true nor false"),
    ],
)
def test_a_value_that_is_not_what_is_declared_is_refused_with_its_place(
    tmp_path: Path, changes: dict[str, list[Any]], told: str
) -> None:
    with pytest.raises(InputError, match=f"Table factors, {told}"):
        full(tmp_path, **changes)

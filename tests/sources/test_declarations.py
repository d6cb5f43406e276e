"""Declarations of sources: strict, named after their file, and found by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sectornb.errors import DeclarationError
from sectornb.sources.declarations import declarations, declared, read_declaration

COLUMN = {"file": "a_fips", "name": "area_fips", "kind": "code", "meaning": "area"}


def declaration(**changes: Any) -> dict[str, Any]:
    content: dict[str, Any] = {
        "source": "jobs", "title": "Jobs", "owner": "An agency", "homepage": "https://a.gov",
        "license": "public", "citation": "An agency", "concept": "Jobs", "answers": "How many",
        "leaves_out": "Nobody", "vintage": "the year", "cadence": "yearly", "warnings": [],
        "tables": {"area": {
            "title": "Areas", "answers": "How many", "url": "https://a.gov/{area}",
            "part": "{area}.csv", "reference_period": "{year}", "key": ["area_fips"],
            "columns": [COLUMN],
        }},
    }  # fmt: skip
    return {**content, **changes}


def written(folder: Path, content: object, name: str = "jobs.yml") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content))
    return path


def with_columns(*columns: dict[str, Any], key: tuple[str, ...] = ("area_fips",)) -> dict[str, Any]:
    content = declaration()
    content["tables"]["area"].update(columns=list(columns), key=list(key))
    return content


def test_a_valid_declaration_is_read(tmp_path: Path) -> None:
    found = read_declaration(written(tmp_path, declaration()))
    assert found.table("area").aliases() == {"a_fips": "area_fips"}


def test_older_names_lead_to_the_same_column(tmp_path: Path) -> None:
    content = with_columns({**COLUMN, "aliases": ["fips", "county"]})
    found = read_declaration(written(tmp_path, content)).table("area").aliases()
    assert found == {"a_fips": "area_fips", "fips": "area_fips", "county": "area_fips"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title: [", "not a valid source declaration"),
        ("", "not a valid source declaration"),
        (declaration(color="blue"), "color"),
        ({k: v for k, v in declaration().items() if k != "license"}, "license"),
        (declaration(source="other"), r"name the file other\.yml"),
        (with_columns(COLUMN, {**COLUMN, "name": "x"}), "'a_fips' is declared twice"),
        (with_columns({**COLUMN, "aliases": ["a_fips"]}), "declared twice"),
        (with_columns(COLUMN, key=("year",)), "undeclared columns: year"),
        (with_columns({**COLUMN, "kind": "number"}), "kind"),
    ],
)
def test_a_malformed_declaration_is_refused(tmp_path: Path, content: object, said: str) -> None:
    with pytest.raises(DeclarationError, match=rf"(?s)jobs\.yml.*{said}"):
        read_declaration(written(tmp_path, content))


def test_an_unknown_source_names_the_nearest() -> None:
    with pytest.raises(DeclarationError, match=r"'qcwe'.*'qcew'"):
        declared("qcwe")


def test_an_unknown_table_names_the_nearest() -> None:
    with pytest.raises(DeclarationError, match=r"'anual-area'.*'annual-area'"):
        declared("qcew").table("anual-area")


@pytest.mark.parametrize("source", sorted(declarations()))
def test_withheld_columns_name_a_mark_of_their_table(source: str) -> None:
    for table in declarations()[source].tables.values():
        marks = {column.name for column in table.columns if column.kind == "mark"}
        assert {column.withheld_by for column in table.columns if column.withheld_by} <= marks


@pytest.mark.parametrize("source", sorted(declarations()))
def test_project_names_are_unique_in_a_table(source: str) -> None:
    for table in declarations()[source].tables.values():
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))

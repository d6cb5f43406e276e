"""The example's tables hold only columns that the data dictionary declares for them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "reports" / "example"


def declared() -> dict[str, Any]:
    text = (ROOT / "data" / "dictionary.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def undeclared(folder: Path, dictionary: dict[str, Any]) -> list[str]:
    """Tables and columns in `folder` that `dictionary` does not know; never silent about none."""
    tables = sorted(folder.glob("*.csv"))
    if not tables:
        return [f"no table in {folder.name}/"]
    found = []
    for path in tables:
        if path.stem not in dictionary["tables"]:
            found.append(f"table {path.stem}")
            continue
        with path.open(encoding="utf-8", newline="") as handle:
            header = next(csv.reader(handle), [])
        known = dictionary["tables"][path.stem]["columns"]
        found += [f"{path.stem}.{column}" for column in header if column not in known]
    return found


def test_every_column_of_the_example_is_declared() -> None:
    if EXAMPLE.exists():
        assert undeclared(EXAMPLE / "tables", declared()) == []


def test_every_column_of_a_declared_table_has_a_meaning() -> None:
    dictionary = declared()
    found = []
    for name, table in dictionary["tables"].items():
        used = [*table["columns"], *table.get("key", [])]
        found += [f"{name}.{column}" for column in used if column not in dictionary["columns"]]
    assert found == []


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"shed.csv": "county,jobs\n1,2\n"}, []),
        ({"shed.csv": "county,jobs,clock\n"}, ["shed.clock"]),
        ({"shed.csv": "county\n", "barn.csv": "county\n"}, ["table barn"]),
        ({}, ["no table in tables/"]),
    ],
)
def test_an_undeclared_column_is_caught(
    tmp_path: Path, files: dict[str, str], found: list[str]
) -> None:
    dictionary = {"tables": {"shed": {"columns": ["county", "jobs"]}}}
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert undeclared(folder, dictionary) == found

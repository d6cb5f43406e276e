from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sectornb.dictionary import Dictionary
from sectornb.errors import MissingColumnError, WorkbookError
from sectornb.report import evidence
from sectornb.report.evidence import FullTable, claimed_cells, full_tables
from sectornb.report.report import Report
from sectornb.report.saved_table import read_saved
from sectornb.show.table import cell_id

DECLARED = Dictionary.model_validate(
    {
        "columns": {
            "naics": {"format": "code", "meaning": "Code", "label": "NAICS"},
            "year": {"format": "code", "meaning": "Year", "label": "Year"},
            "jobs": {"unit": "jobs", "format": "integer", "meaning": "Jobs", "label": "Jobs"},
            "listed": {"format": "boolean", "meaning": "Listed", "label": "Listed"},
            "note": {"format": "text", "meaning": "Note", "label": "Note"},
        },
        "tables": {
            "cells": {
                "workbook": "2-industries",
                "title": "Cells",
                "key": ["naics", "year"],
                "columns": ["naics", "year", "jobs", "listed", "note"],
            }
        },
    }
)
TEXT = "naics,year,jobs,listed,note\n0622,2022,58123.4,True,NA\n541,2022,,False,\n541,2017,7,,x\n"


def claim(text: str, naics: str, column: str = "jobs", year: str = "2022") -> dict[str, Any]:
    return {
        "text": text,
        "table": "cells",
        "row": {"naics": naics, "year": year},
        "column": column,
    }


def record(*claims: dict[str, Any]) -> dict[str, Any]:
    return {
        "tables": {"cells": {"file": "tables/cells.csv"}},
        "findings": [{"text": "", "claims": list(claims)}],
    }


def shown_of(
    folder: Path, told: dict[str, Any], shown: Collection[str] = ()
) -> tuple[list[FullTable], list[dict[str, str]]]:
    return full_tables(Report(folder, "ohio", "Ohio", [], [told], declared=DECLARED), told, shown)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "cells.csv").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_a_saved_table_reads_back_with_its_types(folder: Path) -> None:
    frame = read_saved(folder / "tables" / "cells.csv", "cells", DECLARED)
    assert frame["naics"].tolist() == ["0622", "541", "541"]
    assert frame["jobs"].tolist()[0] == 58123.4 and pd.isna(frame["jobs"][1])
    assert frame["listed"].tolist()[:2] == [True, False]
    # "NA" is a text like any other; only an empty field is missing.
    assert frame["note"][0] == "NA" and pd.isna(frame["note"][1])


def test_a_saved_table_of_other_columns_is_refused(folder: Path) -> None:
    (folder / "tables" / "cells.csv").write_text("naics\n541\n", encoding="utf-8")
    with pytest.raises(MissingColumnError):
        shown_of(folder, record())


def test_only_claimed_cells_that_are_not_shown_get_an_address(folder: Path) -> None:
    first, second = claim("58,123", "0622"), claim("7", "541", year="2017")
    shown = {cell_id("cells", first["row"], "jobs")}
    (table,), _ = shown_of(folder, record(first, second), shown)
    assert re.findall(r' id="([^"]+)"', table.html) == [cell_id("cells", second["row"], "jobs")]
    assert table.summary == "Cells: all 3 rows"


def test_the_cell_of_each_number_is_told_in_words_once(folder: Path) -> None:
    claims = [claim("58,123", "0622"), claim("58,123", "0622"), claim("NA", "0622", "note")]
    assert len(claimed_cells(record(*claims))) == 2
    _, numbers = shown_of(folder, record(*claims))
    # Words are no numbers, so that the note is not listed.
    assert [(n["value"], n["row"], n["column"], n["unit"]) for n in numbers] == [
        ("58,123", "NAICS 0622, Year 2022", "Jobs", "")
    ]


def test_claims_of_notes_and_limits_are_followed_as_those_of_findings() -> None:
    found = record(claim("7", "541", year="2017"))
    found["notes"] = ["words alone", {"text": "", "claims": [claim("58,123", "0622")]}]
    found["limits"] = [{"text": "", "claims": [claim("7", "541", year="2017")]}]
    assert [cell["text"] for cell in claimed_cells(found).values()] == ["7", "58,123"]


def test_of_a_large_table_the_rows_in_use_are_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_CELLS", 10)
    (table,), _ = shown_of(folder, record(claim("7", "541", year="2017")))
    assert table.summary == "Cells: the 1 of 3 rows that sentences use"
    assert table.html.count("<tr>") == 2
    assert shown_of(folder, record())[0] == []


@pytest.mark.parametrize(
    "bad", [claim("1", "999"), claim("1", "541", "pay"), {**claim("1", "541"), "row": {}}]
)
def test_a_claim_without_exactly_one_cell_is_refused(folder: Path, bad: dict[str, Any]) -> None:
    with pytest.raises(WorkbookError, match=r"A sentence says '1'.*such cells"):
        shown_of(folder, record(bad))


def test_a_table_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    assert shown_of(tmp_path, record(claim("1", "541"))) == ([], [])

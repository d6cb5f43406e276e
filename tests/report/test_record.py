from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import DeclarationError, InputError, MissingColumnError
from sectornb.report.parameters import check_parameters
from sectornb.report.record import read_records, save, table_keys, write_table
from sectornb.sources.library import Holding
from sectornb.words import Claim, Sentence

TOTALS = pd.DataFrame(
    {
        "own_code": ["0", "5"],
        "ownership": ["total covered", "private"],
        "year": ["2022", "2022"],
        "establishments": [10.0, 8.0],
        "employment": [100.0, 1 / 3],
        "total_wages_usd": [1e9, float("nan")],
    }
)
HOLDING = Holding(
    source="qcew",
    vintage="2022",
    table="annual-area",
    part="57001.csv",
    reference_period="2022 annual average",
    origin="added by hand: 57001.csv",
    retrieved="2024-01-02",
    bytes=1,
    sha256="ab",
    rows=1,
)


def settings(out: str) -> Any:
    return check_parameters(
        "2-industries",
        {
            "region_id": "a",
            "title": "A",
            "counties": ["57001"],
            "base_year": 2017,
            "latest_year": 2022,
            "library": "../somewhere",
            "out": out,
        },
    )


def saved(out: str, frame: pd.DataFrame = TOTALS, name: str = "region_totals") -> str:
    return save(
        "2-industries",
        settings(out),
        question="Which?",
        period="2017 to 2022",
        tables={name: frame},
        findings=[
            Sentence(
                "There are 100 jobs.",
                (Claim("100", name, {"own_code": "0", "year": "2022"}, "employment"),),
            )
        ],
        sources=[HOLDING],
        notes=["a note"],
        limits=["a limit"],
    )


def test_a_table_is_written_with_line_feeds_twelve_digits_and_empty_for_missing(
    tmp_path: Path,
) -> None:
    saved(str(tmp_path))
    assert (tmp_path / "tables" / "region_totals.csv").read_bytes() == (
        b"own_code,ownership,year,establishments,employment,total_wages_usd\n"
        b"0,total covered,2022,10,100,1000000000\n"
        b"5,private,2022,8,0.333333333333,\n"
    )


def test_columns_are_written_in_their_declared_order(tmp_path: Path) -> None:
    saved(str(tmp_path), TOTALS[TOTALS.columns[::-1]])
    assert (tmp_path / "tables" / "region_totals.csv").read_text().startswith("own_code,ownership")


def test_the_record_follows_each_claim_and_input_and_names_no_place(tmp_path: Path) -> None:
    said = saved(str(tmp_path))
    (record,) = read_records(tmp_path)
    table = tmp_path / "tables" / "region_totals.csv"
    assert said == "Saved region_totals."
    assert record["tables"]["region_totals"] == {
        "file": "tables/region_totals.csv",
        "sha256": hashlib.sha256(table.read_bytes()).hexdigest(),
        "rows": 2,
        "columns": list(TOTALS.columns),
    }
    assert record["findings"][0]["claims"][0]["row"] == {"own_code": "0", "year": "2022"}
    assert record["sources"][0]["sha256"] == "ab"
    assert record["sources"][0]["owner"].startswith("U.S. Bureau")
    assert not {"library", "out"} & set(record["parameters"])
    assert "somewhere" not in json.dumps(record) and str(tmp_path) not in json.dumps(record)


def test_without_a_folder_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Nothing was saved" in saved("")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", ["", "there"])
@pytest.mark.parametrize(
    ("frame", "name", "error"),
    [
        (TOTALS.drop(columns="year"), "region_totals", MissingColumnError),
        (TOTALS.assign(more=1), "region_totals", DeclarationError),
        (TOTALS, "region_total", DeclarationError),
        (pd.concat([TOTALS, TOTALS]), "region_totals", InputError),
    ],
    ids=["lacks a column", "has one too many", "is not declared", "repeats its key"],
)
def test_a_table_that_is_not_as_declared_is_refused_before_anything_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    out: str,
    frame: pd.DataFrame,
    name: str,
    error: type[Exception],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=name):
        saved(out, frame, name)
    assert list(tmp_path.iterdir()) == []


def test_records_come_in_the_order_of_the_workbooks(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    for name in ("3-occupations", "1-region", "2-industries"):
        (tmp_path / "records" / f"{name}.json").write_text(json.dumps({"workbook": name}))
    assert [record["workbook"][0] for record in read_records(tmp_path)] == ["1", "2", "3"]


def test_keys_are_those_of_the_dictionary() -> None:
    assert table_keys("2-industries")["region_totals"] == ["own_code", "year"]
    assert table_keys("no such workbook") == {}


CODES = st.lists(st.from_regex(r"0\d{4}|31-33|NA|null|\d{3}", fullmatch=True), min_size=1)


@given(codes=CODES, data=st.data())
def test_codes_and_numbers_read_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, codes: list[str], data: st.DataObject
) -> None:
    values = data.draw(
        st.lists(
            st.floats(-1e12, 1e12) | st.just(float("nan")),
            min_size=len(codes),
            max_size=len(codes),
        )
    )
    frame = pd.DataFrame({"code": pd.Series(codes, dtype="str"), "value": values})
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    write_table(frame, path)
    assert b"\r" not in path.read_bytes()
    back = pd.read_csv(
        path, dtype={"code": str, "value": float}, keep_default_na=False, na_values={"value": [""]}
    )
    assert back["code"].tolist() == codes
    pd.testing.assert_series_equal(back["value"], frame["value"], rtol=1e-11)

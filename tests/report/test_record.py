from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.disclosure.ratings.audit import Panel
from sectornb.errors import DeclarationError, DisclosureError, InputError, MissingColumnError
from sectornb.joins import Join
from sectornb.report.record import read_records, save, write_table
from sectornb.show.sentence import Claim, Sentence
from sectornb.sources.holding import Holding
from tests.builders.finished_study import finished_study

BANDS = pd.DataFrame(
    {
        "side": ["residents", "jobs"],
        "band": ["same county", "same county"],
        "jobs": [100.0, 1e9],
        "share": [1 / 3, float("nan")],
        "cumulative_share": [0.5, 1.0],
    }
)
HOLDING = Holding(
    source="lodes",
    vintage="2022",
    table="od-main",
    part="wm_od_main_JT00_2022.csv.gz",
    reference_period="about 1 April 2022",
    origin="added by hand: wm_od_main_JT00_2022.csv.gz",
    retrieved="2024-01-02",
    bytes=1,
    sha256="ab",
    rows=1,
)


ROW = {"side": "residents", "band": "same county"}
SAID = Sentence("There are 100 jobs.", (Claim("100", "distance_bands", ROW, "jobs"),))


def saved(
    out: str, frame: pd.DataFrame = BANDS, name: str = "distance_bands", **changes: Any
) -> str:
    options: dict[str, Any] = {
        "tables": {name: frame},
        "findings": [SAID],
        "sources": [HOLDING],
        "notes": ["a note"],
        "limits": ["a limit"],
    } | changes
    return save(finished_study(out, **options))


def test_a_table_is_written_with_line_feeds_twelve_digits_and_empty_for_missing(
    tmp_path: Path,
) -> None:
    saved(str(tmp_path))
    assert (tmp_path / "tables" / "distance_bands.csv").read_bytes() == (
        b"side,band,jobs,share,cumulative_share\n"
        b"residents,same county,100,0.333333333333,0.5\n"
        b"jobs,same county,1000000000,,1\n"
    )


def test_columns_are_written_in_their_declared_order(tmp_path: Path) -> None:
    saved(str(tmp_path), BANDS[BANDS.columns[::-1]])
    assert (tmp_path / "tables" / "distance_bands.csv").read_text().startswith("side,band,jobs")


def test_the_record_follows_each_claim_and_input_and_names_no_place(tmp_path: Path) -> None:
    said = saved(str(tmp_path))
    (record,) = read_records(tmp_path)
    table = tmp_path / "tables" / "distance_bands.csv"
    assert said == "Saved distance_bands."
    assert record["tables"]["distance_bands"] == {
        "file": "tables/distance_bands.csv",
        "sha256": hashlib.sha256(table.read_bytes()).hexdigest(),
        "rows": 2,
        "columns": list(BANDS.columns),
        "sources": ["lodes"],
    }
    assert record["findings"][0]["claims"][0]["row"] == ROW
    assert record["sources"][0]["sha256"] == "ab"
    assert record["sources"][0]["owner"].startswith("U.S. Census")
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
        (BANDS.drop(columns="jobs"), "distance_bands", MissingColumnError),
        (BANDS.assign(more=1), "distance_bands", DeclarationError),
        (BANDS, "distance_band", DeclarationError),
        (pd.concat([BANDS, BANDS]), "distance_bands", InputError),
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


def test_a_table_s_record_names_the_declared_sources_that_the_run_used(tmp_path: Path) -> None:
    others = [replace(HOLDING, source=name) for name in ("qcew", "geometry")]
    shed = pd.DataFrame(
        {"side": ["jobs"], "jobs": 1, "jobs_inside": 1, "inside_pct": 1, "outside_pct": 0}
    )
    saved(
        str(tmp_path),
        tables={"distance_bands": BANDS, "region_commuting": shed},
        sources=[HOLDING, *others],
    )
    (record,) = read_records(tmp_path)
    assert record["tables"]["distance_bands"]["sources"] == ["geometry", "lodes"]
    assert record["tables"]["region_commuting"]["sources"] == ["lodes"]


def test_a_table_none_of_whose_declared_sources_was_used_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="distance_bands is declared to be computed from"):
        saved(str(tmp_path), sources=[replace(HOLDING, source="qcew")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", ["", "there"])
def test_a_finding_with_a_number_that_no_claim_covers_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="sentence of 1-region says 2022, 9 without a claim"):
        saved(out, findings=[SAID, Sentence("In 2022, 100 jobs in 9.", SAID.claims)])
    assert list(tmp_path.iterdir()) == []


def test_a_reading_with_a_number_that_no_claim_covers_is_refused_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="sentence of 1-region says 7 without a claim"):
        saved(str(tmp_path), readings={"sheds": Sentence("7 counties.")})


def test_notes_and_limits_may_be_sentences_whose_numbers_can_be_followed(tmp_path: Path) -> None:
    saved(str(tmp_path), notes=["a note", SAID], limits=[SAID])
    (record,) = read_records(tmp_path)
    assert record["notes"] == ["a note", SAID.record()]
    assert record["limits"] == [SAID.record()]


def test_the_analyst_s_own_tables_lie_apart_and_are_no_table_of_the_report(
    tmp_path: Path,
) -> None:
    saved(str(tmp_path), own_tables={"distance_bands": BANDS})
    record = read_records(tmp_path)[0]
    assert record["own_tables"]["distance_bands"]["file"] == "analyst/distance_bands.csv"
    assert record["tables"]["distance_bands"]["file"] == "tables/distance_bands.csv"
    assert (tmp_path / "analyst" / "distance_bands.csv").is_file()
    assert "not for publication" in (tmp_path / "analyst" / "README.txt").read_text("utf-8")


def test_own_tables_are_checked_as_the_others_are(tmp_path: Path) -> None:
    with pytest.raises((DeclarationError, MissingColumnError)):
        saved(str(tmp_path), own_tables={"distance_bands": BANDS.drop(columns="share")})
    assert not list(tmp_path.iterdir())


def test_records_come_in_the_order_of_the_workbooks(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    for name in ("3-occupations", "1-region", "2-industries"):
        (tmp_path / "records" / f"{name}.json").write_text(json.dumps({"workbook": name}))
    assert [record["workbook"][0] for record in read_records(tmp_path)] == ["1", "2", "3"]


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


FEW = Join("the region's counties", "the file", 4, 1, ("1", "2", "3"), ("distance_bands",))


def test_a_table_tells_how_its_joins_matched_and_the_page_where_few_did(tmp_path: Path) -> None:
    elsewhere = replace(FEW, where="another", tables=("other",), matched=4, without=())
    saved(str(tmp_path), joins=[FEW, elsewhere])
    (record,) = read_records(tmp_path)
    assert record["tables"]["distance_bands"]["joins"] == [FEW.record()]
    assert record["limits"] == ["a limit", FEW.warning]


def test_the_reading_called_answer_is_saved_as_the_answer(tmp_path: Path) -> None:
    saved(str(tmp_path), readings={"answer": SAID})
    assert read_records(tmp_path)[0]["answer"] == [SAID.record()]
    saved(str(tmp_path))
    assert read_records(tmp_path)[0]["answer"] == []


def test_figures_that_give_ratings_away_are_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    ratings = {f"r{n}": float(rating) for n, rating in enumerate((3, 4, 4, 5, 2, 3))}
    told = Panel("distance_bands", "A1", ratings, ("median", "share", "mean"))
    with pytest.raises(DisclosureError, match="Table distance_bands, A1: median"):
        saved(str(tmp_path), panels=[told])
    assert not list(tmp_path.iterdir())
    saved(str(tmp_path), panels=[replace(told, printed=("median",))])


def test_the_file_that_the_names_of_counties_come_from_is_among_the_inputs(tmp_path: Path) -> None:
    used = [HOLDING]
    study = finished_study(
        str(tmp_path),
        tables={"distance_bands": BANDS},
        findings=[SAID],
        county_names=property(lambda _: used.append(replace(HOLDING, part="titles")) or {}),
    )
    study.library = SimpleNamespace(used=lambda: list(used))
    save(study)
    (record,) = read_records(tmp_path)
    assert [source["part"] for source in record["sources"]].count("titles") == 1

"""The one chain of workbook 2: what is saved is what check looks at, each step made once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sectornb.codes import naics_titles
from sectornb.dictionary import dictionary
from sectornb.industry import WORKBOOK, factor_bounds, study
from sectornb.industry.traps import TRAPS
from sectornb.report.record import save, write_table
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped
from sectornb.show.sentence import unclaimed_numbers
from sectornb.traps import caught
from tests.builders.industry_study import REGION, changed, example, study_of

EXPECTED = shipped("reports", "example", "tables")


def test_the_tables_that_check_looks_at_are_those_that_a_run_saves(tmp_path: Path) -> None:
    for name, frame in example().tables.items():
        write_table(frame[list(dictionary().table(name).columns)], tmp_path / f"{name}.csv")
        assert (tmp_path / f"{name}.csv").read_bytes() == (EXPECTED / f"{name}.csv").read_bytes()


def test_a_run_of_another_region_saves_what_check_looks_at(
    small_report: Path, tmp_path: Path
) -> None:
    region = read_region(small_report.parents[1] / "regions" / "region.yml")
    tables = study_of(region).tables
    assert {path.stem for path in (small_report / "tables").glob("*.csv")} == set(tables)
    for name, frame in tables.items():
        write_table(frame[list(dictionary().table(name).columns)], tmp_path / f"{name}.csv")
        saved = (small_report / "tables" / f"{name}.csv").read_bytes()
        assert (tmp_path / f"{name}.csv").read_bytes() == saved


def test_a_step_is_made_once_however_often_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(name: str, original: object) -> object:
        def step(*given: object, **named: object) -> object:
            made.append(name)
            return original(*given, **named)  # type: ignore[operator]

        return step

    for name in ("industry_factors", "with_draws", "shift_share_table", "national_shares"):
        monkeypatch.setattr(study, name, counted(name, getattr(study, name)))
    monkeypatch.setattr(
        factor_bounds, "yearly_bounds", counted("yearly_bounds", factor_bounds.yearly_bounds)
    )
    one = study_of(read_region(REGION), naics_digits=2, details={"draws": 50})
    save(one)
    caught([trap for trap in TRAPS if trap.id != "T35"], one)
    assert sorted(made) == [
        "industry_factors", "national_shares", "shift_share_table", "with_draws", "yearly_bounds",
    ]  # fmt: skip


def test_every_reading_has_a_claim_for_each_of_its_numbers() -> None:
    assert {name: unclaimed_numbers(said) for name, said in example().readings.items()} == {
        name: [] for name in example().readings
    }


def test_rows_of_the_short_list_stand_in_its_order() -> None:
    listed = example().listed("industry_factors")
    ranking = example().ranking
    short = ranking[ranking["shortlisted"]]
    assert set(listed["naics"]) == set(short["naics"])
    share = short.set_index("naics")["shortlist_share"]
    assert share[listed["naics"]].is_monotonic_decreasing


def test_without_a_short_list_there_are_no_rows_and_sentences_that_say_so() -> None:
    ranking = example().ranking.assign(shortlisted=False)
    one = changed(example(), tables={**example().tables, "industry_ranking": ranking})
    one.__dict__.pop("readings", None)
    assert one.listed("industry_factors").empty
    assert "none could be scored" in one.readings["ranges"].text


def test_limits_begin_with_what_is_special_to_the_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study.IndustryStudy, "warnings", ["2020 is a pandemic year."])
    assert example().limits[0] == "2020 is a pandemic year."
    assert len(example().limits) > 1


@pytest.mark.parametrize(("ownership", "told"), [("private", True), ("all", False)])
def test_government_is_a_limit_of_private_figures_only(ownership: str, told: bool) -> None:
    limits = example(ownership).limits
    assert any("Government jobs are left out" in limit for limit in limits) is told


@pytest.mark.parametrize("ownership", ["private", "all"])
def test_all_tables_are_declared(ownership: str) -> None:
    declared = {n for n, table in dictionary().tables.items() if table.workbook == WORKBOOK.name}
    one = example(ownership)
    assert {*one.tables, *one.own_tables} == declared


def test_the_titles_are_those_of_the_latest_year() -> None:
    factors = example().factors.set_index("naics")["naics_title"]
    titles = pd.Series(naics_titles(2022)).reindex(factors.index)
    assert factors.equals(titles.astype("str").rename("naics_title"))


def test_ends_are_held_back_where_they_are_proven_and_not_shown() -> None:
    study = example()
    table, proven = study.factors, study.proven["employment_high"]
    assert table["ends_held_back"].any()
    assert proven[table["ends_held_back"]].notna().all()
    assert table.loc[table["ends_held_back"], "employment_high"].isna().all()
    assert proven[table["employment_high"].isna() & ~table["ends_held_back"]].isna().all()

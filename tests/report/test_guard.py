"""Private inputs in a run: a workbook with one, made in a copy of the checkout; and the guard."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest

from sectornb.disclosure.private.search import Watch
from sectornb.disclosure.tables import Table, audited, protected
from sectornb.disclosure.thresholds import DisclosureRules
from sectornb.errors import GivenAwayError, PrivateDataError, WorkbookError
from sectornb.report.guard import Guard, without_outputs
from sectornb.report.published import earlier_reports
from sectornb.report.region_file import Region
from tests.builders.roster import roster
from tests.builders.training import COUNTS, ROSTER, TELLING, Toy

RULES = DisclosureRules()
KEY = ["place", "sex"]


def table_of(counties: Sequence[str]) -> Table:
    """What the toy counts, true."""
    sexes = [list(zip("FM", COUNTS[place], strict=True)) for place in counties]
    rows = [(p, sex, n) for p, both in zip(counties, sexes, strict=True) for sex, n in both]
    cells = pd.DataFrame(rows, columns=[*KEY, "people"])
    every = pd.concat([cells, cells.assign(place="+".join(counties))])
    every = pd.concat([every, every.assign(sex="Total")])
    return Table("training", every.groupby(KEY)["people"].sum().reset_index(), tuple(KEY), "people")


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    return Toy(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def report(toy: Toy) -> Path:
    done = toy.run()
    assert done.returncode == 0, done.stderr
    return toy.reports / "mine"


def test_a_report_is_made_of_a_private_input_and_holds_none_of_it(toy: Toy, report: Path) -> None:
    table = (report / "tables" / "training.csv").read_text("utf-8")
    assert "57017,F,trained,,withheld\n" in table
    every = [path for path in toy.reports.rglob("*") if path.is_file()]
    assert len(every) > 8
    for path in every:
        text = path.read_bytes().decode("latin-1")
        assert not any(each in text for each in (*TELLING, str(toy.files))), path.name
    assert "203 rows of participants, which are not shown" in (
        report / "7-training.ipynb"
    ).read_text("utf-8")


def test_the_manifest_tells_role_rows_and_a_seal_that_only_the_owner_can_make(
    toy: Toy, report: Path
) -> None:
    manifest = json.loads((report / "manifest.json").read_text("utf-8"))
    (told,) = manifest["private_inputs"]["7-training"]
    key = toy.files / "mine.key"
    assert key.stat().st_mode & 0o077 == 0
    seal = hmac.new(key.read_bytes().strip(), ROSTER.encode(), hashlib.sha256).hexdigest()
    assert told == {"role": "participants", "file": "roster.csv", "rows": 203, "hmac_sha256": seal}
    assert manifest["parameters"]["7-training"]["participants"] == "roster.csv"
    assert hashlib.sha256(ROSTER.encode()).hexdigest() not in json.dumps(manifest)


def test_a_report_that_tells_a_name_is_not_published(toy: Toy, report: Path) -> None:
    before = (report / "index.html").read_bytes()
    done = toy.run("leak")
    assert done.returncode == 1
    assert "The report was not published" in done.stderr
    assert "holds a name (row 3 of participants, column name)" in done.stderr
    assert not any(each in done.stderr + done.stdout for each in TELLING)
    assert (report / "index.html").read_bytes() == before
    assert not list(toy.reports.glob(".mine.staging")) and not toy.failed.exists()


def printed(report: Path, name: str = "training") -> pd.DataFrame:
    return pd.read_csv(report / "tables" / f"{name}.csv", dtype={"place": "str"})


def test_primary_and_complementary_cells_have_one_mark_in_table_notebook_and_page(
    report: Path,
) -> None:
    # Three women of 57017 alone would follow from the 63 there, or from the 83 women of all.
    table = printed(report)
    held_back = table[table["people"].isna()]
    assert set(held_back["people_status"]) == {"withheld"} and len(held_back) >= 4
    small = held_back["place"].eq("57017") & held_back["sex"].eq("F")
    assert small.sum() == 1 and set(held_back["sex"]) >= {"F", "M"}
    shown = table["people"].dropna()
    for file in ("7-training.ipynb", "7-training.html"):
        text = (report / file).read_text("utf-8")
        assert text.count("withheld") >= len(held_back), file
        assert all(f">{number:g}<" in text for number in shown), file


def test_the_page_tells_rules_and_that_no_earlier_report_was_named(report: Path) -> None:
    page = (report / "7-training.html").read_text("utf-8")
    how = page.partition('id="page-held-back"')[2].partition("</details>")[0]
    assert "counts below 10 (zero excepted)" in how
    assert "Earlier reports were not named" in how


def test_the_manifest_tells_rules_and_gap_and_the_analyst_alone_what_was_lost(report: Path) -> None:
    told = json.loads((report / "manifest.json").read_text("utf-8"))["disclosure"]["7-training"]
    held_back = int(printed(report)["people"].isna().sum())
    assert (told["held_back"], told["stopped"], told["gap"]) == (held_back, False, 0)
    assert told["rules"]["public_threshold"] == 10 and told["published"] == []
    # Of one cell held back for another, the bits that were lost are its value.
    assert not {"lost", "bound", "lost_bits"} & set(told)
    own = json.loads((report / "analyst" / "held-back-7-training.json").read_text("utf-8"))
    assert own["primary"] == 1 and own["lost_bits"] == own["least_bits"] > 0


@pytest.mark.soak
def test_a_report_one_county_short_gives_nothing_back_where_the_first_is_named(
    toy: Toy, report: Path
) -> None:
    done = toy.run(called="short", counties=("57001", "57019"), published=[report])
    assert done.returncode == 0, done.stderr
    short = toy.reports / "short"
    first = earlier_reports([report])
    assert first is not None
    true = table_of(("57001", "57019"))
    sums = {"place": {"57001+57019": ["57001", "57019"], **first.sums["place"]}}
    named = printed(short).set_index(["place", "sex"]).reindex(true.frame.set_index(KEY).index)
    audited([true], {true.name: named["people"].isna()}, RULES, first.tables, sums)
    # Of itself it has no small figure: 30, 40, 50, 20.  But 83 women of all less these 80 are 3.
    alone = protected([true], RULES, sums=sums)
    assert not alone.withheld[true.name].any()
    with pytest.raises(GivenAwayError, match="Leave out 'training'"):
        audited([true], alone.withheld, RULES, first.tables, sums)
    page = (short / "7-training.html").read_text("utf-8")
    assert "Earlier reports were not named" not in page
    assert not list(short.glob(".published*"))


@pytest.mark.soak
def test_tables_that_give_a_figure_back_publish_nothing(toy: Toy, report: Path) -> None:
    before = (report / "index.html").read_bytes()
    done = toy.run("bare")
    assert done.returncode == 1
    assert "must be held back" in done.stderr and "'training'" in done.stderr
    assert (report / "index.html").read_bytes() == before


@pytest.mark.soak
def test_a_second_workbook_holds_back_what_the_first_did(toy: Toy, report: Path) -> None:
    done = toy.run(called="both", sections=("training", "again"))
    assert done.returncode == 0, done.stderr
    both = toy.reports / "both"
    hidden = [printed(both, name)["people"].isna().tolist() for name in ("training", "again")]
    assert hidden[0] == hidden[1] and any(hidden[0])
    # Made anew beside the other's kept result, the first holds back what that one did.
    done = toy.run(called="both", sections=("training", "again"), only="training")
    assert done.returncode == 0, done.stderr
    assert printed(both)["people"].isna().tolist() == hidden[1]
    assert (both / "analyst" / "held-back-8-again.json").is_file()


@pytest.mark.soak
@pytest.mark.parametrize(
    ("mishap", "told"),
    [
        ("stop", "It was ValueError, whose words are left out"),
        ("own words", "It was InputError, whose words are left out"),
        ("people", "Table training, became: the column tells who somebody is"),
    ],
)
def test_a_run_that_stops_repeats_no_row(toy: Toy, report: Path, mishap: str, told: str) -> None:
    done = toy.run(mishap)
    assert done.returncode == 1 and told in done.stderr
    left = toy.failed.read_text("utf-8")
    assert not any(each in done.stderr + done.stdout + left for each in TELLING)
    outputs = [out for cell in json.loads(left)["cells"] for out in cell.get("outputs", [])]
    assert [out["output_type"] for out in outputs] == ["error"]


@dataclass
class Fake:
    """As much of a region as a guard looks at."""

    path: Path
    library: Path
    private: dict[str, dict[str, Path]]
    title: str = "Region"
    common_words: tuple[str, ...] = ()


def guard(
    folder: Path, place: str = "roster.csv", reports: Path | None = None, **changes: Any
) -> Guard:
    library = folder / "library"
    library.mkdir(exist_ok=True)
    region = Fake(folder / "mine.yml", library, {"7-training": {"participants": folder / place}})
    return Guard(cast(Region, replace(region, **changes)), reports)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("gone.csv", "names gone.csv for participants, and there is no such file"),
        ("library/roster.csv", "which is passed on"),
        ("reports/roster.csv", "which is passed on"),
    ],
)
def test_a_private_input_lies_where_only_its_owner_reads(
    tmp_path: Path, place: str, why: str
) -> None:
    for name in ("library", "reports"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "roster.csv").write_text(ROSTER, "utf-8")
    with pytest.raises(PrivateDataError, match=why):
        guard(tmp_path, place, tmp_path / "reports")


def test_without_private_inputs_nothing_is_read(tmp_path: Path) -> None:
    assert not guard(tmp_path, reports=tmp_path, private={})
    assert not list(tmp_path.glob("*.key"))


def test_a_seal_follows_the_file_and_the_key_and_check_makes_none(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    assert guard(tmp_path).placed("7-training")["participants"].seal == ""
    assert not (tmp_path / "mine.key").exists()

    def seal() -> str:
        made = guard(tmp_path, reports=tmp_path / "reports")
        return made.placed("7-training")["participants"].seal

    first = seal()
    assert first == seal() and len(first) == 64
    (tmp_path / "mine.key").unlink()
    assert first != seal()


def watched(folder: Path) -> Guard:
    """A guard with something to look for."""
    (folder / "roster.csv").write_text(ROSTER, "utf-8")
    made = guard(folder)
    vars(made)["watch"] = Watch([roster()], set())
    return made


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("InputError", "Table pay has no rows.", True),
        ("InputError", "'Quillfeather' is no number.", False),
        ("KeyError", "'pay'", False),
        ("PrivateDataError", "roster.csv, column born: 1 value is no date, in row 4.", True),
    ],
)
def test_words_of_an_error_are_told_where_they_repeat_no_row(
    tmp_path: Path, kind: str, text: str, told: bool
) -> None:
    said = watched(tmp_path).told(kind, text)
    assert (said == text) == told and ("words are left out" in said) != told


def test_an_error_of_a_study_that_is_checked_is_told_without_its_words(tmp_path: Path) -> None:
    made = watched(tmp_path)
    with pytest.raises(WorkbookError) as raised, made.quiet("7-training"):
        raise KeyError("Quillfeather")
    assert "It was KeyError" in str(raised.value) and "Quill" not in str(raised.value)
    with pytest.raises(KeyError), made.quiet("1-region"):
        raise KeyError("a county")


def test_a_failed_notebook_keeps_its_cells_and_no_output() -> None:
    stopped = {"output_type": "error", "ename": "ValueError", "evalue": "Quill", "traceback": ["Q"]}
    shown = {"output_type": "stream", "text": "Quillfeather"}
    notebook: dict[str, Any] = {
        "cells": [
            {"cell_type": "markdown", "source": "# Training"},
            {"cell_type": "code", "source": "rows", "outputs": [shown]},
            {"cell_type": "code", "source": "float(rows)", "outputs": [shown, stopped]},
        ]
    }
    without_outputs(notebook, "ValueError", "left out")
    assert "Quill" not in json.dumps(notebook)
    assert [len(cell.get("outputs", [])) for cell in notebook["cells"]] == [0, 0, 1]
    assert notebook["cells"][2]["outputs"][0]["traceback"] == ["left out"]

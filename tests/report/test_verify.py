"""A report that was made again: what was changed in it is found and named, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError
from sectornb.report import manifest, verify
from sectornb.report.region_file import read_region
from sectornb.report.remade import Item
from sectornb.report.run import run_region
from tests.builders.small_library import region_file, small_library

ID = "north-esker"
WORKBOOK = "2-industries"
Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report, in a folder with the library and the region file that it was made from."""
    folder = tmp_path_factory.mktemp("made")
    path = region_file(folder / "regions", small_library(folder))
    return run_region(read_region(path), folder / "reports")


@pytest.fixture(scope="module")
def items(made: Path) -> list[Item]:
    return verify.verify(made)


@pytest.fixture(scope="module")
def anew(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report made again, once for all tests."""
    folder = tmp_path_factory.mktemp("anew")
    path = region_file(folder / "regions", made.parents[1] / "library")
    return run_region(read_region(path), folder / "reports")


@pytest.fixture
def copy(made: Path, anew: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the report and its library to be changed; the new run is always the same one."""
    shutil.copytree(made.parents[1] / "library", tmp_path / "library")
    shutil.copytree(made.parent, tmp_path / "reports")
    monkeypatch.setattr(verify, "_run", lambda *arguments: anew)
    return tmp_path / "reports" / ID


def faults(found: list[Item]) -> list[Item]:
    return [item for item in found if item.verdict != "reproduced"]


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_an_untouched_report_is_reproduced_in_every_part(items: list[Item]) -> None:
    assert faults(items) == []
    kinds = {item.kind for item in items}
    assert kinds >= {"inputs", "tables", "own tables", "sentences", "words", "figures", "pages"}
    assert verify.summary(items)[-1] == "Everything was reproduced."


def test_quickly_an_untouched_report_is_reproduced_and_nothing_is_run(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "_run", lambda *arguments: pytest.fail("something was run"))
    assert faults(verify.verify(made, quick=True)) == []


def table_cell(report: Path) -> None:
    path = report / "tables" / "industry_ranking.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[0, "score"] = "99"
    table.to_csv(path, index=False, lineterminator="\n")


def figure(report: Path) -> None:
    pictures = sorted((report / "figures").glob(f"{WORKBOOK}-*.png"))
    pictures[0].write_bytes(pictures[1].read_bytes())


def spreadsheet(report: Path) -> None:
    import openpyxl

    path = report / f"{ID}.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["A3"] = "edited by hand"
    book.save(path)


def page_sentence(report: Path) -> None:
    replaced(report / f"{WORKBOOK}.html", "What would help most", "What would help least")


CHANGES: dict[str, tuple[Change, str, str, str]] = {
    "a cell of a table": (table_cell, "tables", "industry_ranking.csv", "score differs in 1 row"),
    "a sentence of the record": (
        lambda report: replaced(
            report / "records" / f"{WORKBOOK}.json", "Rank 1 is the highest", "Rank 1 is the lowest"
        ),
        "words",
        f"{WORKBOOK}, notes",
        "Rank 1 is the lowest",
    ),
    "a swapped picture": (figure, "figures", "", "another picture: SHA-256"),
    "a cell of the spreadsheet": (spreadsheet, "spreadsheet", f"{ID}.xlsx", "edited by hand"),
    "a page without its sentence": (page_sentence, "pages", f"{WORKBOOK}.html", "help least"),
    "a table that is gone": (
        lambda report: (report / "tables" / "shift_share.csv").unlink(),
        "tables",
        "shift_share.csv",
        "the report does not have it",
    ),
    "a table that nobody made": (
        lambda report: (report / "tables" / "more.csv").write_text("a\n1\n"),
        "tables",
        "more.csv",
        "no workbook makes it",
    ),
    "another version of a library": (
        lambda report: replaced(report / "versions.json", '"pandas": "', '"pandas": "9.'),
        "version",
        "pandas",
        "made the report, here is",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_is_found_and_named_and_nothing_else(change: str, copy: Path) -> None:
    plant, kind, name, told = CHANGES[change]
    plant(copy)
    # A sentence says what the table held, and the manifest what the picture was.
    besides = ("sentences", "pictures")
    found = [item for item in faults(verify.verify(copy)) if item.kind not in besides]
    assert [item.kind for item in found] == [kind], found
    assert name in found[0].name and told in found[0].told


def test_a_sentence_edited_in_the_page_does_not_stand_in_its_record(copy: Path) -> None:
    replaced(copy / f"{WORKBOOK}.html", "private employers held", "private employers lost")
    (found,) = [item for item in faults(verify.verify(copy, quick=True)) if item.kind != "files"]
    assert found.kind == "sentences" and "its page says something else" in found.told


def test_a_swapped_picture_is_not_that_of_the_manifest(copy: Path) -> None:
    figure(copy)
    found = [item for item in faults(verify.verify(copy, quick=True)) if item.kind != "files"]
    assert [item.kind for item in found] == ["pictures"]
    assert "in manifest.json and " in found[0].told


def test_a_number_that_its_table_does_not_hold_is_refuted(copy: Path) -> None:
    path = copy / "tables" / "region_totals.csv"
    path.write_text(path.read_text("utf-8").replace("2022", "2023"), "utf-8")
    found = [item for item in faults(verify.verify(copy, quick=True)) if item.kind == "sentences"]
    assert found and all("region_totals" in item.told for item in found)


def test_one_changed_byte_of_an_input_is_named_with_both_hashes_and_nothing_is_run(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "_run", lambda *arguments: pytest.fail("something was run"))
    path = copy.parents[1] / "library" / "qcew" / "2022" / "annual-area" / "57003.csv"
    content = path.read_bytes()
    path.write_bytes(content[:-2] + b"9" + content[-1:])
    first, second = faults(verify.verify(copy))
    assert (first.kind, first.name) == ("inputs", "qcew 2022 annual-area 57003.csv")
    assert first.verdict == "cannot" and "its SHA-256 was " in first.told
    assert (second.kind, second.name, second.verdict) == ("workbooks", WORKBOOK, "cannot")


def test_a_library_that_grew_since_changes_nothing(copy: Path) -> None:
    qcew = copy.parents[1] / "library" / "qcew"
    shutil.copytree(qcew / "2022", qcew / "2022.r2")
    assert faults(verify.verify(copy)) == []


def test_a_weight_changed_in_the_manifest_is_named_before_anything_is_run(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "_run", lambda *arguments: pytest.fail("something was run"))
    path = copy / manifest.MANIFEST
    told = json.loads(path.read_text("utf-8"))
    told["parameters"][WORKBOOK]["weights"]["employment"] = 3.0
    path.write_text(json.dumps(told), "utf-8")
    (found,) = faults(verify.verify(copy))
    assert (found.kind, found.verdict) == ("choices", "cannot")
    assert "weights is" in found.told


def test_a_report_of_other_methods_cannot_be_made_again_here(copy: Path) -> None:
    path = copy / manifest.MANIFEST
    told = json.loads(path.read_text("utf-8"))
    told["numbers_version"] -= 1
    path.write_text(json.dumps(told), "utf-8")
    (found,) = faults(verify.verify(copy))
    assert found.verdict == "cannot" and "numbers version" in found.told


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"region": {}}', "\x00", "[" * 9_000, '{"region": "../../x"}']
)
def test_what_is_no_manifest_is_refused_in_one_paragraph(copy: Path, content: str) -> None:
    (copy / manifest.MANIFEST).write_text(content, "utf-8")
    with pytest.raises(InputError, match="does not say what a report was made from"):
        verify.verify(copy)


def test_a_folder_that_is_no_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no report: it has no manifest"):
        verify.verify(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"parameters": 3, "sources": []}'])
def test_a_damaged_record_is_told(copy: Path, content: str) -> None:
    (copy / "records" / f"{WORKBOOK}.json").write_text(content, "utf-8")
    (found,) = faults(verify.verify(copy))
    assert found.kind == "choices" and found.verdict == "cannot"


@pytest.mark.parametrize(("changed", "code"), [(False, 0), (True, 1)])
def test_the_command_ends_with_0_only_if_all_is_reproduced(
    copy: Path, changed: bool, code: int
) -> None:
    if changed:
        table_cell(copy)
    ran = CliRunner().invoke(main, ["verify", str(copy), "--quiet"])
    assert ran.exit_code == code, ran.output
    assert ("differs: tables industry_ranking.csv: score differs" in ran.output) is changed


def test_a_workbook_with_private_inputs_cannot_be_made_again(tmp_path: Path) -> None:
    told = {"parameters": {}, "sources": [], "private_inputs": [{"role": "participants"}]}
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / f"{WORKBOOK}.json").write_text(json.dumps(told), "utf-8")
    able, (item,) = verify._able(tmp_path, [WORKBOOK], {})
    assert able == [] and item.verdict == "cannot"
    assert "stay with who made the report" in item.told

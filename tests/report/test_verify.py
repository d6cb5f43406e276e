"""A report that was made again: what was changed in it is found and named, and nothing else."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError
from sectornb.report import manifest, verify
from sectornb.report.guard import simulated_inputs
from sectornb.report.remade import compared
from sectornb.report.remainder import Item

ID = "north-esker"
WORKBOOK = "2-industries"
Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def made(small_report: Path) -> Path:
    """A report, in a folder with the library and the region file that it was made from."""
    return small_report


@dataclass(frozen=True)
class Verified:
    """What was found, and a copy of the report that was made again for it."""

    items: list[Item]
    anew: Path


@pytest.fixture(scope="module")
def verified(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Verified:
    anew, really = tmp_path_factory.mktemp("anew") / ID, verify._run

    def kept(*arguments: Any) -> Path:
        again = really(*arguments)
        shutil.copytree(again, anew)
        return again

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "_run", kept)
        return Verified(verify.verify(made), anew)


@pytest.fixture(scope="module")
def items(verified: Verified) -> list[Item]:
    return verified.items


@pytest.fixture(scope="module")
def anew(verified: Verified) -> Path:
    """The report made again, once for all tests."""
    return verified.anew


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


def in_json(path: Path, change: Callable[[Any], object]) -> None:
    content = json.loads(path.read_text("utf-8"))
    change(content)
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")


def in_manifest(change: Callable[[Any], object]) -> Change:
    return lambda report: in_json(report / manifest.MANIFEST, change)


def in_record(change: Callable[[Any], object]) -> Change:
    return lambda report: in_json(report / "records" / f"{WORKBOOK}.json", change)


def other_order(report: Path) -> None:
    path = report / "tables" / "industry_ranking.csv"
    head, first, second, *rest = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([head, second, first, *rest]), "utf-8")


def row_twice(report: Path) -> None:
    path = report / "tables" / "industry_ranking.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), "utf-8")


def formula(report: Path) -> None:
    path = report / f"{ID}.xlsx"
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = next(n for n in parts if n.startswith("xl/worksheets/sheet") and b"<f>" in parts[n])
    parts[sheet] = parts[sheet].replace(b"<f>", b"<f>7+", 1)
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def large_page(report: Path) -> None:
    with (report / f"{WORKBOOK}.html").open("r+b") as page:
        page.truncate(2 << 30)


def other_sum(report: Path) -> None:
    path = report / manifest.SUMS
    first, *rest = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(["0" * 64 + first[64:], *rest]), "utf-8")


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
    "rows in another order": (other_order, "tables", "industry_ranking.csv", "in another order"),
    "a row twice": (row_twice, "tables", "industry_ranking.csv", "it has a row twice"),
    "a formula": (formula, "spreadsheet", f"{ID}.xlsx", "1 cell differs ("),
    "a spreadsheet that unpacks to more than any": (
        lambda report: zipfile.ZipFile(report / f"{ID}.xlsx", "a", 8).writestr(
            "x", bytes(65 << 20)
        ),
        "spreadsheet",
        f"{ID}.xlsx",
        "unpacks to",
    ),
    "a cell of the notebook": (
        lambda report: replaced(report / f"{WORKBOOK}.ipynb", '"source": [\n', '"source": ["x",\n'),
        "files",
        f"{WORKBOOK}.ipynb",
        "the report says",
    ),
    "a parameter that nobody reads": (
        lambda report: replaced(
            report / "parameters" / f"{WORKBOOK}.yml", "naics_digits: 3", "naics_digits: 4"
        ),
        "files",
        f"parameters/{WORKBOOK}.yml",
        "the report says 'naics_digits: 4', the new run 'naics_digits: 3'",
    ),
    "a file that nobody made": (
        lambda report: (report / "memo.txt").write_text("x"),
        "files",
        "memo.txt",
        "no run makes it",
    ),
    "a list of versions that is gone": (
        lambda report: (report / "versions.json").unlink(),
        "files",
        "versions.json",
        "it is missing",
    ),
    "a list of sums that is gone": (
        lambda report: (report / manifest.SUMS).unlink(),
        "files",
        manifest.SUMS,
        "it is missing",
    ),
    "a sum": (other_sum, "files", manifest.SUMS, "has another sum"),
    "the hash of a table in the manifest": (
        in_manifest(lambda told: told["tables"]["shift_share"].update(sha256="0" * 64)),
        manifest.MANIFEST,
        "tables",
        "tables.shift_share.sha256 is 0000",
    ),
    "how the manifest cites": (
        in_manifest(lambda told: told["sources"][0].update(citation="Nobody")),
        manifest.MANIFEST,
        "sources",
        "sources.0.citation is Nobody",
    ),
    "what a picture is said to show": (
        in_record(lambda told: told["figures"][0].update(alt="nothing")),
        "words",
        f"{WORKBOOK}, figures",
        "nothing",
    ),
    "a county's name": (
        in_record(lambda told: told["county_names"].update({"57001": "Nowhere"})),
        "words",
        f"{WORKBOOK}, county_names",
        "Nowhere",
    ),
    "a script in a page": (
        lambda report: replaced(report / "index.html", "</body>", "<script>1</script></body>"),
        "pages",
        "index.html",
        "the report says '1'",
    ),
    "words that look as if they were the analyst's": (
        lambda report: replaced(
            report / f"{WORKBOOK}.html",
            '<div class="body">',
            '<section class="analyst"><p>Invest now</p></section><div class="body">',
        ),
        "pages",
        f"{WORKBOOK}.html",
        "Invest now",
    ),
    "words that look as if a result was kept": (
        lambda report: replaced(
            report / "index.html", "</article>", '<p class="kept">Invest now</p></article>'
        ),
        "pages",
        "index.html",
        "Invest now",
    ),
    "a page larger than any": (large_page, "pages", f"{WORKBOOK}.html", "2,147,483,648 bytes"),
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


def test_a_page_that_was_destroyed_is_one_verdict(copy: Path) -> None:
    (copy / f"{WORKBOOK}.html").write_text("<p>nothing of it</p>", "utf-8")
    (found,) = faults(verify.verify(copy))
    assert (found.kind, found.name) == ("pages", f"{WORKBOOK}.html")
    assert found.told.startswith("it is not the page that was written")


def test_every_table_is_missed_where_their_folder_is_gone(copy: Path) -> None:
    names = {path.name for path in (copy / "tables").iterdir()}
    shutil.rmtree(copy / "tables")
    found = faults(verify.verify(copy))
    assert {item.name for item in found} == names
    assert {item.kind for item in found} == {"tables"}


def test_line_ends_that_git_changed_are_no_difference(copy: Path) -> None:
    for path in copy.rglob("*"):
        texts = (".csv", ".json", ".html", ".ipynb", ".yml", "")
        if path.is_file() and path.suffix in texts:
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert [item for item in faults(verify.verify(copy)) if item.kind != "inputs"] == []


def test_what_could_not_be_made_without_a_workbook_is_not_called_different(
    made: Path, anew: Path
) -> None:
    found = faults(list(compared(made, anew, manifest.read_manifest(made), [WORKBOOK])))
    assert {item.verdict for item in found} == {"cannot"}
    assert {item.name for item in found} == {"index.html", f"{ID}.xlsx"}


def test_an_input_of_which_the_record_tells_another_hash_is_named(copy: Path) -> None:
    in_manifest(lambda told: told["sources"][0].update(sha256="0" * 64))(copy)
    (found,) = faults(verify.verify(copy))
    assert found.verdict == "cannot" and "is 000000000000… in manifest.json and " in found.told


def test_a_manifest_that_names_a_file_twice_is_refused(copy: Path) -> None:
    in_manifest(lambda told: told["sources"].append({**told["sources"][0], "rows": 1}))(copy)
    with pytest.raises(InputError, match="names the file .* twice"):
        verify.verify(copy)


def test_lists_within_lists_name_no_library(copy: Path) -> None:
    lists = "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    path = copy / "parameters" / f"{WORKBOOK}.yml"
    path.write_text(f"a: &a [x]\n{lists}library: *i\n", "utf-8")
    with pytest.raises(InputError, match="Name its folder with --library"):
        verify.verify(copy)


def test_what_a_screen_would_obey_is_shown_as_its_number() -> None:
    told = verify.summary([Item("tables", "x\n", "differs", "\x1b[2J")])
    assert told == ["differs: tables x : \\x1b[2J", "1 item of 1 not reproduced."]


def test_a_quick_look_does_not_claim_that_anything_was_reproduced(made: Path) -> None:
    told = verify.summary(verify.verify(made, quick=True), quick=True)
    assert told[0].startswith("unchanged: ") and "Nothing was run" in told[-1]
    assert "reproduced" not in " ".join(told)


def test_quickly_a_table_is_compared_with_the_manifest_too(copy: Path) -> None:
    table_cell(copy)
    (copy / manifest.SUMS).unlink()
    manifest.write_sums(copy)
    found = faults(verify.verify(copy, quick=True))
    assert "tables" in {item.kind for item in found}


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


def test_simulated_answers_come_with_the_package_and_are_run_again(
    example_report: Path,
) -> None:
    record = json.loads((example_report / "records" / "4-assessment.json").read_text("utf-8"))
    able, unable = verify._able(example_report, ["4-assessment"], {})
    assert (able, unable) == (["4-assessment"], [])
    told = record["private_inputs"]
    assert told[0]["simulated"] and simulated_inputs("4-assessment", told)
    # A seal that another key made, or of other answers, is somebody's own.
    other = [{**told[0], "hmac_sha256": "0" * 64}]
    assert simulated_inputs("4-assessment", other) is None

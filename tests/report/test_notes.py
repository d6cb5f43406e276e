from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import RegionFileError
from sectornb.report.notes import Notes, misnamed_notes, notes_path, read_notes

WORKBOOKS = ["1-region", "2-industries"]


def read(tmp_path: Path, text: str | bytes) -> Notes:
    region = tmp_path / "ohio.yml"
    content = text.encode() if isinstance(text, str) else text
    notes_path(region).write_bytes(content)
    return read_notes(region, WORKBOOKS)


def shown(text: str) -> str:
    return str(Notes("n.md", "", {"index": text}).html("index"))


def test_notes_lie_beside_the_region_file_under_its_name() -> None:
    assert notes_path(Path("a/central-ohio.yml")) == Path("a/central-ohio.notes.md")


def test_without_a_file_there_are_no_notes(tmp_path: Path) -> None:
    notes = read_notes(tmp_path / "ohio.yml", WORKBOOKS)
    assert notes.record() is None
    assert notes.html("index") is None


@pytest.mark.parametrize(
    "name",
    ["central-ohio.note.md", "central-ohio-notes.md", "Central-Ohio.Notes.md", "central-ohio.md"]
    + ["central-ohio.notes.txt", "central-ohio.yml.notes.md"],
)
def test_a_file_all_but_named_as_the_notes_is_warned_of_with_the_expected_name(
    tmp_path: Path, name: str
) -> None:
    region = tmp_path / "central-ohio.yml"
    region.write_text("", "utf-8")
    (tmp_path / name).write_text("x", "utf-8")
    if notes_path(region).is_file():
        pytest.skip("this system does not tell the case of names apart")
    told = misnamed_notes(region)
    assert told.startswith(f"Not read: {name}") and "central-ohio.notes.md" in told


@pytest.mark.parametrize("name", ["README.md", "ohio-2.notes.md", "plan.txt", "ohio-1.csv"])
def test_other_files_are_no_misnamed_notes(tmp_path: Path, name: str) -> None:
    for region in ("ohio-1.yml", "ohio-2.yml"):
        (tmp_path / region).write_text("", "utf-8")
    (tmp_path / name).write_text("x", "utf-8")
    assert misnamed_notes(tmp_path / "ohio-1.yml") == ""


def test_with_the_notes_in_place_nothing_is_warned_of(tmp_path: Path) -> None:
    region = tmp_path / "ohio.yml"
    for path in (region, notes_path(region), tmp_path / "ohio.note.md"):
        path.write_text("", "utf-8")
    assert misnamed_notes(region) == ""


def test_each_section_goes_to_its_page(tmp_path: Path) -> None:
    notes = read(
        tmp_path, "# Title\n\nFor all.\n\n## 2-Industries\n\n### Port\nBig.\n\n## index\nMore."
    )
    assert notes.sections == {"index": "\nFor all.\n\nMore.", "2-industries": "\n### Port\nBig.\n"}
    assert notes.html("1-region") is None


def test_a_heading_within_code_begins_no_section(tmp_path: Path) -> None:
    text = "## index\n\n```\n## 9-nothing\n```\n"
    assert "## 9-nothing" in read(tmp_path, text).sections["index"]


def test_an_empty_section_shows_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "## index\n\n  \n").html("index") is None


def test_the_manifest_gets_name_and_hash(tmp_path: Path) -> None:
    text = "## index\nX\n"
    assert read(tmp_path, text).record() == {
        "file": "ohio.notes.md",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## 2-industry\nx", r"line 1, have a section '2-industry'.*2-industries"),
        ("## index\nx\n## index\ny", "line 3, have the section 'index' twice"),
        (b"## index\n\xff", "not UTF-8 text"),
        ("x" * 50_001, "50,001 bytes"),
    ],
)
def test_notes_that_no_page_can_take_are_refused(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    with pytest.raises(RegionFileError, match=message):
        read(tmp_path, text)


def test_headings_of_notes_stand_below_those_of_the_page() -> None:
    html = shown("# Loud\n\n##### Deep\n\nSetext\n======")
    assert "<h3>Loud</h3>" in html and "<h4>Deep</h4>" in html and "<h3>Setext</h3>" in html


def test_markup_that_could_run_or_load_is_shown_as_text() -> None:
    html = shown(
        "<script>alert(1)</script> <b onclick=alert(1)>b</b> <iframe src=x></iframe>\n\n"
        "[x](javascript:alert(1)) ![y](https://example.com/y.png) <p id='page-main'>p</p>"
    )
    assert "&lt;script&gt;" in html and "&lt;iframe" in html
    for bad in ("<script", "<iframe", "onclick", "javascript:", "src=", "id="):
        assert bad not in html.replace("&lt;iframe src", "")


@given(st.text(max_size=80))
def test_no_note_brings_in_a_script_or_a_handler(text: str) -> None:
    html = shown(f"a {text}").lower()
    assert "<script" not in html and "<style" not in html and "<iframe" not in html


def test_a_folder_or_a_broken_link_in_the_place_of_notes_is_told(tmp_path: Path) -> None:
    region = tmp_path / "ohio.yml"
    notes_path(region).mkdir()
    with pytest.raises(RegionFileError, match="no file but a folder or a broken link"):
        read_notes(region, [])

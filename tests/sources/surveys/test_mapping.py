from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.sources.surveys.export import read_export
from sectornb.sources.surveys.mapping import read_mapping, refuse_other
from tests.builders import survey_exports as written

TEXT = """
tool: google-forms
respondent: Email Address
columns:
  "How far? [Staff: lead]": 1.10
  "Why?": 1.10 reason
  "Not used":
labels: {"4 - Very": 4, no: 1}
dont_know: [cannot say]
not_asked:
"""


def mapping_file(folder: Path, text: str = TEXT) -> Path:
    (folder / "m.yml").write_text(text, "utf-8")
    return folder / "m.yml"


def test_what_stands_in_it_stays_text(tmp_path: Path) -> None:
    mapping = read_mapping(mapping_file(tmp_path))
    assert mapping.used() == {"How far? [Staff: lead]": "1.10", "Why?": "1.10 reason"}
    assert mapping.labels == {"4 - Very": "4", "no": "1"}
    assert mapping.dont_know == ["cannot say"] and mapping.not_asked == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("a list of words", "no entries"),
        ("tool: table\n", "columns"),
        ("tool: table\ncolumns: {a: '1'}\nlabel: {x: 1}\n", "label"),
        ("tool: table\ncolumns: {a: '1', a: '2'}\n", "twice, the second time in line 2"),
        ("tool: table\ncolumns: {a: [b, [c]]}\n", "line 2"),
        ("tool: &x table\ncolumns: {a: *x}\n", "line 2"),
        ("tool: !!python/object/apply:os.system ['x']\ncolumns: {a: b}\n", "not readable"),
        ("tool: 'table\ncolumns: {a: b}\n", "line"),
    ],
)
def test_what_is_no_mapping_file_is_refused_with_its_place(
    text: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=told) as error:
        read_mapping(mapping_file(tmp_path, text))
    assert len(str(error.value).splitlines()) == 1


def test_a_missing_one_a_folder_and_an_export_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        read_mapping(tmp_path / "none.yml")
    with pytest.raises(InputError, match="folder"):
        read_mapping(tmp_path)
    with pytest.raises(InputError, match="Is it the export"):
        read_mapping(mapping_file(tmp_path, "x: y\n" * 200_000))
    (tmp_path / "m.yml").write_bytes(b"tool: \xff\n")
    with pytest.raises(InputError, match="UTF-8"):
        read_mapping(tmp_path / "m.yml")


def test_a_mapping_of_another_export_is_refused(tmp_path: Path) -> None:
    export = read_export(written.google_forms(tmp_path / "a.csv", ["Staff", "Why?"], [["4", "x"]]))

    def refused(text: str) -> str:
        path = mapping_file(tmp_path, text)
        with pytest.raises(InputError) as error:
            refuse_other(read_mapping(path), path, export, ["1", "1 reason", "organization"])
        return str(error.value)

    assert "is for qualtrics" in refused("tool: qualtrics\ncolumns: {Staff: '1'}\n")
    assert "Did you mean '1 reason'" in refused("tool: google-forms\ncolumns: {Staff: 1 reasons}\n")
    assert "no column 'Stuff'" in refused("tool: google-forms\ncolumns: {Stuff: '1'}\n")
    assert "names one column twice" in refused(
        "tool: google-forms\ncolumns: {Staff: '1', STAFF: 1 reason}\n"
    )


def test_the_example_in_the_documentation_is_a_mapping_file(tmp_path: Path) -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "collecting-answers.md"
    text = page.read_text("utf-8").partition("```yaml mapping\n")[2].partition("```")[0]
    mapping = read_mapping(mapping_file(tmp_path, text))
    assert mapping.used()["Why? (2)"] == "2 reason" and len(mapping.used()) == 9
    heads = list(mapping.columns)
    heads[8] = "Why?"
    export = read_export(written.google_forms(tmp_path / "a.csv", heads, [["4"] * len(heads)]))
    known = {*mapping.used().values()}
    refuse_other(mapping, page, export, sorted(known))

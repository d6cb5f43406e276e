from __future__ import annotations

import csv
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from sectornb.assessment.read import COLUMNS, read_responses
from sectornb.cli import main
from sectornb.errors import InputError, ParameterError, PrivateDataError
from sectornb.report.answers import take_answers
from sectornb.report.forms import Survey, survey_of, write_forms
from sectornb.report.region_file import read_region
from tests.builders import survey_exports as written
from tests.builders.filled_form import fill
from tests.builders.panels import SMALL, answer, write_answers
from tests.builders.small_library import region_file

HEADS = ["Item one", "Why?", "Item two"]
MAPPING = "tool: google-forms\ncolumns: {Item one: '1', 'Why?': 1 reason, Item two: '2'}\n"


def survey(folder: Path, mode: str = "anonymous", responses: str = "responses.csv") -> Survey:
    section = {"instrument": SMALL, "mode": mode, "responses": responses}
    return survey_of(read_region(region_file(folder, folder / "library", assessment=section)))


def filled(asked: Survey, number: int, **more: object) -> list[Path]:
    """So many forms, each with a rating."""
    given = {"organization": "College", "1": "4 - point 4", "2": "don't know", "consent": "yes"}
    paths = write_forms(asked, str(number), asked.region.path.parent / "sent")
    return [fill(path, {**given, **more}, path) for path in paths]


def held(asked: Survey) -> list[dict[str, str]]:
    with asked.responses.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def confirmed(folder: Path, text: str = MAPPING) -> Path:
    (folder / "m.yml").write_text(text, "utf-8")
    return folder / "m.yml"


def test_forms_become_the_file_that_the_study_reads(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    told = take_answers(asked, filled(asked, 2), "2025-spring")
    # Four items of two raters: one rated, one "don't know", two blank each.
    assert told[0] == (
        "Wave 2025-spring: 2 raters, 1 organization; 4 items each: 2 rated, 4 left blank, "
        "2 don't know, 0 not asked."
    )
    assert {row["rater"] for row in held(asked)} == {"rater-01", "rater-02"}
    back = read_responses(asked.responses, instrument=SMALL, mode="anonymous")
    assert back["rating"].dropna().tolist() == [4.0, 4.0]


def test_waves_are_added_and_nothing_that_was_there_is_lost(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    write_answers(tmp_path, [answer("old", "1", 3.5, reason="'quoted', kept", wave="2024")])
    before = held(asked)
    take_answers(asked, filled(asked, 2), "2025")
    take_answers(asked, filled_again(asked, "b"), "2026")
    assert held(asked)[:1] == before
    assert {row["wave"] for row in held(asked)} == {"2024", "2025", "2026"}


def filled_again(asked: Survey, folder: str) -> list[Path]:
    (path,) = write_forms(asked, "1", asked.region.path.parent / folder)
    return [fill(path, {"1": "2 - point 2"}, path)]


def test_a_rater_with_answers_in_that_wave_is_refused_unless_they_are_replaced(
    tmp_path: Path,
) -> None:
    asked = survey(tmp_path)
    take_answers(asked, filled(asked, 2), "2025")
    before = asked.responses.read_bytes()
    later = filled_again(asked, "later")
    with pytest.raises(ParameterError, match="1 rater has answers in it already") as error:
        take_answers(asked, later, "2025")
    assert "rater-01" not in str(error.value)
    assert asked.responses.read_bytes() == before
    told = take_answers(asked, later, "2025", replace=True)
    assert "Answers of 1 rater in that wave were replaced." in told
    ratings = {(row["rater"], row["item"]): row["rating"] for row in held(asked)}
    assert ratings["rater-01", "1"] == "2" and ratings["rater-02", "1"] == "4"


def test_late_answers_of_an_anonymous_wave_are_warned_of(tmp_path: Path) -> None:
    for mode, warned in (("anonymous", True), ("open", False)):
        (tmp_path / mode).mkdir()
        asked = survey(tmp_path / mode, mode)
        first, second = filled(asked, 2)
        assert "show none" not in " ".join(take_answers(asked, [first], "2025"))
        told = " ".join(take_answers(asked, [second], "2025"))
        assert ("If a report of them was shown, show none of this wave again" in told) == warned


def test_one_bad_file_leaves_the_answers_as_they_were(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    good, bad = filled(asked, 2)
    fill(bad, {"1": "nine"}, bad)
    with pytest.raises(PrivateDataError, match="rater-02.xlsx, sheet Ratings, cell D"):
        take_answers(asked, [good, bad], "2025")
    assert not asked.responses.exists()


def test_a_full_disk_leaves_the_answers_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = survey(tmp_path)
    take_answers(asked, filled(asked, 1), "2025")
    before = asked.responses.read_bytes()

    def full(self: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    later = filled_again(asked, "later")
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        take_answers(asked, later, "2026")
    assert asked.responses.read_bytes() == before


def test_the_same_rater_in_two_files_is_refused(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    with pytest.raises(PrivateDataError, match="two of the files") as error:
        take_answers(asked, [*filled(asked, 1), *filled_again(asked, "b")], "2025")
    assert "rater-01 " not in str(error.value)


def test_text_that_a_spreadsheet_would_compute_is_made_safe_and_read_back(tmp_path: Path) -> None:
    asked = survey(tmp_path, "open")
    for wave, text in enumerate(["=1+1", "+x", "-x", "@x"], start=1):
        (path,) = write_forms(asked, "1", tmp_path / f"sent-{wave}")
        fill(path, {"1 reason": text, "1": 4, "opening": text, "consent": "yes"}, path)
        take_answers(asked, [path], str(wave))
    cells = [cell for row in held(asked) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert [row["reason"] for row in held(asked) if row["item"] == "1"] == [
        "'=1+1", "'+x", "'-x", "'@x",
    ]  # fmt: skip
    back = read_responses(asked.responses, instrument=SMALL, mode="open")
    assert back.loc[back["item"].eq("1"), "reason"].tolist() == ["=1+1", "+x", "-x", "@x"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_answers_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    take_answers(asked, filled(asked, 1), "2025")
    assert stat.S_IMODE(asked.responses.stat().st_mode) == 0o600


def test_an_export_without_a_mapping_gets_a_proposal_and_is_not_read(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    path = written.google_forms(tmp_path / "forms.csv", HEADS, [["4", "a start", "3"]])
    with pytest.raises(InputError, match="2 of 4 items found"):
        take_answers(asked, [path], "2025")
    proposed = tmp_path / "forms.mapping.yml"
    assert proposed.is_file() and not asked.responses.exists()
    take_answers(asked, [path], "2025", proposed)
    rated = [row for row in held(asked) if row["answer"] == "rated"]
    assert [(row["item"], row["rating"], row["reason"]) for row in rated] == [
        ("1", "4", "a start"), ("2", "3", ""),
    ]  # fmt: skip
    proposed.write_text("mine")
    with pytest.raises(InputError, match="is there: look through it"):
        take_answers(asked, [path], "2026")
    assert proposed.read_text() == "mine"


def test_notes_of_the_export_are_told(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    path = written.google_forms(
        tmp_path / "a.csv", HEADS, [["4", "", "3"], ["5", "", "3"]], mails=False
    )
    told = take_answers(asked, [path], "2025", confirmed(tmp_path))
    assert any("called by the rows of the file" in line for line in told)
    assert {row["rater"] for row in held(asked)} == {"row-2", "row-3"}


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    jobs = written.write_text(tmp_path / "jobs.csv", [["area_fips", "jobs"], ["57001", "12"]])
    with pytest.raises(InputError, match="Is it the right file"):
        take_answers(asked, [jobs], "2025")
    assert not (tmp_path / "jobs.mapping.yml").exists()
    tidy = write_answers(tmp_path, [answer("a", "1", 3)])
    with pytest.raises(InputError, match="tidy file of answers already"):
        take_answers(asked, [tidy], "2025")


def test_a_file_of_other_columns_is_not_added_to(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    written.write_text(asked.responses, [["area_fips", "jobs"], ["57001", "12"]])
    before = asked.responses.read_bytes()
    with pytest.raises(InputError, match="other columns"):
        take_answers(asked, filled(asked, 1), "2025")
    assert asked.responses.read_bytes() == before


@pytest.mark.parametrize("wave", ["", "=1", "-1", "x" * 41, "a\nb", "2025/1"])
def test_what_cannot_name_a_wave_is_refused(wave: str, tmp_path: Path) -> None:
    asked = survey(tmp_path)
    with pytest.raises(ParameterError, match="--wave"):
        take_answers(asked, filled(asked, 1), wave)


def test_in_open_mode_those_who_did_not_agree_are_counted(tmp_path: Path) -> None:
    asked = survey(tmp_path, "open")
    told = take_answers(asked, filled(asked, 2, consent="no"), "2025")
    assert any("2 raters did not agree to be named" in line for line in told)


def test_a_rater_written_otherwise_than_before_is_told(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    write_answers(tmp_path, [answer("Rater-01", "1", 3, wave="2024")])
    told = take_answers(asked, filled(asked, 1), "2025")
    assert any("1 rater is written like one of another wave" in line for line in told)


def test_a_region_file_that_names_no_responses_is_told_which_line_to_add(tmp_path: Path) -> None:
    asked = survey(tmp_path, responses="")
    told = take_answers(asked, filled(asked, 1), "2025")
    assert asked.responses == tmp_path / "north-esker-responses.csv"
    assert told[-1].endswith("'responses: north-esker-responses.csv'.")


def test_the_commands_lead_from_a_region_to_its_answers(tmp_path: Path) -> None:
    asked = survey(tmp_path)
    paths = filled(asked, 1)
    command = ["answers", str(asked.region.path), *map(str, paths), "--wave", "2025"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0 and done.stdout.startswith("Wave 2025: 1 rater")
    again = CliRunner().invoke(main, command)
    assert again.exit_code == 1 and len(again.stderr.strip().splitlines()) == 1
    assert CliRunner().invoke(main, [*command, "--replace"]).exit_code == 0
    assert set(held(asked)[0]) == set(COLUMNS)

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError, ParameterError, RegionFileError
from sectornb.report.forms import survey_of, write_forms
from sectornb.report.region_file import read_region
from sectornb.sources.surveys.filled import read_form
from tests.builders.panels import SMALL
from tests.builders.small_library import region_file

SECTION = {"instrument": SMALL, "mode": "open"}


def survey(folder: Path, section: object = SECTION):
    return survey_of(read_region(region_file(folder, folder / "library", assessment=section)))


def prefilled(path: Path) -> list[str]:
    _, export, targets = read_form(path)
    cells = {targets[each.heading]: export.cells(each)[0] for each in export.columns}
    return [cells["rater"], cells["organization"]]


def test_a_number_makes_a_form_each_with_a_code(tmp_path: Path) -> None:
    paths = write_forms(survey(tmp_path), "12", None)
    assert len(paths) == 12 and paths[0].parent == tmp_path / "north-esker-forms"
    assert paths[1].name == "north-esker-rater-02.xlsx"
    assert prefilled(paths[1]) == ["rater-02", ""]


def test_a_list_makes_a_form_for_each_name(tmp_path: Path) -> None:
    raters = tmp_path / "raters.csv"
    raters.write_text(
        "name,organization\nJosé Ñandú,College of Westmark\n=Ana/../x\nAna .. x,Agency\n", "utf-8"
    )
    paths = write_forms(survey(tmp_path), str(raters), tmp_path / "out")
    assert [path.name for path in paths] == [
        "north-esker-jose-nandu.xlsx", "north-esker-ana-x.xlsx", "north-esker-ana-x.2.xlsx",
    ]  # fmt: skip
    assert prefilled(paths[0]) == ["José Ñandú", "College of Westmark"]
    assert prefilled(paths[1]) == ["=Ana/../x", ""]
    assert {path.parent for path in paths} == {tmp_path / "out"}


def test_a_list_of_raters_may_name_its_columns_in_any_order(tmp_path: Path) -> None:
    raters = tmp_path / "raters.csv"
    raters.write_text("Organization,Name\nLumen College,Ada\n,Bo\n")
    paths = write_forms(survey(tmp_path), str(raters), tmp_path / "out")
    assert [prefilled(path) for path in paths] == [["Ada", "Lumen College"], ["Bo", ""]]


def test_without_raters_one_form_for_all_is_made(tmp_path: Path) -> None:
    (path,) = write_forms(survey(tmp_path), "", None)
    assert path.name == "north-esker-form.xlsx" and prefilled(path) == ["", ""]


def test_a_form_that_somebody_may_have_filled_in_is_never_replaced(tmp_path: Path) -> None:
    (first, _) = write_forms(survey(tmp_path), "2", None)
    first.write_text("filled in")
    with pytest.raises(ParameterError, match="already has north-esker-rater-01.xlsx"):
        write_forms(survey(tmp_path), "3", None)
    assert first.read_text() == "filled in" and len(list(first.parent.glob("*.xlsx"))) == 2


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ("", "empty"),
        ("name\n", "no rows"),
        ("Ana\nBen\nana\n", "row 3"),
        ("Ana\n,College\n", "row 2"),
        ("<html>", "web page"),
        ("\n".join(f"rater {n}" for n in range(501)), "up to 500"),
    ],
)
def test_a_bad_list_of_raters_is_refused_without_names(
    listed: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "raters.txt").write_text(listed)
    with pytest.raises(InputError, match=told) as error:
        write_forms(survey(tmp_path), str(tmp_path / "raters.txt"), None)
    assert "ana" not in str(error.value)
    assert not (tmp_path / "north-esker-forms").exists()


@pytest.mark.parametrize("raters", ["0", "501", "-3", "none.csv"])
def test_no_number_of_raters_and_no_file_is_refused(raters: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="--raters"):
        write_forms(survey(tmp_path), raters, None)


def test_a_region_without_the_section_is_told_how_to_add_it(tmp_path: Path) -> None:
    with pytest.raises(RegionFileError, match="assessment: {instrument: state-capabilities"):
        survey(tmp_path, None)


def test_the_command_tells_what_comes_next(tmp_path: Path) -> None:
    path = region_file(tmp_path, tmp_path / "library", assessment={"mode": "anonymous"})
    done = CliRunner().invoke(main, ["forms", str(path), "--raters", "2"])
    assert done.exit_code == 0
    assert "Wrote 2 forms" in done.stdout and "sectornb answers" in done.stdout
    again = CliRunner().invoke(main, ["forms", str(path), "--raters", "2"])
    assert again.exit_code == 1 and len(again.stderr.strip().splitlines()) == 1

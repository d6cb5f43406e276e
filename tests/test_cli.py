from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sectornb import __version__, cli
from sectornb.errors import InputError
from tests.builders.small_library import (
    COLUMNS,
    COUNTIES,
    area_rows,
    region_file,
    small_library,
    write_csv,
)

COMMANDS = ("new", "sources", "add", "run")
HEAVY = ("pandas", "numpy", "pydantic", "yaml", "matplotlib", "papermill", "nbformat", "filelock")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_library(tmp_path_factory.mktemp("library"))


def sectornb(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.main, [str(part) for part in arguments])
    return result.exit_code, result.stdout, result.stderr


def one_paragraph(text: str) -> bool:
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text


@pytest.mark.parametrize(
    "arguments", [["--help"], ["-h"], *([name, "--help"] for name in COMMANDS)]
)
def test_help_is_there_for_every_command(arguments: list[str]) -> None:
    code, out, _ = sectornb(*arguments)
    assert code == 0 and out.startswith("Usage:")


def test_the_version_is_told() -> None:
    assert sectornb("--version") == (0, f"sectornb {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["new", "-h"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom sectornb.cli import main\n"
        f"main({arguments!r}, standalone_mode=False)\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_the_package_is_the_command_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sectornb", "--version"],
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, f"sectornb {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["--nonsense"],
        ["run"],
        ["run", "--jobs", "x", "a.yml"],
        ["new", "a"],
        ["new", "a", "--counties", "57001", "--base-year", "soon"],
        ["add", "a.csv", "--source", "qcew"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    code, _, err = sectornb(*arguments)
    assert code == 2 and "Usage:" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "nowhere.yml"],
        ["new", "Not an id", "--counties", "57001"],
        ["new", "a", "--counties", "Nowhere", "--library", "nowhere"],
        ["sources", "qcwe"],
        ["add", "nowhere.csv", "--source", "qcew", "--vintage", "2022"],
        ["add", "nowhere.csv", "--source", "qcew", "--vintage", "soon"],
    ],
    ids=" ".join,
)
def test_what_the_data_refuse_exits_with_1_and_one_paragraph_on_stderr(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = sectornb(*arguments)
    assert (code, out) == (1, "")
    assert err.startswith("sectornb: ") and one_paragraph(err)
    assert list(tmp_path.iterdir()) == []


def test_debug_shows_where_an_error_came_up(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, ["--debug", "run", str(tmp_path / "nowhere.yml")])
    assert type(result.exception).__name__ == "RegionFileError"


def test_an_error_of_the_system_is_one_paragraph_too(library: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    code, _, err = sectornb(
        *("new", "a", "--counties", COUNTIES[0], "--library", library),
        *("--out", tmp_path / "file" / "regions"),
    )
    assert code == 1 and one_paragraph(err) and "file" in err


def test_the_words_of_an_error_are_printed_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise InputError("57001.csv row 3: São is no number.")

    monkeypatch.setattr("sectornb.sources.adding.add_files", refuse)
    _, _, err = sectornb("add", "x", "--source", "qcew", "--vintage", "2022")
    assert err == "sectornb: 57001.csv row 3: São is no number.\n"


def test_a_region_file_is_made_and_the_next_command_is_told(library: Path, tmp_path: Path) -> None:
    code, out, err = sectornb(
        *("new", "north-esker", "--counties", "Alder; Birch, North Esker"),
        *("--library", library, "--out", tmp_path),
    )
    assert (code, err) == (0, "")
    path = tmp_path / "north-esker.yml"
    assert out.splitlines()[-1].endswith(f"sectornb run {path}")
    assert '"57003"' in path.read_text("utf-8")


def test_sources_lists_each_source_and_what_the_library_holds(library: Path) -> None:
    code, out, _ = sectornb("sources", "--library", library)
    assert code == 0 and "qcew:" in out and "2017 annual-area: 3" in out


def test_one_source_tells_license_and_warnings(library: Path) -> None:
    code, out, _ = sectornb("sources", "qcew", "--library", library)
    assert code == 0 and "License:" in out and "Mind:" in out


def test_adding_a_file_twice_says_so(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "any name.csv", COLUMNS, area_rows("57001", 2022))
    arguments = ("add", file, "--source", "qcew", "--vintage", "2022", "--library", tmp_path / "l")
    assert "added: qcew 2022 annual-area 57001.csv" in sectornb(*arguments)[1]
    assert sectornb(*arguments)[1].startswith("already there: qcew 2022")


def test_a_new_library_is_named_with_its_full_path(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "any name.csv", COLUMNS, area_rows("57001", 2022))
    library = tmp_path / "fresh"
    arguments = ("add", file, "--source", "qcew", "--vintage", "2022", "--library", library)
    assert sectornb(*arguments)[1].startswith(f"A new library: {library}")
    assert "A new library" not in sectornb(*arguments)[1]


def test_one_bad_file_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    good = write_csv(tmp_path / "good.csv", COLUMNS, area_rows("57001", 2022))
    bad = write_csv(tmp_path / "bad.csv", COLUMNS, area_rows("57003", 2022)[1:])
    code, _, err = sectornb(
        *("add", good, bad, "--source", "qcew", "--vintage", "2022"),
        *("--library", tmp_path / "library"),
    )
    assert code == 1 and "bad.csv" in err
    assert not list(tmp_path.glob("library/**/*.csv"))


def test_every_region_file_is_read_before_the_first_is_run(library: Path, tmp_path: Path) -> None:
    good = region_file(tmp_path, library)
    code, out, err = sectornb("run", good, tmp_path / "nowhere.yml", "--out", tmp_path / "reports")
    assert (code, out) == (1, "") and "nowhere.yml" in err
    assert not (tmp_path / "reports").exists()


def test_two_region_files_of_one_id_are_refused(library: Path, tmp_path: Path) -> None:
    files = [region_file(tmp_path / name, library) for name in ("a", "b")]
    code, _, err = sectornb("run", *files, "--out", tmp_path / "reports")
    assert code == 1 and "north-esker" in err and one_paragraph(err)
    assert not (tmp_path / "reports").exists()


def test_an_unknown_workbook_in_only_is_refused_before_anything_is_made(
    library: Path, tmp_path: Path
) -> None:
    code, _, err = sectornb(
        *("run", region_file(tmp_path, library), "--only", "industry"),
        *("--out", tmp_path / "reports"),
    )
    assert code == 1 and "Did you mean 'industries'?" in err
    assert not (tmp_path / "reports").exists()

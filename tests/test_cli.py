from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sectornb import __version__, cli
from sectornb.errors import InputError, WorkbookError
from sectornb.shipped import shipped
from tests.builders.saved_report import change_table, saved_report, swapped
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


def test_a_file_named_after_another_county_is_added_with_a_note(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "57003.csv", COLUMNS, area_rows("57001", 2022))
    code, out, _ = sectornb("add", file, "--source", "qcew", "--library", tmp_path / "library")
    assert code == 0 and "Note: 57003.csv has the area 57003" in out


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


def refuse_the_second(monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[str]:
    """Runs of regions are noted instead of made; that of the region "b" stops with `error`."""
    ran: list[str] = []

    def run_region(region: Any, out: Path, **options: object) -> Path:
        ran.append(region.id)
        if region.id == "b":
            raise error
        return out / str(region.id)

    monkeypatch.setattr("sectornb.report.run.run_region", run_region)
    return ran


def region_files(folder: Path, library: Path, *ids: str) -> list[Path]:
    files = []
    for name in ids:
        path = region_file(folder / name, library)
        path.write_text(path.read_text("utf-8").replace("id: north-esker", f"id: {name}"), "utf-8")
        files.append(path.rename(path.with_name(f"{name}.yml")))
    return files


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (WorkbookError("Workbook 2-industries stopped in cell 3."), "stopped in cell 3"),
        (PermissionError(13, "Permission denied", "reports/b"), "reports/b: Permission denied"),
    ],
)
def test_a_region_that_fails_does_not_keep_the_others_from_being_made(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    ran = refuse_the_second(monkeypatch, error)
    files = region_files(tmp_path, library, "a", "b", "c")
    code, out, err = sectornb("run", *files, "--out", tmp_path / "reports")
    assert (code, ran) == (1, ["a", "b", "c"])
    assert [line for line in out.splitlines() if line.endswith("index.html")] == [
        str(tmp_path / "reports" / name / "index.html") for name in ("a", "c")
    ]
    first, last = err.splitlines()
    assert first.startswith("sectornb: b.yml: ") and said in first
    assert last == "sectornb: 1 of 3 regions failed: b.yml; 2 reports were made."


def test_a_region_file_that_cannot_be_read_is_told_before_the_others_are_run(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = refuse_the_second(monkeypatch, WorkbookError("stopped"))
    good, bad = region_files(tmp_path, library, "a", "b")
    code, _, err = sectornb("run", tmp_path / "nowhere.yml", bad, good, "--out", tmp_path)
    assert (code, ran) == (1, ["b", "a"])
    assert [line.split(": ")[1] for line in err.splitlines()[:2]] == ["nowhere.yml", "b.yml"]
    assert err.splitlines()[-1].endswith("failed: nowhere.yml, b.yml; 1 report was made.")


def test_a_single_region_that_fails_says_so_once(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_the_second(monkeypatch, WorkbookError("Workbook 2-industries stopped in cell 3."))
    (file,) = region_files(tmp_path, library, "b")
    code, _, err = sectornb("run", file, "--out", tmp_path / "reports")
    assert (code, err) == (1, "sectornb: Workbook 2-industries stopped in cell 3.\n")


def test_a_fault_of_the_program_is_not_hidden_by_the_other_regions(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = refuse_the_second(monkeypatch, KeyError("naics"))
    files = region_files(tmp_path, library, "a", "b", "c")
    result = CliRunner().invoke(cli.main, ["run", *map(str, files), "--out", str(tmp_path)])
    assert isinstance(result.exception, KeyError) and ran == ["a", "b"]


def test_two_region_files_of_one_id_are_refused(library: Path, tmp_path: Path) -> None:
    files = [region_file(tmp_path / name, library) for name in ("a", "b")]
    code, _, err = sectornb("run", *files, "--out", tmp_path / "reports")
    assert code == 1 and "north-esker" in err and one_paragraph(err)
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize("only", ["industry", "industries,industry", "2-industry"])
def test_an_unknown_workbook_in_only_is_wrong_usage(
    library: Path, tmp_path: Path, only: str
) -> None:
    code, _, err = sectornb(
        *("run", region_file(tmp_path, library), "--only", only),
        *("--out", tmp_path / "reports"),
    )
    assert code == 2 and "Usage:" in err and "Did you mean 'industries'?" in err
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize(
    "only",
    [("--only", "region,industries"), ("--only", "region", "--only", "industries")],
    ids=["one option", "an option each"],
)
def test_several_workbooks_are_named_in_one_option_or_in_one_each(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, only: tuple[str, ...]
) -> None:
    given: list[Any] = []

    def run_region(region: Any, out: Path, **options: Any) -> Path:
        given.append(options["only"])
        return out

    monkeypatch.setattr("sectornb.report.run.run_region", run_region)
    assert sectornb("run", region_file(tmp_path, library), *only)[0] == 0
    assert given == [["region", "industries"]]


def test_an_unknown_workbook_in_only_comes_before_a_missing_region_file() -> None:
    assert sectornb("run", "nowhere.yml", "--only", "nonsense")[0] == 2


def test_a_region_may_be_named_by_its_workforce_area(tmp_path: Path) -> None:
    code, out, err = sectornb(
        *("new", "harrow-falls", "--workforce-area", "Harrow Falls, WM"),
        *("--library", shipped("data", "example", "library"), "--out", tmp_path),
    )
    assert (code, err) == (0, "")
    assert "Harrow Falls Workforce Board (57000001): 6 counties." in out
    assert (tmp_path / "harrow-falls.yml").read_text("utf-8").count('- "57') == 6


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device. The disk is"),
        (OSError(errno.EROFS, "Read-only file system", "x"), "x: Read-only file system. This acc"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error. Check the name"),
        (OSError("in words of its own"), "in words of its own. Check the name"),
        (OSError(), "the system refused. Check the name"),
        (MemoryError(), "There was not enough memory.*fewer counties"),
    ],
)
def test_what_the_system_refuses_is_one_paragraph_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("sectornb.sources.adding.add_files", refuse)
    code, _, err = sectornb("add", "x.csv", "--source", "qcew")
    assert code == 1 and one_paragraph(err) and re.search(said, err)


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "utf-8"])
@pytest.mark.parametrize("name", [b"\xc5\x82\xc3\xb3d\xc5\xba.csv", b"\xff.csv"])
def test_a_letter_that_the_terminal_cannot_show_is_shown_by_its_number(
    tmp_path: Path, encoding: str, name: bytes
) -> None:
    command = [sys.executable, "-m", "sectornb", "add", os.fsdecode(name), "--source", "qcew"]
    kept = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": os.getcwd()}
    done = subprocess.run(command, cwd=tmp_path, env=kept, capture_output=True, check=False)
    assert done.returncode == 1
    told = done.stderr.decode(errors="replace")
    assert one_paragraph(told) and "There is no file" in told


def test_a_file_whose_name_is_no_text_is_kept_under_its_code(tmp_path: Path) -> None:
    path = write_csv(tmp_path / os.fsdecode(b"\xff.csv"), COLUMNS, area_rows(COUNTIES[0], 2022))
    code, out, err = sectornb("add", path, "--source", "qcew", "--library", tmp_path / "library")
    assert code == 0 and COUNTIES[0] in out, err
    assert sectornb("sources", "qcew", "--library", tmp_path / "library")[0] == 0


def test_an_add_that_was_interrupted_is_told_with_the_way_out(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", COLUMNS, area_rows(COUNTIES[0], 2022))
    library = tmp_path / "library"
    for vintage in ("2022", "2022.r2"):
        sectornb("add", path, "--source", "qcew", "--vintage", vintage, "--library", library)
    (lost,) = library.glob("qcew/2022.r2/*/*.csv")
    lost.unlink()
    code, out, _ = sectornb("sources", "qcew", "--library", library)
    assert code == 0 and f"interrupted: {lost}.json" in out and "add the file again" in out
    again = sectornb("add", path, "--source", "qcew", "--vintage", "2022.r2", "--library", library)
    assert again[0] == 0 and again[1].startswith("added")
    assert "interrupted" not in sectornb("sources", "qcew", "--library", library)[1]


def test_a_check_goes_on_beside_an_add_that_was_interrupted(library: Path, tmp_path: Path) -> None:
    own = tmp_path / "library"
    shutil.copytree(library, own)
    (record,) = own.glob(f"qcew/2022/*/{COUNTIES[0]}.csv.json")
    orphan = own / "qcew" / "2022.r2" / record.parent.name / record.name
    orphan.parent.mkdir(parents=True)
    orphan.write_text(record.read_text().replace('"vintage": "2022"', '"vintage": "2022.r2"'))
    code, out, err = sectornb("check", region_file(tmp_path, own))
    assert code == 0 and "several vintages" not in out + err, out + err


def test_a_comparison_says_what_changed_and_ends_with_its_page(tmp_path: Path) -> None:
    before, after = (saved_report(tmp_path / name) for name in ("a", "b"))
    change_table(after, "industry_ranking", swapped)
    code, out, _ = sectornb("compare", before, after)
    assert code == 0
    assert "the short list changed in 1 of 10 places" in out.splitlines()[0]
    assert out.splitlines()[-1] == str(tmp_path / "compare-a-b" / "index.html")


def test_a_comparison_with_what_is_no_report_is_one_paragraph(tmp_path: Path) -> None:
    code, out, err = sectornb("compare", saved_report(tmp_path / "a"), tmp_path)
    assert code == 1 and out == ""
    assert one_paragraph(err) and "is no report" in err

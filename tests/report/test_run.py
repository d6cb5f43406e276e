"""Runs with real kernels, which cost seconds: they are made once and looked at often."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sectornb.contract import Workbook
from sectornb.errors import SectornbError, WorkbookError
from sectornb.report import run, staging
from sectornb.report.region_file import read_region
from sectornb.workbooks import workbook_named
from tests.builders.processes import ROOT, alive, children, environment, wait_for
from tests.builders.small_library import region_file, small_library

ID = "north-esker"
Files = dict[str, bytes]


def files_of(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def apart(one: bytes, other: bytes) -> tuple[bytes, bytes] | None:
    """What stands around the first byte that differs, or None."""
    if one == other:
        return None
    pairs = enumerate(zip(one, other, strict=False))
    place = next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
    around = slice(max(place - 60, 0), place + 60)
    return one[around], other[around]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "sectornb", *map(str, arguments)]


def sectornb(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@dataclass(frozen=True)
class World:
    """A folder with a library, a region file and the reports made there."""

    folder: Path
    region: Path

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def report(self) -> Path:
        return self.reports / ID


@dataclass(frozen=True)
class Ran:
    """What a command said, and the report's files after it."""

    said: subprocess.CompletedProcess[str]
    files: Files


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    return World(folder, region_file(folder / "regions", small_library(folder)))


@pytest.fixture(scope="module")
def first(world: World) -> Ran:
    said = sectornb("run", "regions/region.yml", cwd=world.folder)
    return Ran(said, files_of(world.report))


@dataclass(frozen=True)
class Killed:
    """A run that was ended by kill -9, and one that was tried beside it."""

    refusal: str
    files: Files
    kernels: set[int]


@pytest.fixture(scope="module")
def killed(world: World, first: Ran) -> Killed:
    assert first.said.returncode == 0, first.said.stderr
    with subprocess.Popen(
        command("run", world.region),
        cwd=world.folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        kernels: set[int] = set()

        def at_work() -> bool:
            kernels.update(children(process.pid))
            stage = staging.staging_folder(world.reports, ID)
            return stage.is_dir() and (bool(kernels) or not Path("/proc").is_dir())

        try:
            wait_for(at_work)
            with pytest.raises(SectornbError) as refused:
                run.run_region(read_region(world.region), world.reports, progress=False)
        finally:
            process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    return Killed(str(refused.value), files_of(world.report), kernels)


@pytest.fixture(scope="module")
def again(world: World, killed: Killed) -> Ran:
    """The next run after the killed one, from another folder of the caller."""
    out = os.path.relpath(world.reports, world.region.parent)
    said = sectornb("run", "--quiet", "region.yml", "--out", out, cwd=world.region.parent)
    return Ran(said, files_of(world.report))


@pytest.fixture(scope="module")
def failed(world: World, again: Ran) -> Ran:
    lacking = region_file(
        world.folder / "lacking",
        world.folder / "library",
        industries={"base_year": 2016, "latest_year": 2022},
    )
    said = sectornb("run", lacking, cwd=world.folder)
    return Ran(said, files_of(world.report))


def test_a_run_ends_with_the_path_of_the_index_page(world: World, first: Ran) -> None:
    assert first.said.returncode == 0
    lines = first.said.stdout.splitlines()
    assert lines[-1] == str(Path("reports") / ID / "index.html")
    assert (world.folder / lines[-1]).is_file()


def test_progress_is_told_on_stdout_and_nothing_on_stderr(first: Ran) -> None:
    assert "North Esker: 3 counties" in first.said.stdout
    assert "Running 2-industries" in first.said.stdout
    assert first.said.stderr == ""


def test_a_report_holds_what_the_contract_names(first: Ran) -> None:
    needed = {
        "index.html",
        "2-industries.html",
        "2-industries.ipynb",
        f"{ID}.xlsx",
        "manifest.json",
        "tables/industry_factors.csv",
        "tables/industry_ranking.csv",
        "records/2-industries.json",
        "parameters/2-industries.yml",
    }
    assert needed <= set(first.files)


def test_nothing_is_left_beside_the_report(world: World, again: Ran) -> None:
    assert [path.name for path in world.reports.iterdir() if path.is_dir()] == [ID]


def test_the_killed_run_left_the_old_report_whole(first: Ran, killed: Killed) -> None:
    assert killed.files == first.files


def test_a_run_beside_another_is_refused(killed: Killed) -> None:
    assert "Another run" in killed.refusal


def test_the_kernel_of_a_killed_run_ends_too(killed: Killed) -> None:
    wait_for(lambda: not any(alive(kernel) for kernel in killed.kernels))


def test_the_run_after_a_killed_one_works(again: Ran) -> None:
    assert (again.said.returncode, again.said.stderr) == (0, "")


def test_two_runs_give_the_same_bytes_in_every_file(first: Ran, again: Ran) -> None:
    assert set(again.files) == set(first.files)
    assert {name: apart(first.files[name], again.files[name]) for name in first.files} == (
        dict.fromkeys(first.files)
    )


def test_quiet_prints_the_path_of_the_index_page_alone(world: World, again: Ran) -> None:
    (line,) = again.said.stdout.splitlines()
    assert (world.region.parent / line).samefile(world.report / "index.html")


def test_no_file_tells_where_when_or_on_which_machine_it_was_made(world: World, first: Ran) -> None:
    today = time.strftime("%Y-%m-%d")
    places = [str(world.folder), str(ROOT), str(Path.home()), sys.prefix, today]
    host = socket.gethostname()
    for name, content in first.files.items():
        if name.endswith((".xlsx", ".png")):
            continue
        text = content.decode("utf-8")
        if name.endswith((".ipynb", ".html")):
            text = re.sub(r"[A-Za-z0-9+/=\\]{500,}", "", text)
        found = [place for place in places if place in text]
        assert found == [], name
        assert not re.search(r"\d\d:\d\d:\d\d", text), name
        if len(host) > 5:
            assert host not in text, name


def test_cell_ids_of_the_executed_notebook_are_not_random(first: Ran) -> None:
    notebook = json.loads(first.files["2-industries.ipynb"])
    assert "papermill" not in notebook["metadata"]
    assert notebook["metadata"]["kernelspec"]["name"]
    ids = [cell["id"] for cell in notebook["cells"]]
    assert "injected-parameters" in ids
    assert not [one for one in ids if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?", one)]


def test_the_parameters_file_repeats_the_run_in_plain_papermill(first: Ran) -> None:
    import yaml

    from sectornb.report.parameters import check_parameters

    written = yaml.safe_load(first.files["parameters/2-industries.yml"])
    checked = check_parameters(workbook_named("industries"), written)
    assert checked.counties == ["57001", "57003", "57005"]
    assert not Path(checked.library).is_absolute() and checked.out == "."


@pytest.fixture(scope="module")
def by_hand(world: World, first: Ran, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report carried elsewhere with its library, and run as its parameters file says."""
    from papermill import execute_notebook
    from yaml import safe_load

    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(world.folder / "library", folder / "library")
    report = folder / "reports" / ID
    for name in ("2-industries.ipynb", "parameters/2-industries.yml"):
        (report / name).parent.mkdir(parents=True, exist_ok=True)
        (report / name).write_bytes(first.files[name])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        execute_notebook(
            report / "2-industries.ipynb",
            report / "again.ipynb",
            parameters=safe_load((report / "parameters" / "2-industries.yml").read_text("utf-8")),
            cwd=report,
            progress_bar=False,
        )
    return report


def test_the_report_repeats_by_hand_with_the_line_in_its_parameters_file(
    first: Ran, by_hand: Path
) -> None:
    again = files_of(by_hand)
    made = [name for name in first.files if name.startswith(("tables/", "records/"))]
    assert len(made) > 5
    assert [name for name in made if again[name] != first.files[name]] == []


def test_the_manifest_holds_the_hash_of_every_table_and_input(world: World, first: Ran) -> None:
    import hashlib

    manifest = json.loads(first.files["manifest.json"])
    assert set(manifest["tables"]) == {
        Path(name).stem for name in first.files if name.startswith("tables/")
    }
    for table in manifest["tables"].values():
        assert table["sha256"] == hashlib.sha256(first.files[table["file"]]).hexdigest()
    inputs = {
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (world.folder / "library").rglob("*.csv")
    }
    assert {source["sha256"] for source in manifest["sources"]} == inputs


def test_every_claim_of_the_record_stands_in_a_saved_table(first: Ran) -> None:
    import csv
    import io

    record = json.loads(first.files["records/2-industries.json"])
    claims = [claim for finding in record["findings"] for claim in finding["claims"]]
    assert len(claims) > 5
    for finding in record["findings"]:
        for claim in finding["claims"]:
            assert claim["text"] in finding["text"]
            table = first.files[record["tables"][claim["table"]]["file"]].decode("utf-8")
            rows = [
                row
                for row in csv.DictReader(io.StringIO(table))
                if all(row[name] == value for name, value in claim["row"].items())
            ]
            assert len(rows) == 1 and rows[0][claim["column"]] != "", claim


def test_a_failed_run_names_workbook_and_cell_in_one_paragraph(failed: Ran) -> None:
    assert failed.said.returncode == 1
    assert "Workbook 2-industries stopped in cell 4 ('sectors-first')" in failed.said.stderr
    assert "2016" in failed.said.stderr and "Traceback" not in failed.said.stderr
    assert len(failed.said.stderr.strip().splitlines()) == 1


def test_a_failed_run_names_the_library_where_the_caller_finds_it(
    world: World, failed: Ran
) -> None:
    library = (world.folder / "library").resolve()
    assert f"--library {library}" in failed.said.stderr


def test_a_failed_run_leaves_the_old_report_and_the_failed_notebook(
    world: World, again: Ran, failed: Ran
) -> None:
    assert failed.files == again.files
    assert (world.reports / f"{ID}.2-industries.failed.ipynb").is_file()


def test_a_first_run_that_fails_leaves_no_folder_of_a_report(world: World, failed: Ran) -> None:
    alone = world.folder / "alone"
    lacking = world.folder / "lacking" / world.region.name
    said = sectornb("run", lacking, "--out", alone, "--quiet", cwd=world.folder)
    assert said.returncode == 1
    left = sorted(path.name for path in alone.iterdir() if not path.name.startswith("."))
    assert left == [f"{ID}.2-industries.failed.ipynb"]
    # One sentence after the other, and the reason, which may end in a command, at the end.
    assert re.search(
        r"stopped in cell 4 \('sectors-first'\); the notebook as it stopped is \S+ipynb\. [A-Z]",
        said.stderr,
    )
    assert said.stderr.strip().endswith(str((world.folder / "library").resolve()))


def test_a_failed_run_leaves_no_staging_folder(world: World, failed: Ran) -> None:
    assert not staging.staging_folder(world.reports, ID).exists()


def test_the_failed_notebook_shows_its_error_and_no_banner(world: World, failed: Ran) -> None:
    kept = world.reports / f"{ID}.2-industries.failed.ipynb"
    notebook = json.loads(kept.read_text("utf-8"))
    kinds = [out["output_type"] for cell in notebook["cells"] for out in cell.get("outputs", [])]
    assert "error" in kinds
    assert "papermill-error-cell" not in json.dumps(notebook)
    assert [cell["id"] for cell in notebook["cells"]][:2] == ["title", "parameters"]


def test_a_missing_library_is_told_before_anything_runs_or_is_written(
    world: World, tmp_path: Path
) -> None:
    region = read_region(region_file(tmp_path, tmp_path / "nowhere"))
    with pytest.raises(SectornbError, match="no library folder"):
        run.run_region(region, tmp_path / "reports", progress=False)
    assert not (tmp_path / "reports").exists()


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A workbook whose kernel dies in its first cell after the parameters."""
    notebook = json.loads(workbook_named("industries").notebook.read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["id"] in ("parameters", "begin")]
    cells[1]["source"] = ["import os\n", "os._exit(9)"]
    path = tmp_path / "2-industries.ipynb"
    path.write_text(json.dumps({**notebook, "cells": cells}), "utf-8")
    monkeypatch.setattr(Workbook, "notebook", path)
    yield
    shutil.rmtree(tmp_path / "reports", ignore_errors=True)


def test_a_kernel_that_dies_is_told_in_words(world: World, dying: None, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="process died"):
        run.run_region(
            read_region(world.region), tmp_path / "reports", tell=lambda line: None, progress=False
        )
    assert [path.name for path in (tmp_path / "reports").iterdir() if path.is_dir()] == []

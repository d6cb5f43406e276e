"""The steps of CONTRIBUTING, walked: its own examples, written into a copy of the checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import nbformat
import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "data" / "example" / "library"
BLOCK = re.compile(r"^( *)```(\w+) (\S+)\n(.*?)\n\1```$", re.MULTILINE | re.DOTALL)


def blocks(heading: str) -> Iterator[tuple[str, str, str]]:
    """Kind, file and text of each example in the chapter `heading`, in the order of the steps."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    chapter = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    for _, kind, file, block in BLOCK.findall(chapter):
        yield kind, file, textwrap.dedent(block)


def copy_of_the_checkout(folder: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "example", "library", "regions")
    for name in ("sectornb", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data", folder / "data", ignore=ignored)
    (folder / "data" / "example").symlink_to(ROOT / "data" / "example")
    for name in ("pyproject.toml", "tests/compared_outputs.py"):
        shutil.copy(ROOT / name, folder)
    return folder


def walk(heading: str, checkout: Path) -> None:
    """Do what the chapter says; a line goes into the first table that its file has."""
    for kind, file, text in blocks(heading):
        path = checkout / file
        path.parent.mkdir(exist_ok=True)
        if kind == "line":
            line = textwrap.indent(text, "    ")
            path.write_text(path.read_text("utf-8").replace("\n}\n", f"\n{line}\n}}\n", 1), "utf-8")
        elif kind == "cells":
            write_notebook(path, checkout, text.split("\n\n"))
        else:
            path.write_text(text + "\n", "utf-8")


def write_notebook(path: Path, checkout: Path, sources: list[str]) -> None:
    place = {"region_id": "example", "title": "Example", "counties": ["57017"]}
    parameters = python(
        checkout,
        "-c",
        "from compared_outputs import parameters_cell\n"
        "from sectornb.workbooks import workbook_named\n"
        f"print(parameters_cell(workbook_named({path.stem!r}), {place}))",
    )
    new = nbformat.v4
    cells = [new.new_markdown_cell("# A toy"), *map(new.new_code_cell, [parameters, *sources])]
    cells[1].metadata["tags"] = ["parameters"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def python(checkout: Path, *arguments: object) -> str:
    """What a command of the copy prints."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def sectornb(checkout: Path, *arguments: object) -> str:
    return python(checkout, "-m", "sectornb", *arguments)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_of_the_checkout(tmp_path_factory.mktemp("checkout"))
    walk("Add a workbook", folder)
    sectornb(folder, "new", "two", "--counties", "57017,57019", "--library", EXAMPLE)
    return folder


@pytest.fixture(scope="module")
def report(checkout: Path) -> Path:
    """The report of the new workbook alone."""
    region = checkout / "data" / "regions" / "two.yml"
    sections = region.read_text("utf-8").split("\n\n")
    region.write_text("\n\n".join([sections[0], sections[-1]]), "utf-8")
    sectornb(checkout, "run", region, "--only", "toy", "--quiet")
    return checkout / "reports" / "two"


def test_a_new_region_file_has_the_section_of_a_new_workbook(checkout: Path) -> None:
    text = (checkout / "data" / "regions" / "two.yml").read_text("utf-8")
    assert text.endswith(
        "# Workbook 6: What are the counties called? Remove the section to switch it off.\n"
        "toy:\n"
        "  longest: 40                    # letters of a name, at most\n"
    )


def test_a_new_workbook_has_a_page_tables_and_an_entry_in_the_manifest(report: Path) -> None:
    assert "The first county" in (report / "6-toy.html").read_text("utf-8")
    assert "What are the counties called?" in (report / "index.html").read_text("utf-8")
    lines = (report / "tables" / "county_titles.csv").read_text("utf-8").splitlines()
    assert lines[0] == "area_fips,county_title,letters" and len(lines) == 3
    manifest = json.loads((report / "manifest.json").read_text("utf-8"))
    assert "6-toy" in json.dumps(manifest) and "county_titles" in json.dumps(manifest)
    (parameters,) = (report / "parameters").glob("*.yml")
    assert "longest: 40" in parameters.read_text("utf-8")


def test_a_new_workbook_has_its_sheet(report: Path) -> None:
    book = openpyxl.load_workbook(report / "two.xlsx")
    assert "County titles" in book.sheetnames
    assert [cell.value for cell in book["County titles"][1]][1:] == ["County", "Letters"]


def test_a_new_workbook_is_checked_and_documented(checkout: Path, report: Path) -> None:
    told = sectornb(checkout, "check", checkout / "data" / "regions" / "two.yml")
    assert "6-toy: no traps to look for yet." in told
    assert "`county_titles`" in python(
        checkout,
        "-c",
        "from compared_outputs import dictionary, dictionary_markdown\n"
        "print(dictionary_markdown(dictionary()))",
    )


def test_a_new_source_is_told_about_and_taken_into_the_library(tmp_path: Path) -> None:
    checkout = copy_of_the_checkout(tmp_path / "checkout")
    walk("Add a source", checkout)
    assert "How many towns a county has." in sectornb(checkout, "sources", "towns")
    (tmp_path / "towns.csv").write_text("county,towns\n57017,4\n57019,1\n", "utf-8")
    told = sectornb(
        checkout, "add", tmp_path / "towns.csv", "--source", "towns", "--vintage", "2022"
    )
    assert "added: towns 2022 register towns.csv (2 rows)" in told
    told = told_of_towns(checkout, tmp_path)
    assert told["county,towns\n57017,-4\n"].endswith(
        "'-4' is no number of towns. Use the office's own file."
    )
    assert "an empty cell is no number" in told["county,towns\n57017,\n"]
    assert "'many' is no number" in told["county,towns\n57017,many\n"]
    assert "repeats counties (1)" in told["county,towns\n57017,1\n57017,1\n"]
    assert "7017 is 07017" in told["county,towns\n7017,1\n"]
    assert told["county,n_towns\n57017,4\n"] == "1"


def told_of_towns(checkout: Path, folder: Path) -> dict[str, str]:
    """What the reader of towns says of each of some files: an error, or how many rows it has."""
    files = [
        "county,towns\n57017,-4\n", "county,towns\n57017,\n", "county,towns\n57017,many\n",
        "county,towns\n57017,1\n57017,1\n", "county,towns\n7017,1\n", "county,n_towns\n57017,4\n",
    ]  # fmt: skip
    program = (
        "import json, pathlib, sys\n"
        "from sectornb.errors import InputError\n"
        "from sectornb.sources.towns import read_towns\n"
        "told = {}\n"
        "for text in json.loads(sys.argv[1]):\n"
        "    path = pathlib.Path(sys.argv[2])\n"
        "    path.write_text(text)\n"
        "    try:\n"
        "        told[text] = str(len(read_towns(path)))\n"
        "    except InputError as error:\n"
        "        told[text] = str(error)\n"
        "print(json.dumps(told))"
    )
    printed = python(checkout, "-c", program, json.dumps(files), folder / "towns.csv")
    return dict(json.loads(printed))

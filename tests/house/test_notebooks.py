"""What a committed workbook looks like: short cells, declared parameters, no stray output."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_CELL, MEDIAN_CELL, MOST_CELLS = 15, 4, 30
MOST_PARAMETERS = 24
WITH_OUTPUT = {"keep_output", "nbval-check-output"}
ROW_LOOPS = {"iterrows", "itertuples"}
# The start of a path on somebody's machine: Unix home, temporary or system folders, a drive.
ABSOLUTE = re.compile(
    r"(?<![\w.:/\-])/(?:home|Users|root|tmp|var|opt|mnt|private|usr|work)/\w|\b[A-Z]:\\\\?\w"
)

Notebook = dict[str, Any]


def text_of(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def tags(cell: Notebook) -> set[str]:
    return set(cell.get("metadata", {}).get("tags", []))


def code_of(cell: Notebook) -> str:
    """The cell's Python, without lines that only IPython understands."""
    lines = text_of(cell["source"]).splitlines()
    return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines)


def parameter_problems(source: str) -> list[str]:
    """What is wrong with a parameters cell: one annotated literal with a comment per line."""
    found = []
    comments = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    for statement in ast.parse(source).body:
        text = (ast.get_source_segment(source, statement) or "").splitlines()[0]
        if not isinstance(statement, ast.AnnAssign) or statement.value is None:
            found.append(f"is not an annotated parameter: {text}")
            continue
        try:
            ast.literal_eval(statement.value)
        except ValueError:
            found.append(f"is not a literal: {text}")
        if not comments & {statement.lineno, statement.end_lineno}:
            found.append(f"has no comment: {text}")
    return found


def unpacks(node: ast.AST) -> bool:
    in_call = isinstance(node, ast.keyword) and node.arg is None
    return in_call or (isinstance(node, ast.Dict) and None in node.keys)


def code_problems(source: str, longest: int = LONGEST_CELL) -> list[str]:
    found = []
    if len(source.splitlines()) > longest:
        found.append(f"has {len(source.splitlines())} lines")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(f"defines {node.name}")
        elif unpacks(node):
            found.append("unpacks a dictionary")
        elif isinstance(node, ast.Attribute) and node.attr in ROW_LOOPS:
            found.append(f"walks over rows: {node.attr}")
    return found


def output_problems(cell: Notebook) -> list[str]:
    outputs = cell.get("outputs", [])
    found = []
    if outputs and not tags(cell) & WITH_OUTPUT:
        found.append("keeps an output without a tag that asks for it")
    for output in outputs:
        if output["output_type"] == "error":
            found.append("keeps an error")
        shown = output.get("data", {})
        shown = [value for kind, value in shown.items() if not kind.startswith("image/png")]
        for text in map(text_of, [*shown, output.get("text", "")]):
            match = ABSOLUTE.search(text)
            if match:
                found.append(f"shows an absolute path: {match.group()}")
    return found


def problems(notebook: Notebook) -> list[str]:
    """Everything that a workbook must not be, each with the number of its cell."""
    found = []
    if notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        found.append("the notebook names no kernel python3")
    if "papermill" in notebook["metadata"]:
        found.append("the notebook keeps metadata.papermill")
    if len(notebook["cells"]) > MOST_CELLS:
        found.append(f"the notebook has {len(notebook['cells'])} cells")
    codes = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    lengths = [len(code_of(each).splitlines()) for each in codes]
    if lengths and median(lengths) > MEDIAN_CELL:
        found.append(f"half of the cells have {median(lengths)} lines or more")
    declared = 0
    for number, cell in enumerate(notebook["cells"], start=1):
        here = ["keeps metadata.papermill"] if "papermill" in cell["metadata"] else []
        if "injected-parameters" in tags(cell):
            here.append("holds the parameters of a run")
        if cell["cell_type"] == "code":
            # A line for each setting of the workbook, which no one has to follow in order.
            longest = MOST_PARAMETERS if "parameters" in tags(cell) else LONGEST_CELL
            here += code_problems(code_of(cell), longest) + output_problems(cell)
            if "parameters" in tags(cell):
                declared += 1
                here += parameter_problems(code_of(cell))
        found += [f"cell {number} {problem}" for problem in here]
    if declared != 1:
        found.append(f"{declared} cells are tagged parameters")
    return found


def test_every_workbook_keeps_to_the_form() -> None:
    found = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        found += [f"{path.name}: {problem}" for problem in problems(notebook)]
    assert found == []


def sound() -> Notebook:
    """A workbook with nothing wrong, for the tests below to spoil."""
    parameters = (
        "# Every knob\n"
        'counties: list[str] = ["39041"]  # 5-digit text\n'
        "weights: dict[str, float] = {  # relative\n"
        '    "employment": 1,\n'
        "}\n"
        "base_year: int | None = None  # none: five years back"
    )

    def code(source: str, *names: str, outputs: tuple[Notebook, ...] = ()) -> Notebook:
        return {
            "cell_type": "code",
            "metadata": {"tags": list(names)},
            "source": source.splitlines(keepends=True),
            "outputs": list(outputs),
            "execution_count": 1,
        }

    printed = {"output_type": "stream", "name": "stdout", "text": ["80 of 89 industries\n"]}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3"}},
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# Question"]},
            code(parameters, "parameters"),
            code("%matplotlib inline\nprint(check(table))", "keep_output", outputs=(printed,)),
        ],
    }


def change(path: str, value: object) -> Callable[[Notebook], None]:
    """A function that sets one key of a notebook, given as `cells.2.source`."""

    def spoil(notebook: Notebook) -> None:
        *parents, last = path.split(".")
        place: Any = notebook
        for key in parents:
            place = place[int(key) if key.isdigit() else key]
        place[int(last) if last.isdigit() else last] = value

    return spoil


def test_a_sound_workbook_passes() -> None:
    assert problems(sound()) == []


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (change("metadata.kernelspec", {}), "the notebook names no kernel python3"),
        (change("metadata.papermill", {}), "the notebook keeps metadata.papermill"),
        (change("cells.2.metadata.papermill", {}), "cell 3 keeps metadata.papermill"),
        (change("cells.1.metadata.tags", []), "0 cells are tagged parameters"),
        (change("cells.2.metadata.tags", ["parameters", "keep_output"]), "2 cells are tagged"),
        (change("cells.0.metadata.tags", ["injected-parameters"]), "cell 1 holds the parameters"),
        (change("cells.2.source", "x = 1\n" * 16), "cell 3 has 16 lines"),
        (change("cells.2.source", "f(**held)"), "cell 3 unpacks a dictionary"),
        (change("cells.2.source", "x = {**held}"), "cell 3 unpacks a dictionary"),
        (change("cells.2.source", "x = 1\n" * 12), "half of the cells have"),
        (change("cells", sound()["cells"] * 11), "the notebook has 33 cells"),
        (change("cells.2.source", "def f():\n    return 1"), "cell 3 defines f"),
        (change("cells.2.source", "class Row:\n    x = 1"), "cell 3 defines Row"),
        (change("cells.2.source", "for i, r in t.iterrows(): print(i)"), "walks over rows"),
        (change("cells.2.source", "x = [r for r in t.itertuples()]"), "walks over rows"),
        (change("cells.1.source", "years = 5  # five"), "cell 2 is not an annotated parameter"),
        (change("cells.1.source", "years: int = n + 1  # five"), "cell 2 is not a literal"),
        (change("cells.1.source", "years: int = 5"), "cell 2 has no comment: years"),
        (change("cells.2.metadata.tags", []), "cell 3 keeps an output without a tag"),
        (change("cells.2.outputs.0.text", "read /ho" + "me/ana/x.csv"), "shows an absolute path"),
        (change("cells.2.outputs.0.text", ["C:" + "\\Users\\ana"]), "shows an absolute path"),
        (change("cells.2.outputs.0.output_type", "error"), "cell 3 keeps an error"),
    ],
)
def test_a_spoiled_workbook_is_caught(spoil: Callable[[Notebook], None], problem: str) -> None:
    notebook = sound()
    spoil(notebook)
    assert [found for found in problems(notebook) if problem in found] != []


def test_a_url_is_no_absolute_path() -> None:
    assert not ABSOLUTE.search("https://www.bls.gov/opt/work/x.csv and ../tmp/x and a/home/b")

"""Every place where a value becomes a path, a command, markup or a formula is listed and tested."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
COMMANDS = {"Popen", "system", "eval", "exec", "import_module", "execute_notebook"}
COMMANDS |= {"subprocess.run", "pickle.loads", "yaml.load"}
FORMULAS = {"write_formula", "write_url", "define_name", "data_validation", "conditional_format"}
PATHS = {"Path", "joinpath", "with_name", "with_stem", "with_suffix", "glob", "rglob"}
Place = tuple[str, str]


@cache
def trees() -> dict[str, ast.Module]:
    """The package's modules, but for the simulation, which reads nothing of anybody."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted((ROOT / "sectornb").rglob("*.py"))
        if "simulate" not in path.parts
    }


def named(node: ast.AST) -> str:
    """The last name of an expression: ``path`` of ``job.path``, ``f`` of ``a.f(x)``."""
    while isinstance(node, ast.BinOp | ast.Call):
        node = node.left if isinstance(node, ast.BinOp) else node.func
    return str(getattr(node, "attr", getattr(node, "id", "")))


@cache
def names_of_paths() -> set[str]:
    """Whatever the package annotates as a path, by name."""
    found = {"Path", "parent"}
    for node in (node for tree in trees().values() for node in ast.walk(tree)):
        kind = node.returns if isinstance(node, ast.FunctionDef) else None
        kind = node.annotation if isinstance(node, ast.arg | ast.AnnAssign) else kind
        if kind is not None and re.search(r"\bPath\b", ast.unparse(kind)):
            name = node.arg if isinstance(node, ast.arg) else getattr(node, "name", "")
            found.add(name or named(getattr(node, "target", node)))
        if isinstance(node, ast.Assign) and named(node.value) in ("Path", "parent"):
            found.update(named(target) for target in node.targets)
    return found


def written(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id == "__file__")


def kind_of(node: ast.AST) -> str:
    """What the value in an expression becomes, empty where nothing does."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        joined = named(node.left) in names_of_paths() and not written(node.right)
        return "path" if joined else ""
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div):
        return "path" if named(node.target) in names_of_paths() else ""
    if not isinstance(node, ast.Call):
        return ""
    whole, last = ast.unparse(node.func), named(node.func)
    if {whole, last} & COMMANDS:
        return "command"
    if last in FORMULAS:
        return "formula"
    if last in PATHS | {"Markup"} and not all(map(written, node.args)):
        return "path" if last in PATHS else "markup"
    return ""


def places(node: ast.AST, file: str, function: str = "") -> Iterator[tuple[str, Place]]:
    for child in ast.iter_child_nodes(node):
        inner = function
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{function}.{child.name}".strip(".")
        if kind := kind_of(child):
            yield kind, (file, inner)
        yield from places(child, file, inner)


def in_the_package(kind: str) -> set[Place]:
    found = {
        place
        for file, tree in trees().items()
        for each, place in places(tree, file)
        if each == kind.removeprefix("a ")
    }
    if kind == "markup":
        for path in sorted((ROOT / "sectornb").rglob("*.j2")):
            filters = re.findall(r"\|\s*(safe\w*)", path.read_text("utf-8"))
            found |= {(path.relative_to(ROOT).as_posix(), each) for each in filters}
    return found


def rows(kind: str) -> list[list[str]]:
    """The rows of the page's table of values that become `kind`."""
    chapter = PAGE.read_text("utf-8").partition(f"## Values that become {kind}\n")[2]
    lines = [line for line in chapter.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def listed(kind: str) -> set[Place]:
    found = set()
    for place, *_ in rows(kind):
        for part in place.split(";"):
            file, *functions = re.findall(r"`([^`]+)`", part)
            found |= {(f"sectornb/{file}", function) for function in functions}
    return found


KINDS = pytest.mark.parametrize("kind", ["a path", "a command", "markup", "a formula"])


@KINDS
def test_every_place_is_listed_and_every_listed_place_is_there(kind: str) -> None:
    assert in_the_package(kind) == listed(kind)


@KINDS
def test_every_row_names_tests_that_exist(kind: str) -> None:
    lacking = []
    for place, *_, guards in rows(kind):
        tests = re.findall(r"`([^`]+)::(test_\w+)`", guards)
        assert tests, f"{place} names no test"
        for file, name in tests:
            path = ROOT / "tests" / file
            if not path.is_file() or f"def {name}(" not in path.read_text("utf-8"):
                lacking.append(f"{file}::{name}")
    assert lacking == []


def test_the_page_tells_what_is_feared_and_what_is_not_promised() -> None:
    text = PAGE.read_text("utf-8")
    for heading in ("## What could happen", "## What is not promised", "## Bounds"):
        assert heading in text


def test_a_new_place_would_be_found() -> None:
    tree = ast.parse(
        "def f(folder: Path, code: str):\n"
        "    (folder / code).touch(); folder.joinpath(code); eval(code); Markup(code)\n"
        "    sheet.write_formula(0, 0, code); folder / 'own'; 3 / code; Markup('own')\n"
    )
    found = [kind for kind, _ in places(tree, "x.py")]
    assert sorted(found) == ["command", "formula", "markup", "path", "path"]

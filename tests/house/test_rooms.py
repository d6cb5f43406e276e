"""What a room may look like: size, names, nothing left half done."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 450
# A file with such a name has no subject; the room that its functions belong to is missing.
NAMELESS = {"common", "helper", "helpers", "misc", "shared", "tools", "util", "utilities", "utils"}
LEFTOVERS = ("TO" + "DO", "FIX" + "ME", "XX" + "X:")


def python_files(folder: str) -> Iterator[Path]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts):
            yield path


def project_python() -> list[Path]:
    folders = ("sectornb", "tests", "benchmarks")
    return [ROOT / "bootstrap.py", *(path for name in folders for path in python_files(name))]


def swallowed_errors(tree: ast.AST) -> list[int]:
    """Lines of handlers that do nothing with what they caught."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and all(isinstance(part, ast.Pass) or is_ellipsis(part) for part in node.body)
    ]


def is_ellipsis(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and node.value.value is Ellipsis
    )


def test_no_file_of_the_package_is_too_long() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files("sectornb")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_file_has_a_subject() -> None:
    named = [path.relative_to(ROOT).as_posix() for path in project_python()]
    parts = {name: set(Path(name).with_suffix("").parts) for name in named}
    assert [name for name in named if parts[name] & NAMELESS] == []


def test_nothing_is_left_half_done() -> None:
    found = []
    for path in project_python():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if any(word in line for word in LEFTOVERS):
                found.append(f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()}")
    assert found == []


def test_no_error_is_swallowed() -> None:
    found = []
    for path in project_python():
        lines = swallowed_errors(ast.parse(path.read_text(encoding="utf-8")))
        found += [f"{path.relative_to(ROOT).as_posix()}:{line}" for line in lines]
    assert found == []


def test_a_swallowed_error_is_seen() -> None:
    text = (
        "try:\n    f()\nexcept OSError:\n    pass\nexcept ValueError:\n    g()\n"
        "except Exception:\n    ...\n"
    )
    assert swallowed_errors(ast.parse(text)) == [3, 7]

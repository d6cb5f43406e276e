"""No circle of imports, no dependency that nothing imports, nothing that only tests call."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from sectornb.dictionary import dictionary
from tests.house.test_dependencies import core
from tests.house.test_floors import imported_modules

ROOT = Path(__file__).resolve().parents[2]
# Started by name or opened by people: the kernel, where analysts work, the check of a notebook.
NOT_IMPORTED = {"ipykernel", "jupyterlab", "nbval"}
CALLED_BY_THEIR_LIBRARY = re.compile(r"__\w+__|_repr_\w+_")
VALIDATORS = {"model_validator", "field_validator", "command", "group"}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def import_graph(package: Path) -> dict[str, set[str]]:
    """Module to the modules of the package that it imports, at whatever depth."""
    files = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        files[".".join(parts[:-1] if is_package else parts)] = (path, is_package)
    graph = {}
    for module, (path, is_package) in files.items():
        named = [name for _, name in imported_modules(parsed(path), module, is_package)]
        # `from a.b import c` imports the module a.b.c where there is one, else the name c of a.b.
        found = {name if name in files else name.rpartition(".")[0] for name in named}
        graph[module] = (found & set(files)) - {module}
    return graph


def circles(graph: dict[str, set[str]]) -> list[str]:
    """Modules that import one another, directly or around; each circle once."""
    reached = {module: set(others) for module, others in graph.items()}
    for middle in graph:
        for module in graph:
            if middle in reached[module]:
                reached[module] |= reached[middle]
    rings = {frozenset(m for m in reached[module] if module in reached[m]) for module in graph}
    return sorted(" and ".join(sorted(ring)) for ring in rings if ring)


def test_no_modules_import_one_another() -> None:
    assert circles(import_graph(ROOT / "sectornb")) == []


def test_a_circle_is_seen(tmp_path: Path) -> None:
    texts = {
        "__init__.py": "",
        "a.py": "from planted import b\n",
        "b.py": "def late():\n    from planted.c import thing\n    return thing\n",
        "c.py": "import planted.a\nthing = 1\n",
        "d.py": "from planted.a import b\n",
    }
    for name, text in texts.items():
        (tmp_path / "planted").mkdir(exist_ok=True)
        (tmp_path / "planted" / name).write_text(text, "utf-8")
    assert circles(import_graph(tmp_path / "planted")) == ["planted.a and planted.b and planted.c"]


def notebook_code() -> Iterator[ast.Module]:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield ast.parse("".join(cell["source"]))


def package_code() -> Iterator[ast.Module]:
    yield from map(parsed, sorted((ROOT / "sectornb").rglob("*.py")))


def test_every_dependency_is_imported() -> None:
    imported = set()
    for tree in [*package_code(), *notebook_code()]:
        for _, name in imported_modules(tree, "notebook", is_package=False):
            imported.add(name.partition(".")[0])
    provided = metadata.packages_distributions()
    used = {canonicalize_name(each) for name in imported for each in provided.get(name, [])}
    assert set(core()) - used - NOT_IMPORTED == set()


def names_in(trees: Iterable[ast.AST]) -> Counter[str]:
    """How often each name is used: called, read, or written as ``module:name`` in a text."""
    used: Counter[str] = Counter()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                used[node.id] += 1
            elif isinstance(node, ast.Attribute):
                used[node.attr] += 1
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                reference = re.fullmatch(r"sectornb[\w.]*:(\w+)", node.value)
                used.update(reference.groups() if reference else ())
    return used


def definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions, classes and methods that somebody has to call by their name."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.FunctionDef | ast.ClassDef):
                continue
            by_decorator = names_in(child.decorator_list).keys() & VALIDATORS
            if not by_decorator and not CALLED_BY_THEIR_LIBRARY.fullmatch(child.name):
                yield child


def methods_of_others(tree: ast.Module, own: set[str]) -> set[str]:
    """Methods of classes with a base from elsewhere, which may call them."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and names_in(node.bases).keys() - own:
            found |= {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    return found


def uncalled(trees: list[ast.Module], others: Counter[str]) -> list[str]:
    """What `trees` define and neither they nor `others` use."""
    used = names_in(trees) + others
    own = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    found = []
    for tree in trees:
        inherited = methods_of_others(tree, own)
        for node in definitions(tree):
            within = names_in([node])[node.name]
            if used[node.name] <= within and node.name not in inherited:
                found.append(node.name)
    return sorted(found)


def test_nothing_is_there_for_tests_alone() -> None:
    callers = [ROOT / "bootstrap.py", *sorted((ROOT / "benchmarks").glob("*.py"))]
    others = names_in([*map(parsed, callers), *notebook_code()])
    templates = (ROOT / "sectornb" / "report" / "templates").rglob("*.j2")
    others.update(
        word for path in templates for word in re.findall(r"\w+", path.read_text("utf-8"))
    )
    # A study's tables are asked for by the names that the dictionary has for them.
    others.update(list(dictionary().tables))
    assert uncalled(list(package_code()), others) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def spare():\n    return spare()\n", ["spare"]),
        ("def used():\n    pass\nused()\n", []),
        ("class Box:\n    def lid(self):\n        pass\nBox()\n", ["lid"]),
        ("class Box(Other):\n    def lid(self):\n        pass\nBox()\n", []),
        ("class Box:\n    def __len__(self):\n        pass\nBox\n", []),
        ("STUDY = 'sectornb.toy:Study'\nclass Study:\n    pass\n", []),
    ],
)
def test_what_nobody_calls_is_seen(text: str, found: list[str]) -> None:
    assert uncalled([ast.parse(text)], Counter()) == found

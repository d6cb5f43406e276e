"""Imports run downward: a room never imports one above it, nor its neighbor."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from sectornb.workbooks import ROOMS

ROOT = Path(__file__).resolve().parents[2]

# Top to bottom; the rooms of one line are neighbors. `dictionary` reads a shipped file, and all
# may raise the project's errors, so the lowest rooms stand one under the other.
FLOORS = (
    ("__main__",),
    ("cli",),
    ("academy",),
    ("report",),
    ("workbooks",),
    tuple(room.rpartition(".")[2] for room in ROOMS.values()),
    ("contract",),
    ("taking",),
    ("show", "disclosure", "traps", "joins"),
    ("sources",),
    ("simulate",),
    ("dictionary",),
    ("codes",),
    ("shipped",),
    ("errors",),
)


def imported_modules(tree: ast.AST, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """Line and dotted name of each import, at whatever depth; relative ones made absolute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                parts = parts[: len(parts) - node.level + is_package]
                base = ".".join([*parts, base]) if base else ".".join(parts)
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"
        elif isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            called = called.id if isinstance(called, ast.Name) else called
            name = node.args[0]
            if called in ("import_module", "__import__") and isinstance(name, ast.Constant):
                yield node.lineno, str(name.value)


def misplaced_imports(package: Path, floors: Sequence[Sequence[str]]) -> list[str]:
    """One line for every room without a floor, and for every import up or sideways."""
    height = {room: -level for level, floor in enumerate(floors) for room in floor}
    rooms = {path.stem for path in package.iterdir() if path.suffix == ".py"}
    rooms |= {path.parent.name for path in package.glob("*/*.py")}
    rooms.discard("__init__")
    found = [f"{room} has no floor" for room in sorted(rooms - height.keys())]
    for path in sorted(package.rglob("*.py")):
        parts = list(path.relative_to(package.parent).with_suffix("").parts)
        is_package = parts[-1] == "__init__"
        module = ".".join(parts[:-1] if is_package else parts)
        room = module.split(".")[1] if "." in module else None
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        for line, name in imported_modules(tree, module, is_package):
            target = name.split(".")
            if target[0] != package.name or len(target) < 2 or target[1] not in rooms:
                continue
            other = target[1]
            where = f"{path.relative_to(package.parent).as_posix()}:{line}"
            if room is None:
                found.append(f"{where} imports {other}, but the package itself imports nothing")
            elif other != room and height.get(other, 1) >= height.get(room, 1):
                way = "up" if height.get(other, 1) > height.get(room, 1) else "sideways"
                found.append(f"{where} imports {way}: {other}")
    return found


def test_imports_run_downward_only() -> None:
    assert misplaced_imports(ROOT / "sectornb", FLOORS) == []


def test_every_kind_of_misplaced_import_is_caught(tmp_path: Path) -> None:
    sources = {
        "__init__.py": "from . import attic\n",
        "attic.py": "from planted.cellar.wine import red\nfrom planted import __version__\n",
        "hall/__init__.py": "from .stairs import step\n",
        "hall/stairs.py": "import json\nfrom ..attic import roof\n",
        "kitchen.py": "from . import hall\n",
        "cellar/__init__.py": "",
        "cellar/wine.py": "def red():\n    import planted.kitchen\n    return planted.kitchen\n",
        "cellar/jam.py": "import importlib\nx = importlib.import_module('planted.hall.stairs')\n",
        "cellar/deep/mine.py": "from ...attic import roof\n",
        "shed.py": "",
    }
    for name, text in sources.items():
        path = tmp_path / "planted" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    floors = (("attic",), ("hall", "kitchen"), ("cellar",))

    assert misplaced_imports(tmp_path / "planted", floors) == [
        "shed has no floor",
        "planted/__init__.py:1 imports attic, but the package itself imports nothing",
        "planted/cellar/deep/mine.py:1 imports up: attic",
        "planted/cellar/jam.py:2 imports up: hall",
        "planted/cellar/wine.py:2 imports up: kitchen",
        "planted/hall/stairs.py:2 imports up: attic",
        "planted/kitchen.py:1 imports sideways: hall",
    ]


def test_the_package_is_imported_without_anything_else() -> None:
    tree = ast.parse((ROOT / "sectornb" / "__init__.py").read_text(encoding="utf-8"))
    imported = [name for _, name in imported_modules(tree, "sectornb", is_package=True)]
    assert [name for name in imported if not name.startswith("__future__.")] == []

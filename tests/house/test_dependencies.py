"""pyproject.toml, environment.yml, requirements.lock and the imports agree with one another."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
# What environment.yml needs besides: the interpreter, and pip for the checkout itself.
CONDA_ONLY = {"python", "pip"}


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def core() -> dict[str, SpecifierSet]:
    return bounds(project()["dependencies"])


def declared() -> dict[str, SpecifierSet]:
    """Every requirement of the package and of its extras, by normalized name."""
    extras = project()["optional-dependencies"].values()
    return core() | bounds([line for extra in extras for line in extra])


def bounds(lines: list[str]) -> dict[str, SpecifierSet]:
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(each.name): each.specifier for each in requirements}


def conda() -> tuple[dict[str, SpecifierSet], list[str]]:
    """What environment.yml asks of conda, by conda's names, and of pip."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == "sectornb"
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    through_pip = [line for line in environment["dependencies"] if isinstance(line, dict)]
    return bounds(lines), [line for group in through_pip for line in group["pip"]]


def conda_names() -> dict[str, str]:
    text = (ROOT / "tests" / "house" / "conda_names.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def locked() -> dict[str, list[tuple[str, int]]]:
    """Versions in the lock file, by name, each with the number of its hashes."""
    found: dict[str, list[tuple[str, int]]] = {}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", block)
        if match:
            hashes = len(re.findall(r"--hash=sha256:[0-9a-f]{64}", block))
            found.setdefault(canonicalize_name(match[1]), []).append((match[2], hashes))
    return found


def test_every_requirement_has_a_lower_bound_and_a_cap() -> None:
    loose = []
    for name, specifiers in declared().items():
        operators = sorted(each.operator for each in specifiers)
        if operators != ["<", ">="]:
            loose.append(f"{name}{specifiers}")
    assert loose == []


def test_the_conda_environment_has_the_same_bounds() -> None:
    names = conda_names()
    expected = {canonicalize_name(names.get(name, name)): each for name, each in declared().items()}
    expected["python"] = SpecifierSet(project()["requires-python"])
    expected["pip"] = SpecifierSet()
    assert conda()[0] == expected


def test_the_conda_environment_takes_only_the_checkout_from_pip() -> None:
    assert conda()[1] == ["-e ."]


def test_the_lock_pins_every_requirement_within_its_bounds() -> None:
    pins = locked()
    outside = [
        f"{name}{specifiers}: {pins.get(name, 'missing')}"
        for name, specifiers in declared().items()
        if name not in pins or not all(version in specifiers for version, _ in pins[name])
    ]
    assert outside == [], "write the lock file anew: make lock"


def test_the_lock_pins_with_hashes_and_names_no_index() -> None:
    assert [name for name, pins in locked().items() if not all(n for _, n in pins)] == []
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "make lock" in text.splitlines()[1]
    assert re.findall(r"^\s*--?[a-z-]*(?:index|links|host).*|https?://\S+", text, re.M) == []


def test_the_hooks_run_before_a_commit_have_the_locked_versions() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    found = [
        line
        for repository in hooks["repos"]
        for hook in repository["hooks"]
        for line in hook["additional_dependencies"]
    ]
    assert found != []
    for line in found:
        name, version = line.split("==")
        assert [pinned for pinned, _ in locked()[canonicalize_name(name)]] == [version], line


def imports(folder: Path) -> Iterator[tuple[str, str]]:
    """Top name of each absolute import under `folder`, with the file that has it."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                yield name.split(".")[0], path.relative_to(ROOT).as_posix()


def required_at_run_time() -> set[str]:
    """The declared packages of the core, and what they require in turn on this machine."""
    waiting, seen = list(core()), set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for line in metadata.requires(name) or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(canonicalize_name(requirement.name))
    return seen


def test_the_package_imports_only_what_installing_it_brings() -> None:
    """The extra `dev` is no part of that; a part of a declared package (traitlets) is."""
    providers = metadata.packages_distributions()
    brought = required_at_run_time()
    missing = []
    for name, where in imports(ROOT / "sectornb"):
        if name in sys.stdlib_module_names or name == "sectornb":
            continue
        distributions = {canonicalize_name(each) for each in providers.get(name, [name])}
        if not distributions & brought:
            missing.append(f"{where} imports {name}")
    assert missing == []


def is_gpl(license_text: str) -> bool:
    """Whether a license's short name is the GPL or AGPL, without another to choose instead."""
    exact = re.sub(r"GPL-[\d.]+(-or-later|-only)? WITH [\w-]+", "", license_text)
    named = re.search(r"(?<![A-Za-z])A?GPL|(?<!Lesser )General Public License", exact)
    return named is not None and " OR " not in license_text


def test_no_package_under_the_gpl_is_needed_at_run_time() -> None:
    found = []
    for name in sorted(required_at_run_time()):
        about = metadata.metadata(name)
        short = about.get("License") or ""
        terms = [about.get("License-Expression") or "", short if len(short) < 80 else ""]
        terms += [each for each in about.get_all("Classifier") or [] if "License" in each]
        found += [f"{name}: {term}" for term in terms if is_gpl(term)]
    assert found == []


@pytest.mark.parametrize(
    ("license_text", "gpl"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPLv3", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("LGPL-2.1", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3", False),
        ("MIT OR GPL-2.0-only", False),
        ("BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1", False),
    ],
)
def test_the_gpl_is_told_from_its_kin(license_text: str, gpl: bool) -> None:
    assert is_gpl(license_text) is gpl

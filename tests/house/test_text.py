"""Project files speak of the project alone: no machine, no folder beside it, no tracker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Folders that hold no project files: tools, the user's own data, what a run writes.
NOT_OURS = {".git", ".venv", ".cache", ".hypothesis", "__pycache__", ".ipynb_checkpoints"}
NOT_OURS |= {".mypy_cache", ".pytest_cache", ".ruff_cache", "node_modules", "build", "dist"}
NOT_OURS |= {"data/library", "data/regions", "reports"}
ONLY_IN_CI = ".ci/run"

# Each pattern is written so that it does not match itself.
PATTERNS = {
    "a folder beside the project": re.compile(r"\.\./share[d]"),
    "a working folder": re.compile(r"(?<![\w.:\-])/wor[k]/"),
    "a number of a tracker": re.compile(r"\b(issu[e]|pull request|PR) #\d", re.IGNORECASE),
    "somebody's home": re.compile(r"(?<![\w.:\-])/(roo[t]/|home/\w+/|Users/\w+/)"),
    "a helper's scratch folder": re.compile(r"/tm[p]/(dev|h\d|brief)"),
    "a path on Windows": re.compile(r"\b[A-Z]:\\+User[s]\\"),
}


def project_files(root: Path) -> Iterator[Path]:
    for path in sorted(root.iterdir() if root.is_dir() else []):
        relative = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
        if path.is_symlink() or path.name in NOT_OURS or relative in NOT_OURS:
            continue
        if path.is_dir():
            yield from project_files(path)
        else:
            yield path


def mentions(text: str, name: str) -> list[str]:
    """What `text`, the file `name` of the project, speaks of and should not."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in PATTERNS.items():
            match = pattern.search(line)
            if match and not (name == ONLY_IN_CI and what == "a folder beside the project"):
                found.append(f"{name}:{number}: {what}: {match.group()}")
    return found


def test_no_file_mentions_what_lies_outside_the_project() -> None:
    found = []
    for path in project_files(ROOT):
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            text = content.decode("utf-8", errors="replace")
            found += mentions(text, path.relative_to(ROOT).as_posix())
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "read .." + "/shared/real",
        "cd /wor" + "k/main",
        "see Issu" + "e #12",
        "path = '/ro" + "ot/x'",
        "in /tm" + "p/dev/bin",
        "C:" + "\\Users\\ana",
        "/ho" + "me/ana/project",
    ],
)
def test_a_mention_is_caught(line: str) -> None:
    assert len(mentions(line, "README.md")) == 1


def test_the_ci_script_may_look_beside_the_project() -> None:
    line = "cd .." + "/shared/real"
    assert mentions(line, ONLY_IN_CI) == []
    assert mentions(line, "bootstrap.py") != []


def test_web_addresses_and_relative_paths_are_no_mention() -> None:
    assert mentions("https://lehd.ces.census.gov/work/ home/work/age ./root/x", "README.md") == []

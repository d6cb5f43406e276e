"""Runs axe-core, the accessibility checker, within an open page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("axe.min.js")


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def checked(page: Any) -> tuple[list[str], list[str]]:
    """Violations as text, and the rules that found something to check and passed."""
    # Evaluated from outside, so that the page's policy does not have to allow it.
    page.evaluate(_source())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations', 'passes']})")
    violations = [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
    return violations, [rule["id"] for rule in found["passes"]]

"""Runs axe-core, the accessibility checker, within an open page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("axe.min.js")
# What passed is told by its rules alone: the cells of a long table take minutes to hand over.
RUN = """
axe.run(document, {resultTypes: ['violations']}).then(found => ({
  passes: found.passes.map(rule => rule.id),
  violations: found.violations.map(rule => ({...rule, nodes: rule.nodes.slice(0, 3)})),
}))
"""


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def checked(page: Any) -> tuple[list[str], list[str]]:
    """Violations as text, and the rules that found something to check and passed."""
    # Evaluated from outside, so that the page's policy does not have to allow it.
    page.evaluate(_source())
    found = page.evaluate(RUN)
    violations = [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    return violations, found["passes"]

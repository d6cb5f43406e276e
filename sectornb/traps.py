"""Traps: ways in which data fool a reader, how each is looked for, and what was caught."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from sectornb.errors import examples

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["blocking", "warning"]


@dataclass(frozen=True)
class Trap:
    """One way in which the data fool a reader, and how to find it.

    Attributes
    ----------
    id : str
        Number in the catalog of traps, such as ``T01``.
    name : str
        What it is called.
    severity : str
        ``blocking``: a printed number would be wrong; ``warning``: it would be misread.
    find : callable
        From a study's evidence to one sentence for each thing found; none where nothing is.
    needs_tables : bool
        Whether it looks at the tables made, and not at the data alone.
    """

    id: str
    name: str
    severity: Severity
    find: Callable[[Any], list[str]]
    needs_tables: bool = False


TableTrap = partial(Trap, needs_tables=True)
"""A trap that looks at the tables made."""


@dataclass(frozen=True)
class Caught:
    """What a trap found."""

    id: str
    name: str
    severity: Severity
    text: str

    def __str__(self) -> str:
        return f"{self.id} {self.severity}: {self.name}. {self.text}"


class Findings(list[Caught]):
    """What was caught, blocking ones first, and the numbers of the traps that were looked for.

    Parameters
    ----------
    found : iterable of Caught
        In any order.
    looked_for : iterable of str
        Numbers in the catalog, such as ``T01``.
    """

    def __init__(self, found: Iterable[Caught] = (), looked_for: Iterable[str] = ()) -> None:
        super().__init__(sorted(found, key=lambda one: (one.severity != "blocking", one.id)))
        self.looked_for = frozenset(looked_for)

    def joined(self, found: Iterable[Caught], looked_for: Iterable[str] = ()) -> Findings:
        """These and further findings, and the traps that were looked for either way."""
        more = found.looked_for if isinstance(found, Findings) else frozenset()
        return Findings([*self, *found], self.looked_for | more | set(looked_for))


def caught(traps: Sequence[Trap], evidence: Any) -> Findings:
    """What `traps` find in `evidence`."""
    found = [
        Caught(trap.id, trap.name, trap.severity, text)
        for trap in traps
        for text in trap.find(evidence)
    ]
    return Findings(found, (trap.id for trap in traps))


def told(rows: pd.DataFrame, what: str, *columns: str) -> list[str]:
    """What `rows` are, how many, and up to three of them named by `columns`; none if empty."""
    if rows.empty:
        return []
    named = [" ".join(str(value) for value in row) for row in rows[list(columns)].to_numpy()]
    return [f"{what[:1].upper()}{what[1:]} ({len(rows)}): {examples(named)}."]

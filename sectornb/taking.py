"""What one workbook takes from another, which neither of them knows.

Rooms do not import each other: one says which of its settings it takes from which section,
the other what it offers, and :mod:`sectornb.report.completed` brings both together before a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Taken:
    """A setting that a result of another workbook fills where the region file leaves it empty.

    It is filled before anything runs, so that the workbook's parameters are whole.

    Attributes
    ----------
    setting : str
        Which; a list.
    section : str
        Of the workbook that offers it.
    unless : tuple of str
        Settings any of which, where it is given, stands for it: it is then left empty.
    """

    setting: str
    section: str
    unless: tuple[str, ...] = ()


class Offered(NamedTuple):
    """What a workbook's study offers another workbook, and what a user should know about it."""

    values: Sequence[str]
    told: str

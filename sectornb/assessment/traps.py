"""Traps of self-ratings: what could fool a reader of workbook 4's tables."""

from __future__ import annotations

from sectornb.traps import Trap

TRAPS: tuple[Trap, ...] = ()

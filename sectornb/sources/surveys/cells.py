"""Text that a spreadsheet would take for a formula, made safe in CSV files and given back."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_MADE_SAFE = re.compile(r"'+[=+\-@\t\r]")


def safe_cell(text: str) -> str:
    """A text with an apostrophe in front, if a spreadsheet would compute it: ``=1+1``, ``-x``."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """The text that :func:`safe_cell` made safe."""
    return text[1:] if _MADE_SAFE.match(text) else text

"""What people wrote, drawn: cut to its place, as plain letters, whatever stands in it."""

from __future__ import annotations

import textwrap
from typing import Any

from sectornb.show.picture import INK

SIZE = 9.5
_END = "…"


def cut(text: str, letters: int, lines: int) -> str:
    """A text in at most so many lines of at most so many letters; what is left out ends in …."""
    plain = " ".join(text.split())
    # A text far longer than its place would be parted for nothing.
    plain = plain[: letters * (lines + 2)]
    return "\n".join(textwrap.wrap(plain, letters, max_lines=lines, placeholder=_END))


def drawable(text: str) -> str:
    """A text without signs that have no letter in the pictures' type, and none that steer."""
    from matplotlib import font_manager

    found = font_manager.findfont(font_manager.FontProperties())
    font = font_manager.get_font(found)
    return "".join(
        sign if sign == "\n" or font.get_char_index(ord(sign)) else " " if sign.isspace() else "?"
        for sign in text
    )


def write(
    axes: Any,
    left: float,
    middle: float,
    text: str,
    *,
    size: float = SIZE,
    bold: bool = False,
    color: str = INK,
) -> None:
    """Letters from `left` on, around the height `middle`; a dollar sign is a dollar sign."""
    axes.text(
        left,
        middle,
        drawable(text),
        fontsize=size,
        fontweight="bold" if bold else "normal",
        color=color,
        va="center" if "\n" in text else "center_baseline",
        linespacing=1.05,
        parse_math=False,
    )

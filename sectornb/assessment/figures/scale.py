"""What the pictures of ratings share: colors of a scale, titles of items."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np

LETTERS = 27
"""Of a line of an item's title beside a picture."""
COLORS = ("#8c3a00", "#d98a45", "#c9ced3", "#6aa7d0", "#00507d")
"""From the lowest point of a scale to the highest; a gray print tells ends from middle."""
SOFT, LINE = "#454d55", "#9aa3ab"


def color_of(rating: float, points: int) -> tuple[float, float, float]:
    """The color of a rating, halves between their neighbors."""
    from matplotlib.colors import to_rgb

    at = (rating - 1) / (points - 1) * (len(COLORS) - 1)
    known = np.array([to_rgb(each) for each in COLORS])
    red, green, blue = (np.interp(at, range(len(COLORS)), known[:, part]) for part in range(3))
    return float(red), float(green), float(blue)


def ink_on(color: Sequence[float]) -> str:
    """Letters that can be read on a color: dark on light ones, white on dark ones."""
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    ]
    brightness = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # Of equal contrast to black and to white.
    return "#000000" if brightness > 0.179 else "#ffffff"


def titled(item: str, title: str, letters: int = LETTERS) -> str:
    """An item's number and title, in lines that fit beside a picture."""
    return textwrap.fill(f"{item} {title}", letters)


def shown(rating: float) -> str:
    """A rating as people write it: ``4``, ``3.5``."""
    return f"{rating:g}"

"""Rows of a picture that are as high as their titles need, so that no title is cut."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LETTERS = 25
"""Letters of a line of a title, at 9 points about 1.8 inches."""
FONT_SIZE = 9
_LINE, _GAP = 0.152, 0.13
_WIDE, _LEFT, _RIGHT = 4.8, 1.85, 0.05


@dataclass(frozen=True)
class TitleRows:
    """Titles in lines, with the middle and the ends of each row in inches from the top."""

    titles: list[str]
    middles: list[float]
    ends: list[float]

    @property
    def inches(self) -> float:
        """Height of all rows together."""
        return self.ends[-1]

    def on(self, axes: Any) -> None:
        """Write the titles left of `axes`, whose vertical scale becomes inches, downward."""
        axes.set_ylim(max(self.inches, 0.5), 0)
        axes.set_yticks(self.middles, self.titles, fontsize=FONT_SIZE, linespacing=1.05)
        axes.tick_params(axis="y", length=0)


def title_rows(titles: Iterable[str], letters: int = LETTERS, least: int = 1) -> TitleRows:
    """Break titles into lines of at most `letters`, words uncut, and give each row its height.

    `least` is the number of lines that a row has room for at least.
    """
    wrapped = [textwrap.wrap(title, letters, break_on_hyphens=False) or [""] for title in titles]
    ends, middles = [0.0], []
    for lines in wrapped:
        high = max(len(lines), least) * _LINE + _GAP
        middles.append(ends[-1] + high / 2)
        ends.append(ends[-1] + high)
    return TitleRows(["\n".join(lines) for lines in wrapped], middles, ends)


def title_panels(
    titles: TitleRows, panels: int = 1, *, above: float, below: float, foot: float
) -> tuple[Figure, list[Axes]]:
    """A figure with `panels` axes below each other, as high as the rows, titles left of them.

    Everything is placed in inches, since what is measured out anew costs half of drawing it.

    Parameters
    ----------
    above, below : float
        Room over and under each of the axes.
    foot : float
        Room at the bottom of the figure.
    """
    import matplotlib.pyplot as plt

    high = max(titles.inches, 0.5)
    across, total = _WIDE - _LEFT - _RIGHT, panels * (above + high + below) + foot
    figure = plt.figure(figsize=(_WIDE, total), layout="none")
    made = []
    for place in range(panels):
        bottom = total - (place + 1) * (above + high) - place * below
        made.append(figure.add_axes((_LEFT / _WIDE, bottom / total, across / _WIDE, high / total)))
    return figure, made

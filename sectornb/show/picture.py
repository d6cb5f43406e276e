"""Pictures with words: a figure is shown together with what it says, or not at all."""

from __future__ import annotations

import base64
import io
import re
import sys
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sectornb.errors import WorkbookError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

# A picture of 4.8 inches fills a wide column sharply and keeps 8-point letters on a phone.
DPI = 200

# Okabe & Ito (2008) hues, darkened until each keeps 3:1 against white (WCAG 1.4.11)
# and neighbors differ in lightness, so that a gray print tells them apart.
SERIES_COLORS = ("#00507d", "#d55e00", "#1b1b1b", "#009e73", "#7b2d5b", "#2e8fc6")
INK = "#1b1b1b"
_SERIES_DASHES = ("-", "--", "-", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))

FAST = {"compress_level": 1}
"""For a PNG that is read again at once."""

_STYLE = Path(__file__).with_name("project.mplstyle")
_PLACEHOLDER = "no description has been provided"


def has_words(alt: object) -> bool:
    """Whether `alt` is a real text alternative: not empty, no placeholder of a tool."""
    return isinstance(alt, str) and bool(alt.strip()) and _PLACEHOLDER not in alt.lower()


class Picture:
    """A matplotlib figure with the text that stands for it.

    Laid out once and drawn once per form: as SVG with real letters, sharp at any size, and
    as PNG of 200 dots per inch, both without clock or program version, so that the same
    figure gives the same bytes.  Displayed in the smaller form.  The figure is closed at
    once, so that the notebook does not show it a second time.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The finished figure.
    alt : str
        What a reader who cannot see it must know: the kind of chart and its message.
    caption : str
        One line to stand under it.
    name : str
        Name within the workbook, such as ``industry_scores``.

    Raises
    ------
    WorkbookError
        If `alt` is empty or the placeholder of a tool, or `name` cannot name a file.
    """

    def __init__(self, figure: Figure, alt: str, caption: str, name: str) -> None:
        import matplotlib.pyplot as plt
        from matplotlib.backend_bases import FigureCanvasBase

        plt.close(figure)
        # Each drawing then brings a canvas of its own and takes its pixels along when it goes.
        FigureCanvasBase(figure)
        if not has_words(alt):
            raise WorkbookError(
                f"Picture {name!r} has no text alternative. Give alt= the kind of chart and "
                f"its message in a sentence; readers who cannot see it get only that."
            )
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
            raise WorkbookError(
                f"A picture cannot be called {name!r}, because its files are named so. Use "
                f"small letters, digits, '_' and '-', such as 'industry_scores'."
            )
        self.figure, self.alt, self.caption, self.name = figure, alt, caption, name

    @cached_property
    def _edges(self) -> Bbox:
        """What the finished figure covers, in inches; laying it out is half of drawing it."""
        engine = self.figure.get_layout_engine()
        if engine is not None:
            engine.execute(self.figure)
        # With an engine, even one that does nothing, each drawing would begin with a trial.
        self.figure.set_layout_engine(None)
        return self.figure.get_tightbbox().padded(0.1)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in CSS pixels."""
        return round(self._edges.width * 96), round(self._edges.height * 96)

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG, in the 256 colors that fit it best."""
        from PIL import Image

        drawn = io.BytesIO(
            self._drawn("png", dpi=DPI, metadata={"Software": None}, pil_kwargs=FAST)
        )
        picture = Image.open(drawn).convert("RGB")
        # The quicker FASTOCTREE shifts flat colors, which a legend names.
        few = picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        stream = io.BytesIO()
        few.save(stream, "PNG", dpi=(DPI, DPI))
        return stream.getvalue()

    @cached_property
    def svg(self) -> bytes:
        """The figure as SVG, with caption and text alternative inside."""
        words = {"Title": self.caption, "Description": self.alt}
        return self._drawn("svg", metadata={"Date": None, "Creator": None, **words})

    def _drawn(self, kind: str, **options: Any) -> bytes:
        import matplotlib as mpl

        stream = io.BytesIO()
        # Ids in an SVG are drawn at random unless they are salted.
        with mpl.rc_context({"svg.hashsalt": self.name, "svg.fonttype": "none"}):
            self.figure.savefig(stream, format=kind, bbox_inches=self._edges, **options)
        return stream.getvalue()

    def save(self, folder: Path, stem: str) -> dict[str, str]:
        """Write ``<stem>.png`` and ``<stem>.svg`` into `folder`; kind to file name."""
        folder.mkdir(parents=True, exist_ok=True)
        written = {}
        for kind, content in (("png", self.png), ("svg", self.svg)):
            (folder / f"{stem}.{kind}").write_bytes(content)
            written[kind] = f"{stem}.{kind}"
        return written

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        if len(self.svg) <= len(self.png):
            kind, shown = "image/svg+xml", self.svg.decode("utf-8")
        else:
            kind, shown = "image/png", base64.b64encode(self.png).decode("ascii")
        width, height = self.size
        words = {"alt": self.alt, "caption": self.caption, "name": self.name}
        return {kind: shown}, {kind: {**words, "width": width, "height": height}}

    def __repr__(self) -> str:
        return self.alt


def statistical_plots() -> ModuleType:
    """Seaborn, without what it takes for densities, trees and regressions alone.

    No picture here shows these, and they are three quarters of the time and of the memory
    that its import takes; it does without, as where they are not installed.
    """
    kept_out = [
        name for name in ("scipy.stats", "scipy.cluster", "statsmodels") if name not in sys.modules
    ]
    sys.modules |= dict.fromkeys(kept_out)  # type: ignore[arg-type]
    try:
        import seaborn
    finally:
        for name in kept_out:
            del sys.modules[name]
    return seaborn


def blank_page(wide: float, high: float) -> tuple[Figure, Axes]:
    """A figure without axes to draw on in inches, across and downward from its upper left."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(wide, high), layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, wide)
    axes.set_ylim(high, 0)
    return figure, axes


def project_style() -> AbstractContextManager[None]:
    """The project's look for matplotlib, within a ``with`` block.

    Colors that color-blind readers and a gray print tell apart, each series with
    its own dashes too; type that stays readable at the width of a phone; no
    lines that carry no data.
    """
    from cycler import cycler
    from matplotlib import style

    series = cycler(color=SERIES_COLORS) + cycler(linestyle=_SERIES_DASHES)
    return style.context([_STYLE, {"figure.dpi": DPI, "axes.prop_cycle": series}])

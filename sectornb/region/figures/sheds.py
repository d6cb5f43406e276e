"""Pictures of commuting."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from sectornb.show.picture import SERIES_COLORS, Picture, project_style

SHOWN = 10


def plot_sheds(
    labor_shed: pd.DataFrame,
    commute_shed: pd.DataFrame,
    counties: Collection[str],
    *,
    region: str,
    vintage: str,
) -> Picture:
    """Where the region's workers live and where its residents work, side by side.

    Parameters
    ----------
    labor_shed, commute_shed : DataFrame
        The tables of these names.
    counties : collection of str
        The region; its own counties are drawn full, others hatched.
    region, vintage : str
        For the caption.

    Returns
    -------
    Picture
        Two bar charts of the ten largest counties each, in percent.
    """
    import matplotlib.pyplot as plt

    sides = [
        (labor_shed.head(SHOWN), "home_area_fips", "Homes of the region's workers"),
        (commute_shed.head(SHOWN), "work_area_fips", "Workplaces of its residents"),
    ]
    bases = ["Percent of the jobs in the region", "Percent of the jobs of its residents"]
    with project_style():
        rows = sum(len(shed) for shed, _, _ in sides)
        figure, panels = plt.subplots(
            2,
            1,
            figsize=(4.8, 2.4 + 0.3 * rows),
            height_ratios=[max(len(shed), 1) for shed, _, _ in sides],
        )
        for axes, (shed, side, heading), base in zip(panels, sides, bases, strict=True):
            own = shed[side].isin(list(counties))
            bars = axes.barh(range(len(shed)), 100 * shed["share"], color=SERIES_COLORS[0])
            for bar, inside in zip(bars, own, strict=True):
                if not inside:
                    bar.set_facecolor("white")
                    bar.set_edgecolor(SERIES_COLORS[1])
                    bar.set_hatch("////")
            axes.bar_label(
                bars, [f"{100 * share:.1f}" for share in shed["share"]], padding=3, fontsize=9.5
            )
            axes.set_yticks(range(len(shed)), shed["county_name"], fontsize=9.5)
            axes.invert_yaxis()
            axes.set_title(heading)
            axes.set_xlabel(base)
            axes.margins(x=0.12)
        figure.supxlabel("Full: in the region. Hatched: outside.", fontsize=10)
    return Picture(
        figure,
        alt=_alt(sides, counties),
        caption=f"Labor shed and commute shed, {region}, {vintage}.",
        name="sheds",
    )


def _alt(sides: list[tuple[pd.DataFrame, str, str]], counties: Collection[str]) -> str:
    parts = []
    for shed, side, heading in sides:
        listed = "; ".join(
            f"{name} {100 * share:.1f} percent{'' if code in counties else ' (outside)'}"
            for name, share, code in zip(
                shed["county_name"].head(5), shed["share"].head(5), shed[side].head(5), strict=True
            )
        )
        parts.append(f"{heading}: {listed}")
    return (
        f"Two bar charts of the {SHOWN} largest counties each. {'. '.join(parts)}. The tables of "
        "the sheds hold every county."
    )

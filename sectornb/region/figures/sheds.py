"""The picture of the labor shed and the commute shed."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from sectornb.show.picture import SERIES_COLORS, Picture, project_style, statistical_plots

SHOWN = 10


def plot_sheds(
    labor_shed: pd.DataFrame,
    commute_shed: pd.DataFrame,
    counties: Collection[str],
    about: str,
) -> Picture:
    """Where the region's workers live and where its residents work, side by side.

    Parameters
    ----------
    labor_shed, commute_shed : DataFrame
        The tables of these names.
    counties : collection of str
        The region; its own counties are drawn full, others hatched.
    about : str
        Region, year and what is counted, for the caption.

    Returns
    -------
    Picture
        Two bar charts of the ten largest counties each, in percent.
    """
    import matplotlib.pyplot as plt

    homes = labor_shed.rename(columns={"home_area_fips": "area_fips"}).head(SHOWN)
    works = commute_shed.rename(columns={"work_area_fips": "area_fips"}).head(SHOWN)
    sheds = {"Homes of the region's workers": homes, "Workplaces of its residents": works}
    bases = ("Percent of the jobs in the region", "Percent of the jobs of its residents")
    with project_style():
        figure, panels = plt.subplots(
            2,
            1,
            figsize=(4.8, 2.4 + 0.3 * (len(homes) + len(works))),
            height_ratios=[max(len(homes), 1), max(len(works), 1)],
        )
        for axes, (heading, shed), base in zip(panels, sheds.items(), bases, strict=True):
            percent = 100 * shed["share"]
            statistical_plots().barplot(
                x=percent,
                y=shed["county_name"],
                color=SERIES_COLORS[0],
                saturation=1,
                errorbar=None,
                ax=axes,
            )
            (bars,) = axes.containers
            for bar, code in zip(bars, shed["area_fips"], strict=True):
                if code not in counties:
                    bar.set(facecolor="white", edgecolor=SERIES_COLORS[1], hatch="////")
            axes.bar_label(bars, fmt="%.1f", padding=3, fontsize=9.5)
            axes.set(title=heading, xlabel=base, ylabel="", xticks=[])
            axes.tick_params(axis="y", labelsize=9.5)
            axes.margins(x=0.12)
        figure.supxlabel("Full: in the region. Hatched: outside.", fontsize=10)
    told = ". ".join(f"{heading}: {_largest(shed, counties)}" for heading, shed in sheds.items())
    return Picture(
        figure,
        alt=(
            f"Two bar charts of the {SHOWN} largest counties each. {told}. The tables of the sheds "
            "hold every county."
        ),
        caption=f"Labor shed and commute shed, {about}.",
        name="sheds",
    )


def _largest(shed: pd.DataFrame, counties: Collection[str]) -> str:
    top = shed.head(5)
    return "; ".join(
        f"{name} {100 * share:.1f} percent{'' if code in counties else ' (outside)'}"
        for name, share, code in zip(
            top["county_name"], top["share"], top["area_fips"], strict=True
        )
    )

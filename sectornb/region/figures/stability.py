"""The picture of how firmly counties belong to the region's zone."""

from __future__ import annotations

import pandas as pd

from sectornb.region.delineation.delineate import METHODS
from sectornb.region.figures.exchanges import short_names
from sectornb.region.stability import PARAMETERS, RESAMPLED
from sectornb.show.picture import INK, Picture, project_style, statistical_plots

MOST_COUNTIES = 24
_HEADS = dict(
    zip(
        METHODS,
        ("Commuting\nzones", "Travel-to-\nwork areas", "Central\ncounties", "Commu-\nnities"),
        strict=True,
    )
)
_VARIED = {PARAMETERS: "choices", RESAMPLED: "data"}


def plot_stability(membership: pd.DataFrame, about: str) -> Picture:
    """In what share of the runs each county is in the region's zone, by method and variation.

    Parameters
    ----------
    membership : DataFrame
        The table of this name; the region's counties, then those with the highest
        shares, 24 at most.
    about : str
        Region, year and what is counted, for the caption.
    """
    import matplotlib.pyplot as plt

    wide = 100 * membership.pivot(
        index="area_fips", columns=["method", "variation"], values="membership_share"
    )
    runs = [(m, v) for m in _HEADS for v in _VARIED if (m, v) in wide.columns]
    facts = membership.drop_duplicates("area_fips").set_index("area_fips")
    own = facts["in_region"].astype(bool)
    order = pd.DataFrame({"other": ~own, "low": -wide[runs].mean(axis=1), "code": facts.index})
    order = order.sort_values(["other", "low", "code"]).head(max(MOST_COUNTIES, int(own.sum())))
    wide, own = wide.loc[order.index, runs], own[order.index]
    full = facts.loc[order.index, "county_name"].astype(str)
    short = short_names(set(full))
    names = [("■ " if own[code] else "") + short[full[code]] for code in order.index]
    with project_style():
        figure, axes = plt.subplots(figsize=(4.8, 1.9 + 0.25 * len(wide)))
        statistical_plots().heatmap(
            wide.to_numpy(),
            annot=wide.map(lambda share: f"{share:.0f}" if share else "").to_numpy(),
            fmt="",
            annot_kws={"fontsize": 8, "color": INK},
            cmap="Blues",
            vmin=0,
            vmax=165,
            cbar=False,
            ax=axes,
        )
        axes.set_yticklabels(names, rotation=0, fontsize=8.5)
        axes.set_xticklabels([_VARIED[varied] for _, varied in runs], fontsize=8)
        axes.tick_params(length=0, labeltop=True, labelbottom=False)
        for method, head in _HEADS.items():
            columns = [place for place, (one, _) in enumerate(runs) if one == method]
            if columns:
                middle = (columns[0] + columns[-1] + 1) / 2
                axes.text(middle, -0.85, head, ha="center", va="bottom", fontsize=8.5)
                axes.axvline(columns[0], color=INK, linewidth=bool(columns[0]))
        if 0 < own.sum() < len(own):
            axes.axhline(own.sum(), color=INK, linewidth=1)
        figure.supxlabel(
            "Percent of runs with the county in the region's zone; empty: none.\n"
            "■ your region. choices: the method's choices vary; data: flows drawn anew",
            fontsize=8.5,
        )
    return Picture(
        figure,
        alt=_alt(wide.mean(axis=1), own, full),
        caption=(
            f"How often each county is in the region's zone when choices vary and when flows are "
            f"drawn anew, {about}."
        ),
        name="stability",
    )


def _alt(mean: pd.Series[float], own: pd.Series[bool], full: pd.Series[str]) -> str:
    def told(codes: pd.Index[str]) -> str:
        return "; ".join(f"{full[c]} {mean[c]:.0f}" for c in codes) or "none"

    return (
        "Grid of counties by method with the percent of runs in which the county is in the "
        "region's zone, on average over the methods. Region: "
        f"{told(mean.index[own])}. Others: {told(mean.index[~own][:5])}. The table of membership "
        "holds every figure."
    )

"""Pictures of how firmly counties belong to the region's zone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.region.figures.flows import short_names
from sectornb.show.picture import Picture, project_style

MOST_COUNTIES = 24
_SHORT = {
    "commuting zones": "Commuting\nzones",
    "travel-to-work areas": "Travel-to-\nwork areas",
    "central counties": "Central\ncounties",
    "communities": "Commu-\nnities",
}


def plot_stability(membership: pd.DataFrame, *, region: str, vintage: str) -> Picture:
    """In what share of the runs each county is in the region's zone, by method and variation.

    Parameters
    ----------
    membership : DataFrame
        The table of this name; the region's counties, then those with the highest
        shares, 24 at most.
    region, vintage : str
        For the caption.
    """
    import matplotlib.pyplot as plt

    wide = 100 * membership.pivot_table(
        index="area_fips", columns=["method", "variation"], values="membership_share", sort=False
    )
    methods = [method for method in _SHORT if method in wide.columns.get_level_values(0)]
    columns = [
        (method, variation)
        for method in methods
        for variation in ("parameters", "resampled")
        if (method, variation) in wide.columns
    ]
    wide = wide[columns]
    facts = membership.drop_duplicates("area_fips").set_index("area_fips")
    own = facts["in_region"].astype(bool).reindex(wide.index)
    order = pd.DataFrame({"other": ~own, "low": -wide.mean(axis=1), "code": wide.index})
    shown = order.sort_values(["other", "low", "code"]).index[: max(MOST_COUNTIES, int(own.sum()))]
    wide = wide.loc[shown]
    full = facts["county_name"].astype(str)
    short = short_names(set(full[shown]))
    names = [("■ " if own[code] else "") + short[full[code]] for code in shown]
    with project_style():
        figure, axes = plt.subplots(figsize=(4.8, 1.9 + 0.25 * len(wide)))
        axes.imshow(wide.to_numpy(), cmap="Blues", vmin=0, vmax=130, aspect="auto")
        for (row, column), value in np.ndenumerate(wide.to_numpy()):
            axes.text(
                column,
                row,
                f"{value:.0f}",
                ha="center",
                va="center",
                fontsize=8,
                color="white" if value > 75 else "#1b1b1b",
            )
        axes.set_yticks(range(len(names)), names, fontsize=8.5)
        axes.set_xticks(
            range(len(columns)),
            ["choices" if v == "parameters" else "data" for _, v in columns],
            fontsize=8,
        )
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        for place, method in enumerate(methods):
            own_columns = [i for i, (m, _) in enumerate(columns) if m == method]
            axes.text(
                float(np.mean(own_columns)),
                -1.35,
                _SHORT[method],
                ha="center",
                va="bottom",
                fontsize=8.5,
            )
            if place:
                axes.axvline(own_columns[0] - 0.5, color="#1b1b1b", linewidth=1)
        outside = int((~own.loc[shown]).sum())
        if 0 < outside < len(shown):
            axes.axhline(len(shown) - outside - 0.5, color="#1b1b1b", linewidth=1)
        axes.grid(False)
        axes.spines[:].set_visible(False)
        figure.supxlabel(
            "Percent of runs with the county in the region's zone. ■ your region.\n"
            "choices: the method's choices vary; data: flows drawn anew",
            fontsize=9,
        )
    return Picture(
        figure,
        alt=_alt(wide, own, facts),
        caption=(
            f"How often each county is in the region's zone when choices vary and when flows are "
            f"drawn anew, {region}, {vintage}."
        ),
        name="stability",
    )


def _alt(wide: pd.DataFrame, own: pd.Series[bool], facts: pd.DataFrame) -> str:
    mean, full = wide.mean(axis=1), facts["county_name"].astype(str)

    def told(codes: pd.Index[str]) -> str:
        return "; ".join(f"{full[c]} {mean[c]:.0f}" for c in codes) or "none"

    inside = mean.index[own.loc[mean.index]]
    outside = mean.index[~own.loc[mean.index]][:5]
    return (
        "Grid of counties by method with the percent of runs in which the county is in the "
        f"region's zone, on average over the methods. Region: {told(inside)}. Others: "
        f"{told(outside)}. The table of membership holds every figure."
    )

"""Pictures of ranks and of the parts of the change in jobs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.errors import counted
from sectornb.industry.factors import FACTORS
from sectornb.industry.figures.bubbles import plot_industry_bubbles
from sectornb.show.picture import SERIES_COLORS, Picture, project_style, statistical_plots
from sectornb.show.title_rows import title_panels, title_rows

__all__ = ["plot_industry_bubbles", "plot_rank_heatmap", "plot_shift_share"]

MOST_BARS = 10
_RANKS = "Rank, 1 = highest. * some counties withheld"
PART_NAMES = {
    "national_growth_jobs": "National growth",
    "industry_mix_jobs": "Industry mix",
    "regional_shift_jobs": "Regional shift",
}
_LOOKS = ((SERIES_COLORS[5], ""), (SERIES_COLORS[3], "///"), (SERIES_COLORS[1], "\\\\\\"))
"""Color and hatch of each part, told apart in gray print too."""


def plot_rank_heatmap(
    ranking: pd.DataFrame, factors: list[str], *, region: str, latest_year: int
) -> Picture:
    """The short list against the factors, each rank in its field, dark where it is high.

    Parameters
    ----------
    ranking : DataFrame
        The table ``industry_ranking``.
    factors : list of str
        Factors that count in the score.
    """
    rows = ranking[ranking["shortlisted"]].sort_values(["rank", "naics"]).reset_index(drop=True)
    columns = [f"rank_{factor}" for factor in factors]
    partial = rows[[f"basis_{factor}" for factor in factors]].to_numpy() != "complete"
    titles = title_rows(rows["naics_title"])
    with project_style():
        figure, (axes,) = title_panels(titles, above=0.5, below=0.1, foot=0.25)
        axes.grid(visible=False)
        if len(rows):
            marks = np.where(partial, "*", "").astype(object)
            statistical_plots().heatmap(
                # Fewer industries have a rank on growth than on jobs: each column its own scale.
                rows[columns] / ranking[columns].notna().sum().clip(lower=1),
                annot=rows[columns].map("{:.3g}".format).to_numpy() + marks,
                fmt="",
                annot_kws={"fontsize": 10, "color": "#1b1b1b"},
                cmap="Blues_r",
                # The darkest blue still lets dark letters be read.
                vmin=-0.65,
                vmax=1.0,
                cbar=False,
                ax=axes,
            )
            titles.stretch(axes)
        names = [FACTORS[factor].title.replace(" ", "\n") for factor in factors]
        axes.set_xticks(np.arange(len(factors)) + 0.5, names, fontsize=9 if len(factors) < 5 else 8)
        axes.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        figure.text(0.5, 0.02, _RANKS, ha="center", fontsize=9.5)
    return Picture(
        figure,
        alt=_heat_alt(rows, factors),
        caption=(
            f"Ranks of the short list, {region}, {latest_year}; 1 is the highest. "
            "* rests on some of the counties only; the others are withheld."
        ),
        name="rank_heatmap",
    )


def plot_shift_share(
    shifts: pd.DataFrame, *, region: str, base_year: int, latest_year: int
) -> Picture:
    """The largest changes in jobs, each split into its three parts.

    Parameters
    ----------
    shifts : DataFrame
        The table ``shift_share``.
    """
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    known = shifts[shifts["change_jobs"].notna()]
    order = known["change_jobs"].abs().sort_values(ascending=False).index[:MOST_BARS]
    rows = known.loc[order].reset_index(drop=True)
    titles = title_rows(rows["naics_title"])
    with project_style():
        figure, (axes,) = title_panels(titles, above=0.05, below=0.5, foot=0.55)
        above, below = np.zeros(len(rows)), np.zeros(len(rows))
        for (part, name), (color, hatch) in zip(PART_NAMES.items(), _LOOKS, strict=True):
            jobs = rows[part].to_numpy(dtype="float64")
            axes.barh(
                titles.middles, jobs, left=np.where(jobs >= 0, above, below), height=0.24,
                color=color, hatch=hatch, label=name, edgecolor="white", linewidth=0.6,
            )  # fmt: skip
            above, below = above + np.clip(jobs, 0, None), below + np.clip(jobs, None, 0)
        axes.plot(
            rows["change_jobs"], titles.middles, linestyle="", marker="D", color="#1b1b1b",
            markeredgecolor="white", label="Change in jobs",
        )  # fmt: skip
        titles.on(axes)
        axes.axvline(0, color="#1b1b1b", linewidth=1)
        axes.set_xlabel(f"Change in jobs, {base_year} to {latest_year}")
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        if rows.empty:
            axes.clear()
            axes.set_axis_off()
            axes.text(
                0.5, 0.5, "No change could be split;\nthe table says why for each industry.",
                ha="center", va="center",
            )  # fmt: skip
        else:
            figure.legend(loc="lower center", ncols=2)
    return Picture(
        figure,
        alt=_shift_alt(rows, len(shifts), base_year, latest_year),
        caption=(
            f"Largest changes in jobs and their parts, {region}, {base_year} to {latest_year}. "
            "The parts describe; they are no causes."
        ),
        name="shift_share",
    )


def _heat_alt(rows: pd.DataFrame, factors: list[str]) -> str:
    told = "; ".join(
        f"{row['naics_title']}: "
        + ", ".join(f"{FACTORS[factor].label} {row[f'rank_{factor}']:.3g}" for factor in factors)
        for row in rows.head(3).to_dict("records")
    )
    return (
        f"Heatmap of ranks: the {counted(len(rows), 'industry', 'industries')} of the short list "
        f"by {len(factors)} "
        f"factors, 1 being the highest. {told or 'No industry could be scored'}. The "
        "table of ranks holds every figure."
    )


def _shift_alt(rows: pd.DataFrame, count: int, base_year: int, latest_year: int) -> str:
    if rows.empty:
        return (
            "Bar chart without bars: the change in jobs could be split for none of "
            f"{count} industries; the table says why."
        )
    told = "; ".join(
        f"{row['naics_title']} {row['change_jobs']:+,.0f} jobs: "
        + ", ".join(f"{name.lower()} {row[part]:+,.0f}" for part, name in PART_NAMES.items())
        for row in rows.head(3).to_dict("records")
    )
    return (
        f"Stacked bars of the {len(rows)} largest changes in jobs from {base_year} to "
        f"{latest_year}, split into national growth, industry mix and regional shift. {told}."
    )

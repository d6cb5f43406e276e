"""Pictures of all industries at once: size, growth and pay; ranks; parts of the change."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.figures.picture import SERIES_COLORS, Picture, project_style
from sectornb.industry.factors import FACTOR_NAMES

LABELED = 6
MOST_BARS = 10
PART_NAMES = {
    "national_growth_jobs": "National growth",
    "industry_mix_jobs": "Industry mix",
    "regional_shift_jobs": "Regional shift",
}


def plot_industry_bubbles(
    factors: pd.DataFrame,
    ranking: pd.DataFrame,
    *,
    region: str,
    base_year: int,
    latest_year: int,
) -> Picture:
    """Growth across, location quotient upward, jobs as area, annual wage as color.

    Only industries whose growth is ranked are drawn; where a county is withheld, the
    figures of the disclosed counties are.

    Parameters
    ----------
    factors, ranking : DataFrame
        The tables ``industry_factors`` and ``industry_ranking``.
    """
    import matplotlib.pyplot as plt

    rows = _drawable(factors, ranking)
    with project_style():
        figure, axes = plt.subplots(figsize=(4.8, 4.9))
        if len(rows):
            drawn = axes.scatter(
                rows["historical_growth_matched_pct"],
                rows["location_quotient_floor"],
                s=900 * rows["employment_low"] / rows["employment_low"].max() + 8,
                c=rows["annual_wage_disclosed_usd"] / 1000,
                cmap="cividis_r",
                # One industry with bonuses would leave all others in one color.
                vmax=float((rows["annual_wage_disclosed_usd"] / 1000).quantile(0.95)),
                edgecolors="#1b1b1b",
                linewidths=0.6,
                alpha=0.85,
            )
            bar = figure.colorbar(
                drawn, ax=axes, location="bottom", shrink=0.8, pad=0.02, extend="max"
            )
            bar.set_label("Annual wage, thousand dollars")
            _label(axes, rows)
        axes.axhline(1, color="#767676", linewidth=1)
        axes.axvline(0, color="#767676", linewidth=1)
        axes.grid(axis="both")
        axes.set_xlabel(f"Growth of jobs {base_year} to {latest_year}, percent")
        axes.set_ylabel("Location quotient (1 = national share)")
        axes.set_ylim(bottom=0)
    return Picture(
        figure,
        alt=_bubble_alt(rows, base_year, latest_year),
        caption=(
            f"Jobs (area), growth, concentration and pay (color), {region}, {latest_year}; "
            "numbers name the first of the short list."
        ),
        name="industry_bubbles",
    )


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
    import matplotlib.pyplot as plt

    rows = ranking[ranking["shortlisted"]].sort_values(["rank", "naics"]).reset_index(drop=True)
    ranks = rows[[f"rank_{factor}" for factor in factors]].to_numpy(dtype="float64")
    complete = rows[[f"basis_{factor}" for factor in factors]].to_numpy() == "complete"
    with project_style():
        figure, axes = plt.subplots(figsize=(4.8, 1.5 + 0.42 * max(len(rows), 2)))
        axes.grid(visible=False)
        if len(rows):
            axes.imshow(ranks, cmap="Blues_r", vmin=1, vmax=len(ranking) * 1.15, aspect="auto")
        dark = ranks < len(ranking) * 0.45
        for down, across in np.ndindex(ranks.shape):
            mark = "" if complete[down, across] else "*"
            axes.text(
                across,
                down,
                f"{ranks[down, across]:.3g}{mark}",
                ha="center",
                va="center",
                fontsize=10,
                color="white" if dark[down, across] else "#1b1b1b",
            )
        names = [FACTOR_NAMES[factor].replace(" ", "\n", 1) for factor in factors]
        axes.set_xticks(range(len(factors)), names, fontsize=9)
        axes.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False)
        axes.tick_params(length=0)
        axes.set_yticks(
            range(len(rows)), [_short_title(title) for title in rows["naics_title"]], fontsize=9
        )
        for side in axes.spines.values():
            side.set_visible(False)
    return Picture(
        figure,
        alt=_heat_alt(rows, factors, len(ranking)),
        caption=(
            f"Ranks of the short list, {region}, {latest_year}; 1 is the highest of "
            f"{len(ranking)}. * rests on disclosed counties only."
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
    import matplotlib.pyplot as plt
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    known = shifts[shifts["change_jobs"].notna()]
    order = known["change_jobs"].abs().sort_values(ascending=False).index[:MOST_BARS]
    rows = known.loc[order].reset_index(drop=True)
    places = np.arange(len(rows))
    hatches = ["", "///", "..."]
    with project_style():
        figure, axes = plt.subplots(figsize=(4.8, 2.0 + 0.42 * max(len(rows), 2)))
        above, below = np.zeros(len(rows)), np.zeros(len(rows))
        colors = (SERIES_COLORS[5], SERIES_COLORS[3], SERIES_COLORS[1])
        for (part, name), color, hatch in zip(PART_NAMES.items(), colors, hatches, strict=True):
            jobs = rows[part].to_numpy(dtype="float64")
            start = np.where(jobs >= 0, above, below)
            axes.barh(
                places, jobs, left=start, height=0.62, color=color, hatch=hatch, label=name,
                edgecolor="white", linewidth=0.6,
            )  # fmt: skip
            above, below = above + np.clip(jobs, 0, None), below + np.clip(jobs, None, 0)
        axes.plot(
            rows["change_jobs"], places, linestyle="", marker="D", color="#1b1b1b",
            markeredgecolor="white", label="Change in jobs",
        )  # fmt: skip
        if rows.empty:
            axes.set_axis_off()
            axes.text(0.5, 0.5, "No change could be split", ha="center", transform=axes.transAxes)
        axes.axvline(0, color="#1b1b1b", linewidth=1)
        axes.set_yticks(places, [_short_title(title) for title in rows["naics_title"]], fontsize=9)
        axes.invert_yaxis()
        axes.set_xlabel(f"Jobs, {base_year} to {latest_year}")
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        if len(rows):
            figure.legend(loc="outside lower center", ncols=2)
    return Picture(
        figure,
        alt=_shift_alt(rows, len(shifts), base_year, latest_year),
        caption=(
            f"Largest changes in jobs and their parts, {region}, {base_year} to {latest_year}. "
            "The parts describe; they are no causes."
        ),
        name="shift_share",
    )


def _drawable(factors: pd.DataFrame, ranking: pd.DataFrame) -> pd.DataFrame:
    rows = factors[factors["growth_ranked"] & factors["naics"].isin(ranking["naics"])]
    columns = ["historical_growth_matched_pct", "location_quotient_floor", "employment_low"]
    rows = rows.dropna(subset=[*columns, "annual_wage_disclosed_usd"])
    place = ranking.set_index("naics")["rank"]
    # The large ones first, so that small bubbles are not hidden behind them.
    return (
        rows.assign(place=rows["naics"].map(place))
        .sort_values(["employment_low", "naics"], ascending=[False, True])
        .reset_index(drop=True)
    )


def _label(axes: object, rows: pd.DataFrame) -> None:
    chosen = rows.nsmallest(LABELED, "place").sort_values("location_quotient_floor")
    for place, row in enumerate(chosen.to_dict("records")):
        aside = (7, 5) if place % 2 else (-7, -13)
        axes.annotate(  # type: ignore[attr-defined]
            row["naics"],
            (row["historical_growth_matched_pct"], row["location_quotient_floor"]),
            xytext=aside,
            textcoords="offset points",
            ha="left" if place % 2 else "right",
            fontsize=9,
            fontweight="bold",
        )


def _bubble_alt(rows: pd.DataFrame, base_year: int, latest_year: int) -> str:
    if rows.empty:
        return "Bubble chart without bubbles: no industry has growth that can be ranked."
    growing = rows["historical_growth_matched_pct"].gt(0)
    strong = rows["location_quotient_floor"].ge(1)
    both, still, alone = (
        int(which.sum()) for which in (growing & strong, ~growing & strong, growing & ~strong)
    )
    first = "; ".join(
        f"{row['naics']} {row['naics_title']}: growth "
        f"{row['historical_growth_matched_pct']:+.1f} percent, quotient "
        f"{row['location_quotient_floor']:.2f}, {row['employment_low']:,.0f} jobs, "
        f"{row['annual_wage_disclosed_usd']:,.0f} dollars a year"
        for row in rows.nsmallest(3, "place").to_dict("records")
    )
    return (
        f"Bubble chart of {len(rows)} industries by growth from {base_year} to {latest_year} and "
        f"location quotient; area is jobs, darker color is higher pay. {both} are concentrated and "
        f"growing, {still} concentrated and not growing, {alone} growing without concentration. "
        f"First of the ranking: {first}."
    )


def _heat_alt(rows: pd.DataFrame, factors: list[str], count: int) -> str:
    told = "; ".join(
        f"{row['naics_title']}: "
        + ", ".join(f"{FACTOR_NAMES[factor]} {row[f'rank_{factor}']:.3g}" for factor in factors)
        for row in rows.head(3).to_dict("records")
    )
    return (
        f"Heatmap of ranks: the {len(rows)} industries of the short list by {len(factors)} "
        f"factors, 1 being the highest of {count}. {told or 'No industry could be scored'}. The "
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


def _short_title(title: str, width: int = 34) -> str:
    """A title cut to `width` letters, in two lines where it is long."""
    cut = title if len(title) <= width else title[: width - 1].rstrip(" ,(") + "…"
    gaps = [place for place, letter in enumerate(cut) if letter == " "]
    if len(cut) <= 20 or not gaps:
        return cut
    middle = min(gaps, key=lambda place: abs(place - len(cut) / 2))
    return f"{cut[:middle]}\n{cut[middle + 1 :]}"

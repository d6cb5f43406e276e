"""Pictures of the industry ranking."""

from __future__ import annotations

import pandas as pd

from sectornb.figures.picture import SERIES_COLORS, Picture, project_style
from sectornb.industry.factors import FACTOR_NAMES


def plot_shortlist_ranks(
    ranking: pd.DataFrame, factors: list[str], *, region: str, latest_year: int
) -> Picture:
    """The short list with each industry's rank on every factor, best on the left.

    Parameters
    ----------
    ranking : DataFrame
        The table ``industry_ranking``.
    factors : list of str
        Names of the factors that count in the score.
    region : str
        Title of the region, for the caption.
    latest_year : int
        Year of the data, for the caption.

    Returns
    -------
    Picture
        A dot plot; a filled dot is a rank on complete data, a hollow dot one
        on disclosed counties only.
    """
    import matplotlib.pyplot as plt
    from matplotlib.lines import Line2D

    rows = ranking[ranking["shortlisted"]].sort_values(["rank", "naics"]).reset_index(drop=True)
    markers = ["o", "s", "^", "D", "v"]
    with project_style():
        figure, axes = plt.subplots(figsize=(4.8, 1.9 + 0.42 * max(len(rows), 2)))
        places = range(len(rows))
        for index, factor in enumerate(factors):
            color = SERIES_COLORS[index % len(SERIES_COLORS)]
            complete = rows[f"basis_{factor}"].eq("complete")
            axes.scatter(
                rows[f"rank_{factor}"],
                list(places),
                marker=markers[index % len(markers)],
                s=[75 if full else 50 for full in complete],
                linewidths=[0.8 if full else 1.5 for full in complete],
                # A white edge keeps marks apart where ranks are close.
                edgecolors=["white" if full else color for full in complete],
                facecolors=[color if full else "white" for full in complete],
                zorder=3,
            )
        axes.set_yticks(
            list(places), [short_title(title) for title in rows["naics_title"]], fontsize=9.5
        )
        axes.grid(axis="both")
        axes.invert_yaxis()
        axes.set_xlim(left=0)
        axes.set_xlabel(f"Rank among {len(ranking)} industries (1 = highest)")
        handles = [
            Line2D(
                [],
                [],
                linestyle="",
                marker=markers[i % len(markers)],
                markersize=7,
                color=SERIES_COLORS[i % len(SERIES_COLORS)],
                label=FACTOR_NAMES[factor].capitalize(),
            )
            for i, factor in enumerate(factors)
        ]
        handles.append(
            Line2D(
                [],
                [],
                linestyle="",
                marker="o",
                markersize=7,
                markerfacecolor="white",
                color="#1b1b1b",
                label="Hollow: disclosed counties only",
            )
        )
        figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return Picture(
        figure,
        alt=_alt(rows, factors, len(ranking)),
        caption=f"Ranks of the short list, {region}, {latest_year}.",
        name="shortlist_ranks",
    )


def short_title(title: str, width: int = 34) -> str:
    """A title cut to `width` letters, in two lines where it is long."""
    cut = title if len(title) <= width else title[: width - 1].rstrip(" ,(") + "…"
    gaps = [place for place, letter in enumerate(cut) if letter == " "]
    if len(cut) <= 20 or not gaps:
        return cut
    middle = min(gaps, key=lambda place: abs(place - len(cut) / 2))
    return f"{cut[:middle]}\n{cut[middle + 1 :]}"


def _alt(rows: pd.DataFrame, factors: list[str], count: int) -> str:
    names = ", ".join(FACTOR_NAMES[factor] for factor in factors)
    parts = []
    for row in rows.head(3).to_dict("records"):
        ranks = ", ".join(
            f"{FACTOR_NAMES[f]} {row[f'rank_{f}']:.0f}"
            + ("" if row[f"basis_{f}"] == "complete" else " (disclosed counties only)")
            for f in factors
        )
        parts.append(f"{row['naics_title']}: {ranks}")
    first = "; ".join(parts) or "no industry could be scored"
    return (
        f"Dot plot of the ranks by {names} of the {len(rows)} industries on the short list, among "
        f"{count} industries, 1 being the highest. The first are {first}. The table of ranks holds "
        "every figure."
    )

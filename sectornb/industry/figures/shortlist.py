"""Who is certain to be on the short list, who is likely, and which are possible."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sectornb.industry.acceptability import MORE_LIKELY, share_told
from sectornb.show.picture import INK, SERIES_COLORS, Picture, blank_page, project_style

NEAR = 0.03
"""Who is not on the list needs this share of tables to be drawn as a near miss."""
_WIDE, _ROW, _GAP = 5.8, 0.25, 0.34
_NAMES, _NONE, _ALL = 2.55, 2.7, 5.2
"""In inches from the left: end of the names, no table and all tables."""
_LETTERS = 29
_SOFT, _LINE = "#454d55", "#9aa3ab"
_GROUPS = {
    "certain": "Certain: on the list whatever is withheld",
    "likely": "Likely: on it in nine of ten trial tables or more",
    "possible": "Possible: could go either way",
    "unlikely": "Unlikely: on it in fewer than one of ten",
}
_HALVES = {True: "Possible, more likely than not", False: "Possible, less likely than not"}


def plot_short_list(
    ranking: pd.DataFrame, names: Mapping[str, str], *, region: str, latest_year: int, length: int
) -> Picture:
    """The share of trial tables that put each industry on the short list, by how sure that is.

    A full dot is on the list now, a hollow one is not.

    Parameters
    ----------
    ranking : DataFrame
        The table ``industry_ranking``.
    names : mapping
        Code to short name; the title stands for a code without one.
    region : str
    latest_year : int
        For the caption.
    length : int
        Of the short list that was asked for.
    """
    rows = _drawable(ranking, names)
    title = headline(rows)
    drawn = bool(rows["shortlist_share"].notna().any())
    few = _few(ranking) if drawn else 0
    groups = _grouped(rows, drawn)
    lines = sum(row.count("\n") for row in rows["name"])
    high = 1.15 + _ROW * (len(rows) + 0.7 * lines) + _GAP * len(groups) + 0.3 * bool(few)
    with project_style():
        figure, axes = blank_page(_WIDE, high)
        axes.text(0.1, 0.25, title, fontsize=13, fontweight="bold", va="center")
        what = f"How often trial tables put it in the first {length}" if drawn else ""
        axes.text(0.1, 0.55, what, fontsize=11, color=_SOFT, va="center")
        axes.text(0.1, 0.82, "● on the short list now   ○ not on it now", fontsize=11, va="center")
        down = 1.0
        for words, group in groups:
            axes.text(0.1, down + 0.19, words, fontsize=11, fontweight="bold", va="center")
            down += _GAP
            for row in group.to_dict("records"):
                step = _ROW * (1 + 0.7 * row["name"].count("\n"))
                _dot(axes, row, down + step / 2)
                down += step
        if few:
            more = "industry reaches" if few == 1 else "industries reach"
            told = f"{few} more {more} the list in under {NEAR:.0%} of the tables."
            axes.text(0.1, down + 0.2, told, fontsize=11, color=_SOFT, va="center")
    return Picture(
        figure,
        alt=_alt(rows, title, length),
        caption=f"How sure each place on the short list is, {region}, {latest_year}. A trial table "
        "is one way to fill in what is withheld; being in all is no proof.",
        name="short_list",
    )


def _grouped(rows: pd.DataFrame, drawn: bool) -> list[tuple[str, pd.DataFrame]]:
    """The rows under their headings; open places by whether they are more likely than not."""
    groups = []
    for badge, words in _GROUPS.items():
        part = rows[rows["badge"].eq(badge)]
        if badge != "possible":
            groups.append((words, part))
        elif not drawn:
            groups.append(("Possible: not ruled out", part))
        else:
            more = part["shortlist_share"].ge(MORE_LIKELY)
            groups += [(told, part[more.eq(side)]) for side, told in _HALVES.items()]
    return [(words, group) for words, group in groups if len(group)]


def headline(rows: pd.DataFrame) -> str:
    """How many places are certain, likely and open: ``1 is certain, 7 are likely, 2 are open``."""
    listed = rows[rows["shortlisted"].astype(bool)]
    if listed.empty:
        return "No industry could be scored"
    counts = [int(listed["badge"].eq(badge).sum()) for badge in _GROUPS]
    first = "No place is certain" if not counts[0] else f"{counts[0]} of {len(listed)} certain"
    told = zip(counts[1:], ("likely", "possible", "unlikely"), strict=True)
    words = [f"{count} {word}" for count, word in told if count or word != "unlikely"]
    return ", ".join([first, *words])


def named(rows: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Short names of the industries of some rows, the title of those without one."""
    pairs = zip(rows["naics"], rows["naics_title"], strict=True)
    return [str(names.get(naics, title)) for naics, title in pairs]


def _drawable(ranking: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    rows = ranking[ranking["badge"].isin(list(_GROUPS))]
    # Who could only get a score once more is disclosed takes no place of the list now.
    near = rows["shortlist_share"].ge(NEAR) & rows["rank"].notna()
    rows = rows[rows["shortlisted"].astype(bool) | near]
    rows = rows.assign(name=[textwrap.fill(name, _LETTERS) for name in named(rows, names)])
    return rows.sort_values(["shortlist_share", "rank"], ascending=[False, True]).reset_index()


def _few(ranking: pd.DataFrame) -> int:
    """How many reach the list in too few tables to be drawn."""
    share = ranking["shortlist_share"].where(ranking["rank"].notna())
    return int((~ranking["shortlisted"].astype(bool) & share.gt(0) & share.lt(NEAR)).sum())


def _dot(axes: Any, row: dict[Any, Any], down: float) -> None:
    axes.text(_NAMES, down, row["name"], fontsize=11.5, ha="right", va="center", linespacing=1.05)
    share = row["shortlist_share"]
    on = bool(row["shortlisted"])
    at = _NONE + (0 if pd.isna(share) else share) * (_ALL - _NONE)
    axes.plot([_NONE, at], [down, down], color=_LINE, linewidth=1.5, linestyle="-")
    axes.plot(
        at, down, marker="o", markersize=8.5, color=SERIES_COLORS[0],
        markerfacecolor=SERIES_COLORS[0] if on else "white", markeredgewidth=1.8,
    )  # fmt: skip
    axes.text(at + 0.12, down, share_told(share), fontsize=11.5, color=INK, va="center")


def _alt(rows: pd.DataFrame, title: str, length: int) -> str:
    told = [
        f"{words}: "
        + "; ".join(
            f"{row['name']} {share_told(row['shortlist_share'])}".replace("\n", " ").strip()
            + ("" if row["shortlisted"] else ", not on it now")
            for row in group.to_dict("records")
        )
        for words, group in _grouped(rows, bool(rows["shortlist_share"].notna().any()))
    ]
    return f"{title}. Share of trial tables that put an industry in the first {length}. " + (
        ". ".join(told) + "." if told else ""
    )

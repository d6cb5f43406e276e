"""Schooling of those who do the jobs, beside what it typically takes to enter."""

from __future__ import annotations

import pandas as pd

from sectornb.occupation.figures.jobs import MOST
from sectornb.occupation.requirements import ATTAINMENT
from sectornb.show.picture import Picture, project_style
from sectornb.show.title_rows import title_panels, title_rows

GROUPS = {
    "high school or less": (ATTAINMENT[:2], "#c9d3da"),
    "some college": (ATTAINMENT[2:4], "#7fb0cf"),
    "bachelor's or more": (ATTAINMENT[4:], "#00507d"),
}
"""Three groups of schooling: columns and color, from light to dark."""
_SHORT = {
    "No formal educational credential": "none asked for",
    "High school diploma or equivalent": "high school",
    "Some college, no degree": "some college",
    "Postsecondary nondegree award": "a certificate",
    "Associate's degree": "associate's",
    "Bachelor's degree": "bachelor's",
    "Master's degree": "master's",
    "Doctoral or professional degree": "doctorate",
}


def plot_education(profile: pd.DataFrame, requirements: pd.DataFrame, about: str) -> Picture | None:
    """Percent of those who do each job by schooling; behind its name what entry typically takes.

    Parameters
    ----------
    profile, requirements : DataFrame
        The tables ``occupation_profile`` and ``occupation_requirements``.
    about : str
        Industry and region, for the caption.

    Returns
    -------
    Picture or None
        None where no schooling is published.
    """
    rows = profile[["soc"]].merge(requirements, on="soc")
    rows = rows[rows["bachelor_or_higher_pct"].notna()].head(MOST)
    if rows.empty:
        return None
    entries = [_SHORT.get(text, "not published") for text in rows["entry_education"]]
    pairs = zip(rows["occupation_title"], entries, strict=True)
    titles = title_rows([f"{title} (entry: {entry})" for title, entry in pairs])
    shares = {name: rows[list(columns)].sum(axis=1) for name, (columns, _) in GROUPS.items()}
    with project_style():
        figure, (axes,) = title_panels(titles, above=0.05, below=0.5, foot=0.45)
        left = pd.Series(0.0, rows.index)
        for name, (_, color) in GROUPS.items():
            axes.barh(titles.middles, shares[name], left=left, height=0.18, color=color)
            left = left + shares[name]
        titles.on(axes)
        axes.set_xlim(0, 100)
        axes.set_xlabel("Percent of those who do the job")
        axes.spines["left"].set_visible(False)
        for place, (name, (_, color)) in enumerate(GROUPS.items()):
            across = 0.02 + place * 0.33
            figure.text(across, 0.03, "■", color=color, fontsize=11)
            figure.text(across + 0.045, 0.03, name, fontsize=9)
    told = "; ".join(
        f"{title}, entry {entry}: "
        + ", ".join(f"{shares[name].iloc[place]:.0f} percent {name}" for name in GROUPS)
        for place, (title, entry) in enumerate(zip(rows["occupation_title"], entries, strict=True))
    )
    return Picture(
        figure,
        alt=f"Schooling in the nation of those who do the {len(rows)} largest occupations. {told}.",
        caption=f"Schooling of those who do the job, beside typical entry, {about}; the nation's "
        "workers of 25 and older.",
        name="education",
    )

"""Every picture of workbook 2, by the name under which its notebook shows it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from sectornb.codes import short_titles
from sectornb.industry.figures.bubbles import plot_industry_bubbles
from sectornb.industry.figures.change import plot_change, plot_rank_strips
from sectornb.industry.figures.shortlist import plot_short_list
from sectornb.show.picture import Picture


def industry_pictures(
    factors: pd.DataFrame,
    ranking: pd.DataFrame,
    shifts: pd.DataFrame,
    settings: Any,
    used: Collection[str],
) -> dict[str, Picture]:
    """The short list first, which the page begins with; none without anything to draw.

    Parameters
    ----------
    factors, ranking, shifts : DataFrame
        The tables ``industry_factors``, ``industry_ranking`` and ``shift_share``.
    settings : Place and IndustrySettings
        The workbook's parameters.
    used : collection of str
        Factors that count in the score.
    """
    region, latest = settings.title, settings.latest_year
    names, base = short_titles(latest), settings.base_year
    made = {
        "short_list": plot_short_list(
            ranking, names, region=region, latest_year=latest, length=settings.shortlist
        ),
        "ranks": plot_rank_strips(ranking, list(used), names, region=region, latest_year=latest),
        "bubbles": plot_industry_bubbles(
            factors, ranking, names, region=region, base_year=base, latest_year=latest
        ),
        "parts": plot_change(shifts, names, region=region, base_year=base, latest_year=latest),
    }
    return {name: picture for name, picture in made.items() if picture}

"""Which regional figure would settle most if it were released, and the letter that asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from sectornb.errors import ParameterError
from sectornb.errors import examples as shown

_POINTS = 41


def most_helpful_totals(
    bounds: pd.DataFrame, factors: Mapping[str, tuple[str, str]], weights: Mapping[str, float]
) -> pd.DataFrame:
    """Which industry's regional figures, if they were released, would settle most ranks.

    A pair of industries is open on a factor while their intervals overlap.  If
    the figure of one became known it would leave the pair open only inside the
    other's interval; how many pairs it would settle is the mean over values
    evenly spread over its own interval.

    Parameters
    ----------
    bounds : DataFrame
        ``naics`` and the columns that `factors` names.
    factors : mapping
        Factor to its columns of low and high ends; a missing end is unlimited.
    weights : mapping
        Factor to weight.

    Returns
    -------
    DataFrame
        ``naics``, ``open_pairs`` and ``settled_pairs`` (weighted means over
        factors), the most helpful first; industries whose figures are known are
        left out.
    """
    names = [name for name in factors if weights.get(name, 0) > 0]
    if not names:
        raise ParameterError(f"None of {shown(factors, 10)} has a weight above zero.")
    open_pairs, settled = np.zeros(len(bounds)), np.zeros(len(bounds))
    total = sum(weights[name] for name in names)
    for name in names:
        low = bounds[factors[name][0]].fillna(-np.inf).to_numpy(dtype=np.float64)
        high = bounds[factors[name][1]].fillna(np.inf).to_numpy(dtype=np.float64)
        overlap = (low[:, None] <= high[None, :]) & (low[None, :] <= high[:, None])
        overlap &= (low < high)[:, None]
        np.fill_diagonal(overlap, False)
        finite = np.concatenate([low[np.isfinite(low)], high[np.isfinite(high)], [0.0]])
        start, end = np.maximum(low, finite.min()), np.minimum(high, finite.max())
        decided = np.zeros(len(bounds))
        for step in (np.arange(_POINTS) + 0.5) / _POINTS:
            value = start + step * (end - start)
            apart = (value[:, None] < low[None, :]) | (value[:, None] > high[None, :])
            decided += (apart & overlap).sum(axis=1) / _POINTS
        open_pairs += overlap.sum(axis=1) * weights[name] / total
        settled += decided * weights[name] / total
    table = pd.DataFrame(
        {"naics": bounds["naics"], "open_pairs": open_pairs, "settled_pairs": settled}
    )
    table = table[table["open_pairs"] > 0]
    return table.sort_values(["settled_pairs", "naics"], ascending=[False, True], ignore_index=True)


def draft_request(
    industries: Mapping[str, str], counties: Collection[str], year: str, ownership: str
) -> str:
    """A letter to the state's labor market information office, asking for regional totals only.

    Parameters
    ----------
    industries : mapping
        Industry code to title, the most helpful first.
    counties : collection of str
        Names or codes of the region's counties.
    year : str
        Reference period, such as ``"2022 annual average"``.
    ownership : str
        ``private`` or ``all``.

    Raises
    ------
    ParameterError
        If there is no industry, or just one county: its total is a county cell.
    """
    places = list(counties)
    if not industries or len(places) < 2:
        raise ParameterError(
            "A request needs at least one industry and two counties; the total of one county is "
            "the very cell that is withheld. Leave the request out."
        )
    owner = "private ownership" if ownership == "private" else "all ownerships"
    lines = [f"- {code} {title}" for code, title in industries.items()]
    return "\n".join(
        [
            f"We study the industries of the region made up of {', '.join(places)}.",
            "",
            f"Could your office, under its own disclosure review, release for {year}, {owner}, the "
            "regional totals of average employment and total wages, all counties together, of:",
            "",
            *lines,
            "",
            "We ask for these regional totals only and for no figure of a single county or "
            "employer. Where a total cannot be released, please tell us so; we then show the range "
            "that follows from the published figures.",
        ]
    )

"""What a public page may print of the bounds, and which regional figure would settle most.

Everything printed follows from published rows, yet a page should not make a
single employer easier to tell than the agency's own tables do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from sectornb.disclosure.withheld.estimates import FEWEST_ESTABLISHMENTS
from sectornb.errors import ParameterError
from sectornb.errors import examples as shown

NARROWEST = 0.25
"""Default of the narrowest single-county interval that is printed, as a share of its high end."""
_ENDS = (
    "employment_low",
    "employment_high",
    "total_wages_usd_low",
    "total_wages_usd_high",
    "annual_wage_usd_low",
    "annual_wage_usd_high",
)
_POINTS = 41


def public_cells(
    cells: pd.DataFrame, counties: Collection[str], narrowest: float = NARROWEST
) -> pd.DataFrame:
    """County cells with the bounds that a public page leaves out made missing.

    Left out are withheld cells of fewer than three establishments, and those
    whose jobs or wages are known to less than `narrowest` of their high end.
    Where only one withheld cell of an industry would be left out, region less
    the other counties would give it back: then the narrowest other one goes too.

    Parameters
    ----------
    cells : DataFrame
        As in :class:`~sectornb.disclosure.withheld.bounds.IndustryBounds`.
    counties : collection of str
        The region.
    narrowest : float
        0 to 1.

    Returns
    -------
    DataFrame
        The cells of the region with ``bounds_shown``.

    Raises
    ------
    ParameterError
        If `narrowest` is not from 0 to 1.
    """
    if not 0 <= narrowest <= 1:
        raise ParameterError(f"narrowest is {narrowest}; give a share from 0 to 1.")
    held = cells[cells["area_fips"].isin(list(counties))].reset_index(drop=True)
    hidden = held["employment_status"].eq("withheld")
    width = pd.concat(
        [
            1 - held[f"{name}_low"] / held[f"{name}_high"].where(held[f"{name}_high"] > 0)
            for name in ("employment", "total_wages_usd")
        ],
        axis=1,
    )
    # A cell without a high end is wide; one that can only be zero is as narrow as can be.
    zero = held["employment_high"].eq(0) | held["total_wages_usd_high"].eq(0)
    narrow = width.fillna(1.0).min(axis=1).mask(zero, 0.0)
    left_out = hidden & (held["establishments"].lt(FEWEST_ESTABLISHMENTS) | narrow.lt(narrowest))
    key = [name for name in ("own_code", "naics", "year", "qtr") if name in held]
    alone = left_out.groupby([held[name] for name in key]).transform("sum").eq(1)
    # The width is set first: without any other cell a frame would take the rows of its new column.
    others = held.assign(width=narrow)[hidden & ~left_out & alone]
    further = others.sort_values("width", kind="stable").drop_duplicates(key).index
    left_out[further] = True
    present = [name for name in _ENDS if name in held]
    held[present] = held[present].mask(left_out, axis=0)
    return held.assign(bounds_shown=~left_out)


def public_region(region: pd.DataFrame, public: pd.DataFrame) -> pd.DataFrame:
    """The region's bounds without those that would give back a single county's cell.

    A region's bound is left out where just one county's cell of the industry is
    left out of `public` (see :func:`public_cells`): the rest is printed beside it.

    Returns
    -------
    DataFrame
        `region` with ``bounds_shown``.
    """
    key = ["naics", "year"]
    lone = public[~public["bounds_shown"]].groupby(key).size().eq(1)
    places = pd.MultiIndex.from_frame(region[key])
    shown_ = ~lone.reindex(places, fill_value=False).to_numpy(dtype=bool)
    table = region.copy()
    present = [name for name in _ENDS if name in table]
    table[present] = table[present].where(pd.Series(shown_, index=table.index), axis=0)
    return table.assign(bounds_shown=shown_)


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

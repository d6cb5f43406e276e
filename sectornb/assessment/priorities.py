"""What to take on first: gap times importance, and how far that order hangs on single raters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sectornb.assessment.instrument import IMPORTANCE
from sectornb.assessment.rounds import Round

ASKED, DERIVED, EQUAL = "asked", "derived", "equal"
FEWEST_DERIVED = 20
"""Ours: raters of an item from which on its importance is derived: of fewer, the correlation
behind it is chance, give or take 0.22 at 20."""
LEAST_DERIVED = 0.5
"""Ours: what an item that goes with no other counts, so that chance halves a gap at most."""
FEWEST_DRAWN = 5
"""Raters below whom nothing is drawn again: single ones would decide everything."""
DRAWS, SEED = 1_000, 1
FIRST = 2
"""Priorities that a group picks and keeps: one or two."""
USUAL = (0.05, 0.95)
"""Between these shares of the draws lie nine of ten."""

Panel = np.ndarray
"""Raters × items, or draws × raters × items; null where somebody did not rate."""


class Weighed(NamedTuple):
    """How important each item is, from 0 to 1, and how that is known."""

    weight: np.ndarray
    kind: str


def priorities(
    by_item: pd.DataFrame, conditions: pd.DataFrame, latest: Round, *, anonymous: bool
) -> pd.DataFrame:
    """Items by gap times importance, the highest first.

    The gap is target less median.  Importance is the mean of what raters said, over the
    highest point of that scale; where it was not asked, it is derived from how far an item's
    ratings go with those of all others (:func:`derived_importance`); with few raters, or in an
    anonymous survey, every item counts alike.  Ties go to the item on which raters disagree
    more, then to the order of the instrument.

    Parameters
    ----------
    by_item, conditions : DataFrame
        As they may be printed: what is null there is not used.
    latest : Round
        The wave that is looked at.
    anonymous : bool
        Whether nothing but `by_item` may be told.

    Returns
    -------
    DataFrame
        ``priority`` counts from 1 and is null where the target is reached or no median told;
        ``importance`` (0 to 1) with ``importance_kind``, ``priority_score``; and, where raters
        were drawn again, ``first_two_share`` with ``priority_usual_low`` and
        ``priority_usual_high`` (:func:`drawn_again`).
    """
    table = by_item[by_item["wave"].eq(latest.wave)].copy()
    table["disagreement"] = table["average_deviation"]
    unmet = conditions[conditions["wave"].eq(latest.wave) & conditions["most_unmet"]]
    texts = {item: _joined(lines) for item, lines in unmet.groupby("item")["condition_text"]}
    table["unmet_conditions"] = [texts.get(item, "") for item in table["item"]]
    ratings = latest.ratings[table["item"]].to_numpy()
    asked = latest.importance.reindex(columns=table["item"]).to_numpy()
    weighed = Weighed(np.ones(len(table)), EQUAL) if anonymous else importance(ratings, asked)
    table["importance"], table["importance_kind"] = weighed.weight, weighed.kind
    table["priority_score"] = table["gap"] * table["importance"]
    again = ["first_two_share", "priority_usual_low", "priority_usual_high"]
    table[again] = np.nan
    if not anonymous and len(ratings) >= FEWEST_DRAWN and table["gap"].gt(0).any():
        table[again] = drawn_again(ratings, asked, table["target"].to_numpy())
        table[again] = table[again].where(table["gap"].gt(0))
    by = ["priority_score", "disagreement"]
    table = table.sort_values(by, ascending=False, kind="stable")
    wide = table["gap"].gt(0)
    table["priority"] = wide.cumsum().where(wide).astype("float64")
    return table[
        ["wave", "item", "item_title", "area", "median", "target", "gap"]
        + ["importance", "importance_kind", "priority_score", "disagreement", "priority", *again]
        + ["unmet_conditions", "flagged"]
    ].reset_index(drop=True)


def strengths(by_item: pd.DataFrame, wave: str, good_from: float) -> pd.DataFrame:
    """Items in place by the median, those first that most raters call in place.

    Parameters
    ----------
    by_item : DataFrame
        As it may be printed.
    good_from : float
        Rating from which an item counts as in place.

    Returns
    -------
    DataFrame
        ``flagged`` tells how many call it in place and do not see one of its conditions.
    """
    now = by_item[by_item["wave"].eq(wave) & by_item["median"].ge(good_from)].copy()
    now["disagreement"] = now["average_deviation"]
    now = now.sort_values(["median", "share_4_or_5"], ascending=False, kind="stable")
    columns = ["wave", "item", "item_title", "area", "median", "share_4_or_5", "disagreement"]
    return now[[*columns, "flagged"]].reset_index(drop=True)


def importance(ratings: Panel, asked: Panel) -> Weighed:
    """How important each item is: as raters said, else derived, else alike.

    Parameters
    ----------
    ratings, asked : ndarray, raters × items
        Null where somebody did not say.  `asked` is empty where it was not asked at all.
        Every item has to be asked about by somebody, or none is used.
    """
    if asked.size and not np.isnan(asked).all(axis=-2).any():
        return Weighed(np.nanmean(asked, axis=-2) / max(IMPORTANCE), ASKED)
    if np.isfinite(ratings).sum(axis=-2).min() >= FEWEST_DERIVED and ratings.shape[-1] > 2:
        return Weighed(derived_importance(ratings), DERIVED)
    return Weighed(np.ones(ratings.shape[-1]), EQUAL)


def derived_importance(ratings: Panel) -> np.ndarray:
    """How far an item's ratings go with the rater's mean of all other items, from 0.5 to 1.

    0.5 + 0.5·max(0, r), with r the correlation between an item and the mean of the rest
    (corrected item-total correlation); an item that all rate alike has no r and gets the
    lower end.  It is a stand-in for asking, and says nothing about cause.
    """
    known = np.isfinite(ratings)
    filled = np.where(known, ratings, 0.0)
    others = known.sum(axis=-1, keepdims=True) - known
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = (filled.sum(axis=-1, keepdims=True) - filled) / others
        both = known & (others > 0)
        count = both.sum(axis=-2, keepdims=True)
        own = np.where(both, ratings, 0.0)
        rest = np.where(both, rest, 0.0)
        own = np.where(both, own - own.sum(axis=-2, keepdims=True) / count, 0.0)
        rest = np.where(both, rest - rest.sum(axis=-2, keepdims=True) / count, 0.0)
        spread = np.sqrt((own**2).sum(axis=-2) * (rest**2).sum(axis=-2))
        together = np.where(spread > 1e-9, (own * rest).sum(axis=-2) / spread, 0.0)
    return LEAST_DERIVED + (1 - LEAST_DERIVED) * np.clip(together, 0.0, 1.0)


def drawn_again(ratings: Panel, asked: Panel, target: np.ndarray) -> np.ndarray:
    """How firm the order is: raters drawn again with replacement, `DRAWS` times.

    It is no sampling error where every partner was asked: it tells how far the order hangs on
    who of them happened to answer.

    Returns
    -------
    ndarray, items × 3
        Share of the draws in which an item is among the first `FIRST`, and the places between
        which nine of ten draws lie.  In a draw ties share the best place.
    """
    draw = np.random.default_rng(SEED).integers(0, len(ratings), (DRAWS, len(ratings)))
    drawn = ratings[draw]
    with np.errstate(invalid="ignore"):
        gap = target - _medians(drawn)
    kind = importance(ratings, asked).kind
    if kind == ASKED:
        with np.errstate(invalid="ignore", divide="ignore"):
            said = asked[draw]
            count = np.isfinite(said).sum(axis=1)
            weight = np.nansum(said, axis=1) / count / max(IMPORTANCE)
    else:
        weight = derived_importance(drawn) if kind == DERIVED else np.ones(gap.shape)
    score = np.where(np.isfinite(gap) & np.isfinite(weight) & (gap > 0), gap * weight, 0.0)
    # Without an order beside the score, alike items would go by their number.
    score = np.round(score, 9)
    place = 1 + (score[:, :, None] < score[:, None, :]).sum(axis=2)
    first = ((place <= FIRST) & (score > 0)).mean(axis=0)
    low, high = np.quantile(place, USUAL, axis=0, method="nearest")
    return np.stack([first, low, high], axis=1)


def _medians(drawn: Panel) -> np.ndarray:
    """Medians over raters; null where nobody rated."""
    ordered = np.sort(drawn, axis=1)
    count = np.isfinite(drawn).sum(axis=1, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum((count - 1) // 2, 0), axis=1)
    high = np.take_along_axis(ordered, np.minimum(count // 2, drawn.shape[1] - 1), axis=1)
    middle = ((low + high) / 2)[:, 0, :]
    return np.where(count[:, 0, :] > 0, middle, np.nan)


def _joined(texts: pd.Series) -> str:
    return "; ".join(text.rstrip(".") for text in texts)

"""How far raters agree: on one item, over several items, within and between organizations.

Ratings come as a frame of raters × items, null where somebody did not rate.  All items are
worked out at once; where a measure is not defined, it is null and a word says why.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]

SKEWED_SHARES = (0.05, 0.15, 0.20, 0.35, 0.25)
"""How raters who lean upward slightly would spread over five points (James and others 1984)."""
LEAST_ITEMS = 3
"""Items from which on alpha and reliability of an area are told; with two their correlation is."""
PERFECT = "perfect agreement, alpha undefined"
FEW_PAIRS = "no two raters rated the same item"
FEW_ITEMS = "too few items"
ONE_RATER = "one rater"
NOBODY = "nobody rated"
AT_THE_END = "all at the scale end, undefined"
OUTSIDE = "mean too near the scale end, not readable"


def uniform_variance(points: int) -> float:
    """Variance of ratings spread evenly over `points` points: (A² − 1)/12; of five points 2."""
    return (points**2 - 1) / 12


def skewed_variance(points: int) -> float:
    """Variance of ratings that lean upward slightly; 1.34 of five points, else not known.

    Of the shares in `SKEWED_SHARES`; self-ratings lean upward, so that this is the fairer
    measure of chance for them.
    """
    if points != len(SKEWED_SHARES):
        return float("nan")
    ratings, shares = np.arange(1, points + 1), np.array(SKEWED_SHARES)
    return float(shares @ ratings**2 - (shares @ ratings) ** 2)


def item_agreement(ratings: pd.DataFrame, points: int) -> pd.DataFrame:
    """How far raters agree on each item by itself.

    s² is the variance with n − 1 in the denominator, L = 1 and H the ends of the scale, M the
    mean.  r_wg = max(0, 1 − s²/σ²), with σ² = (A² − 1)/12 and, beside it, that of ratings
    which lean upward (James, Demaree & Wolf 1984).  AD = Σ|x − M|/n (Burke, Finkelstein &
    Dusig 1999).  a_wg = 1 − 2s² / {[(H + L)M − M² − HL]·n/(n − 1)} (Brown & Hauenstein 2005),
    told only for means from (L(n − 1) + H)/n to (H(n − 1) + L)/n.

    Parameters
    ----------
    ratings : DataFrame
        Raters × items, 1 to `points`, null where somebody did not rate.
    points : int
        Of the scale, without halves.

    Returns
    -------
    DataFrame
        One row per item: ``n_raters``, ``mean``, ``variance``, ``agreement_rwg``,
        ``agreement_rwg_skewed``, ``average_deviation``, ``agreement_awg`` and
        ``agreement_note`` (why measures are null, empty where none is).  With one rater there
        is no agreement, whoever it is.
    """
    values = ratings.to_numpy(dtype="float64")
    raters = (~np.isnan(values)).sum(axis=0)
    several = raters > 1
    mean = _divided(np.nansum(values, axis=0), raters)
    away = values - mean
    variance = np.where(several, _divided(np.nansum(away**2, axis=0), raters - 1), np.nan)
    deviation = np.where(several, _divided(np.nansum(abs(away), axis=0), raters), np.nan)
    awg, note = _awg(raters, mean, variance, points)
    return pd.DataFrame(
        {
            "n_raters": raters,
            "mean": mean,
            "variance": variance,
            "agreement_rwg": (1 - variance / uniform_variance(points)).clip(min=0),
            "agreement_rwg_skewed": (1 - variance / skewed_variance(points)).clip(min=0),
            "average_deviation": deviation,
            "agreement_awg": awg,
            "agreement_note": note,
        },
        index=ratings.columns,
    )


def _divided(over: Numbers, under: npt.NDArray[np.int64]) -> Numbers:
    """Quotients, null where there is nothing to divide by."""
    return np.divide(over, under, out=np.full(len(over), np.nan), where=under > 0)


def _awg(
    raters: npt.NDArray[np.int64], mean: Numbers, variance: Numbers, points: int
) -> tuple[Numbers, list[str]]:
    """The agreement for a mean, which knows how far ratings can spread around it."""
    several = np.where(raters > 1, raters, 2).astype("float64")
    widest = ((points + 1) * mean - mean**2 - points) * several / (several - 1)
    lowest = (several - 1 + points) / several
    highest = (points * (several - 1) + 1) / several
    at_end = (raters > 1) & ((mean == 1) | (mean == points))
    inside = (raters > 1) & (mean >= lowest) & (mean <= highest)
    awg = np.full(len(mean), np.nan)
    np.divide(2 * variance, widest, out=awg, where=inside)
    note = np.select(
        [raters == 0, raters == 1, at_end, ~inside], [NOBODY, ONE_RATER, AT_THE_END, OUTSIDE], ""
    )
    return 1 - awg, note.tolist()


def joint_agreement(ratings: pd.DataFrame, points: int) -> tuple[float, float]:
    """Agreement over several items: r_wg(j), which grows with their number, and r*_wg(j).

    With s̄² the mean of the items' variances and J items: r_wg(j) = J·r/(J·r + s̄²/σ²), where
    r = 1 − s̄²/σ² (James, Demaree & Wolf 1984), and r*_wg(j) = r (Lindell 2001), which does
    not grow with J.  Both at least 0; null where no item has two raters.
    """
    variance = item_agreement(ratings, points)["variance"].dropna()
    if variance.empty:
        return float("nan"), float("nan")
    ratio = float(variance.mean()) / uniform_variance(points)
    single = 1 - ratio
    if single <= 0:
        return 0.0, 0.0
    return len(variance) * single / (len(variance) * single + ratio), single


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha of a panel.

    Attributes
    ----------
    value : float
        At most 1; 0 is what chance gives.  Null where it is not defined.
    why_not : str
        Why it is null; empty where it is not.
    jackknife_se : float
        Its spread: the standard error over panels with one item left out.  Null with fewer
        than three items.
    items : int
        Items that two or more raters rated.
    """

    value: float
    why_not: str
    jackknife_se: float
    items: int


def ordinal_alpha(ratings: pd.DataFrame) -> Alpha:
    """Krippendorff's alpha of ratings in order, with its spread.

    α = 1 − D_o/D_e, from coincidences o(c, k) = Σ_u pairs of c and k in item u / (m_u − 1),
    with δ²(c, k) = (Σ_{g=c..k} n_g − (n_c + n_k)/2)² (Krippendorff 2011).  Items with fewer
    than two ratings drop out.  The spread is the jackknife's standard error, √((U − 1)/U ·
    Σ(α_u − ᾱ)²), with α_u the alpha without item u; panels without an alpha are left out.

    Parameters
    ----------
    ratings : DataFrame
        Raters × items, null where somebody did not rate.  Any numbers in order.
    """
    values = ratings.to_numpy(dtype="float64")
    known = np.unique(values[~np.isnan(values)])
    # Items × values: how many raters gave which.
    counts = (values.T[:, :, None] == known).sum(axis=1).astype("float64")
    counts = counts[counts.sum(axis=1) > 1]
    if not len(counts):
        return Alpha(float("nan"), FEW_PAIRS, float("nan"), 0)
    weights = 1 / (counts.sum(axis=1) - 1)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= counts[:, :, None] * np.eye(len(known))
    each = pairs * weights[:, None, None]
    whole = each.sum(axis=0, keepdims=True)
    value = float(_alphas(whole)[0])
    spread = float("nan")
    if len(counts) >= LEAST_ITEMS and not np.isnan(value):
        left = _alphas(whole - each)
        left = left[~np.isnan(left)]
        if len(left) >= LEAST_ITEMS:
            around = ((left - left.mean()) ** 2).sum()
            spread = float(np.sqrt((len(left) - 1) / len(left) * around))
    return Alpha(value, PERFECT if np.isnan(value) else "", spread, len(counts))


def _alphas(coincidences: Numbers) -> Numbers:
    """The alpha of each table of coincidences, panels × values × values; null without any."""
    margins = coincidences.sum(axis=2)
    total = margins.sum(axis=1)
    running = margins.cumsum(axis=1)
    # Between two values lie all ratings up to the higher one, without those below the lower.
    middle = running - margins / 2
    distance = (middle[:, :, None] - middle[:, None, :]) ** 2
    observed = (coincidences * distance).sum(axis=(1, 2)) / np.maximum(total, 1)
    expected = (margins[:, :, None] * margins[:, None, :] * distance).sum(axis=(1, 2))
    expected /= np.maximum(total * (total - 1), 1)
    # What is left of sums that should be nothing is no disagreement.
    some = expected > 1e-9
    return 1 - np.divide(observed, expected, out=np.full(len(total), np.nan), where=some)


def reliability(ratings: pd.DataFrame) -> tuple[float, str]:
    """How consistently the items of one area tell raters apart, and by which measure.

    From `LEAST_ITEMS` items on Cronbach's alpha, k/(k − 1)·(1 − Σ s²_item / s²_sum) =
    ICC(C,k) (Shrout & Fleiss 1979); of two items their correlation; of one nothing.  Of the
    raters who rated every item.

    Returns
    -------
    tuple of float and str
        Null where it is not defined; ``cronbach_alpha``, ``inter_item_correlation``, or why not.
    """
    items = ratings.shape[1]
    if items < 2:
        return float("nan"), FEW_ITEMS
    values = ratings.dropna().to_numpy(dtype="float64")
    if len(values) < 3:
        return float("nan"), "fewer than three raters rated every item"
    variances = values.var(axis=0, ddof=1)
    if items < LEAST_ITEMS:
        if (variances < 1e-12).any():
            return float("nan"), "an item with the same rating from all"
        return float(np.corrcoef(values.T)[0, 1]), "inter_item_correlation"
    of_sum = values.sum(axis=1).var(ddof=1)
    if of_sum < 1e-12:
        return float("nan"), "raters do not differ in their sums"
    return float(items / (items - 1) * (1 - variances.sum() / of_sum)), "cronbach_alpha"


def by_organization(ratings: pd.DataFrame, organizations: pd.Series) -> pd.DataFrame:
    """How much raters differ within and between their organizations, on each item.

    Within: √(Σ(x − M_org)² / (n − G)); between: the standard deviation of the G organizations'
    means, with G − 1.  In points of the scale.

    Parameters
    ----------
    ratings : DataFrame
        Raters × items.
    organizations : Series
        Each rater's organization, by rater; null where it is not known, and those raters are
        left out.

    Returns
    -------
    DataFrame
        One row per item: ``n_organizations``, ``within_organizations_sd`` (null where no
        organization has two raters) and ``between_organizations_sd`` (null below two).
    """
    known = ratings[organizations.reindex(ratings.index).notna()]
    groups = known.groupby(organizations.reindex(known.index), sort=True)
    means, counts = groups.mean(), groups.count()
    organizations_of_item = counts.gt(0).sum()
    inside = (known - groups.transform("mean")).pow(2).sum()
    free = counts.sum() - organizations_of_item
    return pd.DataFrame(
        {
            "n_organizations": organizations_of_item.astype("int64"),
            "within_organizations_sd": np.sqrt(inside.where(free.gt(0)) / free.where(free.gt(0))),
            "between_organizations_sd": means.std(ddof=1),
        },
        index=ratings.columns,
    )

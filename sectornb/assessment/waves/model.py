"""A mixed model of raters' own changes, where there are enough raters and items for one."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from sectornb.assessment.waves.own_changes import FEWEST_MATCHED, LEVEL

FEWEST_ITEMS = 3
"""Items below which raters' spread cannot be told from that of single ratings."""
SINGULAR = 1e-4
"""Variance between raters, over that of single changes, that is taken for none."""
COLUMNS = ("model_change", "model_smallest_change", "model_status")


def modeled_change(own: pd.DataFrame) -> pd.Series:
    """Mean change over the items of `own` by a linear mixed model, or why there is none.

    The change d of rater r on item i is d_ri = β + a_i + u_r + e_ri: each item its own mean
    (the a_i sum to 0), each rater an own shift u, normal as e is; by restricted likelihood.
    Working on changes leaves out how high somebody rates an item in general.

    Parameters
    ----------
    own : DataFrame
        Raters × items: each rater's own change, null where there is none.

    Returns
    -------
    Series
        `COLUMNS`: β, its t(R - 1) half width at 95 percent of R raters, and the status:
        ``fitted``; else a refusal without figures: ``too_few_raters`` (below
        `FEWEST_MATCHED`), ``too_few_items`` (below `FEWEST_ITEMS`), ``no_variation`` (all
        changes of an item alike), ``singular`` (no spread between raters beyond that of single
        changes: the model has nothing to add), ``not_converged``.

    Notes
    -----
    With every rater on every item β and its error are those of the paired t of the raters' mean
    changes.  Fitted with statsmodels' MixedLM.
    """
    own = own.dropna(axis=0, how="all").dropna(axis=1, how="all")
    raters, items = own.shape
    if raters < FEWEST_MATCHED:
        return _refused("too_few_raters")
    if items < FEWEST_ITEMS:
        return _refused("too_few_items")
    if np.nanmax(np.abs((own - own.mean()).to_numpy())) < 1e-9:
        return _refused("no_variation")
    from scipy.special import stdtrit
    from statsmodels.regression.mixed_linear_model import MixedLM

    told = own.stack().dropna()
    rater, item = (told.index.get_level_values(level) for level in (0, 1))
    with warnings.catch_warnings():
        # Of the boundary and of convergence: both are looked at below.
        warnings.simplefilter("ignore")
        try:
            model = MixedLM(told.to_numpy(), _design(item, list(own.columns)), groups=rater)
            fit = model.fit(reml=True, method=["bfgs", "powell"])
            between, single = float(np.asarray(fit.cov_re)[0, 0]), float(fit.scale)
            error = float(fit.bse_fe[0])
        except (np.linalg.LinAlgError, ValueError):
            return _refused("not_converged")
    if not fit.converged or not np.isfinite(error):
        return _refused("not_converged")
    if between <= SINGULAR * single:
        return _refused("singular")
    around = stdtrit(raters - 1, (1 + LEVEL) / 2) * error
    return pd.Series([float(fit.fe_params[0]), around, "fitted"], index=list(COLUMNS))


def _design(item: pd.Index, items: list[str]) -> np.ndarray:
    """A column of ones, and one for each item but the last, which is minus all others."""
    place = pd.Index(items).get_indexer(item)
    coded = np.vstack([np.eye(len(items) - 1), -np.ones(len(items) - 1)])
    return np.column_stack([np.ones(len(place)), coded[place]])


def _refused(status: str) -> pd.Series:
    return pd.Series([np.nan, np.nan, status], index=list(COLUMNS))

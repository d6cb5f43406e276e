"""What occupations and the industry ask for: skills, knowledge and abilities of O*NET.

O*NET rates an occupation for the nation, never a region's jobs.  How important something is and
at what level it is needed are two questions with scales of their own; they are never mixed.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

DOMAINS = ("skills", "knowledge", "abilities")
IMPORTANT = 3.0
"""Importance from which on something is called important: the middle of its scale of 1 to 5."""
_SCALES = {"importance": "IM", "level": "LV"}
_ENDS = {"importance": (1.0, 5.0), "level": (0.0, 7.0)}
_ELEMENT = ["domain", "element_id", "element"]
SKILLS = [
    "soc", *_ELEMENT, "rank", "importance", "importance_status", "level", "level_status",
    "importance_score", "level_score", "n_onet", "importance_n", "level_n",
]  # fmt: skip
INDUSTRY = [
    *_ELEMENT, "rank", "importance", "level", "importance_score", "level_score", "rated_share",
    "level_share", "occupations", "important_jobs", "important_share",
]  # fmt: skip


def occupation_skills(pairs: pd.DataFrame, ratings: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table ``occupation_skills``: importance and level of each element in each occupation.

    The mean over the O*NET occupations of a matrix code, each counting alike, since their jobs are
    not told apart. A rating that O*NET recommends to suppress is in no mean, nor is the level of
    what an occupation does not need; a level is the mean of those that do need it.

    Parameters
    ----------
    pairs : DataFrame
        ``soc`` and ``onet_soc``, as :attr:`~sectornb.occupation.codes.OnetCodes.pairs`.
    ratings : mapping
        Domain (of `DOMAINS`) to its ratings, as
        :func:`~sectornb.sources.onet.ratings.ratings` gives them; a domain that is not held is
        left out, or has no rows.

    Returns
    -------
    DataFrame
        ``soc``, ``domain``, ``element_id``, ``element``, ``rank`` (within occupation and domain,
        by importance), ``importance`` (1 to 5), ``level`` (0 to 7), each with a status
        (``published``, ``not_relevant``, ``low_precision``, ``not_rated``) and missing without
        ``published``; ``importance_score`` ((importance - 1) / 4 x 100) and ``level_score``
        (level / 7 x 100); ``n_onet`` (O*NET occupations of the code), ``importance_n`` and
        ``level_n`` (those in the mean). Sorted by occupation, domain and rank.
    """
    held = {name: ratings[name] for name in DOMAINS if name in ratings and len(ratings[name])}
    if not held or pairs.empty:
        return _typed(pd.DataFrame(columns=SKILLS))
    table = pd.concat(
        [_of_domain(pairs, table).assign(domain=name) for name, table in held.items()],
        ignore_index=True,
    )
    table = _scored(table)
    table["rank"] = table.groupby(["soc", "domain"])["importance"].rank(
        ascending=False, method="min"
    )
    return _typed(_ordered(table, ["soc"]))


def _of_domain(pairs: pd.DataFrame, ratings: pd.DataFrame) -> pd.DataFrame:
    """Means of the elements of one domain, a row for each occupation of `pairs` and element."""
    elements = ratings[["element_id", "element_name"]].drop_duplicates("element_id")
    elements = elements.rename(columns={"element_name": "element"})
    n_onet = pairs.groupby("soc")["onet_soc"].nunique().rename("n_onet").reset_index()
    table = n_onet.merge(elements, how="cross")
    mine = pairs.merge(ratings, on="onet_soc")
    for name, scale in _SCALES.items():
        of_scale = mine[mine["scale_id"].eq(scale)]
        table = table.merge(_means(of_scale, name), on=["soc", "element_id"], how="left")
        table[f"{name}_status"] = table[f"{name}_status"].fillna("not_rated")
        table[f"{name}_n"] = table[f"{name}_n"].fillna(0).astype("int64")
    return table


def _means(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Mean of the published ratings by occupation and element, and why there is none."""
    status = rows["value_status"]
    rows = rows.assign(
        shown=rows["value"].where(status.eq("published")),
        low_precision=status.eq("unreliable"),
        not_relevant=status.eq("not_applicable"),
    )
    groups = rows.groupby(["soc", "element_id"])
    found = groups.agg(
        value=("shown", "mean"),
        n=("shown", "count"),
        low_precision=("low_precision", "any"),
        not_relevant=("not_relevant", "any"),
    )
    why = np.select(
        [found["n"].gt(0), found["low_precision"], found["not_relevant"]],
        ["published", "low_precision", "not_relevant"],
        "not_rated",
    )
    found[f"{name}_status"] = pd.Series(why, found.index, dtype="str")
    named = {"value": name, "n": f"{name}_n"}
    return found.rename(columns=named)[[name, f"{name}_n", f"{name}_status"]].reset_index()


def _scored(table: pd.DataFrame) -> pd.DataFrame:
    """With both as percent of the way from the start of their scale to its end."""
    for name, (low, high) in _ENDS.items():
        table[f"{name}_score"] = (table[name] - low) / (high - low) * 100
    return table


def _ordered(table: pd.DataFrame, first: list[str]) -> pd.DataFrame:
    place = table["domain"].map(DOMAINS.index)
    table = table.assign(place=place).sort_values(
        [*first, "place", "rank", "element_id"], kind="stable"
    )
    return table.drop(columns="place").reset_index(drop=True)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of `SKILLS` or `INDUSTRY`, of types that do not depend on the rows."""
    columns = SKILLS if "soc" in table else INDUSTRY
    text = {"soc", *_ELEMENT, "importance_status", "level_status"}
    whole = {"n_onet", "importance_n", "level_n", "occupations"}
    kinds = {
        name: "str" if name in text else "int64" if name in whole else "float64" for name in columns
    }
    return table[columns].astype(kinds)


def industry_skills(jobs: pd.DataFrame, skills: pd.DataFrame) -> pd.DataFrame:
    """The table ``industry_skills``: what the industry's jobs ask for, weighed by jobs.

    Sum of jobs x rating over sum of jobs, over the occupations whose rating is published. Jobs are
    point estimates; an occupation without one has no weight, nor has one without ratings.  The
    level is that of the jobs that need the element: compare levels of one element over
    industries, not of several elements, whose scales have anchors of their own.

    Parameters
    ----------
    jobs : DataFrame
        ``soc`` and ``employment``; missing where there is no estimate.
    skills : DataFrame
        As :func:`occupation_skills`.

    Returns
    -------
    DataFrame
        ``domain``, ``element_id``, ``element``, ``rank`` (within the domain, by importance),
        ``importance`` (1 to 5), ``level`` (0 to 7), their scores (0 to 100), ``rated_share`` and
        ``level_share`` (share of the jobs with an estimate, 0 to 1, that are in either mean),
        ``occupations`` (in the mean of importance), ``important_jobs`` (jobs of occupations whose
        importance is 3 or more) and ``important_share`` (of the jobs in the mean of importance).
        Sorted by domain and rank.
    """
    weights = jobs.loc[jobs["employment"].gt(0), ["soc", "employment"]]
    total = float(weights["employment"].sum())
    rows = weights.merge(skills, on="soc")
    if rows.empty:
        return _typed(pd.DataFrame(columns=INDUSTRY))
    important = rows["importance"].ge(IMPORTANT)
    rows["important_jobs"] = rows["employment"].where(important, 0.0)
    for name in _SCALES:
        rows[f"{name}_jobs"] = rows["employment"].where(rows[name].notna())
        rows[name] = rows[name] * rows["employment"]
    sums = ["importance", "level", "importance_jobs", "level_jobs", "important_jobs"]
    groups = rows.groupby(_ELEMENT)
    table = groups[sums].sum(min_count=1).assign(occupations=groups["importance"].count())
    table = table.reset_index()
    table["rated_share"] = (table["importance_jobs"].fillna(0.0) / total).clip(upper=1.0)
    table["level_share"] = (table["level_jobs"].fillna(0.0) / total).clip(upper=1.0)
    needing = table["important_jobs"] / table["importance_jobs"]
    table["important_share"] = needing.clip(upper=1.0)
    for name in _SCALES:
        table[name] = table[name] / table[f"{name}_jobs"]
    table["rank"] = table.groupby("domain")["importance"].rank(ascending=False, method="min")
    return _typed(_ordered(_scored(table), []))

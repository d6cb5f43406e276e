"""What a page needs to rank the industries anew with other weights, without Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sectornb.industry.acceptability import share_told
from sectornb.industry.factors import FACTORS


def what_if(
    ranking: pd.DataFrame, weights: Mapping[str, float], names: Mapping[str, str], length: int
) -> dict[str, Any]:
    """The factors with data and their weights, and the ranks of every industry on them.

    The weighted mean of these ranks is the score whatever the weights are, so that the page
    needs nothing else (:func:`~sectornb.industry.ranking.weighted_score`).

    Parameters
    ----------
    ranking : DataFrame
        The table ``industry_ranking``.
    weights : mapping
        Factor to the weight that was chosen.
    names : mapping
        Code to short name; the title stands for a code without one.
    length : int
        Of the short list that was asked for.

    Returns
    -------
    dict
        ``length``; ``factors``: ``name, label, weight``; ``rows``: ``naics, name``, whether its
        place is ``sure`` (certain or likely) with the saved weights, the ``share`` of trial
        tables that list it with these (in words, as elsewhere on the page; empty where none was
        drawn), and the ``ranks`` in the order of the factors, None where there is none.
    """
    used = [factor for factor in FACTORS if ranking[f"rank_{factor}"].notna().any()]
    ranks = ranking[[f"rank_{factor}" for factor in used]].astype("object")
    sure = ranking["badge"].isin(["certain", "likely"])
    share = ranking["shortlist_share"].map(share_told)
    told = zip(ranking["naics"], ranking["naics_title"], sure, share, ranks.to_numpy(), strict=True)
    return {
        "length": length,
        "factors": [
            {"name": factor, "label": FACTORS[factor].title, "weight": float(weights[factor])}
            for factor in used
        ],
        "rows": [
            {
                "naics": naics,
                "name": names.get(naics, title),
                "sure": bool(surely),
                "share": listed,
                "ranks": [None if pd.isna(rank) else float(rank) for rank in row],
            }
            for naics, title, surely, listed, row in told
        ],
    }

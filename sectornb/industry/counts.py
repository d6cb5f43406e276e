"""How many industries there are of each kind: the counts that sentences speak of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from sectornb.industry.acceptability import LIKELY
from sectornb.industry.leaders import growth_leaders, share_leaders

INDUSTRIES = "industries with establishments"
UNCLASSIFIED = "without an industry code, and so not ranked"
TOUCHED = "with a withheld county"
SCORED = "scored"
UNSCORED = "not scored"
COULD_BE = "not scored, but with a rank once more is disclosed"
RANKED = "with a rank, or with one once more is disclosed"
SECTORS = "sectors with a rank, or with one once more is disclosed"
ON_DISCLOSED = "scored with a rank on disclosed counties only"
LISTED = "on the short list"
STANDS = "of the short list that are likely on it with any weights"
MAY_HAVE_GROWN_MORE = "that may have added more jobs than the one proven to have added most"
MAY_BE_MORE_CONCENTRATED = "of the short list that may be more concentrated than any is proven"
SPLIT = "whose change in jobs could be split"
BADGE = "badge {}"
UNSCORED_FOR = "not scored for want of {}"
TABLES = "feasible tables drawn"
LENGTH = "length of the short list"
SHIFTED = "in the table of changes"
PUBLISHED = "with a published projection"
OWN_TREND = "with a trend of our own"
LEFT_OUT = "left out in turn"
LIST_TURNS = "whose leaving out brings another onto the short list"
FIRST_TURNS = "whose leaving out changes the first place"
AREAS = {
    "states": "states whose own rows confine what is withheld in {}",
    "counties": "counties whose rows confine what is withheld in {}",
    "held": "counties of these states in the library in {}",
}
BADGES = ("certain", "likely", "possible", "unlikely", "no", "unscored")


def industry_counts(
    tables: Mapping[str, pd.DataFrame],
    shortlist: int,
    proven: pd.DataFrame,
    areas: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
) -> pd.DataFrame:
    """Counts of industries, and of the areas behind their ranges, one row each.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``industry_factors``, ``industry_ranking``, ``shift_share``, ``rank_reversals`` and
        ``draw_diagnostics``; ``sector_ranking`` where sectors were ranked.
    shortlist : int
        Length of the short list that was asked for.
    proven : DataFrame
        The factors with all proven ends, also those that the table holds back.
    areas : mapping
        Year to what confines withheld cells, as
        :meth:`~sectornb.disclosure.withheld.confined.Confined.areas` counts it.

    Returns
    -------
    DataFrame
        ``counted`` (of what), ``count`` and ``unit``.
    """
    factors, ranking = tables["industry_factors"], tables["industry_ranking"]
    shifts, reversals = tables["shift_share"], tables["rank_reversals"]
    scored = ranking["score"].notna()
    found = {
        INDUSTRIES: len(factors),
        UNCLASSIFIED: len(factors) - len(ranking),
        TOUCHED: factors["counties_withheld"].gt(0).sum(),
        SCORED: scored.sum(),
        UNSCORED: (~scored).sum(),
        COULD_BE: (~scored & ranking["badge"].ne("unscored")).sum(),
        RANKED: (scored | ranking["badge"].ne("unscored")).sum(),
        ON_DISCLOSED: (scored & ranking["partial_ranks"].gt(0)).sum(),
        LISTED: ranking["shortlisted"].sum(),
        STANDS: _standing(ranking),
        MAY_HAVE_GROWN_MORE: max(len(growth_leaders(proven, ranking)) - 1, 0),
        MAY_BE_MORE_CONCENTRATED: max(len(share_leaders(proven, ranking)) - 1, 0),
        SPLIT: shifts["change_jobs"].notna().sum(),
        SHIFTED: len(shifts),
        PUBLISHED: factors["projection_origin"].eq("published").sum(),
        OWN_TREND: factors["projection_origin"].eq("own trend").sum(),
        LEFT_OUT: len(reversals),
        LIST_TURNS: (reversals["shortlist_in"].ne("") | reversals["shortlist_out"].ne("")).sum(),
        FIRST_TURNS: reversals["first_changes"].sum(),
        LENGTH: shortlist,
    }
    if "sector_ranking" in tables:
        found[SECTORS] = tables["sector_ranking"]["leads_certainty"].ne("unscored").sum()
    found |= {BADGE.format(badge): ranking["badge"].eq(badge).sum() for badge in BADGES}
    found |= {UNSCORED_FOR.format(what): number for what, number in unscored_for(ranking).items()}
    drawn = tables["draw_diagnostics"]["draws"].max()
    found[TABLES] = 0 if pd.isna(drawn) else drawn
    units = {TABLES: "tables", SECTORS: "sectors"}
    for year, numbers in areas.items():
        told = {AREAS[kind].format(year): number for kind, number in numbers.items()}
        found |= told
        units |= dict.fromkeys(told, "areas")
    table = pd.DataFrame({"counted": list(found), "count": [float(n) for n in found.values()]})
    table["unit"] = table["counted"].map(units).fillna("industries").astype("str")
    return table.astype({"counted": "str"})


def _standing(ranking: pd.DataFrame) -> int:
    """How many of the list are on it in enough tables and with enough of all weights."""
    if "top_n_acceptability" not in ranking:
        return 0
    return int((ranking["shortlisted"] & ranking["top_n_acceptability"].ge(LIKELY)).sum())


def unscored_for(ranking: pd.DataFrame) -> pd.Series[int]:
    """How many industries have no score, by what they lack, in alphabetical order."""
    wanting = ranking.loc[ranking["score"].isna(), "unscored_because"].str.split(":").str[0]
    return wanting.value_counts().sort_index()

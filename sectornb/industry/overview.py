"""Sectors first: which of them lead, and which of the short list stands inside each.

With two digits little is withheld, so the answer is clearer than the one inside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sectornb.codes import sector_of

LEADING = 5
"""How many sectors lead: a quarter of them, as the short list is a part of the industries."""


def among_the_first(sectors: pd.DataFrame) -> pd.Series[bool]:
    """Which rows of ``sector_ranking`` lead, or do in a tenth of the trial tables or more."""
    could = sectors["leads_certainty"].isin(["likely", "possible"])
    could &= sectors["leads_share"].notna()
    return sectors["leads"].astype(bool) | could


def worth_showing(sectors: pd.DataFrame | None) -> pd.DataFrame:
    """Rows that lead, could, or hold an industry of the short list; none where none was ranked."""
    if sectors is None:
        return pd.DataFrame(columns=["leads", "industries_listed"])
    return sectors[among_the_first(sectors) | sectors["industries_listed"].ne("none")]


def sectors_first(
    ranking: pd.DataFrame,
    sectors: pd.DataFrame,
    industries: pd.DataFrame,
    listed: Sequence[str],
    names: Mapping[str, str],
) -> pd.DataFrame:
    """The sectors by rank, with the industries of the short list that lie in each.

    Parameters
    ----------
    ranking, sectors : DataFrame
        Ranking and factors of the sectors, made as those of the industries with a short list
        of `LEADING`.
    industries : DataFrame
        The table ``industry_factors``.
    listed : sequence of str
        The short list, in its order.
    names : mapping
        Code to short name.

    Returns
    -------
    DataFrame
        ``naics``, ``naics_title``, ``leads``, ``leads_certainty``, ``leads_share``, the ranks
        and jobs of the sector, and ``industries_listed`` (short names, or "none").  Ends
        of jobs that would give back those held back of an industry are left out.
    """
    inside: dict[str, list[str]] = {}
    for code in listed:
        inside.setdefault(sector_of(code), []).append(names[code])
    renamed = {
        "shortlisted": "leads",
        "badge": "leads_certainty",
        "shortlist_share": "leads_share",
    }
    kept = ["naics", "naics_title", *renamed, "rank", "rank_best", "rank_worst"]
    kept += ["rank_drawn_low", "rank_drawn_high"]
    jobs = ["employment", "employment_low", "employment_high"]
    more = ["employment_disclosed", "counties_withheld"]
    table = ranking[kept].rename(columns=renamed).merge(sectors[["naics", *jobs, *more]])
    lists = ["; ".join(inside.get(code, ["none"])) for code in table["naics"]]
    held = industries.loc[industries["ends_held_back"].astype(bool), "naics"].map(sector_of)
    told = table["counties_withheld"].gt(0) & table["naics"].isin(list(held))
    return table.assign(
        industries_listed=pd.Series(lists, dtype="str"),
        employment_low=table["employment_low"].mask(told, table["employment_disclosed"]),
        employment_high=table["employment_high"].mask(told),
    ).drop(columns=more)

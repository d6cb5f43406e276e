"""How many of what the sentences on a region speak of, each with its unit."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

import pandas as pd

from sectornb.region.containment import (
    LEAST_TIE,
    ValidityTargets,
    further_residents_jobs,
    ranked_additions,
)
from sectornb.region.delineation.delineate import voting
from sectornb.region.placed import ALARM_SHARE

COUNTIES = "counties of the region"
KNOWN = "counties whose own flows are known"
TIED = "counties outside with strong commuting ties"
RANKED = "counties outside with strong commuting ties whose own flows are known"
STRONG = "exchange from which a tie is strong"
FEW = "exchange below which only few commuters hold a county"
WAYS = "ways to map labor markets"
WHOLE = "ways that keep the region together"
EXACT = "ways that draw just this region"
JOINED = "ways that keep the region together and join others to it"
UNREAD = "jobs here of people from states whose flow files are not at hand"
OUT_MARGIN = "further jobs outside that residents may hold before the verdict turns"
IN_MARGIN = "further jobs inside that others may hold before the verdict turns"
YEARS = "years that the flows describe"
RESIDENTS_SHARE = "percent of the jobs of the smaller side's residents"


def region_counts(
    counties: Collection[str],
    complete: Collection[str],
    sets: pd.DataFrame,
    methods: pd.DataFrame,
    targets: ValidityTargets,
    linked: pd.DataFrame,
    unread: float = 0.0,
    vintage: str = "",
) -> pd.DataFrame:
    """Counts behind the sentences, so that each of them stands in a cell.

    Parameters
    ----------
    counties : collection of str
        The region.
    complete : collection of str
        Counties whose own flows are complete.
    sets, methods : DataFrame
        The tables ``containment`` and ``delineation_methods``.
    targets : ValidityTargets
        Those that both were made with.
    linked : DataFrame
        The table ``linked_counties``.
    unread : float
        Of :func:`sectornb.region.sheds.jobs_from_unread_states`.
    vintage : str
        That of the flows: ``2019``, ``2019.r2`` or, of several years, ``2016-2020``.

    Returns
    -------
    DataFrame
        ``counted`` (text), ``count``, ``unit`` (counties, ways, jobs, a
        percentage, or the years themselves).  Ways are
        those of :func:`sectornb.region.delineation.delineate.voting`.  The two
        margins, how many jobs a missing flow file may hold before the region is no labor
        market of its own any more, are there only where it is one.
    """
    own = len(set(counties))
    ways, ranked = voting(methods), ranked_additions(sets)
    together = ways[ways["region_counties_in_zone"].eq(own)]
    joined = together["counties_in_zone"].gt(own).sum()
    rows = [
        (COUNTIES, own, "counties"),
        (KNOWN, len(set(complete)), "counties"),
        (TIED, len(ranked) + len(strong_unknown(linked)), "counties"),
        (RANKED, len(ranked), "counties"),
        (STRONG, 100 * LEAST_TIE, RESIDENTS_SHARE),
        (FEW, 100 * ALARM_SHARE, RESIDENTS_SHARE),
        (WAYS, len(ways), "ways"),
        (WHOLE, len(together), "ways"),
        (EXACT, len(together) - joined, "ways"),
        (JOINED, joined, "ways"),
        (UNREAD, unread, "jobs"),
    ]
    if years := re.match(r"(\d{4})(?:-(\d{4}))?", vintage):
        first, last = (int(year or years[1]) for year in years.groups())
        rows.append((YEARS, last - first + 1, years[0]))
    region = sets.iloc[0]
    if region["validity"] >= 1:
        inside = float(region["live_and_work_jobs"])
        residents, jobs = inside / region["supply_side"], inside / region["demand_side"]
        further_out = further_residents_jobs(inside, residents, targets)
        further_in = inside / region["required_side"] - jobs
        rows += [
            (OUT_MARGIN, math.floor(further_out + 1e-6), "jobs"),
            (IN_MARGIN, math.floor(further_in + 1e-6), "jobs"),
        ]
    table = pd.DataFrame(rows, columns=["counted", "count", "unit"])
    return table.astype({"counted": "str", "count": "float64", "unit": "str"})


def strong_unknown(linked: pd.DataFrame) -> pd.DataFrame:
    """Counties outside with strong ties whose own flows are unknown, largest exchange first."""
    return linked[~linked["flows_known"].astype(bool) & linked["tie_share_low"].ge(LEAST_TIE)]

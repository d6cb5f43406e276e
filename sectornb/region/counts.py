"""How many of what the sentences on a region speak of, each with its unit."""

from __future__ import annotations

import math
from collections.abc import Collection

import pandas as pd

from sectornb.region.containment import (
    LEAST_TIE,
    ValidityTargets,
    further_residents_jobs,
    ranked_additions,
)
from sectornb.region.placed import ALARM_SHARE

COUNTIES = "counties of the region"
KNOWN = "counties whose own flows are known"
TIED = "counties outside with strong commuting ties"
STRONG = "exchange from which a tie is strong"
FEW = "exchange below which only few commuters hold a county"
WAYS = "ways to map labor markets"
WHOLE = "ways that keep the region together"
OUT_MARGIN = "further jobs outside that residents may hold before the verdict turns"
IN_MARGIN = "further jobs inside that others may hold before the verdict turns"
RESIDENTS_SHARE = "percent of the jobs of the smaller side's residents"


def region_counts(
    counties: Collection[str],
    complete: Collection[str],
    sets: pd.DataFrame,
    methods: pd.DataFrame,
    targets: ValidityTargets,
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

    Returns
    -------
    DataFrame
        ``counted`` (text), ``count``, ``unit`` (counties, ways, jobs, or a percentage).  The two
        margins, how many jobs a missing flow file may hold before the region is no labor
        market of its own any more, are there only where it is one.
    """
    own = len(set(counties))
    together = methods["region_counties_in_zone"].eq(own).sum()
    rows = [
        (COUNTIES, own, "counties"),
        (KNOWN, len(set(complete)), "counties"),
        (TIED, len(ranked_additions(sets)), "counties"),
        (STRONG, 100 * LEAST_TIE, RESIDENTS_SHARE),
        (FEW, 100 * ALARM_SHARE, RESIDENTS_SHARE),
        (WAYS, len(methods), "ways"),
        (WHOLE, together, "ways"),
    ]
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

"""An attack with nothing but the tables of two reports: of a region, and of it less a county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sectornb.disclosure.withheld.estimates import FEWEST_ESTABLISHMENTS
from sectornb.disclosure.withheld.outward import FEW_SHARE, NARROWEST
from sectornb.industry.study import IndustryStudy

Tables = Mapping[str, pd.DataFrame]
ROW = ["table", "naics", "year", "measure"]


def asked_of(study: IndustryStudy, counties: Sequence[str]) -> IndustryStudy:
    """The study of other counties of the same library, without draws and groups of its own."""
    details = study.settings.details.model_copy(update={"draws": 0})
    update = {"counties": tuple(counties), "details": details, "groups": {}, "pinned": []}
    return IndustryStudy(study.library, study.settings.model_copy(update=update))


def one_less(study: IndustryStudy, county: str) -> IndustryStudy:
    """The study of the region without `county`, as another user would make it."""
    return asked_of(study, [code for code in study.settings.counties if code != county])


def not_rounded(study: IndustryStudy) -> IndustryStudy:
    """The study with every county in its sums as closely as it is known; the rest is shared."""
    details = study.settings.details.model_copy(update={"narrowest": 0.0})
    other = IndustryStudy(study.library, study.settings.model_copy(update={"details": details}))
    shared = ("published", "levels", "systems", "bounds", "national", "years", "published_factors")
    vars(other).update({step: getattr(study, step) for step in shared})
    return other


def first_tables(study: IndustryStudy) -> Tables:
    """The tables that rest on the region's ends and need no ranking."""
    return {"industry_factors": study.factors, "region_totals": study.totals}


def printed(tables: Tables, years: tuple[int, int]) -> pd.DataFrame:
    """Every pair of ends that the saved tables hold or let compute, one row each.

    Of `tables` the factor table and the totals have to be there, of `years` first the base.
    """
    factors = tables["industry_factors"].assign(year=str(years[1]))
    # The change at least is what is left at least now, less what was there at most.
    base = factors.assign(
        year=str(years[0]),
        employment_low=factors["employment_high"] - factors["employment_change_high"],
        employment_high=factors["employment_low"] - factors["employment_change_low"],
    )
    quotient = factors.assign(
        employment_low=factors["region_share_low"] * _all_jobs(tables, years[1]),
        employment_high=factors["region_share_high"] * _all_jobs(tables, years[1]),
    )
    wages = factors.assign(
        employment_low=factors["annual_wage_usd_low"] * factors["employment_high"],
        employment_high=factors["annual_wage_usd_high"] * factors["employment_low"],
    )
    named = {
        ("industry_factors", "employment"): factors,
        ("industry_factors, base", "employment"): base,
        ("industry_factors, share", "employment"): quotient,
        ("industry_factors, pay", "total_wages_usd"): wages,
    }
    for table in ("industry_years", "industry_parts", "sector_ranking", "industry_ranking"):
        if table in tables:
            names = {"employment_drawn_low": "employment_low"}
            names |= {"employment_drawn_high": "employment_high"}
            frame = tables[table].rename(columns=names)
            named[table, "employment"] = (
                frame if "year" in frame else frame.assign(year=str(years[1]))
            )
    rows = [
        frame[["naics", "year"]].assign(
            table=table, measure=measure,
            low=frame["employment_low"], high=frame["employment_high"],
        )
        for (table, measure), frame in named.items()
    ]  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def _all_jobs(tables: Tables, year: int) -> float:
    totals = tables["region_totals"]
    of_all = totals["year"].eq(str(year)) & totals["own_code"].eq("0")
    return float(totals.loc[of_all, "employment"].iloc[0])


def subtracted(more: pd.DataFrame, less: pd.DataFrame) -> pd.DataFrame:
    """What one county has of each row: ``alike`` end from end, ``certain`` low from high.

    A row that the smaller region does not have is nothing there.
    """
    both = more.merge(less, on=ROW, how="left", suffixes=("", "_less"))
    absent = ~pd.MultiIndex.from_frame(both[ROW]).isin(pd.MultiIndex.from_frame(less[ROW]))
    for end in ("low_less", "high_less"):
        both[end] = both[end].mask(absent, 0.0)
    ways = {
        "alike": (both["low"] - both["low_less"], both["high"] - both["high_less"]),
        "certain": (both["low"] - both["high_less"], both["high"] - both["low_less"]),
    }
    found = [
        both[ROW].assign(way=way, least=least.clip(lower=0.0), most=most)
        for way, (least, most) in ways.items()
    ]
    return pd.concat(found, ignore_index=True).dropna(subset=["least", "most"])


def given_back(
    found: pd.DataFrame, study: IndustryStudy, county: str, narrowest: float = NARROWEST
) -> pd.DataFrame:
    """Of what was `subtracted`, intervals of withheld cells of `county` closer than the rule.

    The judge, `study` of the larger region, knows what follows from all published rows of the
    county: an interval that does not hold that is no discovery.
    """
    cells = pd.concat([bounds.cells for bounds in study.bounds.values()])
    cells = cells[cells["area_fips"].eq(county) & cells["employment_status"].eq("withheld")]
    ends = []
    for measure in ("employment", "total_wages_usd"):
        known = cells[["naics", "year", "establishments"]].assign(
            measure=measure, low=cells[f"{measure}_low"], high=cells[f"{measure}_high"]
        )
        ends.append(known)
    joined = found.merge(pd.concat(ends), on=["naics", "year", "measure"])
    stray = 1e-6 * joined["most"].abs() + 1e-6
    holds = joined["least"].le(joined["low"] + stray)
    holds &= joined["most"].ge(joined["high"].fillna(np.inf) - stray)
    few = joined["establishments"].lt(FEWEST_ESTABLISHMENTS)
    asked = np.where(few, max(narrowest, FEW_SHARE), narrowest)
    close = joined["least"].gt(joined["most"] * (1 - asked) + stray) | joined["most"].lt(stray)
    return joined[holds & close]

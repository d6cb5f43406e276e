"""Which rows stand beside the ranking, and where each would stand in it.

Each is compared with the industries as if it were one more of them; their own ranks do not
change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import pandas as pd

from sectornb.codes import naics_break, naics_predecessor, naics_titles, sector_of
from sectornb.industry import read
from sectornb.industry.acceptability import badges, drawn_places, shortlist_shares
from sectornb.industry.factors import FACTORS
from sectornb.industry.groups.codes import digits_of
from sectornb.industry.groups.factors import TOGETHER, Group, group_factors, with_group
from sectornb.industry.national import national_shares
from sectornb.industry.ranking import industry_ranking
from sectornb.industry.robustness import drawn_factors

NAMES = ("group_name", "group_codes", "group_origin")
FIGURES = (
    "employment", "employment_low", "employment_high", "ends_held_back", "employment_estimate",
    "employment_status", "establishments", "annual_wage_usd", "annual_wage_usd_low",
    "annual_wage_usd_high", "annual_wage_usd_estimate", "annual_wage_disclosed_usd",
    "employment_base", "employment_change", "employment_change_low", "employment_change_high",
    "historical_growth_pct", "historical_growth_pct_low", "historical_growth_pct_high",
    "historical_growth_matched_pct", "growth_note", "projected_growth_annual_pct",
    "projection_note", "location_quotient", "location_quotient_low", "location_quotient_high",
    "location_quotient_floor",
)  # fmt: skip
PLACES = (
    *(f"rank_{factor}" for factor in FACTORS), "score", "rank", "rank_best", "rank_worst",
    "shortlist_share", "rank_drawn_low", "rank_drawn_high", "badge", "unscored_because",
)  # fmt: skip
DRAWN = ("shortlist_share", "rank_drawn_low", "rank_drawn_high")


def group_table(study: Any) -> pd.DataFrame:
    """Every row beside the ranking with its factors, and where it would stand.

    Parameters
    ----------
    study : IndustryStudy
        Which composes this step with the others, so that its type cannot be imported here.

    Returns
    -------
    DataFrame
        The table ``industry_groups``: the board's groups, what is pinned, redrawn sectors.
    """
    settings, digits = study.settings, study.naics_digits
    titles = naics_titles(study.latest_year)
    groups = [
        Group(name.rstrip(), tuple(codes), "board") for name, codes in settings.groups.items()
    ]
    groups += [
        Group(titles.get(code, f"Industry {code}"), (code,), "pinned") for code in settings.pinned
    ]
    own = {each.codes for each in groups}
    groups += [
        Group(titles[sector], (sector,), "redrawn")
        for sector in redrawn_sectors(study.unscored["naics"], **study.ends)
        if (sector,) not in own
    ]
    shares = _national_shares(study, {digits_of(code) for each in groups for code in each.codes})
    columns = [*NAMES, *FIGURES, *PLACES]
    kinds = pd.concat([study.factors[[*FIGURES]], study.ranking[[*PLACES]]], axis=1).dtypes
    rows = [pd.DataFrame(columns=columns)]
    for group in groups:
        if group.origin == "pinned" and digits_of(group.codes[0]) == digits:
            figures, place = (
                table[table["naics"].isin(group.codes)] for table in (study.factors, study.ranking)
            )
        else:
            figures, place = _as_one_more(study, group, shares)
        rows.append(_row(group, figures, place))
    return pd.concat(rows, ignore_index=True).astype({**kinds, **dict.fromkeys(NAMES, "str")})


def redrawn_sectors(naics: Iterable[str], *, base_year: int, latest_year: int) -> list[str]:
    """Sectors that a new edition of the codes kept, of those of `naics` that it redrew."""
    ends = (base_year, latest_year)
    sectors = {
        sector_of(code)
        for code in naics
        if naics_break(code, *ends) and not naics_predecessor(code, *ends)
    }
    return sorted(sector for sector in sectors if not naics_break(sector, *ends))


def _as_one_more(
    study: Any, group: Group, shares: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures and place of a group among the industries; no row where the region has none."""
    shown, proven = group_factors(study, group, shares)
    if shown.empty:
        return shown, shown
    factors = pd.concat([study.factors, shown], ignore_index=True)
    place = industry_ranking(
        factors,
        study.active_weights,
        shortlist=study.shortlist,
        ties=study.ties,
        bounds=pd.concat([study.proven, proven], ignore_index=True),
    )
    codes = [*study.ranking["naics"], TOGETHER]
    place = place[place["naics"].eq(TOGETHER)].assign(**dict.fromkeys(DRAWN, np.nan))
    tables = study.drawn.tables
    finer = any(digits_of(code) > study.naics_digits for code in group.codes)
    if tables is None or finer or place["badge"].eq("unscored").all():
        return shown, place
    values = drawn_factors(
        factors.set_index("naics").loc[codes].reset_index(),
        with_group(tables, group, study.latest_year),
        *(study.base_year, study.latest_year),
        study.jobs["all"],
        study.small_base_jobs,
        seed=study.settings.details.seed,
    )
    active = {factor: values[factor] for factor in study.active_weights}
    places = drawn_places(active, study.active_weights, study.ties)
    drawn = shortlist_shares([TOGETHER], places[-1:], study.shortlist)
    place = place.assign(**{name: drawn[name].iloc[0] for name in DRAWN})
    ends = (place["rank_best"], place["rank_worst"], study.shortlist)
    return shown, place.assign(badge=badges(place["shortlist_share"], *ends))


def _row(group: Group, figures: pd.DataFrame, place: pd.DataFrame) -> pd.DataFrame:
    """One row of the table; without figures the region has no establishment of the group."""
    none = {"employment_status": "absent", "ends_held_back": False, "badge": "unscored"}
    none |= dict.fromkeys(("growth_note", "projection_note", "unscored_because"), "")
    found = {
        name: table[name].iloc[0] if len(table) else none.get(name, np.nan)
        for names, table in ((FIGURES, figures), (PLACES, place))
        for name in names
    }
    named = dict(zip(NAMES, (group.name, ", ".join(group.codes), group.origin), strict=True))
    return pd.DataFrame([{**named, **found}])


def _national_shares(study: Any, levels: Collection[int]) -> pd.DataFrame:
    """National shares of industries of some levels of detail, in the latest year."""
    found = [study.national.shares]
    for digits in sorted({*levels} - {study.naics_digits}):
        asked = {"naics_digits": digits, "base_year": study.latest_year}
        cells = read.industry_cells(study.library, study.settings.model_copy(update=asked))
        compared = (cells.comparison, cells.comparison_totals)
        of_level = national_shares(
            *compared, cells.nation, cells.nation_totals, ownership=study.ownership
        )
        found.append(of_level.shares)
    return pd.concat(found, ignore_index=True)

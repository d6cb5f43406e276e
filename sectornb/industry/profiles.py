"""What profiles of industries show beside the other tables: their years, counties and parts.

Jobs lie between the ends that may be shown, as everywhere; where they are held back in
another table, nothing here gives them back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

import pandas as pd

from sectornb.codes import (
    aggregation_level,
    naics_break,
    naics_predecessor,
    naics_titles,
    sector_of,
)
from sectornb.disclosure.withheld.bounds import IndustryBounds, industry_bounds
from sectornb.disclosure.withheld.outward import rounded_outward
from sectornb.disclosure.withheld.system import ConflictError, system_of
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.composite import added_up
from sectornb.industry.factor_bounds import yearly_ends

COUNTS = ["establishments", "counties_present", "counties_withheld"]
JOBS = ["employment", "employment_low", "employment_high"]


def bounds_between(
    levels: Mapping[str, pd.DataFrame],
    counties: Collection[str],
    ownership: str,
    narrowest: float,
) -> dict[str, IndustryBounds]:
    """Bounds, rounded outward, of the years between the base and the latest, from all levels.

    Rows of such a year that contradict each other leave its jobs without an upper end.
    """
    found = {}
    for year, rows in levels.items():
        with suppress(ConflictError):
            proven = industry_bounds(system_of(rows, counties, ownership=ownership))
            found[year] = rounded_outward(proven, counties, narrowest)
    return found


def profile_tables(
    listed: Sequence[str],
    years: pd.DataFrame,
    cells: pd.DataFrame,
    levels: pd.DataFrame,
    found: Mapping[str, IndustryBounds],
    factors: pd.DataFrame,
    names: Mapping[str, str],
    *,
    latest_year: int,
    naics_digits: int,
) -> dict[str, pd.DataFrame]:
    """``industry_years``, ``industry_places`` and ``industry_parts`` of the industries `listed`.

    Parameters
    ----------
    listed : sequence of str
        Codes of `latest_year`.
    years : DataFrame
        Cells of the region's counties in every year to show, as for :func:`jobs_by_year`.
    cells, factors : DataFrame
        The tables ``county_industries`` and ``industry_factors``.
    levels : DataFrame
        The published rows of all levels, of the chosen ownership.
    found : mapping
        Year to its bounds, rounded outward.
    names : mapping
        The region's counties by code.
    """
    counties = sorted(years["area_fips"].unique())
    asked = (latest_year, naics_digits)
    return {
        "industry_years": jobs_by_year(years, found, listed, *asked),
        "industry_places": jobs_by_county(cells, listed, names, latest_year),
        "industry_parts": parts_of(levels, found, factors, listed, counties, *asked),
    }


def jobs_by_year(
    cells: pd.DataFrame,
    found: Mapping[str, IndustryBounds],
    listed: Sequence[str],
    latest_year: int,
    naics_digits: int,
) -> pd.DataFrame:
    """Jobs and establishments of the industries `listed` in every year at hand.

    Parameters
    ----------
    cells : DataFrame
        The counties' cells of the years, as for
        :func:`~sectornb.industry.composite.regional_industries`.
    found : mapping
        Year to its bounds, rounded outward; without them a year's withheld jobs have no upper end.
    listed : sequence of str
        Industries under the codes of `latest_year`.

    Returns
    -------
    DataFrame
        ``naics``, ``year``, `COUNTS`, `JOBS` and ``ends_held_back``; a year in which a code
        held something else is left out.
    """
    frames = []
    for year, rows in cells.groupby("year", sort=True):
        kept = [code for code in listed if _is_same(code, int(str(year)), latest_year)]
        rows = under_later_codes(rows, int(str(year)), latest_year)
        rows = added_up(rows[rows["naics"].isin(kept)])
        frames.append(_between(rows, found, int(str(year)), latest_year, naics_digits))
    table = pd.concat(frames, ignore_index=True).sort_values(["naics", "year"], ignore_index=True)
    return table[["naics", "year", *COUNTS, *JOBS, "ends_held_back"]]


def jobs_by_county(
    cells: pd.DataFrame, listed: Sequence[str], names: Mapping[str, str], latest_year: int
) -> pd.DataFrame:
    """Jobs and establishments of the industries `listed` in every county that has them.

    Parameters
    ----------
    cells : DataFrame
        The table ``county_industries``.
    names : mapping
        County to its name, with its state; the code stands for one without.

    Returns
    -------
    DataFrame
        ``naics``, ``area_fips``, ``county``, ``establishments``, `JOBS` and
        ``employment_status``, all ownerships added up.  A county that withholds has no upper
        end, and as lower end what its disclosed ownerships have.
    """
    rows = cells[cells["year"].eq(str(latest_year)) & cells["naics"].isin(list(listed))]
    hidden = rows["employment_status"].eq("withheld")
    rows = rows[rows["establishments"].gt(0) | hidden].assign(hidden=hidden)
    grouped = rows.groupby(["naics", "area_fips"], sort=True)
    table = grouped[["establishments"]].sum()
    table["employment"] = grouped["employment"].agg(lambda jobs: jobs.sum(skipna=False))
    table["employment_low"] = grouped["employment"].sum(min_count=1)
    table["employment_high"] = table["employment"]
    status = grouped["hidden"].agg(["any", "all"])
    words = pd.Series("disclosed", index=table.index).mask(status["any"], "partly_withheld")
    table["employment_status"] = words.mask(status["all"], "withheld").astype("str")
    table = table.reset_index()
    if len({name.rpartition(", ")[2] for name in names.values()}) == 1:
        names = {code: name.rpartition(", ")[0] for code, name in names.items()}
    called = [names.get(code, code).removesuffix(" County") for code in table["area_fips"]]
    table.insert(2, "county", pd.Series(called, dtype="str"))
    return table


def parts_of(
    levels: pd.DataFrame,
    found: Mapping[str, IndustryBounds],
    factors: pd.DataFrame,
    listed: Sequence[str],
    counties: Collection[str],
    latest_year: int,
    naics_digits: int,
) -> pd.DataFrame:
    """The industries one digit finer inside those `listed`, in the latest year.

    Parameters
    ----------
    levels : DataFrame
        The published rows of all levels.
    factors : DataFrame
        The table ``industry_factors``: where it holds ends back, those of the parts go too.

    Returns
    -------
    DataFrame
        ``part_of``, ``naics``, ``naics_title``, `COUNTS`, `JOBS` and ``ends_held_back``;
        no row for parts of five digits, of which no titles come with the package.
    """
    columns = ["part_of", "naics", "naics_title", *COUNTS, *JOBS, "ends_held_back"]
    titles = naics_titles(latest_year)
    finer = aggregation_level("county", naics_digits + 1)
    rows = levels[
        levels["agglvl_code"].eq(finer)
        & levels["year"].eq(str(latest_year))
        & levels["area_fips"].isin(list(counties))
        & levels["naics"].isin(list(titles))
    ]
    whole = rows["naics"].map(sector_of) if naics_digits == 2 else rows["naics"].str[:naics_digits]
    rows = added_up(rows[whole.isin(list(listed))])
    if rows.empty:
        kinds = dict.fromkeys(columns[:3], "str") | {"ends_held_back": "bool"}
        empty = {name: pd.Series([], dtype=kinds.get(name, "float64")) for name in columns}
        return pd.DataFrame(empty)
    table = _between(rows, found, latest_year, latest_year, naics_digits + 1)
    of = table["naics"].map(sector_of) if naics_digits == 2 else table["naics"].str[:naics_digits]
    table = table.assign(part_of=of, naics_title=table["naics"].map(titles).astype("str"))
    open_ends = table["counties_withheld"].gt(0) & table["employment_high"].notna()
    held = set(factors.loc[factors["ends_held_back"].astype(bool), "naics"])
    further = open_ends & table["part_of"].isin(held)
    # One part alone that is held back would be what the others leave of the whole.
    alone = table.groupby("part_of")["ends_held_back"].transform("sum").eq(1)
    width = 1 - table["employment_low"] / table["employment_high"]
    others = table[alone & open_ends].assign(width=width).sort_values("width", kind="stable")
    further |= table.index.isin(others.drop_duplicates("part_of").index)
    floor = rows.set_index("naics")["employment_low"].reindex(table["naics"]).to_numpy()
    table["employment_low"] = table["employment_low"].mask(further, floor)
    table["employment_high"] = table["employment_high"].mask(further)
    table["ends_held_back"] |= further
    return table[columns].sort_values(["part_of", "naics"], ignore_index=True)


def _is_same(naics: str, year: int, latest_year: int) -> bool:
    """Whether the code of the latest year held the same in `year`, maybe under an earlier code."""
    if year == latest_year or naics_predecessor(naics, year, latest_year):
        return True
    return not naics_break(naics, year, latest_year)


def _between(
    rows: pd.DataFrame,
    found: Mapping[str, IndustryBounds],
    year: int,
    latest_year: int,
    naics_digits: int,
) -> pd.DataFrame:
    """Industries of one year with the ends of their jobs that may be shown."""
    hidden = rows["counties_withheld"].gt(0)
    shown, proven = (
        yearly_ends(found, year, latest_year, rows["naics"], naics_digits, public=public)
        for public in (True, False)
    )
    if shown is None or proven is None:
        return rows.assign(ends_held_back=False)
    ends = {name: rows[name].mask(hidden & shown[name].notna(), shown[name]) for name in JOBS[1:]}
    table = rows.assign(**ends)
    held_back = hidden & table["employment_high"].isna() & proven["employment_high"].notna()
    return table.assign(ends_held_back=held_back)

"""Counties added up to a region, with what is withheld kept apart from what is zero.

A region's figure is the sum of its counties' cells.  Where a county's cell is
withheld the sum of the others is only a floor, and is never given as the figure.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from sectornb.codes import OWNERSHIP
from sectornb.errors import InputError, MissingColumnError, examples
from sectornb.industry.growth import growth_pct

CELL_COLUMNS = (
    "area_fips",
    "own_code",
    "naics",
    "year",
    "establishments",
    "employment",
    "total_wages_usd",
    "employment_status",
)


def regional_industries(cells: pd.DataFrame, counties: Collection[str]) -> pd.DataFrame:
    """The region's industries, each the sum of its counties' cells.

    Parameters
    ----------
    cells : DataFrame
        One row per county, ownership, industry and year of one level of detail:
        ``area_fips``, ``own_code``, ``naics``, ``year`` (text),
        ``establishments``, ``employment`` (jobs) and ``total_wages_usd``
        (missing where withheld), ``employment_status`` (``disclosed``, ``zero``
        or ``withheld``).  An industry without a row in a county has no
        establishment there.
    counties : collection of str
        The region; every one must have rows in every year.

    Returns
    -------
    DataFrame
        One row per industry and year, sorted:

        - ``establishments``: sum, never withheld
        - ``employment``: jobs; missing unless every county's cell is disclosed
        - ``employment_low``, ``employment_high``: sum of the disclosed cells;
          the same where nothing is withheld, else missing (no upper bound known)
        - ``employment_status``: ``disclosed``, ``zero``, ``withheld`` (nothing
          disclosed) or ``partly_withheld``
        - ``total_wages_usd``: missing unless disclosed; ``disclosed_wages_usd``:
          sum over disclosed cells
        - ``counties_present``, ``counties_withheld``: number of counties with
          establishments, and with a withheld cell

    Raises
    ------
    InputError
        If a county has no row at all at this level in a year: the level is not
        published there, which is not zero.
    """
    require_columns(cells)
    _refuse_unpublished(cells, counties)
    return added_up(cells[cells["area_fips"].isin(list(counties))])


def added_up(cells: pd.DataFrame) -> pd.DataFrame:
    """The region's industries as :func:`regional_industries`, of its counties' `cells` alone."""
    withheld = cells["employment_status"].eq("withheld")
    county = cells["area_fips"]
    grouped = pd.DataFrame(
        {
            "naics": cells["naics"],
            "year": cells["year"],
            "establishments": cells["establishments"],
            "employment_low": cells["employment"],
            "disclosed_wages_usd": cells["total_wages_usd"],
            "present": county.where(cells["establishments"].gt(0) | withheld),
            "hidden": county.where(withheld),
            "open": (~withheld & cells["employment"].gt(0)),
        }
    ).groupby(["naics", "year"], sort=True)
    table = grouped.agg(
        establishments=("establishments", "sum"),
        employment_low=("employment_low", "sum"),
        disclosed_wages_usd=("disclosed_wages_usd", "sum"),
        counties_present=("present", "nunique"),
        counties_withheld=("hidden", "nunique"),
        any_open=("open", "any"),
    ).reset_index()
    complete = table["counties_withheld"].eq(0)
    table["employment"] = table["employment_low"].where(complete)
    table["employment_high"] = table["employment_low"].where(complete)
    table["total_wages_usd"] = table["disclosed_wages_usd"].where(complete)
    status = np.select(
        [complete & table["employment_low"].gt(0), complete, table["any_open"]],
        ["disclosed", "zero", "partly_withheld"],
        "withheld",
    )
    table["employment_status"] = pd.Series(status, index=table.index, dtype="str")
    return table.drop(columns="any_open")


def regional_totals(cells: pd.DataFrame, counties: Collection[str]) -> pd.DataFrame:
    """Employment, wages and establishments of all industries together, by ownership and year.

    Parameters
    ----------
    cells : DataFrame
        The counties' rows of all industries: ``own_code`` ``0`` for all
        ownerships, and ``1``, ``2``, ``3``, ``5`` for each; columns as in
        :func:`regional_industries`.
    counties : collection of str
        The region.

    Returns
    -------
    DataFrame
        ``own_code``, ``ownership``, ``year``, ``establishments``, ``employment`` (jobs),
        ``employment_since_base_pct`` (percent from the first year, missing in it),
        ``total_wages_usd``.  These are published totals, never sums of visible
        industries; they hold every withheld cell.  The region's total of one ownership
        is missing where a county's is withheld.

    Raises
    ------
    InputError
        If the total of all ownerships is withheld or a county has none.
    """
    require_columns(cells)
    cells = cells[cells["area_fips"].isin(list(counties))]
    hidden = cells[cells["employment_status"].eq("withheld") & cells["own_code"].eq("0")]
    if len(hidden):
        row = hidden.iloc[0]
        raise InputError(
            f"County {row['area_fips']}, {row['year']}: the total of all ownerships is withheld, "
            "so the region's total is not known. Leave the county out, or choose another year."
        )
    _refuse_unpublished(cells[cells["own_code"].eq("0")], counties)
    measures = ["establishments", "employment", "total_wages_usd"]
    grouped = cells.groupby(["own_code", "year"], sort=True)[measures]
    summed = grouped.sum(skipna=False).reset_index()
    summed.insert(1, "ownership", summed["own_code"].map(OWNERSHIP).astype("str"))
    first = summed.groupby("own_code")["year"].transform("min")
    base = summed["employment"].where(summed["year"].eq(first))
    base = base.groupby(summed["own_code"]).transform("max")
    since = growth_pct(base, summed["employment"]).where(summed["year"].ne(first))
    summed.insert(5, "employment_since_base_pct", since)
    return summed


def jobs_of(totals: pd.DataFrame, year: int, ownership: str) -> dict[str, float]:
    """Jobs of the region in `year`: ``all`` ownerships, and of the chosen ``owner``.

    Parameters
    ----------
    totals : DataFrame
        As returned by :func:`regional_totals`.
    ownership : str
        ``private`` or ``all``.

    Raises
    ------
    InputError
        If the total of that ownership is withheld or absent.
    """
    jobs = totals[totals["year"].eq(str(year))].set_index("own_code")["employment"].dropna()
    owner = "5" if ownership == "private" else "0"
    if lacking := [OWNERSHIP[code] for code in ("0", owner) if code not in jobs]:
        raise InputError(
            f"The region's jobs of {examples(lacking)} in {year} are not known: a county withholds "
            "its total or has none. Choose another year or ownership."
        )
    return {"all": float(jobs["0"]), "owner": float(jobs[owner])}


def county_table(cells: pd.DataFrame) -> pd.DataFrame:
    """Every county cell behind the region's figures, as it is saved for tracing.

    Ends of withheld cells are kept where `cells` has them.
    """
    columns = ["area_fips", "own_code", "naics", "year", "establishments"]
    columns += ["employment", "employment_low", "employment_high"]
    columns += ["total_wages_usd", "total_wages_usd_low", "total_wages_usd_high"]
    kept = [name for name in [*columns, "employment_status"] if name in cells]
    return cells[kept].sort_values(columns[:4]).reset_index(drop=True)


def by_ground(cells: pd.DataFrame) -> pd.DataFrame:
    """`cells` with the ground for the county, where some counties are comparable only as one.

    A county that was divided since an earlier year is one ``ground`` with the others that came
    of it, see :func:`~sectornb.sources.county_changes.one_ground`.
    """
    return cells.assign(area_fips=cells["ground"]) if "ground" in cells else cells


def never_withheld(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of each industry in the counties and ownerships that are withheld at no time."""
    key = ["naics", "area_fips", "own_code"]
    hidden = cells.loc[cells["employment_status"].eq("withheld"), key]
    withheld = pd.MultiIndex.from_frame(cells[key]).isin(pd.MultiIndex.from_frame(hidden))
    return cells[~withheld]


def matched_growth(
    cells: pd.DataFrame, base_year: int, latest_year: int, counties: Collection[str]
) -> pd.DataFrame:
    """Employment at both ends in the counties and ownerships where neither end is withheld.

    A region whose members change between the years shows growth that nobody
    had; only cells that are known at both ends are compared.

    Parameters
    ----------
    cells : DataFrame
        As in :func:`regional_industries`.

    Returns
    -------
    DataFrame
        One row per industry: ``naics``, ``matched_base``, ``matched_latest``
        (jobs), ``counties_matched`` (number of counties with employment at
        either end of which at least one ownership was compared).
    """
    require_columns(cells)
    ends = [str(base_year), str(latest_year)]
    cells = cells[cells["area_fips"].isin(list(counties)) & cells["year"].isin(ends)]
    jobs = never_withheld(by_ground(cells)).groupby(["naics", "area_fips", "own_code", "year"])[
        "employment"
    ]
    wide = jobs.sum().unstack(fill_value=0).reindex(columns=[*dict.fromkeys(ends)], fill_value=0.0)
    base, latest = wide[ends[0]], wide[ends[1]]
    places = wide.index.get_level_values("area_fips").to_series(index=wide.index)
    return pd.DataFrame(
        {
            "matched_base": base.groupby("naics").sum(),
            "matched_latest": latest.groupby("naics").sum(),
            "counties_matched": places.where(base.gt(0) | latest.gt(0)).groupby("naics").nunique(),
        }
    ).reset_index()


def require_columns(table: pd.DataFrame, columns: Collection[str] = CELL_COLUMNS) -> None:
    """Refuse a table of cells that lacks one of `columns`.

    Raises
    ------
    MissingColumnError
        If a column is missing.
    """
    missing = [column for column in columns if column not in table]
    if missing:
        raise MissingColumnError(
            f"The table of cells lacks the column{'s' if len(missing) > 1 else ''} "
            f"{examples(missing)}; it needs {examples(columns, 10)}."
        )


def without_rows(
    cells: pd.DataFrame, counties: Collection[str], years: Collection[str]
) -> list[tuple[str, str]]:
    """Counties and years of which `cells` have no row, several that are one ground as one."""
    grounded = by_ground(cells)
    grounds = dict(zip(cells["area_fips"], grounded["area_fips"], strict=True))
    have = set(zip(grounded["area_fips"], cells["year"], strict=True))
    wanted = sorted({grounds.get(county, county) for county in counties})
    return [(area, year) for area in wanted for year in years if (area, year) not in have]


def _refuse_unpublished(cells: pd.DataFrame, counties: Collection[str]) -> None:
    years = sorted(cells["year"].unique())
    lacking = without_rows(cells, counties, years)
    if not years:
        raise InputError(
            "There are no rows at this level of detail for any county of any year. Choose fewer "
            "digits or another year."
        )
    if lacking:
        raise InputError(
            f"No row at this level of detail for {examples(f'{c} in {y}' for c, y in lacking)}. A "
            "level that is not published is not zero: choose fewer digits, another year, or "
            "counties for which the agency publishes it."
        )

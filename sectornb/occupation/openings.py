"""Openings a year: change of jobs, people who leave the labor force, people who change occupation.

Annual openings = change / years + (exit rate + transfer rate) x mean of base and projected jobs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sectornb.occupation.demand import EVERY, PERCENT

COLUMNS = [
    "soc", "occupation_title", "openings_scope", "base_employment", "base_employment_low",
    "base_employment_high", "projected_employment", "projected_change", "growth_pct",
    "growth_level", "growth_area", "projection_years", "exit_openings", "transfer_openings",
    "annual_openings", "annual_openings_low", "annual_openings_high", "transfer_share",
    "openings_status",
]  # fmt: skip


def annual_openings(
    change: pd.Series[float],
    exits: pd.Series[float],
    transfers: pd.Series[float],
    years: pd.Series[float],
) -> pd.Series[float]:
    """Openings of an average year, from a change and leavers over `years`."""
    return (change + exits + transfers) / years


def growth_rates(levels: Sequence[pd.DataFrame], occupations: pd.Series[str]) -> pd.DataFrame:
    """Growth of each occupation, of the first level that tells it.

    Parameters
    ----------
    levels : sequence of DataFrame
        The nearest first: ``soc``, ``growth_pct`` (percent over all the years),
        ``growth_level``, ``growth_area``, ``base_year``, ``target_year``; a row with the code
        :data:`~sectornb.occupation.demand.EVERY` is of every occupation.

    Returns
    -------
    DataFrame
        ``soc`` and the columns of the levels; missing where no level has the occupation.
    """
    columns = ["growth_pct", "growth_level", "growth_area", "base_year", "target_year"]
    table = pd.DataFrame({"soc": occupations.to_numpy()})
    for name in columns:
        table[name] = pd.Series(np.nan, table.index, dtype="float64" if name == "growth_pct" else
                                "object")  # fmt: skip
    for level in levels:
        known = level.dropna(subset=["growth_pct"]).set_index("soc")[columns]
        open_rows = table["growth_pct"].isna()
        found = known.reindex(table["soc"]).reset_index(drop=True)
        if EVERY in known.index:
            found = pd.concat([known.loc[[EVERY]]] * len(table), ignore_index=True)
        take = open_rows & found["growth_pct"].notna()
        for name in columns:
            table.loc[take, name] = found.loc[take, name]
    return table


def occupation_openings(
    jobs: pd.DataFrame, growth: pd.DataFrame, rates: pd.DataFrame, scope: str
) -> pd.DataFrame:
    """Openings a year by occupation, between ends where jobs are.

    Parameters
    ----------
    jobs : DataFrame
        ``soc``, ``occupation_title``, ``employment``, ``employment_low``, ``employment_high``.
    growth : DataFrame
        As :func:`growth_rates`.
    rates : DataFrame
        ``soc``, ``exit_rate_pct``, ``transfer_rate_pct``: percent a year of the mean of base
        and projected jobs, of the nation.
    scope : str
        ``target``, jobs of the target industries; or ``all``, of all industries.

    Returns
    -------
    DataFrame
        `COLUMNS`. ``openings_status`` is ``estimate``, ``no_jobs`` where the base is not known,
        ``no_growth`` or ``no_rates`` where no source has them. ``transfer_share`` is that of
        openings which people leave who change their occupation.
    """
    table = jobs[["soc", "occupation_title", "employment", "employment_low", "employment_high"]]
    table = table.merge(growth, how="left", on="soc").merge(
        rates[["soc", "exit_rate_pct", "transfer_rate_pct"]], how="left", on="soc"
    )
    base = table["employment"]
    years = table["target_year"].astype("float64") - table["base_year"].astype("float64")
    grown = table["growth_pct"] / PERCENT
    change = base * grown
    mean = base + change / 2
    exits = mean * table["exit_rate_pct"] / PERCENT * years
    transfers = mean * table["transfer_rate_pct"] / PERCENT * years
    rate = table["exit_rate_pct"] + table["transfer_rate_pct"]
    each = grown / years + rate / PERCENT * (1 + grown / 2)
    ends = [each * table[f"employment_{end}"] for end in ("low", "high")]
    openings = annual_openings(change, exits, transfers, years)
    status = np.select(
        [table["growth_pct"].isna(), rate.isna(), base.isna()],
        ["no_growth", "no_rates", "no_jobs"],
        "estimate",
    )
    made = table.assign(
        openings_scope=scope,
        base_employment=base,
        base_employment_low=table["employment_low"],
        base_employment_high=table["employment_high"],
        projected_employment=base + change,
        projected_change=change,
        projection_years=_span(table),
        exit_openings=exits / years,
        transfer_openings=transfers / years,
        annual_openings=openings,
        annual_openings_low=ends[0].where(~ends[0].gt(ends[1]), ends[1]),
        annual_openings_high=_high(ends),
        transfer_share=(transfers / years / openings).where(openings.gt(0)),
        openings_status=status,
    )
    return made[COLUMNS]


def _high(ends: list[pd.Series[float]]) -> pd.Series[float]:
    """The larger end; missing where one is open."""
    return ends[0].where(ends[0].gt(ends[1]), ends[1]).mask(ends[1].isna())


def _span(table: pd.DataFrame) -> pd.Series[str]:
    known = table["growth_pct"].notna()
    span = table["base_year"].astype("str") + " to " + table["target_year"].astype("str")
    return span.where(known, "")

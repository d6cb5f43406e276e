"""How firm the order is: the ranking in feasible tables drawn, with the chosen and any weights.

Whatever is withheld can be filled in many ways that agree with every published row of
the counties.  The ranking is made anew in each way drawn; how often an industry is on
the short list is a share of tables drawn and no probability, since it depends on how
they are drawn.  Only what is proven is called certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sectornb.disclosure.intervals.draws import FORGOTTEN
from sectornb.disclosure.withheld.draws import DrawWeight, FeasibleTables, feasible_tables
from sectornb.disclosure.withheld.system import System
from sectornb.errors import InputError
from sectornb.industry.acceptability import (
    LIKELY,
    badges,
    drawn_places,
    drawn_weights,
    most_often,
    shortlist_shares,
)
from sectornb.industry.breaks import under_later_codes
from sectornb.industry.factors import average_annual_wage
from sectornb.industry.growth import growth_pct
from sectornb.industry.quotient import location_quotient
from sectornb.industry.ranking import TieRule, active_weights, rankable
from sectornb.industry.requests import settled_shares

NO_USE = (
    f": above {FORGOTTEN}, so the draws still depend on where they began, or are too few to show "
    "that they do not. They decide nothing; with fewer than 1,000 draws, set details.draws to 1000."
)
SHARES = (
    "shortlist_share", "top_n_acceptability", "first_acceptability", "rank_drawn_low",
    "rank_drawn_high",
)  # fmt: skip
"""What the draws add to the ranking."""


@dataclass(frozen=True)
class Robustness:
    """The ranking with what the draws say about it.

    Attributes
    ----------
    ranking : DataFrame
        As :func:`~sectornb.industry.ranking.industry_ranking` gives it, with the
        columns `SHARES`, a ``badge`` of certain, likely, possible, unlikely, no or unscored,
        and ``shortlisted`` where the draws list an industry most often; the jobs of nine in
        ten tables, ``employment_drawn_low`` and ``employment_drawn_high``.
    diagnostics : DataFrame
        One row per ``measure`` drawn (employment, wages): ``draws``, ``blocks`` (parts
        of the table drawn independently), ``scale_reduction``, ``sweeps``; no row where no
        table could be drawn, and no ``draws`` where those made still depend on their start.
    settled : DataFrame
        ``naics`` and ``settled_share``, see
        :func:`~sectornb.industry.requests.settled_shares`; no row without draws.
    said : list of str
        The same in words.
    tables : FeasibleTables or None
        Those drawn, where they decide anything.
    """

    ranking: pd.DataFrame
    diagnostics: pd.DataFrame
    settled: pd.DataFrame
    said: list[str]
    tables: FeasibleTables | None = None


def with_draws(
    ranking: pd.DataFrame,
    factors: pd.DataFrame,
    systems: Mapping[str, System],
    weights: Mapping[str, float],
    *,
    naics_digits: int,
    base_year: int,
    latest_year: int,
    all_jobs: float,
    small_base_jobs: float,
    shortlist: int,
    ties: TieRule = "average",
    draws: int = 1_000,
    seed: int = 1,
    weight: DrawWeight = "establishments",
    moves: pd.DataFrame | None = None,
) -> Robustness:
    """The ranking with the share of drawn tables in which each industry is on the short list.

    Parameters
    ----------
    ranking, factors : DataFrame
        The ranking and the factor table that it was made from.
    systems : mapping
        Year to the system of the region's published rows, as
        :func:`~sectornb.disclosure.withheld.system.systems_by_year` gives them.
    weights : mapping
        Factor to weight, as for the ranking.
    all_jobs : float
        The region's jobs of all ownerships in the latest year.
    small_base_jobs : float
        Growth from or to fewer jobs is not ranked, in a drawn table neither.
    draws, seed : int
        How many tables, and where the random numbers begin.
    weight : str
        As in :func:`~sectornb.disclosure.withheld.draws.feasible_tables`.
    moves : DataFrame, optional
        ``naics``, ``employment_drawn_low`` and ``employment_drawn_high``: how far the range
        of an industry's drawn jobs is moved outward, see
        :func:`~sectornb.disclosure.withheld.outward.rounded_outward`; not at all by default.

    Notes
    -----
    Where the figures of an industry are published they are the same in every table; a
    national share known within limits is drawn evenly between them.  If a withheld cell
    has no upper limit no table can be drawn: the shares stay missing and the badges as
    they are.  So they do if the draws still depend on where they began.
    """
    rows = factors.set_index("naics").loc[ranking["naics"]].reset_index()
    ranking = _with_drawn_jobs(ranking, rows)
    if not draws:
        return _undrawn(ranking, "No tables were drawn, as chosen.")
    try:
        tables = feasible_tables(
            list(systems.values()), naics_digits=naics_digits, draws=draws, seed=seed,
            weight=weight,
        )  # fmt: skip
    except InputError as error:
        return _undrawn(ranking, f"No tables could be drawn: {error}")
    diagnostics = _diagnostics(tables, draws)
    if diagnostics["scale_reduction"].max() > FORGOTTEN:
        return replace(
            _undrawn(ranking, _told(diagnostics) + NO_USE),
            diagnostics=diagnostics.assign(draws=0.0),
        )
    active = active_weights(factors, weights)
    ends = (base_year, latest_year)
    values = drawn_factors(rows, tables, *ends, all_jobs, small_base_jobs, seed=seed)
    values = {factor: values[factor] for factor in active}
    codes = list(rows["naics"])
    places = drawn_places(values, active, ties)
    own = shortlist_shares(codes, places, shortlist)
    random = drawn_places(values, drawn_weights(active, draws, seed), ties)
    any_weights = shortlist_shares(codes, random, shortlist)
    found = ranking.assign(
        shortlist_share=own["shortlist_share"].to_numpy(),
        top_n_acceptability=any_weights["shortlist_share"].to_numpy(),
        first_acceptability=any_weights["first_share"].to_numpy(),
        rank_drawn_low=own["rank_drawn_low"].to_numpy(),
        rank_drawn_high=own["rank_drawn_high"].to_numpy(),
    )
    never = found["badge"].eq("unscored")
    found[list(SHARES)] = found[list(SHARES)].mask(never)
    badge = badges(found["shortlist_share"], found["rank_best"], found["rank_worst"], shortlist)
    found["shortlisted"] = most_often(found["shortlist_share"], found["rank"], shortlist)
    # A place that is listed for want of a surer one is open, not unlikely.
    badge = badge.mask(found["shortlisted"] & badge.eq("unlikely"), "possible")
    found["badge"] = badge.mask(never, "unscored")
    jobs = _drawn(rows["naics"], tables, tables.employment, latest_year, latest_year)
    found = _with_drawn_jobs(found, rows, jobs, moves)
    wages = _drawn(rows["naics"], tables, tables.total_wages_usd, latest_year, latest_year)
    settled = pd.DataFrame(
        {
            "naics": rows["naics"],
            "settled_share": settled_shares(places <= shortlist, jobs, wages),
        }
    )
    return Robustness(found, diagnostics, settled, _said(diagnostics), tables)


def drawn_factors(
    rows: pd.DataFrame,
    tables: FeasibleTables,
    base_year: int,
    latest_year: int,
    all_jobs: float,
    small_base_jobs: float,
    *,
    seed: int = 1,
) -> dict[str, np.ndarray]:
    """The factors of every industry in every drawn table.

    Parameters
    ----------
    rows : DataFrame
        Industries of the factor table, in the order of the result.

    Returns
    -------
    dict of str to ndarray, (industries, draws)
        Jobs, US dollars a year, percent, percent a year, quotient; missing where an
        industry has no rank on the factor in a table.
    """
    count = tables.employment.shape[1]
    jobs = _or_drawn(rows, "employment", tables, latest_year, latest_year)
    wages = _drawn(rows["naics"], tables, tables.total_wages_usd, latest_year, latest_year)
    known = rows["annual_wage_usd"].to_numpy(dtype=np.float64)[:, None]
    pay = np.where(np.isnan(known), average_annual_wage(wages, jobs), known)
    before = _or_drawn(rows, "employment_base", tables, base_year, latest_year)
    growth = growth_pct(before, jobs)
    few = (before < max(small_base_jobs, 1e-9)) | (jobs < small_base_jobs)
    growth = np.where(
        few | ~rankable(rows, "historical_growth").to_numpy()[:, None], np.nan, growth
    )
    projected = rows["projected_growth_annual_pct"].where(rankable(rows, "projected_growth"))
    return {
        "employment": jobs,
        "annual_wage": pay,
        "historical_growth": growth,
        "projected_growth": np.repeat(projected.to_numpy(dtype=np.float64)[:, None], count, axis=1),
        "location_quotient": location_quotient(jobs / all_jobs, _shares(rows, count, seed)),
    }


def _with_drawn_jobs(
    ranking: pd.DataFrame,
    rows: pd.DataFrame,
    jobs: np.ndarray | None = None,
    moves: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """`ranking` with the jobs of `LIKELY` of the tables, between the ends that are shown.

    Those ends where there is one figure, no table, or an end that is held back.
    """
    names = ["employment_drawn_low", "employment_drawn_high"]
    ends = [rows["employment_low"], rows["employment_high"]]
    if jobs is not None:
        shown = rows["employment"].isna() & ends[1].notna() & ~np.isnan(jobs).any(axis=1)
        drawn = np.full((2, len(rows)), np.nan)
        tail = (1 - LIKELY) / 2
        drawn[:, shown] = np.quantile(jobs[shown], [tail, 1 - tail], axis=1)
        if moves is not None:
            drawn += moves.set_index("naics")[names].reindex(rows["naics"]).to_numpy().T
        ends = [
            end.where(~shown, pd.Series(told, index=rows.index).clip(*ends))
            for end, told in zip(ends, drawn, strict=True)
        ]
    return ranking.assign(**{n: end.to_numpy() for n, end in zip(names, ends, strict=True)})


def _drawn(
    naics: pd.Series, tables: FeasibleTables, values: np.ndarray, year: int, latest_year: int
) -> np.ndarray:
    """Drawn values of one year in the order of `naics`; missing for an industry without cells."""
    industries = under_later_codes(tables.industries, year, latest_year)
    of_year = industries[industries["year"].eq(str(year))]
    place = pd.Series(of_year.index, index=of_year["naics"]).reindex(naics).to_numpy()
    found = np.full((len(naics), values.shape[1]), np.nan)
    there = ~np.isnan(place.astype(np.float64))
    found[there] = values[place[there].astype(np.int64)]
    return found


def _or_drawn(
    rows: pd.DataFrame, column: str, tables: FeasibleTables, year: int, latest_year: int
) -> np.ndarray:
    """Published jobs of an industry where there are any, else its drawn ones."""
    drawn = _drawn(rows["naics"], tables, tables.employment, year, latest_year)
    published = rows[column].to_numpy(dtype=np.float64)[:, None]
    return np.where(np.isnan(published), drawn, published)


def _shares(rows: pd.DataFrame, count: int, seed: int) -> np.ndarray:
    """National shares, even around the middle within their limits; it alone where one is open."""
    low, high, middle = (
        rows[name].to_numpy(dtype=np.float64)[:, None]
        for name in ("national_share_low", "national_share_high", "national_share")
    )
    random = np.random.default_rng([seed, 3]).random((len(rows), count))
    # An upper limit may hold far more than is likely: all that an ownership can have elsewhere.
    high = np.minimum(high, 2 * middle - low)
    drawn = low + random * (high - low)
    drawn = np.where(np.isnan(drawn), middle, drawn)
    return np.where((drawn > 0) & ~np.isnan(middle), drawn, np.nan)


def _diagnostics(tables: FeasibleTables, draws: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "measure": pd.Series(list(tables.blocks), dtype="str"),
            "draws": float(draws),
            "blocks": [float(number) for number in tables.blocks.values()],
            "scale_reduction": list(tables.scale_reduction.values()),
            "sweeps": [float(number) for number in tables.sweeps.values()],
        }
    )


def _said(diagnostics: pd.DataFrame) -> list[str]:
    if not diagnostics["blocks"].any():
        return ["Nothing is withheld, so there is one table and nothing to draw."]
    return [f"{_told(diagnostics)} (1 is best, up to {FORGOTTEN} is fine)."]


def _told(diagnostics: pd.DataFrame) -> str:
    return (
        f"{diagnostics['draws'].max():,.0f} tables drawn that agree with every published row of "
        f"the counties; {diagnostics['blocks'].min():,.0f} to {diagnostics['blocks'].max():,.0f} "
        f"blocks of withheld cells, each drawn by itself in {diagnostics['sweeps'].max():,.0f} "
        f"sweeps; scale reduction {diagnostics['scale_reduction'].max():.2f}"
    )


def _undrawn(ranking: pd.DataFrame, why: str) -> Robustness:
    figures = {
        name: pd.Series([], dtype="float64")
        for name in ("draws", "blocks", "scale_reduction", "sweeps")
    }
    none = pd.DataFrame({"measure": pd.Series([], dtype="str"), **figures})
    settled = pd.DataFrame({"naics": pd.Series([], dtype="str"), "settled_share": figures["draws"]})
    return Robustness(ranking.assign(**dict.fromkeys(SHARES, np.nan)), none, settled, [why])

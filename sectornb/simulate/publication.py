"""What the agency prints from the true economy: rounding, withholding, quotients, changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from sectornb.simulate.columns import ANNUAL_COLUMNS, QUARTERLY_COLUMNS
from sectornb.simulate.economy import Economy
from sectornb.simulate.industries import Tree, edition_of, private_tree, tree
from sectornb.simulate.read import numbers
from sectornb.simulate.suppression import Cells, withhold

# The year from which state and local rows are published as federal ones always were.
OPENED_YEAR = 2022


@dataclass(frozen=True)
class Totals:
    """True totals of one year on the published industries: (industries, areas, periods).

    `months` are jobs; the others are by quarter.  Areas are the economy's own, then
    the two states, then the nation.  `withheld` is (industries, areas).
    """

    year: int
    tree: Tree
    months: np.ndarray
    wages: np.ndarray
    taxable: np.ndarray
    contributions: np.ndarray
    establishments: np.ndarray
    withheld: np.ndarray


def area_codes(economy: Economy) -> tuple[str, ...]:
    """Codes of all published areas: counties and ``ss999``, the states, the nation."""
    return (*economy.areas, *(f"{state}000" for state in np.unique(economy.state)), "US000")


def _stack(economy: Economy, nation: Economy, name: str, when: slice) -> np.ndarray:
    """Values of all areas with both states and the nation appended."""
    values = getattr(economy, name)[:, :, when]
    states = np.unique(economy.state)
    totals = [values[economy.state == code].sum(axis=0)[None] for code in states]
    return np.concatenate([values, *totals, getattr(nation, name)[:, :, when]])


def _private_cells(
    part: Tree, months: np.ndarray, wages: np.ndarray, establishments: np.ndarray, top: np.ndarray
) -> Cells:
    """The cells that the rules look at, from totals on the private tree without the nation."""
    jobs, money = months[:, :-1], wages[:, :-1]
    worksites = establishments[:, :-1]
    open_quarter = worksites > 0
    present = np.any(open_quarter, axis=2)
    biggest = np.stack([(top * row).max(axis=1) for row in part.members])
    average = jobs.mean(axis=2)
    return Cells(
        values=np.dstack([jobs, jobs.sum(axis=2), money, money.sum(axis=2)]),
        active=np.dstack([open_quarter.repeat(3, axis=2), present, open_quarter, present]),
        present=present,
        fewest=np.where(open_quarter, worksites, np.inf).min(axis=2),
        largest=np.divide(biggest, average, out=np.zeros(average.shape), where=average > 0),
    )


def withheld_shares(kind: str) -> np.ndarray:
    """Share of rows withheld by level, 0 to 8, from a column of ``tables/withheld_shares.csv``."""
    shares = numbers("withheld_shares", kind)
    return np.array([shares.get(str(level), 0.0) for level in range(9)])


def _withheld_government(whole: Tree, areas: int, draw: np.ndarray, year: int) -> np.ndarray:
    """State and local rows were mostly withheld until a change of policy; federal never."""
    if year >= OPENED_YEAR:
        return np.zeros((len(whole), areas), dtype=bool)
    limit = np.repeat(withheld_shares("government")[whole.level, None], areas, axis=1)
    limit[:, -1] = withheld_shares("government_nation")[whole.level]
    limit[~np.isin(whole.own_code, ("2", "3"))] = 0.0
    return draw[: len(whole), :areas] < limit


def year_totals(economy: Economy, nation: Economy, year: int, draw: np.ndarray) -> Totals:
    """Aggregate one year and decide what is withheld.

    Parameters
    ----------
    economy, nation
        The truth.
    year
        Calendar year covered by both.
    draw
        Uniform numbers (industries, areas), the same in all years, that settle
        which government rows are withheld.
    """
    whole = tree(edition_of(year))
    months = whole.add_up(_stack(economy, nation, "jobs", economy.months(year)))
    quarters = economy.quarters(year)
    money = {
        name: whole.add_up(_stack(economy, nation, name, quarters))
        for name in ("wages", "taxable", "contributions", "establishments")
    }
    part, inside = private_tree(edition_of(year))
    states = np.unique(economy.state).tolist()
    top = economy.largest * economy.annual_jobs(year)
    top = np.concatenate([top, *(top[economy.state == code].max(axis=0)[None] for code in states)])
    cells = _private_cells(
        part, months[inside], money["wages"][inside], money["establishments"][inside], top
    )
    counties = np.flatnonzero([area[2:] != "999" for area in economy.areas])
    above = [len(economy.areas) + states.index(code) for code in economy.state]
    state_of = np.array([*above, *[-1] * len(states)])
    withheld = _withheld_government(whole, months.shape[1], draw, year)
    withheld[np.ix_(inside, np.arange(months.shape[1] - 1))] = withhold(
        part, cells, counties, state_of
    )
    return Totals(year=year, tree=whole, months=months, withheld=withheld, **money)


def _half_up(values: np.ndarray) -> np.ndarray:
    return np.floor(values + 0.5)


def _ratio(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top, bottom, out=np.zeros(np.broadcast(top, bottom).shape), where=bottom > 0)


def _annual_values(totals: Totals) -> dict[str, np.ndarray]:
    average = totals.months.sum(axis=2) / 12
    wages = totals.wages.sum(axis=2)
    return {
        "annual_avg_estabs": _half_up(totals.establishments.mean(axis=2)),
        "annual_avg_emplvl": _half_up(average),
        "total_annual_wages": wages,
        "taxable_annual_wages": totals.taxable.sum(axis=2),
        "annual_contributions": totals.contributions.sum(axis=2),
        "annual_avg_wkly_wage": _half_up(_ratio(wages, average) / 52),
        "avg_annual_pay": _half_up(_ratio(wages, average)),
    }


def _quarterly_values(totals: Totals, quarter: int) -> dict[str, np.ndarray]:
    months = totals.months[:, :, 3 * quarter : 3 * quarter + 3]
    wages = totals.wages[:, :, quarter]
    return {
        "qtrly_estabs": totals.establishments[:, :, quarter],
        "month1_emplvl": months[:, :, 0],
        "month2_emplvl": months[:, :, 1],
        "month3_emplvl": months[:, :, 2],
        "total_qtrly_wages": wages,
        "taxable_qtrly_wages": totals.taxable[:, :, quarter],
        "qtrly_contributions": totals.contributions[:, :, quarter],
        "avg_wkly_wage": _half_up(_ratio(wages, months.mean(axis=2)) / 13),
    }


def _earlier(now: Totals, before: Totals) -> np.ndarray:
    """Position in last year's tree of each industry of this year's, -1 for a new code."""
    place = {key: position for position, key in enumerate(before.tree.keys)}
    return np.array([place.get(key, -1) for key in now.tree.keys])


def _frame(
    now: Totals,
    before: Totals,
    areas: tuple[str, ...],
    columns: tuple[str, ...],
    figures: Callable[[Totals], dict[str, np.ndarray]],
    quarter: str,
) -> pd.DataFrame:
    """Rows of one year or quarter; `figures` start with the establishments."""
    values, old = figures(now), figures(before)
    present = (now.establishments > 0).any(axis=2)
    area, node = np.nonzero(present.T)
    worksites = next(iter(values))
    empty = values[worksites][node, area] == 0 if quarter != "A" else np.zeros(len(node), bool)
    hidden = now.withheld[node, area] & ~empty
    code = np.where(empty, "-", np.where(hidden, "N", ""))
    secret = code != ""
    no_quotient = secret | now.withheld[node, -1]
    link = _earlier(now, before)[node]
    known = (link >= 0) & (before.establishments[link, area] > 0).any(axis=1)
    no_change = secret | ~known | before.withheld[link, area]
    out: dict[str, object] = {
        "area_fips": np.array(areas)[area],
        "own_code": now.tree.own_code[node],
        "industry_code": now.tree.industry_code[node],
        "agglvl_code": aggregation_levels(np.array(areas)[area], now.tree.level[node]),
        "size_code": "0",
        "year": str(now.year),
        "qtr": quarter,
        "disclosure_code": code,
        "lq_disclosure_code": np.where(no_quotient, "N", ""),
        "oty_disclosure_code": np.where(no_change, "N", ""),
    }
    for name, full in values.items():
        value = full[node, area]
        quotient = _ratio(_ratio(value, full[0, area]), _ratio(full[node, -1], full[0, -1]))
        last = np.where(known, old[name][link, area], 0)
        change = value - last
        percent = np.where(last > 0, 100 * _ratio(change, last), np.where(value > 0, 100.0, 0.0))
        if name != worksites:
            value, quotient = np.where(secret, 0, value), np.where(no_quotient, 0, quotient)
            change, percent = np.where(no_change, 0, change), np.where(no_change, 0, percent)
        out[name] = value.astype(np.int64)
        out[f"lq_{name}"] = _half_up(quotient * 100) / 100
        out[f"oty_{name}_chg"] = change.astype(np.int64)
        out[f"oty_{name}_pct_chg"] = _half_up(percent * 10) / 10 + 0.0
    return pd.DataFrame(out)[list(columns)]


def aggregation_levels(areas: np.ndarray, level: np.ndarray) -> np.ndarray:
    """The ``agglvl_code`` of each row, from its area code and its `level` in the tree."""
    tens = np.where(areas == "US000", 1, np.where(np.strings.endswith(areas, "000"), 5, 7))
    return (10 * tens + level).astype(str)


def annual_frame(now: Totals, before: Totals, areas: tuple[str, ...]) -> pd.DataFrame:
    """The agency's annual rows of one year, all areas: 38 columns in file order.

    Codes are text; withheld rows hold 0 in everything but establishments, as the
    files do.  Rows are sorted by area, owner and industry code.
    """
    return _sorted(_frame(now, before, areas, ANNUAL_COLUMNS, _annual_values, "A"))


def quarterly_frame(now: Totals, before: Totals, areas: tuple[str, ...]) -> pd.DataFrame:
    """The agency's quarterly rows of one year, all areas: 42 columns in file order.

    Unlike the annual file it has a ``-`` row, all zeros, for an industry that is
    present in another quarter of the year only.
    """
    parts = []
    for quarter in range(4):
        figures = partial(_quarterly_values, quarter=quarter)
        parts.append(_frame(now, before, areas, QUARTERLY_COLUMNS, figures, str(quarter + 1)))
    return _sorted(pd.concat(parts, ignore_index=True))


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    keys = ["area_fips", "own_code", "industry_code", "qtr"]
    return frame.sort_values(keys, kind="stable", ignore_index=True)

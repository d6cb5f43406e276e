"""What the agency prints from the true economy: rounding, withholding, quotients, changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from sectornb.simulate.columns import (
    ANNUAL_COLUMNS,
    ANNUAL_MEASURES,
    QUARTERLY_COLUMNS,
    QUARTERLY_MEASURES,
)
from sectornb.simulate.economy import Economy
from sectornb.simulate.industries import Tree, edition_of, tree
from sectornb.simulate.suppression import Cells, withhold

# Share of state and local rows withheld through 2021, by level, in areas and in the nation.
_GOVERNMENT = {2: 0.25, 3: 0.7, 4: 0.8, 5: 0.85, 6: 0.88, 7: 0.9, 8: 0.9}
_GOVERNMENT_US = {5: 0.25, 6: 0.42, 7: 0.46, 8: 0.5}
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
    states = sorted({area[:2] for area in economy.areas})
    return (*economy.areas, *(f"{state}000" for state in states), "US000")


def _stack(economy: Economy, nation: Economy, name: str, when: slice) -> np.ndarray:
    """Values of all areas with both states and the nation appended."""
    values = getattr(economy, name)[:, :, when]
    state = np.array([area[:2] for area in economy.areas])
    totals = [values[state == code].sum(axis=0)[None] for code in sorted(set(state.tolist()))]
    return np.concatenate([values, *totals, getattr(nation, name)[:, :, when]])


@cache
def private_tree(edition: int) -> tuple[Tree, np.ndarray]:
    """The private part of an edition's tree, and its positions in the whole tree."""
    whole = tree(edition)
    inside = np.flatnonzero(whole.own_code == "5")
    new = np.full(len(whole), -1)
    new[inside] = np.arange(len(inside))
    families = []
    for children, _, _ in whole.families[:-1]:
        kept = children[whole.own_code[children] == "5"]
        parents, starts = np.unique(whole.parent[kept], return_index=True)
        families.append((new[kept], starts, new[parents]))
    part = Tree(
        own_code=whole.own_code[inside],
        industry_code=whole.industry_code[inside],
        level=whole.level[inside],
        parent=np.where(whole.parent[inside] > 0, new[whole.parent[inside]], -1),
        members=whole.members[inside],
        families=tuple(families),
    )
    return part, inside


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
        values=np.concatenate(
            [jobs, jobs.sum(axis=2, keepdims=True), money, money.sum(axis=2, keepdims=True)], axis=2
        ),
        active=np.concatenate(
            [
                open_quarter.repeat(3, axis=2),
                present[:, :, None],
                open_quarter,
                present[:, :, None],
            ],
            axis=2,
        ),
        present=present,
        fewest=np.where(open_quarter, worksites, np.inf).min(axis=2),
        largest=np.divide(biggest, average, out=np.zeros(average.shape), where=average > 0),
    )


def _withheld_government(whole: Tree, areas: int, draw: np.ndarray, year: int) -> np.ndarray:
    """State and local rows were mostly withheld until a change of policy; federal never."""
    if year >= OPENED_YEAR:
        return np.zeros((len(whole), areas), dtype=bool)
    chance = np.array([_GOVERNMENT.get(level, 0.0) for level in whole.level.tolist()])
    chance_us = np.array([_GOVERNMENT_US.get(level, 0.0) for level in whole.level.tolist()])
    limit = np.repeat(chance[:, None], areas, axis=1)
    limit[:, -1] = chance_us
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
    state = np.array([area[:2] for area in economy.areas])
    states = sorted(set(state.tolist()))
    top = economy.largest * economy.jobs[:, :, economy.months(year)].mean(axis=2)
    top = np.concatenate([top, *(top[state == code].max(axis=0)[None] for code in states)])
    cells = _private_cells(
        part, months[inside], money["wages"][inside], money["establishments"][inside], top
    )
    counties = np.flatnonzero([area[2:] != "999" for area in economy.areas])
    state_of = np.array([len(state) + states.index(code) for code in state] + [-1] * len(states))
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
    place = {
        key: position
        for position, key in enumerate(
            zip(before.tree.own_code.tolist(), before.tree.industry_code.tolist(), strict=True)
        )
    }
    return np.array(
        [
            place.get(key, -1)
            for key in zip(now.tree.own_code.tolist(), now.tree.industry_code.tolist(), strict=True)
        ]
    )


def _frame(
    now: Totals,
    before: Totals,
    areas: tuple[str, ...],
    values: dict[str, np.ndarray],
    old: dict[str, np.ndarray],
    measures: tuple[str, ...],
    quarter: str,
) -> pd.DataFrame:
    """Rows of one year or quarter: `measures` start with the establishments."""
    present = (now.establishments > 0).any(axis=2)
    area, node = np.nonzero(present.T)
    worksites = measures[0]
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
        "agglvl_code": _levels(areas, now.tree, area, node),
        "size_code": "0",
        "year": str(now.year),
        "qtr": quarter,
        "disclosure_code": code,
        "lq_disclosure_code": np.where(no_quotient, "N", ""),
        "oty_disclosure_code": np.where(no_change, "N", ""),
    }
    for name in measures:
        full = values[name]
        is_count = name == worksites
        value = full[node, area] if is_count else np.where(secret, 0, full[node, area])
        quotient = _ratio(
            _ratio(full[node, area], full[0, area]), _ratio(full[node, -1], full[0, -1])
        )
        last = np.where(known, old[name][link, area], 0)
        change = full[node, area] - last
        percent = np.where(
            last > 0, 100 * _ratio(change, last), np.where(full[node, area] > 0, 100.0, 0.0)
        )
        if not is_count:
            quotient = np.where(no_quotient, 0, quotient)
            change, percent = np.where(no_change, 0, change), np.where(no_change, 0, percent)
        out[name] = value.astype(np.int64)
        out[f"lq_{name}"] = _half_up(quotient * 100) / 100
        out[f"oty_{name}_chg"] = change.astype(np.int64)
        out[f"oty_{name}_pct_chg"] = _half_up(percent * 10) / 10 + 0.0
    return pd.DataFrame(out)


def _levels(areas: tuple[str, ...], part: Tree, area: np.ndarray, node: np.ndarray) -> np.ndarray:
    tens = np.array([1 if a[:2] == "US" else 5 if a[2:] == "000" else 7 for a in areas])
    return (10 * tens[area] + part.level[node]).astype(str)


def annual_frame(now: Totals, before: Totals, areas: tuple[str, ...]) -> pd.DataFrame:
    """The agency's annual rows of one year, all areas: 38 columns in file order.

    Codes are text; withheld rows hold 0 in everything but establishments, as the
    files do.  Rows are sorted by area, owner and industry code.
    """
    frame = _frame(
        now, before, areas, _annual_values(now), _annual_values(before), ANNUAL_MEASURES, "A"
    )
    return _sorted(frame[list(ANNUAL_COLUMNS)])


def quarterly_frame(now: Totals, before: Totals, areas: tuple[str, ...]) -> pd.DataFrame:
    """The agency's quarterly rows of one year, all areas: 42 columns in file order.

    Unlike the annual file it has a ``-`` row, all zeros, for an industry that is
    present in another quarter of the year only.
    """
    parts = [
        _frame(
            now,
            before,
            areas,
            _quarterly_values(now, quarter),
            _quarterly_values(before, quarter),
            QUARTERLY_MEASURES,
            str(quarter + 1),
        )
        for quarter in range(4)
    ]
    return _sorted(pd.concat(parts, ignore_index=True)[list(QUARTERLY_COLUMNS)])


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    keys = ["area_fips", "own_code", "industry_code", "qtr"]
    return frame.sort_values(keys, kind="stable", ignore_index=True)

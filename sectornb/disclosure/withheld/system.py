"""Counties, the region and the state as one system of sums.

Without the state's rows every county stands alone.  With them, each industry's
state figure is the region plus the rest of the state, and region and rest have
trees of industries of their own; counties are under the one or the other.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.codes import ALL_INDUSTRIES, SECTORS, is_county, is_state
from sectornb.disclosure.intervals import Forest, Narrowed, irreducible_rows, narrow_crossed
from sectornb.disclosure.intervals.programs import tighten
from sectornb.disclosure.withheld.rows import (
    SCALES,
    Counting,
    employment_intervals,
    industry_parents,
    wage_intervals,
)
from sectornb.errors import InputError

PERIOD = ["year", "qtr"]
REGION, _REST, _UNLISTED = "region", "rest", "unlisted"


class ConflictError(InputError):
    """Published rows contradict each other; `rows` are those that do.

    Attributes
    ----------
    rows : DataFrame
        Fewest rows that cannot all be right, as they were given.
    """

    trap = ("T12", "Rows that contradict each other")

    def __init__(self, message: str, rows: pd.DataFrame) -> None:
        super().__init__(message)
        self.rows = rows


@dataclass(frozen=True)
class System:
    """Nodes: the published rows first, in their order, then what lies between them.

    Attributes
    ----------
    nodes : DataFrame
        ``area_fips`` (a code, or a part of a state), ``year``, ``qtr``,
        ``own_code``, ``naics``, ``state``.
    rows : int
        Number of published rows.
    forests : tuple of Forest
        Industries; with state rows areas too.
    crossed : bool
        Whether any state row is used.
    """

    nodes: pd.DataFrame
    rows: int
    forests: tuple[Forest, ...]
    crossed: bool


def system_of(frame: pd.DataFrame, counties: Collection[str], use_state: bool = True) -> System:
    """The system of sums of the rows of `frame`.

    Parameters
    ----------
    frame : DataFrame
        Checked rows of counties, and where available of their whole state
        (``39000``) and its jobs without a county (``39999``).
    counties : collection of str
        The region.
    use_state : bool
        Whether state rows are tied to counties.
    """
    nodes = pd.DataFrame({name: frame[name] for name in ("area_fips", "own_code", "naics", "year")})
    nodes["qtr"] = frame.get("qtr", "A")
    nodes["state"] = nodes["area_fips"].str[:2]
    system = ["area_fips", *PERIOD, "own_code"]
    whole = nodes["area_fips"].map({a: is_state(a) for a in nodes["area_fips"].unique()})
    if not use_state or not whole.astype(bool).any():
        forest = Forest.of(industry_parents(nodes, system))
        return System(nodes, len(nodes), (forest,), False)
    held = nodes[whole.astype(bool)]
    tied = nodes["state"].isin(set(held["state"]))
    inside = nodes["area_fips"].isin(list(counties))
    part = np.where(inside, REGION, _REST)
    cell = ["state", *PERIOD, "own_code", "naics"]
    parts = nodes[tied & ~whole.astype(bool)].assign(part=part[tied & ~whole.astype(bool)])
    between = parts.drop_duplicates([*cell, "part"])[[*cell, "part"]]
    open_systems = _incomplete(frame, nodes, whole.to_numpy(dtype=bool))
    lacking = held[
        pd.MultiIndex.from_frame(held[["state", *PERIOD, "own_code"]]).isin(open_systems)
    ]
    between = pd.concat(
        [between, lacking[cell].assign(part=_REST), lacking[cell].assign(part=_UNLISTED)],
        ignore_index=True,
    ).drop_duplicates()
    between["area_fips"] = between["state"] + between["part"]
    everything = pd.concat([nodes.assign(part=""), between], ignore_index=True)
    industries = industry_parents(everything, system)
    places = _area_parents(
        everything, len(nodes), tied.to_numpy(), whole.to_numpy(dtype=bool), part
    )
    forests = (Forest.of(industries), Forest.of(places))
    return System(everything.drop(columns="part"), len(nodes), forests, True)


def _area_parents(
    nodes: pd.DataFrame, rows: int, tied: np.ndarray, whole: np.ndarray, part: np.ndarray
) -> np.ndarray:
    """For each node the one that its area adds up to, -1 for none."""
    cell = ["state", *PERIOD, "own_code", "naics"]
    number, _ = pd.factorize(pd.MultiIndex.from_frame(nodes[cell]))
    place: dict[str, np.ndarray] = {}
    kinds = nodes["part"].to_numpy().copy()
    kinds[:rows][whole] = "state"
    for kind in ("state", REGION, _REST):
        place[kind] = np.full(number.max() + 1, -1, dtype=np.int64)
        place[kind][number[kinds == kind]] = np.flatnonzero(kinds == kind)
    parent = np.full(len(nodes), -1, dtype=np.int64)
    counties = np.flatnonzero(tied & ~whole)
    for kind in (REGION, _REST):
        chosen = counties[part[counties] == kind]
        parent[chosen] = place[kind][number[chosen]]
    for kind, above in ((REGION, "state"), (_REST, "state"), (_UNLISTED, _REST)):
        chosen = np.flatnonzero(kinds == kind)
        parent[chosen] = place[above][number[chosen]]
    return parent


def _incomplete(frame: pd.DataFrame, nodes: pd.DataFrame, whole: np.ndarray) -> pd.MultiIndex:
    """Systems of a state in which the listed areas' total wages are not all of the state's."""
    key = ["state", *PERIOD, "own_code"]
    total = nodes["naics"].eq(ALL_INDUSTRIES).to_numpy()
    wages = frame["total_wages_usd"].to_numpy(dtype=np.float64)
    sums = nodes[total].assign(listed=wages[total], whole=whole[total])
    of_state = sums[sums["whole"]].groupby(key)["listed"].sum(min_count=1)
    listed = sums[~sums["whole"]].groupby(key)["listed"].agg(lambda held: held.sum(skipna=False))
    systems = pd.MultiIndex.from_frame(nodes[whole][key].drop_duplicates())
    equal = of_state.reindex(systems).eq(listed.reindex(systems))
    return systems[~equal.to_numpy()]


def narrowed(
    system: System,
    frame: pd.DataFrame,
    measure: str,
    counting: Counting,
    exact_digits: int | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of every node: job units of `SCALES` for ``employment``, dollars for ``wages``.

    Raises
    ------
    ConflictError
        If the published rows contradict each other.
    """
    if measure == "employment":
        low, high = employment_intervals(frame, counting)
        rounding = SCALES[counting].rounding
    else:
        (low, high), rounding = wage_intervals(frame), 0.0
    free = len(system.nodes) - system.rows
    low = np.concatenate([low, np.zeros(free)])
    high = np.concatenate([high, np.full(free, np.inf)])
    found = narrow_crossed(system.forests, low, high, rounding)
    if len(found.violated):
        raise _conflict(system, frame, measure, (low, high), found, rounding)
    if exact_digits is None or not system.crossed:
        return found.low, found.high
    own = system.nodes["area_fips"].eq(system.nodes["state"] + REGION)
    asked = own & system.nodes["naics"].map(_digits).eq(exact_digits)
    exact = tighten(system.forests, found.low, found.high, np.flatnonzero(asked), rounding)
    return exact.low, exact.high


def _digits(naics: str) -> int:
    """Digits of an industry; 0 for totals, domains and supersectors."""
    if naics.startswith(ALL_INDUSTRIES):
        return 0
    return 2 if naics in SECTORS else len(naics)


def _conflict(
    system: System,
    frame: pd.DataFrame,
    measure: str,
    ends: tuple[np.ndarray, np.ndarray],
    found: Narrowed,
    rounding: float,
) -> ConflictError:
    published = np.zeros(len(system.nodes), dtype=bool)
    published[: system.rows] = frame["employment_status"].ne("withheld")
    rows = frame.iloc[irreducible_rows(system.forests, *ends, published, rounding)]
    column = "employment" if measure == "employment" else "total_wages_usd"
    first = system.nodes.iloc[found.violated[0]]
    listed = "; ".join(
        f"area {row.area_fips} industry {row.naics}: {getattr(row, column):,.0f}"
        for row in rows.head(8).itertuples()
    )
    more = f" and {len(rows) - 8} more" if len(rows) > 8 else ""
    what = "industries" if found.forest == 0 else "areas"
    return ConflictError(
        f"The published {measure} of {first['year']}, ownership {first['own_code']}, contradict "
        f"each other: the {what} under area {first['area_fips']}, industry {first['naics']}, "
        f"cannot add up. These {len(rows)} rows cannot all be right: {listed}{more}. A row was "
        "edited, rows of a level were left out, or the files are of different releases; download "
        "all of them again.",
        rows,
    )


def areas_used(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of counties, of whole states, and of states' jobs without a county; others are left."""
    codes = frame["area_fips"].unique()
    used = {code for code in codes if is_county(code) or is_state(code) or _unplaced(code)}
    keep = frame["area_fips"].isin(used) & frame["agglvl_code"].str[0].isin(["5", "7"])
    return frame[keep].reset_index(drop=True)


def _unplaced(code: str) -> bool:
    return len(code) == 5 and code.isdigit() and code[2:4] == "99"

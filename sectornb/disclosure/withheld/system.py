"""Counties, the region and the state as one system of sums.

Without the state's rows every county stands alone.  With them, each industry's
state figure is the region plus the rest of the state, and region and rest have
trees of industries of their own; counties are under the one or the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sectornb.codes import (
    ALL_INDUSTRIES,
    check_counties,
    is_county,
    is_state,
    ownership_codes,
)
from sectornb.disclosure.intervals import Forest, Narrowed, irreducible_rows, narrow_crossed
from sectornb.disclosure.withheld.rows import (
    SCALES,
    Counting,
    check_rows,
    employment_intervals,
    industry_parents,
    wage_intervals,
)
from sectornb.errors import InputError, UnknownCodeError
from sectornb.errors import examples as shown

PERIOD = ["year", "qtr"]
REGION, _REST, _UNLISTED = "region", "rest", "unlisted"
_TREE = ["area_fips", *PERIOD, "own_code"]
_CELL = ["state", *PERIOD, "own_code", "naics"]


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
    """Published rows of a region as numbers that add up, and what follows for each of them.

    Made once by :func:`system_of`; bounds, draws and estimates read the same one.

    Attributes
    ----------
    rows : DataFrame
        Checked rows of counties of one choice of ownership, and where available of their
        whole state and its jobs without a county.
    counties : tuple of str
        The region.
    ownership : str
        ``private`` or ``all``.
    counting : str
        How employment is counted.
    use_state : bool
        Whether rows of a whole state may be tied to counties.
    nodes : DataFrame
        ``area_fips`` (a code, or a part of a state), ``year``, ``qtr``, ``own_code``,
        ``naics``, ``state``: the rows first, in their order, then what lies between them.
    forests : tuple of Forest
        Industries; with state rows areas too.
    crossed : bool
        Whether any state row is used.
    """

    rows: pd.DataFrame
    counties: tuple[str, ...]
    ownership: str
    counting: Counting
    use_state: bool
    nodes: pd.DataFrame
    forests: tuple[Forest, ...]
    crossed: bool

    @property
    def units(self) -> Mapping[str, float]:
        """Units of `ends` in one job and in one dollar, by measure."""
        return {"employment": SCALES[self.counting].per_job, "wages": 1.0}

    @cached_property
    def ends(self) -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
        """Bounds of every node: job units of `SCALES` for ``employment``, dollars for ``wages``.

        Raises
        ------
        ConflictError
            If the published rows contradict each other.
        """
        for measure, (low, high, rounding) in self._known.items():
            if len(self._narrowed[measure].violated):
                raise _conflict(self, measure, (low, high), self._narrowed[measure], rounding)
        return {measure: (found.low, found.high) for measure, found in self._narrowed.items()}

    @property
    def contradiction(self) -> str:
        """Where the published rows cannot add up, as soon as one such place is met; else empty."""
        for found in self._narrowed.values():
            if len(found.violated):
                node = self.nodes.iloc[found.violated[0]]
                return f"area {node['area_fips']}, industry {node['naics']}"
        return ""

    @cached_property
    def _known(self) -> Mapping[str, tuple[np.ndarray, np.ndarray, float]]:
        """Ends of every node as its own row tells them, and the rounding, by measure."""
        free = np.zeros(len(self.nodes) - len(self.rows))
        jobs = employment_intervals(self.rows, self.counting), SCALES[self.counting].rounding
        told = {"employment": jobs, "wages": (wage_intervals(self.rows), 0.0)}
        return {
            measure: (np.append(low, free), np.append(high, free + np.inf), rounding)
            for measure, ((low, high), rounding) in told.items()
        }

    @cached_property
    def _narrowed(self) -> Mapping[str, Narrowed]:
        return {measure: narrow_crossed(self.forests, *of) for measure, of in self._known.items()}

    def around(self, counties: Collection[str]) -> System:
        """The same rows as the system of another region."""
        if not self.crossed:
            # Every county stands alone, whatever the region.
            return self
        return _system(self.rows, tuple(counties), self.ownership, self.counting, self.use_state)


def system_of(
    frame: pd.DataFrame,
    counties: Collection[str] | None = None,
    *,
    ownership: str = "private",
    counting: Counting = "twelfths",
    use_state: bool = True,
) -> System:
    """The system of sums of the rows of `frame`.

    Parameters
    ----------
    frame : DataFrame
        Rows as ``read_areas`` gives them, all levels: ``area_fips``,
        ``own_code``, ``naics``, ``agglvl_code``, ``year`` (text),
        ``establishments``, ``employment`` and ``total_wages_usd`` (missing where
        withheld), ``employment_status``; for twelfths also ``annual_wage_usd``
        (published pay).  A level left out makes bounds wider; a row left out
        of a level makes them wrong.  Rows of the whole state (``39000``) and of
        its jobs without a county (``39999``) are used if they are there.
    counties : collection of str, optional
        The region; by default every county in `frame`.
    ownership : str
        ``private`` or ``all``.
    counting : str
        ``twelfths`` for annual averages; ``rounded`` for comparison with other
        programs, where a family may be off by 0.5 (children + 1); ``exact`` for
        one month, given as ``employment``.
    use_state : bool
        False leaves the state's rows aside.

    Raises
    ------
    InputError, MissingColumnError, UnknownCodeError
        If rows are doubled, contradict themselves, or lack a column or county.
    """
    rows = _areas_used(frame) if "agglvl_code" in frame and "area_fips" in frame else frame
    check_rows(rows)
    rows = rows[rows["own_code"].isin(ownership_codes(ownership))].reset_index(drop=True)
    present = {code for code in rows["area_fips"].unique() if is_county(code)}
    region = check_counties(sorted(present) if counties is None else counties)
    if absent := sorted(set(region) - present):
        raise UnknownCodeError(
            f"No rows of {ownership} ownership are given for {shown(absent)}. Add the county's "
            "file, or leave it out of the region."
        )
    return _system(rows, tuple(region), ownership, counting, use_state)


def systems_by_year(
    levels: pd.DataFrame, counties: Collection[str], ownership: str
) -> dict[str, System]:
    """Year to the system of its rows, for the years of `levels`, as for :func:`system_of`."""
    return {
        str(year): system_of(rows, counties, ownership=ownership)
        for year, rows in levels.groupby("year", sort=True)
    }


def with_surroundings(
    systems: Mapping[str, System], further: pd.DataFrame
) -> tuple[dict[str, System], dict[str, str]]:
    """The systems with the rows of `further` counties of their states as well.

    What is known of the rest of the state confines the region more closely.  Where the
    further rows contradict themselves or the others, the system stays as it is.

    Returns
    -------
    tuple
        Year to system; year to why the further rows are left out of it.
    """
    found, left_out = dict(systems), {}
    for year, rows in further.groupby("year", sort=True):
        own = systems.get(str(year))
        if own is None or own.contradiction:
            continue
        every = pd.concat([own.rows, rows], ignore_index=True)
        try:
            wide = system_of(every, own.counties, ownership=own.ownership, counting=own.counting)
            where = wide.contradiction
        except InputError as error:
            left_out[str(year)] = str(error)
            continue
        if where:
            left_out[str(year)] = f"The rows of {year} contradict each other, first at {where}."
        else:
            found[str(year)] = wide
    return found, left_out


def _system(
    rows: pd.DataFrame,
    counties: tuple[str, ...],
    ownership: str,
    counting: Counting,
    use_state: bool,
) -> System:
    forests: tuple[Forest, ...]
    nodes = rows[["area_fips", "own_code", "naics", "year"]].copy()
    nodes["qtr"] = rows.get("qtr", "A")
    nodes["state"] = nodes["area_fips"].str[:2]
    states = {area for area in nodes["area_fips"].unique() if is_state(area)}
    whole = nodes["area_fips"].isin(states).to_numpy()
    crossed = use_state and bool(whole.any())
    if crossed:
        nodes, forests = _tied(rows, nodes, whole, counties)
    else:
        forests = (Forest.of(industry_parents(nodes, _TREE)),)
    return System(rows, counties, ownership, counting, use_state, nodes, forests, crossed)


def _tied(
    rows: pd.DataFrame, nodes: pd.DataFrame, whole: np.ndarray, counties: Sequence[str]
) -> tuple[pd.DataFrame, tuple[Forest, ...]]:
    """The nodes with region and rest between counties and `whole` state, and both forests."""
    held = nodes[whole]
    tied = nodes["state"].isin(set(held["state"])).to_numpy()
    part = np.where(nodes["area_fips"].isin(list(counties)), REGION, _REST)
    parts = nodes[tied & ~whole].assign(part=part[tied & ~whole])
    between = parts.drop_duplicates([*_CELL, "part"])[[*_CELL, "part"]]
    open_systems = _incomplete(rows, nodes, whole)
    lacking = held[
        pd.MultiIndex.from_frame(held[["state", *PERIOD, "own_code"]]).isin(open_systems)
    ]
    between = pd.concat(
        [between, lacking[_CELL].assign(part=_REST), lacking[_CELL].assign(part=_UNLISTED)],
        ignore_index=True,
    ).drop_duplicates()
    between["area_fips"] = between["state"] + between["part"]
    everything = pd.concat([nodes.assign(part=""), between], ignore_index=True)
    places = _area_parents(everything, len(nodes), tied, whole, part)
    forests = (Forest.of(industry_parents(everything, _TREE)), Forest.of(places))
    return everything.drop(columns="part"), forests


def _area_parents(
    nodes: pd.DataFrame, rows: int, tied: np.ndarray, whole: np.ndarray, part: np.ndarray
) -> np.ndarray:
    """For each node the one that its area adds up to, -1 for none."""
    number, _ = pd.factorize(pd.MultiIndex.from_frame(nodes[_CELL]))
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


def _conflict(
    system: System,
    measure: str,
    ends: tuple[np.ndarray, np.ndarray],
    found: Narrowed,
    rounding: float,
) -> ConflictError:
    published = np.zeros(len(system.nodes), dtype=bool)
    published[: len(system.rows)] = system.rows["employment_status"].ne("withheld")
    rows = system.rows.iloc[irreducible_rows(system.forests, *ends, published, rounding)]
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


def _areas_used(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of counties, of whole states, and of states' jobs without a county; others are left."""
    codes = frame["area_fips"].unique()
    used = {code for code in codes if is_county(code) or is_state(code) or _unplaced(code)}
    keep = frame["area_fips"].isin(used) & frame["agglvl_code"].str[0].isin(["5", "7"])
    return frame[keep].reset_index(drop=True)


def _unplaced(code: str) -> bool:
    return len(code) == 5 and code.isdigit() and code[2:4] == "99"

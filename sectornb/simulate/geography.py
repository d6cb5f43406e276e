"""Counties of the fictional state and of its neighbor across the river."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.errors import ParameterError
from sectornb.simulate.read import numbers, table, texts

HOME_STATE, NEXT_STATE = "57", "58"
STATE_NAMES = texts("states", "name")
STATE_POSTAL = texts("states", "postal")
METRO_CODE, METRO_NAME = "57100", "Harrow Falls, WM-EM"
WORKFORCE_REGIONS = texts("workforce_regions", "name")
CELL_KM = 42.0
# Open sea east of the continent: nobody takes the map for a real place.
_ORIGIN = (-58.0, 38.0)


@dataclass(frozen=True)
class Geography:
    """Counties and the lattice that their borders follow.

    `counties` has one row per county: ``area_fips``, ``name``, ``state``, ``role``
    (core, suburb, city, rural), ``row`` and ``column`` in the lattice, ``longitude``,
    ``latitude``, ``east_km``, ``north_km``, ``jobs`` (planned size), ``board``.
    """

    counties: pd.DataFrame
    rows: int
    columns: int

    @property
    def in_metro(self) -> pd.Series:
        """Whether each county belongs to the metro on both sides of the river."""
        return self.counties["role"].isin(["core", "suburb"])

    def distances_km(self) -> np.ndarray:
        """Straight distances between the middles of the counties, in kilometers."""
        east = self.counties["east_km"].to_numpy()
        north = self.counties["north_km"].to_numpy()
        return np.hypot(east[:, None] - east[None, :], north[:, None] - north[None, :])


def _lattice(counties: int) -> tuple[int, int]:
    rows = max(2, round(math.sqrt(counties * 5 / 6)))
    return rows, math.ceil(counties / rows)


def _neighbors(row: int, column: int) -> set[tuple[int, int]]:
    """Cells that share a border in a lattice of bricks whose odd rows are moved half a brick."""
    side = column + (1 if row % 2 else -1)
    return {(row, column - 1), (row, column + 1)} | {
        (other, place) for other in (row - 1, row + 1) for place in (column, side)
    }


def _roles(cells: list[tuple[int, int]], rows: int, columns: int) -> dict[tuple[int, int], str]:
    roles = dict.fromkeys(cells, "rural")
    core = (rows // 2, max(columns - 2, 0))
    roles[core] = "core"
    for cell in _neighbors(*core):
        if cell in roles:
            roles[cell] = "suburb"
    for cell in ((rows - 1, min(1, columns - 1)), (0, min(1, columns - 1))):
        if roles.get(cell) == "rural":
            roles[cell] = "city"
    return roles


def _county_names(number: int) -> list[str]:
    names = table("county_names")["name"].tolist()
    known = [f"{prefix}{name}" for prefix in ("", "New ", "Upper ", "Lower ") for name in names]
    known += [f"District {place}" for place in range(len(known) + 1, number + 1)]
    return known[:number]


def build_geography(counties: int, rng: np.random.Generator) -> Geography:
    """Lay out `counties` counties: one metro, two small cities, the rest rural.

    The easternmost column of the lattice is the neighboring state; the border is
    the river.  State codes 57 and 58 belong to no real state.

    Parameters
    ----------
    counties
        Number of counties in both states, 8 to 500.
    rng
        Source of all randomness.

    Raises
    ------
    ParameterError
        If `counties` cannot hold the metro or does not fit into two states' codes.
    """
    if not 8 <= counties <= 500:
        raise ParameterError(f"counties: {counties} is not possible; choose 8 to 500.")
    rows, columns = _lattice(counties)
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    # The lattice may be larger than asked for: western corner cells are left to the sea.
    surplus = len(cells) - counties
    cells = [cell for cell in cells if not (cell[1] == 0 and cell[0] < surplus)]
    roles = _roles(cells, rows, columns)
    frame = pd.DataFrame(cells, columns=["row", "column"])
    frame["role"] = [roles[cell] for cell in cells]
    frame["state"] = np.where(frame["column"] == columns - 1, NEXT_STATE, HOME_STATE)
    frame = frame.sort_values(["state", "row", "column"], ignore_index=True)
    serial = frame.groupby("state").cumcount() * 2 + 1
    frame["area_fips"] = frame["state"] + serial.astype(str).str.zfill(3)
    frame["name"] = _county_names(counties)
    frame["east_km"] = (frame["column"] + 0.5 + 0.5 * (frame["row"] % 2)) * CELL_KM
    frame["north_km"] = (rows - frame["row"] - 0.5) * CELL_KM * 0.87
    frame["longitude"], frame["latitude"] = to_degrees(
        frame["east_km"].to_numpy(), frame["north_km"].to_numpy()
    )
    typical = frame["role"].map(numbers("roles", "jobs")).to_numpy(dtype=float)
    spread = np.where(frame["role"] == "core", 0.05, 0.35)
    frame["jobs"] = typical * np.exp(rng.normal(0.0, 1.0, counties) * spread)
    frame["board"] = _boards(frame, rows, columns)
    return Geography(frame, rows, columns)


def _boards(frame: pd.DataFrame, rows: int, columns: int) -> list[str]:
    metro = frame["role"].isin(["core", "suburb"]) & frame["state"].eq(HOME_STATE)
    south = frame["row"] > rows * 0.6
    west = frame["column"] < columns / 2
    board = np.select(
        [frame["state"].eq(NEXT_STATE), metro, south, west],
        ["58000001", "57000001", "57000004", "57000003"],
        default="57000002",
    )
    return board.tolist()


def to_degrees(east_km: np.ndarray, north_km: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of a place so many kilometers east and north of the corner."""
    latitude = _ORIGIN[1] + north_km / 111.2
    longitude = _ORIGIN[0] + east_km / (111.2 * math.cos(math.radians(_ORIGIN[1] + 2)))
    return longitude, latitude


def area_titles(geography: Geography) -> pd.DataFrame:
    """The agency's list of areas: ``area_fips`` and ``area_title``.

    The nation stands first, then by code the counties (``Alder County, Westmark``), whole
    states and their unknown counties, and last the metropolitan area.
    """
    frame = geography.counties
    counties = frame["name"] + " County, " + frame["state"].map(STATE_NAMES)
    titles = dict(zip(frame["area_fips"].tolist(), counties.tolist(), strict=True))
    for code, name in STATE_NAMES.items():
        titles[f"{code}000"] = f"{name} -- Statewide"
        titles[f"{code}999"] = f"Unknown Or Undefined, {name}"
    metro = (f"C{METRO_CODE[:4]}", f"{METRO_NAME} MSA")
    listed = [("US000", "U.S. TOTAL"), *sorted(titles.items()), metro]
    return pd.DataFrame(listed, columns=["area_fips", "area_title"])

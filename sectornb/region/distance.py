"""How far the region's workers live and its residents work, by distance between counties."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from sectornb.errors import ParameterError
from sectornb.region.sheds import check_flows

EARTH_RADIUS_MILES = 3_958.8
BANDS_MILES = (10.0, 25.0, 50.0, 100.0)
NEARER, AROUND_MILES = 0.95, 300.0
"""Ours: with the flows of 2000, of all pairs of counties of the country not one is nearer so, and
four in five neighbors are if their outlines are exchanged."""
SAME, UNKNOWN = "same county", "distance unknown"


def great_circle_miles(
    longitude: np.ndarray, latitude: np.ndarray, to_longitude: np.ndarray, to_latitude: np.ndarray
) -> np.ndarray:
    """Distance over a sphere of the earth's mean radius (miles), from degrees (haversine)."""
    from_lat, to_lat = np.radians(latitude), np.radians(to_latitude)
    across = np.radians(np.subtract(to_longitude, longitude)) / 2
    along = (to_lat - from_lat) / 2
    half = np.sin(along) ** 2 + np.cos(from_lat) * np.cos(to_lat) * np.sin(across) ** 2
    return 2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def distance_bands(
    flows: pd.DataFrame,
    counties: Collection[str],
    centroids: pd.DataFrame,
    bands: Sequence[float] = BANDS_MILES,
) -> pd.DataFrame:
    """Jobs of the region by the distance between the middles of home and work county.

    Distances within a county are not known and are a band of their own; so are
    counties without a middle.

    Parameters
    ----------
    flows : DataFrame
        One row per pair: ``home_area_fips``, ``work_area_fips``, ``jobs``.
    counties : collection of str
        The region.
    centroids : DataFrame
        ``area_fips``, ``longitude``, ``latitude`` (degrees).
    bands : sequence of float
        Rising upper ends of the bands (miles); the last band is open.

    Returns
    -------
    DataFrame
        ``side`` (``residents``: of all jobs held by residents; ``jobs``: of all
        jobs in the region), ``band``, ``jobs``, ``share``, ``cumulative_share``
        (0 to 1), from near to far.

    Raises
    ------
    ParameterError
        If the ends of the bands do not rise.
    """
    check_flows(flows)
    ends = list(bands)
    if not ends or ends[0] <= 0 or any(b <= a for a, b in zip(ends, ends[1:], strict=False)):
        raise ParameterError(f"The ends of distance bands must rise above 0; found {ends}.")
    labels = [SAME, f"under {ends[0]:g} miles"]
    labels += [f"{a:g} to {b:g} miles" for a, b in zip(ends, ends[1:], strict=False)]
    labels += [f"{ends[-1]:g} miles or more", UNKNOWN]
    tables = []
    for side, column in (("residents", "home_area_fips"), ("jobs", "work_area_fips")):
        own = flows[flows[column].isin(list(counties))]
        band = _band(own, centroids, ends)
        jobs = np.bincount(band, weights=own["jobs"].to_numpy(dtype=float), minlength=len(labels))
        shown = jobs > 0
        tables.append(
            pd.DataFrame(
                {
                    "side": side,
                    "band": np.array(labels, dtype=object)[shown],
                    "jobs": jobs[shown],
                    "share": jobs[shown] / jobs.sum(),
                    "cumulative_share": (jobs.cumsum() / jobs.sum())[shown],
                }
            )
        )
    return pd.concat(tables, ignore_index=True).astype({"side": "str", "band": "str"})


def exchanged_outlines(
    flows: pd.DataFrame,
    counties: Collection[str],
    centroids: pd.DataFrame,
    candidates: Collection[str],
) -> list[tuple[str, str]]:
    """Pairs of counties that both would be nearer to their commuters in each other's place.

    Miles between the middles of home and work county, up to those of the last band and weighted
    by jobs: of both counties of a pair they would be under `NEARER` of what they are.

    Parameters
    ----------
    flows, centroids : DataFrame
        As for :func:`distance_bands`; flows of other pairs of counties, too.
    counties : collection of str
        The region; one of each pair is in it.
    candidates : collection of str
        Counties all of whose flows are known.
    """
    middles = centroids.drop_duplicates("area_fips").set_index("area_fips").sort_index()
    own = middles[middles.index.isin(list(counties))]
    around = np.flatnonzero((_miles_between(own, middles) <= AROUND_MILES).any(axis=0))
    middles = middles.iloc[around]
    place = pd.Series(np.arange(len(middles)), index=middles.index)
    ends = [flows[column].map(place) for column in ("home_area_fips", "work_area_fips")]
    known = ends[0].notna() & ends[1].notna() & ends[0].ne(ends[1])
    jobs = np.zeros((len(place), len(place)))
    home, work = (end[known].astype(int).to_numpy() for end in ends)
    np.add.at(jobs, (home, work), flows.loc[known, "jobs"].to_numpy(dtype=float))
    jobs += jobs.T
    miles = np.minimum(_miles_between(middles, middles), BANDS_MILES[-1])
    ways = jobs @ miles
    # In the other's place the two are as far from each other as before.
    there = ways + jobs * miles
    here = np.diag(ways)[:, None]
    nearer = there < NEARER * here
    nearer &= nearer.T
    able = place.index.isin(list(candidates))
    first = place.index.isin(own.index) & able
    found = np.argwhere(nearer & first[:, None] & able[None, :])
    pairs = {tuple(sorted(map(str, middles.index[pair]))) for pair in found}
    return sorted((one, other) for one, other in pairs)


def _miles_between(some: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    """Miles from each of `some` middles to each of `others`."""
    columns = ("longitude", "latitude")
    start = (some[column].to_numpy()[:, None] for column in columns)
    end = (others[column].to_numpy()[None, :] for column in columns)
    return great_circle_miles(*start, *end)


def no_centroids() -> pd.DataFrame:
    """The table of middles where no shapes are known: every distance is then unknown."""
    table = pd.DataFrame(columns=["area_fips", "longitude", "latitude"], dtype="float64")
    return table.astype({"area_fips": "str"})


def _band(flows: pd.DataFrame, centroids: pd.DataFrame, ends: list[float]) -> np.ndarray:
    middles = centroids.drop_duplicates("area_fips").set_index("area_fips")
    home = middles.reindex(flows["home_area_fips"])
    work = middles.reindex(flows["work_area_fips"])
    miles = great_circle_miles(
        home["longitude"].to_numpy(),
        home["latitude"].to_numpy(),
        work["longitude"].to_numpy(),
        work["latitude"].to_numpy(),
    )
    band = 1 + np.searchsorted(ends, miles, side="right")
    band = np.where(np.isnan(miles), len(ends) + 2, band)
    same = flows["home_area_fips"].to_numpy() == flows["work_area_fips"].to_numpy()
    return np.where(same, 0, band)

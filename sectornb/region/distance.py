"""How far the region's workers live and its residents work, by distance between counties."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from sectornb.errors import ParameterError
from sectornb.region.sheds import check_flows

EARTH_RADIUS_MILES = 3_958.8
BANDS_MILES = (10.0, 25.0, 50.0, 100.0)
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

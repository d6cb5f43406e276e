"""Projections of several areas as one, and under the industry codes of another year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sectornb.codes import naics_predecessor, naics_successor
from sectornb.errors import ParameterError, examples


def combined_areas(projections: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Projections of several areas as one: jobs at both ends summed with their weights.

    Growth is that of the sums, never a mean of rates.  An industry that an area lacks or
    withholds is not known for the whole.

    Parameters
    ----------
    projections : DataFrame
        As :func:`~sectornb.sources.projections.read_projections` gives them.
    weights : mapping
        Area to its weight; empty takes the only area.

    Returns
    -------
    DataFrame
        ``naics``, ``base_employment``, ``target_employment``, ``base_year``,
        ``target_year``, ``area``.

    Raises
    ------
    ParameterError
        If an area is not there, no weight is above zero, or there are several areas and no
        weights.
    """
    known = dict(zip(projections["area_code"], projections["area_title"], strict=True))
    if not weights and len(known) > 1:
        raise ParameterError(
            f"The projections are of {len(known)} areas ({examples(known)}). Say in the region "
            "file how they make up the region, such as projections: areas: "
            f"{{{next(iter(known))!r}: 1}}"
        )
    chosen = {area: float(weight) for area, weight in weights.items() if weight > 0}
    if weights and not chosen:
        raise ParameterError("No projection area has a weight above 0.")
    chosen = chosen or dict.fromkeys(known, 1.0)
    if strange := sorted(set(chosen) - set(known)):
        raise ParameterError(
            f"The projections have no area {examples(strange)}; they have {examples(known, 9)}. "
            "Write one of these under 'areas' of the region file's projections."
        )
    rows = projections[projections["area_code"].isin(chosen)]
    if rows[["base_year", "target_year"]].drop_duplicates().shape[0] > 1:
        raise ParameterError("The chosen areas are projected over different years.")
    weight = rows["area_code"].map(chosen)
    parts = pd.DataFrame(
        {
            "naics": rows["naics"],
            "base_employment": rows["base_employment"] * weight,
            "target_employment": rows["target_employment"] * weight,
        }
    )
    grouped = parts.groupby("naics")
    summed = grouped.sum(min_count=len(chosen)).reset_index()
    titles = [known[area] for area in sorted(chosen)]
    return summed.assign(
        base_year=rows["base_year"].iloc[0],
        target_year=rows["target_year"].iloc[0],
        area=" and ".join(titles),
    )


def under_codes_of(combined: pd.DataFrame, year: int) -> pd.DataFrame:
    """Projections under the code of `year`, where one holds undivided what theirs holds.

    Projections are in the edition of the industry codes that was in use in their base year.
    """
    base = int(combined["base_year"].iloc[0])
    other = naics_successor if base <= year else naics_predecessor
    years = sorted((base, year))
    codes = [other(code, *years) or code for code in combined["naics"]]
    return combined.assign(naics=pd.Series(codes, index=combined.index, dtype="str"))

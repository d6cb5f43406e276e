"""Projections printed in thousands with one decimal: as jobs, and whether they agree."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sectornb.errors import InputError
from sectornb.sources.refusals import OWN_FILE, refuse_contradiction

THOUSAND = 1_000
HALF_STEP = 50
"""Jobs by which a printed figure may be off."""
OF_CHANGE = 150
"""Jobs: two ends and their difference, each rounded."""
HALF_PERCENT = 0.06
NATION = (100_000_000, 250_000_000)
"""Jobs of the nation in any year of these projections; 170 million in 2024."""
TOTAL = "00-0000"


def jobs_of(thousands: pd.Series[float]) -> pd.Series[float]:
    """Jobs, of figures in thousands with one decimal."""
    return (thousands * THOUSAND).round()


def refuse_broken_change(path: Path | str, frame: pd.DataFrame) -> None:
    """Refuse a change, or its percent, that the two ends do not give.

    Percent are computed from unrounded jobs: only what no unrounded ends could give is refused.

    Parameters
    ----------
    frame : DataFrame
        ``matrix_code``, ``base_employment``, ``target_employment``, ``employment_change``
        (jobs) and ``employment_change_pct``; its index is the row of the file less 2.

    Raises
    ------
    InputError
        Names the first such row.
    """
    base, target = frame["base_employment"], frame["target_employment"]
    off = (target - base - frame["employment_change"]).abs() > OF_CHANGE
    told = (
        "{matrix_code} has {base_employment:,.0f} and {target_employment:,.0f} jobs, and a change "
        "of {employment_change:,.0f}."
    )
    refuse_contradiction(path, frame, off, "Employment Change", told)
    percent = frame["employment_change_pct"]
    fewest = (base - HALF_STEP).clip(lower=1)
    low = (target - HALF_STEP).clip(lower=0).div(base + HALF_STEP) * 100 - 100 - HALF_PERCENT
    high = (target + HALF_STEP).div(fewest) * 100 - 100 + HALF_PERCENT
    told = (
        "{matrix_code} goes from {base_employment:,.0f} to {target_employment:,.0f} jobs, which is "
        "no change of {employment_change_pct} percent, whatever was rounded."
    )
    refuse_contradiction(
        path, frame, (percent < low) | (percent > high), "Employment Percent Change", told
    )


def refuse_other_unit(path: Path | str, low: float, high: float, what: str) -> None:
    """Refuse a nation whose jobs, somewhere from `low` to `high`, are none of a nation.

    Raises
    ------
    InputError
        If they are too few or too many.
    """
    if high < NATION[0] or low > NATION[1]:
        least = f"{low:,.0f} jobs in the nation or more" if low > NATION[1] else ""
        raise InputError(
            f"{path}: {what} would be {least or f'{high:,.0f} jobs in the nation or less'}, where "
            "some 170 million belong. The figures are not in thousands, as the agency publishes "
            f"them. {OWN_FILE}"
        )

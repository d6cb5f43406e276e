"""Traps of words and units: what the printed columns say they are, against what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from sectornb.dictionary import Column
from sectornb.errors import examples
from sectornb.industry.traps.evidence import Evidence, Trap

POINTS = "percentage points"
_COUNTS_WORKSITES = re.compile(r"estab")
_SAYS_WORKSITES = re.compile(r"establishment|worksite", re.IGNORECASE)
_SAYS_EMPLOYERS = re.compile(
    r"\b(employers?|firms?|compan(y|ies)|business(es)?|enterprises?)\b", re.IGNORECASE
)
_SHARE = re.compile(r"share|(supply|demand|smaller)_side")
_DIFFERENCE = re.compile(r"change|gain|difference|diff\b|minus")
_PAY = re.compile(r"wage|pay(?!roll)|earnings")
_OF_A_JOB = re.compile(r"\bmean\b|\bmedian\b|\baverage\b|\b(per|a) job\b", re.IGNORECASE)
_OVER_TIME = re.compile(r"change|growth|since|_base|_pct|_pp$")
_REAL = re.compile(r"real|deflated")
_HOUR = re.compile(r"hour", re.IGNORECASE)
HOURS_A_YEAR = (1_000, 2_500)
"""Between these lies every number of hours that anybody takes for a year of work."""


def _columns(evidence: Evidence) -> Iterator[tuple[str, str, Column]]:
    """Table, column and declaration of everything printed, each column once."""
    seen = set()
    for table, columns in evidence.printed.items():
        for name, column in columns.items():
            if name not in seen:
                seen.add(name)
                yield table, name, column


def worksites_as_employers(evidence: Evidence) -> list[str]:
    """Counts of establishments that are not called so, or are called employers."""
    found = []
    for table, name, column in _columns(evidence):
        if not column.numeric:
            continue
        if not (_COUNTS_WORKSITES.search(name) or column.unit == "establishments"):
            continue
        said = f"{column.label} {column.unit}"
        if _SAYS_EMPLOYERS.search(said) or not _SAYS_WORKSITES.search(said):
            found.append(f"{table} calls {name} {column.label!r}: it counts worksites.")
    return found


def percent_for_points(evidence: Evidence) -> list[str]:
    """Differences of shares that are printed as percents, or points that are none."""
    found = []
    for table, name, column in _columns(evidence):
        if not column.numeric:
            continue
        difference = bool(_SHARE.search(name) and _DIFFERENCE.search(name))
        points = name.endswith("_pp")
        if not (difference or points or column.unit == POINTS):
            continue
        percent = column.format in ("percent", "share") or "%" in column.label + column.unit
        if percent or not points or column.unit != POINTS:
            found.append(
                f"{table} prints {name} as {column.format} in {column.unit or 'no unit'}: a "
                "difference of shares ends in _pp and is in percentage points."
            )
    return found


def nominal_pay_over_time(evidence: Evidence) -> list[str]:
    """Pay of two years compared without a column in constant prices beside it."""
    if evidence.latest_year - evidence.base_year <= 1:
        return []
    found = []
    for table, columns in evidence.printed.items():
        pay = [name for name, column in columns.items() if _PAY.search(name) and column.numeric]
        compared = [
            name for name in pay
            if _OVER_TIME.search(name) and not _REAL.search(name) and not name.startswith("rank_")
        ]  # fmt: skip
        if compared and not any(_REAL.search(name) for name in pay):
            found.append(
                f"{table} compares pay of {evidence.base_year} and {evidence.latest_year} "
                f"({examples(compared)}) and has no column in constant prices."
            )
    return found


def hourly_from_yearly(evidence: Evidence) -> list[str]:
    """Pay by the hour, which the QCEW does not know: in a label, or by the numbers."""
    found = [
        f"{table} prints {name} ({column.label}, {column.unit}): the QCEW knows no hours."
        for table, name, column in _columns(evidence)
        if _HOUR.search(f"{name} {column.label} {column.unit}")
    ]
    for name, table in evidence.tables.items():
        names = [str(column) for column in table]
        pay = [column for column in names if _PAY.search(column) and column.endswith("_usd")]
        for column in table.select_dtypes("number"):
            over = ((_constant_ratio(table[yearly], table[column]), yearly) for yearly in pay)
            hours, yearly = next((one for one in over if _is_a_year(one[0])), (0.0, ""))
            if yearly:
                found.append(f"{name}: {column} is {yearly} over {hours:,.0f} hours.")
    return found


def _is_a_year(hours: float) -> bool:
    return HOURS_A_YEAR[0] <= hours <= HOURS_A_YEAR[1]


def _constant_ratio(above: pd.Series, below: pd.Series) -> float:
    """The one number that all of `above` are of `below` but for cents, or not a number."""
    ratio = (above / below.where(below > 0)).dropna().to_numpy(dtype="float64")
    if len(ratio) < 3 or not np.median(ratio) > 0:
        return float("nan")
    middle = float(np.median(ratio))
    return middle if np.abs(ratio / middle - 1).max() < 0.002 else float("nan")


def mean_without_saying_so(evidence: Evidence) -> list[str]:
    """Pay per job whose label does not say that it is a mean."""
    return [
        f"{table} calls {name} {column.label!r} ({column.unit}): it is a mean over jobs, no "
        "typical pay, and has to say so."
        for table, name, column in _columns(evidence)
        if column.numeric
        and _PAY.search(name)
        and column.unit.startswith("US dollars a")
        and not _OF_A_JOB.search(f"{column.label} {column.unit}")
    ]


LABEL_TRAPS = (
    Trap("T13", "Worksites called employers", "blocking", worksites_as_employers),
    Trap("T19", "Percent for percentage points", "blocking", percent_for_points),
    Trap("T23", "Pay of two years in current prices", "blocking", nominal_pay_over_time),
    Trap("T24", "Pay by the hour", "blocking", hourly_from_yearly),
    Trap("T26", "A mean that does not say so", "blocking", mean_without_saying_so),
)

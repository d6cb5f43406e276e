"""Traps that only our own code can fall into: what the printed columns say they are.

Their numbers are those of the catalog, T13, T19, T23, T24, T26, T30, T38 and T42.  No data of a
user can bring them about, so that a test keeps them and no run looks for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import numpy as np
import pandas as pd
import pytest

from sectornb.dictionary import Column, dictionary
from sectornb.report.saved_table import read_saved
from sectornb.shipped import shipped

Printed = Mapping[str, Mapping[str, Column]]

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


def printed() -> Printed:
    """Every declared table with its columns."""
    declared = dictionary()
    return {
        name: {column: declared.columns[column] for column in table.columns}
        for name, table in declared.tables.items()
    }


def with_column(table: str, column: str, **said: str) -> Printed:
    """A column of one table declared otherwise, or one more column."""
    columns = dict(printed()[table])
    old = columns.get(column, Column(format="decimal", meaning="A test.", label="Test"))
    return {table: {**columns, column: old.model_copy(update=said)}}


def each_column(tables: Printed) -> Iterator[tuple[str, str, Column]]:
    """Table, column and declaration of everything printed, each column once."""
    seen = set()
    for table, columns in tables.items():
        for name, column in columns.items():
            if name not in seen:
                seen.add(name)
                yield table, name, column


def worksites_as_employers(tables: Printed) -> list[str]:
    """Counts of establishments that are not called so, or are called employers."""
    found = []
    for table, name, column in each_column(tables):
        if not column.numeric:
            continue
        if not (_COUNTS_WORKSITES.search(name) or column.unit == "establishments"):
            continue
        said = f"{column.label} {column.unit}"
        if _SAYS_EMPLOYERS.search(said) or not _SAYS_WORKSITES.search(said):
            found.append(f"{table} calls {name} {column.label!r}: it counts worksites.")
    return found


def percent_for_points(tables: Printed) -> list[str]:
    """Differences of shares that are printed as percents, or points that are none."""
    found = []
    for table, name, column in each_column(tables):
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


def nominal_pay_over_time(tables: Printed) -> list[str]:
    """Pay of two years compared without a column in constant prices beside it."""
    found = []
    for table, columns in tables.items():
        pay = [name for name, column in columns.items() if _PAY.search(name) and column.numeric]
        compared = [
            name for name in pay
            if _OVER_TIME.search(name) and not _REAL.search(name) and not name.startswith("rank_")
        ]  # fmt: skip
        if compared and not any(_REAL.search(name) for name in pay):
            found.append(f"{table} compares pay of two years without constant prices: {compared}.")
    return found


def pay_by_the_hour(tables: Printed) -> list[str]:
    """Columns of hours where the source knows none."""
    return [
        f"{table} prints {name} ({column.label}, {column.unit}): the QCEW knows no hours."
        for table, name, column in each_column(tables)
        if _HOUR.search(f"{name} {column.label} {column.unit}")
    ]


def yearly_over_hours(name: str, table: pd.DataFrame) -> list[str]:
    """Columns that are yearly pay over some number of hours, whatever they are called."""
    found = []
    pay = [column for column in table if _PAY.search(column) and column.endswith("_usd")]
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


def mean_without_saying_so(tables: Printed) -> list[str]:
    """Pay per job whose label does not say that it is a mean."""
    return [
        f"{table} calls {name} {column.label!r} ({column.unit}): it is a mean over jobs, no "
        "typical pay, and has to say so."
        for table, name, column in each_column(tables)
        if column.numeric
        and _PAY.search(name)
        and column.unit.startswith("US dollars a")
        and not _OF_A_JOB.search(f"{column.label} {column.unit}")
    ]


FACTORS = "industry_factors"
TRAPS: dict[str, Callable[[Printed], list[str]]] = {
    "T13": worksites_as_employers,
    "T19": percent_for_points,
    "T23": nominal_pay_over_time,
    "T26": mean_without_saying_so,
}
PLANTED: dict[str, Printed] = {
    "T13": with_column(FACTORS, "establishments", label="Employers"),
    "T19": with_column(FACTORS, "region_share_change", unit="percent", format="percent"),
    "T23": with_column(FACTORS, "annual_wage_change_pct", unit="percent", format="percent"),
    "T26": with_column(FACTORS, "annual_wage_usd", label="Annual wage"),
}
BESIDE = {
    "T30 Quotient without size": (FACTORS, {"employment", "employment_disclosed", "excess_jobs"}),
    "T38 Weights not tried": ("industry_ranking", {"first_acceptability"}),
    "T42 Jobs without pay": (FACTORS, {"annual_wage_usd", "annual_wage_disclosed_usd"}),
}


@pytest.mark.parametrize("number", TRAPS)
def test_no_printed_column_is_called_what_it_is_not(number: str) -> None:
    assert TRAPS[number](printed()) == []


@pytest.mark.parametrize("number", TRAPS)
def test_a_planted_column_is_caught(number: str) -> None:
    assert len(TRAPS[number](PLANTED[number])) == 1


@pytest.mark.parametrize("trap", BESIDE)
def test_a_measure_stands_beside_what_it_is_read_with(trap: str) -> None:
    table, columns = BESIDE[trap]
    assert columns <= set(dictionary().table(table).columns)


def of_the_qcew() -> Printed:
    """Tables that rest on the QCEW, which knows jobs and no hours (T24)."""
    return {
        name: columns
        for name, columns in printed().items()
        if "qcew" in dictionary().table(name).sources
    }


@cache
def saved(name: str) -> pd.DataFrame:
    return read_saved(shipped("reports", "example", "tables", f"{name}.csv"), name, dictionary())


def test_no_pay_by_the_hour_is_printed_of_a_source_without_hours() -> None:
    assert pay_by_the_hour(of_the_qcew()) == []
    planted = with_column(FACTORS, "hourly_wage_usd", unit="US dollars an hour", format="usd")
    assert len(pay_by_the_hour(planted)) == 1


def test_no_column_of_the_example_is_yearly_pay_over_hours() -> None:
    names = [name for name in of_the_qcew() if name != "county_bounds"]
    assert [said for name in names for said in yearly_over_hours(name, saved(name))] == []


def test_pay_by_the_hour_is_found_by_its_numbers_whatever_it_is_called() -> None:
    table = saved(FACTORS)
    table = table.assign(rate=(table["annual_wage_disclosed_usd"] / 2_080).round(2))
    (said,) = yearly_over_hours(FACTORS, table)
    # Where every county is disclosed the pay of these is the pay of all.
    assert re.search(r"rate is annual_wage\w*_usd over 2,080 hours", said)


@pytest.mark.parametrize("label", ["Firms", "Number of businesses", "Count", "Sites of companies"])
def test_a_count_of_worksites_is_called_so(label: str) -> None:
    planted = with_column(FACTORS, "establishments_base", label=label, unit="")
    assert len(worksites_as_employers(planted)) == 1


@pytest.mark.parametrize(
    ("column", "said", "found"),
    [
        ("region_share_change_pp", {"unit": "percentage points"}, 0),
        ("region_share_change", {"unit": "percentage points"}, 1),
        ("region_share_change_pp", {"unit": "percent"}, 1),
        ("region_share_change_pp", {"unit": "percentage points", "format": "percent"}, 1),
        ("region_share_change_pp", {"unit": "percentage points", "label": "Change, %"}, 1),
        ("historical_growth_pct", {}, 0),
    ],
)
def test_points_are_neither_percents_nor_called_so(
    column: str, said: dict[str, str], found: int
) -> None:
    assert len(percent_for_points(with_column(FACTORS, column, **said))) == found


def test_pay_in_constant_prices_beside_it_is_enough() -> None:
    (columns,) = with_column(FACTORS, "annual_wage_change_pct", unit="percent").values()
    real = columns["annual_wage_change_pct"]
    assert not nominal_pay_over_time({FACTORS: {**columns, "annual_wage_change_real_pct": real}})

"""Traps of words and units, each planted in the declared columns and caught."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sectornb.dictionary import Column
from sectornb.industry.traps.evidence import Evidence, Trap
from sectornb.industry.traps.labels import (
    LABEL_TRAPS,
    hourly_from_yearly,
    nominal_pay_over_time,
    percent_for_points,
)
from tests.builders.evidence import Plant, caught_by, clean, table

FACTORS = "industry_factors"


def printed(column: str, **said: str) -> Plant:
    """A column of the factor table declared otherwise, or one more column."""

    def plant(e: Evidence) -> Evidence:
        columns = dict(e.printed[FACTORS])
        old = columns.get(column, Column(format="decimal", meaning="A test.", label="Test"))
        columns[column] = old.model_copy(update=said)
        # First of all tables, since a column is looked at once.
        return replace(e, printed={FACTORS: columns, **{
            name: kept for name, kept in e.printed.items() if name != FACTORS
        }})  # fmt: skip

    return plant


def hourly_pay(e: Evidence) -> Evidence:
    return table(
        e, FACTORS, lambda t: t.assign(rate=(t["annual_wage_disclosed_usd"] / 2_080).round(2))
    )


PLANTED: dict[str, Plant] = {
    "Worksites called employers": printed("establishments", label="Employers"),
    "Percent for percentage points": printed(
        "region_share_change", unit="percent", format="percent"
    ),
    "Pay of two years in current prices": printed(
        "annual_wage_change_pct", unit="percent", format="percent"
    ),
    "Pay by the hour": printed("hourly_wage_usd", unit="US dollars an hour", format="usd"),
    "A mean that does not say so": printed("annual_wage_usd", label="Annual wage"),
}


@pytest.mark.parametrize("trap", LABEL_TRAPS, ids=lambda trap: f"{trap.id} {trap.name}")
def test_a_planted_trap_is_caught(trap: Trap) -> None:
    assert (trap.id, trap.name, trap.severity) in caught_by(PLANTED[trap.name])


@pytest.mark.parametrize("label", ["Firms", "Number of businesses", "Count", "Sites of companies"])
def test_a_count_of_worksites_is_called_so(label: str) -> None:
    caught = caught_by(printed("establishments_base", label=label, unit=""))
    assert {name for _, name, _ in caught} == {"Worksites called employers"}


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
    assert len(percent_for_points(printed(column, **said)(clean()))) == found


def test_pay_in_constant_prices_beside_it_is_enough() -> None:
    e = printed("annual_wage_change_pct", unit="percent")(clean())
    assert nominal_pay_over_time(e)
    assert not nominal_pay_over_time(printed("annual_wage_change_real_pct")(e))


def test_pay_of_two_years_in_a_row_needs_no_constant_prices() -> None:
    e = printed("annual_wage_change_pct", unit="percent")(replace(clean(), base_year=2021))
    assert nominal_pay_over_time(e) == []


def test_pay_by_the_hour_is_found_by_its_numbers_whatever_it_is_called() -> None:
    (said,) = hourly_from_yearly(hourly_pay(clean()))
    # Where every county is disclosed the pay of these is the pay of all.
    assert re.search(r"rate is annual_wage\w*_usd over 2,080 hours", said)

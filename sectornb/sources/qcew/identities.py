"""What each row of a QCEW file says twice, and where the two cannot both be right.

The agency publishes figures beside each other of which one follows from the others: pay from
wages and jobs, the quotient of pay from those of wages and jobs, a change in percent from the
change, and marks that go together.  A figure that was edited, scaled or shifted no longer fits
the rest of its row.  Each tolerance is what rounding leaves and no more; how many real rows
break it, none, stands in ``docs/decisions/0011-what-no-file-can-tell.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

HALF_A_JOB = 0.5
"""Annual jobs are rounded, and pay and quotients of pay are made of them before."""
HALF_A_DOLLAR = 0.5
QUOTIENT = 0.005
PERCENT = 0.05
NOISE = 1e-6
MONTHS = ("month1_employment", "month2_employment", "month3_employment")
MONTHLY_QUOTIENTS = tuple(f"lq_{month}" for month in MONTHS)
CHANGES = (
    ("establishments", "oty_establishments_change", "oty_establishments_pct", ""),
    ("employment", "oty_employment_change", "oty_employment_pct", "oty_disclosure_code"),
    (
        "month3_employment", "oty_month3_employment_change", "oty_month3_employment_pct",
        "oty_disclosure_code",
    ),
)  # fmt: skip
"""Figure, its change over the year, the change in percent, and the mark that withholds both."""

Numbers = Mapping[str, np.ndarray]
Marked = Mapping[str, np.ndarray]


class Contradiction(NamedTuple):
    """Rows (true or false for each) that contradict themselves, in which column, in words.

    `told` has the names of columns in braces where their figures belong.
    """

    rows: np.ndarray
    column: str
    told: str


def contradictions(numbers: Numbers, marked: Marked) -> Iterator[Contradiction]:
    """Every kind of contradiction that the columns at hand can show.

    Parameters
    ----------
    numbers : mapping of str to ndarray
        Column to its figures, as they are written: zero where they are withheld.
    marked : mapping of str to ndarray
        Column of marks to whether a row has any.
    """
    if {"total_wages_usd", "lq_disclosure_code"} <= {*numbers, *marked}:
        yield from _marks(numbers, marked)
    with np.errstate(divide="ignore", invalid="ignore"):
        yield from _pay(numbers, marked)
        yield from _quotients(numbers, marked)
        yield from _changes(numbers, marked)


def _jobs(numbers: Numbers) -> tuple[np.ndarray, float]:
    """Mean jobs of each row, and by how much rounding may have moved them."""
    if "employment" in numbers:
        return numbers["employment"], HALF_A_JOB
    return np.mean([numbers[month] for month in MONTHS], axis=0), 0.0


def _marks(numbers: Numbers, marked: Marked) -> Iterator[Contradiction]:
    """What withholds jobs withholds their quotient too, and published zeros have one."""
    hidden, bare = marked["disclosure_code"], marked["lq_disclosure_code"]
    yield Contradiction(
        hidden & ~bare,
        "lq_disclosure_code",
        "blank, so that the quotients are published, but disclosure_code is "
        "{disclosure_code!r}: jobs and wages are not.",
    )
    jobs, _ = _jobs(numbers)
    yield Contradiction(
        ~hidden & bare & (jobs == 0) & (numbers["total_wages_usd"] == 0),
        "disclosure_code",
        "blank, so that 0 jobs and 0 dollars of {establishments:,.0f} establishments are "
        "published figures, but lq_disclosure_code is {lq_disclosure_code!r}: they are withheld.",
    )


def _pay(numbers: Numbers, marked: Marked) -> Iterator[Contradiction]:
    """Pay is wages over jobs, divided before either is rounded."""
    pay, weeks = ("weekly_wage_usd", 13) if MONTHS[0] in numbers else ("annual_wage_usd", 1)
    if not {pay, "total_wages_usd"} <= numbers.keys():
        return
    jobs, slack = _jobs(numbers)
    wages, paid = numbers["total_wages_usd"] / weeks, numbers[pay]
    least = wages / (jobs + slack) - HALF_A_DOLLAR - NOISE
    most = np.where(jobs > slack, wages / (jobs - slack) + HALF_A_DOLLAR + NOISE, np.inf)
    # The agency writes no pay where there are wages and no jobs.
    rows = ((jobs > 0) | (paid > 0)) & ((paid < least) | (paid > most))
    told = "{employment:,.0f}" if weeks == 1 else " and ".join(f"{{{m}:,.0f}}" for m in MONTHS)
    yield Contradiction(
        rows & ~marked["disclosure_code"],
        pay,
        f"{{{pay}:,.0f}} dollars a {'year' if weeks == 1 else 'week'}, but total wages of "
        f"{{total_wages_usd:,.0f}} and {told} jobs give another pay.",
    )


def _quotients(numbers: Numbers, marked: Marked) -> Iterator[Contradiction]:
    """The quotient of pay is that of wages over that of jobs."""
    monthly = MONTHS[0] in numbers
    of_jobs = MONTHLY_QUOTIENTS if monthly else ("lq_employment",)
    if not {"total_wages_usd", "lq_wages", "lq_pay", *of_jobs} <= numbers.keys():
        return
    jobs, slack = _jobs(numbers)
    wages, pay = numbers["lq_wages"], numbers["lq_pay"]
    # The mean of three months lies between them; of a year the jobs may be rounded.
    least = np.minimum.reduce([numbers[name] for name in of_jobs])
    most = np.maximum.reduce([numbers[name] for name in of_jobs])
    low = (least - QUOTIENT) * np.maximum(jobs - slack, 0) / jobs
    high = (most + QUOTIENT) * (jobs + slack) / jobs
    rows = pay + QUOTIENT + NOISE < (wages - QUOTIENT) / high
    rows |= (low > 0) & (pay - QUOTIENT - NOISE > (wages + QUOTIENT) / np.where(low > 0, low, 1))
    # Pay has a quotient wherever there is any, so that three zeros are withheld ones.
    rows |= (most == 0) & (wages == 0) & (pay == 0) & (numbers["total_wages_usd"] > 0)
    last = of_jobs[-1]
    yield Contradiction(
        rows & (jobs > 0) & ~marked["disclosure_code"] & ~marked["lq_disclosure_code"],
        last,
        f"a quotient of {{{last}:g}} for jobs, but those of wages, {{lq_wages:g}}, and of pay, "
        "{lq_pay:g}, imply another.",
    )


def _changes(numbers: Numbers, marked: Marked) -> Iterator[Contradiction]:
    """A change in percent is the change over what there was a year before."""
    for figure, change, percent, mark in CHANGES:
        if not {figure, change, percent} <= numbers.keys():
            continue
        before = numbers[figure] - numbers[change]
        off = np.abs(numbers[percent] - 100 * numbers[change] / before) > PERCENT + NOISE
        rows = (before < 0) | ((before > 0) & off)
        yield Contradiction(
            rows & ~marked[mark] if mark else rows,
            figure,
            f"{{{figure}:,.0f}}, but a change of {{{change}:,.0f}} over the year is not "
            f"{{{percent}:g}} percent of what that leaves for the year before.",
        )

"""Traps of ranking measures, each planted in the example and caught."""

from __future__ import annotations

import numpy as np
import pytest

from sectornb.industry.study import IndustryStudy
from sectornb.industry.traps.ranks import RANK_TRAPS
from sectornb.traps import Trap
from tests.builders.industry_study import (
    Plant,
    caught_by,
    factors,
    first,
    published,
    table,
)


def published_quotient(e: IndustryStudy) -> IndustryStudy:
    hit = e.published.comparison["lq_employment"].gt(1)
    return published(e, comparison=first(e.published.comparison, hit, lq_employment=9.0))


def nation_of_all_owners(e: IndustryStudy) -> IndustryStudy:
    assert e.published.nation is not None
    return published(e, nation=e.published.nation.assign(own_code="0"))


PLANTED: dict[str, Plant] = {
    "Quotient of another base": published_quotient,
    "Ownership mixed": nation_of_all_owners,
    "Averaged quotients": factors(lambda t: t["location_quotient"].notna(), location_quotient=2.78),
    "Quotient against another area": factors(
        lambda t: t["location_quotient"].notna(), comparison_area_fips="57000"
    ),
    "Parts of the change": lambda e: table(
        e, "shift_share", lambda t: t.assign(change_jobs=t["change_jobs"] + 80)
    ),
    "Rank without its value": lambda e: table(
        e, "industry_highlights", lambda t: t.assign(value=np.nan)
    ),
    "One fact counted twice": lambda e: table(
        e, "industry_ranking", lambda t: t.assign(rank_annual_wage=t["rank_employment"])
    ),
    "Score with a gap": lambda e: table(
        e, "industry_ranking", lambda t: first(t, t["score"].notna(), rank_annual_wage=np.nan)
    ),
}


@pytest.mark.parametrize("trap", RANK_TRAPS, ids=lambda trap: f"{trap.id} {trap.name}")
def test_a_planted_trap_is_caught(trap: Trap) -> None:
    assert (trap.id, trap.name, trap.severity) in caught_by(PLANTED[trap.name])

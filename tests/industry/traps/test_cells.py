"""Traps of suppression, codes and double counting, each planted in the example and caught."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sectornb.industry.study import IndustryStudy
from sectornb.industry.traps.cells import (
    CELL_TRAPS,
    jobs_without_a_county,
    specialty_trade_pair,
    unallocated_share,
)
from sectornb.traps import Trap
from tests.builders.industry_study import (
    Plant,
    caught_by,
    cells,
    changed,
    clean,
    disclosed,
    example,
    factors,
    first,
    published,
    table,
    withheld,
)


def without_county(e: IndustryStudy) -> IndustryStudy:
    gone = e.cells["area_fips"].eq(e.counties[0]) & e.cells["year"].eq(str(e.latest_year))
    return changed(e, cells=e.cells[~gone])


def doubled_total(e: IndustryStudy) -> IndustryStudy:
    hit = e.published.totals["own_code"].eq("5")
    return published(e, totals=first(e.published.totals, hit, employment=1e6))


def two_levels(e: IndustryStudy) -> IndustryStudy:
    sector = e.cells.iloc[[0]].assign(agglvl_code="74", naics="62")
    return changed(e, cells=pd.concat([e.cells, sector], ignore_index=True))


def supersector(e: IndustryStudy) -> IndustryStudy:
    row = e.cells.iloc[[0]].assign(naics="102")
    return changed(e, cells=pd.concat([e.cells, row], ignore_index=True))


def electricians(e: IndustryStudy) -> IndustryStudy:
    return changed(e, codes_brought={"the projections": ["236", "238210", "238211"]})


def contradicting_neighbor(e: IndustryStudy) -> IndustryStudy:
    why = {"2022": "The rows of 2022 contradict each other, first at area 57001, industry 62."}
    return changed(e, confined=replace(e.confined, left_out=why))


def staffing_without_county(e: IndustryStudy) -> IndustryStudy:
    """Two fifths of the state's jobs in 561 without a county."""
    assert e.unallocated is not None
    hit = e.unallocated["naics"].eq("561") & e.unallocated["area_fips"].eq("57000")
    of_state = float(e.unallocated.loc[hit, "employment"].iloc[0])
    nowhere = e.unallocated["naics"].eq("561") & e.unallocated["area_fips"].eq("57999")
    return changed(e, unallocated=first(e.unallocated, nowhere, employment=0.4 * of_state))


def unclassified(e: IndustryStudy) -> IndustryStudy:
    return table(e, "industry_ranking", lambda t: first(t, t["rank"].eq(1), naics="999"))


def released(e: IndustryStudy) -> IndustryStudy:
    """A government cell hidden in 2017, in an industry that the table lets grow."""
    grown = e.tables["industry_factors"].query("historical_growth_pct.notna()")["naics"].iloc[0]
    row = e.cells[e.cells["naics"].eq(grown)].iloc[[0]].assign(
        own_code="2", year="2017", employment=np.nan, total_wages_usd=np.nan,
        employment_status="withheld", area_fips="57001",
    )  # fmt: skip
    return changed(e, cells=pd.concat([e.cells, row], ignore_index=True))


def far_headquarters(e: IndustryStudy) -> IndustryStudy:
    latest = e.cells["year"].eq(str(e.latest_year))
    code = e.cells.loc[latest & disclosed(e.cells), "naics"].mode().iloc[0]
    row = e.cells[latest & e.cells["naics"].eq(code)].index
    found = e.cells.copy()
    found.loc[row, ["employment", "establishments"]] = [0.0, 10.0]
    found.loc[row[0], ["employment", "establishments"]] = [9_000.0, 2.0]
    return changed(e, cells=found)


PLANTED: dict[str, Plant] = {
    "Withheld read as zero": cells(withheld, employment=0.0),
    "Growth with a hidden end": factors(
        lambda t: t["employment_status"].str.contains("withheld"), historical_growth_pct=-25.0
    ),
    "A region that changes its members": factors(
        lambda t: t["matched_base"].gt(0), matched_base=99_999.0
    ),
    "A level that is not published": without_county,
    "Ownership added to its total": doubled_total,
    "Levels added together": two_levels,
    "A sum of sectors as an industry": supersector,
    "Sectors by their first digits": cells(disclosed, naics="31"),
    "Specialty trades": electricians,
    "Jobs without a county": staffing_without_county,
    "No code, and yet ranked": unclassified,
    "Released cells as growth": released,
    "Counties around left out": contradicting_neighbor,
    "Parts and whole": cells(disclosed, employment=500_000.0),
    "Headquarters reporting": far_headquarters,
}


@pytest.mark.parametrize("trap", CELL_TRAPS, ids=lambda trap: f"{trap.id} {trap.name}")
def test_a_planted_trap_is_caught(trap: Trap) -> None:
    assert (trap.id, trap.name, trap.severity) in caught_by(PLANTED[trap.name])


@pytest.mark.parametrize(
    ("code", "pair"),
    [
        ("238210", ("238211", "238212")),
        ("238990", ("238991", "238992")),
        ("238211", None),
        ("23821", None),
        ("236220", None),
    ],
)
def test_a_specialty_trade_is_published_as_a_pair(code: str, pair: tuple[str, str] | None) -> None:
    assert specialty_trade_pair(code) == pair


def of_state(jobs: float | None, nowhere: float | None) -> IndustryStudy:
    """The example, where of the jobs of its state in one industry some are in no county."""
    rows = [("57000", "10", 1_000.0), ("57999", "10", 35.0), ("57000", "541", jobs),
            ("57999", "541", nowhere)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["area_fips", "naics", "employment"])
    status = frame["employment"].isna().map({True: "withheld", False: "disclosed"})
    return changed(example(), unallocated=frame.assign(own_code="5", employment_status=status))


def test_the_share_without_a_county_is_that_of_the_state() -> None:
    found = unallocated_share(of_state(500, 75)).set_index("naics")["share"]
    # 35 of 1,000 jobs, and 75 of 500.
    assert found.to_dict() == {"10": 0.035, "541": 0.15}


@pytest.mark.parametrize(("jobs", "nowhere"), [(500, None), (None, 75), (500, 50), (90, 40)])
def test_no_share_is_told_that_is_withheld_or_small(
    jobs: float | None, nowhere: float | None
) -> None:
    # Withheld on either side, one tenth, and fewer than a hundred jobs in the state.
    assert jobs_without_a_county(of_state(jobs, nowhere)) == []


def test_a_large_share_is_told_with_that_of_all_jobs() -> None:
    (said,) = jobs_without_a_county(of_state(500, 75))
    assert "of all jobs 3.5%: 541 15%" in said


def test_the_example_has_the_jobs_of_its_state_without_a_county() -> None:
    found = unallocated_share(clean())
    assert len(found) > 30
    assert found["share"].between(0, 0.1).all()

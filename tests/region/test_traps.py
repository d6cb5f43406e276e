"""Traps of place and commuting: each is planted and caught, none is raised on clean data."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from sectornb.joins import Join, join_on_codes
from sectornb.region.distance import BANDS_MILES
from sectornb.region.settings import TravelAreas
from sectornb.region.study import RegionStudy
from sectornb.region.traps import TRAPS
from sectornb.report.check import look
from sectornb.shipped import shipped
from sectornb.sources.holding import Holding
from tests.builders.region_words import lacking
from tests.region.test_study import ONE, study

Plant = Callable[[RegionStudy], None]


def table(name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Plant:
    """Plants a changed table."""

    def plant(clean: RegionStudy) -> None:
        clean.__dict__["tables"] = {**clean.tables, name: change(clean.tables[name].copy())}

    return plant


def value(name: str, planted: Any) -> Plant:
    """Plants the value of a step."""

    def plant(clean: RegionStudy) -> None:
        clean.__dict__[name] = planted

    return plant


def one_county_of_in_commuters(clean: RegionStudy) -> None:
    one = study(ONE)
    assert one.tables
    clean.__dict__ |= one.__dict__
    wanted = TravelAreas(minimum_containment=0.8, target_containment=0.85)
    clean.settings = one.settings.model_copy(update={"travel_areas": wanted})


def another_job_type(clean: RegionStudy) -> None:
    _ = clean.commuting
    clean.settings = clean.settings.model_copy(update={"job_type": "JT01"})


def far(frame: pd.DataFrame) -> pd.DataFrame:
    row = frame.head(1).assign(band=f"{BANDS_MILES[-1]:g} miles or more", share=0.2)
    return pd.concat([frame, row], ignore_index=True)


def loose_member(frame: pd.DataFrame) -> pd.DataFrame:
    # Across the lake 30 of 1,500 jobs of residents: 2 percent.
    leaving = frame.index[frame["change"].eq("without")][0]
    frame.loc[leaving, "tie_share"] = 30 / 1500
    return frame


def without_last_member(frame: pd.DataFrame) -> pd.DataFrame:
    frame.loc[0, "counties"] = " ".join(frame.loc[0, "counties"].split()[:-1])
    return frame


def subtracted(frame: pd.DataFrame) -> pd.DataFrame:
    # Both shares of the residents' jobs: the base of one side taken for the other.
    return frame.assign(outside_pct=frame["outside_pct"].iloc[0])


UNMATCHED = Join(
    "the flows into and out of the region", "the county shapes", 9, 8, ("09011",), ("delineations",)
)
PLANTED = {
    "T43": (one_county_of_in_commuters, "78.8 percent of its jobs"),
    "T44": (
        table("region_commuting", subtracted),
        "Shares of commuting are not of their own side's jobs (1)",
    ),
    "T45": (value("lacking", (lacking("CT"),)), "jobs that residents hold in Connecticut"),
    "T46": (value("lacking", (lacking("MI", published=False),)), "no published file"),
    "T47": (another_job_type, "is not of JT01"),
    "T48": (table("exchanges", lambda frame: frame.assign(jobs=3.0)), "under 10 jobs"),
    "T49": (table("distance_bands", far), "20.0% of residents' jobs"),
    "T56": (value("joins", (UNMATCHED,)), "1 of 9 counties"),
    "T57": (table("containment", without_last_member), "57039"),
    "T58": (table("containment", loose_member), "under 5%"),
    "T59": (
        table("labor_shed", lambda f: f.assign(home_area_fips=f["home_area_fips"].str[1:])),
        "labor_shed, column home_area_fips: '70",
    ),
}


@pytest.mark.parametrize("number", PLANTED)
def test_a_planted_trap_is_caught_and_no_other(number: str) -> None:
    plant, words = PLANTED[number]
    spoiled = copy.copy(study())
    plant(spoiled)
    found = look(spoiled, TRAPS)
    assert {one.id for one in found} == {number}
    assert words in str(found[0])


def test_every_trap_is_planted_and_none_is_raised_on_clean_data() -> None:
    found = look(study(), TRAPS)
    assert list(found) == []
    assert set(PLANTED) == {trap.id for trap in TRAPS} <= found.looked_for


def test_the_written_list_names_every_trap_with_its_severity() -> None:
    page = shipped("docs", "methods", "traps.md").read_text("utf-8")
    assert [
        trap.id for trap in TRAPS if f"| {trap.id} {trap.name} | {trap.severity} |" not in page
    ] == []


def test_connecticut_is_named_with_the_codes_that_stand_instead() -> None:
    spoiled = copy.copy(study())
    assert spoiled.tables
    # Whatever source it is that has the other codes.
    unmatched = join_on_codes(
        "the table of flows", ["09011", "44003"], "the LAUS workbook", ["09180", "44003"], (), ""
    )
    spoiled.__dict__["joins"] = (unmatched,)
    (told,) = look(spoiled, TRAPS)
    assert told.text == (
        "1 of 2 counties of the table of flows are not in the LAUS workbook: 09011. It has 09180 "
        "instead of 09011: Planning regions replaced the counties of Connecticut."
    )


@pytest.mark.parametrize("usps", ["RI", "CT"])
def test_a_lacking_aux_file_is_not_said_to_leave_only_main_files(usps: str) -> None:
    # Others are there; what is lost is either side of one border.
    spoiled = copy.copy(study())
    spoiled.__dict__["lacking"] = (lacking(usps),)
    (told,) = look(spoiled, TRAPS)
    assert (told.id, told.name) == ("T45", "Commuters left out")


def test_a_file_that_others_tell_to_be_cut_off_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(library: object, holding: Holding) -> list[str]:
        return [f"{holding.part} may be cut off"] if "_od_main_" in holding.part else []

    monkeypatch.setattr("sectornb.region.traps.told_of_cut", cut)
    found = look(copy.copy(study()), TRAPS)
    assert {one.id for one in found} == {"T45"}
    assert all("_od_main_" in one.text and "may be cut off" in one.text for one in found)


def test_the_page_shows_what_check_warns_of_and_nothing_that_it_tells_already() -> None:
    clean = copy.copy(study())
    one_county_of_in_commuters(clean)
    clean.__dict__["lacking"] = [lacking("CT")]
    clean.__dict__.pop("cautions", None)
    assert any(limit.startswith("The region is 57029 alone: ") for limit in clean.limits)
    assert not any("Connecticut" in limit for limit in clean.limits)

"""Counties that were renamed, joined, divided or replaced: a right number, or a clear refusal."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pandas import DataFrame

from sectornb.disclosure.withheld.levels import Sought, region_levels
from sectornb.errors import SectornbError
from sectornb.industry.composite import matched_growth, regional_totals
from sectornb.industry.read import (
    industry_cells,
    industry_years,
    quarters_at_turns,
)
from sectornb.industry.series import matched_yearly_jobs
from sectornb.industry.study import IndustryStudy
from sectornb.industry.traps import TRAPS
from sectornb.report.check import look
from sectornb.sources.adding import add_files
from sectornb.sources.county_changes import CountyChange, county_changes
from sectornb.sources.library import Library
from tests.builders.industry_study import asked
from tests.builders.qcew import Cell, area_frame, write_area
from tests.builders.qcew_bulk import grown, write_by_area

NEIGHBOR = "57001"
QCEW = county_changes("qcew")


def jobs_of(code: str, year: int) -> int:
    """Jobs of all industries in the files below, a number of its own for each county and year."""
    return 1_403 * (1 + int(code) % 7) + 100 * (year - 2000)


def cells_of(code: str, year: int, withheld: tuple[str, ...] = (), quarter: str = "A") -> DataFrame:
    cells = {**grown(1 + int(code) % 7), ("5", "484"): Cell(100 * (year - 2000), 50_000)}
    return area_frame(cells, area=code, year=year, quarter=quarter, withheld=withheld)


def library(
    folder: Path, change: CountyChange, withheld: tuple[str, ...] = (), *, quarters: bool = False
) -> Library:
    """Files as the agency writes them, two years before the change to two after.

    Of the year in which it may fall there are the files of all codes, or each code is in half
    of the quarters; the first code of those after it withholds an industry in the last year.
    """
    first = change.first_year
    for year in range(first - 3, first + 2):
        codes = change.after if year >= first else change.before
        both = codes | change.after if change.may_fall_in(year) else codes
        hidden = {min(change.after): withheld} if year == first + 1 else {}
        if quarters:
            halves = {"1": codes, "2": codes, "3": both, "4": both}
            if both > codes:
                halves |= {"3": change.after, "4": change.after}
            frame = pd.concat(
                cells_of(code, year, hidden.get(code, ()), quarter)
                for quarter, held in halves.items()
                for code in {*held, NEIGHBOR}
            )
            files = [write_by_area(folder, year, frame)]
        else:
            files = [
                write_area(
                    folder / f"{code}-{year}.csv", cells_of(code, year, hidden.get(code, ()))
                )
                for code in {*both, NEIGHBOR}
            ]
        add_files(folder / "library", files, "qcew", str(year))
    return Library(folder / "library")


def regions(change: CountyChange) -> list[tuple[str, ...]]:
    """Every code of the change alone and with all of the other side, and the sides; some with
    a neighbor.
    """
    before, after = change.before, change.after
    found = [{code} for code in before | after]
    found += [{code, NEIGHBOR} for side in (before, after) for code in (min(side), max(side))]
    found += [{code} | after for code in before] + [{code} | before for code in after]
    found += [before, after, after | {NEIGHBOR}]
    return sorted(tuple(sorted(region)) for region in {frozenset(each) for each in found})


def ground(region: tuple[str, ...], change: CountyChange, base: int, latest: int) -> set[str]:
    """The codes of the base year that cover what `region` covers in the latest."""
    if not base < change.first_year <= latest:
        return set(region)
    return (set(region) & {NEIGHBOR}) | change.before


@pytest.mark.parametrize("quarters", [False, True], ids=["annual files", "quarterly files"])
@pytest.mark.parametrize("change", QCEW, ids=lambda change: change.event)
def test_any_code_in_any_year_gives_a_right_number_or_a_clear_refusal(
    tmp_path: Path, change: CountyChange, quarters: bool
) -> None:
    held = library(tmp_path, change, quarters=quarters)
    first = change.first_year
    computed = refused = 0
    for region in regions(change):
        for latest in range(first - 2, first + 1 if quarters else first + 2):
            for base in range(first - 2, latest + 1):
                try:
                    settings = asked(region, base_year=base, latest_year=latest)
                    cells = industry_cells(held, settings)
                except SectornbError as error:
                    # Refused are codes that the year does not use, or may use for a part of it.
                    odd = set(region) & (
                        change.after - change.before
                        if latest < first
                        else change.before - change.after
                    )
                    within = change.may_fall_in(latest)
                    assert odd or within, (region, base, latest)
                    assert change.event in str(error), (region, base, latest)
                    # Codes from both sides are no region in any year.
                    sides = (change.before - change.after, change.after - change.before)
                    if not all(set(region) & side for side in sides):
                        assert str(latest) in str(error) or str(first) in str(error)
                    refused += 1
                    continue
                totals = regional_totals(cells.totals, region)
                totals = totals[totals["own_code"].eq("0")].set_index("year")["employment"]
                assert totals[str(latest)] == sum(jobs_of(code, latest) for code in region)
                if cells.no_growth:
                    assert set(totals.index) == {str(latest)}
                    assert change.event in cells.no_growth
                    whole = set(region) >= change.after
                    assert change.may_fall_in(base) or not whole, (region, base, latest)
                    refused += 1
                    continue
                before = ground(region, change, base, latest)
                assert totals[str(base)] == sum(jobs_of(code, base) for code in before)
                if base < latest:
                    grown_by = matched_growth(cells.industries, base, latest, region)
                    hospitals = grown_by.set_index("naics").loc["622"]
                    assert hospitals["matched_base"] == 500 * sum(1 + int(c) % 7 for c in before)
                    assert hospitals["matched_latest"] == 500 * sum(1 + int(c) % 7 for c in region)
                computed += 1
    assert computed
    assert refused


@pytest.mark.parametrize("change", QCEW, ids=lambda change: change.event)
def test_years_are_compared_over_one_ground_only(tmp_path: Path, change: CountyChange) -> None:
    region = [*sorted(change.after), NEIGHBOR]
    held = library(tmp_path, change, withheld=("722",))
    settings = asked(region, base_year=change.first_year - 3, latest_year=change.first_year + 1)
    years = industry_years(held, settings)
    matched = matched_yearly_jobs(years.region, region, settings.latest_year)
    # Codes of before 2012 are not followed into a later edition.
    within = change.first_year - 1
    skipped = {2011, within} if change.may_fall_in(within) else {2011}
    assert (
        set(matched.columns) == set(range(settings.base_year, settings.latest_year + 1)) - skipped
    )
    # What one of the later counties withholds is not known of their common ground in any year.
    assert set(matched.loc["722"]) == {320 * (1 + int(NEIGHBOR) % 7)}
    cells = industry_cells(held, settings)
    grown_by = matched_growth(cells.industries, settings.base_year, settings.latest_year, region)
    row = grown_by.set_index("naics").loc["722"]
    assert row["matched_base"] == row["matched_latest"] == 320 * (1 + int(NEIGHBOR) % 7)


@pytest.mark.parametrize("change", QCEW, ids=lambda change: change.event)
def test_the_whole_ground_has_tables_growth_and_nothing_to_blame(
    tmp_path: Path, change: CountyChange
) -> None:
    held = library(tmp_path, change, withheld=("722",))
    # No industry is followed from before 2012.
    given = {"base_year": max(change.first_year - 3, 2012), "latest_year": change.first_year + 1}
    study = IndustryStudy(held, asked(sorted(change.after), details={"draws": 20}, **given))
    growth = study.tables["industry_factors"].set_index("naics")["historical_growth_pct"]
    before, after = (
        sum(1 + int(code) % 7 for code in side) for side in (change.before, change.after)
    )
    assert growth["622"] == pytest.approx(100 * (after / before - 1))
    # T29: some counties of the files below are of one size, and so hold the same rows.
    found = [one for one in look(study, TRAPS) if one.id != "T29"]
    assert [one for one in found if one.severity == "blocking"] == []


def test_the_county_that_took_in_a_city_tells_nothing_of_the_years_before(tmp_path: Path) -> None:
    """Before, its code was that of other ground: its levels confine nothing, nor do its turns."""
    change = next(change for change in QCEW if change.after == {"51019"})
    held = library(tmp_path, change)
    sought = Sought(["51019"], [2012, 2015])
    assert set(region_levels(held, sought)["year"]) == {"2015"}
    whole = Sought(["51019", "51515"], [2011, 2012])
    assert set(region_levels(held, whole)["year"]) == {"2011", "2012"}


def test_no_turn_of_a_year_is_looked_at_over_which_the_ground_changed(tmp_path: Path) -> None:
    change = next(change for change in QCEW if change.after == {"51019"})
    held = library(tmp_path, change, quarters=True)
    settings = asked(["51019"], base_year=2011, latest_year=2015)
    turns = quarters_at_turns(held, settings)
    # At the end of 2013 the county may have taken in the city.
    assert turns is not None and set(turns["turn"]) == {"2012", "2013", "2015"}

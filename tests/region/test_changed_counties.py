"""Counties that were renamed, joined, divided or replaced: in every source of commuting each code
of a change, alone and with all of the other side, gives a right number or a clear refusal."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from sectornb.errors import InputError, ParameterError, SectornbError
from sectornb.region.study import RegionStudy
from sectornb.shipped import facts
from sectornb.sources.library import Library
from sectornb.sources.states import us_state
from tests.builders.editions import (
    Flow,
    add_flows,
    add_laus,
    add_lodes,
    add_shapes,
    region_of,
)

EVENTS = {
    row["event"]: (row["before"].split(), row["after"].split()) for row in facts("county_changes")
}
OUTSIDE = "44007"
YEARS = ("before", "within", "after")
"""Whose codes a file has: of before a change, of after it, or, made while it came about, both."""
each_event = pytest.mark.parametrize("event", EVENTS)
in_every_year = pytest.mark.parametrize("year", YEARS)


def codes_of(event: str, year: str) -> list[str]:
    before, after = EVENTS[event]
    both = {"before": before, "after": after, "within": {*before, *after}}
    return sorted(both[year])


def regions(event: str) -> list[list[str]]:
    """Every code of the change alone, and the sides by themselves; see also `mixed`."""
    before, after = map(set, EVENTS[event])
    found = [{code} for code in before | after]
    found += [before, after, before | {OUTSIDE}, after | {OUTSIDE}]
    return sorted(map(sorted, {frozenset(region) for region in found}))


def mixed(event: str) -> list[list[str]]:
    """Every code of one side with all of the other, where both sides have codes of their own."""
    before, after = map(set, EVENTS[event])
    found = [{code} | after for code in before - after] + [{code} | before for code in after]
    return sorted(map(sorted, {frozenset(region) for region in found if after - before}))


def within_state(event: str) -> list[list[str]]:
    return [region for region in regions(event) if OUTSIDE not in region]


def flows_among(codes: Sequence[str]) -> list[Flow]:
    """Everyone lives where they work, but for some who go to the first or leave for `OUTSIDE`."""
    found = [(code, code, 1000 + place) for place, code in enumerate(codes)]
    found += [(code, codes[0], 7 + place) for place, code in enumerate(codes[1:])]
    return [*found, (codes[0], OUTSIDE, 5), (OUTSIDE, codes[0], 3), (OUTSIDE, OUTSIDE, 800)]


def counts(flows: Sequence[Flow], region: Sequence[str]) -> list[list[int]]:
    """Jobs of the region's residents and jobs in it, and those that are both."""
    inside = sum(jobs for home, work, jobs in flows if home in region and work in region)
    residents = sum(jobs for home, _, jobs in flows if home in region)
    at_work = sum(jobs for _, work, jobs in flows if work in region)
    return [[residents, at_work], [inside, inside]]


def found_in(study: RegionStudy) -> list[list[int]]:
    table = study.region_commuting
    return [table["jobs"].tolist(), table["jobs_inside"].tolist()]


def refused(study: RegionStudy, event: str, there: Collection[str]) -> None:
    """The study is refused with the event, or with codes that are there."""
    with pytest.raises(SectornbError) as caught:
        found_in(study)
    told = str(caught.value)
    assert event in told or set(there) & set(re.findall(r"\d{5}", told))


@each_event
def test_a_region_of_both_sides_is_refused_whatever_the_files(tmp_path: Path, event: str) -> None:
    library = Library(add_flows(tmp_path, flows_among(codes_of(event, "before"))))
    for region in mixed(event):
        with pytest.raises(ParameterError, match=re.escape(event)):
            region_of(library, region)


@each_event
@pytest.mark.parametrize("year", ["before", "after"])
def test_a_table_of_flows_has_each_of_its_codes(tmp_path: Path, event: str, year: str) -> None:
    flows = flows_among(codes_of(event, year))
    library = Library(add_flows(tmp_path, flows))
    there = {*codes_of(event, year), OUTSIDE}
    for region in regions(event):
        if there.issuperset(region):
            assert found_in(region_of(library, region)) == counts(flows, region), region
        else:
            refused(region_of(library, region), event, there)


@pytest.mark.parametrize("event", [e for e, (_, after) in EVENTS.items() if after != ["51019"]])
def test_a_table_of_flows_made_within_a_change_is_refused(tmp_path: Path, event: str) -> None:
    """But for Bedford, whose codes together are those of before."""
    with pytest.raises(InputError, match=re.escape(event)):
        add_flows(tmp_path, flows_among(codes_of(event, "within")))


@each_event
@in_every_year
@pytest.mark.parametrize("flows_of", ["before", "after"])
def test_employed_residents_are_of_the_ground_of_the_flows(
    tmp_path: Path, event: str, year: str, flows_of: str
) -> None:
    there, listed = codes_of(event, flows_of), codes_of(event, year)
    employed = {code: 2000 + 11 * place for place, code in enumerate([*listed, OUTSIDE])}
    moving = [flow for flow in flows_among(there) if flow[0] != flow[1]]
    add_flows(tmp_path, moving)
    library = Library(add_laus(tmp_path, employed))
    left_out = set(there) - set(listed)
    kept = [flow for flow in moving if not left_out & {*flow[:2]}]
    leaving = {code: sum(jobs for home, _, jobs in kept if home == code) for code in employed}
    staying = [(c, c, employed[c] - leaving[c]) for c in employed if c in {*there, OUTSIDE}]
    for region in regions(event):
        study = region_of(library, region, residents="laus")
        if {*region} <= {*there, OUTSIDE} and there == listed:
            assert found_in(study) == counts([*kept, *staying], region), region
        else:
            refused(study, event, {*there, *listed})


@each_event
@in_every_year
@pytest.mark.parametrize("flows_of", ["before", "after"])
def test_outlines_of_other_years_are_named_and_not_shaded(
    tmp_path: Path, event: str, year: str, flows_of: str
) -> None:
    there, drawn = codes_of(event, flows_of), codes_of(event, year)
    flows = flows_among(there)
    add_shapes(tmp_path, [*drawn, OUTSIDE])
    library = Library(add_flows(tmp_path, flows))
    for region in regions(event):
        if not {*region} <= {*there, OUTSIDE}:
            continue
        study = region_of(library, region)
        pairs = [{home, work} for home, work, _ in flows]
        touching = set().union(*(pair for pair in pairs if pair & {*region}))
        if touching & {*drawn, OUTSIDE}:
            assert set(study.undrawn) == touching - {*drawn, OUTSIDE}
            # What is drawn beside the counties of the flows covers ground of theirs.
            assert study.unshaded == set(drawn) - set(there)
        else:
            with pytest.raises(InputError, match="None of the"):
                _ = study.undrawn
        assert found_in(study) == counts(flows, region)


BLOCKS = {2016: "LODES 7", 2020: "LODES 8"}


@each_event
@pytest.mark.parametrize("of_blocks", ["before", "after"])
@pytest.mark.parametrize("crosswalk", ["none", "same", "other"])
@pytest.mark.parametrize("year", BLOCKS, ids=BLOCKS.get)
def test_blocks_are_of_the_counties_that_their_codes_or_the_crosswalk_say(
    tmp_path: Path, event: str, of_blocks: str, crosswalk: str, year: int
) -> None:
    there = codes_of(event, of_blocks)
    other = codes_of(event, "after" if of_blocks == "before" else "before")
    flows = [flow for flow in flows_among(there) if OUTSIDE not in flow[:2]]
    # One block a county: the last of the other counties has those that are too many.
    today = {code: other[min(place, len(other) - 1)] for place, code in enumerate(there)}
    now = {"none": None, "same": dict(zip(there, there, strict=True)), "other": today}[crosswalk]
    usps = us_state(there[0][:2]).usps.lower()
    library = Library(add_lodes(tmp_path, flows, usps, now, year=year))
    moved = [(today[home], today[work], jobs) for home, work, jobs in flows]
    for region in within_state(event):
        study = region_of(library, region, flows="lodes", vintage=str(year))
        known = crosswalk == "other" and {*region} <= {*today.values()}
        # Of a county that took in another and kept its code, the crosswalk knows the whole.
        took_in = known and {*there} - {*other} - {*region} and {*region} <= {*there}
        if {*region} <= {*there} and not took_in:
            assert found_in(study) == counts(flows, region), region
        elif known:
            assert found_in(study) == counts(moved, region), region
        else:
            refused(study, event, there)


NEIGHBORS = {"VA": "54", "SD": "27", "AK": "53", "CT": "25"}


@each_event
@pytest.mark.parametrize("main_of", ["before", "after"])
def test_files_of_two_releases_of_blocks_are_refused_together(
    tmp_path: Path, event: str, main_of: str
) -> None:
    """The state's own file has blocks of one census, homes in its neighbor's are of another."""
    there = codes_of(event, main_of)
    other = codes_of(event, "after" if main_of == "before" else "before")
    flows = [flow for flow in flows_among(there) if OUTSIDE not in flow[:2]]
    state = us_state(there[0][:2])
    add_lodes(tmp_path, flows, state.usps.lower(), year=2016)
    neighbor = us_state(NEIGHBORS[state.usps])
    away = [(code, f"{neighbor.fips}001", 2 + place) for place, code in enumerate(other)]
    usps = neighbor.usps.lower()
    library = Library(add_lodes(tmp_path, away, usps, kind="aux", year=2016))
    # A county that took in another and kept its code has it in both.
    alike = {*there} <= {*other} or {*other} <= {*there}
    for region in within_state(event):
        study = region_of(library, region, flows="lodes", vintage="2016")
        if alike and {*region} <= {*there}:
            assert found_in(study) == counts([*flows, *away], region)
        else:
            refused(study, event, there)

"""Counties that were renamed, joined, divided or replaced, and from which year of a source.

``data/classifications/county_changes.csv`` holds each event: the codes before and after,
and the first year that a source uses the later ones.  Together the two lists cover the
same ground, singly they may not: the planning regions of Connecticut cross the lines of
its counties, so only all of them together can be compared with all of those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from sectornb.errors import examples
from sectornb.shipped import facts


@dataclass(frozen=True)
class CountyChange:
    """One event: codes until the year before `first_year`, and codes from it on.

    `verified` tells whether the first year was found documented for this source; where it
    was not, it is the first full year after the event.
    """

    source: str
    event: str
    before: frozenset[str]
    after: frozenset[str]
    first_year: int
    verified: bool
    note: str

    def may_fall_in(self, year: int) -> bool:
        """Whether files of `year` may hold a part of it under the old codes, a part under the new.

        Where the first year is not documented, the year before it is that of the event.
        """
        return not self.verified and year == self.first_year - 1


@cache
def county_changes(source: str) -> tuple[CountyChange, ...]:
    """Every recorded event in the files of `source`."""
    return tuple(
        CountyChange(
            row["source"],
            row["event"],
            frozenset(row["before"].split()),
            frozenset(row["after"].split()),
            int(row["first_year"]),
            row["verified"] == "yes",
            row["note"],
        )
        for row in facts("county_changes")
        if row["source"] == source
    )


def counties_in(
    counties: Collection[str], year: int, latest_year: int, source: str
) -> tuple[dict[str, str], str]:
    """The codes that `counties` of `latest_year` had in `year`, or why there are none.

    Returns
    -------
    (dict, str)
        Code in `year` to the code of `latest_year` to count it under; and an empty text,
        or the reason why the region cannot be followed back.  Where several counties
        became one or one became several, all are counted under the first of the region,
        since only their sum is the same ground.
    """
    now = set(counties)
    found = {code: code for code in counties}
    for change in county_changes(source):
        touched = now & change.after
        if not touched or not year < change.first_year <= latest_year:
            continue
        if change.may_fall_in(year):
            return {}, (
                f"{change.event} in {year} or at its end, so {', '.join(sorted(touched))} may be "
                f"no whole county in the files of {year}, and no growth from {year} to "
                f"{latest_year} is computed. Choose a base year before or after {year}."
            )
        lacking = change.after - now
        if lacking:
            doubt = "" if change.verified else ", a year that is not documented for this source"
            return {}, (
                f"{change.event} in {change.first_year}{doubt}: {', '.join(sorted(touched))} "
                f"cannot be followed back to {year} without {', '.join(sorted(lacking))}, so no "
                f"growth from {year} to {latest_year} is computed. Choose a base year from "
                f"{change.first_year} on."
            )
        for code in touched:
            found.pop(code, None)
        found |= dict.fromkeys(sorted(change.before), min(touched))
    return found, ""


def has_same_codes(counties: Collection[str], year: int, latest_year: int, source: str) -> bool:
    """Whether in `year` the codes of `counties` of `latest_year` were used for the same ground."""
    codes, reason = counties_in(counties, year, latest_year, source)
    return not reason and all(code == later for code, later in codes.items())


def one_ground(
    counties: Collection[str], year: int, latest_year: int, source: str
) -> dict[str, str]:
    """Those of `counties` of `latest_year` that `counties_in` counts under one of them, and which.

    Only their sum is comparable with `year`, so what is withheld of one is not known of any.
    """
    found: dict[str, str] = {}
    for change in county_changes(source):
        touched = set(counties) & change.after
        if touched and year < change.first_year <= latest_year:
            found |= dict.fromkeys(touched, min(touched))
    return found


def out_of_use(counties: Collection[str], year: int, source: str) -> dict[str, CountyChange]:
    """Those of `counties` that `source` does not use in `year`, with the event."""
    found: dict[str, CountyChange] = {}
    for change in county_changes(source):
        old = change.before - change.after if year >= change.first_year else set()
        new = change.after - change.before if year < change.first_year else set()
        found |= {code: change for code in counties if code in old or code in new}
    return found


def instead_of(absent: Collection[str], present: Collection[str]) -> str:
    """What a table has in the place of counties that it lacks, a sentence for each event.

    Whether a table is of before or after an event is seen by its codes, whatever its year
    says: agencies revise old years to new counties, and blocks stay as a census drew them.

    Parameters
    ----------
    absent, present : collection of str
        Counties that are looked for, and those of the table.
    """
    told = ""
    for event, lacking, instead in _met(absent, present):
        told += f" It has {examples(sorted(instead), 9)} instead of "
        told += f"{examples(sorted(lacking), 9)}: {event}."
    return told


def of_other_edition(absent: Collection[str], present: Collection[str]) -> set[str]:
    """Those of the `absent` in whose place a table has `present` ones, as in `instead_of`."""
    return set[str]().union(*(lacking for _, lacking, _ in _met(absent, present)))


def without_a_part(
    counties: Collection[str], present: Collection[str], year: int
) -> dict[str, str]:
    """Those of `counties` of which a table of `year` has a part under a further code, and which.

    Bedford County took in Bedford city and kept its code: where the city's is present in a
    later year, the county's is without it.
    """
    return {
        code: f"{examples(sorted(parts))}: {event.name}"
        for event in _events()
        if year >= event.first_year
        and (parts := (event.before - event.after).intersection(present).difference(counties))
        for code in event.before & event.after & {*counties}
    }


def sharing_ground(counties: Collection[str]) -> set[str]:
    """`counties`, and every code that was ever used for ground of theirs."""
    sides = (event.before | event.after for event in _events())
    return set(counties).union(*(both for both in sides if both.intersection(counties)))


def _met(
    absent: Collection[str], present: Collection[str]
) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    for event in _events():
        before, after = event.before, event.after
        for gone, successors in ((before - after, after), (after - before, before)):
            lacking, instead = gone.intersection(absent), successors.intersection(present)
            if lacking and instead:
                yield event.name, lacking, instead


def both_editions(counties: Collection[str], region: Collection[str]) -> str:
    """The first event on the ground of `region` of which `counties` hold codes of both editions."""
    for event in _events():
        before, after = event.before, event.after
        if not (before | after).intersection(region):
            continue
        old, new = (before - after).intersection(counties), (after - before).intersection(counties)
        if old and new:
            return f"{examples(sorted(old))} and {examples(sorted(new))} ({event.name})"
    return ""


@dataclass(frozen=True)
class _Event:
    """An event, and the first year in which a source has the codes of after it."""

    name: str
    before: frozenset[str]
    after: frozenset[str]
    first_year: int


@cache
def _events() -> tuple[_Event, ...]:
    """Every event once, whichever sources know of it."""
    found: dict[str, _Event] = {}
    for row in facts("county_changes"):
        first = int(row["first_year"])
        if row["event"] in found:
            first = min(first, found[row["event"]].first_year)
        before, after = (frozenset(row[side].split()) for side in ("before", "after"))
        found[row["event"]] = _Event(row["event"], before, after, first)
    return tuple(found.values())

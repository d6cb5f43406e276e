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

from sectornb.errors import UnknownCodeError, examples
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


def in_use_from(counties: Collection[str], source: str) -> int:
    """The first year in which `source` uses all these codes; 0 where it always did."""
    changes = county_changes(source)
    came = (each.first_year for each in changes if (each.after - each.before) & {*counties})
    return max(came, default=0)


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
        if year > event.last_year
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
    for event, old, new in _codes_of_one_side(counties):
        if old and new and (event.before | event.after).intersection(region):
            return f"{examples(old)} and {examples(new)} ({event.name})"
    return ""


def refuse_both_editions(counties: Collection[str]) -> None:
    """Refuse a region of codes from before and after one event, which count one ground twice.

    Raises
    ------
    UnknownCodeError
        Names the codes of either side.
    """
    for event, old, new in _codes_of_one_side(counties):
        if old and new:
            raise UnknownCodeError(
                f"{examples(old, 9)} and {examples(new, 9)} are codes of one ground from before "
                f"and after a change ({event.name}), so the region would count it twice. Keep "
                "those that your files have, the earlier or the later ones, and leave the others "
                "out."
            )


def years_of(counties: Collection[str]) -> tuple[int, int]:
    """The first and the last year of which some source has these codes; 0 and 9999 for any.

    Nothing is told by counties of no one year, such as outlines put together from several.
    """
    first, last = 0, 9999
    for event, old, new in _codes_of_one_side(counties):
        if new and not old:
            first = max(first, event.first_year)
        if old and not new:
            last = min(last, event.last_year)
    return (first, last) if first <= last else (0, 9999)


def told_years(first: int, last: int) -> str:
    """The years of `years_of` in words; empty for any."""
    if first and last < 9999:
        return f"{first} to {last}"
    return f"{first} or later" if first else f"{last} or earlier" if last < 9999 else ""


def _codes_of_one_side(
    counties: Collection[str],
) -> Iterator[tuple[_Event, list[str], list[str]]]:
    """Every event, with those of `counties` that only exist before it, and only after."""
    for event in _events():
        old, new = event.before - event.after, event.after - event.before
        yield event, sorted(old.intersection(counties)), sorted(new.intersection(counties))


@dataclass(frozen=True)
class _Event:
    """An event; the first year of which a source has codes of after it, the last of before.

    Where the year of a source is not documented, the codes may be in its files a year before.
    """

    name: str
    before: frozenset[str]
    after: frozenset[str]
    first_year: int
    last_year: int


@cache
def _events() -> tuple[_Event, ...]:
    """Every event once, whichever sources know of it."""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in facts("county_changes"):
        rows.setdefault(row["event"], []).append(row)
    return tuple(
        _Event(
            name,
            frozenset(of[0]["before"].split()),
            frozenset(of[0]["after"].split()),
            min(int(row["first_year"]) - (row["verified"] != "yes") for row in of),
            max(int(row["first_year"]) for row in of) - 1,
        )
        for name, of in rows.items()
    )

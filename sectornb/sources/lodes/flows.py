"""Commuting between counties from the home-to-work files of LODES in a library.

People who work in a state stand in its files only.  So whoever comes to work is
in the main and aux file of the region's own states, and whoever leaves the state
to work is in the aux files of the others, in practice of the neighbors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sectornb.errors import NotInLibraryError, ParameterError, examples, nearest
from sectornb.shipped import facts
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.lodes.checks import check_od_file
from sectornb.sources.lodes.layout import COUNTS, JOB_TYPES, KEYS, SOURCE, SUFFIXES
from sectornb.sources.lodes.release import address_of, release_of
from sectornb.sources.states import UsState, neighboring_states, us_state, us_states
from sectornb.sources.store import held_store

if TYPE_CHECKING:
    import pandas as pd

    from sectornb.sources.lodes.crosswalk import Crosswalk


@dataclass(frozen=True)
class MissingFlows:
    """An aux file that the library does not hold, and what is therefore not counted.

    `own` tells a state of the region from a neighbor; `published` is False where
    the Census Bureau is known to have left out that state and year.
    """

    state: UsState
    part: str
    own: bool
    published: bool

    @property
    def text(self) -> str:
        """The finding in one sentence."""
        what = (
            f"jobs in {self.state.name} of people who live in other states are"
            if self.own
            else f"jobs that residents hold in {self.state.name} are"
        )
        why = (
            f"The {self.state.name} aux file ({self.part}) is missing"
            if self.published
            else f"{self.state.name} has no published file of this year"
        )
        return f"{why}: {what} not counted, not zero."


def lodes_county_flows(
    library: Library,
    year: int,
    work_states: Collection[str],
    *,
    job_type: str = "JT00",
    segments: Collection[str] = (),
    home_states: Collection[str] | None = None,
    vintage: str | None = None,
    crosswalks: Sequence[Crosswalk] = (),
) -> pd.DataFrame:
    """Jobs by county of home and county of work, as far as the library's files tell.

    All pairs with work in `work_states` (main and aux files), and those with work
    in any other state whose aux file the library holds and a home in
    `home_states`.  Ask :func:`missing_flow_files` what is not counted.

    Parameters
    ----------
    work_states : collection of str
        States of the region, two digits or postal codes; their main files must be there.
    job_type : str
        ``JT00`` all jobs, ``JT01`` one main job per worker, up to ``JT05``.
    segments : collection of str
        Further counts, such as ``jobs_pay_over_3333``; see the declaration of the source.
    home_states : collection of str, optional
        Whose residents are followed into other states; `work_states` by default.
    vintage : str, optional
        Needed where the library holds several of that year.
    crosswalks : sequence of Crosswalk
        Of the states whose blocks lie in other counties than their digits say: blocks keep
        the county of their census.

    Returns
    -------
    DataFrame
        ``home_area_fips``, ``work_area_fips`` (text), ``jobs`` and the segments
        (jobs, about 1 April), one row per pair that occurs, sorted.

    Raises
    ------
    NotInLibraryError
        If the year or a main file is missing; names every missing main file.
    ParameterError
        If the job type or a segment is unknown, or no state is named.
    UnknownCodeError
        If a state is unknown.
    """
    files = {c.name: c.file for c in declared(SOURCE).table("od-main").columns if c.file in COUNTS}
    wanted = ["jobs", *(name for name in dict.fromkeys(segments) if name != "jobs")]
    for name in wanted:
        if name not in files:
            raise ParameterError(f"LODES has no count {name!r}. {nearest(name, files)}")
    own = _states(work_states)
    homes = {state.fips for state in _states(home_states)} if home_states else {s.fips for s in own}
    chosen = _vintage(library, year, own, job_type, vintage)
    counts = [files[name] for name in wanted]
    tables = []
    for state in us_states().values():
        is_own = state in own
        for kind in ("main", "aux") if is_own else ("aux",):
            part = held_part(library, chosen, kind, state, job_type, year)
            if part is None:
                continue
            table = county_pairs(library, chosen, f"od-{kind}", part, crosswalks)[[*KEYS, *counts]]
            tables.append(table if is_own else table[table["home_area_fips"].str[:2].isin(homes)])
    import pandas as pd

    flows = pd.concat(tables, ignore_index=True).groupby(KEYS, as_index=False, sort=True).sum()
    return flows.rename(columns={files[name]: name for name in wanted})


def missing_flow_files(
    library: Library,
    year: int,
    job_type: str,
    states: Collection[str],
    *,
    vintage: str | None = None,
) -> tuple[MissingFlows, ...]:
    """Aux files of `states` and of their neighbors that the library does not hold.

    Without a state's own aux file its in-commuters from other states are not
    counted; without a neighbor's, the jobs that residents hold there.  Other
    states than neighbors are not looked for.

    Raises
    ------
    NotInLibraryError
        If the library holds no main file of that year.
    """
    own = _states(states)
    chosen = _vintage(library, year, own, job_type, vintage)
    around = neighboring_states(state.fips for state in own)
    return tuple(
        MissingFlows(
            state=state,
            part=_part("aux", state, job_type, year) + SUFFIXES[0],
            own=state in own,
            published=not is_gap(state.usps, year),
        )
        for state in (*own, *around)
        if held_part(library, chosen, "aux", state, job_type, year) is None
    )


def _states(codes: Iterable[str]) -> list[UsState]:
    if isinstance(codes, str):
        raise ParameterError(f'States are one text, {codes!r}. Write a list, such as ["{codes}"].')
    found = {state.fips: state for state in map(us_state, codes)}
    if not found:
        raise ParameterError('No state is named. Write a list, such as ["44"].')
    return [found[fips] for fips in sorted(found)]


def _part(kind: str, state: UsState, job_type: str, year: int) -> str:
    form = declared(SOURCE).table(f"od-{kind}").part
    return form.format(state=state.usps.lower(), job_type=job_type, year=year)


def held_part(
    library: Library, vintage: str, kind: str, state: UsState, job_type: str, year: int
) -> str | None:
    """The part of a state's ``main`` or ``aux`` file in the library, or None."""
    stem = _part(kind, state, job_type, year)
    for suffix in SUFFIXES:
        if library.path(SOURCE, vintage, f"od-{kind}", stem + suffix).is_file():
            return stem + suffix
    return None


def _vintage(
    library: Library, year: int, own: list[UsState], job_type: str, vintage: str | None
) -> str:
    """The vintage of `year`, once it is known to hold the main files of all own states."""
    if job_type not in JOB_TYPES:
        raise ParameterError(f"LODES has no job type {job_type!r}. {nearest(job_type, JOB_TYPES)}")
    chosen = library.vintage_of_year(SOURCE, "od-main", year, vintage)
    lacking = [s for s in own if held_part(library, chosen, "main", s, job_type, year) is None]
    if lacking:
        names = [_part("main", state, job_type, year) + SUFFIXES[0] for state in lacking]
        address = address_of(library, "od-main", chosen, lacking[0], job_type)
        gap = next((s for s in lacking if is_gap(s.usps, year)), None)
        raise NotInLibraryError(
            f"The library {library.root} lacks the main file{'s' * (len(lacking) > 1)} of "
            f"{examples(s.name for s in lacking)} in {year}, {JOB_TYPES[job_type]}: "
            f"{examples(names)}. "
            + (f"{gap.name} is known to have no files of that year. " if gap else "")
            + f"Download {address} (LODES release {release_of(library, chosen)}) and add it with: "
            f"sectornb add {names[0]} --source {SOURCE} --vintage {chosen} --library {library.root}"
        )
    return chosen


def county_pairs(
    library: Library, vintage: str, table: str, part: str, crosswalks: Sequence[Crosswalk] = ()
) -> pd.DataFrame:
    """County pairs of one file, from its store where it has one; read once."""
    key = (SOURCE, vintage, table, part)
    if crosswalks:
        # A store holds the counties that the digits of the blocks say.
        of_blocks = (*key, *(each.state for each in crosswalks))
        return library.once(
            of_blocks, lambda: check_od_file(library.open(*key), crosswalks).draft.table()
        )
    path, store = held_store(library, key, lambda path: check_od_file(path).draft)
    if store is None:
        return library.once(key, lambda: check_od_file(path).draft.table())
    return library.once(key, lambda: store.table([*KEYS, *COUNTS], {}))


def is_gap(usps: str, year: int) -> bool:
    """Whether the Census Bureau is known to have published no files of a state in a year."""
    return any(
        row["usps"] == usps and int(row["first_year"]) <= year <= int(row["last_year"] or year)
        for row in facts("lodes_gaps")
    )

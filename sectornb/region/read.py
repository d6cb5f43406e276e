"""From the library to the flows around a region: whose, from which source, what is missing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

import pandas as pd

from sectornb.codes import check_counties, segment_names
from sectornb.errors import (
    InputError,
    NotInLibraryError,
    ParameterError,
    UnknownCodeError,
    examples,
)
from sectornb.joins import Join, join_on_codes
from sectornb.sources.county_changes import (
    both_editions,
    instead_of,
    of_other_edition,
    sharing_ground,
    without_a_part,
)
from sectornb.sources.county_flows import county_flows
from sectornb.sources.laus import SOURCE as LAUS
from sectornb.sources.laus import county_labor_force
from sectornb.sources.library import Library
from sectornb.sources.lodes.crosswalk import crosswalks_with
from sectornb.sources.lodes.flows import held_part, lodes_county_flows, missing_flow_files
from sectornb.sources.states import neighboring_states, us_state, us_states

SEGMENTS = tuple(name for name in segment_names() if name != "jobs")
"""By age, by pay a month, by kind of industry; each three add up to all jobs."""
COMPLETED = (
    "region_commuting",
    "labor_shed",
    "commute_shed",
    "containment",
    "linked_counties",
    "delineations",
)
"""Tables that rest on people who live and work in one county."""


@dataclass(frozen=True)
class Commuting:
    """Flows around a region.

    Attributes
    ----------
    flows : DataFrame
        ``home_area_fips``, ``work_area_fips`` (text), ``jobs``; one row per pair.
    complete : tuple of str
        Counties whose own flows are complete within what was read.
    missing : tuple of str
        What the library lacks and the flows therefore do not hold, a sentence each.
    segments : tuple of str
        Further columns of `flows`: the same jobs by age, pay and kind of industry.
    counted : str
        ``jobs``, ``primary jobs`` (one per worker) or ``workers``; whatever it is stands
        in the column ``jobs``.
    joins : tuple of Join
        How the counties of the flows matched those of a further source.
    """

    flows: pd.DataFrame
    complete: tuple[str, ...]
    missing: tuple[str, ...]
    segments: tuple[str, ...] = ()
    counted: str = "jobs"
    joins: tuple[Join, ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """Two-digit states that occur in the flows."""
        codes = {*self.flows["home_area_fips"], *self.flows["work_area_fips"]}
        return tuple(sorted({code[:2] for code in codes}))

    @property
    def zoned_in(self) -> str:
        """The states of the complete counties in words: their names, or how many of many."""
        codes = sorted({code[:2] for code in self.complete})
        named = [us_states()[code].name if code in us_states() else code for code in codes]
        if len(named) <= 6:
            return ", ".join(named)
        district = "11" in codes
        return f"{len(named) - district} states" + " and the District of Columbia" * district


def commuting_flows(
    library: Library,
    counties: Collection[str],
    *,
    source: str,
    vintage: str,
    job_type: str = "JT00",
    residents: str = "flows",
) -> Commuting:
    """Flows into and out of a region from the library.

    Parameters
    ----------
    counties : collection of str
        The region.
    source : str
        ``lodes``, or ``county-flows`` for a flow table of the user.
    vintage : str
        Year of the flows.
    job_type : str
        Of LODES; not used for other sources.
    residents : str
        ``flows``, or ``laus`` for a flow table without the people who live and work
        in one county: they are then its employed residents (annual average of that
        year) minus those who leave it, at least none.  With a vintage, ``laus 2020.r2``,
        where the library holds several of that year.

    Raises
    ------
    NotInLibraryError
        If the flows of the region's own states are not in the library.
    InputError
        If a table of flows leaves out the people who live and work in a county
        of the region: shares of a total that is not there would be wrong.
    ParameterError
        If LAUS is asked to complete flows of LODES, which are complete.
    UnknownCodeError
        If the flows do not have a county of the region under the code asked for.
    """
    region = check_counties(counties)
    if source == "county-flows":
        return _from_table(library, region, vintage, residents)
    if residents != "flows":
        raise ParameterError(
            "LODES counts the jobs that people hold in their own county, so employed residents of "
            "LAUS have no place there. Write residents: flows."
        )
    year = int(vintage[:4])
    own = sorted({code[:2] for code in region})
    around = {state.fips for state in neighboring_states(own)}
    held = [
        fips
        for fips in sorted(around)
        if all(
            held_part(library, vintage, kind, us_state(fips), job_type, year)
            for kind in ("main", "aux")
        )
    ]
    ask = partial(
        lodes_county_flows,
        library,
        year,
        [*own, *held],
        job_type=job_type,
        segments=SEGMENTS,
        home_states=[*own, *held],
        vintage=vintage,
    )
    flows = ask()
    # Blocks keep the county of their census; a crosswalk may know them by the codes asked for.
    present = _of_one_release(flows)
    odd = set(region) - present or set(without_a_part(region, present, year))
    if odd and (known := crosswalks_with(library, odd)):
        flows = ask(crosswalks=known)
        present = _of_one_release(flows)
    _refuse_other_codes(region, flows, present, f"LODES {vintage}")
    missing = missing_flow_files(library, year, job_type, own, vintage=vintage)
    inside = flows["home_area_fips"].str[:2].isin([*own, *held])
    complete = sorted(set(flows.loc[inside, "home_area_fips"]) & set(flows["work_area_fips"]))
    told = tuple(each.text for each in missing)
    counted = "primary jobs" if job_type in ("JT01", "JT03", "JT05") else "jobs"
    return Commuting(flows, tuple(complete), told, SEGMENTS, counted)


def counties_of(flows: pd.DataFrame) -> set[str]:
    """Every county where somebody of `flows` lives or works."""
    return {*flows["home_area_fips"], *flows["work_area_fips"]}


def _of_one_release(flows: pd.DataFrame) -> set[str]:
    """Counties of the flows, without homes under codes in whose place work has later ones.

    Such homes stand in a neighbor's file of another release.
    """
    every, works = counties_of(flows), set(flows["work_area_fips"])
    return every - of_other_edition(every - works, works)


def _refuse_other_codes(
    region: Collection[str], flows: pd.DataFrame, present: set[str], name: str
) -> None:
    if absent := sorted(set(region) - present):
        instead = instead_of(absent, present)
        blocks = (
            " or add a block crosswalk of the state that has the codes asked for "
            "(sectornb add FILE --source lodes), "
        )
        advice = (
            f"Write these codes into counties,{blocks * name.startswith('LODES')}"
            "or take flows of another edition."
            if instead
            else "Check the codes, and whether the flow file of their state is in the library."
        )
        raise UnknownCodeError(
            f"{examples(absent)} never appear{'s' if len(absent) == 1 else ''} in the flows of "
            f"{name}.{instead} {advice}"
        )
    if both := both_editions(counties_of(flows), region):
        raise InputError(
            f"The flows of {name} count one ground under codes of two editions: {both}. Their "
            "files are of different releases; add all of them from one release."
        )


def with_employed_residents(
    flows: pd.DataFrame, employed: pd.Series[float]
) -> tuple[pd.DataFrame, str]:
    """Flows between counties completed by people who live and work in one.

    F_ii = max(E_i, F_i) - F_i with E_i the employed residents and F_i those who leave
    county i.  Two statistics of different making are put together, which is an
    approximation.  Counties without E are left out with all their flows.

    Parameters
    ----------
    flows : DataFrame
        ``home_area_fips``, ``work_area_fips``, ``jobs``; pairs of one county are replaced.
    employed : Series
        Employed residents by county code.

    Returns
    -------
    flows : DataFrame
        With one row more per county.
    text : str
        What was done, and how many counties were left out or hold no such people.
    """
    known = set(employed.index[employed.notna()])
    every = counties_of(flows)
    dropped = sorted(every - known)
    kept = flows[flows["home_area_fips"].isin(known) & flows["work_area_fips"].isin(known)]
    kept = kept[kept["home_area_fips"].ne(kept["work_area_fips"])]
    codes = pd.Index(sorted(every & known))
    # Nobody is in the table who does not leave: a true zero.
    leaving = kept.groupby("home_area_fips")["jobs"].sum().reindex(codes).fillna(0.0)
    staying = employed.reindex(codes) - leaving
    within = pd.DataFrame({"home_area_fips": codes, "work_area_fips": codes})
    within["jobs"] = staying.clip(lower=0).to_numpy()
    below = codes[staying.lt(0)]
    text = (
        "People who live and work in one county are employed residents (LAUS, annual average) "
        "minus those who leave it: two statistics of different making, an approximation."
    )
    if dropped:
        text += f" Left out for want of employed residents: {examples(dropped, 6)}."
    if len(below):
        text += f" In {len(below):,} more people leave than are employed: {examples(below, 6)}."
    return pd.concat([kept, within], ignore_index=True), text


def _from_table(
    library: Library, region: tuple[str, ...], vintage: str, residents: str
) -> Commuting:
    found = county_flows(library, vintage)
    every = counties_of(found.flows)
    _refuse_other_codes(region, found.flows, every, vintage)
    if residents != "flows":
        chosen = residents.removeprefix(LAUS).strip()
        force = _employed_residents(library, int(vintage[:4]), chosen)
        employed = force.index[force["employed"].notna()]
        _refuse_other_residents(region, every, set(force.index), set(employed), vintage)
        flows, text = with_employed_residents(
            found.flows[["home_area_fips", "work_area_fips", "jobs"]], force["employed"]
        )
        whole = set(flows["home_area_fips"]) & set(flows["work_area_fips"])
        joined = join_on_codes(
            "the table of flows",
            every,
            f"the employed residents of LAUS {vintage[:4]}",
            employed,
            COMPLETED,
            "Add flows and LAUS of one year.",
        )
        return Commuting(flows, tuple(sorted(whole)), (text,), (), found.counted, (joined,))
    unknown = set(found.without_diagonal)
    lacking = [code for code in region if code in unknown]
    if lacking:
        raise InputError(
            f"The table of flows {vintage} holds no {found.counted} who live and work in "
            f"{examples(lacking)}, so containment and sheds cannot be computed. Add these rows to "
            "the table, or take employed residents for them: residents: laus"
        )
    flows = found.flows[["home_area_fips", "work_area_fips", "jobs"]]
    both = set(flows["home_area_fips"]) & set(flows["work_area_fips"])
    told = (found.text,) if found.text else ()
    return Commuting(flows, tuple(sorted(both - unknown)), told, counted=found.counted)


def _refuse_other_residents(
    region: Collection[str], flows: set[str], listed: set[str], employed: set[str], vintage: str
) -> None:
    """Refuse LAUS without figures of the region, or of other ground under its codes."""
    ground = sharing_ground(region)
    lacking = {*region} - employed | of_other_edition(ground & flows - listed, listed)
    further = of_other_edition(ground & listed - flows, flows)
    if not lacking and not further:
        return
    book = f"The LAUS workbook of {vintage[:4]}"
    told = (
        f"{book} has no employed residents of {examples(sorted(lacking))}."
        f"{instead_of(lacking, employed)}"
        if lacking
        else f"{book} counts {examples(sorted(further))} by themselves, the table of flows does "
        f"not.{instead_of(further, flows)}"
    )
    raise InputError(
        f"{told} Leave such counties out; or add the people who live and work there to the table "
        "of flows, and write residents: flows."
    )


def _employed_residents(library: Library, year: int, vintage: str) -> pd.DataFrame:
    if (
        not vintage
        and len(held := [v for v in library.vintages(LAUS, "county") if v[:4] == str(year)]) > 1
    ):
        raise NotInLibraryError(
            f"The library {library.root} holds LAUS of {year} in several vintages: "
            f"{', '.join(held)}. Say which one in the region file, in the section region: "
            f"residents: laus {held[-1]}"
        )
    return county_labor_force(library, year, vintage or None).set_index("area_fips")

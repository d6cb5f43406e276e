"""The flows of one question about a region: whose, from which source, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from sectornb.codes import check_counties
from sectornb.errors import InputError, examples
from sectornb.sources.county_flows import county_flows
from sectornb.sources.library import Library
from sectornb.sources.lodes_crosswalk import crosswalk_of
from sectornb.sources.lodes_flows import lodes_county_flows, missing_flow_files
from sectornb.sources.qcew_titles import area_titles
from sectornb.sources.states import neighboring_states, us_state, us_states


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
    """

    flows: pd.DataFrame
    complete: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Two-digit states that occur in the flows."""
        codes = {*self.flows["home_area_fips"], *self.flows["work_area_fips"]}
        return tuple(sorted({code[:2] for code in codes}))


def commuting_flows(
    library: Library,
    counties: Collection[str],
    *,
    source: str,
    vintage: str,
    job_type: str = "JT00",
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

    Raises
    ------
    NotInLibraryError
        If the flows of the region's own states are not in the library.
    InputError
        If a table of flows leaves out the people who live and work in a county
        of the region: shares of a total that is not there would be wrong.
    """
    region = check_counties(counties)
    if source == "county-flows":
        return _from_table(library, region, vintage)
    year = int(vintage[:4])
    own = sorted({code[:2] for code in region})
    around = {state.fips for state in neighboring_states(own)}
    held = [fips for fips in sorted(around) if _is_whole(library, vintage, fips, job_type, year)]
    flows = lodes_county_flows(
        library, year, [*own, *held], job_type=job_type, home_states=[*own, *held], vintage=vintage
    )
    missing = missing_flow_files(library, year, job_type, own, vintage=vintage)
    inside = flows["home_area_fips"].str[:2].isin([*own, *held])
    complete = sorted(set(flows.loc[inside, "home_area_fips"]) & set(flows["work_area_fips"]))
    return Commuting(flows, tuple(complete), tuple(each.text for each in missing))


def county_names(library: Library, states: Collection[str] = ()) -> dict[str, str]:
    """County code to name: from the agency's area titles, else from block crosswalks.

    Parameters
    ----------
    states : collection of str
        Two-digit states whose crosswalk is looked for where there are no titles.
    """
    names = area_titles(library)
    for state in () if names else sorted(set(states)):
        held = [v for v in library.vintages("lodes", "xwalk") if _crosswalk(library, v, state)]
        if held:
            frame = crosswalk_of(library, state, held[-1]).frame
            names |= dict(zip(frame["area_fips"], frame["county_name"], strict=True))
    return names


def with_county_name(
    table: pd.DataFrame, code_column: str, names: Mapping[str, str]
) -> pd.DataFrame:
    """`table` with a column ``county_name`` after its code; state and code where unnamed."""
    named = [names.get(code) or _unnamed(code) for code in table[code_column]]
    table = table.copy()
    table.insert(list(table.columns).index(code_column) + 1, "county_name", named)
    return table.astype({"county_name": "str"})


def _unnamed(code: str) -> str:
    state = us_states().get(code[:2])
    return f"{code}, {state.name}" if state else code


def _from_table(library: Library, region: tuple[str, ...], vintage: str) -> Commuting:
    found = county_flows(library, vintage)
    unknown = set(found.without_diagonal)
    lacking = [code for code in region if code in unknown]
    if lacking:
        raise InputError(
            f"The table of flows {vintage} holds no {found.counted} who live and work in "
            f"{examples(lacking)}, so containment and sheds cannot be computed. Add these rows to "
            "the table, or use another source of flows."
        )
    flows = found.flows[["home_area_fips", "work_area_fips", "jobs"]]
    both = set(flows["home_area_fips"]) & set(flows["work_area_fips"])
    return Commuting(flows, tuple(sorted(both - unknown)), (found.text,) if found.text else ())


def _is_whole(library: Library, vintage: str, fips: str, job_type: str, year: int) -> bool:
    """Whether the library holds both files of the jobs located in a state."""
    usps = us_state(fips).usps.lower()
    return all(
        any(
            part.startswith(f"{usps}_od_{kind}_{job_type}_{year}")
            for part in library.parts("lodes", vintage, f"od-{kind}")
        )
        for kind in ("main", "aux")
    )


def _crosswalk(library: Library, vintage: str, state: str) -> bool:
    stem = f"{us_state(state).usps.lower()}_xwalk"
    return any(part.startswith(stem) for part in library.parts("lodes", vintage, "xwalk"))

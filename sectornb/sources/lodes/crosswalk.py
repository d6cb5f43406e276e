"""Block crosswalks of LODES: the county and the workforce area of each census block."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from sectornb.codes import is_county
from sectornb.errors import InputError, NotInLibraryError, examples
from sectornb.sources.columns import declared_columns
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.lodes.layout import SOURCE, SUFFIXES
from sectornb.sources.lodes.release import NEWEST_KNOWN, address_of, release_of
from sectornb.sources.opening import MEBIBYTE, header_of
from sectornb.sources.refusals import refuse_codes, refuse_repeats, refuse_two_names
from sectornb.sources.states import us_state, us_states

LARGEST = 512 * MEBIBYTE
"""Bytes unpacked: the blocks of Texas take some 400 MB."""


@dataclass(frozen=True)
class Crosswalk:
    """The blocks of one state.

    `frame` has a row per ``block`` with ``area_fips``, ``county_name``, ``cbsa``,
    ``cbsa_name``, ``stwib`` and ``stwibname``, all text, empty where a block lies
    in no such area; `blocks_of` is the census of the blocks, 2010 or 2020;
    `created` the day of the file as eight digits.
    """

    state: str
    blocks_of: str
    created: str
    frame: pd.DataFrame

    @cached_property
    def counties(self) -> pd.Series[int]:
        """County by block, both as whole numbers."""
        numbers = self.frame[["block", "area_fips"]].astype("int64")
        return numbers.set_index("block")["area_fips"]


def read_crosswalk(path: Path) -> Crosswalk:
    """A state's block crosswalk, gzipped or not, of either release.

    Raises
    ------
    InputError
        If it is no such file, is damaged, repeats a block, has codes that are
        none, or holds several states.
    """
    frame = declared_columns(path, SOURCE, "xwalk", "gzip", LARGEST)
    _check(path, frame)
    return Crosswalk(
        state=frame["block"].iloc[0][:2],
        blocks_of="2010" if "tabblk2010" in header_of(path, "gzip") else "2020",
        created=frame["created"].iloc[0],
        frame=frame.drop(columns=["state_fips", "usps", "created"])
        .sort_values("block")
        .reset_index(drop=True),
    )


def _check(path: Path, frame: pd.DataFrame) -> None:
    is_block = re.compile(r"\d{15}").fullmatch
    refuse_codes(path, frame["block"], is_block, "block of 15 digits", digits=15)
    for column, title in (("cbsa", ""), ("stwib", ""), ("created", "createdate")):
        is_number = re.compile(r"\d*").fullmatch
        refuse_codes(path, frame[column], is_number, "code", title=title, digits=0)
    # A few blocks lie beyond the border after it was surveyed again, so counties may leave the
    # state while the blocks' own codes may not.
    states = frame["block"].str[:2].unique()
    if len(states) > 1 or states[0] not in us_states():
        raise InputError(
            f"{path} holds blocks of {len(states)} states ({examples(sorted(states))}). Use the "
            "crosswalk of one state, such as ri_xwalk.csv.gz."
        )
    refuse_codes(path, frame["area_fips"], is_county, "county code", title="cty")
    refuse_repeats(path, frame, ["block"], "blocks")
    for code, name in (("area_fips", "county_name"), ("stwib", "stwibname")):
        refuse_two_names(path, frame, code, name)


def held_crosswalks(library: Library, state: str) -> dict[str, str]:
    """Vintage to the part that holds the crosswalk of `state`, sorted by vintage."""
    return {
        vintage: part
        for vintage in library.vintages(SOURCE, "xwalk")
        for part in library.parts(SOURCE, vintage, "xwalk")
        if part.removeprefix(_stem(state)) in SUFFIXES
    }


def _stem(state: str) -> str:
    return declared(SOURCE).table("xwalk").part.format(state=us_state(state).usps.lower())


def crosswalk_of(library: Library, state: str, vintage: str | None = None) -> Crosswalk:
    """The crosswalk of `state` in the library.

    Parameters
    ----------
    state : str
        Two digits or postal code.
    vintage : str, optional
        Needed where the library holds several.

    Raises
    ------
    NotInLibraryError
        If the library holds none of this state, or several and none is chosen.
    """
    place = us_state(state)
    held = {v: part for v, part in held_crosswalks(library, state).items() if vintage in (None, v)}
    if not held:
        newest = vintage or max(library.vintages(SOURCE, "od-main"), default=str(NEWEST_KNOWN))
        address = address_of(library, "xwalk", newest, place, "")
        file = _stem(state) + SUFFIXES[0]
        raise NotInLibraryError(
            f"The library {library.root} holds no crosswalk of {place.name}"
            f"{f' in vintage {vintage}' if vintage else ''}. Download {address} (LODES release "
            f"{release_of(library, newest)}) and add it, with the year of your flows, with: "
            f"sectornb add {file} --source {SOURCE} --vintage {newest} "
            f"--library {library.root}"
        )
    if len(held) > 1:
        raise NotInLibraryError(
            f"The library {library.root} holds crosswalks of {place.name} in several vintages: "
            f"{', '.join(held)}. Say which one."
        )
    [(chosen, part)] = held.items()
    return library.parsed(SOURCE, chosen, "xwalk", part, read_crosswalk)


def crosswalks_with(library: Library, counties: Collection[str]) -> tuple[Crosswalk, ...]:
    """The newest crosswalk of each state that has all of its `counties`, where there is one."""
    found = []
    for state in sorted({code[:2] for code in counties}):
        wanted = {code for code in counties if code[:2] == state}
        for vintage in reversed(library.vintages(SOURCE, "xwalk")):
            with contextlib.suppress(NotInLibraryError):
                crosswalk = crosswalk_of(library, state, vintage)
                if wanted <= set(crosswalk.frame["area_fips"]):
                    found.append(crosswalk)
                    break
    return tuple(found)


def workforce_areas(library: Library, state: str, vintage: str | None = None) -> pd.DataFrame:
    """Counties of each workforce board area of a state, by the blocks they share.

    Parameters
    ----------
    state : str
        Two digits or postal code.
    vintage : str, optional
        Vintage of the crosswalk, needed where the library holds several.

    Returns
    -------
    DataFrame
        ``stwib``, ``stwibname``, ``area_fips``, ``county_name`` (text), ``blocks``
        (blocks of the county in the area) and ``blocks_share`` (their share of the
        county's blocks in any area, 0 to 1; below 1 the county is divided), sorted
        by area and county.  Water blocks without an area are left out, and so are
        blocks of the crosswalk that today lie in another state or its areas.

    Raises
    ------
    NotInLibraryError
        If the library does not hold the state's crosswalk.

    Notes
    -----
    Blocks are counted, not people: a share says how a county is cut, not how
    many live on each side.
    """
    frame = crosswalk_of(library, state, vintage).frame
    fips = us_state(state).fips
    inside = frame[
        frame["stwib"].ne("")
        & frame["area_fips"].str.startswith(fips)
        & frame["stwib"].str.startswith(fips)
    ]
    keys = ["stwib", "stwibname", "area_fips", "county_name"]
    blocks = inside.groupby(keys, sort=True).size().rename("blocks").reset_index()
    county = blocks.groupby("area_fips")["blocks"].transform("sum")
    return blocks.assign(blocks_share=blocks["blocks"] / county)

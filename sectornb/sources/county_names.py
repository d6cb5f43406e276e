"""Names of counties, from whichever source of the library gives them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from sectornb.errors import UnknownCodeError, examples
from sectornb.shipped import facts
from sectornb.sources.geometry import CountyShapes
from sectornb.sources.library import Library
from sectornb.sources.lodes.crosswalk import crosswalk_of, held_crosswalks
from sectornb.sources.qcew.titles import area_titles
from sectornb.sources.states import us_states


def county_names(
    library: Library, states: Collection[str] = (), shapes: CountyShapes | None = None
) -> dict[str, str]:
    """County code to name: from the agency's area titles, else block crosswalks, else shapes.

    Parameters
    ----------
    states : collection of str
        Two-digit states whose crosswalk is looked for where there are no titles.
    shapes : CountyShapes, optional
        County shapes, whose names lack the state.
    """
    names = area_titles(library)
    for state in () if names else sorted(set(states)):
        if held := held_crosswalks(library, state):
            frame = crosswalk_of(library, state, max(held)).frame
            names |= dict(zip(frame["area_fips"], frame["county_name"], strict=True))
    drawn = shapes.names if shapes else {}
    return {code: _in_state(code, name) for code, name in drawn.items() if name} | names


def with_county_name(
    table: pd.DataFrame, code_column: str, names: Mapping[str, str], column: str = "county_name"
) -> pd.DataFrame:
    """`table` with the name of its county in `column` after the code; else code and state."""
    named = [
        names.get(code) or (_in_state(code, code) if code else "") for code in table[code_column]
    ]
    table = table.copy()
    table.insert(list(table.columns).index(code_column) + 1, column, named)
    return table.astype({column: "str"})


def _in_state(code: str, name: str) -> str:
    state = us_states().get(code[:2])
    return f"{name}, {state.usps}" if state else name


def refuse_unknown(counties: Collection[str], titles: Mapping[str, str], where: str) -> None:
    """Refuse a county that `titles` do not know, if there are any; `where` says whose they are.

    A code that came with a change of counties may be newer than the list.

    Raises
    ------
    UnknownCodeError
        Names up to three such codes, and the counties next to the first.
    """
    known = {*titles, *(code for row in facts("county_changes") for code in row["after"].split())}
    if unknown := [code for code in counties if titles and code not in known]:
        state = unknown[0][:2]
        inside = sorted(
            (code for code in titles if code[:2] == state),
            key=lambda code: abs(int(code) - int(unknown[0])),
        )
        near = examples((f"{code} is {titles[code]}" for code in sorted(inside[:2])), 2)
        beside = f"Next to it, {near}." if near else f"No state has {state}."
        raise UnknownCodeError(
            f"{where} have no county {examples(unknown)}. {beside} Correct it or leave it out."
        )

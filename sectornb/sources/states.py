"""The states: code, postal code, name, and which states border on which.

``data/classifications/state_neighbors.csv`` holds the fifty states, the District
of Columbia, Puerto Rico, and the two fictional states of the example.  A border
is a line on land or in a river or bay; a mere corner is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sectornb.errors import UnknownCodeError, examples
from sectornb.shipped import facts


@dataclass(frozen=True)
class UsState:
    """One state: two-digit code as text, postal code, name, postal codes of its neighbors."""

    fips: str
    usps: str
    name: str
    neighbors: tuple[str, ...]


@cache
def us_states() -> dict[str, UsState]:
    """Every state by its two-digit code."""
    return {
        row["state_fips"]: UsState(
            row["state_fips"], row["usps"], row["state"], tuple(row["neighbors"].split())
        )
        for row in facts("state_neighbors")
    }


def us_state(code: str) -> UsState:
    """The state with a two-digit or postal code, such as ``"44"`` or ``"RI"``.

    Raises
    ------
    UnknownCodeError
        If there is no such state.
    """
    known = us_states()
    if code in known:
        return known[code]
    for state in known.values():
        if state.usps == str(code).upper():
            return state
    raise UnknownCodeError(
        f"{code!r} is not a state. Write two digits as text, such as '44', or the postal code, "
        "such as 'RI'."
    )


def neighboring_states(codes: Iterable[str]) -> list[UsState]:
    """States that border on one of `codes` and are not among them, by code.

    Raises
    ------
    UnknownCodeError
        If a code is not that of a state, or none is given.
    """
    inside = {us_state(code).usps for code in codes}
    if not inside:
        raise UnknownCodeError(
            f"No state is named. Known are, for example, {examples(us_states())}."
        )
    around = {usps for code in inside for usps in us_state(code).neighbors} - inside
    return sorted((us_state(usps) for usps in around), key=lambda state: state.fips)

"""What confines withheld cells: rows of the region, its states, and their other counties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sectornb.codes import is_county, is_state
from sectornb.disclosure.withheld.levels import SurroundingLevels
from sectornb.disclosure.withheld.system import System, with_surroundings

LEFT_OUT = (
    "Ranges of withheld figures of {year} rest on the region's counties and the state alone; the "
    "other counties that the library holds would narrow them, and are left out: {why}"
)


@dataclass(frozen=True)
class Confined:
    """Systems of sums, and how much of what the library holds is in them.

    Attributes
    ----------
    systems : dict of str to System
        By year.
    held : mapping of str to int
        Year to the counties of the region's states that the library holds.
    left_out : mapping of str to str
        Year to why other counties than the region's are not used though they could be.
    """

    systems: dict[str, System]
    held: Mapping[str, int]
    left_out: Mapping[str, str]

    def areas(self, year: str) -> dict[str, int]:
        """How many ``states``, and ``counties`` of those ``held``, the system of `year` uses."""
        system = self.systems[year]
        codes = system.rows["area_fips"].unique()
        return {
            "states": sum(map(is_state, codes)) if system.crossed else 0,
            "counties": sum(map(is_county, codes)),
            "held": self.held[year],
        }

    @property
    def told(self) -> list[str]:
        """Why counties are left out, a sentence for each year."""
        return [LEFT_OUT.format(year=year, why=why) for year, why in sorted(self.left_out.items())]


def confined(systems: Mapping[str, System], around: SurroundingLevels) -> Confined:
    """The `systems` of the region and its states with what the library holds `around` it."""
    found, left_out = dict(systems), dict(around.unread)
    if around.rows is not None:
        found, contradicted = with_surroundings(systems, around.rows)
        left_out |= contradicted
    return Confined(found, around.held, left_out)

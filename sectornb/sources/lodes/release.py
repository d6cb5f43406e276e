"""Which release of LODES a library uses, and the address of a file of that release."""

from __future__ import annotations

from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.lodes.layout import SOURCE
from sectornb.sources.states import UsState

RELEASES = {"2010": "7", "2020": "8"}
"""Census of the blocks to the release that has them; the columns of flows do not tell."""
LAST_YEAR_OF_7 = 2019
NEWEST_KNOWN = 2023
"""The newest year known to be published; later ones may be by now."""


def release_of(library: Library, vintage: str) -> str:
    """The release, 7 or 8, of a vintage in the library, by the blocks of its crosswalks.

    Years after 2019 are of release 8; so is another where the library has no crosswalk at all.
    """
    if int(vintage[:4]) > LAST_YEAR_OF_7:
        return "8"
    crosswalks = library.holdings(SOURCE, vintage, "xwalk") or library.holdings(
        SOURCE, table="xwalk"
    )
    # The period of a crosswalk ends with the census of its blocks.
    found = {RELEASES.get(each.reference_period[-4:], "8") for each in crosswalks}
    return min(found, default="8")


def address_of(library: Library, table: str, vintage: str, state: UsState, job_type: str) -> str:
    """Where the Census Bureau publishes a state's file of a table in the library's release."""
    return (
        declared(SOURCE)
        .table(table)
        .url.format(
            release=release_of(library, vintage),
            state=state.usps.lower(),
            job_type=job_type,
            year=vintage[:4],
        )
    )

"""County-to-county flows from one simple CSV table that a user can make from any source.

Columns ``home_area_fips``, ``work_area_fips``, ``jobs`` or ``workers``, and
``moe`` (margin of error) where there is one; one row per pair, codes of five
digits; gzipped or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sectornb.codes import is_county
from sectornb.errors import InputError, counted, examples
from sectornb.sources.columns import require_columns, text_columns
from sectornb.sources.county_changes import both_editions
from sectornb.sources.library import Library
from sectornb.sources.opening import header_of, is_packed
from sectornb.sources.recognition import Recognized, recognized, table_by_header
from sectornb.sources.refusals import checked_numbers, refuse_codes, refuse_repeats

SOURCE = "county-flows"
KEYS = ["home_area_fips", "work_area_fips"]
MEASURES = ("jobs", "workers")


@dataclass(frozen=True)
class CountyFlows:
    """Flows between counties, and what the table leaves out.

    `flows` has ``home_area_fips``, ``work_area_fips`` (text), ``jobs`` (count) and
    ``jobs_moe`` where the table has margins of error; `counted` says whether the
    count is of ``jobs`` or ``workers``; `without_diagonal` names the counties that
    stand in the table and have no row of people who live and work there.
    """

    flows: pd.DataFrame
    counted: str
    without_diagonal: tuple[str, ...]

    @property
    def text(self) -> str:
        """The finding on people who live and work in one county, empty if all are there."""
        counties = len({*self.flows["home_area_fips"], *self.flows["work_area_fips"]})
        missing = len(self.without_diagonal)
        if not missing:
            return ""
        if missing == counties:
            return (
                f"The table holds no {self.counted} who live and work in the same county, for any "
                f"of its {counted(counties, 'county', 'counties')}: they are not counted, not zero."
            )
        return (
            f"{missing:,} of {counted(counties, 'county', 'counties')} "
            f"({examples(self.without_diagonal)}) {'has' if missing == 1 else 'have'} no "
            f"row of {self.counted} who live and work there: they are not counted, and may not "
            "be zero."
        )


def recognize(path: Path, vintage: str) -> Recognized:
    """A table of flows, read and checked.

    Raises
    ------
    InputError
        If it is no such table; see :func:`read_county_flows`.
    """
    header = header_of(path, "gzip")
    if not set(KEYS) & set(header):
        table_by_header(path, SOURCE, set(header))
    found = read_county_flows(path)
    suffix = ".csv.gz" if is_packed(path, "gzip") else ".csv"
    return recognized(SOURCE, "flows", len(found.flows), suffix, year=vintage[:4])


def read_county_flows(path: Path) -> CountyFlows:
    """A table of flows between counties.

    Raises
    ------
    InputError
        If a column is missing or both ``jobs`` and ``workers`` are there, a code
        is not a county's, counties stand under codes of two editions, a pair stands
        twice, or a count is negative, missing or no number.
    """
    header = header_of(path, "gzip")
    require_columns(path, header, {KEYS[0]: (), KEYS[1]: (), "jobs": ("workers",)})
    counted = next(name for name in MEASURES if name in header)
    wanted = [*KEYS, counted, *(["moe"] if "moe" in header else [])]
    texts = text_columns(path, wanted, "gzip")
    advice = "Write five digits per county, and leave out states, totals and places abroad."
    for column in KEYS:
        refuse_codes(path, texts[column], is_county, "county", advice=advice)
    refuse_repeats(path, texts, KEYS, "pairs", "Keep one row per pair.")
    every = {*texts[KEYS[0]], *texts[KEYS[1]]}
    if both := both_editions(every, every):
        raise InputError(
            f"{path} counts one ground under codes of two editions: {both}. Write the flows with "
            "the codes of one year, and add the table again."
        )
    flows = texts[KEYS].copy()
    told = (
        "{} where a count belongs. Write plain numbers without commas; leave out pairs that are "
        "not known."
    )
    flows["jobs"] = checked_numbers(path, texts[counted], told)
    if "moe" in texts:
        flows["jobs_moe"] = checked_numbers(path, texts["moe"], told, missing=[""])
    flows = flows.sort_values(KEYS).reset_index(drop=True)
    within = set(flows.loc[flows[KEYS[0]].eq(flows[KEYS[1]]), KEYS[0]])
    missing = {*flows[KEYS[0]], *flows[KEYS[1]]} - within
    return CountyFlows(flows, counted, tuple(sorted(missing)))


def county_flows(library: Library, vintage: str) -> CountyFlows:
    """The table of flows of one vintage in the library.

    Raises
    ------
    NotInLibraryError
        If the library holds none of that vintage.
    """
    columns = f"{', '.join(KEYS)} and jobs or workers"
    add = f"Make a CSV file with the columns {columns}, and add it"
    library.only_vintage(SOURCE, ["flows"], vintage, "table of county flows", add=add)
    part = library.parts(SOURCE, vintage, "flows")[0]
    return library.parsed(SOURCE, vintage, "flows", part, read_county_flows)

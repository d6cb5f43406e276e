"""The income that sustains a family: LLSIL first, else a multiple of the poverty guideline."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sectornb.errors import NotInLibraryError, UnknownCodeError, examples
from sectornb.sources.library import Library
from sectornb.sources.own_tables.held import held_own_table

SOURCE = "wage-thresholds"
HOURS = 2_080
"""Paid hours of a year of 52 weeks of 40 hours."""
MULTIPLE = 2.0
"""Of the poverty guideline, where there is no LLSIL: the usual 200 percent."""
LARGEST_LISTED = 6
"""People in the largest family of the notice of the LLSIL."""


@dataclass(frozen=True)
class Threshold:
    """A family-sustaining income in dollars a year, and what it rests on."""

    yearly_usd: float
    basis: str

    @property
    def hourly_usd(self) -> float:
        """Dollars an hour of one full-time job."""
        return self.yearly_usd / HOURS


def sustaining_income(
    library: Library,
    area: str,
    family: int,
    *,
    guideline_area: str = "48 states and DC",
    multiple: float = MULTIPLE,
    own_family: str = "",
) -> Threshold:
    """What a family of `family` people needs a year in `area`, and by which table.

    The Lower Living Standard Income Level (100 percent) of the area; where the library has none of
    it, `multiple` times the poverty guideline.  With `own_family`, as a table of one's own calls
    it, the threshold of that table.

    Raises
    ------
    NotInLibraryError
        If the library holds no table for it.
    UnknownCodeError
        If the table of one's own has no such area and family.
    """
    if own_family:
        own = held_own_table(library, SOURCE, table="own")
        rows = own[own["area_name"].eq(area) & own["family"].eq(own_family)]
        if rows.empty:
            known = examples(own["area_name"] + ": " + own["family"])
            raise UnknownCodeError(
                f"The thresholds have no {own_family!r} in {area!r}; they have {known}."
            )
        row = rows.iloc[0]
        hours = HOURS if row["unit"] == "hour" else 1
        return Threshold(float(row["threshold_usd"]) * hours, str(row["source"]))
    if library.vintages(SOURCE, "llsil"):
        value = llsil_threshold(held_own_table(library, SOURCE, table="llsil"), area, family)
        if value == value:
            return Threshold(value, "the Lower Living Standard Income Level")
    if not library.vintages(SOURCE, "poverty-guidelines"):
        raise NotInLibraryError(
            f"The library {library.root} holds no LLSIL of {area!r} for a family of {family}, and "
            f"no poverty guidelines. 'sectornb sources {SOURCE}' shows the tables to make."
        )
    guidelines = held_own_table(library, SOURCE, table="poverty-guidelines")
    value = poverty_threshold(guidelines, guideline_area, family, multiple)
    return Threshold(value, f"{multiple:g} times the poverty guideline, as there is no LLSIL")


def llsil_threshold(llsil: pd.DataFrame, area: str, family: int) -> float:
    """Dollars a year of the LLSIL (100 percent) of an area and family size.

    Beyond six people the difference between six and five is added for each.  Missing where the
    table has no such row.
    """
    rows = llsil[llsil["area_name"].eq(area)].set_index("family_size")["llsil_100_usd"]
    size = min(family, LARGEST_LISTED)
    value = float(rows.get(str(size), float("nan")))
    if family > LARGEST_LISTED:
        step = value - float(rows.get(str(LARGEST_LISTED - 1), float("nan")))
        value += step * (family - LARGEST_LISTED)
    return value


def poverty_threshold(
    guidelines: pd.DataFrame, area: str, family: int, multiple: float = MULTIPLE
) -> float:
    """Dollars a year of `multiple` times the poverty guideline: first person and steps."""
    rows = guidelines[guidelines["area_name"].eq(area)]
    if rows.empty:
        return float("nan")
    row = rows.iloc[0]
    return multiple * float(row["first_person_usd"] + row["further_person_usd"] * (family - 1))


def told_of_thresholds(
    library: Library, table: pd.DataFrame, name: str, family: int = 3
) -> list[str]:
    """What a table of thresholds means for its first area, and a family of `family`, in words."""
    area = str(table["area_name"].iloc[0])
    who = f"a family of {family}"
    if name == "own":
        who = str(table["family"].iloc[0])
        found = sustaining_income(library, area, family, own_family=who)
    elif name == "llsil":
        sizes = table.loc[table["area_name"].eq(area), "family_size"]
        family = family if str(family) in set(sizes) else int(sizes.iloc[0])
        who = f"a family of {family}"
        found = Threshold(llsil_threshold(table, area, family), "the LLSIL")
    else:
        value = poverty_threshold(table, area, family)
        basis = f"{MULTIPLE:g} times the poverty guideline, used where there is no LLSIL"
        found = Threshold(value, basis)
    if found.yearly_usd != found.yearly_usd:
        return []
    return [
        f"{area}: {who} needs {found.yearly_usd:,.0f} dollars a year, or {found.hourly_usd:,.2f} "
        f"an hour of one full-time job, by {found.basis}."
    ]

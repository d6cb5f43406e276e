"""Where two years cannot be compared: codes that were redrawn, cells that were released."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sectornb.codes import naics_break, naics_predecessor, naics_successor
from sectornb.errors import InputError, examples

GOVERNMENT_RELEASE_YEAR = 2022
RELEASED_OWNERS = ("2", "3")
_RELEASED = (
    "State and local government cells of this industry were withheld until 2021 and published "
    "from 2022 on, so its growth from {base} to {latest} is not computed (compare private rows)."
)


def under_later_codes(cells: pd.DataFrame, base_year: int, latest_year: int) -> pd.DataFrame:
    """Cells of the base year under the code of the latest year, where one took over undivided.

    Software publishers were 5112 until 2021 and are 5132 since: one industry, which
    neither ended nor began.  Every other code stays as it is.

    Parameters
    ----------
    cells : DataFrame
        At least ``naics`` and ``year`` (text).

    Raises
    ------
    InputError
        If the base year has a code and its later one too, as only a changed year explains.
    """
    codes = cells.loc[cells["year"].eq(str(base_year)), "naics"].unique()
    found = {code: naics_successor(code, base_year, latest_year) for code in codes}
    renamed = {code: later for code, later in found.items() if later}
    if not renamed:
        return cells
    if both := [f"{code} and {later}" for code, later in renamed.items() if later in codes]:
        raise InputError(
            f"The rows of {base_year} have industries of two editions of the codes, such as "
            f"{examples(both)}, where the second took the place of the first: the year of a file "
            f"was changed. Download the region's files of {base_year} again, and add them with "
            "'sectornb add FILE... --replace', or take another base_year."
        )
    before = cells["year"].lt(str(latest_year))
    return cells.assign(naics=cells["naics"].mask(before, cells["naics"].replace(renamed)))


def growth_breaks(
    cells: pd.DataFrame, codes: Iterable[str], base_year: int, latest_year: int
) -> list[str]:
    """For each of `codes` why its growth is not computed, or an empty text.

    Growth across a break is given only where the content of a code passed undivided to
    one code.  Beside the editions of the industry codes there is one break of
    publication: with 2022 the agency began to publish cells of state and local
    government that it had withheld before, so that a sum over ownerships gains jobs that
    were there all along.

    Parameters
    ----------
    cells : DataFrame
        The counties' cells under the codes of the latest year (`under_later_codes`):
        ``naics``, ``year``, ``own_code``, ``employment_status``.
    """
    hidden = cells["own_code"].isin(RELEASED_OWNERS) & cells["employment_status"].eq("withheld")
    hidden &= cells["year"].eq(str(base_year))
    crossing = base_year < GOVERNMENT_RELEASE_YEAR <= latest_year
    released = set(cells.loc[hidden, "naics"]) if crossing else set()
    found = []
    for code in codes:
        reason = naics_break(code, base_year, latest_year) or ""
        if reason and naics_predecessor(code, base_year, latest_year):
            reason = ""
        if not reason and code in released:
            reason = _RELEASED.format(base=base_year, latest=latest_year)
        found.append(reason)
    return found

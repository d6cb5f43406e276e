"""The national share of each industry: from the nation's file, or recovered from counties."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sectornb.errors import InputError, counted
from sectornb.industry.quotient import (
    left_over,
    published_national_shares,
    recovered_national_shares,
    summed_over_ownerships,
)


@dataclass(frozen=True)
class NationalShares:
    """National shares of total covered employment, and where they come from.

    Attributes
    ----------
    shares : DataFrame
        ``naics``, ``share``, ``share_low``, ``share_high``, ``counties``,
        ``contradictory``.
    owner_share : float
        Share of the chosen ownership in the nation's total employment.
    origin : str
        One sentence for readers.
    contradictory : tuple of str
        Industries whose published quotients have no share in common.
    """

    shares: pd.DataFrame
    owner_share: float
    origin: str
    contradictory: tuple[str, ...]


def national_shares(
    comparison: pd.DataFrame,
    comparison_totals: pd.DataFrame,
    nation: pd.DataFrame | None,
    nation_totals: pd.DataFrame | None,
    *,
    ownership: str,
) -> NationalShares:
    """National shares from the best that is at hand.

    Parameters
    ----------
    comparison, comparison_totals : DataFrame
        Counties' cells with published quotients, and their totals, of one year.
    nation, nation_totals : DataFrame or None
        The nation's cells and totals of the same year.
    ownership : str
        ``private`` or ``all``.

    Raises
    ------
    InputError
        If the nation's or a county's total is missing.
    """
    if nation is not None and nation_totals is not None:
        jobs = _total(nation_totals)
        shares = published_national_shares(nation, jobs)
        owners = published_national_shares(nation_totals, jobs)
        present, left = nation, None
        origin = (
            "from the nation's own file; the location quotient's base is total covered employment."
        )
    else:
        everyone = comparison_totals[comparison_totals["own_code"].eq("0")]
        shares = recovered_national_shares(comparison, everyone)
        owners = recovered_national_shares(comparison_totals, everyone)
        present, left = comparison, left_over(shares, owners)
        origin = (
            "recovered from the location quotients that the agency publishes for the "
            f"{counted(everyone['area_fips'].nunique(), 'county', 'counties')} in the library, "
            "because the nation's file is not there. Rounding leaves each share a small range, "
            "which the low and high quotients carry; the base is total covered employment."
        )
        if shares.empty:
            origin = (
                "not known, and no location quotient with them: averages of quarterly files have "
                "no published quotients. Add the nation's files of the year (area US000)."
            )
        elif ownership == "all":
            origin += (
                " An ownership of an industry that no county in the library has may still exist in "
                "the nation: the quotient counts none of it, the low quotient all that the "
                "ownership's other industries leave."
            )
    if ownership == "private":
        owner = owners[owners["own_code"].eq("5") & owners["naics"].eq("10")]["share"]
        owner_share = float(owner.iloc[0]) if len(owner) else float("nan")
        shares = shares.drop(columns="own_code")
    else:
        owner_share = 1.0
        shares = summed_over_ownerships(shares, present, left)
    bad = tuple(shares.loc[shares["contradictory"], "naics"])
    return NationalShares(shares.reset_index(drop=True), owner_share, origin, bad)


def _total(totals: pd.DataFrame) -> float:
    row = totals[totals["own_code"].eq("0")]
    if len(row) != 1:
        raise InputError(
            f"The nation's file has {len(row)} totals of all ownerships, not 1. Use the agency's "
            "own file."
        )
    return float(row["employment"].iloc[0])

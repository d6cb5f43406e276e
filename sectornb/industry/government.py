"""How much of an industry is government: a hospital or a bus line may be public or private."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from sectornb.industry.composite import regional_industries

GOVERNMENT_OWNERS = ("1", "2", "3")
LARGE_SHARE = 0.10
GOVERNMENT_COLUMNS = (
    "government_share",
    "government_share_low",
    "government_share_high",
    "government_note",
)


def government_shares(ownerships: pd.DataFrame, counties: Collection[str]) -> pd.DataFrame:
    """Share of an industry's jobs that federal, state and local government hold.

    G / (G + P), each side the sum of the region's counties with its own withheld cells.
    Where a side is known from below only, the share has a range: from G_low /
    (G_low + P_high) to G_high / (G_high + P_low).

    Parameters
    ----------
    ownerships : DataFrame
        Cells of the region's counties of one year and one level of detail, of ownerships
        1, 2, 3 and 5, columns as in
        :func:`~sectornb.industry.composite.regional_industries`.
    counties : collection of str
        The region.

    Returns
    -------
    DataFrame
        One row per industry: ``naics``, ``government_share`` (0 to 1; missing unless both sides are
        disclosed), ``government_share_low``, ``government_share_high`` (0 and 1 where
        nothing is known), ``government_note``: a warning above a share of 0.10, or where
        a withheld cell may hide one.
    """
    public = ownerships["own_code"].isin(GOVERNMENT_OWNERS)
    known = ownerships["own_code"].isin((*GOVERNMENT_OWNERS, "5"))
    sides = {"g": _side(ownerships[public], counties), "p": _side(ownerships[~public], counties)}
    table = pd.DataFrame({"naics": sorted(ownerships.loc[known, "naics"].unique())})
    for prefix, side in sides.items():
        table = table.merge(side.add_prefix(f"{prefix}_"), left_on="naics",
                            right_on=f"{prefix}_naics", how="left")  # fmt: skip
        absent = table[f"{prefix}_naics"].isna()
        for column in ("employment", "employment_low", "employment_high"):
            name = f"{prefix}_{column}"
            table[name] = table[name].mask(absent, 0.0)
    table["government_share"] = _share(table["g_employment"], table["p_employment"])
    table["government_share_low"] = _share(
        table["g_employment_low"], table["p_employment_high"].fillna(np.inf)
    )
    table["government_share_high"] = _share(
        table["g_employment_high"].fillna(np.inf), table["p_employment_low"]
    )
    table["government_note"] = pd.Series(_notes(table), index=table.index, dtype="str")
    return table[["naics", *GOVERNMENT_COLUMNS]]


def _side(cells: pd.DataFrame, counties: Collection[str]) -> pd.DataFrame:
    """Sums of one side; an industry without a cell there has no job there."""
    columns = ["naics", "employment", "employment_low", "employment_high"]
    if cells.empty:
        return pd.DataFrame(columns=columns)
    present = sorted(set(cells["area_fips"]) & set(counties))
    return regional_industries(cells, present)[columns]


def _share(part: pd.Series, rest: pd.Series) -> pd.Series:
    """Part over the whole: 1 for an endless part, 0 for no part or an endless rest."""
    part, rest = part.astype("float64"), rest.astype("float64")
    whole = (part + rest).where(part + rest > 0)
    share = part / whole
    return share.mask(np.isinf(part), 1.0).mask(np.isinf(rest) | part.eq(0), 0.0)


def _notes(table: pd.DataFrame) -> list[str]:
    notes = []
    for share, low, high in table[
        ["government_share", "government_share_low", "government_share_high"]
    ].itertuples(index=False):
        if share > LARGE_SHARE:
            notes.append(f"{share:.0%} of the industry's jobs are in government")
        elif low > LARGE_SHARE:
            notes.append(f"at least {low:.0%} of the industry's jobs are in government")
        elif pd.isna(share) and high > LARGE_SHARE:
            most = f"up to {high:.0%}" if high < 1 else "an unknown part"
            notes.append(f"{most} of the industry's jobs may be in government: cells are withheld")
        else:
            notes.append("")
    return notes

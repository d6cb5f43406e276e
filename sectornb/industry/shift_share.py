"""Shift-share: a change in jobs split by what the nation and the industry did meanwhile.

The parts describe; they explain nothing.  The regional shift is what is left over, not
the effect of a policy or of anything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sectornb.industry.growth import growth_pct

NATION_LACKS = "the library lacks the nation's file"
PARTS = ("national_growth_jobs", "industry_mix_jobs", "regional_shift_jobs", "change_jobs")
SHIFT_SHARE_COLUMNS = (
    "naics",
    "naics_title",
    *PARTS,
    "competitive_jobs",
    "allocation_jobs",
    "national_growth_dynamic_jobs",
    "industry_mix_dynamic_jobs",
    "regional_shift_dynamic_jobs",
    "national_industry_growth_pct",
    "shift_share_note",
)


def classic_shift_share(
    region: tuple[pd.Series, pd.Series],
    nation: tuple[pd.Series, pd.Series],
    nation_total: tuple[float, float],
) -> pd.DataFrame:
    """Change of each industry as national growth, industry mix and regional shift (Dunn).

    NS = e G, IM = e (G_i - G), RS = e (g_i - G_i); their sum is the change.  G is the
    nation's growth over all industries, G_i and g_i the industry's in nation and region.
    Written without g_i, so that an industry that began from nothing has its change as
    regional shift.

    Parameters
    ----------
    region, nation : pair of Series
        Jobs by industry at the first and the last year, aligned; missing = not known.
    nation_total : pair of float
        Jobs of all industries of the nation at both years.

    Returns
    -------
    DataFrame
        ``national_growth_jobs``, ``industry_mix_jobs``, ``regional_shift_jobs``,
        ``change_jobs``, aligned with the input; a row is missing where any of its four
        numbers is, or the nation had no job to grow from.
    """
    first, last = region
    overall = nation_total[1] / nation_total[0] - 1
    industry = nation[1] / nation[0].where(nation[0] > 0) - 1
    parts = pd.DataFrame(
        {
            "national_growth_jobs": first * overall,
            "industry_mix_jobs": first * (industry - overall),
            "regional_shift_jobs": last - first * (1 + industry),
            "change_jobs": last - first,
        }
    )
    return parts.where(parts.notna().all(axis=1))


def esteban_marquillas(
    region: tuple[pd.Series, pd.Series],
    nation: tuple[pd.Series, pd.Series],
    region_total: float,
    nation_total: float,
) -> pd.DataFrame:
    """Regional shift as a competitive part at the nation's mix, and an allocation part.

    Homothetic jobs e' = e_total E_i / E; competitive = e' (g_i - G_i); allocation =
    (e - e') (g_i - G_i).  Their sum is the regional shift (Esteban-Marquillas 1972).

    Parameters
    ----------
    region, nation : pair of Series
        As in :func:`classic_shift_share`.
    region_total, nation_total : float
        Jobs of all industries at the first year.

    Returns
    -------
    DataFrame
        ``homothetic_jobs``, ``competitive_jobs``, ``allocation_jobs``.
    """
    first, last = region
    lead = last / first.where(first > 0) - nation[1] / nation[0].where(nation[0] > 0)
    homothetic = region_total * nation[0] / nation_total
    return pd.DataFrame(
        {
            "homothetic_jobs": homothetic,
            "competitive_jobs": homothetic * lead,
            "allocation_jobs": (first - homothetic) * lead,
        }
    )


def dynamic_shift_share(
    region: pd.DataFrame, nation: pd.DataFrame, nation_total: pd.Series
) -> pd.DataFrame:
    """Sum over the years of classic yearly parts, so that the mix is that of each year.

    Parameters
    ----------
    region, nation : DataFrame
        Jobs: one row per industry, one column per year in order; aligned.
    nation_total : Series
        Jobs of all industries of the nation, by the same years.

    Returns
    -------
    DataFrame
        The columns of :func:`classic_shift_share`; a row is missing where a year is.
    """
    years = list(region.columns)
    steps = [
        classic_shift_share(
            (region[before], region[after]),
            (nation[before], nation[after]),
            (float(nation_total[before]), float(nation_total[after])),
        )
        for before, after in zip(years[:-1], years[1:], strict=True)
    ]
    known = pd.concat([step["change_jobs"] for step in steps], axis=1).notna().all(axis=1)
    summed = sum(step.fillna(0.0) for step in steps[1:]) + steps[0].fillna(0.0)
    return summed.where(known)


def shift_share_table(
    factors: pd.DataFrame,
    region: pd.DataFrame,
    nation: pd.DataFrame,
    totals: Mapping[str, Mapping[int, float]],
    *,
    base_year: int,
    latest_year: int,
) -> pd.DataFrame:
    """The table ``shift_share``: all three variants for every industry that allows them.

    Parameters
    ----------
    factors : DataFrame
        The table ``industry_factors``: an industry without growth there has none here.
    region, nation : DataFrame
        Jobs by ``naics`` (index) and year (columns, int), under the codes of the latest
        year; missing where withheld or broken.  A column that is absent was not held.
    totals : mapping
        ``region`` and ``nation`` to year to jobs of the chosen ownership.

    Returns
    -------
    DataFrame
        Columns `SHIFT_SHARE_COLUMNS`, one row per industry of `factors`.
    """
    codes = factors["naics"].to_list()
    ends = (base_year, latest_year)
    known = factors["historical_growth_pct"].notna().to_numpy()
    table = factors[["naics", "naics_title"]].copy()
    ours = region.reindex(index=codes, columns=sorted({*region.columns, *ends}))
    theirs = nation.reindex(index=codes, columns=sorted({*nation.columns, *ends}))
    ours = ours.where(pd.Series(known, index=codes), np.nan)
    held = all(year in totals["nation"] for year in ends) and base_year < latest_year
    if held:
        pair = ((ours[base_year], ours[latest_year]), (theirs[base_year], theirs[latest_year]))
        nationwide = totals["nation"]
        classic = classic_shift_share(*pair, (nationwide[base_year], nationwide[latest_year]))
        extended = esteban_marquillas(
            *pair, totals["region"][base_year], nationwide[base_year]
        ).where(classic["change_jobs"].notna())
        for column in PARTS:
            table[column] = classic[column].to_numpy()
        table["competitive_jobs"] = extended["competitive_jobs"].to_numpy()
        table["allocation_jobs"] = extended["allocation_jobs"].to_numpy()
        growth = growth_pct(*pair[1])
        table["national_industry_growth_pct"] = growth.where(pd.Series(known, codes)).to_numpy()
    table = _with_dynamic(table, ours, theirs, totals["nation"], range(base_year, latest_year + 1))
    table = table.reindex(columns=[*SHIFT_SHARE_COLUMNS])
    table[list(SHIFT_SHARE_COLUMNS[2:-1])] = table[list(SHIFT_SHARE_COLUMNS[2:-1])].astype(float)
    table["shift_share_note"] = _notes(table, factors, held, ends)
    return table


def _with_dynamic(
    table: pd.DataFrame,
    ours: pd.DataFrame,
    theirs: pd.DataFrame,
    nationwide: Mapping[int, float],
    years: Sequence[int],
) -> pd.DataFrame:
    held = len(years) > 1 and all(
        year in ours and year in theirs and year in nationwide for year in years
    )
    if not held:
        return table
    kept = list(years)
    parts = dynamic_shift_share(ours[kept], theirs[kept], pd.Series(nationwide))
    for name in PARTS[:3]:
        column = name.replace("_jobs", "_dynamic_jobs")
        table[column] = parts[name].to_numpy()
    return table


def _notes(
    table: pd.DataFrame, factors: pd.DataFrame, held: bool, ends: tuple[int, int]
) -> pd.Series:
    without = factors["historical_growth_pct"].isna().to_numpy()
    base = factors.get("employment_base_status", pd.Series("", index=factors.index))
    hidden = factors["employment_status"].str.contains("withheld") | base.str.contains("withheld")
    broken = factors["growth_note"].str.contains("not computed") | (ends[0] == ends[1])
    reason = factors["growth_note"].where(factors["growth_note"].ne(""), "growth is not known")
    reason = reason.mask(hidden & ~broken, "a county is withheld at one end or the other")
    note = np.select(
        [without, np.full(len(table), not held), table["change_jobs"].isna().to_numpy()],
        [
            reason,
            f"{NATION_LACKS} of {ends[0]} or {ends[1]}",
            "the nation's jobs in the industry are not known at both ends",
        ],
        "",
    )
    return pd.Series(note, index=table.index, dtype="str")

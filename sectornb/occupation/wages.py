"""What occupations pay: the nearest area's wages, always saying whose, and of which year.

Published wages are those of an occupation over all industries together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

HOURS = 2_080
"""Paid hours of a year of 52 weeks of 40 hours."""
PERCENTILES = ("p10", "p25", "median", "p75", "p90")
HOURLY = [f"hourly_{name}_usd" for name in PERCENTILES]
WAGES = [*HOURLY, "annual_median_usd", "annual_mean_usd"]
LEVEL = ["soc", "wage_level", "wage_area_title", "wage_year", *WAGES, "top_coded", "annual_only"]
COLUMNS = [
    "soc", "occupation_title", "wage_level", "wage_area_title", "wage_year", *WAGES,
    "top_coded", "wage_status", "pay_rank", "pay_rank_note",
]  # fmt: skip
_OWN = {"p10": "pct10", "p25": "pct25", "median": "median", "p75": "pct75", "p90": "pct90"}


def of_regional_wages(table: pd.DataFrame, codes: Mapping[str, str]) -> pd.DataFrame:
    """Wages of a table of the region's own, as `LEVEL`; yearly ones are of annual pay alone.

    Parameters
    ----------
    table : DataFrame
        As :func:`~sectornb.sources.own_tables.reader.read_own_table` of regional-wages.
    codes : mapping
        Its codes to those of the matrix; a code that is not there stays.
    """
    hourly = table["unit"].eq("hour")
    rows = {f"hourly_{name}_usd": table[f"{own}_usd"].where(hourly) for name, own in _OWN.items()}
    by_year = {
        f"annual_{name}_usd": table[f"{name}_usd"].where(~hourly, table[f"{name}_usd"] * HOURS)
        for name in ("median", "mean")
    }
    found = pd.DataFrame(
        {
            "soc": table["soc"].map(lambda code: codes.get(code, code)),
            "own": table["soc"],
            "wage_level": "region",
            "wage_area_title": table["area_title"],
            "wage_year": table["year"],
            **rows,
            **by_year,
            "top_coded": "",
            "annual_only": ~hourly,
            "employment": table["employment"],
        }
    )
    return one_row_a_code(found)


def of_survey(table: pd.DataFrame, level: str, codes: Mapping[str, str]) -> pd.DataFrame:
    """Wages of one area of the OEWS, as `LEVEL`.

    Parameters
    ----------
    table : DataFrame
        Detailed and broad occupations over all industries, as
        :func:`~sectornb.sources.oews.wages.read_wages` gives them, of one area.
    level : str
        ``metro``, ``state`` or ``nation``.
    codes : mapping
        As for :func:`of_regional_wages`.
    """
    least = [f"hourly_{name}_usd_status" for name in PERCENTILES]
    tops = (table.reindex(columns=least) == "at_least").to_numpy()
    names = np.array(PERCENTILES)[tops.argmax(axis=1)]
    found = table[["soc", "area_title", "year", *WAGES, "annual_only", "employment"]]
    found = found.rename(columns={"area_title": "wage_area_title", "year": "wage_year"}).assign(
        own=table["soc"],
        soc=table["soc"].map(lambda code: codes.get(code, code)),
        wage_level=level,
        top_coded=pd.Series(np.where(tops.any(axis=1), names, ""), table.index, dtype="str"),
    )
    return one_row_a_code(found)


def one_row_a_code(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a code of the matrix: its own row, else the mean of its parts by jobs.

    Percentiles of several occupations do not add up, so that they are missing then.
    """
    own = rows[rows["own"].eq(rows["soc"])].drop_duplicates("soc")
    parts = rows[~rows["soc"].isin(own["soc"])]
    single = parts.groupby("soc")["own"].transform("size").eq(1)
    several = parts[~single]
    weights = several["employment"].where(several["annual_mean_usd"].notna())
    pay = (several["annual_mean_usd"] * weights).groupby(several["soc"]).sum(min_count=1)
    mean = pay / weights.groupby(several["soc"]).sum(min_count=1)
    joint = several.drop_duplicates("soc").assign(
        **dict.fromkeys(WAGES, np.nan), top_coded="", annual_only=False
    )
    joint["annual_mean_usd"] = joint["soc"].map(mean)
    every = pd.concat([own, parts[single], joint], ignore_index=True)[LEVEL]
    return every.astype(dict.fromkeys(WAGES, "float64"))


def occupation_wages(
    profile: pd.DataFrame, levels: Sequence[pd.DataFrame], least_jobs: float
) -> pd.DataFrame:
    """The table ``occupation_wages``: wages of the first level that publishes a median.

    Parameters
    ----------
    profile : DataFrame
        ``soc``, ``occupation_title``, ``employment_low``.
    levels : sequence of DataFrame
        As :func:`of_survey`, the nearest first.
    least_jobs : float
        Occupations that may have fewer jobs here are not ranked by pay.

    Returns
    -------
    DataFrame
        `COLUMNS`. ``top_coded`` names the first percentile that is a least number only, and those
        above it are. ``wage_status`` is ``published``, ``at_least`` (the median is a least
        number), ``annual_only`` or ``not_published``. ``pay_rank`` is by annual median, the best
        paid first; top codes tie. ``pay_rank_note``: ``ranked``, ``few_jobs``, ``not_published``.
    """
    table = profile[["soc", "occupation_title", "employment_low"]].reset_index(drop=True)
    kinds = {name: "float64" if name in WAGES else "object" for name in LEVEL[1:]}
    for name, kind in kinds.items():
        table[name] = pd.Series(np.nan if kind == "float64" else None, table.index, dtype=kind)
    for level in levels:
        told = level[level["annual_median_usd"].notna()].drop_duplicates("soc").set_index("soc")
        found = told.reindex(table["soc"]).reset_index(drop=True)
        take = table["annual_median_usd"].isna() & found["annual_median_usd"].notna()
        for name in LEVEL[1:]:
            table.loc[take, name] = found.loc[take, name]
    known = table["annual_median_usd"].notna()
    least = table["top_coded"].isin(["p10", "p25", "median"])
    yearly = table["annual_only"].eq(True)
    status = np.select(
        [~known, least, yearly], ["not_published", "at_least", "annual_only"], "published"
    )
    few = ~table["employment_low"].ge(least_jobs)
    table["pay_rank"] = table["annual_median_usd"].mask(few).rank(ascending=False, method="min")
    table["pay_rank_note"] = np.select([~known, few], ["not_published", "few_jobs"], "ranked")
    table["wage_status"] = status
    for name in ("wage_level", "wage_area_title", "wage_year", "top_coded"):
        table[name] = table[name].fillna("").astype("str")
    return table[COLUMNS]


def industry_wages(
    wages: pd.DataFrame, everywhere: pd.DataFrame, industry: pd.DataFrame
) -> pd.DataFrame:
    """Estimated wages in the industry: local ones times the nation's ratio of the two.

    Local wage in the industry = local wage of all industries x (national wage in the industry /
    national wage of all industries), both medians.

    Parameters
    ----------
    wages : DataFrame
        As :func:`occupation_wages`.
    everywhere, industry : DataFrame
        As :func:`of_survey` for the nation: of all industries, and of the target industry.

    Returns
    -------
    DataFrame
        ``soc``, ``industry_wage_ratio`` (1: as elsewhere), ``industry_median_usd`` (dollars a
        year); missing where either median is not published or a top code.
    """
    both = [
        rows[~rows["top_coded"].isin(["p10", "p25", "median"])]
        .drop_duplicates("soc")
        .set_index("soc")["annual_median_usd"]
        for rows in (industry, everywhere)
    ]
    ratio = (both[0] / both[1]).reindex(wages["soc"]).to_numpy()
    own = wages["annual_median_usd"].where(wages["wage_status"].ne("at_least"))
    return pd.DataFrame(
        {
            "soc": wages["soc"],
            "industry_wage_ratio": ratio,
            "industry_median_usd": own * ratio,
        }
    )

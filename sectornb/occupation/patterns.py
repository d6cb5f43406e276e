"""Staffing patterns of industries: the share of each occupation, between ends of rounding.

A pattern comes from a table of the region's own, from wages by industry (OEWS), or from the
National Employment Matrix.  All are brought into one form, in which detail never stands beside
its group and what the source does not release is a remainder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

NOT_RELEASED = "not released"
"""In the place of an occupation's code: jobs that the source counts under none."""
ALL = "00-0000"
OEWS_HALF, MATRIX_HALF = 5.0, 50.0
"""Jobs by which a printed figure may be off: OEWS rounds to tens, the matrix to tenths of 1,000."""
STEPS = (100, 10)
"""To which agencies round jobs."""
COLUMNS = [
    "naics", "code", "occupation_title", "pattern_employment", "pattern_employment_low",
    "pattern_employment_high", "share", "share_low", "share_high", "share_status",
    "employment_rse_pct",
]  # fmt: skip
HEADS = [
    "naics", "pattern_total", "released_share", "pattern_scope", "pattern_source",
    "pattern_level", "pattern_area", "pattern_year",
]  # fmt: skip


@dataclass(frozen=True)
class Patterns:
    """Staffing patterns of industries.

    Attributes
    ----------
    rows : DataFrame
        One row an industry and occupation: ``naics``, ``code`` (of the source's edition; one row
        `NOT_RELEASED` where jobs remain), ``occupation_title``, ``pattern_employment`` (jobs;
        missing where withheld) with ``_low`` and ``_high``, ``share``, ``share_low``,
        ``share_high`` (0 to 1), ``share_status`` (``published``, ``withheld``,
        ``not_released``), ``employment_rse_pct`` (relative standard error in percent, of OEWS).
    heads : DataFrame
        One row an industry: ``naics``, ``pattern_total`` (jobs), ``released_share`` (0 to 1),
        ``pattern_scope`` (whose jobs, see
        :data:`~sectornb.occupation.industry_jobs.SCOPES`), ``pattern_source``,
        ``pattern_level`` (``region`` or ``nation``), ``pattern_area``, ``pattern_year``.
    """

    rows: pd.DataFrame
    heads: pd.DataFrame

    @property
    def industries(self) -> list[str]:
        """Industries that have a pattern."""
        return self.heads["naics"].tolist()


def of_regional_table(table: pd.DataFrame, area: str, ownership: str) -> Patterns:
    """Patterns of a table of the region's own, of one of its areas.

    A withheld occupation has no share, and at most what the others leave of the total. Without a
    row of the total no low end follows for any.

    Parameters
    ----------
    table : DataFrame
        As :func:`~sectornb.sources.own_tables.reader.read_own_table` of regional-staffing.
    ownership : str
        Whose jobs the user says that they are.
    """
    table = table[table["area_code"].eq(area)]
    industry = ~table["naics"].eq("10")
    total = table[industry & table["soc"].eq(ALL)].set_index("naics")["employment"]
    items = without_groups(table[industry & ~table["is_total"]], "soc")
    half = rounding_of(table["employment"])
    rows = pd.DataFrame(
        {
            "naics": items["naics"],
            "code": items["soc"],
            "occupation_title": "",
            "pattern_employment": items["employment"],
            "employment_rse_pct": np.nan,
        }
    )
    first = table.iloc[0]
    told = {
        "pattern_scope": ownership, "pattern_source": "regional-staffing",
        "pattern_level": "region", "pattern_area": first["area_title"],
        "pattern_year": first["year"],
    }  # fmt: skip
    return shared(rows, total, half, told)


def of_matrix(patterns: pd.DataFrame, industries: dict[str, str]) -> Patterns:
    """Patterns of the National Employment Matrix.

    Parameters
    ----------
    patterns : DataFrame
        As :func:`~sectornb.sources.industry_matrix.staffing_patterns`.
    industries : dict
        Industry to the true code of the matrix that stands for it.
    """
    wanted = pd.DataFrame({"naics": list(industries), "industry": list(industries.values())})
    rows = wanted.merge(patterns.drop(columns="naics"), on="industry")
    total = rows.groupby("naics")["industry_employment"].first()
    rows = rows.rename(columns={"matrix_code": "code", "base_employment": "pattern_employment"})
    rows["employment_rse_pct"] = np.nan
    told = {
        "pattern_source": "industry-matrix", "pattern_level": "nation",
        "pattern_area": "the nation", "pattern_year": rows["base_year"].iloc[0],
        "pattern_scope": "",
    }  # fmt: skip
    found = shared(rows, total, MATRIX_HALF, told)
    heads = found.heads.assign(pattern_scope=found.heads["naics"].map(matrix_scope))
    return Patterns(found.rows, heads)


def matrix_scope(naics: str) -> str:
    """Whose jobs a matrix counts: of schools and hospitals state and local government's too."""
    if naics.startswith("491"):
        return "all"
    return "nonfederal" if naics.startswith(("611", "622")) else "private"


def of_wages(table: pd.DataFrame, industries: list[str]) -> Patterns:
    """Patterns of a file of wages by industry, of private owners where the file has them apart.

    Parameters
    ----------
    table : DataFrame
        Detailed occupations and the total of each industry, as
        :func:`~sectornb.sources.oews.wages.read_wages` gives them.
    """
    codes = {naics: naics.ljust(6, "0") for naics in industries}
    held = table[table["industry"].isin(codes.values())]
    first = {"5": 0}
    order = held["own_code"].map(lambda own: first.get(own, 9 - len(own)))
    best = order.groupby(held["industry"]).transform("min")
    held = held[order.eq(best)]
    wanted = pd.DataFrame({"naics": list(codes), "industry": list(codes.values())})
    held = wanted.merge(held, on="industry")
    total = held[held["soc"].eq(ALL)].set_index("naics")["employment"]
    items = held[held["occupation_group"].eq("detailed")]
    rows = items.rename(columns={"soc": "code", "employment": "pattern_employment"})
    told = {
        "pattern_source": "oews", "pattern_level": "nation", "pattern_area": "the nation",
        "pattern_year": held["year"].iloc[0], "pattern_scope": "",
    }  # fmt: skip
    found = shared(rows, total, OEWS_HALF, told)
    owners = held.groupby("naics")["own_code"].first()
    scope = found.heads["naics"].map(owners).map(_scope_of_owners)
    return Patterns(found.rows, found.heads.assign(pattern_scope=scope))


def _scope_of_owners(owners: str) -> str:
    if owners == "5":
        return "private"
    return "all" if "1" in owners else "nonfederal"


def rounding_of(employment: pd.Series[float]) -> float:
    """Half of the step that all figures of a table are multiples of: jobs by which one may be off.

    Figures that are all multiples of ten were rounded to tens, of 100 to hundreds.
    """
    values = employment.dropna()
    return next((step / 2 for step in STEPS if len(values) and values.mod(step).eq(0).all()), 0.5)


def without_groups(items: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows of which no other row of the same industry is a part: never a group and its detail."""
    stem = items[column].str.rstrip("0").str.rstrip("-")
    whole = items[column].str.len()
    shorter = stem.str.len().lt(whole)
    groups = set()
    for length in sorted(stem[shorter].str.len().unique()):
        starts = items["naics"] + " " + items[column].str[:length]
        size = starts.groupby(starts).size()
        here = shorter & stem.str.len().eq(length)
        mine = items["naics"] + " " + stem
        groups |= set(items.index[here & mine.map(size).gt(1)])
    return items[~items.index.isin(groups)]


def shared(
    rows: pd.DataFrame, total: pd.Series[float], half: float, told: dict[str, str]
) -> Patterns:
    """Shares of the jobs of each industry, and the ends that rounding leaves them.

    Share = jobs / total; its ends are (jobs - half) / (total + half) and (jobs + half) / (total -
    half). What is withheld lies between nothing and what the published jobs leave.

    Parameters
    ----------
    rows : DataFrame
        ``naics``, ``code``, ``occupation_title``, ``pattern_employment``,
        ``employment_rse_pct``.
    total : Series
        Jobs by industry; an industry without one has that of its published rows.
    half : float
        Jobs by which a figure may be off.
    told : dict
        The other columns of `HEADS`.
    """
    jobs = rows["pattern_employment"]
    published = jobs.groupby(rows["naics"]).sum()
    total = total.reindex(published.index)
    known = total.notna()
    whole = total.fillna(published)
    n_items = jobs.notna().groupby(rows["naics"]).sum()
    rest = (whole - published).clip(lower=0)
    most = (rest + half * (n_items + 1)).where(known, np.nan)
    of = rows["naics"].map
    hidden = jobs.isna()
    low = (jobs - half).clip(lower=0).fillna(0.0)
    high = (jobs + half).where(~hidden, of(most))
    base = of(whole)
    table = rows.assign(
        pattern_employment_low=low.where(of(known), low),
        pattern_employment_high=high,
        share=jobs / base,
        share_low=(low / (base + half)).where(of(known), 0.0),
        share_high=(high / (base - half).clip(lower=1)).clip(upper=1.0).fillna(1.0),
        share_status=np.where(hidden, "withheld", "published"),
    )
    released = (published / whole).clip(upper=1.0)
    left = _remainder(whole, rest, released)
    every = pd.concat([table[COLUMNS], left[COLUMNS]], ignore_index=True)
    heads = pd.DataFrame(
        {"naics": whole.index, "pattern_total": whole.to_numpy(), "released_share": released}
    ).assign(**told)
    return Patterns(
        every.sort_values(["naics", "code"]).reset_index(drop=True),
        heads[HEADS].reset_index(drop=True),
    )


def _remainder(
    whole: pd.Series[float], rest: pd.Series[float], released: pd.Series[float]
) -> pd.DataFrame:
    """One row an industry whose published occupations leave jobs over."""
    table = pd.DataFrame(
        {
            "naics": whole.index,
            "code": NOT_RELEASED,
            "occupation_title": "Occupations that are not released",
            "pattern_employment": rest.to_numpy(),
            "share": (1 - released).to_numpy(),
            "share_status": "not_released",
        }
    )
    ends = ("pattern_employment_low", "pattern_employment_high", "share_low", "share_high")
    table = table.assign(**dict.fromkeys(ends, np.nan), employment_rse_pct=np.nan)
    return table[table["pattern_employment"].gt(0)]


def recoded(patterns: Patterns, codes: dict[str, str], titles: dict[str, str]) -> Patterns:
    """Patterns under other codes of occupations; what several codes have becomes one row.

    Parameters
    ----------
    codes : dict
        Code of the source to the code wanted; one that is not there stays.
    titles : dict
        Title by the code wanted, for rows whose source has none.
    """
    rows = patterns.rows.assign(code=patterns.rows["code"].map(lambda code: codes.get(code, code)))
    key = ["naics", "code"]
    grouped = rows.groupby(key, sort=True)
    sums = ["pattern_employment_low", "pattern_employment_high", "share_low", "share_high"]
    table = grouped[sums].sum(min_count=1)
    for name in ("pattern_employment", "share"):
        # A sum with a withheld part is not known.
        whole = grouped[name].agg(["sum", "size", "count"])
        table[name] = whole["sum"].where(whole["size"].eq(whole["count"]))
    table["share_high"] = table["share_high"].clip(upper=1.0)
    weights = rows["employment_rse_pct"] * rows["pattern_employment"]
    error = weights.groupby([rows[name] for name in key]).sum(min_count=1)
    table["employment_rse_pct"] = error / table["pattern_employment"]
    first = grouped[["occupation_title", "share_status"]].first()
    hidden = table["share"].isna() & first["share_status"].ne("not_released")
    table["share_status"] = first["share_status"].mask(hidden, "withheld")
    table["occupation_title"] = first["occupation_title"]
    table = table.reset_index()
    pairs = zip(table["code"], table["occupation_title"], strict=True)
    table["occupation_title"] = [titles.get(code, title) for code, title in pairs]
    return Patterns(table[COLUMNS], patterns.heads)

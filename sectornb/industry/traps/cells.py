"""Traps of suppression, codes and double counting (catalog part A)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from sectornb.codes import SECTORS, is_unclassified, ownership_codes
from sectornb.errors import examples
from sectornb.industry.breaks import GOVERNMENT_RELEASE_YEAR, RELEASED_OWNERS
from sectornb.industry.composite import by_ground, without_rows
from sectornb.traps import TableTrap, Trap, told

if TYPE_CHECKING:
    from sectornb.industry.study import IndustryStudy

KEY = ("area_fips", "own_code", "naics", "year")
ROUNDING = 0.5
LARGE_UNALLOCATED = 0.1
"""Share of a state's jobs without a county from which an industry is warned of.

In Ohio in 2016 it was 2.3 percent of all private jobs; of the 57 three-digit industries
with both figures half had less than 1.9 percent and six more than 10: wholesale brokers,
data processing and others whose workers have no fixed place.  At 10 percent a region's
jobs and quotient fall short by a tenth on average.
"""
_TRADES = re.compile(r"238\d\d0")


def withheld_with_a_value(study: IndustryStudy) -> list[str]:
    """A withheld cell that holds a number: its 0 was read as a zero."""
    cells = study.cells
    numbers = cells["employment"].notna() | cells["total_wages_usd"].notna()
    bad = cells[cells["employment_status"].eq("withheld") & numbers]
    return told(bad, "withheld cells hold a number", *KEY)


def growth_with_a_hidden_end(study: IndustryStudy) -> list[str]:
    """Growth of an industry that is not disclosed at both ends."""
    table = study.tables["industry_factors"]
    clean = ("disclosed", "zero")
    open_ends = table["employment_status"].isin(clean)
    open_ends &= table["employment_base_status"].isin(clean)
    bad = table[table["historical_growth_pct"].notna() & ~open_ends]
    return told(bad, "industries have growth with a hidden end", "naics")


def members_changed(study: IndustryStudy) -> list[str]:
    """Compared jobs that are not of the same counties at both ends."""
    table = study.tables["industry_factors"].set_index("naics")
    cells = by_ground(study.cells)
    key = ["naics", "area_fips", "own_code"]
    hidden = cells.loc[cells["employment_status"].eq("withheld"), key]
    same = cells[~pd.MultiIndex.from_frame(cells[key]).isin(pd.MultiIndex.from_frame(hidden))]
    sums = same.groupby(["naics", "year"])["employment"].sum().unstack().fillna(0.0)
    bad = []
    for column, year in (("matched_base", study.base_year),
                         ("matched_latest", study.latest_year)):  # fmt: skip
        given = table[column].dropna()
        expected = sums.get(str(year), pd.Series(dtype=float)).reindex(given.index)
        off = given[(given - expected).abs() > ROUNDING]
        bad += [code for code in off.index if code in same["naics"].to_numpy()]
    found = pd.DataFrame({"naics": sorted(set(bad))})
    return told(found, "industries are compared over other counties at either end", "naics")


def level_not_published(study: IndustryStudy) -> list[str]:
    """A county with totals and without any industry at this level: not zero, not published."""
    years = sorted(set(study.published.totals["year"]))
    lacking = without_rows(study.cells, study.counties, years)
    found = pd.DataFrame(lacking, columns=["area_fips", "year"])
    return told(found, "counties have no industry at this level", "area_fips", "year")


def ownership_in_its_total(study: IndustryStudy) -> list[str]:
    """Ownerships that do not add to the total of all, or the total among the ownerships."""
    wide = study.published.totals.pivot_table(
        index=["area_fips", "year"], columns="own_code", values="employment", aggfunc="sum",
        dropna=False,
    )  # fmt: skip
    parts = [own for own in ownership_codes("all") if own in wide]
    hidden = study.published.totals[study.published.totals["employment_status"].eq("withheld")]
    unknown = pd.MultiIndex.from_frame(hidden[["area_fips", "year"]])
    slack = pd.Series(ROUNDING * (len(parts) + 1), index=wide.index)
    if "counties_summed" in study.published.totals:
        summed = study.published.totals.groupby(["area_fips", "year"])["counties_summed"].max()
        slack *= summed.reindex(wide.index).fillna(1)
    off = (wide[parts].sum(axis=1) - wide["0"]).abs() > slack
    bad = wide[off & ~wide.index.isin(unknown)].reset_index()
    found = told(bad, "totals differ from the sum of their ownerships", "area_fips", "year")
    strange = study.cells[~study.cells["own_code"].isin(ownership_codes("all"))]
    return found + told(strange, "cells are of a total of ownerships", *KEY)


def levels_added_together(study: IndustryStudy) -> list[str]:
    """Cells of several levels of detail in one sum."""
    levels = study.cells.groupby(["area_fips", "year", "own_code"])["agglvl_code"].nunique()
    bad = levels[levels > 1].reset_index()
    return told(bad, "sums mix levels of detail", "area_fips", "year", "own_code")


def aggregate_as_an_industry(study: IndustryStudy) -> list[str]:
    """A supersector or domain, whose codes begin with 10, among industries."""
    bad = study.cells[study.cells["naics"].str.startswith("10")]
    return told(bad.drop_duplicates("naics"), "codes are sums of sectors, no industries", "naics")


def code_of_another_form(study: IndustryStudy) -> list[str]:
    """A sector looked for by its first two digits, or a code of another length."""
    codes = study.cells["naics"]
    if study.naics_digits == 2:
        bad = ~codes.isin(SECTORS)
    else:
        bad = ~codes.str.fullmatch(rf"\d{{{study.naics_digits}}}")
    found = study.cells[bad & ~codes.str.startswith("10")].drop_duplicates("naics")
    return told(found, f"codes are no industries of {study.naics_digits} digits", "naics")


def specialty_trade_pair(naics: str) -> tuple[str, str] | None:
    """The two codes that the agency publishes for a six-digit specialty trade, else None.

    238210, electrical contractors, is published as 238211 (residential) and 238212
    (nonresidential); their sum is 23821.
    """
    return (f"{naics[:5]}1", f"{naics[:5]}2") if _TRADES.fullmatch(naics) else None


def unpublished_trades(study: IndustryStudy) -> list[str]:
    """A specialty trade asked for under a code that the agency does not publish."""
    found = []
    for place, codes in study.codes_brought.items():
        for code in sorted(set(codes)):
            if pair := specialty_trade_pair(code):
                found.append(
                    f"{code} in {place} is no code of the QCEW, so that nothing is found under "
                    f"it: take {code[:5]}, or {' and '.join(pair)} together."
                )
    return found


def unallocated_share(study: IndustryStudy) -> pd.DataFrame:
    """Share of each state's jobs that are in no county, by industry.

    Jobs of the state's area 999 over jobs of the state, ownerships summed.  An industry of
    which a part is withheld is left out.

    Returns
    -------
    DataFrame
        ``state``, ``naics`` (10 for all industries), ``jobs`` (of the state),
        ``unallocated`` (of them without a county), ``share`` (0 to 1).
    """
    columns = ["state", "naics", "jobs", "unallocated", "share"]
    if study.unallocated is None or study.unallocated.empty:
        return pd.DataFrame(columns=columns)
    cells = study.unallocated
    cells = cells[cells["own_code"].isin(ownership_codes(study.ownership))]
    cells = cells.assign(state=cells["area_fips"].str[:2], end=cells["area_fips"].str[2:])
    sums = cells.groupby(["state", "naics", "end"])["employment"].sum(skipna=False).unstack()
    missing = cells[cells["employment_status"].eq("withheld")]
    wide = sums.reindex(columns=["000", "999"])
    nowhere = wide["999"].fillna(0.0)
    table = pd.DataFrame({"jobs": wide["000"], "unallocated": nowhere}).reset_index()
    table["share"] = table["unallocated"] / table["jobs"].where(table["jobs"] > 0)
    unknown = pd.MultiIndex.from_frame(missing[["state", "naics"]])
    hidden = pd.MultiIndex.from_frame(table[["state", "naics"]]).isin(unknown)
    return table.loc[~hidden & table["share"].notna(), columns].reset_index(drop=True)


def jobs_without_a_county(study: IndustryStudy) -> list[str]:
    """Industries of the region of which many of the state's jobs are in no county."""
    shares = unallocated_share(study)
    here = set(study.cells.loc[study.cells["employment"].gt(0), "naics"])
    found = []
    for state, rows in shares.groupby("state"):
        large = rows[
            rows["naics"].isin(here)
            & rows["share"].gt(LARGE_UNALLOCATED)
            & rows["jobs"].ge(study.small_base_jobs)
        ].sort_values("share", ascending=False)
        if large.empty:
            continue
        every = rows.loc[rows["naics"].eq("10"), "share"]
        overall = f", of all jobs {every.iloc[0]:.1%}" if len(every) else ""
        named = [f"{code} {share:.0%}" for code, share in large[["naics", "share"]].to_numpy()]
        found.append(
            f"Of state {state} jobs in these industries are in no county{overall}: "
            f"{examples(named, 10)}. The region's share of them is in none of its figures."
        )
    return found


def counties_around_left_out(study: IndustryStudy) -> list[str]:
    """Counties around the region that could confine its withheld cells, and contradict."""
    return study.confined.told


def unclassified_in_the_ranking(study: IndustryStudy) -> list[str]:
    """Establishments without a code ranked as if they were an industry."""
    ranking = study.tables["industry_ranking"]
    bad = ranking[ranking["naics"].map(is_unclassified).astype(bool)]
    return told(bad, "codes without an industry are ranked", "naics")


def released_cells_as_growth(study: IndustryStudy) -> list[str]:
    """Growth that rests on government cells published only from 2022 on."""
    if not study.base_year < GOVERNMENT_RELEASE_YEAR <= study.latest_year:
        return []
    cells = study.cells
    before = cells["year"].eq(str(study.base_year)) & cells["own_code"].isin(RELEASED_OWNERS)
    hidden = set(cells.loc[before & cells["employment_status"].eq("withheld"), "naics"])
    table = study.tables["industry_factors"]
    grown = table["historical_growth_pct"].notna() | table["historical_growth_matched_pct"].notna()
    bad = table[grown & table["naics"].isin(hidden)]
    return told(bad, "industries grow by government cells that were released", "naics")


def parts_and_whole(study: IndustryStudy) -> list[str]:
    """Industries that add to more than their ownership's total, or to another sum of wages.

    Rounding alone explains 0.5 jobs for each part and the whole, and no dollar.
    """
    group = ["area_fips", "own_code", "year"]
    cells = study.cells.assign(hidden=study.cells["employment_status"].eq("withheld"))
    sums = cells.groupby(group).agg(
        jobs=("employment", "sum"), wages=("total_wages_usd", "sum"), hidden=("hidden", "any"),
        parts=("naics", "size"),
    )  # fmt: skip
    whole = study.published.totals.set_index(group)[["employment", "total_wages_usd"]].dropna()
    both = sums.join(whole, how="inner").reset_index()
    slack = ROUNDING * (both["parts"] + 1)
    over = both["jobs"] > both["employment"] + slack
    over |= both["wages"] > both["total_wages_usd"] + ROUNDING
    complete = ~both["hidden"]
    short = complete & (
        ((both["jobs"] - both["employment"]).abs() > slack)
        | ((both["wages"] - both["total_wages_usd"]).abs() > ROUNDING)
    )
    return told(both[over | short], "totals are not the sum of their industries", *group)


def headquarters(study: IndustryStudy) -> list[str]:
    """A county that holds almost all jobs of an industry on worksites far larger than elsewhere.

    More than five times the jobs per establishment of all counties at hand, more than nine
    tenths of the region's jobs, though other counties have half of the establishments.
    """
    latest = study.cells[study.cells["year"].eq(str(study.latest_year))]
    everyone = (
        study.published.comparison if study.published.nation is None else study.published.nation
    )
    open_cells = everyone[everyone["employment"].notna()]
    pooled = open_cells.groupby("naics")[["employment", "establishments"]].sum()
    usual = (pooled["employment"] / pooled["establishments"]).rename("usual")
    sums = latest.groupby("naics")[["employment", "establishments"]].sum()
    rows = latest.merge(sums, on="naics", suffixes=("", "_all")).merge(usual, on="naics")
    bad = rows[
        (rows["employment"] > 5 * rows["usual"] * rows["establishments"])
        & (rows["employment"] > 0.9 * rows["employment_all"])
        & (rows["establishments"] < 0.5 * rows["establishments_all"])
    ]
    what = "cells look like several worksites reported at one (ask the state's office)"
    return told(bad, what, "area_fips", "naics")


FACTORS, RANKING = "industry_factors", "industry_ranking"
CELL_TRAPS = (
    Trap("T01", "Withheld read as zero", "blocking", withheld_with_a_value),
    TableTrap("T02", "Growth with a hidden end", "blocking", growth_with_a_hidden_end),
    TableTrap("T03", "A region that changes its members", "blocking", members_changed),
    Trap("T04", "A level that is not published", "blocking", level_not_published),
    Trap("T05", "Ownership added to its total", "blocking", ownership_in_its_total),
    Trap("T06", "Levels added together", "blocking", levels_added_together),
    Trap("T07", "A sum of sectors as an industry", "blocking", aggregate_as_an_industry),
    Trap("T08", "Sectors by their first digits", "blocking", code_of_another_form),
    Trap("T09", "Specialty trades", "warning", unpublished_trades),
    Trap("T10", "Jobs without a county", "warning", jobs_without_a_county),
    TableTrap("T10", "No code, and yet ranked", "blocking", unclassified_in_the_ranking),
    TableTrap("T11", "Released cells as growth", "blocking", released_cells_as_growth),
    Trap("T12", "Parts and whole", "blocking", parts_and_whole),
    TableTrap("T12", "Counties around left out", "warning", counties_around_left_out),
    Trap("T14", "Headquarters reporting", "warning", headquarters),
)

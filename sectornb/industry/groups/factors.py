"""The factors of several industries together, as of one industry.

The rows of a group are set under the code of all industries together, :data:`TOGETHER`: what
is given is the group alone, and it is their sum.  So a group goes the same way as an
industry, and has its figures and ends by the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sectornb.codes import (
    ALL_INDUSTRIES,
    SECTORS,
    naics_edition,
    naics_leak,
    naics_predecessor,
    ownership_codes,
)
from sectornb.disclosure.withheld.bounds import IndustryBounds, with_pay
from sectornb.disclosure.withheld.draws import FeasibleTables
from sectornb.disclosure.withheld.outward import apart, rounded_outward
from sectornb.disclosure.withheld.together import ends_together
from sectornb.industry import factor_bounds
from sectornb.industry.breaks import growth_breaks, under_later_codes
from sectornb.industry.factors import industry_factors
from sectornb.industry.groups.codes import digits_of, lies_in
from sectornb.industry.projection import edition_breaks, projected
from sectornb.industry.series import matched_yearly_jobs

TOGETHER = ALL_INDUSTRIES
_NONE = {"establishments": 0.0, "employment": 0.0, "total_wages_usd": 0.0}


@dataclass(frozen=True)
class Group:
    """Industries that are shown as one row.

    Attributes
    ----------
    name : str
        For readers.
    codes : tuple of str
        Of two to six digits in the edition of the latest year, none within another.
    origin : str
        Why the row is there: ``board``, ``pinned`` or ``redrawn``.
    """

    name: str
    codes: tuple[str, ...]
    origin: str

    def codes_of(self, year: int, latest_year: int) -> list[str]:
        """Its codes as an earlier year wrote them."""
        return [naics_predecessor(code, year, latest_year) or code for code in self.codes]

    def holds(self, naics: pd.Series, year: int, latest_year: int) -> pd.Series[bool]:
        """Which industries of a year are a code of the group or lie in one."""
        codes = self.codes_of(year, latest_year)
        inside = {
            each
            for each in naics.unique()
            if each in codes or any(lies_in(each, code) for code in codes)
        }
        return naics.isin(inside)


def group_factors(
    study: Any, group: Group, shares: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The factors of a group, as a table for the public of one row, and with all proven ends.

    Parameters
    ----------
    study : IndustryStudy
        Which composes this step with the others, so that its type cannot be imported here.
    shares : DataFrame
        National shares of the codes of the group.

    Returns
    -------
    (DataFrame, DataFrame)
        As ``industry_factors`` holds them, the industry being :data:`TOGETHER`; without any
        row where the region has none of the group.
    """
    cells = _cells(study, group)
    if cells.empty:
        return study.factors.iloc[:0], study.factors.iloc[:0]
    found = {year: _bounds(study, group, year) for year in study.systems}
    table = industry_factors(
        cells,
        counties=study.counties,
        **study.ends,
        all_jobs=study.jobs["all"],
        owner_jobs=study.jobs["owner"],
        shares=_share(group, shares),
        owner_share=study.national.owner_share,
        small_base_jobs=study.small_base_jobs,
        titles={TOGETHER: group.name},
        no_growth=_no_growth(study, group),
    )
    expected, broken = _expected(study, group)
    table = projected(
        table,
        expected,
        _series(study, group),
        study.latest_year,
        choice=study.settings.projections.use,
        small_base_jobs=study.small_base_jobs,
    )
    if broken:
        table["projection_note"] = broken
    table["growth_note"] = _noted(study, group, table["growth_note"])
    shown, proven = (
        factor_bounds.with_bounds(
            table,
            factor_bounds.Found(found, found),
            naics_digits=study.naics_digits,
            **study.ends,
            all_jobs=study.jobs["all"],
            small_base_jobs=study.small_base_jobs,
            public=public,
        )
        for public in (True, False)
    )
    held_back = shown["employment_high"].isna() & proven["employment_high"].notna()
    shown = factor_bounds.with_estimates(
        shown, _estimates(study, group), naics_digits=study.naics_digits
    )
    return shown.assign(ends_held_back=held_back), proven


def with_group(tables: FeasibleTables, group: Group, latest_year: int) -> FeasibleTables:
    """The drawn tables with the sum of the group's industries as one more of each year."""
    rows, jobs, wages = [tables.industries], [tables.employment], [tables.total_wages_usd]
    for (year, quarter), part in tables.industries.groupby(["year", "qtr"], sort=True):
        inside = part.index[group.holds(part["naics"], int(str(year)), latest_year)]
        rows.append(pd.DataFrame({"naics": [TOGETHER], "year": [year], "qtr": [quarter]}))
        jobs.append(tables.employment[inside].sum(axis=0))
        wages.append(tables.total_wages_usd[inside].sum(axis=0))
    return replace(
        tables,
        industries=pd.concat(rows, ignore_index=True),
        employment=np.vstack(jobs),
        total_wages_usd=np.vstack(wages),
    )


def _cells(study: Any, group: Group) -> pd.DataFrame:
    """County cells of the group's codes in both years, under the code of their sum.

    Each code is an owner of its own, so that what one withholds does not hide the others.
    """
    rows = _published(study, group)
    rows = rows.assign(own_code=rows["own_code"] + ":" + rows["naics"], naics=TOGETHER)
    # A county without a row has no establishment of the group.
    there = pd.MultiIndex.from_frame(rows[["area_fips", "year"]].drop_duplicates())
    places = pd.MultiIndex.from_product([list(study.counties), sorted(rows["year"].unique())])
    empty = places.difference(there).to_frame(index=False, name=["area_fips", "year"])
    empty = empty.assign(own_code="", naics=TOGETHER, employment_status="zero", **_NONE)
    return pd.concat([rows, empty], ignore_index=True)[[*rows.columns]]


def _published(study: Any, group: Group) -> pd.DataFrame:
    """The group's rows of the region's counties and the chosen ownership, under later codes."""
    rows = study.levels
    rows = rows[rows["area_fips"].isin(study.counties)]
    rows = rows[rows["own_code"].isin(ownership_codes(study.ownership))]
    rows = under_later_codes(rows, study.base_year, study.latest_year)
    return rows[rows["naics"].isin(group.codes)]


def _bounds(study: Any, group: Group, year: str) -> IndustryBounds:
    """What may be told of the group in a year, and what is proven of the county cells in it."""
    detail = factor_bounds.DETAIL_OF_DIGITS[study.naics_digits]
    codes = group.codes_of(int(year), study.latest_year)
    cells = study.bounds[year].cells
    cells = cells[cells["naics"].isin(codes)].assign(naics=TOGETHER, agglvl_code="7" + detail)
    ends = {
        f"{name}_{end}": [value]
        for name, both in ends_together(study.systems[year], codes).items()
        for end, value in zip(("low", "high"), both, strict=True)
    }
    region = pd.DataFrame({"naics": [TOGETHER], "detail": detail, **ends}).assign(year=year)
    proven = IndustryBounds(cells, region, study.bounds[year].state_used)
    # What a cell is told as depends on its whole county.
    narrowest = study.settings.details.narrowest
    told = apart(study.bounds[year].cells, study.counties, narrowest)
    told = told[told["naics"].isin(codes)].assign(naics=TOGETHER, detail=detail)
    together = rounded_outward(proven, study.counties, narrowest, told)
    parts = study.outward[year].region
    return replace(together, region=_no_wider(together.region, parts[parts["naics"].isin(codes)]))


def _no_wider(region: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """The ends of the group, no wider than what a reader gets who adds those of its parts."""
    ends = {}
    for name in factor_bounds.CELL_ENDS:
        whole, added = region[name], parts[name].sum(skipna=False)
        ends[name] = whole.clip(lower=added) if name.endswith("low") else whole.clip(upper=added)
    return with_pay(region.assign(**ends))


def _share(group: Group, shares: pd.DataFrame) -> pd.DataFrame:
    """The group's share of the nation's jobs, known where that of each code is."""
    parts = shares[shares["naics"].isin(group.codes)]
    known = len(parts) == len(group.codes)
    ends = {
        name: [parts[name].sum(skipna=False) if known else np.nan]
        for name in ("share", "share_low", "share_high")
    }
    return pd.DataFrame({"naics": [TOGETHER], **ends, "counties": [parts["counties"].min()]})


def _no_growth(study: Any, group: Group) -> str:
    """Why the group as a whole has no growth; empty where it may have one."""
    base, latest = study.base_year, study.latest_year
    if study.published.no_growth or base == latest:
        return str(study.published.no_growth)
    if str(base) not in study.systems:
        return f"a county of the region had another code or ground in {base}"
    named = [code for code in group.codes if _is_titled(code)]
    reasons = growth_breaks(_published(study, group), named, base, latest)
    if len(named) < len(group.codes) and naics_edition(base) != naics_edition(latest):
        reasons.append(
            f"what NAICS {naics_edition(latest)} did to codes of five or six digits is not "
            f"recorded, so growth from {base} to {latest} is not computed"
        )
    return next((reason for reason in reasons if reason), "")


def _is_titled(code: str) -> bool:
    """Whether what became of a code in later editions is recorded: not beyond four digits."""
    return code in SECTORS or len(code) <= 4


def _noted(study: Any, group: Group, notes: pd.Series) -> pd.Series:
    """Notes on the growth of the group, with what crossed the border of its codes."""
    leaks = [naics_leak(code, study.base_year, study.latest_year) for code in group.codes]
    # Its cells are those of a county and a code.
    notes = notes.str.replace("counties and ownerships", "county figures", regex=False)
    told = [". ".join(filter(None, [note, *leaks])) for note in notes]
    return pd.Series(told, index=notes.index, dtype="str")


def _expected(study: Any, group: Group) -> tuple[pd.DataFrame | None, str]:
    """Projected jobs of the group, where every code has some, and why it cannot have any."""
    combined = study.expected
    if combined is None:
        return None, ""
    rows = combined[combined["naics"].isin(group.codes)]
    named = [code for code in group.codes if _is_titled(code)]
    broken = next(iter(edition_breaks(combined, named, study.latest_year).values()), "")
    whole = len(rows) == len(group.codes) and not broken
    sums = {
        name: [rows[name].sum(skipna=False) if whole else np.nan]
        for name in ("base_employment", "target_employment")
    }
    told = {name: [combined[name].iloc[0]] for name in ("base_year", "target_year", "area")}
    return pd.DataFrame({"naics": [TOGETHER], **sums, **told}), broken


def _series(study: Any, group: Group) -> pd.DataFrame:
    """Jobs of the group year by year, where its codes hold whole industries of the ranking."""
    if any(digits_of(code) > study.naics_digits for code in group.codes):
        return pd.DataFrame()
    rows = study.years.region
    inside = pd.concat(
        [
            group.holds(part["naics"], int(str(year)), study.latest_year)
            for year, part in rows.groupby("year", sort=True)
        ]
    )
    rows = rows[inside.reindex(rows.index)]
    rows = rows.assign(own_code=rows["own_code"] + ":" + rows["naics"], naics=TOGETHER)
    return matched_yearly_jobs(rows, study.counties, study.latest_year)


def _estimates(study: Any, group: Group) -> pd.DataFrame:
    """Our estimates of the group in the latest year, where each code has one."""
    rows = study.estimates[study.estimates["naics"].isin(group.codes)]
    sums = {
        name: [rows[name].sum(skipna=False)]
        for name in ("employment_estimate", "total_wages_usd_estimate")
    }
    detail = factor_bounds.DETAIL_OF_DIGITS[study.naics_digits]
    return pd.DataFrame({"naics": [TOGETHER], "detail": [detail], **sums})

"""An attack that adds up: all tables of some reports as one system of sums, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import highspy
import numpy as np
import pandas as pd

from sectornb.codes import sector_of
from sectornb.disclosure.tables.attack import UNBOUNDED, solver
from sectornb.industry.study import IndustryStudy
from tests.builders.subtraction import Tables, given_back

MEASURES = ("employment", "total_wages_usd")
Inside = Callable[[pd.Series], pd.Series]


class Sum(NamedTuple):
    """Ends of some industries of a report's region together, and which county cells are in it."""

    year: str
    inside: Inside
    low: float
    high: float


def sums(tables: Tables, years: tuple[int, int], measure: str) -> Iterator[Sum]:
    """Whatever a report prints of industries of three digits, of sectors, groups and the total."""
    base, latest = map(str, years)

    def of(codes: Sequence[str]) -> Inside:
        return lambda naics: naics.isin(codes) | naics.map(sector_of).isin(codes)

    groups = tables["industry_groups"]
    coarse = groups["group_codes"].str.split(", ").map(
        lambda codes: all(len(code) <= 3 or "-" in code for code in codes)
    )  # fmt: skip
    for frame, name in ((tables["industry_factors"], "naics"), (groups[coarse], "group_codes")):
        for row in frame.itertuples():
            inside = of(getattr(row, name).split(", "))
            if measure == "employment":
                yield Sum(latest, inside, row.employment_low, row.employment_high)
                # The change at least is what is left at least now, less what was there at most.
                before = row.employment_high - row.employment_change_high
                yield Sum(base, inside, before, row.employment_low - row.employment_change_low)
            else:
                low = row.annual_wage_usd_low * row.employment_high
                yield Sum(latest, inside, low, row.annual_wage_usd_high * row.employment_low)
    if measure != "employment":
        return
    for row in tables["sector_ranking"].itertuples():
        yield Sum(latest, of([row.naics]), row.employment_low, row.employment_high)
    for row in tables["industry_years"].itertuples():
        yield Sum(row.year, of([row.naics]), row.employment_low, row.employment_high)
    parts = tables["industry_parts"].groupby("part_of")[["employment_low", "employment_high"]]
    for code, ends in parts.sum(min_count=1).iterrows():
        # Parts without titles are not listed: the sum is no most.
        yield Sum(latest, of([str(code)]), ends["employment_low"], np.nan)
    totals = tables["region_totals"]
    for row in totals[totals["own_code"].eq("5")].itertuples():
        yield Sum(row.year, lambda naics: naics.notna(), np.nan, row.employment)


def worked_out(studies: Sequence[IndustryStudy], county: str | None = None) -> pd.DataFrame:
    """The least and the most of each withheld cell that the reports of `studies` leave together.

    Parameters
    ----------
    studies : sequence of IndustryStudy
        The first with the largest region.
    county : str, optional
        Whose cells; all by default.
    """
    years = (studies[0].base_year, studies[0].latest_year)
    pieces = []
    for measure in MEASURES:
        for year in years if measure == "employment" else years[1:]:
            pieces.append(_of_year(studies, years, str(year), measure, county))
    return pd.concat(pieces, ignore_index=True)


def _of_year(
    studies: Sequence[IndustryStudy],
    years: tuple[int, int],
    year: str,
    measure: str,
    county: str | None,
) -> pd.DataFrame:
    cells = studies[0].tables["county_industries"]
    cells = cells[cells["year"].eq(year)].reset_index(drop=True)
    hidden = cells["employment_status"].eq("withheld").to_numpy()
    value = cells[measure].to_numpy(dtype=np.float64)
    # Dollars by ten thousands: the solver's tolerance is absolute.
    unit, half = (1.0, 0.5) if measure == "employment" else (1e4, 0.0)
    half = np.where(value > 0, half, 0.0)
    low = np.where(hidden, 0.0, value - half) / unit
    high = np.where(hidden, highspy.kHighsInf, value + half) / unit
    program = solver()
    program.addVars(len(cells), low, high)
    for study in studies:
        here = cells["area_fips"].isin(list(study.settings.counties)).to_numpy()
        for each in sums(study.tables, years, measure):
            inside = np.flatnonzero(here & each.inside(cells["naics"]).to_numpy(dtype=bool))
            if each.year != year or not hidden[inside].any():
                continue
            ends = np.array([each.low, each.high]) / unit
            stray = 1e-6 * np.maximum(np.abs(ends), 1.0)
            least = -highspy.kHighsInf if np.isnan(ends[0]) else ends[0] - stray[0]
            most = highspy.kHighsInf if np.isnan(ends[1]) else ends[1] + stray[1]
            program.addRow(least, most, len(inside), inside.astype(np.int32), np.ones(len(inside)))
    wanted = hidden & (cells["area_fips"].eq(county).to_numpy() if county else True)
    ends = [
        [_end(program, cell, sign) * unit for sign in (1.0, -1.0)]
        for cell in np.flatnonzero(wanted).tolist()
    ]
    found = cells.loc[wanted, ["area_fips", "naics", "year"]].assign(table="all", measure=measure)
    return found.assign(**dict(zip(("least", "most"), np.reshape(ends, (-1, 2)).T, strict=True)))


def _end(program: highspy.Highs, cell: int, sign: float) -> float:
    program.changeColCost(cell, sign)
    program.run()
    status = program.getModelStatus()
    program.changeColCost(cell, 0.0)
    if status in UNBOUNDED:
        return np.inf
    assert status == highspy.HighsModelStatus.kOptimal, program.modelStatusToString(status)
    return float(program.getSolution().col_value[cell])


def closer(found: pd.DataFrame, study: IndustryStudy) -> pd.DataFrame:
    """Of what was worked out, the intervals that are closer than the rule."""
    each = [given_back(part, study, str(county)) for county, part in found.groupby("area_fips")]
    return pd.concat(each, ignore_index=True)

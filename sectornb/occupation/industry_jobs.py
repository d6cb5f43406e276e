"""Jobs of an industry in the region, between ends where counties are withheld."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sectornb.codes import ownership_codes
from sectornb.disclosure.withheld.bounds import IndustryBounds, industry_bounds
from sectornb.disclosure.withheld.confined import Confined, confined
from sectornb.disclosure.withheld.estimates import industry_estimates
from sectornb.disclosure.withheld.levels import SurroundingLevels
from sectornb.disclosure.withheld.outward import coarsely, rounded_outward
from sectornb.disclosure.withheld.system import systems_by_year

COLUMNS = ("employment", "employment_low", "employment_high", "employment_status")
SCOPES = {"private": ("5",), "nonfederal": ("2", "3", "5"), "all": ("1", "2", "3", "5")}
"""Whose jobs a staffing pattern is of, and the owners that the QCEW counts them under."""
_ENDS = ["employment_low", "employment_high"]


def digits_of(naics: str) -> int:
    """Digits of an industry's level: 2 of a sector such as ``48-49``, else those of its code."""
    return 2 if "-" in naics else len(naics)


@dataclass(frozen=True)
class RegionJobs:
    """Jobs of the region's industries in one year, from every published level of its counties.

    Attributes
    ----------
    levels : DataFrame
        Rows of the counties and of their states, all levels and ownerships, of one year.
    around : SurroundingLevels
        The same of the states' other counties.
    counties : sequence of str
        The region.
    ownership : str
        ``private`` or ``all``.
    narrowest : float
        Narrowest interval of one county's cell that may be worked out, as a share.
    """

    levels: pd.DataFrame
    around: SurroundingLevels
    counties: Sequence[str]
    ownership: str
    narrowest: float

    @property
    def year(self) -> str:
        """The one year of the rows."""
        return str(self.levels["year"].iloc[0])

    @cached_property
    def confined(self) -> Confined:
        """The published rows as a system of sums."""
        own = systems_by_year(self.levels, tuple(self.counties), self.ownership)
        return confined(own, self.around)

    @cached_property
    def bounds(self) -> IndustryBounds:
        """What follows from them for every cell and for the region."""
        return industry_bounds(self.confined.systems[self.year])

    @cached_property
    def outward(self) -> pd.DataFrame:
        """The region's ends that may be published, by industry."""
        return rounded_outward(self.bounds, self.counties, self.narrowest).region

    def estimates(self, digits: int) -> pd.Series[float]:
        """Estimated jobs of the region by industry of so many digits, inside the ends."""
        coarse = coarsely(self.bounds.cells, self.counties, self.narrowest)
        table = industry_estimates(self.confined.systems[self.year], digits, coarse).region
        return table[table["detail"].eq(str(digits + 2))].set_index("naics")["employment_estimate"]

    def of(self, industries: Collection[str]) -> pd.DataFrame:
        """Jobs of industries, all of one number of digits.

        Returns
        -------
        DataFrame
            ``naics``, ``employment``, ``employment_low``, ``employment_high`` and
            ``employment_status``: ``disclosed`` where every county is disclosed and the ends are
            the count itself; ``estimate`` and our own estimate between proven ends; ``at_least``
            where one employer's figure would be told and only the disclosed counties are
            counted; ``zero`` where no county has the industry.
        """
        codes = list(dict.fromkeys(industries))
        (digits,) = {digits_of(code) for code in codes}
        rows = self.outward[self.outward["detail"].eq(str(digits + 2))].set_index("naics")
        rows = rows.reindex(codes)
        counted = self._disclosed(digits).reindex(codes).fillna(0.0)
        hidden, absent = rows["counties_withheld"].gt(0), rows["counties_present"].isna()
        told = rows["told"].eq(True)
        guess = self.estimates(digits).reindex(codes) if hidden.any() else counted * np.nan
        low, high = rows[_ENDS[0]].clip(lower=0), rows[_ENDS[1]]
        table = pd.DataFrame(
            {
                "naics": codes,
                "employment": np.where(hidden, guess.clip(low, high), counted),
                "employment_low": np.where(hidden, np.where(told, low, counted), counted),
                "employment_high": np.where(hidden, np.where(told, high, np.nan), counted),
                "employment_status": np.select(
                    [absent, ~hidden, told], ["zero", "disclosed", "estimate"], "at_least"
                ),
            }
        )
        table["employment"] = table["employment"].mask(table["employment_status"].eq("at_least"))
        return table

    def _disclosed(self, digits: int) -> pd.Series[float]:
        """Disclosed jobs of the region's counties by industry."""
        rows = self.levels
        own = rows["area_fips"].isin(list(self.counties))
        own &= rows["own_code"].isin(ownership_codes(self.ownership))
        own &= rows["agglvl_code"].str[1].eq(str(digits + 2))
        return rows[own].groupby("naics")["employment"].sum()


def in_scope(
    jobs: Mapping[str, RegionJobs], industries: Collection[str], scope: str
) -> pd.DataFrame:
    """Jobs of industries of the owners that a pattern is of, as :meth:`RegionJobs.of`.

    Parameters
    ----------
    jobs : mapping
        ``private`` and ``all`` to the region's jobs.
    scope : str
        A key of `SCOPES`. Of ``nonfederal`` the ends are those of all owners less the federal
        jobs published; where a federal cell is withheld the low end is that of private jobs.
    """
    if scope != "nonfederal":
        return jobs[scope].of(industries)
    whole = jobs["all"].of(industries)
    federal, hidden = _federal(jobs["all"], whole["naics"])
    private = jobs["private"].of(industries) if hidden.any() else whole
    less = whole[_ENDS].sub(federal, axis=0).clip(lower=0)
    least = less["employment_low"].mask(hidden, private["employment_low"])
    status = whole["employment_status"].mask(hidden, "estimate")
    middle = (whole["employment"] - federal).clip(least, less["employment_high"])
    ends = {"employment_low": least, "employment_high": less["employment_high"]}
    return whole.assign(employment=middle, **ends, employment_status=status)


def _federal(jobs: RegionJobs, industries: pd.Series[str]) -> tuple[pd.Series, pd.Series]:
    """Published federal jobs of each industry, and whether any federal cell is withheld."""
    rows = jobs.levels
    own = rows["area_fips"].isin(list(jobs.counties)) & rows["own_code"].eq("1")
    level = str(digits_of(industries.iloc[0]) + 2)
    rows = rows[own & rows["agglvl_code"].str[1].eq(level)]
    known = rows.groupby("naics")["employment"].sum()
    hidden = rows[rows["employment_status"].eq("withheld")]["naics"]
    return industries.map(known).fillna(0.0), industries.isin(hidden)


def given_jobs(rows: pd.DataFrame, industries: Sequence[str]) -> pd.DataFrame:
    """Jobs of industries as the user gives them, in the columns of :meth:`RegionJobs.of`.

    Parameters
    ----------
    rows : DataFrame
        ``naics``, ``employment``, ``low``, ``high``, ``year``, ``source``; an end that is not
        given is the figure itself.
    industries : sequence of str
        Which are wanted; one that is not given is left out.
    """
    table = rows[rows["naics"].isin(industries)].reset_index(drop=True)
    low, high = (table[end].fillna(table["employment"]) for end in ("low", "high"))
    ends = {"employment_low": low, "employment_high": high}
    status = np.where(low.eq(high), "disclosed", "estimate")
    return table[["naics", "employment"]].assign(**ends, employment_status=status)

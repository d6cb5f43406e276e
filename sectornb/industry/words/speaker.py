"""Claims on the tables of workbook 2: figures and counts of industries, the two years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from sectornb.show.sentence import Claim, Speaker


class IndustrySpeaker(Speaker):
    """Reads claims out of the tables of workbook 2.

    Parameters
    ----------
    tables, keys : mapping
        The saved tables, and their key columns.
    settings : IndustrySettings
        The parameters of the workbook.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], keys: Mapping[str, Sequence[str]], settings: Any
    ) -> None:
        super().__init__(tables, keys)
        self.settings = settings
        self.is_private = settings.ownership == "private"
        self.owner = "5" if self.is_private else "0"
        self.factors, self.ranking = tables["industry_factors"], tables["industry_ranking"]
        self.chosen = self.ranking[self.ranking["shortlisted"]]

    def of(self, naics: object, column: str, form: str, table: str = "industry_factors") -> Claim:
        """A claim on one figure of an industry."""
        return self.claim(form, table, column, naics=str(naics))

    def title(self, naics: object, table: str = "industry_factors") -> Claim:
        """A claim on the name of an industry."""
        return self.of(naics, "naics_title", "{}", table)

    def count(self, what: str) -> Claim:
        """A claim on one count of industries."""
        return self.claim("{:,.0f}", "industry_counts", "count", counted=what)

    def how_many(self, what: str) -> float:
        """The count itself; 0 where nothing of the kind was counted."""
        table = self.tables["industry_counts"].set_index("counted")["count"]
        return float(table.get(what, 0.0))

    def total(self, own_code: str, year: object, column: str, form: str) -> Claim:
        """A claim on the region's total of an ownership."""
        return self.claim(form, "region_totals", column, own_code=own_code, year=str(year))

    def years(self) -> dict[str, Claim]:
        """``base`` and ``latest`` year, read from the region's totals."""
        years = sorted(set(self.tables["region_totals"]["year"].astype(str)))
        return {
            name: self.total(self.owner, year, "year", "{}")
            for name, year in (("base", years[0]), ("latest", years[-1]))
        }


def unsigned(claim: Claim) -> Claim:
    """A number without its sign, which the sentence says in words."""
    return replace(claim, text=claim.text.lstrip("+-"))


def industries(number: float) -> str:
    """The noun that goes with a number of industries."""
    return "industry" if number == 1 else "industries"

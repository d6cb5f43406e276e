"""Claims on the tables of workbook 2: figures and counts of industries, the two years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import pandas as pd

from sectornb.codes import short_titles
from sectornb.industry import counts
from sectornb.industry.ranking import listed_in_order
from sectornb.industry.shift_share import NATION_LACKS
from sectornb.show.sentence import Claim, Sentence, Speaker, joined, listed, sentence


class IndustrySpeaker(Speaker):
    """Reads claims out of the tables of workbook 2.

    Parameters
    ----------
    tables, keys : mapping
        The saved tables, and their key columns.
    settings : IndustrySettings
        The parameters of the workbook.
    proven : DataFrame
        The factors with all proven ends, also those that a table holds back: who is first is
        judged by them.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        keys: Mapping[str, Sequence[str]],
        settings: Any,
        proven: pd.DataFrame,
    ) -> None:
        super().__init__(tables, keys)
        self.settings = settings
        self.is_private = settings.ownership == "private"
        self.owner = "5" if self.is_private else "0"
        self.factors, self.ranking = tables["industry_factors"], tables["industry_ranking"]
        self.proven, self.ends = proven, proven.set_index("naics")
        self.titles = self.factors.set_index("naics")["naics_title"]
        self.names = short_titles(settings.latest_year)
        self.chosen = self.ranking[self.ranking["shortlisted"]]
        self.listed = self.factors.set_index("naics").loc[self.chosen["naics"]]

    @cached_property
    def surest_first(self) -> pd.DataFrame:
        """The short list, those that trial tables list most often first."""
        return self.chosen.set_index("naics").loc[listed_in_order(self.ranking)].reset_index()

    @property
    def lacks_nation(self) -> bool:
        """Whether no change could be split for want of the nation's figures."""
        told = self.tables["shift_share"]
        if told["regional_shift_jobs"].notna().any():
            return False
        return bool(
            told.get("shift_share_note", pd.Series(dtype="str")).str.startswith(NATION_LACKS).any()
        )

    @property
    def has_spread(self) -> bool:
        """Whether any year says how evenly the jobs are spread."""
        return bool(self.tables["industry_diversity"]["equivalent_industries"].notna().any())

    def short(self, naics: object) -> str:
        """The short name of an industry, as it stands within a sentence."""
        return (self.names.get(str(naics)) or str(self.titles[str(naics)])).lower()

    def enumerated(self, codes: Iterable[object]) -> Sentence:
        """Industries by their short names, as :func:`in_a_row` sets them."""
        return in_a_row([Sentence(self.short(code)) for code in codes])

    def of(
        self,
        naics: object,
        template: str,
        table: str = "industry_factors",
        **parts: Claim | Sentence,
    ) -> Sentence:
        """A sentence about an industry, each gap a column of `table` or one of `parts`."""
        return self.told(table, {"naics": naics}, template, **parts)

    def count(self, what: str, zero: str = "0") -> Claim:
        """A claim on one count of industries, with the word for none."""
        claim = self.claim(",.0f", "industry_counts", "count", counted=what)
        return replace(claim, text=zero) if claim.text == "0" else claim

    def industries(self, what: str) -> Sentence:
        """One count of industries with its noun: ``1 industry``, ``9 industries``."""
        return self.number("industry", "industries", "industry_counts", "count", counted=what)

    def how_many(self, what: str) -> float:
        """The count itself; 0 where nothing of the kind was counted."""
        table = self.tables["industry_counts"].set_index("counted")["count"]
        return float(table.get(what, 0.0))

    def place(self, row: pd.Series[Any]) -> str:
        """Where an industry stands and of how many, as a template that :meth:`places` fills."""
        ends = [row["rank_drawn_low"], row["rank_drawn_high"]]
        if pd.isna(ends).any():
            return "rank {rank:.0f} of {scored}"
        to = "" if ends[0] == ends[1] else " to {rank_drawn_high:.0f}"
        return f"rank {{rank_drawn_low:.0f}}{to} of {{ranked}}"

    def places(self) -> dict[str, Claim]:
        """Of how many a rank is: ``scored`` by the figures shown, ``ranked`` in trial tables."""
        return {"scored": self.count(counts.SCORED), "ranked": self.count(counts.RANKED)}

    def ranked_among(self, what: str) -> str:
        """What ranks of ``sectors`` or ``industries`` are out of, as a note below their table."""
        counted = {"sectors": counts.SECTORS, "industries": counts.RANKED}[what]
        usual = {
            "industries": "Usual: in nine of ten trial tables. ?: grew or shrank. ",
            "sectors": "Unlikely: under one in ten, not ruled out. ",
        }[what]
        ranked, scored = self.how_many(counted), self.how_many(counts.SCORED)
        more, left = ranked - scored, len(self.ranking) - ranked
        told = f", {scored:.0f} of them with a score by the figures shown"
        told += f"; {left:.0f} more cannot be ranked" * (left > 0)
        return (
            f"{usual}Ranks are among {ranked:.0f} {what}"
            + told * (what == "industries" and more > 0)
            + "."
        )

    def among(self) -> dict[str, Sentence]:
        """As :meth:`places`, with the noun: ``61 industries``."""
        gaps = {"scored": counts.SCORED, "ranked": counts.RANKED}
        return {gap: self.industries(what) for gap, what in gaps.items()}

    def counted(self, template: str, **what: str) -> Sentence:
        """A sentence whose gaps are counts of industries, each given by what it counts."""
        return sentence(template, **{gap: self.count(each) for gap, each in what.items()})

    def totals(self, own_code: str) -> pd.DataFrame:
        """The region's totals of an ownership, the base year first and the latest last."""
        totals = self.tables["region_totals"]
        return totals[totals["own_code"].eq(own_code)].sort_values("year")

    def years(self) -> dict[str, Sentence]:
        """``base`` and ``latest`` year, read from the region's totals."""
        rows = self.totals(self.owner)
        return {
            name: self.told("region_totals", rows.iloc[place], "{year}")
            for name, place in (("base", 0), ("latest", -1))
        }


def in_a_row(told: Sequence[Sentence]) -> Sentence:
    """An enumeration, with semicolons where a part holds a comma itself."""
    commas = any("," in each.text for each in told)
    return joined("; ", told) if commas else listed(told)

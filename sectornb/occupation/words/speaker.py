"""Claims on the tables of workbook 3: counts, industries and occupations by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sectornb.show.sentence import Claim, Sentence, Speaker, joined, listed, sentence


class OccupationSpeaker(Speaker):
    """Reads claims out of the tables of workbook 3.

    Parameters
    ----------
    tables, keys : mapping
        The saved tables, and their key columns.
    settings : OccupationSettings
        The parameters of the workbook.
    industry_names : mapping
        Short names of industries.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        keys: Mapping[str, Sequence[str]],
        settings: Any,
        industry_names: Mapping[str, str],
    ) -> None:
        super().__init__(tables, keys)
        self.settings = settings
        self.industry_names = industry_names
        self.industries = tables["target_industries"]
        self.profile = tables["occupation_profile"]
        self.counts = tables["occupation_counts"].set_index("counted")["count"]

    @property
    def industry(self) -> Sentence:
        """The target industries by their short names."""
        names = [
            self.industry_names.get(naics) or title
            for naics, title in zip(
                self.industries["naics"], self.industries["naics_title"], strict=True
            )
        ]
        return in_a_row([Sentence(lowered(name)) for name in names])

    def has(self, *counted: str) -> bool:
        """Whether all of these were counted."""
        return set(counted) <= set(self.counts.index)

    def count(self, counted: str, form: str = ",.0f") -> Claim:
        """A claim on one count."""
        return self.claim(form, "occupation_counts", "count", counted=counted)

    def between(self, low: str, high: str) -> Sentence:
        """Two counts as a range; the one figure where they print alike, at least if open."""
        if not self.has(high):
            return sentence("at least {low}", low=self.count(low))
        ends = self.count(low), self.count(high)
        if ends[0].text == ends[1].text:
            return sentence("{low}", low=ends[0])
        return sentence("{low} to {high}", low=ends[0], high=ends[1])

    def occupations(self, rows: pd.DataFrame, table: str, template: str, **key: str) -> Sentence:
        """Occupations of some rows, each named and told by `template`, in a row."""
        told = [
            self.told(table, row, template, name=lowered(row["occupation_title"]))
            for _, row in rows.assign(**key).iterrows()
        ]
        return in_a_row(told)


def in_a_row(fragments: Sequence[Sentence]) -> Sentence:
    """Names joined to one enumeration, by semicolons where one of them has a comma itself."""
    if len(fragments) < 2 or not any("," in each.text for each in fragments):
        return listed(fragments)
    return sentence("{first}; and {last}", first=joined("; ", fragments[:-1]), last=fragments[-1])


def lowered(title: object) -> str:
    """A title within a sentence: small letters, but for words such as O*NET or HVAC."""
    words = str(title).split(" ")
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words)

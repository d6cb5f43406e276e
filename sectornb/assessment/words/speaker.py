"""What all sentences of workbook 4 need: its tables, the wave, and what may be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sectornb.assessment.instrument import Instrument
from sectornb.show.sentence import Claim, Sentence, Speaker, listed


@dataclass(frozen=True)
class Survey:
    """What is known of a survey beside its tables.

    Attributes
    ----------
    instrument : Instrument
        What was asked.
    waves : sequence of str
        Up to the one that is looked at, which is the last.
    anonymous : bool
        Whether it was declared anonymous; else every rater agreed to be named.
    target : float or None
        The rating to reach.
    panel : str
        ``everyone`` or ``sample``.
    """

    instrument: Instrument
    waves: Sequence[str]
    anonymous: bool
    target: float | None
    panel: str

    @property
    def wave(self) -> str:
        """The wave that is looked at."""
        return self.waves[-1]


class AssessmentSpeaker(Speaker):
    """Reads claims out of the tables of workbook 4.

    Parameters
    ----------
    tables, keys : mapping
        As for any speaker; tables as they may be printed.
    survey : Survey
        What is known beside them.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        keys: Mapping[str, Sequence[str]],
        survey: Survey,
    ) -> None:
        super().__init__(tables, keys)
        self.survey = survey

    def now(self, table: str) -> pd.DataFrame:
        """Rows of the wave that is looked at."""
        frame = self.tables[table]
        return frame[frame["wave"].eq(self.survey.wave)]

    @property
    def items(self) -> pd.DataFrame:
        """Items of the wave with a median that may be told."""
        rows = self.now("ratings_by_item")
        return rows[rows["median"].notna()]

    @property
    def raters(self) -> Sentence:
        """How many answered in the wave: ``11 raters``."""
        return self.number("rater", "raters", "panel_by_wave", "n_raters", wave=self.survey.wave)

    def wave_called(self, wave: str = "") -> Claim:
        """The name of a wave; by default of the one that is looked at."""
        return self.claim("", "panel_by_wave", "wave", wave=wave or self.survey.wave)

    def counted(self, what: str) -> Claim:
        """A count of the table ``assessment_counts``."""
        return self.claim("g", "assessment_counts", "count", counted=what)

    def count(self, what: str) -> float:
        """The same as a number."""
        return float(self.value("assessment_counts", {"counted": what}, "count"))

    def of_item(self, row: pd.Series[Any], template: str, **parts: Any) -> Sentence:
        """A sentence about one row of ``ratings_by_item``."""
        return self.told("ratings_by_item", row, template, **parts)

    def titles(self, rows: pd.DataFrame, most: int, template: str = "“{item_title}”") -> Sentence:
        """Titles of some rows of ``ratings_by_item``, the first ones alone where there are many."""
        named = [self.of_item(row, template) for _, row in rows.head(most).iterrows()]
        others = [Sentence("others")] if len(rows) > most else []
        return listed([*named, *others])


def same_from_all(speaker: AssessmentSpeaker) -> bool:
    """Whether every rating of the wave is the same one; False where that may not be told."""
    given = speaker.tables["rating_distribution"]
    given = given[given["wave"].eq(speaker.survey.wave) & given["n_raters"].gt(0)]
    return given["rating"].nunique() == 1


def only_one_rater(speaker: AssessmentSpeaker) -> bool:
    """Whether one person alone answered in the wave."""
    return bool(speaker.now("panel_by_wave")["n_raters"].eq(1).any())

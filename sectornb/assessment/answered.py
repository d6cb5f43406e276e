"""What workbook 4 asked and who answered: the instrument, the waves, raters of several."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from sectornb.assessment import anonymous, results
from sectornb.assessment.instrument import Instrument, read_instrument
from sectornb.assessment.rounds import Round, rounds_of
from sectornb.assessment.shares import share_bounds_of
from sectornb.assessment.waves.changes import changes_by_area, changes_by_item
from sectornb.assessment.waves.threshold import threshold_changes
from sectornb.assessment.waves.trend import wave_trend
from sectornb.contract import Study
from sectornb.dictionary import dictionary
from sectornb.errors import InputError, examples


class AnsweredStudy(Study):
    """The answers behind workbook 4, and what those of several waves say of each other."""

    @property
    def period(self) -> str:
        """The waves that the results are of."""
        return " and ".join([self.waves[0], self.latest_wave][: len(self.waves)])

    @cached_property
    def instrument(self) -> Instrument:
        """What was asked."""
        return read_instrument(self.settings.instrument)

    @property
    def anonymous(self) -> bool:
        """Whether the survey was declared anonymous; else every rater agreed to be named."""
        return bool(self.settings.mode == "anonymous")

    @property
    def target(self) -> float | None:
        """The rating to reach: that of the region file, else of the instrument; or none."""
        return float(self.settings.target) or self.instrument.target

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """The answers of each wave up to the one looked at.

        Raises
        ------
        InputError
            If no file of answers is named, or it has no such wave.
        """
        rows = self.private("responses")
        if rows is None:
            raise InputError(
                "The region file names no answers. Make forms with 'sectornb forms', take them in "
                "with 'sectornb answers', and write the file under assessment, responses."
            )
        every = rounds_of(rows.frame, self.instrument)
        waves = [each.wave for each in every]
        wanted = self.settings.wave or waves[-1]
        if wanted not in waves:
            raise InputError(
                f"There is no wave {wanted!r} among the answers; there is {examples(waves, 9)}. "
                "Write one of them under wave, or nothing for the latest."
            )
        return every[: waves.index(wanted) + 1]

    @property
    def waves(self) -> tuple[str, ...]:
        """Names of the waves, the first one first."""
        return tuple(each.wave for each in self.rounds)

    @property
    def latest(self) -> Round:
        """The wave that is looked at."""
        return self.rounds[-1]

    @property
    def latest_wave(self) -> str:
        """Its name."""
        return self.latest.wave

    @cached_property
    def told(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """In anonymous mode, what may be printed of each item in each wave."""
        return anonymous.told_by_item(self.rounds, self.instrument, self.rules.raters)

    @cached_property
    def by_item(self) -> pd.DataFrame:
        """Results of each item in each wave; the table ``ratings_by_item``."""
        table = results.ratings_by_item(self.rounds, self.instrument, self.target)
        table["share_note"] = ""
        bounds = share_bounds_of(table, self.latest, self.settings)
        table = table.join(bounds)
        if self.anonymous:
            table = anonymous.items_as_printed(table, self.told)
        return self._in_order("ratings_by_item", table)

    @cached_property
    def changes_by_item(self) -> pd.DataFrame:
        """What changed between waves, of raters of both."""
        table = changes_by_item(self.rounds, self.instrument)
        return anonymous.changes_as_printed(table, self.by_item) if self.anonymous else table

    @cached_property
    def changes_by_area(self) -> pd.DataFrame:
        """The same by area and over all items; empty in anonymous mode."""
        sampled = self.settings.panel == "sample"
        return changes_by_area(self._matched, self.instrument, sampled=sampled)

    @cached_property
    def threshold_changes(self) -> pd.DataFrame:
        """Who came to call an item in place, and who no longer does; empty in anonymous mode."""
        return threshold_changes(self._matched, self.instrument)

    @cached_property
    def wave_trend(self) -> pd.DataFrame:
        """Points per wave over three waves or more; empty in anonymous mode."""
        sampled = self.settings.panel == "sample"
        return wave_trend(self._matched, self.instrument, sampled=sampled)

    @property
    def _matched(self) -> tuple[Round, ...]:
        """The waves among which raters are matched: none in anonymous mode."""
        return () if self.anonymous else self.rounds

    @property
    def moved(self) -> pd.DataFrame:
        """Items whose median moved since the wave before, or that raters of both waves moved."""
        table = self._since(self.changes_by_item)
        return table[table["median_change"].abs().gt(0) | table["direction"].isin(["up", "down"])]

    @property
    def latest_area_changes(self) -> pd.DataFrame:
        """Changes since the wave before by area, all items last."""
        return self._since(self.changes_by_area)

    def _since(self, table: pd.DataFrame) -> pd.DataFrame:
        return table[table["wave_after"].eq(self.latest_wave)]

    def _in_order(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        declared = dictionary().tables.get(name)
        return table[list(declared.columns)] if declared else table

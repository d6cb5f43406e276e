"""The answers of each wave as a table of raters by items, reversed items turned around."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from sectornb.assessment.instrument import Instrument


@dataclass(frozen=True)
class Round:
    """What one panel answered in one wave.

    Attributes
    ----------
    wave : str
        Its name.
    ratings : DataFrame
        Raters × items, all of the instrument in its order; null where somebody did not rate.
        High is good throughout: reversed items are turned around.
    organizations : Series
        Each rater's organization, null where it is not known or not told.
    answers : DataFrame
        The rows behind it, ``rating`` turned around as well.
    importance : DataFrame
        Raters × items: how important each item is to each, null where it was not said.
    """

    wave: str
    ratings: pd.DataFrame
    organizations: pd.Series
    answers: pd.DataFrame
    importance: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def raters(self) -> int:
        """How many people answered anything."""
        return len(self.ratings)


def in_order(waves: Iterable[str]) -> list[str]:
    """Waves from the first to the last: as numbers where all are, else as text."""
    different = set(waves)
    if all(wave.isdecimal() for wave in different):
        return sorted(different, key=int)
    return sorted(different)


def rounds_of(answers: pd.DataFrame, instrument: Instrument) -> tuple[Round, ...]:
    """Every wave of `answers`, the first one first.

    Parameters
    ----------
    answers : DataFrame
        One row per wave, rater and question, as
        :func:`~sectornb.assessment.read.read_responses` gives them; ``rater`` is anything
        that tells people apart.
    """
    return tuple(
        _round(wave, answers[answers["wave"].eq(wave)], instrument)
        for wave in in_order(answers["wave"])
    )


def _round(wave: str, answers: pd.DataFrame, instrument: Instrument) -> Round:
    turned = answers["item"].isin([i.id for i in instrument.items.values() if i.reversed])
    rating = answers["rating"].mask(turned, instrument.highest + 1 - answers["rating"])
    answers = answers.assign(rating=rating).reset_index(drop=True)
    rated = answers[answers["item"].isin(list(instrument.items))]
    everybody = sorted(set(answers["rater"]))

    def of_raters(values: str) -> pd.DataFrame:
        table = rated.pivot(index="rater", columns="item", values=values)
        return table.reindex(index=everybody, columns=list(instrument.items)).astype("float64")

    named = answers.drop_duplicates("rater").set_index("rater")["organization"].reindex(everybody)
    named = named.where(named.ne(""))
    return Round(wave, of_raters("rating"), named, answers, of_raters("importance"))

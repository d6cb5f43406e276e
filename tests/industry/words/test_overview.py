"""Sectors that lead, and those without a part on the short list."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sectornb.industry import counts
from sectornb.industry.words.overview import sectors_first
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence, unclaimed_numbers
from tests.industry.words.test_findings import STEADY, speaker, tables

NAMES = {"62": "Care", "72": "Food", "54": "Advice", "53": "Homes", "622": "Hospitals"}


def of_sectors(*certainty: str, **changes: Any) -> IndustrySpeaker:
    """Four sectors, the first two among the first; the parts of all are on the list."""
    table = pd.DataFrame({"naics": ["62", "72", "54", "53"], "leads": [True, True, False, False]})
    table = table.assign(
        rank=[1.0, 2.0, 3.0, 4.0],
        rank_best=1.0,
        rank_worst=3.0,
        leads_share=[0.97, 0.97, 0.0, 0.879],
        industries_listed="x",
    ).assign(leads_certainty=list(certainty), **changes)
    made = tables(STEADY) | {"sector_ranking": table}
    made["industry_counts"] = counts.industry_counts(made, 2, made["industry_factors"])
    told = speaker(made)
    told.keys = {**told.keys, "sector_ranking": ["naics"]}
    told.names = NAMES
    return told


def said(*certainty: str, **changes: Any) -> Sentence:
    found = sectors_first(of_sectors(*certainty, **changes))
    assert found is not None and not unclaimed_numbers(found)
    return found


def test_sectors_that_lead_are_named_by_how_sure_it_is_and_of_how_many() -> None:
    both = said("certain", "likely", "no", "no")
    assert both.text == (
        "Of 4 sectors the first two lead. Certain, whatever is withheld: care. Likely, with the "
        "share of trial tables: food (97.0%)."
    )
    # The sentence says of each how sure it is.
    assert both.certainty == ""
    none = said("possible", "possible", "no", "no")
    assert none.text.endswith("none is sure to: care, food.") and none.certainty == "possible"


def test_a_sector_that_could_lead_is_named_like_the_others() -> None:
    assert said("certain", "likely", "no", "possible").text.endswith(
        "More likely than not: homes (87.9%)."
    )


def test_every_sector_that_is_possible_is_named_even_if_less_likely_than_not() -> None:
    told = said("certain", "likely", "no", "possible", leads_share=[1.0, 0.97, 0.0, 0.256])
    assert told.text.endswith("Less likely than not: homes (25.6%).")


@pytest.mark.parametrize(("share", "ties"), [(0.6, ""), (0.9, " (ties all count)")])
def test_more_sectors_than_there_are_places_are_counted_and_ties_explained(
    monkeypatch: pytest.MonkeyPatch, share: float, ties: str
) -> None:
    # Of two places: without ties shares sum to two, 0.8 + 0.6 + 0.6; with ties to more.
    monkeypatch.setattr("sectornb.industry.words.overview.LEADING", 2)
    monkeypatch.setattr("sectornb.industry.words.overview.TIED", 2.005)
    told = said("likely", "possible", "no", "possible", leads_share=[0.8, share, 0.0, share])
    assert told.text.startswith(f"Three of 4 sectors may be among the first two{ties}.")


def test_a_sector_of_one_industry_says_how_sure_the_industry_is() -> None:
    told = of_sectors("certain", "likely", "no", "no")
    told.ranking.loc[told.ranking["naics"].eq("622"), "badge"] = "likely"
    found = sectors_first(told)
    assert found is not None and "care (as an industry only likely)" in found.text


@pytest.mark.parametrize("place", [True, False])
def test_a_sector_that_leads_without_a_part_on_the_list_says_where_its_nearest_part_is(
    place: bool,
) -> None:
    told = of_sectors("certain", "certain", "no", "no", industries_listed=["none", "x", "x", "x"])
    row = told.ranking["naics"].eq("622")
    ends = {"rank_drawn_low": 3.0, "rank_drawn_high": 4.0, "why": "high: jobs; low: pay"}
    told.ranking[list(ends)] = float("nan") if not place else 0.0
    told.ranking["why"] = ""
    for name, value in ends.items():
        told.ranking.loc[row, name] = value if place or name == "why" else float("nan")
    told.ranking.loc[row, "rank"] = 5.0
    found = sectors_first(told)
    at = "rank 3 to 4 of 5" if place else "rank 5 of 5"
    assert found is not None and found.text.endswith(
        f"No part of care is on the short list: nearest is hospitals ({at} industries)."
    )


def test_without_sectors_nothing_is_said_of_them() -> None:
    told = of_sectors("no", "no", "no", "no")
    told.tables = {}
    assert sectors_first(told) is None

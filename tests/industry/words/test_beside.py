"""What is said of the rows beside the short list."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sectornb.industry import counts
from sectornb.industry.words.beside import asked_for, redrawn, taken_whole
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import unclaimed_numbers
from tests.builders.industry_study import asked

HEALTH = {"group_name": "Health care", "group_codes": "621, 622", "group_origin": "board"}
GOODS = {"group_name": "Moving goods", "group_codes": "42, 48-49", "group_origin": "board"}
FOOD = {"group_name": "Food Services", "group_codes": "722", "group_origin": "pinned"}
RETAIL = {"group_name": "Retail Trade", "group_codes": "44-45", "group_origin": "redrawn"}


def row(who: dict[str, str], low: float = 12, high: float = 21, **more: Any) -> dict[str, Any]:
    place = {"rank": 17.0, "rank_best": 1.0, "rank_worst": 60.0}
    place |= {"rank_drawn_low": low, "rank_drawn_high": high}
    said = {"employment_status": "disclosed", "unscored_because": ""}
    return {**who, **place, **said, **more}


def speaker(*rows: dict[str, Any]) -> IndustrySpeaker:
    """Of a table of these rows; no other table says anything here."""
    ranked = pd.DataFrame({"naics": ["722"], "naics_title": "Food", "shortlisted": False})
    groups = pd.DataFrame(rows or [row(HEALTH)]).iloc[: len(rows)]
    tables = {"industry_factors": ranked, "industry_ranking": ranked, "industry_groups": groups}
    counted = {"counted": [counts.SCORED, counts.RANKED], "count": [61.0, 65.0]}
    tables["industry_counts"] = pd.DataFrame(counted)
    keys = {"industry_groups": ["group_name", "group_codes"], "industry_counts": ["counted"]}
    return IndustrySpeaker(tables, keys, asked(["57001"]), ranked)


def test_the_first_group_is_named_as_the_boards_and_others_follow() -> None:
    found = asked_for(speaker(row(HEALTH), row(GOODS, 4, 8), row(FOOD, 19, 19)))
    assert found is not None and found.certainty == "likely"
    assert found.text == (
        "Health care, as your board groups it, would stand at rank 12 to 21 among 65 industries in "
        "nine of ten trial tables; Moving goods at rank 4 to 8; pinned by your board: restaurants "
        "and bars at rank 19."
    )
    assert unclaimed_numbers(found) == []


def test_a_sentence_of_pinned_industries_alone_begins_as_one() -> None:
    found = asked_for(speaker(row(FOOD)))
    assert found is not None and found.text.startswith("Pinned by your board: restaurants")


def test_sectors_taken_whole_are_told_by_how_sure_their_place_is() -> None:
    media = {"group_name": "Information", "group_codes": "51", "group_origin": "redrawn"}
    both = taken_whole(speaker(row(RETAIL, badge="unlikely"), row(media, badge="unlikely")))
    assert (
        both is not None
        and both.certainty == ""
        and both.text
        == ("Taken whole, retail trade and information are unlikely to be on the short list.")
    )
    apart = taken_whole(speaker(row(RETAIL, badge="no"), row(media, badge="likely")))
    assert apart is not None and apart.text == (
        "Taken whole, information is likely to be on the short list; retail trade cannot be."
    )
    assert taken_whole(speaker(row(HEALTH, badge="likely"))) is None


def test_without_trial_tables_the_rank_of_what_is_shown_is_told() -> None:
    found = asked_for(speaker(row(HEALTH, np.nan, np.nan)))
    assert found is not None and found.certainty == "possible"
    assert found.text.endswith("would stand at rank 17 among 61 industries by the figures shown.")


def test_a_place_that_is_open_altogether_is_told_as_far_as_it_is_proven() -> None:
    found = asked_for(speaker(row(HEALTH, np.nan, np.nan, rank=np.nan)))
    assert found is not None and found.text.endswith(
        "would stand at rank 1 to 60 among 65 industries."
    )


def test_what_is_absent_or_unscored_is_said_so() -> None:
    nowhere = row(FOOD, np.nan, np.nan, employment_status="absent", rank_best=np.nan, rank=np.nan)
    because = "past growth: its codes were redrawn"
    lacking = row(HEALTH, np.nan, np.nan, rank=np.nan, rank_best=np.nan, unscored_because=because)
    found = asked_for(speaker(lacking, nowhere))
    assert found is not None
    assert "as your board groups it, has no rank, for want of past growth" in found.text
    assert "restaurants and bars (no establishment here)" in found.text


def test_redrawn_sectors_are_told_apart_from_what_the_board_asked_for() -> None:
    told = speaker(row(HEALTH), row(RETAIL, 27, 33))
    found = redrawn(told)
    assert found is not None and found.text == (
        "Retail Trade as a whole would stand at rank 27 to 33 among 65 industries in nine of ten "
        "trial tables."
    )
    assert redrawn(speaker(row(HEALTH))) is None and asked_for(speaker(row(RETAIL))) is None

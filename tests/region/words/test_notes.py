from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from sectornb.dictionary import dictionary
from sectornb.region.words.notes import PLAUSIBLE, region_notes
from sectornb.show.sentence import Sentence, Speaker
from tests.builders.flow_tables import case_matrix, table_of
from tests.builders.region_words import region_tables

TABLES = region_tables(table_of(case_matrix()), ["57101", "57102"])


def notes(
    *,
    missing: Sequence[str] = (),
    job_type: str = "JT00",
    flows: str = "lodes",
    zoned_in: str = "",
    counted_as: str = "jobs",
    shapes: bool = True,
) -> list[str | Sentence]:
    settings: Any = SimpleNamespace(job_type=job_type, flows=flows)
    commuting: Any = SimpleNamespace(missing=missing, zoned_in=zoned_in, counted=counted_as)
    speaker = Speaker(TABLES, dictionary().keys_of("1-region"))
    return region_notes(speaker, settings, commuting, shapes=shapes)


def text(**more: Any) -> str:
    return " ".join(note if isinstance(note, str) else note.text for note in notes(**more))


@pytest.mark.parametrize(("job_type", "words"), [("JT00", "counted twice"), ("JT01", "per worker")])
def test_notes_say_jobs_or_people(job_type: str, words: str) -> None:
    assert words in text(job_type=job_type)


def test_numbers_computed_from_data_or_set_by_us_can_be_followed() -> None:
    claims = {
        claim.row["counted"]: claim.text
        for note in notes(zoned_in="Westmark")
        if isinstance(note, Sentence)
        for claim in note.claims
    }
    assert claims == {
        "counties whose own flows are known": "8",
        "exchange from which a tie is strong": "5",
        "exchange below which only few commuters hold a county": "2",
    }


def test_what_is_missing_comes_first_with_the_name_of_its_file() -> None:
    told = "The file x_2019.csv is missing."
    assert notes(missing=[told])[0] == told


def test_notes_say_what_the_zones_are_drawn_from_and_that_shapes_are_missing() -> None:
    told = text(zoned_in="Rhode Island", shapes=False)
    assert "8 counties whose own flows are at hand, in Rhode Island" in told and "tiles" in told
    assert "Zones are drawn" not in text()


def test_a_table_of_workers_says_so_and_nothing_of_lodes() -> None:
    told = text(flows="county-flows", counted_as="workers")
    assert "The table counts workers" in told
    assert "noise" not in told


def limits(flows: str) -> list[str]:
    return dictionary().limits_of("1-region", flows)


def test_limits_of_lodes_come_first_and_all_are_short() -> None:
    assert "self-employed" in limits("lodes")[0]
    assert not any("self-employed" in limit for limit in limits("county-flows"))
    assert all(len(limit) < 160 for limit in limits("lodes"))


def test_how_many_uncounted_jobs_are_plausible_is_told_only_where_some_states_are_unread() -> None:
    assert "called plausible up to five times" not in text()
    counts = TABLES["region_counts"].copy()
    unread = counts["counted"].eq(
        "jobs here of people from states whose flow files are not at hand"
    )
    counts.loc[unread, "count"] = 19_153.0
    settings: Any = SimpleNamespace(job_type="JT00", flows="lodes")
    commuting: Any = SimpleNamespace(missing=(), zoned_in="", counted="jobs")
    speaker = Speaker(TABLES | {"region_counts": counts}, dictionary().keys_of("1-region"))
    assert PLAUSIBLE in region_notes(speaker, settings, commuting)

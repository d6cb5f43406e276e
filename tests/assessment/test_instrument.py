"""Instruments as data."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sectornb.assessment.instrument import instrument_names, read_instrument, read_instrument_file
from sectornb.errors import DeclarationError
from sectornb.shipped import shipped


def test_three_instruments_are_shipped() -> None:
    assert instrument_names() == ("regional-elements", "sector-readiness", "state-capabilities")
    assert {read_instrument(name).name for name in instrument_names()} == set(instrument_names())


def test_the_state_instrument_has_its_areas_items_conditions_and_skills() -> None:
    state = read_instrument("state-capabilities")
    assert [len(area.items) for area in state.areas] == [3, 2, 3, 2, 3, 1]
    conditions = [len(item.conditions) for item in state.items.values()]
    # 4 3 2 · 2 2 · 4 1 1 · 2 3 · 1 3 3 · 4 are 35.
    assert conditions == [4, 3, 2, 2, 2, 4, 1, 1, 2, 3, 1, 3, 3, 4] and sum(conditions) == 35
    assert len(state.items["8"].skills) == 8
    assert list(state.items) == [str(number) for number in range(1, 15)]
    assert all(area.question.endswith("?") for area in state.areas)
    assert len({area.question for area in state.areas}) == 6
    assert state.ratings == (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5) and state.good_from == 4
    assert state.opening and "launched" in state.opening.question


def test_the_regional_instrument_has_nineteen_components_and_its_questions() -> None:
    region = read_instrument("regional-elements")
    assert [len(area.items) for area in region.areas] == [5, 3, 2, 3, 3, 3]
    assert len(region.items) == 19 and region.ratings == (1, 2, 3)
    assert [len(area.diagnostics) for area in region.areas] == [2, 3, 3, 3, 3, 3]
    assert region.asks.obstacle and region.asks.partner


def test_readiness_has_six_factors_and_no_pass_mark() -> None:
    readiness = read_instrument("sector-readiness")
    assert len(readiness.items) == 6 and readiness.target is None


def test_words_of_a_rating_are_known_in_any_letters() -> None:
    assert read_instrument("regional-elements").rating_of["partly in place"] == 2


def changed(**entries: object) -> dict[str, object]:
    content = read_instrument_file(shipped("data", "instruments", "sector-readiness.yml"))
    return content | entries


def test_an_instrument_of_the_user_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "ours.yml"
    path.write_text(yaml.safe_dump(changed(name="ours")), "utf-8")
    assert read_instrument(path).name == read_instrument(str(path)).name == "ours"


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(DeclarationError, match="state-capabilities"):
        read_instrument("state-capability")


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"good_from": 4}, "good_from is no rating of the scale"),
        ({"good_from": 1}, "would count everybody"),
        ({"scale": [{"rating": 2, "label": "a"}, {"rating": 3, "label": "b"}]}, "goes up from 1"),
        ({"labels": {"Splendid": 9}}, "'Splendid' is no rating"),
        ({"colour": "red"}, "colour"),
        ({"areas": [{"id": 1.1}]}, r"areas.0.id \(Input should be a valid string"),
    ],
)
def test_what_does_not_hold_together_is_refused(entries: dict[str, object], told: str) -> None:
    with pytest.raises(DeclarationError, match=told):
        read_instrument(changed(**entries))


def test_an_id_given_twice_is_refused() -> None:
    content = changed()
    content["areas"][0]["items"][1]["id"] = "1"  # type: ignore[index]
    with pytest.raises(DeclarationError, match="id 1 is given more than once"):
        read_instrument(content)


def test_a_file_that_is_not_there_or_no_yaml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="cannot be opened"):
        read_instrument(tmp_path / "none.yml")
    broken = tmp_path / "broken.yml"
    broken.write_text("name: [", "utf-8")
    with pytest.raises(DeclarationError, match="not readable YAML"):
        read_instrument(broken)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.getcwd []", "!!python/name:os.system"])
def test_no_tag_of_yaml_makes_an_object(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "ours.yml"
    path.write_text(f"name: {tag}\n", "utf-8")
    with pytest.raises(DeclarationError, match="not readable YAML"):
        read_instrument(path)


def test_a_file_that_stands_for_much_more_than_it_holds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.yml"
    line = "  - &l {id: a, text: b}\n"
    many = ", ".join(["*l"] * 50)
    content = yaml.safe_dump({k: v for k, v in changed().items() if k != "areas"})
    item = f"{{id: a, title: a, text: a, conditions: [{many}]}}"
    area = f"{{id: a, title: a, short: a, question: a, items: [{item}]}}"
    path.write_text(f"x:\n{line}{content}areas: [{area}]\n", "utf-8")
    with pytest.raises(DeclarationError, match="at most 40 items"):
        read_instrument(path)
    path.write_text("#" * 600_000, "utf-8")
    with pytest.raises(DeclarationError, match="has 600,000 bytes"):
        read_instrument(path)

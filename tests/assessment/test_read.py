"""The tidy file of answers: what is taken, what is refused by row, what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sectornb.assessment.read import COLUMNS, read_responses
from sectornb.errors import PrivateDataError
from tests.builders.panels import SMALL, answer, answers_of, write_answers

Row = dict[str, str]
ELSEWHERE = {"organization": "Harrow Mills"}


def read(folder: Path, *rows: Mapping[str, str], mode: str = "open") -> pd.DataFrame:
    return read_responses(write_answers(folder, rows), instrument=SMALL, mode=mode)


def refusal(folder: Path, *rows: Mapping[str, str], mode: str = "open") -> str:
    with pytest.raises(PrivateDataError) as told:
        read(folder, *rows, mode=mode)
    return str(told.value)


def test_half_ratings_are_kept_and_three_kinds_of_missing_are_apart(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        answer("a", "1", 3.5),
        answer("a", "2"),
        answer("a", "3", answer="dont_know"),
        answer("a", "4", answer="not_asked"),
    )
    assert found["rating"].iloc[0] == 3.5 and found["rating"].iloc[1:].isna().all()
    assert found["answer"].tolist() == ["rated", "blank", "dont_know", "not_asked"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"rating": "6"}, "column rating: 1 value is off the scale of small, 1 to 5, halves"),
        ({"rating": "0"}, "column rating: 1 value is off the scale"),
        ({"rating": "3.25"}, "column rating: 1 value is off the scale"),
        ({"rating": "nan"}, "column rating: 1 value is off the scale"),
        ({"rating": "agree"}, "column rating: 1 value is off the scale"),
        ({"rating": ""}, "column rating: 1 value is empty, though the answer is 'rated'"),
        ({"answer": "blank"}, "column rating: 1 value is there, though"),
        ({"answer": "text"}, "column answer: 1 value is no answer to an item"),
        ({"answer": "maybe"}, "column answer: 1 value is none of rated, blank"),
        ({"item": "9"}, "column item: 1 value is no item of small"),
        ({"item": ""}, "column item: 1 value is empty"),
        ({"wave": ""}, "column wave: 1 value is empty"),
        ({"rater": " "}, "column rater: 1 value is empty"),
        ({"consent": "of course"}, "column consent: 1 value is none of yes, no, nothing"),
        ({"consent": "no"}, "column consent: 1 value is no 'yes': in open mode"),
        ({"reason_private": "secret"}, "column reason_private: 1 value is none of"),
        ({"met": "2.1"}, "column met: 1 value is no conditions of the item"),
    ],
)
def test_what_is_wrong_is_refused_by_row_and_column_without_its_value(
    tmp_path: Path, wrong: Row, told: str
) -> None:
    refused = refusal(tmp_path, answer("b", "1", 3), answer("a", "1", 3) | wrong)
    assert told in refused and "row 3" in refused
    for value in wrong.values():
        assert len(value) < 4 or value not in refused.replace(told, "")


def test_an_answer_given_twice_is_refused_with_both_rows(tmp_path: Path) -> None:
    twice = (answer("a", "1", 3), answer("a", "2", 3), answer("a", "1", 4))
    assert "column item: 2 values are there more than once" in refusal(tmp_path, *twice)
    assert "row 2, 4" in refusal(tmp_path, *twice)


def test_one_rater_with_two_organizations_in_a_wave_is_refused(tmp_path: Path) -> None:
    rows = (answer("a", "1", 3), answer("a", "2", 3, organization="Other"))
    assert "column organization: 2 values are not the same" in refusal(tmp_path, *rows)


def test_a_rater_may_move_to_another_organization_between_waves(tmp_path: Path) -> None:
    read(tmp_path, answer("a", "1", 3), answer("a", "1", 3, wave="2", organization="Other"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("rating,", "", 1), "lacks rating; it needs each"),
        (lambda text: text.partition("\n")[0] + "\n", "has a head and no answers"),
        (lambda text: "", "has 0 columns"),
        (lambda text: text.rstrip("\n") + ",more\n", "1 row of other than 13 cells, row 2"),
    ],
)
def test_a_file_of_another_form_is_refused(
    tmp_path: Path, change: Callable[[str], str], told: str
) -> None:
    path = write_answers(tmp_path, [answer("Quillfeather", "1", 3)])
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(PrivateDataError) as refused:
        read_responses(path, instrument=SMALL, mode="open")
    assert told in str(refused.value) and "Quillfeather" not in str(refused.value)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = write_answers(tmp_path, [answer("Zoë", "1", 3)])
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    with pytest.raises(PrivateDataError, match="is not UTF-8 text"):
        read_responses(path, instrument=SMALL, mode="open")


def test_blank_lines_at_the_end_are_no_answers(tmp_path: Path) -> None:
    path = write_answers(tmp_path, [answer("a", "1", 3)])
    path.write_text("\ufeff" + path.read_text("utf-8") + "\n,,\n", "utf-8")
    assert len(read_responses(path, instrument=SMALL, mode="open")) == 1


def test_in_open_mode_private_reasons_and_names_are_hidden_and_the_rest_is_shown(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        answer("a", "1", 3, reason="Nobody phones back."),
        answer("a", "2", 3, reason="The chair blocks it.", reason_private="yes", obstacle="Chair"),
        answer("ann.quillfeather@example.org", "2", 3, reason="nobody phones back"),
    )
    assert found["reason"].tolist() == ["Nobody phones back.", "", "nobody phones back"]
    assert found["hidden_reason"].dropna().tolist() == ["The chair blocks it."]
    assert found["hidden_obstacle"].dropna().tolist() == ["Chair"]
    assert found["hidden_rater"].tolist() == ["", "", "ann quillfeather"]
    assert set(found["hidden_organization"]) == {""} and set(found["organization"]) == {"Org"}


def test_an_organization_is_one_in_any_spelling_and_called_as_most_write_it(
    tmp_path: Path,
) -> None:
    spelled = ["State Agency", "state  agency", "State-Agency", "State Agency", "Agency", "+"]
    rows = [answer(f"r{n}", "1", 3, organization=name) for n, name in enumerate(spelled)]
    assert read(tmp_path, *rows)["organization"].tolist() == [
        *["State Agency"] * 4, "Agency", "+",
    ]  # fmt: skip
    # What is searched for is what was written.
    assert set(read(tmp_path, *rows, mode="anonymous")["hidden_organization"]) == set(spelled)


def test_in_anonymous_mode_all_reasons_and_organizations_are_hidden(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        answer("a", "1", 3, reason="Nobody phones back.", missing_partner="Harrow College"),
        answer("b", "1", 4, **ELSEWHERE, consent=""),
        mode="anonymous",
    )
    assert set(found["reason"]) == set(found["organization"]) == {""}
    assert set(found["missing_partner"]) == {""}
    assert found["hidden_reason"].dropna().tolist() == ["Nobody phones back."]
    assert found["hidden_missing_partner"].dropna().tolist() == ["Harrow College"]
    assert found["hidden_organization"].dropna().tolist() == ["Org", "Harrow Mills"]


def initiatives(count: int, name: str, **others: str) -> list[Row]:
    return [answer(f"r{n}", "opening", reason=name, **others) | {"answer": "new"}
            for n in range(count)]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "name", "others", "shown"),
    [
        (5, "Health careers", {}, True),
        (4, "Health careers", {}, False),
        (5, "Health careers", {"reason_private": "yes"}, False),
        (5, "The Harrow Mills plan", ELSEWHERE, False),
    ],
)
def test_an_initiative_that_many_name_is_shown_of_an_anonymous_survey(
    tmp_path: Path, count: int, name: str, others: Row, shown: bool
) -> None:
    found = read(tmp_path, *initiatives(count, name, **others), mode="anonymous")
    assert (set(found["reason"]) == {name}) == shown
    assert found["hidden_reason"].notna().any() != shown


def test_an_initiative_without_a_name_or_named_twice_is_refused(tmp_path: Path) -> None:
    unnamed = answer("a", "opening") | {"answer": "new"}
    assert "column reason: 1 value is empty" in refusal(tmp_path, unnamed)
    twice = [*initiatives(1, "Health careers"), *initiatives(1, "health careers")]
    assert "an initiative that the rater named before" in refusal(tmp_path, *twice)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from([1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, None]), min_size=1, max_size=12)
)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, given: list) -> None:
    folder = tmp_path_factory.mktemp("answers")
    found = read(folder, *answers_of({"1": given}))
    assert found["rating"].astype(object).where(found["rating"].notna(), None).tolist() == given
    assert list(found)[: len(COLUMNS)] == list(COLUMNS)


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sectornb.assessment.read.MOST_BYTES", 50)
    assert "and answers of the largest panels have fewer than 50" in refusal(
        tmp_path, answer("a", "1", 3)
    )

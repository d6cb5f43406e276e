"""Rows about people, handed out without who they are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sectornb.disclosure.private.rows import (
    Person,
    PrivateInput,
    PrivateRows,
    read_private,
    refuse_people,
)
from sectornb.errors import DisclosureError, PrivateDataError
from tests.builders.roster import HEADER, PARTICIPANTS, ROWS, roster


def test_the_frame_has_people_in_the_place_of_identifiers_and_no_names() -> None:
    frame = roster([ROWS[0], ROWS[1], ROWS[0]]).frame
    assert list(frame) == ["case_id", "wage", "zip", "age", "occupation"]
    first, second, again = frame["case_id"]
    assert first == again != second and isinstance(first, Person)
    assert frame.groupby("case_id").size().tolist() == [2, 1]


def test_nothing_that_is_printed_tells_who_somebody_is() -> None:
    rows = roster()
    printed = f"{rows!r} {rows.frame['case_id'].tolist()!r} {rows.frame['case_id']}"
    assert repr(rows) == "3 rows of participants, which are not shown"
    assert "104417" not in printed and "(person)" in printed


def test_a_table_with_people_is_refused_by_their_type() -> None:
    rows = roster()
    table = pd.DataFrame({"who": rows.frame["case_id"], "wage_usd": 1.0})
    with pytest.raises(DisclosureError, match="Table pay, who: the column tells who somebody is"):
        refuse_people("pay", table, {"participants": rows})


def test_people_are_refused_as_categories_and_as_columns_too() -> None:
    rows = roster()
    people = rows.frame["case_id"]
    for table in (
        pd.DataFrame({"who": people.astype("category"), "wage_usd": 1.0}),
        pd.DataFrame([[1.0] * len(people)], columns=people.tolist()),
    ):
        with pytest.raises(DisclosureError, match="the column tells who somebody is"):
            refuse_people("pay", table, {"participants": rows})


def test_a_table_with_a_column_of_an_identifiers_name_is_refused() -> None:
    with pytest.raises(DisclosureError, match="born: .* of participants"):
        refuse_people("t", pd.DataFrame({"born": [1987]}), {"participants": roster()})
    with pytest.raises(DisclosureError, match="Born: .* of participants"):
        refuse_people("t", pd.DataFrame({"Born": [1987]}), {"participants": roster()})
    refuse_people("t", pd.DataFrame({"zip": ["432"]}), {"participants": roster()})


def test_a_birth_date_that_is_none_is_told_by_its_row_and_not_repeated() -> None:
    rows = roster(
        [
            [*row[:3], born, *row[4:]]
            for row, born in zip(ROWS, ("1987-13-14", "", "x"), strict=True)
        ]
    )
    with pytest.raises(PrivateDataError) as told:
        rows.birth_dates  # noqa: B018
    said = str(told.value)
    assert "roster.csv (participants), column born: 2 values are no date" in said
    assert "in row 2, 4" in said and "13-14" not in said


def test_a_column_that_is_missing_is_refused() -> None:
    frame = pd.DataFrame([row[1:] for row in ROWS], columns=HEADER[1:])
    with pytest.raises(PrivateDataError, match="lacks 1 column .*: case_id"):
        PrivateRows(Path("roster.csv"), PARTICIPANTS, frame)


def careless(path: Path) -> pd.DataFrame:
    raise ValueError(f"could not convert Quillfeather in {path}")


def test_what_a_reader_stops_with_is_not_repeated(tmp_path: Path) -> None:
    declared = PrivateInput("participants", f"{__name__}:careless", {})
    with pytest.raises(PrivateDataError) as told:
        read_private(tmp_path / "roster.csv", declared)
    assert "its reader stopped with ValueError" in str(told.value)
    assert "Quill" not in str(told.value) and told.value.__cause__ is None
    assert told.value.__suppress_context__

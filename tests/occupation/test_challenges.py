"""Challenges: where training is no answer first."""

from __future__ import annotations

import pandas as pd

from sectornb.occupation.challenges import COLUMNS, challenge_table, training_summary


def rows(*answers: str) -> pd.DataFrame:
    columns = ["evidence" if name == "challenge_evidence" else name for name in COLUMNS]
    table = pd.DataFrame("x", index=range(len(answers)), columns=columns)
    return table.assign(training_answers=list(answers))


def test_where_training_is_no_answer_comes_first() -> None:
    table = challenge_table(rows("yes", "no", "partly"))
    assert table["training_answers"].tolist() == ["no", "partly", "yes"]


def test_every_answer_is_counted_also_where_nobody_gave_it() -> None:
    table = training_summary(rows("no", "no"))
    assert dict(zip(table["training_answers"], table["n_challenges"], strict=True)) == {
        "no": 2, "partly": 0, "yes": 0,
    }  # fmt: skip


def test_without_challenges_nothing_is_counted() -> None:
    assert training_summary(rows()).empty

"""Panels of raters and their files of answers, from short tables of ratings."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sectornb.assessment import WORKBOOK
from sectornb.assessment.read import COLUMNS
from sectornb.assessment.study import AssessmentStudy
from sectornb.sources.library import open_library

SMALL: dict[str, Any] = {
    "name": "small",
    "version": 1,
    "title": "A small instrument",
    "source": "made up",
    "about": "Four items in two areas.",
    "scale": [{"rating": n, "label": f"point {n}"} for n in range(1, 6)],
    "halves": True,
    "good_from": 4,
    "target": 4,
    "asks": {"reason": "Why?", "conditions": True},
    "opening": {"question": "Which initiatives?"},
    "areas": [
        {
            "id": "first",
            "title": "First area",
            "short": "First",
            "question": "How is it?",
            "items": [
                {
                    "id": "1",
                    "title": "Item one",
                    "text": "One is there.",
                    "conditions": [{"id": "1.1", "text": "Plan."}, {"id": "1.2", "text": "Money."}],
                    "skills": [{"id": "1.s1", "text": "Skill"}],
                },
                {"id": "2", "title": "Item two", "text": "Two is there."},
                {"id": "3", "title": "Item three", "text": "Three is there."},
            ],
        },
        {
            "id": "second",
            "title": "Second area",
            "short": "Second",
            "question": "And that?",
            "items": [{"id": "4", "title": "Item four", "text": "Four is there."}],
        },
    ],
}
"""Four items, the first with two conditions and a skill."""


def answer(rater: str, item: str, rating: float | str = "", **others: str) -> dict[str, str]:
    """One row of a file of answers; in wave 1, of organization Org, with consent."""
    row = dict.fromkeys(COLUMNS, "")
    row |= {"wave": "1", "rater": rater, "organization": "Org", "consent": "yes", "item": item}
    row |= {"rating": f"{rating:g}" if not isinstance(rating, str) else rating}
    row["answer"] = "rated" if row["rating"] else "blank"
    return row | others


def answers_of(
    ratings: Mapping[str, Sequence[float | None]], wave: str = "1", **others: str
) -> list[dict[str, str]]:
    """Rows of a whole wave: item to the ratings of raters r0, r1 and so on; None is a blank."""
    return [
        answer(f"r{n}", item, "" if rating is None else rating, wave=wave, **others)
        for item, column in ratings.items()
        for n, rating in enumerate(column)
    ]


def write_answers(folder: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """A file of answers in `folder`."""
    path = folder / "responses.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def study_of(
    folder: Path, rows: Sequence[Mapping[str, str]], instrument: Any = None, **settings: Any
) -> AssessmentStudy:
    """The study of these answers, in open mode where nothing else is said."""
    chosen = {
        "region_id": "mine",
        "title": "Mine",
        "counties": ["57001"],
        "instrument": instrument or SMALL,
        "mode": "open",
        "responses": str(write_answers(folder, rows)),
        **settings,
    }
    study = WORKBOOK.open_study(open_library(""), WORKBOOK.parameters.model_validate(chosen))
    assert isinstance(study, AssessmentStudy)
    return study


def random_panel(seed: int, items: Sequence[str], *, halves: bool) -> dict[str, list[float | None]]:
    """Ratings of 5 to 30 raters who lean one way, with some blanks; drawn from `seed`."""
    draw = np.random.default_rng(seed)
    raters = int(draw.integers(5, 31))
    found: dict[str, list[float | None]] = {}
    for item in items:
        middle, spread = draw.uniform(1, 5), draw.uniform(0.1, 1.5)
        steps = 2 if halves else 1
        values = np.round(draw.normal(middle, spread, raters) * steps) / steps
        blank = draw.random(raters) < 0.05
        found[item] = [
            None if no else float(value) for value, no in zip(values.clip(1, 5), blank, strict=True)
        ]
    return found

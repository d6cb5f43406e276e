"""Sentences of workbook 2 that a board reads hold no words of those who made the figures."""

from __future__ import annotations

import re

from tests.builders.industry_study import example

JARGON = re.compile(
    r"\b(redrawn|scale reduction|sweeps?|drawn|draws?|acceptability|feasible|membership|cells?|"
    r"chains?|bounds?|matched|partial|floor)\b",
    re.IGNORECASE,
)
FOLDED = {"totals", "withheld", "factors", "draws", "unscored", "parts", "spread"}
"""Readings of sections that stand under 'How we know'."""


def test_findings_steps_profiles_and_readings_in_sight_are_in_plain_words() -> None:
    study = example()
    said = [*study.findings, *study.next_steps, study.answer]
    said += [one for profile in study.profiles for one in profile.sentences]
    said += [told for name, told in study.readings.items() if name not in FOLDED]
    said += [study.speaker.ranked_among(what) for what in ("sectors", "industries")]
    found = {str(one): JARGON.findall(str(one)) for one in said if JARGON.search(str(one))}
    assert found == {}

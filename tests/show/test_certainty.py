from __future__ import annotations

import pytest

from sectornb.errors import InputError
from sectornb.show.sentence import CERTAINTIES, Sentence


def test_a_sentence_says_nothing_of_certainty_unless_told() -> None:
    assert Sentence("A.").record() == {"text": "A.", "claims": []}


@pytest.mark.parametrize("certainty", CERTAINTIES)
def test_the_record_keeps_the_certainty(certainty: str) -> None:
    assert Sentence("A.", certainty=certainty).record()["certainty"] == certainty


def test_the_record_keeps_what_weakens_it() -> None:
    said = Sentence("A.").rated("possible", "flows missing")
    assert said.record()["because"] == "flows missing"
    assert "because" not in said.rated("likely").record()


def test_another_certainty_is_refused() -> None:
    with pytest.raises(InputError, match="'sure'"):
        Sentence("A.", certainty="sure")

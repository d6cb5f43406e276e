from __future__ import annotations

import json

from sectornb.show.profile import Extract, Profile
from sectornb.show.sentence import Claim, Sentence


def test_a_profile_is_recorded_as_plain_data_with_each_sentence() -> None:
    name = Claim("Care", "ranking", {"naics": "622"}, "naics_title")
    profile = Profile(
        name,
        Sentence("Likely.", certainty="likely"),
        {"Known": [Sentence("Few jobs.")], "To ask": [Sentence("Why?"), Sentence("How?")]},
        [Extract("years", "By year", {"naics": "622"}, ["year"])],
    )
    assert [said.text for said in profile.sentences] == ["Likely.", "Few jobs.", "Why?", "How?"]
    record = json.loads(json.dumps(profile.record()))
    assert record["name"]["text"] == "Care"
    assert [part["heading"] for part in record["parts"]] == ["Known", "To ask"]
    assert record["tables"][0]["row"] == {"naics": "622"}

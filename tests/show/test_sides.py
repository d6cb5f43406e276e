"""Claims on two reports say of which one their cell is."""

from __future__ import annotations

import pandas as pd

from sectornb.show.sides import AFTER, BEFORE, COUNTS, Side, Tally


def jobs(side: str, count: float) -> Side:
    table = pd.DataFrame({"naics": ["622"], "jobs": [count]})
    return Side(side, {"factors": table}, {"factors": ["naics"]}, settings=None)


def test_a_claim_of_each_side_is_recorded_with_it() -> None:
    told = jobs(BEFORE, 5).told("factors", {"naics": "622"}, "{jobs:.0f}, now {now}",
        now=jobs(AFTER, 7).claim(".0f", "factors", "jobs", naics="622"),
    )  # fmt: skip
    assert told.text == "5, now 7"
    assert [claim["side"] for claim in told.record()["claims"]] == ["before", "after"]


def test_what_is_counted_is_noted_under_its_words() -> None:
    tally = Tally()
    claim = tally.claim("counties that left", 1200)
    assert claim.text == "1,200"
    assert tally.counts == {"counties that left": 1200}
    assert vars(claim)["side"] == COUNTS

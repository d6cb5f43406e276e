"""What watches over a trial."""

from __future__ import annotations

from functools import partial

from tests.fuzz import mutations, trial
from tests.fuzz.watched import watched


def test_an_input_that_takes_too_long_ends_its_process_and_is_told() -> None:
    made = partial(mutations.mutated, "qcew-annual-area", 1)
    *_, last = watched("qcew-annual-area", made, 0, 500, seconds=1e-6)
    assert last[0] < 499
    assert last[2] == trial.HANG

"""Who could not come onto the short list."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.industry.words.left_out import left_out
from sectornb.show.sentence import unclaimed_numbers
from tests.industry.words.test_findings import STEADY, speaker, tables, with_counts


def with_government(made: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables with local and state government; that of federal offices is withheld."""
    levels = pd.DataFrame({"own_code": ["1", "2", "3"], "year": "2022"})
    levels["employment"] = [float("nan"), 61_912.0, 87_803.0]
    return made | {"region_totals": pd.concat([made["region_totals"], levels], ignore_index=True)}


def test_private_figures_say_that_government_is_left_out_with_the_jobs_that_are_known() -> None:
    said = left_out(speaker(with_government(tables(STEADY))))
    assert said is not None and said.certainty == "certain" and not unclaimed_numbers(said)
    assert said.text == (
        "Left out, as only private employers are ranked: government with its public hospitals, "
        "schools and universities (local 87,803 jobs, state 61,912)."
    )


def test_figures_of_all_employers_leave_nobody_out() -> None:
    assert left_out(speaker(tables(STEADY), ownership="all")) is None


@pytest.mark.parametrize(("changed", "told"), [(2, True), (1, False)])
def test_codes_that_changed_are_given_as_the_reason_where_they_are_most(
    changed: int, told: bool
) -> None:
    made = tables(STEADY)
    ranked = made["industry_ranking"]
    lost = ranked["naics"].isin(["332", "484", "541"])
    ranked["score"] = ranked["score"].mask(lost)
    because = ["past growth: NAICS 2022 moved businesses"] * changed + ["past growth: withheld"] * 3
    ranked.loc[lost, "unscored_because"] = because[:3]
    said = left_out(speaker(with_counts(made)))
    assert said is not None and ("since their codes changed" in said.text) is told

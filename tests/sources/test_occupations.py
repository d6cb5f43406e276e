"""Codes of occupations and programs: form, edition, and what several O*NET codes share."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.errors import InputError
from sectornb.sources.occupations import (
    is_cip,
    is_onet_soc,
    is_soc,
    refuse_soc_2010,
    soc_of_onet,
)


@pytest.mark.parametrize(
    ("fits", "right", "wrong"),
    [
        (is_soc, "15-1252", ["151252", "15-125", "15-1252.00", "１５-1252", ""]),
        (is_onet_soc, "15-1299.08", ["15-1299", "15-1299.8", ""]),
        (is_cip, "01.0000", ["1", "1.0000", "01.00", ""]),
    ],
)
def test_a_code_is_known_by_its_form(fits, right: str, wrong: list[str]) -> None:
    assert fits(right)
    assert not any(fits(code) for code in wrong)


def test_onet_codes_come_down_to_their_soc_code() -> None:
    """Child codes multiplied: nine codes of 15-1299 have its jobs once."""
    children = pd.Series([f"15-1299.0{number}" for number in range(1, 10)], dtype="str")
    assert soc_of_onet(children).unique().tolist() == ["15-1299"]


def test_codes_of_soc_2010_are_refused() -> None:
    """Occupation code changed: software developers of applications ended in 2018."""
    with pytest.raises(InputError, match=r"2 codes of SOC 2010.*15-1132, 15-1133"):
        refuse_soc_2010("a.xlsx", ["15-1133", "15-1132", "11-1011"], "its occupations")
    # Kept by the matrix and the estimates, although SOC 2018 divided it.
    refuse_soc_2010("a.xlsx", ["25-2052", "15-1252"], "its occupations")

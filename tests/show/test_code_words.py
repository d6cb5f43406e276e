"""Words for codes: every code has one, and no code of the program is left in a sheet."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from sectornb.dictionary import Column, dictionary
from sectornb.industry.factors import FACTORS
from sectornb.shipped import shipped
from sectornb.show.code_words import (
    BASIS,
    GROUPS,
    is_year,
    sheet_title,
    shown_groups,
    shown_value,
    words_of,
)

TEXT = Column(format="text", meaning="Text", label="Text")
CODE = Column(format="code", meaning="Code", label="Code")
FLAG = Column(format="boolean", meaning="Flag", label="Flag")
# What a region file is written with must be seen as it is written there.
KEPT = {"segment"}


def test_every_basis_and_factor_has_a_word() -> None:
    assert set(BASIS) == {"complete", "none", *(factor.basis for factor in FACTORS.values())}
    assert set(words_of("factor", TEXT)) == set(FACTORS)
    assert all(words_of(f"basis_{factor}", TEXT) is BASIS for factor in FACTORS)


@pytest.mark.parametrize("group", GROUPS)
def test_words_of_a_group_differ(group: str) -> None:
    shown = [word.shown for word in GROUPS[group].values()]
    assert len(set(shown)) == len(shown)


def test_no_code_of_the_example_is_left_in_a_sheet() -> None:
    columns = dictionary().columns
    left = set()
    for path in sorted(shipped("reports", "example", "tables").glob("*.csv")):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        for name in set(table.columns) - KEPT:
            if columns[name].format in ("text", "boolean"):
                shown = {str(shown_value(name, columns[name], value)) for value in table[name]}
                left |= {
                    (path.stem, name, value)
                    for value in shown
                    if re.search(r"[a-z]_[a-z]", value) or value in ("True", "False", "floor")
                }
    assert left == set()


def test_a_year_is_a_number_and_another_code_is_none() -> None:
    assert shown_value("year", CODE, "2022") == 2022.0
    assert shown_value("projection_target_year", CODE, "2032") == 2032.0
    assert shown_value("naics", CODE, "2022") == "2022"
    assert shown_value("year", CODE, None) is None
    assert not is_year("growth_years", CODE)
    assert not is_year("year", TEXT)


def test_yes_and_no_are_words() -> None:
    assert shown_value("shortlisted", FLAG, True) == "yes"
    assert shown_value("shortlisted", FLAG, False) == "no"


def test_only_groups_that_occur_are_explained() -> None:
    headings = [heading for heading, _ in shown_groups({"badge": TEXT, "naics": CODE})]
    assert headings == ["Certainty"]


def test_a_sheet_is_called_as_people_write() -> None:
    assert sheet_title("industry_factors") == "Industry factors"

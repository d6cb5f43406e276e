"""How values and names read in a sheet."""

from sectornb.dictionary import Column, dictionary
from sectornb.show.sheet import is_year, shown_value

TEXT = Column(format="text", meaning="Text", label="Text")
CODE = Column(format="code", meaning="Code", label="Code")


def test_a_year_is_a_number_and_another_code_is_none() -> None:
    assert shown_value("year", CODE, "2022") == 2022.0
    assert shown_value("projection_target_year", CODE, "2032") == 2032.0
    assert shown_value("naics", CODE, "2022") == "2022"
    assert shown_value("year", CODE, None) is None
    assert not is_year("growth_years", CODE)
    assert not is_year("year", TEXT)


def test_yes_and_no_are_words() -> None:
    column = dictionary().columns["shortlisted"]
    assert shown_value("shortlisted", column, True) == "yes"
    assert shown_value("shortlisted", column, False) == "no"

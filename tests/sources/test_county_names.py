"""Names of counties: of titles, else of shapes with their state, else the code."""

import pandas as pd
import pytest

from sectornb.errors import UnknownCodeError
from sectornb.sources.county_names import county_names, refuse_unknown, with_county_name
from sectornb.sources.geometry import CountyShapes
from sectornb.sources.library import open_library


def test_names_of_shapes_get_their_state_and_stand_back_behind_titles() -> None:
    shapes = CountyShapes({}, {"39049": "Franklin", "57029": "Hart"}, {})
    names = county_names(open_library(""), (), shapes)
    assert names["39049"] == "Franklin, OH"
    assert names["57029"] == "Hartwell County, Westmark"


def test_a_county_without_a_name_keeps_its_code_and_an_empty_code_stays_empty() -> None:
    table = with_county_name(pd.DataFrame({"area_fips": ["39049", ""]}), "area_fips", {})
    assert table["county_name"].tolist() == ["39049, OH", ""]


def test_a_code_that_came_with_a_change_of_counties_may_be_newer_than_the_titles() -> None:
    titles = {"09001": "Fairfield County, Connecticut"}
    refuse_unknown(["09110", "09001"], titles, "The titles")
    with pytest.raises(UnknownCodeError, match=r"no county 09111\. Next to it, 09001 is Fairfield"):
        refuse_unknown(["09111"], titles, "The titles")

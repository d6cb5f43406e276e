"""What people read for the rows of a table that has codes alone."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.report.row_names import names_of, row_names

RANKING = pd.DataFrame({"naics": ["541"], "naics_title": ["Professional services"]})
KNOWN = names_of({"57001": "Alder County"}, [RANKING])


def test_codes_are_named_where_a_name_is_known() -> None:
    frame = pd.DataFrame({"area_fips": ["57001"], "own_code": ["5"], "naics": ["541"]})
    assert row_names(frame.assign(year="2022"), [*frame, "year"], KNOWN) == {
        "57001 5 541 2022": "Alder County, private, Professional services, 2022"
    }


@pytest.mark.parametrize("column", ["home_fips", "work_fips"])
def test_counties_are_named_by_whatever_side(column: str) -> None:
    frame = pd.DataFrame({column: ["57001", "57003"]})
    assert row_names(frame, [column], KNOWN) == {"57001": "Alder County", "57003": "57003"}


def test_a_table_with_titles_keeps_its_codes_beside_them() -> None:
    assert row_names(RANKING, ["naics"], {}) == {"541": "Professional services (541)"}


def test_a_table_without_a_key_has_one_row() -> None:
    assert row_names(pd.DataFrame({"jobs": ["1"]}), [], {}) == {"": "the only row"}

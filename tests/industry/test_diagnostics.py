"""How much is withheld, and what the two years do to growth."""

from __future__ import annotations

import pytest

from sectornb.industry.composite import regional_industries
from sectornb.industry.diagnostics import withheld_summary, year_warnings
from tests.builders.cells import county_cells


def test_industries_and_cells_withheld_are_counted_by_year() -> None:
    rows = [
        ("57001", "622", 2022, 5), ("57003", "622", 2022, None), ("57001", "722", 2022, 9),
        ("57003", "722", 2022, 4), ("57001", "622", 2020, 5), ("57003", "622", 2020, 5),
    ]  # fmt: skip
    found = withheld_summary(regional_industries(county_cells(rows), ["57001", "57003"]))
    # 2022: one of two industries, one of four cells.
    assert found["year"].tolist() == ["2020", "2022"]
    assert found["industries_withheld"].tolist() == [0, 1]
    assert found["county_cells"].tolist() == [2, 4]
    assert found["withheld_pct"].tolist() == [0, 25]


def test_ordinary_years_of_one_edition_give_no_warning() -> None:
    assert year_warnings(2017, 2019, "private") == []


def test_equal_years_are_the_only_warning() -> None:
    assert year_warnings(2020, 2020, "all") == [
        "The two years are the same, so growth drops out with its weight."
    ]


@pytest.mark.parametrize(("base", "latest"), [(2019, 2020), (2020, 2023), (2021, 2021 + 1)])
def test_a_pandemic_year_at_an_end_is_warned_about(base: int, latest: int) -> None:
    assert any("pandemic" in warning for warning in year_warnings(base, latest, "private"))


def test_a_change_of_industry_codes_is_warned_about() -> None:
    assert any("NAICS 2017 to 2022" in warning for warning in year_warnings(2019, 2022, "private"))


def test_the_release_of_government_cells_concerns_all_ownerships_only() -> None:
    assert any("State and local" in warning for warning in year_warnings(2019, 2022, "all"))
    assert not any("State and local" in warning for warning in year_warnings(2019, 2022, "private"))


def test_growth_of_a_code_that_leaked_is_told_as_approximate() -> None:
    told = year_warnings(2017, 2022, "private", ["517", "622"])
    assert [line for line in told if "approximate" in line] == [
        line for line in told if line.startswith("Growth of 517 is approximate: NAICS 2022")
    ]
    assert len(told) == 2


def test_windows_without_a_change_of_codes_are_suggested() -> None:
    told = year_warnings(2019, 2023, "private", held=[2019, 2020, 2022, 2023])
    assert any("From 2019 to 2020 or 2022 to 2023 no code changes." in text for text in told)
    alone = year_warnings(2019, 2022, "private", held=[2019, 2022])
    assert any("Add further years" in text for text in alone)

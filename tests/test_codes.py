from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb import codes
from sectornb.errors import ParameterError, UnknownCodeError
from sectornb.shipped import shipped
from sectornb.sources.qcew.cells import code_pattern

YEARS = st.integers(min_value=2012, max_value=2030)
REAL = os.environ.get("SECTORNB_REAL_DATA")
needs_real_data = pytest.mark.skipif(REAL is None, reason="SECTORNB_REAL_DATA is not set")


def listed(name: str) -> list[dict[str, str]]:
    path = shipped("data", "classifications", f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Areas


@pytest.mark.parametrize("code", ["39049", "08031", "72001", "09110"])
def test_five_digits_of_text_are_a_county(code):
    assert codes.is_county(code)


@pytest.mark.parametrize(
    "code",
    ["39000", "39999", "39996", "US000", "C1814", "00001", "8031", "390490", "", 39049, None],
)
def test_other_areas_and_numbers_are_no_county(code):
    assert not codes.is_county(code)


def test_a_trailing_newline_makes_no_county():
    assert not codes.is_county("39049\n")


def test_digits_of_another_script_make_no_county():
    assert not codes.is_county("٣٩٠٤٩")


def test_only_two_digits_and_000_are_a_state():
    assert codes.is_state("39000")
    assert not any(map(codes.is_state, ["39049", "US000", "00000", "39", 39000]))


@pytest.mark.parametrize("code", ["US000", "USCMS", "C1814", "CS198", "39000", "39999"])
def test_the_area_pattern_knows_the_areas_of_a_qcew_file(code):
    assert code_pattern("area_fips").fullmatch(code)


@given(st.lists(st.from_regex(codes._COUNTY, fullmatch=True), min_size=1, unique=True))
def test_counties_come_back_unchanged_and_in_order(counties):
    assert codes.check_counties(counties) == tuple(counties)


def test_counties_given_as_numbers_are_refused_because_of_leading_zeros():
    with pytest.raises(ParameterError, match=r"8031.*leading zeros"):
        codes.check_counties([8031, "39049"])


def test_counties_given_as_one_text_are_refused_with_the_list_to_write():
    with pytest.raises(ParameterError, match=r'\["39049", "39041"\]'):
        codes.check_counties("39049, 39041")


@pytest.mark.parametrize("code", ["39000", "39999", "3904", "Franklin"])
def test_a_code_that_is_no_county_is_refused_by_name(code):
    with pytest.raises(UnknownCodeError, match=code):
        codes.check_counties(["39049", code])


def test_a_county_listed_twice_is_refused():
    with pytest.raises(ParameterError, match="39049"):
        codes.check_counties(["39049", "39041", "39049"])


def test_no_county_at_all_is_refused():
    with pytest.raises(ParameterError, match="empty"):
        codes.check_counties([])


# Owners and levels


def test_private_is_owner_5():
    assert codes.ownership_codes("private") == ("5",)


def test_all_owners_leave_out_the_sums_that_would_count_twice():
    assert codes.ownership_codes("all") == ("1", "2", "3", "5")
    assert set(codes.ownership_codes("all")) <= set(codes.OWNERSHIP)


def test_an_unknown_ownership_names_the_nearest():
    with pytest.raises(ParameterError, match="Did you mean 'private'"):
        codes.ownership_codes("Private")


@pytest.mark.parametrize(
    ("geography", "detail", "level"),
    [
        ("nation", "total covered", "10"),
        ("state", "total covered", "50"),
        ("county", "total covered", "70"),
        ("county", "total by ownership", "71"),
        ("county", "domain", "72"),
        ("county", "supersector", "73"),
        ("county", 2, "74"),
        ("nation", 3, "15"),
        ("state", 3, "55"),
        ("county", 3, "75"),
        ("county", 4, "76"),
        ("county", 6, "78"),
        ("msa", 3, "45"),
    ],
)
def test_levels_follow_the_published_list(geography, detail, level):
    assert codes.aggregation_level(geography, detail) == level


@given(st.sampled_from(["nation", "state", "county", "msa"]), st.integers(2, 6))
def test_a_level_tells_its_geography_and_digits_again(geography, digits):
    level = codes.aggregation_level(geography, digits)
    assert level[0] == {"nation": "1", "msa": "4", "state": "5", "county": "7"}[geography]
    assert codes.NAICS_DIGITS[level[1]] == digits


@pytest.mark.parametrize(("geography", "detail"), [("county", 1), ("county", 7), ("town", 3)])
def test_a_level_that_does_not_exist_is_refused(geography, detail):
    with pytest.raises(ParameterError, match="no aggregation level"):
        codes.aggregation_level(geography, detail)


# Industries


@pytest.mark.parametrize(
    ("naics", "sector"),
    [("31-33", "31-33"), ("3363", "31-33"), ("441", "44-45"), ("4599", "44-45"), ("493", "48-49")]
    + [("238161", "23"), ("62", "62"), ("9999", "99")],
)
def test_sectors_are_written_with_the_ranges_of_bls(naics, sector):
    assert codes.sector_of(naics) == sector


@pytest.mark.parametrize("naics", ["10", "102", "1029", "31", "44", "4", "430", "62A", ""])
def test_a_code_in_no_sector_is_refused(naics):
    with pytest.raises(UnknownCodeError, match="no NAICS sector"):
        codes.sector_of(naics)


def test_unclassified_is_nines_only():
    assert all(map(codes.is_unclassified, ["99", "999", "9999", "999999"]))
    assert not any(map(codes.is_unclassified, ["9", "9211", "1029", "993"]))


@pytest.mark.parametrize(
    ("edition", "years"),
    [
        (2002, (1990, 2006)),
        (2007, (2007, 2011)),
        (2012, (2012, 2016)),
        (2017, (2017, 2021)),
        (2022, (2022, 2024)),
    ],
)
def test_the_edition_changes_in_the_years_that_bls_names(edition, years):
    assert {codes.naics_edition(year) for year in years} == {edition}


def test_there_is_no_edition_before_1990():
    with pytest.raises(ParameterError, match="1989"):
        codes.naics_edition(1989)


def test_titles_are_those_of_the_edition_of_the_year():
    assert codes.naics_titles(2021)["445"] == "Food and Beverage Stores"
    assert codes.naics_titles(2022)["445"] == "Food and Beverage Retailers"
    assert codes.naics_titles(2016)["5171"] == "Wired Telecommunications Carriers"
    assert codes.naics_titles(2022)["5171"].startswith("Wired and Wireless")
    assert "5171" not in codes.naics_titles(2019)


def test_changing_the_returned_titles_leaves_the_next_caller_alone():
    codes.naics_titles(2022).clear()
    assert codes.naics_titles(2022)["622"] == "Hospitals"


def test_titles_before_2012_are_refused():
    with pytest.raises(ParameterError, match="2011"):
        codes.naics_titles(2011)


def test_editions_have_as_many_codes_as_their_manuals():
    # NAICS 2022: 20 sectors, 96 subsectors, 308 groups; 2017 and 2012: 20, 99, and 311 or 312.
    # BLS adds 99, 999 and 9999.
    def count(year: int) -> tuple[int, int, int]:
        titles = codes.naics_titles(year)
        sectors = [code for code in titles if code in codes.SECTORS]
        rest = [code for code in titles if code not in codes.SECTORS]
        return (
            len(sectors) - 1,
            sum(len(code) == 3 for code in rest) - 1,
            sum(len(code) == 4 for code in rest) - 1,
        )

    assert count(2022) == (20, 96, 308)
    assert count(2017) == (20, 99, 311)
    assert count(2012) == (20, 99, 312)


def test_the_table_of_titles_is_sorted_and_gives_each_code_one_title_a_year():
    pairs = [(row["naics"], int(row["first_year"] or 2012)) for row in listed("naics")]
    assert pairs == sorted(set(pairs))
    for year in range(2012, 2025):
        used = [
            row["naics"]
            for row in listed("naics")
            if int(row["first_year"] or 2012) <= year <= int(row["last_year"] or year)
        ]
        assert len(used) == len(set(used))


@given(YEARS)
def test_every_industry_group_has_its_subsector_and_sector_in_the_same_year(year):
    titles = codes.naics_titles(year)
    for naics in titles:
        assert codes.sector_of(naics) in titles
        if naics not in codes.SECTORS:
            assert naics[:3] in titles


@given(YEARS)
def test_every_subsector_has_an_industry_group_in_the_same_year(year):
    titles = [code for code in codes.naics_titles(year) if code not in codes.SECTORS]
    groups = {code[:3] for code in titles if len(code) == 4}
    assert groups == {code for code in titles if len(code) == 3}


# Breaks


@pytest.mark.parametrize("naics", ["442", "454", "4541", "511", "5112", "515", "5173", "5191"])
def test_a_code_that_ended_breaks(naics):
    assert "no longer in use in 2022" in str(codes.naics_break(naics, 2017, 2022))


@pytest.mark.parametrize("naics", ["449", "455", "4551", "4599", "513", "5132", "5162", "5171"])
def test_a_code_that_began_breaks(naics):
    assert "not yet in use in 2017" in str(codes.naics_break(naics, 2017, 2022))


@pytest.mark.parametrize("naics", ["441", "4411", "445", "4451", "518", "5182", "519"])
def test_a_code_that_stayed_but_was_redrawn_breaks(naics):
    assert "NAICS 2022 moved" in str(codes.naics_break(naics, 2021, 2022))


def test_a_number_that_came_back_with_other_content_breaks():
    # 5171 was wired carriers until 2016 and is wired and wireless carriers from 2022.
    assert codes.naics_break("5171", 2016, 2022) is not None


@pytest.mark.parametrize("naics", ["622", "3363", "423", "4251", "722", "512", "517", "9999"])
def test_a_code_with_the_same_content_does_not_break(naics):
    assert codes.naics_break(naics, 2017, 2022) is None


@pytest.mark.parametrize("naics", ["4521", "4529", "5171", "5172", "4522", "4523", "5173"])
def test_the_edition_of_2017_breaks_general_stores_and_carriers(naics):
    assert codes.naics_break(naics, 2016, 2017) is not None


def test_the_edition_of_2017_leaves_their_subsectors_whole():
    assert codes.naics_break("452", 2012, 2021) is None
    assert codes.naics_break("517", 2012, 2021) is None


@pytest.mark.parametrize("naics", [*codes.SECTORS, codes.ALL_INDUSTRIES])
def test_sectors_and_all_industries_never_break(naics):
    assert codes.naics_break(naics, 2005, 2022) is None


@given(YEARS, YEARS, st.data())
def test_within_one_edition_no_code_in_use_breaks_or_leaks(one, other, data):
    base, latest = sorted((one, other))
    if codes.naics_edition(base) != codes.naics_edition(latest):
        latest = base
    naics = data.draw(st.sampled_from(sorted(codes.naics_titles(base))))
    assert codes.naics_break(naics, base, latest) is None
    assert codes.naics_leak(naics, base, latest) is None


@given(YEARS, YEARS, st.data())
def test_a_span_inside_an_unbroken_span_is_unbroken(one, other, data):
    base, latest = sorted((one, other))
    naics = data.draw(st.sampled_from(sorted(codes.naics_titles(base))))
    if codes.naics_break(naics, base, latest) is None:
        middle = data.draw(st.integers(base, latest))
        assert codes.naics_break(naics, base, middle) is None
        assert codes.naics_break(naics, middle, latest) is None


def test_spans_into_a_later_edition_from_before_2012_break_below_the_sector():
    assert "NAICS 2007" in str(codes.naics_break("622", 2011, 2016))
    assert codes.naics_break("622", 2008, 2011) is None


def test_a_code_that_neither_year_knows_is_refused():
    with pytest.raises(UnknownCodeError, match="'442'"):
        codes.naics_break("442", 2022, 2024)


def test_years_in_the_wrong_order_are_refused():
    with pytest.raises(ParameterError, match="2022 lies after"):
        codes.naics_break("622", 2022, 2017)


@pytest.mark.parametrize("naics", ["44-45", "51", "517"])
def test_sectors_that_leaked_carry_a_caveat_over_2022_only(naics):
    assert f"Growth of {naics} is approximate" in str(codes.naics_leak(naics, 2017, 2022))
    assert codes.naics_leak(naics, 2012, 2021) is None
    assert codes.naics_leak(naics, 2022, 2024) is None


def test_other_codes_carry_no_caveat():
    assert codes.naics_leak("62", 2017, 2022) is None
    assert codes.naics_leak("622", 2017, 2022) is None


def test_sectors_from_before_2012_carry_a_caveat():
    assert "not recorded" in str(codes.naics_leak("62", 2009, 2014))


def test_software_publishers_moved_whole():
    assert codes.naics_successor("5112", 2017, 2022) == "5132"
    assert "compare it with 5132" in str(codes.naics_break("5112", 2017, 2022))
    assert codes.naics_predecessor("5132", 2017, 2022) == "5112"


@pytest.mark.parametrize(
    ("naics", "base", "latest"), [("5132", 2022, 2024), ("5131", 2017, 2022), ("5132", 2009, 2022)]
)
def test_other_codes_and_spans_have_no_predecessor(naics, base, latest):
    assert codes.naics_predecessor(naics, base, latest) is None


def test_changes_name_editions_and_codes_that_are_listed():
    editions = {int(row["edition"]): row for row in listed("naics_editions")}
    years = [int(row["first_year"]) for row in editions.values()]
    assert years == sorted(years)
    for row in listed("naics_changes"):
        first = int(editions[int(row["edition"])]["first_year"])
        before, after = codes.naics_titles(first - 1), codes.naics_titles(first)
        assert row["content"] in ("redrawn", "kept", "passed_on")
        assert row["naics"] in before
        assert (row["successor"] or row["naics"]) in after


def test_each_segment_has_words_and_all_jobs_come_first():
    names = codes.segment_names()
    assert list(names)[0] == "jobs" and len(names) == len(set(names.values())) == 10


@pytest.mark.parametrize(
    ("naics", "base", "latest"), [("5112", 2017, 2021), ("5111", 2017, 2022), ("622", 2017, 2022)]
)
def test_other_codes_and_spans_have_no_successor(naics, base, latest):
    assert codes.naics_successor(naics, base, latest) is None


# Against the agencies' own files


@needs_real_data
def test_titles_of_2017_equal_the_code_list_of_the_census_bureau():
    calamine = pytest.importorskip("python_calamine")
    path = Path(str(REAL)) / "classifications" / "2-6 digit_2017_Codes.xlsx"
    sheet = calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    listed = {
        code: " ".join(str(row[2]).split())
        for row in sheet
        if (code := str(row[1]).removesuffix(".0").strip())[:2].isdigit()
        and (len(code) <= 4 or code in codes.SECTORS)
    }
    ours = codes.naics_titles(2017)
    assert {code: ours[code] for code in ours if not codes.is_unclassified(code)} == listed


def slices(year: int) -> dict[str, set[str]]:
    """Private industry codes by aggregation level in the county files of `year`."""
    found = defaultdict(set)
    for path in sorted((Path(str(REAL)) / "qcew" / "annual" / str(year)).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["own_code"] == "5":
                    found[row["agglvl_code"]].add(row["industry_code"])
    return found


@needs_real_data
@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_every_private_industry_of_the_county_files_has_a_title_for_its_year(year):
    found = slices(year)
    used = set().union(*(found[codes.aggregation_level("county", digits)] for digits in (2, 3, 4)))
    assert used
    assert used <= set(codes.naics_titles(year))


@needs_real_data
def test_codes_that_end_or_begin_in_the_table_do_so_in_the_county_files():
    before, after = (
        {code for level in ("75", "76") for code in slices(year)[level]} for year in (2021, 2022)
    )
    titles = [set(codes.naics_titles(year)) for year in (2021, 2022)]
    # A code that stays may have no private employer here in one of the years.
    staying = titles[0] & titles[1]
    assert before - staying == titles[0] - titles[1]
    assert after - staying == titles[1] - titles[0]


@needs_real_data
def test_aggregation_levels_are_those_of_the_published_list():
    path = Path(str(REAL)) / "qcew" / "titles" / "agglevel_titles.csv"
    with path.open(encoding="utf-8", newline="") as file:
        titles = {row["agglvl_code"]: row["agglvl_title"] for row in csv.DictReader(file)}
    names = {"nation": "National", "state": "State", "county": "County", "msa": "MSA"}
    for geography, name in names.items():
        for digits in (3, 4, 5, 6):
            title = titles[codes.aggregation_level(geography, digits)]
            assert title.startswith(name) and f"{digits}-digit" in title


@needs_real_data
def test_every_published_area_has_the_form_of_one():
    path = Path(str(REAL)) / "qcew" / "titles" / "area_titles.csv"
    with path.open(encoding="utf-8", newline="") as file:
        titles = {row["area_fips"]: row["area_title"] for row in csv.DictReader(file)}
    assert [area for area in titles if not code_pattern("area_fips").fullmatch(area)] == []
    states = {area for area, title in titles.items() if title.endswith("-- Statewide")}
    assert all(map(codes.is_state, states))
    assert not any(map(codes.is_county, states))


def test_every_sector_and_subsector_has_a_short_name_and_no_two_at_once_the_same() -> None:
    for year in (2012, 2017, 2022):
        short, titles = codes.short_titles(year), codes.naics_titles(year)
        assert short.keys() == titles.keys()
        subsectors = [short[naics] for naics in titles if len(naics) == 3]
        assert all(len(name) <= 36 for name in subsectors)
        assert len(set(subsectors)) == len(subsectors)
        assert short["3361"] == titles["3361"]

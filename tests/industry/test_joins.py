"""What the region's industries are joined with: projections of other codes, nation, base year."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.industry.study import IndustryStudy
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from tests.builders.industry_study import asked, example
from tests.builders.qcew import Cell, area_frame, titles_csv, write_area

HEAD = "area_code,area_title,naics,base_year,target_year,base_employment,target_employment"
CODES = ("444", "445", "519", "621", "622", "623")


def study(folder: Path, *projected: str, base: int = 2022, **asked_for: object) -> IndustryStudy:
    """One county in 2020 and 2022, and projections of 39000 from `base` to ten years on.

    `projected` is code, jobs and jobs in ten years, with blanks between.
    """
    cells = {("5", code): Cell(200 + 10 * place) for place, code in enumerate(CODES)}
    for year in (2020, 2022):
        frame = area_frame(cells, area="39041", year=year)
        add_files(folder / "library", [write_area(folder / "a.csv", frame)], "qcew", str(year))
    rows = [
        "39000,Ohio,{},{},{},{},{}".format(code, base, base + 10, *jobs)
        for code, *jobs in (line.split() for line in projected)
    ]
    path = folder / "ohio.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")
    add_files(folder / "library", [path], "projections", str(base))
    given = asked(["39041"], base_year=2020, details={"draws": 20}, **asked_for)
    return IndustryStudy(Library(folder / "library"), given)


def test_projections_of_an_older_edition_are_laid_on_what_kept_its_content(tmp_path: Path) -> None:
    one = study(
        tmp_path, "444 46000 50000", "445 100000 98000", "519 6000 9000", "622 230000 245000",
        base=2020,
    )  # fmt: skip
    factors = one.factors.set_index("naics")
    assert factors.loc["622", "projected_growth_pct"] == pytest.approx(6.5217, abs=1e-4)
    redrawn = factors.loc[["444", "445", "519"]]
    assert redrawn["projected_growth_pct"].isna().all()
    assert not redrawn["projection_ranked"].any()
    assert redrawn["projection_note"].str.contains("NAICS 2022 moved businesses").all()


def test_projections_of_codes_filled_with_zeros_match(tmp_path: Path) -> None:
    one = study(
        tmp_path, "620000 800000 880000", "621000 260000 300000", "622000 230000 245000",
        "623000 160000 150000",
    )  # fmt: skip
    growth = one.factors.set_index("naics")["projected_growth_pct"]
    # 300 / 260 - 1.
    assert growth["621"] == pytest.approx(15.3846, abs=1e-4)
    [join] = [join for join in one.joins if "projections" in join.where]
    assert (join.rows, join.matched, join.without) == (6, 3, ("444", "445", "519"))
    assert join.warning == ""


def test_projections_that_match_no_industry_are_refused(tmp_path: Path) -> None:
    one = study(tmp_path, "6211 100 120", "6212 100 130")
    with pytest.raises(InputError) as caught:
        assert one.tables
    assert str(caught.value) == (
        "None of the 6 codes of the region's industries (444, 445, 519 and 3 more) stands in the "
        "projections for Ohio, which has 6211, 6212. Bring their codes to those of the QCEW, or "
        "write projections: {use: none}."
    )


def test_what_the_error_says_to_write_makes_the_tables(tmp_path: Path) -> None:
    one = study(tmp_path, "6211 100 120", projections={"use": "none"})
    assert len(one.tables["industry_factors"]) == 6


def test_projections_of_few_industries_are_a_warning(tmp_path: Path) -> None:
    one = study(tmp_path, "622 100 120")
    assert [join.warning for join in one.joins if join.warning] == [
        "Only 1 of 6 codes of the region's industries stand in the projections for Ohio; without "
        "are, among others, 444, 445, 519 and 2 more. What rests on it is of the others alone."
    ]


def test_every_join_of_the_example_is_counted_and_names_its_tables() -> None:
    one = example()
    assert [join.where for join in one.joins] == [
        "the names of counties",
        "the titles of industries",
        "the national shares",
        f"the region's files of {one.base_year}",
        "the nation's files",
        "the state's files",
        "the projections for Northern Workforce Region and Southern Workforce Region",
    ]
    # Eight codes began with NAICS 2022, so the base year lacks them: 65 of 73 industries.
    # Of the two areas projected, one lacks three industries that the other has.
    assert [round(join.share, 2) for join in one.joins] == [1, 1, 1, 0.89, 1, 1, 0.95]
    assert {name for join in one.joins for name in join.tables} <= {*one.tables, *one.own_tables}


def test_an_industry_that_one_of_two_areas_lacks_is_not_matched() -> None:
    one = example()
    assert one.expected is not None
    [join] = [join for join in one.joins if "projections" in join.where]
    origin = one.factors.set_index("naics")["projection_origin"]
    assert {"322", "481", "493", "999"} == set(join.without)
    assert "published" not in set(origin[list(join.without)])


def test_titles_that_name_no_county_of_the_region_are_refused(tmp_path: Path) -> None:
    one = study(tmp_path, "622 100 120", projections={"use": "none"})
    titles = tmp_path / "area_titles.csv"
    titles.write_bytes(titles_csv({"39049": "Franklin County, Ohio"}, ("area_fips", "area_title")))
    add_files(tmp_path / "library", [titles], "qcew-titles", "2022")
    one = IndustryStudy(Library(tmp_path / "library"), one.settings)
    with pytest.raises(InputError, match=r"the region's counties \(39041\) stands in the names"):
        _ = one.joins

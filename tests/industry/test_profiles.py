from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from sectornb.industry import profiles
from sectornb.shipped import shipped
from tests.builders.industry_study import example
from tests.builders.truth import read_truth

TABLES = ("industry_years", "industry_places", "industry_parts")


@cache
def truth() -> pd.DataFrame:
    rows = read_truth(shipped("data", "example", "truth", "private_annual.npz"))
    return rows[rows["area_fips"].isin(example().counties)]


def within(table: pd.DataFrame, jobs: pd.Series, rounding: float) -> bool:
    low, high = table["employment_low"], table["employment_high"]
    above = low.isna() | (jobs >= low - rounding)
    return bool((above & (high.isna() | (jobs <= high + rounding))).all())


def test_true_jobs_lie_within_every_range_by_year() -> None:
    table = example().tables["industry_years"]
    assert table["counties_withheld"].gt(0).any() and table["year"].nunique() > 2
    sums = truth().groupby(["naics", "year"])["employment"].sum()
    jobs = sums.reindex(pd.MultiIndex.from_frame(table[["naics", "year"]])).to_numpy()
    assert within(table, jobs, 0.5 * len(example().counties))


def test_true_jobs_lie_within_every_range_of_counties_and_parts() -> None:
    now = truth()[truth()["year"].eq("2022")]
    places, parts = (example().tables[name] for name in TABLES[1:])
    sums = now.groupby(["naics", "area_fips"])["employment"].sum()
    index = pd.MultiIndex.from_frame(places[["naics", "area_fips"]])
    assert within(places, sums.reindex(index).to_numpy(), 0.5)
    jobs = now.groupby("naics")["employment"].sum().reindex(parts["naics"]).to_numpy()
    assert within(parts, jobs, 0.5 * len(example().counties))


def test_the_latest_year_is_that_of_the_factor_table() -> None:
    table = example().tables["industry_years"]
    latest = table[table["year"].eq("2022")].set_index("naics")
    factors = example().factors.set_index("naics").loc[latest.index]
    for name in [*profiles.COUNTS, *profiles.JOBS, "ends_held_back"]:
        expected = factors[name].astype(latest[name].dtype)
        pd.testing.assert_series_equal(latest[name], expected, check_dtype=False)


def test_a_county_shows_what_the_county_table_shows() -> None:
    cells = example().tables["county_industries"]
    cells = cells[cells["year"].eq("2022")].set_index(["naics", "area_fips"])
    places = example().tables["industry_places"].set_index(["naics", "area_fips"])
    assert places["employment"].isna().any()
    for name in profiles.JOBS:
        pd.testing.assert_series_equal(
            places[name], cells["employment"].reindex(places.index).rename(name)
        )
    assert set(places["county"]).isdisjoint(example().counties)


def test_parts_without_a_withheld_county_add_up_to_their_industry() -> None:
    parts = example().tables["industry_parts"]
    factors = example().factors.set_index("naics")["employment"]
    known = parts.groupby("part_of")["employment"].agg(lambda jobs: jobs.sum(skipna=False))
    known = known[known.notna() & factors.reindex(known.index).notna()]
    assert len(known) > 0
    # Each county's average is rounded to a job, in the parts and in the whole.
    slack = 0.5 * len(example().counties) * (1 + parts.groupby("part_of").size())
    assert ((known - factors[known.index]).abs() <= slack[known.index]).all()


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """Parts of one industry: 9021 with its ends held back, 9022 wide, 9023 narrow, 9024 known."""
    codes = ["9021", "9022", "9023", "9024"]
    monkeypatch.setattr(profiles, "naics_titles", lambda year: dict.fromkeys(codes, "Part"))
    rows = pd.DataFrame(
        {
            "area_fips": "57001", "own_code": "5", "naics": codes, "agglvl_code": "76",
            "year": "2022", "establishments": 5.0, "employment_status": "withheld",
            "employment": float("nan"), "total_wages_usd": float("nan"),
        }
    )  # fmt: skip
    rows.loc[3, ["employment_status", "employment"]] = ["disclosed", 30.0]

    def ends(*given: object, public: bool) -> pd.DataFrame:
        high = [float("nan") if public else 5.0, 90.0, 40.0, 30.0]
        low = [float("nan") if public else 4.0, 10.0, 30.0, 30.0]
        return pd.DataFrame({"employment_low": low, "employment_high": high})

    monkeypatch.setattr(profiles, "yearly_ends", ends)
    return rows


@pytest.mark.parametrize(
    ("held", "left_out"),
    [
        # One part alone would be what the others leave: the narrowest other one goes too.
        (False, ["9021", "9023"]),
        # Where the whole is held back, every part with a withheld county is.
        (True, ["9021", "9022", "9023"]),
    ],
)
def test_what_is_held_back_of_an_industry_is_not_given_back_by_its_parts(
    parts: pd.DataFrame, held: bool, left_out: list[str]
) -> None:
    factors = pd.DataFrame({"naics": ["902"], "ends_held_back": [held]})
    table = profiles.parts_of(parts, {}, factors, ["902"], ["57001"], 2022, 3)
    assert table.loc[table["ends_held_back"], "naics"].tolist() == left_out
    hidden = table[table["ends_held_back"]]
    assert hidden["employment_high"].isna().all() and hidden["employment_low"].eq(0).all()
    assert table.set_index("naics").loc["9024", "employment_high"] == 30


def test_a_year_in_which_a_code_held_something_else_is_left_out() -> None:
    cells = pd.DataFrame(
        {
            "area_fips": "57001", "own_code": "5", "naics": ["455", "622", "455", "622"],
            "year": ["2022", "2022", "2021", "2021"], "establishments": 3.0,
            "employment": 8.0, "total_wages_usd": 9.0, "employment_status": "disclosed",
        }
    )  # fmt: skip
    table = profiles.jobs_by_year(cells, {}, ["455", "622"], 2022, 3)
    assert list(zip(table["naics"], table["year"], strict=True)) == [
        ("455", "2022"), ("622", "2021"), ("622", "2022"),
    ]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_only_the_short_list_is_profiled(table: str) -> None:
    frame = example().tables[table]
    codes = frame["part_of" if "part_of" in frame else "naics"]
    assert set(codes) <= set(example().short_list())

"""The example's hospitals: the truth lies inside, and tables agree with a plain count."""

from __future__ import annotations

import pandas as pd
import pytest

from sectornb.shipped import shipped
from tests.builders.occupation_study import COUNTIES, occupation_study, study_of


def true_jobs(naics: str) -> pd.Series:
    path = shipped("data", "example") / "truth" / "occupations_by_industry.csv.gz"
    rows = pd.read_csv(path, dtype={"area_fips": "str", "naics": "str"})
    rows = rows[rows["area_fips"].isin(COUNTIES) & rows["naics"].eq(naics)]
    return rows.groupby("soc")["employment"].sum()


@pytest.mark.parametrize("naics", ["622", "621", "336"])
def test_the_truth_of_every_occupation_lies_between_its_ends(naics: str) -> None:
    study = occupation_study() if naics == "622" else study_of(target_industries=[naics])
    table = study.profile.set_index("soc")
    true = true_jobs(naics)
    assert set(table.index) == set(true.index)
    low, high = table["employment_low"], table["employment_high"]
    assert (low <= true.reindex(table.index)).all()
    assert (true.reindex(table.index) <= high).all()
    assert (low < high).all()


def test_jobs_are_shares_of_the_regions_table_times_the_industrys_jobs() -> None:
    study = occupation_study()
    (path,) = (shipped("data", "example") / "library" / "regional-staffing").rglob("*.csv")
    raw = pd.read_csv(path, dtype="str")
    raw = raw[raw["naics"].eq("622") & raw["employment"].ne("*")]
    jobs = raw.set_index("soc")["employment"].astype(float)
    shares = jobs.drop("00-0000") / jobs["00-0000"]
    own = study.profile.set_index("soc")["employment"].dropna()
    total = study.tables["target_industries"]["employment"].iloc[0]
    assert own.to_dict() == pytest.approx((shares * total).to_dict())


def test_the_nations_pattern_stands_in_where_the_region_asks_for_it() -> None:
    study = study_of(staffing={"use": "matrix"})
    row = study.tables["target_industries"].iloc[0]
    assert (row["pattern_level"], row["pattern_scope"]) == ("nation", "nonfederal")
    assert row["industry_ownership"] == "nonfederal"

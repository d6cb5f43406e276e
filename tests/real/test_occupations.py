"""Jobs behind real industries: vehicle parts of Michigan, hospitals around Columbus."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sectornb.occupation.study import OccupationStudy
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from tests.builders.occupation_study import asked
from tests.real.test_columbus import COUNTIES, plain

OWNERS = "nat4d_M2019_owner_dl.xlsx"
CHILDREN = ["6221", "6222", "6223"]


@pytest.fixture(scope="module")
def columbus(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("real") / "library"
    files = sorted((real_data / "qcew" / "annual" / "2020").glob("39*.csv"))
    add_files(root, files, "qcew", "2020")
    for year in ("2018", "2019"):
        add_files(root, [real_data / "oews" / f"nat4d_M{year}_owner_dl.xlsx"], "oews", year)
    add_files(root, [real_data / "crosswalks" / "oes_2019_hybrid_structure.xlsx"], "soc")
    add_files(root, [real_data / "crosswalks" / "nem-onet-to-soc-crosswalk.xlsx"], "soc")
    add_files(
        root, [real_data / "projections" / "occupation_2024_ep.xlsx"], "employment-projections"
    )
    return Library(root)


@pytest.fixture(scope="module")
def hospitals(columbus: Library) -> OccupationStudy:
    settings = asked(
        counties=list(COUNTIES), latest_year=2020, target_industries=["622"],
        staffing={"use": "wages"}, vintages={"oews": "2019"}, projected_areas={},
    )  # fmt: skip
    return OccupationStudy(columbus, settings)


@pytest.mark.soak
def test_hospitals_of_private_owners_have_ends_around_the_disclosed_jobs(
    hospitals: OccupationStudy, real_data: Path
) -> None:
    rows = plain(real_data, 2020)
    own = rows[rows["own_code"].eq("5")]
    disclosed = own.loc[own["industry_code"].eq("622"), "annual_avg_emplvl"].sum()
    hidden = own.loc[own["industry_code"].eq("622"), "disclosure_code"].eq("N").sum()
    (row,) = hospitals.tables["target_industries"].to_dict("records")
    assert hidden > 0
    # Each county's average was rounded to a job.
    assert disclosed - 5 <= row["employment_low"] < row["employment"] < row["employment_high"]
    assert row["pattern_industries"] == ", ".join(CHILDREN)
    assert (row["pattern_scope"], row["industry_ownership"]) == ("private", "private")
    profile = hospitals.profile
    known = profile.dropna(subset=["employment"])
    assert (known["employment_low"] <= known["employment"]).all()
    assert (known["employment"] <= known["employment_high"]).all()


@pytest.mark.soak
def test_ten_occupations_are_the_sums_of_shares_and_jobs(
    hospitals: OccupationStudy, real_data: Path
) -> None:
    """Shares by openpyxl from the agency's file, times the jobs of each kind of hospital."""
    sheet = openpyxl.load_workbook(real_data / "oews" / OWNERS, read_only=True).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    raw = pd.DataFrame(rows, columns=[str(name).upper() for name in head])
    raw["NAICS"] = raw["NAICS"].astype("str")
    raw = raw[raw["NAICS"].isin([f"{code}00" for code in CHILDREN])]
    raw = raw[raw["OWN_CODE"].astype("str").eq("5")]
    wide = raw.assign(jobs=pd.to_numeric(raw["TOT_EMP"], errors="coerce")).pivot_table(
        index="OCC_CODE", columns="NAICS", values="jobs"
    )
    shares = wide / wide.loc["00-0000"]
    (target,) = hospitals.industries
    jobs = target.parts.set_index("naics")["employment"]
    rest = target.employment - jobs.sum()
    open_ones = wide.loc["00-0000"].rename(lambda code: code[:4])[jobs[jobs.isna()].index]
    jobs = jobs.fillna(rest * open_ones / open_ones.sum())
    own = hospitals.profile.set_index("soc")["employment"]
    whole = own.index.intersection(shares.dropna().index)
    ten = own.loc[whole].sort_values(ascending=False).index[:10]
    sums = (shares.rename(columns=lambda code: code[:4]).loc[ten] * jobs).sum(axis=1)
    assert own.loc[ten].to_dict() == pytest.approx(sums.to_dict(), rel=1e-6)


@pytest.mark.soak
def test_no_trend_from_2018_to_2019_can_be_drawn(hospitals: OccupationStudy) -> None:
    """Hospitals of both years are held, and no table rests on more than one of them."""
    assert set(hospitals.tables["target_industries"]["pattern_year"]) == {"2019"}
    assert {each.vintage for each in hospitals.library.used() if each.source == "oews"} == {"2019"}

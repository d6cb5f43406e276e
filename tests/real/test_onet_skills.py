"""What jobs ask for, by O*NET 29.3: means equal those of the agency's cells, added up plainly."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sectornb.occupation.codes import OnetCodes, matrix_codes, onet_codes
from sectornb.occupation.onet import job_zones, occupation_tasks, occupation_tools
from sectornb.occupation.skills import industry_skills, occupation_skills
from sectornb.sources.onet.recognition import read_onet
from sectornb.sources.soc import read_crosswalk, read_hybrid

PARTS = "projections/staffing_2024-34/us_staffing_3363.csv"
"""Motor vehicle parts: matrix 336300."""


def onet(real_data: Path, name: str) -> Path:
    return real_data / "onet" / "29.3" / f"{name}.xlsx"


def raw(path: Path, sheet: int | str = 0, header: int = 0) -> pd.DataFrame:
    table = pd.read_excel(path, sheet, header=header, dtype="str", engine="calamine")
    return table.rename(columns=lambda name: str(name).strip())


@pytest.fixture(scope="module")
def crosswalk(real_data: Path) -> pd.DataFrame:
    return read_crosswalk(real_data / "crosswalks" / "nem-onet-to-soc-crosswalk.xlsx")


@pytest.fixture(scope="module")
def skills(real_data: Path) -> pd.DataFrame:
    return read_onet(onet(real_data, "Skills"))


@pytest.fixture(scope="module")
def jobs(real_data: Path) -> pd.DataFrame:
    table = pd.read_csv(real_data / PARTS, dtype="str")
    table = table[table["Occupation Type"].eq("Line Item")]
    thousands = table["2024 Employment"].astype("float64")
    return pd.DataFrame({"soc": table["Occupation Code"], "employment": thousands * 1_000})


@pytest.fixture(scope="module")
def codes(jobs: pd.DataFrame, crosswalk: pd.DataFrame, skills: pd.DataFrame) -> OnetCodes:
    weights = jobs.set_index("soc")["employment"]
    return onet_codes(weights, crosswalk, set(skills["onet_soc"]), ["occupation_skills"])


@pytest.mark.soak
def test_the_crosswalk_keeps_jobs_of_the_parts_makers_that_cut_codes_lose(
    codes: OnetCodes,
) -> None:
    """51-2090, assemblers, is 138,600 of 551,100 jobs and no O*NET code begins with it."""
    assert (codes.join.rows, codes.join.matched, codes.by_prefix.matched) == (180, 170, 166)
    assert codes.join.share == pytest.approx(0.9773, abs=5e-5)
    assert codes.by_prefix.share == pytest.approx(0.6941, abs=5e-5)
    assert codes.by_prefix.dropped[0] == ("51-2090", 138_600)


@pytest.mark.soak
def test_of_the_nation_s_jobs_the_crosswalk_keeps_94_percent_and_cut_codes_89(
    real_data: Path, crosswalk: pd.DataFrame, skills: pd.DataFrame
) -> None:
    table = raw(real_data / "projections" / "occupation_2024_ep.xlsx", "Table 1.2", 1)
    items = table[table["Occupation type"].eq("Line item")]
    weights = items.set_index("2024 National Employment Matrix code")["Employment, 2024"]
    found = onet_codes(weights.astype("float64") * 1_000, crosswalk, set(skills["onet_soc"]), [])
    assert (found.join.rows, found.join.matched, found.by_prefix.matched) == (832, 754, 743)
    shares = found.join.share, found.by_prefix.share
    assert shares == pytest.approx((0.9431, 0.8864), abs=5e-5)


@pytest.mark.soak
@pytest.mark.parametrize("domain", ["Skills", "Knowledge"])
def test_what_the_parts_makers_ask_for_equals_plain_means_of_the_cells(
    real_data: Path, domain: str, jobs: pd.DataFrame, codes: OnetCodes
) -> None:
    name = domain.lower()
    found = occupation_skills(codes.pairs, {name: read_onet(onet(real_data, domain))})
    industry = industry_skills(jobs, found).set_index("element")
    cells = raw(onet(real_data, domain))
    cells["value"] = cells["Data Value"].astype("float64")
    shown = cells["Recommend Suppress"].ne("Y") & cells["Not Relevant"].ne("Y")
    walk = raw(real_data / "crosswalks" / "nem-onet-to-soc-crosswalk.xlsx", 0, 4)
    cells = cells[shown].merge(walk[["O*NET-SOC Code", "NEM Code"]], on="O*NET-SOC Code")
    means = cells.groupby(["NEM Code", "Element Name", "Scale ID"])["value"].mean().unstack()
    weights = jobs.set_index("soc")["employment"]
    for scale, column in (("IM", "importance"), ("LV", "level")):
        wide = means[scale].unstack().reindex(weights.index)
        plain = wide.mul(weights, axis=0).sum() / wide.notna().mul(weights, axis=0).sum()
        assert industry[column].to_dict() == pytest.approx(plain.to_dict())
        some = jobs.nlargest(10, "employment")["soc"]
        ten = found[found["soc"].isin(some)].set_index(["soc", "element"])[column]
        plain_ten = means[scale].reindex(ten.index)
        pd.testing.assert_series_equal(ten, plain_ten, check_names=False)
    assert (
        industry.index[0]
        == {"skills": "Active Listening", "knowledge": "Production and Processing"}[name]
    )


@pytest.mark.soak
def test_flags_become_statuses_and_no_number(codes: OnetCodes, real_data: Path) -> None:
    found = occupation_skills(codes.pairs, {"knowledge": read_onet(onet(real_data, "Knowledge"))})
    for name in ("importance", "level"):
        published = found[f"{name}_status"].eq("published")
        assert found.loc[published, name].notna().all()
        assert found.loc[~published, name].isna().all()
    assert found["level_status"].eq("not_relevant").any()
    assert found["importance_status"].eq("low_precision").sum() == 5


@pytest.mark.soak
def test_lists_have_every_entry_of_an_occupation_once(real_data: Path, codes: OnetCodes) -> None:
    """51-2092.00 is the only rated occupation of 51-2090, assemblers and fabricators."""
    technology, tools = (onet(real_data, name) for name in ("Technology Skills", "Tools Used"))
    table = occupation_tools(codes.pairs, read_onet(technology), read_onet(tools))
    assert not table.duplicated(["soc", "tool_kind", "tool", "commodity"]).any()
    mine = table[table["soc"].eq("51-2090")]
    for kind, path in (("technology", technology), ("tool", tools)):
        cells = raw(path)
        count = cells["O*NET-SOC Code"].eq("51-2092.00").sum()
        assert mine["tool_kind"].eq(kind).sum() == count > 0
    statements = onet(real_data, "Task Statements")
    tasks = occupation_tasks(codes.pairs, read_onet(statements))
    cells = raw(statements)
    core = cells["Task Type"].eq("Core") & cells["O*NET-SOC Code"].eq("51-2092.00")
    of_assemblers = tasks[tasks["soc"].eq("51-2090")]
    assert of_assemblers["task_type"].eq("core").sum() == core.sum() > 0
    zones = job_zones(
        codes.pairs,
        read_onet(onet(real_data, "Job Zones")),
        read_onet(onet(real_data, "Job Zone Reference")),
    )
    assert zones["job_zone_low"].ne(zones["job_zone_high"]).sum() == 18


def test_codes_of_wages_are_the_matrix_s_and_the_hybrid_s_mostly_are(
    real_data: Path, crosswalk: pd.DataFrame
) -> None:
    hybrid = read_hybrid(real_data / "crosswalks" / "oes_2019_hybrid_structure.xlsx")
    now = raw(real_data / "oews" / "national_M2025_dl.xlsx")
    now = now[now["O_GROUP"].eq("detailed")].set_index("OCC_CODE")["TOT_EMP"]
    jobs = pd.to_numeric(now, errors="coerce")
    found = matrix_codes(jobs, "2018", [], hybrid, crosswalk, [])
    assert found.rows["code_status"].eq("identical").all()
    then = raw(real_data / "oews" / "nat4d_M2019_owner_dl.xlsx")
    one = then[then["o_group"].eq("detailed")].drop_duplicates("occ_code").set_index("occ_code")
    found = matrix_codes(
        pd.to_numeric(one["tot_emp"], errors="coerce"), "hybrid", [], hybrid, crosswalk, []
    )
    assert found.rows["code_status"].eq("unknown").sum() == 0
    assert (
        found.rows.loc[found.rows["code_status"].eq("several"), "code"]
        .isin(hybrid["oes_2019"])
        .all()
    )

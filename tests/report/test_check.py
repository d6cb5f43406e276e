"""Every trap planted once in the example and caught; none raised on the example itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.industry.diagnostics_ranks import TRAPS, caught
from sectornb.industry.evidence import Evidence
from sectornb.report.check import check_region, described, gathered, with_tables
from sectornb.report.region_file import read_region
from sectornb.shipped import shipped
from tests.builders.small_library import COUNTIES, region_file, small_library

REGION = shipped("data", "example", "region.yml")


@cache
def example(ownership: str = "private") -> Evidence:
    region = read_region(REGION)
    section = region.sections["2-industries"].model_copy(update={"ownership": ownership})
    region.sections["2-industries"] = section
    evidence, read = gathered(region)
    return with_tables(evidence, read, section)


def first(frame: pd.DataFrame, hit: pd.Series, **values: Any) -> pd.DataFrame:
    """`frame` with new values in its first row where `hit`."""
    found = frame.copy()
    row = frame.index[hit][0]
    for column, value in values.items():
        found.loc[row, column] = value
    return found


def table(
    evidence: Evidence, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> Evidence:
    return replace(evidence, tables={**evidence.tables, name: change(evidence.tables[name])})


def factors(hit: Callable[[pd.DataFrame], pd.Series], **values: Any) -> Callable[..., Evidence]:
    return lambda e: table(e, "industry_factors", lambda t: first(t, hit(t), **values))


def withheld(cells: pd.DataFrame) -> pd.Series:
    return cells["employment_status"].eq("withheld")


def disclosed(cells: pd.DataFrame) -> pd.Series:
    return cells["employment_status"].eq("disclosed")


def cells(hit: Callable[[pd.DataFrame], pd.Series], **values: Any) -> Callable[..., Evidence]:
    return lambda e: replace(e, cells=first(e.cells, hit(e.cells), **values))


def without_county(e: Evidence) -> Evidence:
    gone = e.cells["area_fips"].eq(e.counties[0]) & e.cells["year"].eq(str(e.latest_year))
    return replace(e, cells=e.cells[~gone])


def doubled_total(e: Evidence) -> Evidence:
    hit = e.totals["own_code"].eq("5")
    return replace(e, totals=first(e.totals, hit, employment=1e6))


def two_levels(e: Evidence) -> Evidence:
    sector = e.cells.iloc[[0]].assign(agglvl_code="74", naics="62")
    return replace(e, cells=pd.concat([e.cells, sector], ignore_index=True))


def supersector(e: Evidence) -> Evidence:
    row = e.cells.iloc[[0]].assign(naics="102")
    return replace(e, cells=pd.concat([e.cells, row], ignore_index=True))


def unclassified(e: Evidence) -> Evidence:
    return table(e, "industry_ranking", lambda t: first(t, t["rank"].eq(1), naics="999"))


def released(e: Evidence) -> Evidence:
    """A government cell hidden in 2017, in an industry that the table lets grow."""
    grown = e.tables["industry_factors"].query("historical_growth_pct.notna()")["naics"].iloc[0]
    row = e.cells[e.cells["naics"].eq(grown)].iloc[[0]].assign(
        own_code="2", year="2017", employment=np.nan, total_wages_usd=np.nan,
        employment_status="withheld", area_fips="57001",
    )  # fmt: skip
    return replace(e, cells=pd.concat([e.cells, row], ignore_index=True))


def far_headquarters(e: Evidence) -> Evidence:
    latest = e.cells["year"].eq(str(e.latest_year))
    code = e.cells.loc[latest & disclosed(e.cells), "naics"].mode().iloc[0]
    row = e.cells[latest & e.cells["naics"].eq(code)].index
    found = e.cells.copy()
    found.loc[row, ["employment", "establishments"]] = [0.0, 10.0]
    found.loc[row[0], ["employment", "establishments"]] = [9_000.0, 2.0]
    return replace(e, cells=found)


def published_quotient(e: Evidence) -> Evidence:
    hit = e.comparison["lq_employment"].gt(1)
    return replace(e, comparison=first(e.comparison, hit, lq_employment=9.0))


def nation_of_all_owners(e: Evidence) -> Evidence:
    assert e.nation is not None
    return replace(e, nation=e.nation.assign(own_code="0"))


def older_nation(e: Evidence) -> Evidence:
    assert e.nation is not None
    return replace(e, nation=e.nation.assign(year="2021"))


def twice(e: Evidence) -> Evidence:
    return table(e, "industry_ranking", lambda t: t.assign(rank_annual_wage=t["rank_employment"]))


def gap(e: Evidence) -> Evidence:
    return table(
        e, "industry_ranking", lambda t: first(t, t["score"].notna(), rank_annual_wage=np.nan)
    )


def growing(t: pd.DataFrame) -> pd.Series:
    return t["historical_growth_pct"].notna()


PLANTED: dict[str, Callable[[Evidence], Evidence]] = {
    "T01": cells(withheld, employment=0.0),
    "T02": factors(lambda t: t["employment_status"].str.contains("withheld"),
                   historical_growth_pct=-25.0),
    "T03": factors(lambda t: t["matched_base"].gt(0), matched_base=99_999.0),
    "T04": without_county,
    "T05": doubled_total,
    "T06": two_levels,
    "T07": supersector,
    "T08": cells(disclosed, naics="31"),
    "T10": unclassified,
    "T11": released,
    "T12": cells(disclosed, employment=500_000.0),
    "T14": far_headquarters,
    "T15": factors(lambda t: t["naics"].eq("455"), historical_growth_matched_pct=40.0),
    "T17": cells(disclosed, qtr="3"),
    "T18": factors(growing, historical_growth_annual_pct=99.0),
    "T21": factors(lambda t: t["matched_base"].lt(100), growth_ranked=True),
    "T22": lambda e: replace(e, base_year=2020),
    "T25": factors(lambda t: t["annual_wage_disclosed_usd"].gt(0), annual_wage_disclosed_usd=65e3),
    "T28": older_nation,
    "T30": lambda e: table(e, "industry_factors", lambda t: t.drop(columns="excess_jobs")),
    "T31": published_quotient,
    "T32": nation_of_all_owners,
    "T33": factors(lambda t: t["location_quotient"].notna(), location_quotient=2.78),
    "T34": factors(lambda t: t["location_quotient"].notna(), comparison_area_fips="57000"),
    "T36": lambda e: table(e, "shift_share", lambda t: t.assign(change_jobs=t["change_jobs"] + 80)),
    "T37": lambda e: table(e, "industry_highlights", lambda t: t.assign(value=np.nan)),
    "T39": twice,
    "T40": gap,
}  # fmt: skip


@pytest.mark.parametrize("trap", [trap.id for trap in TRAPS])
def test_a_planted_trap_is_caught(trap: str) -> None:
    found = {one.id: one for one in caught(PLANTED[trap](example()))}
    assert trap in found
    assert found[trap].severity == next(t.severity for t in TRAPS if t.id == trap)


@pytest.mark.parametrize("ownership", ["private", "all"])
def test_no_trap_is_raised_on_the_example(ownership: str) -> None:
    assert [str(one) for one in caught(example(ownership))] == []


def test_a_file_that_was_changed_blocks(tmp_path: Path) -> None:
    root = small_library(tmp_path)
    region = region_file(tmp_path, root)
    file = next((root / "qcew" / "2022").rglob(f"{COUNTIES[0]}.csv"))
    file.write_bytes(file.read_bytes() + b"\n")
    (found,) = check_region(read_region(region))
    assert (found.id, found.severity) == ("T29", "blocking")


def test_the_command_ends_with_0_on_the_example() -> None:
    result = CliRunner().invoke(main, ["check", str(REGION)])
    assert result.exit_code == 0
    assert "none found" in result.output


def test_the_command_tells_a_warning_and_ends_with_0(tmp_path: Path) -> None:
    root = small_library(tmp_path, years=(2020, 2022))
    region = region_file(tmp_path, root, industries={"base_year": 2020, "latest_year": 2022})
    result = CliRunner().invoke(main, ["check", str(region)])
    assert result.exit_code == 0
    assert "T22 warning" in result.output


def test_the_command_ends_with_1_where_an_edited_file_was_added(tmp_path: Path) -> None:
    from sectornb.sources.adding import add_files

    root = small_library(tmp_path)
    region = region_file(tmp_path, root)
    source = next((root / "qcew" / "2022").rglob(f"{COUNTIES[0]}.csv"))
    lines = source.read_text("utf-8").splitlines(keepends=True)
    # One three-digit industry with ten times its jobs and wages, consistent in itself.
    place = next(
        n for n, line in enumerate(lines)
        if line.split(",")[2:4] == ["541", "75"] and line.split(",")[1] == "5"
    )  # fmt: skip
    fields = lines[place].split(",")
    fields[9:11] = [f"{int(fields[9])}0", f"{int(fields[10])}0"]
    lines[place] = ",".join(fields)
    edited = tmp_path / "edited" / source.name
    edited.parent.mkdir()
    edited.write_text("".join(lines), "utf-8")
    shutil.rmtree(root / "qcew" / "2022")
    others = [
        path for path in sorted((tmp_path / "inbox").glob("*-2022.csv"))
        if not path.name.startswith(COUNTIES[0])
    ]  # fmt: skip
    add_files(root, [edited, *others], "qcew", "2022")
    result = CliRunner().invoke(main, ["check", str(region)])
    assert result.exit_code == 1
    assert "T12 blocking" in result.output


def test_findings_are_counted_by_severity() -> None:
    lines = described(caught(replace(example(), base_year=2020)))
    assert lines[-1].endswith("1 warnings.") or "blocking" in lines[-1]
    assert described([])[-1].endswith("none found.")

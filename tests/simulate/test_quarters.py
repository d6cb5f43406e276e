"""The simulated agency prints the year that its own quarters give."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sectornb.simulate import State
from sectornb.simulate.formats import qcew_csv
from sectornb.sources.qcew.quarters import annual_averages
from sectornb.sources.qcew.reader import read_cells

KEY = ["area_fips", "own_code", "naics", "agglvl_code"]
MEASURES = ["establishments", "employment", "total_wages_usd", "annual_wage_usd"]


def test_four_quarters_give_the_printed_year(little: State, tmp_path: Path) -> None:
    quarters, year = little.quarterly[2020], little.annual[2020]
    area = sorted(year["area_fips"].unique())[1]
    frames = {}
    for name, table, frame in (
        ("q", "quarterly-by-area", quarters[quarters["area_fips"].eq(area)]),
        ("a", "annual-area", year[year["area_fips"].eq(area)]),
    ):
        (tmp_path / f"{name}.csv").write_bytes(qcew_csv(frame))
        frames[name] = read_cells(tmp_path / f"{name}.csv", table)
    made, printed = annual_averages(frames["q"]).set_index(KEY), frames["a"].set_index(KEY)
    assert set(made.index) >= set(printed.index)
    both = made.reindex(printed.index)
    open_ = both["employment_status"].ne("withheld") & printed["employment_status"].ne("withheld")
    assert open_.sum() > 100
    pd.testing.assert_frame_equal(
        both.loc[open_, MEASURES], printed.loc[open_, MEASURES], check_like=True
    )

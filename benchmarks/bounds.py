"""Bounds of withheld cells: ten counties, and draws of feasible tables."""

from __future__ import annotations

from pathlib import Path

from measure import Row

TITLE = "Bounds of withheld cells"
ABOUT = (
    "A simulated state of 139 counties, 40,178 private rows, more than half of them withheld; "
    "the region is ten counties."
)
STATE = "bounds-state.pkl"
NOTHING = "reading the rows alone"

_START = f"""
import sys
from pathlib import Path
import pandas as pd
rows = pd.read_pickle(Path(sys.argv[1]) / {STATE!r})
region = [code for code in sorted(set(rows["area_fips"])) if code[2:] not in ("000", "999")][:10]
alone = rows[rows["area_fips"].isin(region)]
"""


def prepare(folder: Path) -> None:
    """The rows of the state, as the reader would give them."""
    import numpy as np

    from sectornb.simulate import simulate_state

    names = {
        "industry_code": "naics",
        "annual_avg_estabs": "establishments",
        "annual_avg_emplvl": "employment",
        "total_annual_wages": "total_wages_usd",
        "avg_annual_pay": "annual_wage_usd",
    }
    rows = simulate_state(7, 150, range(2022, 2023)).annual[2022].rename(columns=names)
    rows = rows[rows["own_code"].eq("5") & rows["area_fips"].str.startswith("57")]
    rows = rows.reset_index(drop=True)
    hidden = rows["disclosure_code"].eq("N")
    status = np.select([hidden, rows["employment"].eq(0)], ["withheld", "zero"], "disclosed")
    rows["employment_status"] = status
    for name in ("employment", "total_wages_usd", "annual_wage_usd"):
        rows[name] = rows[name].astype("float64").mask(hidden)
    rows.to_pickle(folder / STATE)


ROWS = (
    Row(NOTHING, _START),
    Row(
        "ten counties alone (industry_bounds)",
        _START
        + """
from sectornb.disclosure.withheld.bounds import industry_bounds
from sectornb.disclosure.withheld.system import system_of
assert len(industry_bounds(system_of(alone, region)).region)
""",
        baseline=NOTHING,
        memory_mib=1_000.0,
    ),
    Row(
        "ten counties inside their state (industry_bounds)",
        _START
        + """
from sectornb.disclosure.withheld.bounds import industry_bounds
from sectornb.disclosure.withheld.system import system_of
assert industry_bounds(system_of(rows, region)).state_used
""",
        baseline=NOTHING,
        memory_mib=1_000.0,
    ),
    Row(
        "1,000 feasible tables with weights (feasible_tables, drawn_places)",
        _START
        + """
from sectornb.disclosure.withheld.draws import feasible_tables
from sectornb.disclosure.withheld.system import system_of
from sectornb.industry.acceptability import drawn_places, drawn_weights
found = feasible_tables([system_of(alone, region)], draws=1_000)
weights = drawn_weights({"employment": 1, "wages": 1}, 1_000)
values = {"employment": found.employment, "wages": found.total_wages_usd}
assert drawn_places(values, weights).shape[1] == 1_000
""",
        baseline=NOTHING,
    ),
    Row(
        "1,000 feasible tables inside their state (feasible_tables)",
        _START
        + """
from sectornb.disclosure.withheld.draws import feasible_tables
from sectornb.disclosure.withheld.system import system_of
assert max(feasible_tables([system_of(rows, region)], draws=1_000).scale_reduction.values()) < 1.2
""",
        baseline=NOTHING,
    ),
    Row(
        "10,000 draws of weights, 80 industries, five factors (drawn_places)",
        _START
        + """
import numpy as np
from sectornb.industry.acceptability import drawn_places, drawn_weights
random = np.random.default_rng(1)
values = {name: random.random(80) for name in "abcde"}
weights = drawn_weights(dict.fromkeys(values, 1.0), 10_000)
assert drawn_places(values, weights).shape == (80, 10_000)
""",
        baseline=NOTHING,
    ),
    Row(
        "estimates inside the bounds (industry_estimates)",
        _START
        + """
from sectornb.disclosure.withheld.estimates import industry_estimates
from sectornb.disclosure.withheld.system import system_of
from sectornb.disclosure.withheld.system import system_of
assert len(industry_estimates(system_of(rows, region)).cells)
""",
        baseline=NOTHING,
    ),
)

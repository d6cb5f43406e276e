"""Feasible tables of a region."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sectornb.disclosure.withheld.bounds import industry_bounds
from sectornb.disclosure.withheld.draws import feasible_tables
from sectornb.disclosure.withheld.levels import Sought, region_levels
from sectornb.disclosure.withheld.system import system_of
from sectornb.errors import InputError, ParameterError
from sectornb.shipped import shipped
from sectornb.sources.library import Library
from tests.builders.intervals import simple_rows

EXAMPLE = ["57017", "57019", "57027", "57029", "57037", "57039"]


@pytest.fixture
def two_counties() -> pd.DataFrame:
    # 62 is 100 in both; 622 and 623 are withheld and share 70 in each.
    rows: list[tuple[str, str, float | None]] = []
    for county in ("39041", "39045"):
        rows += [(county, "10", 100), (county, "62", 100), (county, "621", 30),
                 (county, "622", None), (county, "623", None)]  # fmt: skip
    return simple_rows(rows)


def test_withheld_industries_add_up_in_every_table(two_counties: pd.DataFrame) -> None:
    found = feasible_tables([system_of(two_counties, ["39041", "39045"])], draws=200)
    jobs = dict(zip(found.industries["naics"], found.employment, strict=True))
    assert jobs["622"] + jobs["623"] == pytest.approx(140, abs=0.2)
    assert jobs["621"] == pytest.approx(60)
    assert np.ptp(jobs["622"]) > 60
    assert found.blocks == {"employment": 2, "wages": 2}


def test_tables_favor_the_usual_size_of_as_many_establishments(two_counties: pd.DataFrame) -> None:
    # Nothing is published of 622 and 623, so an establishment of either has the same usual size.
    places = two_counties["naics"].map({"622": 1.0, "623": 6.0})
    rows = two_counties.assign(establishments=places.fillna(two_counties["establishments"]))
    system = system_of(rows, ["39041", "39045"])
    found = {}
    for weight in ("establishments", "none"):
        drawn = feasible_tables([system], draws=400, weight=weight)  # type: ignore[arg-type]
        found[weight] = dict(zip(drawn.industries["naics"], drawn.employment, strict=True))["622"]
    # Each county's 70 are shared 10 to 60: 12 - 70 / (exp(70 / 12) - 1) for 622.
    assert found["establishments"].mean() == pytest.approx(2 * (12 - 70 / np.expm1(70 / 12)), abs=3)
    assert found["none"].mean() == pytest.approx(70, abs=4)


def test_tables_lie_inside_the_region_bounds(two_counties: pd.DataFrame) -> None:
    found = feasible_tables([system_of(two_counties, ["39041", "39045"])], draws=100)
    region = (
        industry_bounds(system_of(two_counties))
        .region.set_index("naics")
        .loc[found.industries["naics"]]
    )
    for name in ("employment", "total_wages_usd"):
        drawn = getattr(found, name)
        assert (drawn >= region[f"{name}_low"].to_numpy()[:, None] - 1e-6).all()
        assert (drawn <= region[f"{name}_high"].to_numpy()[:, None] + 1e-6).all()


def test_with_the_state_tables_lie_inside_the_narrower_region_bounds() -> None:
    library = Library(shipped("data", "example", "library"))
    rows = region_levels(library, Sought(EXAMPLE, [2022]))
    found = feasible_tables([system_of(rows, EXAMPLE)], draws=60)
    region = industry_bounds(system_of(rows, EXAMPLE))
    assert region.state_used
    ends = region.region[region.region["detail"].eq("5")].set_index("naics")
    ends = ends.loc[found.industries["naics"]]
    # Rounding of published cells: half a job in each of six counties.
    for name, room in (("employment", 3.0), ("total_wages_usd", 1.0)):
        drawn = getattr(found, name)
        assert (drawn >= ends[f"{name}_low"].to_numpy()[:, None] - room).all()
        assert (drawn <= ends[f"{name}_high"].to_numpy()[:, None] + room).all()


def test_jobs_and_wages_do_not_move_together(two_counties: pd.DataFrame) -> None:
    found = feasible_tables([system_of(two_counties, ["39041"])], draws=1_000)
    place = found.industries["naics"].tolist().index("622")
    together = np.corrcoef(found.employment[place], found.total_wages_usd[place])[0, 1]
    assert abs(together) < 0.15


def test_rounded_figures_unknown_levels_and_endless_cells_are_refused(
    two_counties: pd.DataFrame,
) -> None:
    with pytest.raises(ParameterError, match="rounded"):
        feasible_tables([system_of(two_counties, ["39041"], counting="rounded")])
    with pytest.raises(ParameterError, match="naics_digits"):
        feasible_tables([system_of(two_counties, ["39041"])], naics_digits=7)
    alone = two_counties[two_counties["naics"].str.len().eq(3)]
    with pytest.raises(InputError, match="no upper bound"):
        feasible_tables([system_of(alone, ["39041"])])

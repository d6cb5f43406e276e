"""The joins of industry codes behind the tables of workbook 2."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sectornb.codes import naics_titles
from sectornb.joins import Join, join_on_codes

FACTORS = ("industry_factors", "industry_ranking", "industry_highlights")
COUNTIES = ("county_industries", "county_bounds")
BOUNDED = ("county_bounds", "withheld_summary")
ANOTHER = "Choose another naics_digits or another year, or add files that have them."


def industry_joins(study: Any) -> list[Join]:
    """What the region's industries of the latest year are joined with, as far as it is there.

    Parameters
    ----------
    study : IndustryStudy
        Which composes this step with the others, so that its type cannot be imported here.

    Raises
    ------
    InputError
        If a join matched nothing.
    """
    cells, base, latest = study.cells, str(study.base_year), str(study.latest_year)
    own = set(cells.loc[cells["year"].eq(latest), "naics"])
    joins = []
    if study.names:
        told = join_on_codes(
            "the region's counties", study.counties, "the names of counties", study.names,
            COUNTIES, "Add the agency's own area_titles.csv, of the latest year.",
        )  # fmt: skip
        joins.append(told)

    def join(where: str, held: Collection[str], tables: Collection[str], advice: str) -> None:
        joins.append(join_on_codes("the region's industries", own, where, held, tables, advice))

    join("the titles of industries", naics_titles(study.latest_year), FACTORS, ANOTHER)
    if not study.national.shares.empty:
        join("the national shares", set(study.national.shares["naics"]), FACTORS, ANOTHER)
    if base != latest and not study.published.no_growth:
        before = set(cells.loc[cells["year"].eq(base), "naics"])
        join(f"the region's files of {base}", before, FACTORS, ANOTHER)
    if not study.nation_jobs.empty:
        tables = ("shift_share", "industry_diversity")
        join("the nation's files", set(study.nation_jobs.index), tables, ANOTHER)
    levels = study.levels
    of_state = levels[levels["area_fips"].str.endswith("000") & levels["year"].eq(latest)]
    if not of_state.empty:
        join("the state's files", set(of_state["naics"]), BOUNDED, ANOTHER)
    if study.expected is not None:
        where = f"the projections for {study.expected['area'].iloc[0]}"
        advice = "Bring their codes to those of the QCEW, or write projections: {use: none}."
        # Of several areas, one that lacks an industry leaves it without a projection.
        projected = study.expected.dropna(subset=["base_employment"])
        join(where, set(projected["naics"]), FACTORS, advice)
    return joins

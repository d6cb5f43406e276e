"""Traps of occupations: what could fool a reader of workbook 3's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sectornb.traps import TableTrap, told

if TYPE_CHECKING:
    from sectornb.occupation.study import OccupationStudy

OTHER_PAY = 0.1
"""Ours: from a tenth more or less pay in the industry on, a wage of all industries misleads."""
ROUNDING = 1.0
"""Openings a year by which growth may be above them before it is called wrong."""


def wages_of_all_industries(study: OccupationStudy) -> list[str]:
    """Wages over all industries of occupations that this industry pays otherwise, or may."""
    table = study.leading_rows("occupation_wages")
    known = table[table["wage_level"].ne("")]
    if known.empty:
        return []
    ratio = known["industry_wage_ratio"]
    other = known[ratio.sub(1).abs().gt(OTHER_PAY)]
    if len(other):
        what = f"wages are of all industries; this one pays over {OTHER_PAY:.0%} more or less"
        return told(other, what, "soc", "occupation_title")
    if ratio.isna().all():
        return [
            "Wages are of all industries together, and no file of wages by industry tells how this "
            "one pays. Ask employers before a wage is quoted as the industry's."
        ]
    return []


def pattern_of_the_nation(study: OccupationStudy) -> list[str]:
    """Target industries whose jobs were split by the nation's pattern."""
    table = study.tables["target_industries"]
    what = "jobs by occupation are modeled by the nation's pattern; check them with employers"
    return told(table[table["pattern_level"].eq("nation")], what, "naics", "naics_title")


def more_than_everywhere(study: OccupationStudy) -> list[str]:
    """Occupations of which the industry alone has more jobs than another program counts in all."""
    rows = study.tables["occupation_openings"]
    rows = rows.assign(low=rows["base_employment_low"])
    wide = rows.pivot(index="soc", columns="openings_scope", values="low")
    if not {"target", "all"} <= set(wide.columns):
        return []
    over = wide.index[wide["target"].gt(wide["all"])]
    named = study.profile[study.profile["soc"].isin(over)]
    what = (
        "jobs of the industry, of the QCEW and a pattern, are more than another program counts "
        "over all industries"
    )
    return told(named, what, "soc", "occupation_title")


def modeled_as_counted(study: OccupationStudy) -> list[str]:
    """Jobs by occupation that are called counted, and are a pattern's share of an industry."""
    table = study.tables["occupation_profile"]
    counted = table[table["employment_status"].isin(["disclosed", "published"])]
    return told(counted, "modeled jobs are called a count", "soc", "occupation_title")


def mixed_programs(study: OccupationStudy) -> list[str]:
    """Occupations that do not add up to their industries, or openings that start elsewhere."""
    industries, jobs = study.tables["target_industries"], study.tables["occupation_profile"]
    whole, parts = industries["employment"].sum(), jobs["employment"].sum()
    found = []
    if industries["employment"].notna().all() and parts > whole + ROUNDING * len(jobs):
        found.append(
            f"The jobs of the occupations, {parts:,.0f}, are more than the {whole:,.0f} of their "
            "industries, so that they are of another program. Take both from one."
        )
    openings = study.tables["occupation_openings"]
    own = openings[openings["openings_scope"].eq("target")]
    counted = own["soc"].map(jobs.set_index("soc")["employment"])
    other = own[own["base_employment"].sub(counted).abs().gt(ROUNDING)]
    what = "openings in the industry start from other jobs than the industry has"
    return [*found, *told(other, what, "soc", "occupation_title")]


def growth_for_openings(study: OccupationStudy) -> list[str]:
    """Openings of a year that leave out those who leave, as growth alone does."""
    rows = study.tables["occupation_openings"]
    first, last = (
        pd.to_numeric(rows["projection_years"].str[place], errors="coerce")
        for place in (slice(None, 4), slice(-4, None))
    )
    growth = rows["projected_change"] / (last - first)
    leavers = rows["exit_openings"].fillna(0) + rows["transfer_openings"].fillna(0)
    # An occupation that shrinks faster than people leave it has no openings.
    wrong = rows[(growth + leavers).clip(lower=0).gt(rows["annual_openings"] + ROUNDING)]
    what = "openings a year are fewer than growth and those who leave make"
    return told(wrong, what, "soc", "openings_scope")


def growth_of_elsewhere(study: OccupationStudy) -> list[str]:
    """Growth of the state or the nation laid on the region's jobs."""
    rows = study.leading_rows("occupation_openings")
    rows = rows[
        rows["openings_scope"].eq("target") & rows["growth_level"].isin(["state", "nation"])
    ]
    if rows.empty:
        return []
    areas = " and ".join(sorted(rows["growth_area"].unique()))
    years = " and ".join(sorted(rows["projection_years"].unique()))
    return [
        f"Growth of {areas}, {years}, is laid on this region's jobs ({len(rows)} of the largest "
        "occupations). Set the region's own past growth beside it before it is quoted."
    ]


def schooling_against_entry(study: OccupationStudy) -> list[str]:
    """Occupations whose typical entry hides the schooling of those who do the job."""
    rows = study.leading_rows("occupation_requirements")
    contrast = rows["education_contrast"].isin(["more_schooled", "less_schooled"])
    hidden = rows["training_hides_schooling"].eq("yes")
    what = "typical entry and the schooling of those who do the job contradict each other"
    return told(rows[contrast | hidden], what, "soc", "occupation_title")


TRAPS = (
    TableTrap("T60", "All-industry wage used for one industry", "warning", wages_of_all_industries),
    TableTrap("T61", "National staffing pattern as if regional", "warning", pattern_of_the_nation),
    TableTrap("T61", "Modeled jobs as a count", "blocking", modeled_as_counted),
    TableTrap("T67", "Totals of different programs in one table", "blocking", mixed_programs),
    TableTrap("T67", "Different totals from different programs", "warning", more_than_everywhere),
    TableTrap("T68", "Growth mistaken for openings", "blocking", growth_for_openings),
    TableTrap("T72", "State projection laid on a small region", "warning", growth_of_elsewhere),
    TableTrap("T75", "Entry education against actual attainment", "warning",
              schooling_against_entry),
)  # fmt: skip
"""All traps that workbook 3 looks for; several may share a number."""

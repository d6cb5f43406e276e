"""Traps of ranking measures (catalog part C)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sectornb.codes import ownership_codes
from sectornb.traps import TableTrap, Trap, told

if TYPE_CHECKING:
    from sectornb.industry.study import IndustryStudy

FACTORS, RANKING = "industry_factors", "industry_ranking"
HIGHLIGHTS, SHIFTS = "industry_highlights", "shift_share"
NEAR = 1e-6
PUBLISHED_ROUNDING = 0.005
SAME_IDEA = 0.9


def quotient_of_another_base(study: IndustryStudy) -> list[str]:
    """A county's own quotient that differs from the published one by more than rounding."""
    if study.published.nation is None or study.published.nation_totals is None:
        return []
    total = study.published.nation_totals.loc[
        study.published.nation_totals["own_code"].eq("0"), "employment"
    ]
    share = study.published.nation.set_index(["naics", "own_code"])["employment"] / float(
        total.iloc[0]
    )
    everyone = study.published.comparison_totals
    base = everyone[everyone["own_code"].eq("0")].set_index("area_fips")["employment"]
    cells = study.published.comparison
    cells = cells[cells["employment"].gt(0) & cells["lq_employment"].notna()]
    wanted = pd.MultiIndex.from_frame(cells[["naics", "own_code"]])
    national = pd.Series(share.reindex(wanted).to_numpy(), index=cells.index)
    own = cells["employment"] / cells["area_fips"].map(base) / national.where(national > 0)
    # A published average is itself rounded by up to half a job.
    slack = PUBLISHED_ROUNDING + 0.5 * own / cells["employment"] + NEAR
    bad = cells[(own - cells["lq_employment"]).abs() > slack]
    return told(bad, "counties' quotients differ from the published ones", "area_fips", "naics")


def ownership_mixed(study: IndustryStudy) -> list[str]:
    """Region and nation of different ownerships."""
    wanted = set(ownership_codes(study.ownership))
    found = []
    for name, frame in (("region", study.cells), ("nation", study.published.nation)):
        if frame is not None and (strange := set(frame["own_code"]) - wanted):
            found.append(f"Cells of the {name} are of ownership {', '.join(sorted(strange))}.")
    return found


def averaged_quotient(study: IndustryStudy) -> list[str]:
    """A quotient that is not the ratio of summed jobs."""
    table = study.tables[FACTORS]
    ratio = table["employment"] / study.jobs["all"] / table["national_share"]
    off = (table["location_quotient"] - ratio).abs() > NEAR * ratio.abs()
    return told(table[off], "quotients are not the ratio of the sums", "naics")


def quotient_against_what(study: IndustryStudy) -> list[str]:
    """Quotients that do not say what area they compare with, or with several."""
    table = study.tables[FACTORS]
    given = table[table["location_quotient_floor"].notna()]
    if "comparison_area_fips" not in table:
        return ["The table does not say which area the quotients compare with."]
    areas = set(given["comparison_area_fips"].fillna("")) - {"US000"}
    return [f"Quotients compare with {', '.join(sorted(areas)) or 'nothing'}."] if areas else []


def parts_of_the_change(study: IndustryStudy) -> list[str]:
    """Shift-share parts that do not add to the change."""
    table = study.tables[SHIFTS]
    parts = ["national_growth_jobs", "industry_mix_jobs", "regional_shift_jobs"]
    off = (table[parts].sum(axis=1, skipna=False) - table["change_jobs"]).abs()
    return told(table[off > NEAR * (1 + table["change_jobs"].abs())],
                "changes are not the sum of their parts", "naics")  # fmt: skip


def rank_without_value(study: IndustryStudy) -> list[str]:
    """Ranks that do not show the value they come from."""
    table = study.tables[HIGHLIGHTS]
    return told(table[table["rank"].notna() & table["value"].isna()],
                "ranks stand without their value", "naics", "factor")  # fmt: skip


def one_fact_twice(study: IndustryStudy) -> list[str]:
    """Two weighted factors that rank industries almost alike."""
    names = [name for name, weight in study.active_weights.items() if weight > 0]
    ranks = study.tables[RANKING][[f"rank_{name}" for name in names]]
    related = ranks.corr(min_periods=8).to_numpy()
    found = []
    for one, two in zip(*np.where(np.triu(related, 1) > SAME_IDEA), strict=True):
        found.append(
            f"{names[one]} and {names[two]} rank industries almost alike (correlation "
            f"{related[one, two]:.2f}): one of them is enough."
        )
    return found


def score_with_a_gap(study: IndustryStudy) -> list[str]:
    """A score of an industry that has no rank on a weighted factor."""
    ranking = study.tables[RANKING]
    used = [f"rank_{name}" for name, weight in study.active_weights.items() if weight > 0]
    bad = ranking[ranking["score"].notna() & ranking[used].isna().any(axis=1)]
    return told(bad, "industries have a score without a figure on every factor", "naics")


RANK_TRAPS = (
    Trap("T31", "Quotient of another base", "blocking", quotient_of_another_base),
    Trap("T32", "Ownership mixed", "blocking", ownership_mixed),
    TableTrap("T33", "Averaged quotients", "blocking", averaged_quotient),
    TableTrap("T34", "Quotient against another area", "blocking", quotient_against_what),
    TableTrap("T36", "Parts of the change", "blocking", parts_of_the_change),
    TableTrap("T37", "Rank without its value", "blocking", rank_without_value),
    TableTrap("T39", "One fact counted twice", "warning", one_fact_twice),
    TableTrap("T40", "Score with a gap", "blocking", score_with_a_gap),
)

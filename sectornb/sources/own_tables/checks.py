"""What only one kind of one's own tables has to fulfill, beyond the forms of its columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from sectornb.codes import ALL_INDUSTRIES, is_county
from sectornb.sources.refusals import refuse_codes, refuse_contradiction, refuse_first
from sectornb.sources.workforce_matrix import naics_of

PERCENTILES = ("pct10_usd", "pct25_usd", "median_usd", "pct75_usd", "pct90_usd")
MOST_HOURLY, LEAST_YEARLY = 1_000, 2_000
"""Dollars: more for an hour, or less for a year, are of the other unit."""
ADVICE = "Correct the row."


def _wages(path: Path, table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Percentiles in their order, and wages that can be of their unit."""
    for low, high in zip(PERCENTILES, PERCENTILES[1:], strict=False):
        refuse_contradiction(
            path, table, table[low].gt(table[high]).to_numpy(), high.removesuffix("_usd"),
            f"{low.removesuffix('_usd')} {{{low}:,g}} is above {high.removesuffix('_usd')} "
            f"{{{high}:,g}}.", ADVICE,
        )  # fmt: skip
    for wage in ("mean_usd", *PERCENTILES):
        hourly = table["unit"].eq("hour")
        wrong = (hourly & table[wage].gt(MOST_HOURLY)) | (~hourly & table[wage].lt(LEAST_YEARLY))
        told = "{} cannot be a wage of its unit (hour or year). Correct the one or the other."
        refuse_first(path, wrong, table[wage], told, wage.removesuffix("_usd"))
    return table


def _staffing(path: Path, table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows of a state's matrix in the columns of the template, totals marked."""
    if name != "staffing":
        hidden = table["suppress"].eq("1")
        code = table["state_fips"].str.zfill(2) + table["area_type"].str.zfill(2)
        area = code + table["area"].str.zfill(6)
        digits = table["occupation"].str.replace("-", "")
        industry = table["industry"].map(_industry)
        table = pd.DataFrame(
            {
                "area_code": area,
                "area_title": "Area " + area,
                "naics": industry.where(industry.ne(""), table["industry"]),
                "soc": digits.str[:2] + "-" + digits.str[2:],
                "year": table["year"],
                "employment": table["employment"].mask(hidden),
                "employment_status": table["employment_status"].mask(hidden, "withheld"),
                "source": name,
                "is_industry": industry.ne(""),
            }
        )
    else:
        table = table.assign(is_industry=True)
    total = table["soc"].str.endswith("-0000") | table["naics"].eq(ALL_INDUSTRIES)
    # What is no industry of NAICS, such as government, holds other rows too.
    return table.assign(is_total=total | ~table.pop("is_industry"))


def _industry(code: str) -> str:
    return ALL_INDUSTRIES if not code.strip("0") else naics_of(code)


def _programs(path: Path, table: pd.DataFrame, name: str) -> pd.DataFrame:
    refuse_codes(path, table["county_fips"], is_county, "county", advice="Correct it.")
    return table


def _labor_shed(path: Path, table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Underemployed people are at work, and those of one kind are among those of any."""
    for part, whole in (
        ("willing", "employed"),
        ("underemployed", "employed"),
        ("underemployed_hours", "underemployed"),
        ("underemployed_skills", "underemployed"),
        ("underemployed_income", "underemployed"),
    ):
        if part in table:
            refuse_contradiction(
                path, table, table[part].gt(table[whole]).to_numpy(), part,
                f"{{{part}:,.0f}} are more than the {{{whole}:,.0f}} {whole}, among whom they are.",
                ADVICE,
            )  # fmt: skip
    return table


def _thresholds(path: Path, table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Seventy percent of the LLSIL are less than all of it."""
    if name == "llsil":
        whole, part = table["llsil_100_usd"], table["llsil_70_usd"]
        refuse_contradiction(
            path, table, (part - 0.7 * whole).abs().gt(0.01 * whole).to_numpy(), "llsil_70",
            "{llsil_70_usd:,.0f} is not about 70 percent of {llsil_100_usd:,.0f}.", ADVICE,
        )  # fmt: skip
    return table


CHECKS: dict[str, Callable[[Path, pd.DataFrame, str], pd.DataFrame]] = {
    "regional-wages": _wages,
    "regional-staffing": _staffing,
    "programs": _programs,
    "labor-shed": _labor_shed,
    "wage-thresholds": _thresholds,
}

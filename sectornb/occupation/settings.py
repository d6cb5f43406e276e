"""The choices of workbook 3."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from sectornb.contract import RARE, Settings, Weight, Year, from_table

_CODE = r"^[0-9]{2}(-[0-9]{2}|[0-9]{0,4})$"
NarrowestShare = Annotated[float, Field(ge=0, le=1)]
_Rows = list[dict[str, str | float | int | None]] | str


def _in_one_order(rows: _Rows) -> _Rows:
    """Each row by the names of its columns, as a manifest has them: parameters are compared."""
    return rows if isinstance(rows, str) else [dict(sorted(row.items())) for row in rows]


InputRows = Annotated[_Rows, Field(max_length=2_000), AfterValidator(_in_one_order)]
"""Rows of a table; in a region file the name of the file that holds them."""
Industry = Annotated[str, Field(pattern=_CODE)]


def _once(codes: list[str]) -> list[str]:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"names {twice[0]} twice; its jobs would be counted as often")
    for code in codes:
        finer = [other for other in codes if other != code and other.startswith(code)]
        if finer:
            raise ValueError(f"has {code} and {finer[0]}, which is part of it; keep one of them")
    return codes


class StaffingChoice(Settings):
    """Whose staffing pattern the industry's jobs are split by."""

    use: Literal["auto", "regional", "wages", "matrix"] = Field(
        default="auto",
        description="auto (the first at hand), regional (own table), wages (OEWS), matrix (BLS)",
    )
    area: str = Field(default="", description="area of the own table; empty: its only one")


class Flags(Settings):
    """From where on an occupation is called in demand, and what local pay is measured by."""

    in_demand_openings: Weight = Field(
        default=50, description="openings a year from which an occupation is in demand"
    )
    price_parity: Annotated[float, Field(gt=0.5, lt=2)] | None = Field(
        default=None,
        description="regional price parity, 1 for the nation (bea.gov); empty: no comparison",
    )


class OccupationSettings(Settings):
    """What a region file says about workbook 3."""

    target_industries: Annotated[list[Industry], AfterValidator(_once)] = Field(
        default_factory=list,
        description='codes such as ["622"]; []: first of the short list of workbook 2',
    )
    latest_year: Year = Field(description="year of the industry's jobs")
    ownership: Literal["private", "all"] = Field(
        default="private", description="of the jobs, where the pattern leaves the choice"
    )
    staffing: StaffingChoice = Field(
        default_factory=StaffingChoice, description="which occupations the industry employs"
    )
    wage_area: str = Field(
        default="", description="area of the wages, five digits; empty: where most counties lie"
    )
    family: Annotated[int, Field(ge=1, le=12, strict=True)] = Field(
        default=3, description="people that a family-sustaining wage has to carry"
    )
    threshold_area: str = Field(
        default="", description="area of the family-sustaining wage; empty: the only one held"
    )
    least_jobs: Weight = Field(
        default=30, description="occupations of fewer jobs in the region are not ranked by pay"
    )
    profiled: Annotated[int, Field(ge=1, le=40, strict=True)] = Field(
        default=8, description="largest occupations that are described one by one"
    )
    projected_areas: dict[str, Weight] = Field(
        default_factory=dict,
        description="share of each projected area that lies in the region; {} for the state",
    )
    flags: Flags = Field(default_factory=Flags, description="in demand, and cost of living")
    narrowest: NarrowestShare = Field(
        default=0.25,
        description="narrowest interval of one county's cell to work out, as a share",
    )
    industry_jobs: InputRows = Field(
        default_factory=list,
        description="file of the industry's jobs where only a total is known; [] for none",
        json_schema_extra=from_table("industry_jobs"),
    )
    occupation_targets: InputRows = Field(
        default_factory=list,
        description="file of occupations that partners name; [] for none",
        json_schema_extra=from_table("occupation_targets"),
    )
    challenge_log: InputRows = Field(
        default_factory=list,
        description="file of challenges and what lies behind them; [] for none",
        json_schema_extra=from_table("challenge_log"),
    )
    occupation_characteristics: InputRows = Field(
        default_factory=list,
        description="file of part-time work and unemployment by occupation; [] for none",
        json_schema_extra=from_table("occupation_characteristics"),
    )
    vintages: dict[str, str] = Field(
        default_factory=dict,
        description="year of the industries, or source, to vintage, where the library has several",
        json_schema_extra=RARE,
    )

"""What a region file and a workbook's parameters may say, section by section."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sectornb.codes import check_counties
from sectornb.errors import SectornbError

WORKBOOKS = {
    "1-region": "region",
    "2-industries": "industries",
    "3-occupations": "occupations",
    "4-assessment": "assessment",
    "5-outcomes": "outcomes",
}
"""Workbook to its section of the region file."""

FIRST_YEAR, LAST_YEAR = 1990, 2099
VINTAGE_PATTERN = r"^[0-9]{4}(-[0-9]{2})?(\.r[2-9][0-9]*)?$"
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, strict=True)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]
Share = Annotated[float, Field(gt=0, le=1, strict=True)]
Segment = Literal[
    "",
    "jobs_age_to_29",
    "jobs_age_30_to_54",
    "jobs_age_from_55",
    "jobs_pay_to_1250",
    "jobs_pay_1251_to_3333",
    "jobs_pay_over_3333",
    "jobs_goods",
    "jobs_trade_transport_utilities",
    "jobs_other_services",
]


def _list_of_counties(value: object) -> object:
    if isinstance(value, str):
        codes = [part.strip() for part in value.split(",") if part.strip()]
        written = ", ".join([f'"{code}"' for code in codes[:20]] + ["..."] * (len(codes) > 20))
        raise ValueError(
            f"is one text, not a list. 'papermill -p' can only pass single values: "
            f"write 'counties: [{written}]' into a YAML file and pass it with 'papermill -f'"
        )
    if isinstance(value, list | tuple):
        try:
            return list(check_counties(value))
        except SectornbError as error:
            raise ValueError(str(error)) from error
    return value


def _counties_or_none(value: object) -> object:
    return value if value == [] else _list_of_counties(value)


RegionId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Title = Annotated[str, Field(min_length=1, max_length=120)]
Counties = Annotated[list[str], BeforeValidator(_list_of_counties), Field(min_length=1)]


class FactorWeights(BaseModel):
    """Weight of each factor in the score: 0 leaves it out."""

    model_config = ConfigDict(extra="forbid")

    employment: Weight = 1
    annual_wage: Weight = 1
    historical_growth: Weight = 1
    projected_growth: Weight = 1
    location_quotient: Weight = 1

    @model_validator(mode="after")
    def _something_counts(self) -> FactorWeights:
        if not any(self.model_dump().values()):
            raise ValueError("all weights are 0, so there is nothing to rank by")
        return self


class ProjectionChoice(BaseModel):
    """Which projections count: published ones (auto), our trend too (trend), or none.

    `areas` gives the projected areas that make up the region, each with its weight;
    `vintage` the base year, where the library holds several.
    """

    model_config = ConfigDict(extra="forbid")

    use: Literal["auto", "trend", "none"] = "auto"
    areas: dict[str, Weight] = Field(default_factory=dict)
    vintage: str = ""


class RankingDetails(BaseModel):
    """Tie rule, how many feasible tables are drawn, and what is left out in public.

    `draws` 0 draws none; `narrowest` is the narrowest interval of one county's withheld
    cell that a public table shows, as a share of its high end.
    """

    model_config = ConfigDict(extra="forbid")

    ties: Literal["average", "min"] = "average"
    draws: Annotated[int, Field(ge=0, le=20_000, strict=True)] = 1000
    seed: Annotated[int, Field(ge=0, strict=True)] = 1
    narrowest: Annotated[float, Field(ge=0, le=1)] = 0.25


class IndustriesSection(BaseModel):
    """What a region file says about workbook 2."""

    model_config = ConfigDict(extra="forbid")

    base_year: Year
    latest_year: Year
    ownership: Literal["private", "all"] = "private"
    naics_digits: Literal[2, 3, 4] = 3
    weights: FactorWeights = Field(default_factory=FactorWeights)
    shortlist: Annotated[int, Field(ge=1, le=100, strict=True)] = 10
    small_base_jobs: Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)] = 100
    vintages: dict[str, str] = Field(default_factory=dict)
    projections: ProjectionChoice = Field(default_factory=ProjectionChoice)
    details: RankingDetails = Field(default_factory=RankingDetails)

    @model_validator(mode="before")
    @classmethod
    def _tie_rule_of_older_files(cls, given: Any) -> Any:
        if isinstance(given, dict) and "ties" in given:
            rest = {name: value for name, value in given.items() if name != "ties"}
            return {**rest, "details": {"ties": given["ties"], **rest.get("details", {})}}
        return given

    @model_validator(mode="before")
    @classmethod
    def _five_years_by_default(cls, given: Any) -> Any:
        if isinstance(given, dict) and "base_year" not in given:
            latest = given.get("latest_year")
            if isinstance(latest, int):
                return {**given, "base_year": latest - 5}
        return given

    @model_validator(mode="after")
    def _years_in_order(self) -> IndustriesSection:
        if self.base_year > self.latest_year:
            raise ValueError(f"base_year {self.base_year} is after latest_year {self.latest_year}")
        return self


class TravelAreas(BaseModel):
    """Size (residents) and containment that a travel-to-work area should reach."""

    model_config = ConfigDict(extra="forbid")

    minimum_size: Weight = 3500
    target_size: Weight = 25000
    minimum_containment: Share = 0.667
    target_containment: Share = 0.75

    @model_validator(mode="after")
    def _targets_in_order(self) -> TravelAreas:
        if self.minimum_size >= self.target_size:
            raise ValueError("minimum_size must be below target_size")
        if self.minimum_containment > self.target_containment:
            raise ValueError("minimum_containment must not be above target_containment")
        return self


class DelineationChoices(BaseModel):
    """Central counties (empty: each zone's largest), and how often flows are drawn anew."""

    model_config = ConfigDict(extra="forbid")

    central_counties: Annotated[list[str], BeforeValidator(_counties_or_none)] = Field(
        default_factory=list
    )
    draws: Annotated[int, Field(ge=0, le=1000, strict=True)] = 50
    seed: Annotated[int, Field(ge=0, strict=True)] = 1


class RegionSection(BaseModel):
    """What a region file says about workbook 1."""

    model_config = ConfigDict(extra="forbid")

    flows: Literal["lodes", "county-flows"] = "lodes"
    vintage: Annotated[str, Field(pattern=VINTAGE_PATTERN)]
    job_type: Literal["JT00", "JT01", "JT02", "JT03", "JT04", "JT05"] = "JT00"
    residents: Literal["flows", "laus"] = "flows"
    segment: Segment = "jobs_goods"
    geometry: Annotated[str, Field(pattern=rf"^$|{VINTAGE_PATTERN}")] = ""
    shed_share: Share = 0.9
    cut: Annotated[float, Field(gt=0, lt=1, strict=True)] = 0.977
    travel_areas: TravelAreas = Field(default_factory=TravelAreas)
    delineation: DelineationChoices = Field(default_factory=DelineationChoices)


class CommonParameters(BaseModel):
    """Parameters that every workbook has."""

    model_config = ConfigDict(extra="forbid")

    region_id: RegionId
    title: Title
    counties: Counties
    library: str = ""
    out: str = ""


class RegionParameters(CommonParameters, RegionSection):
    """Parameters of workbook 1."""


class IndustriesParameters(CommonParameters, IndustriesSection):
    """Parameters of workbook 2."""


PARAMETERS: dict[str, type[CommonParameters]] = {
    "1-region": RegionParameters,
    "2-industries": IndustriesParameters,
}

MODELS: dict[str, type[BaseModel]] = {
    model.__name__: model
    for model in (
        FactorWeights,
        TravelAreas,
        DelineationChoices,
        ProjectionChoice,
        RankingDetails,
        RegionSection,
        RegionParameters,
        IndustriesSection,
        IndustriesParameters,
    )
}

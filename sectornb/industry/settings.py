"""The choices of workbook 2."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from sectornb.contract import RARE, Draws, Seed, Settings, Weight, Year
from sectornb.errors import ParameterError
from sectornb.industry.groups.codes import check_groups

YEARS_OF_GROWTH = 5


def _none_or_some(share: float) -> float:
    if 0 < share < 0.01:
        raise ValueError("give 0, or a share from 0.01 to 1")
    return share


class FactorWeights(Settings):
    """Weight of each factor in the score: 0 leaves it out."""

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


class ProjectionChoice(Settings):
    """Which projections count: published ones (auto), our trend too (trend), or none."""

    use: Literal["auto", "trend", "none"] = Field(
        default="auto", description="auto (published ones), trend (else our own trend), or none"
    )
    areas: dict[str, Weight] = Field(
        default_factory=dict,
        description="share of each projected area that lies in the region; {} for the only one",
    )
    vintage: str = Field(default="", description="base year, where the library holds several")


class RankingDetails(Settings):
    """Tie rule, how many feasible tables are drawn, and what is left out in public."""

    ties: Literal["average", "min"] = Field(
        default="average", description="or min, as the RANK function of spreadsheets does"
    )
    draws: Draws = Field(
        default=1000, description="tables drawn that agree with the published rows; 0 for none"
    )
    seed: Seed = Field(default=1, description="where the random numbers begin")
    draw_weight: Literal["establishments", "none"] = Field(
        default="establishments", description="favors usual sizes of establishments; none: alike"
    )
    narrowest: Annotated[float, Field(ge=0, le=1), AfterValidator(_none_or_some)] = Field(
        default=0.25,
        description="narrowest interval of one county's cell to work out, as a share",
    )


class IndustrySettings(Settings):
    """What a region file says about workbook 2."""

    base_year: Year = Field(description="growth runs from here; 2020 and 2021 are pandemic years")
    latest_year: Year = Field(description="the same year twice leaves growth out")
    ownership: Literal["private", "all"] = Field(
        default="private", description="private, or all (private and government together)"
    )
    naics_digits: Literal[2, 3, 4] = Field(
        default=3, description="2, 3 or 4; fewer digits have fewer withheld cells"
    )
    weights: FactorWeights = Field(
        default_factory=FactorWeights, description="0 leaves a factor out of the score"
    )
    shortlist: Annotated[int, Field(ge=1, le=100, strict=True)] = Field(
        default=10, description="length of the short list"
    )
    small_base_jobs: Weight = Field(
        default=100, description="growth from or to fewer jobs than this is not ranked"
    )
    groups: dict[str, list[str]] = Field(
        default_factory=dict,
        description='sectors of your own, such as {"Health care": ["621", "622", "623"]}',
    )
    pinned: list[str] = Field(
        default_factory=list, description='shown whatever their place, such as ["622", "48-49"]'
    )
    vintages: dict[str, str] = Field(
        default_factory=dict,
        description="year to vintage, where the library holds several",
        json_schema_extra=RARE,
    )
    projections: ProjectionChoice = Field(
        default_factory=ProjectionChoice,
        description="expected growth; 'sectornb add FILE --source projections'",
    )
    details: RankingDetails = Field(
        default_factory=RankingDetails, description="ties, draws, and what is shown of one county"
    )

    @model_validator(mode="before")
    @classmethod
    def _tie_rule_of_older_files(cls, given: Any) -> Any:
        if isinstance(given, dict) and "ties" in given:
            rest = {name: value for name, value in given.items() if name != "ties"}
            details = rest.get("details", {})
            # What is no mapping is refused as such.
            if isinstance(details, dict):
                rest["details"] = {"ties": given["ties"], **details}
            return rest
        return given

    @model_validator(mode="before")
    @classmethod
    def _five_years_by_default(cls, given: Any) -> Any:
        if isinstance(given, dict) and "base_year" not in given:
            latest = given.get("latest_year")
            if isinstance(latest, int):
                return {**given, "base_year": latest - YEARS_OF_GROWTH}
        return given

    @model_validator(mode="after")
    def _years_in_order(self) -> IndustrySettings:
        if self.base_year > self.latest_year:
            raise ValueError(
                f"base_year {self.base_year} is after latest_year {self.latest_year}; growth runs "
                "from the one to the other, so exchange them"
            )
        return self

    @model_validator(mode="after")
    def _rows_of_ones_own(self) -> IndustrySettings:
        try:
            check_groups(self.groups, self.pinned, self.latest_year)
        except ParameterError as error:
            raise ValueError(str(error)) from error
        return self

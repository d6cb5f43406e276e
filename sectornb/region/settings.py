"""The choices of workbook 1."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from sectornb.codes import segment_names
from sectornb.contract import (
    RARE,
    VINTAGE_PATTERN,
    CountiesOrNone,
    Seed,
    Settings,
    Share,
    Vintage,
    Weight,
)


def _known_segment(segment: str) -> str:
    known = ["", *list(segment_names())[1:]]
    if segment not in known:
        raise ValueError(f"Input should be {', '.join(map(repr, known))}")
    return segment


RESIDENTS_PATTERN = rf"^flows$|^laus( {VINTAGE_PATTERN[1:-1]})?$"


class TravelAreas(Settings):
    """Size (residents) and containment that a travel-to-work area should reach."""

    minimum_size: Weight = Field(default=3500, description="residents with which an area may stand")
    target_size: Weight = Field(
        default=25000, description="residents from which the least share will do"
    )
    minimum_containment: Share = Field(default=0.667, description="share of a large area")
    target_containment: Share = Field(default=0.75, description="share of a small one")

    @model_validator(mode="after")
    def _targets_in_order(self) -> TravelAreas:
        if self.minimum_size >= self.target_size:
            raise ValueError("minimum_size must be below target_size")
        if self.minimum_containment > self.target_containment:
            raise ValueError("minimum_containment must not be above target_containment")
        return self


class DelineationChoices(Settings):
    """Central counties (empty: each zone's largest), and how often flows are drawn anew."""

    central_counties: CountiesOrNone = Field(
        default_factory=list, description="others gather around these; empty: each zone's largest"
    )
    draws: Annotated[int, Field(ge=0, le=1000, strict=True)] = Field(
        default=50, description="times that the flows are drawn anew"
    )
    seed: Seed = Field(default=1, description="where the random numbers begin")


class RegionSettings(Settings):
    """What a region file says about workbook 1."""

    flows: Literal["lodes", "county-flows"] = Field(
        default="lodes", description="lodes, or county-flows for a flow table of your own"
    )
    vintage: Vintage = Field(description="year of the flows")
    job_type: Literal["JT00", "JT01", "JT02", "JT03", "JT04", "JT05"] = Field(
        default="JT00", description="JT00 all jobs; JT01 one primary job per worker"
    )
    residents: Annotated[str, Field(pattern=RESIDENTS_PATTERN)] = Field(
        default="flows",
        description="laus (of several vintages: laus 2020.r2) adds people who stay in their county",
        json_schema_extra=RARE,
    )
    segment: Annotated[str, AfterValidator(_known_segment)] = Field(
        default="jobs_goods", description='jobs nearest to the target industry; "" for none'
    )
    geometry: Annotated[str, Field(pattern=rf"^$|{VINTAGE_PATTERN}")] = Field(
        default="",
        description="vintage of the county shapes; empty: the only one in the library",
        json_schema_extra=RARE,
    )
    shed_share: Share = Field(
        default=0.9,
        description="share of the jobs that a shed should cover",
        json_schema_extra=RARE,
    )
    cut: Annotated[float, Field(gt=0, lt=1, strict=True)] = Field(
        default=0.975, description="height of the commuting zones; higher joins more counties"
    )
    travel_areas: TravelAreas = Field(
        default_factory=TravelAreas,
        description="residents and shares of travel-to-work areas",
        json_schema_extra=RARE,
    )
    delineation: DelineationChoices = Field(
        default_factory=DelineationChoices,
        description="central counties; drawing anew",
        json_schema_extra=RARE,
    )

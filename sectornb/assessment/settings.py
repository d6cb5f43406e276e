"""The choices of workbook 4."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from sectornb.assessment.instrument import read_instrument
from sectornb.contract import FROM_FILE, RARE, PrivateFile, Settings
from sectornb.disclosure.thresholds import DisclosureRules
from sectornb.errors import DeclarationError

Said = Annotated[str, Field(max_length=2_000)]


def _known_instrument(given: str | dict[str, Any]) -> str | dict[str, Any]:
    # A file of the user's own is read as seen from the region file, which is not known here.
    if isinstance(given, dict) or not given.casefold().endswith((".yml", ".yaml")):
        try:
            read_instrument(given)
        except DeclarationError as error:
            raise ValueError(str(error)) from error
    return given


def _day(given: str) -> str:
    if given:
        try:
            return date.fromisoformat(given).isoformat()
        except ValueError:
            raise ValueError(f"{given!r} is no day such as 2026-11-30") from None
    return given


class Discussion(Settings):
    """What a meeting said after it saw the ratings of a wave, for the next wave to read."""

    strengths: Said = Field(default="", description="what is strong, and why")
    learning_needs: Said = Field(default="", description="what the group needs to learn")
    undone: Said = Field(default="", description="important work that is not done")
    differing_views: Said = Field(default="", description="where views differ, and why")
    priorities: Said = Field(default="", description="the one or two priorities until next time")


class AssessmentSettings(Settings):
    """What a region file says about workbook 4."""

    instrument: Annotated[str | dict[str, Any], AfterValidator(_known_instrument)] = Field(
        default="state-capabilities",
        description="state-capabilities, regional-elements, sector-readiness, or your own .yml",
        json_schema_extra=FROM_FILE,
    )
    responses: PrivateFile = Field(
        default="", description="file of answers, as 'sectornb answers' writes it"
    )
    mode: Literal["open", "anonymous"] = Field(
        default="anonymous",
        description="anonymous, or open where every rater agreed before the survey",
    )
    target: Annotated[float, Field(ge=0, le=7)] = Field(
        default=0, description="rating to reach; 0: that of the instrument"
    )
    wave: str = Field(default="", description="wave to look at; empty: the latest")
    panel: Literal["everyone", "sample"] = Field(
        default="everyone", description="everyone: all partners were asked; sample: some were"
    )
    everyone_asked: Annotated[int, Field(ge=0, le=10_000, strict=True)] = Field(
        default=0, description="how many were asked in that wave; 0: not recorded"
    )
    plan: PrivateFile = Field(
        default="", description="plan that you worked on, to be read back; empty: none yet"
    )
    plan_as_of: Annotated[str, AfterValidator(_day)] = Field(
        default="",
        description="day of the plan's status, such as 2026-11-30; empty: that in its file",
        json_schema_extra=RARE,
    )
    discussion: dict[str, Discussion] = Field(
        default_factory=dict,
        description="by wave, what the group said of the five questions",
        json_schema_extra=RARE,
    )
    disclosure: DisclosureRules = Field(
        default_factory=DisclosureRules,
        description="what may be printed of people",
        json_schema_extra=RARE,
    )

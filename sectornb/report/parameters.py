"""Workbook parameters: what each workbook accepts, checked before and inside the run.

A workbook's parameters are flat: names with plain values.  ``sectornb run``
fills them from the region file; ``papermill`` and people in JupyterLab set them
by hand.  Either way an unknown name or an impossible value is an error, never a
warning.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from sectornb.codes import check_counties
from sectornb.errors import ParameterError, SectornbError, nearest
from sectornb.shipped import shipped

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


def explain(error: ValidationError, known: Mapping[str, type[BaseModel]] | None = None) -> str:
    """A validation error as one paragraph: each place, what is wrong, the nearest known name."""
    told = []
    for item in error.errors():
        place = ".".join(str(part) for part in item["loc"]) or "the whole"
        if item["type"] == "extra_forbidden":
            fields = _fields_at(error.title, item["loc"], known or {})
            hint = nearest(str(item["loc"][-1]), fields) if fields else ""
            told.append(f"{place} is not known. {hint}")
        elif item["type"] == "missing":
            told.append(f"{place} is missing")
        else:
            message = item["msg"].removeprefix("Value error, ")
            if item["type"] == "string_pattern_mismatch" and place.endswith("id"):
                message = "use small letters, digits and hyphens, such as central-ohio"
            given = item["input"]
            shown = f" (found {_short(given)})" if isinstance(given, str | int | float) else ""
            told.append(f"{place}: {message[:1].lower() + message[1:]}{shown}")
    return " ".join(text if text.endswith((".", "?")) else f"{text}." for text in told)


def _short(value: object, length: int = 60) -> str:
    shown = repr(value)
    return shown if len(shown) <= length else f"{shown[: length - 3]}..."


def _fields_at(
    title: str, loc: tuple[int | str, ...], known: Mapping[str, type[BaseModel]]
) -> list[str]:
    model: Any = known.get(title)
    for part in loc[:-1]:
        field = model.model_fields.get(str(part)) if model else None
        model = field.annotation if field else None
        if not isinstance(model, type):
            candidates = [a for a in getattr(model, "__args__", ()) if isinstance(a, type)]
            model = next((a for a in candidates if issubclass(a, BaseModel)), None)
    return (
        list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []
    )


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


def check_parameters(workbook: str, values: Mapping[str, Any]) -> CommonParameters:
    """The parameters of `workbook`, validated.

    Raises
    ------
    ParameterError
        Names every parameter that is unknown, missing or impossible.
    """
    try:
        return PARAMETERS[workbook].model_validate(dict(values))
    except ValidationError as error:
        raise ParameterError(f"Workbook {workbook}: {explain(error, MODELS)}") from error


def settle(workbook: str, namespace: Mapping[str, Any]) -> Any:
    """The parameters a workbook was started with, checked, from its own variables.

    Call it in the first cell after the parameters, as
    ``settings = settle("2-industries", globals())``.  In a notebook, the names
    set in the cells of plain values right before it are parameters, so that a
    wrong name is found and running the cells once more in the same kernel is
    not mistaken for one.  Elsewhere every plain variable is one.

    Raises
    ------
    ParameterError
        As :func:`check_parameters`, also for unknown names.
    """
    fields = PARAMETERS[workbook].model_fields
    history = namespace.get("In")
    if isinstance(history, list) and len(history) > 1:
        given = _names_set_before(history)
    else:
        given = {name for name, value in namespace.items() if _could_be_a_parameter(name, value)}
    values = {name: value for name, value in namespace.items() if name in fields or name in given}
    return check_parameters(workbook, values)


def _names_set_before(history: list[str]) -> set[str]:
    """Names set in the unbroken run of cells of plain values before the last cell."""
    names: set[str] = set()
    for source in reversed(history[:-1]):
        found = _plain_assignments(source)
        if found is None:
            break
        names |= found
    return names


def _plain_assignments(source: str) -> set[str] | None:
    """Names that a cell sets to plain values, or None if it does anything else."""
    names = set()
    try:
        for node in ast.parse(source).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", 0)]
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
                return None
            # papermill writes a float that is not finite as float('nan').
            called = isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "float"
            if not called:
                ast.literal_eval(node.value)
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    except (SyntaxError, ValueError):
        return None
    return names


def _could_be_a_parameter(name: str, value: object) -> bool:
    shell = {"In", "Out", "exit", "quit", "open", "get_ipython"}
    plain = isinstance(value, str | int | float | bool | list | dict | tuple | None)
    return plain and not name.startswith("_") and name not in shell


def notebook_path(workbook: str) -> Path:
    """The notebook of a workbook, as shipped."""
    return shipped("notebooks", f"{workbook}.ipynb")


def declared_parameters(notebook: Path) -> dict[str, Any]:
    """Names and default values in the cell tagged ``parameters``, without running it.

    Raises
    ------
    ParameterError
        If there is no such cell or it holds anything but assignments of literals.
    """
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        raise ParameterError(f"{notebook.name} has {len(tagged)} cells tagged 'parameters', not 1.")
    found: dict[str, Any] = {}
    for node in ast.parse("".join(tagged[0]["source"])).body:
        if not (
            isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value
        ):
            raise ParameterError(
                f"{notebook.name}, parameters cell, line {node.lineno}: only annotated "
                "assignments of plain values belong there, such as 'shortlist: int = 10'."
            )
        try:
            found[node.target.id] = ast.literal_eval(node.value)
        except ValueError as error:
            raise ParameterError(
                f"{notebook.name}, parameters cell, line {node.lineno}: {node.target.id} is "
                "computed; write a plain value."
            ) from error
    return found

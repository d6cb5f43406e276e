"""The region file: one YAML file that says which counties, which library, which choices."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from sectornb.contract import Counties, RegionId, Title
from sectornb.errors import RegionFileError
from sectornb.industry.settings import ProjectionChoice
from sectornb.report.parameters import explain
from sectornb.workbooks import workbooks


class RegionModel(BaseModel):
    """Entries of a region file; a section that is absent switches its workbook off."""

    model_config = ConfigDict(extra="forbid")

    id: RegionId
    title: Title
    counties: Counties
    library: str


@cache
def region_model() -> type[RegionModel]:
    """The model of a region file, with a section for every workbook."""
    sections: dict[str, Any] = {
        workbook.section: (workbook.settings | None, None) for workbook in workbooks().values()
    }
    return create_model("RegionFile", __base__=RegionModel, **sections)


class Region:
    """A region file, read and validated.

    Attributes
    ----------
    path : Path
        The file.
    id, title : str
        Folder name under ``reports/`` and the name for people.
    counties : list of str
        Five-digit codes.
    library : Path
        The library folder, taken relative to the region file.
    sections : dict
        Workbook to its validated section, for the sections that are there.
    """

    def __init__(self, path: Path, content: RegionModel) -> None:
        self.path = path
        self.id: str = content.id
        self.title: str = content.title
        self.counties: list[str] = content.counties
        self.library = (path.parent / content.library).resolve()
        self.sections = {
            name: section
            for name, workbook in workbooks().items()
            if (section := getattr(content, workbook.section)) is not None
        }

    def parameters(self, workbook: str, library: str, out: str) -> dict[str, Any]:
        """Flat parameters of one workbook, with where its library and results lie."""
        return {
            "region_id": self.id,
            "title": self.title,
            "counties": self.counties,
            "library": library,
            "out": out,
            **self.sections[workbook].model_dump(),
        }


def read_region(path: Path) -> Region:
    """A region file, validated as a whole.

    Raises
    ------
    RegionFileError
        If it is missing, not YAML, or has a missing, unknown or impossible
        entry; names each, and the known key nearest to an unknown one.
    """
    if path.is_dir() or not path.exists():
        what = "is a folder" if path.is_dir() else "does not exist"
        meant = (path.with_suffix(".yml"), Path("data/regions") / f"{path.stem}.yml")
        there = next((p for p in meant if p.is_file()), None)
        raise RegionFileError(
            f"The region file {path} {what}. "
            + (
                f"Did you mean {there}?"
                if there
                else "Make one with: sectornb new my-region --counties 39049,39041"
            )
        )
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegionFileError(
            f"The region file {path} is not UTF-8 text (byte {error.start}). Save it as UTF-8."
        ) from error
    return parse_region(text, path)


def parse_region(text: str, path: Path) -> Region:
    """The text of a region file, validated as a whole; `path` is where it lies or will lie.

    Raises
    ------
    RegionFileError
        As :func:`read_region`.
    """
    try:
        doubled = _doubled_key(yaml.compose(text, Loader=yaml.SafeLoader))
        content = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = _plain_words(error)
        raise RegionFileError(
            f"The region file {path}{where} cannot be read: {problem}. Check quotes, colons and "
            "indents there; it must be plain text in UTF-8."
        ) from error
    if not isinstance(content, dict):
        what = "is empty" if content is None else f"has no entries; it begins {text.strip()[:30]!r}"
        raise RegionFileError(
            f"The region file {path} {what}. It needs at least id, title, counties and library, "
            "each as 'name: value'; 'sectornb new' writes one."
        )
    if doubled:
        name, line = doubled
        raise RegionFileError(
            f"The region file {path} says {name!r} twice, the second time in line {line}, which "
            "would silently win. Remove one."
        )
    try:
        return Region(path.resolve(), region_model().model_validate(content))
    except ValidationError as error:
        told = explain(error, region_model())
        raise RegionFileError(f"The region file {path}: {told}") from error


def _doubled_key(node: yaml.Node | None) -> tuple[str, int] | None:
    """The first key that a mapping has twice, at any depth, and the line of its second place."""
    if isinstance(node, yaml.SequenceNode):
        return next(filter(None, map(_doubled_key, node.value)), None)
    if not isinstance(node, yaml.MappingNode):
        return None
    seen: set[str] = set()
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                return key.value, key.start_mark.line + 1
            seen.add(key.value)
        if inner := _doubled_key(value):
            return inner
    return None


TEMPLATE = """\
# A region of sectornb. Every line can be changed; 'sectornb run {name}' makes the report.
id: {id}
title: {title}
counties:                        # five digits, in quotes, so that leading zeros stay
{counties}
library: {library}

{region}
{industries}"""

INDUSTRIES_SECTION = """\
# Workbook 2: which industries drive the region. Remove the section to switch it off.
industries:
  base_year: {base_year}                # growth runs from here; 2020 and 2021 are pandemic years
  latest_year: {latest_year}              # the same year twice leaves growth out
  ownership: private             # private, or all (private and government together)
  naics_digits: 3                # 2, 3 or 4; fewer digits have fewer withheld cells
  weights:                       # 0 leaves a factor out of the score
    employment: 1
    annual_wage: 1
    historical_growth: 1
    projected_growth: 1
    location_quotient: 1
  shortlist: 10
  small_base_jobs: 100           # growth from or to fewer jobs than this is not ranked
  projections:                   # expected growth; 'sectornb add FILE --source projections'
{projections}
  details:
    ties: average                # or min, as the RANK function of spreadsheets does
    draws: 1000                  # tables drawn that agree with the published rows; 0 for none
    seed: 1                      # where the random numbers begin
    narrowest: 0.25              # narrowest interval of one county's cell shown, as a share
"""


REGION_SECTION = """\
# Workbook 1: which counties are one labor market. Remove the section to switch it off.
region:
  flows: lodes                   # lodes, or county-flows for a flow table of your own
  vintage: "{vintage}"                # year of the flows
  job_type: JT00                 # JT00 all jobs; JT01 one primary job per worker
  segment: jobs_goods            # jobs nearest to the target industry; "" for none
  cut: 0.977                     # height of the commuting zones; higher joins more counties
"""


def region_text(
    region_id: str,
    title: str,
    counties: dict[str, str],
    *,
    library: str,
    years: tuple[int, int] | None,
    flows_vintage: str | None = None,
    projections: ProjectionChoice | None = None,
    projected_areas: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The text of a new region file, commented, with each county's name beside its code.

    A workbook whose data the library does not hold yet, because `years` or
    `flows_vintage` is None, has its section as a comment, ready to be switched on.
    `projected_areas` are names of areas by their code, to stand beside `projections`.
    """
    lines = "\n".join(
        f'  - "{code}"' + (f"                      # {name}" if name else "")
        for code, name in counties.items()
    )
    return TEMPLATE.format(
        name=f"{region_id}.yml",
        id=_scalar(region_id),
        title=_scalar(title, '"'),
        counties=lines,
        library=_scalar(library),
        region=_section(REGION_SECTION.format(vintage=flows_vintage or "2022"), flows_vintage),
        industries=_section(
            INDUSTRIES_SECTION.format(
                base_year=years[0] if years else 2017,
                latest_year=years[1] if years else 2022,
                projections=_projection_lines(projections or ProjectionChoice(), projected_areas),
            ),
            years,
        ),
    )


def _projection_lines(choice: ProjectionChoice, titles: Mapping[str, str]) -> str:
    note = "share of each projected area that lies in the region; {} for the only one"
    lines = [
        (f"    use: {choice.use}", "auto (published ones), trend (else our own trend), or none"),
        ("    areas:" if choice.areas else "    areas: {}", note),
        *((f'      "{area}": {weight:g}', titles.get(area, ""))
          for area, weight in choice.areas.items()),
        (f'    vintage: "{choice.vintage}"', "base year, where the library holds several"),
    ]  # fmt: skip
    return "\n".join(f"{line:<32} # {text}" if text else line for line, text in lines)


def _section(text: str, switched_on: object) -> str:
    """The section as it stands, or every line as a comment."""
    if switched_on:
        return text
    lines = text.splitlines()
    lines[0] = f"{lines[0].partition('.')[0]}. Add its files to the library, then uncomment:"
    return "\n".join([lines[0], *(f"# {line}" for line in lines[1:])]) + "\n"


def _scalar(text: str, style: str | None = None) -> str:
    """Text as YAML in one line, in quotes where it would read as a number or a truth value."""
    dumped = yaml.safe_dump(text, allow_unicode=True, default_style=style, width=float("inf"))
    return str(dumped).splitlines()[0]


def _plain_words(error: Exception) -> str:
    """What YAML's parser found, in words for people who do not know it."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    if "\\t" in problem:
        return "a tab where blanks belong"
    if "expected <block end>" in problem:
        return (
            "this line does not follow from the one before; an indent differs from its "
            "neighbors', or a quote was not closed above"
        )
    return problem


def seen_from(path: Path, start: Path) -> str:
    """`path` as seen from `start`, or absolute where they are on different drives."""
    try:
        return Path(os.path.relpath(path, start)).as_posix()
    except ValueError:
        return str(path)

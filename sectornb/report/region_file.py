"""The region file: one YAML file that says which counties, which library, which choices."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from sectornb.errors import RegionFileError
from sectornb.report.parameters import (
    MODELS,
    WORKBOOKS,
    Counties,
    IndustriesSection,
    RegionId,
    Title,
    explain,
)


class RegionModel(BaseModel):
    """Entries of a region file; a section that is absent switches its workbook off."""

    model_config = ConfigDict(extra="forbid")

    id: RegionId
    title: Title
    counties: Counties
    library: str
    region: dict[str, Any] | None = None
    industries: IndustriesSection | None = None
    occupations: dict[str, Any] | None = None
    assessment: dict[str, Any] | None = None
    outcomes: dict[str, Any] | None = None


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
            workbook: getattr(content, section)
            for workbook, section in WORKBOOKS.items()
            if getattr(content, section) is not None
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
        raise RegionFileError(
            f"The region file {path} {what}. Make one with: sectornb new my-region --counties "
            "39049,39041"
        )
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegionFileError(
            f"The region file {path} is not UTF-8 text (byte {error.start}). Save it as UTF-8."
        ) from error
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise RegionFileError(
            f"The region file {path}{where} cannot be read: {problem}. Check quotes, colons and "
            "the indent of that line."
        ) from error
    if not isinstance(content, dict):
        raise RegionFileError(
            f"The region file {path} is {'empty' if content is None else 'not a list of entries'}. "
            "It needs at least id, title, counties and library; 'sectornb new' writes one."
        )
    doubled = _doubled_keys(text)
    if doubled:
        raise RegionFileError(
            f"The region file {path} says {doubled!r} twice; the second would silently win. "
            "Remove one."
        )
    try:
        return Region(path.resolve(), RegionModel.model_validate(content))
    except ValidationError as error:
        known: dict[str, type[BaseModel]] = {**MODELS, "RegionModel": RegionModel}
        raise RegionFileError(f"The region file {path}: {explain(error, known)}") from error


def _doubled_keys(text: str) -> str | None:
    seen: set[str] = set()
    for name in re.findall(r"^([A-Za-z_]+)\s*:", text, flags=re.MULTILINE):
        if name in seen:
            return name
        seen.add(name)
    return None


TEMPLATE = """\
# A region of sectornb. Every line can be changed; 'sectornb run {id}.yml' makes the report.
id: {id}
title: {title}
counties:                        # five digits, in quotes, so that leading zeros stay
{counties}
library: {library}

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
  ties: average                  # or min, as the RANK function of spreadsheets does
"""


def region_text(
    region_id: str,
    title: str,
    counties: dict[str, str],
    *,
    library: str,
    base_year: int,
    latest_year: int,
) -> str:
    """The text of a new region file, commented, with each county's name beside its code."""
    lines = "\n".join(
        f'  - "{code}"' + (f"                      # {name}" if name else "")
        for code, name in counties.items()
    )
    return TEMPLATE.format(
        id=region_id,
        title=yaml.safe_dump(title, allow_unicode=True, default_style='"').strip(),
        counties=lines,
        library=yaml.safe_dump(library, allow_unicode=True).splitlines()[0],
        base_year=base_year,
        latest_year=latest_year,
    )

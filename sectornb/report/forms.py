"""Forms to send to raters, one file each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from sectornb.assessment import WORKBOOK
from sectornb.assessment.forms import rating_form
from sectornb.assessment.instrument import Instrument, read_instrument
from sectornb.errors import InputError, ParameterError, RegionFileError, counted, examples
from sectornb.report.region_file import Region
from sectornb.show.form import write_form
from sectornb.sources.replacing import replaced_whole
from sectornb.sources.surveys.grid import read_grid

MOST_RATERS = 500
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Survey:
    """What a region file says of its self-assessment.

    Attributes
    ----------
    region : Region
        The region file.
    instrument : Instrument
        What is rated.
    mode : str
        ``open`` or ``anonymous``.
    responses : Path
        The tidy file of answers, there or not.
    is_named : bool
        Whether the region file names it.
    """

    region: Region
    instrument: Instrument
    mode: str
    responses: Path
    is_named: bool


def survey_of(region: Region) -> Survey:
    """The self-assessment of a region.

    Raises
    ------
    RegionFileError
        If the region file has no section for it.
    """
    section = region.sections.get(WORKBOOK.name)
    if section is None:
        raise RegionFileError(
            f"The region file {region.path} has no section {WORKBOOK.section}, which says what is "
            f"asked and how answers are shown. Add it, for example: '{WORKBOOK.section}: "
            "{instrument: state-capabilities, mode: anonymous}'."
        )
    named = region.private.get(WORKBOOK.name, {}).get("responses")
    beside = region.path.with_name(f"{region.id}-responses.csv")
    instrument = read_instrument(section.instrument)
    return Survey(region, instrument, section.mode, named or beside, named is not None)


def write_forms(survey: Survey, raters: str, folder: Path | None) -> list[Path]:
    """Write a form for each rater, or a single one that anybody can fill in.

    Parameters
    ----------
    raters : str
        A number (they are called rater-01, rater-02 ...), a file with a name or code a line and
        the organization behind a comma, or empty for the single form.
    folder : Path or None
        Where the forms go; by default ``ID-forms`` beside the region file.

    Raises
    ------
    ParameterError, InputError
        If the number or the list of raters is none, or a form is already there: somebody may
        have filled it in.
    """
    region = survey.region
    folder = folder or region.path.with_name(f"{region.id}-forms")
    people = _raters(raters)
    names = _file_names(region.id, [rater for rater, _ in people])
    paths = [folder / name for name in names]
    if there := [path.name for path in paths if path.exists()]:
        raise ParameterError(
            f"{folder} already has {examples(there)}, which somebody may have filled in. Name "
            "another folder with --out, or move those forms away."
        )
    if folder.exists() and not folder.is_dir():
        raise ParameterError(f"{folder} is a file. Name a folder with --out.")
    folder.mkdir(parents=True, exist_ok=True)
    for path, (rater, organization) in zip(paths, people, strict=True):
        form = rating_form(survey.instrument, survey.mode, region.title, rater, organization)
        with replaced_whole(path) as temporary:
            write_form(form, temporary)
    return paths


def _raters(given: str) -> list[tuple[str, str]]:
    """Name or code of each rater, and the organization."""
    if not given:
        return [("", "")]
    if re.fullmatch(r"\d{1,6}", given):
        number = int(given)
        if not 1 <= number <= MOST_RATERS:
            raise ParameterError(
                f"--raters {number:,}: forms are made for 1 to {MOST_RATERS} raters at once."
            )
        return [(f"rater-{each:02d}", "") for each in range(1, number + 1)]
    path = Path(given)
    if not path.is_file():
        raise ParameterError(
            f"--raters {given} is neither a number nor a file. Give how many forms to make, or a "
            "text file with a name or code a line, the organization behind a comma."
        )
    return _listed(path)


def _listed(path: Path) -> list[tuple[str, str]]:
    """The raters of a file; a first row that says ``rater`` or ``name`` is a head."""
    rows = [
        (number, [" ".join(cell.split()) for cell in row])
        for number, row in enumerate(read_grid(path, uneven=True).rows, start=1)
        if any(row)
    ]
    name, organization = 0, 1
    heads = [cell.casefold() for cell in rows[0][1]] if rows else []
    if {"rater", "name", "code"} & set(heads):
        rows = rows[1:]
        name = next(place for place, head in enumerate(heads) if head in ("rater", "name", "code"))
        organization = heads.index("organization") if "organization" in heads else 1 - name
    people = [(row[name], row[organization] if len(row) > organization else "") for _, row in rows]
    nameless = [number for (number, _), (name, _) in zip(rows, people, strict=True) if not name]
    if nameless or not people:
        where = f"row {examples(nameless)}" if nameless else "it has no rows"
        raise InputError(
            f"{path}: a rater has no name or code ({where}). Write one a line, the organization "
            "behind a comma."
        )
    keys = [name.casefold() for name, _ in people]
    twice = [number for place, (number, _) in enumerate(rows) if keys[place] in keys[:place]]
    if twice:
        raise InputError(
            f"{path} row {examples(twice)}: the rater stands in it before. Everybody needs a name "
            "or code of their own."
        )
    if len(people) > MOST_RATERS:
        raise InputError(
            f"{path} has {counted(len(people), 'rater')}; forms are made for up to {MOST_RATERS} "
            "at once."
        )
    return people


def _file_names(region_id: str, raters: list[str]) -> list[str]:
    """A file name a rater: letters, digits and hyphens of the name, no two alike."""
    names: list[str] = []
    for rater in raters:
        plain = unicodedata.normalize("NFKD", rater.casefold()).encode("ascii", "ignore").decode()
        slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_NAME].strip("-")
        name = f"{region_id}-{slug or 'form'}"
        number = 1 + sum(each == name or each.startswith(f"{name}.") for each in names)
        names.append(name if number == 1 else f"{name}.{number}")
    return [f"{name}.xlsx" for name in names]

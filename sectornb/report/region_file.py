"""The region file: one YAML file that says which counties, which library, which choices."""

from __future__ import annotations

import os
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from sectornb import __version__
from sectornb.contract import Counties, CountiesOrNone, RegionId, Title
from sectornb.dictionary import DoubledKeyError, OnceLoader
from sectornb.errors import RegionFileError
from sectornb.report.parameters import explain
from sectornb.sources.inputs import read_input
from sectornb.workbooks import PLANNED, workbooks

DEEPEST = 20
"""Lists or sections within each other; a region file needs three."""
MOST_BYTES = 500_000
MOST_ENTRIES = 20_000
"""Values of a region file; one of every county of the country has some 3,500."""
LONGEST_VALUE = 4_000
LIBRARY = "library"
"""Where the library lies, beside the region file, if that does not say."""


class RegionModel(BaseModel):
    """Entries of a region file; a section that is absent switches its workbook off."""

    model_config = ConfigDict(extra="forbid")

    id: RegionId
    title: Title
    counties: Counties
    library: str
    common_words: list[str] = []
    published: list[str] = []


class PartnersModel(RegionModel):
    """Entries of a region file none of whose workbooks reads published files."""

    counties: CountiesOrNone = []
    library: str = LIBRARY


@cache
def region_model(*, needs_library: bool = True) -> type[RegionModel]:
    """The model of a region file, with a section for every workbook."""
    sections: dict[str, Any] = {
        workbook.section: (workbook.settings | None, None) for workbook in workbooks().values()
    }
    base = RegionModel if needs_library else PartnersModel
    return create_model("RegionFile", __base__=base, **sections)


class Region:
    """A region file, read and validated.

    Attributes
    ----------
    path : Path
        The file.
    id, title : str
        Folder name under ``reports/`` and the name for people.
    counties : list of str
        Five-digit codes; none where the file is of partners alone.
    needs_library : bool
        Whether a workbook of it reads published files.
    library : Path
        The library folder, taken relative to the region file.
    sections : dict
        Workbook to its validated section, for the sections that are there.
    common_words : list of str
        Words that pages hold anyhow, though somebody in a private input is called so.
    published : list of Path
        Earlier reports on the same people, folders or packs, taken relative to the region file.
    private : dict
        Workbook to its private inputs: role to file, taken relative to the region file.
    """

    def __init__(self, path: Path, content: RegionModel) -> None:
        self.path = path
        self.id: str = content.id
        self.title: str = content.title
        self.counties: list[str] = content.counties
        self.library = _beside(path, content.library, "library", "a folder")
        self.sections = {
            name: _with_tables(path, _with_files(path, section))
            for name, workbook in workbooks().items()
            if (section := getattr(content, workbook.section)) is not None
        }
        self.needs_library = any(workbooks()[name].needs_library for name in self.sections)
        self.common_words = content.common_words
        self.published = [
            _beside(path, given, "published", "a report") for given in content.published
        ]
        self.private: dict[str, dict[str, Path]] = {}
        for name, section in self.sections.items():
            for each in workbooks()[name].private_inputs:
                if given := getattr(section, each.role):
                    file = _beside(path, given, each.role, "the file")
                    self.private.setdefault(name, {})[each.role] = file

    def parameters(self, workbook: str, library: str, out: str) -> dict[str, Any]:
        """Flat parameters of one workbook, with where its library and results lie.

        Of a private input they have the file's name alone.
        """
        private = self.private.get(workbook, {})
        return {
            "region_id": self.id,
            "title": self.title,
            "counties": self.counties,
            "library": library,
            "out": out,
            **_as_written(self.sections[workbook].model_dump()),
            **{role: file.name for role, file in private.items()},
        }


def _as_written(value: Any) -> Any:
    """Whole numbers without a point, whether they were written or are the default: 1, not 1.0."""
    if isinstance(value, dict):
        return {key: _as_written(each) for key, each in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _with_tables(region: Path, section: Any) -> Any:
    """A section in which the rows of a table stand in the place of the file's name."""
    named = {
        name: (str(table), given)
        for name, field in type(section).model_fields.items()
        if isinstance(extra := field.json_schema_extra, dict)
        and (table := extra.get("from_table"))
        and isinstance(given := getattr(section, name), str)
        and given
    }
    if not named:
        return section
    held = {
        name: read_input(_beside(region, given, name, "the file"), table)
        for name, (table, given) in named.items()
    }
    return type(section).model_validate({**section.model_dump(exclude_unset=True), **held})


def _with_files(region: Path, section: Any) -> Any:
    """A section in which what a YAML file holds stands in the place of the file's name."""
    named = {
        name: given
        for name, field in type(section).model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("from_file")
        if isinstance(given := getattr(section, name), str)
        and given.casefold().endswith((".yml", ".yaml"))
    }
    if not named:
        return section
    held = {}
    for name, given in named.items():
        file = _beside(region, given, name, "the file")
        try:
            _refuse_endless(text := file.read_text("utf-8-sig"))
            held[name] = yaml.load(text, Loader=OnceLoader)
        except (OSError, ValueError, yaml.YAMLError) as error:
            why = error.strerror if isinstance(error, OSError) else _plain_words(error, text="")
            raise RegionFileError(
                f"The region file {region}: {name}: {given} cannot be read ({why}). It must be "
                "YAML in UTF-8 and lie where the name says, as seen from the region file."
            ) from error
    return type(section).model_validate({**section.model_dump(exclude_unset=True), **held})


def _beside(region: Path, name: str, entry: str, what: str) -> Path:
    """A file or folder that a region file names, as seen from the region file."""
    try:
        return (region.parent / name).resolve()
    # A name with a character that no name may have, or a link that leads to itself.
    except (ValueError, OSError, RuntimeError) as error:
        raise RegionFileError(
            f"The region file {region}: {entry}: {name!r} cannot be the name of {what} "
            f"({error}). Write where it lies, as seen from the region file."
        ) from error


def read_region(path: Path) -> Region:
    """A region file, validated as a whole.

    Raises
    ------
    RegionFileError
        If it is missing, not YAML, or has a missing, unknown or impossible
        entry; names each, and the known key nearest to an unknown one.
    """
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        what = "is a device or a pipe" if path.exists() and not path.is_dir() else what
        beside = {each.name: each for each in path.parent.glob("*.yml")}
        like = [beside[name] for name in get_close_matches(path.name, beside, n=1)]
        inside = sorted(path.glob("*.yml"))
        meant = (
            path.with_suffix(".yml"),
            Path("data/regions") / f"{path.stem}.yml",
            *like,
            *inside,
        )
        there = next((p for p in meant if p.is_file()), None)
        raise RegionFileError(
            f"The region file {path} {what}. "
            + (
                f"Did you mean {there}?"
                if there
                else "Make one with: sectornb new my-region --counties 39049,39041"
            )
        )
    if path.stat().st_size > MOST_BYTES:
        raise RegionFileError(
            f"The region file {path} has {path.stat().st_size:,} bytes; one of every county of the "
            f"country has fewer than {MOST_BYTES:,}. Take out what does not belong there."
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
        _refuse_endless(text)
        content = yaml.load(text, Loader=OnceLoader)
    except DoubledKeyError as error:
        raise RegionFileError(
            f"The region file {path} says {error.key!r} twice, the second time in line "
            f"{error.line}, which would silently win. Remove one."
        ) from error
    # A value that is not of the kind its tag says raises what comes first.
    except (
        yaml.YAMLError,
        ValueError,
        RecursionError,
        AttributeError,
        KeyError,
        TypeError,
    ) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = _plain_words(error, text)
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
    later = [key for key in content if key in PLANNED and key not in region_model().model_fields]
    if later:
        raise RegionFileError(
            f"The region file {path} has the section {later[0]!r}, of a workbook that is planned "
            f"and not in sectornb {__version__}. Take the section out, or use a later version."
        )
    switched_on = [each for each in workbooks().values() if content.get(each.section) is not None]
    needs_library = not switched_on or any(each.needs_library for each in switched_on)
    model = region_model(needs_library=needs_library)
    try:
        return Region(path.resolve(), model.model_validate(content))
    except ValidationError as error:
        told = explain(error, model)
        raise RegionFileError(f"The region file {path}: {told}") from error


def _refuse_endless(text: str) -> None:
    """Refuse a file that is small and stands for much more, before it is read.

    The reader goes one step down for each box within a box, and what an alias stands for is
    there as often as it is named.
    """
    # Of each box that is open: its anchor, and how many values it holds so far.
    boxes: list[tuple[str | None, int]] = [(None, 0)]
    standing_for: dict[str | None, int] = {}
    for event in yaml.parse(text, Loader=OnceLoader):
        held = 0
        if isinstance(event, yaml.CollectionStartEvent):
            boxes.append((event.anchor, 1))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, held = boxes.pop()
            standing_for[anchor] = held
        elif isinstance(event, yaml.AliasEvent):
            open_still = any(anchor == event.anchor for anchor, _ in boxes)
            held = MOST_ENTRIES + 1 if open_still else standing_for.get(event.anchor, 1)
        elif isinstance(event, yaml.ScalarEvent):
            held = MOST_ENTRIES + 1 if len(event.value) > LONGEST_VALUE else 1
        boxes[-1] = (boxes[-1][0], boxes[-1][1] + held)
        problem = (
            f"more than {DEEPEST} lists or sections within each other"
            if len(boxes) > DEEPEST
            else f"more than {MOST_ENTRIES:,} values, or one that holds itself or is longer than "
            f"{LONGEST_VALUE:,} characters"
            if boxes[-1][1] > MOST_ENTRIES
            else ""
        )
        if problem:
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


def _plain_words(error: Exception, text: str) -> str:
    """What YAML's parser found, in words for people who do not know it."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    mark = getattr(error, "problem_mark", None)
    if mark and text[mark.index : mark.index + 1] == "\t":
        return "a tab where blanks belong; write blanks"
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

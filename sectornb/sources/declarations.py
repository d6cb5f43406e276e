"""What each published source is: owner, address, license, tables, columns, warnings.

One YAML file per source lies in ``data/sources``; this module holds their one
schema.  Readers take the columns and their older names from here, so that a
column renamed by the agency is a change of data, not of code.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sectornb.errors import DeclarationError, nearest
from sectornb.shipped import shipped

# The same loader compiled, where PyYAML has it: seven times as fast, and builds plain values only.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColumnDeclaration(_Strict):
    """One column of a published file and the name it has in this project."""

    file: str
    name: str
    kind: Literal["code", "count", "usd", "ratio", "percent", "text", "mark"]
    unit: str = ""
    meaning: str
    aliases: tuple[str, ...] = ()
    withheld_by: str | None = None
    optional: bool = Field(default=False, description="whether some editions lack it")
    checks: str = Field(default="", description="the column that it is compared with")
    form: str = Field(default="", description="a regular expression that every cell matches")
    least: float = Field(default=0, description="a smaller number cannot be")
    most: float = Field(default=1e9, description="a larger number cannot be")
    example: str = Field(default="", description="a cell of the template's example row")


Status = Literal[
    "published", "withheld", "not_available", "not_applicable", "at_least", "at_most", "exact",
    "unreliable",
]  # fmt: skip
"""What a cell says of its number: it is there (``published``); the agency knows it and holds it
back; no figure could be made; the question does not arise; the number is a lower or an upper
limit; a margin of error is 0 because the figure is set to a known one (``exact``); or the number
is there, and the agency advises against showing it (``unreliable``)."""


class MarkDeclaration(_Strict):
    """What an agency writes in the place of a number, or around one."""

    mark: str = Field(default="", description="the whole cell")
    form: str = Field(default="", description="a regular expression, group 1 the number")
    status: Status
    meaning: str

    @model_validator(mode="after")
    def _is_one_of_both(self) -> MarkDeclaration:
        if self.form and (self.mark or re.compile(self.form).groups != 1):
            raise ValueError(f"{self.form!r} needs one group, for the number, and no mark beside")
        return self


class TableDeclaration(_Strict):
    """One kind of file of a source, such as the annual file of one area."""

    title: str
    answers: str
    url: str
    part: str
    reference_period: str
    tested: Literal["real files", "simulated layout only"] = "real files"
    template: bool = Field(
        default=False, description="whether people make the table themselves, after its columns"
    )
    columns: tuple[ColumnDeclaration, ...]
    key: tuple[str, ...]
    checks: tuple[ColumnDeclaration, ...] = Field(
        default=(), description="read to check others where a file has them, and not kept"
    )

    @model_validator(mode="after")
    def _names_are_unique(self) -> TableDeclaration:
        seen: set[str] = set()
        for column in self.columns:
            for name in (column.file, *column.aliases):
                if name in seen:
                    raise ValueError(f"the file column {name!r} is declared twice")
                seen.add(name)
        missing = set(self.key) - {column.name for column in self.columns}
        if missing:
            raise ValueError(f"the key names undeclared columns: {', '.join(sorted(missing))}")
        return self

    def aliases(self) -> dict[str, str]:
        """Every known column name in files of this kind, to the name in this project."""
        return {
            name: column.name for column in self.columns for name in (column.file, *column.aliases)
        }


class SourceDeclaration(_Strict):
    """One published source."""

    source: str
    title: str
    owner: str
    homepage: str
    license: str
    passed_on: bool = Field(
        default=False, description="whether anybody may pass its files on to others"
    )
    citation: str
    concept: str
    answers: str
    leaves_out: str
    vintage: str = Field(description="how a vintage is written and what it means")
    cadence: str
    releases: str = Field(
        default="", description="list in data/classifications of versions and their months"
    )
    first_year: int = Field(default=1900, description="no file is of an earlier year")
    warnings: tuple[str, ...]
    marks: tuple[MarkDeclaration, ...] = ()
    tables: dict[str, TableDeclaration]

    def table(self, name: str) -> TableDeclaration:
        """The table called `name`.

        Raises
        ------
        DeclarationError
            If this source declares no such table.
        """
        if name not in self.tables:
            raise DeclarationError(
                f"Source {self.source!r} has no table {name!r}. {nearest(name, self.tables)}"
            )
        return self.tables[name]


def read_declaration(path: Path) -> SourceDeclaration:
    """One declaration file, validated.

    Raises
    ------
    DeclarationError
        If the file is not YAML, lacks a field, has an unknown one, or is not
        named after its source.
    """
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=LOADER)
        declaration = SourceDeclaration.model_validate(content)
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path.name} is not a valid source declaration: {error}") from error
    if declaration.source != path.stem:
        raise DeclarationError(
            f"{path.name} declares the source {declaration.source!r}; "
            f"name the file {declaration.source}.yml."
        )
    return declaration


@cache
def declarations() -> dict[str, SourceDeclaration]:
    """Every declared source by its name, in alphabetical order."""
    return {name: declared(name) for name in _files()}


@cache
def _files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(shipped("data", "sources").glob("*.yml"))}


@cache
def _inputs() -> dict[str, Path]:
    """Declarations of tables that a region file names, which no library holds."""
    return {path.stem: path for path in sorted(shipped("data", "inputs").glob("*.yml"))}


@cache
def declared(source: str) -> SourceDeclaration:
    """The declaration of `source`.

    Raises
    ------
    DeclarationError
        If no such source is declared; names the nearest and lists what is.
    """
    known = _files() | _inputs()
    if source not in known:
        raise DeclarationError(
            f"No source is called {source!r}. {nearest(source, known)} 'sectornb sources' tells "
            "what each is for."
        )
    return read_declaration(known[source])

"""The data dictionary: every column described once, every saved table with its key.

The words stand in ``data/dictionary.yml``; pages, spreadsheets and the written
dictionary all take labels, units and number formats from here, so that the same
quantity reads the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from sectornb.errors import DeclarationError, MissingColumnError, examples, nearest
from sectornb.shipped import shipped

Format = Literal["integer", "decimal", "percent", "share", "usd", "text", "code", "boolean"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Column(BaseModel):
    """One quantity: its unit, how it is written, what it means, its short header."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    unit: str = ""
    format: Format
    meaning: Words
    label: Words

    @property
    def numeric(self) -> bool:
        """Whether values are numbers, which stand right-aligned."""
        return self.format in ("integer", "decimal", "percent", "share", "usd")


class Table(BaseModel):
    """One saved table: the workbook that makes it, its title, key and columns in order.

    `sources` are the published sources, by their declared names, that its figures (not
    the names of places) can be computed from; of a run, those that it used.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    workbook: Words
    title: Words
    key: list[Name]
    columns: list[Name] = Field(min_length=1)
    sources: list[Words] = []


class Dictionary(BaseModel):
    """All columns and tables, by name."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    columns: dict[Name, Column]
    tables: dict[Name, Table]

    @model_validator(mode="before")
    @classmethod
    def _label_from_name(cls, raw: Any) -> Any:
        columns = raw.get("columns") if isinstance(raw, dict) else None
        if not isinstance(columns, dict):
            return raw
        named = {
            name: {"label": label_from_name(str(name)), **entry}
            if isinstance(entry, dict)
            else entry
            for name, entry in columns.items()
        }
        return {**raw, "columns": named}

    @model_validator(mode="after")
    def _tables_use_declared_columns(self) -> Dictionary:
        for name, table in self.tables.items():
            place = f"tables.{name}"
            unknown = [column for column in table.columns if column not in self.columns]
            if unknown:
                raise ValueError(
                    f"{place}.columns names columns that are not declared: {examples(unknown)}. "
                    f"Describe them under columns, or mend the name. "
                    f"{nearest(unknown[0], self.columns)}"
                )
            repeated = sorted({c for c in table.columns if table.columns.count(c) > 1})
            if repeated:
                raise ValueError(f"{place}.columns names a column twice: {examples(repeated)}.")
            outside = [column for column in table.key if column not in table.columns]
            if outside:
                raise ValueError(
                    f"{place}.key names columns that the table does not have: {examples(outside)}."
                )
        return self

    def table(self, name: str) -> Table:
        """Declaration of the table `name`.

        Raises
        ------
        DeclarationError
            If no table of that name is declared.
        """
        if name not in self.tables:
            raise DeclarationError(
                f"The data dictionary declares no table {name!r}. {nearest(name, self.tables)} "
                f"Add it under tables in data/dictionary.yml."
            )
        return self.tables[name]

    def keys_of(self, workbook: str) -> dict[str, list[str]]:
        """Key columns of each declared table of a workbook."""
        return {
            n: list(table.key) for n, table in self.tables.items() if table.workbook == workbook
        }

    def check_table(self, name: str, columns: Iterable[str]) -> None:
        """Check that a table to be saved has exactly its declared columns, in any order.

        Parameters
        ----------
        name : str
            Name of the table, which is its file name without ``.csv``.
        columns : iterable of str
            The columns that it has.

        Raises
        ------
        MissingColumnError
            If a declared column is missing.
        DeclarationError
            If the table, or a column that it has, is not declared.
        """
        declared = self.table(name).columns
        found = list(columns)
        missing = [column for column in declared if column not in found]
        if missing:
            raise MissingColumnError(
                f"Table {name}: {len(missing)} of {len(declared)} declared columns are missing: "
                f"{examples(missing)}. It has {examples(found)}. Add them before saving, or take "
                f"them out of tables.{name} in data/dictionary.yml."
            )
        extra = [column for column in found if column not in declared]
        if extra:
            raise DeclarationError(
                f"Table {name} has columns that its declaration does not name: {examples(extra)}. "
                f"Add them to tables.{name} in data/dictionary.yml, or drop them before saving. "
                f"{nearest(extra[0], declared)}"
            )


class _OnceLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML reader that refuses a key given twice, where the last would win unseen."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key!r} is described twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def label_from_name(name: str) -> str:
    """Header for people made from a column's name: ``wage_area`` becomes ``Wage area``."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def read_dictionary(path: Path) -> Dictionary:
    """Read and check a data dictionary.

    Parameters
    ----------
    path : Path
        A YAML file with ``columns`` (name to unit, format, meaning, label) and
        ``tables`` (name to workbook, title, key, columns, sources).

    Raises
    ------
    DeclarationError
        If the file is missing or malformed, or a table names a column or a source
        that is not declared; the message tells the place.
    """
    if not path.is_file():
        raise DeclarationError(
            f"The data dictionary {path.name} is missing. Restore it from the package, or "
            f"reinstall sectornb."
        )
    try:
        # A subclass of SafeLoader: it builds plain values only.
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_OnceLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path.name} is not readable YAML: {error}") from error
    try:
        return _with_known_sources(Dictionary.model_validate(raw), path)
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in item['loc']) or 'the file'}: {item['msg']}"
            for item in error.errors()
        ]
        raise DeclarationError(
            f"{path.name}: {len(problems)} problems, at {examples(problems)}. "
            f"Mend these places and run again."
        ) from error


def _with_known_sources(content: Dictionary, path: Path) -> Dictionary:
    known = sorted(file.stem for file in shipped("data", "sources").glob("*.yml"))
    for name, table in content.tables.items():
        unknown = [source for source in table.sources if source not in known]
        if unknown:
            raise DeclarationError(
                f"{path.name}: tables.{name}.sources names {examples(unknown)}, which no file "
                f"under data/sources declares. {nearest(unknown[0], known)}"
            )
    return content


@cache
def dictionary() -> Dictionary:
    """The data dictionary that comes with the package, read once.

    Raises
    ------
    DeclarationError
        As `read_dictionary`.
    """
    return read_dictionary(shipped("data", "dictionary.yml"))


def dictionary_markdown(content: Dictionary) -> str:
    """The data dictionary as a page: each table with its columns, each column once."""
    lines = [
        "# Data dictionary",
        "",
        "Made from `data/dictionary.yml` by `python -m sectornb.dictionary`. An empty cell in a",
        "saved table means that the figure is not known; it is never zero.",
        "",
        "## Tables",
    ]
    for name, table in content.tables.items():
        origins = ", ".join(f"`{source}`" for source in table.sources)
        lines += [
            "",
            f"### `{name}`",
            "",
            f"{table.title}. Workbook `{table.workbook}`; one row per "
            f"{', '.join(f'`{column}`' for column in table.key)}"
            + (f". Computed from {origins}, as far as a run uses them." if origins else "."),
            "",
            ", ".join(f"`{column}`" for column in table.columns),
        ]
    lines += ["", "## Columns", "", "| column | unit | meaning |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {column.unit or '–'} | {column.meaning} |"
        for name, column in sorted(content.columns.items())
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(dictionary_markdown(dictionary()), end="")

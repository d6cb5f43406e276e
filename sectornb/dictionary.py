"""The data dictionary: every column described once, every saved table with its key.

The words stand in ``data/dictionary``, one file a workbook and one for what they share;
pages, spreadsheets, figures and the written dictionary all take labels, units, number
formats and words for codes from here, so that the same quantity reads the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from sectornb.errors import (
    DeclarationError,
    InputError,
    MissingColumnError,
    counted,
    examples,
    nearest,
)
from sectornb.shipped import shipped

if TYPE_CHECKING:
    import pandas as pd

Numeric = Literal["integer", "decimal", "percent", "share", "usd"]
Format = Literal[Numeric, "text", "code", "boolean", "identifier"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
PARTS = ("columns", "tables", "codes", "limits")
"""What a file of the data dictionary can describe."""
ENDS = (("_low", "_high"), ("rank_best", "rank_worst"))
"""How columns end that are the two ends of one figure."""
YES_NO = "yes_no"
"""The group of codes that booleans have."""
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Word(BaseModel):
    """What people read for one code, and what it means."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    shown: Words
    meaning: Words


class Codes(BaseModel):
    """A group of codes that columns hold: its heading, and a word for each code."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    heading: Words
    words: dict[str, Word] = Field(min_length=1)


class Column(BaseModel):
    """One quantity: its unit, how it is written, what it means, its short header.

    `codes` names the group of codes that the column holds; `words` are that group's.
    `above_one` says that a share may be more than 1, being no part of its base.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    unit: str = ""
    format: Format
    meaning: Words
    label: Words
    above_one: bool = False
    codes: str = ""
    words: dict[str, Word] = {}

    @property
    def numeric(self) -> bool:
        """Whether values are numbers, which stand right-aligned."""
        return self.format in ("integer", "decimal", "percent", "share", "usd")

    @property
    def unsaid_unit(self) -> str:
        """The unit, where the label does not say it already: no "Jobs (jobs)"."""
        return "" if self.unit.casefold() in self.label.casefold() else self.unit

    def word(self, value: object) -> str | None:
        """What people read for the code `value`; None where it has no word."""
        word = self.words.get(str(value))
        return word.shown if word else None


class Table(BaseModel):
    """One saved table: the workbook that makes it, its title, key and columns in order.

    `sources` are the published ones, by their declared names, that its figures (not the names of
    places) can be computed from; `inputs` the roles of private inputs, `given` the tables that a
    region file names.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    workbook: Words
    title: Words
    key: list[Name]
    columns: list[Name] = Field(min_length=1)
    sources: list[Words] = []
    inputs: list[Words] = []
    given: list[Words] = []


class Limit(BaseModel):
    """One thing that a workbook cannot tell; `only` names the choice under which it holds."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    told: Words
    only: str = ""


class Dictionary(BaseModel):
    """All columns, tables and groups of codes, by name, and each workbook's limits."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    columns: dict[Name, Column]
    tables: dict[Name, Table] = {}
    codes: dict[Name, Codes] = {}
    limits: dict[Words, list[Limit]] = {}

    @model_validator(mode="before")
    @classmethod
    def _complete_columns(cls, raw: Any) -> Any:
        """Give each column a label, and the words for its codes."""
        columns = raw.get("columns") if isinstance(raw, dict) else None
        if not isinstance(columns, dict):
            return raw
        groups = raw.get("codes", {})
        completed = {}
        for name, entry in columns.items():
            if isinstance(entry, dict):
                yes_no = entry.get("format") == "boolean" and YES_NO in groups
                codes = entry.get("codes", YES_NO if yes_no else "")
                if codes and codes not in groups:
                    raise ValueError(
                        f"columns.{name}.codes names {codes!r}, which codes does not describe. "
                        f"{nearest(str(codes), groups)}"
                    )
                words = groups[codes]["words"] if codes else {}
                label = label_from_name(str(name))
                entry = {"label": label, **entry, "codes": codes, "words": words}
            completed[name] = entry
        return {**raw, "columns": completed}

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
            if people := [c for c in table.columns if self.columns[c].format == "identifier"]:
                raise ValueError(f"{place}.columns names what identifies people: {people[0]}.")
            repeated = sorted({c for c in table.columns if table.columns.count(c) > 1})
            if repeated:
                raise ValueError(f"{place}.columns names a column twice: {examples(repeated)}.")
            outside = [column for column in table.key if column not in table.columns]
            if outside:
                told = f"{place}.key names columns that the table does not have"
                raise ValueError(f"{told}: {examples(outside)}.")
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
                f"Add it under tables in data/dictionary, in the file of its workbook."
            )
        return self.tables[name]

    def keys_of(self, workbook: str = "") -> dict[str, list[str]]:
        """Key columns of each declared table of a workbook, or of every workbook."""
        return {
            n: list(table.key)
            for n, table in self.tables.items()
            if workbook in ("", table.workbook)
        }

    def limits_of(self, workbook: str, *choices: str) -> list[str]:
        """What a workbook cannot tell, by the choices made, such as ``private``."""
        limits = self.limits.get(workbook, [])
        return [limit.told for limit in limits if limit.only in ("", *choices)]

    def check_columns(self, name: str, columns: Iterable[str]) -> None:
        """Check that the table `name` has exactly its declared columns, in any order.

        Raises
        ------
        MissingColumnError
            If a declared column is missing.
        DeclarationError
            If the table, or a column that it has, is not declared, or a column is there twice.
        """
        table = self.table(name)
        declared, found = table.columns, list(columns)
        missing = [column for column in declared if column not in found]
        if missing:
            raise MissingColumnError(
                f"Table {name}: {len(missing)} of {len(declared)} declared columns are missing: "
                f"{examples(missing)}. It has {examples(found)}. Add them before saving, or take "
                f"them out of tables.{name} in {_file_of(table)}."
            )
        twice = sorted({column for column in found if found.count(column) > 1})
        if twice:
            told = f"Table {name} has columns more than once: {examples(twice)}. Keep one of each."
            raise DeclarationError(told)
        extra = [column for column in found if column not in declared]
        if extra:
            raise DeclarationError(
                f"Table {name} has columns that its declaration does not name: {examples(extra)}. "
                f"Add them to tables.{name} in {_file_of(table)}, or drop them before saving. "
                f"{nearest(extra[0], declared)}"
            )

    def check_table(self, name: str, frame: pd.DataFrame) -> None:
        """Check that a table to be saved is what the dictionary says of it.

        It has exactly its declared columns, in any order; a key in every row, and no key
        twice; finite numbers where numbers are declared, shares from 0 to 1; text for text
        and codes; true or false for booleans; and no low end above its high end
        (`ENDS`).  Null is
        allowed everywhere but in the key.

        Parameters
        ----------
        name : str
            Name of the table, which is its file name without ``.csv``.
        frame : DataFrame
            Its rows.

        Raises
        ------
        MissingColumnError, DeclarationError
            As `check_columns`.
        InputError
            If a value is not what is declared; names column, rows and values.
        """
        self.check_columns(name, frame.columns)
        key = self.tables[name].key
        for column in key:
            _refuse(name, frame, key, column, frame[column].isna(), "missing, and part of the key")
        _refuse(name, frame, key, key[0], frame.duplicated(key), "in a row whose key occurs before")
        for column in frame.columns:
            for wrong, why in _wrong_values(frame[column], self.columns[column]):
                _refuse(name, frame, key, column, wrong, why)
        for low in frame.columns:
            high = next((low.removesuffix(a) + b for a, b in ENDS if low.endswith(a)), "")
            if high in frame.columns:
                above = frame[low].astype(float) > frame[high].astype(float)
                _refuse(name, frame, key, low, above, f"above {high}")


def _file_of(table: Table) -> str:
    return f"data/dictionary/{table.workbook}.yml"


def _wrong_values(values: pd.Series, column: Column) -> Iterator[tuple[pd.Series, str]]:
    """Which values are not what `column` declares, and in which way."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    known = values.notna()
    if column.format == "boolean":
        yield known & ~values.isin([True, False]), "neither true nor false"
    elif not column.numeric:
        is_text = values.astype(object).map(lambda value: isinstance(value, str)).astype(bool)
        yield known & ~is_text, "no text"
    elif is_bool_dtype(values) or not is_numeric_dtype(values):
        yield known, f"no number ({values.dtype})"
    else:
        yield values.abs().eq(float("inf")), "not finite"
        if column.format == "share" and not column.above_one:
            yield known & ~values.between(0, 1), "outside of 0 to 1"


def _refuse(
    name: str, frame: pd.DataFrame, key: Sequence[str], column: str, wrong: pd.Series, why: str
) -> None:
    """Raise where any row is `wrong`."""
    if not wrong.any():
        return
    rows = frame[wrong]
    where = "; ".join(f"{part} {rows[part].iloc[0]}" for part in key)
    raise InputError(
        f"Table {name}, {column}: {len(rows)} of {len(frame)} values are {why}: "
        f"{examples(rows[column])}, the first at {where}. Mend what computes it, or what "
        f"data/dictionary says of the column."
    )


class DoubledKeyError(yaml.YAMLError):
    """A key that a mapping has twice, where the last would win unseen."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(f"{key!r} is described twice, the second time in line {line}")
        self.key, self.line = key, line


_UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Controls, what turns the direction of the letters after it, and halves of letters."""


class OnceLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML reader of plain values that refuses a key given twice and what no page can show."""

    def construct_scalar(self, node: Any) -> Any:
        """A text, which holds no control characters and no halves of letters."""
        value = super().construct_scalar(node)
        if isinstance(value, str) and (found := _UNSHOWN.search(value)):
            raise yaml.constructor.ConstructorError(
                None, None, f"the character {ascii(found[0])} has no place in it", node.start_mark
            )
        return value

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """A mapping, of which no key has come before."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise DoubledKeyError(key.value, key.start_mark.line + 1)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def label_from_name(name: str) -> str:
    """Header for people made from a column's name: ``wage_area`` becomes ``Wage area``."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def read_dictionary(*paths: Path) -> Dictionary:
    """Read and check a data dictionary.

    Parameters
    ----------
    *paths : Path
        YAML files with ``columns`` (name to unit, format, meaning, label, codes),
        ``tables`` (name to title, key, columns, sources), ``codes`` (group to heading and
        words) and ``limits`` (workbook to what it cannot tell).  A table's workbook is the
        name of its file.

    Raises
    ------
    DeclarationError
        If a file is missing or malformed, two describe the same, or a table names a column
        or a source that is not declared; the message tells the place.
    """
    merged: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    for path in paths:
        for part, entries in _read_part(path).items():
            told = sorted(set(entries) & set(merged[part]))
            if told:
                raise DeclarationError(
                    f"{path.name}: {part} describes {examples(told)}, which another file of the "
                    f"data dictionary describes already. Keep one of them; what several workbooks "
                    f"share belongs into shared.yml."
                )
            merged[part] |= entries
    files = ", ".join(path.name for path in paths)
    try:
        return _with_known_sources(Dictionary.model_validate(merged))
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in item['loc']) or 'the file'}: {item['msg']}"
            for item in error.errors()
        ]
        raise DeclarationError(
            f"{files}: {counted(len(problems), 'problem')}, at {examples(problems)}. Mend them."
        ) from error


def _read_part(path: Path) -> dict[str, dict[str, Any]]:
    """Columns, tables and codes of one file, each table with its workbook."""
    if not path.is_file():
        raise DeclarationError(
            f"The data dictionary {path.name} is missing. Restore it from the package, or "
            f"reinstall sectornb."
        )
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=OnceLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path.name} is not readable YAML: {error}") from error
    if not isinstance(raw, dict) or not all(isinstance(raw[part], dict) for part in raw):
        raise DeclarationError(f"{path.name} has no entries. It needs {examples(PARTS, 4)}.")
    unknown = sorted(set(raw) - set(PARTS))
    if unknown:
        raise DeclarationError(
            f"{path.name}: {examples(unknown)} is not known. Known: {examples(PARTS, 4)}."
        )
    for table in raw.get("tables", {}).values():
        if isinstance(table, dict):
            table.setdefault("workbook", path.stem)
    return raw


def _with_known_sources(content: Dictionary) -> Dictionary:
    known = sorted(file.stem for file in shipped("data", "sources").glob("*.yml"))
    for name, table in content.tables.items():
        unknown = [source for source in table.sources if source not in known]
        if unknown:
            raise DeclarationError(
                f"{_file_of(table)}: tables.{name}.sources names {examples(unknown)}, which no "
                f"file under data/sources declares. {nearest(unknown[0], known)}"
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
    folder = shipped("data", "dictionary")
    shared = folder / "shared.yml"
    return read_dictionary(shared, *sorted({*folder.glob("*.yml")} - {shared}))

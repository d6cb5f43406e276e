"""Rows about people, and who they are kept apart from what is computed of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sectornb.errors import DisclosureError, PrivateDataError, counted, examples
from sectornb.shipped import shipped

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["identifier", "name", "birth_date", "rare", "phrase", "trait"]
KINDS: dict[Kind, str] = {
    "identifier": "an identifier",
    "name": "a name",
    "birth_date": "a birth date",
    "rare": "a rare value",
    "phrase": "words that are not to be shown",
    "trait": "a rare combination of traits",
}
"""What a column of private rows can tell of a person, and the words for it in messages."""
HIDDEN: frozenset[Kind] = frozenset({"name", "birth_date"})
"""Kinds that no computation gets: a reader gives age or year as a column of its own."""


@dataclass(frozen=True)
class PrivateInput:
    """An input of rows about people, which a workbook reads where the user keeps it.

    Attributes
    ----------
    role : str
        The setting that names the file, and the only word that the manifest has for it.
    read : str
        ``module:name`` of its reader, from path to frame: one row a row of the file, in
        order.  It raises :class:`~sectornb.errors.PrivateDataError`, as :func:`refuse_rows`
        does; what else it raises is told without its words.
    columns : mapping of str to Kind
        Columns of that frame that tell who somebody is: ``identifier`` (code, address,
        telephone), ``name`` (given name first, family name last), ``birth_date``, ``rare``
        (what few people have, such as an exact wage), ``phrase`` (words that are not to be
        shown, such as what somebody wrote, however usual each of them is), ``trait`` (what
        few people have together).  Others are free.
    first_row : int
        The number that the file has for the frame's first row.
    given : tuple of str
        Settings that its reader is told, as keyword arguments.
    example : str
        Its simulated file, as seen from ``data/example``: it tells of nobody, and is taken
        where the library is the example's and the setting names no other.
    made_by : str
        The command that makes it, where one does.
    """

    role: str
    read: str
    columns: Mapping[str, Kind]
    first_row: int = 2
    given: tuple[str, ...] = ()
    example: str = ""
    made_by: str = ""

    @property
    def simulated(self) -> Path | None:
        """Where its simulated file lies; None without one."""
        path = shipped("data", "example", self.example)
        return path if self.example and path.is_file() else None


class Person:
    """Somebody: told apart from everybody else, and nothing more.

    Stands in a frame in the place of an identifier; a table that holds one is refused.
    """

    __slots__ = ("_number",)

    def __init__(self, number: int) -> None:
        self._number = number

    def __repr__(self) -> str:
        return "(person)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Person) and other._number == self._number

    def __lt__(self, other: Person) -> bool:
        return self._number < other._number

    def __hash__(self) -> int:
        return hash(("person", self._number))


class PrivateRows:
    """What a private input says.

    Parameters
    ----------
    path : Path
        Its file, for messages: they tell its name, rows and columns.
    declared : PrivateInput
        Which of its columns tell who somebody is.
    raw : DataFrame
        As its reader gives it.

    Raises
    ------
    PrivateDataError
        If a declared column is missing, or a birth date cannot be read.
    """

    def __init__(self, path: Path, declared: PrivateInput, raw: pd.DataFrame) -> None:
        lacking = [column for column in declared.columns if column not in raw]
        if lacking:
            raise PrivateDataError(
                f"{path.name} ({declared.role}) lacks {counted(len(lacking), 'column')} that tell "
                f"who somebody is: {examples(lacking)}. Without them the report could not be "
                "searched for them. Add them, empty where they are not known."
            )
        self.path, self.declared = path, declared
        self.raw = raw.reset_index(drop=True)

    def __repr__(self) -> str:
        return f"{counted(len(self.raw), 'row')} of {self.declared.role}, which are not shown"

    def __len__(self) -> int:
        return len(self.raw)

    @property
    def is_simulated(self) -> bool:
        """Whether it is the example's own file, byte for byte, which tells of nobody."""
        known = self.declared.simulated
        return known is not None and known.read_bytes() == self.path.read_bytes()

    def columns_of(self, kind: Kind) -> list[str]:
        """The columns of a kind, in the order of their declaration."""
        return [name for name, each in self.declared.columns.items() if each == kind]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows to compute with: a :class:`Person` for each identifier, no name, no birth date.

        The same identifier in one column is the same person; a missing one is null.
        """
        import pandas as pd

        shown = self.raw.drop(
            columns=[name for name, kind in self.declared.columns.items() if kind in HIDDEN]
        )
        for column in self.columns_of("identifier"):
            codes, _ = pd.factorize(shown[column])
            people = [Person(int(code)) if code >= 0 else None for code in codes]
            shown[column] = pd.Series(people, index=shown.index, dtype=object)
        return shown

    @cached_property
    def birth_dates(self) -> dict[str, pd.Series]:
        """Each column of birth dates as dates, missing where it is empty.

        Raises
        ------
        PrivateDataError
            If one is neither ``YYYY-MM-DD`` nor ``YYYYMMDD``; names rows.
        """
        import pandas as pd

        dates = {}
        for column in self.columns_of("birth_date"):
            text = self.raw[column].astype("str").str.strip().where(self.raw[column].notna(), "")
            # What a spreadsheet or pandas adds to a date is midnight.
            digits = text.str.slice(0, 10).str.replace("-", "").str.slice(0, 8)
            dates[column] = pd.to_datetime(digits, format="%Y%m%d", errors="coerce")
            unread = text.ne("") & dates[column].isna()
            refuse_rows(
                self.path, self.declared, column, unread, "no date such as 1987-03-14 or 19870314"
            )
        return dates


def read_private(path: Path, declared: PrivateInput, settings: object = None) -> PrivateRows:
    """A private input, read in place; `settings` of its workbook, where its reader asks for any.

    Raises
    ------
    PrivateDataError
        If it cannot be read; whatever its reader stopped with, no value is told.
    """
    module, _, name = declared.read.partition(":")
    read: Callable[..., pd.DataFrame] = getattr(import_module(module), name)
    told = {each: getattr(settings, each) for each in declared.given}
    try:
        return PrivateRows(path, declared, read(path, **told))
    except PrivateDataError:
        raise
    except MemoryError:
        raise
    except Exception as error:
        raise PrivateDataError(
            f"{path.name} ({declared.role}) cannot be read: its reader stopped with "
            f"{type(error).__name__}, whose words are left out since they could repeat what the "
            "rows say. Check that the file is there, is the export that the workbook asks for, "
            "and opens as CSV in UTF-8."
        ) from None


def refuse_rows(
    path: Path, declared: PrivateInput, column: str, wrong: pd.Series, why: str
) -> None:
    """Refuse a private input where any row is `wrong`, by the numbers of the rows alone.

    Raises
    ------
    PrivateDataError
        Names file, column and up to three rows.
    """
    rows = [int(row) + declared.first_row for row in wrong.to_numpy().nonzero()[0]]
    if rows:
        raise PrivateDataError(
            f"{path.name} ({declared.role}), column {column}: "
            f"{counted(len(rows), 'value is', 'values are')} {why}, in row {examples(rows)}. "
            "Correct them in the file; what they say is not repeated here."
        )


def refuse_people(name: str, table: pd.DataFrame, private: Mapping[str, PrivateRows]) -> None:
    """Refuse a table of results that has a column of people.

    Raises
    ------
    DisclosureError
        If a column holds a :class:`Person` or stands for one, or is called as a column that
        tells who somebody is.
    """
    hidden = {
        column.casefold(): rows.declared.role
        for rows in private.values()
        for column, kind in rows.declared.columns.items()
        if kind != "trait"
    }
    for place, column in enumerate(table.columns):
        values = table.iloc[:, place]
        called = str(column).casefold()
        if isinstance(column, Person) or _of_people(values) or called in hidden:
            of = f" of {hidden[called]}" if called in hidden else ""
            raise DisclosureError(
                f"Table {name}, {column}: the column tells who somebody is{of}, and no table of "
                "results may have one. Count or average over people, and leave it out."
            )


def _of_people(values: pd.Series) -> bool:
    """Whether any value is a person, also as a category."""
    known = getattr(values.dtype, "categories", values)
    return known.dtype == object and any(isinstance(each, Person) for each in known)

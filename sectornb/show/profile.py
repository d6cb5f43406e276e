"""A profile: what is known of one thing that a workbook chose, on a printed page of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sectornb.show.sentence import Claim, Sentence


@dataclass(frozen=True)
class Extract:
    """Rows of a saved table, as a profile shows them.

    Attributes
    ----------
    table, caption : str
        Its declared name, and what the rows show.
    row : mapping
        Columns to the values that the rows have.
    columns : sequence of str
        What is shown; rows in which the first of them says nothing are left out.
    ranges : mapping
        Column of a lower end to that of its upper end, which share a cell.
    largest : str
        Column whose largest values come first; empty for the order of the table.
    most : int
        So many rows at most; 0 for all.
    """

    table: str
    caption: str
    row: Mapping[str, str]
    columns: Sequence[str]
    ranges: Mapping[str, str] = field(default_factory=dict)
    largest: str = ""
    most: int = 0


@dataclass(frozen=True)
class Called:
    """What the profiles of a workbook are called, and how they print.

    Attributes
    ----------
    title : str
        Heading of their page; empty for the workbook's own name.
    one, many, printed : str
        Words of the links to it.
    sheets : bool
        Whether each prints on a sheet of its own; else one follows the other.
    """

    title: str = ""
    one: str = "profile"
    many: str = "profiles"
    printed: str = "a printed page each"
    sheets: bool = True


@dataclass(frozen=True)
class Profile:
    """What is known of one thing, what is unsure, and what to ask.

    Attributes
    ----------
    name : Claim
        What it is called; a cell of that address on the workbook's page leads to the profile.
    lead : Sentence
        What it is, and how sure its place is.
    parts : mapping
        Heading to sentences.
    tables : sequence of Extract
        Shown after the first part.
    """

    name: Claim
    lead: Sentence
    parts: Mapping[str, Sequence[Sentence]]
    tables: Sequence[Extract] = ()

    @property
    def sentences(self) -> list[Sentence]:
        """Every sentence in it."""
        return [self.lead, *(said for told in self.parts.values() for said in told)]

    def record(self) -> dict[str, Any]:
        """The profile as plain data, for the report's records."""
        return {
            "name": asdict(self.name),
            "lead": self.lead.record(),
            "parts": [
                {"heading": heading, "told": [said.record() for said in told]}
                for heading, told in self.parts.items()
            ],
            "tables": [asdict(extract) for extract in self.tables],
        }

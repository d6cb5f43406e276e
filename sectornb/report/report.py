"""A report being put together: what its pages, spreadsheet and manifest are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.dictionary import Dictionary, dictionary
from sectornb.report.notes import Notes
from sectornb.report.saved_table import read_saved

if TYPE_CHECKING:
    import pandas as pd


LEFT_OUT = "left out of this run, and there is no earlier result to keep"


NOT_ASKED = "not part of this report; your analyst can add it"
"""Why a workbook did not run of which the region file has no section."""


@dataclass(frozen=True)
class Report:
    """The results of a region's workbooks, in the folder that becomes its report.

    Attributes
    ----------
    folder : Path
        With ``tables/*.csv``, the figures and the executed notebooks.
    region_id, title : str
        The region's id, and its name for readers.
    counties : sequence of str
        The counties' codes; a record's ``county_names`` says their names.
    records : sequence of mapping
        The workbooks' records, in the order to show them.
    absent : mapping
        Workbook to the reason why it did not run.
    kept : mapping
        Workbook to a sentence saying that its result is an earlier run's.
    notes : Notes
        Of the analyst.
    declared : Dictionary
        What describes the tables.
    """

    folder: Path
    region_id: str
    title: str
    counties: Sequence[str]
    records: Sequence[Mapping[str, Any]]
    absent: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)
    declared: Dictionary = field(default_factory=dictionary)

    @property
    def simulated(self) -> bool:
        """Whether any input is simulated, which every page and sheet then says."""
        return any(
            told.get("simulated", False)
            for record in self.records
            for told in (*record["sources"], *record.get("private_inputs", []))
        )

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every saved table, in the order of the data dictionary, read and checked once.

        Raises
        ------
        MissingColumnError, DeclarationError, InputError
            As :func:`~sectornb.report.saved_table.read_saved`.
        """
        files = {file.stem: file for file in sorted((self.folder / "tables").glob("*.csv"))}
        ordered = [name for name in self.declared.tables if name in files]
        # A table that is not declared is refused as it is read.
        return {
            name: read_saved(files[name], name, self.declared)
            for name in dict.fromkeys([*ordered, *files])
        }

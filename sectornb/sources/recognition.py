"""Recognizing a file of a source by what stands in it, after reading it to its end."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.errors import DeclarationError, InputError, examples
from sectornb.sources.declarations import declarations, declared

if TYPE_CHECKING:
    from sectornb.sources.holding import Holding
    from sectornb.sources.library import Library
    from sectornb.sources.store import Draft

OWN_TABLES = "sectornb.sources.own_tables.recognition"
RECOGNIZERS = {
    "acs": "sectornb.sources.acs.recognition",
    "cip": "sectornb.sources.cip",
    "county-flows": "sectornb.sources.county_flows",
    "employment-projections": "sectornb.sources.employment_projections.recognition",
    "geometry": "sectornb.sources.geometry",
    "ipeds": "sectornb.sources.ipeds",
    "industry-matrix": "sectornb.sources.industry_matrix",
    "laus": "sectornb.sources.laus",
    "lodes": "sectornb.sources.lodes.recognition",
    "occupation-projections": "sectornb.sources.occupation_projections",
    "onet": "sectornb.sources.onet.recognition",
    "oews": "sectornb.sources.oews.recognition",
    "projections": "sectornb.sources.projections",
    "qcew": "sectornb.sources.qcew.recognition",
    "qcew-titles": "sectornb.sources.qcew.titles",
    "qwi": "sectornb.sources.qwi.recognition",
    "soc": "sectornb.sources.soc",
    **dict.fromkeys(
        ("labor-shed", "programs", "regional-staffing", "regional-wages", "wage-thresholds"),
        OWN_TABLES,
    ),
}
"""Source to the module whose ``recognize(path, vintage)`` reads its files; that of people's own
tables reads several sources and is told which."""


@dataclass(frozen=True)
class Recognized:
    """What a file turned out to be, after it was read to its end.

    `vintage` is the year that the file tells, empty where it tells none; `draft` holds the
    typed columns of a file that is worth a store, see :mod:`store`; `years` says of a file
    that tells no year of which ones it may be.
    """

    source: str
    table: str
    part: str
    reference_period: str
    rows: int
    draft: Draft | None = None
    vintage: str = ""
    years: str = ""


def recognized(
    source: str,
    table: str,
    rows: int,
    suffix: str = "",
    draft: Draft | None = None,
    told: str = "",
    **named: str,
) -> Recognized:
    """A file of a declared table, whose part and period are declared with the fields `named`.

    `told` is the year that the file itself tells.
    """
    declaration = declared(source).table(table)
    part = declaration.part.format(**named) + suffix
    period = declaration.reference_period.format(**named)
    return Recognized(source, table, part, period, rows, draft, told)


def recognize(path: Path, source: str, vintage: str) -> Recognized:
    """Read a file completely and say which table and part of `source` it is.

    With an empty `vintage` the file itself has to tell its year.

    Raises
    ------
    DeclarationError
        If the source is not declared.
    InputError
        If it is not a file of this source, is damaged, or is of another year
        than `vintage` says.
    """
    declared(source)
    if source not in RECOGNIZERS:
        raise DeclarationError(
            f"{source} is declared in data/sources/{source}.yml and has no reader. Name its module "
            "in RECOGNIZERS, in sectornb/sources/recognition.py."
        )
    module = import_module(RECOGNIZERS[source])
    which = (source,) if RECOGNIZERS[source] == OWN_TABLES else ()
    found: Recognized = module.recognize(path, vintage, *which)
    return found


def notes_on(library: Library, holding: Holding) -> list[str]:
    """What the source of a file that was added has to say of it, such as which figures are weak."""
    module = import_module(RECOGNIZERS[holding.source])
    return module.notes(library, holding) if hasattr(module, "notes") else []


def table_by_header(path: Path, source: str, header: set[str]) -> str:
    """The table of `source` whose columns a CSV file has, by any of their names.

    Raises
    ------
    InputError
        If no table fits; names the source that would, where there is one.
    """
    known = declared(source)
    hint = (
        f" Known tables are {examples(known.tables, 8)}; 'sectornb sources {source}' tells where "
        "each is published."
    )
    if len(known.tables) == 1:
        ((_, only),) = known.tables.items()
        hint = f" It needs the columns {examples((c.file for c in only.columns), 9)}."
    for name, declaration in {source: known, **declarations()}.items():
        for table, kind in declaration.tables.items():
            if all(
                {c.file, *c.aliases}.intersection(header) for c in kind.columns if not c.optional
            ):
                if name == source:
                    return table
                # Several tables of a source may have these columns; its reader tells which.
                title = declared(name).title
                hint = f" It looks like a file of {title}: try --source {name}."
    raise InputError(
        f"{path} is not a file of {known.title}: its first line has {len(header)} "
        f"column{'s' * (len(header) != 1)}, among them {examples(sorted(header - {''}))}.{hint}"
    )

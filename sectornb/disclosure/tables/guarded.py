"""Tables of people as a workbook declares them, and those that were printed of the same cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from sectornb.disclosure.tables.derived import Hidden, is_figure, refuse_derived
from sectornb.disclosure.tables.protected import Protected, Sums, audited, protected
from sectornb.disclosure.tables.table import Relation, Table
from sectornb.disclosure.thresholds import DisclosureRules
from sectornb.errors import DeclarationError, DisclosureError, ParameterError, examples

_TRUE_ALONE = {"frame", "basis", "largest"}
"""What is not told of a table that is printed."""


@dataclass(frozen=True)
class Guarded:
    """What a workbook prints of people.

    Attributes
    ----------
    tables : sequence of Table
        Every figure of people that is saved.  `name` is that of the saved table; where it has
        several figures, with what tells them apart: ``exits: earnings``.
    sums : mapping
        Hierarchies: for a dimension which codes are sums of which others.  The region as a
        whole is no ``Total`` but a code of its own, such as its counties' codes joined: in
        another report it is of other counties.
    relations : sequence of Relation
        What else a reader knows.
    of_nobody : collection of str
        Saved tables, or ``table.column``, whose figures are of no person, such as a goal that
        was negotiated.
    time_limit : float
        Seconds for the search for a better answer.
    """

    tables: tuple[Table, ...]
    sums: Sums = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    of_nobody: Collection[str] = ()
    time_limit: float = 25.0


@dataclass(frozen=True)
class Published:
    """What others printed: earlier reports, and workbooks of the same run that came before.

    Attributes
    ----------
    tables : tuple of Table
        As they were printed, with null for what was held back.
    sums, relations
        As their workbooks declared them.
    reports : tuple of mapping
        The earlier reports that were named, each with ``report`` and ``sha256`` of its manifest.
    """

    tables: tuple[Table, ...] = ()
    sums: Sums = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    reports: tuple[Mapping[str, str], ...] = ()

    def record(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "tables": [
                {**declaration(table), "frame": _plain(table.frame)} for table in self.tables
            ],
            **_ties(self.sums, self.relations),
            "reports": [dict(each) for each in self.reports],
        }

    @classmethod
    def of_record(cls, told: Mapping[str, Any]) -> Published:
        """From what :meth:`record` gives."""
        tables = tuple(
            printed_table(each, pd.DataFrame(each["frame"]), each["name"])
            for each in told["tables"]
        )
        return cls(tables, told["sums"], relations_of(told), tuple(told["reports"]))

    def joined(self, other: Published) -> Published:
        """Both together."""
        return Published(
            (*self.tables, *other.tables),
            merged_sums(self.sums, other.sums),
            _once([*self.relations, *other.relations]),
            (*self.reports, *other.reports),
        )


def saved_name(table: str) -> str:
    """The saved table that a guarded table's name stands for."""
    return table.partition(":")[0]


def declaration(table: Table) -> dict[str, Any]:
    """A printed table without its figures, as plain data."""
    told = {
        name: value for name, value in asdict(replace(table, frame=pd.DataFrame())).items()
        if name not in _TRUE_ALONE
    }  # fmt: skip
    return {**told, "dimensions": list(table.dimensions), "measure": table.measured}


def declarations(guarded: Guarded) -> dict[str, Any]:
    """What a record tells of guarded tables, for reports to come."""
    told = [declaration(table) for table in guarded.tables if table.adds_up]
    return {"tables": told, **_ties(guarded.sums, guarded.relations)}


def printed_table(told: Mapping[str, Any], frame: pd.DataFrame, name: str) -> Table:
    """A table as it was printed, of what :func:`declaration` gives and its rows."""
    names = {f for f in Table.__dataclass_fields__ if f not in _TRUE_ALONE}
    known = {key: value for key, value in told.items() if key in names}
    known |= {"dimensions": tuple(told["dimensions"]), "name": name}
    values = frame[told["value"]].astype("float64")
    kept = frame[list(told["dimensions"])].astype("str").assign(**{told["value"]: values})
    return Table(frame=kept, **known)


def relations_of(told: Mapping[str, Any]) -> tuple[Relation, ...]:
    """The relations of a record."""
    return tuple(
        Relation(**{**each, "parts": tuple((m, codes, f) for m, codes, f in each["parts"])})
        for each in told["relations"]
    )


def _ties(sums: Sums, relations: Iterable[Relation]) -> dict[str, Any]:
    return {
        "sums": {
            name: {code: list(parts) for code, parts in codes.items()}
            for name, codes in sums.items()
        },
        "relations": [
            {**asdict(each), "parts": [[m, dict(codes), f] for m, codes, f in each.parts]}
            for each in relations
        ],
    }


def _plain(frame: pd.DataFrame) -> dict[str, list[Any]]:
    return {
        str(name): frame[name].astype(object).where(frame[name].notna(), None).tolist()
        for name in frame
    }


def _once(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    kept: list[Relation] = []
    for each in relations:
        if each not in kept:
            kept.append(each)
    return tuple(kept)


def merged_sums(first: Sums, second: Sums) -> Sums:
    """Hierarchies of both.

    Raises
    ------
    ParameterError
        If a code is the sum of others in one than in the other.
    """
    merged = {name: dict(codes) for name, codes in first.items()}
    for name, codes in second.items():
        mine = merged.setdefault(name, {})
        for code, parts in codes.items():
            if code in mine and set(mine[code]) != set(parts):
                raise ParameterError(
                    f"{name} {code} is the sum of {examples(sorted(mine[code]))} in one report and "
                    f"of {examples(sorted(parts))} in another. Two sums need two codes: call each "
                    "by what it holds, such as its counties' codes."
                )
            mine[code] = list(parts)
    return merged


def protected_together(guarded: Guarded, rules: DisclosureRules, published: Published) -> Protected:
    """The guarded tables, protected in one system with all that was printed before.

    Raises
    ------
    ParameterError, MissingColumnError, GivenAwayError
        As :func:`~sectornb.disclosure.tables.protected.protected`.
    """
    found = protected(
        guarded.tables,
        rules,
        published.tables,
        merged_sums(guarded.sums, published.sums),
        _once([*guarded.relations, *published.relations]),
        guarded.time_limit,
    )
    # Workbooks of the same run are no earlier reports.
    return replace(found, published=bool(published.reports))


def frames_to_save(guarded: Guarded, found: Protected) -> dict[str, pd.DataFrame]:
    """By saved table its dimensions, and each figure with its status.

    Raises
    ------
    ParameterError
        If the figures of one saved table do not stand in the same rows.
    """
    frames: dict[str, pd.DataFrame] = {}
    for table in guarded.tables:
        name, frame = saved_name(table.name), found.tables[table.name]
        before = frames.setdefault(name, frame)
        names = list(table.dimensions)
        if not set(names) <= set(before) or not before[names].equals(frame[names]):
            raise ParameterError(
                f"The figures of table {name!r} stand in different rows: {table.value!r} in others "
                "than those before. Give each the same codes in the same order."
            )
        frames[name] = before.assign(**{str(c): frame[c] for c in frame if c not in names})
    return frames


def refuse_unguarded(
    saved: Mapping[str, pd.DataFrame],
    guarded: Guarded | None,
    found: Protected | None,
    rules: DisclosureRules,
    published: Published,
    elsewhere: Collection[str] = (),
) -> None:
    """Refuse to save figures of people that are not as the guard gave them.

    A study may hold back more than the guard does, or others; what it prints in the place of
    something held back is attacked.

    Parameters
    ----------
    saved : mapping
        By name every table that is about to be saved.
    elsewhere : collection of str
        Tables that another rule guards, such as those of panels of raters.

    Raises
    ------
    DisclosureError
        If a table has figures that nothing guards, or other ones than the guard's.
    GivenAwayError
        If a figure can be worked out that must be held back.
    DeclarationError
        If a guarded table is not saved.
    """
    mine = guarded.tables if guarded else ()
    of_nobody = set(guarded.of_nobody if guarded else ())
    by_name = {saved_name(table.name) for table in mine}
    if missing := by_name - set(saved):
        raise DeclarationError(
            f"The guarded table {examples(sorted(missing))} is not among the study's tables. Save "
            "it as protected_tables has it, or take it out of guarded_tables."
        )
    for name, frame in saved.items():
        figures = [c for c in frame if is_figure(frame[c]) and f"{name}.{c}" not in of_nobody]
        if figures and name not in {*by_name, *of_nobody, *elsewhere}:
            raise DisclosureError(
                f"Table {name}, {examples(figures)}: figures of a workbook with private inputs "
                "that nothing guards. Name the table in guarded_tables and save it as "
                "protected_tables has it, or under of_nobody where it tells of no person."
            )
    if guarded is None or found is None:
        return
    withheld, bare = {}, False
    for table in mine:
        name = saved_name(table.name)
        hidden = _hidden_as_saved(table, saved[name])
        shown = found.withheld[table.name] & ~hidden
        if shown.any() and not table.adds_up:
            raise DisclosureError(
                f"Table {name}, {table.value}: rows {examples(np.flatnonzero(shown) + 1)} show "
                "what rests on too little. Save the table as protected_tables has it."
            )
        bare |= bool(shown.any())
        if table.adds_up:
            withheld[table.name] = hidden
    for name in by_name:
        refuse_derived(
            name,
            saved[name],
            [table for table in mine if saved_name(table.name) == name],
            guarded.of_nobody,
            Hidden.of(mine, withheld, guarded.sums),
        )
    if bare:
        sums = merged_sums(guarded.sums, published.sums)
        ties = _once([*guarded.relations, *published.relations])
        audited(guarded.tables, withheld, rules, published.tables, sums, ties)


def _hidden_as_saved(table: Table, frame: pd.DataFrame) -> np.ndarray:
    """Which rows of a guarded table show no figure in the frame that is about to be saved."""
    names, status = list(table.dimensions), f"{table.value}_status"
    place = f"Table {saved_name(table.name)}, {table.value}"
    if absent := [c for c in (*names, table.value, status) if c not in frame]:
        raise DisclosureError(
            f"{place}: the saved table has no column {examples(absent)}. Save it as "
            "protected_tables has it."
        )
    wanted = pd.MultiIndex.from_frame(table.frame[names].astype("str"))
    there = pd.MultiIndex.from_frame(frame[names].astype("str"))
    at = wanted.get_indexer(there)
    shown = frame[table.value].notna().to_numpy()
    true = table.printed()[at]
    other = shown & ((at < 0) | ~np.isclose(frame[table.value].to_numpy(float), true, 1e-9, 0.0))
    other |= shown != frame[status].eq("disclosed").to_numpy()
    if other.any():
        raise DisclosureError(
            f"{place}: rows {examples(np.flatnonzero(other) + 1)} are not as the guarded table has "
            "them, in figure or in status. Save it as protected_tables has it."
        )
    hidden = np.ones(len(table.frame), dtype=bool)
    hidden[at[shown]] = False
    return hidden

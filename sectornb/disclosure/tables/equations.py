"""Which cells there are, and which are sums of which others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from sectornb.disclosure.tables.table import TOTAL, Relation, Table
from sectornb.errors import ParameterError, examples

REST = "(others)"
"""Code of what a total holds besides the codes that are listed."""


@dataclass(frozen=True)
class Equations:
    """Cells of several tables and what is known of their sums.

    Attributes
    ----------
    keys : DataFrame
        Measure, population and codes of every cell.
    cells : list of ndarray
        Of every table the cell of each row.
    value : ndarray
        The true value where it is known, else missing.
    virtual : ndarray of bool
        Cells that are in no table: sums that two tables share, rests, complements.
    relation, limits : ndarray
        Cells that stand for the sum of a relation, and what it lies between.
    parts : list of ndarray
        Cells that are a part of a base, and what is left of that base.
    matrix : csr_array, (equations, cells)
        ``matrix @ value = 0``.
    """

    keys: pd.DataFrame
    cells: list[np.ndarray]
    value: np.ndarray
    virtual: np.ndarray
    relation: np.ndarray
    limits: np.ndarray
    parts: list[np.ndarray]
    matrix: csr_array


def equations_of(
    tables: Sequence[Table],
    new: int,
    sums: Mapping[str, Mapping[str, Sequence[str]]],
    relations: Sequence[Relation],
) -> Equations:
    """Cells and equations of `tables`, of which the first `new` have true values."""
    dimensions = sorted({name for t in tables for name in [*t.dimensions, *t.where]} | set(sums))
    dimensions = sorted(set(dimensions) | {d for r in relations for _, c, _ in r.parts for d in c})
    frames = [table.keys(dimensions) for table in tables]
    names = ["measure", "population", *dimensions]
    listed = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=names)
    families = _families(listed, dimensions, sums)
    keys = _closed(listed.drop_duplicates(ignore_index=True), families)
    index = pd.MultiIndex.from_frame(keys)
    cells = [index.get_indexer(pd.MultiIndex.from_frame(frame)) for frame in frames]
    value = np.full(len(keys), np.nan)
    for table, where in list(zip(tables, cells, strict=True))[:new]:
        true = table.frame[table.value].to_numpy(dtype=np.float64)
        before = value[where]
        off = np.abs(before - true) > 1e-9 * np.maximum(np.abs(true), 1.0)
        if off.any():
            raise ParameterError(
                f"Table {table.name!r}: rows {examples(np.flatnonzero(off) + 1)} have another "
                "figure in another table of this run. If it is of other persons, say so with "
                "'population' or 'where'; otherwise correct it."
            )
        value[where] = true
    # What was printed unrounded and as a whole is a true value too.
    for table, where in list(zip(tables, cells, strict=True))[new:]:
        if not table.rounding:
            old = table.frame[table.value].to_numpy(dtype=np.float64)
            value[where] = np.where(np.isfinite(value[where]), value[where], old)
    virtual = np.ones(len(keys), dtype=bool)
    for where in cells:
        virtual[where] = False
    links = _links(keys, index, families)
    value = _summed(value, links)
    links, virtual_kept = _without_loose_ends(links, virtual)
    builder = _Builder(keys, value, links, virtual_kept)
    builder.add_sums()
    for table in tables:
        if table.of:
            builder.add_complements(table, dimensions)
    for relation in relations:
        builder.add_relation(relation, dimensions)
    return builder.finished(cells, virtual)


def _families(
    listed: pd.DataFrame, dimensions: Sequence[str], sums: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, pd.DataFrame]:
    """For each dimension and population: child, parent, how many children, whether declared."""
    found = {}
    groups = listed[["measure", "population"]].drop_duplicates()
    for name in dimensions:
        declared = sums.get(name, {})
        rows: list[tuple[str, str, str, str, int, bool]] = []
        for measure, population in groups.itertuples(index=False):
            here = listed[(listed["measure"] == measure) & (listed["population"] == population)]
            codes = set(here[name]) - {TOTAL}
            growing = True
            while growing:
                above = {p for p, children in declared.items() if codes & set(children)} - {TOTAL}
                growing = not above <= codes
                codes |= above
            kept = {p: list(dict.fromkeys(c)) for p, c in declared.items() if p in codes | {TOTAL}}
            if TOTAL not in kept and codes:
                kept[TOTAL] = _tops(codes, kept)
            for parent, children in kept.items():
                told = parent in declared
                rows += [(measure, population, c, parent, len(children), told) for c in children]
        columns = ["measure", "population", name, "parent", "children", "declared"]
        found[name] = pd.DataFrame(rows, columns=columns)
    return found


def _tops(codes: set[str], sums: Mapping[str, Sequence[str]]) -> list[str]:
    """Codes that make up a total: those in no other, or the smallest ones if these overlap."""

    def leaves(code: str) -> list[str]:
        return [leaf for child in sums[code] for leaf in leaves(child)] if code in sums else [code]

    parts = {child for children in sums.values() for child in children}
    tops = sorted(codes - parts)
    below = [leaf for top in tops for leaf in leaves(top)]
    return tops if len(below) == len(set(below)) else sorted(set(below))


def _closed(keys: pd.DataFrame, families: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """All cells, and the sums of them over any dimension that any of them could be part of."""
    names, edge = list(keys.columns), keys
    while len(edge):
        above = [_parents(edge, name, family)[names] for name, family in families.items()]
        found = pd.concat([keys, *above], ignore_index=True).drop_duplicates(ignore_index=True)
        edge, keys = found.iloc[len(keys) :], found
    return keys


def _parents(keys: pd.DataFrame, name: str, family: pd.DataFrame) -> pd.DataFrame:
    """Of every cell the sums over one dimension that it is part of; ``child`` is its row."""
    numbered = keys.assign(child=np.arange(len(keys)))
    joined = numbered.merge(family, on=["measure", "population", name], how="inner")
    return joined.assign(**{name: joined["parent"]})


def _links(
    keys: pd.DataFrame, index: pd.MultiIndex, families: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Every part of every sum: equation, total, part, how many parts it should have."""
    pieces, began = [], 0
    for name, family in families.items():
        joined = _parents(keys, name, family)
        total = index.get_indexer(pd.MultiIndex.from_frame(joined[list(keys.columns)]))
        piece = pd.DataFrame(
            {
                "total": total,
                "part": joined["child"].to_numpy(),
                "children": joined["children"].to_numpy(),
                "declared": joined["declared"].to_numpy(dtype=bool),
            }
        )
        piece["equation"] = began + pd.factorize(piece["total"])[0]
        began += piece["total"].nunique()
        pieces.append(piece.assign(dimension=name))
    empty = pd.DataFrame(columns=["total", "part", "children", "declared", "equation", "dimension"])
    return pd.concat(pieces, ignore_index=True) if pieces else empty


def _summed(value: np.ndarray, links: pd.DataFrame) -> np.ndarray:
    """Sums that nobody prints, from their parts where all of them are known."""
    value = value.copy()
    missing = -1
    while missing != (missing := int(np.isnan(value).sum())) and missing and len(links):
        part = pd.Series(value[links["part"]])
        by = part.groupby(links["equation"].to_numpy())
        whole = by.count().to_numpy() == links.groupby("equation")["children"].first().to_numpy()
        total = links.groupby("equation")["total"].first().to_numpy()
        fill = whole & np.isnan(value[total])
        value[total[fill]] = by.sum().to_numpy()[fill]
    return value


def _without_loose_ends(
    links: pd.DataFrame, virtual: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray]:
    """Equations without those whose sum nobody prints and no other equation has."""
    if not len(links):
        return links, np.zeros(len(virtual), dtype=bool)
    while True:
        ends = np.concatenate([links["part"], links.drop_duplicates("equation")["total"]]).astype(
            np.int64
        )
        uses = np.bincount(ends, minlength=len(virtual))
        loose = virtual & (uses == 1)
        touched = loose[links["part"].to_numpy()] | loose[links["total"].to_numpy()]
        dropped = links.loc[touched, "equation"].unique()
        if not len(dropped):
            return links, virtual & (uses > 0)
        links = links[~links["equation"].isin(dropped)]


class _Builder:
    """Rows of the matrix, and cells that are in no table, put together bit by bit."""

    def __init__(
        self, keys: pd.DataFrame, value: np.ndarray, links: pd.DataFrame, virtual: np.ndarray
    ) -> None:
        self.keys, self.value, self.links = keys, value, links
        self.live = virtual
        self.added: list[pd.DataFrame] = []
        self.added_value: list[np.ndarray] = []
        self.entries: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self.count, self.rows = len(keys), 0
        self.parts: list[np.ndarray] = []
        self.limits: list[tuple[int, float, float]] = []

    def _new_cells(self, keys: pd.DataFrame, value: np.ndarray) -> np.ndarray:
        numbers = np.arange(self.count, self.count + len(keys))
        self.added.append(keys)
        self.added_value.append(value)
        self.count += len(keys)
        return numbers

    def _add(self, rows: np.ndarray, columns: np.ndarray, factors: np.ndarray) -> None:
        self.entries.append((rows, columns, factors))

    def add_sums(self) -> None:
        """Every total equal to its parts, and to the rest where parts are not listed."""
        links = self.links
        if not len(links):
            return
        row = pd.factorize(links["equation"])[0]
        first = links.drop_duplicates("equation")
        total = first["total"].to_numpy(dtype=np.int64)
        count = len(first)
        there = np.bincount(row, minlength=count)
        parts = np.bincount(row, self.value[links["part"].to_numpy()], count)
        left = self.value[total] - parts
        tolerance = 1e-6 * np.maximum(np.abs(np.nan_to_num(self.value[total])), 1.0)
        complete = there == first["children"].to_numpy()
        wrong = left < -tolerance
        wrong |= complete & first["declared"].to_numpy(dtype=bool) & (left > tolerance)
        if wrong.any():
            told = [" ".join(map(str, self.keys.iloc[cell])) for cell in total[wrong][:4]]
            over = first["dimension"].to_numpy()[wrong][0]
            raise ParameterError(
                f"The cells by {over} do not add up to {examples(told)}. Correct the figures, or "
                "the sums that were declared; counts of persons in several groups at once are no "
                "dimension."
            )
        open_end = np.where(np.isnan(left), ~complete, left > tolerance)
        self._add(row, links["part"].to_numpy(dtype=np.int64), np.full(len(row), -1.0))
        self._add(np.arange(count), total, np.ones(count))
        at = np.flatnonzero(open_end)
        keys = self.keys.iloc[total[at]].copy()
        names = first["dimension"].to_numpy()[at]
        for name in set(names):
            keys.loc[names == name, name] = REST
        rest = self._new_cells(keys, left[at])
        self._add(at, rest, np.full(len(at), -1.0))
        self.rows = count

    def add_complements(self, table: Table, dimensions: Sequence[str]) -> None:
        """What is left of the base of each count of `table`, where the base is a cell."""
        keys = table.keys(dimensions)
        index = pd.MultiIndex.from_frame(self.keys)
        part = index.get_indexer(pd.MultiIndex.from_frame(keys))
        base = index.get_indexer(pd.MultiIndex.from_frame(keys.assign(measure=table.of)))
        there = base >= 0
        part, base = part[there], base[there]
        left = self.value[base] - self.value[part]
        if (left < 0).any():
            raise ParameterError(
                f"Table {table.name!r}: rows {examples(np.flatnonzero(there)[left < 0] + 1)} count "
                f"more persons than there are {table.of}, of whom they are said to be part."
            )
        named = f"{table.of} without {table.measured}"
        rest = self._new_cells(keys[there].assign(measure=named), left)
        rows = np.arange(self.rows, self.rows + len(rest))
        for cells, factor in ((base, 1.0), (part, -1.0), (rest, -1.0)):
            self._add(rows, cells, np.full(len(rows), factor))
        self.rows += len(rows)
        self.parts += [part, rest]

    def add_relation(self, relation: Relation, dimensions: Sequence[str]) -> None:
        """The sum of a relation as a cell of its own between its limits."""
        index = pd.MultiIndex.from_frame(self.keys)
        wanted = [
            (measure, relation.population, *(codes.get(name, TOTAL) for name in dimensions))
            for measure, codes, _ in relation.parts
        ]
        cells = index.get_indexer(pd.MultiIndex.from_tuples(wanted, names=index.names))
        if (cells < 0).any():
            unknown = [codes for codes, cell in zip(wanted, cells, strict=True) if cell < 0]
            raise ParameterError(
                f"{relation.name}: no table has {examples(unknown)}. Name measure and codes as the "
                "tables have them."
            )
        factors = np.array([factor for _, _, factor in relation.parts])
        keys = self.keys.iloc[[cells[0]]].assign(measure=relation.name)
        total = self._new_cells(keys, np.array([float(factors @ self.value[cells])]))
        self._add(np.full(len(cells) + 1, self.rows), np.r_[cells, total], np.r_[factors, -1.0])
        self.limits.append((int(total[0]), relation.low, relation.high))
        self.rows += 1

    def finished(self, cells: list[np.ndarray], virtual: np.ndarray) -> Equations:
        """Everything, without the cells that no table and no equation has."""
        none = np.zeros(0)
        rows, columns, factors = (
            np.concatenate([none, *(entry[k] for entry in self.entries)]) for k in range(3)
        )
        columns = columns.astype(np.int64)
        keys = pd.concat([self.keys, *self.added], ignore_index=True)
        value = np.concatenate([self.value, *self.added_value])
        relation = np.zeros(self.count, dtype=bool)
        limits = np.column_stack([np.zeros(self.count), np.full(self.count, np.inf)])
        for cell, low, high in self.limits:
            relation[cell], limits[cell] = True, (low, high)
        unseen = np.concatenate([virtual, np.ones(self.count - len(virtual), dtype=bool)])
        kept = ~unseen
        kept[columns] = True
        number = np.cumsum(kept) - 1
        shape = (self.rows, int(kept.sum()))
        matrix = csr_array((factors, (rows.astype(np.int64), number[columns])), shape=shape)
        found = Equations(
            keys[kept].reset_index(drop=True), [number[c] for c in cells], value[kept],
            unseen[kept], relation[kept], limits[kept], [number[p] for p in self.parts], matrix,
        )  # fmt: skip
        return replace(found)

"""Recognizing Quarterly Workforce Indicators, choosing totals or parts, and what to say of them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, NotInLibraryError, counted, examples
from sectornb.sources.holding import Holding
from sectornb.sources.json_tables import is_json
from sectornb.sources.library import Library
from sectornb.sources.opening import is_packed
from sectornb.sources.qwi.reader import GROUPS, KEY, SOURCE, codes_of, read_indicators
from sectornb.sources.recognition import Recognized, recognized

TOTAL_INDUSTRY = ("00", "000", "0000", "")
OLDER = ("A07", "A08")
"""Age groups of 55 and over."""


def recognize(path: Path, vintage: str) -> Recognized:
    """A file of indicators, read and checked.

    Raises
    ------
    InputError
        If it is none, or holds quarters after the year of `vintage`.
    """
    table = read_indicators(path)
    quarters = table["year"] + "-Q" + table["quarter"]
    first, last = quarters.min(), quarters.max()
    if vintage and vintage[:4] < last[:4]:
        raise InputError(
            f"{path} holds {last}, after the release {vintage}. Give year and month of the release "
            f"with --vintage, such as {int(last[:4]) + 1}-09."
        )
    areas = sorted(table["geography"].unique())
    where = areas[0] + (f"-and-{len(areas) - 1}-more" if len(areas) > 1 else "")
    split = [name for name in GROUPS if table[name].nunique() > 1]
    owners = [code for code in sorted(table["ownercode"].unique()) if code]
    industries = table["industry"].nunique()
    by = "-".join([*split, *owners, *([f"{industries}-industries"] if industries > 1 else [])])
    kind = "api" if is_json(path) else "extract"
    suffix = ".json" if kind == "api" else ".csv.gz" if is_packed(path, "gzip") else ".csv"
    named = {"areas": where, "first": first, "last": last}
    return recognized(SOURCE, kind, len(table), suffix, groups=by or "all", **named)


def workforce_indicators(library: Library, vintage: str = "") -> pd.DataFrame:
    """All indicators of the library's one release, as :func:`read_indicators` gives them.

    Raises
    ------
    NotInLibraryError
        If the library holds none, or several releases and none is chosen.
    InputError
        If two files hold the same cell.
    """
    tables = ("extract", "api")
    choose = "Say which in the region file, under 'vintages', for example qwi:"
    chosen = library.only_vintage(SOURCE, tables, vintage, "workforce indicators", choose)
    frames = [
        library.parsed(SOURCE, chosen, table, part, read_indicators).assign(part=part)
        for table in tables
        for part in library.parts(SOURCE, chosen, table)
    ]
    if not frames:
        raise NotInLibraryError(
            f"The library {library.root} holds no Quarterly Workforce Indicators. 'sectornb "
            f"sources {SOURCE}' tells where they are."
        )
    every = pd.concat(frames, ignore_index=True)
    doubled = every[every.duplicated(KEY, keep=False)]
    if len(doubled):
        raise InputError(
            f"The library {library.root} has {examples(sorted(doubled['part'].unique()))} of "
            f"{chosen}, which both hold {doubled['geography'].iloc[0]} in "
            f"{doubled['year'].iloc[0]}-Q{doubled['quarter'].iloc[0]}. Remove one of them with its "
            "record."
        )
    return every.drop(columns="part")


def cells_by(
    table: pd.DataFrame, groups: Collection[str] = (), industry: str = "", owner: str = ""
) -> pd.DataFrame:
    """Rows of one industry and owner, split by `groups`: none counts a job twice.

    Of everything that is not split the rows are those of its total.

    Parameters
    ----------
    table : DataFrame
        As of :func:`read_indicators`.
    groups : collection of str
        Of `GROUPS`: those by which jobs are split, such as ``agegrp``.
    industry, owner : str
        Their codes; by default all industries together, and the only owner there is.

    Raises
    ------
    InputError
        If there is no such industry or owner, a group to be split has no parts, or another one has
        parts and no total.
    """
    industries, owners = set(table["industry"]), sorted(set(table["ownercode"]))
    total = next((code for code in TOTAL_INDUSTRY if code in industries), "00")
    if not owner and len(owners) > 1:
        raise InputError(
            f"The workforce indicators are of the owners {examples(owners)}, of which one holds "
            "the others. Choose one."
        )
    wanted = {"industry": industry or total, "ownercode": owner or "".join(owners)}
    for name, code in wanted.items():
        there = table[name].eq(code)
        if len(table) and not there.any():
            raise InputError(
                f"The workforce indicators have no {name} {code}, only "
                f"{examples(sorted(table[name].unique()))}. Ask for it too."
            )
        table = table[there]
    chosen = pd.Series(True, table.index)
    for name in GROUPS:
        kind = table[name].map({"": "total", **codes_of(name)})
        what = "part" if name in groups else "total"
        if len(table) and not kind.eq(what).any():
            raise InputError(
                f"The workforce indicators have no {what} of {name}, only "
                f"{examples(map(repr, sorted(table[name].unique())))}. Ask for "
                + ("its groups too." if what == "part" else "its total too.")
            )
        chosen &= kind.eq(what)
    return table[chosen]


def older_share(table: pd.DataFrame) -> float:
    """Share (0 to 1) of jobs at the beginning of the quarter held by people of 55 and over.

    Missing where a figure of an age group is.
    """
    ages = cells_by(table, ["agegrp"])
    older = ages.loc[ages["agegrp"].isin(OLDER), "employment"].sum(skipna=False)
    every = ages["employment"].sum(skipna=False)
    return float(older / every) if every else float("nan")


def notes(library: Library, holding: Holding) -> list[str]:
    """What is hidden in a file that was added, whose owner it is, and how old its workers are."""
    table = library.parsed(SOURCE, holding.vintage, holding.table, holding.part, read_indicators)
    told = []
    if not set(table["ownercode"]) - {""}:
        told.append(
            "it does not tell the owner; without ownercode the API counts state, local and private "
            "together (A00), not the private sector. Ask for ownercode and industry."
        )
    ending = "_status"
    for name in [n.removesuffix(ending) for n in map(str, table) if n.endswith(ending)]:
        hidden, unknown = (
            int(table[f"{name}_status"].eq(word).sum()) for word in ("withheld", "not_available")
        )
        distorted = int(table[f"{name}_distorted"].sum())
        if hidden or unknown or distorted:
            told.append(
                f"{name}: of {len(table):,} cells {hidden:,} are withheld, {unknown:,} not "
                f"available, {distorted:,} distorted."
            )
    return told + _told_of_ages(workforce_indicators(library, holding.vintage))


def _told_of_ages(table: pd.DataFrame) -> list[str]:
    """The share of older workers in the last quarter that has jobs by age."""
    if "employment" not in table or not set(OLDER) <= set(table["agegrp"]):
        return []
    last = table.loc[table["employment"].notna(), ["year", "quarter"]].max()
    quarter = table[table["year"].eq(last["year"]) & table["quarter"].eq(last["quarter"])]
    try:
        share = older_share(quarter)
    except InputError as error:
        return [f"the share of older workers is not computed. {error}"]
    if share != share:
        return []
    return [
        f"in {last['year']}-Q{last['quarter']} people of 55 and over hold {100 * share:.1f} "
        f"percent of the jobs of {counted(quarter['geography'].nunique(), 'area')}."
    ]

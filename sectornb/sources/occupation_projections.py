"""State projections by occupation from Projections Central: JSON of its service, or CSV."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, NotInLibraryError, counted, examples
from sectornb.sources.columns import declared_columns
from sectornb.sources.declarations import declared
from sectornb.sources.holding import Holding
from sectornb.sources.json_tables import is_json, json_content, object_rows
from sectornb.sources.library import Library
from sectornb.sources.marks import marked_numbers
from sectornb.sources.opening import HEAD, file_head, header_of
from sectornb.sources.recognition import Recognized, recognized, table_by_header
from sectornb.sources.refusals import (
    refuse_codes,
    refuse_contradiction,
    refuse_first,
    refuse_other_year,
    refuse_repeats,
)

SOURCE = "occupation-projections"
FIGURES = ("base_employment", "target_employment", "change", "change_pct", "annual_openings")
ALL = "00-0000"
NATION = "00"
SHORT_TERM = 3
"""Years of a short-term projection, at most."""
ROUNDED = 150.0
"""By how much rounded figures may miss one another: three of them, each to the next hundred."""
MOST_YEARLY = 0.5
"""Openings of a year over jobs, all occupations together; in fact about 0.11."""
MOST_ROWS = 200_000
_CODE = re.compile(r"\d{2}-\d{4}", re.ASCII)


def recognize(path: Path, vintage: str) -> Recognized:
    """A table of projections, read and checked.

    Raises
    ------
    InputError
        If it is none, or its base year is not that of `vintage`.
    """
    table = read_occupation_projections(path)
    base, target = table["base_year"].iloc[0], table["target_year"].iloc[0]
    refuse_other_year(path, base, vintage[:4], "has the base year")
    areas = sorted(table["area_code"].unique())
    where = areas[0] + (f"-and-{len(areas) - 1}-more" if len(areas) > 1 else "")
    one = table["soc"].unique()
    where += f"-{one[0]}" if len(one) == 1 else ""
    term = "short-term" if int(target) - int(base) <= SHORT_TERM else "long-term"
    kind = "answer" if is_json(path) else "bulk"
    named = {"areas": where, "term": term, "year": base, "target": target}
    return recognized(SOURCE, kind, len(table), told=base, **named)  # type: ignore[arg-type]


def read_occupation_projections(path: Path) -> pd.DataFrame:
    """Projections of one file, by state and occupation.

    Returns
    -------
    DataFrame
        ``area_code`` (two digits; ``00`` the nation), ``area_title``, ``soc``,
        ``occupation_title``, ``is_group`` (other rows of the file are parts of it), ``base_year``,
        ``target_year`` (text), then each of `FIGURES` with its ``_status``: jobs, jobs, jobs,
        percent of all years, openings **a year**; sorted by area and occupation.

    Raises
    ------
    InputError
        If it is no such table, not all of it is there, periods differ, a code is none, a row
        stands twice, a figure is none or contradicts the others, or openings are not yearly.
    """
    texts = _from_answer(path) if is_json(path) else _from_csv(path)
    told = "{} is no state. Use the file of Projections Central."
    refuse_first(path, ~texts["area_code"].str.fullmatch(r"\d{1,2}"), texts["area_code"], told)
    texts["area_code"] = texts["area_code"].str.zfill(2)
    refuse_codes(path, texts["soc"], _CODE.fullmatch, "occupation such as 29-1141", digits=0)
    refuse_repeats(path, texts, ["area_code", "soc"], "rows")
    _check_years(path, texts)
    title = texts["occupation_title"].str.replace(r"\s*\(SOC 20\d\d\)$", "", regex=True)
    found = texts[["area_code", "area_title", "soc"]].assign(
        occupation_title=title,
        is_group=_groups(texts["soc"]),
        base_year=texts["base_year"],
        target_year=texts["target_year"],
    )
    marks = declared(SOURCE).marks
    for name in FIGURES:
        least = -1e9 if name.startswith("change") else 0.0
        numbers = marked_numbers(path, texts[name], marks, least=least)
        found[name], found[f"{name}_status"] = numbers["value"], numbers["status"]
    _check_figures(path, found)
    # A percentage of next to nothing, such as 25 percent of 0 jobs.
    empty = found["base_employment"].eq(0) & found["change_pct"].notna()
    found.loc[empty, "change_pct"] = float("nan")
    found.loc[empty, "change_pct_status"] = "not_applicable"
    return found.sort_values(["area_code", "soc"]).reset_index(drop=True)


def state_projections(library: Library, state: str, vintage: str = "") -> pd.DataFrame:
    """Long-term projections of one state, as :func:`read_occupation_projections`, of the library.

    Raises
    ------
    NotInLibraryError
        If the library holds none of the state, or several base years and none is chosen.
    InputError
        If two files give an occupation different figures.
    """
    tables = tuple(declared(SOURCE).tables)
    choose = "Say which in the region file, under 'vintages', for example occupation-projections:"
    chosen = library.only_vintage(SOURCE, tables, vintage, "occupational projections", choose)
    frames = [
        library.parsed(SOURCE, chosen, table, part, read_occupation_projections)
        for table in tables
        for part in library.parts(SOURCE, chosen, table)
        if part.startswith("long-term")
    ]
    frames = [each[each["area_code"].eq(state)] for each in frames]
    every = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    if every.empty:
        raise NotInLibraryError(
            f"The library {library.root} holds no long-term occupational projections of the state "
            f"{state}. 'sectornb sources {SOURCE}' tells where they are."
        )
    # A file of one occupation does not know that it is a group.
    every = every.sort_values(["soc", "is_group"], ascending=[True, False], kind="stable")
    every = every.drop_duplicates(["soc", "target_year", *FIGURES])
    doubled = every[every.duplicated("soc")]
    if len(doubled):
        raise InputError(
            f"The library {library.root} has two files of {chosen} with different figures of "
            f"{doubled['soc'].iloc[0]} in state {state}. Remove one of them with its record."
        )
    return every.reset_index(drop=True)


def notes(library: Library, holding: Holding) -> list[str]:
    """What the openings of a file that was added are, and are not."""
    table = library.parsed(
        SOURCE, holding.vintage, holding.table, holding.part, read_occupation_projections
    )
    told = []
    for area in [area for area in table["area_code"].unique() if area != NATION][:1]:
        if not holding.part.startswith("long-term"):
            break
        mine = state_projections(library, area, holding.vintage)
        parts = mine[~mine["is_group"]]
        openings, unknown = parts["annual_openings"].sum(), parts["annual_openings"].isna().sum()
        told.append(
            f"{mine['area_title'].iloc[0]}: {openings:,.0f} openings a year in "
            f"{counted(len(parts), 'occupation')}, of which {unknown:,} do not tell. They are a "
            "ceiling, no seats for graduates: people who change occupation, move in or are out of "
            "work fill them too."
        )
    return told


def _from_answer(path: Path) -> pd.DataFrame:
    head = file_head(path, HEAD).removeprefix(codecs.BOM_UTF8)
    if b'"AvgAnnualOpenings"' not in head and b'"rows"' not in head:
        raise InputError(
            f"{path} is JSON, but no answer of Projections Central, which has rows with "
            "AvgAnnualOpenings."
        )
    content = json_content(path)
    if not isinstance(content, dict):
        content = {"rows": content}
    wanted = {c.file: c.name for c in declared(SOURCE).table("answer").columns}
    table = object_rows(path, content.get("rows"), list(wanted)).rename(columns=wanted)
    pager = content.get("pager")
    whole = pager.get("total_items") if isinstance(pager, dict) else None
    if whole is not None and str(whole) != str(len(table)):
        raise InputError(
            f"{path} has {len(table):,} of {str(whole)[:12]} rows. Ask for items_per_page=1000; "
            "other numbers than 10, 25, 50, 100 and 1000 give an empty answer."
        )
    return table


def _from_csv(path: Path) -> pd.DataFrame:
    header = header_of(path)
    columns = declared(SOURCE).table("bulk").columns
    spelled = {name.casefold() for name in header}
    first = next(c for c in columns if c.name == "annual_openings")
    if not spelled & {name.casefold() for name in (first.file, *first.aliases)}:
        table_by_header(path, SOURCE, set(header))
    return declared_columns(path, SOURCE, "bulk", any_case=True, most_rows=MOST_ROWS)


def _check_years(path: Path, texts: pd.DataFrame) -> None:
    for name in ("base_year", "target_year"):
        told = "{} is no year. Use the file of Projections Central."
        refuse_first(path, ~texts[name].str.fullmatch(r"(?:19|20)\d{2}"), texts[name], told)
    periods = (texts["base_year"] + " to " + texts["target_year"]).unique()
    if len(periods) > 1:
        raise InputError(
            f"{path} holds {examples(sorted(periods))}: states publish at different times. Take "
            "the answer of your own state, or keep the rows of one period."
        )
    told = "{} is not after the base year. Use the file of Projections Central."
    refuse_first(path, texts["target_year"].le(texts["base_year"]), texts["target_year"], told)


def _groups(codes: pd.Series[str]) -> pd.Series[bool]:
    """Which occupations are groups of which other rows of the file are parts.

    A code such as 13-1020 that ends with 0 and has no parts there is an occupation.
    """
    every = codes.drop_duplicates()
    above: set[str] = set()
    for length in (3, 4, 5, 6):
        stems = every.str[:length]
        # A stem filled up with zeros is a group if another code begins with it.
        full = stems.str.ljust(7, "0")
        above |= set(full[full.ne(every)])
    return codes.isin(above) | (codes.eq(ALL) & (len(every) > 1))


def _check_figures(path: Path, found: pd.DataFrame) -> None:
    base, target, change = (found[name] for name in FIGURES[:3])
    shown = found.assign(
        base=base.map("{:,.0f}".format), target=target.map("{:,.0f}".format),
        gained=change.map("{:,.0f}".format), percent=found["change_pct"].map("{:g}".format),
    )  # fmt: skip
    refuse_contradiction(
        path, shown, (target - base - change).abs().gt(ROUNDED).to_numpy(), "Change",
        "{base} and {target} jobs do not differ by {gained}.",
    )  # fmt: skip
    slack = 100 * ROUNDED / base.where(base > 0) + 0.15
    off = (found["change_pct"] - 100 * change / base.where(base > 0)).abs().gt(slack)
    refuse_contradiction(
        path, shown, off.to_numpy(), "PercentChange",
        "{gained} jobs more than {base} are not {percent} percent.",
    )  # fmt: skip
    both = found["annual_openings"].notna() & base.notna()
    openings, jobs = found.loc[both, "annual_openings"].sum(), base[both].sum()
    if jobs > 0 and openings > MOST_YEARLY * jobs:
        raise InputError(
            f"{path} has {openings:,.0f} openings for {jobs:,.0f} jobs: these are the openings of "
            "all years together, as some states' own sites give them, not of one year. Take the "
            "file of Projections Central."
        )

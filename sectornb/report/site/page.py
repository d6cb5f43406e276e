"""The overview as a folder: a page that answers first, its tables as CSV beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from sectornb.assessment import WORKBOOK
from sectornb.assessment.instrument import Instrument, read_instrument
from sectornb.errors import InputError, counted, examples
from sectornb.report.evidence import claim_address
from sectornb.report.glossary import Glossary
from sectornb.report.outputs import picture_source
from sectornb.report.record import write_table
from sectornb.report.shell import finding_html, render, workbook_label
from sectornb.report.site import words
from sectornb.report.site.heatmap import plot_elements
from sectornb.report.site.regions import REGIONAL, Region, comparable_regions, titles_of
from sectornb.report.site.reports import OVERVIEW, LeftOut, SavedReport, read_reports
from sectornb.report.site.tables import (
    COMPONENT,
    ELEMENT,
    IN_PLACE,
    MISSING,
    NOT_TOLD,
    OUTSIDE,
    PARTLY,
    components_by_region,
    elements_by_region,
    help_between_regions,
    overlapping_regions,
    pairs_of_regions,
    parts_across_regions,
    site_dictionary,
)
from sectornb.report.staging import mend, only_run, staging_folder, swap_in
from sectornb.show.picture import Picture
from sectornb.show.sentence import Claim
from sectornb.show.table import format_value, html_table

NAME = "site"
MOST_NAMES, MOST_PAIRS, MOST_LINES, MOST_ROWS = 8, 10, 20, 300
TABLES = (
    *("elements_by_region", "components_by_region", "parts_across_regions"),
    *("help_between_regions", "pairs_of_regions", "overlapping_regions", "site_counts"),
)


@dataclass(frozen=True)
class Overview:
    """What an overview is made of.

    Attributes
    ----------
    reports : sequence of SavedReport
        Every report that can be shown.
    folders : sequence of LeftOut
        Folders that hold none.
    regions : sequence of Region
        Those that are compared.
    not_compared : sequence of LeftOut
        Reports of the others.
    instrument : Instrument
        By which they are compared.
    tables : mapping of str to DataFrame
        What is saved beside the page.
    """

    reports: Sequence[SavedReport]
    folders: Sequence[LeftOut]
    regions: Sequence[Region]
    not_compared: Sequence[LeftOut]
    instrument: Instrument
    tables: Mapping[str, pd.DataFrame]

    @property
    def simulated(self) -> bool:
        """Whether what is compared, or all that there is, is simulated; it is never mixed."""
        shown = [each.report for each in self.regions] or self.reports
        return any(report.simulated for report in shown)

    @property
    def beyond(self) -> str:
        """Where to look for what no region here has."""
        states = {code[:2] for each in self.regions for code in each.report.counties}
        return "outside the state" if len(states) == 1 else "outside these regions"


def write_site(folder: Path, out: Path | None = None) -> tuple[Path, list[str]]:
    """Make the overview of a folder of reports, whole or not at all.

    The same reports give the same bytes.

    Parameters
    ----------
    folder : Path
        Where the reports lie, each in a folder of its own.
    out : Path, optional
        The folder of the overview; by default ``site`` among the reports.

    Returns
    -------
    Path, list of str
        The page, and what it says first.

    Raises
    ------
    InputError
        If no report can be shown, or something else lies where the overview goes.
    """
    own = (out or folder / NAME).absolute()
    reports, folders = read_reports(folder, own)
    found = _overview(reports, folders)
    with only_run(own.parent, own.name):
        mend(own.parent, own.name)
        if own.exists() and not (own / OVERVIEW).is_file():
            raise InputError(
                f"{own} is there and no overview of regions, so it is not replaced. Choose another "
                "folder: sectornb site reports --out FOLDER."
            )
        stage = staging_folder(own.parent, own.name)
        stage.mkdir(parents=True)
        said = _write(found, stage, own)
        page = swap_in(own.parent, own.name) / "index.html"
    return page, said


def _overview(reports: Sequence[SavedReport], folders: Sequence[LeftOut]) -> Overview:
    instrument = read_instrument(REGIONAL)
    regions, not_compared = comparable_regions(reports, instrument)
    tables = {"overlapping_regions": overlapping_regions(reports)}
    if regions:
        components = components_by_region(regions, instrument)
        elements = elements_by_region(regions, components, instrument)
    else:
        components, elements = (_empty(name) for name in ("components_by_region", TABLES[0]))
    pairs = help_between_regions(elements, components, reports)
    tables |= {
        "elements_by_region": elements,
        "components_by_region": components,
        "help_between_regions": pairs,
        "parts_across_regions": parts_across_regions(elements, components, pairs),
        "pairs_of_regions": pairs_of_regions(pairs),
    }
    tables["site_counts"] = words.site_counts(tables, len(reports))
    return Overview(reports, folders, regions, not_compared, instrument, tables)


def _empty(name: str) -> pd.DataFrame:
    declared = site_dictionary()
    return pd.DataFrame(
        {
            column: pd.Series(dtype="float64" if declared.columns[column].numeric else "object")
            for column in declared.table(name).columns
        }
    )


def _write(found: Overview, folder: Path, own: Path) -> list[str]:
    """Write page, tables and result into `folder`, which becomes `own`; what is said first."""
    speaker = words.SiteSpeaker(found.tables, found.beyond)
    told = [words.answer(speaker), *words.findings(speaker)]
    claims = [claim for each in told for claim in each.claims]
    compared = len(found.regions) > 1
    picture = _picture(found) if compared else None
    glossary = Glossary()

    def link(claim: Mapping[str, Any]) -> str | None:
        return f"#{quote(claim_address(claim))}"

    said = [glossary.link(finding_html(each.record(), link)) for each in told]
    titles = titles_of(found.reports)
    filled = [name for name in TABLES if len(found.tables[name])]
    render(
        "site.html.j2",
        folder / "index.html",
        report=found,
        answer=said[0],
        findings=said[1:],
        words=glossary.words,
        picture=picture,
        compared=compared,
        beyond=found.beyond,
        instrument=found.instrument,
        elements=[(area.id, area.title) for area in found.instrument.areas],
        regions=[_region(found, each, own) for each in sorted(found.regions, key=_by_title)],
        parts={
            kind: [_part(found, row) for _, row in _of_kind(found, kind).iterrows()]
            for kind in (ELEMENT, COMPONENT)
        },
        pairs=_rows(found, "pairs_of_regions", MOST_PAIRS),
        reports=[_report(each, titles[each.name], found, own) for each in found.reports],
        overlaps=list(_overlaps(found)),
        full=[_full(name, found.tables[name], claims) for name in filled],
        files=[(name, site_dictionary().table(name).title) for name in TABLES],
    )
    for name in TABLES:
        write_table(found.tables[name], folder / "tables" / f"{name}.csv")
    if picture:
        picture["picture"].save(folder / "figures", picture["picture"].name)
    result = {
        "answer": told[0].record(),
        "findings": [each.record() for each in told[1:]],
        "instrument": {"name": found.instrument.name, "version": found.instrument.version},
        "reports": [each.name for each in found.reports],
        "compared": [each.report.name for each in found.regions],
        "not_compared": [vars(each) for each in found.not_compared],
        "left_out": [vars(each) for each in found.folders],
    }
    text = json.dumps(result, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / OVERVIEW).write_text(text + "\n", "utf-8")
    left_out = [f"Left out: {each.name} ({each.why})." for each in found.folders]
    return [*(each.text for each in told), *left_out]


def _by_title(region: Region) -> tuple[str, str]:
    return region.title.casefold(), region.report.name


def _picture(found: Overview) -> dict[str, Any]:
    """The heat map, embedded, with what it says in one line."""
    levels = {code: word.shown for code, word in site_dictionary().codes["level"].words.items()}
    short = {area.id: area.short for area in found.instrument.areas}
    elements = found.tables["elements_by_region"]
    missing, in_place = (int(elements["level"].eq(each).sum()) for each in (MISSING, IN_PLACE))
    title = (
        f"Of {len(elements)} elements in {len(found.regions)} regions, {in_place} in place and "
        f"{missing} missing."
    )
    drawn: Picture = plot_elements(elements, short, levels, title)
    source = picture_source("image/svg+xml", drawn.svg.decode("utf-8"), f"{drawn.name}.svg")
    wide, high = drawn.size
    return {
        "picture": drawn, "alt": drawn.alt, "caption": drawn.caption, "source": source,
        "width": wide, "height": high,
    }  # fmt: skip


def _address(report: SavedReport, file: str, own: Path) -> str:
    """The way from the overview to a file of a report."""
    path = PurePath(os.path.relpath(report.folder.absolute() / file, own)).as_posix()
    return quote(path)


def _region(found: Overview, region: Region, own: Path) -> dict[str, Any]:
    """A region's row of the first table."""
    rows = found.tables["elements_by_region"]
    rows = rows[rows["report"].eq(region.report.name)].set_index("area")
    columns = site_dictionary().columns
    cells = []
    for area in found.instrument.areas:
        row = rows.loc[area.id]
        level, median = str(row["level"]), row["median_of_items"]
        why = columns["status"].word(row["status"]) if level == NOT_TOLD else ""
        shown = format_value(median, columns["median_of_items"]) if level != NOT_TOLD else ""
        cells.append({"level": level, "word": columns["level"].word(level), "number": shown,
                      "why": why})  # fmt: skip
    raters = "" if pd.isna(region.raters) else f"{region.raters:,.0f}"
    return {
        "title": region.title,
        "page": _address(region.report, f"{WORKBOOK.name}.html", own),
        "wave": region.wave,
        "mode": columns["survey_mode"].word(region.mode) or region.mode,
        "raters": raters,
        "cells": cells,
        "held_back": _held_back(found, region),
    }


def _held_back(found: Overview, region: Region) -> str:
    """Which components of a region are not told, and why, in words."""
    rows = found.tables["components_by_region"]
    rows = rows[rows["report"].eq(region.report.name) & rows["level"].eq(NOT_TOLD)]
    if rows.empty:
        return ""
    status, every = site_dictionary().columns["status"], len(found.instrument.items)
    counts = rows["status"].value_counts(sort=False)
    reasons = [f"{count} {status.word(code)}" for code, count in counts.items()]
    if len(reasons) == 1:
        reasons = [str(status.word(counts.index[0]))]
    told = f"all {every}" if len(rows) == every else f"{len(rows)} of {every}"
    return f"{told} components: {', '.join(reasons)}"


def _of_kind(found: Overview, kind: str) -> pd.DataFrame:
    parts = found.tables["parts_across_regions"]
    return parts[parts["rated_kind"].eq(kind)]


def _part(found: Overview, part: pd.Series) -> dict[str, Any]:
    """An element or a component with the regions by where they stand."""
    element = part["rated_kind"] == ELEMENT
    rows = found.tables["elements_by_region" if element else "components_by_region"]
    rows = rows[rows["area" if element else "item"].eq(part["rated"])]
    names = {
        level: sorted(rows.loc[rows["level"].eq(level), "region_title"], key=str.casefold)
        for level in (MISSING, PARTLY, IN_PLACE)
    }
    help_word = site_dictionary().columns["help_from"].word(part["help_from"])
    if part["help_from"] == OUTSIDE:
        help_word = f"{help_word}: look {found.beyond}"
    return {
        "number": part["rated"],
        "title": part["rated_title"],
        "help": help_word,
        **{level: _listed(each) for level, each in names.items()},
    }


def _listed(names: Sequence[str]) -> str:
    """Names in a cell, of very many the first ones and how many more there are."""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return "; ".join(names[:MOST_NAMES]) + more if names else "none"


def _rows(found: Overview, name: str, most: int) -> list[dict[str, Any]]:
    return [
        {str(key): value for key, value in row.items()}
        for row in found.tables[name].head(most).to_dict("records")
    ]


def _report(report: SavedReport, title: str, found: Overview, own: Path) -> dict[str, Any]:
    """A report's row of the list of all: with its counties, workbooks and their periods."""
    names = _county_names(found)
    called = [names.get(code, code) for code in report.manifest.region.counties]
    return {
        "title": title,
        "page": _address(report, "index.html", own),
        "counties": f"{counted(len(called), 'county', 'counties')}: {examples(called, 6)}",
        "simulated": report.simulated,
        "workbooks": [
            {
                "label": workbook_label(name),
                "period": str(record.get("period", "")),
                "page": _address(report, f"{name}.html", own),
            }
            for name, record in report.records.items()
        ],
    }


def _county_names(found: Overview) -> dict[str, str]:
    """Names of counties, of one report for the others too."""
    return {code: name for each in found.reports for code, name in each.county_names.items()}


def _overlaps(found: Overview) -> Iterator[str]:
    """Which regions count the same counties as theirs, in words."""
    names = _county_names(found)
    rows = found.tables["overlapping_regions"]
    titles = titles_of(found.reports)
    for _, row in rows.head(MOST_LINES).iterrows():
        counties = [names.get(code, code) for code in row["shared_counties"].split()]
        pair = f"{titles[row['report']]} and {titles[row['other']]}"
        yield f"{pair}: {examples(counties, 6)}."
    if len(rows) > MOST_LINES:
        yield f"{len(rows) - MOST_LINES} more pairs stand in overlapping_regions.csv."


def _full(name: str, frame: pd.DataFrame, claims: Sequence[Claim]) -> dict[str, Any]:
    """A table of the overview, folded; of very many rows the first, and those in sentences."""
    declared, rows = site_dictionary(), len(frame)
    title = declared.table(name).title
    own = [claim for claim in claims if claim.table == name]
    summary = f"{title}: {'the only row' if rows == 1 else f'all {rows:,} rows'}"
    if rows > MOST_ROWS:
        kept = pd.Series(range(rows), index=frame.index).lt(MOST_ROWS)
        for claim in own:
            kept |= (frame[list(claim.row)] == pd.Series(dict(claim.row))).all(axis=1)
        frame = frame[kept]
        summary = f"{title}: {len(frame)} of {rows:,} rows, the others in the file"
    used = {claim_address(vars(claim)) for claim in own}
    made = html_table(frame, name, caption=title, addresses=used, declared=declared)
    return {"name": name, "summary": summary, "html": Markup(made.html)}

"""A comparison as a folder: a page that answers first, every difference as CSV beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.dictionary import Column, dictionary, label_from_name
from sectornb.errors import InputError, SectornbError, counted, examples, shortened
from sectornb.report.compare import Comparison, Saved, compare
from sectornb.report.differences import TableDifference, row_texts, years_matched
from sectornb.report.glossary import Glossary
from sectornb.report.index import county_line
from sectornb.report.record import FLOAT_FORMAT
from sectornb.report.row_names import LONGEST, names_of, row_names
from sectornb.report.saved_table import saved_text
from sectornb.report.shell import MOST_FINDINGS, finding_html, render, workbook_label
from sectornb.report.staging import mend, only_run, staging_folder, swap_in
from sectornb.show.sentence import Sentence, joined
from sectornb.show.sides import AFTER, BEFORE, COUNTS, SidedClaim
from sectornb.show.table import cell_id, format_value

if TYPE_CHECKING:
    import pandas as pd

RESULT = "comparison.json"
MOST_ROWS = 50
_NAMED = 3


def write_comparison(before: Path, after: Path, out: Path | None = None) -> tuple[Path, list[str]]:
    """Compare two reports, and write the comparison's folder whole or not at all.

    Parameters
    ----------
    before, after : Path
        The folders of the reports.
    out : Path, optional
        Where the folder ``compare-BEFORE-AFTER`` is made; by default beside `after`.

    Returns
    -------
    Path, list of str
        The page, and what it says first.

    Raises
    ------
    InputError
        If one is no report, or something else lies where the comparison goes.
    """
    found = compare(before, after)
    reports = out if out is not None else found.after.folder.parent
    name = _folder_name(found)
    with only_run(reports, name):
        mend(reports, name)
        if (reports / name).exists() and not (reports / name / RESULT).is_file():
            raise InputError(
                f"{reports / name} is there and no comparison, so it is not replaced. Choose "
                "another folder: sectornb compare A B --out FOLDER."
            )
        folder = staging_folder(reports, name)
        (folder / "changes").mkdir(parents=True)
        _write(found, folder)
        page = swap_in(reports, name) / "index.html"
    return page, [each.text for each in (answer_of(found), *found.findings)]


def _folder_name(found: Comparison) -> str:
    names = [re.sub(r"[^A-Za-z0-9_-]+", "-", s.name) for s in (found.before, found.after)]
    return f"compare-{names[0]}-{names[1]}"


def _write(found: Comparison, folder: Path) -> None:
    answer = answer_of(found)
    said = [answer, *found.findings]
    claims = [claim for each in said for claim in each.claims if isinstance(claim, SidedClaim)]
    titled = [
        table.name
        for table in found.tables
        if {"naics", "naics_title"} <= {*dictionary().table(table.name).columns}
    ]
    known = names_of(
        {**found.before.county_names, **found.after.county_names},
        (frame for name in titled for frame in _frames(found, name).values()),
    )
    views = [_view(found, table, known, claims) for table in found.tables]
    addresses = {address for view in views for cell in view["used"] for address in cell["ids"]}
    addresses |= {_count_address(counted) for counted in found.counts}

    def link(claim: Mapping[str, Any]) -> str | None:
        address = _address(SidedClaim(**claim))
        return f"#{address}" if address in addresses else None

    for table in found.tables:
        if table:
            _rows(table).to_csv(
                folder / "changes" / f"{table.name}.csv",
                index=False,
                float_format=FLOAT_FORMAT,
                lineterminator="\n",
                encoding="utf-8",
            )
    glossary = Glossary()
    told = [glossary.link(finding_html(each.record(), link)) for each in said]
    render(
        "compare.html.j2",
        folder / "index.html",
        report=found,
        title=" and ".join(
            dict.fromkeys(side.manifest.region.title for side in (found.before, found.after))
        ),
        sides=[_side(found.before, "Before"), _side(found.after, "Now")],
        answer=told[0],
        findings=told[1 : MOST_FINDINGS + 1],
        more=told[MOST_FINDINGS + 1 :],
        words=glossary.words,
        counties=list(_counties(found)),
        workbooks=list(_workbooks(found)),
        choices=[
            {
                "workbook": workbook_label(choice.workbook),
                "label": label_from_name(choice.key.replace(".", "_")),
                "before": _shown(choice.before),
                "after": _shown(choice.after),
                "kind": "which data" if choice.of_data else "choice",
            }
            for choice in found.choices
        ],
        changed=[view for view in views if view["changed"]],
        same=[view["title"] for view in views if not view["changed"] and not view["empty"]],
        empty=[view["title"] for view in views if not view["changed"] and view["empty"]],
        used=[view for view in views if view["used"] and not view["changed"]],
        counts=[
            {"address": _count_address(name), "name": name, "count": f"{count:,}"}
            for name, count in found.counts.items()
        ],
    )
    result = {
        "before": _told(found.before),
        "after": _told(found.after),
        "answer": answer.record(),
        "findings": [each.record() for each in found.findings],
        "data": {"files": found.inputs, "other_bytes": found.other_bytes},
        "choices": [vars(choice) for choice in found.choices],
        "counties": {"before": found.counties_before, "after": found.counties_after},
        "workbooks": {"before": found.workbooks_before, "after": found.workbooks_after},
        "code": found.code,
        "counts": found.counts,
        "tables": {
            table.name: f"changes/{table.name}.csv" if table else "the same"
            for table in found.tables
        },
        "not_compared": found.untold,
    }
    text = json.dumps(result, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / RESULT).write_text(text + "\n", "utf-8")


def _told(saved: Saved) -> dict[str, Any]:
    """Which report it is, without saying where on this machine it lies."""
    told = saved.manifest.region
    return {"folder": saved.name, "id": told.id, "title": told.title}


def answer_of(found: Comparison) -> Sentence:
    """What changed, and what went in differently, in one sentence."""
    went_in = _went_in(found)
    if not found.results_differ:
        if not found.data_differ and not found.choices_differ and not found.methods_differ:
            return Sentence("Nothing changed: both reports have the same tables.")
        return Sentence(f"No table changed, although {went_in}.")
    told = joined("; ", [*found.headlines, Sentence(went_in)]) + "."
    return Sentence(told.text[:1].upper() + told.text[1:], told.claims)


def _went_in(found: Comparison) -> str:
    """Data, choices and code: which of them differ."""
    if found.other_region:
        return "the two reports have no county in common, so they are of two places"
    parts = []
    if found.methods_differ:
        parts.append("the methods are of another version")
    periods = [saved.periods for saved in (found.before, found.after)]
    both = periods[0].keys() & periods[1].keys()
    years = sum(one.of_data for one in found.choices)
    if years or any(periods[0][name] != periods[1][name] for name in both):
        parts.append(f"the data are of {'another year' if years == 1 else 'other years'}")
    elif found.other_bytes:
        parts.append("files of the same name hold other data")
    elif found.inputs:
        county = found.counties_before or found.counties_after
        parts.append("the data are of the same years" if county else "other files went in")
    else:
        parts.append("the data are the same")
    parts += [each.rstrip(".") for each in _counties(found, named=_NAMED)]
    if found.workbooks_before or found.workbooks_after:
        parts.append("not the same workbooks were run")
    own = [choice.key.partition(".")[0] for choice in found.choices if not choice.of_data]
    if own:
        names = [label_from_name(key).lower() for key in dict.fromkeys(own)]
        parts.append(f"other choices were made ({examples(names)})")
    elif not found.choices_differ:
        parts.append("all other choices are the same" if years else "the choices are the same")
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]


def _counties(found: Comparison, named: int = MOST_ROWS) -> Iterator[str]:
    """Which counties came or went, in words."""
    for when, codes, saved in (
        ("no longer", found.counties_before, found.before),
        ("now", found.counties_after, found.after),
    ):
        names = [saved.county_names.get(code, code) for code in codes]
        if names:
            belong = "belongs" if len(names) == 1 else "belong"
            yield f"{examples(names, named)} {when} {belong} to the region."


def _workbooks(found: Comparison) -> Iterator[str]:
    for when, names in (("before", found.workbooks_before), ("now", found.workbooks_after)):
        if names:
            labels = [workbook_label(name) for name in names]
            yield f"Only {when}: {examples(labels)}. Its tables have nothing to be compared with."


def _side(saved: Saved, when: str) -> dict[str, Any]:
    """One report for the head of the page."""
    periods = list(dict.fromkeys(filter(None, saved.periods.values())))
    return {
        "when": when,
        "name": saved.name,
        "title": saved.manifest.region.title,
        "counties": county_line(
            saved.manifest.region.counties, [{"county_names": saved.county_names}]
        ),
        "period": "; ".join(periods),
    }


def _shown(value: object) -> str:
    """A choice's value as words."""
    if value is None:
        return "not set"
    text = f"{value:g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
    return shortened(text.strip('"') or "none", LONGEST)


# Table by table.


def _frames(found: Comparison, name: str) -> dict[str, pd.DataFrame]:
    """A table as both reports saved it."""
    return {
        side: saved_text(saved.folder / "tables" / f"{name}.csv")
        for side, saved in ((BEFORE, found.before), (AFTER, found.after))
    }


def _view(
    found: Comparison,
    table: TableDifference,
    known: Mapping[str, Mapping[str, str]],
    claims: Sequence[SidedClaim],
) -> dict[str, Any]:
    """One table as the page shows it: what differs, and the cells that sentences use."""
    declared, frames = dictionary().table(table.name), _frames(found, table.name)
    years = found.years(declared.workbook) if "year" in declared.key else {}
    names = dict[str, str]()
    for place, frame in enumerate(frames.values()):
        for each in (frame, years_matched(frame, years, place)):
            names |= row_names(each, declared.key, known)
    alone = [
        {
            "when": when,
            "count": counted(len(keys), "row"),
            "rows": [names.get(key, key) for key in keys[:MOST_ROWS]],
            "more": max(len(keys) - MOST_ROWS, 0),
        }
        for when, keys in (("before", table.rows_before), ("now", table.rows_after))
        if keys
    ]
    columns = [
        f"Only {when}: {examples([_column(name).label for name in those], 9)}."
        for when, those in (("before", table.columns_before), ("now", table.columns_after))
        if those
    ]
    differing = list(_by_column(table, names))
    parts = [*([f"{len(differing)} columns differ"] if len(differing) > 1 else [])]
    if len(differing) == 1:
        parts = ["1 column differs"]
    parts += [f"{each['count']} only {each['when']}" for each in alone]
    return {
        "name": table.name,
        "title": declared.title,
        "changed": bool(table),
        "empty": not any(_has_figures(frame, declared.key) for frame in frames.values()),
        "years": [f"{was} before with {now} now" for was, now in years.values() if was != now],
        "summary": ", ".join(parts) or ("other columns" if table else "the same"),
        "alone": alone,
        "columns": columns,
        "differing": differing,
        "used": list(_used(table.name, frames, declared.key, names, claims)),
        "file": f"changes/{table.name}.csv",
    }


def _has_figures(frame: pd.DataFrame, key: Sequence[str]) -> bool:
    """Whether any cell of a column of numbers is filled; true of rows of words alone."""
    numbers = [name for name in map(str, frame) if name not in key and _column(name).numeric]
    return bool((frame[numbers] != "").to_numpy().any()) if numbers else len(frame) > 0


def _column(name: str) -> Column:
    """What the data dictionary says of a column; of one that it does not have, its name."""
    described = dictionary().columns.get(name)
    label = label_from_name(name)
    return described or Column(format="text", meaning=label or "-", label=label or "-")


def _by_column(table: TableDifference, names: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Each column that differs: in how many rows, and where it differs most."""
    if table.cells.empty:
        return
    for name, cells in table.cells.groupby("column", sort=False):
        column, change = _column(str(name)), cells["change"].abs()
        # Of words, which have no change, the first.
        cell = cells.iloc[int(change.fillna(-1.0).argmax())]
        yield {
            "label": column.label,
            "kind": "n" if column.numeric else "",
            "rows": f"{len(cells):,}",
            "row": names.get(cell["key"], cell["key"]),
            "before": _value(cell["before"], column),
            "after": _value(cell["after"], column),
        }


def _value(text: str, column: Column) -> str:
    """A saved cell as people read it; as it stands where it is not what is declared."""
    if text == "":
        return "–"
    try:
        shown = format_value(float(text) if column.numeric else text, column)
    except (ValueError, SectornbError):
        shown = text
    return shortened(shown or "–", LONGEST)


def _used(
    name: str,
    frames: Mapping[str, pd.DataFrame],
    key: Sequence[str],
    names: Mapping[str, str],
    claims: Sequence[SidedClaim],
) -> Iterator[dict[str, Any]]:
    """The cells of a table that sentences name, in both reports, with their addresses."""
    rows = {
        side: dict(zip(row_texts(frame, key), range(len(frame)), strict=True))
        for side, frame in frames.items()
    }
    mine = [claim for claim in claims if claim.table == name and claim.side != COUNTS]
    for place in dict.fromkeys(_row_and_column(claim, key) for claim in mine):
        row, named = place
        here = [claim for claim in mine if _row_and_column(claim, key) == place]
        ids = {claim.side: _address(claim) for claim in here}
        column = _column(named)
        yield {
            "row": names.get(row, row),
            "column": column.label,
            "kind": "n" if column.numeric else "",
            "ids": list(ids.values()),
            "cells": [
                {
                    "id": ids.get(side),
                    "text": _value(str(frame[named].iloc[rows[side][row]]), column)
                    if row in rows[side] and named in frame
                    else "–",
                }
                for side, frame in frames.items()
            ],
        }


def _row_and_column(claim: SidedClaim, key: Sequence[str]) -> tuple[str, str]:
    return " ".join(str(claim.row[name]).removesuffix(".0") for name in key), claim.column


def _address(claim: SidedClaim) -> str:
    """The address of a claim's cell within the page."""
    if claim.side == COUNTS:
        return _count_address(str(claim.row["counted"]))
    return f"{claim.side}-{cell_id(claim.table, claim.row, claim.column)}"


def _count_address(counted_what: str) -> str:
    return "counts-" + re.sub(r"[^a-z0-9]+", "-", counted_what.lower())


def _rows(table: TableDifference) -> pd.DataFrame:
    """Every difference of a table, one row each."""
    import pandas as pd

    alone = [
        {"difference": f"{what} only {when}", of: each}
        for what, of, when, those in (
            ("column", "column", "before", table.columns_before),
            ("column", "column", "now", table.columns_after),
            ("row", "row", "before", table.rows_before),
            ("row", "row", "now", table.rows_after),
        )
        for each in those
    ]
    cells = table.cells.rename(columns={"key": "row"}).assign(difference="cell")
    columns = ["difference", "row", "column", "before", "after", "change"]
    rows = pd.concat([pd.DataFrame(alone, columns=columns), cells.reindex(columns=columns)])
    return rows.assign(**{name: _harmless(rows[name]) for name in columns[1:5]})


def _harmless(texts: pd.Series) -> pd.Series:
    """Text of a report with an apostrophe where a spreadsheet would take it for a formula."""
    import pandas as pd

    obeyed = texts.str.match(r"[=+\-@\t\r]", na=False) & pd.to_numeric(texts, "coerce").isna()
    return texts.where(~obeyed, "'" + texts.astype("object"))

"""Profiles of what a workbook chose, on a page of their own: each prints on one sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from sectornb.report.evidence import CELL_ADDRESS, claim_address, full_tables, link_of
from sectornb.report.glossary import Glossary
from sectornb.report.report import Report
from sectornb.report.shell import badge_legend, finding_html, render
from sectornb.show.profile import Called
from sectornb.show.table import html_table, key_text


def profiles_page(record: Mapping[str, Any]) -> str:
    """The file of a record's profiles; empty where it has none."""
    return f"{record['workbook']}-profiles.html" if record.get("profiles") else ""


def profiles_called(record: Mapping[str, Any]) -> Called:
    """What a record's profiles are called; a record of an earlier version does not say."""
    return Called(**record.get("profiles_called", {}))


def profile_id(profile: Mapping[str, Any]) -> str:
    """The address of a profile within its page."""
    return f"p-{claim_address(profile['name'])}"


def linked_to_profiles(html: str, record: Mapping[str, Any]) -> str:
    """`html` with a link from each cell that names what has a profile."""
    page = profiles_page(record)
    for profile in record.get("profiles", []):
        before, cell, after = html.partition(f' id="{claim_address(profile["name"])}">')
        text, end, rest = after.partition("</th>")
        if cell and end:
            link = f'<a href="{quote(page)}#{quote(profile_id(profile))}">'
            html = f"{before}{cell}{link}{text}</a>{end}{rest}"
    return html


def write_profiles(report: Report, record: Mapping[str, Any]) -> None:
    """Write the page of a record's profiles, which loads nothing; none without any.

    Raises
    ------
    WorkbookError
        If a sentence names a cell that its saved table does not have.
    """
    name = profiles_page(record)
    if not name:
        return
    shown = [_tables(report, profile) for profile in record["profiles"]]
    addresses = set(CELL_ADDRESS.findall("".join(html for tables in shown for html in tables)))
    told = [_sentences(profile) for profile in record["profiles"]]
    # Of the other tables only the rows in use: all of them stand on the workbook's page.
    own = {**record, "answer": [], "findings": sum(told, []), "next_steps": [], "notes": []}
    tables, _ = full_tables(report, own | {"limits": []}, addresses, most_cells=0)
    addresses |= {address for table in tables for address in CELL_ADDRESS.findall(table.html)}
    glossary, link = Glossary(), partial(link_of, record=record, addresses=addresses)

    def said(sentence: Mapping[str, Any]) -> Markup:
        return glossary.link(finding_html(sentence, link))

    profiles = [
        {
            "id": profile_id(profile),
            "name": profile["name"]["text"],
            "lead": said(profile["lead"]),
            "parts": [
                {"heading": part["heading"], "told": [said(one) for one in part["told"]]}
                for part in profile["parts"]
            ],
            "tables": html,
        }
        for profile, html in zip(record["profiles"], shown, strict=True)
    ]
    render(
        "profiles.html.j2",
        report.folder / name,
        report=report,
        record=record,
        profiles=profiles,
        called=profiles_called(record),
        legend=badge_legend(profile["lead"] for profile in record["profiles"]),
        words=glossary.words,
        full=tables,
    )


def _sentences(profile: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [profile["lead"], *(said for part in profile["parts"] for said in part["told"])]


def _tables(report: Report, profile: Mapping[str, Any]) -> list[Markup]:
    """The extracts of a profile that have any row."""
    made = []
    for extract in profile["tables"]:
        frame = report.tables[extract["table"]]
        for name, value in extract["row"].items():
            frame = frame[frame[name].map(key_text).eq(str(value))]
        first = frame[extract["columns"][0]]
        frame = frame[first.notna() & first.astype("str").ne("")]
        if extract["largest"]:
            frame = frame.sort_values(extract["largest"], ascending=False, kind="stable")
        rows, note = len(frame), []
        if 0 < extract["most"] < rows:
            frame = frame.head(extract["most"])
            note = [f"The first {len(frame)} of {rows}; all stand in {extract['table']}.csv."]
        if rows:
            table = html_table(
                frame,
                extract["table"],
                extract["columns"],
                caption=extract["caption"],
                ranges=extract["ranges"],
                notes=note,
                declared=report.declared,
            )
            made.append(Markup(table.html))
    return made

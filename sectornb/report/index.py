"""The first page of a report: what was found, what is missing, and every file."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sectornb import NUMBERS_VERSION, __version__
from sectornb.errors import counted
from sectornb.report.evidence import CELL_ADDRESS, link_of
from sectornb.report.glossary import Glossary
from sectornb.report.guide.files import guide_links
from sectornb.report.manifest import versions
from sectornb.report.notes import INDEX
from sectornb.report.outputs import picture_source
from sectornb.report.plan.files import plan_links
from sectornb.report.profiles import profiles_called, profiles_page
from sectornb.report.report import Report
from sectornb.report.shell import (
    MOST_FINDINGS,
    badge_legend,
    finding_html,
    input_groups,
    render,
    table_links,
)


def write_index(report: Report) -> None:
    """Write ``index.html`` of a report.

    The pages that already lie in its folder decide which numbers link to their cell.
    """
    records, folder = report.records, report.folder
    chosen = _choose_findings([record.get("findings", []) for record in records])
    glossary, workbooks = Glossary(), []
    for number, record in enumerate(records):
        page = f"{record['workbook']}.html"
        link = partial(link_of, record=record, addresses=_addresses(folder / page), page=page)
        workbooks.append(
            {
                "name": record["workbook"],
                "page": page,
                "question": record["question"],
                "period": record["period"],
                "answer": [
                    glossary.link(finding_html(said, link)) for said in record.get("answer", [])
                ],
                "findings": [
                    glossary.link(finding_html(said, link))
                    for owner, said in chosen
                    if owner == number
                ],
                "picture": _picture(record, folder),
                # A record of an earlier version has neither.
                "steps": [
                    glossary.link(finding_html(step, link)) for step in record.get("next_steps", [])
                ],
                "request": record.get("request", ""),
                "profiles": (profiles_page(record), len(record.get("profiles", []))),
                "called": profiles_called(record),
                "plan": [
                    *plan_links(report.region_id, record),
                    *guide_links(report.region_id, record),
                ],
                "tables": table_links(record, report.declared),
            }
        )
    periods = {record["period"] for record in records}
    files = len({_key(source) for record in records for source in record["sources"]})
    private = any(record.get("private_inputs") for record in records)
    render(
        "index.html.j2",
        folder / "index.html",
        report=report,
        counties=county_line(report.counties, records),
        # Of several, each group of findings says its own.
        period=periods.pop() if len(periods) == 1 else "",
        legend=badge_legend(finding for _, finding in chosen),
        analyst=report.notes.html(INDEX),
        more=sum(len(record.get("findings", [])) for record in records) - len(chosen),
        workbooks=workbooks,
        advised=[workbook for workbook in workbooks if workbook["steps"] or workbook["request"]],
        found=[workbook for workbook in workbooks if workbook["findings"]],
        picture=next((w["picture"] for w in workbooks if w["picture"]), None),
        inputs=input_groups(records),
        words=glossary.words,
        private=private,
        files=counted(files, "file") if files or not private else "answers of people",
        citations=sorted({s["citation"] for record in records for s in record["sources"]}),
        own_version=__version__,
        numbers_version=NUMBERS_VERSION,
        versions=", ".join(f"{name} {number}" for name, number in versions().items()),
    )


def _key(source: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(source[name]) for name in ("source", "vintage", "table", "part"))


def _addresses(page: Path) -> set[str]:
    """The addresses of the cells that a page shows; none where it is not there."""
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    return set(CELL_ADDRESS.findall(text))


def county_line(counties: Sequence[str], records: Sequence[Mapping[str, Any]]) -> str:
    """The counties of a report in words: ``3 counties: Delaware, Franklin and Licking, Ohio``."""
    names: dict[str, str] = {}
    for record in records:
        names |= record.get("county_names", {})
    called = [names.get(code) or code for code in counties]
    if not called:
        return ""
    parts = [name.rpartition(", ") for name in called]
    one_state = len({state for _, _, state in parts}) == 1 and all(name for name, _, _ in parts)
    if one_state:
        called = [name.removesuffix(" County") for name, _, _ in parts]
    listed = f"{', '.join(called[:-1])} and {called[-1]}" if len(called) > 1 else called[0]
    state = f", {parts[0][2]}" if one_state else ""
    return f"{counted(len(called), 'county', 'counties')}: {listed}{state}"


def _picture(record: Mapping[str, Any], folder: Path) -> dict[str, Any] | None:
    """The first picture of a workbook, embedded, since a page loads no file."""
    for figure in record.get("figures", []):
        files = {kind: folder / file for kind, file in figure.get("files", {}).items()}
        sizes = {kind: path.stat().st_size for kind, path in files.items() if path.is_file()}
        if not sizes:
            continue
        smallest = min(sizes, key=lambda kind: (sizes[kind], kind))
        content = files[smallest].read_bytes()
        if smallest == "svg":
            source = picture_source("image/svg+xml", content.decode("utf-8"), files["svg"].name)
        else:
            encoded = base64.b64encode(content).decode("ascii")
            source = picture_source("image/png", encoded, files["png"].name)
        return {**figure, "source": source}
    return None


def _choose_findings(
    findings: list[list[dict[str, Any]]],
) -> list[tuple[int, dict[str, Any]]]:
    """Findings of every workbook in turn, so that none crowds out another.

    The last of each says how sure the others are, or what is missing: it is the
    last to go.
    """
    caveats = {number: len(told) - 1 for number, told in enumerate(findings) if len(told) > 1}
    turns = [
        (number, place)
        for place in range(max(map(len, findings), default=0))
        for number, told in enumerate(findings)
        if place < len(told) and place != caveats.get(number)
    ]
    chosen = [*turns[: max(MOST_FINDINGS - len(caveats), 0)], *caveats.items()]
    return [(number, findings[number][place]) for number, place in sorted(chosen)]

"""The first page of a report: what was found, what is missing, and every file."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sectornb.dictionary import Dictionary, dictionary
from sectornb.report.manifest import versions
from sectornb.report.notes import INDEX, Notes
from sectornb.report.outputs import picture_source
from sectornb.report.shell import (
    badge_legend,
    finding_html,
    input_groups,
    render,
    table_links,
    workbook_label,
)
from sectornb.show.table import cell_id

MOST_FINDINGS = 8
_PICTURE_FIELDS = ("alt", "caption", "width", "height")


def write_index(
    folder: Path,
    *,
    title: str,
    region_id: str,
    counties: list[str],
    records: list[dict[str, Any]],
    absent: dict[str, str],
    kept: dict[str, str],
    simulated: bool,
    notes: Notes | None = None,
    declared: Dictionary | None = None,
) -> Path:
    """Write ``index.html`` into a report folder.

    Parameters
    ----------
    folder : Path
        The report's folder; pages that already lie there decide which numbers
        link to their cell.
    title, region_id : str
        The region's title and id.
    counties : list of str
        The counties' codes; a record's ``county_names`` says their names.
    records : list of dict
        The workbooks' records, in the order to show them.
    absent : dict
        Workbook to the reason why it did not run.
    kept : dict
        Workbook to a sentence saying that its result is an earlier run's.
    simulated : bool
        Whether any input is simulated, which a band then says.
    notes : Notes, optional
        The analyst's notes; the section ``index`` is shown.
    declared : Dictionary, optional
        Another data dictionary than the package's.

    Returns
    -------
    Path
        The file written.
    """
    declared = declared or dictionary()
    chosen = _choose_findings([record.get("findings", []) for record in records])
    groups, workbooks = [], []
    for number, record in enumerate(records):
        name = str(record["workbook"])
        page, label = quote(f"{name}.html"), workbook_label(name)
        links = _Cells(record, folder / f"{name}.html", page)
        findings = [finding_html(finding, links) for owner, finding in chosen if owner == number]
        if findings:
            period = str(record.get("period", ""))
            question = record.get("question") or label
            groups.append(
                {"page": page, "question": question, "period": period, "findings": findings}
            )
        workbooks.append(
            {
                "page": page,
                "label": label,
                "notebook": quote(f"{name}.ipynb"),
                "question": record.get("question") or label,
                "period": record.get("period", ""),
                "kept": kept.get(name, ""),
                "picture": _picture(record, folder),
                "tables": table_links(record, declared),
            }
        )
    path = folder / "index.html"
    periods = {str(record.get("period", "")) for record in records}
    render(
        "index.html.j2",
        path,
        title=title,
        region=region_id,
        counties=county_line(counties, records),
        # Of several, each group of findings says its own.
        period=periods.pop() if len(periods) == 1 else "",
        groups=groups,
        legend=badge_legend(finding for _, finding in chosen),
        analyst=notes.html(INDEX) if notes else None,
        notes_file=notes.file if notes else "",
        more=sum(len(record.get("findings", [])) for record in records) - len(chosen),
        workbooks=workbooks,
        absent=[
            (workbook_label(name), f"{reason[:1].upper()}{reason[1:].rstrip('.')}.")
            for name, reason in sorted(absent.items())
        ],
        inputs=input_groups(records),
        excel=quote(f"{region_id}.xlsx"),
        simulated=simulated,
        versions=", ".join(f"{name} {number}" for name, number in versions().items()),
    )
    return path


def county_line(counties: list[str], records: list[dict[str, Any]]) -> str:
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
    return f"{len(called)} {'county' if len(called) == 1 else 'counties'}: {listed}{state}"


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
        return {**{name: figure.get(name) for name in _PICTURE_FIELDS}, "source": source}
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


class _Cells:
    """Where a claim's number stands: its cell on the workbook's page, or else the table."""

    def __init__(self, record: Mapping[str, Any], path: Path, page: str) -> None:
        self.tables = record.get("tables", {})
        self.page = page
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        self.addresses = set(re.findall(r' id="(t-[^"]+)"', text))

    def __call__(self, claim: Mapping[str, Any]) -> str | None:
        address = cell_id(str(claim["table"]), claim["row"], str(claim["column"]))
        if address in self.addresses:
            return f"{self.page}#{quote(address)}"
        saved = self.tables.get(claim["table"])
        return quote(str(saved["file"])) if saved else None

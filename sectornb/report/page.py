"""An executed workbook as a page: findings first, code behind one switch."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from sectornb.dictionary import label_from_name
from sectornb.report.evidence import CELL_ADDRESS, full_tables, link_of
from sectornb.report.glossary import Glossary
from sectornb.report.guide.files import guide_links
from sectornb.report.outputs import SHOWN_PICTURES, check_pictures, prepare
from sectornb.report.plan.files import plan_links
from sectornb.report.profiles import linked_to_profiles, profiles_called, profiles_page
from sectornb.report.report import Report
from sectornb.report.safe_html import clean, clean_markdown
from sectornb.report.shell import (
    MOST_FINDINGS,
    TEMPLATES,
    badge_legend,
    finding_html,
    input_groups,
    render,
    table_links,
)

if TYPE_CHECKING:
    from nbconvert.exporters import TemplateExporter

_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_FIGURE = re.compile(r"<figure>.*?</figure>", re.DOTALL)
_SAVED_TABLE = re.compile(
    r'<div class="table-wrap"[^>]* data-table="([^"]+)"[^>]*>.*?</table></div>'
    r'(?:\s*<p class="table-note">[^<]*</p>)*',
    re.DOTALL,
)
_IN_HEADER = ("title", "region_id")
HOW = "how-we-know"
"""Tag of a notebook's heading: its section is folded under 'How we know'."""
WEIGHT_STEP = 0.25
_HIDDEN = '<div class="only-with-code">'


def write_page(report: Report, record: Mapping[str, Any]) -> None:
    """Write the page of an executed workbook: one file that loads nothing.

    The same notebook, record, tables and notes give the same bytes.

    Parameters
    ----------
    report : Report
        The report, with the executed notebook in its folder.
    record : mapping
        The workbook's record: findings, tables, sources, notes, limits.

    Raises
    ------
    WorkbookError
        If a picture has no text alternative, an output cannot be shown, or a
        sentence names a cell that its saved table does not have.  No page is
        written then.
    """
    import nbformat

    name = record["workbook"]
    notebook = report.folder / f"{name}.ipynb"
    node = nbformat.read(notebook, as_version=4)
    prepare(node, notebook.name, record)
    body, _ = _exporter().from_notebook_node(node)
    check_pictures(body, notebook.name)
    body, sections = _arrange_headings(body, record["question"])
    body, folded = _fold(_unique_ids(body), sections, _technical(node))
    intro, body = _split_intro(body)
    figure, body = _lead(body, sections)

    shown = set(CELL_ADDRESS.findall("".join([body, *(part["html"] for part in folded)])))
    tables, numbers = full_tables(report, record, shown)
    inputs = input_groups([record])
    sources = {table: _sources(saved, inputs) for table, saved in record["tables"].items()}
    summaries = {table.name: table.summary for table in tables}
    addresses = shown.union(*(CELL_ADDRESS.findall(table.html) for table in tables))
    link = partial(link_of, record=record, addresses=addresses)

    def with_line_below(table: re.Match[str]) -> str:
        return table[0] + _line_below(table[1], record["tables"], sources, summaries)

    findings = record.get("findings", [])
    glossary = Glossary()

    def said(kind: str) -> list[Markup]:
        return [glossary.link(finding_html(each, link)) for each in record.get(kind, [])]

    told = {kind: said(kind) for kind in ("answer", "findings", "limits", "notes")}
    # The last says how sure the others are, or what is missing: it stays in sight.
    behind = slice(MOST_FINDINGS - 1, -1 if len(findings) > MOST_FINDINGS else 0)
    more = told["findings"][behind]
    del told["findings"][behind]
    render(
        "page.html.j2",
        report.folder / f"{name}.html",
        report=report,
        record=record,
        **told,
        more=more,
        what_if=_sliders(record.get("what_if")),
        what_if_data=json.dumps(record.get("what_if"), separators=(",", ":"), ensure_ascii=False),
        words=glossary.words,
        legend=badge_legend([*record.get("answer", []), *findings]),
        analyst=report.notes.html(name),
        sections=sections,
        # Cleaned piece by piece in the exporter.
        figure=Markup(figure),
        intro=Markup(intro),
        body=Markup(linked_to_profiles(_SAVED_TABLE.sub(with_line_below, body), record)),
        profiles=profiles_page(record),
        plan=plan_links(report.region_id, record),
        guide=guide_links(report.region_id, record),
        called=profiles_called(record),
        private=record.get("private_inputs", []),
        folded=[
            part | {"html": Markup(_SAVED_TABLE.sub(with_line_below, part["html"]))}
            for part in folded
        ],
        full=[(table, sources[table.name]) for table in tables],
        numbers=numbers,
        inputs=inputs,
        held_back=record.get("disclosure", {}).get("sentences", []),
        parameters=_parameters(record),
        tables=table_links(record, report.declared),
    )


def _sources(saved: Mapping[str, Any], inputs: list[dict[str, Any]]) -> Markup:
    """The sources of a saved table, each a link to its place among the inputs."""
    # A record of an earlier version does not tell its tables' sources apart.
    own = saved.get("sources")
    used = [entry for entry in inputs if own is None or entry["source"] in own]
    link, titles = Markup('<a href="#{}">{}</a>'), []
    for title, group in groupby(used, key=lambda entry: entry["title"]):
        first, *more = group
        links = [link.format(first["address"], f"{title} {first['vintage']}")]
        links += [link.format(other["address"], other["vintage"]) for other in more]
        titles.append(Markup(", ").join(links))
    titles += [Markup("the private input “{}”").format(role) for role in saved.get("inputs", [])]
    return Markup("; ").join(titles)


def _line_below(
    name: str, saved: Mapping[str, Any], sources: Mapping[str, Markup], full: Mapping[str, str]
) -> str:
    """What stands under a table: its sources, and the way to all of its rows."""
    if name not in saved:
        return ""
    parts = [Markup("Computed from {}").format(sources[name])] if sources[name] else []
    if name in full:
        parts.append(Markup('<a href="#full-{}">{}</a>').format(name, full[name]))
    file = quote(str(saved[name]["file"]))
    parts.append(Markup('<a href="{}">{}.csv</a>').format(file, name))
    return f'\n<p class="table-source">{Markup(" · ").join(parts)}</p>'


def _exporter() -> TemplateExporter:
    from nbconvert.exporters import TemplateExporter
    from traitlets.config import Config

    # Anything else that a notebook may hold (scripts, widgets) has no place on a page for the
    # public; vector graphics are embedded as images, in which no script runs.
    shown = ["text/html", *SHOWN_PICTURES, "text/plain"]
    exporter = TemplateExporter(
        config=Config({"NbConvertBase": {"display_data_priority": shown}}),
        file_extension=".html",
        template_name="cells",
        extra_template_basedirs=[str(TEMPLATES)],
    )
    exporter.register_filter("safe_markdown", clean_markdown)
    exporter.register_filter("safe_html", clean)
    return exporter


def _parameters(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The workbook's parameters as words; those that name the region stand in the header."""

    def words(value: object) -> str:
        if isinstance(value, Mapping):
            parts = [f"{name.replace('_', ' ')} {words(part)}" for name, part in value.items()]
            return ", ".join(parts) or "none"
        if isinstance(value, list):
            return ", ".join(map(words, value)) or "none"
        return f"{value:g}" if isinstance(value, float) else str(value)

    given = record.get("parameters", {})
    shown = {name: value for name, value in given.items() if name not in _IN_HEADER}
    return [(label_from_name(name), words(value)) for name, value in shown.items()]


def _sliders(what_if: Mapping[str, Any] | None) -> dict[str, Any]:
    """The factors of `what_if` with the range of their sliders, on which saved weights lie."""
    if not what_if:
        return {}
    weights = [factor["weight"] for factor in what_if["factors"]]
    even = all(weight % WEIGHT_STEP == 0 for weight in weights)
    most = max(5, *(2 * weight for weight in weights))
    return {**what_if, "most": f"{most:g}", "step": WEIGHT_STEP if even else "any"}


def _arrange_headings(body: str, question: str) -> tuple[str, list[dict[str, str]]]:
    """One h1 per page and no level left out; returns the sections for the navigation."""
    known = " ".join(question.split()).casefold()
    # The title as the page shows it, and "Findings", come before the first section.
    previous, sections = 2, []
    used: set[str] = set()

    def mend(match: re.Match[str]) -> str:
        nonlocal previous
        text = " ".join(Markup(match[3]).striptags().split())
        bare = re.sub(r"^\d+[.:]?\s+", "", text).casefold()
        if match[1] == "1" and known in (text.casefold(), bare):
            return ""
        previous = level = min(max(int(match[1]), 2), previous + 1)
        slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"
        address, count = slug, 1
        while address in used:
            count += 1
            address = f"{slug}-{count}"
        used.add(address)
        hidden = body[: match.start()].rstrip().endswith(_HIDDEN)
        if level == 2 and not hidden:
            sections.append({"id": f"s-{address}", "text": text})
        # The notebook's own links point to the address that nbconvert made.
        own = re.search(r' id="([^"]*)"', match[2])
        anchor = f'<span id="{own[1]}"></span>' if own else ""
        return f'<h{level} id="s-{address}">{anchor}{match[3]}</h{level}>'

    return _HEADING.sub(mend, body), sections


def _technical(node: Any) -> set[str]:
    """The headings of sections on technique, as the notebook's tags name them."""
    first_lines = (
        cell.source.strip().partition("\n")[0]
        for cell in node.cells
        if HOW in cell.metadata.get("tags", [])
    )
    return {" ".join(line.lstrip("#").split()) for line in first_lines}


def _fold(
    body: str, sections: list[dict[str, str]], technical: set[str]
) -> tuple[str, list[dict[str, str]]]:
    """Take the technical sections out of the body and the navigation: ``id, text, html`` each."""
    folded, kept = [], []
    for part in re.split(rf"(?=(?:{_HIDDEN}\s*)?<h2 )", body):
        heading = re.match(r'<h2 id="([^"]*)".*?</h2>', part, re.DOTALL)
        found = [entry for entry in sections if heading and entry["id"] == heading[1]]
        if heading and found and found[0]["text"] in technical:
            sections.remove(found[0])
            folded.append(found[0] | {"html": part[heading.end() :]})
        else:
            kept.append(part)
    return "".join(kept), folded


def _split_intro(body: str) -> tuple[str, str]:
    """The words before the first heading or code, on how the workbook works: wanted later."""
    first = re.search(rf'{re.escape(_HIDDEN)}|<h2 |<div class="code">', body)
    intro = body[: first.start()] if first else ""
    if re.search(r"<(table|figure|details|pre)\b", intro):
        return "", body
    return intro, body[len(intro) :]


def _lead(body: str, sections: list[dict[str, str]]) -> tuple[str, str]:
    """The first picture, which goes right under the findings, and the rest, its section first."""
    match = _FIGURE.search(body)
    if not match:
        return "", body
    starts = [place.start() for place in re.finditer(r"(?:" + _HIDDEN + r"\s*)?<h2 ", body)]
    start = max((place for place in starts if place < match.start()), default=0)
    end = min((place for place in starts if place > match.start()), default=len(body))
    section = body[start : match.start()] + body[match.end() : end]
    heading = re.match(r'<h2 id="([^"]*)"', section)
    if section.count("<div") != section.count("</div>"):
        return match[0], body[: match.start()] + body[match.end() :]
    if heading:
        sections.sort(key=lambda entry: entry["id"] != heading[1])
    return match[0], section + body[:start] + body[end:]


def _unique_ids(body: str) -> str:
    """Drop an address that the page already has: a table may be shown twice."""
    used: set[str] = set()
    reserved = ("page-", "source-", "full-", "word-")

    def once(match: re.Match[str]) -> str:
        if match[2] in used or match[2].startswith(reserved):
            return match[1]
        used.add(match[2])
        return match[0]

    # Only inside a tag: the same letters in a text are none of our business.
    return re.sub(r'(<[a-z][a-z0-9]*(?: [^<>]*?)?) id="([^"]*)"', once, body)

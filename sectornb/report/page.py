"""An executed workbook as a page: findings first, code behind one switch."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sectornb.dictionary import Dictionary, dictionary
from sectornb.errors import WorkbookError
from sectornb.figures.picture import DPI, has_words
from sectornb.figures.table import cell_id
from sectornb.report.shell import TEMPLATES, finding_html, input_groups, render, table_links

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner  # type: ignore[import-untyped]
    from nbconvert.exporters import TemplateExporter
    from nbformat import NotebookNode

_PNG = b"\x89PNG\r\n\x1a\n"
_TAGS = frozenset(
    ("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "details", "div", "dl", "dt")
    + ("em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre")
    + ("s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td")
    + ("tfoot", "th", "thead", "tr", "ul", "var")
)
_ATTRIBUTES = frozenset(
    ("class", "id", "scope", "colspan", "rowspan", "role", "tabindex", "aria-label")
)
_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_HEADING_LINE = re.compile(r"(#{1,6})\s+\S.*")


def write_page(
    notebook: Path,
    html: Path,
    *,
    title: str,
    region: str,
    period: str,
    simulated: bool,
    record: dict[str, Any],
    declared: Dictionary | None = None,
) -> None:
    """Write the page of an executed workbook: one file that loads nothing.

    Parameters
    ----------
    notebook : Path
        The executed notebook.
    html : Path
        The file to write.  The same notebook and record give the same bytes.
    title, region, period : str
        The workbook's title or question, the region's title, and the years that
        the data describe.
    simulated : bool
        Whether any input is simulated, which a band then says.
    record : dict
        The workbook's record: findings, tables, sources, notes, limits.
    declared : Dictionary, optional
        Another data dictionary than the package's.

    Raises
    ------
    WorkbookError
        If a picture has no text alternative, or an output cannot be shown.  No
        page is written then.
    """
    import nbformat
    from markupsafe import Markup

    declared = declared or dictionary()
    node = nbformat.read(notebook, as_version=4)
    _prepare(node, notebook.name, has_findings=bool(record.get("findings")))
    body, _ = _exporter().from_notebook_node(node)
    body, sections = _arrange_headings(body, {title, str(record.get("question", ""))})
    body = _unique_ids(body)
    addresses = set(re.findall(r' id="(t-[^"]+)"', body))

    def target(claim: Mapping[str, Any]) -> str | None:
        address = cell_id(str(claim["table"]), claim["row"], str(claim["column"]))
        if address in addresses:
            return f"#{quote(address)}"
        saved = record.get("tables", {}).get(claim["table"])
        return quote(str(saved["file"])) if saved else None

    question = str(record.get("question", ""))
    render(
        "page.html.j2",
        html,
        title=title,
        question="" if question.strip() == title.strip() else question,
        region=region,
        period=period,
        simulated=simulated,
        findings=[finding_html(finding, target) for finding in record.get("findings", [])],
        sections=sections,
        # Cleaned piece by piece in the exporter.
        body=Markup(body),
        inputs=input_groups([record]),
        notes=record.get("notes", []),
        limits=record.get("limits", []),
        tables=table_links(record, declared),
        notebook=notebook.name,
    )


def _exporter() -> TemplateExporter:
    from nbconvert.exporters import TemplateExporter
    from traitlets.config import Config

    # Anything else that a notebook may hold (scripts, widgets, vector graphics with
    # scripts inside) has no place on a page for the public.
    shown = ["text/html", "image/png", "text/plain"]
    exporter = TemplateExporter(
        config=Config({"NbConvertBase": {"display_data_priority": shown}}),
        file_extension=".html",
        template_name="cells",
        extra_template_basedirs=[str(TEMPLATES)],
    )
    exporter.register_filter("safe_markdown", _markdown)
    exporter.register_filter("safe_html", _clean)
    exporter.register_filter("line_count", lambda text: len(text.strip().splitlines()))
    return exporter


def _cleaner() -> Cleaner:
    # A new one each time: it keeps state while it works, and pages may be written in threads.
    from bleach.sanitizer import Cleaner

    def allowed(tag: str, name: str, value: str) -> bool:
        if tag == "img":
            embedded = re.fullmatch(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+", value)
            return name == "alt" or (name == "src" and embedded is not None)
        if tag == "a" and name == "href":
            return not value.strip().lower().startswith("data:")
        return name in _ATTRIBUTES

    return Cleaner(tags=_TAGS, attributes=allowed, protocols={"https", "http", "mailto", "data"})


def _clean(source: str) -> str:
    return _cleaner().clean(source)


def _markdown(source: str, attachments: dict[str, dict[str, str]]) -> str:
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(
        escape=False, attachments=attachments, embed_images=False, exclude_anchor_links=True
    )
    html = _clean(MarkdownWithMath(renderer=renderer).render(source))
    # Markdown tables know column headers only, and never say so.
    html = html.replace("<th>", '<th scope="col">')
    wrap = '<div class="table-wrap" tabindex="0" role="group" aria-label="Table">'
    return html.replace("<table>", f"{wrap}<table>").replace("</table>", "</table></div>")


def _prepare(node: NotebookNode, name: str, *, has_findings: bool) -> None:
    """Refuse what cannot be shown, measure pictures, and mark what only code needs."""
    for number, cell in enumerate(node.cells, start=1):
        if cell.cell_type != "code":
            continue
        where = f"{name}, cell {number}"
        kept = []
        for output in cell.outputs:
            if output.output_type == "error":
                raise WorkbookError(
                    f"{where} stopped with {output.ename}: {output.evalue}. Only a workbook that "
                    f"ran to its end becomes a page; mend the cell and run again."
                )
            if output.output_type in ("display_data", "execute_result"):
                _check_display(output, where)
                # The record's findings already open the page.
                if has_findings and '<ul class="findings">' in output.data.get("text/html", ""):
                    continue
                # One template block shows both kinds.
                output.output_type = "display_data"
            if output.get("name") != "stderr":
                kept.append(output)
        cell.outputs = kept
    for index, cell in enumerate(node.cells):
        cell.metadata["only_with_code"] = _leads_to_code_only(node.cells, index)


def _check_display(output: NotebookNode, where: str) -> None:
    pictures = [kind for kind in output.data if kind.startswith("image/")]
    if not pictures or "text/html" in output.data:
        return
    if "image/png" not in output.data:
        raise WorkbookError(
            f"{where} shows {pictures[0]}, which a page does not take. Show figures as "
            f"sectornb.figures.picture.Picture, which makes a PNG with its text alternative."
        )
    words = output.metadata.get("image/png", {})
    if not has_words(words.get("alt")):
        raise WorkbookError(
            f"{where} shows a picture without a text alternative. Show it as "
            f"sectornb.figures.picture.Picture with alt= its message in a sentence."
        )
    try:
        png = base64.b64decode("".join(output.data["image/png"].split()), validate=True)
    except (binascii.Error, ValueError):
        png = b""
    if not png.startswith(_PNG) or len(png) < 24:
        raise WorkbookError(
            f"{where} holds a picture that is no PNG. Run the workbook again; if it stays, show "
            f"the figure as sectornb.figures.picture.Picture."
        )
    # Width and height keep the text from jumping while pictures load.
    scale = DPI / 96
    words["width"] = round(int.from_bytes(png[16:20], "big") / scale)
    words["height"] = round(int.from_bytes(png[20:24], "big") / scale)
    output.data["image/png"] = base64.b64encode(png).decode("ascii")
    output.metadata["image/png"] = words


def _leads_to_code_only(cells: list[NotebookNode], index: int) -> bool:
    """Whether a cell is a bare heading over cells that show nothing without their code."""
    heading = _bare_heading(cells[index])
    if not heading or heading == 1:
        return False
    for cell in cells[index + 1 :]:
        if cell.cell_type == "code":
            if cell.outputs:
                return False
        elif cell.cell_type == "markdown":
            level = _bare_heading(cell)
            opening = _HEADING_LINE.match(cell.source.strip())
            if opening and len(opening[1]) <= heading:
                return True
            if not level:
                return False
    return True


def _bare_heading(cell: NotebookNode) -> int:
    match = _HEADING_LINE.fullmatch(cell.source.strip()) if cell.cell_type == "markdown" else None
    return len(match[1]) if match else 0


def _arrange_headings(body: str, titles: set[str]) -> tuple[str, list[dict[str, str]]]:
    """One h1 per page and no level left out; returns the sections for the navigation."""
    from markupsafe import Markup

    known = {" ".join(title.split()).casefold() for title in titles}
    # The title as the page shows it, and "Findings", come before the first section.
    previous, sections = 2, []
    used: set[str] = set()

    def mend(match: re.Match[str]) -> str:
        nonlocal previous
        text = " ".join(Markup(match[3]).striptags().split())
        bare = re.sub(r"^\d+[.:]?\s+", "", text).casefold()
        if match[1] == "1" and (text.casefold() in known or bare in known):
            return ""
        previous = level = min(max(int(match[1]), 2), previous + 1)
        slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"
        address, count = slug, 1
        while address in used:
            count += 1
            address = f"{slug}-{count}"
        used.add(address)
        hidden = body[: match.start()].rstrip().endswith('<div class="only-with-code">')
        if level == 2 and not hidden:
            sections.append({"id": f"s-{address}", "text": text})
        # The notebook's own links point to the address that nbconvert made.
        own = re.search(r' id="([^"]*)"', match[2])
        anchor = f'<span id="{own[1]}"></span>' if own else ""
        return f'<h{level} id="s-{address}">{anchor}{match[3]}</h{level}>'

    return _HEADING.sub(mend, body), sections


def _unique_ids(body: str) -> str:
    """Drop an address that the page already has: a table may be shown twice."""
    used: set[str] = set()

    def once(match: re.Match[str]) -> str:
        if match[2] in used or match[2].startswith("page-"):
            return match[1]
        used.add(match[2])
        return match[0]

    # Only inside a tag: the same letters in a text are none of our business.
    return re.sub(r'(<[a-z][a-z0-9]*(?: [^<>]*?)?) id="([^"]*)"', once, body)

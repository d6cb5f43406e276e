"""The plan as a document that a board can sign."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.assessment.plan.columns import STATUSES
from sectornb.assessment.plan.file import QUADRANTS
from sectornb.assessment.plan.sheets import HEADS
from sectornb.report.plan.plan import Plan
from sectornb.report.shell import SIMULATED

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

MOST_PRIORITIES = 2
"""That a group picks and keeps."""
SIGNATURES = 6
"""Lines to sign on."""
_INK = "123A54"
_MADE = datetime(2000, 1, 1)
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLUMNS = (
    ("Row", 1.15),
    ("strategic_objective", 1.7),
    ("key_actions", 1.7),
    ("timeline", 0.85),
    ("lead", 1.25),
    ("resources_ta_needed", 1.3),
    ("desired_outcomes", 1.55),
)
"""Of the plan's tables, with inches; what a row is and how far it is stands in the first."""


def write_plan_document(plan: Plan, path: Path) -> None:
    """Write a plan as a document (.docx): priorities, a table for each element, SWOT, signatures.

    The same plan gives the same bytes.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    path.write_bytes(_same_bytes(_document(plan)))


def _document(plan: Plan) -> Document:
    import docx

    document = docx.Document()
    _set_up(document, plan)
    document.add_heading(_plain(plan.title), 0)
    scope = document.add_paragraph()
    scope.add_run(_plain(plan.region)).bold = True
    scope.add_run(f". {_plain(plan.about)}")
    if plan.simulated:
        document.add_paragraph().add_run(SIMULATED).bold = True
    _priorities(document, plan)
    document.add_heading("The plan, element by element", 1)
    for number, (element, title) in enumerate(plan.elements.items(), start=1):
        document.add_heading(_plain(f"{number}. {title}"), 2)
        _element(document, plan, element)
    document.add_heading("Strengths, weaknesses, opportunities, threats", 1)
    _swot(document, plan)
    _signatures(document)
    return document


def _set_up(document: Document, plan: Plan) -> None:
    """Paper, type, language, title, and a line at the foot of every page."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Inches, Pt, RGBColor

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Inches(11), Inches(8.5)
    section.left_margin = section.right_margin = Inches(0.75)
    section.top_margin = section.bottom_margin = Inches(0.7)
    sizes = {"Normal": 10.5, "Title": 24, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.size, style.font.name = Pt(size), "Calibri"
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_INK)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)  # type: ignore[attr-defined]
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US"/>')
    properties = document.styles["Normal"].element.get_or_add_rPr()  # type: ignore[attr-defined]
    properties.append(language)
    told = document.core_properties
    told.title, told.subject = _plain(f"{plan.title}: {plan.region}")[:255], ""
    told.language, told.author, told.last_modified_by = "en-US", "", ""
    told.comments, told.keywords, told.revision = "", "", 1
    told.created = told.modified = _MADE
    foot = section.footer.paragraphs[0]
    foot.add_run(_plain(f"{plan.title}: {plan.region}"))
    foot.add_run(" \u00b7 page ")
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    foot._p.append(parse_xml(field))


def _priorities(document: Document, plan: Plan) -> None:
    document.add_heading("Priorities", 1)
    chosen = plan.chosen.to_dict("records")
    if not chosen:
        document.add_paragraph(
            "No priority is picked yet. Pick one or two, and keep them until they are settled:"
        )
        for number in range(1, MOST_PRIORITIES + 1):
            document.add_paragraph(f"{number}.  {'_' * 60}")
        return
    told = "What partners take on first, and keep until it is settled:"
    if len(chosen) > MOST_PRIORITIES:
        told = (
            f"{len(chosen)} priorities are picked. One or two are enough: a group that keeps few "
            "settles them."
        )
    document.add_paragraph(told)
    for row in chosen:
        line = document.add_paragraph(style="List Number")
        line.add_run(_plain(row["strategic_objective"])).bold = True
        more = [row["row_id"], row["lead"] and f"led by {row['lead']}", row["timeline"]]
        line.add_run(f" ({_plain('; '.join(filter(None, more)))})")


def _element(document: Document, plan: Plan, element: str) -> None:
    from docx.shared import Pt

    rows = plan.of_element(element).to_dict("records")
    if not rows:
        document.add_paragraph("No gap here, and no row that people added.")
        return
    # A narrow column may part its head behind the slash.
    heads = [HEADS.get(part, part).replace("/", "/\u200b") for part, _ in _COLUMNS]
    widths = [width for _, width in _COLUMNS]
    table = _table(document, heads, widths, len(rows))
    for cells, row in zip(table.rows[1:], rows, strict=True):
        first = cells.cells[0].paragraphs[0]
        first.add_run(_plain(row["row_id"])).bold = True
        status = STATUSES.get(row["status"], row["status"])
        due = f"due {row['due']}" if row["due"] else ""
        first.add_run("".join(f"\n{_plain(each)}" for each in (status, due) if each))
        for cell, (part, _) in zip(cells.cells[1:], _COLUMNS[1:], strict=True):
            cell.paragraphs[0].add_run(_plain(row[part]))
        if row["evidence"]:
            told = cells.cells[1].add_paragraph()
            run = told.add_run(_plain(row["evidence"]))
            run.italic, run.font.size = True, Pt(8.5)
    _small(table, 9.5)


def _table(document: Document, heads: Sequence[str], widths: Sequence[float], rows: int) -> Table:
    """A table with a head that stands on every page, whose rows are not parted."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Inches, RGBColor

    table = document.add_table(rows=rows + 1, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
        for cell in column.cells:
            cell.width = Inches(width)
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        run = cell.paragraphs[0].add_run(head)
        run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
        _shade(cell, _INK)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    return table


def _small(table: Table, size: float) -> None:
    """Letters and distances of a table; what has a size of its own keeps it."""
    from docx.shared import Pt

    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(1)
                for run in paragraph.runs:
                    run.font.size = run.font.size or Pt(size)


def _shade(cell: _Cell, color: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{color}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(shade))


def _swot(document: Document, plan: Plan) -> None:
    """Four quadrants, two by two, each with its lines and where they come from."""
    from docx.shared import Inches, Pt

    table = document.add_table(rows=2, cols=2, style="Table Grid")
    for place, quadrant in enumerate(QUADRANTS):
        cell = table.rows[place // 2].cells[place % 2]
        cell.width = Inches(4.75)
        head = cell.paragraphs[0]
        head.style = document.styles["Heading 3"]
        head.paragraph_format.space_before = Pt(2)
        head.add_run(quadrant.capitalize())
        told = plan.swot[plan.swot["quadrant"].eq(quadrant)]
        for line, source in zip(told["line"], told["source"], strict=True):
            each = cell.add_paragraph(style="List Bullet")
            each.add_run(_plain(line)).font.size = Pt(9.5)
            if source:
                run = each.add_run(f" ({_plain(source)})")
                run.italic, run.font.size = True, Pt(8.5)
        if told.empty:
            cell.add_paragraph("Nothing is known yet.")


def _signatures(document: Document) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Inches, Pt

    heading = document.add_heading("Signatures", 1)
    said = document.add_paragraph("We take on this plan and our part in it.")
    for each in (heading, said):
        each.paragraph_format.keep_with_next = True
    heads, widths = ("Name", "Organization", "Signature", "Date"), (2.6, 2.8, 2.7, 1.4)
    table = _table(document, heads, widths, SIGNATURES)
    for row in table.rows[1:]:
        row.height = Inches(0.38)
    for row in table.rows[:-1]:
        for cell in row.cells:
            form = cell.paragraphs[0].paragraph_format
            form.keep_with_next, form.space_after = True, Pt(0)
            form.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _plain(text: object) -> str:
    """Text without signs that no document may hold."""
    return _NO_XML.sub(" ", str(text))


def _same_bytes(document: Document) -> bytes:
    """The document's file without a clock, and without the picture of its template."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    package = document.part.package
    assert package is not None
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(member, old.read(name))
    return packed.getvalue()

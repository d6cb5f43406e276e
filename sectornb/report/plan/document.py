"""The plan as a document that a board can sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.assessment.plan.columns import STATUSES
from sectornb.assessment.plan.file import QUADRANTS
from sectornb.assessment.plan.sheets import HEADS
from sectornb.report.documents import bordered_table, plain_text, same_bytes, set_up, small_letters
from sectornb.report.plan.plan import Plan
from sectornb.report.shell import SIMULATED

if TYPE_CHECKING:
    from docx.document import Document

MOST_PRIORITIES = 2
"""That a group picks and keeps."""
SIGNATURES = 6
"""Lines to sign on."""
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
    path.write_bytes(same_bytes(_document(plan)))


def _document(plan: Plan) -> Document:
    import docx

    document = docx.Document()
    set_up(document, f"{plan.title}: {plan.region}", landscape=True)
    document.add_heading(plain_text(plan.title), 0)
    scope = document.add_paragraph()
    scope.add_run(plain_text(plan.region)).bold = True
    scope.add_run(f". {plain_text(plan.about)}")
    if plan.simulated:
        document.add_paragraph().add_run(SIMULATED).bold = True
    _priorities(document, plan)
    document.add_heading("The plan, element by element", 1)
    for number, (element, title) in enumerate(plan.elements.items(), start=1):
        document.add_heading(plain_text(f"{number}. {title}"), 2)
        _element(document, plan, element)
    document.add_heading("Strengths, weaknesses, opportunities, threats", 1)
    _swot(document, plan)
    _signatures(document)
    return document


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
        line.add_run(plain_text(row["strategic_objective"])).bold = True
        more = [row["row_id"], row["lead"] and f"led by {row['lead']}", row["timeline"]]
        line.add_run(f" ({plain_text('; '.join(filter(None, more)))})")


def _element(document: Document, plan: Plan, element: str) -> None:
    from docx.shared import Pt

    rows = plan.of_element(element).to_dict("records")
    if not rows:
        document.add_paragraph("No gap here, and no row that people added.")
        return
    # A narrow column may part its head behind the slash.
    heads = [HEADS.get(part, part).replace("/", "/\u200b") for part, _ in _COLUMNS]
    widths = [width for _, width in _COLUMNS]
    table = bordered_table(document, heads, widths, len(rows))
    for cells, row in zip(table.rows[1:], rows, strict=True):
        first = cells.cells[0].paragraphs[0]
        first.add_run(plain_text(row["row_id"])).bold = True
        status = STATUSES.get(row["status"], row["status"])
        due = f"due {row['due']}" if row["due"] else ""
        first.add_run("".join(f"\n{plain_text(each)}" for each in (status, due) if each))
        for cell, (part, _) in zip(cells.cells[1:], _COLUMNS[1:], strict=True):
            cell.paragraphs[0].add_run(plain_text(row[part]))
        if row["evidence"]:
            told = cells.cells[1].add_paragraph()
            run = told.add_run(plain_text(row["evidence"]))
            run.italic, run.font.size = True, Pt(8.5)
    small_letters(table, 9.5)


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
            each.add_run(plain_text(line)).font.size = Pt(9.5)
            if source:
                run = each.add_run(f" ({plain_text(source)})")
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
    table = bordered_table(document, heads, widths, SIGNATURES)
    for row in table.rows[1:]:
        row.height = Inches(0.38)
    for row in table.rows[:-1]:
        for cell in row.cells:
            form = cell.paragraphs[0].paragraph_format
            form.keep_with_next, form.space_after = True, Pt(0)
            form.line_spacing_rule = WD_LINE_SPACING.SINGLE

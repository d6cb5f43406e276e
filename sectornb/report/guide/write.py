"""Writing the guide for interviews: a page to print, and a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sectornb.report.documents import (
    bordered_table,
    plain_text,
    same_bytes,
    set_up,
    small_letters,
)
from sectornb.report.guide.files import DOCUMENT, LOG, TABLE, guide_links, guide_page, has_guide
from sectornb.report.report import Report
from sectornb.report.shell import SIMULATED, render

TITLE = "Interview guide for employers"
HOW_TO = (
    "Show the figure first and ask whether it fits: it is easier to correct a number than to name "
    "one.",
    "Write down what is said, not what you expected. A figure that does not fit is the finding.",
    "Ask once for all partners, and share what you heard, so that nobody is asked twice.",
    "Name no person, and no employer who did not agree to be named.",
)
EMPTY_LINES = 4
"""Of the log, for what is heard."""
_HEADS = ("Challenge", "What lies behind it", "What shows it", "Training?")
_LOGGED = ("challenge", "root_cause", "challenge_evidence", "training_answers")


@dataclass(frozen=True)
class Guide:
    """What page and document show.

    Attributes
    ----------
    about : str
        Industry and period.
    questions : list of dict
        Rows of the table of questions.
    log : list of dict
        Rows of the challenge log.
    """

    about: str
    questions: list[dict[Any, Any]]
    log: list[dict[Any, Any]]


def write_guides(report: Report) -> None:
    """Write the guide of each record that has one, into the report's folder.

    Raises
    ------
    OSError
        If a file cannot be written, such as on a full disk.
    """
    for record in report.records:
        if has_guide(record):
            guide = _guide_of(report, record)
            _write_page(report, record, guide)
            name = DOCUMENT.format(report.region_id)
            _write_document(report, guide, report.folder / name)


def _guide_of(report: Report, record: Mapping[str, Any]) -> Guide:
    industries = report.tables["target_industries"]
    titles = ", ".join(industries["naics_title"].astype("str"))
    questions = report.tables[TABLE].fillna("").astype({"question_number": "int64"})
    log = report.tables[LOG].fillna("") if LOG in record["tables"] else None
    return Guide(
        f"{titles}; our figures are of {record['period']}",
        questions.to_dict("records"),
        [] if log is None else log.to_dict("records"),
    )


def _write_page(report: Report, record: Mapping[str, Any], guide: Guide) -> None:
    render(
        "guide.html.j2",
        report.folder / guide_page(record),
        report=report,
        record=record,
        guide=guide,
        title=TITLE,
        how_to=HOW_TO,
        heads=_HEADS,
        logged=_LOGGED,
        empty_lines=EMPTY_LINES,
        files=guide_links(report.region_id, record),
    )


def _write_document(report: Report, guide: Guide, path: Path) -> None:
    """The guide as a document (.docx): questions with room for answers, and the log."""
    import docx
    from docx.shared import Inches

    document = docx.Document()
    set_up(document, f"{TITLE}: {report.title}", landscape=False)
    document.add_heading(TITLE, 0)
    scope = document.add_paragraph()
    scope.add_run(plain_text(report.title)).bold = True
    scope.add_run(f". {plain_text(guide.about)}")
    if report.simulated:
        document.add_paragraph().add_run(SIMULATED).bold = True
    for each in HOW_TO:
        document.add_paragraph(each, style="List Bullet")
    lines = [f"{name}: {'_' * 18}" for name in ("Employer", "Asked by", "Day")]
    document.add_paragraph("   ".join(lines))
    rows = guide.questions
    heads, widths = ("No.", "Question", "Our figure", "Answer"), (0.4, 2.2, 2.2, 2.2)
    table = bordered_table(document, heads, widths, len(rows))
    for cells, row in zip(table.rows[1:], rows, strict=True):
        figure = row["our_figure"]
        source = f" ({row['figure_source']})" if row["figure_source"] else ""
        texts = (row["question_number"], row["interview_question"], f"{figure}{source}", "")
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.paragraphs[0].add_run(plain_text(text))
        cells.height = Inches(0.6)
    small_letters(table, 9.5)
    document.add_heading("Challenges, and what lies behind them", 1)
    table = bordered_table(document, _HEADS, (2.0, 2.2, 2.0, 0.8), len(guide.log) + EMPTY_LINES)
    for cells, logged in zip(table.rows[1:], guide.log, strict=False):
        for cell, name in zip(cells.cells, _LOGGED, strict=True):
            cell.paragraphs[0].add_run(plain_text(logged[name]))
    for cells in table.rows[1 + len(guide.log) :]:
        cells.height = Inches(0.45)
    small_letters(table, 9.5)
    path.write_bytes(same_bytes(document))

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document

from sectornb.report.plan.document import write_plan_document
from tests.builders.plans import plan_of, plan_rows

WRITTEN = {
    "G-1.1": {"key_actions": "a\x0bb\nc", "chosen": "yes", "lead": "Board", "due": "2027-03-31"}
}


def written(tmp_path: Path) -> Document:
    write_plan_document(plan_of(plan_rows(written=WRITTEN)), tmp_path / "plan.docx")
    return docx.Document(str(tmp_path / "plan.docx"))


def test_it_says_what_it_is_and_has_real_headings(tmp_path: Path) -> None:
    document = written(tmp_path)
    assert document.core_properties.title == "Regional action plan: Region A"
    assert document.core_properties.language == "en-US"
    headings = [each.text for each in document.paragraphs if str(each.style.name)[:4] == "Head"]  # type: ignore[union-attr]
    assert headings[:3] == [
        "Priorities",
        "The plan, element by element",
        "1. Built around great data",
    ]
    assert headings[-1] == "Signatures"
    assert document.sections[0].page_width > document.sections[0].page_height  # type: ignore[operator]


def test_each_element_has_its_rows_under_a_head_that_is_repeated(tmp_path: Path) -> None:
    document = written(tmp_path)
    # Six elements, four quadrants in one table, the signatures.
    assert len(document.tables) == 8
    first = document.tables[0]
    assert first.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert first.rows[1].cells[0].text == "G-1.1\nnot started\ndue 2027-03-31"
    assert first.rows[1].cells[2].text == "a b\nc"
    assert len(first.rows) == 7


def test_picked_priorities_stand_first(tmp_path: Path) -> None:
    texts = [each.text for each in written(tmp_path).paragraphs]
    assert any("(G-1.1; led by Board)" in text for text in texts)
    write_plan_document(plan_of(plan_rows()), tmp_path / "b.docx")
    texts = [each.text for each in docx.Document(str(tmp_path / "b.docx")).paragraphs]
    assert any("No priority is picked yet" in text for text in texts)


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_plan_document(plan_of(plan_rows()), tmp_path / f"{name}.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()

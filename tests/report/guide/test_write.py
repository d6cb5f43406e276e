"""The guide for interviews as a page and a document, listed where the workbook is."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from sectornb.report.region_file import read_region
from sectornb.report.run import run_region
from sectornb.shipped import shipped


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    region = read_region(shipped("data", "example", "region.yml"))
    out = tmp_path_factory.mktemp("guide")
    return run_region(region, out, only=["3-occupations"], tell=lambda _: None, progress=False)


def test_page_and_document_are_written_and_linked(report: Path) -> None:
    folder = report
    page, document = "3-occupations-guide.html", "example-interview-guide.docx"
    assert (folder / page).is_file() and (folder / document).is_file()
    for name in ("index.html", "3-occupations.html"):
        text = (folder / name).read_text("utf-8")
        assert page in text and document in text
    sums = (folder / "SHA256SUMS").read_text("utf-8")
    assert page in sums and document in sums


def test_the_document_has_every_question_and_room_for_answers(report: Path) -> None:
    document = docx.Document(str(report / "example-interview-guide.docx"))
    questions, log = document.tables
    assert len(questions.rows) >= 13
    assert {row.cells[3].text for row in questions.rows[1:]} == {""}
    assert "Night shifts without child care" in {row.cells[1].text for row in log.rows}
    assert "Simulated" in "".join(each.text for each in document.paragraphs)


def test_the_page_opens_with_industry_region_and_how_to_use_it(report: Path) -> None:
    text = (report / "3-occupations-guide.html").read_text("utf-8")
    for words in ("Hospitals", "Hartwell", "How to use it", "Training?"):
        assert words in text

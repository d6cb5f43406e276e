"""A form filled in as people do, and saved by another spreadsheet program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell

from sectornb.sources.surveys.filled import read_form

NEEDS_LIBREOFFICE = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed"
)


def fill(path: Path, answers: Mapping[str, object], target: Path) -> Path:
    """Fill cells by what they hold; text is text, as in a cell whose format is text."""
    _, _, targets = read_form(path)
    book = openpyxl.load_workbook(path)
    for heading, name in targets.items():
        if name in answers:
            sheet, _, place = heading.removeprefix("sheet ").partition(", cell ")
            cell = book[sheet][place]
            assert isinstance(cell, Cell)
            cell.value = answers[name]  # type: ignore[assignment]
            if isinstance(answers[name], str):
                cell.data_type = "s"
    book.save(target)
    return target


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it, by way of a format of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    given = path
    for form, out in (("ods", folder), ("xlsx:Calc MS Excel 2007 XML", folder / "again")):
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(out)]
        subprocess.run([*command, str(given)], check=True, capture_output=True, timeout=180)
        given = folder / f"{path.stem}.ods"
    return folder / "again" / f"{path.stem}.xlsx"

"""Workbooks with several sheets, without a clock: the same cells give the same bytes."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass

from sectornb.simulate.formats import MOMENT


@dataclass(frozen=True)
class Sheet:
    """A sheet by its name and its rows; numbers are written as numbers, "" not at all."""

    name: str
    rows: Sequence[Sequence[object]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An Excel workbook with these sheets."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(*MOMENT)})
    for each in sheets:
        sheet = book.add_worksheet(each.name)
        for row, cells in enumerate(each.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    if cell:
                        sheet.write_string(row, column, cell)
                else:
                    sheet.write_number(row, column, float(str(cell)))
    book.close()
    return buffer.getvalue()

"""Rows of a spreadsheet file as lines: shared texts put in their cells, dates as dates."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

_SHARED = re.compile(r"<si\b.*?</si>", re.DOTALL)
_WORDS = re.compile(r"<t\b[^>]*>(.*?)</t>", re.DOTALL)
_ROW = re.compile(r"<row\b[^>]*>(.*?)</row>", re.DOTALL)
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_VALUE = re.compile(r"<v>(.*?)</v>", re.DOTALL)
_KIND, _STYLE = re.compile(r'\bt="(\w+)"'), re.compile(r'\bs="(\d+)"')
_FORMAT = re.compile(r'<numFmt\b[^>]*numFmtId="(\d+)"[^>]*formatCode="([^"]*)"')
_LOOKS = re.compile(r"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_LOOK = re.compile(r'<xf\b[^>]*?numFmtId="(\d+)"')
_DAY_ZERO = date(1899, 12, 30)
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Numbers of the built-in formats of dates and times."""


def sheet_lines(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet of a spreadsheet file, a line a row; nothing for another archive.

    A number that is shown as a date stands as ``YYYY-MM-DD`` behind it.
    """
    names = [name for name in archive.namelist() if re.match(r"xl/worksheets/[^/]+\.xml$", name)]
    if not names:
        return
    shared = [_text(each) for each in _SHARED.findall(_member(archive, "xl/sharedStrings.xml"))]
    dates = _date_styles(_member(archive, "xl/styles.xml"))
    for name in names:
        rows = _ROW.findall(_member(archive, name))
        yield name, "\n".join("\t".join(_cells(row, shared, dates)) for row in rows)


def _member(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(name).decode("utf-8", "replace") if name in archive.namelist() else ""


def _text(markup: str) -> str:
    return html.unescape("".join(_WORDS.findall(markup)))


def _date_styles(styles: str) -> set[str]:
    """The styles of cells that show a number as a date."""
    dates = set(_DATES)
    for number, code in _FORMAT.findall(styles):
        plain = re.sub(r"&quot;.*?&quot;|\[[^]]*\]|\\.", "", code).lower()
        if re.search(r"[yd]", plain):
            dates.add(int(number))
    looks = _LOOKS.search(styles)
    found = _LOOK.findall(looks[0]) if looks else []
    return {str(place) for place, number in enumerate(found) if int(number) in dates}


def _cells(row: str, shared: list[str], dates: set[str]) -> Iterator[str]:
    for attributes, content in _CELL.findall(row):
        kind, style = _KIND.search(attributes), _STYLE.search(attributes)
        value = _VALUE.search(content)
        told = html.unescape(value[1]) if value else _text(content)
        if value and kind and kind[1] == "s" and told.isdigit() and int(told) < len(shared):
            told = shared[int(told)]
        elif style and style[1] in dates and re.fullmatch(r"\d{1,6}(\.\d+)?", told):
            told += f" {_DAY_ZERO + timedelta(days=int(float(told)))}"
        yield told

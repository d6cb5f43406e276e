"""What private inputs say of people is found wherever a report's files hide it."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from sectornb.disclosure.private.needles import phrases_in, words_of
from sectornb.disclosure.private.rows import PrivateInput, PrivateRows
from sectornb.disclosure.private.search import Watch
from sectornb.errors import DisclosureError
from tests.builders.roster import roster

COMMON = {"franklin", "county"}
NAME = "Zoë Quillfeather"


@cache
def watch() -> Watch:
    return Watch([roster()], COMMON)


def kinds(text: str) -> set[str]:
    return {found.kind for found in watch().in_text(text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("case AB-104417 left", "identifier"),
        ("case ab 104417", "identifier"),
        ("AB104417", "identifier"),
        ("id,000123456789,4", "identifier"),
        ("id,123456789,4", "identifier"),
        ("id,123456789.0,4", "identifier"),
        ("123,456,789", "identifier"),
        ("Zoë Quillfeather", "name"),
        ("zoe.quillfeather@mail.org", "name"),
        ("zoequillfeather@mail.org", "name"),
        ("#QuillfeatherZoe", "name"),
        ("QUILLFEATHER, ZOE", "name"),
        ("Zoe\u0308 Quill\u00adfeather", "name"),
        ("Ms. Quillfeather said", "name"),
        ("Ann Lee", "name"),
        ("lee,ann", "name"),
        ("Omar Franklin", "name"),
        ("1987-03-14", "birth_date"),
        ("19870314", "birth_date"),
        ("1987-03-14T00:00:00", "birth_date"),
        ("03/14/1987", "birth_date"),
        ("3/14/1987", "birth_date"),
        ("14.3.1987", "birth_date"),
        ("03/14/87", "birth_date"),
        ("March 14, 1987", "birth_date"),
        ("14 Mar 1987", "birth_date"),
        ("14Mar1987", "birth_date"),
        ("December 30, 1991", "birth_date"),
        ("3/14/87", "birth_date"),
        ("14.03.87", "birth_date"),
        ("14-MAR-87", "birth_date"),
        ("March 14th, 1987", "birth_date"),
        ("the 14th of March 1987", "birth_date"),
        ('{"born": 542678400000}', "birth_date"),
        ("earned 18231.47 in the quarter", "rare"),
        ("$18,231.47", "rare"),
        ("43987 | 39 | 51-4041", "trait"),
        ("A machinist (51-4041) of 39 years in 43987.", "trait"),
    ],
)
def test_every_spelling_is_found(text: str, kind: str) -> None:
    assert kinds(text) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "7 counties; Ann Arbor; Lee County",
        "Franklin County",
        "123456",
        "0.123456789",
        "18,231 jobs, 47 of them new",
        "43215,37,29,1141 and 1987,3,14",
        "M 3 14 1987 03 14",
        "43987 lies elsewhere\n39 people\n51-4041",
        "Quillfeatherstone",
        "3.14.19875",
        "9100",
    ],
)
def test_what_stands_in_every_report_is_no_alarm(text: str) -> None:
    assert kinds(text) == set()


def zipped(name: str, data: bytes, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
        archive.comment = comment
    return stream.getvalue()


def tar(*files: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", 0)


def png(kind: bytes = b"", content: bytes = b"", after: bytes = b"") -> bytes:
    words = chunk(kind, content) if kind else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + words + chunk(b"IEND", b"") + after


def spreadsheet(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        fill(book)
    return stream.getvalue()


def sheet_row(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet().write_row(0, 0, ["43987", 39, "51-4041"])


def date_cell(book: xlsxwriter.Workbook) -> None:
    look = book.add_format({"num_format": "d mmm yyyy"})
    book.add_worksheet().write_datetime(4, 2, date(1987, 3, 14), look)


def docx(body: str) -> bytes:
    return zipped("word/document.xml", f"<w:document>{body}</w:document>".encode())


SPLIT_RUNS = (
    "<w:p><w:r><w:t>Zo&#235; Quill</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>"
    "<w:t>feather</w:t></w:r></w:p>"
)
WORD_ROW = "<w:tr>" + "".join(
    f"<w:tc><w:p><w:r><w:t>{value}</w:t></w:r></w:p></w:tc>"
    for value in ("43987", "39", "51-4041")
) + "</w:tr>"  # fmt: skip
SVG = f"<svg xmlns='http://www.w3.org/2000/svg'><metadata>{NAME}</metadata></svg>"


def notebook(**parts: object) -> bytes:
    cell = {"cell_type": "code", "source": [], "outputs": [], "metadata": {}, **parts}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}, indent=1).encode()


def b64(data: bytes | str) -> str:
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def shown(data: dict[str, object]) -> list[dict[str, object]]:
    return [{"output_type": "display_data", "data": data, "metadata": {}}]


PLACES: dict[str, tuple[str, bytes]] = {
    "a table": ("tables/t.csv", f"area,who\n57017,{NAME}\n".encode()),
    "a row of a table": ("tables/t.csv", b"a,b,c,d\n1,43987,39,51-4041\n"),
    "a table in UTF-16": ("t.csv", f"area,who\n57017,{NAME}\n".encode("utf-16")),
    "a table in UTF-16 without mark": ("t.csv", "who\nQuillfeather\n".encode("utf-16-le")),
    "a table in Latin-1": ("t.csv", f"who\n{NAME}\n".encode("latin-1")),
    "a page": ("p.html", f"<html><p>{NAME}</p></html>".encode()),
    "entities": ("p.html", b"<p>Qu&#105;llf&#x65;ather</p>"),
    "a name in pieces": ("p.html", b"<p>Zo&euml; <b>Quill</b><i>feather</i></p>"),
    "an attribute": ("p.html", b'<img alt="Zo&euml; Quillfeather" src="">'),
    "a comment": ("p.html", f"<!-- {NAME} -->".encode()),
    "a row of a page": (
        "p.html",
        b"<table><tr>\n<td>43987</td>\n<td>39</td>\n<td>51-4041</td>\n</tr></table>",
    ),
    "an address": ("p.html", b'<a href="x?who=Quillf%65ather">x</a>'),
    "escapes": ("r.json", b'{"who": "Zo\\u00eb Qu\\u0069llfeather"}'),
    "a script": ("p.js", b"var who = '\\x51uillfeather';"),
    "values of an object": ("r.json", b'{"zip": "43987",\n "age": 39,\n "soc": "51-4041"}'),
    "a notebook's source": ("n.ipynb", notebook(source=["who = 'Zo\u00eb '\\\n", "Quillfeather"])),
    "a notebook's output": ("n.ipynb", notebook(outputs=shown({"text/plain": [NAME]}))),
    "a notebook's metadata": ("n.ipynb", notebook(metadata={"papermill": {"who": NAME}})),
    "a picture's words": ("f.png", png(b"tEXt", b"Author\0Ms. Quillfeather")),
    "packed words of a picture": ("f.png", png(b"zTXt", b"k\0\0" + zlib.compress(NAME.encode()))),
    "words of a picture in UTF-8": ("f.png", png(b"iTXt", b"k\0\0\0\0\0" + NAME.encode())),
    "behind a picture": ("f.png", png(after=NAME.encode())),
    "a picture with an archive": ("f.png", png(after=zipped("a.txt", NAME.encode()))),
    "metadata of an SVG": ("f.svg", SVG.encode()),
    "letters of an SVG": ("f.svg", b"<svg><text>Zoe <tspan>Quillfeather</tspan></text></svg>"),
    "an embedded SVG": ("p.html", f'<img src="data:image/svg+xml;base64,{b64(SVG)}">'.encode()),
    "an SVG in an address": ("p.html", b'<img src="data:image/svg+xml,%3Csvg%3EQuillf%65ather">'),
    "a picture of a notebook": (
        "n.ipynb",
        notebook(
            outputs=shown(
                {"image/png": [b64(png(b"tEXt", b"k\0Quillfeather"))[:40] + "\n",
                               b64(png(b"tEXt", b"k\0Quillfeather"))[40:] + "\n"]}
            )
        ),
    ),
    "letters in base 64": ("r.json", json.dumps({"x": b64("to Ms. Quillfeather")}).encode()),
    "a spreadsheet": ("b.xlsx", spreadsheet(lambda b: b.add_worksheet().write(0, 0, NAME))),
    "a row of a spreadsheet": ("b.xlsx", spreadsheet(sheet_row)),
    "a date of a spreadsheet": ("b.xlsx", spreadsheet(date_cell)),
    "a spreadsheet's author": (
        "b.xlsx",
        spreadsheet(lambda b: (b.add_worksheet(), b.set_properties({"author": NAME}))),
    ),
    "a sheet's name": ("b.xlsx", spreadsheet(lambda b: b.add_worksheet("Quillfeather"))),
    "a document": ("d.docx", docx(SPLIT_RUNS)),
    "a row of a document": ("d.docx", docx(WORD_ROW)),
    "an archive in an archive": ("a.zip", zipped("b.zip", zipped("c.csv", NAME.encode()))),
    "a name in an archive": ("a.zip", zipped("quillfeather.csv", b"1")),
    "an archive's comment": ("a.zip", zipped("a.csv", b"1", comment=b"for Quillfeather")),
    "before an archive": ("a.zip", b"Ms. Quillfeather " + zipped("a.csv", b"1")),
    "an archive in a tar": (
        "a.tar",
        tar(("b.zip", zipped("c.csv", NAME.encode() * 9)), ("d.bin", bytes(99_999))),
    ),
    "a name in a packed tar": ("a.tar.gz", gzip.compress(tar(("quillfeather.csv", b"1")))),
    "gzip": ("a.csv.gz", gzip.compress(NAME.encode())),
    "gzip twice": ("a.gz", gzip.compress(gzip.compress(NAME.encode()))),
    "bzip2": ("a.bz2", bz2.compress(NAME.encode())),
    "xz": ("a.xz", lzma.compress(NAME.encode())),
    "a file's name": ("analyst/zoe-quillfeather.txt", b""),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_it_is_found_wherever_it_is_hidden(place: str, tmp_path: Path) -> None:
    name, data = PLACES[place]
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DisclosureError) as told:
        watch().refuse_found(tmp_path)
    said = str(told.value)
    assert "row 2 of participants" in said
    assert not any(each in said.casefold() for each in ("quill", "zo", "43987", "51-4041", "1987"))


def test_where_a_link_leads_is_read(tmp_path: Path) -> None:
    (tmp_path / "notes").symlink_to("elsewhere/quillfeather/notes")
    with pytest.raises(DisclosureError, match=r"notes holds a name \(row 2 of participants"):
        watch().refuse_found(tmp_path)


def test_a_clean_folder_passes(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("area_fips,jobs\n57017,18231\n", "utf-8")
    (tmp_path / "b.xlsx").write_bytes(
        spreadsheet(lambda b: b.add_worksheet().write_row(0, 0, [43215, 36, "Franklin"]))
    )
    watch().refuse_found(tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "is a PDF"),
        ("a.gz", gzip.compress(b"x" * 999)[:-20], "is damaged"),
        ("a.zip", zipped("a.csv", b"1" * 999)[:60], "is damaged or locked"),
    ],
    ids=["a PDF", "half a gzip file", "half an archive"],
)
def test_what_cannot_be_looked_through_is_refused(
    name: str, data: bytes, why: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DisclosureError, match=why):
        watch().refuse_found(tmp_path)


def test_a_name_that_is_a_word_of_reports_is_found_with_the_given_name_alone() -> None:
    assert kinds("Franklin") == set()
    assert kinds("Franklin, Omar") == {"name"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Omar Franklin Jr.", "Omar Franklin"),
        ("Dr. Omar J. Franklin", "Franklin, Omar"),
        ("Franklin, Omar J., III", "Omar Franklin"),
    ],
)
def test_what_goes_with_a_name_does_not_hide_it(name: str, text: str) -> None:
    found = Watch([roster([["", name, "", "", "", "", "", ""]])], COMMON)
    assert {each.kind for each in found.in_text(text)} == {"name"}


def test_a_family_name_of_two_words_is_found_by_one_beside_the_given_name() -> None:
    found = Watch([roster([["", "Ana", "Franklin County", "", "", "", "", ""]])], COMMON)
    assert [each.kind for each in found.in_text("Ana Franklin")] == ["name"]
    assert not list(found.in_text("Franklin County"))


def test_a_number_that_is_a_figure_here_is_listed_as_common() -> None:
    assert not [
        each for each in Watch([roster()], {"123456789"}).in_text("pay 123456789")
        if each.kind == "identifier"
    ]  # fmt: skip


def test_traits_that_ten_people_share_are_not_rare() -> None:
    row = ["", "", "", "", "", "43987", "39", "51-4041"]
    many = Watch([roster([row] * 10)], COMMON)
    few = Watch([roster([row] * 9)], COMMON)
    text = "43987 | 39 | 51-4041"
    assert not list(many.in_text(text)) and list(few.in_text(text))


def test_a_phrase_of_usual_words_is_found_unless_the_whole_of_it_is_usual() -> None:
    declared = PrivateInput("answers", "unused:read", {"said": "phrase"})
    said = ["The board talks too much.", "Workforce board", "no plan", "Quillfeather"]
    inputs = [PrivateRows(Path("answers.csv"), declared, pd.DataFrame({"said": said}))]
    texts = ["the workforce board reviews it; a plan no board talks of too much"]
    common = {word for text in texts for word in words_of(text)} | phrases_in(texts, inputs)
    watch = Watch(inputs, common)

    def found(text: str) -> list[int]:
        return [each.row for each in watch.in_text(text)]

    assert found("the BOARD talks: too much!") == [2]
    # What the package says itself, what is short, and what is nobody's usual word.
    assert found("a workforce board has no plan") == []
    assert found("Quillfeather said so") == [5]

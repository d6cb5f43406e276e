"""What every document (.docx) of a report has: paper, type, tables, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

INK = "123A54"
_MADE = datetime(2000, 1, 1)
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def set_up(document: Document, title: str, *, landscape: bool) -> None:
    """Paper, type, language, title, and a line at the foot of every page."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Inches, Pt, RGBColor

    section = document.sections[0]
    sides = (Inches(11), Inches(8.5)) if landscape else (Inches(8.5), Inches(11))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = sides
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
            style.font.color.rgb = RGBColor.from_string(INK)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)  # type: ignore[attr-defined]
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US"/>')
    properties = document.styles["Normal"].element.get_or_add_rPr()  # type: ignore[attr-defined]
    properties.append(language)
    told = document.core_properties
    told.title, told.subject = plain_text(title)[:255], ""
    told.language, told.author, told.last_modified_by = "en-US", "", ""
    told.comments, told.keywords, told.revision = "", "", 1
    told.created = told.modified = _MADE
    foot = section.footer.paragraphs[0]
    foot.add_run(plain_text(title))
    foot.add_run(" \u00b7 page ")
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    foot._p.append(parse_xml(field))


def bordered_table(
    document: Document, heads: Sequence[str], widths: Sequence[float], rows: int
) -> Table:
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
        _shade(cell, INK)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    return table


def small_letters(table: Table, size: float) -> None:
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


def plain_text(text: object) -> str:
    """Text without signs that no document may hold."""
    return _NO_XML.sub(" ", str(text))


def same_bytes(document: Document) -> bytes:
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

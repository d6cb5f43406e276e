"""Outputs of an executed notebook: what cannot be shown is refused, the rest made ready."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sectornb.errors import WorkbookError
from sectornb.show.picture import has_words

if TYPE_CHECKING:
    from nbformat import NotebookNode

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG_HEAD = 2000
"""Letters within which an SVG opens: matplotlib writes a declaration and a document type first."""
SHOWN_PICTURES = ("image/svg+xml", "image/png")
_HEADING_LINE = re.compile(r"(#{1,6})\s+\S.*")
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def prepare(node: NotebookNode, name: str, record: Mapping[str, Any]) -> None:
    """Refuse what cannot be shown, embed pictures, and mark what only code needs.

    Parameters
    ----------
    node : NotebookNode
        The executed notebook; changed in place.
    name : str
        Its file name, for messages.
    record : mapping
        The workbook's record: findings, which the page already opens with, and
        pictures with their files.

    Raises
    ------
    WorkbookError
        If a cell stopped, or shows a picture without a text alternative.
    """
    files = {figure["name"]: figure.get("files", {}) for figure in record.get("figures", [])}
    for number, cell in enumerate(node.cells, start=1):
        if cell.cell_type != "code":
            continue
        where = f"{name}, cell {number}"
        kept = []
        for output in cell.outputs:
            if output.output_type == "error":
                raise WorkbookError(
                    f"{where} stopped with {output.ename}: {output.evalue}. Only a workbook that "
                    f"ran to its end becomes a page; mend the cell and run again."
                )
            if output.output_type in ("display_data", "execute_result"):
                _check_display(output, where, files)
                # The record's findings already open the page.
                if record.get("findings") and '<ul class="findings">' in output.data.get(
                    "text/html", ""
                ):
                    continue
                # One template block shows both kinds.
                output.output_type = "display_data"
            if output.get("name") != "stderr":
                kept.append(output)
        cell.outputs = kept
    for section in _sections(node.cells):
        _mark_workings(section)


def check_pictures(html: str, name: str) -> None:
    """Refuse a picture without words that came in by Markdown or HTML.

    Raises
    ------
    WorkbookError
        If an ``img`` of `html` has no real text alternative.
    """
    for image in _IMAGE.findall(html):
        alt = _ALT.search(image)
        if not has_words(alt and (alt[1] or alt[2])):
            raise WorkbookError(
                f"{name} holds a picture without a text alternative. Write what it shows: "
                f"![what it shows](attachment:picture.png)."
            )


def _check_display(output: NotebookNode, where: str, files: Mapping[str, Any]) -> None:
    pictures = [kind for kind in output.data if kind.startswith("image/")]
    if not pictures or "text/html" in output.data:
        return
    kind = next((kind for kind in SHOWN_PICTURES if kind in output.data), None)
    if kind is None:
        raise WorkbookError(
            f"{where} shows {pictures[0]}, which a page does not take. Show figures as "
            f"sectornb.show.picture.Picture, which makes an SVG or a PNG with its text alternative."
        )
    words = output.metadata.get(kind, {})
    if not has_words(words.get("alt")):
        raise WorkbookError(
            f"{where} shows a picture without a text alternative. Show it as "
            f"sectornb.show.picture.Picture with alt= its message in a sentence."
        )
    words["source"] = picture_source(kind, output.data[kind], where)
    words["files"] = files.get(words.get("name"), {})
    output.metadata[kind] = words


def picture_source(kind: str, content: str, where: str) -> str:
    """A picture as the address of an embedded image, in which a browser runs nothing.

    Parameters
    ----------
    kind : str
        One of `SHOWN_PICTURES`.
    content : str
        The SVG as text, or the PNG in base 64, as a notebook holds them.
    where : str
        The cell, for messages.

    Raises
    ------
    WorkbookError
        If it is no such picture.
    """
    text = "".join(content)
    if kind == "image/png":
        text = "".join(text.split())
        try:
            sound = base64.b64decode(text, validate=True).startswith(_PNG)
        except (binascii.Error, ValueError):
            sound = False
    else:
        sound = "<svg" in text[:_SVG_HEAD]
        text = base64.b64encode(text.encode()).decode("ascii")
    if not sound:
        raise WorkbookError(
            f"{where} holds a picture that is no {kind.removeprefix('image/')}. Run the workbook "
            f"again; if it stays, show the figure as sectornb.show.picture.Picture."
        )
    return f"data:{kind};base64,{text}"


def _sections(cells: list[NotebookNode]) -> list[list[NotebookNode]]:
    """Cells from one heading to the next of the same or a higher level, at every level."""
    found = []
    for start, cell in enumerate(cells):
        level = _heading(cell)
        if level > 1:
            end = start + 1
            while end < len(cells) and not 0 < _heading(cells[end]) <= level:
                end += 1
            found.append(cells[start:end])
    return found


def _mark_workings(section: list[NotebookNode]) -> None:
    """A section that computes and prints, but shows no table and no picture, goes with the code."""
    code = [cell for cell in section if cell.cell_type == "code"]
    shows = any(out.output_type == "display_data" for cell in code for out in cell.outputs)
    if code and not shows:
        for cell in section:
            cell.metadata["only_with_code"] = True


def _heading(cell: NotebookNode) -> int:
    match = _HEADING_LINE.match(cell.source.strip()) if cell.cell_type == "markdown" else None
    return len(match[1]) if match else 0

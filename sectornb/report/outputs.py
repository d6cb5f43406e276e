"""Outputs of an executed notebook: what cannot be shown is refused, the rest made ready."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sectornb.errors import WorkbookError
from sectornb.show.picture import DPI, has_words

if TYPE_CHECKING:
    from nbformat import NotebookNode

_PNG = b"\x89PNG\r\n\x1a\n"
_HEADING_LINE = re.compile(r"(#{1,6})\s+\S.*")
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"""\balt=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def prepare(node: NotebookNode, name: str, record: Mapping[str, Any]) -> None:
    """Refuse what cannot be shown, measure pictures, and mark what only code needs.

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
    if "image/png" not in output.data:
        raise WorkbookError(
            f"{where} shows {pictures[0]}, which a page does not take. Show figures as "
            f"sectornb.show.picture.Picture, which makes a PNG with its text alternative."
        )
    words = output.metadata.get("image/png", {})
    if not has_words(words.get("alt")):
        raise WorkbookError(
            f"{where} shows a picture without a text alternative. Show it as "
            f"sectornb.show.picture.Picture with alt= its message in a sentence."
        )
    try:
        png = base64.b64decode("".join(output.data["image/png"].split()), validate=True)
    except (binascii.Error, ValueError):
        png = b""
    if not png.startswith(_PNG) or len(png) < 24:
        raise WorkbookError(
            f"{where} holds a picture that is no PNG. Run the workbook again; if it stays, show "
            f"the figure as sectornb.show.picture.Picture."
        )
    words["width"], words["height"] = png_size(png)
    words["files"] = files.get(words.get("name"), {})
    output.data["image/png"] = base64.b64encode(png).decode("ascii")
    output.metadata["image/png"] = words


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height in CSS pixels, which keep the text from jumping while pictures load."""
    scale = DPI / 96
    return tuple(round(int.from_bytes(png[at : at + 4], "big") / scale) for at in (16, 20))  # type: ignore[return-value]


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

"""The analyst's notes: Markdown beside the region file, shown at its place in the report."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sectornb.errors import RegionFileError, examples, nearest
from sectornb.report.safe_html import clean_markdown

if TYPE_CHECKING:
    from markupsafe import Markup

INDEX = "index"
MOST_BYTES = 50_000
"""Some thirty pages; of twice as many bytes, Markdown may take four times as long."""
NEAR = 0.8
"""Likeness of two names (0 to 1) from which one is taken for a slip of the other."""
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_SECTION = re.compile(r"##\s+(.*?)\s*#*\s*")
_TITLE = re.compile(r"#\s+.*")
_HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)


@dataclass(frozen=True)
class Notes:
    """What the analyst wrote.

    Attributes
    ----------
    file : str
        Name of the file, empty where there is none.
    digest : str
        SHA-256 of its bytes.
    sections : dict
        Workbook or ``index`` to Markdown.
    """

    file: str = ""
    digest: str = ""
    sections: dict[str, str] = field(default_factory=dict)

    def record(self) -> dict[str, str] | None:
        """The file by name and hash for the manifest, or None where there is none."""
        return {"file": self.file, "sha256": self.digest} if self.file else None

    def html(self, section: str) -> Markup | None:
        """One section as cleaned HTML, its headings below the page's own; None where empty."""
        from markupsafe import Markup

        text = self.sections.get(section, "").strip()
        if not text:
            return None
        previous = 2

        def lower(match: re.Match[str]) -> str:
            nonlocal previous
            previous = level = min(max(int(match[1]), 3), previous + 1)
            return f"<h{level}>{match[2]}</h{level}>"

        html = _HEADING.sub(lower, clean_markdown(text))
        # An address of the notes could hide one of the page's own.
        return Markup(re.sub(r'(<[a-z][a-z0-9]*(?: [^<>]*?)?) id="[^"]*"', r"\1", html))


def notes_path(region: Path) -> Path:
    """Where the notes of a region file lie: ``ohio.yml`` has ``ohio.notes.md``."""
    return region.with_name(f"{region.stem}.notes.md")


def misnamed_notes(region: Path) -> str:
    """A warning where a file beside the region file is all but named as its notes; else empty.

    Nobody reads ``ohio.note.md``; a file that is the notes of another region file beside
    is none of them.
    """
    expected = notes_path(region)
    if expected.is_file() or not region.parent.is_dir():
        return ""
    beside = sorted(path for path in region.parent.iterdir() if path.is_file())
    others = {notes_path(path).name for path in beside if path.suffix in (".yml", ".yaml")}
    near = [
        path.name
        for path in beside
        if path.suffix.casefold() in (".md", ".markdown", ".txt")
        and path.name not in others
        and (
            path.stem.casefold() == region.stem.casefold()
            or SequenceMatcher(None, path.name.casefold(), expected.name.casefold()).ratio() > NEAR
        )
    ]
    if not near:
        return ""
    return (
        f"Not read: {near[0]}, beside the region file. Notes of the analyst are read from "
        f"{expected.name}; rename the file if it is meant."
    )


def read_notes(region: Path, workbooks: list[str]) -> Notes:
    """The notes beside a region file, by section.

    A section begins with ``## index`` or the name of a workbook, such as
    ``## 2-industries``; what stands before the first belongs to the index.

    Parameters
    ----------
    region : Path
        The region file.
    workbooks : list of str
        Names that a section may have besides ``index``.

    Raises
    ------
    RegionFileError
        If the file is no UTF-8 text, too long, or has a section of another name
        or one twice.
    """
    path = notes_path(region)
    if not path.is_file():
        if path.is_symlink() or path.exists():
            raise RegionFileError(
                f"The notes {path} are no file but a folder or a broken link. Put the notes there "
                "as a text file, or rename what is there."
            )
        return Notes()
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise RegionFileError(
            f"The notes {path} have {len(content):,} bytes, and a report takes {MOST_BYTES:,}. "
            "Keep what a reader of the page needs, and link to the rest."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegionFileError(
            f"The notes {path} are not UTF-8 text (byte {error.start}). Save them as UTF-8."
        ) from error
    return Notes(path.name, sha256(content).hexdigest(), _split(text, path, [INDEX, *workbooks]))


def _split(text: str, path: Path, known: list[str]) -> dict[str, str]:
    sections: dict[str, list[str]] = {INDEX: []}
    current, fence, named = INDEX, "", set()
    for number, line in enumerate(text.splitlines(), start=1):
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence == mark[1] else fence or mark[1]
        heading = None if fence else _SECTION.fullmatch(line)
        if heading:
            current = heading[1].strip().casefold()
            if current not in known:
                raise RegionFileError(
                    f"The notes {path}, line {number}, have a section {heading[1]!r}, which no "
                    f"page has. Sections are {examples(known, 9)}; headings within a section begin "
                    f"with ###. {nearest(current, known)}"
                )
            if current in named:
                raise RegionFileError(
                    f"The notes {path}, line {number}, have the section {current!r} twice. Put "
                    "both under one heading."
                )
            named.add(current)
            sections.setdefault(current, [])
        elif not (not named and not fence and _TITLE.fullmatch(line)):
            sections[current].append(line)
    return {name: "\n".join(lines) for name, lines in sections.items() if "".join(lines).strip()}

"""The words of a page: its sentences, and where those of two versions differ.

Pages come from elsewhere, so that none of the patterns here takes more than one look at each
character of a page, whatever it holds.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path

from markupsafe import escape

from sectornb.errors import InputError, shortened
from sectornb.report.manifest import Manifest
from sectornb.report.safe_html import clean

THE_REPORT, ANEW = "the report", "the new run"
NAMED = 3
LARGEST_PAGE = 16 * 1024 * 1024
"""Bytes of a page; that of a large state's industries has some two millions."""
_LONGEST = 300
_MOST_LINES = 4_000
_TAG = re.compile(r"<[^<>]+>")
_END = re.compile(r"</(?:li|p)>")
_BEGIN = re.compile(r'<(?:li|p class="answer")>')
_BADGE = re.compile(r'<span class="badge[^<>]*>(?:[^<>]*<span[^<>]*>[^<>]*</span>)?[^<>]*</span>')
# Which versions made a page is an item of its own, and where the library lay is the user's.
_MADE_WITH = re.compile(r"<p>Made with [\w.+!-]+ [\w.+!-]+(?:, [\w.+!-]+ [\w.+!-]+)*\.</p>")
_LIBRARY = {
    ".html": re.compile(r"(?m)^library = &#34;(?:[^<>&\n]|&amp;|&#3[49];)*&#34;$"),
    ".yml": re.compile(r"(?m)^library: .*$(?:\n  +.*$)*"),
    ".ipynb": re.compile(
        r'(?m)^ +"library = \\"(?:[^"\\\n]|\\\\)*\\"\\n",$|^   "version": "[\w.+]+"$'
    ),
}


def plain(text: str) -> str:
    """Text as a reader sees it: characters for their codes, one blank for any white space."""
    return " ".join(html.unescape(text).split())


def page_text(path: Path) -> str:
    """A page, notebook or other file of text.

    Raises
    ------
    InputError
        If it is not there, or larger than any page.
    """
    if not path.is_file():
        raise InputError("it is missing")
    if (size := path.stat().st_size) > LARGEST_PAGE:
        raise InputError(f"it has {size:,} bytes, and no page has over {LARGEST_PAGE:,}")
    return path.read_text("utf-8", "replace")


def sentences_of(page: str) -> set[str]:
    """The sentences of a page, in its answer and its lists."""
    pieces = (_BEGIN.split(piece, maxsplit=1) for piece in _END.split(page)[:-1])
    return {plain(_TAG.sub("", _BADGE.sub("", said[1]))) for said in pieces if len(said) > 1}


def same_everywhere(text: str, suffix: str) -> str:
    """A file of text without what a run cannot know: versions, and where the library lay."""
    return _LIBRARY[suffix].sub("", _MADE_WITH.sub("", text, count=1))


def without_notes(page: str, manifest: Manifest) -> str:
    """A page without what its manifest says was written by hand, or kept from an earlier run.

    Notes are left aside only as a run writes them: once on a page, and with nothing in them
    that a page for the public may not hold.
    """
    for workbook, told in manifest.kept.items():
        year = r"[\w ,()-]{0,80}"
        names = "|".join(map(re.escape, manifest.parameters.get(workbook, {})))
        since = rf"(?:; the region file has since changed (?:{names})(?:, (?:{names}))*)?"
        if re.fullmatch(rf"result of an earlier run, data of {year}{since}", told):
            page = page.replace(f'<p class="kept">{escape(told)}</p>', "", 1)
    if manifest.region.notes is None:
        return page
    head = (
        '<section class="analyst" aria-labelledby="page-analyst">\n'
        '<h2 id="page-analyst">Notes of the analyst</h2>\n<p class="hint">Written by hand in '
        f"{escape(manifest.region.notes.file)}, not computed from the data.</p>\n"
    )
    before, _, rest = page.partition(head)
    notes, ended, after = rest.partition("</section>")
    if not ended or clean(notes) != notes:
        return page
    return (
        before.replace('<li><a href="#page-analyst">Notes of the analyst</a></li>', "", 1) + after
    )


def lines_of(page: str) -> list[str]:
    """The lines of a page, without those that are blank."""
    return [line for line in map(str.strip, page.splitlines()) if line]


def read_lines(lines: Sequence[str]) -> list[str]:
    """Lines of a page as a reader sees them, without those of markup alone."""
    return [line for line in (plain(_TAG.sub(" ", line)) for line in lines) if line]


def apart(before: Sequence[str], after: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Two lists of texts without the beginning and the end that they have in common."""
    pairs = zip(before, after, strict=False)
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    before, after = before[start:], after[start:]
    pairs = zip(reversed(before), reversed(after), strict=False)
    end = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return before[: len(before) - end], after[: len(after) - end]


def other_words(before: Sequence[str], after: Sequence[str]) -> str:
    """Where two lists of texts differ, in words; up to three places."""
    before, after = apart(before, after)
    # Between very long lists it would look for hours for what they have in common.
    long = max(len(before), len(after)) > _MOST_LINES
    matched = SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if not long else []
    told = [
        f"{THE_REPORT} says {_quoted(before[a:b])}, {ANEW} {_quoted(after[c:d])}"
        for tag, a, b, c, d in matched or [("replace", 0, len(before), 0, len(after))]
        if tag != "equal" and (before or after)
    ]
    return "; ".join(told[:NAMED])


def _quoted(texts: Sequence[str]) -> str:
    return repr(shortened(" ".join(texts[:_LONGEST]), _LONGEST)) if texts else "nothing"

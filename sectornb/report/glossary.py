"""The words of the field: linked where a page uses them first, explained on the same page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sectornb.shipped import facts

if TYPE_CHECKING:
    from markupsafe import Markup

_TAG = re.compile(r"(<[^>]*>)")
# Words in a link or in code are left as they are, and a badge is no place for another link.
_LEFT_ALONE = ("a", "code", "pre", "span")


class Glossary:
    """The terms that one page used so far, each linked once.

    A page explains its own words, so that one that is mailed alone stays whole.
    """

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._terms = {
            form.casefold(): row["term"]
            for row in facts("glossary")
            for form in row["forms"].split("|")
            if form
        }
        longest_first = sorted(self._terms, key=len, reverse=True)
        listed = "|".join(map(re.escape, longest_first))
        self._form = re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])", re.IGNORECASE)

    def link(self, html: Markup) -> Markup:
        """`html` with a link on the first use of each term that the page has not linked yet."""
        from markupsafe import Markup

        parts, inside = [], 0
        for part in _TAG.split(html):
            tag = re.match(r"</?([a-z0-9]+)", part)
            if tag and tag[1] in _LEFT_ALONE:
                inside += -1 if part.startswith("</") else 1
            parts.append(part if tag or inside else self._form.sub(self._linked, part))
        return Markup("").join(Markup(part) for part in parts)

    def _linked(self, match: re.Match[str]) -> str:
        term = self._terms[match[0].casefold()]
        if term in self._used:
            return match[0]
        self._used.add(term)
        return f'<a class="term" href="#{_address(term)}">{match[0]}</a>'

    @property
    def words(self) -> list[dict[str, str]]:
        """``term``, ``meaning`` and ``address`` of what was linked, in the order of the list."""
        return [
            {"term": row["term"], "meaning": row["meaning"], "address": _address(row["term"])}
            for row in facts("glossary")
            if row["term"] in self._used
        ]


def _address(term: str) -> str:
    return "word-" + re.sub(r"[^a-z]+", "-", term.lower())

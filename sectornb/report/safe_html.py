"""Text with markup from notebooks and notes, reduced to what a page for the public may hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner  # type: ignore[import-untyped]

_TAGS = frozenset(
    ("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "details", "div", "dl", "dt")
    + ("em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre")
    + ("s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td")
    + ("tfoot", "th", "thead", "tr", "ul", "var")
)
_ATTRIBUTES = frozenset(
    ("class", "id", "scope", "colspan", "rowspan", "role", "tabindex", "aria-label")
    + ("data-sort", "data-first", "data-table")
)


def _cleaner() -> Cleaner:
    # A new one each time: it keeps state while it works, and pages may be written in threads.
    from bleach.sanitizer import Cleaner

    def allowed(tag: str, name: str, value: str) -> bool:
        if tag == "img":
            embedded = re.fullmatch(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+", value)
            return name == "alt" or (name == "src" and embedded is not None)
        if tag == "a" and name == "href":
            return not value.strip().lower().startswith("data:")
        return name in _ATTRIBUTES

    return Cleaner(tags=_TAGS, attributes=allowed, protocols={"https", "http", "mailto", "data"})


def clean(source: str) -> str:
    """HTML without scripts, handlers, frames, styles, or anything that loads from elsewhere.

    What is not allowed is shown as text.
    """
    return str(_cleaner().clean(source))


def clean_markdown(source: str, attachments: dict[str, dict[str, str]] | None = None) -> str:
    """Markdown as cleaned HTML, its tables wrapped so that they scroll within the page."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(
        escape=False, attachments=attachments or {}, embed_images=False, exclude_anchor_links=True
    )
    html = clean(MarkdownWithMath(renderer=renderer).render(source))
    # Markdown tables know column headers only, and never say so.
    html = html.replace("<th>", '<th scope="col">')
    wrap = '<div class="table-wrap" tabindex="0" role="group" aria-label="Table">'
    return html.replace("<table>", f"{wrap}<table>").replace("</table>", "</table></div>")

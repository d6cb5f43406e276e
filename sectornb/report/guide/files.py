"""Which files a guide for interviews is written to, and how pages name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TABLE, LOG = "interview_guide", "challenge_log"
"""A record with the first table has a guide; the second stands at its end."""
DOCUMENT = "{}-interview-guide.docx"
"""Behind the region's id."""


def has_guide(record: Mapping[str, Any]) -> bool:
    """Whether a workbook's record has a guide for interviews."""
    return TABLE in record.get("tables", {})


def guide_page(record: Mapping[str, Any]) -> str:
    """The page of a record's guide; empty where it has none."""
    return f"{record['workbook']}-guide.html" if has_guide(record) else ""


def guide_links(region_id: str, record: Mapping[str, Any]) -> list[dict[str, str]]:
    """The page and the document of a record's guide, as pages list them; nothing without one."""
    if not has_guide(record):
        return []
    return [
        {
            "file": guide_page(record),
            "title": "The guide for interviews with employers",
            "kind": "to print and to write on",
        },
        {
            "file": DOCUMENT.format(region_id),
            "title": "The same guide as a document",
            "kind": "Word",
        },
    ]

"""Which files a plan is written to, and how pages name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TABLE = "action_plan"
"""A record with this table has a plan."""
WORKBOOK, DOCUMENT = "{}-plan.xlsx", "{}-plan.docx"
"""Behind the region's id."""


def has_plan(record: Mapping[str, Any]) -> bool:
    """Whether a workbook's record has a plan."""
    return TABLE in record.get("tables", {})


def plan_page(record: Mapping[str, Any]) -> str:
    """The page of a record's plan; empty where it has none."""
    return f"{record['workbook']}-plan.html" if has_plan(record) else ""


def plan_links(region_id: str, record: Mapping[str, Any]) -> list[dict[str, str]]:
    """The page and the files of a record's plan, as pages list them; nothing without a plan."""
    if not has_plan(record):
        return []
    return [
        {
            "file": plan_page(record),
            "title": "The plan on one page, and the road map",
            "kind": "two sheets to print",
        },
        {
            "file": WORKBOOK.format(region_id),
            "title": "The plan to work on, with a tracker",
            "kind": "Excel",
        },
        {
            "file": DOCUMENT.format(region_id),
            "title": "The plan as a document to sign",
            "kind": "Word",
        },
    ]

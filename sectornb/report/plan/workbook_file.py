"""The plan as an Excel workbook: a sheet for each element, SWOT, a tracker that computes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sectornb.assessment.plan.columns import CHOSEN, OWN_ROWS, STATUSES, WRITTEN, own_row_id
from sectornb.assessment.plan.file import AS_OF, COMPOSED, PLAN, QUADRANTS, ROWS
from sectornb.assessment.plan.sheets import FIRST_SHEET, HEADS, SHEET, SWOT_SHEET, TRACKER_SHEET
from sectornb.report.plan.plan import Plan
from sectornb.report.plan.swot import WRITTEN_BY
from sectornb.report.plan.tracker import Tracked, tracker_sheet
from sectornb.report.shell import SIMULATED
from sectornb.show.form import Answer, Block, Form, Line, Live, Page, write_form
from sectornb.sources.surveys.filled import KIND, WHOLE

YEARS = 5
"""Whose quarters the list of a timeline offers, from the year of the ratings on."""
MORE_LINES = 3
"""Empty lines at the end of each quadrant."""
_MOST = 32_000
"""Letters that a cell holds."""
_NO_NAME = re.compile(r"[\[\]:*?/\\']+")
_HOW = (
    "Fill in the framed yellow cells: actions, timeline, who leads, what it takes, what should "
    "come of it. Each element has empty rows for what the scores do not say.",
    "Pick one or two priorities for the year, and keep them until they are settled. Set the "
    "status of a row as it goes along; the tracker adds up by itself.",
    "Do not delete rows: set them to “stopped”. The ids on the left, such as G-1.1, let the next "
    "round know each row again.",
)


def write_plan_workbook(plan: Plan, path: Path) -> None:
    """Write a plan to work on; :func:`~sectornb.assessment.plan.file.read_plan_file` reads it back.

    The same plan gives the same bytes.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    write_form(_form(plan), path)


def _form(plan: Plan) -> Form:
    sheets = _sheet_names(plan)
    lines = {element: list(_lines(plan, element)) for element in plan.elements}
    tracked = [Tracked(line.id, line.given) for element in plan.elements for line in lines[element]]
    about = {
        KIND: PLAN,
        "region": plan.region_id,
        "instrument": plan.instrument.name,
        "version": str(plan.instrument.version),
        "wave": plan.wave,
        "mode": plan.mode,
        ROWS: ";".join(plan.rows["row_id"]),
        **{f"{SHEET}{element}": name for element, name in sheets.items()},
        **dict(_composed(plan)),
    }
    answers = tuple(_answers(plan))
    pages: list[Page | Live] = [_first(plan)]
    for number, (element, title) in enumerate(plan.elements.items(), start=1):
        block = Block(("Row, and what the scores say", "What to ask, and what would show it"),
                      answers, tuple(lines[element]))  # fmt: skip
        notes = (_question(plan, element),) if _question(plan, element) else ()
        pages.append(Page(sheets[element], f"{number}. {title}", notes, (30, 30), (block,)))
    pages += [_swot(plan), Live(TRACKER_SHEET, tracker_sheet(tracked, f"Tracker: {plan.region}"))]
    return Form(f"{plan.title}: {plan.region}", about, tuple(pages))


def _sheet_names(plan: Plan) -> dict[str, str]:
    """The sheet of each element: its number and its short title."""
    return {
        element: f"{number} {_NO_NAME.sub(' ', title)}"[:31].strip()
        for number, (element, title) in enumerate(plan.short.items(), start=1)
    }


def _question(plan: Plan, element: str) -> str:
    return next((area.question for area in plan.instrument.areas if area.id == element), "")


def _first(plan: Plan) -> Page:
    """What the file is, how it is filled in, where it goes back."""
    count = len(plan.rows)
    rests = (
        f"{plan.about} It has {count} {'row' if count == 1 else 'rows'}: one for each gap, and "
        "those that people added."
    )
    back = (
        "Where it goes back: save it as an Excel workbook (.xlsx), put it beside the region file, "
        f"and name it there: assessment, plan: {plan.region_id}-plan.xlsx. The next report then "
        "shows what was done, what is late, and whether scores moved."
    )
    notes = (*((SIMULATED,) if plan.simulated else ()), rests, *_HOW, back)
    day = Answer(WHOLE, "Date", 16, kind="date", prompt="A date such as 2027-03-31.")
    told = "Status as of\nThe day that every status in this file is of; fill it in when you save."
    block = Block(("About this file",), (day,), (Line(AS_OF, (told,)),))
    return Page(FIRST_SHEET, f"{plan.title}: {plan.region}", notes, (84,), (block,))


def _answers(plan: Plan) -> Iterator[Answer]:
    year = re.search(r"20\d\d", plan.wave)
    first = int(year[0]) if year else 0
    quarters = tuple(
        f"{first + place // 4} Q{place % 4 + 1}" for place in range(4 * YEARS * bool(first))
    )
    widths = {"timeline": 11, "lead": 22, "resources_ta_needed": 20, "status": 12, "due": 12}
    lists = {
        "timeline": quarters,
        "status": tuple(STATUSES.values()),
        "chosen": CHOSEN,
    }
    prompts = {
        "timeline": "A quarter such as 2027 Q1; other words may be typed.",
        "due": "A date such as 2027-03-31 or 3/31/2027.",
        "chosen": "One or two rows in the whole plan.",
    }
    for part in WRITTEN:
        yield Answer(
            part,
            HEADS[part],
            widths.get(part, 10 if part == "chosen" else 24),
            lists.get(part, ()),
            prompts.get(part, ""),
            lines=4,
            kind="date" if part == "due" else "text",
            strict=part != "timeline",
        )


def _lines(plan: Plan, element: str) -> Iterator[Line]:
    """The rows of an element, and empty ones behind them."""
    taken = 0
    for row in plan.of_element(element).to_dict("records"):
        given = {part: str(row[part])[:_MOST] for part in WRITTEN}
        given["status"] = STATUSES.get(given["status"], given["status"])
        title = " ".join(filter(None, (row["row_id"], row["item_title"])))
        ask = [row["diagnostic_question"]]
        if row["candidate_outcomes"]:
            ask.append(f"Not seen in place yet: {row['candidate_outcomes']}.")
        words = (f"{title}\n{row['evidence']}".strip(), "\n".join(filter(None, ask)))
        yield Line(str(row["row_id"]), tuple(each[:_MOST] for each in words), given=given)
        own = re.fullmatch(rf"A-{re.escape(element)}-(\d+)", str(row["row_id"]))
        taken = max(taken, int(own[1]) if own else 0)
    for number in range(taken + 1, taken + 1 + OWN_ROWS):
        id_ = own_row_id(element, number)
        yield Line(id_, (f"{id_}\nA row of your own", ""))


def _composed(plan: Plan) -> Iterator[tuple[str, str]]:
    """Lines of the quadrants that no person wrote, by the ids of their rows."""
    for quadrant in QUADRANTS:
        told = plan.swot[plan.swot["quadrant"].eq(quadrant)]
        pairs = zip(told["line"], told["source"], strict=True)
        for number, (line, source) in enumerate(pairs, start=1):
            if source != WRITTEN_BY:
                yield f"{COMPOSED}S-{quadrant}-{number}", " ".join(line.split())


def _swot(plan: Plan) -> Page:
    """Four quadrants, each with what is known and with empty lines."""
    blocks = []
    for quadrant in QUADRANTS:
        told = plan.swot[plan.swot["quadrant"].eq(quadrant)]
        lines = [
            Line(f"S-{quadrant}-{number}", (source,), given={"line": line[:_MOST]})
            for number, (line, source) in enumerate(
                zip(told["line"], told["source"], strict=True), start=1
            )
        ]
        lines += [
            Line(f"S-{quadrant}-{number}", ("",))
            for number in range(len(lines) + 1, len(lines) + 1 + MORE_LINES)
        ]
        answer = Answer("line", quadrant.capitalize(), 96)
        blocks.append(Block(("Where it comes from",), (answer,), tuple(lines)))
    note = (
        "Strengths and weaknesses come from the scores, opportunities and threats from the "
        "report's other workbooks. Change or add any line. What you wrote comes back with the "
        "next report; lines left as they are, and cleared ones, are made anew from its figures."
    )
    title = "Strengths, weaknesses, opportunities, threats"
    return Page(SWOT_SHEET, title, (note,), (22,), tuple(blocks))

"""The tracker of a plan's workbook: every row with its status, what is late, who carries how much.

Formulas alone: it follows what people change on the sheets of the elements.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sectornb.assessment.plan.columns import STATUSES
from sectornb.assessment.plan.file import AS_OF
from sectornb.show.form import Places
from sectornb.show.sheet import HEAD_LOOK, for_paper, height
from sectornb.sources.surveys.filled import WHOLE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_LEADS = 60
"""Names that are counted; beyond them the sheet says that there are more."""
_WIDTHS = (10, 52, 30, 13, 13, 11, 3, 34, 10)
_HEADS = ("Row", "Strategic Objective", "Lead", "Status", "Due", "Overdue?")
_HEAD = 3
_OPEN = (STATUSES["not_started"], STATUSES["under_way"])
_LATE = "overdue"


@dataclass(frozen=True)
class Tracked:
    """A row of the plan as it stands when the file is written."""

    id: str
    given: Mapping[str, str]


def tracker_sheet(
    rows: Sequence[Tracked], title: str
) -> Callable[[Workbook, Worksheet, Places], None]:
    """What fills the tracker's sheet.

    Parameters
    ----------
    rows : sequence of Tracked
        Every row of the element sheets, empty ones too.
    title : str
        Above it.
    """
    # What is empty so far stands at the end.
    rows = sorted(rows, key=lambda row: not row.given.get("strategic_objective"))

    def write(book: Workbook, sheet: Worksheet, places: Places) -> None:
        looks = _looks(book)
        sheet.hide_gridlines(2)
        for place, width in enumerate(_WIDTHS):
            sheet.set_column(place, place, width)
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, title, looks["title"])
        day = places[AS_OF, WHOLE]
        told = "It follows the sheets of the elements. Status as of (from the sheet “Plan”):"
        sheet.write_string(1, 0, told, looks["note"])
        sheet.write_formula(1, 4, f'=IF({day}="","",{day})', looks["day"], "")
        for place, head in enumerate(_HEADS):
            sheet.write_string(_HEAD, place, head, looks["head"])
        for number, row in enumerate(rows, start=_HEAD + 1):
            _write_row(sheet, number, row, places, looks)
        last = max(_HEAD + len(rows), _HEAD + 1)
        _write_counts(sheet, rows, last, looks)
        late = {"type": "cell", "criteria": "==", "value": f'"{_LATE}"', "format": looks["late"]}
        sheet.conditional_format(_HEAD + 1, 5, last, 5, late)
        filled = {"type": "formula", "criteria": f'=$A{_HEAD + 2}<>""', "format": looks["line"]}
        sheet.conditional_format(_HEAD + 1, 0, last, 5, filled)
        sheet.freeze_panes(_HEAD + 1, 1)
        sheet.repeat_rows(_HEAD)
        for_paper(sheet)
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    return write


def _looks(book: Workbook) -> dict[str, Format]:
    base: dict[str, Any] = {"valign": "top", "font_size": 11, "align": "left"}
    cell = {**base, "text_wrap": True}
    made = {
        "title": {**base, "bold": True, "font_size": 17.6, "font_color": "#123A54"},
        "note": base,
        "head": {**HEAD_LOOK, "align": "left"},
        "cell": cell,
        "day": {**cell, "num_format": "yyyy-mm-dd"},
        "count": {**cell, "align": "right", "num_format": "0"},
        "line": {"bottom": 1, "bottom_color": "#BFBFBF"},
        "late": {"bold": True, "font_color": "#8A1C00", "bg_color": "#FFE3D6"},
    }
    return {name: book.add_format(look) for name, look in made.items()}


def _write_row(
    sheet: Worksheet, number: int, row: Tracked, places: Places, looks: Mapping[str, Format]
) -> None:
    objective = row.given.get("strategic_objective", "")
    said, id_ = places[row.id, "strategic_objective"], row.id.replace('"', '""')
    sheet.write_formula(number, 0, f'=IF({said}="","","{id_}")', looks["cell"],
                        row.id if objective else "")  # fmt: skip
    parts = ("strategic_objective", "lead", "status", "due")
    for place, part in enumerate(parts, start=1):
        source = places[row.id, part]
        # An empty row of people's own stays empty.
        formula = f'=IF(OR({said}="",{source}=""),"",{source})'
        value = row.given.get(part, "") if objective else ""
        look = looks["day" if part == "due" else "cell"]
        sheet.write_formula(
            number, place, formula, look, _serial(value) if part == "due" else value
        )
    at = number + 1
    open_ = ",".join(f'D{at}="{word}"' for word in _OPEN)
    formula = (
        f'=IF(AND(ISNUMBER(E{at}),ISNUMBER($E$2),E{at}<$E$2,OR({open_},D{at}="")),"{_LATE}","")'
    )
    sheet.write_formula(number, 5, formula, looks["cell"], "")
    texts = [(objective, _WIDTHS[1] - 2), (row.given.get("lead", ""), _WIDTHS[2] - 2)]
    sheet.set_row(number, height(texts) + 3)


def _serial(day: str) -> float | str:
    """A date as the number that a sheet keeps."""
    from datetime import date

    try:
        return float((date.fromisoformat(day) - date(1899, 12, 30)).days)
    except ValueError:
        return day


def _write_counts(
    sheet: Worksheet, rows: Sequence[Tracked], last: int, looks: Mapping[str, Format]
) -> None:
    """Beside the rows: how many of each status, and how many open rows each lead has."""
    first = _HEAD + 2
    used = [row for row in rows if row.given.get("strategic_objective")]
    status, leads = (f"${letter}${first}:${letter}${last + 1}" for letter in "DC")
    objectives, late = (f"${letter}${first}:${letter}${last + 1}" for letter in "BF")
    at = _HEAD
    for place, head in enumerate(("Status", "Rows")):
        sheet.write_string(at, 7 + place, head, looks["head"])
    for word in STATUSES.values():
        at += 1
        sheet.write_string(at, 7, word, looks["cell"])
        value = sum(row.given.get("status") == word for row in used)
        sheet.write_formula(at, 8, f'=COUNTIF({status},"{word}")', looks["count"], value)
    told = {
        "no status": (
            f'=SUMPRODUCT(({objectives}<>"")*({status}=""))',
            sum(not row.given.get("status") for row in used),
        ),
        _LATE: (f'=COUNTIF({late},"{_LATE}")', 0),
        "nobody leads": (
            f'=SUMPRODUCT(({objectives}<>"")*({leads}=""))',
            sum(not row.given.get("lead") for row in used),
        ),
        "rows in all": (f'=SUMPRODUCT(--({objectives}<>""))', len(used)),
    }
    for word, (formula, value) in told.items():
        at += 1
        sheet.write_string(at, 7, word, looks["cell"])
        sheet.write_formula(at, 8, formula, looks["count"], value)
    at += 2
    for place, head in enumerate(("Who leads", "Open rows")):
        sheet.write_string(at, 7 + place, head, looks["head"])
    _write_leads(sheet, at + 1, first, last + 1, rows, looks)


def _write_leads(
    sheet: Worksheet,
    at: int,
    first: int,
    last: int,
    rows: Sequence[Tracked],
    looks: Mapping[str, Format],
) -> None:
    """Each lead once, in the order of the plan; compared as text, so that * is no wildcard."""
    # A helper column of where each name stands first; names are no patterns there.
    sheet.set_column(10, 10, None, None, {"hidden": True})
    place: dict[str, int] = {}
    for number, row in enumerate(rows):
        mine = first + number
        lead = row.given.get("lead", "") if row.given.get("strategic_objective") else ""
        is_new = bool(lead) and lead.casefold() not in {each.casefold() for each in place}
        if is_new:
            place[lead] = number + 1
        before = f"SUMPRODUCT(--($C${first}:C{mine}=C{mine}))=1"
        formula = f'=IF(C{mine}="","",IF({before},ROW()-{first - 1},""))'
        sheet.write_formula(mine - 1, 10, formula, None, number + 1 if is_new else "")
    helper, names = (f"${letter}${first}:${letter}${last}" for letter in "KC")
    status = f"$D${first}:$D${last}"
    shown = min(MOST_LEADS, max(len(rows), 1))
    for number in range(shown):
        lead = list(place)[number] if number < len(place) else ""
        name = f"H{at + number + 1}"
        formula = f'=IFERROR(INDEX({names},SMALL({helper},{number + 1})),"")'
        sheet.write_formula(at + number, 7, formula, looks["note"], lead)
        open_ = "+".join(f'({status}="{word}")' for word in (*_OPEN, ""))
        formula = f'=IF({name}="","",SUMPRODUCT(({names}={name})*({open_})))'
        value = sum(
            row.given.get("lead", "").casefold() == lead.casefold()
            and row.given.get("status", "") in (*_OPEN, "")
            for row in rows
        )
        sheet.write_formula(at + number, 8, formula, looks["note"], value if lead else "")
    if len(rows) > shown:
        more = f'=IF(COUNT({helper})>{shown},COUNT({helper})-{shown}&" more","")'
        beyond = f"{len(place) - shown} more" if len(place) > shown else ""
        sheet.write_formula(at + shown, 7, more, looks["note"], beyond)

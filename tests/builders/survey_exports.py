"""Exports as each survey tool writes them: people and their answers in, a file out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

Rows = Sequence[Sequence[object]]
QUALTRICS_OWN = ("StartDate", "EndDate", "Status", "Progress", "Finished", "ResponseId")
QUALTRICS_WORDS = ("Start Date", "End Date", "Response Type", "Progress", "Finished", "Response ID")
LEGACY_OWN = ("ResponseID", "ResponseSet", "Name", "EmailAddress", "StartDate", "EndDate")
MONKEY_OWN = ("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address")


def write_text(path: Path, rows: Rows, *, between: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=between, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_sheet(path: Path, rows: Rows) -> Path:
    with Workbook(str(path), {"strings_to_formulas": False, "in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        when = book.add_format({"num_format": "m/d/yy h:mm:ss"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, place, cell, when)
                elif isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                else:
                    sheet.write(number, place, cell)
    return path


def google_forms(path: Path, questions: Sequence[str], people: Rows, *, mails: bool = True) -> Path:
    own = ["Timestamp", *(["Email Address"] if mails else [])]
    rows = [
        [f"2025/03/18 {hour}:42:11 PM GMT-5", *([f"Ana{hour}@x.org"] if mails else []), *answers]
        for hour, answers in enumerate(people, start=1)
    ]
    return write_text(path, [[*own, *questions], *rows])


def microsoft_forms(path: Path, questions: Sequence[str], people: Rows) -> Path:
    """A workbook with times as its numbers, and blanks that do not break in the heads."""
    heads = [question.replace(" ", "\xa0", 1) for question in questions]
    own = ["ID", "Start time", "Completion time", "Email", "Name"]
    rows = [
        [number, datetime(2025, 3, 18, 9), datetime(2025, 3, 18, 9, number), "anonymous", ""]
        + list(answers)
        for number, answers in enumerate(people, start=1)
    ]
    return write_sheet(path, [[*own, *heads], *rows])


def qualtrics(
    path: Path,
    questions: Sequence[str],
    people: Rows,
    *,
    heads: int = 3,
    status: str = "IP Address",
) -> Path:
    """Three rows of heads; of two, the row of import ids is not there."""
    names = [f"Q{number}" for number in range(1, len(questions) + 1)]
    ids = [json.dumps({"ImportId": f"QID{n}", "timeZone": "America/Denver"}) for n in range(6)]
    ids += [json.dumps({"ImportId": name}) for name in names]
    above = [[*QUALTRICS_OWN, *names], [*QUALTRICS_WORDS, *questions], ids][:heads]
    rows = [
        ["2025-03-18 09:00:00", f"2025-03-18 09:{number:02d}:00", "IP Address", "100", "True"]
        + [f"R_{number}abc", *answers]
        for number, answers in enumerate(people, start=1)
    ]
    return write_text(path, [*above, *rows])


def qualtrics_legacy(path: Path, questions: Sequence[str], people: Rows) -> Path:
    above = [[f"V{n}" for n in range(1, 7)] + [f"Q{n}" for n in range(1, len(questions) + 1)]]
    above += [[*LEGACY_OWN, *questions]]
    rows = [
        [f"R_{n}abc", "Default", "", "", "2015-03-18 09:00:00", f"2015-03-18 09:0{n}:00", *answers]
        for n, answers in enumerate(people, start=1)
    ]
    return write_text(path, [*above, *rows])


def surveymonkey(path: Path, questions: Sequence[str], below: Sequence[str], people: Rows) -> Path:
    """Two rows of heads; an empty question goes on with the one before."""
    rows = [
        [
            f"11371200000{n}",
            "411",
            "03/18/2025 09:00:00 AM",
            f"03/18/2025 09:0{n}:00 AM",
            "10.0.0.1",
        ]
        + list(answers)
        for n, answers in enumerate(people, start=1)
    ]
    return write_text(path, [[*MONKEY_OWN, *questions], [""] * 5 + list(below), *rows])


def redcap(path: Path, fields: Sequence[str], people: Rows, *, labels: bool = False) -> Path:
    own = ["Record ID", "Survey Timestamp"] if labels else ["record_id", "survey_timestamp"]
    done = "Complete?" if labels else "survey_complete"
    rows = [
        [str(n), f"2025-03-18 09:0{n}:00", *answers, "Complete" if labels else "2"]
        for n, answers in enumerate(people, start=1)
    ]
    return write_text(path, [[*own, *fields, done], *rows])


def redcap_long(path: Path, fields: Sequence[str], events: Sequence[str], people: Rows) -> Path:
    rows = [
        [str(n), event, "", *answers, "2"]
        for event in events
        for n, answers in enumerate(people, start=1)
    ]
    heads = ["record_id", "redcap_event_name", "redcap_repeat_instance", *fields, "survey_complete"]
    return write_text(path, [heads, *rows])

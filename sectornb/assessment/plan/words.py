"""What people type into a plan's cells, understood: dates, quarters, how far a row is, yes or no.

None stands for what is not understood, empty text for an empty cell.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from sectornb.assessment.plan.columns import STATUSES
from sectornb.sources.sheets import cell_text

_YES, _NO = ("yes", "y", "x", "true", "1"), ("no", "n", "false", "0")
_DAY_ZERO = date(1899, 12, 30)
"""From which a spreadsheet counts days."""
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_US = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_NAMED = re.compile(
    r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})|(\d{1,2}) ([A-Za-z]{3,9})\.?,? (\d{4})"
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_QUARTERS = (
    re.compile(r"(?P<year>\d{4})[ ,/-]*q(?P<quarter>[1-4])", re.IGNORECASE),
    re.compile(r"q(?P<quarter>[1-4])[ ,/-]*(?P<year>\d{4})", re.IGNORECASE),
)


def plain_text(cell: object) -> str:
    """What a cell holds as text; the lines of a text stay apart, a day is ``YYYY-MM-DD``."""
    if isinstance(cell, str):
        return "\n".join(line.rstrip() for line in cell.strip().splitlines())
    if isinstance(cell, datetime) and cell.time() == cell.min.time():
        return cell.date().isoformat()
    return cell_text(cell)


def iso_date(cell: object) -> str | None:
    """A day as ``YYYY-MM-DD``, of a date, of text or of the number that a spreadsheet keeps.

    Text is ISO (``2027-03-31``), American (``3/31/2027``), or names the month
    (``March 31, 2027``).  It lies in the years 2000 to 2099.
    """
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = float(cell)
        return _within(_DAY_ZERO + timedelta(days=int(number))) if 0 < number < 1e6 else None
    text = " ".join(str(cell).split())
    if not text:
        return ""
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _US.fullmatch(text):
        year = found[3] if len(found[3]) == len("2027") else f"20{found[3]}"
        return _day(year, found[1], found[2])
    if found := _NAMED.fullmatch(text):
        name, day_number = (found[1], found[2]) if found[1] else (found[5], found[4])
        month = [
            number for number, full in enumerate(_MONTHS, 1) if full.startswith(name.casefold())
        ]
        return _day(found[3] or found[6], str(month[0]), day_number) if month else None
    return None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return _within(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _within(day: date) -> str | None:
    """A day as text; None where no plan of this century has it."""
    return day.isoformat() if _FIRST <= day <= _LAST else None


def quarter(cell: object) -> str:
    """A quarter as ``2027 Q1``, however it was typed; all else as it stands."""
    text = plain_text(cell)
    for pattern in _QUARTERS:
        if found := pattern.fullmatch(text):
            return f"{found['year']} Q{found['quarter']}"
    return text


def status_key(cell: object) -> str | None:
    """The key of a status, of its words or its key in capital or small letters."""
    known = {_bare(word): key for key, word in STATUSES.items()}
    known |= {_bare(key): key for key in STATUSES}
    text = _bare(plain_text(cell))
    return known.get(text) if text else ""


def yes_or_no(cell: object) -> str | None:
    """``yes``, ``no`` or nothing; a cross is a yes."""
    text = plain_text(cell).casefold()
    if text in _YES:
        return "yes"
    return "no" if text in _NO else ("" if not text else None)


def _bare(text: str) -> str:
    """Letters alone: blanks, hyphens and underscores make no difference."""
    return re.sub(r"[\W_]+", "", text.casefold())

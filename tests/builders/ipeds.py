"""Files of IPEDS in the agency's layout, with made-up institutions."""

from __future__ import annotations

from collections.abc import Sequence

# Institution, program, major, level, awards: 30 nurses and 12 welders are the 42 of row 99.
PROGRAMS = (
    ("100001", "51.3801", "1", "3", "30"),
    ("100001", "48.0508", "1", "3", "12"),
    ("100001", "99", "1", "3", "42"),
    ("100001", "51.3801", "2", "3", "2"),
    ("100001", "99", "2", "3", "2"),
    ("100002", "52.0201", "1", "5", "58"),
    ("100002", "99", "1", "5", "58"),
)


def completions_text(rows: Sequence[Sequence[str]] = PROGRAMS, *, flags: bool = True) -> str:
    """Completions; with `flags`, how each figure came about, and a column that is not read."""
    header = ["UNITID", "CIPCODE", "MAJORNUM", "AWLEVEL"]
    header += ["XCTOTALT", "CTOTALT", "CTOTALM "] if flags else ["CTOTALT"]
    lines = [
        [*row[:4], *(["R" if row[4] else "A", row[4], "0"] if flags else [row[4]])] for row in rows
    ]
    return "".join(",".join(line) + "\r\n" for line in [header, *lines])


def directory_text(rows: Sequence[tuple[str, str, str]]) -> str:
    """A directory by UNITID, name and county, with an official in it."""
    header = "UNITID,INSTNM,CITY,STABBR,CHFNM,GENTELE,SECTOR,COUNTYCD,COUNTYNM"
    lines = [f"{u},{name},Town,WM,Jo Doe,5551234,4,{county},Alder" for u, name, county in rows]
    return "\ufeff" + "\r\n".join([header, *lines]) + "\r\n"


def characteristics_text(rows: Sequence[tuple[str, str]]) -> str:
    """Institutions with whether all their programs are online."""
    return "UNITID,PEO1ISTR,DISTNCED\r\n" + "".join(f"{u},1,{d}\r\n" for u, d in rows)

"""Changes to the meaning of a table of text: each leaves a table that a parser accepts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

CELL = re.compile(r'("(?:[^"]|"")*"|[^,]*)(?:,|$)')
NUMBER = re.compile(r'"?-?\d+(?:\.\d+)?"?')
MARKS = {"N", "-", "N.A.", "1", "0"}
ODD = (
    "NaN", "inf", "-inf", "1e400", "1e5", "0x1F", "1_000", "+12", " 12 ", "1.5", "12-", "(12)",
    "\uff11\uff12", "\u0663\u0669\u0660\u0664\u0669", "1\u00a0000", "\u00b2", "12%", "$12", "1.2.3",
    "9" * 400, "-0", "0.1", "99999999999999999999", "None", "null", "#REF!", "True", "\u22125",
)  # fmt: skip
NAMES = (
    "../../../escaped", "/tmp/escaped", "..\\..\\escaped", "a/b", ".", "..", "CON", "a\0b",
    "=HYPERLINK(\"http://a.example\",1)", "<script>alert(1)</script>", "{area}", "%s",
    "\x1b[31mred\x1b[0m", "\u202e0001", "x" * 5_000, "'; DROP TABLE x", "$(id)", "\ud7ff\u200b",
)  # fmt: skip
"""Text that would be a path, a formula, markup, a format, a command for a screen or a program."""
Change = Callable[[Random, "Rows"], str]


@dataclass
class Rows:
    """Raw cells of a table, quotes included; row 0 is the header."""

    cells: list[list[str]]

    @classmethod
    def of(cls, text: str) -> Rows:
        lines = text.splitlines()
        return cls([[m[1] for m in CELL.finditer(line)][: _width(line)] for line in lines])

    def text(self) -> str:
        return "".join(",".join(row) + "\n" for row in self.cells)

    def title(self, place: int) -> str:
        header = self.cells[0]
        return header[place].strip('"') if place < len(header) else str(place)

    def row(self, rng: Random) -> int:
        return rng.randrange(1, len(self.cells))

    def number(self, rng: Random) -> tuple[int, int]:
        """A cell that holds a number, of a column chosen first."""
        return self.cell(rng, lambda text: NUMBER.fullmatch(text) is not None)

    def cell(self, rng: Random, fits: Callable[[str], bool]) -> tuple[int, int]:
        """A cell that fits, of a column chosen first; any one where none does."""
        columns = list(range(len(self.cells[0])))
        rng.shuffle(columns)
        for place in columns:
            rows = [r for r, row in enumerate(self.cells) if r and place < len(row)]
            if held := [r for r in rows if fits(self.cells[r][place])]:
                return rng.choice(held), place
        return self.row(rng), rng.choice(columns)

    def put(self, row: int, place: int, text: str) -> str:
        """Write into a cell, within its quotes, and tell the column."""
        old = self.cells[row][place]
        needs = old.startswith('"') or "," in text
        self.cells[row][place] = f'"{text}"' if needs else text
        return self.title(place)

    def read(self, row: int, place: int) -> str:
        return self.cells[row][place].strip('"')


def _width(line: str) -> int:
    return len(re.sub(r'"(?:[^"]|"")*"', "", line).split(","))


def _times(text: str, factor: float) -> str:
    value = float(text) * factor
    digits = len(text.partition(".")[2])
    return f"{value:.{digits}f}"


def cell_times_ten(rng: Random, rows: Rows) -> str:
    at = rows.number(rng)
    text = rows.read(*at)
    return rows.put(*at, _times(text, 10) if NUMBER.fullmatch(text) else text * 10)


def cell_a_tenth(rng: Random, rows: Rows) -> str:
    at = rows.number(rng)
    text = rows.read(*at)
    return rows.put(*at, _times(text, 0.1) if NUMBER.fullmatch(text) else text[:-1])


def digit_changed(rng: Random, rows: Rows) -> str:
    at = rows.number(rng)
    text = rows.read(*at) or "0"
    place = rng.randrange(len(text))
    return rows.put(*at, text[:place] + rng.choice("0123456789") + text[place + 1 :])


def digit_lost(rng: Random, rows: Rows) -> str:
    at = rows.number(rng)
    text = rows.read(*at)
    place = rng.randrange(len(text) or 1)
    return rows.put(*at, text[:place] + text[place + 1 :])


def sign_changed(rng: Random, rows: Rows) -> str:
    at = rows.number(rng)
    text = rows.read(*at)
    return rows.put(*at, text[1:] if text.startswith("-") else f"-{text}")


def cell_zeroed(rng: Random, rows: Rows) -> str:
    return rows.put(*rows.number(rng), "0")


def cell_emptied(rng: Random, rows: Rows) -> str:
    return rows.put(*rows.cell(rng, lambda text: text.strip('"') != ""), "")


def mark_removed(rng: Random, rows: Rows) -> str:
    return rows.put(*rows.cell(rng, lambda text: text.strip('"') in MARKS - {"0", "1"}), "")


def mark_added(rng: Random, rows: Rows) -> str:
    places = [p for p in range(len(rows.cells[0])) if re.search("disc|suppr", rows.title(p), re.I)]
    place = rng.choice(places or range(len(rows.cells[0])))
    row = rows.row(rng)
    place = min(place, len(rows.cells[row]) - 1)
    return rows.put(row, place, rng.choice(["N", "-", "N.A.", "1", "S", "*"]))


def cell_of_another(rng: Random, rows: Rows) -> str:
    row, place = rows.cell(rng, lambda text: text.strip('"') != "")
    other = rows.row(rng)
    return rows.put(row, place, rows.read(other, min(place, len(rows.cells[other]) - 1)))


def odd_number(rng: Random, rows: Rows) -> str:
    return rows.put(*rows.number(rng), rng.choice(ODD))


def odd_name(rng: Random, rows: Rows) -> str:
    return rows.put(*rows.cell(rng, lambda text: bool(text)), rng.choice(NAMES).replace('"', '""'))


def row_doubled(rng: Random, rows: Rows) -> str:
    row = rows.row(rng)
    rows.cells.insert(rng.choice([row, len(rows.cells)]), list(rows.cells[row]))
    return ""


def row_doubled_and_changed(rng: Random, rows: Rows) -> str:
    row, place = rows.number(rng)
    rows.cells.insert(row, list(rows.cells[row]))
    return rows.put(row, place, rng.choice(["1", "7", "99"]))


def row_lost(rng: Random, rows: Rows) -> str:
    del rows.cells[rows.row(rng)]
    return ""


def rows_lost(rng: Random, rows: Rows) -> str:
    start = rows.row(rng)
    del rows.cells[start : start + rng.randint(2, 30)]
    return ""


def cut_at_a_line(rng: Random, rows: Rows) -> str:
    del rows.cells[rows.row(rng) :]
    return ""


def rows_shuffled(rng: Random, rows: Rows) -> str:
    body = rows.cells[1:]
    rng.shuffle(body)
    rows.cells[1:] = body
    return ""


def header_doubled(rng: Random, rows: Rows) -> str:
    rows.cells.insert(rng.choice([1, rows.row(rng)]), list(rows.cells[0]))
    return ""


def header_lost(rng: Random, rows: Rows) -> str:
    del rows.cells[0]
    return ""


def column_renamed(rng: Random, rows: Rows) -> str:
    place = rng.randrange(len(rows.cells[0]))
    title = rows.title(place)
    rows.put(0, place, rng.choice([title.upper(), f"{title} ", f"{title}_x", "", "x", *NAMES[:3]]))
    return title


def titles_swapped(rng: Random, rows: Rows) -> str:
    header = rows.cells[0]
    a, b = (rng.randrange(len(header)) for _ in range(2))
    header[a], header[b] = header[b], header[a]
    return " and ".join(sorted([rows.title(a), rows.title(b)]))


def columns_swapped(rng: Random, rows: Rows) -> str:
    a, b = (rng.randrange(len(rows.cells[0])) for _ in range(2))
    for row in rows.cells:
        if max(a, b) < len(row):
            row[a], row[b] = row[b], row[a]
    return ""


def column_lost(rng: Random, rows: Rows) -> str:
    place = rng.randrange(len(rows.cells[0]))
    title = rows.title(place)
    for row in rows.cells:
        del row[place : place + 1]
    return title


def column_doubled(rng: Random, rows: Rows) -> str:
    place = rng.randrange(len(rows.cells[0]))
    for row in rows.cells:
        row.insert(rng.choice([place]), row[min(place, len(row) - 1)])
    return rows.title(place)


def column_times(rng: Random, rows: Rows) -> str:
    _, place = rows.number(rng)
    factor = rng.choice([10, 1000, 0.1, 0.001, -1])
    for row in range(1, len(rows.cells)):
        if place < len(rows.cells[row]) and NUMBER.fullmatch(rows.cells[row][place]):
            rows.put(row, place, _times(rows.read(row, place), factor))
    return rows.title(place)


def column_shifted(rng: Random, rows: Rows) -> str:
    _, place = rows.number(rng)
    body = [row for row in rows.cells[1:] if place < len(row)]
    values = [row[place] for row in body]
    for row, value in zip(body, values[1:] + values[:1], strict=True):
        row[place] = value
    return rows.title(place)


def column_shortened(rng: Random, rows: Rows) -> str:
    """The zeros in front are lost, as a spreadsheet loses them."""
    _, place = rows.number(rng)
    for row in range(1, len(rows.cells)):
        if place < len(rows.cells[row]) and rows.read(row, place).isdecimal():
            rows.put(row, place, str(int(rows.read(row, place))))
    return rows.title(place)


def code_shortened(rng: Random, rows: Rows) -> str:
    at = rows.cell(rng, lambda text: text.strip('"').isdecimal())
    text = rows.read(*at)
    return rows.put(*at, rng.choice([text[:-1], text[1:], text + "0", f"0{text}"]))


def cells_shifted(rng: Random, rows: Rows) -> str:
    row = rows.row(rng)
    cells = rows.cells[row]
    cells.insert(rng.randrange(len(cells) + 1), "")
    if rng.random() < 0.5:
        cells.pop()
    return ""


def another_year(rng: Random, rows: Rows) -> str:
    at = rows.cell(rng, lambda text: re.fullmatch(r'"?(19|20)\d\d"?', text) is not None)
    new = rng.choice(["2021", "1999", "2101", "22"])
    if rng.random() < 0.5:
        return rows.put(*at, new)
    for row in range(1, len(rows.cells)):
        if at[1] < len(rows.cells[row]):
            rows.put(row, at[1], new)
    return rows.title(at[1])


def thousands_marked(rng: Random, rows: Rows) -> str:
    at = rows.cell(rng, lambda text: text.strip('"').isdecimal() and len(text.strip('"')) > 3)
    text = rows.read(*at)
    return rows.put(*at, f"{int(text):,}" if text.isdecimal() else "1,000")


CHANGES: tuple[Change, ...] = (
    cell_times_ten, cell_times_ten, cell_a_tenth, digit_changed, digit_lost, sign_changed,
    cell_zeroed, cell_emptied, mark_removed, mark_added, cell_of_another, odd_number, odd_name,
    row_doubled, row_doubled_and_changed, row_lost, rows_lost, cut_at_a_line, rows_shuffled,
    header_doubled, header_lost, column_renamed, titles_swapped, columns_swapped, column_lost,
    column_doubled, column_times, column_shifted, column_shortened, code_shortened, cells_shifted,
    another_year, thousands_marked,
)  # fmt: skip

"""Area files of the QCEW in the agency's format, from the jobs of a few industries.

Rows of all levels add up, averages and quotients are what the agency would print,
so that the package's own intake accepts the file.  What a test is about, it changes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sectornb.codes import sector_of

KEYS = (
    "area_fips", "own_code", "industry_code", "agglvl_code", "size_code", "year", "qtr",
    "disclosure_code",
)  # fmt: skip
ANNUAL = (
    "annual_avg_estabs", "annual_avg_emplvl", "total_annual_wages", "taxable_annual_wages",
    "annual_contributions", "annual_avg_wkly_wage", "avg_annual_pay",
)  # fmt: skip
QUARTERLY = (
    "qtrly_estabs", "month1_emplvl", "month2_emplvl", "month3_emplvl", "total_qtrly_wages",
    "taxable_qtrly_wages", "qtrly_contributions", "avg_wkly_wage",
)  # fmt: skip
TITLES = ("area_title", "own_title", "industry_title", "agglvl_title", "size_title")
TEXT = {*KEYS, "lq_disclosure_code", "oty_disclosure_code", *TITLES}
SUPERSECTORS = {
    "11": "1011", "21": "1011", "23": "1012", "31-33": "1013", "22": "1021", "42": "1021",
    "44-45": "1021", "48-49": "1021", "51": "1022", "52": "1023", "53": "1023", "54": "1024",
    "55": "1024", "56": "1024", "61": "1025", "62": "1025", "71": "1026", "72": "1026",
    "81": "1027", "92": "1028", "99": "1029",
}  # fmt: skip
GEOGRAPHY = {"county": "7", "state": "5", "nation": "1", "msa": "4"}


@dataclass(frozen=True)
class Cell:
    """An industry of one ownership: true jobs (a mean of months, so fractions may occur)."""

    employment: float
    pay: float = 50_000.0
    establishments: int = 10

    @property
    def wages(self) -> int:
        return round(self.employment * self.pay)


SMALL = {
    ("1", "928"): Cell(40, 80_000, 2),
    ("2", "611"): Cell(110, 52_000, 3),
    ("3", "921"): Cell(250, 48_000, 6),
    ("5", "236"): Cell(180, 61_000, 30),
    ("5", "6221"): Cell(420, 70_000, 4),
    ("5", "6223"): Cell(80, 64_000, 2),
    ("5", "722"): Cell(320, 21_000, 41),
    ("5", "999"): Cell(3, 30_000, 5),
}
"""An area of 1,403 jobs, 1,003 of them private; two industry groups in hospitals."""


def ancestors(code: str) -> list[str]:
    """Codes of an industry from all industries down to six digits; missing digits are 1."""
    leaf = code.ljust(6, "1") if not code.startswith("99") else code.ljust(6, "9")
    sector = sector_of(leaf[:3])
    above = SUPERSECTORS[sector]
    return ["10", above[:3], above, sector, *(leaf[:digits] for digits in range(3, 7))]


def area_frame(
    cells: Mapping[tuple[str, str], Cell] = SMALL,
    *,
    area: str = "57001",
    year: int = 2022,
    quarter: str = "A",
    geography: str = "county",
    withheld: Iterable[str | tuple[str, str]] = (),
    nation: Mapping[tuple[str, str], Cell] | None = None,
) -> pd.DataFrame:
    """Rows of an area file: 38 columns for a year (quarter ``A``), 42 for a quarter.

    `cells` go by ownership and industry (3 to 6 digits).  A code in `withheld`,
    private unless a pair names the ownership, is marked N with all its parts.
    Quotients compare with `nation`, by default the area itself.
    """
    hidden = {("5", code) if isinstance(code, str) else code for code in withheld}
    sums, national = _sums(cells), _sums(cells if nation is None else nation)
    names = ANNUAL if quarter == "A" else QUARTERLY
    rows = []
    for (own, naics, unit), values in sorted(sums.items()):
        chain = ["10"] if naics == "10" else _chain(naics, unit)
        mark = "N" if any((own, code) in hidden for code in chain) else ""
        if not mark and values[0] == 0 and quarter != "A":
            mark = "-"
        figures = _figures(values, names)
        reference = national.get((own, naics, unit))
        quotients = _quotients(values, sums["0", "10", 0], reference, national["0", "10", 0], names)
        lq_mark = "N" if mark or reference is None else ""
        if mark:
            figures = [figures[0], *[0] * (len(names) - 1)]
        if lq_mark:
            quotients = [quotients[0], *[0.0] * (len(names) - 1)]
        level = f"{GEOGRAPHY[geography]}{unit}"
        rows.append(
            [area, own, naics, level, "0", str(year), quarter, mark, *figures, lq_mark, *quotients]
            + [mark and "N", *[0, 0.0] * len(names)]
        )
    return pd.DataFrame(rows, columns=list(columns_of(quarter)))


def columns_of(quarter: str = "A") -> tuple[str, ...]:
    """Column names of an annual (``A``) or quarterly file, in the agency's order."""
    names = ANNUAL if quarter == "A" else QUARTERLY
    return (
        *KEYS, *names, "lq_disclosure_code", *(f"lq_{name}" for name in names),
        "oty_disclosure_code",
        *(f"oty_{name}_{kind}" for name in names for kind in ("chg", "pct_chg")),
    )  # fmt: skip


def area_csv(
    frame: pd.DataFrame,
    *,
    quoted: bool = True,
    line_end: str = "\n",
    bom: bool = False,
    resaved: bool = False,
    old_names: bool = False,
    titles: bool = False,
) -> bytes:
    """The file's bytes: text quoted and two decimals, as the agency writes them.

    `resaved`: no quotes, ``1.00`` as ``1.0``; `old_names` and `titles`: as in the
    archives by area, with ``_count`` in three names and five more columns.
    """
    frame = frame.copy()
    if titles:
        for place, name in enumerate(TITLES, start=frame.columns.get_loc("disclosure_code") + 1):
            frame.insert(place, name, f"a {name.removesuffix('_title')}, titled")
        frame["industry_title"] = frame["industry_code"] + " Some industry"
    columns = list(frame.columns)
    if old_names:
        columns = [
            name.replace("qtrly_estabs", "qtrly_estabs_count").replace(
                "annual_avg_estabs", "annual_avg_estabs_count"
            )
            for name in columns
        ]
    quotes = quoted and not resaved
    text = [name in TEXT for name in frame.columns]
    form = ["%.2f" if name.startswith("lq_") else "%.1f" for name in frame.columns]
    lines = [",".join(f'"{name}"' if quotes else name for name in columns)]
    for row in frame.itertuples(index=False):
        cells = []
        for value, is_text, decimals in zip(row, text, form, strict=True):
            if is_text and (quotes or "," in value):
                cells.append(f'"{value}"')
            elif isinstance(value, float):
                cells.append(repr(value) if resaved else decimals % value)
            else:
                cells.append(str(value))
        lines.append(",".join(cells))
    body = (line_end.join(lines) + line_end).encode("utf-8")
    return b"\xef\xbb\xbf" + body if bom else body


def write_area(path: Path, frame: pd.DataFrame | None = None, **form: object) -> Path:
    """An area file at `path`, of `frame` or the small area; `form` as for `area_csv`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(area_csv(area_frame() if frame is None else frame, **form))  # type: ignore[arg-type]
    return path


def titles_csv(
    titles: Mapping[str, str],
    columns: tuple[str, str] = ("industry_code", "industry_title"),
    line_end: str = "\r\n",
) -> bytes:
    """A titles file: two quoted columns and CRLF, as the agency writes them."""
    lines = [columns, *titles.items()]
    return line_end.join(",".join(f'"{cell}"' for cell in line) for line in lines).encode("utf-8")


def _sums(cells: Mapping[tuple[str, str], Cell]) -> dict[tuple[str, str, int], list[float]]:
    sums: dict[tuple[str, str, int], list[float]] = {}
    for (own, code), cell in cells.items():
        chain = [("0", "10", 0)]
        chain += [(own, naics, unit) for unit, naics in enumerate(ancestors(code), start=1)]
        for key in chain:
            held = sums.setdefault(key, [0.0, 0.0, 0.0])
            for place, value in enumerate((cell.establishments, cell.employment, cell.wages)):
                held[place] += value
    return sums


def _chain(naics: str, unit: int) -> list[str]:
    if unit < 4:
        return [naics]
    sector = sector_of(naics)
    return [sector, *(naics[:digits] for digits in range(3, unit - 1))]


def half_up(value: float) -> int:
    """Rounded to the nearest whole number, halves upward."""
    return math.floor(value + 0.5)


def _figures(values: list[float], names: tuple[str, ...]) -> list[int]:
    establishments, jobs, wages = values
    annual = len(names) == len(ANNUAL)
    jobs = jobs if annual else half_up(jobs)
    per_job = wages / jobs if jobs else 0.0
    if annual:
        counts, pay = [half_up(jobs)], [half_up(per_job / 52), half_up(per_job)]
    else:
        counts, pay = [int(jobs)] * 3, [half_up(per_job / 13)]
    # Half of all pay is taxed, at two percent.
    tax = [half_up(wages / 2), half_up(wages / 100)]
    return [int(establishments), *counts, int(wages), *tax, *pay]


def _quotients(
    values: list[float],
    total: list[float],
    national: list[float] | None,
    national_total: list[float],
    names: tuple[str, ...],
) -> list[float]:
    if national is None:
        return [0.0] * len(names)
    place = {"estabs": 0, "emplvl": 1, "wages": 2, "wage": 3, "pay": 3}
    exact = [
        (v / t) / (n / of) if t and n else 0.0
        for v, t, n, of in zip(values, total, national, national_total, strict=True)
    ]
    exact.append(exact[2] / exact[1] if exact[1] else 0.0)
    quotients = []
    for name in names:
        which = place.get(name.rsplit("_", 1)[-1])
        taxed = which is None or name.startswith("taxable")
        quotients.append(0.0 if taxed else half_up(100 * exact[which]) / 100)
    return quotients

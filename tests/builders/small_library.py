"""A library of three fictional counties and two years, for tests of what runs on a library.

Laid out as the agency's annual files of one area, with the columns that the reader
declares.  Some cells are withheld, one of them in every county.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import yaml

from sectornb.codes import sector_of
from sectornb.sources.adding import add_files

COUNTIES = ("57001", "57003", "57005")
YEARS = (2017, 2022)
NAMES = {
    "57001": "Alder County, North Esker",
    "57003": "Birch County, North Esker",
    "57005": "Cedar County, North Esker",
}
# Private industries: jobs in the first county in 2017, growth to 2022 in percent,
# pay per job in dollars, share of the nation's jobs.
INDUSTRIES = {
    "236": (900, 12, 61_000, 0.011),
    "238": (2_400, 9, 57_000, 0.031),
    "311": (1_500, -6, 52_000, 0.012),
    "332": (2_000, -3, 64_000, 0.010),
    "423": (1_100, 2, 72_000, 0.023),
    "445": (1_700, 1, 28_000, 0.021),
    "484": (1_300, 15, 55_000, 0.010),
    "522": (1_000, -4, 90_000, 0.018),
    "541": (4_100, 18, 96_000, 0.066),
    "561": (3_600, 5, 44_000, 0.061),
    "562": (120, 20, 58_000, 0.003),
    "621": (3_800, 10, 68_000, 0.053),
    "622": (5_200, 7, 71_000, 0.035),
    "722": (4_900, 6, 22_000, 0.079),
}
SCALE = {"57001": 1.0, "57003": 0.45, "57005": 0.2}
WITHHELD = {
    *((county, year, "562") for county in COUNTIES for year in YEARS),
    ("57003", 2022, "622"),
    ("57005", 2017, "332"),
    ("57005", 2022, "332"),
    ("57001", 2017, "484"),
}
GOVERNMENT = {"1": (400, 80_000), "2": (900, 62_000), "3": (3_000, 55_000)}
SUPERSECTORS = {
    "23": "1012", "31-33": "1013", "42": "1021", "44-45": "1021", "48-49": "1021", "52": "1023",
    "54": "1024", "56": "1024", "62": "1025", "72": "1026", "92": "1028",
}  # fmt: skip
COLUMNS = (
    "area_fips,own_code,industry_code,agglvl_code,size_code,year,qtr,disclosure_code,"
    "annual_avg_estabs,annual_avg_emplvl,total_annual_wages,avg_annual_pay,lq_disclosure_code,"
    "lq_annual_avg_emplvl,oty_disclosure_code,oty_annual_avg_emplvl_chg"
).split(",")
PRIVATE_SHARE = 0.85
RETRIEVED = 1_700_000_000


def area_rows(county: str, year: int) -> list[list[object]]:
    """Rows of one county's annual file: totals, ownerships, and industries of all digits."""
    cells = {}
    for place, (code, (jobs, growth, pay, share)) in enumerate(INDUSTRIES.items()):
        # Counties differ in their mix, so that quotients do.
        tilt = 1 + ((place * 7 + int(county) * 3) % 5 - 2) / 10
        count = round(jobs * SCALE[county] * tilt * (1 + growth / 100 * (year - 2017) / 5))
        cells[code] = _Cell(
            count, count * (pay + 900 * (year - 2017)), max(3, count // 18), share,
            withheld=(county, year, code) in WITHHELD,
        )  # fmt: skip
    owners = {
        own: {"921": _Cell(round(jobs * SCALE[county]), round(jobs * SCALE[county]) * pay, 10, 0.1)}
        for own, (jobs, pay) in GOVERNMENT.items()
    }
    owners["5"] = cells
    totals = {own: _summed(list(parts.values())) for own, parts in owners.items()}
    everything = _summed(list(totals.values()))
    rows = [everything.row(county, year, "0", "10", "70", everything.jobs)]
    for own, parts in owners.items():
        rows.append(totals[own].row(county, year, own, "10", "71", everything.jobs))
        for level in ("72", "73", "74"):
            for above in dict.fromkeys(_above(code, level) for code in parts):
                inside = [cell for code, cell in parts.items() if _above(code, level) == above]
                rows.append(_summed(inside).row(county, year, own, above, level, everything.jobs))
        for code, cell in parts.items():
            for digits in range(3, 7):
                detail = code.ljust(digits, "1")
                level = f"7{digits + 2}"
                rows.append(cell.row(county, year, own, detail, level, everything.jobs))
    return rows


def _above(code: str, level: str) -> str:
    """The sector, supersector or domain that a three-digit industry belongs to."""
    sector = sector_of(code)
    return {"74": sector, "73": SUPERSECTORS[sector], "72": SUPERSECTORS[sector][:3]}[level]


@dataclass(frozen=True)
class _Cell:
    jobs: int
    wages: int
    establishments: int
    national_share: float
    withheld: bool = False

    def row(
        self, county: str, year: int, own: str, naics: str, level: str, all_jobs: int
    ) -> list[object]:
        """One row of the file; a withheld one has 0 where the agency writes 0."""
        hidden = self.withheld and naics != "10"
        quotient = 1.0 if own == "0" else round(self.jobs / all_jobs / self._share(naics), 2)
        pay = round(self.wages / self.jobs)
        mark = "N" if hidden else ""
        figures = [0, 0, 0] if hidden else [self.jobs, self.wages, pay]
        return [
            *(county, own, naics, level, "0", year, "A", mark, self.establishments, *figures),
            *(mark, 0 if hidden else quotient, "", 0),
        ]

    def _share(self, naics: str) -> float:
        return PRIVATE_SHARE if naics == "10" else self.national_share


def _summed(cells: list[_Cell]) -> _Cell:
    return _Cell(
        sum(cell.jobs for cell in cells),
        sum(cell.wages for cell in cells),
        sum(cell.establishments for cell in cells),
        sum(cell.national_share for cell in cells),
        withheld=any(cell.withheld for cell in cells),
    )


def write_csv(path: Path, columns: list[str], rows: list[list[object]]) -> Path:
    """A CSV file whose modification time is fixed, as the library keeps it as a date."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    os.utime(path, (RETRIEVED, RETRIEVED))
    return path


def small_library(
    folder: Path, *, years: tuple[int, ...] = YEARS, titles: dict[str, str] | None = None
) -> Path:
    """Build the library under `folder` through the package's own intake; return its root."""
    root, inbox = folder / "library", folder / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    for year in years:
        files = [
            write_csv(inbox / f"{county}-{year}.csv", COLUMNS, area_rows(county, year))
            for county in COUNTIES
        ]
        add_files(root, files, "qcew", str(year))
    named = NAMES if titles is None else titles
    if named:
        listed = write_csv(
            inbox / "area_titles.csv",
            ["area_fips", "area_title"],
            [list(pair) for pair in named.items()],
        )
        add_files(root, [listed], "qcew-titles", str(max(years)))
    return root


def region_file(folder: Path, library: Path, **changes: object) -> Path:
    """A valid region file in `folder` for the small library; `changes` replace its entries."""
    content: dict[str, object] = {
        "id": "north-esker",
        "title": "North Esker",
        "counties": list(COUNTIES),
        "library": os.path.relpath(library, folder),
        "industries": {"base_year": 2017, "latest_year": 2022, "shortlist": 5},
    }
    content.update(changes)
    kept = {name: value for name, value in content.items() if value is not None}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "region.yml"
    path.write_text(yaml.safe_dump(kept, sort_keys=False), "utf-8")
    return path

"""Who can fill the jobs: attainment, awards, workers by age, and the state's own projections."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Hashable, Iterator, Sequence

import numpy as np
import pandas as pd

from sectornb.simulate.geography import HOME_STATE, STATE_NAMES, STATE_POSTAL
from sectornb.simulate.jobs.projected import ALL
from sectornb.simulate.jobs.truth import Jobs
from sectornb.simulate.projections import HORIZON
from sectornb.simulate.read import numbers, table, texts
from sectornb.simulate.state import State

_ACS, _IPEDS, _QWI, _PROJECTED = 21, 22, 23, 24
"""Streams of random numbers."""
_ADULTS_PER_WORKER = 1.62
_AGES = ("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08")
_AGE_SHARES = (0.02, 0.06, 0.06, 0.22, 0.22, 0.21, 0.15, 0.06)
_LEVELS = {
    "Less than 9th grade": 0.03, "9th to 12th grade, no diploma": 0.06,
    "High school graduate (includes equivalency)": 0.28, "Some college, no degree": 0.2,
    "Associate's degree": 0.09, "Bachelor's degree": 0.21,
    "Graduate or professional degree": 0.13,
}  # fmt: skip
_AGE_GROUPS = {"18 to 24": 0.12, "25 to 34": 0.18, "35 to 44": 0.17, "45 to 64": 0.32, "65": 0.21}
_TEN = 10
_ASKED = ("Emp", "EarnS", "time", "industry", "ownercode", "seasonadj", "sex", "agegrp")


def attainment_csv(state: State) -> bytes:
    """Table B15001 of the home state's counties as data.census.gov gives it, with its two headers.

    Adults follow from the labor force of each county; a margin grows with the root of its
    estimate; every line is drawn, sums are sums of them, and so are their margins' squares.
    """
    draw = np.random.default_rng([state.seed, _ACS])
    lines = table("acs_lines")
    residents = state.residents
    last = residents[residents["year"].eq(str(state.years[-1]))]
    counties = state.geography.counties
    home = counties[counties["state"].eq(HOME_STATE)]
    force = dict(zip(_fips(last), last["labor_force"].astype(float), strict=True))
    header, words = ["GEO_ID", "NAME"], ["Geography", "Geographic Area Name"]
    for line, label in lines.itertuples(index=False):
        header += [f"{line}E", f"{line}M"]
        words += [f"Estimate!!{label}", f"Margin of Error!!{label}"]
    rows = []
    for fips, name in zip(home["area_fips"], home["name"], strict=True):
        adults = _ADULTS_PER_WORKER * force[fips]
        estimates, margins = _lines(lines["label"].tolist(), adults, draw)
        cells = [f"0500000US{fips}", f"{name} County; {STATE_NAMES[HOME_STATE]}"]
        for estimate, margin in zip(estimates, margins, strict=True):
            cells += [str(estimate), str(margin)]
        rows.append(cells)
    text = io.StringIO()
    # The agency closes every row with a comma behind its last cell.
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator=",\n")
    writer.writerows([header, words, *rows])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _fips(residents: pd.DataFrame) -> list[str]:
    codes: list[str] = (residents["state_fips"] + residents["county_fips"]).tolist()
    return codes


def _lines(
    labels: Sequence[str], adults: float, draw: np.random.Generator
) -> tuple[list[int], list[int]]:
    """Estimates and margins of all lines of one county, in the order of the table."""
    found: dict[str, tuple[int, float]] = {}
    for label in labels:
        parts = label.split("!!")
        if len(parts) == 4:
            age = next(share for words, share in _AGE_GROUPS.items() if parts[2].startswith(words))
            expected = adults * 0.5 * age * _LEVELS[parts[3]]
            count = int(draw.poisson(expected * draw.lognormal(0, 0.12)))
            found[label] = count, max(13.0, 3.1 * np.sqrt(max(count, 1)))
    estimates, margins = [], []
    for label in labels:
        inside = [each for name, each in found.items() if name == label or name.startswith(label)]
        estimates.append(sum(count for count, _ in inside))
        margins.append(round(float(np.sqrt(sum(margin**2 for _, margin in inside)))))
    return estimates, margins


def completions_files(state: State) -> Iterator[tuple[str, bytes]]:
    """IPEDS directory, completions and characteristics of the last year, of invented colleges.

    Every college has its total rows (CIP 99) as well, and some second majors.
    """
    year, draw = state.years[-1], np.random.default_rng([state.seed, _IPEDS])
    counties = state.geography.counties
    home = counties[counties["state"].eq(HOME_STATE)]
    columns = table("columns")
    names = columns.loc[columns["file"].eq("ipeds-directory"), "column"].tolist()
    directory, awards, online = [], [], []
    for college in table("colleges").to_dict("records"):
        fips = campus(home, str(college["role"]))
        told = {
            "UNITID": college["unit_id"], "INSTNM": college["name"], "CITY": college["city"],
            "STABBR": STATE_POSTAL[HOME_STATE], "FIPS": HOME_STATE, "SECTOR": college["sector"],
            "COUNTYCD": str(int(fips)), "COUNTYNM": _county(home, fips), "CYACTIVE": "1",
        }  # fmt: skip
        directory.append({name: told.get(name, "-2") for name in names})
        awards += _awards(college, draw)
        online.append([str(college["unit_id"]), "1" if college["online_only"] == "yes" else "2"])
    yield f"hd{year}.csv", _crlf(names, [list(row.values()) for row in directory], bom=True)
    head = ["UNITID", "CIPCODE", "MAJORNUM", "AWLEVEL", "XCTOTALT", "CTOTALT"]
    yield f"c{year}_a.csv", _crlf(head, awards)
    yield f"ic{year}.csv", _crlf(["UNITID", "DISTNCED"], online)


def campus(home: pd.DataFrame, role: str) -> str:
    """The first county of the home state with a role, or the core where none has it."""
    here = home["role"].eq(role)
    rows = home[here if here.any() else home["role"].eq("core")]
    return str(rows["area_fips"].iloc[0])


def _county(home: pd.DataFrame, fips: str) -> str:
    return f"{home.set_index('area_fips')['name'][fips]} County"


def _awards(college: dict[Hashable, str], draw: np.random.Generator) -> list[list[str]]:
    programs = table("programs")
    offered = programs[[college["sector"] in one for one in programs["sectors"]]]
    weights = offered["weight"].astype(float).to_numpy()
    expected = float(college["awards"]) * weights / weights.sum()
    counts = draw.poisson(expected * draw.lognormal(0, 0.2, len(offered)))
    rows = [
        [college["unit_id"], cip, "1", level, "R", str(count)]
        for cip, level, count in zip(offered["cip"], offered["award_level"], counts, strict=True)
    ]
    second = draw.binomial(counts, 0.03)
    rows += [
        [college["unit_id"], cip, "2", level, "R", str(count)]
        for cip, level, count in zip(offered["cip"], offered["award_level"], second, strict=True)
        if count and level == "5"
    ]
    totals: dict[tuple[str, str], int] = {}
    for row in rows:
        totals[row[2], row[3]] = totals.get((row[2], row[3]), 0) + int(row[5])
    return rows + [
        [college["unit_id"], "99", major, level, "R", str(count)]
        for (major, level), count in sorted(totals.items())
    ]


def _crlf(head: Sequence[str], rows: Sequence[Sequence[str]], *, bom: bool = False) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([head, *rows])
    return b"\xef\xbb\xbf" * bom + text.getvalue().encode()


def workers_json(state: State) -> bytes:
    """Quarterly Workforce Indicators of the home state's counties as the API answers.

    Private and public jobs at the beginning of each quarter of the last year, by age; the sum
    of the ages differs from all by the noise that the program adds.
    """
    draw = np.random.default_rng([state.seed, _QWI])
    year = state.years[-1]
    economy = state.economy
    quarters = economy.quarters(year)
    months = economy.months(year)
    rows: list[list[str | None]] = [[*_ASKED, "state", "county"]]
    for at, area in enumerate(economy.areas):
        if not area.startswith(HOME_STATE) or area.endswith("999"):
            continue
        for quarter in range(4):
            jobs = float(economy.jobs[at, :, months.start + 3 * quarter].sum())
            pay = float(economy.wages[at, :, quarters.start + quarter].sum()) / max(jobs, 1) / 3
            parts = [jobs * share * draw.normal(1, 0.01) for share in _AGE_SHARES]
            for age, count in zip(("A00", *_AGES), (sum(parts), *parts), strict=True):
                noisy = round(count * draw.normal(1, 0.0005))
                few = noisy < _TEN
                rows.append([
                    None if few else str(noisy), None if few else str(round(pay)),
                    f"{year}-Q{quarter + 1}", "00", "A00", "U", "0", age, HOME_STATE, area[2:],
                ])  # fmt: skip
    text = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    return f"[{text}]\n".encode()


def state_occupations_json(state: State, jobs: Jobs) -> bytes:
    """Projections of the home state by occupation as Projections Central's service answers."""
    draw = np.random.default_rng([state.seed, _PROJECTED])
    here = np.char.startswith(np.array(jobs.areas), HOME_STATE)
    now = pd.Series(jobs.jobs[here].sum(axis=0), index=list(jobs.soc))
    own = pd.Series(numbers("occupations", "growth_pct")).loc[now.index] / 100
    then = now * (1 + own + draw.normal(0.02, 0.03, len(now)))
    leave = sum(
        pd.Series(numbers("occupations", f"{why}_pct")).loc[now.index] / 100
        for why in ("exits", "transfers")
    )
    openings = leave * (now + then) / 2 + (then - now).clip(lower=0) / HORIZON
    found = pd.DataFrame({"now": now, "then": then, "openings": openings})
    groups = found.groupby(found.index.str[:2] + "-0000").sum()
    total = found.sum().to_frame(ALL[0]).T
    every = pd.concat([total, groups, found]).sort_index()
    titles = {ALL[0]: "Total, All Occupations", **texts("occupation_groups", "title")}
    titles |= texts("occupations", "title")
    year = state.years[-1]
    rows = []
    for soc, row in every.iterrows():
        base, projected = (int(round(row[end], -1)) for end in ("now", "then"))
        percent = 100 * (row["then"] - row["now"]) / row["now"]
        rows.append({
            "Area": STATE_NAMES[HOME_STATE], "Title": titles[str(soc)], "Base": str(base),
            "Projected": str(projected), "Change": str(int(round(row["then"] - row["now"], -1))),
            "PercentChange": f"{percent:.1f}",
            "AvgAnnualOpenings": str(int(round(row["openings"], -1))), "STFIPS": HOME_STATE,
            "StateURL": "", "OccCode": str(soc), "BaseYear": str(year),
            "ProjYear": str(year + HORIZON),
        })  # fmt: skip
    pager = {"current_page": 0, "total_items": str(len(rows)), "total_pages": 1}
    return (json.dumps({"rows": rows, "pager": pager}, indent=1) + "\n").encode()

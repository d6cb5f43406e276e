"""The nation's projections by occupation and by industry, as the agency lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sectornb.codes import naics_titles
from sectornb.simulate.courses import by_sector
from sectornb.simulate.formats import plain_csv
from sectornb.simulate.industries import activities, edition_of
from sectornb.simulate.jobs.books import Sheet, workbook
from sectornb.simulate.jobs.truth import Jobs, median_pay
from sectornb.simulate.projections import HORIZON
from sectornb.simulate.read import numbers, texts
from sectornb.simulate.state import State

ALL = ("00-0000", "Total, all occupations")
_ADDRESS = "https://data.bls.gov/projections/nationalMatrix?queryParams={}&ioType=i"
_DASH, _NONE = "–", "—"
_LEVELS = (
    "Less than high school diploma", "High school diploma or equivalent",
    "Some college, no degree", "Associate's degree", "Bachelor's degree", "Master's degree",
    "Doctoral or professional degree",
)  # fmt: skip
_ENTRY = {
    "No formal educational credential": 0, "High school diploma or equivalent": 1,
    "Some college, no degree": 2, "Postsecondary nondegree award": 2, "Associate's degree": 3,
    "Bachelor's degree": 4, "Master's degree": 5, "Doctoral or professional degree": 6,
}  # fmt: skip


@dataclass(frozen=True)
class Course:
    """Jobs of the nation now and then, in thousands: (activities, occupations)."""

    year: int
    now: np.ndarray
    then: np.ndarray

    @property
    def target(self) -> int:
        """The year that is projected."""
        return self.year + HORIZON


def national_course(state: State, jobs: Jobs) -> Course:
    """What the nation expects: each occupation's own growth and half of its industry's."""
    own = 1 + pd.Series(numbers("occupations", "growth_pct")).loc[list(jobs.soc)].to_numpy() / 100
    past = by_sector("growth", activities())
    of_industry = np.exp(past * HORIZON / 2)[:, None]
    now = jobs.nation_by_activity / 1000
    return Course(state.years[-1], now, now * own * of_industry)


def occupation_workbook(jobs: Jobs, course: Course) -> bytes:
    """Tables 1.2, 1.10 and 5.3 of the Employment Projections, with an index."""
    rows = _occupations(jobs, course.now.sum(axis=0), course.then.sum(axis=0))
    sheets = [_characteristics(rows, course), _openings(rows, course), _attainment(rows, course)]
    index = [["Occupation.xlsx contents"], *([str(sheet.rows[0][0])] for sheet in sheets)]
    return workbook([Sheet("Index", index), *sheets])


def staffing_files(jobs: Jobs, course: Course) -> Iterator[tuple[str, bytes]]:
    """One table of the National Employment Matrix for each 3-digit industry, by file name.

    Of an industry only the occupations with a hundred jobs or more are published, so that
    they do not add up to its total.
    """
    units = activities()
    finest = units.code_2022 if edition_of(course.year) == 2022 else units.code_2017
    codes = np.array([code[:3] for code in finest.tolist()])
    whole = _occupations(jobs, course.now.sum(axis=0), course.then.sum(axis=0))
    of_all = whole.set_index("soc")[["now", "then"]]
    titles = naics_titles(course.year)
    for code in sorted(set(codes) & set(titles)):
        inside = codes == code
        now, then = course.now[inside].sum(axis=0), course.then[inside].sum(axis=0)
        rows = _occupations(jobs, now, then, least=0.1)
        yield f"us_staffing_{code}.csv", _staffing(code, rows, of_all, course)


def _occupations(jobs: Jobs, now: np.ndarray, then: np.ndarray, least: float = 0.0) -> pd.DataFrame:
    """Total, major groups and occupations in file order; lines below `least` thousand are not."""
    detailed = pd.DataFrame(
        {
            "soc": list(jobs.soc),
            "title": [_plain(texts("occupations", "title")[soc]) for soc in jobs.soc],
            "kind": "Line item",
            "now": now,
            "then": then,
            "exits": pd.Series(numbers("occupations", "exits_pct")).loc[list(jobs.soc)].to_numpy(),
            "transfers": pd.Series(numbers("occupations", "transfers_pct"))
            .loc[list(jobs.soc)]
            .to_numpy(),
        }
    )
    middle = (detailed["now"] + detailed["then"]) / 2
    detailed["exits"] *= middle / 100
    detailed["transfers"] *= middle / 100
    figures = ["now", "then", "exits", "transfers"]
    groups = detailed.groupby(detailed["soc"].str[:2] + "-0000")[figures].sum().reset_index()
    groups["title"] = [_plain(texts("occupation_groups", "title")[soc]) for soc in groups["soc"]]
    total = pd.DataFrame([{"soc": ALL[0], "title": ALL[1], **detailed[figures].sum()}])
    every = pd.concat([total, groups.assign(kind=""), detailed], ignore_index=True)
    every["kind"] = every["kind"].replace("", "Summary").fillna("Summary")
    every = every[every["now"].gt(0) & (every["kind"].eq("Summary") | every["now"].ge(least))]
    return every.sort_values("soc", ignore_index=True)


def _plain(title: str) -> str:
    """A title as the agency writes it here: a capital at the beginning alone."""
    return title[:1] + title[1:].lower()


def _tenths(values: pd.Series) -> list[float]:
    found: list[float] = values.round(1).tolist()
    return found


def _head(course: Course, *words: str) -> list[object]:
    span = f"{course.year}{_DASH}{course.target % 100}"
    return [word.format(now=course.year, then=course.target, span=span) for word in words]


def _changes(rows: pd.DataFrame) -> list[list[float]]:
    change = rows["then"] - rows["now"]
    return [_tenths(change), _tenths(100 * change / rows["now"])]


def _openings_of(rows: pd.DataFrame) -> pd.Series:
    grown = (rows["then"] - rows["now"]) / HORIZON
    return rows["exits"] + rows["transfers"] + grown


def _sheet(
    name: str, title: str, head: Sequence[object], columns: Sequence[Sequence[object]]
) -> Sheet:
    rows = [list(row) for row in zip(*columns, strict=True)]
    source = ["Source: Employment Projections program, U.S. Bureau of Labor Statistics"]
    return Sheet(name, [[f"{name} {title}"], head, *rows, source])


def _characteristics(rows: pd.DataFrame, course: Course) -> Sheet:
    head = _head(
        course, "{now} National Employment Matrix title", "{now} National Employment Matrix code",
        "Occupation type", "Employment, {now}", "Employment, {then}",
        "Employment distribution, percent, {now}", "Employment distribution, percent, {then}",
        "Employment change, numeric, {span}", "Employment change, percent, {span}",
        "Percent self employed, {now}", "Occupational openings, {span} annual average",
        "Median annual wage, dollars, {now}[1]", "Typical education needed for entry",
        "Work experience in a related occupation",
        "Typical on-the-job training needed to attain competency in the occupation",
    )  # fmt: skip
    pay = median_pay()
    whole = rows.iloc[0]
    is_line = rows["kind"].eq("Line item")
    told = {
        name: [
            texts("occupations", name)[soc] if line else _NONE
            for soc, line in zip(rows["soc"], is_line, strict=True)
        ]
        for name in ("education", "experience", "training")
    }
    wage: list[object] = [
        float(round(pay[soc], -1)) if line else _NONE
        for soc, line in zip(rows["soc"], is_line, strict=True)
    ]
    columns: list[Sequence[object]] = [
        rows["title"].tolist(), rows["soc"].tolist(), rows["kind"].tolist(),
        _tenths(rows["now"]), _tenths(rows["then"]),
        _tenths(100 * rows["now"] / whole["now"]),
        _tenths(100 * rows["then"] / whole["then"]),
        *_changes(rows),
        [0.0] * len(rows), _tenths(_openings_of(rows)), wage,
        *told.values(),
    ]  # fmt: skip
    title = (
        f"Occupational projections, {course.year}{_DASH}{course.target}, and worker "
        f"characteristics, {course.year} (Employment in thousands)"
    )
    return _sheet("Table 1.2", title, head, columns)


def _openings(rows: pd.DataFrame, course: Course) -> Sheet:
    head = _head(
        course, "{now} National Employment Matrix title", "{now} National Employment Matrix code",
        "Occupation type", "Employment, {now}", "Employment, {then}",
        "Employment change, numeric, {span}", "Employment change, percent, {span}",
        "Labor force exit rate, {span} annual average",
        "Occupational transfer rate, {span} annual average",
        "Total occupational separations rate, {span} annual average",
        "Labor force exits, {span} annual average", "Occupational transfers, {span} annual average",
        "Total occupational separations, {span} annual average",
        "Occupational openings, {span} annual average",
    )  # fmt: skip
    middle = (rows["now"] + rows["then"]) / 2
    leave = rows["exits"] + rows["transfers"]
    rates = [100 * each / middle for each in (rows["exits"], rows["transfers"], leave)]
    columns: list[Sequence[object]] = [
        rows["title"].tolist(), rows["soc"].tolist(), rows["kind"].tolist(),
        _tenths(rows["now"]), _tenths(rows["then"]), *_changes(rows),
        *(_tenths(each) for each in (*rates, rows["exits"], rows["transfers"], leave)),
        _tenths(_openings_of(rows)),
    ]  # fmt: skip
    title = (
        f"Occupational separations and openings, projected {course.year}{_DASH}"
        f"{course.target % 100} (Employment in thousands)"
    )
    return _sheet("Table 1.10", title, head, columns)


def _attainment(rows: pd.DataFrame, course: Course) -> Sheet:
    """Attainment of workers 25 and older: around the typical entry, by a fixed spread."""
    lines = rows[rows["kind"].eq("Line item")]
    place = np.array([_ENTRY[texts("occupations", "education")[soc]] for soc in lines["soc"]])
    away = np.abs(np.arange(len(_LEVELS)) - place[:, None] - 0.4)
    shares = np.exp(-away / 1.1)
    shares = 100 * shares / shares.sum(axis=1, keepdims=True)
    weights = lines["now"].to_numpy()
    everybody = (weights @ shares / weights.sum())[None, :]
    columns: list[Sequence[object]] = [
        [ALL[1], *lines["title"]],
        [ALL[0], *lines["soc"]],
        *np.vstack([everybody, shares]).round(1).T.tolist(),
    ]
    head = _head(
        course, "{now} National Employment Matrix title", "{now} National Employment Matrix code"
    )
    title = (
        "Educational attainment for workers 25 years and older by detailed occupation, "
        f"{course.year - 3} and {course.year - 1}"
    )
    return _sheet("Table 5.3", title, [*head, *_LEVELS], columns)


def _staffing(code: str, rows: pd.DataFrame, of_all: pd.DataFrame, course: Course) -> bytes:
    whole = rows.iloc[0]
    change, percent = _changes(rows)
    everywhere = of_all.loc[rows["soc"]]
    frame = pd.DataFrame(
        {
            "Occupation Title": rows["title"],
            "Occupation Code": rows["soc"],
            "Occupation Type": rows["kind"].replace("Line item", "Line Item"),
            f"{course.year} Employment": _tenths(rows["now"]),
            f"{course.year} Percent of Industry": _tenths(100 * rows["now"] / whole["now"]),
            f"{course.year} Percent of Occupation": _tenths(
                100 * rows["now"] / everywhere["now"].to_numpy()
            ),
            f"Projected {course.target} Employment": _tenths(rows["then"]),
            f"Projected {course.target} Percent of Industry": _tenths(
                100 * rows["then"] / whole["then"]
            ),
            f"Projected {course.target} Percent of Occupation": _tenths(
                100 * rows["then"] / everywhere["then"].to_numpy()
            ),
            f"Employment Change, {course.year}-{course.target}": change,
            f"Employment Percent Change, {course.year}-{course.target}": percent,
            "Occupation Sort": range(1, len(rows) + 1),
            "Display Level": [0, *rows["kind"].iloc[1:].eq("Line item").add(1)],
        }
    )
    frame.insert(0, "naics_code", code)
    frame["source_url"] = _ADDRESS.format(f"{code}000")
    return plain_csv(frame)

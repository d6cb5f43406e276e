"""The industry table as the START toolkit builds it: one sheet per step, A to K, all live.

Every sheet but the first ones of data computes from the sheets before it.  Change a weight,
the tie rule, the rule of the highlights or a figure, and what follows is computed again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NEEDED = ("industry_factors", "industry_ranking", "region_totals")
STEPS = {
    "A Jobs and wages": "Step A: jobs and wages of the latest year, of the counties disclosed.",
    "B Pay per job": "Step B: wages divided by jobs.",
    "C Base year": "Step C: jobs at both ends, in the counties disclosed at both.",
    "D Past growth": "Step D: change from the base year, in all and a year.",
    "E Projected growth": "Step E: what others expect, brought to one year.",
    "F National share": "Step F: the industry's share of the nation's jobs.",
    "G Regional share": "Step G: its share of the region's jobs.",
    "H Location quotient": "Step H: the one over the other, and the jobs beyond it.",
    "I All factors": "Step I: every factor side by side.",
    "J Highlights": "Step J: what stands out; choose the rule above the table.",
    "K Rank and score": "Step K: ranks, weighted score, short list; change the weights.",
}
"""Name of each sheet and what it does."""

FACTORS = {
    "employment": "Jobs",
    "annual_wage": "Annual wage (US dollars)",
    "historical_growth": "Past growth (percent)",
    "projected_growth": "Projected growth (percent a year)",
    "location_quotient": "Location quotient",
}
FORMATS = ("#,##0", "$#,##0", "0.0", "0.00", "0.00")
_JOBS, _WAGES = "'A Jobs and wages'!C{0}", "'A Jobs and wages'!D{0}"
_BASE, _LATEST = "'C Base year'!C{0}", "'C Base year'!D{0}"
_NATION, _REGION = "'F National share'!C{0}", "'G Regional share'!C{0}"
FORMULAS = {
    "annual_wage_disclosed_usd": f'=IF(N({_JOBS})>0,{_WAGES}/{_JOBS},"")',
    "change": f'=IF(AND(ISNUMBER({_BASE}),ISNUMBER({_LATEST})),{_LATEST}-{_BASE},"")',
    "historical_growth_matched_pct": f'=IF(N({_BASE})>0,100*({_LATEST}/{_BASE}-1),"")',
    "annual": '=IF(ISNUMBER(D{0}),100*((1+D{0}/100)^(1/{years})-1),"")',
    "own_share": f'=IF(ISNUMBER({_JOBS}),{_JOBS}/$C$3,"")',
    "location_quotient_floor": (
        f'=IF(AND(N({_NATION})>0,ISNUMBER({_REGION})),{_REGION}/{_NATION},"")'
    ),
    "excess": f'=IF(N(C{{0}})>0,{_JOBS}*(1-1/C{{0}}),"")',
}
HEAD = 5
"""Row of the column heads, counted from 0; the rows before it hold title and choices."""
FIRST = HEAD + 1


@dataclass(frozen=True)
class _Sheet:
    """One sheet being written: its rows of industries begin at `FIRST`."""

    sheet: Worksheet
    look: Mapping[str, Format]
    last: int

    def column(
        self, place: int, head: str, values: list[Any], form: str, width: float = 15
    ) -> None:
        text = form == "text"
        self.sheet.write_string(HEAD, place, head, self.look["head" if text else "head number"])
        self.sheet.set_column(place, place, width)
        for row, value in enumerate(values, start=FIRST):
            if isinstance(value, tuple):
                formula, cached = value
                shown = "" if _missing(cached) else cached
                self.sheet.write_formula(row, place, formula, self.look[form], shown)
            elif _missing(value):
                self.sheet.write_blank(row, place, None, self.look[form])
            elif text:
                self.sheet.write_string(row, place, str(value), self.look[form])
            else:
                self.sheet.write_number(row, place, float(value), self.look[form])

    def span(self, column: str) -> str:
        return f"${column}${FIRST + 1}:${column}${self.last}"


def toolkit_tables(tables: list[tuple[str, list[str], list[list[Any]]]]) -> dict[str, pd.DataFrame]:
    """The tables that the steps are made from, or nothing where one of them is missing.

    Parameters
    ----------
    tables : list of tuple
        Name, columns and rows of every table of a report.
    """
    found = {
        name: pd.DataFrame(rows, columns=columns)
        for name, columns, rows in tables
        if name in NEEDED
    }
    return found if len(found) == len(NEEDED) and len(found["industry_ranking"]) else {}


def add_toolkit(
    book: Workbook, tables: Mapping[str, pd.DataFrame], parameters: Mapping[str, Any]
) -> None:
    """Write the sheets `STEPS` into `book`.

    Parameters
    ----------
    tables : mapping
        As :func:`toolkit_tables` gives them.
    parameters : mapping
        Of the workbook: ``weights``, ``shortlist``, ``ties``, ``base_year``, ``latest_year``.
    """
    ranking = tables["industry_ranking"]
    rows = tables["industry_factors"].merge(
        ranking.drop(columns=["naics_title"]), on="naics", how="inner"
    )
    rows = rows.sort_values("naics").reset_index(drop=True)
    look = _formats(book)
    last = FIRST + len(rows)
    sheets = {name: _Sheet(book.add_worksheet(name), look, last) for name in STEPS}
    for name, sheet in sheets.items():
        sheet.sheet.write_string(0, 0, name, look["title"])
        sheet.sheet.write_string(1, 0, STEPS[name], look["plain"])
        sheet.column(0, "NAICS", rows["naics"].to_list(), "text", 9)
        sheet.column(1, "Industry", rows["naics_title"].to_list(), "text", 44)
        sheet.sheet.freeze_panes(FIRST, 2)
        sheet.sheet.set_row(HEAD, 48)
        sheet.sheet.ignore_errors({"number_stored_as_text": f"A1:A{last}"})
        sheet.sheet.set_landscape()
        sheet.sheet.fit_to_pages(1, 0)
        sheet.sheet.repeat_rows(HEAD)
    all_jobs = _all_jobs(tables["region_totals"], int(parameters["latest_year"]))
    _data_steps(sheets, rows, parameters, all_jobs)
    _all_factors(sheets["I All factors"], rows)
    _highlights(sheets["J Highlights"], rows, parameters)
    _score(sheets["K Rank and score"], rows, parameters)


def _data_steps(
    sheets: Mapping[str, _Sheet],
    rows: pd.DataFrame,
    parameters: Mapping[str, Any],
    all_jobs: float,
) -> None:
    base, latest = parameters["base_year"], parameters["latest_year"]
    years = max(int(latest) - int(base), 1)
    rows = _with_results(rows, years, all_jobs)
    places = range(FIRST + 1, FIRST + 1 + len(rows))

    def live(name: str, place: int, head: str, column: str, form: str, width: float = 16) -> None:
        formula = FORMULAS[column].replace("{years}", str(years))
        cells = _formulas(formula, places, rows, column)
        sheets[name].column(place, head, cells, form, width)

    def given(name: str, place: int, head: str, column: str, form: str, width: float = 16) -> None:
        values = [float(x) if isinstance(x, bool) else x for x in _list(rows, column)]
        sheets[name].column(place, head, values, form, width)

    name = "A Jobs and wages"
    given(name, 2, f"Jobs {latest}, disclosed", "employment_low", "#,##0")
    given(name, 3, f"Wages {latest}, disclosed", "disclosed_wages_usd", "$#,##0", 20)
    given(name, 4, "Status", "employment_status", "text")
    given(name, 5, "Counties withheld", "counties_withheld", "#,##0")
    given(name, 6, f"Establishments {latest}", "establishments", "#,##0")
    given(name, 7, f"Establishments {base}", "establishments_base", "#,##0")
    pay = "annual_wage_disclosed_usd"
    live("B Pay per job", 2, f"Annual wage {latest} (pay per job)", pay, "$#,##0", 20)
    name = "C Base year"
    given(name, 2, f"Jobs {base}, same counties", "matched_base", "#,##0")
    given(name, 3, f"Jobs {latest}, same counties", "matched_latest", "#,##0")
    given(name, 4, "Ranked (1 = yes)", "growth_ranked", "#,##0", 10)
    given(name, 5, "Note", "growth_note", "text", 70)
    name = "D Past growth"
    live(name, 2, f"Change in jobs {base} to {latest}", "change", "#,##0")
    live(name, 3, f"Percent in {years} years", "historical_growth_matched_pct", "0.0")
    live(name, 4, "Percent a year", "annual", "0.00")
    name = "E Projected growth"
    given(name, 2, "Percent a year", "projected_growth_annual_pct", "0.00")
    given(name, 3, "Ranked (1 = yes)", "projection_ranked", "#,##0", 10)
    given(name, 4, "From", "projection_base_year", "text", 8)
    given(name, 5, "To", "projection_target_year", "text", 8)
    given(name, 6, "Area", "projection_area", "text", 26)
    given(name, 7, "Origin", "projection_origin", "text")
    given(name, 8, "Note", "projection_note", "text", 60)
    given("F National share", 2, "Share of the nation's jobs", "national_share", "0.000%")
    name = "G Regional share"
    top = sheets[name]
    top.sheet.write_string(2, 0, "Jobs of the region, all ownerships", top.look["plain"])
    top.sheet.write_number(2, 2, all_jobs, top.look["choice"])
    live(name, 2, "Share of the region's jobs", "own_share", "0.000%")
    name = "H Location quotient"
    live(name, 2, "Location quotient (nation = 1)", "location_quotient_floor", "0.00")
    live(name, 3, "Jobs beyond the national share", "excess", "#,##0")


def _with_results(rows: pd.DataFrame, years: int, all_jobs: float) -> pd.DataFrame:
    """What the formulas of steps D to H give, to be shown before anything is recomputed."""
    growth = rows["historical_growth_matched_pct"]
    quotient = rows["location_quotient_floor"].where(rows["location_quotient_floor"] > 0)
    return rows.assign(
        change=rows["matched_latest"] - rows["matched_base"],
        annual=100 * ((1 + growth / 100) ** (1 / years) - 1),
        own_share=rows["employment_low"] / all_jobs,
        excess=rows["employment_low"] * (1 - 1 / quotient),
    )


def _all_factors(step: _Sheet, rows: pd.DataFrame) -> None:
    hidden = "AND('A Jobs and wages'!E{0}=\"withheld\",'A Jobs and wages'!C{0}=0)"
    linked = {
        "employment": f"=IF({hidden},\"\",'A Jobs and wages'!C{{0}})",
        "annual_wage": "='B Pay per job'!C{0}",
        "historical_growth": "=IF('C Base year'!E{0}=1,'D Past growth'!D{0},\"\")",
        "projected_growth": "=IF('E Projected growth'!D{0}=1,'E Projected growth'!C{0},\"\")",
        "location_quotient": f"=IF({hidden},\"\",'H Location quotient'!C{{0}})",
    }
    values = _ranked(rows)
    places = range(FIRST + 1, FIRST + 1 + len(rows))
    for place, (factor, formula) in enumerate(linked.items(), start=2):
        cells = _formulas(formula, places, values, factor)
        step.column(place, FACTORS[factor], cells, FORMATS[place - 2], 16)


def _highlights(step: _Sheet, rows: pd.DataFrame, parameters: Mapping[str, Any]) -> None:
    sheet, look = step.sheet, step.look
    sheet.write_string(2, 0, "Rule (first few, above median, first third)", look["plain"])
    sheet.write_string(2, 2, "first few", look["choice text"])
    sheet.data_validation(
        2, 2, 2, 2, {"validate": "list", "source": ["first few", "above median", "first third"]}
    )
    sheet.write_string(3, 0, "How many the first few are", look["plain"])
    sheet.write_number(3, 2, float(parameters["shortlist"]), look["choice"])
    values = _ranked(rows)
    places = range(FIRST + 1, FIRST + 1 + len(rows))
    for place, factor in enumerate(FACTORS, start=2):
        letter = "CDEFG"[place - 2]
        cells = _formulas(f"='I All factors'!{letter}{{0}}", places, values, factor)
        step.column(place, FACTORS[factor], cells, FORMATS[place - 2], 16)
        span, cell = step.span(letter), f"{letter}{FIRST + 1}"
        rule = (
            f'=AND(ISNUMBER({cell}),OR(AND($C$3="first few",RANK({cell},{span})<=$C$4),'
            f'AND($C$3="above median",{cell}>MEDIAN({span})),'
            f'AND($C$3="first third",RANK({cell},{span})<=COUNT({span})/3)))'
        )
        sheet.conditional_format(
            f"{letter}{FIRST + 1}:{letter}{step.last}",
            {"type": "formula", "criteria": rule, "format": look["mark"]},
        )


def _score(step: _Sheet, rows: pd.DataFrame, parameters: Mapping[str, Any]) -> None:
    sheet, look = step.sheet, step.look
    sheet.write_string(2, 0, "Tie rule (average, min)", look["plain"])
    sheet.write_string(2, 2, str(parameters["ties"]), look["choice text"])
    sheet.data_validation(2, 2, 2, 2, {"validate": "list", "source": ["average", "min"]})
    sheet.write_string(2, 4, "Length of the short list", look["plain"])
    sheet.write_number(2, 7, float(parameters["shortlist"]), look["choice"])
    sheet.write_string(3, 0, "Weights: change them", look["plain"])
    sheet.write_string(4, 0, "Weights in use (a factor without data drops out)", look["plain"])
    values = _ranked(rows)
    places = range(FIRST + 1, FIRST + 1 + len(rows))
    for place, factor in enumerate(FACTORS, start=2):
        letter = "CDEFG"[place - 2]
        weight = float(parameters["weights"].get(factor, 0))
        sheet.write_number(3, place, weight, look["choice"])
        known = values[factor].notna().any()
        span = f"'I All factors'!{step.span(letter)}"
        used = f"=IF(COUNT({span})>0,{letter}4,0)"
        sheet.write_formula(4, place, used, look["0.00"], weight if known else 0.0)
        cell = f"'I All factors'!{letter}{{0}}"
        rank = (
            f'=IF(ISNUMBER({cell}),IF($C$3="average",_xlfn.RANK.AVG({cell},{span}),'
            f'RANK({cell},{span})),"")'
        )
        head = f"Rank: {FACTORS[factor]}"
        step.column(place, head, _formulas(rank, places, rows, f"rank_{factor}"), "0.0", 13)
    score = (
        '=IF(OR(SUM($C$5:$G$5)=0,SUMPRODUCT(($C$5:$G$5>0)*(1-ISNUMBER(C{0}:G{0})))>0),"",'
        "ROUND(SUMPRODUCT($C$5:$G$5,C{0}:G{0})/SUM($C$5:$G$5),9))"
    )
    rank = f'=IF(ISNUMBER(H{{0}}),RANK(H{{0}},{step.span("H")},1),"")'
    step.column(7, "Score (weighted mean rank)", _formulas(score, places, rows, "score"), "0.00")
    step.column(8, "Rank", _formulas(rank, places, rows, "rank"), "#,##0", 9)
    order = f'=IF(ISNUMBER(I{{0}}),I{{0}}+COUNTIF($I${FIRST + 1}:I{{0}},I{{0}})-1,"")'
    rows = rows.assign(order=rows["rank"].rank(method="first"))
    step.column(9, "Place, one each", _formulas(order, places, rows, "order"), "#,##0", 9)
    step.column(11, "Place", [float(n) for n in range(1, len(rows) + 1)], "#,##0", 8)
    at = f"MATCH($L{{0}},{step.span('J')},0)"
    ordered = rows.sort_values("order").reset_index(drop=True)
    listed = ordered.where(ordered["order"].notna())
    for place, (head, letter, column, form, width) in enumerate(
        (
            ("Short list, live", "A", "naics", "text", 12),
            ("Industry", "B", "naics_title", "text", 44),
            ("Score", "H", "score", "0.00", 9),
        ),
        start=12,
    ):
        listed_rank = f"INDEX({step.span('I')},{at})"
        shown = f"INDEX({step.span(letter)},{at})"
        formula = f'=IFERROR(IF({listed_rank}<=$H$3,{shown},""),"")'
        cut = listed[column].where(listed["rank"].le(float(parameters["shortlist"])))
        step.column(place, head, _formulas(formula, places, listed.assign(**{column: cut}), column),
                    form, width)  # fmt: skip
    sheet.conditional_format(
        f"A{FIRST + 1}:J{step.last}",
        {"type": "formula", "criteria": f"=AND(ISNUMBER($I{FIRST + 1}),$I{FIRST + 1}<=$H$3)",
         "format": look["mark"]},
    )  # fmt: skip


def _ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """The figure that each factor is ranked on, by factor; missing where it has none."""
    partial = {
        "employment": "employment_low",
        "annual_wage": "annual_wage_disclosed_usd",
        "historical_growth": "historical_growth_matched_pct",
        "projected_growth": "projected_growth_annual_pct",
        "location_quotient": "location_quotient_floor",
    }
    return pd.DataFrame(
        {
            factor: pd.to_numeric(rows[column]).where(rows[f"rank_{factor}"].notna())
            for factor, column in partial.items()
        }
    )


def _formulas(
    formula: str, places: range, rows: pd.DataFrame, column: str
) -> list[tuple[str, Any]]:
    return [
        (formula.replace("{0}", str(place)), value)
        for place, value in zip(places, _list(rows, column), strict=True)
    ]


def _list(rows: pd.DataFrame, column: str) -> list[Any]:
    return [None if pd.isna(value) else value for value in rows[column]]


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value)) or value == ""


def _all_jobs(totals: pd.DataFrame, latest_year: int) -> float:
    row = totals[totals["own_code"].eq("0") & totals["year"].eq(str(latest_year))]
    return float(row["employment"].iloc[0])


def _formats(book: Workbook) -> dict[str, Format]:
    head = {"bold": True, "text_wrap": True, "valign": "bottom", "font_color": "#FFFFFF",
            "bg_color": "#123A54"}  # fmt: skip
    choice = {"bg_color": "#FFF2CC", "border": 1, "bold": True}
    look = {
        "title": book.add_format({"bold": True, "font_size": 16, "font_color": "#123A54"}),
        "plain": book.add_format({}),
        "text": book.add_format({"num_format": "@"}),
        "head": book.add_format(head),
        "head number": book.add_format({**head, "align": "right"}),
        "choice": book.add_format({**choice, "num_format": "#,##0.##"}),
        "choice text": book.add_format(choice),
        "mark": book.add_format({"bg_color": "#CDE5D2", "font_color": "#10301A"}),
    }
    for pattern in ("#,##0", "$#,##0", "0.0", "0.00", "0.000%"):
        look[pattern] = book.add_format({"num_format": pattern})
    return look

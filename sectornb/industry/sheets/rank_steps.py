"""Steps I to K of the toolkit: all factors, what stands out, ranks and the short list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.industry.factors import FACTORS
from sectornb.industry.sheets.data_steps import LEAST, UNKNOWN
from sectornb.industry.sheets.step import FIRST, Step, formulas, partial, plain

_LINKED = {
    "employment": f'=IF(OR({UNKNOWN},NOT(ISNUMBER({LEAST}))),"",{LEAST})',
    "annual_wage": "='B Pay per job'!C{0}",
    "historical_growth": "=IF('C Base year'!E{0}=\"yes\",'D Past growth'!D{0},\"\")",
    "projected_growth": "=IF('E Projected growth'!D{0}=\"yes\",'E Projected growth'!C{0},\"\")",
    "location_quotient": "='H Location quotient'!C{0}",
}
_LETTERS = dict(zip(FACTORS, "CDEFG", strict=True))
_ALL = "'I All factors'!"
_PARTIAL = "In gray italics: rests on some of the counties only, the others are withheld."
_OF_THE_RUN = {
    "rank": ("Rank", "0", 8),
    "shortlisted": ("On the short list", "text", 10),
    "rank_best": ("Best possible rank", "0", 10),
    "rank_worst": ("Worst possible rank", "0", 10),
    "badge": ("Certainty", "text", 12),
    "shortlist_share": ("On the short list, share of trial tables", "0.0%", 13),
    "top_n_acceptability": ("On the short list, any weights", "0.0%", 12),
    "first_acceptability": ("First place, any weights", "0.0%", 12),
}
_SAME = "Same choices as in the run: what the columns marked (run) say holds."
_OTHER = (
    "Changed since the run: the columns marked (run) still speak of the run's choices, not of "
    "the ranks computed here."
)


def rank_steps(
    steps: Mapping[str, Step], rows: pd.DataFrame, parameters: Mapping[str, Any]
) -> None:
    """Write the sheets I, J and K.

    Parameters
    ----------
    steps : mapping
        Sheet by name.
    rows : DataFrame
        The tables ``industry_factors`` and ``industry_ranking`` side by side, one row per
        industry.
    parameters : mapping
        Of the workbook: ``weights``, ``shortlist``, and ``ties`` under ``details`` or, in
        records of earlier versions, beside them.
    """
    values = ranked_values(rows)
    _all_factors(steps["I All factors"], rows, values)
    _highlights(steps["J Highlights"], rows, values, int(parameters["shortlist"]))
    score = steps["K Rank and score"]
    _score(score, rows, values, parameters)
    place = _of_the_run(score, rows, values, parameters)
    _short_list(score, rows, int(parameters["shortlist"]), place)


def tie_rule(parameters: Mapping[str, Any]) -> str:
    """The rule of ties in a workbook's parameters: ``average`` or ``min``."""
    return str(parameters.get("details", parameters)["ties"])


def ranked_values(rows: pd.DataFrame) -> pd.DataFrame:
    """The figure that each factor is ranked on, by factor; missing where it has none."""
    return pd.DataFrame(
        {
            name: pd.to_numeric(rows[factor.partial or factor.column]).where(
                rows[f"rank_{name}"].notna()
            )
            for name, factor in FACTORS.items()
        }
    )


def _all_factors(step: Step, rows: pd.DataFrame, values: pd.DataFrame) -> None:
    step.choice(2, _PARTIAL)
    for place, (factor, formula) in enumerate(_LINKED.items(), start=2):
        cells = formulas(formula, rows, values[factor])
        gray = partial(rows, factor)
        step.column(place, FACTORS[factor].head, cells, FACTORS[factor].form, gray=gray)


def _stands_out(cell: str, span: str) -> str:
    """Whether a cell stands out by the rule above the table, as part of a formula."""
    return (
        f'OR(AND($C$3="first few",RANK({cell},{span})<=$C$4),'
        f'AND($C$3="above median",{cell}>MEDIAN({span})),'
        f'AND($C$3="first third",RANK({cell},{span})<=COUNT({span})/3))'
    )


def _highlights(step: Step, rows: pd.DataFrame, values: pd.DataFrame, first: int) -> None:
    sheet, look = step.sheet, step.look
    step.choice(2, "Rule (first few, above median, first third)")
    sheet.write_string(2, 2, "first few", look["choice text"])
    rules = ["first few", "above median", "first third"]
    sheet.data_validation(2, 2, 2, 2, {"validate": "list", "source": rules})
    step.choice(3, "How many the first few are")
    sheet.write_number(3, 2, float(first), look["choice"])
    counted = []
    for place, (factor, letter) in enumerate(_LETTERS.items(), start=2):
        cells = formulas(f"={_ALL}{letter}{{0}}", rows, values[factor])
        gray = partial(rows, factor)
        step.column(place, FACTORS[factor].head, cells, FACTORS[factor].form, gray=gray)
        span, cell = step.span(letter), f"{letter}{FIRST + 1}"
        rule = f"=IF(ISNUMBER({cell}),{_stands_out(cell, span)},FALSE)"
        sheet.conditional_format(
            f"{cell}:{letter}{step.last}",
            {"type": "formula", "criteria": rule, "format": look["mark"]},
        )
        counted.append(
            f"IF(ISNUMBER({letter}{{0}}),IF({_stands_out(f'{letter}{{0}}', span)},1,0),0)"
        )
    found = values.rank(ascending=False, method="min").le(first).sum(axis=1).astype(float)
    cells = formulas(f"={'+'.join(counted)}", rows, found)
    step.column(7, "Factors that stand out", cells, "0", 12)


def _score(
    step: Step, rows: pd.DataFrame, values: pd.DataFrame, parameters: Mapping[str, Any]
) -> None:
    sheet, look = step.sheet, step.look
    step.choice(2, "Tie rule (average, min)")
    sheet.write_string(2, 2, tie_rule(parameters), look["choice text"])
    sheet.data_validation(2, 2, 2, 2, {"validate": "list", "source": ["average", "min"]})
    sheet.write_string(2, 6, "Length of the short list", look["right"])
    sheet.write_number(2, 7, float(parameters["shortlist"]), look["choice"])
    whole = {"validate": "integer", "criteria": ">=", "value": 1}
    sheet.data_validation(2, 7, 2, 7, whole)
    step.choice(3, "Weights: change them", "bold")
    sheet.data_validation(3, 2, 3, 6, {"validate": "decimal", "criteria": ">=", "value": 0})
    step.choice(4, "Weights in use (a factor without data drops out)")
    for place, (factor, letter) in enumerate(_LETTERS.items(), start=2):
        weight = float(parameters["weights"].get(factor, 0))
        sheet.write_number(3, place, weight, look["choice"])
        span = f"{_ALL}{step.span(letter)}"
        known = values[factor].notna().any()
        used = f"=IF(COUNT({span})>0,{letter}4,0)"
        sheet.write_formula(4, place, used, look["0.00"], weight if known else 0.0)
        cell = f"{_ALL}{letter}{{0}}"
        rank = (
            f'=IF(ISNUMBER({cell}),IF($C$3="average",_xlfn.RANK.AVG({cell},{span}),'
            f'RANK({cell},{span})),"")'
        )
        cells = formulas(rank, rows, rows[f"rank_{factor}"])
        head = f"Rank: {FACTORS[factor].title}"
        step.column(place, head, cells, "0.0", 12, gray=partial(rows, factor))
    score = (
        '=IF(OR(SUM($C$5:$G$5)=0,SUMPRODUCT(($C$5:$G$5>0)*(1-ISNUMBER(C{0}:G{0})))>0),"",'
        "ROUND(SUMPRODUCT($C$5:$G$5,C{0}:G{0})/SUM($C$5:$G$5),9))"
    )
    step.column(7, "Score (weighted mean rank)", formulas(score, rows, rows["score"]), "0.00", 14)
    rank = f'=IF(ISNUMBER(H{{0}}),RANK(H{{0}},{step.span("H")},1),"")'
    step.column(8, "Rank", formulas(rank, rows, rows["rank"]), "0", 8)
    order = f'=IF(ISNUMBER(I{{0}}),I{{0}}+COUNTIF($I${FIRST + 1}:I{{0}},I{{0}})-1,"")'
    step.column(9, "Place, one each", formulas(order, rows, _order(rows)), "0", 10)
    sheet.conditional_format(
        f"A{FIRST + 1}:J{step.last}",
        {
            "type": "formula",
            "criteria": f"=IF(ISNUMBER($I{FIRST + 1}),$I{FIRST + 1}<=$H$3,FALSE)",
            "format": look["mark"],
        },
    )


def _order(rows: pd.DataFrame) -> pd.Series:
    return rows["rank"].rank(method="first")


def _of_the_run(
    step: Step, rows: pd.DataFrame, values: pd.DataFrame, parameters: Mapping[str, Any]
) -> int:
    """Columns that cannot be recomputed here, and a cell that says whether they still hold.

    Returns the next free column.
    """
    sheet, look = step.sheet, step.look
    step.choice(5, "Weights, ties and length of the run")
    for place, name in enumerate(FACTORS, start=2):
        active = float(parameters["weights"].get(name, 0)) if values[name].notna().any() else 0.0
        sheet.write_number(5, place, active, look["0.00"])
    sheet.write_number(5, 7, float(parameters["shortlist"]), look["0"])
    sheet.write_string(5, 8, tie_rule(parameters), look["plain"])
    # Weights twice as high are the same weights, so shares are compared.
    weights = "SUMPRODUCT(ABS($C$5:$G$5*SUM($C$6:$G$6)-$C$6:$G$6*SUM($C$5:$G$5)))"
    ranks = f"SUMPRODUCT(1-({step.span('I')}={step.span('K')}))"
    same = f"AND($C$3=$I$6,$H$3=$H$6,SUM($C$5:$G$5)>0,{weights}<0.000000001,{ranks}=0)"
    step.used.add(6)
    sheet.write_formula(6, 0, f'=IF({same},"{_SAME}","{_OTHER}")', look["bold"], _SAME)
    for criteria, style in ((f"={same}", "mark"), (f"=NOT({same})", "warn")):
        rule = {"type": "formula", "criteria": criteria, "format": look[style]}
        sheet.conditional_format(6, 0, 6, 9, rule)
    place = 10
    for name, (head, form, width) in _OF_THE_RUN.items():
        if name in rows:
            cells = plain(rows[name])
            if name == "badge":
                badge = dictionary().columns[name]
                cells = [badge.word(code) or code for code in cells]
            if name == "shortlisted":
                cells = ["yes" if listed else "no" for listed in cells]
            step.column(place, f"{head} (run)", cells, form, width)
            place += 1
    return place


def _short_list(step: Step, rows: pd.DataFrame, length: int, free: int) -> None:
    """The first industries in order, to the right of a column left free."""
    from xlsxwriter.utility import xl_col_to_name

    step.sheet.set_column(free, free, 3)
    place = free + 1
    letter = xl_col_to_name(place)
    ordered = rows.assign(order=_order(rows)).sort_values("order").reset_index(drop=True)
    listed = ordered["rank"].le(float(length))
    number = f"(ROW()-{FIRST})"
    rank = f"INDEX({step.span('I')},MATCH({number},{step.span('J')},0))"
    cells = formulas(
        f'=IFERROR(IF({rank}<=$H$3,{number},""),"")', rows, ordered["order"].where(listed)
    )
    step.sheet.write_string(6, place, "First places by score, computed live", step.look["bold"])
    step.column(place, "Place", cells, "0", 8)
    for offset, (head, source, column, form, width) in enumerate(
        (
            ("NAICS", "A", "naics", "text", 10),
            ("Industry", "B", "naics_title", "line", 72),
            ("Score", "H", "score", "0.00", 9),
        ),
        start=1,
    ):
        found = f"INDEX({step.span(source)},MATCH(${letter}{{0}},{step.span('J')},0))"
        formula = f'=IF(ISNUMBER(${letter}{{0}}),{found},"")'
        shown = formulas(formula, rows, ordered[column].where(listed))
        step.column(place + offset, head, shown, form, width)

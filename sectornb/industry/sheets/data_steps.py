"""Steps A to H of the toolkit: the figures of every industry, and how far they can be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sectornb.dictionary import dictionary
from sectornb.industry.growth import annual_growth_pct
from sectornb.industry.quotient import excess_jobs
from sectornb.industry.sheets.step import ENDS, Step, formulas, partial, plain

_JOBS, _WAGES = "'A Jobs and wages'!C{0}", "'A Jobs and wages'!D{0}"
LEAST, _STATUS = "'A Jobs and wages'!G{0}", "'A Jobs and wages'!E{0}"
UNKNOWN = f'AND({_STATUS}="withheld",N({LEAST})=0)'
"""Whether nothing is known of an industry's jobs: withheld everywhere, and perhaps none."""
_BASE, _LATEST = "'C Base year'!C{0}", "'C Base year'!D{0}"
_NATION, _REGION = "'F National share'!C{0}", "'G Regional share'!C{0}"
_PAY = f'=IF(N({_JOBS})>0,{_WAGES}/{_JOBS},"")'
_LOW_PAY, _HIGH_PAY = "'A Jobs and wages'!I{0}", "'A Jobs and wages'!J{0}"
_CHANGE = f'=IF(AND(ISNUMBER({_BASE}),ISNUMBER({_LATEST})),{_LATEST}-{_BASE},"")'
_GROWTH = f'=IF(N({_BASE})>0,100*({_LATEST}/{_BASE}-1),"")'
_ANNUAL = '=IF(ISNUMBER(D{0}),100*((1+D{0}/100)^(1/{years})-1),"")'
_SHARE = f'=IF(OR({UNKNOWN},NOT(ISNUMBER({LEAST}))),"",{LEAST}/$C$3)'
_QUOTIENT = f'=IF(AND(N({_NATION})>0,ISNUMBER({_REGION})),{_REGION}/{_NATION},"")'
_EXCESS = f'=IF(N(C{{0}})>0,{LEAST}*(1-1/C{{0}}),"")'
_ROUNDED = (
    "In gray italics: industries with a withheld county. At least may be a job lower than the "
    "disclosed counties' sum, because published averages are rounded."
)
_ESTIMATES = {
    "employment_estimate": ("Jobs {latest}, our own estimate", "#,##0"),
    "annual_wage_usd_estimate": (
        "Mean annual wage {latest}, our own estimate (US dollars)",
        "$#,##0",
    ),
}


def data_steps(
    steps: Mapping[str, Step], rows: pd.DataFrame, parameters: Mapping[str, Any], all_jobs: float
) -> None:
    """Write the sheets A to H.

    Parameters
    ----------
    steps : mapping
        Sheet by name.
    rows : DataFrame
        The tables ``industry_factors`` and ``industry_ranking`` side by side, one row per
        industry.
    parameters : mapping
        Of the workbook: ``base_year``, ``latest_year``.
    all_jobs : float
        Jobs of the region, all ownerships.
    """
    base, latest = int(parameters["base_year"]), int(parameters["latest_year"])
    # Where every county is withheld nothing is disclosed, which is no zero.
    withheld = rows["employment_status"].eq("withheld")
    least = rows["employment_low"].mask(withheld & rows["employment_low"].eq(0))
    rows = rows.assign(jobs_disclosed=rows["employment_disclosed"].mask(withheld), jobs_least=least)
    _jobs_and_wages(steps["A Jobs and wages"], rows, base, latest)
    _pay(steps["B Pay per job"], rows, latest)
    _base_year(steps["C Base year"], rows, base, latest)
    _past_growth(steps["D Past growth"], rows, base, latest)
    _projected_growth(steps["E Projected growth"], rows)
    _national_share(steps["F National share"], rows)
    _quotient(steps["G Regional share"], steps["H Location quotient"], rows, all_jobs)


def _words(rows: pd.DataFrame, name: str) -> list[str]:
    column = dictionary().columns[name]
    return [column.word(code) or str(code) for code in rows[name].fillna("")]


def _yes(values: pd.Series) -> list[str]:
    return ["yes" if value else "no" for value in values.fillna(False).astype(bool)]


def _between(
    formula: str, low: str, high: str, rows: pd.DataFrame, results: pd.Series, partly: list[bool]
) -> list[tuple[str, Any]]:
    """`formula`, where it stands for `partly` withheld figures moved between the proven ends."""
    # An end that is not known is an empty cell, which MIN and MAX pass over.
    inner, alone = formula[1:], formulas(formula, rows, results)
    within = formulas(f'=IF({inner}="","",MIN(MAX({inner},{low}),{high}))', rows, results)
    return [two if part else one for one, two, part in zip(alone, within, partly, strict=True)]


def _jobs_and_wages(step: Step, rows: pd.DataFrame, base: int, latest: int) -> None:
    step.choice(2, _ROUNDED)
    known = rows["employment_status"].isin(["disclosed", "zero"])
    least, most = (
        # Where every county is disclosed both ends are the figure, whatever it is changed to.
        [live if whole else live[1] for live, whole in zip(ends, known, strict=True)]
        for ends in (
            formulas("=C{0}", rows, rows["employment_low"]),
            formulas("=C{0}", rows, rows["employment_high"]),
        )
    )
    step.column(2, f"Jobs {latest}, disclosed counties", plain(rows["jobs_disclosed"]), "#,##0")
    wages = rows["disclosed_wages_usd"].where(rows["jobs_disclosed"].notna())
    head = f"Wages paid {latest}, disclosed counties (US dollars)"
    step.column(3, head, plain(wages), "$#,##0", 20)
    step.column(4, "Jobs status", _words(rows, "employment_status"), "text", 18)
    step.column(5, "Counties withheld", plain(rows["counties_withheld"]), "#,##0", 12)
    step.column(6, f"Jobs {latest}, at least", least, "#,##0")
    step.column(7, f"Jobs {latest}, at most (empty: not known)", most, "#,##0")
    for place, (end, said) in enumerate(ENDS.items(), start=8):
        head = f"Mean annual wage {latest}, {said} (US dollars)"
        step.column(place, head, plain(rows[f"annual_wage_usd_{end}"]), "$#,##0")
    step.column(10, f"Establishments {latest}", plain(rows["establishments"]), "#,##0", 17)
    step.column(11, f"Establishments {base}", plain(rows["establishments_base"]), "#,##0", 17)
    for name, (words, form) in _ESTIMATES.items():
        if name in rows:
            step.column(max(step.heads) + 1, words.format(latest=latest), plain(rows[name]), form)
    step.mark_withheld("E")


def _pay(step: Step, rows: pd.DataFrame, latest: int) -> None:
    gray = partial(rows, "annual_wage")
    pay = _between(_PAY, _LOW_PAY, _HIGH_PAY, rows, rows["annual_wage_disclosed_usd"], gray)
    step.column(2, f"Mean annual wage {latest}, pay per job (US dollars)", pay, "$#,##0", gray=gray)
    step.column(3, "Rests on", _words(rows, "basis_annual_wage"), "text", 34)


def _base_year(step: Step, rows: pd.DataFrame, base: int, latest: int) -> None:
    step.column(2, f"Jobs {base}, same counties", plain(rows["matched_base"]), "#,##0")
    step.column(3, f"Jobs {latest}, same counties", plain(rows["matched_latest"]), "#,##0")
    step.column(4, "Growth is ranked", _yes(rows["growth_ranked"]), "text", 11)
    step.column(5, "Counties compared", plain(rows["counties_matched"]), "#,##0", 12)
    step.column(6, "Note", plain(rows["growth_note"]), "text", 60)


def _past_growth(step: Step, rows: pd.DataFrame, base: int, latest: int) -> None:
    years = max(latest - base, 1)
    growth = rows["historical_growth_matched_pct"]
    change = rows["matched_latest"] - rows["matched_base"]
    annual = annual_growth_pct(growth, years)
    gray = partial(rows, "historical_growth")
    span = f"{base} to {latest}"
    step.column(2, f"Change in jobs {span}", formulas(_CHANGE, rows, change), "#,##0", gray=gray)
    live = _between(_GROWTH, "F{0}", "G{0}", rows, growth, gray)
    step.column(3, f"Growth {span} (percent)", live, "0.0", gray=gray)
    live = formulas(_ANNUAL.replace("{years}", str(years)), rows, annual)
    step.column(4, "Growth a year (percent)", live, "0.00", gray=gray)
    for place, (end, said) in enumerate(ENDS.items(), start=5):
        head = f"Growth {span}, {said} (percent)"
        step.column(place, head, plain(rows[f"historical_growth_pct_{end}"]), "0.0")
    step.column(7, "Rests on", _words(rows, "basis_historical_growth"), "text", 34)


def _projected_growth(step: Step, rows: pd.DataFrame) -> None:
    annual = plain(rows["projected_growth_annual_pct"])
    step.column(2, "Projected growth a year (percent)", annual, "0.00")
    step.column(3, "Projection is ranked", _yes(rows["projection_ranked"]), "text", 12)
    step.column(4, "From (year)", plain(rows["projection_base_year"]), "0", 9)
    step.column(5, "To (year)", plain(rows["projection_target_year"]), "0", 9)
    low, high = rows["projected_growth_pct_low"], rows["projected_growth_pct_high"]
    step.column(6, "All years, low end (percent)", plain(low), "0.0")
    step.column(7, "All years, high end (percent)", plain(high), "0.0")
    step.column(8, "Area", plain(rows["projection_area"]), "text", 30)
    step.column(9, "Origin", plain(rows["projection_origin"]), "text", 14)
    step.column(10, "Note", plain(rows["projection_note"]), "text", 60)


def _national_share(step: Step, rows: pd.DataFrame) -> None:
    step.column(2, "Share of the nation's jobs", plain(rows["national_share"]), "0.000%")
    for place, (end, said) in enumerate(ENDS.items(), start=3):
        head = f"Share of the nation's jobs, {said}"
        step.column(place, head, plain(rows[f"national_share_{end}"]), "0.000%")


def _quotient(share: Step, step: Step, rows: pd.DataFrame, all_jobs: float) -> None:
    share.choice(2, "Jobs of the region, all ownerships")
    share.sheet.write_number(2, 2, all_jobs, share.look["choice"])
    own = rows["jobs_least"] / all_jobs
    gray = partial(rows, "location_quotient")
    live = formulas(_SHARE, rows, own)
    share.column(2, "Share of the region's jobs", live, "0.000%", gray=gray)
    for place, (end, said) in enumerate(ENDS.items(), start=3):
        head = f"Share of the region's jobs, {said}"
        share.column(place, head, plain(rows[f"region_share_{end}"]), "0.000%")
    floor = rows["location_quotient_floor"].where(rows["jobs_least"].notna())
    live = formulas(_QUOTIENT, rows, floor)
    step.column(2, "Location quotient (nation = 1)", live, "0.00", gray=gray)
    live = formulas(_EXCESS, rows, excess_jobs(rows["jobs_least"], floor))
    step.column(3, "Jobs beyond the national share", live, "#,##0", gray=gray)
    for place, (end, said) in enumerate(ENDS.items(), start=4):
        head = f"Location quotient, {said}"
        step.column(place, head, plain(rows[f"location_quotient_{end}"]), "0.00")
    step.column(6, "Rests on", _words(rows, "basis_location_quotient"), "text", 34)

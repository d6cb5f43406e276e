"""Counts behind the sentences of workbook 3, each with its unit, so that each stands in a cell."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

JOBS, JOBS_LOW, JOBS_HIGH = (
    "jobs of the target industries",
    "least jobs of the target industries",
    "most jobs of the target industries",
)
OCCUPATIONS = "occupations in the target industries"
WITHOUT_FIGURE = "occupations without an estimate"
OPENINGS, OPENINGS_LOW, OPENINGS_HIGH = (
    "openings a year in the target industries",
    "least openings a year in the target industries",
    "most openings a year in the target industries",
)
CHANGE = "jobs gained a year in the target industries"
LEAVERS = "openings a year of people who leave their occupation"
CHANGERS = "openings a year of people who change their occupation"
OPENINGS_KNOWN = "percent of the jobs whose openings are known"

ASKED = "openings a year from which an occupation is in demand"
PARITY = "regional price parity that pay is measured by"


def occupation_counts(
    tables: Mapping[str, pd.DataFrame], least_openings: float, price_parity: float | None
) -> pd.DataFrame:
    """The table ``occupation_counts``.

    Parameters
    ----------
    tables : mapping
        ``target_industries``, ``occupation_profile``, ``occupation_openings``.
    least_openings, price_parity : float
        What the flags ask for; no price parity is left out.

    Returns
    -------
    DataFrame
        ``counted``, ``count``, ``unit``. An end that is open is left out.
    """
    industries, profile = tables["target_industries"], tables["occupation_profile"]
    openings = tables["occupation_openings"]
    openings = openings[openings["openings_scope"].eq("target")]
    known = openings[openings["openings_status"].eq("estimate")]
    jobs = profile["employment"].sum()
    covered = known["base_employment"].sum() / jobs if jobs else float("nan")
    years = pd.to_numeric(known["projection_years"].str[-4:], errors="coerce")
    years -= pd.to_numeric(known["projection_years"].str[:4], errors="coerce")
    rows = [
        (JOBS, _whole(industries["employment"]), "jobs"),
        (JOBS_LOW, _whole(industries["employment_low"]), "jobs"),
        (JOBS_HIGH, _whole(industries["employment_high"]), "jobs"),
        (OCCUPATIONS, float(len(profile)), "occupations"),
        (WITHOUT_FIGURE, float(profile["employment"].isna().sum()), "occupations"),
        (ASKED, least_openings, "openings a year"),
        (PARITY, float("nan") if price_parity is None else price_parity, "ratio"),
    ]
    if len(known):
        rows += [
            (OPENINGS, known["annual_openings"].sum(), "openings a year"),
            (OPENINGS_LOW, known["annual_openings_low"].sum(), "openings a year"),
            (OPENINGS_HIGH, _whole(known["annual_openings_high"]), "openings a year"),
            (CHANGE, (known["projected_change"] / years).sum(), "jobs a year"),
            (LEAVERS, known["exit_openings"].sum(), "openings a year"),
            (CHANGERS, known["transfer_openings"].sum(), "openings a year"),
            (OPENINGS_KNOWN, 100 * covered, "percent"),
        ]
    table = pd.DataFrame(rows, columns=["counted", "count", "unit"])
    return table[table["count"].notna()].reset_index(drop=True)


def _whole(values: pd.Series[float]) -> float:
    """A sum that is not known where a part is not."""
    return float(values.sum(skipna=False))

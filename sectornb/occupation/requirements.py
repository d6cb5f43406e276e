"""What jobs ask for, beside what those who do them have: education, experience, training.

Typical entry education is the agency's judgment of what most workers need to start; attainment is
what those who do the job have.  Where the two differ, an employer should say which counts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

ATTAINMENT = (
    "less_than_high_school_pct", "high_school_pct", "some_college_pct", "associate_pct",
    "bachelor_pct", "master_pct", "doctoral_pct",
)  # fmt: skip
ENTRY = {
    "No formal educational credential": 0,
    "High school diploma or equivalent": 1,
    "Some college, no degree": 2,
    "Postsecondary nondegree award": 2,
    "Associate's degree": 3,
    "Bachelor's degree": 4,
    "Master's degree": 5,
    "Doctoral or professional degree": 6,
}
"""Typical entry education, as the agency writes it, to the place of its attainment."""
LONG_TRAINING = ("Moderate-term on-the-job training", "Long-term on-the-job training",
                 "Apprenticeship")  # fmt: skip
MAJORITY = 50.0
COLUMNS = [
    "soc", "occupation_title", "entry_education", "work_experience", "job_training",
    "education_year", *ATTAINMENT, "bachelor_or_higher_pct", "beyond_entry_pct", "attainment_of",
    "attainment_year", "education_contrast", "training_hides_schooling", "part_time_pct",
    "unemployment_pct", "characteristics_status", "job_zone_low", "job_zone_high",
]  # fmt: skip


def occupation_requirements(
    profile: pd.DataFrame,
    projected: pd.DataFrame,
    attainment: pd.DataFrame,
    zones: pd.DataFrame,
    characteristics: pd.DataFrame,
    attainment_year: str = "",
) -> pd.DataFrame:
    """The table ``occupation_requirements``.

    Parameters
    ----------
    profile : DataFrame
        ``soc`` and ``occupation_title``.
    projected : DataFrame
        ``matrix_code``, ``entry_education``, ``work_experience``, ``job_training``, ``base_year``;
        may have no rows.
    attainment : DataFrame
        ``matrix_code``, ``own_survey_code`` (truth value) and percent of workers by education;
        may have no rows.
    zones : DataFrame
        ``soc``, ``job_zone_low``, ``job_zone_high``; may have no rows.
    characteristics : DataFrame
        ``soc``, ``part_time_pct``, ``unemployment_pct``, as the user gives them; may have no rows.

    Returns
    -------
    DataFrame
        `COLUMNS`. ``beyond_entry_pct``: workers with more schooling than typical entry.
        ``attainment_of``: ``own`` or ``group`` (the survey has no such occupation alone), empty
        where not published. ``education_contrast``: ``more_schooled`` (entry asks for a high
        school diploma at most, and a majority has some college), ``less_schooled`` (entry asks
        for a bachelor's degree or more, and a majority has less), ``agrees``,
        ``not_published``. ``training_hides_schooling``: ``yes`` where training of a month or
        more on the job is typical though a majority has some college. ``characteristics_status``:
        ``given`` or ``not_published``.
    """
    table = profile[["soc", "occupation_title"]].reset_index(drop=True)
    table = _joined(table, projected.rename(columns={"matrix_code": "soc"}), {
        "entry_education": "str", "work_experience": "str", "job_training": "str",
        "base_year": "str",
    }).rename(columns={"base_year": "education_year"})  # fmt: skip
    of_workers = attainment.rename(columns={"matrix_code": "soc"})
    table = _joined(table, of_workers, dict.fromkeys(ATTAINMENT, "float64"))
    own = of_workers.set_index("soc")["own_survey_code"] if len(of_workers) else pd.Series()
    of = table["soc"].map(own.map({True: "own", False: "group"}) if len(own) else {})
    known = table[list(ATTAINMENT)].notna().all(axis=1)
    table["attainment_of"] = of.where(known).astype("object").fillna("").astype("str")
    table["attainment_year"] = np.where(known, attainment_year, "")
    table["bachelor_or_higher_pct"] = table[list(ATTAINMENT[4:])].sum(axis=1).where(known)
    place = table["entry_education"].map(ENTRY).astype("float64")
    table["beyond_entry_pct"] = _beyond(table, place)
    some_college = table[list(ATTAINMENT[2:])].sum(axis=1).gt(MAJORITY) & known
    less = place.ge(4) & table["bachelor_or_higher_pct"].lt(MAJORITY)
    table["education_contrast"] = np.select(
        [place.isna() | ~known, place.le(1) & some_college, less],
        ["not_published", "more_schooled", "less_schooled"],
        "agrees",
    )
    taught = table["job_training"].isin(LONG_TRAINING)
    hidden = np.where(taught & some_college, "yes", "no")
    unknown = ~known | table["job_training"].eq("")
    table["training_hides_schooling"] = np.where(unknown, "not_known", hidden)
    given = {"part_time_pct": "float64", "unemployment_pct": "float64"}
    table = _joined(table, characteristics, given)
    told = table[list(given)].notna().any(axis=1)
    table["characteristics_status"] = np.where(told, "given", "not_published")
    table = _joined(table, zones, {"job_zone_low": "float64", "job_zone_high": "float64"})
    return table[COLUMNS]


def _joined(table: pd.DataFrame, other: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """`table` with columns of the row of each code in `other`; text is empty without one."""
    wanted = other.reindex(columns=["soc", *columns]).drop_duplicates("soc").set_index("soc")
    found = wanted.reindex(table["soc"]).set_axis(table.index)
    for name, kind in columns.items():
        values = found[name].astype("object")
        table[name] = values.fillna("").astype("str") if kind == "str" else values.astype("float64")
    return table


def _beyond(table: pd.DataFrame, place: pd.Series[float]) -> pd.Series[float]:
    """Percent of workers with more schooling than typical entry asks for."""
    shares = table[list(ATTAINMENT)].to_numpy(dtype=float)
    # A postsecondary award stands with some college: what is beyond begins with the degree.
    more = np.arange(len(ATTAINMENT))[None, :] > place.to_numpy(dtype=float)[:, None]
    summed = np.where(more, shares, 0.0).sum(axis=1)
    missing = place.isna().to_numpy() | np.isnan(shares).any(axis=1)
    return pd.Series(np.where(missing, np.nan, summed), table.index)

"""What the simulated partners answered in two rounds of the state self-assessment.

Nothing is drawn: every rating, reason and checked condition stands in a table, so that what is
planted is known.  An item that organizations see differently, one on which members of the same
organization disagree, one that rose, one that rose only because other people answered, high
ratings where a condition is not met, and in the second round raters who judged different
initiatives.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sectornb.simulate.read import table

KEY = ["wave", "rater", "item"]
COLUMNS = (
    *("wave", "rater", "organization", "consent", "item", "rating", "answer"),
    *("reason", "reason_private", "met", "obstacle", "missing_partner"),
)
OPENING = "opening"
PLAN_DAY = "2023-05-15"
"""The day that the status of their plan is of."""
ASKED = 12
"""Partners who were asked in either round; in the second one of them did not answer."""
MISSING = ("blank", "dont_know", "not_asked")


def assessment_responses() -> pd.DataFrame:
    """Every answer of both rounds, one row per round, rater and question, all text.

    Columns are those of a tidy file of answers: ``wave, rater, organization, consent, item,
    rating, answer, reason, reason_private, met, obstacle, missing_partner``.  Items come in
    the order of the instrument, behind the initiatives that each rater had in mind.
    """
    rated = table("assessment_ratings").melt(["rater", "wave"], var_name="item", value_name="given")
    missing = rated["given"].isin(MISSING)
    rated["answer"] = rated["given"].where(missing, "rated")
    rated["rating"] = rated["given"].mask(missing, "")
    rated = rated.merge(table("assessment_reasons"), on=KEY, how="left", validate="one_to_one")
    named = table("assessment_initiatives").rename(columns={"initiative": "reason"})
    both = pd.concat([named.assign(item=OPENING), rated], ignore_index=True)
    people = table("assessment_raters")
    both = both.merge(people, on="rater", validate="many_to_one")
    both = both.merge(_met(both), on=KEY, how="left", validate="many_to_one")
    both["reason_private"] = both["private"]
    # The order of a table's own rows is that of its raters and questions.
    both["place"] = both["rater"].map({rater: n for n, rater in enumerate(people["rater"])})
    both = both.sort_values(["wave", "place"], kind="stable", ignore_index=True)
    return both.fillna("").reindex(columns=list(COLUMNS), fill_value="")


def _met(answers: pd.DataFrame) -> pd.DataFrame:
    """Conditions that each rater checked, of the items that they rated: joined by semicolons."""
    conditions = table("assessment_conditions")
    conditions = conditions.assign(
        item=conditions["condition"].str.partition(".")[0],
        wave=conditions["waves"].str.split(";"),
    ).explode("wave")
    rated = answers.loc[answers["answer"].eq("rated"), [*KEY, "organization"]]
    pairs = rated.merge(conditions, on=["wave", "item"])
    unseen = [
        organization in unseen_by.split(";")
        for organization, unseen_by in zip(pairs["organization"], pairs["unseen_by"], strict=True)
    ]
    checked = pairs[~pd.Series(unseen, index=pairs.index, dtype=bool)]
    met = checked.groupby(KEY, sort=False)["condition"].agg(";".join)
    return met.rename("met").reset_index()


def group_answers() -> dict[str, dict[str, str]]:
    """What the group said of the five questions, by round and question."""
    told = table("assessment_discussion")
    return {
        str(wave): dict(zip(rows["topic"], rows["said"], strict=True))
        for wave, rows in told.groupby("wave", sort=False)
    }


def write_plan(path: Path) -> Path:
    """Write the plan that partners made after the first round and worked on, as a CSV file.

    One action was done and its item rose, one was done and raters of both rounds stayed where
    they were; one is overdue, one was stopped; three priorities are open.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    table("assessment_plan").to_csv(path, index=False, lineterminator="\n")
    return path


def write_responses(path: Path) -> Path:
    """Write the answers as the tidy file that a region file names, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    assessment_responses().to_csv(path, index=False, lineterminator="\n")
    return path

"""Challenges that employers name, what lies behind each, and whether training is the answer."""

from __future__ import annotations

import pandas as pd

ANSWERS = ("no", "partly", "yes")
"""Whether training answers a challenge; where it does not comes first: it asks for others."""
COLUMNS = [
    "challenge", "root_cause", "cause_kind", "challenge_evidence", "training_answers", "raised_by",
    "raised_on",
]  # fmt: skip


def challenge_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The table ``challenge_log``: where training is no answer first, then as written."""
    order = rows["training_answers"].map({word: place for place, word in enumerate(ANSWERS)})
    named = rows.rename(columns={"evidence": "challenge_evidence"})
    table = named.assign(place=order).sort_values("place", kind="stable")
    return table[COLUMNS].reset_index(drop=True)


def training_summary(rows: pd.DataFrame) -> pd.DataFrame:
    """The table ``training_summary``: challenges by whether training is the answer.

    Returns
    -------
    DataFrame
        ``training_answers`` and ``n_challenges``, a row for each of `ANSWERS`; no rows without
        any challenge.
    """
    counts = rows["training_answers"].value_counts().reindex(list(ANSWERS), fill_value=0)
    table = pd.DataFrame({"training_answers": ANSWERS, "n_challenges": counts.to_numpy()})
    return table if len(rows) else table.head(0)

"""The meeting: what to talk about first, who says what, and the five questions to close with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sectornb.assessment.instrument import Instrument
from sectornb.assessment.rounds import Round

LEAST_GAP = 0.5
"""Ours: what partners see differently is talked about though its median has reached the target."""
LEAST_APART = 2.0
"""Ours: points between the lowest and the highest rating from which an item has two sides."""
TO_BOTH_SIDES = (
    "What do those who rated it low see that the others do not, and the other way round?"
)
TO_ALL = "What keeps it from the target, and who could change that?"
MOST_REASONS = 6
MOST_NAMED = 3
QUESTIONS = {
    "strengths": "What are our strengths, and why?",
    "learning_needs": "What do we need to learn?",
    "undone": "Which important work is not done?",
    "differing_views": "Where do our views differ?",
    "priorities": "What are our one or two priorities until next time?",
}
"""What a meeting talks about after it has seen the ratings."""


def reasons(latest: Round, instrument: Instrument) -> pd.DataFrame:
    """What raters wrote: beside their ratings, by the side of the mean on which they stand.

    Also what they say is in the way, which partner is missing, and their answers to the
    diagnostic questions of an area, which have no side.

    Returns
    -------
    DataFrame
        ``reason_number``, ``wave``, ``item``, ``rating_side`` (lower, middle, higher; empty of
        a diagnostic question), ``rating``, ``organization``, ``reason``, ``obstacle``,
        ``missing_partner``; in the order of the instrument, lowest ratings first; only what
        may be shown.
    """
    rows = latest.answers
    wrote = rows["reason"].ne("") | rows["obstacle"].ne("") | rows["missing_partner"].ne("")
    asked = rows["item"].isin([*instrument.items, *instrument.diagnostics])
    told = rows[wrote & asked].copy()
    away = told["rating"] - told["item"].map(latest.ratings.mean())
    sides = [away < -1e-9, away > 1e-9, away.notna()]
    told["rating_side"] = np.select(sides, ["lower", "higher", "middle"], "")
    order: list[str] = []
    for area in instrument.areas:
        order += [item.id for item in area.items] + [line.id for line in area.diagnostics]
    told["place"] = told["item"].map({name: number for number, name in enumerate(order)})
    told = told.sort_values(["place", "rating", "organization", "reason"], kind="stable")
    told["reason_number"] = np.arange(1, len(told) + 1, dtype="float64")
    names = ["reason_number", "wave", "item", "rating_side", "rating", "organization"]
    told = told[[*names, "reason", "obstacle", "missing_partner"]].reset_index(drop=True)
    return told.astype({"rating_side": "str"})


def agenda(
    by_item: pd.DataFrame, told: pd.DataFrame, latest: Round, *, anonymous: bool
) -> pd.DataFrame:
    """Items in the order in which to talk about them: disagreement times gap.

    Disagreement is the average deviation; the gap counts `LEAST_GAP` at least, so that what
    partners see differently is not lost where the median has reached the target.  In anonymous
    mode the gap alone gives the order, and no end of the ratings is told.

    Parameters
    ----------
    by_item : DataFrame
        As it may be printed.
    told : DataFrame
        Of :func:`reasons`; empty in anonymous mode.
    """
    table = by_item[by_item["wave"].eq(latest.wave)].copy()
    table["disagreement"] = table["average_deviation"]
    gap = table["gap"].clip(lower=LEAST_GAP).where(table["gap"].notna(), 1.0)
    table["agenda_score"] = table["gap"] if anonymous else table["disagreement"] * gap
    table = table.sort_values("agenda_score", ascending=False, kind="stable")
    table = table[table["agenda_score"].gt(0)]
    table["rank"] = np.arange(1, len(table) + 1, dtype="float64")
    table["lowest"] = np.nan if anonymous else table["item"].map(latest.ratings.min())
    table["highest"] = np.nan if anonymous else table["item"].map(latest.ratings.max())
    for side in ("lower", "higher"):
        said = told[told["rating_side"].eq(side)].groupby("item")["reason"]
        lines = {item: " / ".join(each[each.ne("")].head(MOST_REASONS)) for item, each in said}
        table[f"reasons_{side}"] = [lines.get(item, "") for item in table["item"]]
    table["question"] = np.where(
        (table["highest"] - table["lowest"]).ge(LEAST_APART), TO_BOTH_SIDES, TO_ALL
    )
    table["question"] = table["question"].astype("str")
    return table[
        ["rank", "wave", "item", "item_title", "area", "median", "gap", "disagreement"]
        + ["agenda_score"]
        + ["lowest", "highest", "reasons_lower", "reasons_higher", "question"]
    ].reset_index(drop=True)


def discussion(
    by_item: pd.DataFrame,
    conditions: pd.DataFrame,
    wave: str,
    recorded: Mapping[str, Mapping[str, str]],
    before: str,
    instrument: Instrument,
) -> pd.DataFrame:
    """The five questions, answered from the ratings as far as they go.

    Parameters
    ----------
    by_item, conditions : DataFrame
        As they may be printed.
    recorded : mapping
        Wave to what the meeting said, by the key of each question.
    before : str
        The wave before; empty where there is none.

    Returns
    -------
    DataFrame
        ``topic``, ``question``, ``from_ratings``, ``group_said`` (of this wave) and
        ``group_said_before``; empty text where there is nothing.
    """
    table = by_item[by_item["wave"].eq(wave) & by_item["median"].notna()]
    unmet = conditions[conditions["wave"].eq(wave) & conditions["most_unmet"]]
    good = table[table["median"].ge(instrument.good_from)]
    good = good.sort_values("median", ascending=False, kind="stable")
    low = table[table["median"].lt(instrument.good_from - 1)].sort_values("median", kind="stable")
    apart = table[table["average_deviation"].gt(0)]
    apart = apart.sort_values("average_deviation", ascending=False, kind="stable")
    wide = table[table["gap"].gt(0)].sort_values("gap", ascending=False, kind="stable")
    skills = unmet[unmet["kind"].eq("skill")]["condition_text"].tolist()
    lacking = unmet[unmet["kind"].eq("condition")]["condition_text"].tolist()
    # Where some may not be told, the farthest of the others is not the farthest of all.
    every = table["average_deviation"].notna().all()
    farthest = "Ratings lie farthest apart on" if every else "Ratings differ, of those told, on"
    found = {
        "strengths": _listed("In place by the median", good["item_title"].tolist()),
        "learning_needs": _listed("Most raters do not see these skills", skills),
        "undone": _listed("Rated lowest", low["item_title"].tolist())
        or _listed("Most raters do not see", lacking),
        "differing_views": _listed(farthest, apart["item_title"].tolist()),
        "priorities": _listed("Farthest from the target", wide["item_title"].tolist()),
    }
    now, then = recorded.get(wave, {}), recorded.get(before, {}) if before else {}
    return pd.DataFrame(
        {
            "topic": list(QUESTIONS),
            "question": list(QUESTIONS.values()),
            "from_ratings": [found[topic] for topic in QUESTIONS],
            "group_said": [now.get(topic, "") for topic in QUESTIONS],
            "group_said_before": [then.get(topic, "") for topic in QUESTIONS],
        },
        dtype="str",
    )


def _listed(before: str, names: list[str]) -> str:
    """The first few of many, in a sentence."""
    return (
        f"{before}: {'; '.join(name.rstrip('.') for name in names[:MOST_NAMED])}." if names else ""
    )

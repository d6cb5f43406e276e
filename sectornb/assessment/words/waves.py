"""What changed since the last wave, in sentences: people apart from the panel, and how sure."""

from __future__ import annotations

import pandas as pd

from sectornb.assessment import counts
from sectornb.assessment.counts import moved_by_panel
from sectornb.assessment.words.speaker import AssessmentSpeaker
from sectornb.show.sentence import Sentence, joined, listed, sentence

ALL = "all"
"""The area that stands for all items."""
FIRST_ROUND = "This is the first round: there is nothing to compare it with."
NOBODY_MATCHED = (
    "An anonymous survey does not know who answered twice: a change may be that of the people who "
    "answered."
)
TOO_FEW_TWICE = "Too few rated an item in both rounds to tell a change from chance."
TOO_FEW = (
    "Fewer than five people rated the same item in both rounds, so no change can be told from "
    "chance."
)
TWO_ROUNDS = "Two rounds so far: the change is the slope."
FEW_SWITCHED = (
    "On no item did six or more people begin or cease to call it in place: fewer tell nothing."
)
NO_MODEL = {
    "too_few_raters": "fewer than five people rated twice",
    "too_few_items": "fewer than three items were rated twice",
    "no_variation": "on each item all moved alike",
    "singular": "raters' changes differ no more than their single ratings do",
    "not_converged": "the search for its figures did not end",
}
SHARE = 1 / 3
"""Ours: of a move by other people, the part from which who left or who joined is named."""
MOST_PROVEN = 3


def changed(speaker: AssessmentSpeaker) -> Sentence | None:
    """What raters of both waves changed, and what only other people did."""
    if len(speaker.survey.waves) < 2:
        return None
    table = _latest(speaker, "changes_by_item")
    since = speaker.wave_called(speaker.survey.waves[-2])
    if speaker.survey.anonymous:
        return _medians_changed(speaker, table)
    if table["direction"].eq("").all():
        return Sentence(TOO_FEW_TWICE)
    own, panel = _own_change(speaker, table), _panel_change(speaker, table)
    parts = [part for part in (own, panel) if part is not None]
    if not parts:
        told = "Since round {since} no item changed among those who rated in both rounds."
        return sentence(told, since=since)
    return sentence("Since round {since}, {parts}.", since=since, parts=joined(". But ", parts))


def _latest(speaker: AssessmentSpeaker, name: str) -> pd.DataFrame:
    table = speaker.tables[name]
    return table[table["wave_after"].eq(speaker.survey.wave)]


def _own_change(speaker: AssessmentSpeaker, table: pd.DataFrame) -> Sentence | None:
    moved = table[table["direction"].isin(["up", "down"])]
    if moved.empty:
        return None
    row = moved.iloc[int(moved["mean_change_matched"].abs().argmax())]
    told = (
        f"“{{item_title}}” {_verb(row['mean_change_matched'])} by {{mean_change_matched:|.1f|}} "
        "points on average among the {n_matched:g} who rated it in both rounds"
    )
    return speaker.told("changes_by_item", row, told)


def _panel_change(speaker: AssessmentSpeaker, table: pd.DataFrame) -> Sentence | None:
    rows = moved_by_panel(table)
    if rows.empty:
        return None
    row = rows.iloc[0]
    own = "did not move" if abs(row["mean_change_matched"]) < 1e-9 else "hardly moved"
    told = (
        f"the average of “{{item_title}}” {_verb(row['mean_change'])} by {{mean_change:|.1f|}} "
        f"points only because other people answered: the {{n_matched:g}} who rated it in both "
        f"rounds {own}; {_who(row)}"
    )
    return speaker.told("changes_by_item", row, told)


def _who(row: pd.Series) -> str:
    """Which other people moved an average: who left, who joined, or both."""
    left, joins = ("lower", "higher") if row["mean_change"] > 0 else ("higher", "lower")
    said = []
    if row["left_change"] / row["panel_change"] >= SHARE:
        said.append(f"those who left had rated it {left}")
    if row["joined_change"] / row["panel_change"] >= SHARE:
        said.append(f"those who joined rate it {joins}")
    return ", and ".join(said)


def _verb(change: float) -> str:
    return "rose" if change > 0 else "fell"


def _medians_changed(speaker: AssessmentSpeaker, table: pd.DataFrame) -> Sentence | None:
    moved = table[table["median_change"].abs().gt(0)]
    since = speaker.wave_called(speaker.survey.waves[-2])
    if table["median_change"].isna().all():
        return None
    if moved.empty:
        return sentence("Since round {since} no middle rating changed.", since=since)
    row = moved.iloc[int(moved["median_change"].abs().argmax())]
    told = (
        "Since round {since} the middle rating of “{item_title}” went from {median_before:g} to "
        "{median_after:g}; who answered changed too, and an anonymous survey cannot tell the two "
        "apart."
    )
    return speaker.told("changes_by_item", row, told, since=since)


def nothing_to_compare(speaker: AssessmentSpeaker) -> Sentence | None:
    """Why no change is told; None where one can be."""
    if len(speaker.survey.waves) < 2:
        return Sentence(FIRST_ROUND)
    if speaker.survey.anonymous:
        return Sentence(NOBODY_MATCHED)
    if _latest(speaker, "changes_by_item")["direction"].eq("").all():
        return Sentence(TOO_FEW)
    return None


def changes(speaker: AssessmentSpeaker) -> Sentence:
    """How many items moved among raters of both waves, and over all of them; else why not."""
    if (why := nothing_to_compare(speaker)) is not None:
        return why
    up, down, panel = (speaker.count(what) for what in (counts.UP, counts.DOWN, counts.BY_PANEL))
    told = "Among those who rated in both rounds, "
    told += f"{'no item' if not up else '{up} of {items} items'} rose and "
    told += f"{'none' if not down else '{down}'} fell."
    if panel:
        told += " {panel} more moved because other people answered."
    parts = {"up": counts.UP, "down": counts.DOWN, "panel": counts.BY_PANEL, "items": counts.ITEMS}
    said = sentence(told, **{name: speaker.counted(what) for name, what in parts.items()})
    more = [part for part in (_overall(speaker), _proven(speaker)) if part is not None]
    return joined(" ", [said, *more])


def _overall(speaker: AssessmentSpeaker) -> Sentence | None:
    """The average over all items, and that of the raters of both waves."""
    table = _latest(speaker, "changes_by_area")
    row = table[table["area"].eq(ALL)].iloc[0]
    if row["direction"] == "":
        return None
    naive = row["mean_change"]
    first = "Over all items the average stayed where it was"
    if abs(naive) >= 0.05:
        first = f"Over all items the average {_verb(naive)} by {{mean_change:|.1f|}} points"
    if row["direction"] == "none":
        return speaker.told(
            "changes_by_area",
            row,
            first + "; the {n_matched:g} who rated in both rounds show no change that counts.",
        )
    same = (row["mean_change_matched"] > 0) == (naive > 0) and abs(naive) >= 0.05
    told = (
        f"{first}, {'and' if same else 'but'} for the {{n_matched:g}} who rated in both rounds it "
        f"{_verb(row['mean_change_matched'])} by {{mean_change_matched:|.1f|}}."
    )
    return speaker.told("changes_by_area", row, told)


def _proven(speaker: AssessmentSpeaker) -> Sentence | None:
    """Items whose change those who rated once could not undo, whatever they would have said."""
    table = _latest(speaker, "changes_by_item")
    sure = table[table["proven_change"].isin(["up", "down"]) & table["direction"].ne("")]
    once = sure[(sure["n_left"] + sure["n_joined"]).gt(0)]
    if once.empty:
        return None
    named = [
        speaker.told("changes_by_item", row, "“{item_title}”")
        for _, row in once.head(MOST_PROVEN).iterrows()
    ]
    others = [Sentence("others")] * (len(once) > MOST_PROVEN)
    told = (
        "Nothing that those who rated only once could have said would undo the change of {named}."
    )
    return sentence(told, named=listed([*named, *others]))


def how_sure_changes_are(speaker: AssessmentSpeaker) -> Sentence:
    """The threshold, the model and the slopes; else why there is nothing to compare."""
    if (why := nothing_to_compare(speaker)) is not None:
        return why
    return joined(" ", [_noise(speaker), _model(speaker), _switched(speaker), _trend(speaker)])


def _noise(speaker: AssessmentSpeaker) -> Sentence:
    """What a change is held against: of a sample an interval, of everybody their own noise."""
    table = _latest(speaker, "changes_by_area")
    row = table[table["area"].eq(ALL)].iloc[0]
    if pd.isna(row["smallest_change"]):
        return Sentence("Over all items too few rated twice.")
    if speaker.survey.panel == "sample":
        told = (
            "Over all items the change of those who rated twice is {mean_change_matched:z.2f} "
            "points, between {change_ci_low:z.2f} and {change_ci_high:z.2f} (95 percent), as "
            "only some partners were asked."
        )
        return speaker.told("changes_by_area", row, told)
    told = (
        "Everybody was asked, so a change has no sampling interval; it counts where it is larger "
        "than such people's ratings vary by themselves: over all items {mean_change_matched:z.2f} "
        "against {smallest_change:.2f} points."
    )
    return speaker.told("changes_by_area", row, told)


def _model(speaker: AssessmentSpeaker) -> Sentence:
    table = _latest(speaker, "changes_by_area")
    row = table[table["area"].eq(ALL)].iloc[0]
    if row["model_status"] != "fitted":
        return Sentence(f"There is no model of the change: {NO_MODEL[row['model_status']]}.")
    told = (
        "A mixed model, in which each rater moves all items by an own amount, gives "
        "{model_change:z.2f} against {model_smallest_change:.2f}."
    )
    return speaker.told("changes_by_area", row, told)


def _switched(speaker: AssessmentSpeaker) -> Sentence:
    """The item on which raters of both waves crossed the line to in place most clearly."""
    table = _latest(speaker, "threshold_changes")
    tested = table[table["mcnemar_p"].notna()]
    if tested.empty:
        return Sentence(FEW_SWITCHED)
    row = tested.iloc[int(tested["mcnemar_p"].argmin())]
    gained = "{n_gained:g}" if row["n_gained"] else "nobody"
    lost = "{n_lost:g}" if row["n_lost"] else "nobody"
    told_apart = row["direction"] in ("up", "down")
    ends = "so the move can be told" if told_apart else "so nothing is told"
    told = (
        f"Of the {{n_matched:g}} who rated “{{item_title}}” twice, {gained} came to call it in "
        f"place and {lost} gave that up; coin flips part people so unevenly with a chance of "
        f"{{mcnemar_p:.2f}}, {ends}."
    )
    return speaker.told("threshold_changes", row, told)


def _trend(speaker: AssessmentSpeaker) -> Sentence:
    table = speaker.tables["wave_trend"]
    if table.empty:
        return Sentence(TWO_ROUNDS)
    items = table[table["scope"].eq("item") & table["direction"].isin(["up", "down"])]
    if items.empty:
        told = "Over {n_waves:g} rounds no item has a slope that counts."
        return speaker.told("wave_trend", table.iloc[-1], told)
    row = items.iloc[int(items["slope"].abs().argmax())]
    told = (
        "Over {n_waves:g} rounds “{part_title}” moved most: {slope:z.2f} points per round among "
        "the {n_matched:g} who rated it twice or more."
    )
    return speaker.told("wave_trend", row, told)

"""Results of each wave by item, by area and for the panel as a whole."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.assessment import agreement
from sectornb.assessment.instrument import OPENING, Area, Instrument
from sectornb.assessment.read import initiative_key
from sectornb.assessment.rounds import Round

FEWEST = 5
"""Raters from which on figures of an item carry an interval; fewer are shown as dots."""
LEAST_ANSWERED = 0.5
"""Share of an area's items that somebody rated, or the rater is left out there."""


def ratings_by_item(
    rounds: tuple[Round, ...], instrument: Instrument, target: float | None
) -> pd.DataFrame:
    """Everything that is counted of each item in each wave.

    Raters, organizations, three kinds of missing answers, median, mean, share from
    ``good_from`` on, agreement (:func:`~sectornb.assessment.agreement.item_agreement`),
    spread within and between organizations, ratings flagged by unmet conditions, and the gap,
    target minus median.
    """
    return pd.concat([_items_of(each, instrument, target) for each in rounds], ignore_index=True)


def _items_of(each: Round, instrument: Instrument, target: float | None) -> pd.DataFrame:
    ratings = each.ratings
    table = agreement.item_agreement(ratings, instrument.highest).drop(columns="variance")
    counts = each.answers.groupby(["item", "answer"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=ratings.columns, fill_value=0)
    for missing in ("blank", "dont_know", "not_asked"):
        table[f"n_{missing}"] = counts.get(missing, 0)
    table["median"] = ratings.median()
    table["share_4_or_5"] = ratings.ge(instrument.good_from).sum() / table["n_raters"].where(
        table["n_raters"].gt(0)
    )
    table = table.join(agreement.by_organization(ratings, each.organizations))
    table["flagged"] = _flagged(each, instrument).reindex(table.index)
    table["target"] = np.nan if target is None else float(target)
    table["gap"] = table["target"] - table["median"]
    table["status"] = np.select(
        [table["n_raters"].eq(0), table["n_raters"].lt(FEWEST)], ["nobody_rated", "dots"], "printed"
    )
    table["wave"] = each.wave
    table["item"] = table.index
    table["item_title"] = [instrument.items[item].title for item in table.index]
    table["area"] = [instrument.area_of[item].id for item in table.index]
    return table.reset_index(drop=True)


def ticks(each: Round, instrument: Instrument) -> pd.DataFrame:
    """Whether each condition and skill is met, by rater.

    Of raters who rated the item, and ticked anything in the wave: who ticked nothing at all
    was not asked, or did not care.

    Returns
    -------
    DataFrame
        ``rater``, ``item``, ``rating``, ``condition``, ``kind`` (condition or skill), ``met``.
    """
    ticked = each.answers["met"].ne("").groupby(each.answers["rater"]).transform("any")
    lines = pd.DataFrame(
        [
            (item.id, line.id, kind)
            for item in instrument.items.values()
            for kind, lines in (("condition", item.conditions), ("skill", item.skills))
            for line in lines
        ],
        columns=["item", "condition", "kind"],
        dtype="str",
    )
    rated = each.answers[ticked & each.answers["rating"].notna()]
    pairs = rated[["rater", "item", "rating", "met"]].merge(lines, on="item")
    inside = [
        condition in met.split(";")
        for condition, met in zip(pairs["condition"], pairs["met"], strict=True)
    ]
    return pairs.assign(met=pd.Series(inside, index=pairs.index, dtype="bool"))


def _flagged(each: Round, instrument: Instrument) -> pd.Series:
    """By item how many raters call it in place though a condition is not met; null if not asked."""
    lines = ticks(each, instrument)
    lines = lines[lines["kind"].eq("condition")]
    if lines.empty:
        return pd.Series(dtype="float64")
    high = lines["rating"].ge(instrument.good_from)
    wrong = lines.assign(wrong=high & ~lines["met"]).groupby(["item", "rater"])["wrong"].any()
    return wrong.groupby(level="item").sum().astype("float64")


def unmet_conditions(rounds: tuple[Round, ...], instrument: Instrument) -> pd.DataFrame:
    """How many raters see each condition and skill not met.

    Returns
    -------
    DataFrame
        ``wave``, ``item``, ``condition``, ``condition_text``, ``kind``, ``n_asked``,
        ``n_unmet``, ``n_unmet_high`` (of those who call the item in place) and
        ``most_unmet`` (more than half).  Without those of whom nobody was asked.
    """
    found = []
    for each in rounds:
        lines = ticks(each, instrument)
        high = lines["rating"].ge(instrument.good_from)
        lines = lines.assign(unmet=~lines["met"], unmet_high=~lines["met"] & high)
        sums = lines.groupby(["item", "condition", "kind"], sort=False).agg(
            n_asked=("met", "size"), n_unmet=("unmet", "sum"), n_unmet_high=("unmet_high", "sum")
        )
        found.append(sums.reset_index().assign(wave=each.wave))
    table = pd.concat(found, ignore_index=True)
    table["condition_text"] = table["condition"].map(
        {name: line.text for name, line in instrument.ticks.items()}
    )
    table["most_unmet"] = table["n_unmet"].mul(2).gt(table["n_asked"])
    place = {name: number for number, name in enumerate(instrument.ticks)}
    waves = {each.wave: number for number, each in enumerate(rounds)}
    order = pd.DataFrame({"w": table["wave"].map(waves), "c": table["condition"].map(place)})
    table = table.loc[order.sort_values(["w", "c"]).index].reset_index(drop=True)
    counts = ["n_asked", "n_unmet", "n_unmet_high"]
    table[counts] = table[counts].astype("float64")
    return table[["wave", "item", "condition", "condition_text", "kind", *counts, "most_unmet"]]


def ratings_by_area(rounds: tuple[Round, ...], instrument: Instrument) -> pd.DataFrame:
    """Results of each area: of raters who rated half of its items at least.

    A rater's score is the mean of the items rated there; median, mean and share are of these
    scores.  Alpha and reliability are told where an area has items enough
    (:func:`~sectornb.assessment.agreement.reliability`).
    """
    rows = [_area(each, instrument, area) for each in rounds for area in instrument.areas]
    return pd.DataFrame(rows)


def _area(each: Round, instrument: Instrument, area: Area) -> dict[str, object]:
    items = [item.id for item in area.items]
    ratings = each.ratings[items]
    answered = ratings.notna().mean(axis=1)
    kept = ratings[answered.ge(LEAST_ANSWERED)]
    scores = kept.mean(axis=1)
    several = len(items) >= agreement.LEAST_ITEMS
    alpha = agreement.ordinal_alpha(ratings)
    if not several:
        alpha = agreement.Alpha(float("nan"), agreement.FEW_ITEMS, float("nan"), alpha.items)
    joint = agreement.joint_agreement(ratings, instrument.highest)
    measured, which = agreement.reliability(kept)
    return {
        "wave": each.wave,
        "area": area.id,
        "area_title": area.title,
        "n_items": len(items),
        "n_raters": len(kept),
        "median": scores.median(),
        "mean": scores.mean(),
        "share_4_or_5": scores.ge(instrument.good_from).mean() if len(scores) else np.nan,
        "median_of_items": ratings.median().median(),
        "items_answered_share": answered.mean(),
        "alpha_ordinal": alpha.value,
        "alpha_jackknife_se": alpha.jackknife_se,
        "alpha_note": alpha.why_not,
        "agreement_rwg_j": joint[0],
        "agreement_rwg_star": joint[1],
        "reliability": measured,
        "reliability_kind": which,
        "status": "printed" if len(kept) >= FEWEST else "dots" if len(kept) else "nobody_rated",
    }


def panel_by_wave(rounds: tuple[Round, ...], instrument: Instrument) -> pd.DataFrame:
    """Who answered in each wave, and how far the panel agrees over all items."""
    rows = []
    for each in rounds:
        alpha = agreement.ordinal_alpha(each.ratings)
        joint = agreement.joint_agreement(each.ratings, instrument.highest)
        rows.append(
            {
                "wave": each.wave,
                "n_raters": each.raters,
                "n_organizations": each.organizations.nunique(),
                "n_items": len(instrument.items),
                "median_of_items": each.ratings.median().median(),
                "alpha_ordinal": alpha.value,
                "alpha_jackknife_se": alpha.jackknife_se,
                "alpha_note": alpha.why_not,
                "agreement_rwg_j": joint[0],
                "agreement_rwg_star": joint[1],
                "n_naming_initiatives": float(len(_named(each)["rater"].unique())),
                "pairs_sharing_initiative_share": _pairs_sharing(each),
            }
        )
    return pd.DataFrame(rows)


def _named(each: Round) -> pd.DataFrame:
    """The initiatives that raters have in mind, with what spellings have in common."""
    rows = each.answers
    named = rows[rows["item"].eq(OPENING) & rows["answer"].isin(("new", "existing"))]
    named = named[named["reason"].ne("")]
    return named.assign(key=named["reason"].map(initiative_key))


def _pairs_sharing(each: Round) -> float:
    """Share of pairs of raters who have at least one initiative in common; null below a pair."""
    named = _named(each)
    both = pd.crosstab(named["rater"], named["key"]).gt(0).to_numpy(dtype="int64")
    if len(both) < 2:
        return float("nan")
    shared = (both @ both.T) > 0
    return float(shared[np.triu_indices(len(both), 1)].mean())


def initiatives(rounds: tuple[Round, ...]) -> pd.DataFrame:
    """Which visible initiatives raters had in mind, the most named first.

    Returns
    -------
    DataFrame
        ``wave``, ``initiative`` (as most spell it), ``launching`` (somebody calls it new),
        ``n_raters`` and ``naming_share`` (of the raters who named any).
    """
    found = []
    for each in rounds:
        named = _named(each)
        groups = named.groupby("key", sort=True)
        table = pd.DataFrame(
            {
                "initiative": groups["reason"].agg(lambda texts: texts.mode().iloc[0]),
                "launching": groups["answer"].agg(lambda kinds: bool(kinds.eq("new").any())),
                "n_raters": groups["rater"].nunique(),
            }
        )
        table["naming_share"] = table["n_raters"] / max(named["rater"].nunique(), 1)
        table["wave"] = each.wave
        found.append(table.sort_values(["n_raters", "initiative"], ascending=[False, True]))
    table = pd.concat(found, ignore_index=True)
    return table[["wave", "initiative", "launching", "n_raters", "naming_share"]].astype(
        {"launching": "bool", "n_raters": "float64", "naming_share": "float64", "initiative": "str"}
    )


def rating_distribution(rounds: tuple[Round, ...], instrument: Instrument) -> pd.DataFrame:
    """How many raters gave each rating, half ratings apart.

    Returns
    -------
    DataFrame
        ``wave``, ``item``, ``rating``, ``n_raters``; every rating of the scale is there.
    """
    found = []
    for each in rounds:
        values = each.ratings.to_numpy()
        counts = (values[:, :, None] == np.array(instrument.ratings)).sum(axis=0)
        table = pd.DataFrame(counts, index=each.ratings.columns, columns=instrument.ratings)
        long = table.rename_axis("item").reset_index().melt("item", var_name="rating")
        place = {item: number for number, item in enumerate(each.ratings.columns)}
        long = long.sort_values(
            ["item", "rating"], key=lambda c: c.map(place) if c.name == "item" else c
        )
        found.append(long.assign(wave=each.wave))
    table = pd.concat(found, ignore_index=True).rename(columns={"value": "n_raters"})
    return table[["wave", "item", "rating", "n_raters"]].astype(
        {"rating": "float64", "n_raters": "float64"}
    )


def rating_by_organization(rounds: tuple[Round, ...]) -> pd.DataFrame:
    """Median and number of raters of each organization, on each item."""
    found = []
    for each in rounds:
        long = each.ratings.rename_axis(index="rater").reset_index()
        long = long.assign(organization=each.organizations.reindex(long["rater"]).to_numpy())
        long = long.melt(["rater", "organization"], var_name="item", value_name="rating")
        long = long[long["organization"].notna() & long["rating"].notna()]
        place = {item: number for number, item in enumerate(each.ratings.columns)}
        groups = long.groupby(["item", "organization"])["rating"]
        table = groups.agg(n_raters="size", median="median").reset_index()
        table = table.sort_values(
            ["item", "organization"], key=lambda c: c.map(place) if c.name == "item" else c
        )
        found.append(table.assign(wave=each.wave))
    table = pd.concat(found, ignore_index=True)
    return table[["wave", "item", "organization", "n_raters", "median"]].astype(
        {"n_raters": "float64", "median": "float64", "organization": "str", "item": "str"}
    )

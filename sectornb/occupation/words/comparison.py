"""How two reports of workbook 3 differ: industry and its jobs, largest occupations, pay, flags."""

from __future__ import annotations

import pandas as pd

from sectornb.occupation import counts
from sectornb.occupation.words.speaker import in_a_row, lowered
from sectornb.show.sentence import Sentence, sentence
from sectornb.show.sides import Side, Tally

LARGEST, MOST_NAMED = 10, 3
FLAGS = {"in_demand": "in demand", "opportunity": "an opportunity occupation"}
COUNTED = {
    counts.JOBS: "jobs of the industry",
    counts.OPENINGS: "openings a year",
}
WAGE = "${hourly_median_usd:,.2f}"


def changes(before: Side, after: Side, tally: Tally) -> list[Sentence]:
    """What changed between two reports, the clause on the largest occupations first.

    Parameters
    ----------
    before, after : Side
        With ``target_industries``, ``occupation_profile``, ``occupation_wages``,
        ``occupation_flags`` and ``occupation_counts``.
    tally : Tally
        For the number of occupations among the largest that are new, and whose flag differs.
    """
    return [
        _headline(before, after, tally),
        *_industries(before, after),
        *_counts(before, after),
        *_pay(before, after),
        *_flags(before, after, tally),
    ]


def _largest(side: Side) -> pd.DataFrame:
    """The occupations of most jobs in the industry, as far as these are known."""
    return side.tables["occupation_profile"].dropna(subset=["employment"]).head(LARGEST)


def _headline(before: Side, after: Side, tally: Tally) -> Sentence:
    was, now = _largest(before), _largest(after)
    if was.empty or now.empty:
        return Sentence("the largest occupations cannot be compared, as a report names none")
    came = now[~now["soc"].isin(was["soc"])]
    if came.empty and len(was) == len(now):
        return Sentence("the largest occupations are the same")
    counted = f"occupations among the {LARGEST} largest of one report only"
    apart = len(set(was["soc"]) ^ set(now["soc"]))
    return sentence(
        "{apart} occupation is among the {largest} largest of one report only"
        if apart == 1
        else "{apart} occupations are among the {largest} largest of one report only",
        apart=tally.claim(counted, apart),
        largest=tally.claim("largest occupations compared", LARGEST),
    )


def _industries(before: Side, after: Side) -> list[Sentence]:
    """Which industries the jobs are of, where these differ."""
    was, now = (
        in_a_row(
            [
                side.told("target_industries", row, "{name}", name=lowered(row["naics_title"]))
                for _, row in side.tables["target_industries"].iterrows()
            ]
        )
        for side in (before, after)
    )
    if was.text == now.text:
        return []
    return [sentence("The target industries are {now}; before, {was}.", now=now, was=was)]


def _counts(before: Side, after: Side) -> list[Sentence]:
    """Jobs and openings of the whole industry, where they moved by as much as is shown."""
    told = []
    for counted, words in COUNTED.items():
        sides = (before, after)
        if not all(counted in set(side.tables["occupation_counts"]["counted"]) for side in sides):
            continue
        then, now = (
            side.claim(",.0f", "occupation_counts", "count", counted=counted) for side in sides
        )
        if then.text != now.text:
            label = words[:1].upper() + words[1:]
            told.append(sentence(f"{label}: {{now}} (before {{then}}).", now=now, then=then))
    return told


def _pay(before: Side, after: Side) -> list[Sentence]:
    """Median wages of the largest occupations that moved most, as a share."""
    was, now = (
        side.tables["occupation_wages"].dropna(subset=["hourly_median_usd"])
        for side in (before, after)
    )
    both = was.merge(now, on="soc", suffixes=("_before", "_after"))
    both = both[both["soc"].isin(_largest(after)["soc"])]
    ratio = both["hourly_median_usd_after"] / both["hourly_median_usd_before"]
    both = both.assign(far=ratio.sub(1).abs())
    rows = both[both["far"].ge(0.005)].sort_values("far", ascending=False, kind="stable")
    if rows.empty:
        return []
    parts = []
    for row in rows.head(MOST_NAMED).to_dict("records"):
        key = {"soc": row["soc"]}
        then, since = (side.told("occupation_wages", key, WAGE) for side in (before, after))
        name = lowered(row["occupation_title_after"])
        parts.append(sentence("{name} {since} (before {then})", name=name, since=since, then=then))
    return [sentence("Median hourly pay, in dollars of its year: {parts}.", parts=in_a_row(parts))]


def _flags(before: Side, after: Side, tally: Tally) -> list[Sentence]:
    """How many occupations of both reports got or lost a flag."""
    was, now = (side.tables["occupation_flags"] for side in (before, after))
    both = was.merge(now, on="soc", suffixes=("_before", "_after"))
    told = []
    for flag, words in FLAGS.items():
        had, has = both[f"{flag}_before"], both[f"{flag}_after"]
        known = had.notna() & has.notna()
        moved = both[known & had.ne(has)]
        if moved.empty:
            continue
        names = [Sentence(lowered(name)) for name in moved["occupation_title_after"]]
        named = in_a_row([*names[:MOST_NAMED], *[Sentence("others")] * (len(names) > MOST_NAMED)])
        told.append(
            sentence(
                f"{{count}} of the occupations in both reports came to be or ceased to be {words}: "
                "{named}.",
                count=tally.claim(f"occupations whose flag differs ({words})", len(moved)),
                named=named,
            )
        )
    return told

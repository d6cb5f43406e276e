"""What two rankings rest on: how many are ranked, over how many years; which sectors lead."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sectornb.show.sentence import Claim, Sentence, joined, sentence
from sectornb.show.sides import Side


def other_basis(before: Side, after: Side) -> list[Sentence]:
    """How many industries have a score, and how long past growth ran, where these differ."""
    told = []
    then, now = (_count(side, "scored") for side in (before, after))
    if then and now and then.text != now.text:
        told.append(
            sentence(
                "{now} industries have a score now and {then} before, so that each rank is among "
                "others.",
                now=now,
                then=then,
            )
        )
    then, now = (_growth_years(side) for side in (before, after))
    if then and now and then.text != now.text:
        told.append(
            sentence(
                "Past growth is over {now} now and was over {then}, so that a rank by it may move "
                "for that alone.",
                now=_years(now),
                then=_years(then),
            )
        )
    return told


def leading_sectors(before: Side, after: Side) -> list[Sentence]:
    """Which sectors lead that did not, and which no longer do, with their shares."""
    if any("sector_ranking" not in side.tables for side in (before, after)):
        return []
    sides = (before, after)
    rows: list[Any] = [side.tables["sector_ranking"].set_index("naics") for side in sides]
    was, now = ([code for code in row.index if row.at[code, "leads"]] for row in rows)
    parts = []
    for how, codes in (
        ("newly ", [code for code in now if code not in was]),
        ("no longer ", [code for code in was if code not in now]),
    ):
        sectors = [_sector(str(code), before, after, rows) for code in codes]
        if sectors:
            parts.append(Sentence(how) + joined("; ", sectors))
    return [Sentence("Sectors that lead: ") + joined("; ", parts) + "."] if parts else []


def _sector(code: str, before: Side, after: Side, rows: list[Any]) -> Sentence:
    seen = after if code in rows[1].index else before
    name = seen.told("sector_ranking", {"naics": code}, "{naics_title}")
    if any(code not in row.index or pd.isna(row.at[code, "leads_share"]) for row in rows):
        return name
    shares = [
        side.told("sector_ranking", {"naics": code}, "{leads_share:.1%}")
        for side in (before, after)
    ]
    return sentence(
        "{name} ({then}, now {now} of trial tables)", name=name, then=shares[0], now=shares[1]
    )


def _years(claim: Claim) -> Sentence:
    return sentence(f"{{count}} {'year' if claim.text == '1' else 'years'}", count=claim)


def _count(side: Side, what: str) -> Claim | None:
    counts = side.tables.get("industry_counts")
    if counts is None or not counts["counted"].eq(what).any():
        return None
    return side.claim(",.0f", "industry_counts", "count", counted=what)


def _growth_years(side: Side) -> Claim | None:
    factors = side.tables.get("industry_factors")
    if factors is None or factors["growth_years"].isna().all():
        return None
    code = factors.loc[factors["growth_years"].notna(), "naics"].iloc[0]
    return side.claim(".0f", "industry_factors", "growth_years", naics=str(code))

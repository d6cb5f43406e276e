"""Claims that several sentences of workbook 2 share: counts of industries, the two years."""

from __future__ import annotations

from sectornb.show.sentence import Claim, Speaker


def count_of(speaker: Speaker, what: str) -> Claim:
    """A claim on one count of industries."""
    return speaker.claim("{:,.0f}", "industry_counts", "count", counted=what)


def number(speaker: Speaker, what: str) -> float:
    """The count itself; 0 where nothing of the kind was counted."""
    table = speaker.tables["industry_counts"].set_index("counted")["count"]
    return float(table.get(what, 0.0))


def year_claims(speaker: Speaker, ownership: str) -> dict[str, Claim]:
    """``base`` and ``latest`` year, read from the region's totals."""
    owner = "5" if ownership == "private" else "0"
    years = sorted(set(speaker.tables["region_totals"]["year"].astype(str)))
    return {
        name: speaker.claim("{}", "region_totals", "year", own_code=owner, year=year)
        for name, year in (("base", years[0]), ("latest", years[-1]))
    }

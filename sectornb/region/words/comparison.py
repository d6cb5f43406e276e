"""How two reports of workbook 1 differ: whether it is one labor market, and who belongs to it."""

from __future__ import annotations

from typing import Any

from sectornb.region.containment import ranked_additions
from sectornb.region.words.verdict import in_words
from sectornb.show.sentence import Sentence, joined, listed, sentence
from sectornb.show.sides import Side, Tally

MOST_NAMED = 3
SHARES = {
    "supply_side": "of the jobs that residents hold, {now} are in the region (before {then})",
    "demand_side": "of the jobs in the region, residents hold {now} (before {then})",
}


def changes(before: Side, after: Side, tally: Tally) -> list[Sentence]:
    """What changed between two reports, the clause on the verdict first.

    Parameters
    ----------
    before, after : Side
        With ``containment`` and ``delineations``, and for the words of the page
        ``region_counts``, which reports of earlier versions do not have.
    tally : Tally
        For the number of counties that came to or left the zones.
    """
    zones = [_zones(side) for side in (before, after)]
    moved = sorted(
        {
            county
            for method in {*zones[0], *zones[1]}
            for county in zones[0].get(method, set()) ^ zones[1].get(method, set())
        }
    )
    return [
        _headline(before, after, moved, tally),
        *_shares(before, after),
        *_members(before, after, zones, tally),
        *_next(before, after),
    ]


def _region(side: Side) -> Any:
    table = side.tables["containment"]
    return table[table["change"].eq("region")].iloc[0]


def _zones(side: Side) -> dict[str, set[str]]:
    """The counties of the region's zone, by method."""
    table = side.tables["delineations"]
    return {
        str(method): set(rows.loc[rows["with_region"].astype(bool), "area_fips"])
        for method, rows in table.groupby("method", sort=False)
    }


def _headline(before: Side, after: Side, moved: list[str], tally: Tally) -> Sentence:
    # Reports of earlier versions lack what the words of the page rest on.
    worded = all("region_counts" in side.tables for side in (before, after))
    was, now = (_verdict(side) if worded else _shortly(side) for side in (before, after))
    told = "as before, {now}" if was.text == now.text else "{now} (before: {was})"
    if not moved:
        return sentence(f"{told}; the same counties are in the region's zones", now=now, was=was)
    noun = "county" if len(moved) == 1 else "counties"
    return sentence(
        f"{told}; {{count}} {noun} came to or left the region's zones",
        now=now,
        was=was,
        count=tally.claim("counties that came to or left a zone of the region", len(moved)),
    )


def _verdict(side: Side) -> Sentence:
    """What the page says first, as a clause."""
    if side.certainty == "open":
        return Sentence("whether your counties hold together cannot be told")
    said = in_words(side)
    return Sentence(said.text[:1].lower() + said.text[1:], said.claims)


def _shortly(side: Side) -> Sentence:
    valid = bool(_region(side)["validity"] >= 1)
    return Sentence(
        "enough people live and work in the region"
        if valid
        else "too few people both live and work in the region"
    )


def _shares(before: Side, after: Side) -> list[Sentence]:
    """Both containments, where they moved by as much as is shown."""
    rows = [_region(side) for side in (before, after)]
    parts = []
    for column, template in SHARES.items():
        then, now = (
            side.told("containment", row, f"{{{column}:.1%}}")
            for side, row in zip((before, after), rows, strict=True)
        )
        if then.text != now.text:
            parts.append(sentence(template, now=now, then=then))
    if not parts:
        return []
    told = joined("; ", parts) + "."
    return [Sentence(told.text[:1].upper() + told.text[1:], told.claims)]


def _members(
    before: Side, after: Side, zones: list[dict[str, set[str]]], tally: Tally
) -> list[Sentence]:
    """Which counties came to or left the region's zone, by method."""
    said = []
    for method in zones[1]:
        was, now = zones[0].get(method), zones[1][method]
        if was is None or was == now:
            continue
        parts = [
            _group(how, codes, f"{how} the zone by {method}", tally, after, before)
            for how, codes in (("came to", sorted(now - was)), ("left", sorted(was - now)))
            if codes
        ]
        said.append(joined(";", [Sentence(f"By {method}") + parts[0], *parts[1:]]) + ".")
    return said


def _group(how: str, codes: list[str], counted: str, tally: Tally, *sides: Side) -> Sentence:
    """How many counties moved, and the names of a few."""
    names = [Sentence(_county(code, *sides)) for code in codes[:MOST_NAMED]]
    named = listed([*names, *[Sentence("others")] * (len(codes) > MOST_NAMED)])
    return sentence(
        f" {{count}} {'county' if len(codes) == 1 else 'counties'} {how} the region's zone: "
        "{named}",
        count=tally.claim(f"counties that {counted}", len(codes)),
        named=named,
    )


def _county(code: str, *sides: Side) -> str:
    for side in sides:
        table = side.tables["delineations"]
        names = table.loc[table["area_fips"].eq(code), "county_name"].dropna()
        if len(names):
            return str(names.iloc[0]).partition(",")[0]
    return code


def _next(before: Side, after: Side) -> list[Sentence]:
    """Which county outside would add most, where that changed."""
    best = [ranked_additions(side.tables["containment"]) for side in (before, after)]
    if any(rows.empty for rows in best) or (
        best[0]["area_fips"].iloc[0] == best[1]["area_fips"].iloc[0]
    ):
        return []
    then, now = (
        side.told(
            "containment",
            rows.iloc[0],
            "{county_name} ({smaller_side_gain_pp:.1f} percentage points)",
        )
        for side, rows in zip((before, after), best, strict=True)
    )
    template = "The county that would add most to the smaller share is {now}; before, {then}."
    return [sentence(template, now=now, then=then)]

"""How two reports of workbook 2 differ: the short list first, with reasons that are computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sectornb.codes import naics_edition, naics_titles, short_titles
from sectornb.industry.acceptability import STEP
from sectornb.industry.factors import FACTORS
from sectornb.industry.words.basis import leading_sectors, other_basis
from sectornb.industry.words.speaker import in_a_row
from sectornb.show.sentence import Claim, Sentence, joined, sentence
from sectornb.show.sides import BEFORE, Side, Tally

RANKING = "industry_ranking"


def changes(before: Side, after: Side, tally: Tally) -> list[Sentence]:
    """What changed between two reports, the clause on the short list first.

    Of an industry that came or left the reason is what changed its score most, by its saved
    ranks and the weights chosen; no cause beyond that is given.

    Parameters
    ----------
    before, after : Side
        With ``industry_ranking`` and ``region_totals``.
    tally : Tally
        For the number of places that changed.
    """
    if before.settings.naics_digits != after.settings.naics_digits:
        told = "the industries are of another detail, so that the short lists cannot be compared"
        return [Sentence(told), *_jobs(before, after, tally)]
    old, new = (_Listing(side, tally) for side in (before, after))
    came = [code for code in new.listed if code not in old.listed]
    left = [code for code in old.listed if code not in new.listed]
    return [
        _headline(old, new, came, left, tally),
        *leading_sectors(before, after),
        *_moved("left", left, old, new),
        *_moved("came onto", came, old, new),
        *other_basis(before, after),
        *_first(old, new),
        *_badges(old, new),
        *_jobs(before, after, tally),
        *_editions(old, new, tally),
    ]


class _Listing:
    """The ranking of one report by code: who is listed, and what each place is made of."""

    def __init__(self, side: Side, tally: Tally) -> None:
        self.side, self.settings, self._tally = side, side.settings, tally
        self.rows: Any = side.tables[RANKING].set_index("naics")
        self.listed = list(self.rows.index[self.rows["shortlisted"].astype(bool)])
        self.length = int(side.settings.shortlist)
        ranked = [name for name in FACTORS if self.rows[f"rank_{name}"].notna().any()]
        weights = side.settings.weights.model_dump()
        whole = sum(weights[name] for name in ranked)
        self.weights = {name: weights[name] / whole if whole else 0.0 for name in ranked}

    @property
    def drawn(self) -> bool:
        """Whether trial tables say who is listed how often."""
        return bool(self.rows["shortlist_share"].notna().any())

    @property
    def by_trial_tables(self) -> bool:
        """Whether nobody off the list is listed by more trial tables than one on it."""
        shares = self.rows["shortlist_share"].fillna(0.0)
        others = shares.drop(index=self.listed)
        return others.empty or bool(others.max() <= shares[self.listed].min() + STEP)

    def told(self, code: str, template: str) -> Sentence:
        """A sentence on an industry's row; ranks are whole, or halves where two share one.

        Behind a rank stands among how many it is.
        """
        row, among = self.rows.loc[code], dict[str, Claim]()
        for column in ("rank", *(f"rank_{name}" for name in FACTORS)):
            if f"{{{column}}}" in template:
                digits = 0 if pd.isna(row[column]) else int(row[column] % 1 > 0)
                shown = f"{{{column}:.{digits}f}} of {{all_{column}}}"
                template = template.replace(f"{{{column}}}", shown)
                among[f"all_{column}"] = self._among(column)
        return self.side.told(RANKING, {"naics": code}, template, **among)

    def _among(self, column: str) -> Claim:
        """How many industries have a rank."""
        factor = FACTORS.get(column.removeprefix("rank_"))
        by = factor.label if factor else "score"
        when = "before" if self.side.side == BEFORE else "now"
        ranked = int(self.rows[column].notna().sum())
        return self._tally.claim(f"industries ranked by {by} {when}", ranked)


def _name(code: str, *of: _Listing) -> str:
    """The short name of an industry within a sentence."""
    for listing in of:
        if code in listing.rows.index:
            names = short_titles(listing.settings.latest_year)
            return (names.get(code) or str(listing.rows.at[code, "naics_title"])).lower()
    return code


def _headline(
    old: _Listing, new: _Listing, came: Sequence[str], left: Sequence[str], tally: Tally
) -> Sentence:
    if not came and not left:
        return Sentence("the short list names the same industries")
    if old.length != new.length:
        return sentence(
            "the short list has another length: {came} came onto it and {left} left it",
            came=tally.claim("industries that came onto the short list", len(came)),
            left=tally.claim("industries that left the short list", len(left)),
        )
    places = max(len(came), len(left))
    noun = "place" if new.length == 1 else "places"
    return sentence(
        f"the short list changed in {{places}} of {{length}} {noun}",
        places=tally.claim("places of the short list that changed", places),
        length=new.side.claim(
            ",.0f", "industry_counts", "count", counted="length of the short list"
        ),
    )


def _moved(how: str, codes: Sequence[str], old: _Listing, new: _Listing) -> list[Sentence]:
    """Who left or came onto the list, with the reasons."""
    leaves = how == "left"
    on, off = (old, new) if leaves else (new, old)
    told = [(_name(code, on, off), _why(code, on, off, leaves)) for code in codes]
    if len(told) == 1:
        name, why = told[0]
        return [sentence(f"{name[:1].upper()}{name[1:]} {how} the short list: {{why}}.", why=why)]
    if not told:
        return []
    each = [Sentence(f"{name}: ") + why for name, why in told]
    return [_joined(f"{how.capitalize()} the short list: ", each)]


def _joined(start: str, parts: Sequence[Sentence]) -> Sentence:
    told = Sentence(start)
    for place, part in enumerate(parts):
        told = told + ("; " if place else "") + part
    return told + "."


def _why(code: str, on: _Listing, off: _Listing, leaves: bool) -> Sentence:
    """Why an industry is on the list of one report and off that of the other."""
    if code not in off.rows.index:
        return _absent(code, on, off, leaves)
    there, gone = on.rows.loc[code], off.rows.loc[code]
    if pd.isna(gone["score"]):
        why = "it has no score any more" if leaves else "it had no score before"
        if not isinstance(gone["unscored_because"], str):
            return Sentence(why)
        return off.told(code, why + " ({unscored_because})")
    if not (on.by_trial_tables and off.by_trial_tables) and on.drawn and off.drawn:
        return Sentence("the two reports choose their lists by different rules")
    if off.length < on.length and gone["rank"] <= on.length:
        return Sentence("the list is shorter" if leaves else "the list is longer")
    moved = gone["score"] > there["score"] and gone["rank"] > there["rank"]
    if gone["rank"] <= off.length or there["rank"] > on.length:
        # Its place does not tell it: it had the place of a listed one, or took no such place.
        listed_by = _by_trial_tables(code, on, off, leaves)
        if gone["rank"] == there["rank"]:
            return listed_by
        places = _from_to("{rank}", code, on, off, leaves)
        return sentence("{why}; by score place {places}", why=listed_by, places=places)
    places = _from_to("{rank}", code, on, off, leaves)
    if not moved:
        others = "others passed it" if leaves else "others fell behind it"
        return sentence(
            f"its score is no {'worse' if leaves else 'better'}, and {others} (place {{places}})",
            places=places,
        )
    return sentence(
        "{reason} (place {places})", reason=_reason(code, on, off, leaves), places=places
    )


def _absent(code: str, on: _Listing, off: _Listing, leaves: bool) -> Sentence:
    if code not in naics_titles(off.settings.latest_year):
        totals = off.side.tables["region_totals"].sort_values("year")
        year = off.side.told("region_totals", totals.iloc[-1], "{year}")
        return sentence("the industry codes of {year} do not have it", year=year)
    when = "any more" if leaves else "before"
    return Sentence(f"the region {'does' if leaves else 'did'} not have it {when}")


def _by_trial_tables(code: str, on: _Listing, off: _Listing, leaves: bool) -> Sentence:
    """The list holds whom trial tables list most often, which ranks alone do not tell."""
    if on.drawn != off.drawn:
        return Sentence("trial tables choose the list of one report, ranks that of the other")
    if not on.drawn:
        return Sentence("it shares the last place of the list with others")
    shares = [listing.rows.at[code, "shortlist_share"] for listing in (on, off)]
    if not shares[0] > shares[1]:
        others = f"trial tables {'list' if leaves else 'listed'} others more often"
        if shares[1] >= off.rows.loc[off.listed, "shortlist_share"].min():
            others = "among those listed about as often, others rank before it"
        return Sentence(others)
    share = _from_to("{shortlist_share:.1%}", code, on, off, leaves)
    often = "less" if leaves else "more"
    return sentence(f"trial tables list it {often} often ({{share}} of them)", share=share)


def _from_to(gap: str, code: str, on: _Listing, off: _Listing, leaves: bool) -> Sentence:
    """What stands in a column before and after."""
    before, after = (on, off) if leaves else (off, on)
    return sentence("{a}, now {b}", a=before.told(code, gap), b=after.told(code, gap))


def _reason(code: str, on: _Listing, off: _Listing, leaves: bool) -> Sentence:
    """What changed the score most: the rank on a factor, or what a factor weighs."""
    old, new = (on, off) if leaves else (off, on)
    was, now = old.rows.loc[code], new.rows.loc[code]
    parts: dict[tuple[str, str], float] = {}
    for factor in dict.fromkeys([*old.weights, *new.weights]):
        first, then = was[f"rank_{factor}"], now[f"rank_{factor}"]
        light, heavy = old.weights.get(factor, 0.0), new.weights.get(factor, 0.0)
        if pd.notna(first) and pd.notna(then):
            parts["rank", factor] = heavy * (then - first)
        # What weighs more pulls the score toward its rank, away from the score as it was.
        standing = then if pd.isna(first) else first
        if pd.notna(standing):
            parts["weight", factor] = (heavy - light) * (standing - was["score"])
    kind, factor = (max if leaves else min)(parts, key=lambda part: parts[part])
    label, column = FACTORS[factor].label, f"rank_{factor}"
    if kind == "rank":
        return sentence(
            f"its rank by {label} {'fell' if leaves else 'rose'} from {{first}} to {{then}}",
            first=old.told(code, f"{{{column}}}"),
            then=new.told(code, f"{{{column}}}"),
        )
    more = new.weights.get(factor, 0.0) > old.weights.get(factor, 0.0)
    seen = new if pd.notna(now[column]) else old
    return sentence(
        f"{label}, by which it ranks {{rank}}, weighs {'more' if more else 'less'} now",
        rank=seen.told(code, f"{{{column}}}"),
    )


def _editions(old: _Listing, new: _Listing, tally: Tally) -> list[Sentence]:
    """How many codes only one report has, where their years are of two editions."""
    if naics_edition(old.settings.latest_year) == naics_edition(new.settings.latest_year):
        return []
    gone = len(old.rows.index.difference(new.rows.index))
    come = len(new.rows.index.difference(old.rows.index))
    return [
        sentence(
            "The industry codes are of another edition, so that ranks are among others (codes in "
            "the report before alone: {gone}; in this one alone: {come}).",
            gone=tally.claim("industry codes in the report before alone", gone),
            come=tally.claim("industry codes in this report alone", come),
        )
    ]


def _first(old: _Listing, new: _Listing) -> list[Sentence]:
    """Who comes first now, and where the two stand in the other report."""
    was, now = (listing.rows.index[listing.rows["score"].notna()] for listing in (old, new))
    if was.empty or now.empty or was[0] == now[0]:
        return []
    told = _standing(now[0], old, "place {rank} before", "without a place before")
    fell = _standing(was[0], new, "now place {rank}", "now without a place")
    return [
        sentence(
            f"First by score is {_name(now[0], new)} ({{told}}), no longer {_name(was[0], old)} "
            "({fell}).",
            told=told,
            fell=fell,
        )
    ]


def _standing(code: str, listing: _Listing, form: str, otherwise: str) -> Sentence:
    if code in listing.rows.index and pd.notna(listing.rows.at[code, "rank"]):
        return listing.told(code, form)
    return Sentence(otherwise)


def _badges(old: _Listing, new: _Listing) -> list[Sentence]:
    """Who became certain or at least likely to be on the list, and who no longer is."""
    said = []
    for head, badges in (("Certain", ["certain"]), ("Certain or likely", ["certain", "likely"])):
        was, now = (set(side.rows.index[side.rows["badge"].isin(badges)]) for side in (old, new))
        groups = (("newly", now - was), ("no longer", was - now))
        parts = [
            Sentence(f"{how} ") + in_a_row([_rated(code, old, new) for code in sorted(codes)])
            for how, codes in groups
            if codes
        ]
        if parts:
            said.append(Sentence(f"{head} to be on the list: ") + joined("; ", parts) + ".")
    return said


def _rated(code: str, old: _Listing, new: _Listing) -> Sentence:
    """An industry with its share of trial tables, where it is on both lists."""
    name = Sentence(_name(code, new, old))
    if not (code in old.listed and code in new.listed and old.drawn and new.drawn):
        return name
    share = _from_to("{shortlist_share:.1%}", code, old, new, True)
    return sentence("{name} (on both lists: {share} of trial tables)", name=name, share=share)


def _jobs(before: Side, after: Side, tally: Tally) -> list[Sentence]:
    """The region's jobs of the latest year, where they differ."""
    private = all(side.settings.ownership == "private" for side in (before, after))
    latest = []
    for side in (before, after):
        totals = side.tables["region_totals"]
        own = totals[totals["own_code"].eq("5" if private else "0")].sort_values("year")
        if own.empty or pd.isna(own["employment"].iloc[-1]):
            return []
        latest.append(own.iloc[-1])
    if list(latest[0][["year", "employment"]]) == list(latest[1][["year", "employment"]]):
        return []
    kind = "private jobs" if private else "covered jobs"
    change = round(float(latest[1]["employment"]) - float(latest[0]["employment"]))
    more = "more" if change >= 0 else "fewer"
    same_place = {*before.settings.counties} == {*after.settings.counties}
    return [
        sentence(
            "The region has {now}; the report before has {then}: {change} "
            f"{more}{'' if same_place else ', and not of the same counties'}.",
            now=after.told("region_totals", latest[1], f"{{employment:,.0f}} {kind} in {{year}}"),
            then=before.told("region_totals", latest[0], "{employment:,.0f} in {year}"),
            change=tally.claim(f"{kind} {more} than in the report before", abs(change)),
        )
    ]

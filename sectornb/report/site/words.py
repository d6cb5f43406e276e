"""What the overview says: how many regions, what is weakest among them, where help could come from.

Every number is a claim on a table of the overview.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from sectornb.report.site.tables import (
    COMPONENT,
    ELEMENT,
    HERE,
    IN_PLACE,
    NOT_TOLD,
    OUTSIDE,
    ordered,
    site_dictionary,
)
from sectornb.show.sentence import Claim, Sentence, Speaker, listed, sentence

REPORTS, REGIONS = "reports", "regions that are compared"
NOT_COMPARED = "reports that are not compared"
LACKED, HELPED = (
    "components missing in a region",
    "of these, components another region has in place",
)
NOBODY_HAS = "components missing in a region that no region has in place"
PLACES, NOT_TOLD_PLACES = "elements of all regions", "of these, elements not told"
MUTUAL = "pairs of regions that could help each other"
_NAMED = 3


def site_counts(tables: Mapping[str, pd.DataFrame], reports: int) -> pd.DataFrame:
    """Counts that the sentences speak of; the table ``site_counts``."""
    parts, elements = tables["parts_across_regions"], tables["elements_by_region"]
    own = parts[parts["rated_kind"].eq(COMPONENT)]
    regions = elements["report"].nunique()
    counts = [
        (REPORTS, reports, "reports"),
        (REGIONS, regions, "regions"),
        (NOT_COMPARED, reports - regions, "reports"),
        (LACKED, own["n_missing"].gt(0).sum(), "components"),
        (HELPED, own["help_from"].eq(HERE).sum(), "components"),
        (NOBODY_HAS, own["help_from"].eq(OUTSIDE).sum(), "components"),
        (PLACES, len(elements), "elements"),
        (NOT_TOLD_PLACES, elements["level"].eq(NOT_TOLD).sum(), "elements"),
        (MUTUAL, len(tables["pairs_of_regions"]), "pairs"),
    ]
    return ordered("site_counts", pd.DataFrame(counts, columns=["counted", "count", "unit"]))


class SiteSpeaker(Speaker):
    """Says what the tables of an overview hold.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Those of the overview.
    beyond : str
        Where to look for help that no region here can give.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], beyond: str) -> None:
        super().__init__(tables, site_dictionary().keys_of("site"))
        self.beyond = beyond

    def counted(self, what: str) -> Claim:
        """How many of `what` there are."""
        return self.claim(",.0f", "site_counts", "count", counted=what)

    def how_many(self, what: str, one: str, many: str) -> Sentence:
        """The same with its noun."""
        return self.number(one, many, "site_counts", "count", counted=what)

    def count(self, what: str) -> int:
        """The same as a number."""
        return int(self.value("site_counts", {"counted": what}, "count"))

    @cached_property
    def elements(self) -> pd.DataFrame:
        """The elements across regions."""
        parts = self.tables["parts_across_regions"]
        return parts[parts["rated_kind"].eq(ELEMENT)]

    @cached_property
    def weakest(self) -> pd.DataFrame:
        """The element missing in most regions, of several the one in place in fewest; ties all."""
        told = self.elements[self.elements["n_not_told"].lt(self.elements["n_regions"])]
        ranks = told.sort_values(["n_missing", "n_in_place"], ascending=[False, True])
        if ranks.empty:
            return ranks
        first = ranks.iloc[0]
        return told[
            told["n_missing"].eq(first["n_missing"]) & told["n_in_place"].eq(first["n_in_place"])
        ]

    def named(self, part: pd.Series) -> Sentence:
        """An element or component by its title, in quotes."""
        return self.told("parts_across_regions", part, "“{rated_title}”")

    def in_regions(self, part: pd.Series, column: str) -> Sentence:
        """In how many regions: ``1 region``, ``3 regions``."""
        key = {name: str(part[name]) for name in ("rated_kind", "rated")}
        return self.number("region", "regions", "parts_across_regions", column, **key)

    def regions_with(self, part: pd.Series, level: str) -> Sentence:
        """The regions where an element stands at a level, by name: ``A, B and 3 more``."""
        rows = self.tables["elements_by_region"]
        rows = rows[rows["area"].eq(part["rated"]) & rows["level"].eq(level)]
        named = [
            self.told("elements_by_region", row, "{region_title}")
            for _, row in rows.head(_NAMED).iterrows()
        ]
        if len(rows) <= _NAMED:
            return listed(named)
        return listed([*named, Sentence("others")])


def answer(speaker: SiteSpeaker) -> Sentence:
    """How many regions are compared, what is weakest among them, and where help could come from.

    Says in its own words where there is nothing to compare.
    """
    regions = speaker.count(REGIONS)
    reports = speaker.how_many(REPORTS, "report", "reports")
    if regions == 0:
        return sentence(
            "{reports}, and no region among them used the regional planning tool in a way that "
            "can be compared.",
            reports=reports,
        )
    if regions == 1:
        return sentence(
            "{reports}, and {one} used the regional planning tool: there is nothing to compare "
            "yet.",
            reports=reports,
            one=speaker.how_many(REGIONS, "region", "regions"),
        )
    compared = speaker.how_many(REGIONS, "region", "regions")
    weakest = speaker.weakest
    if weakest.empty:
        return sentence(
            "{compared} used the regional planning tool, and so few people answered in each that "
            "nothing can be told of them.",
            compared=compared,
        )
    first = weakest.iloc[0]
    names = listed([speaker.named(row) for _, row in weakest.iterrows()])
    are = "is" if len(weakest) == 1 else "are"
    if first["n_missing"] == 0:
        return sentence(
            "No element is missing in any of the {compared}; least in place {are} {names}, "
            "{where}.",
            compared=compared, are=are, names=names, where=_in_place(speaker, weakest),
        )  # fmt: skip
    return sentence(
        "{compared} used the regional planning tool: weakest among them {are} {names}, missing in "
        "{missing}; {help}.",
        compared=compared,
        are=are,
        names=names,
        missing=speaker.in_regions(first, "n_missing") + (" each" if len(weakest) > 1 else ""),
        help=_help(speaker, weakest),
    )


def _in_place(speaker: SiteSpeaker, weakest: pd.DataFrame) -> Sentence:
    first = weakest.iloc[0]
    if first["n_in_place"] == 0:
        return Sentence("in place in none")
    each = " each" if len(weakest) > 1 else ""
    return sentence("in place in {n}", n=speaker.in_regions(first, "n_in_place")) + each


def _help(speaker: SiteSpeaker, weakest: pd.DataFrame) -> Sentence:
    """Who has it in place, or that nobody here does."""
    first = weakest.iloc[0]
    if first["n_in_place"] == 0:
        return Sentence(f"none of them is known to have it in place: look {speaker.beyond}")
    if len(weakest) > 1:
        return sentence(
            "{n} each could help", n=speaker.in_regions(first, "n_in_place")
        )  # fmt: skip
    could = "has it in place and could help"
    could = could if first["n_in_place"] == 1 else "have it in place and could help"
    return sentence("{who} {could}", who=speaker.regions_with(first, IN_PLACE), could=could)


def findings(speaker: SiteSpeaker) -> list[Sentence]:
    """At most five sentences: strength, help here, help outside, who both gain, what is not told.

    None where fewer than two regions are compared.
    """
    if speaker.count(REGIONS) < 2 or speaker.weakest.empty:
        return []
    told = [
        _strongest(speaker),
        _components(speaker),
        _nobody(speaker),
        _both_ways(speaker),
        _not_told(speaker),
    ]
    return [each for each in told if each.text]


def _strongest(speaker: SiteSpeaker) -> Sentence:
    most = speaker.elements["n_in_place"].max()
    if not most:
        return Sentence("No region is known to have a whole element in place.")
    best = speaker.elements[speaker.elements["n_in_place"].eq(most)]
    names = listed([speaker.named(row) for _, row in best.iterrows()])
    where = speaker.in_regions(best.iloc[0], "n_in_place")
    if best["rated"].tolist() == speaker.weakest["rated"].tolist() and len(best) == 1:
        return sentence(
            "The same element is in place in {where}, more than any other: here regions can learn "
            "most from each other.",
            where=where,
        )
    if len(best) > _NAMED:
        return sentence("No element is in place in more than {where}.", where=where)
    return sentence(
        "Most widely in place {are} {names}: in {where}{each}.",
        are="is" if len(best) == 1 else "are",
        names=names,
        where=where,
        each="" if len(best) == 1 else " each",
    )


def _components(speaker: SiteSpeaker) -> Sentence:
    if not speaker.count(LACKED):
        return Sentence("No component is known to be missing in any region.")
    lacked = speaker.how_many(LACKED, "component is missing", "components are missing")
    if not speaker.count(HELPED):
        return sentence("{lacked} in some region, and no other region has any of them in place.",
                        lacked=lacked)  # fmt: skip
    if speaker.count(HELPED) == speaker.count(LACKED):
        return sentence(
            "{lacked} in some region, and each of them another region has in place and could show.",
            lacked=lacked,
        )
    return sentence(
        "{lacked} in some region; {helped} of them another region has in place and could show.",
        lacked=lacked,
        helped=speaker.counted(HELPED),
    )


def _nobody(speaker: SiteSpeaker) -> Sentence:
    parts = speaker.tables["parts_across_regions"]
    lone = parts[parts["rated_kind"].eq(COMPONENT) & parts["help_from"].eq(OUTSIDE)]
    if lone.empty:
        return Sentence("")
    lone = lone.sort_values("n_missing", ascending=False, kind="stable")
    names = [speaker.named(row) for _, row in lone.head(_NAMED).iterrows()]
    if len(lone) <= _NAMED:
        return sentence(
            "Nobody here is known to have {names} in place: look {beyond}.",
            names=listed(names, "or"),
            beyond=speaker.beyond,
        )
    return sentence(
        "Of {n} components that are missing somewhere, nobody here is known to have any in place: "
        "look {beyond}. First come {names}.",
        n=speaker.counted(NOBODY_HAS),
        beyond=speaker.beyond,
        names=listed(names),
    )


def _both_ways(speaker: SiteSpeaker) -> Sentence:
    pairs = speaker.tables["pairs_of_regions"]
    if pairs.empty:
        return Sentence("No two regions are known to have what the other misses.")
    told = speaker.told(
        "pairs_of_regions",
        pairs.iloc[0],
        "{region_title} and {other_title} could help each other: the first could learn "
        "{n_learned:,.0f} and show {n_taught:,.0f} of the components",
    )
    if len(pairs) == 1:
        return told + "."
    rest = sentence("; {n} pairs could help each other in all.", n=speaker.counted(MUTUAL))
    return told + rest


def _not_told(speaker: SiteSpeaker) -> Sentence:
    parts = []
    if speaker.count(NOT_TOLD_PLACES):
        parts.append(
            sentence(
                "{n} of {all} elements of the regions are not told, since too few people answered "
                "or figures are held back",
                n=speaker.counted(NOT_TOLD_PLACES),
                all=speaker.counted(PLACES),
            )
        )
    if speaker.count(NOT_COMPARED):
        told = speaker.how_many(NOT_COMPARED, "report is", "reports are")
        parts.append(sentence("{told} not compared; the reasons stand below", told=told))
    if not parts:
        return Sentence("Every element of every region is told, and every report is compared.")
    return sentence("{said}.", said=_capital(listed(parts)))


def _capital(said: Sentence) -> Sentence:
    return Sentence(said.text[:1].upper() + said.text[1:], said.claims)

"""What the industry tables say, in sentences whose every number stands in a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sectornb.industry import counts
from sectornb.industry.acceptability import MORE_LIKELY
from sectornb.industry.diagnostics import PANDEMIC_YEARS
from sectornb.industry.leaders import growth_leaders, share_leaders
from sectornb.industry.requests import worth_asking
from sectornb.industry.words.beside import asked_for, taken_whole
from sectornb.industry.words.left_out import left_out
from sectornb.industry.words.on_paper import recoded
from sectornb.industry.words.overview import sectors_first
from sectornb.industry.words.speaker import IndustrySpeaker, in_a_row
from sectornb.industry.words.weighed import any_weights, ranked_by, with_weights
from sectornb.show.sentence import Findings, Sentence, joined, listed, sentence

LEADERS = 3
MOST_NAMED = 5
MOST_IN_A_ROW = 8
"""How many that may be first are all named; of more, as many as may be said to follow."""


def industry_findings(speaker: IndustrySpeaker) -> Findings:
    """What a board should know from workbook 2, the last on what is left out.

    Parameters
    ----------
    speaker : IndustrySpeaker
        Of ``region_totals``, ``industry_factors``, ``industry_ranking``,
        ``industry_counts``, ``industry_groups``, ``helpful_totals`` and ``shift_share``.
    """
    likely, top = _likely(speaker), _top(speaker)
    sectors, whole = sectors_first(speaker), taken_whole(speaker)
    if sectors and whole and not sectors.certainty:
        # Like the sentence on the sectors it says of each how sure it is, and needs no badge.
        sectors, whole = joined(" ", [sectors, whole]), None
    says = [
        sectors,
        # Who is on the list in nearly all trial tables says more than who ranks first now.
        None if likely else top,
        likely,
        _open(speaker),
        recoded(speaker),
        asked_for(speaker),
        _exchanged(speaker),
        _size(speaker),
        _departed(speaker),
        _growing(speaker),
        _concentrated(speaker),
        most_helpful(speaker),
        _withheld(speaker),
        whole,
        left_out(speaker),
    ]
    return Findings([said for said in says if said])


def _size(speaker: IndustrySpeaker) -> Sentence:
    """The jobs of the chosen ownership, and how they changed since the base year."""
    totals = speaker.totals(speaker.owner)
    now, then = totals.iloc[-1], totals.iloc[0]
    everyone = speaker.totals("0").iloc[-1]
    text = "In {year} the region had {employment:,.0f} covered jobs"
    if speaker.is_private:
        text = (
            "In {year} private employers held {employment:,.0f} of the region's {everyone} covered "
            "jobs"
        )
    years = {speaker.settings.base_year, speaker.settings.latest_year}
    if len(years) > 1:
        direction = "down" if now["employment_since_base_pct"] < 0 else "up"
        text += f", {direction} {{employment_since_base_pct:|.1f|}} percent from {{then}}"
        if years & set(PANDEMIC_YEARS):
            text += "; a pandemic year is no base for a trend"
    return speaker.told(
        "region_totals",
        now,
        text + ".",
        everyone=speaker.told("region_totals", everyone, "{employment:,.0f}"),
        then=speaker.told("region_totals", then, "{employment:,.0f} in {year}"),
    ).rated("certain")


def answer(speaker: IndustrySpeaker) -> Sentence:
    """Which industries are certain to be on the short list, and how sure the others are."""
    if speaker.chosen.empty:
        return Sentence("No industry could be scored, so there is no short list.")
    certain, likely = (
        list(speaker.surest_first.loc[speaker.surest_first["badge"].eq(badge), "naics"])
        for badge in ("certain", "likely")
    )
    on_list, are = "to be on the short list of {length}", "is" if len(likely) == 1 else "are"
    others = [f"{{likely}}{' more' if certain else ''} {are} likely"] if likely else []
    weighed = with_weights(speaker)
    if len(certain) == 1:
        first = f"One industry, {speaker.short(certain[0])}, is certain {on_list}"
    elif certain:
        first = f"{{certain}} industries are certain {on_list}"
        if len(certain) <= MOST_NAMED:
            first += ": " + speaker.enumerated(certain).text
    elif likely:
        few = len(likely) <= MOST_NAMED
        names = listed(
            [Sentence(speaker.short(code)) for code in likely[: None if few else LEADERS]]
        )
        first = f"{names.text[:1].upper()}{names.text[1:]} {are} likely {on_list}"
        if not few:
            first = f"{{likely}} industries are likely {on_list}, {names.text} first"
        others = ["none is certain"]
    else:
        first = f"No industry is certain {on_list}"
    if len(certain) + len(likely) < len(speaker.chosen):
        rest = set(speaker.chosen["badge"]) - {"certain", "likely"}
        who = "the others on it" if certain or likely else "its places"
        others.append(f"{who} are {'only possible' if rest == {'possible'} else 'not sure'}")
    first += "; " * bool(others) + ", and ".join(others)
    first = weighed + (first[:1].lower() + first[1:] if weighed else first)
    return sentence(
        first + ".",
        certain=speaker.count(counts.BADGE.format("certain")),
        likely=speaker.count(counts.BADGE.format("likely")),
        length=speaker.count(counts.LISTED),
    )


def _top(speaker: IndustrySpeaker) -> Sentence:
    """Who comes first, and of how many."""
    scored = speaker.ranking[speaker.ranking["score"].notna()]
    first = scored.head(min(LEADERS, len(speaker.chosen)))
    if first.empty:
        return Sentence(
            "No industry has a figure on every factor, so none could be scored.",
            certainty="certain",
        )
    if speaker.how_many(counts.SCORED) == 1:
        only = speaker.short(first["naics"].iloc[0])
        return Sentence(f"Only one industry could be scored: {only}.", certainty="certain")
    lead = "comes" if len(first) == 1 else "come"
    told = sentence(
        f"By the figures shown, {{names}} {lead} first of {{n}} industries with a score.",
        n=speaker.count(counts.SCORED),
        names=speaker.enumerated(first["naics"]),
    )
    return (_weighed(speaker) + told).rated(_least_sure(first))


def _weighed(speaker: IndustrySpeaker) -> Sentence:
    """With which weights the list holds, and how much of it with any others.

    It stands before what it qualifies, so that a badge at the end is that of the list.
    """
    told = [said + " " for said in (ranked_by(speaker), any_weights(speaker)) if said]
    return joined("", told)


def _likely(speaker: IndustrySpeaker) -> Sentence | None:
    """Who is on the list in nearly all trial tables."""
    rows = speaker.surest_first
    rows = rows[rows["badge"].eq("likely")].dropna(subset="shortlist_share")
    if rows.empty:
        return None
    least = rows.sort_values(["shortlist_share", "naics"]).iloc[0]
    share = "{shortlist_share:.1%} or more of"
    if least["shortlist_share"] == 1:
        share = "all"
    told = speaker.told(
        "industry_ranking",
        least,
        f"{{weighed}}With these weights, on the list in {share} {{tables}} trial tables: "
        "{names}.",
        weighed=_weighed(speaker),
        tables=speaker.count(counts.TABLES),
        names=speaker.enumerated(rows["naics"]),
    )
    return told.rated("likely")


def _open(speaker: IndustrySpeaker) -> Sentence | None:
    """Who could be on the list or not, listed now or a rival, with the share of trial tables."""
    rows = speaker.ranking[speaker.ranking["badge"].eq("possible")]
    rows = rows[rows["rank"].notna()].dropna(subset="shortlist_share")
    rows = rows.sort_values(["shortlist_share", "naics"], ascending=[False, True])
    if rows.empty:
        return None
    more, now = rows["shortlist_share"].ge(MORE_LIKELY), rows["shortlisted"].astype(bool)
    told = [
        sentence(
            f"{words} {{names}}",
            names=listed(
                [
                    speaker.told(
                        "industry_ranking", row, "{name} ({shortlist_share:.1%})", name=name
                    )
                    for _, row in part.head(MOST_NAMED).iterrows()
                    if (name := speaker.short(row["naics"]))
                ]
            ),
        )
        for words, part in (
            ("more likely than not", rows[now & more]),
            ("less likely than not", rows[now & ~more]),
            ("as rivals not listed now", rows[~now]),
        )
        if len(part)
    ]
    return sentence(
        "Possible, on the list in one to nine of ten trial tables: {told}.", told=joined("; ", told)
    ).rated("possible")


def _exchanged(speaker: IndustrySpeaker) -> Sentence | None:
    """Whose rank and whose share of trial tables disagree about the short list."""
    ranked = speaker.ranking.dropna(subset=["rank", "shortlist_share"])
    first = ranked["rank"].le(speaker.settings.shortlist)
    form = "{name} (rank {rank:.0f}, in {shortlist_share:.1%} of the tables)"
    told = [
        in_a_row(
            [
                speaker.told("industry_ranking", row, form, name=name)
                for _, row in ranked[which].head(LEADERS).iterrows()
                if (name := speaker.short(row["naics"]))
            ]
        )
        for which in (~first & ranked["shortlisted"], first & ~ranked["shortlisted"])
        if which.any()
    ]
    if len(told) < 2:
        return None
    return sentence(
        "On the list are {on} in place of {off}: by the figures shown alone it would be the other "
        "way round, but trial tables list them more often.",
        on=told[0],
        off=told[1],
    ).rated("possible")


def _least_sure(rows: pd.DataFrame) -> str:
    """The weakest badge of some industries, as the certainty of a sentence about them all."""
    badges = set(rows["badge"])
    if badges == {"certain"}:
        return "certain"
    return "likely" if badges <= {"certain", "likely"} else "possible"


def _concentrated(speaker: IndustrySpeaker) -> Sentence | None:
    """Which industry of the short list is the most concentrated, or which may be."""
    codes = share_leaders(speaker.proven, speaker.ranking)
    if not codes:
        return None
    first = speaker.of(
        codes[0],
        f"{speaker.short(codes[0])} ({_between(speaker.listed.loc[[codes[0]]].iloc[0])})",
    )
    unit = "share of jobs, in times the national share"
    return _leading(
        speaker,
        first,
        codes[1:],
        f"Most concentrated on the short list ({unit}) is {{first}}.",
        f"On the short list none is proven to be more concentrated ({unit}) than {{first}}; "
        "{others} may be.",
        counts.MAY_BE_MORE_CONCENTRATED,
    )


def _leading(
    speaker: IndustrySpeaker,
    first: Sentence,
    others: Sequence[str],
    one: str,
    many: str,
    counted: str,
    **parts: Sentence,
) -> Sentence:
    """A superlative as far as it is proven: of one, or that no other is proven to have more."""
    if not others:
        return sentence(one, first=first, **parts).rated("certain")
    if len(others) <= MOST_IN_A_ROW:
        may = speaker.enumerated(others)
    else:
        # A count alone could not be followed: who they are is as much of it.
        named = speaker.enumerated(others[:LEADERS])
        may = sentence("{all}, such as {named},", all=speaker.industries(counted), named=named)
    return sentence(many, first=first, others=may, **parts).rated("certain")


def _between(row: pd.Series) -> str:
    """The quotient of an industry, or the ends that are proven of it, as a template."""
    if pd.notna(row["location_quotient"]):
        return "{location_quotient:.2f}"
    if pd.notna(row["location_quotient_high"]):
        return "between {location_quotient_low:.2f} and {location_quotient_high:.2f}"
    if pd.notna(row["location_quotient_floor"]):
        return "at least {location_quotient_floor:.2f}"
    return "not known"


def _growing(speaker: IndustrySpeaker) -> Sentence | None:
    """Which industry added most jobs, or which may have, whatever is withheld."""
    codes = growth_leaders(speaker.proven, speaker.ranking)
    if not codes:
        return None
    factors = speaker.factors.set_index("naics")
    first = speaker.of(
        codes[0], f"{speaker.short(codes[0])} ({_changed(factors.loc[[codes[0]]].iloc[0])})"
    )
    ends = speaker.ends.loc[codes, ["employment_change_low", "employment_change_high"]]
    best, better = "added most jobs", "added more jobs"
    if ends["employment_change_high"].lt(0).all():
        best, better = "lost fewest jobs", "lost fewer jobs"
    elif not ends["employment_change_low"].iloc[0] >= 0:
        best, better = "had the best change in jobs", "had a better change in jobs"
    return _leading(
        speaker,
        first,
        codes[1:],
        f"From {{base}} to {{latest}} one industry {best}: {{first}}.",
        f"From {{base}} to {{latest}} none is proven to have {better} than {{first}}; {{others}} "
        "may have.",
        counts.MAY_HAVE_GROWN_MORE,
        **speaker.years(),
    )


def _changed(row: pd.Series) -> str:
    """The change of an industry, or the ends that are proven of it, as a template."""
    if pd.notna(row["employment_change"]):
        return "{employment_change:+,.0f} jobs, {historical_growth_pct:+.1f} percent"
    low, high = (pd.notna(row[f"employment_change_{end}"]) for end in ("low", "high"))
    if low and high:
        return "{employment_change_low:+,.0f} to {employment_change_high:+,.0f} jobs"
    if low:
        return "at least {employment_change_low:+,.0f} jobs"
    return "at most {employment_change_high:+,.0f} jobs" if high else "change not known"


def _departed(speaker: IndustrySpeaker) -> Sentence | None:
    """The industry whose change in jobs departs most from the nation's, if any is known."""
    shifts = speaker.tables["shift_share"].set_index("naics")["regional_shift_jobs"].dropna()
    if shifts.empty:
        return None
    code = shifts.sort_values(key=abs, ascending=False).index[0]
    more = "fewer" if shifts[code] > 0 else "more"
    return speaker.of(
        code,
        "Of {all} whose change could be split, {naics_title} departed most from the nation: its "
        "jobs changed by {change_jobs:+,.0f} from {base} to {latest}; at the rate of the same "
        f"industry in the nation there would be {{regional_shift_jobs:|,.0f|}} {more}.",
        "shift_share",
        all=speaker.industries(counts.SPLIT),
        **speaker.years(),
    ).rated("certain")


def most_helpful(speaker: IndustrySpeaker) -> Sentence | None:
    """The regional total that would settle most, while the short list is open."""
    helpful = speaker.tables["helpful_totals"]
    if helpful.empty:
        return None
    settled = "{settled_pairs:.0f} pairs of which either may rank before the other"
    if pd.notna(helpful.iloc[0]["settled_share"]):
        settled = "{settled_share:.0%} of the doubt about the list"
    if worth_asking(helpful).empty:
        return speaker.told(
            "helpful_totals",
            helpful.iloc[0],
            "No regional total is worth a letter: even the most helpful, of {naics_title}, would "
            f"settle only about {settled}.",
        ).rated("open")
    return speaker.told(
        "helpful_totals",
        helpful.iloc[0],
        f"What would help most is a regional total of {{naics_title}} from the state's "
        f"labor market office: it would settle about {settled}.",
    ).rated("open")


def _withheld(speaker: IndustrySpeaker) -> Sentence:
    if not speaker.how_many(counts.TOUCHED):
        return Sentence(
            "No industry has a withheld county, so every figure is complete.", certainty="certain"
        )
    return speaker.counted(
        "{touched} of {all} industries have at least one withheld county. {scored} are scored, "
        "{partial} of them in part on the other counties alone.",
        touched=counts.TOUCHED,
        all=counts.INDUSTRIES,
        partial=counts.ON_DISCLOSED,
        scored=counts.SCORED,
    ).rated("certain")

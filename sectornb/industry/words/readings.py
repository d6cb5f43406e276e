"""One sentence under each result of workbook 2: what this region's numbers mean."""

from __future__ import annotations

import pandas as pd

from sectornb.industry import counts
from sectornb.industry.leaders import leaders
from sectornb.industry.words.beside import asked_for, redrawn
from sectornb.industry.words.findings import answer, most_helpful
from sectornb.industry.words.left_out import unscored
from sectornb.industry.words.profiles import too_wide
from sectornb.industry.words.speaker import IndustrySpeaker
from sectornb.show.sentence import Sentence, listed, sentence

LEADERS, MOST_NAMED = 3, 7
NOBODY = Sentence("No industry is on the short list, because none could be scored.")
ALL_SCORED = Sentence("Every industry has a score.")
NOTHING_AGAINST = Sentence("To have no score says nothing against an industry; ")
NO_GROUPS = Sentence("The region file pins no industry and groups none.")
NO_REQUEST = Sentence("No request is needed: every place on the short list is decided.")


def industry_readings(speaker: IndustrySpeaker) -> dict[str, Sentence]:
    """A sentence for each table and picture of the notebook, by its short name.

    Parameters
    ----------
    speaker : IndustrySpeaker
        Of every saved table.
    """
    of_the_list = {
        "shortlist": answer,
        "ranges": _ranges,
        "factors": _pay,
        "ranks": _all_round,
        "bubbles": _fastest,
        "draws": _first_place,
    }
    groups = redrawn(speaker) or asked_for(speaker) or NO_GROUPS
    readings = {
        name: NOBODY if speaker.chosen.empty else told(speaker).rated("")
        for name, told in of_the_list.items()
    }
    lacking, request = unscored(speaker), most_helpful(speaker)
    return readings | {
        "answer": answer(speaker),
        "totals": _totals(speaker),
        "withheld": _withheld(speaker),
        "unscored": NOTHING_AGAINST + lacking if lacking else ALL_SCORED,
        **_changes(speaker),
        "spread": _spread(speaker),
        "help": request.rated("") if request else NO_REQUEST,
        "groups": groups.rated(""),
    }


def _totals(speaker: IndustrySpeaker) -> Sentence:
    totals = speaker.totals("0")
    now = totals.iloc[-1]
    text = "With government the region has {employment:,.0f} covered jobs"
    if len(totals) > 1:
        more = "fewer" if now["employment_since_base_pct"] < 0 else "more"
        text += f", {{employment_since_base_pct:|.1f|}} percent {more} than in {{base}}"
    return speaker.told("region_totals", now, text + ".", base=speaker.years()["base"])


def _withheld(speaker: IndustrySpeaker) -> Sentence:
    summary = speaker.tables["withheld_summary"].iloc[-1]
    if not summary["county_cells_withheld"]:
        return Sentence("Nothing is withheld: every figure of the latest year is complete.")
    return speaker.told(
        "withheld_summary",
        summary,
        "The agency withholds {withheld_pct:.0f} percent of the county figures of {year}; "
        "{industries_withheld:,.0f} of {industries:,.0f} industries miss at least one county.",
    )


def _ranges(speaker: IndustrySpeaker) -> Sentence:
    held_back = speaker.listed["ends_held_back"].astype(bool)
    endless = speaker.listed[speaker.listed["employment_high"].isna() & ~held_back]
    if len(endless):
        return speaker.of(
            endless["employment_low"].idxmax(),
            "On the list we know least about {naics_title}: it has {employment_low:,.0f} jobs or "
            "more.",
        )
    width = (speaker.listed["employment_high"] - speaker.listed["employment_low"]).dropna()
    if width.empty or width.max() < 1:
        return Sentence("On the list every number of jobs that is known is known exactly.")
    widest = speaker.listed.loc[[width.idxmax()]].iloc[0]
    if too_wide(widest["employment_low"], widest["employment_high"]):
        return speaker.of(
            width.idxmax(),
            "On the list we know least about {naics_title}: it has {employment_low:,.0f} jobs or "
            "more; the proven range is too wide to use.",
        )
    return speaker.of(
        width.idxmax(),
        "On the list the widest range is that of {naics_title}: it has between "
        "{employment_low:,.0f} and {employment_high:,.0f} jobs.",
    )


def _pay(speaker: IndustrySpeaker) -> Sentence:
    pay = speaker.listed["annual_wage_disclosed_usd"].dropna()
    if pay.empty:
        return Sentence("No pay of an industry on the short list is disclosed.")
    if len(pay) == 1:
        only = (
            "On the list, pay is known of {naics_title} alone: ${annual_wage_disclosed_usd:,.0f} "
        )
        only += "a year for the average job."
        return speaker.of(pay.idxmax(), only)
    least = "in {naics_title} it pays ${annual_wage_disclosed_usd:,.0f}."
    # Of an industry with withheld counties the others' pay is shown, which may not be all's.
    shown = speaker.listed.loc[[pay.idxmax(), pay.idxmin()], "annual_wage_usd"]
    start: str = "On the list, where counties are disclosed, the"
    if shown.notna().all():
        start = "On the list the"
    return speaker.of(
        pay.idxmax(),
        f"{start} average job pays ${{annual_wage_disclosed_usd:,.0f}} a year in {{naics_title}}; "
        "{least}",
        least=speaker.of(pay.idxmin(), least),
    )


def _all_round(speaker: IndustrySpeaker) -> Sentence:
    reached = speaker.chosen.set_index("naics")["factors_top_third"]
    best = list(reached.index[reached.eq(reached.max())])
    if not reached.max() > 0:
        return Sentence(
            "By the figures shown, nobody on the list is in the best third on a factor."
        )
    sure = speaker.chosen.set_index("naics")["badge"].isin(["certain", "likely"])

    def told(code: str) -> str:
        return speaker.short(code) + ("" if sure[code] else "?")

    named, others = (best, []) if len(best) <= MOST_NAMED else (best[:LEADERS], ["others"])
    return speaker.of(
        best[0],
        "Of the list, strong on most factors (best third on {factors_top_third:.0f}, by the "
        "figures shown; ?: not sure): {names}.",
        "industry_ranking",
        names=listed([Sentence(name) for name in [*map(told, named), *others]]),
    )


def _fastest(speaker: IndustrySpeaker) -> Sentence:
    growth = speaker.listed["historical_growth_matched_pct"].dropna()
    if growth.empty:
        return Sentence("No growth of an industry on the short list is known.")
    ends = speaker.ends.loc[speaker.listed.index]
    proven = leaders(ends["historical_growth_pct_low"], ends["historical_growth_pct_high"])
    if proven != [growth.idxmax()]:
        return speaker.of(
            growth.idxmax(),
            "Of the short list, growth is best in {naics_title} by the figures shown: "
            "{historical_growth_matched_pct:+.1f} percent; what is withheld may change that."
            "{beyond}",
            beyond=_beyond(speaker, growth.max()),
        )
    verb = "shrank least, by" if growth.max() < 0 else "grew fastest, by"
    return speaker.of(
        growth.idxmax(),
        f"On the list {{naics_title}} {verb} {{historical_growth_matched_pct:|.1f|}} percent where "
        "both years are disclosed.{beyond}",
        beyond=_beyond(speaker, growth.max()),
    )


def _beyond(speaker: IndustrySpeaker, best: float) -> Sentence:
    """The industry off the list that grew most by the figures shown, if more than any on it."""
    ranked = speaker.factors["growth_ranked"].astype(bool)
    ranked &= speaker.factors["naics"].isin(speaker.ranking["naics"])
    off = (
        speaker.factors[ranked].set_index("naics").drop(index=speaker.listed.index, errors="ignore")
    )
    growth = off["historical_growth_matched_pct"].dropna()
    if growth.empty or growth.max() <= best:
        return Sentence("")
    told = f" Off the list, {speaker.short(growth.idxmax())}: "
    told += "{historical_growth_matched_pct:+.1f} percent."
    return speaker.of(growth.idxmax(), told)


def _first_place(speaker: IndustrySpeaker) -> Sentence:
    first = speaker.chosen.iloc[0]
    told = Sentence("Other weights were not tried, so the first place may hang on those chosen.")
    if pd.notna(first["first_acceptability"]):
        told = speaker.told(
            "industry_ranking",
            first,
            "{naics_title} comes first in {first_acceptability:.1%} of all tries with other "
            "weights and other figures for what is withheld.",
        )
    return told + " " + _last_place(speaker) if speaker.how_many(counts.COULD_BE) else told


def _last_place(speaker: IndustrySpeaker) -> Sentence:
    """Why a proven rank may be beyond the number of industries with a score."""
    last = speaker.ranking.set_index("naics")["rank_worst"].idxmax()
    return speaker.of(
        last,
        "Proven ranks go to {rank_worst:.0f}: {scored} industries have a score, and {more} more "
        "could get one if more were disclosed.",
        "industry_ranking",
        scored=speaker.count(counts.SCORED),
        more=speaker.count(counts.COULD_BE),
    )


def _changes(speaker: IndustrySpeaker) -> dict[str, Sentence]:
    """The first of the short list against its nation, and whoever else departs most from it."""
    shifts = speaker.tables["shift_share"].set_index("naics")["regional_shift_jobs"].dropna()
    if speaker.lacks_nation:
        wanted = "The change in jobs is not split by parts: add the nation's files of "
        return {"change": sentence(wanted + "{base} and {latest}.", **speaker.years())}
    leaders = [code for code in speaker.chosen["naics"] if code in shifts.index][:1]
    ends = [] if shifts.empty else [shifts.idxmax(), shifts.idxmin()]
    others = [code for code in ends if code not in leaders]
    nothing = {
        "change": "No change of an industry on the short list could be compared with the nation. "
        "Add the nation's file of both years to the library.",
        "parts": "No further change could be split; the table says why for each industry.",
    }
    return {
        name: _against_the_nation(speaker, codes[0]) if codes else Sentence(words)
        for codes, (name, words) in zip((leaders, others), nothing.items(), strict=True)
    }


def _against_the_nation(speaker: IndustrySpeaker, code: object) -> Sentence:
    change, shift = (
        speaker.value("shift_share", {"naics": str(code)}, column)
        for column in ("change_jobs", "regional_shift_jobs")
    )
    return speaker.of(
        code,
        f"{{naics_title}} {'lost' if change < 0 else 'gained'} {{change_jobs:|,.0f|}} jobs since "
        "{base}; at its national pace it would have {regional_shift_jobs:|,.0f|} "
        f"{'more' if shift < 0 else 'fewer'} today.",
        "shift_share",
        base=speaker.years()["base"],
    )


def _spread(speaker: IndustrySpeaker) -> Sentence:
    spread = speaker.tables["industry_diversity"].dropna(subset="equivalent_industries")
    if spread.empty:
        return Sentence(
            "The industries disclosed at both ends hold less than half of the jobs, too few to say "
            "how evenly jobs are spread."
        )
    now = "{equivalent_industries:.1f}"
    before = speaker.told("industry_diversity", spread.iloc[0], f"in {{year}} it was {now}")
    text = (
        "The jobs of the {industries:.0f} industries that can be followed are spread as if over "
        f"{now} of equal size"
    )
    first, last = (f"{spread['equivalent_industries'].iloc[place]:.1f}" for place in (0, -1))
    text += "." if first == last else "; {before}."
    return speaker.told("industry_diversity", spread.iloc[-1], text, before=before)

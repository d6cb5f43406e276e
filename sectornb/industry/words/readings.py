"""One sentence under each result of workbook 2: what this region's numbers mean."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sectornb.industry import counts
from sectornb.industry.words.speaker import IndustrySpeaker, industries, unsigned
from sectornb.show.sentence import Claim, Sentence, sentence

NOBODY = Sentence("No industry is on the short list, because none could be scored.")


def industry_readings(speaker: IndustrySpeaker) -> dict[str, Sentence]:
    """A sentence for each table and picture of the notebook, by its short name.

    Parameters
    ----------
    speaker : IndustrySpeaker
        Of every saved table.
    """
    listed = speaker.factors.set_index("naics").loc[speaker.chosen["naics"]]
    return {
        "totals": _totals(speaker),
        "withheld": _withheld(speaker),
        "shortlist": _shortlist(speaker),
        "ranges": _ranges(speaker, listed),
        "factors": _pay(speaker, listed),
        "ranks": _all_round(speaker),
        "bubbles": _fastest(speaker, listed),
        "draws": _first_place(speaker),
        "unscored": _unscored(speaker),
        **_changes(speaker),
        "spread": _spread(speaker),
        "help": _help(speaker),
    }


def _totals(speaker: IndustrySpeaker) -> Sentence:
    years = speaker.years()
    base, latest = years["base"], years["latest"].text
    jobs = speaker.total("0", latest, "employment", "{:,.0f}")
    if base.text == latest:
        return sentence("With government the region has {jobs} covered jobs.", jobs=jobs)
    change = speaker.total("0", latest, "employment_since_base_pct", "{:+.1f}")
    more = "fewer" if change.text.startswith("-") else "more"
    return sentence(
        f"With government the region has {{jobs}} covered jobs, {{change}} percent {more} than in "
        "{base}.",
        jobs=jobs,
        change=unsigned(change),
        base=base,
    )


def _withheld(speaker: IndustrySpeaker) -> Sentence:
    year = str(speaker.tables["withheld_summary"]["year"].iloc[-1])

    def of(column: str, form: str = "{:,.0f}") -> Claim:
        return speaker.claim(form, "withheld_summary", column, year=year)

    if not float(of("county_cells_withheld").text.replace(",", "")):
        return Sentence("Nothing is withheld: every figure of the latest year is complete.")
    return sentence(
        "The agency withholds {share} percent of the county figures of {year}; {touched} of "
        "{all} industries miss at least one county.",
        share=of("withheld_pct", "{:.0f}"),
        year=of("year", "{}"),
        touched=of("industries_withheld"),
        all=of("industries"),
    )


def _shortlist(speaker: IndustrySpeaker) -> Sentence:
    if not speaker.how_many(counts.LISTED):
        return NOBODY
    sure, likely = (counts.BADGE.format(name) for name in ("certain", "likely"))
    verb = "is" if speaker.how_many(sure) < 2 else "are"
    certain = speaker.count(sure)
    text = f"Of the {{length}} on the list {{certain}} {verb} certain to be there"
    if speaker.how_many(counts.TABLES):
        text += " and {likely} likely"
    if speaker.how_many(sure) < speaker.how_many(counts.LISTED):
        text += "; any other place may still go to another industry"
    return sentence(
        f"{text}.",
        length=speaker.count(counts.LISTED),
        certain=certain if speaker.how_many(sure) else replace(certain, text="none"),
        likely=speaker.count(likely),
    )


def _ranges(speaker: IndustrySpeaker, listed: pd.DataFrame) -> Sentence:
    if listed.empty:
        return NOBODY
    width = (listed["employment_high"] - listed["employment_low"]).dropna()
    if width.empty or width.max() < 1:
        return Sentence("Every number of jobs that is known here is known exactly.")
    code = width.idxmax()
    return sentence(
        "We know least about {title}: it has between {low} and {high} jobs.",
        title=speaker.title(code),
        low=speaker.of(code, "employment_low", "{:,.0f}"),
        high=speaker.of(code, "employment_high", "{:,.0f}"),
    )


def _pay(speaker: IndustrySpeaker, listed: pd.DataFrame) -> Sentence:
    pay = listed["annual_wage_disclosed_usd"].dropna()
    if pay.empty:
        return Sentence("No pay of an industry on the short list is disclosed.")
    parts = {}
    for name, code in (("least", pay.idxmin()), ("most", pay.idxmax())):
        parts[f"{name}_title"] = speaker.title(code)
        parts[name] = speaker.of(code, "annual_wage_disclosed_usd", "${:,.0f}")
    if len(pay) == 1:
        return sentence("The average job in {most_title} pays {most} a year.", **parts)
    return sentence(
        "The average job pays {most} a year in {most_title}; in {least_title} it pays {least}.",
        **parts,
    )


def _all_round(speaker: IndustrySpeaker) -> Sentence:
    if speaker.chosen.empty:
        return NOBODY
    code = speaker.chosen.set_index("naics")["factors_top_third"].idxmax()
    return sentence(
        "{title} is in the top third on {n} factors; no other on the list is on more.",
        title=speaker.title(code),
        n=speaker.of(code, "factors_top_third", "{:.0f}", "industry_ranking"),
    )


def _fastest(speaker: IndustrySpeaker, listed: pd.DataFrame) -> Sentence:
    growth = listed["historical_growth_matched_pct"].dropna()
    if growth.empty:
        return Sentence("No growth of an industry on the short list is known.")
    code = growth.idxmax()
    percent = speaker.of(code, "historical_growth_matched_pct", "{:+.0f}")
    verb = "shrank least, by" if percent.text.startswith("-") else "grew fastest, by"
    return sentence(
        f"On the list {{title}} {verb} {{percent}} percent where both years are disclosed.",
        title=speaker.title(code),
        percent=unsigned(percent),
    )


def _first_place(speaker: IndustrySpeaker) -> Sentence:
    if speaker.chosen.empty:
        return NOBODY
    first = speaker.chosen.iloc[0]
    if pd.isna(first["first_acceptability"]):
        return Sentence(
            "Other weights were not tried, so the first place may hang on those chosen."
        )
    return sentence(
        "{title} comes first in {share} of all tries with other weights and other figures for what "
        "is withheld.",
        title=speaker.title(first["naics"]),
        share=speaker.of(first["naics"], "first_acceptability", "{:.0%}", "industry_ranking"),
    )


def _unscored(speaker: IndustrySpeaker) -> Sentence:
    unscored = speaker.how_many(counts.UNSCORED)
    if not unscored:
        return Sentence("Every industry has a score.")
    return sentence(
        f"To have no score says nothing against an industry; {{n}} {industries(unscored)} "
        f"{'lacks' if unscored == 1 else 'lack'} a figure to rank by.",
        n=speaker.count(counts.UNSCORED),
    )


def _changes(speaker: IndustrySpeaker) -> dict[str, Sentence]:
    """The first of the short list against its nation, and whoever else departs most from it."""
    shifts = speaker.tables["shift_share"].set_index("naics")["regional_shift_jobs"].dropna()
    leaders = [code for code in speaker.chosen["naics"] if code in shifts.index][:1]
    ends = [] if shifts.empty else [shifts.idxmax(), shifts.idxmin()]
    others = [code for code in ends if code not in leaders]
    nothing = {
        "change": "No change of an industry on the short list could be split.",
        "parts": "No further change could be split; the table says why for each industry.",
    }
    return {
        name: _against_the_nation(speaker, codes[0]) if codes else Sentence(words)
        for codes, (name, words) in zip((leaders, others), nothing.items(), strict=True)
    }


def _against_the_nation(speaker: IndustrySpeaker, code: object) -> Sentence:
    change, shift = (
        speaker.of(code, column, "{:+,.0f}", "shift_share")
        for column in ("change_jobs", "regional_shift_jobs")
    )
    verb = "lost" if change.text.startswith("-") else "gained"
    more = "more" if shift.text.startswith("-") else "fewer"
    return sentence(
        f"{{title}} {verb} {{change}} jobs since {{base}}; at its national pace it would have "
        f"{{shift}} {more} today.",
        title=speaker.title(code, "shift_share"),
        change=unsigned(change),
        shift=unsigned(shift),
        base=speaker.years()["base"],
    )


def _spread(speaker: IndustrySpeaker) -> Sentence:
    spread = speaker.tables["industry_diversity"].dropna(subset="equivalent_industries")
    if spread.empty:
        return Sentence("Too few industries are disclosed in every year to say how jobs spread.")
    first, last = (str(spread["year"].iloc[place]) for place in (0, -1))

    def of(column: str, form: str, year: str) -> Claim:
        return speaker.claim(form, "industry_diversity", column, year=year)

    now, before = (of("equivalent_industries", "{:.1f}", year) for year in (last, first))
    text = (
        "The jobs of the {industries} industries that can be followed are spread as if over {now} "
        "of equal size"
    )
    if before.text != now.text:
        text += "; in {year} it was {before}"
    return sentence(
        f"{text}.",
        industries=of("industries", "{:.0f}", last),
        now=now,
        before=before,
        year=of("year", "{}", first),
    )


def _help(speaker: IndustrySpeaker) -> Sentence:
    helpful = speaker.tables["helpful_totals"]
    if helpful.empty:
        return Sentence("No request is needed: every place on the short list is decided.")
    return sentence(
        "One request would help most: ask the state for the region's jobs in {title}.",
        title=speaker.title(helpful["naics"].iloc[0], "helpful_totals"),
    )

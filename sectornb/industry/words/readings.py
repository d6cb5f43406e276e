"""One sentence under each result of workbook 2: what this region's numbers mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from sectornb.industry import counts
from sectornb.industry.words import findings
from sectornb.industry.words.counts import count_of, number, year_claims
from sectornb.show.sentence import Claim, Sentence, Speaker, sentence

NOBODY = Sentence("No industry is on the short list, because none could be scored.")
ALL_SCORED = Sentence("Every industry has a score.")
DECIDED = Sentence("No request is needed: every place on the short list is decided.")


def industry_readings(
    tables: Mapping[str, pd.DataFrame],
    keys: Mapping[str, Sequence[str]],
    *,
    ownership: str,
    base_year: int,
    latest_year: int,
) -> dict[str, Sentence]:
    """A sentence for each table and picture of the notebook, by its short name.

    Parameters
    ----------
    tables, keys : mapping
        The saved tables and their key columns.
    ownership, base_year, latest_year
        The parameters of the workbook.
    """
    speaker = Speaker(tables, keys)
    ranking = tables["industry_ranking"]
    chosen = ranking[ranking["shortlisted"]]
    listed = tables["industry_factors"].set_index("naics").loc[chosen["naics"]]
    return {
        "totals": findings.size_of_region(speaker, ownership, base_year, latest_year),
        "withheld": _withheld(speaker),
        "shortlist": _shortlist(speaker),
        "ranges": _ranges(speaker, listed),
        "factors": _pay(speaker, listed),
        "ranks": _all_round(speaker, chosen),
        "bubbles": _fastest(speaker, listed),
        "draws": _first_place(speaker, chosen),
        "unscored": findings.unscored(speaker, ranking) or ALL_SCORED,
        **_changes(speaker, chosen, ownership),
        "spread": _spread(speaker),
        "help": findings.most_helpful(speaker) or DECIDED,
    }


def _title(speaker: Speaker, naics: object, table: str = "industry_factors") -> Claim:
    return speaker.claim("{}", table, "naics_title", naics=str(naics))


def _unsigned(claim: Claim) -> Claim:
    """A number without its sign, which the sentence says in words."""
    return replace(claim, text=claim.text.lstrip("+-"))


def _withheld(speaker: Speaker) -> Sentence:
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


def _shortlist(speaker: Speaker) -> Sentence:
    if not number(speaker, counts.LISTED):
        return NOBODY
    sure, likely = (counts.BADGE.format(name) for name in ("certain", "likely"))
    verb = "is" if number(speaker, sure) < 2 else "are"
    certain = count_of(speaker, sure)
    text = f"Of the {{length}} on the list {{certain}} {verb} certain to be there"
    if number(speaker, counts.TABLES):
        text += " and {likely} likely"
    if number(speaker, sure) < number(speaker, counts.LISTED):
        text += "; any other place may still go to another industry"
    return sentence(
        f"{text}.",
        length=count_of(speaker, counts.LISTED),
        certain=certain if number(speaker, sure) else replace(certain, text="none"),
        likely=count_of(speaker, likely),
    )


def _ranges(speaker: Speaker, listed: pd.DataFrame) -> Sentence:
    if listed.empty:
        return NOBODY
    width = (listed["employment_high"] - listed["employment_low"]).dropna()
    if width.empty or width.max() < 1:
        return Sentence("Every number of jobs that is known here is known exactly.")
    code = width.idxmax()
    low, high = (
        speaker.claim("{:,.0f}", "industry_factors", f"employment_{end}", naics=str(code))
        for end in ("low", "high")
    )
    return sentence(
        "We know least about {title}: it has between {low} and {high} jobs.",
        title=_title(speaker, code),
        low=low,
        high=high,
    )


def _pay(speaker: Speaker, listed: pd.DataFrame) -> Sentence:
    pay = listed["annual_wage_disclosed_usd"].dropna()
    if pay.empty:
        return Sentence("No pay of an industry on the short list is disclosed.")
    parts = {}
    for name, code in (("least", pay.idxmin()), ("most", pay.idxmax())):
        parts[f"{name}_title"] = _title(speaker, code)
        parts[name] = speaker.claim(
            "${:,.0f}", "industry_factors", "annual_wage_disclosed_usd", naics=str(code)
        )
    if len(pay) == 1:
        return sentence("The average job in {most_title} pays {most} a year.", **parts)
    return sentence(
        "The average job pays {most} a year in {most_title} and {least} in {least_title}.", **parts
    )


def _all_round(speaker: Speaker, chosen: pd.DataFrame) -> Sentence:
    if chosen.empty:
        return NOBODY
    code = str(chosen.loc[chosen["factors_top_third"].idxmax(), "naics"])
    return sentence(
        "{title} is in the top third on {n} factors; no other on the list is on more.",
        title=_title(speaker, code),
        n=speaker.claim("{:.0f}", "industry_ranking", "factors_top_third", naics=code),
    )


def _fastest(speaker: Speaker, listed: pd.DataFrame) -> Sentence:
    growth = listed["historical_growth_matched_pct"].dropna()
    if growth.empty:
        return Sentence("No growth of an industry on the short list is known.")
    code = str(growth.idxmax())
    percent = speaker.claim(
        "{:+.0f}", "industry_factors", "historical_growth_matched_pct", naics=code
    )
    verb = "shrank least, by" if percent.text.startswith("-") else "grew fastest, by"
    return sentence(
        f"On the list {{title}} {verb} {{percent}} percent where both years are disclosed.",
        title=_title(speaker, code),
        percent=_unsigned(percent),
    )


def _first_place(speaker: Speaker, chosen: pd.DataFrame) -> Sentence:
    if chosen.empty:
        return NOBODY
    first = chosen.iloc[0]
    if pd.isna(first["first_acceptability"]):
        return Sentence(
            "Other weights were not tried, so the first place may hang on those chosen."
        )
    return sentence(
        "{title} comes first in {share} of all tries with other weights and other figures for what "
        "is withheld.",
        title=_title(speaker, first["naics"]),
        share=speaker.claim(
            "{:.0%}", "industry_ranking", "first_acceptability", naics=str(first["naics"])
        ),
    )


def _changes(speaker: Speaker, chosen: pd.DataFrame, ownership: str) -> dict[str, Sentence]:
    """The first of the short list against its nation, and whoever else departs most from it."""
    shifts = speaker.tables["shift_share"].set_index("naics")["regional_shift_jobs"].dropna()
    leaders = [code for code in chosen["naics"] if code in shifts.index][:1]
    ends = [] if shifts.empty else [shifts.idxmax(), shifts.idxmin()]
    others = [code for code in ends if code not in leaders]
    nothing = {
        "change": "No change of an industry on the short list could be split.",
        "parts": "No further change could be split; the table says why for each industry.",
    }
    return {
        name: _against_the_nation(speaker, codes[0], ownership) if codes else Sentence(words)
        for codes, (name, words) in zip((leaders, others), nothing.items(), strict=True)
    }


def _against_the_nation(speaker: Speaker, code: str, ownership: str) -> Sentence:
    def of(column: str) -> Claim:
        return speaker.claim("{:+,.0f}", "shift_share", column, naics=code)

    change, shift = of("change_jobs"), of("regional_shift_jobs")
    verb = "lost" if change.text.startswith("-") else "gained"
    more = "more" if shift.text.startswith("-") else "fewer"
    return sentence(
        f"{{title}} {verb} {{change}} jobs since {{base}}; at its national pace it would have "
        f"{{shift}} {more} today.",
        title=_title(speaker, code, "shift_share"),
        change=_unsigned(change),
        shift=_unsigned(shift),
        base=year_claims(speaker, ownership)["base"],
    )


def _spread(speaker: Speaker) -> Sentence:
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

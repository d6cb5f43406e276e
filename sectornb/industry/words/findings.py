"""What the industry tables say, in sentences whose every number stands in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from sectornb.industry import counts
from sectornb.industry.diagnostics import PANDEMIC_YEARS
from sectornb.industry.words.change import shift_findings
from sectornb.industry.words.counts import count_of, number, year_claims
from sectornb.show.sentence import Claim, Findings, Sentence, Speaker, joined, sentence

LEADERS = 3
SURE = ("certain", "likely")


def industry_findings(
    tables: Mapping[str, pd.DataFrame],
    keys: Mapping[str, Sequence[str]],
    *,
    ownership: str,
    base_year: int,
    latest_year: int,
) -> Findings:
    """What a board should know from workbook 2, in at most nine sentences.

    Parameters
    ----------
    tables : mapping
        ``region_totals``, ``industry_factors``, ``industry_ranking``, ``industry_counts``,
        ``helpful_totals`` and ``shift_share``.
    keys : mapping
        Key columns of these tables.
    ownership, base_year, latest_year
        The parameters of the workbook.
    """
    speaker = Speaker(tables, keys)
    factors, ranking = tables["industry_factors"], tables["industry_ranking"]
    says: list[Sentence | None] = [
        size_of_region(speaker, ownership, base_year, latest_year),
        _top(speaker, ranking),
    ]
    says += _concentrated(speaker, factors, ranking)
    says += _growing(speaker, factors, ranking, ownership)
    says += shift_findings(speaker, ownership)
    says += [unscored(speaker, ranking), most_helpful(speaker)]
    says += [_withheld(speaker), _certain(speaker)]
    return Findings([said for said in says if said])


def size_of_region(speaker: Speaker, ownership: str, base_year: int, latest_year: int) -> Sentence:
    """The jobs of the chosen ownership, and how they changed since the base year."""

    def of(own_code: str, year: str, column: str = "employment", form: str = "{:,.0f}") -> Claim:
        return speaker.claim(form, "region_totals", column, own_code=own_code, year=year)

    owner, latest = ("5" if ownership == "private" else "0"), str(latest_year)
    parts = {"now": of(owner, latest), "year": of(owner, latest, "year", "{}")}
    text = "In {year} the region had {now} covered jobs"
    if ownership == "private":
        parts["everyone"] = of("0", latest)
        text = "In {year} private employers held {now} of the region's {everyone} covered jobs"
    years = set(speaker.tables["region_totals"]["year"].astype(str))
    if base_year == latest_year or str(base_year) not in years:
        return sentence(text + ".", **parts).rated("certain")
    parts["then"] = of(owner, str(base_year))
    parts["before"] = of(owner, str(base_year), "year", "{}")
    column = "employment_since_base_pct"
    percent = of(owner, latest, column, "{:.1f}")
    parts["percent"] = replace(percent, text=percent.text.removeprefix("-"))
    direction = "down" if percent.text.startswith("-") else "up"
    text += f", {direction} {{percent}} percent from {{then}} in {{before}}"
    if {base_year, latest_year} & set(PANDEMIC_YEARS):
        text += "; a pandemic year is no base for a trend"
    return sentence(text + ".", **parts).rated("certain")


def _top(speaker: Speaker, ranking: pd.DataFrame) -> Sentence:
    scored = ranking[ranking["score"].notna()]
    first = scored[scored["shortlisted"]].head(LEADERS)

    def of(column: str, form: str, naics: str) -> Claim:
        return speaker.claim(form, "industry_ranking", column, naics=naics)

    if first.empty:
        return Sentence(
            "No industry has a figure on every factor, so none could be scored.",
            certainty="certain",
        )
    names = [sentence("{t}", t=of("naics_title", "{}", code)) for code in first["naics"]]
    if len(scored) == 1:
        said = joined("{fragment} is the only industry that could be scored.", names[0])
        return said.rated("certain")
    # Titles hold commas and "and" themselves.
    gaps = "; ".join(f"{{{place}}}" for place in "abc"[: len(names)])
    lead = "this leads" if len(names) == 1 else "these lead"
    said = sentence(
        f"Of {{n}} industries that could be scored, {lead} the short list: {gaps}",
        n=count_of(speaker, counts.SCORED),
        **dict(zip("abc", names, strict=False)),
    )
    code = str(first["naics"].iloc[0])
    if first["rank_best"].iloc[0] < first["rank_worst"].iloc[0]:
        ends = sentence(
            ". With what is withheld the first could rank between {best} and {worst}.",
            best=of("rank_best", "{:.0f}", code),
            worst=of("rank_worst", "{:.0f}", code),
        )
    else:
        ends = Sentence(". The place of the first is proven.")
    return sentence("{said}{ends}", said=said, ends=ends).rated(_least_sure(first))


def _least_sure(rows: pd.DataFrame) -> str:
    """The weakest badge of some industries, as the certainty of a sentence about them all."""
    badges = set(rows["badge"])
    for badge in ("certain", "likely"):
        if badges <= {*SURE[: SURE.index(badge) + 1]}:
            return badge
    return "possible"


def _concentrated(speaker: Speaker, factors: pd.DataFrame, ranking: pd.DataFrame) -> list[Sentence]:
    chosen = ranking.loc[ranking["shortlisted"], "naics"]
    known = factors[factors["naics"].isin(chosen) & factors["location_quotient_floor"].notna()]
    if known.empty:
        return []
    known = known.sort_values(["location_quotient_floor", "naics"], ascending=[False, True])
    first, others = known.iloc[0], known.iloc[1:]
    proven = first["location_quotient_low"] >= others["location_quotient_high"].fillna(float("inf"))

    def of(column: str, form: str = "{:.2f}") -> Claim:
        return speaker.claim(form, "industry_factors", column, naics=str(first["naics"]))

    parts = {"title": of("naics_title", "{}")}
    if pd.notna(first["location_quotient"]):
        share, parts["quotient"] = "{quotient} times", of("location_quotient")
    elif pd.notna(first["location_quotient_high"]):
        share = "between {low} and {high} times"
        parts |= {"low": of("location_quotient_low"), "high": of("location_quotient_high")}
    else:
        share, parts["quotient"] = "at least {quotient} times", of("location_quotient_floor")
    lead = (
        "The strongest concentration" if proven.all() else "The strongest disclosed concentration"
    )
    said = sentence(
        f"{lead} on the short list is {{title}}: its share of the region's jobs is {share} the "
        "national share.",
        **parts,
    )
    return [said.rated("certain" if proven.all() else "possible")]


def _growing(
    speaker: Speaker, factors: pd.DataFrame, ranking: pd.DataFrame, ownership: str
) -> list[Sentence]:
    complete = factors[factors["growth_ranked"] & factors["historical_growth_pct"].notna()]
    complete = complete[complete["naics"].isin(ranking["naics"])]
    if complete.empty:
        return []
    row = complete.sort_values(["employment_change", "naics"], ascending=[False, True]).iloc[0]
    verb = "added most jobs" if row["employment_change"] > 0 else "lost fewest jobs"
    noun = "industry" if len(complete) == 1 else "industries"

    def of(column: str, form: str) -> Claim:
        return speaker.claim(form, "industry_factors", column, naics=str(row["naics"]))

    said = sentence(
        f"Of the {{n}} {noun} disclosed in every county at both ends, {{title}} {verb} from "
        "{base} to {latest}: {change} ({percent} percent).",
        n=count_of(speaker, counts.BOTH_ENDS),
        **year_claims(speaker, ownership),
        title=of("naics_title", "{}"),
        change=of("employment_change", "{:+,.0f}"),
        percent=of("historical_growth_pct", "{:+.1f}"),
    )
    return [said.rated("certain")]


def unscored(speaker: Speaker, ranking: pd.DataFrame) -> Sentence | None:
    """How many industries have no score and which factor most of them lack."""
    lacking = ranking[ranking["score"].isna()]
    if lacking.empty:
        return None
    reasons = lacking["unscored_because"].str.split(":").str[0].value_counts().sort_index()
    reason = str(reasons.idxmax())
    largest = speaker.tables["industry_factors"].set_index("naics")["employment_disclosed"]
    code = str(largest.loc[lacking["naics"]].idxmax())
    verb = "industry could" if len(lacking) == 1 else "industries could"
    of_them = "" if len(reasons) == 1 else " {m} of them"
    said = sentence(
        f"{{n}} {verb} not be scored,{of_them} because there is no {reason} to rank by; the "
        "largest is {title}.",
        n=count_of(speaker, counts.UNSCORED),
        m=count_of(speaker, counts.UNSCORED_FOR.format(reason)),
        title=speaker.claim("{}", "industry_ranking", "naics_title", naics=code),
    )
    return said.rated("certain")


def most_helpful(speaker: Speaker) -> Sentence | None:
    """The regional total that would settle most, while the short list is open."""
    helpful = speaker.tables["helpful_totals"]
    if helpful.empty:
        return None
    code = str(helpful["naics"].iloc[0])
    drawn = pd.notna(helpful["settled_share"].iloc[0])
    form, column = ("{:.0%}", "settled_share") if drawn else ("{:.0f}", "settled_pairs")
    what = "of what is open about the short list" if drawn else "open comparisons of ranks"
    said = sentence(
        "What would help most is a regional total of {title} from the state's labor market "
        f"office: it would settle about {{settled}} {what}.",
        title=speaker.claim("{}", "helpful_totals", "naics_title", naics=code),
        settled=speaker.claim(form, "helpful_totals", column, naics=code),
    )
    return said.rated("open")


def _withheld(speaker: Speaker) -> Sentence:
    if not number(speaker, counts.TOUCHED):
        return Sentence(
            "No industry has a withheld county, so every figure is complete.", certainty="certain"
        )
    said = sentence(
        "{touched} of {all} industries have at least one withheld county; {partial} of the "
        "{scored} scores use a rank that rests on what is known of it.",
        touched=count_of(speaker, counts.TOUCHED),
        all=count_of(speaker, counts.INDUSTRIES),
        partial=count_of(speaker, counts.ON_DISCLOSED),
        scored=count_of(speaker, counts.SCORED),
    )
    return said.rated("certain")


def _certain(speaker: Speaker) -> Sentence:
    def badge(name: str) -> str:
        return counts.BADGE.format(name)

    sure, drawn = number(speaker, badge("certain")), number(speaker, counts.TABLES)
    verb = "industry is" if sure < 2 else "industries are"
    count = count_of(speaker, badge("certain"))
    proven = sentence(
        f"Whatever the withheld cells hold, {{sure}} {verb} certain to be on the short list of "
        "{length}",
        sure=replace(count, text="no") if not sure else count,
        length=count_of(speaker, counts.LISTED),
    )
    if not drawn:
        rest = sentence(
            "; {possible} more are possible.", possible=count_of(speaker, badge("possible"))
        )
        return sentence("{proven}{rest}", proven=proven, rest=rest).rated("certain")
    verb_of_likely = "is" if number(speaker, badge("likely")) == 1 else "are"
    rest = sentence(
        f"; {{likely}}{' more' if sure else ''} {verb_of_likely} on it in nearly all of {{drawn}} "
        "tables drawn that agree with the published rows, and {possible} in some.",
        likely=count_of(speaker, badge("likely")),
        drawn=count_of(speaker, counts.TABLES),
        possible=count_of(speaker, badge("possible")),
    )
    return sentence("{proven}{rest}", proven=proven, rest=rest).rated("certain")

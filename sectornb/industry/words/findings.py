"""What the industry tables say, in sentences whose every number stands in a table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sectornb.industry import counts
from sectornb.industry.diagnostics import PANDEMIC_YEARS
from sectornb.industry.words.speaker import IndustrySpeaker, industries, unsigned
from sectornb.show.sentence import Findings, Sentence, sentence

LEADERS = 3
SURE = ("certain", "likely")


def industry_findings(speaker: IndustrySpeaker) -> Findings:
    """What a board should know from workbook 2, in at most nine sentences.

    Parameters
    ----------
    speaker : IndustrySpeaker
        Of ``region_totals``, ``industry_factors``, ``industry_ranking``,
        ``industry_counts``, ``helpful_totals`` and ``shift_share``.
    """
    says = [
        _size(speaker),
        _top(speaker),
        _concentrated(speaker),
        _growing(speaker),
        _departed(speaker),
        _unscored(speaker),
        _helpful(speaker),
        _withheld(speaker),
        _certain(speaker),
    ]
    return Findings([said for said in says if said])


def _size(speaker: IndustrySpeaker) -> Sentence:
    """The jobs of the chosen ownership, and how they changed since the base year."""
    base, latest = speaker.settings.base_year, speaker.settings.latest_year
    owner = speaker.owner
    jobs = "{:,.0f}"
    parts = {
        "now": speaker.total(owner, latest, "employment", jobs),
        "year": speaker.total(owner, latest, "year", "{}"),
    }
    text = "In {year} the region had {now} covered jobs"
    if speaker.is_private:
        parts["everyone"] = speaker.total("0", latest, "employment", jobs)
        text = "In {year} private employers held {now} of the region's {everyone} covered jobs"
    years = set(speaker.tables["region_totals"]["year"].astype(str))
    if base == latest or str(base) not in years:
        return sentence(text + ".", **parts).rated("certain")
    parts["then"] = speaker.total(owner, base, "employment", jobs)
    parts["before"] = speaker.total(owner, base, "year", "{}")
    percent = speaker.total(owner, latest, "employment_since_base_pct", "{:.1f}")
    parts["percent"] = unsigned(percent)
    direction = "down" if percent.text.startswith("-") else "up"
    text += f", {direction} {{percent}} percent from {{then}} in {{before}}"
    if {base, latest} & set(PANDEMIC_YEARS):
        text += "; a pandemic year is no base for a trend"
    return sentence(text + ".", **parts).rated("certain")


def _top(speaker: IndustrySpeaker) -> Sentence:
    """The first of the short list, and between which ranks the very first could be."""
    first = speaker.chosen[speaker.chosen["score"].notna()].head(LEADERS)
    if first.empty:
        return Sentence(
            "No industry has a figure on every factor, so none could be scored.",
            certainty="certain",
        )
    titles = [speaker.title(code, "industry_ranking") for code in first["naics"]]
    if speaker.how_many(counts.SCORED) == 1:
        said = sentence("{title} is the only industry that could be scored.", title=titles[0])
        return said.rated("certain")
    # Titles hold commas and "and" themselves.
    gaps = "; ".join(f"{{{place}}}" for place in "abc"[: len(titles)])
    lead = "this leads" if len(titles) == 1 else "these lead"
    said = sentence(
        f"Of {{n}} industries that could be scored, {lead} the short list: {gaps}",
        n=speaker.count(counts.SCORED),
        **dict(zip("abc", titles, strict=False)),
    )
    row = first.iloc[0]
    ends = Sentence(". The place of the first is proven.")
    if row["rank_best"] < row["rank_worst"]:
        ends = sentence(
            ". With what is withheld the first could rank between {best} and {worst}.",
            best=speaker.of(row["naics"], "rank_best", "{:.0f}", "industry_ranking"),
            worst=speaker.of(row["naics"], "rank_worst", "{:.0f}", "industry_ranking"),
        )
    return sentence("{said}{ends}", said=said, ends=ends).rated(_least_sure(first))


def _least_sure(rows: pd.DataFrame) -> str:
    """The weakest badge of some industries, as the certainty of a sentence about them all."""
    badges = set(rows["badge"])
    for badge in SURE:
        if badges <= {*SURE[: SURE.index(badge) + 1]}:
            return badge
    return "possible"


def _concentrated(speaker: IndustrySpeaker) -> Sentence | None:
    factors = speaker.factors
    listed = factors["naics"].isin(speaker.chosen["naics"])
    known = factors[listed & factors["location_quotient_floor"].notna()]
    if known.empty:
        return None
    known = known.sort_values(["location_quotient_floor", "naics"], ascending=[False, True])
    first, others = known.iloc[0], known.iloc[1:]
    proven = first["location_quotient_low"] >= others["location_quotient_high"].fillna(float("inf"))
    if pd.notna(first["location_quotient"]):
        share, columns = "{quotient} times", {"quotient": "location_quotient"}
    elif pd.notna(first["location_quotient_high"]):
        share = "between {low} and {high} times"
        columns = {"low": "location_quotient_low", "high": "location_quotient_high"}
    else:
        share, columns = "at least {quotient} times", {"quotient": "location_quotient_floor"}
    disclosed = "" if proven.all() else " disclosed"
    said = sentence(
        f"The strongest{disclosed} concentration on the short list is {{title}}: its share of the "
        f"region's jobs is {share} the national share.",
        title=speaker.title(first["naics"]),
        **{gap: speaker.of(first["naics"], column, "{:.2f}") for gap, column in columns.items()},
    )
    return said.rated("certain" if proven.all() else "possible")


def _growing(speaker: IndustrySpeaker) -> Sentence | None:
    factors = speaker.factors
    complete = factors[factors["growth_ranked"] & factors["historical_growth_pct"].notna()]
    complete = complete[complete["naics"].isin(speaker.ranking["naics"])]
    if complete.empty:
        return None
    row = complete.sort_values(["employment_change", "naics"], ascending=[False, True]).iloc[0]
    verb = "added most jobs" if row["employment_change"] > 0 else "lost fewest jobs"
    said = sentence(
        f"Of the {{n}} {industries(len(complete))} disclosed in every county at both ends, "
        f"{{title}} {verb} from {{base}} to {{latest}}: {{change}} ({{percent}} percent).",
        n=speaker.count(counts.BOTH_ENDS),
        **speaker.years(),
        title=speaker.title(row["naics"]),
        change=speaker.of(row["naics"], "employment_change", "{:+,.0f}"),
        percent=speaker.of(row["naics"], "historical_growth_pct", "{:+.1f}"),
    )
    return said.rated("certain")


def _departed(speaker: IndustrySpeaker) -> Sentence | None:
    """The industry whose change in jobs departs most from the nation's, if any is known."""
    shifts = speaker.tables["shift_share"].set_index("naics")["regional_shift_jobs"].dropna()
    if shifts.empty:
        return None
    code = shifts.sort_values(key=abs, ascending=False).index[0]
    more = "fewer" if shifts[code] > 0 else "more"
    noun = industries(speaker.how_many(counts.SPLIT))
    said = sentence(
        f"Of {{n}} {noun} whose change could be split, {{title}} departed most from the nation: "
        "its jobs changed by {change} from {base} to {latest}; at the rate of the same industry "
        f"in the nation there would be {{regional}} {more}.",
        n=speaker.count(counts.SPLIT),
        title=speaker.title(code, "shift_share"),
        change=speaker.of(code, "change_jobs", "{:+,.0f}", "shift_share"),
        regional=unsigned(speaker.of(code, "regional_shift_jobs", "{:,.0f}", "shift_share")),
        **speaker.years(),
    )
    return said.rated("certain")


def _unscored(speaker: IndustrySpeaker) -> Sentence | None:
    """How many industries have no score and which factor most of them lack."""
    lacking = speaker.ranking[speaker.ranking["score"].isna()]
    if lacking.empty:
        return None
    reasons = lacking["unscored_because"].str.split(":").str[0].value_counts().sort_index()
    reason = str(reasons.idxmax())
    largest = speaker.factors.set_index("naics")["employment_disclosed"]
    of_them = "" if len(reasons) == 1 else " {m} of them"
    said = sentence(
        f"{{n}} {industries(len(lacking))} could not be scored,{of_them} because there is no "
        f"{reason} to rank by; the largest is {{title}}.",
        n=speaker.count(counts.UNSCORED),
        m=speaker.count(counts.UNSCORED_FOR.format(reason)),
        title=speaker.title(largest.loc[lacking["naics"]].idxmax(), "industry_ranking"),
    )
    return said.rated("certain")


def _helpful(speaker: IndustrySpeaker) -> Sentence | None:
    """The regional total that would settle most, while the short list is open."""
    helpful = speaker.tables["helpful_totals"]
    if helpful.empty:
        return None
    first = helpful.iloc[0]
    drawn = pd.notna(first["settled_share"])
    form, column = ("{:.0%}", "settled_share") if drawn else ("{:.0f}", "settled_pairs")
    what = "of what is open about the short list" if drawn else "open comparisons of ranks"
    said = sentence(
        "What would help most is a regional total of {title} from the state's labor market "
        f"office: it would settle about {{settled}} {what}.",
        title=speaker.title(first["naics"], "helpful_totals"),
        settled=speaker.of(first["naics"], column, form, "helpful_totals"),
    )
    return said.rated("open")


def _withheld(speaker: IndustrySpeaker) -> Sentence:
    if not speaker.how_many(counts.TOUCHED):
        return Sentence(
            "No industry has a withheld county, so every figure is complete.", certainty="certain"
        )
    said = sentence(
        "{touched} of {all} industries have at least one withheld county; {partial} of the "
        "{scored} scores use a rank that rests on what is known of it.",
        touched=speaker.count(counts.TOUCHED),
        all=speaker.count(counts.INDUSTRIES),
        partial=speaker.count(counts.ON_DISCLOSED),
        scored=speaker.count(counts.SCORED),
    )
    return said.rated("certain")


def _certain(speaker: IndustrySpeaker) -> Sentence:
    names = {badge: counts.BADGE.format(badge) for badge in ("certain", "likely", "possible")}
    badges = {badge: speaker.count(name) for badge, name in names.items()}
    sure, likely = (speaker.how_many(names[badge]) for badge in SURE)
    verb = "industry is" if sure < 2 else "industries are"
    text = f"Whatever the withheld cells hold, {{certain}} {verb} certain to be on the short list"
    text += " of {length}; "
    if not speaker.how_many(counts.TABLES):
        text += "{possible} more are possible."
    else:
        more, verb = " more" if sure else "", "is" if likely == 1 else "are"
        text += f"{{likely}}{more} {verb} on it in nearly all of {{drawn}} tables drawn that agree "
        text += "with the published rows, and {possible} in some."
    if not sure:
        badges["certain"] = replace(badges["certain"], text="no")
    said = sentence(
        text,
        length=speaker.count(counts.LISTED),
        drawn=speaker.count(counts.TABLES),
        **badges,
    )
    return said.rated("certain")

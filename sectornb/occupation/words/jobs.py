"""What is said of the jobs behind the industry, and of how many open."""

from __future__ import annotations

from sectornb.occupation import counts
from sectornb.occupation.words.speaker import OccupationSpeaker
from sectornb.show.sentence import Sentence, sentence

MOST_NAMED = 3
"""Occupations named in a sentence."""
OWNERS = {"private": "private", "nonfederal": "private, state and local", "all": "all"}
"""Whose jobs, in words."""
NO_OPENINGS = Sentence(
    "How many jobs open cannot be told: the library has no occupational projections."
)


def answer(speaker: OccupationSpeaker) -> Sentence:
    """The answer of the first screen: who works in the industry, and how many openings."""
    told = sentence(
        "Behind {industry} are {jobs} jobs here; the largest groups are {largest}",
        industry=speaker.industry,
        jobs=about(speaker),
        largest=_largest(speaker, "{name}"),
    )
    if not speaker.has(counts.OPENINGS):
        return told + "."
    more = "; in an average year about {openings} of these jobs open."
    return told + sentence(more, openings=speaker.count(counts.OPENINGS))


def about(speaker: OccupationSpeaker) -> Sentence:
    """Jobs of the industry, with their range where they are not counted."""
    ends = speaker.between(counts.JOBS_LOW, counts.JOBS_HIGH)
    if not speaker.has(counts.JOBS):
        return ends
    jobs = speaker.count(counts.JOBS)
    if ends.text == jobs.text:
        return sentence("{jobs}", jobs=jobs)
    return sentence("about {jobs} ({ends})", jobs=jobs, ends=ends)


def jobs_reading(speaker: OccupationSpeaker) -> Sentence:
    """The largest occupations with their jobs and ranges."""
    template = "{name} (about {employment:,.0f})"
    told = _largest(speaker, template)
    pattern = speaker.industries.iloc[0]
    own = str(pattern["pattern_level"]) == "region"
    whose = "the region's own table of occupations" if own else "the nation's pattern"
    return sentence(
        f"The largest occupations are {{largest}}, by {whose} of {{year}}.",
        largest=told,
        year=speaker.claim("", "target_industries", "pattern_year", naics=str(pattern["naics"])),
    )


def industry_reading(speaker: OccupationSpeaker) -> Sentence:
    """Whose jobs are counted, how closely, and how much of them the pattern covers."""
    told = []
    for _, row in speaker.industries.iterrows():
        name = speaker.industry_names.get(row["naics"]) or row["naics_title"]
        status = row["employment_status"]
        whose = OWNERS[str(row["industry_ownership"])] + " "
        whose = "" if whose == "all " else whose
        if status == "estimate":
            words = (
                f"{name}: {{employment:,.0f}} {whose}jobs in {{year}} by our estimate; for certain "
                "{employment_low:,.0f} to {employment_high:,.0f}, as counties are withheld."
            )
        elif status == "at_least":
            words = (
                f"{name}: at least {{employment_low:,.0f}} {whose}jobs in {{year}}; more would be "
                "one employer's figure."
            )
        else:
            words = f"{name}: {{employment:,.0f}} {whose}jobs in {{year}}."
        said = speaker.told("target_industries", row, words)
        if row["covered_share"] < 0.995:
            said += speaker.told(
                "target_industries",
                row,
                " Patterns cover {covered_share:.0%} of them; the rest is in no figure below.",
            )
        if row["industry_ownership"] != row["pattern_scope"]:
            owners = [OWNERS[str(row[name])] for name in ("industry_ownership", "pattern_scope")]
            said += f" They are of {owners[0]} owners, the pattern of {owners[1]} ones: no fit."
        told.append(said)
    whole = told[0]
    for more in told[1:]:
        whole = whole + " " + more
    return whole


def openings_reading(speaker: OccupationSpeaker) -> Sentence:
    """Openings a year: growth apart from leavers, with their range."""
    if not speaker.has(counts.OPENINGS):
        return NO_OPENINGS
    change = float(speaker.counts[counts.CHANGE])
    direction = "more" if change >= 0 else "fewer"
    ends = speaker.between(counts.OPENINGS_LOW, counts.OPENINGS_HIGH)
    openings = speaker.count(counts.OPENINGS)
    told = sentence("About {openings} jobs open a year", openings=openings)
    if ends.text != openings.text:
        told += sentence(" ({ends})", ends=ends)
    return told + sentence(
        f": {{change}} {direction} jobs a year, {{leavers}} people who stop working and "
        "{changers} who change occupation. Most openings replace people; they are no growth.",
        change=speaker.claim("|,.0f|", "occupation_counts", "count", counted=counts.CHANGE),
        leavers=speaker.count(counts.LEAVERS),
        changers=speaker.count(counts.CHANGERS),
    )


def _largest(speaker: OccupationSpeaker, template: str) -> Sentence:
    rows = speaker.profile.dropna(subset=["employment"]).head(MOST_NAMED)
    return speaker.occupations(rows, "occupation_profile", template)

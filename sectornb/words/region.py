"""What the commuting tables say, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sectornb.words import Findings, Sentence, Speaker, counted, joined, listed, sentence

SEGMENTS = {
    "jobs": "all jobs",
    "jobs_age_to_29": "jobs of workers up to 29",
    "jobs_age_30_to_54": "jobs of workers from 30 to 54",
    "jobs_age_from_55": "jobs of workers from 55",
    "jobs_pay_to_1250": "jobs that pay up to $1,250 a month",
    "jobs_pay_1251_to_3333": "jobs that pay $1,251 to $3,333 a month",
    "jobs_pay_over_3333": "jobs that pay more than $3,333 a month",
    "jobs_goods": "jobs in goods-producing industries",
    "jobs_trade_transport_utilities": "jobs in trade, transportation and utilities",
    "jobs_other_services": "jobs in other services",
}
"""Segment to how it is spoken of."""

ZONES = "commuting zones"
ANOTHER_REGION_PP = 5.0
"""Ours: a segment has another region where a containment differs by 5 percentage points."""


def segment_name(segment: str) -> str:
    """A segment in words: ``jobs_goods`` is "jobs in goods-producing industries"."""
    return SEGMENTS.get(segment, segment)


def region_findings(
    tables: Mapping[str, pd.DataFrame],
    keys: Mapping[str, Sequence[str]],
    counties: Sequence[str],
    missing: Sequence[str] = (),
    segment: str = "",
    counted_as: str = "jobs",
) -> Findings:
    """What a board should know from workbook 1: at most six sentences, and what is missing.

    Parameters
    ----------
    tables : mapping
        ``region_commuting``, ``labor_shed``, ``commute_shed``, ``containment``,
        ``linked_counties``; where they are there, ``delineations``,
        ``delineation_methods`` and ``segment_commuting`` add a sentence each.
    keys : mapping
        Key columns of these tables.
    counties : sequence of str
        The region.
    missing : sequence of str
        Sentences on flow files that the library lacks.
    segment : str
        The segment nearest to the target industry, empty for none.
    counted_as : str
        What the flows count: ``jobs``, ``primary jobs`` or ``workers``.
    """
    speaker = Speaker(tables, keys)
    says = [
        _side(speaker, "residents", counties, counted_as),
        _side(speaker, "jobs", counties, counted_as),
        _valid(speaker, tables["containment"]),
        _next(speaker, tables),
        _zones(speaker, tables, counties),
        _segment(speaker, tables, segment),
    ]
    said = [each for each in says if each is not None]
    return Findings([*said, *(Sentence(text) for text in missing)])


def _side(speaker: Speaker, side: str, counties: Sequence[str], unit: str) -> Sentence:
    residents = side == "residents"
    table, column = (
        ("commute_shed", "work_area_fips") if residents else ("labor_shed", "home_area_fips")
    )
    parts = {
        "total": speaker.claim("{:,.0f}", "region_commuting", "jobs", side=side),
        "share": speaker.claim("{:.1f}", "region_commuting", "inside_pct", side=side),
    }
    if unit == "workers":
        template = (
            "{total} workers live in the region; {share} percent of them work in it"
            if residents
            else "Of the {total} workers in the region, {share} percent live in it"
        )
    else:
        template = (
            f"Residents of the region hold {{total}} {unit}; {{share}} percent of them are in it"
            if residents
            else f"Of the {{total}} {unit} in the region, {{share}} percent are held by its "
            "residents"
        )
    shed = speaker.tables[table]
    others = shed[~shed[column].isin(list(counties))]
    if others.empty:
        return sentence(template + ".", **parts)
    key = {column: str(others[column].iloc[0])}
    parts["name"] = speaker.claim("{}", table, "county_name", **key)
    parts["jobs"] = speaker.claim("{:,.0f}", table, "jobs", **key)
    most = "workplace outside" if residents else "home of those who come in"
    return sentence(f"{template}; the largest {most} is {{name}} ({{jobs}}).", **parts)


def _valid(speaker: Speaker, containment: pd.DataFrame) -> Sentence:
    key = containment["counties"].iloc[0]
    verdict = "is" if containment["validity"].iloc[0] >= 1 else "is not"
    return sentence(
        "By size and containment the region "
        + verdict
        + " a labor market of its own (validity {validity}, valid from 1).",
        validity=speaker.claim("{:.2f}", "containment", "validity", counties=key),
    )


def _next(speaker: Speaker, tables: Mapping[str, pd.DataFrame]) -> Sentence | None:
    containment, linked = tables["containment"], tables["linked_counties"]
    added = containment[containment["change"].eq("with") & containment["rank"].notna()]
    unknown = linked[~linked["flows_known"].astype(bool)]
    if added.empty:
        return _unknown_next(speaker, unknown)
    best, before = added.iloc[0], containment.iloc[0]
    leaving = containment[containment["change"].eq("without")]
    if best["smaller_side"] <= before["smaller_side"]:
        first = sentence(
            "None of {n} with a strong tie to the region would raise the weaker side of "
            "containment by joining",
            n=counted(len(added), "county", "counties"),
        )
    else:
        first = sentence(
            "Which county next: of {n} with a strong tie, {name} adds most, and the weaker side "
            "of containment would rise from {before} to {after}",
            n=counted(len(added), "county", "counties"),
            name=speaker.claim("{}", "containment", "county_name", counties=best["counties"]),
            before=speaker.claim(
                "{:.1%}", "containment", "smaller_side", counties=before["counties"]
            ),
            after=speaker.claim("{:.1%}", "containment", "smaller_side", counties=best["counties"]),
        )
    if len(leaving) < 3:
        return joined("{fragment}.", first)
    least, most = leaving.iloc[0], leaving.iloc[-1]
    last = sentence(
        "without {least} it would be {kept}, without {most} {lost}",
        least=speaker.claim("{}", "containment", "county_name", counties=least["counties"]),
        kept=speaker.claim("{:.1%}", "containment", "smaller_side", counties=least["counties"]),
        most=speaker.claim("{}", "containment", "county_name", counties=most["counties"]),
        lost=speaker.claim("{:.1%}", "containment", "smaller_side", counties=most["counties"]),
    )
    return Sentence(f"{first.text}; {last.text}.", (*first.claims, *last.claims))


def _unknown_next(speaker: Speaker, unknown: pd.DataFrame) -> Sentence | None:
    sides = ["demand_side_covered", "supply_side_covered"]
    unknown = unknown[unknown[sides].notna().all(axis=1)]
    if unknown.empty:
        return None
    code = str(unknown["area_fips"].iloc[0])
    return sentence(
        "Leaving out {name} costs most: if it counted as inside, {jobs} of the region's jobs "
        "would be held by residents and {residents} of residents' jobs would lie inside; the "
        "containment of all together is unknown, because its own flows are not in the library.",
        name=speaker.claim("{}", "linked_counties", "county_name", area_fips=code),
        jobs=speaker.claim("{:.1%}", "linked_counties", "demand_side_covered", area_fips=code),
        residents=speaker.claim("{:.1%}", "linked_counties", "supply_side_covered", area_fips=code),
    )


def _zones(
    speaker: Speaker, tables: Mapping[str, pd.DataFrame], counties: Sequence[str]
) -> Sentence | None:
    if "delineation_methods" not in tables or "delineations" not in tables:
        return None
    methods, placed = tables["delineation_methods"], tables["delineations"]
    whole = int(methods["region_counties_in_zone"].eq(len(set(counties))).sum())
    named = [
        sentence(
            "{method} {own} of {all} in a zone of {zone}",
            method=method,
            own=speaker.claim(
                "{:.0f}", "delineation_methods", "region_counties_in_zone", method=method
            ),
            all=str(len(set(counties))),
            zone=speaker.claim("{:,.0f}", "delineation_methods", "counties_in_zone", method=method),
        )
        for method in methods["method"]
    ]
    first = joined(
        f"{_methods(whole, len(methods))} your counties together: {{fragment}}",
        listed(named),
    )
    alarms = placed[placed["alarm"].fillna(False).astype(bool) & placed["method"].eq(ZONES)]
    if alarms.empty:
        return joined("{fragment}.", first)
    row = alarms.sort_values("held_by_share").iloc[0]
    key = {"area_fips": str(row["area_fips"]), "method": str(row["method"])}
    return joined(
        "{fragment}; beware: {name} is in the commuting zone on {jobs} commuters alone.",
        first,
        name=speaker.claim("{}", "delineations", "county_name", **key),
        jobs=speaker.claim("{:,.0f}", "delineations", "held_by_jobs", **key),
    )


def _methods(whole: int, count: int) -> str:
    if whole == count:
        return f"All {count} ways to draw labor markets put"
    if not whole:
        return f"None of {count} ways to draw labor markets puts all"
    return f"{whole} of {count} ways to draw labor markets put{'s' if whole == 1 else ''} all"


def _segment(speaker: Speaker, tables: Mapping[str, pd.DataFrame], segment: str) -> Sentence | None:
    table = tables.get("segment_commuting")
    if not segment or table is None or not table["segment"].eq(segment).any():
        return None
    inside = table.set_index(["segment", "side"])["inside_pct"]
    apart = max(
        abs(float(inside[(segment, side)]) - float(inside[("jobs", side)]))
        for side in ("residents", "jobs")
    )
    verdict = "have another region" if apart >= ANOTHER_REGION_PP else "have much the same region"
    return sentence(
        f"{SEGMENTS[segment].capitalize()} {verdict}: {{home}} percent of those held by residents "
        "are inside ({all_home} of all jobs), and residents hold {work} percent of those inside "
        "({all_work}).",
        home=speaker.claim(
            "{:.1f}", "segment_commuting", "inside_pct", segment=segment, side="residents"
        ),
        all_home=speaker.claim(
            "{:.1f}", "segment_commuting", "inside_pct", segment="jobs", side="residents"
        ),
        work=speaker.claim(
            "{:.1f}", "segment_commuting", "inside_pct", segment=segment, side="jobs"
        ),
        all_work=speaker.claim(
            "{:.1f}", "segment_commuting", "inside_pct", segment="jobs", side="jobs"
        ),
    )


def region_notes(
    missing: Sequence[str],
    job_type: str,
    flows: str,
    *,
    zoned_in: str = "",
    counted_as: str = "jobs",
    shapes: bool = True,
) -> list[str]:
    """What a careful reader must know about the flows, beginning with what is missing.

    Parameters
    ----------
    zoned_in : str
        The states whose counties the delineations hold, in words.
    counted_as : str
        ``jobs``, ``primary jobs`` or ``workers``.
    shapes : bool
        Whether county shapes were at hand.
    """
    kinds = {
        "JT00": "all jobs: a person with two jobs is counted twice",
        "JT01": "primary jobs: one, the best paid, per worker",
        "JT02": "all private jobs",
        "JT03": "private primary jobs",
        "JT04": "all federal jobs",
        "JT05": "federal primary jobs",
    }
    notes = list(missing)
    if flows == "lodes":
        notes.append(f"Counted are {job_type}, {kinds[job_type]}.")
        notes.append(
            "The agency adds noise to workplace counts and places some homes by a model: read "
            "counties and larger areas, and no pair of a few jobs."
        )
    elif counted_as == "workers":
        notes.append("The table counts workers; where a heading says jobs, read workers.")
    notes.append(
        "The out-commuting share is of jobs held by residents, the in-commuting share of jobs in "
        "the region; they have different denominators and must not be subtracted."
    )
    if zoned_in:
        notes.append(
            f"Zones are drawn from the counties in {zoned_in}, whose own flows are at hand; with "
            "the flows of further states, zones at their borders could reach into them."
        )
    notes.append(
        "Further counties are ranked where they exchange at least 5 percent of the smaller side's "
        "jobs with the region: any large self-contained county, however far, raises containment."
    )
    notes.append(
        "Drawing flows anew (Poisson) is the least uncertainty that counts have; surveys and the "
        "agency's noise have more."
    )
    if not shapes:
        notes.append(
            "No county shapes are in the library: tiles stand for a map, distances and touching "
            "are not known."
        )
    return notes


def region_limits(flows: str) -> list[str]:
    """What workbook 1 cannot tell."""
    limits = [
        "A commuting flow says where people work and live, not why, nor how far they would go.",
        "Containment has no natural threshold, and the cut of commuting zones is arbitrary: the "
        "table by cut shows what hangs on it.",
        "No method asks whether counties touch; the table of delineations says which members of a "
        "zone do not.",
        "Distances run between the middles of counties, not along roads, and are unknown within "
        "one.",
    ]
    if flows == "lodes":
        limits.insert(
            0,
            "The self-employed, the military and informal work are not among the jobs; long "
            "distances are often an employer's or a worker's address on paper.",
        )
    return limits

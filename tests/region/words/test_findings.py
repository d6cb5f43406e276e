"""What the commuting tables say to a board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from sectornb.dictionary import dictionary
from sectornb.region.containment import ValidityTargets, containment
from sectornb.region.counts import YEARS, region_counts
from sectornb.region.read import Commuting
from sectornb.region.words.findings import APPROXIMATED, region_findings, region_next_steps
from sectornb.region.words.gaps import NO_GAPS, Gaps, gaps_of
from sectornb.region.words.verdict import verdict
from sectornb.show.sentence import Findings, Speaker, unclaimed_numbers
from sectornb.sources.lodes.flows import MissingFlows
from tests.builders.flow_tables import case_matrix, table_of
from tests.builders.region_words import Tables, lacking, named, region_tables

REGION = ["57101", "57102", "57103"]
PAIR = ["57101", "57102"]
NEXT = 3
"""Place of the finding on the county to add."""
FLOWS = table_of(case_matrix())
KEYS = dictionary().keys_of("1-region")


def findings(
    tables: Tables,
    region: list[str] = REGION,
    *,
    lacking: Sequence[MissingFlows] = (),
    missing: Sequence[str] = (),
    segment: str = "",
    counted_as: str = "jobs",
    further: bool = False,
) -> Findings:
    commuting = Commuting(FLOWS, (), tuple(missing), counted=counted_as)
    gaps = gaps_of(lacking, region, further=further)
    speaker, approximated = Speaker(tables, KEYS), bool(missing) and not lacking
    first = verdict(speaker, gaps, approximated=approximated)
    return Findings([first, *region_findings(speaker, region, segment, commuting, gaps, lacking)])


def said(tables: Tables, region: list[str] = REGION, **more: Any) -> list[str]:
    return [sentence.text for sentence in findings(tables, region, **more)]


def with_residents(tables: Tables, supply_side: float) -> Tables:
    """The same region, had its residents more or fewer jobs outside."""
    sets = tables["containment"].copy()
    sets.loc[0, ["supply_side", "smaller_side"]] = supply_side
    sets.loc[0, "validity"] = min(supply_side / 0.75, 1) / (0.667 / 0.75)
    sets.loc[0, "required_side"] = 0.667
    return {**tables, "containment": sets, "region_counts": counted(tables, sets)}


def counted(tables: Tables, sets: pd.DataFrame, unread: float = 0.0) -> pd.DataFrame:
    methods, linked = tables["delineation_methods"], tables["linked_counties"]
    return region_counts(REGION, REGION, sets, methods, ValidityTargets(), linked, unread)


def with_votes(tables: Tables, own: tuple[float, ...], more: tuple[float, ...]) -> Tables:
    """The same region, with so many of its own and of other counties in each method's zone."""
    methods = tables["delineation_methods"].assign(region_counties_in_zone=own)
    methods["counties_in_zone"] = [mine + others for mine, others in zip(own, more, strict=True)]
    tables = {**tables, "delineation_methods": methods}
    return {**tables, "region_counts": counted(tables, tables["containment"])}


@pytest.mark.parametrize(
    ("region", "known", "more"),
    [
        (REGION, True, {"segment": "jobs_goods"}),
        (PAIR, True, {}),
        (PAIR, False, {"lacking": [lacking("CT"), lacking("MI", published=False)]}),
        (["57104"], True, {"segment": "jobs_goods"}),
        (REGION, True, {"lacking": [lacking("RI", own=True)], "counted_as": "primary jobs"}),
        (REGION, True, {"counted_as": "workers", "missing": ["In 12 more people leave."]}),
    ],
)
def test_no_number_of_a_finding_is_without_its_cell(
    region: list[str], known: bool, more: dict[str, object]
) -> None:
    found = findings(region_tables(FLOWS, region, known), region, **more)
    assert {sentence.text: unclaimed_numbers(sentence) for sentence in found} == {
        sentence.text: [] for sentence in found
    }


def test_a_board_reads_three_to_six_sentences_none_of_them_certain() -> None:
    found = findings(region_tables(FLOWS, REGION), segment="jobs_goods")
    assert 3 <= len(found) <= 6
    assert {sentence.certainty for sentence in found} <= {"likely", "possible", "open"}


def test_the_verdict_comes_first_with_both_shares_and_what_a_place_of_the_size_needs() -> None:
    # 18,250 jobs inside of 18,350 held (99.5%) and 18,360 located (99.4%).  R = 18,350:
    # S = 6,650 / 21,500, Z = 1 - 0.1107 S = 0.9658, needed 0.667 / 0.9658 = 69.1%.
    first, shares = findings(region_tables(FLOWS, REGION))[:2]
    assert first.text.startswith("Your 3 counties hold together by commuting, ")
    assert first.claims[0].text == "3"
    assert first.certainty == "likely"
    assert [claim.text for claim in shares.claims] == ["99.5", "99.4", "69.1%"]


@pytest.mark.parametrize(
    ("own", "more", "told"),
    [
        ((3, 3, 3, 3), (0, 0, 0, 0), ", and all 4 methods draw just this line."),
        ((3, 3, 3, 3), (2, 2, 1, 9), ", but all 4 methods join others to them."),
        ((3, 3, 3, 3), (0, 2, 0, 0), ", and no method divides them; 1 of 4 join others to them."),
        (
            (3, 1, 1, 1),
            (5, 0, 0, 0),
            ", but borders differ by method: 1 of 4 keeps them in one market, a larger one.",
        ),
        (
            (3, 3, 2, 1),
            (5, 0, 0, 0),
            ", but borders differ by method: 2 of 4 keep them in one market.",
        ),
        ((2, 2, 1, 1), (5, 0, 0, 0), ", but each of 4 methods divides them."),
    ],
)
def test_the_verdict_weighs_all_methods(
    own: tuple[float, ...], more: tuple[float, ...], told: str
) -> None:
    tables = with_votes(region_tables(FLOWS, REGION), own, more)
    assert said(tables)[0] == "Your 3 counties hold together by commuting" + told


def test_a_method_that_chance_moves_is_not_weighed_but_named() -> None:
    tables = region_tables(FLOWS, REGION)
    methods = tables["delineation_methods"]
    methods["overlap_by_seed"] = [float("nan")] * 3 + [0.49]
    methods.loc[3, ["counties_by_seed_low", "counties_by_seed_high"]] = [31.0, 63.0]
    tables = with_votes(tables, (3, 3, 3, 1), (0, 0, 0, 30))
    told = said(tables)
    assert told[0].endswith(", and all 3 methods draw just this line.")
    assert told[2].endswith(
        " Communities, the other method, have no vote: on the map they hold 1 of yours, but by the "
        "random start of the search the zone has 31 to 63 counties."
    )
    # Four maps and three votes: the answer says what became of the fourth.
    divided = with_votes(tables, (2, 2, 2, 3), (0, 0, 0, 30))
    assert said(divided)[0].endswith(
        ", but each of 3 methods divides them; a fourth has no firm answer."
    )


def test_a_border_on_which_all_agree_is_only_possible_where_it_is_not_firm() -> None:
    tables = with_votes(region_tables(FLOWS, REGION), (3, 3, 3, 3), (0, 0, 0, 0))
    placed = tables["delineations"]
    placed["membership_share"] = placed["in_region"].astype(float)
    assert findings(tables)[0].certainty == "likely"
    placed["membership_share"] *= 0.8
    assert findings(tables)[0].certainty == "possible"


@pytest.mark.parametrize(
    ("together", "told"),
    [
        ((3, 3, 3, 3), "; which"),
        ((3, 3, 3, 1), ", and 3 of 4 methods keep them in one market; which"),
        ((3, 3, 2, 1), ", but only 2 of 4 methods keep them in one market; which"),
        ((3, 1, 1, 1), ", but only 1 of 4 methods keeps them in one market; which"),
    ],
)
def test_without_flows_of_any_county_outside_only_those_that_divide_are_told(
    together: tuple[int, int, int, int], told: str
) -> None:
    tables = with_votes(region_tables(FLOWS, REGION, known=False), together, (0, 0, 0, 0))
    first = said(tables)[0]
    assert first.startswith(f"Your 3 counties hold together by commuting{told} counties around ")


def test_a_region_below_the_mark_is_none() -> None:
    first = findings(with_residents(region_tables(FLOWS, REGION), 0.55))[0]
    assert first.text.startswith("Your 3 counties are not a labor market of their own")
    assert first.certainty == "likely"


def test_a_region_that_fails_by_what_is_known_fails_whatever_is_missing() -> None:
    # Jobs that are not counted can only lower the shares.
    tables = with_residents(region_tables(FLOWS, REGION), 0.55)
    first, shares = findings(tables, lacking=[lacking("CT"), lacking("RI", own=True)])[:2]
    assert "are not a labor market of their own" in first.text
    assert first.certainty == "likely"
    assert shares.text.endswith("cannot make the region pass: they only lower the shares.")


@pytest.mark.parametrize("supply_side", [0.660, 0.674])
def test_a_verdict_within_a_point_of_the_mark_is_only_possible(supply_side: float) -> None:
    first = findings(with_residents(region_tables(FLOWS, REGION), supply_side))[0]
    assert first.certainty == "possible"


def test_a_place_too_small_is_told_so_and_one_county_is_no_plural() -> None:
    # A tenth of its jobs is below the 3,500 that the rule begins with.
    flows = FLOWS.assign(jobs=FLOWS["jobs"] / 10)
    first = said(region_tables(flows, ["57104"]), ["57104"])[0]
    assert first.startswith("Your county is too small to be a labor market")


def test_with_a_neighbor_file_missing_the_verdict_is_a_bound_and_tells_what_would_turn_it() -> None:
    tables = with_residents(region_tables(FLOWS, REGION), 0.80)
    first, shares = findings(tables, lacking=[lacking("CT")])[:2]
    # R = F / 0.8 and F / (R + x) = 0.667: x = F (1 / 0.667 - 1 / 0.8).
    inside = tables["containment"]["live_and_work_jobs"].iloc[0]
    turn = int(inside * (1 / 0.667 - 1 / 0.8))
    assert shares.text.endswith(
        f" The region would fail this if residents held more than {turn:,} jobs in "
        f"Connecticut, besides the {tables['region_commuting']['jobs'].iloc[0]:,.0f} counted."
    )
    assert first.certainty == "possible"
    assert shares.text.startswith("Of every hundred jobs that residents hold, at most ")


def test_a_verdict_is_likely_where_far_more_would_have_to_be_missing_than_plausible() -> None:
    # Ten times as large: 45,000 further jobs, against five times the 1,000 who come.
    tables = region_tables(FLOWS.assign(jobs=FLOWS["jobs"] * 10), REGION)
    before = counted(tables, tables["containment"]).set_index("counted")["count"]
    further = before["further jobs outside that residents may hold before the verdict turns"]
    for unread, certainty, plausible, times in (
        (1_000, "likely", "plausible", "more than ten times"),
        (int(further / 6.2), "likely", "plausible", "about six times"),
        (int(further / 2.1), "possible", "out of the question", "about twice"),
        (int(further * 1.5), "possible", "out of the question", "fewer than"),
    ):
        counts = counted(tables, tables["containment"], unread)
        # All methods but one keep them together, so that no border is agreed on.
        changed = with_votes(tables, (3, 3, 3, 1), (0, 0, 0, 0))
        kept = changed["region_counts"].set_index("counted")["count"]
        counts["count"] = counts["count"].mask(
            counts["unit"].eq("ways"), counts["counted"].map(kept)
        )
        gone = [lacking("CT")]
        first, shares = findings({**changed, "region_counts": counts}, lacking=gone)[:2]
        assert first.certainty == certainty
        assert shares.text.endswith(
            f" That is {times} the {unread:,} jobs that people from there hold here: so many are "
            f"not {plausible}."
        )


def test_states_farther_away_make_totals_at_least_and_no_verdict_softer() -> None:
    told = findings(region_tables(FLOWS, REGION), further=True)
    assert told[0].certainty == "likely" and "would fail" not in told[1].text
    assert told[1].text.startswith("Of every hundred jobs that residents hold, at most ")
    assert "Residents hold at least 18,350 jobs, at least 0.5% of them" in told[-1].text


def test_without_the_own_in_commuters_the_other_share_is_the_bound() -> None:
    shares = said(region_tables(FLOWS, REGION), lacking=[lacking("CT", own=True)])[1]
    assert "people of other states held more than" in shares
    assert "residents hold at most " in shares


def test_with_flows_within_the_region_missing_nothing_is_said_of_the_verdict() -> None:
    region = [*PAIR, "58001"]
    tables = region_tables(FLOWS, REGION)
    first = findings(tables, region, lacking=[lacking("CT", own=True)])[0]
    assert first.text.startswith("Whether your 3 counties hold together cannot be told")
    assert first.certainty == "open"


def test_the_two_sides_name_their_own_base() -> None:
    told = said(region_tables(FLOWS, REGION))[-1]
    assert told.startswith("Residents hold 18,350 jobs, 0.5% of them outside the region; ")
    assert " The region has 18,360 jobs, 0.6% of them held by people from" in told


def test_totals_with_missing_files_are_at_least() -> None:
    told = said(region_tables(FLOWS, REGION), lacking=[lacking("CT")])[-2]
    assert told.startswith("Residents hold at least 18,350 jobs, at least 0.5% of them outside")
    assert "the largest known group goes to" in told
    assert " The region has 18,360 jobs, 0.6%" in told


def test_workers_are_not_called_jobs() -> None:
    tables = region_tables(FLOWS, REGION)
    assert said(tables, counted_as="workers")[-1].startswith("18,350 residents work, 0.5% of them")
    assert said(tables, counted_as="workers")[1].startswith("Of every hundred people here who")
    assert "18,360 primary jobs" in said(tables, counted_as="primary jobs")[-1]


def test_the_county_that_adds_most_is_named() -> None:
    told = findings(region_tables(FLOWS, PAIR), PAIR)[NEXT]
    assert told.text.startswith("Adding County 57103, the ")
    assert "would make it more self-contained: the lower of the two shares would" in told.text
    assert told.certainty == "likely"


def test_a_county_that_adds_less_than_two_points_would_change_little() -> None:
    tables = region_tables(FLOWS, PAIR)
    sets = tables["containment"]
    sets.loc[sets["rank"].eq(1) & sets["change"].eq("with"), "smaller_side_gain_pp"] = 1.9
    assert "links, would change little: the lower" in said(tables, PAIR)[NEXT]


def test_a_strong_tie_of_a_county_with_unknown_flows_is_named_beside_the_best_known_one() -> None:
    tables = region_tables(FLOWS, PAIR)
    linked = tables["linked_counties"]
    linked.loc[0, "flows_known"] = False
    linked.loc[0, "tie_share_low"] = 0.2
    assert said(tables, PAIR)[NEXT].endswith(
        f" County {linked['area_fips'][0]} has close links too, but its own flows are not at hand."
    )


def test_a_single_county_with_strong_ties_is_the_only_one() -> None:
    tables = region_tables(FLOWS, PAIR)
    sets = tables["containment"]
    sets.loc[sets["change"].eq("with") & sets["rank"].gt(1), "rank"] = None
    told = said(tables, PAIR)[NEXT]
    assert "County 57103, the only county outside with close commuting links" in told


def test_a_best_county_with_another_close_behind_is_only_possible() -> None:
    tables = region_tables(FLOWS, PAIR)
    sets = tables["containment"]
    added = sets.index[sets["change"].eq("with")]
    sets.loc[added[1], "rank"] = 2.0
    sets.loc[added[1], "smaller_side_gain_pp"] = sets.loc[added[0], "smaller_side_gain_pp"] - 0.05
    assert findings(tables, PAIR)[NEXT].certainty == "possible"


def test_where_no_county_helps_it_is_said_so() -> None:
    tables = region_tables(FLOWS, REGION)
    sets = named(containment(FLOWS, REGION, least_tie=0), "area_fips")
    sets.loc[sets["change"].eq("with"), ["smaller_side", "smaller_side_gain_pp"]] = [0.1, -80]
    tables["containment"] = sets
    tables["region_counts"] = counted(tables, sets)
    count = int((sets["change"].eq("with")).sum())
    assert (
        f"None of the {count} counties outside with close commuting links would make"
        in (said(tables)[NEXT])
    )


def test_where_no_further_county_is_known_the_largest_is_said_and_its_whole_cannot_be_told() -> (
    None
):
    tables = region_tables(FLOWS, PAIR, known=False)
    told = findings(tables, PAIR)[NEXT]
    most = tables["linked_counties"].iloc[0]
    assert told.text.startswith(
        "Of the counties outside, as far as is known, County 57103 matters most: "
        f"{most['jobs_of_region_residents']:,.0f} of the jobs that residents hold are "
        "there, and its people hold "
        f"{most['jobs_in_region']:,.0f} jobs here. Were it inside, people from inside would hold "
    )
    assert "at most" not in told.text
    low = findings(tables, PAIR, lacking=[lacking("CT")])[NEXT].text
    assert f"and at most {most['supply_side_covered']:.1%} of your residents' jobs would be" in low
    assert "cannot be told" in told.text
    assert told.certainty == "open"


def test_missing_files_are_said_last() -> None:
    found = findings(region_tables(FLOWS, REGION), lacking=[lacking("OH")])
    assert found[-1].text.startswith("Jobs that residents hold in Ohio are unknown")
    assert found[-1].certainty == "open"


def test_of_an_approximation_the_part_without_numbers_is_said_and_all_others_are_possible() -> None:
    missing = ["Residents are approximated. In 3 more people leave: 13053."]
    found = findings(region_tables(FLOWS, REGION), missing=missing)
    assert found[-1].text == "Residents are approximated."
    assert {sentence.certainty for sentence in found[:-1]} == {"possible"}
    assert found[-1].certainty == ""
    only = findings(region_tables(FLOWS, REGION), missing=["9 of 12 counties have no row."])
    assert only[-1].text == APPROXIMATED


def test_the_next_steps_name_the_file_that_would_settle_most_and_whom_to_ask() -> None:
    tables = region_tables(FLOWS, PAIR, known=False)
    steps = region_next_steps(
        Speaker(tables, KEYS), NO_GAPS, [lacking("CT"), lacking("MI", published=False)]
    )
    assert steps[0].text.startswith("Have your analyst add the flow files of Westmark: they would")
    assert steps[1].text.startswith("Have your analyst add the flow files of Connecticut, which ")
    assert steps[2].text.startswith("Ask employers in County 57103 and at home whether they look")
    known = region_next_steps(Speaker(region_tables(FLOWS, PAIR), KEYS), NO_GAPS, [])
    assert len(known) == 1 and known[0].text.startswith("Ask employers in ")
    assert known[0].text.endswith("no other county outside exchanges more with yours.")


def test_with_missing_files_the_county_to_ask_is_the_first_of_those_known() -> None:
    speaker = Speaker(region_tables(FLOWS, PAIR), KEYS)
    step = region_next_steps(speaker, Gaps(residents_low=True), [])[-1]
    assert step.text.endswith("no other county outside is known to exchange more with yours.")


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ("2019", "In 2019, before the pandemic and working from home, your 3 counties held "),
        ("2000", "In 2000, before the pandemic and working from home, your 3 counties held "),
        ("2020", "In 2020, a time of the pandemic and working from home, your 3 counties held "),
        ("2016-2020", "In 2016-2020, a time of the pandemic and working from home, your 3 coun"),
        ("2022", "Your 3 counties hold together by commuting"),
    ],
)
def test_a_verdict_from_before_or_in_the_pandemic_is_dated(years: str, told: str) -> None:
    tables = region_tables(FLOWS, REGION)
    row = pd.DataFrame({"counted": [YEARS], "count": [1.0], "unit": [years]})
    tables["region_counts"] = pd.concat([tables["region_counts"], row], ignore_index=True)
    first = findings(tables)[0]
    assert first.text.startswith(told)
    assert unclaimed_numbers(first) == []


@pytest.mark.parametrize(("years", "first"), [("2000", True), ("2006-2010", False)])
def test_newer_flows_are_the_first_step_where_those_read_are_old(years: str, first: bool) -> None:
    tables = region_tables(FLOWS, REGION)
    row = pd.DataFrame({"counted": [YEARS], "count": [1.0], "unit": [years]})
    tables["region_counts"] = pd.concat([tables["region_counts"], row], ignore_index=True)
    step = region_next_steps(Speaker(tables, KEYS), NO_GAPS, [])[0]
    assert step.text.startswith("Have your analyst add newer flows") == first
    assert not first or (years in step.text and unclaimed_numbers(step) == [])


def test_the_share_needed_is_told_as_a_rule_and_not_a_law() -> None:
    shares = said(region_tables(FLOWS, REGION))[1]
    assert " By a British rule (travel-to-work areas), our yardstick and no law, a labor " in shares


def test_the_next_steps_name_the_state_whose_files_are_wanted() -> None:
    tables = region_tables(FLOWS, PAIR, known=False)
    linked = tables["linked_counties"]
    linked.loc[0, ["area_fips", "county_name"]] = ["25005", "Bristol County, Massachusetts"]
    step = region_next_steps(Speaker(tables, KEYS), NO_GAPS, [])[0]
    assert step.text == (
        "Have your analyst add the flow files of Massachusetts: they would tell whether Bristol "
        "County, Massachusetts belongs to the region."
    )
    told = findings(tables, PAIR)[NEXT].text
    assert told.endswith("cannot be told: flows within Massachusetts are missing.")


def test_a_possible_finding_says_what_of_the_data_weakens_it() -> None:
    tables = region_tables(FLOWS, REGION)
    rough = findings(tables, missing=["Some stay uncounted."])
    assert {(said.certainty, said.because) for said in rough if said.certainty} == {
        ("possible", "data approximated")
    }
    old = tables["region_counts"]
    row = pd.DataFrame([{"counted": YEARS, "count": 1.0, "unit": "2000"}])
    tables["region_counts"] = pd.concat([old[old["counted"].ne(YEARS)], row], ignore_index=True)
    assert findings(tables, missing=["Some."])[0].because == "data old and approximated"
    gone = findings(region_tables(FLOWS, REGION), lacking=[lacking("CT")])
    assert {said.because for said in gone if said.certainty == "possible"} == {"flows missing"}
    whole = findings(region_tables(FLOWS, REGION))
    assert not any(said.because for said in whole)


def most_and_best(best: str, *, ranked: bool = True) -> Tables:
    """One county exchanges most, and `best` adds most to the region."""
    tables = region_tables(FLOWS, REGION)
    most = tables["linked_counties"].iloc[0]
    row = tables["containment"].iloc[[0]].assign(
        change="with", county_name=f"County {best}", area_fips=best, rank=1.0,
        smaller_side_gain_pp=0.5, counties="x",
    )  # fmt: skip
    other = row.assign(
        area_fips=most["area_fips"], county_name=most["county_name"], smaller_side_gain_pp=0.1,
        rank=2.0 if ranked else float("nan"), counties="y",
    )  # fmt: skip
    own = tables["containment"][tables["containment"]["change"].ne("with")]
    tables["containment"] = pd.concat([own, row, other], ignore_index=True)
    return tables


def test_the_county_to_ask_and_the_county_to_add_are_told_together() -> None:
    tables = most_and_best("57999")
    most = tables["linked_counties"].iloc[0]["county_name"]
    step = region_next_steps(Speaker(tables, KEYS), NO_GAPS, [])[-1]
    assert step.text == (
        f"Ask employers in {most} and County 57999 and at home whether they look for workers "
        "across the border: no other county outside exchanges more with yours than the first, and "
        "none would add more to the region than the second."
    )
    told = said(tables)[NEXT]
    assert told.endswith(f" {most} exchanges more with yours, but would raise it less.")
    far = said(most_and_best("57999", ranked=False))[NEXT]
    assert far.endswith(
        f" {most} exchanges more with yours, but its links are not close for its size."
    )


def test_a_county_that_is_both_is_told_once() -> None:
    tables = region_tables(FLOWS, REGION)
    best = tables["linked_counties"].iloc[0]["area_fips"]
    step = region_next_steps(Speaker(most_and_best(best), KEYS), NO_GAPS, [])[-1]
    assert step.text.endswith("no other county outside exchanges more with yours.")
    assert "exchanges more with yours" not in said(most_and_best(best))[NEXT]

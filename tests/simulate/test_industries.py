from __future__ import annotations

import numpy as np
import pytest

from sectornb.simulate.industries import activities, path_of, tree
from sectornb.simulate.read import texts

ENDED = ["442", "443", "446", "447", "448", "451", "452", "453", "454", "511", "515"]
STARTED = ["449", "455", "456", "457", "458", "459", "513", "516"]


def test_path_runs_from_the_total_to_six_digits() -> None:
    assert path_of("238212") == ["10", "101", "1012", "23", "238", "2382", "23821", "238212"]
    assert path_of("452210")[:5] == ["10", "102", "1021", "44-45", "452"]
    assert path_of("999999")[:5] == ["10", "102", "1029", "99", "999"]


@pytest.mark.parametrize("edition", [2017, 2022])
def test_every_industry_but_the_total_is_the_sum_of_its_family(edition: int) -> None:
    part = tree(edition)
    jobs = np.random.default_rng(1).integers(0, 9, (2, len(activities()), 3))
    sums = part.add_up(jobs)
    for children, starts, parents in part.families:
        assert (np.add.reduceat(sums[children], starts, axis=0) == sums[parents]).all()
    assert (sums[0] == jobs.sum(axis=1)).all()


def test_three_digit_codes_end_and_start_with_the_new_edition() -> None:
    old, new = (set(tree(year).industry_code.tolist()) for year in (2017, 2022))
    assert set(ENDED) <= old and not set(ENDED) & new
    assert set(STARTED) <= new and not set(STARTED) & old
    assert {"518", "519"} <= old & new


def test_specialty_trades_are_split_the_way_the_agency_splits_them() -> None:
    codes = set(tree(2022).industry_code.tolist())
    six = {code for code in codes if len(code) == 6 and code.startswith("238")}
    assert six and {code[-1] for code in six} == {"1", "2"}


def test_rows_are_sorted_by_owner_and_code_as_text() -> None:
    part = tree(2022)
    keys = list(zip(part.own_code.tolist(), part.industry_code.tolist(), strict=True))
    assert keys == sorted(keys) and len(keys) == len(set(keys))


def test_every_code_of_both_editions_has_a_title_and_no_other() -> None:
    known = texts("industry_titles", "industry_title")
    used = {code for year in (2017, 2022) for code in tree(year).industry_code.tolist()}
    assert list(known) == sorted(used)
    assert known["31-33"] == "NAICS 31-33 Manufacturing"
    assert known["1029"] == "Unclassified"
    assert all('"' not in title for title in known.values())

"""Flows as a square table."""

import numpy as np
import pandas as pd
import pytest

from sectornb.errors import UnknownCodeError
from sectornb.region.flow_matrix import flow_matrix
from tests.builders.flow_tables import case_matrix, table_of


def flows(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["home_area_fips", "work_area_fips", "jobs"])


def test_a_table_comes_back_from_its_pairs() -> None:
    matrix = flow_matrix(table_of(case_matrix()))
    assert matrix.codes == case_matrix().codes
    assert (matrix.between == case_matrix().between).all()


def test_counties_known_on_one_side_are_left_out_before_totals() -> None:
    # 57005 is a workplace only: its 5 jobs are not among the residents' jobs of 57001.
    matrix = flow_matrix(flows(("57001", "57001", 10), ("57001", "57005", 5)))
    assert matrix.codes == ("57001",)
    assert matrix.residents.tolist() == [10]


def test_exchange_with_counties_that_are_not_kept_stays_in_the_totals() -> None:
    pairs = flows(("57001", "57001", 10), ("57001", "57003", 5), ("58001", "57001", 7))
    matrix = flow_matrix(pairs, ["57001"])
    assert matrix.between.tolist() == [[10]]
    assert matrix.residents.tolist() == [15]
    assert matrix.jobs.tolist() == [17]


def test_drawn_flows_change_totals_by_what_they_changed() -> None:
    matrix = case_matrix()
    drawn = matrix.resampled(np.random.default_rng(1))
    assert (drawn.between[matrix.between == 0] == 0).all()
    assert not (drawn.between == matrix.between).all()
    assert drawn.residents == pytest.approx(drawn.between.sum(axis=1))
    again = matrix.resampled(np.random.default_rng(1))
    assert (drawn.between == again.between).all()


def test_flows_without_a_county_on_both_sides_are_refused() -> None:
    with pytest.raises(UnknownCodeError, match="both as home and as workplace"):
        flow_matrix(flows(("57001", "57003", 5)))


def test_counties_to_keep_that_are_not_there_are_refused() -> None:
    with pytest.raises(UnknownCodeError, match="None of 57999"):
        flow_matrix(flows(("57001", "57001", 5)), ["57999"])


def test_a_county_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownCodeError, match="57999"):
        case_matrix().places(["57999"])

"""Codes of occupations: matched, translated, or named as lost; no jobs spread over several."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError
from sectornb.occupation.codes import MatrixCodes, OnetCodes, code_joins, matrix_codes, onet_codes

CROSSWALK = pd.DataFrame(
    [
        ("29-1141.00", "29-1141"), ("29-1141.01", "29-1141"), ("31-1121.00", "31-1120"),
        ("31-1122.00", "31-1120"), ("29-1229.00", "29-1229"), ("29-1242.00", "29-1242"),
    ],
    columns=["onet_soc", "matrix_soc"],
)  # fmt: skip
HYBRID = pd.DataFrame(
    [
        ("31-1120", "31-1121", "31-1011"), ("31-1120", "31-1122", "39-9021"),
        ("29-1228", "29-1229", "29-1069"), ("29-1228", "29-1242", "29-1067"),
        ("29-1141", "29-1141", "29-1141"),
    ],
    columns=["oes_2019", "soc_2018", "oes_2018"],
)  # fmt: skip
JOBS = pd.Series({"29-1141": 600.0, "31-1120": 300.0, "29-1228": 100.0})


def brought(
    jobs: pd.Series[float], edition: str = "hybrid", held: tuple[str, ...] = ()
) -> MatrixCodes:
    return matrix_codes(jobs, edition, held, HYBRID, CROSSWALK, ["t"])


def behind(jobs: pd.Series[float], rated: list[str], crosswalk: bool = True) -> OnetCodes:
    return onet_codes(jobs, CROSSWALK if crosswalk else None, rated, ["t"])


def test_a_code_of_the_matrix_stays() -> None:
    rows = brought(pd.Series({"29-1141": 600.0}), "2018").rows
    assert rows.iloc[0].tolist() == ["29-1141", "29-1141", "identical", "29-1141"]


def test_a_finer_code_becomes_the_one_that_joins_it() -> None:
    found = brought(pd.Series({"31-1121": 5.0, "31-1122": 4.0}), "2018")
    assert found.soc == {"31-1121": "31-1120", "31-1122": "31-1120"}


def test_a_code_of_the_hybrid_that_the_matrix_joins_again_is_one() -> None:
    assert brought(JOBS).soc == {"29-1141": "29-1141", "31-1120": "31-1120"}


def test_a_code_of_soc_2010_becomes_that_of_2018_first() -> None:
    found = brought(pd.Series({"31-1011": 5.0, "39-9021": 4.0}), "2010")
    assert found.soc == {"31-1011": "31-1120", "39-9021": "31-1120"}


def test_a_divided_code_has_candidates_and_no_code() -> None:
    found = brought(JOBS)
    row = found.rows.set_index("code").loc["29-1228"]
    assert pd.isna(row["soc"])
    assert (row["code_status"], row["candidates"]) == ("several", "29-1229, 29-1242")
    assert found.join.share == pytest.approx(0.9)
    assert "29-1228 (29-1229, 29-1242)" in found.join.told


def test_codes_that_other_tables_have_are_the_matrix_s_own() -> None:
    found = brought(pd.Series({"45-3031": 5.0, "29-1141": 5.0}), "2018", ("45-3031",))
    assert found.soc["45-3031"] == "45-3031"


def test_an_old_code_without_its_table_is_told_to_stand_as_it_was() -> None:
    found = matrix_codes(JOBS, "hybrid", ["29-1141"], None, CROSSWALK, ["t"])
    assert "taken as they stand" in found.join.told


def test_codes_that_no_table_knows_are_refused() -> None:
    with pytest.raises(InputError, match="None of the 1 code.*seven characters"):
        brought(pd.Series({"291141": 10.0}), "2018")


@given(st.dictionaries(st.sampled_from([*HYBRID["oes_2019"], "99-9998"]), st.floats(1, 1e6)))
def test_no_code_has_two_and_no_jobs_are_made(jobs: dict[str, float]) -> None:
    jobs = {**jobs, "29-1141": 4e6}
    found = brought(pd.Series(jobs))
    assert found.rows["code"].tolist() == list(jobs)
    assert sum(jobs[code] for code in found.soc) == pytest.approx(found.join.kept)


def test_the_crosswalk_keeps_jobs_that_cut_codes_lose() -> None:
    found = behind(JOBS, ["29-1141.00", "29-1141.01", "31-1121.00"])
    assert found.pairs.to_numpy().tolist() == [
        ["29-1141", "29-1141.00"], ["29-1141", "29-1141.01"], ["31-1120", "31-1121.00"],
    ]  # fmt: skip
    assert (found.join.share, found.by_prefix.share) == pytest.approx((0.9, 0.6))


def test_o_net_occupations_without_ratings_are_left_out() -> None:
    found = behind(JOBS, ["29-1141.00"])
    assert found.pairs["onet_soc"].tolist() == ["29-1141.00"]


def test_without_a_crosswalk_codes_are_cut() -> None:
    found = behind(JOBS, ["29-1141.00", "31-1121.00"], crosswalk=False)
    assert found.pairs["soc"].tolist() == ["29-1141"]
    assert found.join is found.by_prefix


def test_a_comparison_that_keeps_nothing_is_no_error() -> None:
    found = behind(pd.Series({"31-1120": 300.0}), ["31-1121.00"])
    assert (found.join.share, found.by_prefix.share) == (1.0, 0.0)


def test_occupations_without_any_rating_are_refused() -> None:
    with pytest.raises(InputError, match="Add O.NET's Skills"):
        behind(pd.Series({"31-1120": 300.0}), ["29-1141.00"])


def test_each_join_says_what_it_kept_and_lost() -> None:
    found = behind(JOBS, ["29-1141.00", "31-1121.00"])
    table = code_joins([found.join, found.by_prefix])
    assert table["codes_looked_up"].tolist() == [3, 3]
    assert table["codes_matched"].tolist() == [2, 1]
    assert table["kept_share"].tolist() == pytest.approx([0.9, 0.6])
    assert table["dropped"].tolist() == ["29-1228 (100)", "31-1120 (300), 29-1228 (100)"]
    assert code_joins([]).columns.tolist() == table.columns.tolist()

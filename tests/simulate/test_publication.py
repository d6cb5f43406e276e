from __future__ import annotations

import numpy as np
import pandas as pd

from sectornb.simulate import State
from sectornb.simulate.industries import tree

KEYS = ["area_fips", "own_code", "industry_code"]
REAL_SHARES = {"74": 0.12, "75": 0.33, "76": 0.54, "77": 0.67, "78": 0.72}


def counties(frame: pd.DataFrame) -> pd.DataFrame:
    tail = frame["area_fips"].str[2:]
    return frame[~tail.isin(["000", "999"]) & (frame["area_fips"] != "US000")]


def private(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["own_code"] == "5"]


def with_parent(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Rows by owner below the total of the owner, with the code of their parent."""
    part = tree(2022 if year >= 2022 else 2017)
    parent = {}
    for own, code, above in zip(part.own_code, part.industry_code, part.parent, strict=True):
        if above > 0:
            parent[str(own), str(code)] = str(part.industry_code[above])
    keys = zip(frame["own_code"], frame["industry_code"], strict=True)
    return frame.assign(parent=[parent.get(key, "") for key in keys]).query("parent != ''")


def open_families(frame: pd.DataFrame, year: int, measures: list[str]) -> pd.DataFrame:
    """Per family whose rows are all published: the parent's figures and the children's sums."""
    children = with_parent(frame, year)
    keys = ["area_fips", "own_code", "parent", "qtr"]
    closed = children["disclosure_code"].eq("N").groupby([children[k] for k in keys]).any()
    sums = children.groupby(keys)[measures].sum()
    sums = sums.add_suffix("_sum").assign(children=children.groupby(keys).size())[~closed]
    parents = frame[frame["disclosure_code"] != "N"].rename(columns={"industry_code": "parent"})
    return parents.set_index(keys)[measures].join(sums, how="inner")


def test_wages_add_exactly_in_fully_published_families(seeded: State) -> None:
    for year, frame in seeded.annual.items():
        found = open_families(frame, year, ["total_annual_wages"])
        assert len(found) > 1000
        assert (found["total_annual_wages"] == found["total_annual_wages_sum"]).all()


def test_rounded_averages_add_within_half_a_job_each(seeded: State) -> None:
    for year, frame in seeded.annual.items():
        found = open_families(frame, year, ["annual_avg_emplvl"])
        gap = (found["annual_avg_emplvl"] - found["annual_avg_emplvl_sum"]).abs()
        assert (gap <= 0.5 * (found["children"] + 1)).all()
        assert (gap > 0).any()


def test_monthly_jobs_add_exactly_in_fully_published_families(seeded: State) -> None:
    months = ["month1_emplvl", "month2_emplvl", "month3_emplvl", "total_qtrly_wages"]
    found = open_families(seeded.quarterly[2022], 2022, months)
    for name in months:
        assert (found[name] == found[f"{name}_sum"]).all()


def test_average_pay_tells_the_unrounded_employment_in_twelfths(seeded: State) -> None:
    # Pay = wages / (k / 12) rounded, so k lies in 12 wages / (pay +- 0.5).
    frame = seeded.annual[2022]
    shown = frame[(frame["disclosure_code"] == "") & (frame["avg_annual_pay"] > 0)]
    wages, pay = shown["total_annual_wages"], shown["avg_annual_pay"]
    low = np.ceil(12 * wages / (pay + 0.5) - 1e-9)
    high = np.floor(12 * wages / (pay - 0.5) + 1e-9)
    jobs = shown["annual_avg_emplvl"]
    low = np.maximum(low, np.ceil(12 * (jobs - 0.5)))
    high = np.minimum(high, np.ceil(12 * (jobs + 0.5)) - 1)
    assert (high >= low).all()
    local = shown["area_fips"] != "US000"
    assert (high == low)[local].mean() > 0.9


def test_pay_and_weekly_wage_follow_from_wages(example: State) -> None:
    # 12 months of jobs give the average; the annual row of the core county's total.
    frame = example.annual[2022].set_index(KEYS)
    row = frame.loc[("57029", "0", "10")]
    economy = example.economy
    place = economy.areas.index("57029")
    jobs = economy.jobs[place, :, economy.months(2022)].sum() / 12
    wages = economy.wages[place, :, economy.quarters(2022)].sum()
    assert row["total_annual_wages"] == wages
    assert row["annual_avg_emplvl"] == np.floor(jobs + 0.5)
    assert row["avg_annual_pay"] == np.floor(wages / jobs + 0.5)
    assert row["annual_avg_wkly_wage"] == np.floor(wages / jobs / 52 + 0.5)


def test_annual_employment_is_the_mean_of_the_published_months(example: State) -> None:
    quarters = example.quarterly[2022]
    months = quarters[["month1_emplvl", "month2_emplvl", "month3_emplvl"]].sum(axis=1)
    mean = months.groupby([quarters[key] for key in KEYS]).sum() / 12
    annual = example.annual[2022].set_index(KEYS)
    shown = annual[annual["disclosure_code"] == ""]["annual_avg_emplvl"]
    assert (np.floor(mean.loc[shown.index] + 0.5) == shown).all()


def test_quotients_use_the_total_of_all_owners(example: State) -> None:
    frame = example.annual[2022]
    total = frame[frame["own_code"] == "0"].set_index("area_fips")["annual_avg_emplvl"]
    nation = frame[frame["area_fips"] == "US000"].set_index(KEYS[1:])["annual_avg_emplvl"]
    shown = frame[(frame["lq_disclosure_code"] == "") & (frame["annual_avg_emplvl"] > 0)]
    share = shown["annual_avg_emplvl"] / shown["area_fips"].map(total)
    keys = pd.MultiIndex.from_frame(shown[KEYS[1:]])
    quotient = share / (nation.reindex(keys).to_numpy() / total["US000"])
    assert ((quotient - shown["lq_annual_avg_emplvl"]).abs() <= 0.00501).all()


def test_change_over_the_year_leads_to_last_years_file(example: State) -> None:
    now = example.annual[2022].set_index(KEYS)
    before = example.annual[2021].set_index(KEYS)
    shown = now[now["oty_disclosure_code"] == ""]
    last = shown["annual_avg_emplvl"] - shown["oty_annual_avg_emplvl_chg"]
    assert (last == before.loc[shown.index, "annual_avg_emplvl"]).all()
    assert (before.loc[shown.index, "disclosure_code"] == "").all()


def test_a_code_that_is_new_has_no_change_over_the_year(example: State) -> None:
    frame = example.annual[2022]
    new = frame[frame["industry_code"].isin(["449", "455", "513", "516"])]
    assert len(new) and (new["oty_disclosure_code"] == "N").all()
    assert (new["oty_annual_avg_emplvl_chg"] == 0).all()
    assert (new["oty_annual_avg_estabs_chg"] == new["annual_avg_estabs"]).all()


def test_withheld_rows_hold_zero_and_keep_their_establishments(seeded: State) -> None:
    frame = seeded.annual[2022]
    hidden = frame[frame["disclosure_code"] == "N"]
    numbers = hidden.select_dtypes("number")
    kept = {"annual_avg_estabs", "lq_annual_avg_estabs"}
    kept |= {"oty_annual_avg_estabs_chg", "oty_annual_avg_estabs_pct_chg"}
    assert (numbers.drop(columns=list(kept)) == 0).all(axis=None)
    assert (hidden["annual_avg_estabs"] > 0).mean() > 0.95
    assert (hidden["lq_disclosure_code"] == "N").all()
    assert (hidden["oty_disclosure_code"] == "N").all()


def test_no_classified_private_row_with_fewer_than_three_establishments_is_open(
    seeded: State,
) -> None:
    frame = private(pd.concat(seeded.annual.values()))
    small = frame[(frame["annual_avg_estabs"] < 3) & (frame["disclosure_code"] == "")]
    assert set(small["industry_code"]) <= {"1029", "99", "999", "9999", "99999", "999999"}
    assert len(small)


def test_shares_of_withheld_private_rows_are_those_of_real_files(seeded: State) -> None:
    for frame in seeded.annual.values():
        rows = private(counties(frame))
        share = rows["disclosure_code"].eq("N").groupby(rows["agglvl_code"]).mean()
        assert share["71"] == 0 and share["72"] == 0 and share["73"] < 0.05
        for level, real in REAL_SHARES.items():
            assert abs(share[level] - real) < 0.06


def test_government_rows_are_opened_in_2022_and_federal_ones_always_were(seeded: State) -> None:
    for year, frame in seeded.annual.items():
        local = counties(frame)
        government = local[local["own_code"].isin(["2", "3"])]
        share = government["disclosure_code"].eq("N").mean()
        assert share == 0 if year >= 2022 else 0.7 < share < 0.88
        assert (frame.loc[frame["own_code"] == "1", "disclosure_code"] == "").all()


def test_the_nation_never_withholds_private_rows_and_adds_up(seeded: State) -> None:
    for year, frame in seeded.annual.items():
        nation = frame[frame["area_fips"] == "US000"]
        assert (private(nation)["disclosure_code"] == "").all()
        found = open_families(private(nation), year, ["total_annual_wages"])
        assert len(found) > 200
        assert (found["total_annual_wages"] == found["total_annual_wages_sum"]).all()


def test_owners_add_up_to_total_covered(seeded: State) -> None:
    frame = seeded.annual[2022]
    totals = frame[frame["industry_code"] == "10"]
    owners = totals[totals["own_code"] != "0"].groupby("area_fips")["total_annual_wages"].sum()
    all_owners = totals[totals["own_code"] == "0"].set_index("area_fips")["total_annual_wages"]
    assert (owners == all_owners).all()


def test_total_covered_exists_for_all_industries_only(example: State) -> None:
    frame = example.annual[2022]
    assert set(frame.loc[frame["own_code"] == "0", "industry_code"]) == {"10"}
    assert set(frame["agglvl_code"].str[1]) == set("012345678")


def test_rows_without_establishments_are_dashes_in_quarterly_files_only(seeded: State) -> None:
    assert set(seeded.annual[2022]["disclosure_code"]) == {"", "N"}
    quarters = seeded.quarterly[2022]
    dashes = quarters[quarters["disclosure_code"] == "-"]
    assert len(dashes) and (dashes["qtrly_estabs"] == 0).all()
    assert (dashes[["month1_emplvl", "month3_emplvl", "total_qtrly_wages"]] == 0).all(axis=None)


def test_keys_are_unique_and_sorted(example: State) -> None:
    frame = example.annual[2022]
    assert not frame.duplicated(KEYS).any()
    keys = list(frame[KEYS].itertuples(index=False, name=None))
    assert keys == sorted(keys)


def test_true_zeros_are_published_beside_withheld_ones(seeded: State) -> None:
    frame = seeded.annual[2022]
    zero = frame[(frame["disclosure_code"] == "") & (frame["annual_avg_emplvl"] == 0)]
    assert (zero["annual_avg_estabs"] > 0).any()
    assert (zero["total_annual_wages"] > 0).any() and (zero["total_annual_wages"] == 0).any()


def test_cells_are_open_in_one_year_and_hidden_in_the_next_but_seldom(example: State) -> None:
    before, now = (private(counties(f)).set_index(KEYS) for f in example.annual.values())
    both = before.index.intersection(now.index)
    old, new = (f.loc[both, "disclosure_code"] for f in (before, now))
    assert 0.001 < (old != new).mean() < 0.2

"""Real completions: rows 99 and programs give the same sum, and every institution has a county."""

from __future__ import annotations

from pathlib import Path

from sectornb.sources.adding import add_files
from sectornb.sources.ipeds import county_awards, read_completions
from sectornb.sources.library import Library


def test_rows_99_and_programs_give_the_same_sum(real_data: Path) -> None:
    table = read_completions(real_data / "ipeds" / "C2023_A_oh_ri_ct_7col.csv")
    totals = table[table["is_total"]]
    assert (len(totals), totals["awards"].sum()) == (1_152, 250_657)
    assert table.loc[~table["is_total"], "awards"].sum() == 250_657


def test_every_institution_with_awards_has_a_county(real_data: Path, tmp_path: Path) -> None:
    names = ("C2023_A_oh_ri_ct_7col.csv", "HD2023_oh_ri_ct.csv")
    files = [real_data / "ipeds" / name for name in names]
    add_files(tmp_path / "library", files, "ipeds", "2023")
    table = county_awards(Library(tmp_path / "library"))
    assert table["awards"].sum() == 250_657 and table["unit_id"].nunique() == 347
    assert table["county_fips"].str[:2].unique().tolist() == ["09", "39", "44"]

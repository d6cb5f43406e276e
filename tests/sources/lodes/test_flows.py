"""Commuting between counties from home-to-work files: sums, what is missing, kept copies."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import (
    InputError,
    NotInLibraryError,
    ParameterError,
    UnknownCodeError,
)
from sectornb.sources import store
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.lodes import flows as reading
from sectornb.sources.lodes.checks import OdContents, check_od_file
from sectornb.sources.lodes.crosswalk import workforce_areas
from sectornb.sources.lodes.flows import lodes_county_flows, missing_flow_files
from sectornb.sources.states import neighboring_states, us_state
from tests.builders.commuting import block, crosswalk_text, od_file, od_text, write_gzip

A1, A2 = block("57001"), block("57001", 1002)
B, C = block("57003"), block("58001")
KEYS = ["home_area_fips", "work_area_fips"]


def library_of(folder: Path, files: dict[str, list[tuple[str, str, int]]]) -> Library:
    paths = [od_file(folder / "downloads", name, pairs) for name, pairs in files.items()]
    add_files(folder / "library", paths, "lodes", "2019")
    return Library(folder / "library")


def both_states(folder: Path) -> Library:
    return library_of(
        folder,
        {
            "wm_od_main_JT00_2019": [(A1, A1, 5), (A1, A2, 1), (A2, B, 3), (B, B, 2)],
            "wm_od_aux_JT00_2019": [(A1, C, 4)],
            "em_od_aux_JT00_2019": [(C, A2, 7), (C, block("60001"), 9)],
        },
    )


def pairs_of(flows: pd.DataFrame) -> dict[tuple[str, str], int]:
    return dict(zip(zip(flows[KEYS[0]], flows[KEYS[1]], strict=True), flows["jobs"], strict=True))


def test_blocks_add_up_to_counties_over_main_and_aux(tmp_path: Path) -> None:
    # 5 + 1 jobs within 57001; from 58001 into it 4; from it to 58001 7; the 9 jobs in 58001 of
    # people of a third state are nobody's here.
    flows = lodes_county_flows(both_states(tmp_path), 2019, ["57"])
    assert pairs_of(flows) == {
        ("57001", "57001"): 6,
        ("57001", "58001"): 7,
        ("57003", "57001"): 3,
        ("57003", "57003"): 2,
        ("58001", "57001"): 4,
    }
    assert flows.index.equals(pd.RangeIndex(5))
    assert str(flows["home_area_fips"].dtype) == "str"


def test_residents_of_chosen_states_are_followed(tmp_path: Path) -> None:
    flows = lodes_county_flows(both_states(tmp_path), 2019, ["WM"], home_states=["57", "58"])
    assert pairs_of(flows)["57001", "58001"] == 7


def test_segments_stand_beside_the_jobs(tmp_path: Path) -> None:
    library = both_states(tmp_path)
    flows = lodes_county_flows(library, 2019, ["57"], segments=["jobs_pay_over_3333", "jobs_goods"])
    assert list(flows) == [*KEYS, "jobs", "jobs_pay_over_3333", "jobs_goods"]
    assert flows["jobs"].equals(flows["jobs_pay_over_3333"].rename("jobs"))
    assert flows["jobs_goods"].eq(0).all()


def test_codes_keep_their_leading_zeros(tmp_path: Path) -> None:
    work, home = block("01001"), block("01003")
    library = library_of(tmp_path, {"al_od_main_JT00_2019": [(work, home, 2)]})
    assert pairs_of(lodes_county_flows(library, 2019, ["AL"])) == {("01003", "01001"): 2}


def test_a_missing_aux_file_is_announced_and_not_zero(tmp_path: Path) -> None:
    library = library_of(tmp_path, {"wm_od_main_JT00_2019": [(A1, A1, 5)]})
    own, neighbor = missing_flow_files(library, 2019, "JT00", ["57"])
    assert (own.state.usps, own.own, neighbor.state.usps, neighbor.own) == ("WM", True, "EM", False)
    assert neighbor.text == (
        "The Eastmere aux file (em_od_aux_JT00_2019.csv.gz) is missing: jobs that residents hold "
        "in Eastmere are not counted, not zero."
    )
    assert "who live in other states are not counted" in own.text
    assert missing_flow_files(both_states(tmp_path / "whole"), 2019, "JT00", ["57"]) == ()


def test_a_state_that_published_nothing_is_told_from_a_file_not_added(tmp_path: Path) -> None:
    home = block("39049")
    path = od_file(tmp_path, "oh_od_main_JT00_2022", [(home, home, 1)])
    add_files(tmp_path / "library", [path], "lodes", "2022")
    missing = missing_flow_files(Library(tmp_path / "library"), 2022, "JT00", ["OH"])
    published = {finding.state.usps: finding.published for finding in missing}
    assert published == {"OH": True, "IN": True, "KY": True, "MI": False, "PA": True, "WV": True}
    assert any(
        finding.text.startswith("Michigan has no published file of this year")
        for finding in missing
    )


def test_a_missing_main_file_is_an_error_that_says_where_to_get_it(tmp_path: Path) -> None:
    library = both_states(tmp_path)
    with pytest.raises(NotInLibraryError, match=r"em_od_main_JT00_2019\.csv\.gz.*sectornb add"):
        lodes_county_flows(library, 2019, ["57", "58"])
    with pytest.raises(NotInLibraryError, match="JT01"):
        lodes_county_flows(library, 2019, ["57"], job_type="JT01")
    with pytest.raises(NotInLibraryError, match="of 2018"):
        missing_flow_files(library, 2018, "JT00", ["57"])


def test_unknown_words_are_refused(tmp_path: Path) -> None:
    library = both_states(tmp_path)
    with pytest.raises(ParameterError, match="JT09"):
        lodes_county_flows(library, 2019, ["57"], job_type="JT09")
    with pytest.raises(ParameterError, match="jobs_goods"):
        lodes_county_flows(library, 2019, ["57"], segments=["jobs_good"])
    with pytest.raises(UnknownCodeError, match="'99'"):
        lodes_county_flows(library, 2019, ["99"])
    with pytest.raises(ParameterError, match="Write a list"):
        lodes_county_flows(library, 2019, "57")
    with pytest.raises(ParameterError, match="No state"):
        lodes_county_flows(library, 2019, [])


def test_an_unpacked_file_gives_the_same_flows(tmp_path: Path) -> None:
    pairs = [(A1, A1, 5), (A2, B, 3)]
    path = tmp_path / "wm_od_main_JT00_2019.csv"
    path.write_text(od_text(pairs))
    add_files(tmp_path / "plain", [path], "lodes", "2019")
    packed = library_of(tmp_path, {"wm_od_main_JT00_2019": pairs})
    pd.testing.assert_frame_equal(
        lodes_county_flows(Library(tmp_path / "plain"), 2019, ["57"]),
        lodes_county_flows(packed, 2019, ["57"]),
    )


@given(
    st.dictionaries(
        st.tuples(st.sampled_from([A1, A2, B]), st.sampled_from([A1, A2, B])),
        st.integers(1, 10**6),
        min_size=1,
    )
)
def test_no_job_is_lost_or_invented(
    tmp_path_factory: pytest.TempPathFactory, jobs: dict[tuple[str, str], int]
) -> None:
    folder = tmp_path_factory.mktemp("flows")
    path = od_file(folder, "any", [(*pair, count) for pair, count in jobs.items()])
    table = check_od_file(path).draft.table()
    assert table["S000"].sum() == sum(jobs.values())
    for (work, home), _ in jobs.items():
        found = table[table[KEYS[0]].eq(home[:5]) & table[KEYS[1]].eq(work[:5])]
        wanted = sum(
            count for (w, h), count in jobs.items() if (w[:5], h[:5]) == (work[:5], home[:5])
        )
        assert found["S000"].tolist() == [wanted]


def test_a_file_damaged_in_the_library_is_refused(tmp_path: Path) -> None:
    path = od_file(tmp_path, "any", [(A1, A1, 5)])
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(InputError, match="damaged"):
        check_od_file(path)


class TestStore:
    @pytest.fixture(autouse=True)
    def _keep_small_files(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store, "LONG", 0)

    def stores(self, library: Library) -> list[Path]:
        return sorted(library.root.rglob(".*.parquet"))

    def test_it_is_made_when_a_file_is_added_and_read_instead_of_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = both_states(tmp_path)
        assert len(self.stores(library)) == 3
        monkeypatch.setattr(reading, "check_od_file", lambda *_: pytest.fail("read again"))
        flows = lodes_county_flows(library, 2019, ["57"])
        assert pairs_of(flows)["57001", "57001"] == 6
        assert len(library.holdings()) == 3

    def test_it_gives_what_the_file_gives(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        segments = ["jobs_other_services", "jobs_goods"]
        kept = lodes_county_flows(both_states(tmp_path / "a"), 2019, ["57"], segments=segments)
        monkeypatch.setattr(store, "LONG", 1 << 20)
        plain = both_states(tmp_path / "b")
        assert self.stores(plain) == []
        pd.testing.assert_frame_equal(
            lodes_county_flows(plain, 2019, ["57"], segments=segments), kept
        )

    @pytest.mark.parametrize("damage", [b"", b"nonsense", b"\xff\xfe\x00"])
    def test_a_damaged_one_is_made_again(self, tmp_path: Path, damage: bytes) -> None:
        library = both_states(tmp_path)
        first = lodes_county_flows(library, 2019, ["57"])
        for path in self.stores(library):
            path.write_bytes(damage)
        again = lodes_county_flows(Library(library.root), 2019, ["57"])
        pd.testing.assert_frame_equal(again, first)
        assert all(path.stat().st_size > 100 for path in self.stores(library))

    def test_it_is_not_used_for_another_file(self, tmp_path: Path) -> None:
        lodes_county_flows(both_states(tmp_path), 2019, ["57"])
        other = od_file(tmp_path / "new", "wm_od_main_JT00_2019", [(A1, A1, 50)])
        add_files(tmp_path / "library", [other], "lodes", "2019", replace=True)
        flows = lodes_county_flows(Library(tmp_path / "library"), 2019, ["57"])
        assert pairs_of(flows)["57001", "57001"] == 50
        assert len(self.stores(Library(tmp_path / "library"))) == 3

    def test_a_folder_that_cannot_be_written_is_read_all_the_same(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "access", lambda *_: False)
        library = both_states(tmp_path)
        assert lodes_county_flows(library, 2019, ["57"])["jobs"].sum() == 22
        assert self.stores(library) == []

    def test_several_readers_at_once_agree(self, tmp_path: Path) -> None:
        for path in self.stores(both_states(tmp_path)):
            path.unlink()

        def read(_: int) -> int:
            flows = lodes_county_flows(Library(tmp_path / "library"), 2019, ["57"])
            return int(flows["jobs"].sum())

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(read, range(8))) == [22] * 8


def test_a_library_reads_each_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = both_states(tmp_path)
    read: list[Path] = []

    def counted(path: Path) -> OdContents:
        read.append(path)
        return check_od_file(path)

    monkeypatch.setattr(reading, "check_od_file", counted)
    for segments in ([], ["jobs_goods"]):
        lodes_county_flows(library, 2019, ["57"], segments=segments)
    assert len(read) == len(set(read)) == 3


def test_workforce_areas_tell_which_counties_are_divided(tmp_path: Path) -> None:
    # 57001 has three blocks in areas, two of them in the first; its fourth lies in no area.
    rows = [
        (block("57001", 1001), "57001", "57000001"),
        (block("57001", 1002), "57001", "57000001"),
        (block("57001", 1003), "57001", "57000002"),
        (block("57001", 1004), "57001", ""),
        (block("57003", 1001), "57003", "57000002"),
        (block("57003", 1002), "58001", "58000001"),
    ]
    path = write_gzip(tmp_path / "x.csv.gz", crosswalk_text(rows))
    add_files(tmp_path / "library", [path], "lodes", "2019")
    areas = workforce_areas(Library(tmp_path / "library"), "WM")
    assert areas["stwibname"].tolist() == ["Board 57000001", "Board 57000002", "Board 57000002"]
    assert areas["area_fips"].tolist() == ["57001", "57001", "57003"]
    assert areas["blocks"].tolist() == [2, 1, 1]
    assert areas["blocks_share"].tolist() == pytest.approx([2 / 3, 1 / 3, 1])


def test_a_crosswalk_is_never_chosen_among_vintages(tmp_path: Path) -> None:
    path = write_gzip(tmp_path / "x.csv.gz", crosswalk_text([(A1, "57001", "57000001")]))
    for vintage in ("2019", "2020"):
        add_files(tmp_path / "library", [path], "lodes", vintage)
    library = Library(tmp_path / "library")
    with pytest.raises(NotInLibraryError, match="2019, 2020"):
        workforce_areas(library, "57")
    assert len(workforce_areas(library, "57", "2020")) == 1
    with pytest.raises(NotInLibraryError, match=r"ri_xwalk\.csv\.gz"):
        workforce_areas(library, "RI")


def test_neighbors_are_mutual_and_outside() -> None:
    assert [state.usps for state in neighboring_states(["RI"])] == ["CT", "MA"]
    assert [state.usps for state in neighboring_states(["44", "MA"])] == ["CT", "NH", "NY", "VT"]
    assert [state.usps for state in neighboring_states(["57"])] == ["EM"]
    assert us_state("57").name == "Westmark"

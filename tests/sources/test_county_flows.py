"""Tables of county-to-county flows that a user brings, and what they leave out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError, NotInLibraryError
from sectornb.sources.adding import add_files
from sectornb.sources.county_flows import county_flows, read_county_flows
from sectornb.sources.library import Library
from tests.builders.commuting import flows_text, write_gzip

HEADER = "home_area_fips,work_area_fips,workers"
ROWS = [("01001", "01003", 7), ("57001", "57003", 5), ("57001", "57001", 9)]


def refused(folder: Path, content: str | bytes) -> str:
    path = folder / "flows.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError, match=r"flows\.csv") as caught:
        add_files(folder / "library", [path], "county-flows", "2000")
    assert not (folder / "library").exists()
    return str(caught.value)


@pytest.mark.parametrize("packed", [True, False])
def test_a_table_is_kept_and_read_back(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "any name.csv"
    text = flows_text(ROWS, HEADER)
    if packed:
        write_gzip(path, text)
    else:
        path.write_text(text)
    [(holding, written)] = add_files(tmp_path / "library", [path], "county-flows", "2000")
    assert written
    assert holding.part == ("county_flows.csv.gz" if packed else "county_flows.csv")
    found = county_flows(Library(tmp_path / "library"), "2000")
    assert found.counted == "workers"
    assert found.flows.to_dict("list") == {
        "home_area_fips": ["01001", "57001", "57001"],
        "work_area_fips": ["01003", "57001", "57003"],
        "jobs": [7.0, 9.0, 5.0],
    }


def test_counties_without_a_row_of_their_own_are_named(tmp_path: Path) -> None:
    path = write_gzip(tmp_path / "a.csv.gz", flows_text(ROWS, HEADER))
    found = read_county_flows(path)
    assert found.without_diagonal == ("01001", "01003", "57003")
    assert found.text.startswith("3 of 4 counties (01001, 01003, 57003) have no row of workers")


def test_a_table_without_any_diagonal_says_so(tmp_path: Path) -> None:
    path = write_gzip(tmp_path / "a.csv.gz", flows_text(ROWS[:2], HEADER))
    assert (
        "for any of its 4 counties: they are not counted, not zero" in read_county_flows(path).text
    )


def test_a_table_with_the_whole_diagonal_has_nothing_to_tell(tmp_path: Path) -> None:
    rows = [("57001", "57003", 5), ("57001", "57001", 9), ("57003", "57003", 0)]
    found = read_county_flows(write_gzip(tmp_path / "a.csv.gz", flows_text(rows, HEADER)))
    assert (found.without_diagonal, found.text) == ((), "")


def test_margins_of_error_are_kept_and_may_be_missing(tmp_path: Path) -> None:
    rows = [("57001", "57003", 5, 8), ("57003", "57001", 2, "")]
    text = flows_text(rows, "home_area_fips,work_area_fips,jobs,moe")
    found = read_county_flows(write_gzip(tmp_path / "a.csv.gz", text))
    assert found.counted == "jobs"
    assert found.flows["jobs_moe"].isna().tolist() == [False, True]


@given(
    st.dictionaries(
        st.tuples(*[st.sampled_from(["01001", "02013", "57001", "57003"])] * 2),
        st.integers(0, 10**7),
        min_size=1,
    )
)
def test_whatever_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, jobs: dict[tuple[str, str], int]
) -> None:
    rows = [(*pair, count) for pair, count in jobs.items()]
    path = tmp_path_factory.mktemp("flows") / "a.csv"
    path.write_text(flows_text(rows, HEADER))
    flows = read_county_flows(path).flows
    keys = zip(flows["home_area_fips"], flows["work_area_fips"], strict=True)
    assert dict(zip(keys, flows["jobs"], strict=True)) == jobs


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("<html><body>Missing key</body></html>", "web page"),
        (f"{HEADER}\n", "no rows"),
        (flows_text(ROWS, HEADER).encode("utf-16"), "UTF-16"),
        (flows_text(ROWS, HEADER + ",n\u00f6te").encode("latin-1"), "not UTF-8"),
        (flows_text(ROWS, "home_area_fips,work_area_fips,count"), "lacks the column jobs"),
        (flows_text(ROWS, "home,work,workers"), "not a file of"),
        (flows_text([(*r, 1) for r in ROWS], HEADER + ",jobs"), "more than once"),
        (flows_text([("1001", "1003", 7)], HEADER), "Leading zeros were lost"),
        (flows_text([("57001", "57000", 7)], HEADER), "leave out states"),
        (flows_text([("57001", "abroad", 7)], HEADER), "'abroad' is no county"),
        (flows_text([*ROWS, *ROWS], HEADER), "repeats pairs (3), the first in row 5"),
        (flows_text([("57001", "57003", -7)], HEADER), "'-7' where a count belongs"),
        (flows_text([("57001", "57003", "")], HEADER), "an empty cell"),
        (flows_text([("57001", "57003", "inf")], HEADER), "'inf' where"),
        (flows_text([("57001", "57003", '"1,200"')], HEADER), "'1,200' where"),
        (f"{HEADER}\n57001,57003\n", "row 2 has 2 cells, the header 3"),
        (f'{HEADER}\n57001,57003,"5\n', "row 2 is damaged"),
        (f"{HEADER}\n57001,57003,5\n".encode() + b"57003,57001,\xff\n", "line 3 holds"),
        (f"{HEADER}\n57001,57003,5,6\n57001,57005,5,6\n", "row 2 has 4 cells"),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, content: str | bytes, told: str) -> None:
    assert told in refused(tmp_path, content)


def test_a_packed_table_cut_off_is_refused(tmp_path: Path) -> None:
    path = write_gzip(tmp_path / "flows.csv.gz", flows_text(ROWS, HEADER))
    assert "cut off" in refused(tmp_path, path.read_bytes()[:-9])


def test_a_table_that_is_not_there_is_told_how_to_make(tmp_path: Path) -> None:
    with pytest.raises(NotInLibraryError, match="home_area_fips.*sectornb add"):
        county_flows(Library(tmp_path), "2000")

"""Recognizing files of LODES: what blocks tell, what the name tells, and what is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.lodes import checks
from sectornb.sources.lodes.recognition import recognize
from tests.builders.commuting import (
    OD_HEADER,
    block,
    crosswalk_text,
    flows_text,
    od_file,
    od_line,
    od_text,
    write_gzip,
)

A, B, C = block("57001"), block("57003"), block("58001")
MAIN = [(A, A, 5), (A, B, 3), (B, B, 2)]
AUX = [(A, C, 4)]
NAME = "wm_od_main_JT00_2019"


def refused(path: Path, vintage: str = "2019") -> str:
    library = path.parent / "library"
    with pytest.raises(InputError) as caught:
        add_files(library, [path], "lodes", vintage)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not library.exists()
    return str(caught.value)


def refused_text(folder: Path, text: str | bytes) -> str:
    return refused(write_gzip(folder / f"{NAME}.csv.gz", text))


@pytest.mark.parametrize(("kind", "pairs"), [("main", MAIN), ("aux", AUX)])
def test_blocks_tell_main_from_aux_and_the_state(
    tmp_path: Path, kind: str, pairs: list[tuple[str, str, int]]
) -> None:
    found = recognize(od_file(tmp_path, f"wm_od_{kind}_JT00_2019", pairs), "2019")
    assert (found.table, found.part, found.rows) == (
        f"od-{kind}",
        f"wm_od_{kind}_JT00_2019.csv.gz",
        len(pairs),
    )
    assert found.reference_period == "about 1 April 2019"


@pytest.mark.parametrize("job_type", ["JT00", "JT01", "JT02", "JT03", "JT04", "JT05"])
def test_the_name_tells_the_job_type(tmp_path: Path, job_type: str) -> None:
    path = od_file(tmp_path, f"WM_od_main_{job_type}_2019 (1)", MAIN)
    assert recognize(path, "2019").part == f"wm_od_main_{job_type}_2019.csv.gz"


def test_an_unpacked_file_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.csv.gz"
    path.write_text(od_text(MAIN))
    assert recognize(path, "2019").part == f"{NAME}.csv"


def test_a_packed_file_is_known_without_its_ending(tmp_path: Path) -> None:
    path = write_gzip(tmp_path / f"{NAME}.csv", od_text(MAIN))
    assert recognize(path, "2019").part == f"{NAME}.csv.gz"


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    rows = [line.split(",") for line in od_text(MAIN).splitlines()]
    text = flows_text(
        [[*row[2:], *row[:2]] for row in rows[1:]], ",".join(rows[0][2:] + rows[0][:2])
    )
    assert recognize(write_gzip(tmp_path / f"{NAME}.csv.gz", text), "2019").rows == 3


def test_quoted_cells_and_another_line_end_are_read(tmp_path: Path) -> None:
    header, *rows = od_text(MAIN).splitlines()
    quoted = [",".join(f'"{cell}"' for cell in row.split(",")) for row in rows]
    text = "\r\n".join(["\ufeff" + header, *quoted]) + "\r\n"
    assert recognize(write_gzip(tmp_path / f"{NAME}.csv.gz", text), "2019").rows == 3


def test_a_file_out_of_order_is_whole_if_no_pair_stands_twice(tmp_path: Path) -> None:
    header, *rows = od_text(MAIN).splitlines()
    text = "\n".join([header, *reversed(rows)]) + "\n"
    assert recognize(write_gzip(tmp_path / f"{NAME}.csv.gz", text), "2019").rows == 3


@pytest.mark.parametrize("census", ["2010", "2020"])
def test_a_crosswalk_tells_whose_blocks_it_has(tmp_path: Path, census: str) -> None:
    text = crosswalk_text([(A, "57001", "57000001")], census)
    found = recognize(write_gzip(tmp_path / "areas.csv.gz", text), "2019")
    assert (found.table, found.part) == ("xwalk", "wm_xwalk.csv.gz")
    assert found.reference_period == f"areas of 20240102, blocks of {census}"


def test_a_renamed_file_gets_the_name_to_give_it(tmp_path: Path) -> None:
    told = refused(od_file(tmp_path, "download", AUX))
    assert "wm_od_aux_JT00_2019.csv.gz" in told
    assert "JT01 main jobs" in told


def test_a_name_that_contradicts_the_blocks_is_refused(tmp_path: Path) -> None:
    assert "live elsewhere" in refused(od_file(tmp_path, NAME, AUX))
    assert "Westmark" in refused(od_file(tmp_path, "em_od_main_JT00_2019", MAIN))


def test_a_name_of_another_year_is_refused(tmp_path: Path) -> None:
    assert "--vintage 2019" in refused(od_file(tmp_path, NAME, MAIN), "2018")


def test_a_month_is_no_vintage(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Write the year"):
        recognize(od_file(tmp_path, NAME, MAIN), "2019-04")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        (OD_HEADER.encode() + b"\n", "no rows"),
        (od_text(MAIN).encode("utf-16"), "UTF-16"),
        (od_text(MAIN).replace("w_geocode", "w_g\u00e9ocode").encode("latin-1"), "not UTF-8"),
        (od_text(MAIN).replace(",", ";").encode(), "semicolons"),
        (b"area_fips,own_code\n57001,5\n", "not a file of"),
        (od_text(MAIN).replace("SE02", "SE2").encode(), "lacks the column SE02"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in refused_text(tmp_path, content)
    plain = tmp_path / "plain" / f"{NAME}.csv"
    plain.parent.mkdir()
    plain.write_bytes(content)
    assert told in refused(plain)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (od_line(A[1:], A, 1), "Leading zeros were lost"),
        (od_line(A, A[:12], 1), "no block of 15 digits"),
        (od_line(A, "57001000100100X", 1), "no block of 15 digits"),
        (od_line(A, A, -1), "-1 jobs cannot be"),
        (od_line(A, A, 1).replace(",1,0,", ",one,0,", 1), "row 2, column S000: 'one'"),
        (od_line(A, A, 1).replace(",1,0,", ",,0,", 1), "no S000"),
        (od_line(A, A, 2).replace(",2,0,", ",3,0,", 1), "add up to 2, S000 is 3"),
        (od_line(A, A, 1)[:-5], "createdate: 202 is no day"),
        (od_line(A, A, 1)[:40], "7 cells, the header 13"),
        (od_line(A, A, 1) + ",7", "14 cells, the header 13"),
        (od_line(A, block("57000"), 1), "counties that cannot be: 57000"),
        (od_line(block("99001"), A, 1), "state 99"),
    ],
)
def test_a_damaged_row_is_refused(tmp_path: Path, row: str, told: str) -> None:
    assert told in refused_text(tmp_path, f"{OD_HEADER}\n{row}\n")


def test_the_row_of_a_fault_is_counted_over_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "RUN", 64)
    rows = [od_line(A, block("57001", 1000 + n), 1) for n in range(9000)]
    rows[8500] = rows[8500].replace(",1,0,", ",x,0,", 1)
    text = "\n".join([OD_HEADER, *rows]) + "\n"
    path = tmp_path / f"{NAME}.csv"
    path.write_text(text)
    assert "row 8,502, column S000: 'x'" in refused(path)


def test_a_file_pasted_twice_is_refused(tmp_path: Path) -> None:
    header, *rows = od_text(MAIN).splitlines()
    told = refused_text(tmp_path, "\n".join([header, *rows, *rows]) + "\n")
    assert "repeats pairs of blocks (3), the first in row 5" in told


def test_packed_files_pasted_together_are_refused(tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.csv.gz"
    path.write_bytes(gzip.compress(od_text(MAIN).encode()) * 2)
    assert "row 5" in refused(path)


def test_a_file_of_several_states_is_refused(tmp_path: Path) -> None:
    assert "state 57, state 58" in refused_text(tmp_path, od_text([*MAIN, (C, C, 1)]))


def test_main_and_aux_pasted_together_are_refused(tmp_path: Path) -> None:
    assert "mixes 3 rows" in refused_text(tmp_path, od_text([*MAIN, *AUX]))


def test_a_packed_file_cut_off_is_refused(tmp_path: Path) -> None:
    path = od_file(tmp_path, NAME, MAIN)
    path.write_bytes(path.read_bytes()[:-12])
    assert "cut off" in refused(path)


def test_a_damaged_packed_file_is_refused(tmp_path: Path) -> None:
    path = od_file(tmp_path, NAME, MAIN)
    data = bytearray(path.read_bytes())
    data[-6] ^= 0xFF
    path.write_bytes(bytes(data))
    assert "damaged" in refused(path)


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    rows = (od_line(A, A, 1) + "\n").encode() * 1_300_000
    assert "times its size" in refused_text(tmp_path, OD_HEADER.encode() + b"\n" + rows)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.csv"
    path.write_bytes(OD_HEADER.encode() * 300_000)
    assert "line of more than" in refused(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "nowhere.csv.gz")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([(A[1:], "57001", "")], "Leading zeros were lost"),
        ([(A, "57001", ""), (A, "57001", "")], "repeats blocks (1)"),
        ([(A, "57001", ""), (C, "58001", "")], "blocks of 2 states"),
        ([(A, "5701", "")], "is no county code"),
        ([], "no rows"),
    ],
)
def test_a_damaged_crosswalk_is_refused(
    tmp_path: Path, rows: list[tuple[str, str, str]], told: str
) -> None:
    text = crosswalk_text(rows)
    message = refused(write_gzip(tmp_path / "wm_xwalk.csv.gz", text))
    assert told in message


def test_a_county_with_two_names_is_refused(tmp_path: Path) -> None:
    text = crosswalk_text([(A, "57001", ""), (B, "57001", "")])
    other = text.replace('"County 57001, XX"', '"County 57003, XX"', 1)
    message = refused(write_gzip(tmp_path / "wm_xwalk.csv.gz", other))
    assert "row 3, column county_name: area_fips 57001 is called 'County 57001, XX'" in message


def made_on(day: int, folder: Path, year: str) -> Path:
    text = od_text(MAIN).replace(",20251018", f",{day}")
    return write_gzip(folder / f"wm_od_main_JT00_{year}.csv.gz", text)


@pytest.mark.parametrize("year", ["2021", "2022"])
def test_a_year_that_was_not_over_when_the_file_was_made_is_refused(
    tmp_path: Path, year: str
) -> None:
    told = refused(made_on(20211018, tmp_path, year), year)
    assert f"by its name of {year}, but its rows were made on 20211018" in told
    assert f"download the agency's wm_od_main_JT00_{year}.csv.gz" in told


def test_a_year_that_was_over_when_the_file_was_made_is_taken(tmp_path: Path) -> None:
    assert add_files(tmp_path / "library", [made_on(20211018, tmp_path, "2020")], "lodes", "2020")


@pytest.mark.parametrize("name", ["wm_od_main_JT00_2018", "wm_od_main_JT01_2019"])
@pytest.mark.parametrize("together", [True, False])
def test_the_bytes_of_another_year_or_job_type_are_refused(
    tmp_path: Path, name: str, together: bool
) -> None:
    library, first = tmp_path / "library", od_file(tmp_path, NAME, MAIN)
    renamed = first.rename(tmp_path / "kept").with_name(f"{name}.csv.gz")
    renamed.write_bytes((tmp_path / "kept").read_bytes())
    first.write_bytes(renamed.read_bytes())
    if not together:
        add_files(library, [first], "lodes")
    with pytest.raises(InputError, match=rf"{name}\.csv\.gz has the very bytes of .*{NAME}"):
        add_files(library, [first, renamed] if together else [renamed], "lodes")


@pytest.mark.parametrize(
    ("name", "vintage", "right"),
    [
        ("wm_od_aux_JT01_2019", "", "wm_od_main_JT01_2019.csv"),
        ("xx_od_main_JT00_2018", "", "wm_od_main_JT00_2018.csv"),
        ("flows", "2017", "wm_od_main_JT00_2017.csv"),
        # Made in 2025, and of about two years before.
        ("flows", "", "wm_od_main_JT00_2023.csv"),
    ],
)
def test_the_right_name_that_is_told_is_of_the_files_own_year_and_job_type(
    tmp_path: Path, name: str, vintage: str, right: str
) -> None:
    assert f"such as {right}" in refused(od_file(tmp_path, name, MAIN), vintage)


def cut_main(folder: Path, year: str, jobs: int, kept: int) -> Path:
    """A main file of two counties, of which `kept` of three rows are left, in their order."""
    lines = od_text([(A, A, 900), (A, B, jobs), (B, B, 700)]).splitlines()
    return write_gzip(
        folder / f"wm_od_main_JT00_{year}.csv.gz", "\n".join(lines[: kept + 1]) + "\n"
    )


def test_a_main_file_that_ends_before_the_last_counties_is_refused(tmp_path: Path) -> None:
    whole = cut_main(tmp_path, "2019", 200, 3)
    assert add_files(tmp_path / "whole", [whole], "lodes")
    told = refused(cut_main(tmp_path, "2019", 200, 2))
    assert "ends with workplaces in 57001, but its workers live in 57003 too" in told


def test_a_few_jobs_of_a_county_without_workplaces_are_no_sign_of_a_cut(tmp_path: Path) -> None:
    assert add_files(tmp_path / "library", [cut_main(tmp_path, "2019", 99, 2)], "lodes")

"""Which files on occupations a library lacks, by state and year."""

from __future__ import annotations

from pathlib import Path

from sectornb.sources.behind_industries import FILES, wanted_for_occupations
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.wanted import described


def test_an_empty_library_lacks_every_kind_with_the_states_and_the_year(tmp_path: Path) -> None:
    found = wanted_for_occupations(Library(tmp_path), ["39049", "39041", "44001"], 2022)
    assert {each.source for each in found} == {file.source for file in FILES}
    addresses = {each.name: each.address for each in found}
    assert addresses["completions"] == "https://nces.ed.gov/ipeds/datacenter/data/C2022_A.zip"
    assert addresses["national wages"].endswith("oesm22nat.zip")
    for name, code in (("Ohio", "39"), ("Rhode Island", "44")):
        assert f"/{code}?" in addresses[f"projections by occupation of {name}"]


def test_every_kind_of_file_is_declared() -> None:
    for file in FILES:
        for table in file.tables:
            assert declared(file.source).table(table).url


def test_no_address_keeps_a_place_for_the_year_or_the_state(tmp_path: Path) -> None:
    for each in wanted_for_occupations(Library(tmp_path), ["39049"], 2022):
        assert not {"{year}", "{yy}", "{state}"} & {f"{{{p.partition('}')[0]}}}" for p in
                                                    each.address.split("{")[1:]}  # fmt: skip


def test_lists_that_tell_no_vintage_say_that_one_is_to_be_written(tmp_path: Path) -> None:
    library = Library(tmp_path)
    lines = described(wanted_for_occupations(library, ["39049"], 2022), library)
    assert any("--source onet --vintage VINTAGE" in line for line in lines)
    assert any("--source ipeds --vintage 2022" in line for line in lines)

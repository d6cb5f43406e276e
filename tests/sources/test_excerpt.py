"""Part of a library that holds just what a report was made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sectornb.sources.excerpt import excerpt
from sectornb.sources.holding import Holding
from sectornb.sources.library import Library
from tests.builders.small_library import small_library


def held(tmp_path: Path) -> tuple[Library, list[Holding]]:
    library = Library(small_library(tmp_path))
    return library, library.holdings("qcew")


def test_the_part_holds_these_files_and_no_other(tmp_path: Path) -> None:
    library, holdings = held(tmp_path)
    assert excerpt(library, holdings[:2], tmp_path / "part") == {}
    part = Library(tmp_path / "part")
    assert part.holdings() == sorted(holdings[:2])
    for each in holdings[:2]:
        assert part.open(*each.key).read_bytes() == library.open(*each.key).read_bytes()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    library, holdings = held(tmp_path)
    other = replace(holdings[0], part="57099.csv")
    assert "does not hold it" in excerpt(library, [other], tmp_path / "part")[other]


def test_a_file_of_other_bytes_is_told_by_both_hashes(tmp_path: Path) -> None:
    library, holdings = held(tmp_path)
    other = replace(holdings[0], sha256="0" * 64)
    told = excerpt(library, [other], tmp_path / "part")[other]
    assert "was 000000000000… and is " in told and holdings[0].sha256[:12] in told
    assert not (tmp_path / "part").exists()


def test_a_name_that_leads_out_of_the_library_is_told(tmp_path: Path) -> None:
    library, holdings = held(tmp_path)
    astray = replace(holdings[0], part="../../outside.csv")
    assert "cannot name a file" in excerpt(library, [astray], tmp_path / "part")[astray]
    assert not (tmp_path / "outside.csv").exists()

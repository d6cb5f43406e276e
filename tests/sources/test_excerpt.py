"""Part of a library that holds just what a report was made from."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from sectornb.sources.excerpt import excerpt
from sectornb.sources.holding import Holding, file_sha256, record_of
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


def test_line_ends_that_git_changed_are_told_as_such(tmp_path: Path) -> None:
    library, holdings = held(tmp_path)
    path = library.path(*holdings[0].key)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    told = excerpt(library, holdings[:1], tmp_path / "part")[holdings[0]]
    assert "only its line ends differ" in told


def test_what_the_library_says_otherwise_is_told(tmp_path: Path) -> None:
    library, holdings = held(tmp_path)
    other = replace(holdings[0], simulated=not holdings[0].simulated)
    told = excerpt(library, [other], tmp_path / "part")[other]
    assert told.startswith(f"its simulated is {other.simulated} in the report and ")


def test_when_the_same_bytes_were_obtained_is_told_as_the_manifest_has_it(tmp_path: Path) -> None:
    library, holdings = held(tmp_path)
    other = replace(holdings[0], retrieved="another day", origin="elsewhere")
    assert excerpt(library, [other], tmp_path / "part") == {}
    assert Library(tmp_path / "part").holdings() == [other]
    assert library.holdings("qcew") == holdings


def test_what_readers_keep_beside_a_file_stays_behind(tmp_path: Path) -> None:
    library, holdings = held(tmp_path)
    path = library.path(*holdings[0].key)
    path.with_name(f".{path.name}.{holdings[0].sha256[:16]}.parquet").write_bytes(b"forged")
    assert excerpt(library, holdings[:1], tmp_path / "part") == {}
    names = {each.name for each in (tmp_path / "part").rglob("*") if each.is_file()}
    assert names == {path.name, f"{path.name}.json"}


def test_two_files_of_one_name_never_write_through_a_link(tmp_path: Path) -> None:
    library, holdings = held(tmp_path)
    other = Library(small_library(tmp_path / "other"))
    path = other.path(*holdings[0].key)
    path.write_bytes(path.read_bytes() + b"\n")
    sha256 = file_sha256(path)
    changed = replace(holdings[0], sha256=sha256, bytes=path.stat().st_size)
    record_of(path).write_text(json.dumps(asdict(changed)), "utf-8")
    assert excerpt(library, holdings[:1], tmp_path / "part") == {}
    assert excerpt(other, [changed], tmp_path / "part") == {}
    assert file_sha256(library.path(*holdings[0].key)) == holdings[0].sha256

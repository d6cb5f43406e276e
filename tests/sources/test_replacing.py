"""A file takes its place whole or not at all, and what a killed program left of one goes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sectornb.sources import replacing
from sectornb.sources.replacing import claim, leftovers, release, replaced_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="claims are of POSIX systems")


def left(folder: Path, name: str = ".x.csv.ab12_cd3.part") -> Path:
    path = folder / name
    path.write_text("half of the n")
    return path


def test_a_write_that_dies_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt), replaced_whole(target) as temporary:
        temporary.write_text("half of the n")
        raise KeyboardInterrupt
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.csv"]


@posix
def test_the_next_write_of_the_file_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    left(tmp_path)
    with replaced_whole(tmp_path / "x.csv") as temporary:
        temporary.write_text("new")
    assert os.listdir(tmp_path) == ["x.csv"]


@posix
def test_what_another_process_is_writing_is_no_leftover(tmp_path: Path) -> None:
    with replaced_whole(tmp_path / "x.csv") as temporary:
        temporary.write_text("slow")
        assert list(leftovers(tmp_path)) == []
        with replaced_whole(tmp_path / "x.csv") as other:
            other.write_text("quick")
        assert temporary.exists()
    assert (tmp_path / "x.csv").read_text() == "slow"


@posix
def test_leftovers_of_other_files_wait_for_their_own_turn(tmp_path: Path) -> None:
    other = left(tmp_path, ".y.csv.ab12_cd3.part")
    assert list(leftovers(tmp_path, "x.csv")) == []
    assert [name for _, name in leftovers(tmp_path)] == ["y.csv"]
    assert not other.exists()


@pytest.mark.parametrize("name", ["x.part", ".x.part", ".x.csv.AB12.part", ".x.csv.abcdefgh.txt"])
def test_files_of_others_are_no_leftovers(tmp_path: Path, name: str) -> None:
    path = left(tmp_path, name)
    assert list(leftovers(tmp_path)) == []
    assert path.exists()


def test_where_nothing_can_be_claimed_a_leftover_is_a_day_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "claim", lambda path: None)
    old, young = left(tmp_path), left(tmp_path, ".y.csv.ab12_cd3.part")
    os.utime(old, (0, 0))
    assert [name for _, name in leftovers(tmp_path)] == ["x.csv"]
    assert (old.exists(), young.exists()) == (False, True)


@posix
def test_a_claim_ends_with_what_holds_it(tmp_path: Path) -> None:
    path = left(tmp_path)
    first = claim(path)
    with pytest.raises(BlockingIOError):
        claim(path)
    release(first)
    again = claim(path)
    assert again is not None
    release(again)


def test_a_folder_that_is_not_there_has_no_leftovers(tmp_path: Path) -> None:
    assert list(leftovers(tmp_path / "absent")) == []

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sectornb.errors import SectornbError
from sectornb.report.staging import (
    mend,
    mend_others,
    old_folder,
    only_run,
    staging_folder,
    swap_in,
)

ID = "north-esker"


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "index.html").write_text(text, "utf-8")
    return path


def shown(reports: Path) -> str:
    return (reports / ID / "index.html").read_text("utf-8")


def names(reports: Path) -> list[str]:
    return sorted(path.name for path in reports.iterdir() if path.is_dir())


def test_a_staged_report_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    folder(tmp_path / ID, "old")
    folder(staging_folder(tmp_path, ID), "new")
    assert swap_in(tmp_path, ID) == tmp_path / ID
    assert shown(tmp_path) == "new"
    assert names(tmp_path) == [ID]


def test_a_first_report_needs_no_old_one(tmp_path: Path) -> None:
    folder(staging_folder(tmp_path, ID), "new")
    swap_in(tmp_path, ID)
    assert (shown(tmp_path), names(tmp_path)) == ("new", [ID])


def test_the_staging_folder_lies_beside_the_report_so_that_renaming_is_enough(
    tmp_path: Path,
) -> None:
    assert staging_folder(tmp_path, ID).parent == old_folder(tmp_path, ID).parent == tmp_path
    assert staging_folder(tmp_path, ID) != old_folder(tmp_path, ID)


def test_nothing_to_mend_says_nothing(tmp_path: Path) -> None:
    assert mend(tmp_path, ID) is None
    folder(tmp_path / ID, "old")
    assert mend(tmp_path, ID) is None
    assert shown(tmp_path) == "old"


def test_a_kill_while_staging_leaves_the_old_report_and_no_rest(tmp_path: Path) -> None:
    folder(tmp_path / ID, "old")
    folder(staging_folder(tmp_path, ID), "half")
    mend(tmp_path, ID)
    assert (shown(tmp_path), names(tmp_path)) == ("old", [ID])


def test_a_kill_between_the_two_renames_puts_the_old_report_back(tmp_path: Path) -> None:
    folder(old_folder(tmp_path, ID), "old")
    folder(staging_folder(tmp_path, ID), "new")
    told = mend(tmp_path, ID)
    assert told and str(tmp_path / ID) in told
    assert (shown(tmp_path), names(tmp_path)) == ("old", [ID])


def test_a_kill_after_the_second_rename_keeps_the_new_report(tmp_path: Path) -> None:
    folder(tmp_path / ID, "new")
    folder(old_folder(tmp_path, ID), "old")
    assert mend(tmp_path, ID) is None
    assert (shown(tmp_path), names(tmp_path)) == ("new", [ID])


def test_mending_one_region_leaves_the_others_alone(tmp_path: Path) -> None:
    other = folder(staging_folder(tmp_path, "south-esker"), "being made")
    mend(tmp_path, ID)
    assert other.is_dir()


def test_a_second_run_of_the_same_region_is_refused(tmp_path: Path) -> None:
    with (
        only_run(tmp_path, ID),
        pytest.raises(SectornbError, match="Another run"),
        only_run(tmp_path, ID),
    ):
        raise AssertionError("two runs at once")


def test_another_process_is_refused_too(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from sectornb.report.staging import only_run\n"
        "with only_run(Path(sys.argv[1]), sys.argv[2]): print('inside')"
    )
    command = [sys.executable, "-c", code, str(tmp_path), ID]
    with only_run(tmp_path, ID):
        refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Another run" in refused.stderr and "inside" not in refused.stdout
    free = subprocess.run(command, capture_output=True, text=True, check=False)
    assert free.stdout.strip() == "inside"


def test_runs_of_different_regions_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with only_run(tmp_path, ID), only_run(tmp_path, "south-esker"):
        assert tmp_path.is_dir()


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), only_run(tmp_path, ID):
        raise ZeroDivisionError
    with only_run(tmp_path, ID):
        assert tmp_path.is_dir()


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder in which this process has the rights of a user, as on most computers."""
    if not hasattr(os, "geteuid"):
        pytest.skip("permissions are of POSIX systems")
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        root = os.geteuid() == 0
        try:
            if root:
                os.seteuid(65534)
            yield Path(name)
        finally:
            if root:
                os.seteuid(0)


def forbid(path: Path) -> None:
    for each in (*path.rglob("*"), path):
        each.chmod(0o500 if each.is_dir() else 0o400)


@pytest.mark.parametrize("deep", [False, True])
def test_a_read_only_earlier_report_is_replaced_without_a_rest(
    unprivileged: Path, deep: bool
) -> None:
    old = folder(unprivileged / ID, "old")
    folder(old / "tables" if deep else old / "a" / "b", "table")
    forbid(old / "tables" if deep else old)
    folder(staging_folder(unprivileged, ID), "new")
    swap_in(unprivileged, ID)
    assert (shown(unprivileged), names(unprivileged)) == ("new", [ID])


def test_a_read_only_rest_of_a_killed_run_is_removed(unprivileged: Path) -> None:
    folder(unprivileged / ID, "new")
    forbid(folder(old_folder(unprivileged, ID) / "tables", "old").parent)
    forbid(folder(staging_folder(unprivileged, ID) / "figures", "half").parent)
    mend(unprivileged, ID)
    assert (shown(unprivileged), names(unprivileged)) == ("new", [ID])


def test_removing_a_report_leaves_alone_what_its_links_lead_to(unprivileged: Path) -> None:
    other = folder(unprivileged / "other", "kept")
    other.chmod(0o500)
    folder(unprivileged / ID, "new")
    folder(old_folder(unprivileged, ID), "old")
    (old_folder(unprivileged, ID) / "link").symlink_to(other, target_is_directory=True)
    mend(unprivileged, ID)
    assert (other / "index.html").read_text() == "kept"
    assert other.stat().st_mode & 0o777 == 0o500


def test_a_rest_that_nobody_can_remove_does_not_undo_the_swap_and_is_told_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_elsewhere(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    folder(tmp_path / ID, "old")
    folder(staging_folder(tmp_path, ID), "new")
    monkeypatch.setattr(shutil, "rmtree", open_elsewhere)
    swap_in(tmp_path, ID)
    assert shown(tmp_path) == "new"
    with pytest.raises(SectornbError, match=r"north-esker\.old, which .*delete it, and run again"):
        mend(tmp_path, ID)


def test_a_run_mends_what_killed_runs_of_other_regions_left(tmp_path: Path) -> None:
    folder(old_folder(tmp_path, "south-esker"), "old")
    folder(staging_folder(tmp_path, "south-esker"), "half")
    folder(staging_folder(tmp_path, "west-esker"), "half")
    (told,) = mend_others(tmp_path, ID)
    assert "south-esker" in told
    assert names(tmp_path) == ["south-esker"]


def test_what_another_run_is_making_is_left_alone(tmp_path: Path) -> None:
    made = folder(staging_folder(tmp_path, "south-esker"), "being made")
    mine = folder(staging_folder(tmp_path, ID), "being made")
    with only_run(tmp_path, "south-esker"):
        assert mend_others(tmp_path, ID) == []
    assert made.is_dir() and mine.is_dir()


def test_a_report_that_was_a_link_stands_in_nobodys_way(tmp_path: Path) -> None:
    reports, elsewhere = tmp_path / "reports", folder(tmp_path / "disk", "old")
    reports.mkdir()
    (reports / ID).symlink_to(elsewhere)
    for text in ("new", "newer"):
        folder(staging_folder(reports, ID), text)
        swap_in(reports, ID)
        assert (shown(reports), names(reports)) == (text, [ID])
    assert (elsewhere / "index.html").read_text("utf-8") == "old"


@pytest.mark.parametrize("there", [True, False])
def test_a_report_that_is_a_link_is_refused_and_stays_one(tmp_path: Path, there: bool) -> None:
    reports, disk = tmp_path / "reports", tmp_path / "disk"
    reports.mkdir()
    if there:
        folder(disk, "old")
    (reports / ID).symlink_to(disk)
    with pytest.raises(SectornbError, match=f"link to {disk}.*--out FOLDER"), only_run(reports, ID):
        raise AssertionError
    assert [path.name for path in reports.iterdir()] == [ID] and (reports / ID).is_symlink()

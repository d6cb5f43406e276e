"""The library keeps whole files, knows their bytes, and never chooses a vintage by itself."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sectornb.errors import ChangedFileError, InputError, NotInLibraryError, SectornbError
from sectornb.sources import library as library_module
from sectornb.sources.adding import add_files
from sectornb.sources.holding import Holding, file_sha256
from sectornb.sources.library import (
    Library,
    check_vintage,
    describe_holdings,
    describe_used,
    open_library,
)
from tests.builders.qcew import write_area


def holding(file: Path, vintage: str = "2022", part: str = "57001.csv", **more: object) -> Holding:
    known = {
        "source": "qcew", "vintage": vintage, "table": "annual-area", "part": part,
        "reference_period": f"{vintage[:4]} annual average", "origin": "made by a test",
        "retrieved": "2023-01-01", "bytes": file.stat().st_size, "sha256": file_sha256(file),
        "rows": 1,
    }  # fmt: skip
    return Holding(**{**known, **more})  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "slice.csv"
    path.write_text("a,b\n1,2\n")
    return path


@pytest.fixture
def held(tmp_path: Path, file: Path) -> Library:
    library = Library(tmp_path / "library")
    library.put(file, holding(file))
    return library


def opened(library: Library, vintage: str = "2022", part: str = "57001.csv") -> Path:
    return library.open("qcew", vintage, "annual-area", part)


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.*")}


def test_a_file_lies_under_source_vintage_table_and_part(held: Library) -> None:
    assert held.path("qcew", "2022", "annual-area", "57001.csv").is_file()
    assert sorted(snapshot(held.root)) == [
        "qcew/2022/annual-area/57001.csv",
        "qcew/2022/annual-area/57001.csv.json",
    ]


def test_an_opened_file_has_the_bytes_that_were_put(held: Library, file: Path) -> None:
    assert opened(held).read_bytes() == file.read_bytes()


def test_what_was_opened_is_remembered_once(held: Library) -> None:
    opened(held)
    opened(held)
    assert [used.part for used in held.used()] == ["57001.csv"]


def test_nothing_is_used_before_it_is_opened(held: Library) -> None:
    assert held.used() == []
    assert describe_used(held) == ""


def test_the_same_bytes_again_write_nothing(held: Library, file: Path) -> None:
    before = snapshot(held.root)
    assert not held.put(file, holding(file, retrieved="2024-05-05"))
    assert snapshot(held.root) == before


def test_other_bytes_under_the_same_name_are_refused(held: Library, file: Path) -> None:
    before = snapshot(held.root)
    file.write_text("a,b\n1,3\n")
    with pytest.raises(ChangedFileError, match=r"57001\.csv.*2022\.r2.*--replace"):
        held.put(file, holding(file))
    assert snapshot(held.root) == before


def test_the_hint_counts_revisions_on(held: Library, file: Path) -> None:
    held.put(file, holding(file, "2022.r2"))
    file.write_text("a,b\n1,3\n")
    with pytest.raises(ChangedFileError, match=r"2022\.r3"):
        held.put(file, holding(file, "2022.r2"))


def test_replace_takes_the_new_bytes(held: Library, file: Path) -> None:
    file.write_text("a,b\n1,3\n")
    assert held.put(file, holding(file), replace=True)
    assert opened(Library(held.root)).read_text() == "a,b\n1,3\n"


def test_a_file_changed_in_place_is_refused_on_use(held: Library) -> None:
    held.path("qcew", "2022", "annual-area", "57001.csv").write_text("a,b\n1,20\n")
    with pytest.raises(ChangedFileError, match=r"57001\.csv has changed"):
        opened(held)


def test_a_damaged_copy_is_mended_by_the_original_without_replace(
    held: Library, file: Path
) -> None:
    held.path("qcew", "2022", "annual-area", "57001.csv").write_text("broken")
    assert held.put(file, holding(file))
    assert opened(held).read_bytes() == file.read_bytes()


def test_a_file_copied_to_another_year_is_refused(held: Library) -> None:
    shutil.copytree(held.root / "qcew" / "2022", held.root / "qcew" / "2021")
    with pytest.raises(ChangedFileError, match="moved or copied"):
        opened(held, "2021")


def test_a_file_without_record_is_refused(held: Library) -> None:
    held.path("qcew", "2022", "annual-area", "57003.csv").write_text("copied in by hand")
    with pytest.raises(NotInLibraryError, match=r"no record.*sectornb add"):
        opened(held, part="57003.csv")


def test_a_missing_file_is_refused_with_the_next_step(held: Library) -> None:
    with pytest.raises(NotInLibraryError, match=r"57003\.csv.*sectornb add"):
        opened(held, part="57003.csv")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"source": "qcew"}', '{"extra": 1}', "\xff"])
def test_an_unreadable_record_is_refused_and_named(held: Library, content: str) -> None:
    record = held.path("qcew", "2022", "annual-area", "57001.csv.json")
    record.write_bytes(content.encode("latin-1"))
    with pytest.raises(ChangedFileError, match=r"57001\.csv\.json.*--replace"):
        opened(held)


def test_an_unreadable_record_is_mended_by_replace(held: Library, file: Path) -> None:
    held.path("qcew", "2022", "annual-area", "57001.csv.json").write_text("{")
    assert held.put(file, holding(file), replace=True)
    assert opened(held).read_bytes() == file.read_bytes()


def test_records_hold_no_key_that_a_holding_lacks(held: Library) -> None:
    record = held.path("qcew", "2022", "annual-area", "57001.csv.json")
    assert Holding(**json.loads(record.read_text())) == held.holdings()[0]


def test_a_first_write_that_dies_leaves_no_file(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    library = Library(tmp_path / "library")
    monkeypatch.setattr(library_module.shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space"):
        library.put(file, holding(file))
    monkeypatch.undo()
    assert not library.path("qcew", "2022", "annual-area", "57001.csv").exists()
    with pytest.raises(NotInLibraryError):
        opened(library)
    assert library.put(file, holding(file))
    assert opened(library).read_bytes() == file.read_bytes()


def test_a_replacement_that_dies_leaves_the_old_file_with_its_record(
    held: Library, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    file.write_text("a,b\n1,3\n")
    monkeypatch.setattr(library_module.shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space"):
        held.put(file, holding(file), replace=True)
    monkeypatch.undo()
    assert opened(held).read_text() == "a,b\n1,2\n"
    assert held.put(file, holding(file), replace=True)
    assert opened(Library(held.root)).read_text() == "a,b\n1,3\n"


def test_leftovers_of_a_killed_write_are_no_holdings(held: Library) -> None:
    folder = held.path("qcew", "2022", "annual-area", "x").parent
    (folder / ".57003.csv.json.abc.part").write_text("{")
    assert held.parts("qcew", "2022", "annual-area") == ["57001.csv"]
    assert len(held.holdings()) == 1


@pytest.mark.parametrize("vintage", ["2022", "2022.r2", "2022.r10", "2017-04"])
def test_vintages_in_use_are_accepted(vintage: str) -> None:
    assert check_vintage(vintage) == vintage


@pytest.mark.parametrize("vintage", ["", "22", "2022.r1", "2022.r0", "2022r2", "../x", "2022\n"])
def test_other_words_are_no_vintage(vintage: str) -> None:
    with pytest.raises(SectornbError, match=r"is not a vintage.*2022\.r2"):
        check_vintage(vintage)


def test_one_vintage_of_a_year_is_found(held: Library) -> None:
    assert held.vintage_of_year("qcew", "annual-area", 2022) == "2022"


def test_several_vintages_of_a_year_are_refused_without_a_choice(held: Library, file: Path) -> None:
    held.put(file, holding(file, "2022.r2"))
    with pytest.raises(NotInLibraryError, match=r"2022, 2022\.r2.*vintages"):
        held.vintage_of_year("qcew", "annual-area", 2022)


def test_a_chosen_vintage_is_taken(held: Library, file: Path) -> None:
    held.put(file, holding(file, "2022.r2"))
    assert held.vintage_of_year("qcew", "annual-area", 2022, "2022.r2") == "2022.r2"
    assert held.vintage_of_year("qcew", "annual-area", 2022, "2022") == "2022"


def test_a_chosen_vintage_that_is_not_held_is_refused(held: Library) -> None:
    with pytest.raises(NotInLibraryError, match=r"2022\.r3.*holds 2022"):
        held.vintage_of_year("qcew", "annual-area", 2022, "2022.r3")


def test_a_vintage_of_another_year_cannot_be_chosen(held: Library) -> None:
    with pytest.raises(NotInLibraryError):
        held.vintage_of_year("qcew", "annual-area", 2021, "2022")


def test_a_year_without_files_is_refused_with_what_is_there(held: Library) -> None:
    with pytest.raises(NotInLibraryError, match=r"2019; it holds 2022.*sectornb add"):
        held.vintage_of_year("qcew", "annual-area", 2019)


def test_holdings_are_told_by_vintage_and_table(held: Library) -> None:
    assert describe_holdings(held.holdings()) == "2022 annual-area: 1 (57001.csv)"
    assert describe_holdings([]) == "nothing"


def test_simulated_files_are_told_as_such(tmp_path: Path, file: Path) -> None:
    library = Library(tmp_path / "library")
    library.put(file, holding(file, simulated=True))
    opened(library)
    assert describe_used(library) == "qcew vintage 2022: 2022 annual average, 1 file (simulated)"


def test_a_library_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotInLibraryError, match=r"nowhere.*sectornb add"):
        open_library(str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "/etc/x",
        "a\\b",
        "a\0b",
        ".hidden",
        "x ",
        "x.",
        "a\nb",
        "x" * 130,
    ],
)
def test_no_name_leads_out_of_the_library(held: Library, file: Path, name: str) -> None:
    before = snapshot(held.root.parent)
    for part in ("source", "vintage", "table", "part"):
        with pytest.raises(InputError, match="cannot name a file of the library"):
            held.put(file, holding(file, **{part: name}))  # type: ignore[arg-type]
    assert snapshot(held.root.parent) == before


@pytest.mark.parametrize("name", ["57001.csv", "31_33-q1.csv", "Central Ohio.csv", "Doña Ana.csv"])
def test_plain_names_stay_in_the_library(held: Library, name: str) -> None:
    assert held.root in held.path("qcew", "2022", "annual-area", name).parents


@pytest.mark.parametrize(
    "changed", [{"rows": "9"}, {"part": 5}, {"simulated": "no"}, {"vintage": None}, {"bytes": 1.5}]
)
def test_a_record_with_a_value_of_another_kind_is_named(
    held: Library, changed: dict[str, object]
) -> None:
    record = held.path("qcew", "2022", "annual-area", "57001.csv.json")
    record.write_text(json.dumps({**json.loads(record.read_text()), **changed}))
    with pytest.raises(ChangedFileError, match=r"57001\.csv\.json.*not of type.*--replace"):
        held.holdings()


@pytest.mark.parametrize("told", [0, -1, 10**19])
def test_a_record_that_counts_other_bytes_than_the_file_has_is_named(
    held: Library, told: int
) -> None:
    record = held.path("qcew", "2022", "annual-area", "57001.csv.json")
    record.write_text(json.dumps({**json.loads(record.read_text()), "bytes": told}))
    with pytest.raises(ChangedFileError, match=r"57001\.csv.*--replace"):
        opened(held)


def test_a_record_of_a_thousand_boxes_is_named(held: Library) -> None:
    record = held.path("qcew", "2022", "annual-area", "57001.csv.json")
    record.write_text("[" * 100_000)
    with pytest.raises(ChangedFileError, match="cannot be read"):
        opened(held)


def test_a_record_without_its_file_stands_in_nobodys_way(held: Library, file: Path) -> None:
    held.put(file, holding(file, "2022.r2"))
    held.path("qcew", "2022.r2", "annual-area", "57001.csv").unlink()
    assert held.vintage_of_year("qcew", "annual-area", 2022) == "2022"
    assert [path.parts[-3] for path in held.unfinished("qcew")] == ["2022.r2"]
    assert held.put(file, holding(file, "2022.r2"))
    assert held.unfinished("qcew") == []


def killed_at(step: int, library: Path, file: Path, vintage: str) -> bool:
    """Put `file` in a process of its own that is killed before it changes names for the nth time.

    Tells whether the process came to its end before.
    """
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    steps = iter(range(step))

    def kill(event: str, _: object) -> None:
        if event in ("os.rename", "os.remove", "os.chmod") and next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(kill)
    Library(library).put(file, holding(file, vintage), replace=True)
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize("vintage", ["2022", "2022.r2"])
def test_a_kill_at_any_step_leaves_the_old_pair_or_the_new_one(
    tmp_path: Path, file: Path, vintage: str
) -> None:
    new = tmp_path / "new.csv"
    new.write_text("a,b\n1,3\n")
    for step in range(99):
        root = tmp_path / f"library-{step}"
        Library(root).put(file, holding(file))
        at_end = killed_at(step, root, new, vintage)
        library = open_library(str(root))
        assert not list(root.rglob("*.part"))
        assert opened(library).read_text() in ("a,b\n1,2\n", "a,b\n1,3\n")
        assert len(library.vintages("qcew", "annual-area")) in (1, 2)
        for held in library.holdings():
            library.open(*held.key)
        if at_end:
            break
        assert library.put(new, holding(new, vintage), replace=True) or step
        assert opened(Library(root), vintage).read_text() == "a,b\n1,3\n"
    assert step == 6


def test_one_table_packed_otherwise_does_not_come_to_stand_beside_it(
    held: Library, file: Path
) -> None:
    other = replace(holding(file), part="57001.csv.gz")
    with pytest.raises(ChangedFileError, match=r"the same table packed otherwise.*Remove .*json"):
        held.put(file, other, replace=True)
    assert held.put(file, replace(holding(file), part="57003.csv.gz"))


def test_a_linked_folder_outside_of_the_library_is_not_swept(held: Library, tmp_path: Path) -> None:
    outside = tmp_path / "outside" / "p"
    outside.mkdir(parents=True)
    left = outside / ".report.abcdefgh.part"
    left.write_text("of somebody else")
    (held.root / "qcew" / "2022" / "zz").symlink_to(outside.parent)
    (held.root / "qcew" / "2022" / "zy").symlink_to(outside)
    held.sweep()
    assert left.read_text() == "of somebody else"


def test_a_record_with_half_a_character_is_named(held: Library) -> None:
    record = held.path("qcew", "2022", "annual-area", "57001.csv.json")
    record.write_text(record.read_text().replace('"origin": "', '"origin": "\\ud800'))
    with pytest.raises(ChangedFileError, match=r"57001\.csv\.json.*--replace"):
        opened(held)


@pytest.mark.parametrize("name", ["abcd", "2022 copy", "2022.bak"])
def test_a_folder_that_is_no_vintage_is_passed_over(tmp_path: Path, name: str) -> None:
    root = tmp_path / "library"
    add_files(root, [write_area(tmp_path / "57001.csv")], "qcew")
    (root / "qcew" / "2022").rename(root / "qcew" / name)
    assert Library(root).vintages("qcew", "annual-area") == []
    assert Library(root).holdings() == []

"""A report and its inputs in one archive, verified elsewhere; hostile archives write nothing."""

from __future__ import annotations

import shutil
import stat
import warnings
import zipfile
from collections.abc import Callable
from copy import copy
from pathlib import Path

import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError
from sectornb.report.manifest import read_manifest, read_sums
from sectornb.report.pack import _readme, pack
from sectornb.report.unpacking import README, unpack, unpacked
from sectornb.report.verify import verify
from sectornb.sources.library import Library

ID = "north-esker"


@pytest.fixture(scope="module")
def made(small_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the report with its library and region file, to put files beside."""
    folder = tmp_path_factory.mktemp("packed") / "small"
    shutil.copytree(small_report.parents[1], folder)
    return folder / "reports" / small_report.name


@pytest.fixture(scope="module")
def archive(made: Path) -> Path:
    path = made.parents[1] / "report.zip"
    assert pack(made, path) == []
    return path


def test_a_pack_is_verified_in_another_folder_without_the_library(
    archive: Path, tmp_path: Path
) -> None:
    report, library = unpack(archive, tmp_path / "else")
    assert all(item.verdict == "reproduced" for item in verify(report, libraries=[library]))
    quick = verify(report, libraries=[library], quick=True)
    assert all(item.verdict == "reproduced" for item in quick)


def test_a_pack_holds_the_inputs_of_the_report_and_not_the_analysts_tables(archive: Path) -> None:
    names = zipfile.ZipFile(archive).namelist()
    assert {"README.txt", "CITATION.cff", "report/index.html", "report/manifest.json"} <= {*names}
    assert any(name.startswith("library/qcew/2022/") for name in names)
    assert not any("analyst" in name for name in names)


def test_the_analysts_tables_go_along_when_asked_for(made: Path, tmp_path: Path) -> None:
    pack(made, tmp_path / "all.zip", analyst=True)
    assert any("/analyst/" in name for name in zipfile.ZipFile(tmp_path / "all.zip").namelist())


def test_the_same_report_gives_the_same_bytes(made: Path, archive: Path, tmp_path: Path) -> None:
    pack(made, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_what_is_not_everybodys_to_pass_on_is_left_out_and_told(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sectornb.report.pack._is_free", lambda each: each.vintage != "2017")
    left_out = pack(made, tmp_path / "part.zip")
    assert {each.vintage for each in left_out} == {"2017"}
    inside = zipfile.ZipFile(tmp_path / "part.zip")
    assert not any("/2017/" in name for name in inside.namelist())
    readme = inside.read(README).decode()
    assert all(each.sha256 in readme for each in left_out)
    report, library = unpack(tmp_path / "part.zip", tmp_path / "else")
    lacking = [i for i in verify(report, libraries=[library]) if i.kind == "inputs"]
    assert {i.verdict for i in lacking} == {"cannot", "reproduced"}
    own = made.parents[1] / "library"
    assert all(i.verdict == "reproduced" for i in verify(report, libraries=[library, own]))


def test_a_file_that_somebody_put_into_the_folder_is_not_passed_on(
    made: Path, archive: Path, tmp_path: Path
) -> None:
    (made / "participants.csv").write_text("name\n", "utf-8")
    try:
        pack(made, tmp_path / "again.zip")
    finally:
        (made / "participants.csv").unlink()
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_a_report_that_does_not_tell_its_own_files_is_not_packed(
    made: Path, tmp_path: Path
) -> None:
    shutil.copytree(made, tmp_path / "report")
    (tmp_path / "report" / "SHA256SUMS").unlink()
    with pytest.raises(InputError, match="cannot be packed: it has no SHA256SUMS"):
        pack(tmp_path / "report", tmp_path / "x.zip")


def test_an_input_that_changed_since_is_not_packed(made: Path, tmp_path: Path) -> None:
    Library(tmp_path / "none").root.mkdir()
    with pytest.raises(InputError, match="cannot be packed: .* inputs are not as"):
        pack(made, tmp_path / "x.zip", library=tmp_path / "none")
    assert not (tmp_path / "x.zip").exists()


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def without_manifest(writing: zipfile.ZipFile) -> None:
    writing.writestr("report/index.html", "x")


def hostile(info: zipfile.ZipInfo, content: bytes = b"x") -> Callable[[zipfile.ZipFile], None]:
    def write(writing: zipfile.ZipFile) -> None:
        writing.writestr("report/manifest.json", "{}")
        writing.writestr(info, content, zipfile.ZIP_DEFLATED)

    return write


def twice(writing: zipfile.ZipFile) -> None:
    writing.writestr("report/manifest.json", "{}")
    writing.writestr("report/Manifest.json", "{}")


def same_bytes_often(writing: zipfile.ZipFile) -> None:
    writing.writestr("report/manifest.json", "{}")
    writing.writestr(entry("report/x"), bytes(range(256)) * 400, zipfile.ZIP_DEFLATED)
    for number in range(40):
        again = copy(writing.filelist[-1])
        again.filename = again.orig_filename = f"report/x{number}"
        writing.filelist.append(again)


def file_and_folder(writing: zipfile.ZipFile) -> None:
    writing.writestr("report/manifest.json", "{}")
    writing.writestr("report/x", "a")
    writing.writestr("report/X/y", "b")


def twice_the_same(writing: zipfile.ZipFile) -> None:
    writing.writestr("report/manifest.json", "{}")
    with warnings.catch_warnings(action="ignore"):
        writing.writestr("report/manifest.json", "{}")


def crowd(writing: zipfile.ZipFile) -> None:
    writing.writestr("report/manifest.json", "{}")
    info = writing.filelist[0]
    for number in range(30_000):
        again = copy(info)
        again.filename = f"report/{'x' * 140}{number}"
        writing.filelist.append(again)


HOSTILE: dict[str, tuple[Callable[[zipfile.ZipFile], None], str]] = {
    "up": (hostile(entry("report/../../x")), "which would not lie in"),
    "absolute": (hostile(entry("/etc/x")), "which would not lie in"),
    "drive": (hostile(entry("C:/x")), "which would not lie in"),
    "backslash": (hostile(entry("report\\..\\x")), "which would not lie in"),
    "elsewhere": (hostile(entry("other/x")), "which would not lie in"),
    "hidden": (hostile(entry("report/.profile")), "which would not lie in"),
    "link": (hostile(entry("report/x", stat.S_IFLNK | 0o777), b"/etc/passwd"), "is a link"),
    "device": (hostile(entry("report/x", stat.S_IFCHR | 0o666)), "is a link or a device"),
    "bomb": (hostile(entry("report/x"), bytes(40 << 20)), "made to fill a disk"),
    "overlapping": (same_bytes_often, "several files from the same bytes"),
    "a crowd": (crowd, "its list of files has .* bytes"),
    "a file and a folder": (file_and_folder, "'report/x' is a file and a folder"),
    "twice": (twice_the_same, "holds 'report/manifest.json' twice"),
    "device by name": (hostile(entry("report/aux.csv")), "is a device on some systems"),
    "dot at the end": (hostile(entry("report/x.")), "which would not lie in"),
    "the folder's name": (hostile(entry("library")), "which would not lie in"),
    "no manifest": (without_manifest, "holds no report/manifest.json"),
    "capital letters": (twice, "differ only in capital letters"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_and_nothing_is_written(kind: str, tmp_path: Path) -> None:
    write, told = HOSTILE[kind]
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as writing:
        write(writing)
    with pytest.raises(InputError, match=told):
        unpack(tmp_path / "bad.zip", tmp_path / "else")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.zip"]


FOREIGN: dict[str, Callable[[str], str]] = {
    "a folder around it": lambda name: f"my pack/{name}",
    "Windows": lambda name: name.replace("/", "\\"),
    "both": lambda name: f"my pack\\{name}".replace("/", "\\"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_pack_that_was_packed_again_by_other_hands_is_taken(
    archive: Path, kind: str, tmp_path: Path
) -> None:
    with zipfile.ZipFile(archive) as inside, zipfile.ZipFile(tmp_path / "x.zip", "w") as writing:
        for name in inside.namelist():
            writing.writestr(entry(FOREIGN[kind](name)), inside.read(name))
        writing.writestr(entry("__MACOSX/report/._index.html"), "x")
        writing.writestr(entry(FOREIGN[kind]("report/.DS_Store")), "x")
    report, library = unpack(tmp_path / "x.zip", tmp_path / "else")
    assert library.is_dir()
    assert {*zipfile.ZipFile(archive).namelist()} == {
        path.relative_to(report.parent).as_posix()
        for path in report.parent.rglob("*")
        if path.is_file()
    }


def test_letters_of_other_languages_are_names_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as writing:
        hostile(entry("library/laus/2022/county/Größe.csv"))(writing)
    _, library = unpack(tmp_path / "x.zip", tmp_path / "else")
    assert (library / "laus/2022/county/Größe.csv").read_bytes() == b"x"


def test_a_pack_that_somebody_unpacked_is_verified_with_its_library(
    archive: Path, tmp_path: Path
) -> None:
    zipfile.ZipFile(archive).extractall(tmp_path)
    for given in (tmp_path, tmp_path / "report"):
        with unpacked(given) as (report, libraries):
            assert report == tmp_path / "report"
            assert [path.name for path in libraries] == ["library"]
    assert CliRunner().invoke(main, ["verify", str(tmp_path), "--quick"]).exit_code == 0


def test_an_ordinary_report_has_no_library_of_its_own(made: Path) -> None:
    with unpacked(made) as (report, libraries):
        assert (report, libraries) == (made, [])


def test_a_file_of_a_report_is_not_taken_for_an_archive(made: Path) -> None:
    message = "is one file of a report. Name its folder"
    with pytest.raises(InputError, match=message), unpacked(made / "index.html"):
        pass


def test_what_stays_out_is_not_missed_by_the_list_of_sums(archive: Path, tmp_path: Path) -> None:
    report, _ = unpack(archive, tmp_path / "else")
    listed = read_sums(report)
    assert listed and all((report / name).is_file() for name in listed)


@pytest.mark.parametrize("gone", [True, False])
def test_a_report_that_was_changed_since_is_not_packed(
    made: Path, tmp_path: Path, gone: bool
) -> None:
    shutil.copytree(made, tmp_path / "report")
    page = tmp_path / "report" / "index.html"
    page.unlink() if gone else page.write_text("x")
    told = "index.html is missing" if gone else "index.html was changed"
    with pytest.raises(InputError, match=f"1 file is not as the run made it, e.g. {told}"):
        pack(tmp_path / "report", tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_a_file_that_is_no_archive_is_not_replaced(made: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text("id: x\n")
    with pytest.raises(InputError, match="is there and no zip archive, so it is not replaced"):
        pack(made, tmp_path / "mine.yml")
    assert (tmp_path / "mine.yml").read_text() == "id: x\n"


def test_simulated_data_are_not_cited_as_the_agencys(made: Path) -> None:
    manifest = read_manifest(made)
    for source in manifest.sources:
        source["simulated"] = True
    cited = _readme(manifest, []).partition("Cite the data as:")[2].strip().splitlines()
    assert cited and all(line.endswith("not the agency's figures)") for line in cited)


def test_two_packs_are_compared_beside_the_second(archive: Path, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        shutil.copy(archive, tmp_path / name)
    ran = CliRunner().invoke(main, ["compare", str(tmp_path / "a.zip"), str(tmp_path / "b.zip")])
    assert ran.exit_code == 0 and ran.output.startswith("Nothing changed"), ran.output
    assert (tmp_path / f"compare-{ID}-{ID}" / "index.html").is_file()


@pytest.mark.parametrize("cut", [0, 10, 4_000, -30])
def test_a_damaged_archive_is_refused(archive: Path, tmp_path: Path, cut: int) -> None:
    (tmp_path / "cut.zip").write_bytes(archive.read_bytes()[:cut])
    with pytest.raises(InputError, match="damaged or no archive of 'sectornb pack'"):
        unpack(tmp_path / "cut.zip", tmp_path / "else")
    assert not (tmp_path / "else").exists()

"""A report and its inputs in one archive, verified elsewhere; hostile archives write nothing."""

from __future__ import annotations

import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.report.pack import README, pack, unpack
from sectornb.report.verify import verify
from sectornb.sources.library import Library


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


@pytest.mark.parametrize("cut", [0, 10, 4_000, -30])
def test_a_damaged_archive_is_refused(archive: Path, tmp_path: Path, cut: int) -> None:
    (tmp_path / "cut.zip").write_bytes(archive.read_bytes()[:cut])
    with pytest.raises(InputError, match="damaged or no archive of 'sectornb pack'"):
        unpack(tmp_path / "cut.zip", tmp_path / "else")
    assert not (tmp_path / "else").exists()

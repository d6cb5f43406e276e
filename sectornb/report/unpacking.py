"""Unpacking an archive of a report, which is data from outside.

Its size is bounded before anything is written, every name in it is checked, and nothing in it
is ever run.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from sectornb.errors import InputError
from sectornb.report.manifest import MANIFEST, REPORT
from sectornb.sources.opening import BLOCK as PIECE
from sectornb.sources.opening import LARGEST_RATIO, MEBIBYTE, MOST_MEMBERS
from sectornb.sources.replacing import temporary_folder
from sectornb.sources.sheets import BAD_ARCHIVE

LIBRARY, README, CITATION = "library", "README.txt", "CITATION.cff"
LARGEST = 4096 * MEBIBYTE
"""Bytes of an archive unpacked: a report of a large state with its inputs has a tenth."""
_SMALL = MEBIBYTE
_END_RECORD = 65_535 + 22 + 20 + 56
"""Bytes in which an archive's end record lies, with the longest comment."""
_LARGEST_LIST = 4 * MEBIBYTE
"""Bytes of an archive's list of files: some 200 a file."""
_PART = re.compile(r"\w[\w .,()+-]{0,150}(?<![ .])")
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""What is no file on Windows, whatever it ends in."""
_OF_SYSTEMS = re.compile(r"(.*/)?(__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)")
"""What some systems add to every archive and folder; it is not unpacked."""


@contextlib.contextmanager
def unpacked(given: Path) -> Iterator[tuple[Path, list[Path]]]:
    """A report, given as its folder or as a pack, with the library that came with it, if any.

    A pack may be an archive, which is unpacked for the time of the block, or a folder to
    which somebody unpacked it.

    Raises
    ------
    InputError
        As :func:`unpack`.
    """
    with temporary_folder("sectornb-unpacked-") as temporary:
        report, library = given, given.absolute().parent / LIBRARY
        if given.is_file():
            _refuse_part_of_report(given)
            report, library = unpack(given, temporary / "pack")
        elif not (given / MANIFEST).is_file() and (given / REPORT / MANIFEST).is_file():
            report, library = given / REPORT, given / LIBRARY
        is_pack = library.is_dir() and (library.parent / README).is_file()
        yield report, [library] if is_pack else []


def _refuse_part_of_report(file: Path) -> None:
    """Refuse a file of a report that is given instead of its folder."""
    folder = file.absolute().parent
    if (folder / MANIFEST).is_file() and not zipfile.is_zipfile(file):
        raise InputError(f"{file} is one file of a report. Name its folder: {folder}.")


def unpack(path: Path, folder: Path) -> tuple[Path, Path]:
    """Unpack an archive of :func:`pack` into an empty `folder`; its report and its library.

    Raises
    ------
    InputError
        If it is damaged or no such archive, too large, or holds a name that leads elsewhere,
        a link, or one name twice.  Nothing is written then.
    """
    try:
        _refuse_crowd(path)
        with zipfile.ZipFile(path) as archive:
            for name, info in _members(path, archive).items():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as packed, target.open("xb") as writing:
                    shutil.copyfileobj(packed, writing, PIECE)
    except (*BAD_ARCHIVE, NotImplementedError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise InputError(
            f"{path} is damaged or no archive of 'sectornb pack' ({error or 'it ends too early'}). "
            "Get it again."
        ) from error
    return folder / REPORT, folder / LIBRARY


def _refuse_crowd(path: Path) -> None:
    """Refuse more members than any pack has, before each of them becomes an object in memory."""
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - _END_RECORD, 0))
        end = stream.read()
    at = end.rfind(b"PK\x05\x06")
    size = int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0
    # Where it is too large for its field, the true one stands before it.
    wide = end.rfind(b"PK\x06\x06")
    size = int.from_bytes(end[wide + 40 : wide + 48], "little") if wide >= 0 else size
    if size > _LARGEST_LIST:
        raise InputError(
            f"{path} is no archive of 'sectornb pack': its list of files has {size:,} bytes, and "
            f"none has over {_LARGEST_LIST:,}. Nothing was unpacked."
        )


def _names(members: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The members' names from the report's and the library's folder on.

    Who unpacked a pack and packed it again may have a folder around both, and names with
    the separators of Windows.
    """
    names = [info.filename.replace("\\", "/") for info in members]
    around = {name.partition("/")[0] for name in names}
    if len(around) == 1 and f"{(top := around.pop())}/{REPORT}/{MANIFEST}" in names:
        names = [name.removeprefix(f"{top}/") for name in names]
    return names


def _members(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of an archive by name, every one of them fit to be unpacked."""
    every = [
        info
        for info in archive.infolist()
        if not _OF_SYSTEMS.fullmatch(info.filename.replace("\\", "/"))
    ]
    no_pack = f"{path} is no archive of 'sectornb pack': "
    if len(every) > MOST_MEMBERS:
        raise InputError(
            f"{no_pack}it holds {len(every):,} files, and none has over {MOST_MEMBERS:,}."
        )
    named = [
        (name, info)
        for name, info in zip(_names(every), every, strict=True)
        if name not in ("", REPORT + "/", LIBRARY + "/")
    ]
    for name, info in named:
        parts = name.removesuffix("/").split("/")
        if not all(map(_PART.fullmatch, parts)) or not (
            (parts[0] in (REPORT, LIBRARY) and len(parts) > 1) or name in (README, CITATION)
        ):
            raise InputError(
                f"{no_pack}it holds {info.filename[:120]!r}, which would not lie in report/ or "
                "library/. Nothing was unpacked; do not trust where it came from."
            )
        if any(map(_DEVICE.fullmatch, parts)):
            raise InputError(f"{no_pack}{info.filename[:120]!r} is a device on some systems.")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise InputError(
                f"{no_pack}{info.filename!r} is a link or a device, not a file. Nothing was "
                "unpacked; do not trust where it came from."
            )
        if info.flag_bits & 0x1:
            raise InputError(f"{no_pack}{info.filename!r} needs a password.")
    files = [(name, info) for name, info in named if not name.endswith("/")]
    members = dict(files)
    _refuse_names(no_pack, [name for name, _ in files])
    _refuse_sizes(path, no_pack, [info for _, info in files])
    return members


def _refuse_names(no_pack: str, names: Sequence[str]) -> None:
    """Refuse names of which some system could not write each to a file of its own."""
    if len(set(names)) < len(names):
        twice = sorted(name for name, times in Counter(names).items() if times > 1)
        raise InputError(f"{no_pack}it holds {twice[0]!r} twice.")
    folded = {name.casefold() for name in names}
    if len(folded) < len(names):
        raise InputError(f"{no_pack}some of its names differ only in capital letters.")
    folders = {str(folder) for name in folded for folder in PurePosixPath(name).parents}
    if both := sorted(folders & folded):
        raise InputError(f"{no_pack}{both[0]!r} is a file and a folder in it.")
    if f"{REPORT}/{MANIFEST}" not in names:
        raise InputError(f"{no_pack}it holds no {REPORT}/{MANIFEST}.")


def _refuse_sizes(path: Path, no_pack: str, members: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse what unpacks to more than a report has, or than its bytes can hold."""
    total = sum(info.file_size for info in members)
    swollen = [
        info.filename
        for info in members
        if info.file_size > max(_SMALL, LARGEST_RATIO * info.compress_size)
    ]
    shared = sum(info.compress_size for info in members) > path.stat().st_size
    if total > LARGEST or swollen or shared:
        why = f", {swollen[0]!r} over {LARGEST_RATIO} times what it takes" if swollen else ""
        why = why or ", several files from the same bytes" * shared
        raise InputError(
            f"{no_pack}unpacked it has {total / MEBIBYTE:,.0f} MiB{why}; it is made to fill a "
            "disk. Nothing was unpacked."
        )

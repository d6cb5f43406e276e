"""A report with its inputs in one archive, which another machine can verify; and its unpacking.

An archive is data from outside: its size is bounded before anything is written, every name in
it is checked, and nothing in it is ever run.
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

from sectornb.errors import InputError, counted, examples
from sectornb.report.manifest import MANIFEST, REPORT, SUMS, Manifest, read_manifest, read_sums
from sectornb.report.record import OWN_FOLDER
from sectornb.report.verify import library_of
from sectornb.shipped import shipped
from sectornb.sources.declarations import declared
from sectornb.sources.excerpt import excerpt
from sectornb.sources.holding import Holding, file_sha256
from sectornb.sources.library import open_library
from sectornb.sources.opening import BLOCK as PIECE
from sectornb.sources.opening import LARGEST_RATIO, MEBIBYTE, MOST_MEMBERS
from sectornb.sources.replacing import replaced_whole, temporary_folder
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
_VERSION = re.compile(r"[0-9][0-9a-z.+]{0,30}")
# The first day that a zip archive can hold: the same report gives the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)


def pack(
    report: Path, target: Path, *, library: Path | None = None, analyst: bool = False
) -> list[Holding]:
    """Write a report with its inputs, its manifest and what to do with them as one archive.

    Parameters
    ----------
    report : Path
        The folder of the report.
    target : Path
        The archive; one that is there is replaced, whole.
    library : Path, optional
        Where its input files are; by default where the run that made it found them.
    analyst : bool
        Whether the tables for the analyst alone go along.

    Returns
    -------
    list of Holding
        Inputs that are left out since they are not everybody's to pass on: the archive tells
        their hash, and where to get them.

    Raises
    ------
    InputError
        If `report` is none or does not tell its own files, or an input is missing or of other
        bytes than it was.
    """
    manifest = read_manifest(report)
    if not (report / SUMS).is_file():
        raise InputError(
            f"{report} cannot be packed: it has no {SUMS}, which tells its own files from others "
            "in the folder. Run the region anew."
        )
    left_out = [each for each in manifest.holdings if not _is_free(each)]
    if target.is_dir() or (target.exists() and not zipfile.is_zipfile(target)):
        raise InputError(
            f"{target} is there and no zip archive, so it is not replaced. Choose another name: "
            "--out FILE.zip."
        )
    made = _made(report, analyst)
    held = open_library(str(library or library_of(report, manifest)))
    with temporary_folder("sectornb-pack-") as temporary:
        folder = temporary / LIBRARY
        taken = [each for each in manifest.holdings if each not in left_out]
        if refused := excerpt(held, taken, folder):
            told = [f"{' '.join(each.key)} ({why})" for each, why in refused.items()]
            raise InputError(
                f"{report} cannot be packed: {counted(len(told), 'input is', 'inputs are')} not as "
                f"it was, e.g. {examples(told)}. Name the library that it was made from with "
                "--library, or run the region anew."
            )
        files = {f"{REPORT}/{name}": path for name, path in made.items()}
        files |= {f"{LIBRARY}/{name}": path for name, path in _files(folder, True).items()}
        with replaced_whole(target) as writing, zipfile.ZipFile(writing, "w") as archive:
            _write(archive, README, _readme(manifest, left_out).encode("utf-8"))
            _write(archive, CITATION, shipped(CITATION).read_bytes())
            for name, path in sorted(files.items()):
                _write(archive, name, path.read_bytes())
            _write(archive, f"{REPORT}/{SUMS}", _sums_of(report, analyst).encode("utf-8"))
    return left_out


def _made(report: Path, analyst: bool) -> dict[str, Path]:
    """The files of a report as its run made them, and nothing that others put into the folder.

    Raises
    ------
    InputError
        If one of them was changed since, or is gone: who gets it could not make it again.
    """
    listed, there = read_sums(report), _files(report, True)
    found = {name: there[name] for name in listed if name in there}
    changed = [
        *(f"{name} is missing" for name in listed if name not in there),
        *(
            f"{name} was changed"
            for name, path in found.items()
            if file_sha256(path) != listed[name]
        ),
    ]
    changed = [told for told in changed if analyst or not told.startswith(OWN_FOLDER)]
    if changed:
        raise InputError(
            f"{report} cannot be packed: {counted(len(changed), 'file is', 'files are')} not as "
            f"the run made it, e.g. {examples(changed)}. Run the region anew."
        )
    return {name: found[name] for name in found if analyst or not name.startswith(OWN_FOLDER)}


def _sums_of(report: Path, analyst: bool) -> str:
    """The list of sums, of what goes along."""
    return "".join(
        f"{digest}  {name}\n"
        for name, digest in read_sums(report).items()
        if analyst or not name.startswith(OWN_FOLDER)
    )


def _is_free(holding: Holding) -> bool:
    """Whether a file may be passed on: published by the government, or simulated."""
    return holding.simulated or declared(holding.source).passed_on


def _files(folder: Path, analyst: bool) -> dict[str, Path]:
    """Every file of a folder by its name within it; links and hidden files stay out."""
    found = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("[!.]*")
        if path.is_file() and not path.is_symlink()
    }
    return {
        name: path for name, path in found.items() if analyst or not name.startswith(OWN_FOLDER)
    }


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _DAY)
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    archive.writestr(info, content, zipfile.ZIP_DEFLATED)


def _readme(manifest: Manifest, left_out: Sequence[Holding]) -> str:
    version = manifest.versions.get("sectornb", "")
    wanted = f"=={version}" if _VERSION.fullmatch(version) else ""
    lines = [
        f"{manifest.region.title}: a report of sectornb {version}, with what it was made from.",
        "",
        "report/       pages (begin with index.html), tables, spreadsheet, workbooks, manifest",
        "library/      the agencies' files behind it, each with a record of where it is from",
        "CITATION.cff  how to cite the program; how to cite the data stands below",
        "",
        "To make the report again and compare everything, without unpacking:",
        "",
        f"    pip install sectornb{wanted}",
        "    sectornb verify THIS-FILE.zip",
        "",
        "Where that finds no such version, install it from the sources of sectornb that you have.",
        "",
        "Cite the data as:",
        "",
    ]
    invented = " (simulated in its form for an example: not the agency's figures)"
    cited = {
        declared(each.source).citation + invented * each.simulated for each in manifest.holdings
    }
    lines += [f"- {citation}" for citation in sorted(cited)]
    if left_out:
        lines += [
            "",
            "Not in this archive, since they are not everybody's to pass on. Get them, add them to",
            "a library, and verify with --library FOLDER:",
            "",
        ]
    for each in left_out:
        declaration = declared(each.source)
        lines += [
            f"- {' '.join(each.key)}, SHA-256 {each.sha256}",
            f"  {declaration.owner}, {declaration.homepage}; obtained as {each.origin}",
        ]
    return "\n".join([*lines, ""])


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

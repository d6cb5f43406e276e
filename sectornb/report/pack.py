"""A report with its inputs in one archive, which another machine can verify; and its unpacking.

An archive is data from outside: its size is bounded before anything is written, every name in
it is checked, and nothing in it is ever run.
"""

from __future__ import annotations

import re
import shutil
import stat
import tempfile
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sectornb.errors import InputError, counted, examples
from sectornb.report.manifest import MANIFEST, SUMS, Manifest, read_manifest, read_sums
from sectornb.report.record import OWN_FOLDER
from sectornb.report.verify import library_of
from sectornb.shipped import shipped
from sectornb.sources.declarations import declared
from sectornb.sources.excerpt import excerpt
from sectornb.sources.holding import Holding
from sectornb.sources.library import open_library
from sectornb.sources.opening import BLOCK as PIECE
from sectornb.sources.opening import LARGEST_RATIO, MEBIBYTE, MOST_MEMBERS
from sectornb.sources.replacing import replaced_whole
from sectornb.sources.sheets import BAD_ARCHIVE

REPORT, LIBRARY, README, CITATION = "report", "library", "README.txt", "CITATION.cff"
LARGEST = 4096 * MEBIBYTE
"""Bytes of an archive unpacked: a report of a large state with its inputs has a tenth."""
_SMALL = MEBIBYTE
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9 _.,()+-]{0,150}")
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
    held = open_library(str(library or library_of(report, manifest)))
    with tempfile.TemporaryDirectory(prefix="sectornb-pack-") as temporary:
        folder = Path(temporary) / LIBRARY
        taken = [each for each in manifest.holdings if each not in left_out]
        if refused := excerpt(held, taken, folder):
            told = [f"{' '.join(each.key)} ({why})" for each, why in refused.items()]
            raise InputError(
                f"{report} cannot be packed: {counted(len(told), 'input is', 'inputs are')} not as "
                f"it was, e.g. {examples(told)}. Name the library that it was made from with "
                "--library, or run the region anew."
            )
        # What others put into the folder is not the report's to pass on.
        made = {SUMS, *read_sums(report)}
        files = {
            f"{REPORT}/{name}": path
            for name, path in _files(report, analyst).items()
            if name in made
        }
        files |= {f"{LIBRARY}/{name}": path for name, path in _files(folder, True).items()}
        with replaced_whole(target) as writing, zipfile.ZipFile(writing, "w") as archive:
            _write(archive, README, _readme(manifest, left_out).encode("utf-8"))
            _write(archive, CITATION, shipped(CITATION).read_bytes())
            for name, path in sorted(files.items()):
                _write(archive, name, path.read_bytes())
    return left_out


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
    lines = [
        f"{manifest.region.title}: a report of sectornb {version}, with what it was made from.",
        "",
        "report/       pages (begin with index.html), tables, spreadsheet, workbooks, manifest",
        "library/      the agencies' files behind it, each with a record of where it is from",
        "CITATION.cff  how to cite the program; how to cite the data stands below",
        "",
        "To make the report again and compare everything, without unpacking:",
        "",
        f"    pip install sectornb=={version}",
        "    sectornb verify THIS-FILE.zip",
        "",
        "Cite the data as:",
        "",
    ]
    cited = {declared(each.source).citation for each in manifest.holdings}
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


def unpack(path: Path, folder: Path) -> tuple[Path, Path]:
    """Unpack an archive of :func:`pack` into an empty `folder`; its report and its library.

    Raises
    ------
    InputError
        If it is damaged or no such archive, too large, or holds a name that leads elsewhere,
        a link, or one name twice.  Nothing is written then.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(path, archive)
            for info in members:
                target = folder / info.filename
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


def _members(path: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of an archive, every one of them fit to be unpacked."""
    every = archive.infolist()
    members = [info for info in every if not info.is_dir()]
    names = [info.filename for info in members]
    no_pack = f"{path} is no archive of 'sectornb pack': "
    if len(every) > MOST_MEMBERS:
        raise InputError(
            f"{no_pack}it holds {len(every):,} files, and none has over {MOST_MEMBERS:,}."
        )
    for info in every:
        parts = info.filename.removesuffix("/").split("/")
        if not all(_PART.fullmatch(part) for part in parts) or not (
            parts[0] in (REPORT, LIBRARY) or info.filename in (README, CITATION)
        ):
            raise InputError(
                f"{no_pack}it holds {info.filename[:120]!r}, which would not lie in report/ or "
                "library/. Nothing was unpacked; do not trust where it came from."
            )
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise InputError(
                f"{no_pack}{info.filename!r} is a link or a device, not a file. Nothing was "
                "unpacked; do not trust where it came from."
            )
        if info.flag_bits & 0x1:
            raise InputError(f"{no_pack}{info.filename!r} needs a password.")
    if len(set(names)) < len(names):
        twice = sorted(name for name, times in Counter(names).items() if times > 1)
        raise InputError(f"{no_pack}it holds {twice[0]!r} twice.")
    folded = {name.casefold() for name in names}
    if len(folded) < len(names):
        raise InputError(f"{no_pack}some of its names differ only in capital letters.")
    if f"{REPORT}/{MANIFEST}" not in names:
        raise InputError(f"{no_pack}it holds no {REPORT}/{MANIFEST}.")
    total = sum(info.file_size for info in members)
    swollen = [
        info.filename
        for info in members
        if info.file_size > max(_SMALL, LARGEST_RATIO * info.compress_size)
    ]
    if total > LARGEST or swollen:
        raise InputError(
            f"{no_pack}unpacked it has {total / MEBIBYTE:,.0f} MiB"
            f"{f', {swollen[0]!r} over {LARGEST_RATIO} times what it takes' if swollen else ''}; "
            "it is made to fill a disk. Nothing was unpacked."
        )
    return members

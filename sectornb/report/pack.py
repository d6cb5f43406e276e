"""A report with its inputs in one archive, which another machine can verify."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Sequence
from pathlib import Path

from sectornb.errors import InputError, counted, examples
from sectornb.report.manifest import REPORT, SUMS, Manifest, read_manifest, read_sums
from sectornb.report.record import OWN_FOLDER
from sectornb.report.unpacking import CITATION, LIBRARY, README
from sectornb.report.verify import library_of
from sectornb.shipped import shipped
from sectornb.sources.declarations import declared
from sectornb.sources.excerpt import excerpt
from sectornb.sources.holding import Holding, file_sha256
from sectornb.sources.library import open_library
from sectornb.sources.replacing import replaced_whole, temporary_folder

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
    place = library or library_of(report, manifest)
    held = open_library(str(place), needed=bool(manifest.holdings))
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

"""Taking downloaded files into the library: recognize, read, then keep, all or none.

What a file is follows from what stands in it, never from its name: the same
slice may be called ``39049.csv``, ``39049 (1).csv`` or ``area.csv``.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace as changed
from datetime import UTC, datetime
from pathlib import Path

from sectornb.errors import ChangedFileError, InputError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.elsewhere import told_elsewhere
from sectornb.sources.holding import Holding, file_sha256
from sectornb.sources.library import Library, check_vintage
from sectornb.sources.recognition import RECOGNIZERS, Recognized, recognize
from sectornb.sources.releases import vintage_of_version
from sectornb.sources.store import Draft, make_store


def describe_file(
    path: Path,
    source: str,
    vintage: str,
    *,
    found: Recognized | None = None,
    origin: str | None = None,
    retrieved: str | None = None,
    simulated: bool = False,
) -> Holding:
    """Describe a file as the library will keep it, read to its end unless it was `found` before.

    `origin` is by default that the file was added by hand, `retrieved` the day
    of its modification time.

    Raises
    ------
    InputError
        If the file is refused by its reader.
    """
    found = found or recognize(path, source, vintage)
    stat = path.stat()
    return Holding(
        source=source,
        vintage=vintage,
        table=found.table,
        part=found.part,
        reference_period=found.reference_period,
        # A name may hold bytes that no text can.
        origin=origin or f"added by hand: {path.name.encode('utf-8', 'replace').decode()}",
        retrieved=retrieved or datetime.fromtimestamp(stat.st_mtime, UTC).date().isoformat(),
        bytes=stat.st_size,
        sha256=file_sha256(path),
        rows=found.rows,
        simulated=simulated,
    )


def add_files(
    root: Path,
    paths: Iterable[Path],
    source: str,
    vintage: str = "",
    *,
    replace: bool = False,
    this_year: int | None = None,
) -> list[tuple[Holding, bool]]:
    """Take several files into the library at `root`, all or none, and long ones with their store.

    Without a `vintage` each file has that of the year that it tells; one that tells none,
    such as a crosswalk, has the year of the others.  None may be of a later year than
    `this_year`, by default that of the clock, which nothing else depends on.

    Raises
    ------
    InputError, ChangedFileError
        If a file is refused or would replace another, or nothing tells the vintage of
        one; nothing is written then.
    """
    vintage = vintage_of_version(source, vintage)
    if vintage:
        check_vintage(vintage)
    library = Library(root)
    library.sweep()
    paths = list(paths)
    found = [_recognized(path, source, vintage, len(paths)) for path in paths]
    if not vintage:
        found = _with_vintage(paths, found, source)
    holdings = [
        describe_file(path, source, vintage or each.vintage, found=each)
        for path, each in zip(paths, found, strict=True)
    ]
    _refuse_absurd_years(paths, holdings, this_year or datetime.now(UTC).year)
    seen: dict[tuple[str, ...], Path] = {}
    for path, holding in zip(paths, holdings, strict=True):
        other = seen.setdefault(holding.key, path)
        if other != path and file_sha256(other) != holding.sha256:
            raise InputError(
                f"{other} and {path} are both {source} {holding.vintage} {holding.part} and "
                "differ. Add only the one you want to keep."
            )
        library.check_put(path, holding, replace=replace)
    _refuse_renamed(library, paths, holdings)
    added = []
    for path, each, holding in zip(paths, found, holdings, strict=True):
        added.append((holding, library.put(path, holding, replace=replace)))
        if each.draft is not None:
            _keep(library, holding, each.draft)
    return added


def _refuse_absurd_years(paths: list[Path], holdings: list[Holding], this_year: int) -> None:
    """Refuse a file of a year that has not begun, or in which its source did not yet exist."""
    for path, holding in zip(paths, holdings, strict=True):
        known = declared(holding.source)
        if not known.first_year <= int(holding.vintage[:4]) <= this_year:
            raise InputError(
                f"{path} is of {holding.vintage[:4]}, but files of {known.title} are of "
                f"{known.first_year} to {this_year}, the year of this computer's date. The year "
                "was changed or mistyped: download the agency's own file, or correct --vintage or "
                "the date."
            )


def _refuse_renamed(library: Library, paths: list[Path], holdings: list[Holding]) -> None:
    """Refuse the bytes of one part as another: of two years by name, one has to be wrong."""
    known: dict[str, Holding] = {}
    # Records that cannot be read are for the reader of those files to tell.
    with contextlib.suppress(ChangedFileError):
        known = {held.sha256: held for held in library.holdings(holdings[0].source)}
    for path, holding in zip(paths, holdings, strict=True):
        other = known.setdefault(holding.sha256, holding)
        if (other.table, other.part) != (holding.table, holding.part):
            raise InputError(
                f"{path} has the very bytes of {other.part} of {other.vintage}, so one of the two "
                f"was renamed. Download {holding.part} from the agency, or leave it out."
            )


_IN_NAMES = {
    "area": re.compile(r"(?<![0-9A-Za-z])([0-9]{5}|US000)(?![0-9])"),
    "state": re.compile(r"^([a-z]{2})_", re.IGNORECASE),
    "year": re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])"),
    "year's end": re.compile(r"laucnty([0-9]{2})"),
}
"""What the name of a file may tell of what is in it."""


def told_of_name(path: Path, holding: Holding) -> str:
    """A note where the name of a file tells another area, state or year than it holds; else ''."""
    for what, form in _IN_NAMES.items():
        named = {each.casefold() for each in form.findall(path.name)}
        held = {each.casefold() for each in form.findall(holding.part)}
        if what == "year":
            held |= {holding.vintage[:4], *form.findall(holding.reference_period)}
        if named and held and not named & held:
            return (
                f"Note: {path.name} has the {what} {examples(sorted(named))} in its name, but "
                f"holds {examples(sorted(held))}: it is kept as what it holds. Was it the file you "
                "meant?"
            )
    return ""


_ONE_MATRIX = {"projections", "regional-staffing"}
"""Sources that both read the matrix of the Workforce Information Database: that the one would take
a file is no advice where the other refused it."""


def sources_of(path: Path, but: str = "") -> Iterator[str]:
    """The sources that would take a file, `but` one of them."""
    for name in RECOGNIZERS:
        with contextlib.suppress(InputError):
            if name == but or {name, but} == _ONE_MATRIX:
                continue
            if recognize(path, name, ""):
                yield name


def _recognized(path: Path, source: str, vintage: str, together: int) -> Recognized:
    """What a file is; of one that is refused, which other source would take it.

    `together` is how many files are added at once.
    """
    try:
        return recognize(path, source, vintage)
    except InputError as error:
        other = next(sources_of(path, but=source), None)
        if other is None and (told := told_elsewhere(path)):
            raise InputError(f"{path} {told}") from error
        if other is None or (together == 1 and f"--source {other}" in str(error)):
            raise
        alone = ", in a call of its own" if together > 1 else ""
        raise InputError(
            f"{path} is a file of {other}, not of {source}. Add it with --source {other}{alone}."
        ) from error


def _with_vintage(paths: list[Path], found: list[Recognized], source: str) -> list[Recognized]:
    """Every file with a vintage: that of the others where they agree on one."""
    years = sorted({each.vintage for each in found if each.vintage})
    complete = []
    for path, each in zip(paths, found, strict=True):
        if each.vintage:
            complete.append(each)
            continue
        if len(years) != 1:
            may_be = f" Its codes are of {each.years}." if each.years else ""
            raise InputError(
                f"Nothing in {path} tells which vintage of {source} it is. Say so with --vintage: "
                f"{declared(source).vintage}{may_be}"
            )
        complete.append(changed(recognize(path, source, years[0]), vintage=years[0]))
    return complete


def _keep(library: Library, holding: Holding, draft: Draft) -> None:
    make_store(library.path(*holding.key), holding.sha256, lambda: draft)

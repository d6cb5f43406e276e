"""Private inputs in a run: where they lie, how they are marked, what may be told of an error."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sectornb.contract import Placed
from sectornb.errors import PrivateDataError, SectornbError, WorkbookError
from sectornb.report.region_file import Region
from sectornb.shipped import shipped
from sectornb.workbooks import workbooks

if TYPE_CHECKING:
    from sectornb.disclosure.private.rows import PrivateInput, PrivateRows
    from sectornb.disclosure.private.search import Watch

_USUAL = (
    ("notebooks", "*.ipynb"),
    ("data/dictionary", "*.yml"),
    ("data/sources", "*.yml"),
    ("data/classifications", "*.csv"),
    ("data/instruments", "*.yml"),
)
"""What the package says itself: its words stand in every report."""
_SIMULATED_KEY = b"simulated"
"""Seals what is simulated, so that the example's report has the same bytes everywhere."""


class Guard:
    """Keeps what the private inputs of a region say of people out of its report.

    True where the region file names any; without, nothing is read or imported.

    Parameters
    ----------
    region : Region
        The region file.
    reports : Path, optional
        Folder of all reports, where any is made.

    Raises
    ------
    PrivateDataError
        If a private input is not there, or lies in the library or in the folder of reports,
        which are passed on.
    """

    def __init__(self, region: Region, reports: Path | None = None) -> None:
        self._region, self._reports = region, reports
        for name, roles in region.private.items():
            for role, path in roles.items():
                if not path.is_file():
                    declared = _declared(name, role)
                    make = declared.made_by if declared else ""
                    raise PrivateDataError(
                        f"{region.path.name} names {path.name} for {role}, and there is no such "
                        f"file. {f'Make it with {make!r}, or write' if make else 'Write'} where it "
                        "lies, as seen from the region file."
                    )
                for kept in (region.library, reports and reports.resolve()):
                    if kept and kept in path.parents:
                        raise PrivateDataError(
                            f"{path.name} ({role}) lies in {kept}, which is passed on with what "
                            "is made. Move it to a folder that only you can read."
                        )

        self._placed = {
            name: {
                role: Placed(str(path), self._seal(path, _simulated(name, role)))
                for role, path in roles.items()
            }
            for name, roles in region.private.items()
        }

    def __bool__(self) -> bool:
        return bool(self._region.private)

    def placed(self, workbook: str) -> dict[str, Placed]:
        """Where the private inputs of a workbook lie, each with its seal where reports are made.

        The seal is HMAC-SHA256 of the file's bytes with a key of the region's own.  A plain
        hash would confirm a guess: of five raters' answers there are few enough to try them
        all, and who knows all of a roster but one cell needs no more.  What is simulated has
        nothing to hide, and a key that everybody knows.
        """
        return self._placed.get(workbook, {})

    def _seal(self, path: Path, simulated: Path | None) -> str:
        if self._reports is None:
            return ""
        content = path.read_bytes()
        known = simulated is not None and simulated.read_bytes() == content
        return _sealed(content, _SIMULATED_KEY if known else self._key)

    @cached_property
    def _key(self) -> bytes:
        """The key beside the region file, made once, which nobody else can read."""
        path = self._region.path.with_suffix(".key")
        if not path.exists():
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "w") as stream:
                stream.write(secrets.token_hex(32) + "\n")
        return path.read_bytes().strip()

    @cached_property
    def watch(self) -> Watch:
        """What the report is searched for.

        Raises
        ------
        PrivateDataError
            If a private input cannot be read.
        """
        from sectornb.disclosure.private.rows import read_private
        from sectornb.disclosure.private.search import Watch

        inputs = [
            read_private(self._region.private[name][each.role], each, self._region.sections[name])
            for name in self._region.private
            for each in workbooks()[name].private_inputs
            if each.role in self._region.private[name]
        ]
        # What has no column that tells who somebody is was written to be shown.
        shown = "\n".join(
            text
            for rows in inputs
            if not rows.declared.columns
            for column in rows.raw
            for text in rows.raw[column].astype("str")
        )
        return Watch(inputs, self._common(inputs), shown)

    def _common(self, inputs: Sequence[PrivateRows]) -> set[str]:
        """What stands in the report anyhow: the package's own words, places, the user's list."""
        from sectornb.disclosure.private.needles import phrases_in, words_of
        from sectornb.sources.library import Library
        from sectornb.sources.qcew.titles import area_titles

        said = [self._region.title, *self._region.common_words]
        said += area_titles(Library(self._region.library)).values()
        phrases, words = list(said), set()
        for folder, pattern in _USUAL:
            for path in shipped(*folder.split("/")).glob(pattern):
                text = path.read_text("utf-8")
                words |= set(words_of(text))
                # Outputs of a notebook are of the example, and tell of its partners.
                phrases.append(_sources(text) if path.suffix == ".ipynb" else text)
        return words.union(*map(words_of, said)) | phrases_in(phrases, inputs)

    def told(self, kind: str, text: str) -> str:
        """An error's words where they are known to repeat no row, else that they are left out.

        Parameters
        ----------
        kind : str
            Name of its class.
        text : str
            What it says.
        """
        if kind == PrivateDataError.__name__:
            return text
        try:
            clean = not any(self.watch.in_text(text)) and is_own(kind)
        except SectornbError:
            clean = False
        if clean:
            return text
        return (
            f"It was {kind}, whose words are left out, since they could repeat what private "
            "inputs say; so are the outputs of the notebook. Run its cells by hand to see them."
        )

    @contextmanager
    def quiet(self, workbook: str) -> Iterator[None]:
        """Tell no words of an error that a workbook with private inputs stops with.

        Raises
        ------
        WorkbookError
            In the place of what was raised.
        """
        if workbook not in self._region.private:
            yield
            return
        try:
            yield
        except PrivateDataError:
            raise
        except Exception as error:
            told = self.told(type(error).__name__, str(error))
            raise WorkbookError(f"Workbook {workbook} stopped. {told}") from None


def _sources(notebook: str) -> str:
    """What the cells of a notebook say, without what came out of them."""
    return "\n".join("".join(cell["source"]) for cell in json.loads(notebook)["cells"])


def _sealed(content: bytes, key: bytes) -> str:
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def _declared(workbook: str, role: str) -> PrivateInput | None:
    every = [
        each
        for known in workbooks().values()
        if known.name == workbook
        for each in known.private_inputs
    ]
    return next((each for each in every if each.role == role), None)


def _simulated(workbook: str, role: str) -> Path | None:
    declared = _declared(workbook, role)
    return declared.simulated if declared else None


def simulated_inputs(workbook: str, told: Iterable[Mapping[str, Any]]) -> dict[str, Path] | None:
    """The simulated files that a report was made of, which come with the package.

    Parameters
    ----------
    told : iterable of mapping
        What the report's record tells of the workbook's private inputs: role and seal.

    Returns
    -------
    dict or None
        Role to file; None where any input is somebody's own.
    """
    found = {}
    for each in told:
        path = _simulated(workbook, str(each.get("role")))
        if path is None or each.get("hmac_sha256") != _sealed(path.read_bytes(), _SIMULATED_KEY):
            return None
        found[str(each["role"])] = path
    return found


def without_outputs(notebook: dict[str, Any], kind: str, told: str) -> None:
    """Take every output out of a failed notebook; where it stopped stands what may be told."""
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        stopped = any(output.get("output_type") == "error" for output in cell["outputs"])
        error = {"output_type": "error", "ename": kind, "evalue": told, "traceback": [told]}
        cell["outputs"] = [error] if stopped else []


def is_own(kind: str) -> bool:
    """Whether an error of that name is one of ours, whose text is the whole message."""
    from sectornb import errors

    found = getattr(errors, kind, None)
    return isinstance(found, type) and issubclass(found, SectornbError)

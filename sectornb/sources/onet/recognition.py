"""Recognizing a file of the O*NET Database, and reading it with its checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sectornb.errors import InputError
from sectornb.sources.occupations import is_onet_soc, refuse_soc_2010, soc_of_onet
from sectornb.sources.onet.lists import listed
from sectornb.sources.onet.ratings import ratings
from sectornb.sources.onet.split import SKILLS, half_of_skills
from sectornb.sources.onet.tables import SOURCE, OnetFile, read_file
from sectornb.sources.recognition import Recognized, recognized
from sectornb.sources.refusals import OWN_FILE, refuse_codes, refuse_first
from sectornb.sources.releases import version_of_vintage

if TYPE_CHECKING:
    from sectornb.sources.holding import Holding
    from sectornb.sources.library import Library

_MONTH = r"(?:0[1-9]|1[0-2])/(?:19|20)\d\d"


def recognize(path: Path, vintage: str) -> Recognized:
    """A file of the database, read and checked; it does not tell its release.

    Raises
    ------
    InputError
        If it is no such file, its codes are of SOC 2010, or it holds ratings of later than the
        release that `vintage` says.
    """
    found = read_file(path)
    table = _read(path, found)
    version = version_of_vintage(SOURCE, vintage) if vintage else ""
    if version and "date" in table:
        _refuse_later(path, table["date"], version, vintage)
    scales = "-".join(sorted(table["scale_id"].unique())) if found.table == "categories" else ""
    return recognized(
        SOURCE, found.table, len(table), suffix=found.suffix, version=version, scales=scales
    )


def read_onet(path: Path) -> pd.DataFrame:
    """The table of a file, as :func:`ratings` or :func:`listed` gives it, sorted by its key.

    Raises
    ------
    InputError
        If it is no file of the database or one of its cells cannot be.
    """
    return _read(path, read_file(path)).reset_index(drop=True)


def _read(path: Path, found: OnetFile) -> pd.DataFrame:
    cells = found.cells
    for name in ("onet_soc", "related_onet_soc"):
        if name in cells:
            refuse_codes(path, cells[name], is_onet_soc, "O*NET-SOC code", digits=-1)
            refuse_soc_2010(path, soc_of_onet(cells[name]).unique(), "its occupations")
    if "date" in cells:
        wrong = ~cells["date"].str.fullmatch(_MONTH)
        refuse_first(path, wrong, cells["date"], f"{{}} is no month, as 08/2023 is. {OWN_FILE}")
    make = ratings if "value" in cells else listed
    return make(path, cells, found.table)


def _refuse_later(path: Path, dates: pd.Series[str], version: str, vintage: str) -> None:
    latest = (dates.str[3:] + "-" + dates.str[:2]).max()
    if latest > vintage[:7]:
        raise InputError(
            f"{path} holds what was rated in {latest}, after release {version} came out "
            f"({vintage[:7]}), so it is of a later release. Read Me.txt beside it says which; "
            "write that as --vintage."
        )


def notes(library: Library, holding: Holding) -> list[str]:
    """That the other half of the skills is lacking, of a file that was added."""
    told = half_of_skills(library, holding.vintage) if holding.table in SKILLS else ""
    return [told] if told else []

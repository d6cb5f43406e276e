"""The O*NET Database from the library: one release, its tables, and the words it is shown with."""

from __future__ import annotations

import pandas as pd

from sectornb.errors import NotInLibraryError, examples
from sectornb.sources.declarations import declared
from sectornb.sources.library import Library
from sectornb.sources.onet.recognition import read_onet
from sectornb.sources.onet.split import SKILLS, half_of_skills
from sectornb.sources.onet.tables import SOURCE
from sectornb.sources.releases import version_of_vintage


def attribution(vintage: str) -> str:
    """The words that the license asks of every page that shows data of a release."""
    return (
        f"This page includes information from the O*NET {version_of_vintage(SOURCE, vintage)} "
        "Database by the U.S. Department of Labor, Employment and Training Administration "
        "(USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA."
    )


def onet_table(library: Library, table: str, vintage: str) -> pd.DataFrame:
    """One table of a release, as :func:`read_onet`; of several files, all their rows.

    Raises
    ------
    NotInLibraryError
        If the library does not hold it.
    """
    parts = library.parts(SOURCE, vintage, table)
    if not parts:
        title = declared(SOURCE).table(table).title
        raise NotInLibraryError(
            f"The library {library.root} holds no table {title} of O*NET "
            f"{version_of_vintage(SOURCE, vintage)}. Download it "
            f"({declared(SOURCE).homepage}) and add it with: sectornb add FILE --source {SOURCE} "
            f"--vintage {version_of_vintage(SOURCE, vintage)} --library {library.root}"
        )
    tables = [library.parsed(SOURCE, vintage, table, part, read_onet) for part in parts]
    return pd.concat(tables, ignore_index=True)


def skill_ratings(library: Library, vintage: str) -> pd.DataFrame:
    """Ratings of all 35 skills in each occupation, as :func:`ratings`, from one table or two.

    Raises
    ------
    NotInLibraryError
        If the library lacks them, or holds 10 or 25 of them only.
    """
    if told := half_of_skills(library, vintage):
        raise NotInLibraryError(f"The library {library.root} lacks skills: {told}")
    split = [table for table in SKILLS[1:] if library.parts(SOURCE, vintage, table)]
    if split and library.parts(SOURCE, vintage, "skills"):
        raise NotInLibraryError(
            f"The library {library.root} holds {examples(SKILLS)} of O*NET "
            f"{version_of_vintage(SOURCE, vintage)}, which no release has together: one is of "
            "another release. Remove it, and add it with the version it is of."
        )
    tables = [onet_table(library, table, vintage) for table in split or ["skills"]]
    return pd.concat(tables, ignore_index=True)

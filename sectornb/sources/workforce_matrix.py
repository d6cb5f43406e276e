"""The projections of the Workforce Information Database: industries out of its matrix.

States keep their projections as one matrix of industries and occupations, with codes of
the projections program.  Here its rows of all occupations together become industries as
the QCEW writes them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sectornb.codes import SECTORS, sector_of
from sectornb.errors import InputError, UnknownCodeError, examples
from sectornb.sources.projected_sums import GOVERNMENT, JOBS, TOTAL, refuse_contradictions
from sectornb.sources.refusals import plain_number, refuse_first

CHANGES = ("change", "percent")
_ALL_OCCUPATIONS = r"0+(?:-0+)?"
_AREA = {"state_fips": r"\d{1,2}", "area_type": r"\d{1,2}", "area": r"\d{1,6}"}


def matrix_industries(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a matrix that are NAICS industries, with ``area_code``, ``area_title``, ``naics``.

    Totals, supersectors, combined codes and government are left out.  Jobs of a row that
    is marked as confidential become empty text, as a withheld figure is.

    Parameters
    ----------
    frame : DataFrame
        Text: ``state_fips``, ``area_type``, ``area``, ``industry`` and `JOBS`; where the
        table has them, ``occupation``, ``suppress``, ``area_title`` and `CHANGES`.

    Raises
    ------
    InputError
        If an area is none, no row is of all occupations together, none is an industry,
        a mark is neither 0 nor 1, or as :func:`refuse_contradictions`.
    """
    frame = _all_occupations(path, _with_areas(path, frame))
    naics = frame["industry"].map(naics_of)
    frame = _without_confidential(path, frame)
    numbers = [name for name in (*JOBS, *CHANGES) if name in frame]
    figures = frame[numbers].apply(lambda cells: pd.to_numeric(plain_number(cells), "coerce"))
    code = naics.mask(naics.eq(""), frame["industry"].map(_total_of))
    refuse_contradictions(path, frame.assign(code=code, **figures))
    if not naics.ne("").any():
        raise InputError(
            f"{path} has no NAICS industry; its industry codes are such as "
            f"{examples(map(repr, frame['industry'].unique()))}. Industries have two to six "
            "digits, or are filled with zeros to six."
        )
    return frame.assign(naics=naics)[naics.ne("")]


def is_industry(code: str) -> bool:
    """Whether `code` is a sector as the QCEW writes it, or three to six digits within one."""
    try:
        sector_of(code)
    except UnknownCodeError:
        return False
    return True


def naics_of(code: str) -> str:
    """The NAICS industry of a matrix code: 622000 is 622, 310000 and 31 are 31-33; else empty.

    Codes that begin with 9 mean levels of government there, not public administration.
    """
    whole = code if code in SECTORS else code.ljust(3, "0")
    return "" if code.startswith("9") or not is_industry(whole) else unpadded(whole)


def _total_of(code: str) -> str:
    """The code of all industries or of government together; empty for any other."""
    short = code.rstrip("0")
    return TOTAL if code and not short else GOVERNMENT if short == GOVERNMENT else ""


def unpadded(code: str) -> str:
    """An industry code without the zeros that fill it: 622000 is 622, 310000 is 31-33.

    No code of the QCEW with three to five digits ends in zero, and one of six that does is
    all of the five before it.
    """
    short = code.rstrip("0")
    return sector_of(code) if len(short) <= 2 else short


def _with_areas(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    fits = [frame[column].str.fullmatch(pattern) for column, pattern in _AREA.items()]
    wrong = frame[~(fits[0] & fits[1] & fits[2])]
    if len(wrong):
        row = wrong.index[0]
        raise InputError(
            f"{path} row {row + 2}: {', '.join(repr(wrong.loc[row, part]) for part in _AREA)} are "
            "not state, kind and code of an area, which have two, two and six digits. Export the "
            "table again."
        )
    # Exports that went through a spreadsheet have lost the zeros in front.
    code = frame["state_fips"].str.zfill(2) + frame["area_type"].str.zfill(2)
    code += frame["area"].str.zfill(6)
    title = frame["area_title"] if "area_title" in frame else pd.Series("", index=frame.index)
    return frame.assign(area_code=code, area_title=title.mask(title.eq(""), "Area " + code))


def _all_occupations(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    if "occupation" not in frame:
        return frame
    together = frame["occupation"].str.fullmatch(_ALL_OCCUPATIONS)
    if not together.any():
        raise InputError(
            f"{path} has no row of all occupations together (occupation 000000); it has "
            f"{examples(frame['occupation'].unique())}. Export the table with its totals."
        )
    return frame[together]


def _without_confidential(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    if "suppress" not in frame:
        return frame
    strange = ~frame["suppress"].isin(["0", "1", ""])
    told = "{} is neither 0 nor 1, so it is not clear whether the row is confidential. Correct it."
    refuse_first(path, strange, frame["suppress"], told)
    hidden = frame["suppress"].eq("1")
    return frame.assign(**{column: frame[column].mask(hidden, "") for column in JOBS})

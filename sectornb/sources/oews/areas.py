"""Which counties make up the metropolitan and nonmetropolitan areas of wages."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from sectornb.codes import is_county
from sectornb.errors import InputError, examples
from sectornb.sources.columns import require_columns, text_columns
from sectornb.sources.oews.layout import no_wages
from sectornb.sources.oews.wages import area_code
from sectornb.sources.opening import header_of, is_packed
from sectornb.sources.refusals import refuse_codes, refuse_repeats, refuse_unseen
from sectornb.sources.sheets import mentions, sheet_table

# The year in a heading is at times that of the list before.
_HEADINGS = {
    "state": r"FIPS(?: code)?",
    "county": r"County code",
    "township": r"Township code",
    "county_name": r"County name.*",
    "area": r"(?:May \d{4} )?(?:MSA|OEWS|OES|area) (?:area )?code.*",
    "area_title": r"(?:May \d{4} )?(?:MSA|OEWS|OES|area) (?:area )?(?:name|title).*",
}
_OPTIONAL = {"township"}
COLUMNS = ("area_fips", "township", "county_name", "area", "area_title", "areas_of_county")


def is_area_list(path: Path) -> bool:
    """Whether a file seems to be the list of the counties of each area."""
    if is_packed(path, "xlsx"):
        return mentions(path, "county code") and not mentions(path, "occ_code")
    return not is_packed(path, "zip") and _is_header(header_of(path))


def read_area_list(path: Path) -> pd.DataFrame:
    """Counties of each area.

    Returns
    -------
    DataFrame
        ``area_fips``, ``township`` (text, empty where a county lies in one piece),
        ``county_name``, ``area`` and ``area_title`` (text), ``areas_of_county`` (in how many
        areas the county lies); sorted by county and township.  Up to May 2023 areas of New
        England were made of towns: a county with more than one has no area of its own.

    Raises
    ------
    InputError
        If it is no such list, a code is none, or a county is listed twice in one area.
    """
    frame = _cells(path)
    if frame.empty:
        raise InputError(f"{path} has a header and no rows. Download it again; it was cut off.")
    digits = re.compile(r"\d{1,3}").fullmatch
    for name in ("state", "county"):
        refuse_codes(path, frame[name], digits, f"code of a {name}", digits=0)
    codes = frame["state"].str.zfill(2) + frame["county"].str.zfill(3)
    refuse_codes(path, codes.rename("County code"), is_county, "county")
    of_area = re.compile(r"\d{5,7}").fullmatch
    refuse_codes(path, frame["area"], of_area, "code of an area", digits=0)
    for name in ("county_name", "area_title"):
        refuse_unseen(path, frame[name])
    towns = frame["township"] if "township" in frame else pd.Series("", frame.index, dtype="str")
    frame = frame.assign(
        area_fips=codes,
        area=area_code(frame["area"]),
        township=towns.where(~towns.isin(["0", "000", "00000"]), ""),
    )
    refuse_repeats(path, frame, ["area_fips", "township", "county_name", "area"], "counties")
    frame["areas_of_county"] = frame.groupby("area_fips")["area"].transform("nunique")
    frame = frame.sort_values(["area_fips", "township", "area", "county_name"])
    return frame[list(COLUMNS)].reset_index(drop=True)


def _cells(path: Path) -> pd.DataFrame:
    """The columns that are used, as text under our names."""
    if is_packed(path, "xlsx"):
        found = sheet_table(path, _is_header)
        if found is None:
            raise no_wages(path)
        places = _places(found.header)
        return found.cells[list(places.values())].set_axis(list(places), axis=1)
    header = header_of(path)
    if not _is_header(header):
        raise no_wages(path)
    names = {header[place]: name for name, place in _places(header).items()}
    require_columns(path, header, dict.fromkeys(names, ()))
    return text_columns(path, list(names)).rename(columns=names)


def _is_header(row: list[str]) -> bool:
    return set(_places(row)) >= set(_HEADINGS) - _OPTIONAL


def _places(row: list[str]) -> dict[str, int]:
    """Place of each column by the words of its heading, the first that fits."""
    places: dict[str, int] = {}
    for place, heading in enumerate(row):
        for name, form in _HEADINGS.items():
            if re.fullmatch(form, heading.strip(), re.IGNORECASE):
                places.setdefault(name, place)
    return places


def refuse_split(table: pd.DataFrame) -> None:
    """Refuse counties that lie in several areas: no single one tells their wages.

    Raises
    ------
    InputError
        Names up to three of them.
    """
    split = table[table["areas_of_county"].gt(1)]
    if len(split):
        raise InputError(
            f"{examples(split['area_fips'].unique())} lie in several areas of wages, which were "
            "made of towns there up to May 2023. Choose a list of May 2024 or later, or say which "
            "area stands for the county."
        )

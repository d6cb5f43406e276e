"""Codes of occupations and programs of study: their form, and the edition that they tell.

SOC codes kept their form when SOC 2018 took the place of SOC 2010, and many kept their meaning; a
join across the two matches most rows and is wrong in the others.  What tells the edition is a code
that occurs in one alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from sectornb.errors import InputError, counted, examples
from sectornb.shipped import facts

_SOC = re.compile(r"\d\d-\d{4}", re.ASCII)
_ONET_SOC = re.compile(r"\d\d-\d{4}\.\d\d", re.ASCII)
_CIP = re.compile(r"\d\d\.\d{4}", re.ASCII)


def is_soc(code: str) -> bool:
    """Whether `code` has the form of a SOC code, such as ``15-1252``; form only."""
    return _SOC.fullmatch(code) is not None


def is_onet_soc(code: str) -> bool:
    """Whether `code` has the form of an O*NET-SOC code, such as ``15-1252.00``; form only."""
    return _ONET_SOC.fullmatch(code) is not None


def is_cip(code: str) -> bool:
    """Whether `code` has the form of a six-digit CIP code, such as ``01.0000``; form only."""
    return _CIP.fullmatch(code) is not None


def soc_of_onet(codes: pd.Series[str]) -> pd.Series[str]:
    """SOC codes of O*NET-SOC codes: what stands before the point, ``15-1299`` of ``15-1299.08``.

    Several O*NET occupations share one SOC code and its employment, so that figures by SOC code
    may be looked up for each of them and not added up over them.
    """
    return codes.str.partition(".")[0]


@cache
def _ended() -> frozenset[str]:
    # A code that ends in 0 is a detailed one of old estimates and a group in SOC 2018.
    rows = facts("soc_edition_codes")
    old = (row["soc"] for row in rows if row["edition"] == "2010")
    return frozenset(code for code in old if not code.endswith("0"))


def refuse_soc_2010(path: Path | str, codes: Iterable[str], what: str) -> None:
    """Refuse codes of SOC 2010 where those of SOC 2018 belong.

    Raises
    ------
    InputError
        Counts and names them, and says how they are translated.
    """
    if old := sorted(_ended().intersection(codes)):
        raise InputError(
            f"{path} has {counted(len(old), 'code')} of SOC 2010 that SOC 2018 does not know, such "
            f"as {examples(old)}, so {what} are those of the older edition: joined with other "
            "files, occupations would seem to begin or end. Use a file of SOC 2018; "
            "oes_2019_hybrid_structure.xlsx ('sectornb sources soc') tells what became of each."
        )

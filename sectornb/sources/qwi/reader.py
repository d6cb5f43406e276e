"""Quarterly Workforce Indicators: files of the extraction tool, and answers of the Census API.

Each indicator has a flag beside it, such as ``sEmp``; an indicator of a flag that hides it is
missing, never 0.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.codes import is_county
from sectornb.errors import InputError, examples
from sectornb.shipped import facts
from sectornb.sources.columns import text_columns
from sectornb.sources.declarations import declared
from sectornb.sources.json_tables import array_header, array_table, is_json
from sectornb.sources.opening import MEBIBYTE, header_of
from sectornb.sources.recognition import table_by_header
from sectornb.sources.refusals import (
    OWN_FILE,
    refuse_codes,
    refuse_contradiction,
    refuse_first,
    refuse_repeats,
)

SOURCE = "qwi"
GROUPS = ("sex", "agegrp", "race", "ethnicity", "education", "firmage", "firmsize")
KEY = ["geography", "year", "quarter", "seasonadj", "industry", "ownercode", *GROUPS]
MOST_ROWS = 2_000_000
LARGEST = 512 * MEBIBYTE
MOST = {"count": 1e9, "usd": 1e13, "ratio": 1e4}
HIDDEN, DISTORTED = ("-2", "-1", "5"), ("7", "9")
INDUSTRY = re.compile(r"0{2,4}|\d{2}(?:-\d{2})?|\d{3,6}|[0-9A-Z]{4,6}", re.ASCII)
_FLAGS = {row["code"] for row in facts("qwi_codes") if row["column"] == "flag"}
_NUMBER = r"-?\d+(?:\.\d+)?"
_BELOW_ZERO = ("FrmJbC", "FrmJbCS")


def codes_of(column: str) -> dict[str, str]:
    """Codes of a column to ``total`` or ``part``."""
    rows = [row for row in facts("qwi_codes") if row["column"] == column]
    return {row["code"]: "total" if row["is_total"] else "part" for row in rows}


def read_indicators(path: Path) -> pd.DataFrame:
    """Indicators of one file, one row for each area, quarter, industry, owner and group.

    Returns
    -------
    DataFrame
        The columns `KEY` (text; empty where the file does not tell it), then of each indicator in
        the file its number under the name declared for it (jobs, dollars a month ...), its
        ``_status`` (published, withheld, not_available) and whether it is ``_distorted`` (flags
        7 and 9: use with a warning); sorted by `KEY`.

    Raises
    ------
    InputError
        If it is no such file, holds a code or flag that does not exist, two rows of one key, or a
        number that cannot be.
    """
    texts = _from_api(path) if is_json(path) else _from_csv(path)
    _check_codes(path, texts)
    for name in KEY:
        if name not in texts:
            texts[name] = ""
    refuse_repeats(path, texts, KEY, "cells")
    known = {c.file: c for c in declared(SOURCE).table("extract").columns}
    found = {name: texts[name] for name in KEY}
    for theirs in [name for name in map(str, texts) if name in known and name[:1].isupper()]:
        column = known[theirs]
        cells = texts[theirs]
        flags = texts[f"s{theirs}"] if f"s{theirs}" in texts else pd.Series("", texts.index)
        told = "{} is no number. Use the agency's own file."
        number = pd.to_numeric(cells.where(cells.str.fullmatch(_NUMBER)), errors="coerce")
        number = number.astype("float64")
        wrong = number.isna() & cells.ne("")
        wrong |= number.abs().gt(MOST[column.kind])
        if theirs not in _BELOW_ZERO:
            wrong |= number.lt(0)
        refuse_first(path, wrong, cells, told)
        hidden = flags.isin(HIDDEN)
        refuse_contradiction(
            path, pd.DataFrame({"cell": cells, "flag": flags}), hidden & number.fillna(0).ne(0),
            theirs, "{cell} stands beside the flag {flag}, which hides it.",
        )  # fmt: skip
        found[column.name] = number.mask(hidden)
        status = np.select(
            [flags.eq("5"), found[column.name].isna()], ["withheld", "not_available"], "published"
        )
        found[f"{column.name}_status"] = pd.Series(status, texts.index, dtype="str")
        found[f"{column.name}_distorted"] = flags.isin(DISTORTED) & found[column.name].notna()
    return pd.DataFrame(found).sort_values(KEY).reset_index(drop=True)


def _check_codes(path: Path, texts: pd.DataFrame) -> None:
    for name in (*GROUPS, "ownercode", "seasonadj", "quarter"):
        if name in texts:
            known = codes_of(name)
            refuse_first(
                path, ~texts[name].isin(list(known)), texts[name],
                f"{{}} is no code of {name}; known are {', '.join(known)}. {OWN_FILE}",
            )  # fmt: skip
    for name in [name for name in map(str, texts) if re.fullmatch(r"s[A-Z]\w+", name)]:
        told = (
            "{} is no status flag of a file (-2, -1, 1, 5, 6, 7, 9). Flags from 10 on are of the "
            "online tools alone. Use the agency's own file."
        )
        refuse_first(path, ~texts[name].isin(list(_FLAGS)), texts[name], told)
    told = "{} is no year. Use the agency's own file."
    refuse_first(path, ~texts["year"].str.fullmatch(r"(?:19|20)\d{2}"), texts["year"], told)
    if "industry" in texts:
        told = "{} is no industry of NAICS. Use the agency's own file."
        refuse_first(
            path, ~texts["industry"].str.fullmatch(INDUSTRY.pattern), texts["industry"], told
        )
    areas = texts["geography"]
    counties = texts["geo_level"].eq("C") if "geo_level" in texts else areas.str.len().isin([4, 5])
    refuse_codes(path, areas[counties], is_county, "county")
    refuse_codes(path, areas, re.compile(r"\w{1,8}").fullmatch, "area", digits=0)


def _from_csv(path: Path) -> pd.DataFrame:
    header = header_of(path, "gzip")
    known = declared(SOURCE).table("extract").aliases()
    indicators = [name for name in header if name in known and name[:1].isupper()]
    if not {"geography", "year", "quarter"} <= set(header) or not indicators:
        table_by_header(path, SOURCE, set(header))
        raise InputError(
            f"{path} has no indicator, such as Emp; its first line has {examples(header, 5)}. "
            "Choose one in the extraction tool, with its status flag."
        )
    flags = [f"s{name}" for name in indicators if f"s{name}" in header]
    wanted = [name for name in header if name in known or name in flags]
    return text_columns(path, wanted, "gzip", LARGEST, MOST_ROWS)


def _from_api(path: Path) -> pd.DataFrame:
    header = array_header(path)
    known = declared(SOURCE).table("extract").aliases()
    if not any(name in known and name[:1].isupper() for name in header):
        raise InputError(
            f"{path} is JSON, but no answer of the Census API for Quarterly Workforce Indicators, "
            "whose first row names columns such as Emp."
        )
    texts = array_table(path, MOST_ROWS)
    if "time" in texts:
        told = "{} is no quarter such as 2019-Q4. " + "Send the query again."
        refuse_first(path, ~texts["time"].str.fullmatch(r"\d{4}-Q[1-4]"), texts["time"], told)
        texts["year"], texts["quarter"] = texts["time"].str[:4], texts["time"].str[-1]
    if not {"year", "quarter"} <= set(texts) or "state" not in texts:
        raise InputError(
            f"{path} does not tell the quarter or the state of its rows; it has "
            f"{examples(header, 9)}. Ask for time=2024-Q4, and for=county:*&in=state:44."
        )
    refuse_codes(path, texts["state"], re.compile(r"\d{2}").fullmatch, "code of a state", digits=2)
    local = [name for name in map(str, texts) if name == "county" or "area" in name]
    if len(local) > 1:
        raise InputError(f"{path} names its areas in {examples(local)}. Ask for counties alone.")
    if local == ["county"]:
        fits = re.compile(r"\d{3}").fullmatch
        refuse_codes(path, texts["county"], fits, "code of a county", digits=3)
        texts["geography"] = texts["state"] + texts["county"]
    elif local:
        texts["geography"] = texts["state"] + texts[local[0]]
    else:
        texts["geography"] = texts["state"]
    return texts

"""Tables of the American Community Survey: files of data.census.gov, and answers of the Census API.

Values that stand for something else ("jam values" such as -666666666) are decoded in estimates and
margins before anything is computed.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from sectornb.errors import InputError, examples
from sectornb.sources.columns import text_columns
from sectornb.sources.declarations import declared
from sectornb.sources.json_tables import array_header, array_table, is_json
from sectornb.sources.marks import marked_numbers
from sectornb.sources.opening import header_of
from sectornb.sources.recognition import table_by_header
from sectornb.sources.refusals import refuse_codes, refuse_repeats

SOURCE = "acs"
KEY = ["geo_id", "table", "column", "line"]
COLUMNS = (
    *KEY[:1], "area_name", *KEY[1:], "label", "estimate", "estimate_status", "margin",
    "margin_status",
)  # fmt: skip
MOST_ESTIMATED, LEAST_ESTIMATED = 1e14, -1e6
"""Dollars of all households; below, a number is a value that stands for something else, scaled."""
MOST_AREAS = 100_000
VARIABLE = re.compile(
    r"([BC]\d{5}[A-Z]{0,3}|S\d{4}(?:PR)?|DP\d{2}(?:PR)?)_(?:(C\d{2})_)?(\d{3,4})(P?)([EM])(A?)"
)
_GEO_ID = re.compile(r"\d{3}[0-9A-Z]{4}US[0-9A-Z]*", re.ASCII)
_OPEN_ENDED = ("***", "-333333333", "-333333333.0")
_WHOLE = r"^(-\d{9})\.0+$"
_LEVELS = {
    ("us",): "0100000US",
    ("state",): "0400000US",
    ("state", "county"): "0500000US",
    ("state", "place"): "1600000US",
    ("state", "county", "tract"): "1400000US",
    ("metropolitan statistical area/micropolitan statistical area",): "310M700US",
}
"""Columns of the API that name an area, to the beginning of its GEO_ID."""
_DIGITS = {"us": 1, "state": 2, "county": 3, "place": 5, "tract": 6}


def read_estimates(path: Path) -> pd.DataFrame:
    """Estimates and margins of one file, one row for each area and line.

    Returns
    -------
    DataFrame
        ``geo_id`` (``0500000US39049``), ``area_name``, ``table``, ``column`` (of a subject table;
        ``P`` for percentages of a profile), ``line``, ``label`` (empty in answers of the API),
        ``estimate``, ``estimate_status``, ``margin`` (90 percent), ``margin_status``; the words of
        status are those of :data:`declarations.Status`; sorted by the file's areas and lines.

    Raises
    ------
    InputError
        If it is no such file, lacks its row of labels, repeats an area, or has a cell that is
        neither number nor mark.
    """
    wide, labels = _from_api(path) if is_json(path) else _from_table(path)
    what = "GEO_ID of an area, such as 0500000US39049"
    refuse_codes(path, wide["geo_id"], _GEO_ID.fullmatch, what)
    refuse_repeats(path, wide, ["geo_id"], "areas")
    names = [name for name in map(str, wide) if VARIABLE.fullmatch(name)]
    numbers = _decoded(path, wide[names])
    parts = pd.Series(names).str.extract(f"^{VARIABLE.pattern}$").fillna("")
    parts["variable"] = names
    parts["column"] = parts[1] + parts[3]
    blocks = {
        (kind, note): parts.loc[parts[4].eq(kind) & parts[5].eq(note)].set_index([0, "column", 2])
        for kind in "EM"
        for note in ("", "A")
    }
    lines = blocks["E", ""].index
    long: dict[str, pd.Series] = {}
    for kind, what in (("E", "estimate"), ("M", "margin")):
        value, status = _lined_up(numbers, blocks[kind, ""], lines, len(wide))
        noted, word = _lined_up(numbers, blocks[kind, "A"], lines, len(wide))
        # A note, such as 2,500-, says more than the number beside it; an empty one says nothing.
        tells = word.ne("not_available")
        long[what] = value.where(~tells, noted)
        long[f"{what}_status"] = status.where(~tells, word)
    size, count = len(wide), len(lines)
    table = pd.DataFrame(
        {
            "geo_id": wide["geo_id"].repeat(count).to_numpy(),
            "area_name": wide["area_name"].repeat(count).to_numpy(),
            "table": list(lines.get_level_values(0)) * size,
            "column": list(lines.get_level_values(1)) * size,
            "line": list(lines.get_level_values(2)) * size,
            "label": [labels.get(name, "") for name in blocks["E", ""]["variable"]] * size,
            **long,
        }
    )
    _open_ended(table, _no_margin(wide, blocks["M", ""], lines))
    return table[list(COLUMNS)]


def refuse_other_form(path: Path, table: pd.DataFrame, year: int) -> None:
    """Refuse a table whose labels or areas are of another time than `year` says.

    Raises
    ------
    InputError
        If a detailed table ends its labels with colons before 2019, or does not from then on, or
        Connecticut stands in counties from 2022 on, or in planning regions before.
    """
    detailed = table.loc[table["table"].str.match("[BC]") & table["label"].ne(""), "label"]
    colon = detailed.str.contains(":", regex=False).any()
    if len(detailed) and colon != (year >= 2019):
        told = "of 2019 or later, which end with a colon" if colon else "of 2018 or earlier"
        raise InputError(
            f"{path} has the labels {told} (such as {detailed.iloc[0]!r}), so it is not of {year}. "
            "Give the last year of its five with --vintage: it stands in the file's own name, "
            "such as ACSDT5Y2022.B15001-Data.csv."
        )
    connecticut = table["geo_id"].str.extract(r"^0500000US09(\d{3})$", expand=False).dropna()
    regions = connecticut.ge("110")
    if len(regions) and regions.any() != (year >= 2022):
        told = "planning regions" if regions.any() else "counties"
        raise InputError(
            f"{path} has Connecticut in {told} (09{connecticut.iloc[0]}), so it is not of {year}: "
            "the planning regions begin with 2022. Correct --vintage."
        )


def _from_table(path: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    """The areas of a file of data.census.gov, and the label of each of its columns."""
    header = header_of(path)
    if header[:1] == ["Label (Grouping)"]:
        raise InputError(
            f"{path} is a table of data.census.gov as it is shown, with areas side by side. Take "
            "'Download table', mark the vintage, and add the file that ends with -Data.csv."
        )
    if header == ["Column Name", "Label"]:
        raise InputError(
            f"{path} lists the columns of a table of data.census.gov. Add the file beside it that "
            "ends with -Data.csv; it has the same labels."
        )
    variables = [name for name in header if VARIABLE.fullmatch(name)]
    if not {"GEO_ID", "NAME"} <= set(header) or not variables:
        table_by_header(path, SOURCE, set(header))
        raise InputError(
            f"{path} has no column of an estimate, such as B15001_001E. Use a table of the "
            "American Community Survey (names that begin with B, C, S or DP)."
        )
    texts = text_columns(path, ["GEO_ID", "NAME", *variables], most_rows=MOST_AREAS)
    labels = texts.iloc[0]
    if labels["GEO_ID"] != "Geography":
        raise InputError(
            f"{path} lacks its second row, which tells what each column is ('Geography', "
            "'Estimate!!Total:'). Use the agency's own file: lines are found by their labels."
        )
    texts = texts.iloc[1:].rename(columns={"GEO_ID": "geo_id", "NAME": "area_name"})
    if texts.empty:
        raise InputError(f"{path} has labels and no areas. Choose areas, and download it again.")
    found = {name: str(labels[name]).partition("!!")[2] for name in variables}
    return texts, found


def _from_api(path: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    header = array_header(path)
    variables = [name for name in header if VARIABLE.fullmatch(name)]
    if not variables:
        raise InputError(
            f"{path} is JSON, but no answer of the Census API for the American Community Survey, "
            "whose first row names columns such as B15003_001E."
        )
    texts = array_table(path, MOST_AREAS)
    if "GEO_ID" in texts:
        geo_id = texts["GEO_ID"]
    else:
        kinds = tuple(name for name in header if any(name in kind for kind in _LEVELS))
        if kinds not in _LEVELS:
            raise InputError(
                f"{path} names its areas by {examples(map(repr, kinds)) or 'nothing'}, which "
                "is not read here. Ask for GEO_ID too: get=NAME,GEO_ID,..."
            )
        for name in kinds:
            width = _DIGITS.get(name, 5)
            refuse_codes(
                path, texts[name], re.compile(rf"\d{{{width}}}").fullmatch, f"code of a {name}",
                digits=width,
            )  # fmt: skip
        geo_id = _LEVELS[kinds] + texts[list(kinds)].agg("".join, axis=1)
    if "NAME" not in texts:
        texts["NAME"] = ""
    return pd.DataFrame({"geo_id": geo_id, "area_name": texts["NAME"], **texts[variables]}), {}


def _decoded(path: Path, cells: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Numbers and statuses of the cells of each column; each different cell is decoded once."""
    marks = declared(SOURCE).marks
    kinds: dict[str, list[str]] = {"E": [], "M": []}
    for name in map(str, cells):
        kinds[name.rstrip("A")[-1]].append(name)
    found: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for kind, names in kinds.items():
        least = 0.0 if kind == "M" else LEAST_ESTIMATED
        places, texts = pd.factorize(cells[names].to_numpy(object).ravel())
        different = pd.Series(texts, dtype="str").str.replace(_WHOLE, r"\1", regex=True)
        try:
            numbers = marked_numbers(path, different, marks, least=least, most=MOST_ESTIMATED)
        except InputError:
            for name in names:
                plain = cells[name].str.replace(_WHOLE, r"\1", regex=True)
                marked_numbers(path, plain, marks, least=least, most=MOST_ESTIMATED)
            raise
        shape = (len(cells), len(names))
        values = numbers["value"].to_numpy()[places].reshape(shape)
        words = numbers["status"].to_numpy(object)[places].reshape(shape)
        found |= {name: (values[:, at], words[:, at]) for at, name in enumerate(names)}
    return found


def _lined_up(
    numbers: dict[str, tuple[np.ndarray, np.ndarray]],
    block: pd.DataFrame,
    lines: pd.Index,
    size: int,
) -> tuple[pd.Series[float], pd.Series[str]]:
    """Values and statuses of one kind of column: areas one after another, each with all `lines`."""
    empty = np.full(size, np.nan), np.full(size, "not_available", object)
    known = block["variable"].to_dict()
    columns = [numbers[known[line]] if line in known else empty for line in lines]
    return (
        pd.Series(np.column_stack([values for values, _ in columns]).ravel()),
        pd.Series(np.column_stack([words for _, words in columns]).ravel(), dtype="str"),
    )


def _no_margin(wide: pd.DataFrame, block: pd.DataFrame, lines: pd.Index) -> np.ndarray:
    """Where the margin says that a median lies in an open-ended interval."""
    known = block["variable"].to_dict()
    columns = [
        wide[known[line]].isin(_OPEN_ENDED).to_numpy()
        if line in known
        else np.zeros(len(wide), bool)
        for line in lines
    ]
    return np.column_stack(columns).ravel()


def _open_ended(table: pd.DataFrame, no_margin: np.ndarray) -> None:
    """Medians that the API gives as 2,499 or 250,001, for at most 2,500 and at least 250,000."""
    plain = table["estimate_status"].eq("published") & no_margin
    whole = table["estimate"]
    for ending, step, word in ((9, 1, "at_most"), (1, -1, "at_least")):
        found = plain & whole.mod(10).eq(ending)
        table.loc[found, "estimate"] = whole[found] + step
        table.loc[found, "estimate_status"] = word

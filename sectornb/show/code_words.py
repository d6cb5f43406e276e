"""Words that a spreadsheet shows where the tables hold the short codes of a program.

The CSV files keep the codes; the sheet "Read me" lists both side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sectornb.dictionary import Column
from sectornb.industry.factors import FACTORS


@dataclass(frozen=True)
class Word:
    """What a sheet shows for one code, and what it means."""

    shown: str
    meaning: str


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


STATUS = {
    "disclosed": Word("disclosed", "The number was published."),
    "zero": Word("zero", "The true number is zero."),
    "withheld": Word(
        "withheld", "The agency keeps the number back; bounds are given where they are known."
    ),
    "partly_withheld": Word(
        "partly withheld", "Some counties are kept back: the sum lies between at least and at most."
    ),
    "absent": Word(
        "no row", "The source has no row for it; whether that means zero depends on the source."
    ),
    "not_published": Word("not published", "The source does not publish this number at all."),
}
BASIS = {
    "complete": Word("all counties", "The rank rests on every county of the region."),
    "floor": Word(
        "at least (some counties withheld)",
        "The rank rests on what is known for certain; the true figure is that or more.",
    ),
    "disclosed_counties": Word(
        "disclosed counties only",
        "The rank rests on the counties that are disclosed; the true figure may be higher or "
        "lower.",
    ),
    "none": Word("not ranked", "There is no usable figure."),
}
BADGE = {
    "certain": Word(
        "certain",
        "On the short list whatever the withheld cells hold: proven for these weights, this "
        "region and this release.",
    ),
    "likely": Word(
        "likely",
        "On the short list in at least nine of ten tables drawn that agree with everything "
        "published; no probability.",
    ),
    "possible": Word(
        "possible", "On the short list in some of the tables that agree with everything published."
    ),
    "no": Word("no", "On the short list in none of the tables drawn, or ruled out for certain."),
    "unscored": Word("no score", "A weighted factor can have no figure, whatever is disclosed."),
}
_FACTOR = {name: Word(_capital(FACTORS[name].label), "A factor of the ranking.") for name in FACTORS}
_CHANGE = {
    "region": Word("the region", "The region as it is."),
    "with": Word("with this county", "The region and this county."),
    "without": Word("without this county", "The region without this county."),
}
_SIDE = {
    "residents": Word("residents' jobs", "Jobs held by residents of the region."),
    "jobs": Word("jobs in the region", "Jobs in the region."),
}
_SHED = {
    "labor": Word("labor shed", "Homes of the region's workers."),
    "commute": Word("commute shed", "Workplaces of its residents."),
}
_VARIATION = {
    "parameters": Word("choices varied", "Every run has other choices of the method."),
    "resampled": Word("flows drawn anew", "Every run has flows drawn anew around the published."),
}
_YES = {
    "True": Word("yes", "The statement of the header holds."),
    "False": Word("no", "It does not hold."),
}
GROUPS: dict[str, dict[str, Word]] = {
    "Jobs status": STATUS,
    "Basis of a rank": BASIS,
    "Certainty": BADGE,
    "Yes or no": _YES,
    "Factor": _FACTOR,
    "Change": _CHANGE,
    "Base": _SIDE,
    "Shed": _SHED,
    "Varied": _VARIATION,
}
"""Headers of the sheets, with every code that stands below and the word shown for it."""

_COLUMNS = {
    "employment_status": STATUS,
    "employment_base_status": STATUS,
    "basis": BASIS,
    **{f"basis_{factor}": BASIS for factor in FACTORS},
    "badge": BADGE,
    "factor": _FACTOR,
    "change": _CHANGE,
    "side": _SIDE,
    "shed": _SHED,
    "variation": _VARIATION,
}


def words_of(name: str, column: Column) -> dict[str, Word]:
    """The words for the codes of the column `name`; nothing where it holds no codes."""
    return _YES if column.format == "boolean" else _COLUMNS.get(name, {})


def shown_value(name: str, column: Column, value: Any) -> Any:
    """A value of the column `name` as a sheet holds it: text, number or None.

    Codes with a word become the word, years numbers; all else stays as it is.
    """
    if value is None:
        return None
    word = words_of(name, column).get(str(value))
    if word is not None:
        return word.shown
    if is_year(name, column) and re.fullmatch(r"[1-9][0-9]{3}", str(value)):
        return float(value)
    return value


def shown_groups(columns: dict[str, Column]) -> Iterator[tuple[str, dict[str, Word]]]:
    """The groups of codes that occur among `columns`, each with its heading."""
    used = [words_of(name, column) for name, column in columns.items()]
    return ((heading, words) for heading, words in GROUPS.items() if words in used)


def is_year(name: str, column: Column) -> bool:
    """Whether a column holds years, which a sheet sorts and filters as numbers."""
    return column.format == "code" and (name == "year" or name.endswith("_year"))


def sheet_title(table: str) -> str:
    """A table's name as people write it: ``industry_factors`` is "Industry factors"."""
    return _capital(table.replace("_", " "))

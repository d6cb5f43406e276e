"""What the data dictionary says agrees with the example's tables, the README and the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from sectornb.dictionary import dictionary
from sectornb.errors import SectornbError
from sectornb.industry.factors import FACTORS
from sectornb.report.saved_table import read_saved
from sectornb.shipped import shipped
from sectornb.show.sheet import shown_value
from sectornb.workbooks import workbooks
from tests.compared_outputs import dictionary_markdown

TABLES = [
    path
    for path in sorted(shipped("reports", "example", "tables").glob("*.csv"))
    if not path.stem.endswith("_actual")
]
# What a region file is written with must be seen as it is written there.
KEPT = {"segment"}


def example_tables() -> dict[str, pd.DataFrame]:
    return {path.stem: example_table(path) for path in TABLES}


def example_table(path: Path) -> pd.DataFrame:
    try:
        return read_saved(path, path.stem, dictionary())
    except SectornbError as error:
        raise AssertionError(
            f"The committed {path} is not what data/dictionary says now: {error} If the dictionary "
            "is right, the table is stale: run tests/notebooks/test_example_report.py, then "
            "'make accept'; if no run makes it any more, remove it."
        ) from error


def test_a_committed_table_that_is_stale_is_said_to_be_so(tmp_path: Path) -> None:
    stale = tmp_path / "region_totals.csv"
    stale.write_text("own_code\n5\n", "utf-8")
    with pytest.raises(AssertionError, match=r"(?s)region_totals\.csv is .*stale: .*make accept"):
        example_table(stale)


def test_every_table_of_the_example_is_what_the_dictionary_says() -> None:
    own = {"county_bounds"}  # the analyst's alone, in a folder of its own
    assert set(example_tables()) == set(dictionary().tables) - own


def test_every_workbook_has_tables_and_every_table_a_workbook() -> None:
    assert {table.workbook for table in dictionary().tables.values()} == set(workbooks())


def test_every_table_says_what_it_is_computed_from() -> None:
    tables = dictionary().tables.items()
    assert [name for name, table in tables if not table.sources + table.inputs + table.given] == []


def test_private_inputs_of_a_table_are_those_of_its_workbook() -> None:
    for name, table in dictionary().tables.items():
        roles = {each.role for each in workbooks()[table.workbook].private_inputs}
        assert set(table.inputs) <= roles, name


def test_every_declared_column_is_used_by_a_table() -> None:
    used = {column for table in dictionary().tables.values() for column in table.columns}
    assert set(dictionary().columns) == used


def test_every_group_of_codes_is_used_by_a_column() -> None:
    assert set(dictionary().codes) == {c.codes for c in dictionary().columns.values() if c.codes}


@pytest.mark.parametrize("group", dictionary().codes)
def test_words_of_a_group_differ(group: str) -> None:
    shown = [word.shown for word in dictionary().codes[group].words.values()]
    assert len(set(shown)) == len(shown)


def test_every_basis_and_factor_has_a_word() -> None:
    bases = {factor.basis for factor in FACTORS.values()}
    assert set(dictionary().codes["basis"].words) == {"complete", "none", *bases}
    assert set(dictionary().codes["factor"].words) == set(FACTORS)


def test_no_code_of_the_example_is_left_where_people_read() -> None:
    left = set()
    for table, frame in example_tables().items():
        for name in set(frame.columns) - KEPT:
            column = dictionary().columns[name]
            if column.format in ("text", "boolean"):
                shown = {str(shown_value(name, column, value)) for value in frame[name].dropna()}
                left |= {
                    (table, name, value)
                    for value in shown
                    if re.search(r"[a-z]_[a-z]", value) or value in ("True", "False", "floor")
                }
    assert left == set()


def test_the_written_dictionary_is_made_from_the_declarations() -> None:
    written = shipped("docs", "data-dictionary.md").read_text("utf-8")
    assert written == dictionary_markdown(dictionary()), "Write it anew: make accept"


def test_the_readme_lists_every_table_of_a_report() -> None:
    lines = [
        f"| `{name}` | `{table.workbook}` | {table.title} |"
        for name, table in dictionary().tables.items()
        if name in example_tables()
    ]
    readme = shipped("README.md").read_text("utf-8")
    listed = re.findall(r"(?m)^\| `\w+` \| `\d-[\w-]+` \| .* \|$", readme)
    assert listed == lines, "Its table of tables should read:\n" + "\n".join(lines)


def test_the_readme_lists_every_workbook_with_its_question() -> None:
    readme = shipped("README.md").read_text("utf-8")
    lines = [f"| `{name}` | {each.question} | works |" for name, each in workbooks().items()]
    assert re.findall(r"(?m)^\| `\d-\w+` \| .* \| works \|$", readme) == lines

"""The written data dictionary is the one that the package uses."""

from sectornb.dictionary import dictionary, dictionary_markdown
from sectornb.shipped import shipped


def test_the_written_dictionary_is_made_from_the_declarations() -> None:
    written = shipped("docs", "data-dictionary.md").read_text("utf-8")
    assert written == dictionary_markdown(dictionary()), (
        "Write it anew: python -m sectornb.dictionary > docs/data-dictionary.md"
    )


def test_every_table_says_which_sources_it_is_computed_from() -> None:
    assert [name for name, table in dictionary().tables.items() if not table.sources] == []


def test_every_declared_column_is_used_by_a_table() -> None:
    used = {column for table in dictionary().tables.values() for column in table.columns}
    assert set(dictionary().columns) == used

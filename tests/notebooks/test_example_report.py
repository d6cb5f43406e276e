"""A rerun of the example must give the tables and the manifest that are in git."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sectornb.dictionary import dictionary
from sectornb.report.record import read_records
from sectornb.shipped import shipped
from sectornb.show.sentence import Claim, Sentence, unclaimed_numbers

EXPECTED = shipped("reports", "example")
TABLES = sorted(
    path.name for path in (EXPECTED / "tables").glob("*.csv") if not path.stem.endswith("_actual")
)
NOT_COMPARED = {"tables"}


@pytest.fixture(scope="module")
def report(example_report: Path) -> Path:
    return example_report


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def keep_actual(report: Path, name: str) -> None:
    """Put a table of the rerun beside the expected ones, for `make accept`."""
    actual = EXPECTED / "tables" / f"{Path(name).stem}_actual.csv"
    actual.write_bytes((report / "tables" / name).read_bytes())


def test_there_are_expected_tables() -> None:
    assert TABLES


@pytest.mark.parametrize("name", TABLES)
def test_a_rerun_gives_the_same_table(report: Path, name: str) -> None:
    found, expected = read(report / "tables" / name), read(EXPECTED / "tables" / name)
    different = _differences(found, expected)
    if different:
        keep_actual(report, name)
    assert not different, (
        f"{name}: {different[:3]}. If the change is meant, 'make accept' takes it over; say so in "
        "CHANGELOG.md under Numbers changed."
    )


def test_no_number_of_a_finding_is_without_its_cell(report: Path) -> None:
    records = read_records(report)
    told = [
        Sentence(finding["text"], tuple(Claim(**claim) for claim in finding["claims"]))
        for record in records
        for finding in record["findings"]
    ]
    assert len(told) >= 5 * len(records)
    assert {sentence.text: unclaimed_numbers(sentence) for sentence in told} == {
        sentence.text: [] for sentence in told
    }


def test_every_table_says_from_which_inputs_it_is(report: Path) -> None:
    for record in read_records(report):
        used = {source["source"] for source in record["sources"]}
        assert all(set(table["sources"]) <= used for table in record["tables"].values())
        roles = {each["role"] for each in record.get("private_inputs", [])}
        for name, table in record["tables"].items():
            assert set(table.get("inputs", [])) <= roles
            assert table["sources"] or table.get("inputs") or dictionary().tables[name].given


def test_no_table_is_missing_or_new(report: Path) -> None:
    made = {path.name for path in (report / "tables").glob("*.csv")}
    new, gone = sorted(made - set(TABLES)), sorted(set(TABLES) - made)
    for name in new:
        keep_actual(report, name)
    assert not new, f"{new} are new. If they are meant, 'make accept' takes them over."
    assert not gone, f"No run makes {gone}. If that is meant, remove them from {EXPECTED}/tables."


def test_a_rerun_gives_the_same_manifest(report: Path) -> None:
    def content(folder: Path) -> dict[str, Any]:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        # Where two places for a name are as good, another processor may draw the other.
        manifest["figures"] = sorted(manifest["figures"])
        return {name: value for name, value in manifest.items() if name not in NOT_COMPARED}

    found, expected = content(report), content(EXPECTED)
    other = sorted(name for name in {**found, **expected} if found.get(name) != expected.get(name))
    assert not other, (
        f"manifest.json differs in {other}. If the change is meant, as when NUMBERS_VERSION rises, "
        "'make report' writes it anew; 'make accept' does not."
    )


def _differences(found: pd.DataFrame, expected: pd.DataFrame) -> list[str]:
    """Text and whole numbers exactly, other numbers to 1e-9 relative."""
    if list(found.columns) != list(expected.columns) or len(found) != len(expected):
        return [f"{found.shape} with {list(found.columns)}, not {expected.shape}"]
    told = []
    for column in expected.columns:
        for row, (new, old) in enumerate(zip(found[column], expected[column], strict=True)):
            if new != old and not _close(new, old):
                told.append(f"row {row + 2}, {column}: {new!r}, not {old!r}")
    return told


def _close(new: str, old: str) -> bool:
    try:
        return float(new) == pytest.approx(float(old), rel=1e-9) and "." in old
    except ValueError:
        return False

"""The example in git is what its seed gives."""

from pathlib import Path

import pytest

from sectornb.report.example import make_example
from sectornb.shipped import shipped

BYTES_IN_GIT = 10_000_000


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.mark.soak
def test_the_same_seed_gives_the_example_byte_for_byte(tmp_path: Path) -> None:
    made = tmp_path / "example"
    make_example(made)
    assert contents(made) == contents(shipped("data", "example"))


def test_the_example_stays_small() -> None:
    assert sum(map(len, contents(shipped("data", "example")).values())) < BYTES_IN_GIT


def test_every_file_of_the_example_says_that_it_is_simulated() -> None:
    records = list((shipped("data", "example") / "library").rglob("*.json"))
    records = [path for path in records if path.with_suffix("").is_file()]
    assert records
    assert all('"simulated": true' in path.read_text("utf-8") for path in records)

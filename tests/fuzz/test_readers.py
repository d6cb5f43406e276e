"""Which readers the mutator tries."""

from __future__ import annotations

import pytest

from sectornb.sources.recognition import RECOGNIZERS
from tests.fuzz import trial
from tests.fuzz.readers import READERS
from tests.fuzz.slices import CORPUS

STARTS = {"qcew-titles": "area-titles", "geometry": "topojson"}


@pytest.mark.parametrize("source", RECOGNIZERS)
def test_every_source_has_a_reader_here(source: str) -> None:
    assert any(name.startswith(STARTS.get(source, source)) for name in READERS)


@pytest.mark.parametrize("name", READERS)
def test_a_whole_file_is_read(name: str, tmp_path) -> None:
    reader = READERS[name]
    assert trial.tried(name, reader.pack(reader.whole()), tmp_path / "x") == (trial.EQUAL, "")


def test_every_input_that_is_kept_names_its_reader() -> None:
    assert {path.name.partition("--")[0] for path in CORPUS.iterdir()} <= set(READERS)

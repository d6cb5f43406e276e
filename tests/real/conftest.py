"""The folder of the agencies' own files, where there is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sectornb.sources.adding import add_files
from sectornb.sources.library import Library


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = os.environ.get("SECTORNB_REAL_DATA", "")
    if not folder:
        pytest.skip("SECTORNB_REAL_DATA names no folder of the agencies' files")
    return Path(folder)


@pytest.fixture(scope="session")
def real_library(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of all annual area files, taken in as a user would."""
    root = tmp_path_factory.mktemp("real") / "library"
    for year in ("2020", "2021", "2022"):
        files = sorted((real_data / "qcew" / "annual" / year).glob("*.csv"))
        assert len(files) == 15
        add_files(root, files, "qcew", year)
    return Library(root)

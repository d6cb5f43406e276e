"""How hard the property tests look, and reports that are made once and looked at often."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.builders.made_once import made_once
from tests.builders.small_library import region_file, small_library

# `tests` looks always alike, `wide` (`make properties`) widely and at random.
# No deadline: a slow first call on a busy machine is no finding.
settings.register_profile("tests", max_examples=25, derandomize=True, deadline=None)
settings.register_profile("wide", max_examples=5_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tests"))


@pytest.fixture(scope="session")
def small_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the small library, which lies beside it with the region file; to be read."""

    def make(folder: Path) -> None:
        from sectornb.report.region_file import read_region
        from sectornb.report.run import run_region

        path = region_file(folder / "regions", small_library(folder))
        run_region(read_region(path), folder / "reports", progress=False)

    return made_once(tmp_path_factory, "small", make) / "reports" / "north-esker"


@pytest.fixture(scope="session")
def example_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's report, made anew; to be read."""

    def make(folder: Path) -> None:
        from sectornb.report.region_file import read_region
        from sectornb.report.run import run_region
        from sectornb.shipped import shipped

        region = read_region(shipped("data", "example", "region.yml"))
        run_region(region, folder, tell=lambda line: None, progress=False)

    return made_once(tmp_path_factory, "rerun", make) / "example"

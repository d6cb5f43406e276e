from __future__ import annotations

from functools import cache

import pytest

from sectornb.simulate import State, simulate_state


@cache
def _drawn(seed: int, counties: int, first: int, last: int) -> State:
    return simulate_state(seed, counties, range(first, last + 1))


@pytest.fixture(scope="session")
def example() -> State:
    """The state of the default example, its last two years: both NAICS editions."""
    return _drawn(57, 30, 2021, 2022)


@pytest.fixture(scope="session")
def little() -> State:
    """A small state around the pandemic, quick to draw and to write."""
    return _drawn(3, 10, 2019, 2020)


@pytest.fixture(scope="session", params=[57, 1, pytest.param(2, marks=pytest.mark.soak)])
def seeded(request: pytest.FixtureRequest) -> State:
    """The same state from three seeds."""
    return _drawn(request.param, 30, 2021, 2022)

"""How hard the property tests look: `tests` always alike, `wide` widely and at random."""

from __future__ import annotations

import os

from hypothesis import settings

# No deadline: a slow first call on a busy machine is no finding.
settings.register_profile("tests", max_examples=50, derandomize=True, deadline=None)
settings.register_profile("wide", max_examples=5_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tests"))

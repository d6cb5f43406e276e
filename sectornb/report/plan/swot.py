"""Composed below."""

from __future__ import annotations

import pandas as pd

from sectornb.report.report import Report


def swot_of(report: Report) -> pd.DataFrame:
    """Stub."""
    return pd.DataFrame(columns=["quadrant", "line", "source"], dtype="str")

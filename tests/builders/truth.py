"""The truth behind a simulated state, read back from its file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd


def read_truth(path: Path | str) -> pd.DataFrame:
    """The table that `write_truth` wrote, as in `State.truth`."""
    with np.load(path, allow_pickle=False) as kept:
        columns: dict[str, object] = {
            name: kept[f"{name}_codes"][kept[name]] for name in ("area_fips", "naics", "year")
        }
        columns["employment"] = kept["job_months"] / 12
        columns["total_wages_usd"] = kept["total_wages_usd"].astype(float)
        columns["establishments"] = kept["establishment_quarters"] / 4
        columns["withheld"] = kept["withheld"]
    return pd.DataFrame(columns)

"""What the example's partners name: target occupations, and challenges behind vacancies."""

from __future__ import annotations

import shutil
from pathlib import Path

TABLES = {"targets.csv": "partner_targets", "challenges.csv": "partner_challenges"}


def write_partner_tables(folder: Path) -> list[Path]:
    """Write both tables as the region file names them, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    here = Path(__file__).parent / "tables"
    return [
        Path(shutil.copyfile(here / f"{table}.csv", folder / name))
        for name, table in TABLES.items()
    ]

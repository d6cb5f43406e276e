"""Copies of the example's saved tables and manifest, to be changed and compared."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from sectornb.shipped import shipped


def saved_report(folder: Path) -> Path:
    """The example's report as `folder`, without pages and records."""
    shutil.copytree(shipped("reports", "example"), folder)
    return folder


def change_manifest(report: Path, change: Callable[[Any], None]) -> None:
    path = report / "manifest.json"
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")


def change_table(report: Path, name: str, change: Callable[[pd.DataFrame], Any]) -> None:
    """Change a saved table's cells, which are text."""
    path = report / "tables" / f"{name}.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    changed = change(frame)
    (frame if changed is None else changed).to_csv(path, index=False, lineterminator="\n")


def swapped(ranking: pd.DataFrame) -> None:
    """The last industry of the short list for the first outside it, by trial tables."""
    on = ranking.index[ranking["shortlisted"].eq("True")][-1]
    off = ranking.index[ranking["shortlisted"].eq("False")][0]
    ranking.loc[[on, off], "shortlisted"] = ["False", "True"]
    ranking.loc[[on, off], "shortlist_share"] = ["0.001", "0.999"]

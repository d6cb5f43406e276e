"""The example's report, beside the same notebooks by plain papermill and nbconvert."""

from __future__ import annotations

from pathlib import Path

from measure import Row

TITLE = "The example's report"
ABOUT = (
    "Every workbook on the shipped example, as `make report` makes it: executed notebooks, pages, "
    "tables, pictures, spreadsheet, manifest. The baseline executes the same notebooks one after "
    "another with papermill and turns each into HTML with nbconvert, as their documentation says; "
    "it writes neither tables nor spreadsheet."
)
ROOT = Path(__file__).resolve().parents[1]
PLAIN = "plain papermill, then nbconvert --to html"

_PLAIN = f"""
import subprocess, sys
from pathlib import Path
out = Path(sys.argv[1]) / "plain"
out.mkdir(exist_ok=True)
for notebook in sorted(Path({str(ROOT / "notebooks")!r}).glob("*.ipynb")):
    made = str(out / notebook.name)
    module = [sys.executable, "-m"]
    subprocess.run([*module, "papermill", str(notebook), made, "--no-progress-bar"], check=True)
    subprocess.run([*module, "nbconvert", "--to", "html", made], check=True)
"""
_REPORT = f"""
import sys
from sectornb.cli import main
region = {str(ROOT / "data" / "example" / "region.yml")!r}
main(["run", region, "--out", sys.argv[1] + "/reports", "--quiet", *{{options!r}}])
"""


def report(*options: str) -> str:
    return _REPORT.format(options=list(options))


def prepare(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)


ROWS = (
    Row(PLAIN, _PLAIN),
    Row("sectornb run", report(), PLAIN, 0.5),
    Row("sectornb run --jobs 1, one workbook after another", report("--jobs", "1"), PLAIN),
)

"""Three regions run for real, from their answers to the overview."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sectornb.assessment.instrument import read_instrument
from sectornb.report.region_file import read_region
from sectornb.report.run import run_region
from sectornb.report.site.page import write_site

COLUMNS = (
    *("wave", "rater", "organization", "consent", "item", "rating", "answer", "reason"),
    *("reason_private", "met", "obstacle", "missing_partner"),
)


def region_file(folder: Path, name: str, county: str, raters: int, level: dict[str, int]) -> Path:
    """A region file of workbook 4 alone, and answers in which all raters say the same."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for rater in range(raters):
            for item in read_instrument("regional-elements").items:
                # One rater steps out of line, so that not all say the same.
                rating = level.get(item[0], 2) if rater else 2
                row = {"wave": "2025-spring", "rater": f"rater-{rater}", "organization": "A"}
                row |= {"consent": "yes", "item": item, "rating": str(rating), "answer": "rated"}
                writer.writerow(row)
    (folder / "library").mkdir(exist_ok=True)
    path = folder / f"{name}.yml"
    path.write_text(
        f'id: {name}\ntitle: {name.capitalize()} Valley\ncounties: ["{county}"]\nlibrary: library\n'
        f"assessment:\n  instrument: regional-elements\n  mode: open\n  responses: {name}.csv\n",
        "utf-8",
    )
    return path


@pytest.mark.soak
def test_regions_that_were_run_are_compared(tmp_path: Path) -> None:
    levels = {"north": {"1": 3, "2": 1}, "south": {"1": 1, "2": 3}, "east": {"1": 3}}
    for number, (name, level) in enumerate(levels.items()):
        raters = 3 if name == "east" else 6
        path = region_file(tmp_path, name, f"3904{2 * number + 1}", raters, level)
        run_region(read_region(path), tmp_path / "reports", tell=lambda _: None, progress=False)
    page, said = write_site(tmp_path / "reports")
    assert said[0] == (
        "3 regions used the regional planning tool: weakest among them are “Built around great "
        "data” and “Shared regional vision”, missing in 1 region each; 1 region each could help."
    )
    assert said[-2].startswith("North Valley and South Valley could help each other: the first")
    # Of the three raters in the east each is a dot in its own report, and nothing is told here.
    assert said[-1].startswith("6 of 18 elements of the regions are not told")
    assert "all 19 components: fewer than five" in page.read_text("utf-8")

"""The example's answers through a whole run, in both modes, with raters who have names."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import yaml

from sectornb.assessment import WORKBOOK
from sectornb.assessment.read import initiative_key
from sectornb.errors import DisclosureError
from sectornb.report.guard import Guard
from sectornb.report.region_file import read_region
from sectornb.report.run import run_region
from sectornb.shipped import shipped
from tests.builders.made_once import made_once
from tests.builders.panels import write_answers

EXAMPLE = shipped("data", "example")
FIRST = ("Ann", "Bo", "Cleo", "Dag", "Edda", "Finn", "Gerda", "Hugo", "Ida", "Jon", "Kaja", "Lars",
         "Maj", "Nils", "Olga")  # fmt: skip


def answers() -> list[dict[str, str]]:
    """The example's rows, with a name in the place of each rater's code."""
    with (EXAMPLE / "assessment" / "responses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = sorted({row["rater"] for row in rows})
    names = {
        code: f"{first} Quillfeather-{first}son" for code, first in zip(codes, FIRST, strict=True)
    }
    return [row | {"rater": names[row["rater"]]} for row in rows]


def region_file(folder: Path, mode: str) -> Path:
    write_answers(folder, answers())
    content = {
        "id": mode,
        "title": "Mine",
        "counties": ["57017"],
        "library": str(EXAMPLE / "library"),
        "assessment": {"responses": "responses.csv", "mode": mode, "everyone_asked": 12},
    }
    path = folder / f"{mode}.yml"
    path.write_text(yaml.safe_dump(content), "utf-8")
    return path


@pytest.fixture(scope="module", params=["anonymous", "open"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    mode = str(request.param)

    def make(folder: Path) -> None:
        run_region(read_region(region_file(folder, mode)), folder / "reports")

    return made_once(tmp_path_factory, f"assessment-{mode}", make) / "reports" / mode


def texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from texts(f"{name}/{member}", archive.read(member))
    else:
        plain = data.decode("utf-8", "replace")
        yield name, plain
        yield name, html.unescape(plain)


def test_no_byte_holds_a_rater_and_what_the_mode_hides(report: Path) -> None:
    shown = pd.read_csv(report / "tables" / "initiatives.csv")["initiative"]
    known = {initiative_key(name) for name in shown}
    anonymous = report.name == "anonymous"
    hidden = {row["rater"] for row in answers()} | {"Quillfeather"}
    reasons = {
        row["reason"]
        for row in answers()
        if row["reason"] and (anonymous or row["reason_private"] == "yes")
    }
    hidden |= {text for text in reasons if initiative_key(text) not in known}
    if anonymous:
        hidden |= {row["organization"] for row in answers()}
    assert len(hidden) > (50 if anonymous else 15)
    found = [
        (name, text)
        for path in sorted(report.rglob("*"))
        if path.is_file()
        for name, content in texts(path.relative_to(report).as_posix(), path.read_bytes())
        for text in hidden
        if text in content or text in name
    ]
    assert found == []


def test_organizations_stand_in_an_open_report_alone(report: Path) -> None:
    table = pd.read_csv(report / "tables" / "rating_by_organization.csv")
    assert table["organization"].nunique() == (0 if report.name == "anonymous" else 5)
    assert pd.read_csv(report / "tables" / "reasons.csv").empty == (report.name == "anonymous")


def test_the_page_says_its_mode(report: Path) -> None:
    page = (report / f"{WORKBOOK.name}.html").read_text("utf-8").casefold()
    record = json.loads((report / "records" / f"{WORKBOOK.name}.json").read_text("utf-8"))
    assert record["parameters"]["mode"] == report.name
    assert "anonymous" in page if report.name == "anonymous" else "agreed to be named" in page


def test_what_the_mode_prints_is_in_the_tables(report: Path) -> None:
    table = pd.read_csv(report / "tables" / "ratings_by_item.csv")
    assert len(table) == 28 and table["median"].notna().all()
    told = table[["n_blank", "flagged", "agreement_rwg_skewed"]].notna().all(axis=None)
    assert told == (report.name == "open")


def test_a_report_that_would_name_an_organization_is_refused(tmp_path: Path) -> None:
    # What a group wrote down names an organization, of words that are usual each by itself.
    path = region_file(tmp_path, "anonymous")
    guard = Guard(read_region(path))
    made = tmp_path / "made"
    made.mkdir()
    (made / "discussion.csv").write_text("Most raters do not see these skills: Career pathways.")
    guard.watch.refuse_found(made)
    (made / "discussion.csv").write_text("Hartwell Manufacturers Alliance still owes us a list.")
    with pytest.raises(DisclosureError) as told:
        guard.watch.refuse_found(made)
    assert "holds words that are not to be shown" in str(told.value)
    assert "Hartwell Man" not in str(told.value)

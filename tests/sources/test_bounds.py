"""How large, long and deep a file may be: more is refused before it costs anything."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from sectornb.errors import ChangedFileError, InputError
from sectornb.sources import opening
from sectornb.sources.columns import text_columns
from sectornb.sources.geometry import read_county_shapes
from sectornb.sources.holding import LARGEST_RECORD, read_record
from sectornb.sources.opening import csv_members, csv_stream
from sectornb.sources.sheets import opened_workbook, sheet_as_csv

ARC = [[0, 0], [1, 0], [1, 1], [0, 0]]


def topology(arcs: list[object], rings: list[list[int]]) -> str:
    county = {"type": "Polygon", "id": "57001", "arcs": rings, "properties": {"name": "Alder"}}
    counties = {"type": "GeometryCollection", "geometries": [county]}
    return json.dumps({"type": "Topology", "arcs": arcs, "objects": {"counties": counties}})


def square(code: str, side: float) -> dict[str, object]:
    ring = [[0, 0], [side, 0], [side, side], [0, side], [0, 0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "id": code, "properties": {"name": code}, "geometry": shape}


def written(folder: Path, content: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_blocks(path: Path) -> None:
    with csv_stream(path, "zip") as stream:
        for _ in stream.blocks():
            pass


@pytest.mark.parametrize(
    "content",
    [
        topology([ARC], [[0] * 400_000]),
        topology([ARC], [[0]] * 60_000),
        topology([[[i / 2e6, 0] for i in range(1_500_001)]], [[0]]),
    ],
    ids=["one arc very often", "very many rings", "a very long arc"],
)
def test_outlines_of_very_many_points_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"far more than the outlines of counties need"):
        read_county_shapes(written(tmp_path, content, "counties.json"))


def test_outlines_that_lie_upon_each_other_are_not_compared_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested = [square(f"57{2 * i + 1:03d}", 1 + i / 1e4) for i in range(60)]
    path = written(
        tmp_path, json.dumps({"type": "FeatureCollection", "features": nested}), "counties.json"
    )
    monkeypatch.setattr("sectornb.sources.borders.MOST_COMPARED", 100)
    with pytest.raises(InputError, match="too many outlines"):
        read_county_shapes(path)


def test_blank_lines_without_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="thousands of blank lines"):
        read_blocks(written(tmp_path, "a,b\n1,2\n" + "\n" * 400_000))


def test_a_few_blank_lines_are_no_fault(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n\n1,2\n" + "\n" * 1_000)
    assert text_columns(path, ["b"])["b"].tolist() == ["2"]


def test_an_archive_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"a,b\n" + bytes(opening.LARGEST_WHOLE))
    with pytest.raises(InputError, match="more than 100 times its size"):
        read_blocks(path)


def test_an_archive_of_very_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.csv", "a\n1\n")
    monkeypatch.setattr(opening, "MOST_MEMBERS", 3)
    with pytest.raises(InputError, match="holds 4 files; no archive that is read here has more"):
        csv_members(path)


def test_a_table_of_very_many_rows_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n" + "1,2\n" * 4)
    assert len(text_columns(path, ["a"], most_rows=4)) == 4
    with pytest.raises(InputError, match="more than 3 rows"):
        text_columns(path, ["a"], most_rows=3)


def sheet(folder: Path, cells: dict[tuple[int, int], str]) -> Path:
    path = folder / "a.xlsx"
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, text in cells.items():
            page.write_string(*place, text)
    return written(folder, content.getvalue(), path.name)


@pytest.mark.parametrize("far", [(1_048_575, 16_383), (1_048_575, 3), (1_000, 16_383)])
def test_a_cell_far_out_does_not_make_a_sheet_of_millions(
    tmp_path: Path, far: tuple[int, int]
) -> None:
    path = sheet(tmp_path, {(0, 0): "a", (0, 1): "b", (0, 2): "c", far: "1"})
    with pytest.raises(InputError, match=r"more than 4,000,000 cells.*save the filled cells alone"):
        sheet_as_csv(path)


def test_a_long_text_in_very_many_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sectornb.sources.sheets.MOST_TEXT", 100_000)
    path = sheet(tmp_path, {(row, 0): "x" * 30_000 for row in range(4)})
    with pytest.raises(InputError, match="MiB of text"), opened_workbook(path):
        pass


def test_a_record_far_longer_than_any_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "[" + "1," * LARGEST_RECORD + "1]", "a.csv.json")
    with pytest.raises(ChangedFileError, match=r"more than 65,536 bytes.*--replace"):
        read_record(path)

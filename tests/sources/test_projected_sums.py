"""Tables of projections that contradict themselves: figures edited or scaled, rows lost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sectornb.errors import InputError
from sectornb.sources.adding import add_files
from sectornb.sources.projections import read_projections
from tests.sources.test_projections import HEAD, table

EXAMPLE = Path(__file__).parents[2] / "data/example/library/projections/2022/wid-projectionsmatrix"
FIGURES = ("EstimatedEmp", "ProjectedEmp", "NumericChange", "PercentChange")


@pytest.fixture(scope="module")
def matrix() -> pd.DataFrame:
    [path] = EXAMPLE.glob("*.csv")
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def written(folder: Path, frame: pd.DataFrame) -> Path:
    path = folder / "projections.csv"
    frame.to_csv(path, index=False)
    return path


def known(matrix: pd.DataFrame) -> pd.Index:
    """Every eleventh published row with at least a hundred jobs."""
    jobs = pd.to_numeric(matrix["EstimatedEmp"], errors="coerce")
    return matrix.index[matrix["Suppress"].eq("0") & jobs.ge(100)][::11]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_times_ten_is_refused_wherever_it_stands(
    tmp_path: Path, matrix: pd.DataFrame, figure: str
) -> None:
    taken = []
    for row in known(matrix):
        frame = matrix.copy()
        frame.loc[row, figure] = f"{float(frame.loc[row, figure]) * 10:g}"
        # What hardly changes says little: ten times a change of 10 jobs is within rounding.
        if abs(float(matrix.loc[row, "NumericChange"])) < 10:
            continue
        try:
            read_projections(written(tmp_path, frame))
        except InputError as error:
            assert f"row {row + 2:,}, column of the change, contradicts itself" in str(error)
        else:
            taken.append(row)
    assert taken == []


def test_the_published_change_alone_tells_of_an_edited_cell(
    tmp_path: Path, matrix: pd.DataFrame
) -> None:
    row = matrix.index[matrix["MatrixIndCode"].eq("622000")][1]
    frame = matrix.drop(columns="PercentChange")
    frame.loc[row, "EstimatedEmp"] += "0"
    with pytest.raises(InputError, match=rf"row {row + 2}, .*but a change of [\d,]+\. A cell"):
        add_files(tmp_path / "library", [written(tmp_path, frame)], "projections", "2022")
    assert not (tmp_path / "library").exists()


def test_a_percentage_written_as_a_share_is_taken(tmp_path: Path, matrix: pd.DataFrame) -> None:
    numbers = pd.to_numeric(matrix["PercentChange"]) / 100
    shares = matrix.assign(PercentChange=numbers.map("{:.6f}".format).where(numbers.notna(), ""))
    plain = read_projections(written(tmp_path, matrix))
    assert read_projections(written(tmp_path, shares)).equals(plain)


def test_a_table_cut_off_at_a_line_is_refused_but_between_areas(
    tmp_path: Path, matrix: pd.DataFrame
) -> None:
    area = matrix["AreaType"] + matrix["Area"]
    last_of_area = set(matrix.index[area.ne(area.shift(-1))])
    # Government, the last rows of an area, is not read.
    government = set(matrix.index[matrix["MatrixIndCode"].shift(-1).str.startswith("9")])
    taken = []
    for end in range(3, len(matrix) - 1, 25):
        if end in last_of_area | government:
            continue
        try:
            read_projections(written(tmp_path, matrix.loc[:end]))
        except InputError as error:
            assert "is incomplete" in str(error)
        else:
            taken.append(matrix.loc[end, "MatrixIndCode"])
    # Within the last sector, all that follows are parts of it: nothing says that they are lost.
    assert {code[:2] for code in taken} <= {"81"}


def test_a_part_above_its_whole_is_refused_in_a_simple_table(tmp_path: Path) -> None:
    rows = [f"39000,Ohio,{naics},2022,2032,{jobs},{jobs}" for naics, jobs in
            (("62", 900), ("621", 600), ("622", 200), ("6221", 300))]  # fmt: skip
    with pytest.raises(
        InputError, match="row 4, .*industry 622 of Ohio has 200 jobs, but its parts .* have 300"
    ):
        read_projections(table(tmp_path, *rows, head=HEAD))


def test_parts_above_their_whole_by_rounding_are_taken(tmp_path: Path) -> None:
    rows = [f"39000,Ohio,{naics},2022,2032,{jobs},{jobs}" for naics, jobs in
            (("62", 900), ("621", 600), ("622", 310))]  # fmt: skip
    assert len(read_projections(table(tmp_path, *rows, head=HEAD))) == 3


def test_a_total_beside_withheld_sectors_is_no_contradiction(
    tmp_path: Path, matrix: pd.DataFrame
) -> None:
    hidden = matrix["MatrixIndCode"].isin(["310000", "620000", "440000"])
    frame = matrix.assign(Suppress=matrix["Suppress"].mask(hidden, "1"))
    assert len(read_projections(written(tmp_path, frame))) > 0

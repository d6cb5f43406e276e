"""The crosswalk of a state's blocks: what its codes look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from sectornb.errors import InputError
from sectornb.sources.lodes.crosswalk import read_crosswalk
from tests.builders.commuting import block, crosswalk_text

ROWS = [(block("57001"), "57001", "57000001"), (block("57003"), "57003", "")]


def written(folder: Path, text: str) -> Path:
    path = folder / "wm_xwalk.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_block_in_no_workforce_area_has_none(tmp_path: Path) -> None:
    frame = read_crosswalk(written(tmp_path, crosswalk_text(ROWS))).frame
    assert frame["stwib"].tolist() == ["57000001", ""]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",99999,", ",9.9E4,", r"row 2, column cbsa: '9\.9E4' is no code"),
        (",57000001,", ",57000001.0,", "row 2, column stwib"),
        (",20240102", ",2024-01-02", "row 2, column createdate"),
        (",99999,", ",٣٩٠٤٩,", "row 2, column cbsa"),
    ],
)
def test_a_code_that_is_none_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = crosswalk_text(ROWS)
    assert old in text
    with pytest.raises(InputError, match=said):
        read_crosswalk(written(tmp_path, text.replace(old, new, 1)))

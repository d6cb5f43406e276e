"""A library that holds long files answers as one that holds the slices of all areas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sectornb.errors import ChangedFileError, NotInLibraryError
from sectornb.industry.read import industry_cells
from sectornb.sources import store
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.qcew import areas
from sectornb.sources.qcew.areas import AreaFiles, read_areas
from tests.builders.industry_study import asked
from tests.builders.qcew import area_csv, write_area
from tests.builders.qcew_bulk import (
    AREAS,
    NATION,
    leftovers,
    single_frame,
    write_by_area,
    write_single,
)


def slices(root: Path, year: int = 2022, areas: tuple[str, ...] = (*AREAS, NATION)) -> Library:
    rows = single_frame(year=year)
    paths = [
        write_area(root / "downloads" / f"{area}.csv", rows[rows["area_fips"].eq(area)])
        for area in areas
    ]
    add_files(root / "library", paths, "qcew", str(year))
    return Library(root / "library")


def singles(root: Path, form: str = "zip", years: tuple[int, ...] = (2022,)) -> Library:
    for year in years:
        path = write_single(root / f"downloads-{year}", form, single_frame(year=year))
        add_files(root / "library", [path], "qcew", str(year))
    return Library(root / "library")


@pytest.fixture(autouse=True)
def _short_files_are_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LONG", 0)


@pytest.mark.parametrize("form", ["zip", "csv"])
def test_areas_of_a_single_file_read_as_those_of_slices(tmp_path: Path, form: str) -> None:
    areas = ["57005", "57001", NATION]
    expected = read_areas(slices(tmp_path / "a"), [2022], areas)
    held = singles(tmp_path / "b", form)
    for stores in ("made when it was added", "deleted and made again"):
        assert len(list(held.root.rglob(".*.parquet"))) == stores.startswith("made")
        pd.testing.assert_frame_equal(read_areas(Library(held.root), [2022], areas), expected)
        for path in held.root.rglob(".*.parquet"):
            path.unlink()
    assert leftovers(held) == []


def test_a_folder_that_cannot_be_written_is_read_without_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    areas = ["57001", NATION]
    expected = read_areas(slices(tmp_path / "a"), [2022], areas)
    monkeypatch.setattr(store.os, "access", lambda *_: False)
    held = singles(tmp_path / "b")
    pd.testing.assert_frame_equal(read_areas(held, [2022], areas), expected)
    assert not list(held.root.rglob("*.parquet"))


def test_narrowing_is_the_same_from_every_kind_of_file(tmp_path: Path) -> None:
    narrow = {"columns": ["lq_employment"], "levels": ["75", "70"], "ownership": ["5", "0"]}
    pd.testing.assert_frame_equal(
        read_areas(singles(tmp_path / "b"), [2022], ["57003"], **narrow),
        read_areas(slices(tmp_path / "a"), [2022], ["57003"], **narrow),
    )


def test_a_quarter_comes_from_whichever_file_holds_it(tmp_path: Path) -> None:
    single = write_single(tmp_path, "zip", single_frame(year=2016, quarters="1234"))
    rows = single_frame(year=2016, quarters="3")
    one = write_area(tmp_path / "one.csv", rows[rows["area_fips"].eq("57001")])
    frames = []
    for name, paths in (
        ("single", [single]),
        ("by area", [write_by_area(tmp_path)]),
        ("both", [single, one]),
    ):
        add_files(tmp_path / name, paths, "qcew", "2016")
        frames.append(read_areas(Library(tmp_path / name), [2016], ["57001", "57003"], period="3"))
    for frame in frames[1:]:
        pd.testing.assert_frame_equal(frame, frames[0])
    held = Library(tmp_path / "both")
    assert {h.table for h in held.holdings()} == {"quarterly-area", "quarterly-single"}
    read_areas(held, [2016], ["57001"], period="3")
    assert [h.table for h in held.used()] == ["quarterly-area"]


def test_an_area_added_by_hand_goes_before_the_long_file(tmp_path: Path) -> None:
    slices(tmp_path, areas=("57001",))
    held = singles(tmp_path)
    read_areas(held, [2022], ["57001"])
    assert [h.part for h in held.used()] == ["57001.csv"]
    held = Library(held.root)
    frame = read_areas(held, [2022], ["57003", "57001"])
    assert frame["area_fips"].unique().tolist() == ["57001", "57003"]
    assert [h.part for h in held.used()] == ["57001.csv", "singlefile.zip"]


def test_every_area_of_the_year_is_known(tmp_path: Path) -> None:
    assert AreaFiles(singles(tmp_path), 2022).areas() == {*AREAS, NATION}


def test_an_area_that_no_file_holds_is_named_with_all_addresses(tmp_path: Path) -> None:
    held = singles(tmp_path)
    with pytest.raises(NotInLibraryError) as raised:
        read_areas(held, [2022], ["57001", "57009"])
    text = str(raised.value)
    assert "lacks 1 of 2 area files" in text
    assert "57009 in 2022" in text
    for address in ("/2022/a/area/57009.csv", "2022_annual_singlefile.zip", "2022_annual_by_area"):
        assert address in text


def test_an_empty_library_names_all_kinds_of_file(tmp_path: Path) -> None:
    with pytest.raises(
        NotInLibraryError, match=r"annual-area files \(nor annual-by-area nor annual-single\)"
    ):
        read_areas(Library(tmp_path), [2022], ["57001"])


def test_two_vintages_in_different_tables_are_a_choice(tmp_path: Path) -> None:
    slices(tmp_path)
    add_files(tmp_path / "library", [write_single(tmp_path)], "qcew", "2022.r2")
    with pytest.raises(NotInLibraryError, match="several vintages"):
        read_areas(Library(tmp_path / "library"), [2022], ["57001"])
    chosen = read_areas(
        Library(tmp_path / "library"), [2022], ["57001"], vintages={"2022": "2022.r2"}
    )
    assert len(chosen)


def test_industry_cells_are_the_same_from_single_files_alone(tmp_path: Path) -> None:
    settings = asked(["57001", "57003"])
    slices(tmp_path / "a", 2017)
    from_slices = industry_cells(slices(tmp_path / "a", 2022), settings)
    held = singles(tmp_path / "b", years=(2017, 2022))
    from_singles = industry_cells(held, settings)
    for name in ("industries", "totals", "comparison", "comparison_totals", "nation"):
        pd.testing.assert_frame_equal(getattr(from_singles, name), getattr(from_slices, name))
    assert from_singles.nation is not None


def test_an_industry_slice_is_recognized_under_its_address_name(tmp_path: Path) -> None:
    rows = single_frame()
    path = tmp_path / "download.csv"
    # Hospitals, 622; a sector of several numbers would be written 31_33.
    path.write_bytes(area_csv(rows[rows["industry_code"].eq("622")]))
    [(holding, _)] = add_files(tmp_path / "library", [path], "qcew", "2022")
    assert (holding.table, holding.part) == ("annual-industry", "622.csv")


def test_a_long_file_that_changed_since_it_was_added_is_refused(tmp_path: Path) -> None:
    held = singles(tmp_path)
    read_areas(held, [2022], ["57001"])
    path = held.path("qcew", "2022", "annual-single", "singlefile.zip")
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ChangedFileError, match="has changed since it was added"):
        read_areas(Library(held.root), [2022], ["57001"])


def test_a_damaged_store_is_made_again(tmp_path: Path) -> None:
    held = singles(tmp_path)
    expected = read_areas(held, [2022], ["57001"])
    [store] = held.root.rglob(".*.parquet")
    store.write_bytes(store.read_bytes()[:-10])
    pd.testing.assert_frame_equal(read_areas(Library(held.root), [2022], ["57001"]), expected)
    store.unlink()
    pd.testing.assert_frame_equal(read_areas(Library(held.root), [2022], ["57001"]), expected)


def test_the_store_of_a_replaced_file_goes(tmp_path: Path) -> None:
    held = singles(tmp_path)
    read_areas(held, [2022], ["57001"])
    [old] = held.root.rglob(".*.parquet")
    rows = single_frame()
    changed = rows["area_fips"].eq("57005") & rows["disclosure_code"].eq("")
    rows.loc[changed, "oty_annual_avg_emplvl_chg"] = 1
    jobs = rows.loc[changed, "annual_avg_emplvl"]
    rows.loc[changed, "oty_annual_avg_emplvl_pct_chg"] = (100 / (jobs - 1)).round(1)
    path = write_single(tmp_path / "revised", "zip", rows)
    add_files(held.root, [path], "qcew", "2022", replace=True)
    frame = read_areas(Library(held.root), [2022], ["57005"])
    assert set(frame["oty_employment_change"].dropna()) == {1.0}
    [new] = held.root.rglob(".*.parquet")
    assert new != old


def test_the_store_is_used_and_not_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = singles(tmp_path)
    read_areas(held, [2022], ["57001"])

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the original was read")

    monkeypatch.setattr(areas, "read_cells", never)
    monkeypatch.setattr(areas, "typed_cells", never)
    assert len(read_areas(Library(held.root), [2022], ["57001"]))

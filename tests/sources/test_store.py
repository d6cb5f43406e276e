"""The store beside a long file: whole or absent, never of another file."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from sectornb.errors import InputError
from sectornb.sources import store as stores
from sectornb.sources.holding import file_sha256
from sectornb.sources.store import Draft, Store, existing_store, make_store, remove_stores

KEY = ("area", "naics")


def original(folder: Path, content: str = "x") -> tuple[Path, str]:
    path = folder / "long.csv"
    path.write_text(content)
    return path, file_sha256(path)


@pytest.fixture(autouse=True)
def _short_files_are_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "LONG", 0)


def frames(*pieces: list[tuple[str, str, float]]) -> Callable[[], Iterator[pl.DataFrame]]:
    columns = {"area": pl.String, "naics": pl.String, "jobs": pl.Float64}
    return lambda: (pl.DataFrame(piece, schema=columns, orient="row") for piece in pieces)


SORTED = ([("a", "10", 1.0), ("a", "22", 2.0)], [("b", "10", 3.5)])


def made(folder: Path, pieces: tuple[list[tuple[str, str, float]], ...] = SORTED) -> Store:
    path, sha256 = original(folder)
    store = make_store(path, sha256, lambda: Draft(frames(*pieces)(), KEY))
    assert store is not None
    return store


def test_rows_come_back_by_code_and_column(tmp_path: Path) -> None:
    read = made(tmp_path).read(["naics", "jobs"], {"area": ["a"], "naics": None})
    assert read["naics"].tolist() == ["10", "22"]
    assert read["jobs"].tolist() == [1.0, 2.0]


def test_no_row_fits_is_no_error(tmp_path: Path) -> None:
    table = made(tmp_path).table(["area", "jobs"], {"area": ["z"]})
    assert len(table) == 0
    assert table.dtypes.astype(str).tolist() == ["str", "float64"]


def test_the_store_tells_what_it_holds(tmp_path: Path) -> None:
    store = made(tmp_path)
    assert (store.rows, store.values) == (3, ("a", "b"))
    assert existing_store(*original(tmp_path)) is not None


@pytest.mark.parametrize(
    "pieces",
    [
        ([("b", "10", 3.5)], [("a", "10", 1.0), ("a", "22", 2.0)]),
        ([("b", "10", 3.5), ("a", "22", 2.0), ("a", "10", 1.0)],),
    ],
)
def test_another_order_is_noticed_and_mended(
    tmp_path: Path, pieces: tuple[list[tuple[str, str, float]], ...]
) -> None:
    store = made(tmp_path, pieces)
    assert store.read(["jobs"], {})["jobs"].tolist() == [1.0, 2.0, 3.5]


def test_another_file_of_the_name_has_no_store(tmp_path: Path) -> None:
    made(tmp_path)
    path, sha256 = original(tmp_path, "y")
    assert existing_store(path, sha256) is None


def test_a_new_store_takes_the_place_of_an_old_one(tmp_path: Path) -> None:
    old = made(tmp_path)
    path, sha256 = original(tmp_path, "y")
    new = make_store(path, sha256, lambda: Draft(frames(*SORTED)(), KEY))
    assert new is not None
    assert not old.path.exists()
    assert sorted(tmp_path.glob(".long.csv.*.*")) == [new.path.with_suffix(".note"), new.path]


@pytest.mark.parametrize("suffix", [".parquet", ".note"])
@pytest.mark.parametrize("harm", ["cut", "gone", "garbage"])
def test_a_damaged_store_counts_as_none(tmp_path: Path, suffix: str, harm: str) -> None:
    path = made(tmp_path).path.with_suffix(suffix)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-5] if harm == "cut" else b"[1]")
    assert existing_store(*original(tmp_path)) is None
    assert made(tmp_path).rows == 3


def test_a_reader_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path, sha256 = original(tmp_path)

    def broken() -> Iterator[pl.DataFrame]:
        yield from frames(SORTED[0])()
        raise InputError("row 4 is wrong")

    with pytest.raises(InputError, match="row 4"):
        make_store(path, sha256, lambda: Draft(broken(), KEY))
    assert [p.name for p in tmp_path.iterdir() if not p.name.endswith(".lock")] == ["long.csv"]


def test_pieces_of_a_killed_program_are_cleared_away(tmp_path: Path) -> None:
    begun = tmp_path / "..long.csv.0123456789abcdef.parquet.q1w2.part"
    begun.write_bytes(b"x")
    made(tmp_path)
    assert not begun.exists()


def test_a_short_file_has_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "LONG", 2)
    assert make_store(*original(tmp_path), lambda: pytest.fail("read")) is None


def test_a_file_that_is_not_the_one_recorded_has_no_store(tmp_path: Path) -> None:
    path, _ = original(tmp_path)
    assert make_store(path, "0" * 64, lambda: pytest.fail("read")) is None


def test_a_draft_leaves_nothing_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    draft = Draft(frames(*SORTED)(), KEY)
    assert len(list(tmp_path.iterdir())) == 1
    del draft
    assert not list(tmp_path.iterdir())


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    path, sha256 = original(tmp_path)
    with pytest.raises(InputError, match="no rows"):
        make_store(path, sha256, lambda: Draft([], KEY))


def test_stores_of_one_file_are_removed(tmp_path: Path) -> None:
    store = made(tmp_path)
    other = tmp_path / ".long.csv.2.csv.0123456789abcdef.parquet"
    other.write_bytes(b"x")
    remove_stores(tmp_path / "long.csv")
    assert not store.path.exists()
    assert other.exists()


def test_few_row_groups_are_read_for_one_area(tmp_path: Path) -> None:
    pieces = tuple([(f"{a:05d}", f"{n}", 1.0) for n in range(500)] for a in range(300))
    store = made(tmp_path, pieces)
    query = pl.scan_parquet(store.path).filter(pl.col("area") == "00007")
    assert len(query.collect()) == 500
    groups = pl.scan_parquet(store.path).select(pl.len()).collect().item() / 50_000
    assert groups == 3


def build(folder: str, started: object) -> tuple[int, bool]:
    stores.LONG = 0
    # Not written anew here: the other process would find it half written.
    path = Path(folder) / "long.csv"
    sha256 = file_sha256(path)
    calls = []

    def counted() -> Iterator[pl.DataFrame]:
        calls.append(1)
        yield from frames(*SORTED)()

    store = make_store(path, sha256, lambda: Draft(counted(), KEY))
    assert store is not None
    return store.rows, bool(calls)


def test_two_processes_make_one_store(tmp_path: Path) -> None:
    original(tmp_path)
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        results = pool.starmap(build, [(str(tmp_path), None)] * 4)
    assert [rows for rows, _ in results] == [3] * 4
    assert sum(built for _, built in results) == 1

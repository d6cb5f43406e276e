"""Files of the O*NET Database: scales with their start, flags as statuses, releases."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sectornb.errors import InputError, NotInLibraryError
from sectornb.simulate.formats import zip_bytes
from sectornb.sources.adding import add_files
from sectornb.sources.library import Library
from sectornb.sources.onet.read import (
    attribution,
    onet_table,
    skill_ratings,
)
from sectornb.sources.onet.recognition import read_onet, recognize
from sectornb.sources.onet.split import half_of_skills
from tests.builders.occupations import (
    CIP,
    CODES,
    CONTEXT,
    IN_EXCEL_AND_CSV,
    INTEREST,
    OCCUPATIONS,
    Rows,
    commas,
    preparation,
    rating,
    ratings,
    tabbed,
    without,
    workbook,
    written,
)


def skills(*changed: list[object]) -> Rows:
    """A whole table of skills, in which the changed rows take the place of theirs."""
    rows = ratings("essential", "transferable")
    for new in changed:
        key = [new[0], new[2], new[4]]
        rows = [new if [row[0], row[2], row[4]] == key else row for row in rows]
    return rows


def of_one(table: pd.DataFrame, element: str, scale: str, code: str = CODES[0]) -> pd.Series:
    held = table["onet_soc"].eq(code) & table["element_id"].eq(element)
    (found,) = table[held & table["scale_id"].eq(scale)].itertuples(index=False)
    return pd.Series(found._asdict())


def read(folder: Path, rows: Rows) -> pd.DataFrame:
    return read_onet(written(folder, tabbed(rows), "table.txt"))


def refused(folder: Path, content: bytes, name: str = "table.txt", vintage: str = "29.3") -> str:
    path = written(folder, content, name)
    with pytest.raises(InputError, match="table") as caught:
        add_files(folder / "library", [path], "onet", vintage)
    assert not (folder / "library").exists()
    return str(caught.value)


def test_each_scale_is_standardized_from_its_own_start(tmp_path: Path) -> None:
    """Scale start ignored: importance begins at 1, level at 0.

    (3.5 - 1) / 4 = 62.5 percent, not 3.5 / 5 = 70; 1.0 is 0, not 20; 3.5 / 7 = 50.
    """
    table = read(tmp_path, skills(rating(element="2.A.0", value=1.0)))
    assert of_one(table, "2.A.0", "IM")["standardized"] == 0
    assert of_one(table, "2.A.1", "IM")["standardized"] == 62.5
    assert of_one(table, "2.A.1", "LV")["standardized"] == 50


def test_importance_and_level_stay_rows_of_their_own(tmp_path: Path) -> None:
    """Importance and level confused: no figure is made of both, and one key has one of them."""
    table = read(tmp_path, skills())
    assert table.groupby("scale_id").size().to_dict() == {"IM": 70, "LV": 70}
    assert not table.duplicated(["onet_soc", "element_id", "scale_id"]).any()


def test_flags_become_the_status_and_stay(tmp_path: Path) -> None:
    """Suppress and not-relevant flags ignored: no unmarked row has either flag."""
    weak = rating(element="2.A.3", value=3.8, suppress="Y")
    irrelevant = rating(element="2.A.4", scale="LV", value=1.2, relevant="Y")
    both = rating(element="2.A.5", scale="LV", value=1.2, relevant="Y", suppress="Y")
    table = read(tmp_path, skills(weak, irrelevant, both))
    first = of_one(table, "2.A.3", "IM")
    assert (first["value"], first["value_status"]) == (3.8, "unreliable")
    for element in ("2.A.4", "2.A.5"):
        row = of_one(table, element, "LV")
        assert pd.isna(row["value"]) and pd.isna(row["standardized"])
        assert row["value_status"] == "not_applicable"
    assert table["recommend_suppress"].eq("Y").sum() == 2
    assert table["not_relevant"].eq("Y").sum() == 2
    plain = table["value_status"].eq("published")
    assert not table.loc[plain, ["recommend_suppress", "not_relevant"]].eq("Y").any(axis=None)


def test_not_applicable_and_blank_are_told_apart(tmp_path: Path) -> None:
    row = rating(element="2.A.3", suppress="n/a", relevant="n/a")
    blank = rating(element="2.A.4", suppress="")
    row[8], blank[8] = "n/a", ""
    table = read(tmp_path, skills(row, blank))
    told = of_one(table, "2.A.3", "IM")
    assert (told["standard_error_status"], told["recommend_suppress"]) == ("not_applicable", "n/a")
    left = of_one(table, "2.A.4", "IM")
    assert (left["standard_error_status"], left["recommend_suppress"]) == ("not_available", "")
    assert pd.isna(told["standard_error"]) and pd.isna(left["standard_error"])


@pytest.mark.parametrize("form", ["txt", "csv", "xlsx"])
def test_text_csv_and_excel_give_the_same_table(tmp_path: Path, form: str) -> None:
    rows = skills(rating(element="2.A.3", value=3.8, suppress="Y"))
    content = {
        "txt": tabbed(without(rows, *IN_EXCEL_AND_CSV)),
        "csv": commas(rows),
        "xlsx": workbook({"Skills": rows}),
    }[form]
    path = written(tmp_path, content, f"any.{form}")
    pd.testing.assert_frame_equal(read_onet(path), read(tmp_path, rows))
    found = recognize(path, "2025-05")
    assert (found.table, found.part, found.reference_period) == (
        "skills", f"skills.{form}", "O*NET 29.3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "table"),
    [
        (ratings("essential", "transferable"), "skills"),
        (ratings("essential"), "essential-skills"),
        (ratings("transferable"), "transferable-skills"),
        (ratings("knowledge"), "knowledge"),
        (preparation(), "education-training-experience"),
        (preparation(elements="2.D.1"), "education"),
        (preparation(elements="3.A.1"), "training-experience"),
        (OCCUPATIONS, "occupations"),
        ([CONTEXT, [*rating()[:2], "4.C.1.a", "Phone", "CX", "Context", "n/a", *rating()[6:]]],
         "work-context"),
        ([INTEREST, [*rating(element="1.B.1.a", scale="OI", value=7.0)[:7], "06/2023", "A"]],
         "interests"),
        ([["O*NET-SOC Code", "Job Zone", "Date", "Domain Source"],
          ["11-1011.00", 5, "08/2023", "Analyst"]], "job-zones"),
        ([["O*NET-SOC Code", "Task ID", "Task", "Task Type", "Incumbents Responding", "Date",
           "Domain Source"],
          ["11-1011.00", 8823, "Direct.", "Core", "n/a", "08/2023", "Analyst"]], "tasks"),
        ([["O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", "Hot Technology"],
          ["11-1011.00", "A", 43232202, "Software", "Y"]], "technology-skills"),
        ([["O*NET-SOC Code", "Workplace Example", "Element Name", "Hot Technology", "In Demand"],
          ["11-1011.00", "A", "Software", "Y", "N"]], "software-skills"),
        ([["O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title"],
          ["11-1011.00", "Phone", 43191511, "Phones"]], "tools"),
        ([["O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index"],
          ["11-1011.00", "15-1252.00", "Primary-Short", 1]], "related-occupations"),
        ([["Scale ID", "Scale Name", "Minimum", "Maximum"], ["IM", "Importance", 1, 5]], "scales"),
        ([["Job Zone", "Name", "Experience", "Education", "Job Training", "Examples", "SVP Range"],
          [1, "One", "little", "some", "short", "waiters", "(Below 4.0)"]], "job-zone-reference"),
        ([["Element ID", "Element Name", "Scale ID", "Category", "Category Description"],
          ["2.D.1", "Required Level", "RL", 1, "Less"]], "categories"),
    ],
)  # fmt: skip
def test_a_table_is_known_by_its_columns_and_elements(
    tmp_path: Path, rows: Rows, table: str
) -> None:
    path = written(tmp_path, tabbed(rows), "download.txt")
    found = recognize(path, "2025-05")
    assert (found.table, found.rows) == (table, len(rows) - 1)


def test_the_release_is_written_as_its_version(tmp_path: Path) -> None:
    path = written(tmp_path, tabbed(OCCUPATIONS), "occupations.txt")
    [(holding, _)] = add_files(tmp_path / "library", [path], "onet", "29.3")
    assert (holding.vintage, holding.reference_period) == ("2025-05", "O*NET 29.3")
    library = Library(tmp_path / "library")
    (vintage,) = library.vintages("onet", "occupations")
    assert onet_table(library, "occupations", vintage)["onet_soc"].tolist()[0] == "11-1011.00"
    with pytest.raises(NotInLibraryError, match=r"no table Knowledge of O\*NET 29\.3"):
        onet_table(library, "knowledge", vintage)


def test_the_attribution_names_the_release() -> None:
    assert attribution("2026-08") == (
        "This page includes information from the O*NET 31.0 Database by the U.S. Department of "
        "Labor, Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 "
        "license. O*NET® is a trademark of USDOL/ETA."
    )


def test_without_a_release_it_is_asked_for(tmp_path: Path) -> None:
    assert "Say so with --vintage: The release, such as 29.3" in refused(
        tmp_path, tabbed(OCCUPATIONS), vintage=""
    )


def test_ratings_of_a_later_release_are_refused(tmp_path: Path) -> None:
    rows = ratings("knowledge", date="08/2025")
    assert "rated in 2025-08, after release 29.3 came out (2025-05)" in refused(
        tmp_path, tabbed(rows)
    )


def test_half_of_the_skills_is_told_and_not_read(tmp_path: Path) -> None:
    """Most skills lost at O*NET 30.3: ten of 35 are no profile."""
    root = tmp_path / "library"
    first = written(tmp_path, tabbed(ratings("essential")), "Essential Skills.txt")
    add_files(root, [first], "onet", "30.3")
    assert "10 of 35 skills; the others are in Transferable" in half_of_skills(
        Library(root), "2026-05"
    )
    with pytest.raises(NotInLibraryError, match="10 of 35 skills"):
        skill_ratings(Library(root), "2026-05")
    second = written(tmp_path, tabbed(ratings("transferable")), "Transferable Skills.txt")
    add_files(root, [second], "onet", "30.3")
    assert half_of_skills(Library(root), "2026-05") == ""
    assert skill_ratings(Library(root), "2026-05")["element_id"].nunique() == 35


def test_old_and_new_skills_of_one_release_are_refused(tmp_path: Path) -> None:
    names = {"a.txt": skills(), "b.txt": ratings("essential"), "c.txt": ratings("transferable")}
    paths = [written(tmp_path, tabbed(rows), name) for name, rows in names.items()]
    add_files(tmp_path / "library", paths, "onet", "30.3")
    with pytest.raises(NotInLibraryError, match="which no release has together"):
        skill_ratings(Library(tmp_path / "library"), "2026-05")


def test_text_and_excel_of_one_table_do_not_stand_side_by_side(tmp_path: Path) -> None:
    text = written(tmp_path, tabbed(OCCUPATIONS), "occupations.txt")
    book = written(tmp_path, workbook({"Occupation Data": OCCUPATIONS}), "occupations.xlsx")
    add_files(tmp_path / "library", [text], "onet", "29.3")
    with pytest.raises(Exception, match="same table packed otherwise"):
        add_files(tmp_path / "library", [book], "onet", "29.3")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (skills(rating(element="2.A.3", value=0.5)), "the scale IM, which runs from 1 to 5"),
        (skills(rating(element="2.A.3", scale="LV", value=70)), "scale LV, which runs from 0 to 7"),
        (skills(rating(element="2.A.3", value="many")), "'many' is neither a number nor a mark"),
        (skills(rating(element="2.A.3", value=-1)), "column Data Value: '-1' is neither"),
        (skills(rating(element="2.A.3", suppress="maybe")), "column Recommend Suppress: 'maybe'"),
        (skills(rating(element="2.A.3", date="2023")), "'2023' is no month"),
        ([*skills(), rating(element="2.A.3")], "repeats ratings (1), the first in row 142"),
        (skills()[:-2], "rates 34 of 35 elements of Skills"),
        (ratings("essential")[:15], "rates 7 elements, and Essential Skills has 10"),
        ([*ratings("knowledge"), *ratings("essential")[1:]], "ratings of several tables"),
        ([ratings("knowledge")[0], rating(element="1.C.1")], "no table that is read here"),
        (ratings("knowledge", codes=["11-1011"]), "'11-1011' is no O*NET-SOC code"),
        (ratings("knowledge", codes=["15-1132.00"]), "1 code of SOC 2010"),
        ([OCCUPATIONS[0]], "has a header and no rows"),
        ([*OCCUPATIONS, OCCUPATIONS[1]], "repeats rows (1)"),
        ([["O*NET-SOC Code", "Colour"], ["11-1011.00", "red"]], "of O*NET's columns it has O*NET-"),
        (
            [["Scale ID", "Scale Name", "Minimum", "Maximum"], ["IM", "Importance", 0, 100]],
            "the scale IM runs from 0 to 100, and ratings are standardized by 1 to 5",
        ),
        ([[*OCCUPATIONS[0], "Title"], [*OCCUPATIONS[1], "x"]], "has the column Title more than"),
    ],
)
def test_a_faulty_table_is_refused(tmp_path: Path, rows: Rows, told: str) -> None:
    assert told in refused(tmp_path, tabbed(rows))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html>Access denied</html>", "web page"),
        (tabbed(OCCUPATIONS).replace(b"Chief", b"Ch\xedef"), "is not UTF-8 text: line 2"),
        (tabbed(OCCUPATIONS)[:-20], "row 4 has 2 cells, the header 3 columns"),
        (tabbed(OCCUPATIONS).replace(b"Chief", b"Ch\x07ef"), "signs that no screen shows"),
        (b"PK\x03\x04", "cannot be read as an Excel workbook"),
        (workbook({"Skills": skills()})[:9_000], "It is cut off or is another"),
        (workbook({"Skills": [["Year", "Jobs", "Pay"], [2020, 1, 2]]}), "no sheet begins with"),
        (tabbed(OCCUPATIONS).decode().encode("utf-16"), "not UTF-8 text"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in refused(tmp_path, content)


def test_the_whole_database_is_to_be_unpacked(tmp_path: Path) -> None:
    packed = zip_bytes([("db_29_3_text/Job Zones.txt", b"O*NET-SOC Code\tJob Zone\n")])
    told = refused(tmp_path, packed, "db_29_3_text.zip")
    assert "as the whole database is published. Unpack it" in told


def test_a_table_ten_times_too_big_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sectornb.sources.onet.tables.LARGEST_TEXT", 100)
    assert "far more than such a table" in refused(tmp_path, tabbed(skills()))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        recognize(tmp_path / "none.txt", "2025-05")


@pytest.mark.parametrize("source", ["qcew", "laus", "soc", "cip"])
def test_given_as_a_file_of_another_source_it_says_what_it_is(tmp_path: Path, source: str) -> None:
    path = written(tmp_path, workbook({"Occupation Data": OCCUPATIONS}))
    with pytest.raises(InputError, match="--source onet"):
        add_files(tmp_path / "library", [path], source, "2022")


def test_a_neighbors_file_says_what_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, workbook({"CIP-SOC": CIP}))
    with pytest.raises(InputError, match="is a file of cip, not of onet"):
        add_files(tmp_path / "library", [path], "onet", "29.3")

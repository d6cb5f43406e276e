"""Tables of one's own: read as their template says, refused where a cell does not fit."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.errors import InputError, NotInLibraryError, UnknownCodeError
from sectornb.sources.adding import add_files
from sectornb.sources.declarations import declarations
from sectornb.sources.library import Library
from sectornb.sources.own_tables.held import held_own_table
from sectornb.sources.own_tables.reader import read_own_table
from sectornb.sources.own_tables.thresholds import sustaining_income
from sectornb.sources.recognition import RECOGNIZERS
from tests.builders.mistakes_world import write_workbook
from tests.builders.own_tables import own_table_text

TEMPLATES = [
    (source, table)
    for source, declaration in declarations().items()
    for table, kind in declaration.tables.items()
    if kind.template
]
MATRIX = (
    "stfips,areatype,area,matincode,matoccode,estyear,projyear,estemp,projemp,suppress\n"
    "39,01,000000,622000,000000,2022,2032,900,950,0\n"
    "39,01,000000,622000,291141,2022,2032,300,330,0\n"
    "39,01,000000,622000,292061,2022,2032,40,50,1\n"
    "39,01,000000,900000,291141,2022,2032,20,20,0\n"
)


def write(folder: Path, content: str, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode())
    return path


def added(folder: Path, source: str, content: str) -> str:
    path = write(folder, content)
    call = ["add", str(path), "--source", source, "--library", str(folder / "library")]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 0, result.output
    return result.output


def refused(folder: Path, source: str, content: str) -> str:
    with pytest.raises(InputError) as caught:
        add_files(folder / "library", [write(folder, content)], source)
    assert not (folder / "library").exists()
    return str(caught.value)


@pytest.mark.parametrize(("source", "table"), TEMPLATES)
def test_a_template_is_printed_and_read_as_it_is_printed(
    tmp_path: Path, source: str, table: str
) -> None:
    said = CliRunner().invoke(main, ["sources", source]).output.splitlines()
    header = own_table_text(source, table).splitlines()[0]
    place = next(at for at, line in enumerate(said) if line.strip() == header)
    copied = "\n".join(line.strip() for line in said[place : place + 2]) + "\n"
    [(holding, _)] = add_files(tmp_path / "library", [write(tmp_path, copied)], source)
    assert (holding.table, holding.rows) == (table, 1)


@pytest.mark.parametrize(("source", "table"), TEMPLATES)
def test_a_workbook_of_one_sheet_is_read_too(tmp_path: Path, source: str, table: str) -> None:
    rows = list(csv.reader(io.StringIO(own_table_text(source, table))))
    path = tmp_path / "own.xlsx"
    write_workbook(path, {"Sheet": rows})
    [(holding, _)] = add_files(tmp_path / "library", [path], source)
    assert (holding.table, holding.part[-5:]) == (table, ".xlsx")


def test_a_table_is_read_with_the_status_of_each_number(tmp_path: Path) -> None:
    rows = [{"employment": "**", "pct90": ">=$115.00", "pct75": "", "mean": "$39.80"}]
    table = read_own_table(
        write(tmp_path, own_table_text("regional-wages", rows=rows)), "regional-wages"
    )
    row = table.iloc[0]
    assert (row["employment_status"], row["pct90_usd_status"]) == ("withheld", "at_least")
    assert (row["pct90_usd"], row["mean_usd"], row["pct75_usd_status"]) == (
        115,
        39.8,
        "not_available",
    )
    assert table["employment"].isna().all() and table["pct75_usd"].isna().all()


def test_a_column_may_be_left_out_where_it_says_so(tmp_path: Path) -> None:
    text = own_table_text("regional-wages", drop="entry")
    assert "entry_usd" not in read_own_table(write(tmp_path, text), "regional-wages")
    told = refused(tmp_path, "regional-wages", own_table_text("regional-wages", drop="median"))
    assert "lacks the column median of the table wages" in told


@pytest.mark.parametrize(
    ("source", "row", "told"),
    [
        ("regional-wages", {"soc": "291141"}, "row 2, column soc: '291141' does not belong there"),
        ("regional-wages", {"unit": "week"}, "'week' does not belong there"),
        ("regional-wages", {"mean": "-3"}, "'-3' is no mean wage"),
        ("regional-wages", {"mean": "many"}, "'many' is no mean wage"),
        ("regional-wages", {"pct10": "36"}, "pct10 36 is above pct25 34.5"),
        ("regional-wages", {"unit": "year"}, "cannot be a wage of its unit"),
        ("regional-wages", {"source": ""}, "an empty cell does not belong there"),
        ("regional-staffing", {"naics": "abc"}, "'abc' does not belong there"),
        ("programs", {"county_fips": "9049"}, "'9049' does not belong there"),
        ("programs", {"county_fips": "99999"}, "no county"),
        ("programs", {"credential": "diplom"}, "'diplom' does not belong there"),
        ("programs", {"eligible_provider": "maybe"}, "'maybe' does not belong there"),
        ("programs", {"soc": "29-2061,29-1141"}, "does not belong there"),
        ("programs", {"seats": "200000"}, "'200000' is no people who can begin"),
        ("labor-shed", {"underemployed": "13,000"}, "13,000 are more than the 12,400 employed"),
        ("labor-shed", {"underemployed_hours": "400"}, "more than the 310 underemployed"),
        ("wage-thresholds", {"llsil_70": "43,120"}, "is not about 70 percent"),
        ("wage-thresholds", {"family_size": "7"}, "'7' does not belong there"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused(
    tmp_path: Path, source: str, row: dict[str, str], told: str
) -> None:
    assert told in refused(tmp_path, source, own_table_text(source, rows=[row]))


@pytest.mark.parametrize("source", sorted({source for source, _ in TEMPLATES}))
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: "", "is empty"),
        (lambda text: "<html>no</html>", "web page"),
        (lambda text: text.splitlines()[0] + "\n", "no rows"),
        (lambda text: text + text.splitlines()[1] + "\n", "repeats rows"),
        (lambda text: text[: text.index("\n") + 5], "the header"),
        (lambda text: text.replace(",", ";"), "semicolons"),
        (lambda text: "a,b\n1,2\n", "is not a file of"),
        (
            lambda text: text + text.splitlines()[1].replace(",2024,", ",2023,") + "\n",
            "holds the years",
        ),
    ],
)
def test_a_faulty_table_is_refused(
    tmp_path: Path, source: str, change: Callable[[str], str], told: str
) -> None:
    assert told in refused(tmp_path, source, change(own_table_text(source)))


def test_a_table_of_two_years_is_refused(tmp_path: Path) -> None:
    rows = [{}, {"soc": "29-2061", "year": "2023"}]
    text = own_table_text("regional-wages", rows=rows)
    assert "holds the years 2023, 2024" in refused(tmp_path, "regional-wages", text)


def test_a_neighbor_s_table_says_what_it_is(tmp_path: Path) -> None:
    told = refused(tmp_path, "programs", own_table_text("regional-wages"))
    assert "try --source regional-wages" in told


def test_every_template_has_a_reader() -> None:
    assert {source for source, _ in TEMPLATES} <= set(RECOGNIZERS)


def test_a_matrix_of_a_state_keeps_confidential_rows_without_number(tmp_path: Path) -> None:
    table = read_own_table(write(tmp_path, MATRIX), "regional-staffing")
    assert table[["naics", "soc", "is_total"]].to_numpy().tolist() == [
        ["622", "00-0000", True],
        ["622", "29-1141", False],
        ["622", "29-2061", False],
        ["900000", "29-1141", True],
    ]
    assert table["employment_status"].tolist() == ["published"] * 2 + ["withheld", "published"]
    assert table["employment"].isna().tolist() == [False, False, True, False]


def test_a_faulty_matrix_of_projections_is_not_sent_to_the_staffing(tmp_path: Path) -> None:
    path = write(tmp_path, MATRIX.replace("900,950", "900,x"))
    with pytest.raises(InputError, match="'x'"):
        add_files(tmp_path / "library", [path], "projections")


def test_seats_of_online_programs_are_told_apart(tmp_path: Path) -> None:
    """Seats are no graduates, and those of online programs no supply of the region alone."""
    rows = [{}, {"program": "Business", "delivery": "online", "seats": "400"}]
    said = added(tmp_path, "programs", own_table_text("programs", rows=rows))
    assert "424 seats a year in 2 programs (0 do not tell); 400 are online" in said


def test_underemployed_people_are_no_further_labor_force(tmp_path: Path) -> None:
    assert "all of whom are at work" in added(tmp_path, "labor-shed", own_table_text("labor-shed"))


def test_totals_and_marks_of_a_staffing_table_are_told(tmp_path: Path) -> None:
    said = added(tmp_path, "regional-staffing", MATRIX)
    assert "of 4 figures 1 withheld. 2 rows are totals" in said


def thresholds(folder: Path, *tables: str) -> Library:
    for name in tables:
        rows = [{"family_size": "5", "llsil_100": "60,000", "llsil_70": "42,000"},
                {"family_size": "6", "llsil_100": "70,000", "llsil_70": "49,000"}]  # fmt: skip
        text = own_table_text("wage-thresholds", name, rows if name == "llsil" else ({},))
        add_files(folder / "library", [write(folder, text, f"{name}.csv")], "wage-thresholds")
    return Library(folder / "library")


def test_the_llsil_goes_before_the_poverty_guideline(tmp_path: Path) -> None:
    library = thresholds(tmp_path, "llsil", "poverty-guidelines", "own")
    found = sustaining_income(library, "Midwest metro", 6)
    assert (found.yearly_usd, found.basis) == (70_000, "the Lower Living Standard Income Level")
    # Two people more than six: 70,000 and twice the 10,000 between five and six.
    assert sustaining_income(library, "Midwest metro", 8).yearly_usd == 90_000
    # No LLSIL of three people: twice 15,650 + 2 x 5,500.
    found = sustaining_income(library, "Midwest metro", 3)
    assert (found.yearly_usd, found.basis[:7]) == (53_300, "2 times")
    assert found.hourly_usd == pytest.approx(53_300 / 2_080)


def test_a_threshold_of_ones_own_is_used_where_it_is_named(tmp_path: Path) -> None:
    library = thresholds(tmp_path, "llsil", "own")
    family = "2 adults, 1 child, 1 earner"
    found = sustaining_income(library, "Alder County", 3, own_family=family)
    assert found.yearly_usd == pytest.approx(24.10 * 2_080)
    with pytest.raises(UnknownCodeError, match="1 earner"):
        sustaining_income(library, "Alder County", 3, own_family="nobody")


def test_without_a_table_no_threshold_is_made_up(tmp_path: Path) -> None:
    with pytest.raises(NotInLibraryError, match="no poverty guidelines"):
        sustaining_income(thresholds(tmp_path, "llsil"), "Midwest metro", 2)
    with pytest.raises(NotInLibraryError, match="shows the table to make"):
        held_own_table(Library(tmp_path / "none"), "programs")

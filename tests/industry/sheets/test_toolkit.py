"""The toolkit's steps as live sheets: what they hold, what a spreadsheet program computes."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from sectornb.dictionary import Dictionary, dictionary
from sectornb.industry import highlights
from sectornb.industry.ranking import industry_ranking
from sectornb.industry.sheets.rank_steps import tie_rule
from sectornb.industry.sheets.step import FIRST
from sectornb.industry.sheets.toolkit import STEPS
from sectornb.report.excel.workbook_file import write_excel
from sectornb.report.record import write_table
from sectornb.report.report import Report
from sectornb.sources.adding import add_files
from tests.builders.industry_study import REGION, industry_study

NAMES = ("industry_factors", "industry_ranking", "region_totals")
SCORE = "K Rank and score"
OTHER = {
    "employment": 3.0, "annual_wage": 1.0, "historical_growth": 0.0, "projected_growth": 1.0,
    "location_quotient": 0.5,
}  # fmt: skip
COLUMBUS = (
    "39041", "39045", "39049", "39073", "39083", "39089", "39097", "39127", "39129", "39159",
)  # fmt: skip


@cache
def tables(path: Path = REGION) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """The tables of a region as its report holds them, with what withheld cells leave open."""
    study = industry_study(path)
    parameters = study.settings.model_dump()
    factors = study.factors_within(public=True)
    ranked = industry_ranking(
        factors, study.weights, shortlist=study.shortlist, ties=tie_rule(parameters)
    )
    names = ["industry_factors", "industry_ranking", "region_totals"]
    return dict(zip(names, (factors, ranked, study.totals), strict=True)), parameters


def workbook(folder: Path, region: Path = REGION, **more: pd.DataFrame) -> Path:
    """The file with the steps; the tables have only the columns that they need."""
    made, parameters = tables(region)
    made = {**made, **more}
    known = dictionary()
    declared = Dictionary(
        columns=known.columns,
        tables={
            name: known.tables[name].model_copy(update={"columns": list(made[name].columns)})
            for name in NAMES
        },
    )
    for name in NAMES:
        write_table(made[name], folder / "tables" / f"{name}.csv")
    record = {
        "workbook": "2-industries", "parameters": parameters, "sources": [],
        "tables": dict.fromkeys(NAMES, {}),
    }  # fmt: skip
    write_excel(Report(folder, "example", "Hartwell", [], [record], declared=declared))
    return folder / "example.xlsx"


def sheet_file(path: Path, name: str) -> str:
    """The part of the file that holds the sheet `name`."""
    with zipfile.ZipFile(path) as file:
        book = file.read("xl/workbook.xml").decode()
        number = re.search(rf'<sheet name="{name}" sheetId="(\d+)"', book)
    assert number
    return f"xl/worksheets/sheet{number[1]}.xml"


def column(path: Path, sheet: str, head: str) -> dict[str, Any]:
    """Cells as written, by industry, of the first column whose head begins with `head`."""
    cells = openpyxl.load_workbook(path)[sheet]
    heads = [str(cell.value) for cell in cells[FIRST]]
    place = next(n for n, words in enumerate(heads) if words.startswith(head))
    return {row[0].value: row[place].value for row in cells.iter_rows(min_row=FIRST + 1)}


def test_every_step_has_a_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    with zipfile.ZipFile(path) as file:
        book = file.read("xl/workbook.xml").decode()
    names = re.findall(r'<sheet name="([^"]+)"', book)
    assert [name for name in names if name in STEPS] == list(STEPS)
    assert [name[0] for name in STEPS] == list("ABCDEFGHIJK")


def test_scores_and_highlights_are_formulas_not_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    with zipfile.ZipFile(path) as file:
        score = file.read(sheet_file(path, SCORE)).decode()
        marks = file.read(sheet_file(path, "J Highlights")).decode()
    made, _ = tables()
    assert score.count("ROUND(SUMPRODUCT") == len(made["industry_ranking"])
    assert marks.count("<conditionalFormatting") == 5
    assert "MEDIAN" in marks


def test_no_steps_without_the_ranking(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    write_excel(Report(tmp_path, "nowhere", "Nowhere", [], records=[]))
    with zipfile.ZipFile(tmp_path / "nowhere.xlsx") as file:
        assert "Rank and score" not in file.read("xl/workbook.xml").decode()


def test_ends_of_withheld_figures_stand_beside_the_disclosed_ones(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    rows = tables()[0]["industry_factors"].set_index("naics")
    hidden = rows.index[rows["employment_status"].eq("partly_withheld")]
    least = column(path, "A Jobs and wages", "Jobs 2022, at least")
    most = column(path, "A Jobs and wages", "Jobs 2022, at most")
    pay = column(path, "A Jobs and wages", "Mean annual wage 2022, at most")
    assert len(hidden) > 10
    for code in hidden:
        assert least[code] == pytest.approx(rows.loc[code, "employment_low"], rel=1e-9)
        for written, name in ((most, "employment_high"), (pay, "annual_wage_usd_high")):
            given = rows.loc[code, name]
            assert written[code] == (None if pd.isna(given) else pytest.approx(given, rel=1e-9))


def test_an_industry_withheld_everywhere_shows_no_zero(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    rows = tables()[0]["industry_factors"].set_index("naics")
    code = rows.index[rows["employment_status"].eq("withheld")][0]
    # What is proven to be there in spite of it is shown as share and quotient.
    proven = rows.loc[code, "region_share_low"]
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet, letters in (
        ("A Jobs and wages", "CD"), ("B Pay per job", "C"), ("G Regional share", "C"),
        ("H Location quotient", "CD"),
    ):  # fmt: skip
        found = {cell.value: cell.row for cell in book[sheet]["A"]}
        for letter in letters:
            shown = book[sheet][f"{letter}{found[code]}"].value
            if sheet[0] in "GH" and proven > 0:
                assert shown
            else:
                assert shown in (None, "")


def test_estimates_are_shown_where_there_are_some_and_are_called_so(tmp_path: Path) -> None:
    plain = openpyxl.load_workbook(workbook(tmp_path))["A Jobs and wages"]
    assert not any("estimate" in str(cell.value) for cell in plain[FIRST])
    factors = tables()[0]["industry_factors"].assign(
        employment_estimate=123.0, annual_wage_usd_estimate=45_000.0
    )
    path = workbook(tmp_path / "more", industry_factors=factors)
    assert set(column(path, "A Jobs and wages", "Jobs 2022, our own estimate").values()) == {123}
    heads = [cell.value for cell in openpyxl.load_workbook(path)["A Jobs and wages"][FIRST]]
    assert "Mean annual wage 2022, our own estimate (US dollars)" in heads


def test_ranks_that_cannot_be_computed_again_are_marked_as_of_the_run(tmp_path: Path) -> None:
    ranking = tables()[0]["industry_ranking"].assign(
        badge="likely", shortlist_share=0.95, top_n_acceptability=0.5, first_acceptability=0.1
    )
    path = workbook(tmp_path, industry_ranking=ranking)
    worst = ranking.set_index("naics")["rank_worst"]
    for code, value in column(path, SCORE, "Worst possible rank (run)").items():
        assert value == (None if pd.isna(worst[code]) else worst[code])
    assert set(column(path, SCORE, "Certainty (run)").values()) == {"likely"}
    assert set(column(path, SCORE, "First place, any weights (run)").values()) == {0.1}
    said = openpyxl.load_workbook(path, data_only=True)[SCORE]["A7"].value
    assert said.startswith("Same choices as in the run")


def test_text_of_an_industry_is_never_a_formula(tmp_path: Path) -> None:
    made, _ = tables()
    changed = {
        name: made[name].assign(naics_title="=cmd()")
        for name in ("industry_factors", "industry_ranking")
    }
    path = workbook(tmp_path, **changed)
    book = openpyxl.load_workbook(path)
    assert all(book[name][f"B{FIRST + 1}"].data_type == "s" for name in STEPS)


def test_the_same_tables_give_the_same_file(tmp_path: Path) -> None:
    first, second = workbook(tmp_path / "a"), workbook(tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()


def changed(path: Path, sheet: str, cells: dict[str, float | str], target: Path) -> None:
    """The file with other choices, and without the results that it was written with."""
    part = sheet_file(path, sheet)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            if item.startswith("xl/worksheets/sheet"):
                text = content.decode()
                for place, value in (cells if item == part else {}).items():
                    kind, inner = (
                        (' t="inlineStr"', f"<is><t>{value}</t></is>")
                        if isinstance(value, str)
                        else ("", f"<v>{value}</v>")
                    )
                    text, count = re.subn(
                        rf'<c r="{place}"( s="\d+")?[^>]*>.*?</c>',
                        rf'<c r="{place}"\g<1>{kind}>{inner}</c>',
                        text,
                    )
                    assert count == 1
                text = re.sub(r"(<f>[^<]*</f>)<v>[^<]*</v>", r"\1", text)
                content = text.encode()
            new.writestr(item, content)


def recomputed(path: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Every sheet as headless LibreOffice computes and writes it."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("there is no soffice")
    subprocess.run(
        [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
         "--outdir", str(folder / "csv"), str(path)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    found = {}
    for written in (folder / "csv").glob("*.csv"):
        with written.open(encoding="utf-8", newline="") as stream:
            found[written.stem.partition("-")[2]] = list(csv.reader(stream))
    return found


@pytest.fixture(scope="module")
def columbus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region file of ten counties with the agency's own files."""
    folder = os.environ.get("SECTORNB_REAL_DATA", "")
    if not folder:
        pytest.skip("SECTORNB_REAL_DATA names no folder of the agencies' files")
    root = tmp_path_factory.mktemp("columbus")
    for year in ("2020", "2021", "2022"):
        add_files(
            root / "library",
            sorted(Path(folder, "qcew", "annual", year).glob("*.csv")),
            "qcew",
            year,
        )
    path = root / "columbus.yml"
    path.write_text(
        f"id: columbus\ntitle: Columbus\ncounties: {list(COLUMBUS)}\nlibrary: library\n"
        "industries:\n  base_year: 2020\n  latest_year: 2022\n",
        encoding="utf-8",
    )
    return path


CHOICES: list[Any] = [
    pytest.param({}, id="as written"),
    pytest.param({"weights": OTHER}, id="other weights"),
    pytest.param({"weights": OTHER, "ties": "min", "shortlist": 17}, id="other rules"),
    pytest.param({"shortlist": 3}, id="a shorter list"),
]


@pytest.mark.soak
@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("place", ["example", "columbus"])
def test_a_spreadsheet_program_computes_our_ranking(
    tmp_path: Path, request: pytest.FixtureRequest, place: str, choices: dict[str, Any]
) -> None:
    region = REGION if place == "example" else request.getfixturevalue("columbus")
    path = workbook(tmp_path, region)
    made, parameters = tables(region)
    weights = choices.get("weights", parameters["weights"])
    ties = choices.get("ties", tie_rule(parameters))
    length = choices.get("shortlist", parameters["shortlist"])
    cells = {f"{letter}4": weight for letter, weight in zip("CDEFG", weights.values(), strict=True)}
    changed(path, SCORE, {**cells, "C3": ties, "H3": length}, tmp_path / "changed.xlsx")
    lines = recomputed(tmp_path / "changed.xlsx", tmp_path)[SCORE]
    found = {row[0]: row for row in lines[FIRST:] if row[0]}
    expected = industry_ranking(made["industry_factors"], weights, shortlist=length, ties=ties)
    assert set(found) == set(expected["naics"])
    scored = 0
    for row in expected.to_dict("records"):
        written = found[row["naics"]]
        assert written[8] == ("" if pd.isna(row["rank"]) else f"{row['rank']:.0f}")
        if pd.isna(row["score"]):
            assert written[7] == ""
        else:
            assert float(written[7]) == pytest.approx(row["score"], abs=1e-8)
            scored += 1
    assert scored > 20
    start = lines[FIRST - 1].index("NAICS", 5)
    listed = [row[start] for row in lines[FIRST:] if row[start]]
    assert listed == expected.loc[expected["shortlisted"], "naics"].to_list()
    same = not choices
    assert lines[6][0].startswith("Same choices" if same else "Changed since the run")


@pytest.mark.soak
def test_weights_twice_as_high_are_the_choices_of_the_run(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    weights = tables()[1]["weights"]
    cells = {f"{letter}4": 2 * w for letter, w in zip("CDEFG", weights.values(), strict=True)}
    changed(path, SCORE, cells, tmp_path / "changed.xlsx")
    lines = recomputed(tmp_path / "changed.xlsx", tmp_path)[SCORE]
    assert lines[6][0].startswith("Same choices")


@pytest.mark.soak
def test_another_figure_ends_the_claim_that_nothing_changed(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    last = tables()[0]["industry_ranking"].dropna(subset=["score"])["naics"].iloc[-1]
    row = sorted(tables()[0]["industry_ranking"]["naics"]).index(last) + FIRST + 1
    changed(path, "A Jobs and wages", {f"C{row}": 9e6, f"G{row}": 9e6}, tmp_path / "changed.xlsx")
    lines = recomputed(tmp_path / "changed.xlsx", tmp_path)[SCORE]
    assert lines[6][0].startswith("Changed since the run")


@pytest.mark.soak
@pytest.mark.parametrize(
    ("rule", "counted"),
    [
        ("first few", "factors_top_n"),
        ("above median", "factors_above_median"),
        ("first third", "factors_top_third"),
    ],
)
def test_a_spreadsheet_program_counts_our_highlights(
    tmp_path: Path, rule: str, counted: str
) -> None:
    path = workbook(tmp_path)
    made, parameters = tables()
    changed(path, "J Highlights", {"C3": rule}, tmp_path / "changed.xlsx")
    lines = recomputed(tmp_path / "changed.xlsx", tmp_path)["J Highlights"]
    found = {row[0]: float(row[7]) for row in lines[FIRST:] if row[0]}
    marked = highlights.industry_highlights(
        made["industry_factors"], shortlist=parameters["shortlist"]
    )
    expected = highlights.with_counts(made["industry_ranking"], marked).set_index("naics")[counted]
    assert found == expected.fillna(0).to_dict()
    assert sum(found.values()) > 20


@pytest.mark.soak
@pytest.mark.parametrize("place", ["example", "columbus"])
def test_every_step_computes_what_its_table_holds(
    tmp_path: Path, request: pytest.FixtureRequest, place: str
) -> None:
    region = REGION if place == "example" else request.getfixturevalue("columbus")
    path = workbook(tmp_path, region)
    changed(path, SCORE, {}, tmp_path / "changed.xlsx")
    lines = recomputed(tmp_path / "changed.xlsx", tmp_path)
    rows = tables(region)[0]["industry_factors"].set_index("naics")
    unknown = rows["employment_status"].eq("withheld") & rows["employment_low"].eq(0)
    compared = {
        ("B Pay per job", 2): rows["annual_wage_disclosed_usd"],
        ("D Past growth", 3): rows["historical_growth_matched_pct"],
        ("H Location quotient", 2): rows["location_quotient_floor"].mask(unknown),
        ("A Jobs and wages", 6): rows["employment_low"],
        ("A Jobs and wages", 7): rows["employment_high"],
    }
    for (sheet, across), expected in compared.items():
        cells = {row[0]: row[across] for row in lines[sheet][FIRST:] if row[0]}
        assert len(cells) > 50
        for code, written in cells.items():
            if pd.isna(expected[code]):
                assert written == ""
            else:
                assert float(written) == pytest.approx(expected[code], rel=1e-9)
    assert not any(
        "#" in cell or "Err:" in cell for sheet in STEPS for r in lines[sheet] for cell in r
    )

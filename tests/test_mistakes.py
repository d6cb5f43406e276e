"""Mistakes of a new user: what each message says to do next, done literally, leads to a result.

A case is a list of steps: what is typed, and what the answer has to say.  A group in that is
put into the next step, so that what is typed next is what the message said, and not what the
test knows.  All steps but the last fail; the last one succeeds.  Steps that begin with a small
``download``, ``copy``, ``change`` or ``remove`` are what a user does outside of the program.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from sectornb.cli import main
from sectornb.report import check
from sectornb.report.region_file import Region
from sectornb.traps import Findings
from tests.builders.mistakes_world import make_world

Step = tuple[str, str]
LIST = r"(?s)(\d+) files are not in the library.*Wrote "

ADDING: dict[str, list[Step]] = {
    "the source is not named": [
        ("add 57001-2022.csv", r"looks like (--source qcew)"),
        ("add 57001-2022.csv {0}", "added: qcew 2022"),
    ],
    "the source in capitals": [
        ("add 57001-2022.csv --source QCEW", r"Did you mean '(.+?)'"),
        ("add 57001-2022.csv --source {0}", "added: qcew 2022"),
    ],
    "the source misspelled": [
        ("add 57001-2022.csv --source qcwe", r"Did you mean '(.+?)'"),
        ("add 57001-2022.csv --source {0}", "added: qcew 2022"),
    ],
    "the file of another source": [
        ("add 57001-2022.csv --source lodes", r"try (--source qcew)"),
        ("add 57001-2022.csv {0}", "added: qcew 2022"),
    ],
    "titles as data, then no year": [
        ("add area_titles.csv --source qcew", r"try (--source qcew-titles)"),
        ("add area_titles.csv {0}", r"(--vintage): The year of the list, such as (\d{4})"),
        ("add area_titles.csv --source qcew-titles {0} {1}", "added: qcew-titles 2022"),
    ],
    "another year": [
        ("add 57001-2022.csv --source qcew --vintage 2020", r"Add it with (--vintage \d{4})"),
        ("add 57001-2022.csv --source qcew {0}", "added: qcew 2022"),
    ],
    "two years under one": [
        ("add 57001-2022.csv 57001-2017.csv --source qcew --vintage 2022", r"without --vintage"),
        ("add 57001-2022.csv 57001-2017.csv --source qcew", r"(?s)added: qcew 2022.* qcew 2017"),
    ],
    "wages that tell no year, then a year of other codes": [
        ("add national_dl.xlsx --source oews", r"(--vintage): .* Its codes are of \d+ to (\d+)"),
        ("add national_dl.xlsx --source oews {0} 2019", r"SOC 2010, as files of \d+ to (\d+)"),
        ("add national_dl.xlsx --source oews --vintage {0}", "added: oews 2018 national"),
    ],
    "a matrix of an industry as wages": [
        ("add us_staffing.csv --source oews --vintage 2024", r"Add it with (--source [a-z-]+)"),
        ("add us_staffing.csv {0}", "added: industry-matrix 2024"),
    ],
    "a year of two digits": [
        ("add 57001-2022.csv --source qcew --vintage 22", r"the year of the data, such as (\d+)"),
        ("add 57001-2022.csv --source qcew --vintage {0}", "added: qcew 2022"),
    ],
    "a folder": [
        ("add lodes --source lodes", r"Name the files in it, for example (\S+)"),
        ("add {0} --source lodes", r"(?s)added: lodes 2019 od-main.*added: lodes 2019 xwalk"),
    ],
    "a file misspelled": [
        ("add 57001_2022.csv --source qcew", r"Did you mean (\S+)\?"),
        ("add {0} --source qcew", "added: qcew 2022"),
    ],
    "files of two sources at once": [
        ("add wm_od_main_JT00_2019.csv.gz 57001-2022.csv --source lodes",
         r"(\S+) is a file of qcew, not of lodes. Add it with (--source qcew), in a call of its"),
        ("add {0} {1}", "added: qcew 2022"),
    ],
    "a crosswalk alone": [
        ("add wm_xwalk.csv.gz --source lodes", r"with (--vintage): .*?such as (\d{4})"),
        ("add wm_xwalk.csv.gz --source lodes {0} {1}", "added: lodes 2019 xwalk"),
    ],
    "flows under a name of one's own": [
        ("add 'main (1).csv.gz' --source lodes --vintage 2019", r"agency's name, such as (\S+) "),
        ("copy 'main (1).csv.gz' lodes/{0}", ""),
        ("add lodes/{0} --source lodes --vintage 2019", "added: lodes 2019 od-main"),
    ],
    "a revision of a file that is there": [
        ("add revised.csv --source qcew --library ../filled", r"Keep both with (--vintage \S+),"),
        ("add revised.csv --source qcew {0} --library ../filled", "added: qcew 2022.r2"),
    ],
    "a web page": [
        ("add page.csv --source qcew", r"is a web page, .* download the file again"),
        ("download https://data.bls.gov/cew/data/api/2022/a/area/57001.csv", ""),
        ("add 57001.csv --source qcew", "added: qcew 2022"),
    ],
    "a download cut off": [
        ("add cut.csv.gz --source lodes", "is cut off: .* Download it again"),
        ("download https://lehd.ces.census.gov/wm_od_main_JT00_2019.csv.gz", ""),
        ("add wm_od_main_JT00_2019.csv.gz --source lodes", "added: lodes 2019"),
    ],
    "a table with semicolons": [
        ("add semicolons.csv --source county-flows --vintage 2000",
         r"by (semicolon)s, .* save a table of your own with (comma)s"),
        ("change semicolons.csv ; ,", ""),
        ("add semicolons.csv --source county-flows --vintage 2000", "added: county-flows 2000"),
    ],
    "a table without its zeros": [
        ("add zeros.csv --source county-flows --vintage 2000", r"lost, (\d+) is (\d+): .* write"),
        ("change zeros.csv {0} {1}", ""),
        ("add zeros.csv --source county-flows --vintage 2000", r"lost, (\d+) is (\d+): .* write"),
        ("change zeros.csv {0} {1}", ""),
        ("add zeros.csv --source county-flows --vintage 2000", "added: county-flows 2000"),
    ],
    "a table with other columns": [
        ("add named.csv --source county-flows --vintage 2000", r"needs the columns (.+)\."),
        ("change named.csv from,to,n '{0}'", ""),
        ("add named.csv --source county-flows --vintage 2000", "added: county-flows 2000"),
    ],
    "projections in a state's own layout": [
        ("add ny.csv --source projections", r"(?s)the years stand in 'Period'.*columns (.+?): "),
        ("change ny.csv Area,Period,.* '{0}'", ""),
        ("change ny.csv 'New York State,2012-2022,622000,Hospitals'"
         " '36000,New York State,622000,2012,2022'", ""),
        ("add ny.csv --source projections", "added: projections 2012"),
    ],
    "projections in a workbook of a state's own layout": [
        ("add ny.xlsx --source projections", r"the years stand in 'Period'.*columns area_code"),
        ("add simple.csv --source projections", "added: projections 2012"),
    ],
    "a workbook with several sheets and a heading": [
        ("add three.xlsx --source projections", "Keep the sheet that has the table, delete the"),
        ("add heading.xlsx --source projections", "begin in row 3. Delete the rows above"),
        ("add table.xlsx --source projections", r"projections-36000.xlsx \(1 row\)"),
    ],
    "shapes without codes, then no year": [
        ("add nameless.json --source geometry --vintage 2017", r"Download (\S+),"),
        ("download {0}", ""),
        ("add counties-10m.json --source geometry", r"(--vintage): .*?such as (\d{4})"),
        ("add counties-10m.json --source geometry {0} {1}", r"added: geometry 2017"),
    ],
    "a shapefile": [
        ("add us_county.zip --source geometry --vintage 2017", r"Download (\S+),"),
        ("download {0}", ""),
        ("add counties-10m.json --source geometry --vintage 2017", r"added: geometry 2017"),
    ],
    "shapes as a table": [
        ("add counties-10m.json --source lodes --vintage 2017", r"Add it with (--source \w+)\."),
        ("add counties-10m.json {0} --vintage 2017", "added: geometry 2017"),
    ],
    "a source misspelled that is asked for": [
        ("sources projection", r"Did you mean '(.+?)'"),
        ("sources {0}", "Industry employment projections"),
    ],
}  # fmt: skip
NEW: dict[str, list[Step]] = {
    "an id in capitals": [
        ("new 'Central Ohio' --counties 39049 --latest-year 2022", r"hyphens, such as (\S+)\."),
        ("new {0} --counties 39049 --latest-year 2022", LIST),
    ],
    "names without titles": [
        ("new a --counties 'Franklin, OH' --latest-year 2022",
         r"download (\S+) and add it with: sectornb (.+)\n"),
        ("download {0}", ""),
        ("{1}", "added: qcew-titles 2022"),
        ("new a --counties 'Franklin, OH' --latest-year 2022", LIST),
    ],
    "nothing in the library": [
        ("new a --counties 39049,39041", r"give (--latest-year \d{4}),"),
        ("new a --counties 39049,39041 {0}", LIST),
    ],
    "a year that is not over": [
        ("new a --counties 39049 --latest-year 2098", r"a year from \d+ to (\d+)\."),
        ("new a --counties 39049 --latest-year {0}", LIST),
    ],
    "years exchanged": [
        ("new a --counties 39049 --base-year 2022 --latest-year 2017",
         r"base_year (\d+) is after latest_year (\d+); .*exchange them"),
        ("new a --counties 39049 --base-year {1} --latest-year {0}", LIST),
    ],
    "a workforce area without its state": [
        ("new a --workforce-area 'Board 57000001' --latest-year 2019",
         r"Write 'Board 57000001' with its state, as in 'NAME(, )OH'"),
        ("new a --workforce-area 'Board 57000001{0}WM' --latest-year 2019",
         r"Download (\S+) .* with: sectornb (.+)\n"),
        ("download {0}", ""),
        ("{1}", "added: lodes 20.. xwalk"),
        ("new a --workforce-area 'Board 57000001, WM' --latest-year 2019", LIST),
    ],
    "no county": [
        ("new a", r"(--counties [\d,]+) or"),
        ("new a {0} --latest-year 2022", LIST),
    ],
    "a file that is there": [
        ("copy ../esker.yml ../regions/a.yml", ""),
        ("new a --counties 39049 --latest-year 2022", r"(\S+) is already there. .*, remove it, or"),
        ("remove {0}", ""),
        ("new a --counties 39049 --latest-year 2022", LIST),
    ],
}  # fmt: skip
NAMED: dict[str, tuple[str, str, str]] = {
    "the state is missing": ("Franklin", r"\((39049)\)\. Name the state too, or use", "{0}"),
    "the county is misspelled": ("Frankln, OH", r"Did you mean '(.+?)'\?", "{0}"),
    "the state is misspelled": ("Franklin, Ohoi", r"Did you mean '(.+?)'\?", "{0}"),
    "a county and a city": ("Baltimore, MD", "Write County or City too", "Baltimore City, MD"),
    "commas between names": ("Delaware, Franklin, OH", r"such as '(.+?)'", "{0}"),
    "zeros lost": ("1001", r"take leading zeros away: write (\d+)\.", "{0}"),
    "no such county": ("39050", r"(39049) is Franklin County", "{0}"),
    "a county twice": ("39049,39041,39049", "List each once", "39049,39041"),
    "a whole state": ("39000", r"names too, such as --counties '(.+?)'", "{0}"),
    "a lost digit that no zero mends": ("39049,3904", "'3904'.* leave them out", "39049"),
}
CHECK: dict[str, list[Step]] = {
    "the region file misspelled": [
        ("check ../eskre.yml", r"Did you mean (\S+)\?"),
        ("check {0}", "traps looked for"),
    ],
    "a folder of region files": [
        ("check ..", r"Did you mean (\S+)\?"),
        ("check {0}", "traps looked for"),
    ],
    "a section misspelled": [
        ("change ../esker.yml industries: industry:", ""),
        ("check ../esker.yml", r"(\w+) is not known. Did you mean '(\w+)'"),
        ("change ../esker.yml {0}: {1}:", ""),
        ("check ../esker.yml", "traps looked for"),
    ],
    "a choice misspelled": [
        ("change ../esker.yml shortlist: short_list:", ""),
        ("check ../esker.yml", r"industries\.(\w+) is not known. Did you mean '(\w+)'"),
        ("change ../esker.yml {0}: {1}:", ""),
        ("check ../esker.yml", "traps looked for"),
    ],
    "a county without quotes": [
        ("""change ../esker.yml "'57001'" 57001""", ""),
        ("check ../esker.yml", r"""e\.g\. (57001).* in quotes, as ("\d+")"""),
        ("change ../esker.yml {0} '{1}'", ""),
        ("check ../esker.yml", "traps looked for"),
    ],
    "a year of flows that is not there": [
        ("change ../esker.yml '2019' '2021'", ""),
        ("check ../esker.yml", r"of (2021); it holds (2019)\. Choose one of these in the region"),
        ("change ../esker.yml {0} {1}", ""),
        ("check ../esker.yml", "traps looked for"),
    ],
    "a year of jobs that is not there": [
        ("change ../esker.yml 2022 2023", ""),
        ("check ../esker.yml", r"of (2023); it holds 2017, (2022)\. Choose one of these"),
        ("change ../esker.yml {0} {1}", ""),
        ("check ../esker.yml", "traps looked for"),
    ],
    "a county that does not exist": [
        ("change ../esker.yml 57003 57009", ""),
        ("check ../esker.yml", r"no county (\d+)\. Next to it, (\d+) is .* Correct it"),
        ("change ../esker.yml {0} 57003", ""),
        ("check ../esker.yml", "traps looked for"),
    ],
    "a projected area that does not exist": [
        ("change ../esker.yml 57000 57100", ""),
        ("check ../esker.yml", r"no area (\d+); they have (\d+)\. Write one of these under 'area"),
        ("change ../esker.yml {0} {1}", ""),
        ("check ../esker.yml", "traps looked for"),
    ],
    "a tab": [
        ("change ../esker.yml 'counties:' '\tcounties:'", ""),
        ("check ../esker.yml", "line 3, .* a tab where blanks belong; write blanks"),
        ("change ../esker.yml '\tcounties:' 'counties:'", ""),
        ("check ../esker.yml", "traps looked for"),
    ],
    "another library": [
        ("change ../esker.yml 'library: filled' 'library: fileld'", ""),
        ("check ../esker.yml", "There is no library folder .*fileld. Correct its name in the reg"),
        ("change ../esker.yml fileld filled", ""),
        ("check ../esker.yml", "traps looked for"),
    ],
    "the neighbor state's flows": [
        ("remove ../filled/lodes/2019/od-main/wm_od_main_JT00_2019.csv.gz", ""),
        ("add em_od_main_JT00_2019.csv.gz --source lodes --library ../filled", "added:"),
        ("check ../esker.yml", r"lacks the main file .*Download (\S+) .* with: sectornb (.+)\n"),
        ("download {0}", ""),
        ("{1}", "added: lodes 2019 od-main wm_"),
        ("check ../esker.yml", "traps looked for"),
    ],
    "the neighbor county's jobs": [
        ("remove ../filled/qcew/2022/annual-area/57001.csv", ""),
        ("add 57003-2022.csv --source qcew --library ../filled", "already there: qcew 2022"),
        ("check ../esker.yml", r"needed: 57001.csv of 2022 \(.*?\) (\S+)"),
        ("download {0}", ""),
        ("add 57001.csv --source qcew --library ../filled", "added: qcew 2022"),
        ("check ../esker.yml", "traps looked for"),
    ],
    "a workbook misspelled": [
        ("run ../esker.yml --out ../reports --quiet --only regoin", r"Did you mean '(\w+)'"),
        ("run ../esker.yml --out ../reports --quiet --only {0}", r"esker.index\.html"),
    ],
}  # fmt: skip
CASES = {
    **ADDING,
    **NEW,
    **{
        mistake: [
            (f"new a --latest-year 2022 --library ../filled --counties '{typed}'", told),
            (f"new a --latest-year 2022 --library ../filled --counties '{instead}'", LIST),
        ]
        for mistake, (typed, told, instead) in NAMED.items()
    },
    **CHECK,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world") / "world"
    make_world(folder)
    return folder


@pytest.fixture(scope="module")
def checked() -> Callable[[Region], Findings]:
    """`check_region`, which looks once at the same region file with the same library.

    Most of the cases end with the region file as it was; what is refused is never kept.
    """
    known: dict[object, Findings] = {}

    def once(region: Region) -> Findings:
        library = region.path.parent / region.library
        files = {
            path.relative_to(library): path.read_bytes()
            for path in library.rglob("*")
            if path.is_file()
        }
        seen = (region.path.read_text("utf-8"), frozenset(files.items()))
        if seen not in known:
            known[seen] = really(region)
        return known[seen]

    really = check.check_region
    return once


@pytest.fixture
def world(
    made: Path,
    checked: Callable[[Region], Findings],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    monkeypatch.setattr(check, "check_region", checked)
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    (tmp_path / "regions").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    return tmp_path


def outside(act: str, what: list[str], world: Path) -> None:
    """What a user does outside of the program, told by the first word."""
    if act == "download":
        *parts, name = urlsplit(what[0]).path.split("/")
        folders = [world / "published" / part for part in parts if part.isdigit()]
        there = next(each for each in (*folders, world / "published") if (each / name).is_file())
        shutil.copyfile(there / name, name)
    elif act == "copy":
        shutil.copyfile(*what)
    elif act == "remove":
        for path in (Path(what[0]), Path(f"{what[0]}.json")):
            path.unlink(missing_ok=path.suffix == ".json")
    else:
        path, old, new = Path(what[0]), *what[1:]
        text, count = re.subn(old, lambda _: new, path.read_text("utf-8"))
        assert count, f"{old!r} is not in {path}"
        path.write_text(text, "utf-8")


def typed(words: list[str]) -> tuple[int, str]:
    """The exit code and all that `sectornb` printed, in a folder of downloads."""
    if words[0] in ("add", "new", "sources") and "--library" not in words:
        words = [*words, "--library", "../library"]
    if words[0] == "new":
        words = [*words, "--out", "../regions"]
    # The shell puts the files where a star is.
    spread = [sorted(map(str, Path().glob(each))) if "*" in each else [each] for each in words]
    done = CliRunner().invoke(main, sum(spread, []))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("mistake", CASES)
def test_the_next_step_of_a_message_leads_to_a_result(mistake: str, world: Path) -> None:
    groups: tuple[str, ...] = ()
    answers = []
    for step, told in CASES[mistake]:
        act, *words = shlex.split(step.format(*groups))
        if not told:
            outside(act, words, world)
            continue
        code, text = typed([act, *words])
        found = re.search(told, text)
        assert found, text
        groups = found.groups() or groups
        answers.append(code)
    # Adding what is no mistake in itself may stand in between.
    assert answers[-1] == 0 and any(answers[:-1]), answers


def test_thirty_mistakes_and_more_are_tried() -> None:
    assert len(CASES) >= 30
    assert all(step.count("{") <= 2 for steps in CASES.values() for step, _ in steps)

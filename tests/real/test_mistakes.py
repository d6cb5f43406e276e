"""Mistakes of a new user with the agencies' own files: what the message says to do leads on.

Each case is what was typed, what the message has to say, and what it says to type instead.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sectornb.cli import main

Typed = tuple[str, ...]
ADD = [
    (("qcew/annual/2022/39041.csv", "--source", "qcwe"), "Did you mean 'qcew'", ("qcew",)),
    (("qcew/annual/2022/39041.csv", "--source", "lodes"), "try --source qcew", ("qcew",)),
    (
        ("qcew/annual/2022/39041.csv", "--source", "qcew", "--vintage", "2020"),
        "Add it with --vintage 2022",
        ("qcew", "--vintage", "2022"),
    ),
    (("qcew/titles/area_titles.csv", "--source", "qcew"), "--source qcew-titles",
     ("qcew-titles", "--vintage", "2022")),
    (("qcew/titles/area_titles.csv", "--source", "qcew-titles"), "Say so with --vintage",
     ("qcew-titles", "--vintage", "2022")),
    (("laus/laucnty18.xlsx", "--source", "qcew"), "--source laus", ("laus",)),
    (("laus/laucnty18.xlsx", "--source", "laus", "--vintage", "2017"), "--vintage 2018",
     ("laus", "--vintage", "2018")),
    (("lodes/2019/ri_od_main_JT00_2019.csv.gz", "--source", "qcew"), "--source lodes",
     ("lodes",)),
    (("lodes/2019/ri_xwalk.csv.gz", "--source", "lodes"), "such as 2019",
     ("lodes", "--vintage", "2019")),
    (("geometry/counties-10m.json", "--source", "geometry"), "such as 2017",
     ("geometry", "--vintage", "2017")),
]  # fmt: skip
NAMES = [
    ("Franklin", "Name the state too", "Franklin, OH"),
    ("Frankln, OH", "Did you mean 'Franklin County, Ohio'", "Franklin County, Ohio"),
    ("Franklin, XO", "Franklin County, Indiana", "18047"),
    ("Isabella, PR", "Did you mean 'Isabela Municipio, Puerto Rico'", "Isabela, PR"),
    ("Dade, FL", "Use 12086", "12086"),
    ("Baltimore, MD", "Write County or City too", "Baltimore City, MD"),
    ("Delaware, Franklin, OH", "by semicolons", "Franklin, OH; Delaware, OH"),
    ("1001,9001", "write 01001, 09001", "01001,09001"),
    ("39050", "39049 is Franklin County", "39049"),
    ("39000", "a whole state", "39049"),
]


def said(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    return done.exit_code, done.output


@pytest.mark.parametrize(("typed", "told", "instead"), ADD, ids=lambda case: " ".join(case))
def test_a_file_added_wrongly_is_added_as_the_message_says(
    real_data: Path, tmp_path: Path, typed: Typed, told: str, instead: Typed
) -> None:
    path, *options = typed
    code, text = said("add", real_data / path, *options, "--library", tmp_path)
    assert code == 1 and re.search(re.escape(told), text)
    code, text = said("add", real_data / path, "--source", *instead, "--library", tmp_path)
    assert code == 0 and "added: " in text


@pytest.mark.parametrize(("typed", "told", "instead"), NAMES)
def test_counties_named_wrongly_are_named_as_the_message_says(
    real_data: Path, tmp_path: Path, typed: str, told: str, instead: str
) -> None:
    titles = real_data / "qcew" / "titles" / "area_titles.csv"
    said("add", titles, "--source", "qcew-titles", "--vintage", "2017", "--library", tmp_path)
    rest = ("--library", tmp_path, "--out", tmp_path / "regions", "--latest-year", "2022")
    code, text = said("new", "a", "--counties", typed, *rest)
    assert code == 1 and told in text
    code, text = said("new", "a", "--counties", instead, *rest)
    assert code == 0 and "Wrote" in text


def test_with_nothing_in_the_library_the_message_leads_to_a_download_list(tmp_path: Path) -> None:
    rest = ("--counties", "39049,39041", "--library", tmp_path, "--out", tmp_path / "regions")
    code, text = said("new", "a", *rest)
    year = re.search(r"give --latest-year (\d{4})", text)
    assert code == 1 and year is not None
    code, text = said("new", "a", *rest, "--latest-year", year.group(1))
    assert code == 0 and f"39041.csv of {year.group(1)}" in text

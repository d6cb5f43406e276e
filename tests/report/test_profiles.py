from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from sectornb.dictionary import Dictionary
from sectornb.report.profiles import linked_to_profiles, write_profiles
from sectornb.report.report import Report
from sectornb.show.profile import Extract, Profile
from sectornb.show.sentence import Claim, Sentence
from sectornb.show.table import html_table

HOSTILE = "<script>alert(1)</script>"
DECLARED = Dictionary.model_validate(
    {
        "columns": {
            "naics": {"format": "code", "meaning": "Code", "label": "NAICS"},
            "title": {"format": "text", "meaning": "Title", "label": "Industry"},
            "jobs": {"unit": "jobs", "format": "integer", "meaning": "Jobs", "label": "Jobs"},
        },
        "tables": {
            "factors": {
                "workbook": "2-industries",
                "title": "Measures",
                "key": ["naics"],
                "columns": ["naics", "title", "jobs"],
            }
        },
    }
)


def frame(title: str = "Care") -> pd.DataFrame:
    rows = {"naics": ["541", "622", "722"], "title": ["Advice", title, "Food"]}
    return pd.DataFrame(rows).assign(jobs=[5.0, 1234.0, 7.0])


def profile(**changes: Any) -> Profile:
    claim = Claim("1,234", "factors", {"naics": "622"}, "jobs")
    given: dict[str, Any] = {
        "name": Claim("Care", "factors", {"naics": "622"}, "title"),
        "lead": Sentence("Likely on the list.", certainty="likely"),
        "parts": {"Known": [Sentence("It has 1,234 jobs.", (claim,))]},
        "tables": [Extract("factors", "Rows", {}, ["naics", "title"], largest="jobs", most=2)],
    }
    return Profile(**given | changes)


def record(*profiles: Profile) -> dict[str, Any]:
    return {
        "workbook": "2-industries",
        "question": "Which?",
        "period": "2022",
        "sources": [],
        "tables": {"factors": {"file": "tables/factors.csv", "rows": 3}},
        "profiles": [each.record() for each in profiles],
    }


def page(tmp_path: Path, *profiles: Profile, title: str = "Care") -> str:
    (tmp_path / "tables").mkdir()
    frame(title).to_csv(tmp_path / "tables" / "factors.csv", index=False)
    saved = record(*profiles)
    report = Report(tmp_path, "a", "A", ["57001"], [saved], declared=DECLARED)
    write_profiles(report, saved)
    path = tmp_path / "2-industries-profiles.html"
    return path.read_text("utf-8") if path.is_file() else ""


def test_a_record_without_profiles_has_no_page(tmp_path: Path) -> None:
    assert page(tmp_path) == ""


def test_a_profile_shows_its_sentences_and_the_largest_rows(tmp_path: Path) -> None:
    html = page(tmp_path, profile())
    assert "Likely on the list." in html and "It has" in html
    main = html.partition("<article")[2].partition("</article>")[0]
    assert main.index("Care</th>") < main.index("Food</th>") and "Advice" not in main
    assert "The first 2 of 3; all stand in factors.csv." in main


def test_rows_that_begin_with_nothing_are_left_out_of_an_extract(tmp_path: Path) -> None:
    titles = Extract("factors", "Titles", {}, ["title", "jobs"])
    html = page(tmp_path, profile(tables=[titles]), title="")
    main = html.partition("<article")[2].partition("</article>")[0]
    assert "Advice" in main and "Food" in main and main.count("1,234") == 1


def test_a_number_leads_to_its_cell_on_the_same_page(tmp_path: Path) -> None:
    html = page(tmp_path, profile())
    assert '<a class="claim" href="#t-factors-622-jobs">1,234</a>' in html
    assert html.count(' id="t-factors-622-jobs"') == 1


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    hostile = profile(lead=Sentence(HOSTILE), parts={HOSTILE: [Sentence(HOSTILE)]})
    html = page(tmp_path, hostile, title=HOSTILE)
    assert HOSTILE not in html and "&lt;script&gt;alert(1)" in html


def test_the_cell_that_names_it_leads_to_the_profile() -> None:
    shown = html_table(frame(), "factors", ["naics", "title"], caption="All", declared=DECLARED)
    linked = linked_to_profiles(shown.html, record(profile()))
    assert '<a href="2-industries-profiles.html#p-t-factors-622-title">Care</a></th>' in linked
    assert linked.count("<a ") == 1
    assert linked_to_profiles(shown.html, record()) == shown.html

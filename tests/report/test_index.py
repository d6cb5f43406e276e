from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any

from sectornb.dictionary import Dictionary
from sectornb.report.index import county_line, write_index
from sectornb.report.notes import Notes
from sectornb.report.report import Report

HOSTILE = "<script>alert(1)</script>"
DECLARED = Dictionary.model_validate({"columns": {}, "tables": {}})


def record(workbook: str = "2-industries", findings: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "workbook": workbook,
        "question": f"What of {workbook}?",
        "period": "2017 to 2022",
        "tables": {"factors": {"file": "tables/factors.csv", "rows": 1200}},
        "findings": [
            {
                "text": f"Finding {number} of {workbook} is 58,123.",
                "claims": [
                    {
                        "text": "58,123",
                        "table": "factors",
                        "row": {"naics": "622"},
                        "column": "employment",
                    }
                ],
            }
            for number in range(findings)
        ],
        "sources": [
            {
                "source": "qcew",
                "title": "Quarterly Census",
                "owner": "BLS",
                "vintage": "2022",
                "table": "annual-area",
                "part": "39049.csv",
                "reference_period": "2022 annual average",
                "sha256": "ab",
                "citation": "U.S. Bureau of Labor Statistics, Quarterly Census.",
                "maturity": "as published",
                "simulated": False,
            }
        ],
    } | changes


def write(tmp_path: Path, **changes: Any) -> str:
    options: dict[str, Any] = {
        "title": "Central Ohio",
        "region_id": "central-ohio",
        "counties": ["39041", "39049"],
        "records": [record()],
        "absent": {"5-outcomes": "The region file has no section outcomes."},
    } | changes
    write_index(Report(tmp_path, declared=DECLARED, **options))
    return (tmp_path / "index.html").read_text(encoding="utf-8")


def test_region_and_counties_are_named(tmp_path: Path) -> None:
    html = write(tmp_path)
    assert "<h1>Central Ohio</h1>" in html
    assert "2 counties: 39041 and 39049" in html


def test_counties_are_called_by_the_names_that_a_workbook_found(tmp_path: Path) -> None:
    names = {"39041": "Delaware County, Ohio", "39049": "Franklin County, Ohio"}
    assert "2 counties: Delaware and Franklin, Ohio" in write(
        tmp_path, records=[record(county_names=names)]
    )


def test_counties_of_two_states_keep_their_states() -> None:
    names = {"39041": "Delaware County, Ohio", "21015": "Boone County, Kentucky"}
    line = county_line(["39041", "21015"], [{"county_names": names}])
    assert line == "2 counties: Delaware County, Ohio and Boone County, Kentucky"


def test_the_first_screen_says_of_when_the_data_are(tmp_path: Path) -> None:
    assert "<span>Data for 2017 to 2022</span>" in write(tmp_path)
    html = write(tmp_path, records=[record("1-region", period="2019"), record()])
    assert "<span>Data for" not in html
    heads = re.findall(r'<h3 class="from"><a href="([^"]+)">([^<]+)</a> <span[^>]*>([^<]+)<', html)
    assert heads == [
        ("1-region.html", "What of 1-region?", "data for 2019"),
        ("2-industries.html", "What of 2-industries?", "data for 2017 to 2022"),
    ]


def test_a_badge_says_by_word_and_shape_how_sure_a_finding_is(tmp_path: Path) -> None:
    findings = [{"text": "Sure.", "claims": [], "certainty": "certain"}]
    html = write(tmp_path, records=[record() | {"findings": findings}])
    badge = '<span class="badge certain"><span aria-hidden="true">●</span> certain</span>'
    assert f"Sure. {badge}" in html
    assert "holds whatever the withheld figures are" in html
    assert "the data do not tell" not in html


def test_the_first_picture_of_a_workbook_is_shown_with_its_words(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 960, 480)
    (tmp_path / "figures" / "a.png").write_bytes(png)
    words = {"name": "a", "alt": "Bars: <b>", "caption": "Jobs", "width": 461, "height": 230}
    words["files"] = {"png": "figures/a.png"}
    html = write(tmp_path, records=[record(figures=[words])])
    assert '<img alt="Bars: &lt;b&gt;" width="461" height="230" src="data:image/png;base64,' in html
    assert "<figcaption>Jobs</figcaption>" in html


def test_the_notes_of_the_analyst_are_marked_as_such(tmp_path: Path) -> None:
    notes = Notes("ohio.notes.md", "0" * 64, {"index": "The board **met**."})
    html = write(tmp_path, notes=notes)
    assert "Notes of the analyst</h2>" in html
    assert "Written by hand in ohio.notes.md, not computed from the data." in html
    assert "The board <strong>met</strong>." in html
    assert "Notes of the analyst" not in write(tmp_path)


def test_every_file_of_the_report_is_linked(tmp_path: Path) -> None:
    links = set(re.findall(r'href="([^"]+)"', write(tmp_path)))
    assert {
        "2-industries.html",
        "2-industries.ipynb",
        "tables/factors.csv",
        "central-ohio.xlsx",
        "manifest.json",
    } <= links


def test_what_to_do_next_closes_the_page_with_the_letter_whole(tmp_path: Path) -> None:
    letter = "Could your office release:\n\n- 622 Hospitals"
    advised = record(next_steps=["Ask the state's office."], request=letter)
    html = write(tmp_path, records=[record("1-region"), advised])
    last = html[html.rindex("<h2") :]
    assert 'id="page-next"' in last and "<li>Ask the state&#39;s office.</li>" in last
    assert f'<blockquote class="letter">{letter}</blockquote>' in last
    assert "Nothing is sent from here." in last


def test_without_anything_to_do_there_is_no_such_section(tmp_path: Path) -> None:
    assert "What to do next" not in write(tmp_path)


def test_why_there_is_no_letter_is_said_under_no_heading_of_one(tmp_path: Path) -> None:
    html = write(tmp_path, records=[record(request="Nothing to ask for.")])
    assert "<li>Nothing to ask for.</li>" in html
    assert "Draft letter" not in html


def test_a_letter_runs_no_script(tmp_path: Path) -> None:
    assert HOSTILE not in write(tmp_path, records=[record(request=HOSTILE, next_steps=[HOSTILE])])


def test_at_most_five_findings_and_some_of_every_workbook(tmp_path: Path) -> None:
    html = write(tmp_path, records=[record("1-region", 9), record("2-industries", 2)])
    shown = re.findall(r"Finding \d of ([\w-]+) is", html)
    # In turn: 1-region gives 3, 2-industries its 2; 11 - 5 = 6 are left to the pages.
    assert shown == ["1-region"] * 3 + ["2-industries"] * 2
    assert "6 more findings stand on the pages below." in html


def test_a_claim_links_to_the_cell_on_its_page(tmp_path: Path) -> None:
    (tmp_path / "2-industries.html").write_text('<td id="t-factors-622-employment">58,123</td>')
    assert 'href="2-industries.html#t-factors-622-employment">58,123</a>' in write(tmp_path)


def test_a_claim_links_to_its_table_where_no_page_shows_the_cell(tmp_path: Path) -> None:
    assert 'href="tables/factors.csv">58,123</a>' in write(tmp_path)


def test_what_is_missing_is_named_with_its_reason(tmp_path: Path) -> None:
    html = write(tmp_path)
    assert "<dt>5. Outcomes</dt><dd>The region file has no section outcomes.</dd>" in html
    assert "What is missing" not in write(tmp_path, absent={})


def test_a_kept_result_says_so(tmp_path: Path) -> None:
    assert "From an earlier run." in write(tmp_path, kept={"2-industries": "From an earlier run."})


def test_inputs_of_several_workbooks_are_counted_once(tmp_path: Path) -> None:
    html = write(tmp_path, records=[record("1-region"), record("2-industries")])
    (row,) = re.findall(r'<tr id="source-[^>]*><th scope="row">.*?</tr>', html)
    assert '<td class="n">1</td>' in row


def test_a_report_without_any_workbook_is_still_a_page(tmp_path: Path) -> None:
    html = write(tmp_path, records=[], counties=[])
    assert "No workbook has run for this region yet." in html
    assert "No source files were recorded." in html


def test_a_band_tells_simulated_from_real(tmp_path: Path) -> None:
    invented = record(sources=[{**record()["sources"][0], "simulated": True}])
    assert "<strong>Simulated data:</strong>" in write(tmp_path, records=[invented])
    assert "Simulated data" not in write(tmp_path)


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    hostile = record(question=HOSTILE, period=HOSTILE)
    hostile["findings"] = [{"text": HOSTILE, "claims": []}]
    html = write(
        tmp_path,
        title=HOSTILE,
        counties=[HOSTILE],
        records=[hostile],
        absent={"5-outcomes": HOSTILE},
        kept={"2-industries": HOSTILE},
    )
    assert html.count("<script") == 1
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 9


def test_the_page_loads_nothing(tmp_path: Path) -> None:
    html = write(tmp_path)
    assert not re.search(r"<(img|iframe)\b|<script [^>]*src|https?://|url\(|@import", html)


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path) == write(tmp_path)


def test_the_answers_of_all_workbooks_come_before_the_findings_then_one_picture(
    tmp_path: Path,
) -> None:
    names = ("1-region", "2-industries")
    records = [
        record(name, answer=[{"text": f"In short, {name}.", "claims": []}]) for name in names
    ]
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a.svg").write_text("<svg></svg>", encoding="utf-8")
    picture = {
        "alt": "A map.",
        "caption": "Map.",
        "width": 9,
        "height": 9,
        "files": {"svg": "figures/a.svg"},
    }
    records = [each | {"figures": [picture]} for each in records]
    html = write(tmp_path, records=records)
    assert re.findall(r'<p class="answer">(.*?)</p>', html) == [f"In short, {n}." for n in names]
    assert html.index("In short, 2-industries") < html.index("Finding 0") < html.index("A map.")
    assert html.count("<img") == 1

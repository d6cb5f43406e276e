from __future__ import annotations

import base64
import hashlib
import re
import struct
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sectornb.dictionary import Dictionary
from sectornb.errors import WorkbookError
from sectornb.report.notes import Notes
from sectornb.report.page import write_page
from sectornb.report.report import Report
from sectornb.show.table import html_table

HOSTILE = '<script>alert(1)</script><img alt="x" src="https://example.com/x.png" onerror=alert(1)>'
QUESTION = "Which industries drive it?"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 960, 480) + b"\x08\x02\0\0\0"

DECLARED = Dictionary.model_validate(
    {
        "columns": {
            "naics": {"format": "code", "meaning": "Code", "label": "NAICS"},
            "employment": {"unit": "jobs", "format": "integer", "meaning": "Jobs", "label": "Jobs"},
        },
        "tables": {
            "factors": {
                "workbook": "2-industries",
                "title": "Five measures",
                "key": ["naics"],
                "columns": ["naics", "employment"],
            }
        },
    }
)


class Page(HTMLParser):
    """What a page holds: every tag with its attributes, and its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def levels(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch("h[1-6]", tag)]

    @property
    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.tags if a.get("id")]


def shown(**data: str) -> Any:
    return new_output("display_data", data={k.replace("_", "/"): v for k, v in data.items()})


def picture(alt: str | None = "Bars: hospitals lead.", data: bytes = PNG) -> Any:
    named = {"alt": alt, "caption": "Jobs in 2022", "name": "bars", "width": 461, "height": 230}
    words = {} if alt is None else {"image/png": named}
    text = base64.b64encode(data).decode()
    return new_output("display_data", data={"image/png": text}, metadata=words)


def table(**changes: Any) -> Any:
    frame = pd.DataFrame({"naics": ["622", "541"], "employment": [58123.0, None]})
    made = html_table(frame, "factors", caption="Jobs by industry", declared=DECLARED, **changes)
    return shown(text_html=made.html)


def code(*outputs: Any, source: str = "secret_call()") -> Any:
    return new_code_cell(source, outputs=list(outputs))


def cells() -> list[Any]:
    return [
        new_markdown_cell(f"# {QUESTION}\n\nReads one source."),
        new_markdown_cell("## Load"),
        code(
            new_output("stream", name="stdout", text="3 of 3 counties <ok>\n"),
            new_output("stream", name="stderr", text="a warning\n"),
        ),
        new_markdown_cell("## Analyze"),
        code(),
        new_markdown_cell("#### Show"),
        code(table(), picture()),
    ]


def record(**changes: Any) -> dict[str, Any]:
    return {
        "workbook": "2-industries",
        "question": QUESTION,
        "period": "2017 to 2022",
        "tables": {"factors": {"file": "tables/factors.csv", "rows": 2}},
        "findings": [
            {
                "text": "Hospitals hold 58,123 jobs, 3 of 10.",
                "claims": [
                    {
                        "text": "58,123",
                        "table": "factors",
                        "row": {"naics": "622"},
                        "column": "employment",
                    },
                    {
                        "text": "3 of 10",
                        "table": "factors",
                        "row": {"naics": "999"},
                        "column": "employment",
                    },
                ],
            }
        ],
        "notes": ["3 industries are floor-ranked."],
        "limits": ["It cannot tell the future."],
        "sources": [
            {
                "source": "qcew",
                "title": "Quarterly Census",
                "owner": "BLS",
                "vintage": vintage,
                "table": "annual-area",
                "part": part,
                "reference_period": f"{vintage} annual average",
                "sha256": part + vintage,
                "maturity": "as published",
                "simulated": True,
            }
            for vintage in ("2022", "2017")
            for part in ("39041.csv", "39049.csv")
        ],
    } | changes


def write(tmp_path: Path, nodes: list[Any] | None = None, **changes: Any) -> Page:
    notebook = tmp_path / "2-industries.ipynb"
    nbformat.write(new_notebook(cells=cells() if nodes is None else nodes), notebook)
    options: dict[str, Any] = {"title": "Central Ohio", "record": record()} | changes
    own = options.pop("record")
    report = Report(tmp_path, "ohio", counties=[], records=[own], declared=DECLARED, **options)
    write_page(report, own)
    return Page((tmp_path / "2-industries.html").read_text(encoding="utf-8"))


def test_a_page_has_language_landmarks_and_a_way_to_skip(tmp_path: Path) -> None:
    page = write(tmp_path)
    assert page.all("html") == [{"lang": "en"}]
    assert all(len(page.all(name)) == 1 for name in ("header", "nav", "main", "footer"))
    assert page.all("a")[0]["href"] == "#page-main"
    assert "page-main" in page.ids


def test_a_page_has_one_h1_and_skips_no_level(tmp_path: Path) -> None:
    levels = write(tmp_path).levels
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_a_second_h1_of_the_workbook_becomes_a_section(tmp_path: Path) -> None:
    page = write(tmp_path, [new_markdown_cell("# Another"), code(table())])
    assert page.levels.count(1) == 1
    assert ">Another</a></li>" in page.html


def test_the_findings_come_before_the_workbook(tmp_path: Path) -> None:
    html = write(tmp_path).html
    assert html.index("Hospitals hold") < html.index("Reads one source.")


def test_an_answer_stands_on_a_page_that_has_no_findings(tmp_path: Path) -> None:
    page = write(tmp_path, record=record(answer=[{"text": "Too few answered."}], findings=[]))
    assert '<p class="answer">Too few answered.</p>' in page.html
    assert page.all("ul") and {"class": "findings"} not in page.all("ul")


def test_findings_that_the_workbook_shows_too_stand_once(tmp_path: Path) -> None:
    output = shown(text_html='<ul class="findings"><li>Said twice</li></ul>')
    assert "Said twice" not in write(tmp_path, [code(output)]).html
    assert "Said twice" in write(tmp_path, [code(output)], record=record(findings=[])).html


def test_a_claim_links_to_its_cell_where_the_page_shows_it(tmp_path: Path) -> None:
    page = write(tmp_path)
    assert '<a class="claim" href="#t-factors-622-employment">58,123</a>' in page.html
    assert "t-factors-622-employment" in page.ids


def test_a_claim_whose_cell_is_not_shown_links_to_its_table(tmp_path: Path) -> None:
    assert '<a class="claim" href="tables/factors.csv">3 of 10</a>' in write(tmp_path).html


def save_table(tmp_path: Path, text: str) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "factors.csv").write_text(text, encoding="utf-8")


def test_a_claim_whose_cell_is_not_shown_leads_to_its_row_among_all_rows(tmp_path: Path) -> None:
    save_table(tmp_path, "naics,employment\n622,58123\n999,3\n")
    page = write(tmp_path)
    assert '<a class="claim" href="#t-factors-999-employment">3 of 10</a>' in page.html
    assert "t-factors-999-employment" in page.ids
    assert "Five measures: all 2 rows" in page.html
    assert len(page.ids) == len(set(page.ids))


def test_a_claim_on_a_row_that_its_table_lacks_fails(tmp_path: Path) -> None:
    save_table(tmp_path, "naics,employment\n622,58123\n")
    with pytest.raises(WorkbookError, match=r"'3 of 10'.*has 0 such cells"):
        write(tmp_path)


def test_a_table_that_the_page_shows_whole_is_not_repeated(tmp_path: Path) -> None:
    save_table(tmp_path, "naics,employment\n622,58123\n541,\n")
    findings = [{"text": "58,123", "claims": record()["findings"][0]["claims"][:1]}]
    assert 'id="full-factors"' not in write(tmp_path, record=record(findings=findings)).html


def test_every_table_names_its_sources_and_leads_to_them(tmp_path: Path) -> None:
    page = write(tmp_path)
    line = re.search(r'<p class="table-source">.*?</p>', page.html)
    assert line is not None
    assert '<a href="#source-qcew-2017">Quarterly Census 2017</a>' in line[0]
    assert '<a href="#source-qcew-2022">2022</a>' in line[0]
    assert {"source-qcew-2017", "source-qcew-2022"} <= set(page.ids)


def test_a_table_names_only_the_sources_that_it_was_computed_from(tmp_path: Path) -> None:
    other = record()["sources"][0] | {"source": "lodes", "title": "Commuting"}
    save_table(tmp_path, "naics,employment\n622,58123\n999,3\n")
    tables = {"factors": {"file": "tables/factors.csv", "rows": 2, "sources": ["qcew"]}}
    changed = record(sources=[*record()["sources"], other], tables=tables)
    html = write(tmp_path, record=changed).html
    lines = re.findall(r'<p class="table-source">.*?</p>', html)
    # Under the table that the workbook shows, and under the one among all rows.
    assert len(lines) == 2
    assert all("Quarterly Census 2017" in line and "Commuting" not in line for line in lines)
    assert 'id="source-lodes-2022"' in html


def test_a_number_in_a_note_or_a_limit_leads_to_its_cell_too(tmp_path: Path) -> None:
    save_table(tmp_path, "naics,employment\n622,58123\n999,3\n541,12\n")
    claim = {"text": "12", "table": "factors", "row": {"naics": "541"}, "column": "employment"}
    said = {"text": "Of 12 jobs.", "claims": [claim]}
    page = write(tmp_path, record=record(notes=["Plain, 7 <b>.", said], limits=[said]))
    link = 'Of <a class="claim" href="#t-factors-541-employment">12</a> jobs.'
    assert page.html.count(link) == 2
    assert "<li>Plain, 7 &lt;b&gt;.</li>" in page.html
    assert "t-factors-541-employment" in page.ids


def test_how_we_know_tells_parameters_and_the_cell_of_every_number(tmp_path: Path) -> None:
    save_table(tmp_path, "naics,employment\n622,58123\n999,3\n")
    html = write(tmp_path, record=record(parameters={"weights": {"pay": 2.0}, "title": "x"})).html
    assert "<dt>Weights</dt><dd>pay 2</dd>" in html
    assert '<a href="#t-factors-622-employment">58,123</a></th><td>Five measures</td>' in html


def test_the_notes_of_the_analyst_stand_after_the_findings(tmp_path: Path) -> None:
    notes = Notes("ohio.notes.md", "0" * 64, {"2-industries": "# Loud\n\nPort *opened*."})
    page = write(tmp_path, notes=notes)
    assert page.html.index("Hospitals hold") < page.html.index("Port <em>opened</em>.")
    assert page.html.index("Port <em>opened</em>.") < page.html.index("<figure>")
    assert page.levels.count(1) == 1


def test_every_link_within_the_page_has_a_target(tmp_path: Path) -> None:
    page = write(tmp_path)
    inner = [a["href"][1:] for a in page.all("a") if (a.get("href") or "").startswith("#")]
    assert inner
    assert set(inner) <= set(page.ids)


def test_a_table_shown_twice_keeps_addresses_unique(tmp_path: Path) -> None:
    ids = write(tmp_path, [code(table(), table())]).ids
    assert len(ids) == len(set(ids))


def test_the_words_of_the_first_cell_stand_behind_the_findings_where_code_follows(
    tmp_path: Path,
) -> None:
    cells = [new_markdown_cell(f"# {QUESTION}\n\nReads one source."), code(), code(table())]
    html = write(tmp_path, [*cells, new_markdown_cell("## Ranks"), code(picture())]).html
    assert html.index("page-method") < html.index("Reads one source.")


def test_a_picture_keeps_its_words_and_its_size(tmp_path: Path) -> None:
    page = write(tmp_path)
    (image,) = page.all("img")
    assert image["alt"] == "Bars: hospitals lead."
    assert (image["width"], image["height"]) == ("461", "230")
    assert "<figcaption>Jobs in 2022</figcaption>" in page.html


def test_a_picture_links_to_its_files(tmp_path: Path) -> None:
    files = {"png": "figures/a b.png", "svg": "figures/a.svg"}
    page = write(tmp_path, record=record(figures=[{"name": "bars", "files": files}]))
    assert {"figures/a%20b.png", "figures/a.svg"} <= {a.get("href") for a in page.all("a")}


def test_the_first_picture_stands_right_under_the_findings_and_its_section_next(
    tmp_path: Path,
) -> None:
    nodes = [
        new_markdown_cell("## Totals"),
        code(table()),
        new_markdown_cell("## Ranks"),
        code(picture()),
    ]
    html = write(tmp_path, nodes).html
    order = ["Hospitals hold", "<figure>", ">Ranks</h2>", ">Totals</h2>"]
    assert sorted(order, key=html.index) == order
    assert re.findall(r'href="#s-[^"]*">([^<]*)</a></li>', html) == ["Ranks", "Totals"]


@pytest.mark.parametrize(
    "source", ["![](data:image/png;base64,AA==)", "<img src=x>", '<img alt=" " src="data:,">']
)
def test_a_picture_without_words_in_prose_fails(tmp_path: Path, source: str) -> None:
    with pytest.raises(WorkbookError, match="without a text alternative"):
        write(tmp_path, [new_markdown_cell(source)])


@pytest.mark.parametrize("alt", [None, "", " ", "No description has been provided for this image"])
def test_a_picture_without_words_fails_before_anything_is_written(
    tmp_path: Path, alt: str | None
) -> None:
    with pytest.raises(WorkbookError, match=r"2-industries\.ipynb, cell 1.*text alternative"):
        write(tmp_path, [code(picture(alt))])
    assert not (tmp_path / "2-industries.html").exists()


def test_a_picture_that_is_no_png_fails(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="is no png"):
        write(tmp_path, [code(picture(data=b"<svg onload=alert(1)>" * 3))])


def test_a_picture_of_another_kind_fails_instead_of_vanishing(tmp_path: Path) -> None:
    output = new_output("display_data", data={"image/webp": "AA==", "text/plain": "x"})
    with pytest.raises(WorkbookError, match=r"image/webp"):
        write(tmp_path, [code(output)])


def test_a_vector_picture_is_embedded_as_an_image_in_which_no_script_runs(tmp_path: Path) -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    words = {"image/svg+xml": {"alt": "Bars: hospitals lead.", "name": "bars"}}
    output = new_output("display_data", data={"image/svg+xml": svg}, metadata=words)
    page = write(tmp_path, [code(output)])
    (image,) = page.all("img")
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    assert (image["src"], image["alt"]) == (source, "Bars: hospitals lead.")
    assert "<svg" not in page.html


def test_a_workbook_that_stopped_becomes_no_page(tmp_path: Path) -> None:
    output = new_output("error", ename="KeyError", evalue="'622'", traceback=["secret"])
    with pytest.raises(WorkbookError, match="cell 1 stopped with KeyError"):
        write(tmp_path, [code(output)])


def test_printed_lines_are_shown_and_warnings_are_not(tmp_path: Path) -> None:
    html = write(tmp_path).html
    assert "3 of 3 counties &lt;ok&gt;" in html
    assert "a warning" not in html


def test_code_is_there_behind_one_switch(tmp_path: Path) -> None:
    page = write(tmp_path)
    assert '<div class="code"><pre><code>secret_call()</code></pre></div>' in page.html
    assert [a["type"] for a in page.all("input")] == ["checkbox"]
    assert ".code, .printed, .only-with-code { display: none; }" in page.html


def test_a_section_that_shows_nothing_is_hidden_with_the_code(tmp_path: Path) -> None:
    nodes = [
        new_markdown_cell("## Analyze"),
        code(),
        new_markdown_cell("## Show"),
        new_markdown_cell("### Close by"),
        code(table()),
        new_markdown_cell("## Method\n\nWords alone."),
        new_markdown_cell("## Save\n\nWhere the tables lie."),
        code(new_output("stream", name="stdout", text="saved\n")),
    ]
    html = write(tmp_path, nodes).html
    hidden = re.findall(
        r'<div class="only-with-code">\s*<h\d[^>]*>(?:<span[^>]*></span>)?(\w+)', html
    )
    assert hidden == ["Analyze", "Save"]
    listed = re.findall(r'href="#s-[^"]*">([^<]*)</a></li>', html)
    assert listed == ["Show", "Method"]


def test_a_claim_marks_its_own_number_not_a_part_of_another(tmp_path: Path) -> None:
    claims = [
        {"text": text, "table": "factors", "row": {"naics": naics}, "column": "employment"}
        for text, naics in (("4", "541"), ("58", "622"), ("58", "541"))
    ]
    finding = {"text": "In 2014, 58 of 1,458 and 58 gave 4.", "claims": claims}
    html = write(tmp_path, record=record(findings=[finding])).html
    link = '<a class="claim" href="#t-factors-{}-employment">{}</a>'
    assert (
        f"In 2014, {link.format('622', '58')} of 1,458 and {link.format('541', '58')} "
        f"gave {link.format('541', '4')}."
    ) in html


def test_a_page_begins_with_five_findings_the_caveat_last_and_folds_the_others(
    tmp_path: Path,
) -> None:
    findings = [{"text": f"Finding {number}."} for number in range(1, 8)]
    html = write(tmp_path, record=record(findings=findings)).html
    first, _, folded = html.partition('id="page-more"')
    assert re.findall(r"<li>Finding (\d)\.</li>", first) == list("12347")
    assert folded.startswith("><summary>2 more findings</summary>")
    assert re.findall(r"<li>Finding (\d)\.</li>", folded) == list("56")
    assert 'id="page-more"' not in write(tmp_path, record=record(findings=findings[:5])).html


def test_sources_are_grouped_by_source_and_vintage(tmp_path: Path) -> None:
    html = write(tmp_path).html
    rows = re.findall(r'<tr id="source-qcew-\d+"><th scope="row">Quarterly Census.*?</tr>', html)
    assert len(rows) == 2
    assert "2017 annual average" in rows[0]
    assert '<td class="n">2</td>' in rows[0]


def test_notes_and_limits_are_on_the_page(tmp_path: Path) -> None:
    html = write(tmp_path).html
    assert "3 industries are floor-ranked." in html
    assert "It cannot tell the future." in html


def test_the_header_names_region_and_period_of_the_data(tmp_path: Path) -> None:
    header = re.search(r"<header>.*?</header>", write(tmp_path).html, re.DOTALL)
    assert header is not None
    assert "Central Ohio" in header[0]
    assert "Data for 2017 to 2022" in header[0]


def test_a_band_tells_simulated_from_real(tmp_path: Path) -> None:
    assert "<strong>Simulated data:</strong>" in write(tmp_path).html
    published = [{**source, "simulated": False} for source in record()["sources"]]
    assert "Simulated data" not in write(tmp_path, record=record(sources=published)).html


def test_a_page_loads_nothing(tmp_path: Path) -> None:
    outputs = [shown(text_html=f"<p>{HOSTILE}</p>"), picture()]
    page = write(
        tmp_path,
        [new_markdown_cell(f"Text {HOSTILE} ![m](https://example.com/y.png)"), code(*outputs)],
    )
    assert not page.all("iframe", "object", "embed", "base", "form")
    # The one script is the package's own, which the policy allows by its hash.
    assert page.all("script") == [{}]
    assert all(a["href"] == "data:," for a in page.all("link"))
    assert all((a.get("src") or "data:").startswith("data:") for a in page.all("img"))
    assert not re.search(r"@import|url\(", page.html)
    (policy,) = [a["content"] for a in page.all("meta") if a.get("http-equiv")]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    (script,) = re.findall(r"<script>(.*?)</script>", page.html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy


def test_hostile_words_stay_words_wherever_they_come_from(tmp_path: Path) -> None:
    finding = {
        "text": HOSTILE,
        "claims": [
            {"text": "alert", "table": HOSTILE, "row": {"naics": HOSTILE}, "column": HOSTILE}
        ],
    }
    hostile = record(
        findings=[finding], notes=[HOSTILE], limits=[HOSTILE], question=HOSTILE, period=HOSTILE
    )
    hostile["sources"][0]["title"] = HOSTILE
    page = write(
        tmp_path,
        [new_markdown_cell(f"## {HOSTILE}\n\n[x](javascript:alert(1))"), code(source=HOSTILE)],
        title=HOSTILE, record=hostile,
    )  # fmt: skip
    assert len(page.all("script")) == 1
    assert not any("onerror" in attributes for _, attributes in page.tags)
    assert not any("javascript" in (a.get("href") or "") for a in page.all("a"))
    assert page.html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 9


def test_an_attached_picture_stays_and_an_attached_page_does_not(tmp_path: Path) -> None:
    cell = new_markdown_cell("![A map](attachment:map.png) ![Bad](attachment:bad.html)")
    data = base64.b64encode(PNG).decode()
    cell["attachments"] = {"map.png": {"image/png": data}, "bad.html": {"text/html": data}}
    sources = [image.get("src") for image in write(tmp_path, [cell]).all("img")]
    assert sources == [f"data:image/png;base64,{data}", None]


def test_tables_in_prose_have_scopes_too(tmp_path: Path) -> None:
    page = write(tmp_path, [new_markdown_cell("| a | b |\n|---|--:|\n| 1 | 2 |")])
    assert all(header.get("scope") for header in page.all("th"))


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path).html == write(tmp_path).html


def test_the_answer_comes_before_the_findings(tmp_path: Path) -> None:
    html = write(tmp_path, record=record(answer=[{"text": "Two are sure.", "claims": []}])).html
    assert html.index('<p class="answer">Two are sure.</p>') < html.index('<ul class="findings">')


def test_a_section_tagged_as_technique_is_folded_under_how_we_know(tmp_path: Path) -> None:
    technical = new_markdown_cell(
        "## Where from?\n\nFrom files.", metadata={"tags": ["how-we-know"]}
    )
    html = write(tmp_path, [technical, new_markdown_cell("## Who leads?\n\nOne of them.")]).html
    shown, _, how = html.partition('<h2 id="page-how">')
    assert "One of them." in shown and "From files." not in shown
    assert 'href="#s-where-from"' not in shown and 'href="#s-who-leads"' in shown
    assert '<details class="how" id="s-where-from"><summary>Where from?</summary>' in how


WHAT_IF = {
    "length": 1,
    "factors": [{"name": "pay", "label": "Pay", "weight": 1.0}],
    "rows": [{"naics": "622", "name": HOSTILE, "ranks": [1.0]}],
}


@pytest.mark.parametrize(
    ("weight", "step", "most"), [(1.0, "0.25", "5"), (0.3, "any", "5"), (7.5, "0.25", "15")]
)
def test_a_slider_can_stand_on_the_saved_weight(
    tmp_path: Path, weight: float, step: str, most: str
) -> None:
    factors = [WHAT_IF["factors"][0] | {"weight": weight}]  # type: ignore[index]
    page = write(tmp_path, record=record(what_if=WHAT_IF | {"factors": factors}))
    (slider,) = [tag for tag in page.all("input") if tag.get("type") == "range"]
    assert (slider["value"], slider["step"], slider["max"]) == (str(weight), step, most)


def test_sliders_wait_for_their_script_and_run_none_of_the_data(tmp_path: Path) -> None:
    page = write(tmp_path, record=record(what_if=WHAT_IF))
    (section,) = [tag for tag in page.all("section") if tag.get("id") == "page-what-if"]
    assert "hidden" in section
    assert len(page.all("script")) == 1 and "<script>alert" not in page.html
    assert "page-what-if" not in write(tmp_path).ids

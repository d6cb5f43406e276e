from __future__ import annotations

import re

from markupsafe import Markup

from sectornb.report.glossary import Glossary
from sectornb.shipped import facts, shipped


def test_the_first_use_of_a_term_links_to_its_meaning() -> None:
    glossary = Glossary()
    html = glossary.link(Markup("<p>Location quotients, and a location quotient.</p>"))
    link = '<a class="term" href="#word-location-quotient">Location quotients</a>'
    assert html == f"<p>{link}, and a location quotient.</p>"
    assert [word["address"] for word in glossary.words] == ["word-location-quotient"]


def test_only_words_that_a_page_uses_are_explained() -> None:
    glossary = Glossary()
    assert glossary.link(Markup("Jobs grew.")) == "Jobs grew."
    assert glossary.words == []


def test_words_in_links_code_and_attributes_stay_as_they_are() -> None:
    html = Markup('<a href="#x">withheld</a> <code>short list</code> <b title="withheld">x</b>')
    assert Glossary().link(html) == html


def test_escaped_text_stays_escaped() -> None:
    html = Glossary().link(Markup("&lt;script&gt; withheld &amp; more"))
    assert html.startswith("&lt;script&gt; <a ") and html.endswith("</a> &amp; more")


def test_a_part_of_another_word_is_no_term() -> None:
    assert Glossary().link(Markup("scoreboard, undisclosed")) == "scoreboard, undisclosed"


def test_the_documents_list_the_same_terms_and_meanings() -> None:
    text = shipped("docs", "glossary.md").read_text("utf-8")
    listed = re.findall(r"^\| (.+?) \| (.+?)(?: \(\[.*\))? \|$", text, re.MULTILINE)[1:]
    assert [(row["term"], row["meaning"]) for row in facts("glossary")] == listed

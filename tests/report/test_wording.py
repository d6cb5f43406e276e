"""The words of a page, and what of it is left aside as two are compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError
from sectornb.report.manifest import Manifest
from sectornb.report.wording import (
    other_words,
    page_text,
    plain,
    same_everywhere,
    sentences_of,
    without_notes,
)

HEAD = (
    '<section class="analyst" aria-labelledby="page-analyst">\n'
    '<h2 id="page-analyst">Notes of the analyst</h2>\n'
    '<p class="hint">Written by hand in a.notes.md, not computed from the data.</p>\n'
)


def manifest(notes: bool = True, kept: str = "") -> Manifest:
    return Manifest.model_validate(
        {
            "region": {
                "id": "a",
                "title": "A",
                "counties": ["57001"],
                "notes": {"file": "a.notes.md", "sha256": "0"} if notes else None,
            },
            "numbers_version": 1,
            "versions": {},
            "parameters": {"2-industries": {"weights": {}}},
            "tables": {},
            "sources": [],
            "kept": {"2-industries": kept} if kept else {},
        }
    )


def test_sentences_are_those_of_the_answer_and_of_lists_without_their_badges() -> None:
    page = (
        '<p class="answer">One &amp; <a href="#x">two</a>. '
        '<span class="badge likely"><span aria-hidden="true">◐</span> likely</span></p>'
        "<p>Not this.</p><li>Three\n four.</li>"
    )
    assert sentences_of(page) == {"One & two.", "Three four."}


PIECES = st.lists(st.sampled_from(["<li>", '<p class="answer">', "</li>", "</p>", "a", "b "]))


@given(PIECES)
def test_sentences_are_what_one_pattern_would_find(pieces: list[str]) -> None:
    # One pattern for all takes a square of the page's length where tags stay open.
    page = "".join(pieces)
    pattern = re.compile(r'<(?:li|p class="answer")>(.*?)</(?:li|p)>', re.DOTALL)
    found = {plain(re.sub(r"<[^<>]+>", "", said)) for said in pattern.findall(page)}
    assert sentences_of(page) == found


def test_notes_of_the_analyst_are_left_aside_once() -> None:
    page = f"<p>a</p>{HEAD}<p>mine</p>\n</section><p>b</p>"
    assert without_notes(page, manifest()) == "<p>a</p><p>b</p>"
    assert "mine" in without_notes(page + page, manifest())


@pytest.mark.parametrize(
    "page",
    [
        f"{HEAD}<script>1</script></section>",
        f'{HEAD}<p onclick="x()">a</p></section>',
        f"{HEAD}no end",
        HEAD.replace("a.notes.md", "b.notes.md") + "a</section>",
    ],
)
def test_what_only_looks_like_notes_stays(page: str) -> None:
    assert without_notes(page, manifest()) == page


def test_where_the_manifest_names_no_notes_a_page_has_none() -> None:
    page = f"{HEAD}<p>a</p></section>"
    assert without_notes(page, manifest(notes=False)) == page


def test_the_remark_on_a_kept_result_is_left_aside_as_a_run_writes_it_alone() -> None:
    kept = (
        "result of an earlier run, data of 2017 to 2022; the region file has since changed weights"
    )
    page = f'<p class="kept">{kept}</p>'
    assert without_notes(page, manifest(kept=kept)) == ""
    invented = f'<p class="kept">{kept}, invest now</p>'
    assert without_notes(invented, manifest(kept=f"{kept}, invest now")) == invented


def test_where_the_library_lay_is_left_aside_and_nothing_that_looks_so() -> None:
    page = "a\nlibrary = &#34;../x&#34;\nlibrary = &#34;<b>y</b>&#34;\n"
    assert same_everywhere(page, ".html") == "a\n\nlibrary = &#34;<b>y</b>&#34;\n"
    assert same_everywhere("library: ../a\n  b c\nout: .\n", ".yml") == "\nout: .\n"


def test_which_versions_made_a_page_is_left_aside_and_no_other_word() -> None:
    assert same_everywhere("<p>Made with pandas 3.0.1, numpy 2.1.</p>", ".html") == ""
    other = "<p>Made with <b>love</b>.</p>"
    assert same_everywhere(other, ".html") == other


def test_the_first_places_that_differ_are_told() -> None:
    told = other_words(["a", "b", "c", "d"], ["a", "x", "c"])
    assert told == "the report says 'b', the new run 'x'; the report says 'd', the new run nothing"
    assert other_words(["a"], ["a"]) == ""


def test_what_is_no_file_or_larger_than_a_page_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it is missing"):
        page_text(tmp_path)
    with (tmp_path / "page.html").open("wb") as page:
        page.truncate(1 << 31)
    with pytest.raises(InputError, match="2,147,483,648 bytes"):
        page_text(tmp_path / "page.html")

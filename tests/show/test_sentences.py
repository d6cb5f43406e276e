from __future__ import annotations

from string import ascii_lowercase

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.errors import InputError, UnknownCodeError
from sectornb.show.sentence import (
    Claim,
    Findings,
    Sentence,
    Speaker,
    claim_spans,
    listed,
    sentence,
    unclaimed_numbers,
)

TABLE = pd.DataFrame(
    {
        "naics": ["541", "622", "722"],
        "year": ["2022", "2022", "2022"],
        "jobs": [1234.4, 58_000.0, float("nan")],
        "title": ["Services", "Hospitals {a}", "Food"],
    }
)
KEYS = {"jobs": ["naics", "year"]}


def speaker(table: pd.DataFrame = TABLE) -> Speaker:
    return Speaker({"jobs": table}, KEYS)


def test_a_claim_is_the_cell_in_words_and_says_where_it_stands() -> None:
    claim = speaker().claim(",.0f", "jobs", "jobs", naics="622", year="2022")
    assert claim == Claim("58,000", "jobs", {"naics": "622", "year": "2022"}, "jobs")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"naics": "999", "year": "2022"}, "0 rows"),
        ({"naics": "622", "year": "2021"}, "0 rows"),
        ({"naics": "622"}, "naics, year"),
        ({}, "nothing"),
        ({"naics": "622", "year": "2022", "area": "57001"}, "naics, year"),
    ],
)
def test_a_row_that_is_not_named_by_its_whole_key_is_refused(
    row: dict[str, str], told: str
) -> None:
    with pytest.raises(UnknownCodeError, match=told):
        speaker().claim("", "jobs", "jobs", **row)


def test_a_key_that_fits_several_rows_is_refused() -> None:
    doubled = pd.concat([TABLE, TABLE], ignore_index=True)
    with pytest.raises(UnknownCodeError, match="2 rows"):
        speaker(doubled).claim("", "jobs", "jobs", naics="622", year="2022")


def test_a_missing_cell_cannot_be_stated() -> None:
    with pytest.raises(InputError, match="jobs of .*722.* is missing"):
        speaker().claim(",.0f", "jobs", "jobs", naics="722", year="2022")


def test_braces_in_a_title_stay_braces() -> None:
    title = speaker().claim("", "jobs", "title", naics="622", year="2022")
    inner = sentence("{title} pay most", title=title)
    assert sentence("In short: {inner}.", inner=inner).text == "In short: Hospitals {a} pay most."


def test_plain_text_fills_a_gap_without_a_claim() -> None:
    made = sentence("In {year}.", year="2022")
    assert made == Sentence("In 2022.", ())


def test_a_sentence_keeps_the_claims_of_its_fragments() -> None:
    claims = [Claim(text, "jobs", {}, "jobs") for text in ("1", "2", "3")]
    parts = listed([sentence("a{n}", n=claim) for claim in claims])
    assert parts.text == "a1, a2 and a3"
    whole = sentence("{parts} of {n}", parts=parts, n=Claim("9", "jobs", {}, "jobs"))
    assert whole.text == "a1, a2 and a3 of 9"
    assert sorted(claim.text for claim in whole.claims) == ["1", "2", "3", "9"]


def claimed(*texts: str) -> list[Claim]:
    return [Claim(text, "jobs", {}, "jobs") for text in texts]


def test_claims_stand_in_the_order_of_their_gaps_whatever_the_order_of_the_parts() -> None:
    one, two, three = claimed("1", "2", "3")
    made = sentence("{a} of {b}, {c}", c=three, b=sentence("{n} counties", n=two), a=one)
    assert made.text == "1 of 2 counties, 3"
    assert [claim.text for claim in made.claims] == ["1", "2", "3"]


def test_of_two_equal_numbers_each_piece_has_its_own_place() -> None:
    assert claim_spans("6 of 6 in 18", ["6", "6", "18"]) == [(0, 1), (5, 6), (10, 12)]


def test_pieces_out_of_order_are_found_too() -> None:
    assert claim_spans("3,776 of 91.8%", ["91.8%", "3,776"]) == [(9, 14), (0, 5)]


@pytest.mark.parametrize(
    ("text", "piece", "span"),
    [
        ("13 and 3", "3", (7, 8)),
        ("3.5 and 3", "3", (8, 9)),
        ("1,300 and 300", "300", (10, 13)),
        # A part of a number only where there is nothing else.
        ("13", "3", (1, 2)),
        ("none", "3", None),
        ("any", "", None),
    ],
)
def test_a_piece_is_a_whole_number_before_it_is_a_part_of_one(
    text: str, piece: str, span: tuple[int, int] | None
) -> None:
    assert claim_spans(text, [piece]) == [span]


@pytest.mark.parametrize(
    ("text", "pieces", "left"),
    [
        ("Residents hold 1,234 jobs.", ["1,234"], []),
        ("In 2022 of 9 counties 91.8% stay.", ["91.8%"], ["2022", "9"]),
        ("6 of 6 stay.", ["6"], ["6"]),
        ("NAICS 31-33 and 1,234.5", [], ["31", "33", "1,234.5"]),
        # Words that hold digits are covered by the claim on their cell.
        ("Jobs of workers up to 29 pay less.", ["workers up to 29"], []),
        ("No number at all.", [], []),
    ],
)
def test_numbers_that_no_claim_covers_are_listed(
    text: str, pieces: list[str], left: list[str]
) -> None:
    assert unclaimed_numbers(Sentence(text, tuple(claimed(*pieces)))) == left


@given(st.lists(st.from_regex(r"[0-9]{1,3}(,[0-9]{3})?(\.[0-9])?%?", fullmatch=True), max_size=8))
def test_a_sentence_built_of_claims_leaves_no_number(texts: list[str]) -> None:
    made = listed([sentence("a {n} b", n=claim) for claim in claimed(*texts)])
    spans = claim_spans(made.text, texts)
    assert [made.text[slice(*span)] for span in spans if span] == texts
    assert unclaimed_numbers(made) == []


def test_a_sentence_is_rated_without_losing_its_claims() -> None:
    made = sentence("{n}", n=claimed("1")[0])
    assert made.rated("likely") == Sentence("1", made.claims, "likely")


@pytest.mark.parametrize(("count", "text"), [(1.0, "1 county"), (1234.4, "1,234 counties")])
def test_a_count_claimed_from_a_cell_agrees_with_its_noun(count: float, text: str) -> None:
    speak = Speaker({"t": pd.DataFrame({"counted": ["a"], "count": [count]})}, {"t": ["counted"]})
    made = speak.number("county", "counties", "t", "count", counted="a")
    assert made.text == text
    assert [claim.text for claim in made.claims] == [text.split()[0]]


@pytest.mark.parametrize(("count", "text"), [(0, ""), (1, "a"), (2, "a or b"), (4, "a, b, c or d")])
def test_an_enumeration_reads_as_one(count: int, text: str) -> None:
    fragments = [Sentence(letter) for letter in ascii_lowercase[:count]]
    assert listed(fragments, "or").text == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["a and b", "c"], "a and b, and c"),
        (["a", "b and c"], "a and b and c"),
        (["a", "b", "c and d"], "a, b, and c and d"),
        (["sandals", "b", "c"], "sandals, b and c"),
    ],
)
def test_a_name_with_an_and_is_told_apart_in_an_enumeration(parts: list[str], text: str) -> None:
    assert listed([Sentence(part) for part in parts]).text == text


def test_a_sentence_grows_by_fragments_and_keeps_the_claims_of_all() -> None:
    one, two = (sentence("{n}", n=claim) for claim in claimed("1", "2"))
    made = one.rated("likely") + " of " + two
    assert made == Sentence("1 of 2", (*one.claims, *two.claims))


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        ("{change:+,.0f}", "-1,200"),
        ("{change:|,.0f|}", "1,200"),
        ("{share:.1f%}", "3.5%"),
        ("{title}", "Food"),
    ],
)
def test_a_gap_names_a_column_of_the_row_and_its_format(gap: str, text: str) -> None:
    table = pd.DataFrame({"naics": ["722"], "change": -1200.0, "share": 3.45, "title": "Food"})
    speak = Speaker({"t": table}, {"t": ["naics"]})
    made = speak.told("t", {"naics": "722"}, f"{gap} in {{year}}", year="2022")
    assert made.text == f"{text} in 2022"
    assert [claim.text for claim in made.claims] == [text]


def test_the_first_of_some_rows_is_told_or_that_there_is_none() -> None:
    told = ("jobs", TABLE, "{title} first.")
    assert speaker().told_of_first(*told, otherwise="None.").text == "Services first."
    assert speaker().told_of_first("jobs", TABLE.head(0), "{title}", "None.").text == "None."


def test_findings_show_as_an_escaped_list_and_as_lines() -> None:
    findings = Findings([Sentence("R&D <b>grew</b>."), Sentence("Done.")])
    assert findings._repr_html_() == (
        '<ul class="findings"><li>R&amp;D &lt;b&gt;grew&lt;/b&gt;.</li><li>Done.</li></ul>'
    )
    assert repr(findings) == "- R&D <b>grew</b>.\n- Done."
    assert len(findings) == 2


def test_a_sentence_becomes_plain_data() -> None:
    made = Sentence("a 1", (Claim("1", "jobs", {"naics": "622"}, "jobs"),))
    assert made.record() == {
        "text": "a 1",
        "claims": [{"text": "1", "table": "jobs", "row": {"naics": "622"}, "column": "jobs"}],
    }


@given(
    st.lists(
        st.tuples(st.integers(100, 999), st.floats(-1e9, 1e9)),
        min_size=1,
        max_size=20,
        unique_by=lambda pair: pair[0],
    ),
    st.sampled_from([",.0f", ".1f", "+.2f"]),
)
def test_every_claim_occurs_in_its_sentence_and_equals_its_cell(
    rows: list[tuple[int, float]], form: str
) -> None:
    table = pd.DataFrame(
        {"naics": pd.Series([str(code) for code, _ in rows]), "jobs": [jobs for _, jobs in rows]}
    )
    speak = Speaker({"t": table}, {"t": ["naics"]})
    made = listed(
        [sentence("{n}", n=speak.claim(form, "t", "jobs", naics=str(code))) for code, _ in rows]
    )
    assert [claim.text for claim in made.claims] == [format(jobs, form) for _, jobs in rows]
    assert all(claim.text in made.text for claim in made.claims)

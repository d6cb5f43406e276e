from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectornb.dictionary import Column, Dictionary, dictionary
from sectornb.errors import DeclarationError, InputError, MissingColumnError
from sectornb.show.table import cell_id, format_value, html_table

DECLARED = Dictionary.model_validate(
    {
        "columns": {
            "naics": {"format": "code", "meaning": "Code", "label": "NAICS"},
            "naics_title": {"format": "text", "meaning": "Title", "label": "Industry"},
            "employment": {"unit": "jobs", "format": "integer", "meaning": "Jobs", "label": "Jobs"},
            "pay": {"unit": "US dollars", "format": "usd", "meaning": "Pay", "label": "Pay"},
            "rank": {"unit": "rank", "format": "decimal", "meaning": "Rank", "label": "Rank"},
        },
        "tables": {
            "factors": {
                "workbook": "2-industries",
                "title": "Factors",
                "key": ["naics"],
                "columns": ["naics", "naics_title", "employment"],
            }
        },
    }
)


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "naics": ["622", "31-33"],
            "naics_title": ["Hospitals", "Manufacturing"],
            "employment": [58123.4, None],
        }
    )


def column(kind: str, unit: str = "") -> Column:
    return Column.model_validate({"unit": unit, "format": kind, "meaning": "m", "label": "l"})


def show(**changes: object) -> str:
    options: dict = {"name": "factors", "caption": "Jobs", "declared": DECLARED} | changes
    return html_table(options.pop("frame", frame()), **options).html


@pytest.mark.parametrize(
    ("value", "kind", "unit", "text"),
    [
        (58123.4, "integer", "jobs", "58,123"),
        (-1234.0, "integer", "jobs", "−1,234"),
        (-0.2, "integer", "jobs", "0"),
        (1.2345, "decimal", "", "1.23"),
        (36252.72, "decimal", "", "36,253"),
        (76.0, "decimal", "rank", "76"),
        (2.5, "decimal", "rank", "2.5"),
        (12.34, "percent", "percent", "12.3%"),
        (0.1234, "share", "", "12.3%"),
        (58123.4, "usd", "USD a year", "$58,123"),
        (-58123.4, "usd", "USD a year", "−$58,123"),
        (21.5, "usd", "USD per hour", "$21.50"),
        ("0622", "code", "", "0622"),
        (float("nan"), "integer", "jobs", None),
        (None, "text", "", None),
    ],
)
def test_a_value_reads_by_the_format_of_its_column(
    value: object, kind: str, unit: str, text: str | None
) -> None:
    assert format_value(value, column(kind, unit)) == text


def test_codes_read_as_the_words_of_the_dictionary() -> None:
    columns = dictionary().columns
    assert format_value(True, columns["shortlisted"]) == "yes"
    assert format_value("floor", columns["basis"]) == "at least (some counties withheld)"
    assert format_value("unheard_of", columns["basis"]) == "unheard_of"


def test_what_identifies_people_is_not_shown() -> None:
    column = Column(format="identifier", meaning="Case", label="Case")
    with pytest.raises(DeclarationError, match="Case identifies people") as told:
        format_value("AB-104417", column)
    assert "AB-" not in str(told.value)


def test_text_in_a_column_of_numbers_is_refused() -> None:
    with pytest.raises(InputError, match="'many'"):
        format_value("many", column("integer"))


def test_every_header_cell_has_a_scope_and_its_unit() -> None:
    html = show()
    assert len(re.findall(r"<th ", html)) == len(re.findall(r'<th scope="(?:col|row)"', html)) == 5
    assert ">Jobs</th>" in html
    paid = show(frame=frame().assign(pay=1.0), columns=["naics", "pay"])
    assert 'Pay <span class="unit">(US dollars)</span>' in paid


def test_a_code_before_its_title_follows_it() -> None:
    html = show()
    assert html.index(">Industry</th>") < html.index(">NAICS</th>") < html.index(">Jobs</th>")
    assert re.search(r'<th scope="row"[^>]*>Hospitals</th><td class="c"[^>]*>622</td>', html)


def test_a_page_can_sort_by_the_value_instead_of_its_text() -> None:
    html = show()
    assert 'data-sort="58123.4"' in html
    assert 'data-sort=""' in html
    # One code is no number, so none may be sorted as one.
    assert 'data-sort="_622"' in html and 'data-sort="_31-33"' in html
    assert "data-sort=" not in show(frame=frame().head(1), columns=["naics", "naics_title"])


def test_ranks_say_that_the_lowest_comes_first() -> None:
    html = show(frame=frame().assign(rank=[1.0, 2.0]), columns=["naics", "rank", "employment"])
    assert re.findall(r'<th [^>]*data-first="asc"[^>]*>(\w+)</th>', html) == ["Rank"]


def test_only_chosen_cells_get_an_address_where_they_are_named() -> None:
    wanted = cell_id("factors", {"naics": "622"}, "employment")
    assert re.findall(r' id="([^"]+)"', show(addresses={wanted})) == [wanted]


def test_the_first_column_names_the_row() -> None:
    html = show(columns=["naics_title", "employment"])
    assert re.search(r'<th scope="row"[^>]*>Hospitals</th>', html)
    assert re.search(r'<td class="n"[^>]*>58,123</td>', html)


def test_null_is_a_dash_with_its_meaning_and_never_zero() -> None:
    html = show()
    assert '<span role="img" aria-label="not available">–</span>' in html
    assert "It is never zero." in html
    assert not re.search(r">0<", html)


def test_a_full_table_explains_no_dash() -> None:
    assert "never zero" not in show(frame=frame().head(1))


def test_every_cell_has_the_address_that_claims_use() -> None:
    html = show(columns=["naics_title", "employment"])
    for naics in ("622", "31-33"):
        assert f'id="{cell_id("factors", {"naics": naics}, "employment")}"' in html


def test_the_address_of_a_cell_is_readable() -> None:
    assert cell_id("factors", {"naics": "31-33"}, "employment") == "t-factors-31-33-employment"


def test_a_year_has_one_address_whatever_type_it_came_in() -> None:
    assert cell_id("t", {"year": 2022.0}, "jobs") == cell_id("t", {"year": "2022"}, "jobs")


keys = st.dictionaries(st.sampled_from(["a", "b"]), st.text(max_size=4), min_size=2, max_size=2)


@given(keys, keys)
def test_different_rows_never_share_an_address(one: dict, other: dict) -> None:
    assert (cell_id("t", one, "c") == cell_id("t", other, "c")) == (one == other)


@given(keys)
def test_an_address_needs_no_escaping_and_no_order(row: dict) -> None:
    address = cell_id("t", row, "c")
    assert re.fullmatch(r"[A-Za-z0-9_.~-]+", address)
    assert address == cell_id("t", dict(reversed(row.items())), "c")


def test_hostile_text_stays_text() -> None:
    hostile = '<script>alert(1)</script>"onclick="x'
    data = frame().assign(naics_title=hostile)
    html = show(frame=data, caption=hostile, notes=hostile)
    assert "<script" not in html
    assert '"onclick' not in html
    assert html.count("&lt;script&gt;") == 5


def test_a_table_without_name_shows_columns_that_nobody_declared() -> None:
    html = show(name=None, frame=pd.DataFrame({"check_name": ["keys"], "n": [1200]}))
    assert ">Check name</th>" in html
    assert ">1,200</td>" in html
    assert " id=" not in html


def test_a_bound_is_marked_before_its_figure_and_sorts_by_the_figure() -> None:
    html = show(marks={"employment": ["at most ", ""]})
    assert html.count(">at most ") == 1
    assert html.replace(">at most ", ">") == show()


def test_a_table_without_rows_says_so() -> None:
    html = show(frame=frame().head(0))
    assert "<table" not in html and ": none." in html


def test_display_offers_html_and_a_short_line() -> None:
    bundle = html_table(frame(), "factors", caption="Jobs", declared=DECLARED)._repr_mimebundle_()
    assert bundle["text/html"].startswith('<div class="table-wrap"')
    assert bundle["text/plain"] == "Jobs (2 rows × 3 columns)"


def test_the_same_frame_gives_the_same_bytes() -> None:
    assert show() == show()


def test_a_column_that_the_frame_lacks_is_refused() -> None:
    with pytest.raises(MissingColumnError, match="wage"):
        show(columns=["naics", "wage"])


def test_an_undeclared_column_of_a_named_table_is_refused() -> None:
    with pytest.raises(DeclarationError, match="'wage'"):
        show(frame=frame().assign(wage=1.0))


def test_a_named_table_without_its_key_is_refused() -> None:
    with pytest.raises(MissingColumnError, match="naics"):
        show(frame=frame().drop(columns="naics"))


def test_a_key_that_occurs_twice_is_refused() -> None:
    with pytest.raises(InputError, match="622"):
        show(frame=frame().assign(naics="622"))


def test_a_table_without_caption_is_refused() -> None:
    with pytest.raises(DeclarationError, match="caption"):
        show(caption=" ")


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (14609.0, 16867.0, "14,609–16,867"),
        (25749.0, 25749.0, "25,749"),
        (11003.0, None, "11,003 or more"),
    ],
)
def test_a_range_is_one_cell_and_sorts_by_its_lower_end(
    low: float, high: float | None, told: str
) -> None:
    data = frame().head(1).assign(employment=low, most=high)
    html = show(frame=data, columns=["naics", "employment"], ranges={"employment": "most"})
    assert f'data-sort="{low:g}"' in html and f">{told}</td>" in html
    assert "most" not in html

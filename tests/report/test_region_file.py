from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import yaml
from pydantic import BaseModel

from sectornb.errors import NotInLibraryError, RegionFileError
from sectornb.report.parameters import check_parameters
from sectornb.report.region_file import parse_region, read_region, region_model
from sectornb.sources.library import open_library
from sectornb.workbooks import workbook_named
from tests.builders.panels import SMALL as INSTRUMENT

GOOD = """\
id: central-ohio
title: Central Ohio
counties: ["39041", "39049"]
library: ../library
industries:
  base_year: 2017
  latest_year: 2022
"""


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "region.yml"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def refusal(tmp_path: Path, content: str | bytes) -> str:
    path = written(tmp_path, content)
    with pytest.raises(RegionFileError) as caught:
        read_region(path)
    text = str(caught.value)
    assert str(path) in text
    assert "\n" not in text and "pydantic" not in text
    return text


def test_a_region_file_is_read_with_its_defaults(tmp_path: Path) -> None:
    region = read_region(written(tmp_path, GOOD))
    assert (region.id, region.title, region.counties) == (
        "central-ohio",
        "Central Ohio",
        ["39041", "39049"],
    )
    assert region.sections["2-industries"].weights.employment == 1
    assert region.sections["2-industries"].naics_digits == 3


def test_the_library_is_found_from_the_region_file_not_from_the_folder_of_the_caller(
    tmp_path: Path,
) -> None:
    (tmp_path / "regions").mkdir()
    region = read_region(written(tmp_path / "regions", GOOD))
    assert region.library == (tmp_path / "library").resolve()


def test_only_the_sections_that_are_there_switch_workbooks_on(tmp_path: Path) -> None:
    assert list(read_region(written(tmp_path, GOOD)).sections) == ["2-industries"]
    none = GOOD.partition("industries:")[0]
    assert read_region(written(tmp_path, none)).sections == {}


def test_parameters_of_a_workbook_are_flat_and_hold_every_choice(tmp_path: Path) -> None:
    region = read_region(written(tmp_path, GOOD))
    flat = region.parameters("2-industries", library="../lib", out=".")
    assert flat["region_id"] == "central-ohio"
    assert (flat["library"], flat["out"], flat["base_year"]) == ("../lib", ".", 2017)
    assert flat["weights"]["projected_growth"] == 1


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    assert read_region(written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())).id == "central-ohio"


def test_windows_line_ends_are_no_obstacle(tmp_path: Path) -> None:
    assert read_region(written(tmp_path, GOOD.replace("\n", "\r\n"))).id == "central-ohio"


def test_a_missing_file_tells_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RegionFileError, match="does not exist.*sectornb new"):
        read_region(tmp_path / "nowhere.yml")


def test_a_folder_is_told_as_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RegionFileError, match="is a folder"):
        read_region(tmp_path)


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_told_as_empty(tmp_path: Path, content: str) -> None:
    assert "is empty" in refusal(tmp_path, content)


def test_broken_yaml_names_line_and_column(tmp_path: Path) -> None:
    text = refusal(tmp_path, GOOD.replace('"39049"]', '"39049"'))
    assert "line 4" in text and "cannot be read" in text


def test_a_tab_as_indent_names_its_line(tmp_path: Path) -> None:
    assert "line 6" in refusal(tmp_path, GOOD.replace("  base_year", "\tbase_year"))


@pytest.mark.parametrize("content", ["- id: a\n- title: b\n", "just words\n", "42\n"])
def test_a_file_without_entries_shows_how_it_begins(tmp_path: Path, content: str) -> None:
    assert content[:5].strip() in refusal(tmp_path, content)


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<html><head><title>404</title></head></html>\n",
        "<html><body style='a: b'>Not found: {}</body></html>\n",
    ],
)
def test_a_web_page_is_refused(tmp_path: Path, page: str) -> None:
    refusal(tmp_path, page)


@pytest.mark.parametrize(
    "content",
    [
        GOOD.replace("Central", "São").encode("latin-1"),
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-le"),
        GOOD.encode() + b"\x00\x01",
    ],
    ids=["latin-1", "utf-16", "utf-16 without mark", "binary"],
)
def test_another_encoding_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    assert "UTF-8" in refusal(tmp_path, content)


@pytest.mark.parametrize(
    ("wrong", "right", "place"),
    [
        ("countys", "counties", ""),
        ("libary", "library", ""),
        ("latest_yaer", "latest_year", "industries."),
    ],
)
def test_an_unknown_key_names_the_nearest_known_one(
    tmp_path: Path, wrong: str, right: str, place: str
) -> None:
    text = refusal(tmp_path, GOOD.replace(right, wrong))
    assert f"{place}{wrong} is not known. Did you mean {right!r}?" in text
    assert f"{place}{right} is missing" in text


def test_an_unknown_key_three_levels_down_names_the_nearest_known_one(tmp_path: Path) -> None:
    text = refusal(tmp_path, GOOD + "  weights: {employmnt: 1}\n")
    assert "industries.weights.employmnt is not known. Did you mean 'employment'?" in text


def test_the_section_of_a_planned_workbook_is_told_as_one(tmp_path: Path) -> None:
    text = refusal(tmp_path, GOOD + "outcomes: {}\n")
    assert "'outcomes', of a workbook that is planned and not in sectornb" in text


def test_a_key_like_no_other_lists_what_is_known(tmp_path: Path) -> None:
    assert "Known are: id, title, counties" in refusal(tmp_path, GOOD + "xyzzy: 1\n")


@pytest.mark.parametrize("key", ["id", "title", "counties", "library"])
def test_each_needed_entry_is_named_when_missing(tmp_path: Path, key: str) -> None:
    content = yaml.safe_load(GOOD)
    del content[key]
    assert f"{key} is missing" in refusal(tmp_path, yaml.safe_dump(content))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = refusal(tmp_path, "id: X Y\ntitle: 3\ncounties: []\n")
    assert all(name in text for name in ("id:", "title:", "counties", "library is missing"))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (GOOD + "title: Another\n", 8),
        (GOOD + "  base_year: 2018\n", 8),
        (GOOD + '"id": other\n', 8),
        (GOOD + "  weights:\n    employment: 1\n    employment: 2\n", 10),
    ],
    ids=["top", "nested", "quoted", "two levels down"],
)
def test_a_key_given_twice_is_refused_with_its_line(
    tmp_path: Path, content: str, line: int
) -> None:
    text = refusal(tmp_path, content)
    assert "twice" in text and f"line {line}" in text


def test_a_county_given_twice_is_refused(tmp_path: Path) -> None:
    text = refusal(tmp_path, GOOD.replace('"39049"', '"39041"'))
    assert "more than once" in text and "39041" in text


@pytest.mark.parametrize("listed", ["[39041, 39049]", "[08031, 39049]", "[01001]", "[39041.0]"])
def test_counties_as_numbers_are_refused_because_zeros_get_lost(
    tmp_path: Path, listed: str
) -> None:
    text = refusal(tmp_path, GOOD.replace('["39041", "39049"]', listed))
    assert "not text" in text and "quotes" in text


def test_counties_as_one_text_are_refused_with_the_line_to_write(tmp_path: Path) -> None:
    text = refusal(tmp_path, GOOD.replace('["39041", "39049"]', "39041,39049"))
    assert 'counties: ["39041", "39049"]' in text


@pytest.mark.parametrize("code", ["3904", "390411", "39000", "39999", "00041", "Delaware"])
def test_what_is_no_county_code_is_refused(tmp_path: Path, code: str) -> None:
    assert code in refusal(tmp_path, GOOD.replace('"39041"', f'"{code}"'))


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ("{employment: -1}", "industries.weights.employment"),
        ("{employment: .nan}", "industries.weights.employment"),
        ("{employment: .inf}", "industries.weights.employment"),
        ("{employment: '2'}", "industries.weights.employment"),
        ("{employment: true}", "industries.weights.employment"),
        (
            "{employment: 0, annual_wage: 0, historical_growth: 0, projected_growth: 0, "
            "location_quotient: 0}",
            "nothing to rank by",
        ),
    ],
)
def test_weights_that_cannot_weigh_are_refused(tmp_path: Path, weights: str, told: str) -> None:
    assert told in refusal(tmp_path, GOOD + f"  weights: {weights}\n")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("  naics_digits: 5", "naics_digits"),
        ("  ownership: goverment", "ownership"),
        ("  shortlist: 0", "shortlist"),
        ("  shortlist: ten", "shortlist"),
        ("  small_base_jobs: -1", "small_base_jobs"),
        ("  ties: max", "details.ties"),
        ("  details: {ties: max}", "details.ties"),
        ("  details: {draws: -1}", "details.draws"),
        ("  details: {narrowest: 1.5}", "details.narrowest"),
        ("  vintages: [2022]", "vintages"),
    ],
)
def test_impossible_choices_are_refused_by_name(tmp_path: Path, line: str, told: str) -> None:
    assert f"industries.{told}" in refusal(tmp_path, GOOD + line + "\n")


def test_the_tie_rule_may_stand_where_older_files_have_it(tmp_path: Path) -> None:
    section = read_region(written(tmp_path, GOOD + "  ties: min\n")).sections["2-industries"]
    assert section.details.ties == "min"
    assert section.details.draws == 1000


def test_years_in_reverse_are_refused(tmp_path: Path) -> None:
    text = refusal(tmp_path, GOOD.replace("base_year: 2017", "base_year: 2023"))
    assert "base_year 2023 is after latest_year 2022" in text


@pytest.mark.parametrize("year", ['"2017"', "20170", "1899", "2017.5", "yes"])
def test_what_is_no_year_is_refused(tmp_path: Path, year: str) -> None:
    assert "industries.base_year" in refusal(tmp_path, GOOD.replace("2017", year))


def test_equal_years_are_allowed(tmp_path: Path) -> None:
    region = read_region(written(tmp_path, GOOD.replace("2017", "2022")))
    assert region.sections["2-industries"].base_year == 2022


@pytest.mark.parametrize("name", ["../up", "Central Ohio", "a/b", "-a", "", "a\\b", "x" * 61])
def test_an_id_that_is_no_folder_name_is_refused(tmp_path: Path, name: str) -> None:
    assert "id:" in refusal(tmp_path, GOOD.replace("central-ohio", f"'{name}'"))


def test_a_file_of_ten_thousand_counties_is_read_in_seconds(tmp_path: Path) -> None:
    # 59 states of 170 counties each, none of which was divided; the nation has some 3,100.
    states = [number for number in range(1, 61) if number != 2]
    codes = [f"{s:02d}{c:03d}" for s in states for c in range(1, 341, 2)][:10_000]
    listed = "[" + ", ".join(f'"{code}"' for code in codes) + "]"
    path = written(tmp_path, GOOD.replace('["39041", "39049"]', listed))
    start = time.perf_counter()
    assert len(read_region(path).counties) == 10_000
    assert time.perf_counter() - start < 20


def test_one_ground_by_codes_of_before_and_after_a_change_is_refused(tmp_path: Path) -> None:
    told = refusal(tmp_path, GOOD.replace('["39041", "39049"]', '["46102", "46113", "46003"]'))
    assert "46113 and 46102 are codes of one ground" in told and "leave the others out" in told


def test_a_refusal_of_ten_thousand_counties_stays_short(tmp_path: Path) -> None:
    codes = ",".join(f"{number:05d}" for number in range(10_001, 20_001))
    assert len(refusal(tmp_path, GOOD.replace('["39041", "39049"]', f"'{codes}'"))) < 1_000
    assert len(refusal(tmp_path, GOOD.replace('["39041", "39049"]', f"[{codes}]"))) < 1_000


def test_a_file_that_contains_itself_is_refused(tmp_path: Path) -> None:
    refusal(tmp_path, "id: &a [*a]\n")


def test_growth_runs_over_five_years_where_no_base_year_is_given(tmp_path: Path) -> None:
    path = tmp_path / "region.yml"
    lines = [line for line in GOOD.splitlines() if "base_year" not in line]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    section = read_region(path).sections["2-industries"]
    assert section.base_year == section.latest_year - 5


@pytest.mark.parametrize(
    ("vintage", "told"),
    [("2019", 'in quotes: "2019"'), ('"19"', 'such as "2022"')],
    ids=["a number", "half a year"],
)
def test_a_vintage_that_is_none_is_shown_as_it_belongs(
    tmp_path: Path, vintage: str, told: str
) -> None:
    path = tmp_path / "region.yml"
    path.write_text(
        f'id: a\ntitle: A\ncounties: ["57001"]\nlibrary: lib\nregion: {{vintage: {vintage}}}\n',
        "utf-8",
    )
    with pytest.raises(RegionFileError, match=told):
        read_region(path)


def test_a_misspelled_region_file_is_found_beside(tmp_path: Path) -> None:
    (tmp_path / "central-ohio.yml").write_text("id: a", "utf-8")
    with pytest.raises(RegionFileError, match=r"Did you mean .*central-ohio\.yml"):
        read_region(tmp_path / "centrl-ohio.yml")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ('library: "a\\0b"', r"line 4, column 10 cannot be read: the character '\\x00'"),
        ('title: "a\\ud800"', "invalid Unicode character|has no place"),
        ('title: "\\e[31mred"', r"the character '\\x1b' has no place"),
        ('title: "\\u202Egnp"', r"the character '\\u202e' has no place"),
        ("title: !!timestamp x", "cannot be read"),
        ("title: !!bool q", "cannot be read"),
        ("title: !!binary x", "cannot be read"),
        ("title: " + "[" * 100_000, "more than 20 lists or sections within each other"),
        ("title: " + "{a: " * 100_000, "more than 20 lists or sections within each other"),
        ("counties: &all [*all]", "one that holds itself"),
        ("library: " + "x/" * 1900, "library"),
        ("library: " + "x/" * 3000, "longer than 4,000 characters"),
    ],
)
def test_what_no_page_no_folder_and_no_reader_takes_is_one_paragraph(
    tmp_path: Path, changed: str, said: str
) -> None:
    key = changed.partition(":")[0]
    lines = [changed if line.startswith(f"{key}:") else line for line in GOOD.splitlines()]
    if said == "library":
        # Found as it is looked up, not as the file is read.
        with pytest.raises((NotInLibraryError, OSError)):
            open_library(str(read_region(written(tmp_path, "\n".join(lines))).library))
    else:
        assert re.search(said, refusal(tmp_path, "\n".join(lines)))


def test_a_library_that_is_a_link_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises((RegionFileError, NotInLibraryError), match="loop"):
        open_library(
            str(read_region(written(tmp_path, GOOD.replace("../library", "loop"))).library)
        )


@pytest.mark.parametrize("details", ["5", "min", "[]", "null", "[{}]", "true"])
def test_a_tie_rule_beside_details_that_are_no_section_is_told(
    tmp_path: Path, details: str
) -> None:
    text = GOOD + f"  ties: min\n  details: {details}\n"
    assert "industries.details" in refusal(tmp_path, text)


WRONG = [
    5, -1, True, "x", "", [], {}, None, [[]], {"a": []}, [{}], 1e400, float("nan"), 10**40,
    "9" * 5000, {5: 5}, {None: None}, ["57001", []], b"x", {"ties": {}}, [None],
]  # fmt: skip


def fields(model: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        yield (*above, name)
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from fields(kind, (*above, name))


def test_no_value_of_another_kind_in_any_field_raises_anything_else(tmp_path: Path) -> None:
    for *above, name in [*fields(region_model()), ("industries", "ties")]:
        for value in WRONG:
            content = yaml.safe_load(GOOD)
            place = content
            for step in above:
                place = place.setdefault(step, {}) or place
            place[name] = value
            with contextlib.suppress(RegionFileError):
                parse_region(yaml.dump(content), tmp_path / "region.yml")


PARTNERS = "id: state\ntitle: Our partners\nassessment: {mode: open}\n"


def test_a_file_of_partners_alone_needs_no_counties_and_no_library(tmp_path: Path) -> None:
    region = parse_region(PARTNERS, tmp_path / "state.yml")
    assert region.counties == [] and not region.needs_library
    assert region.library == (tmp_path / "library").resolve()
    given = region.parameters("4-assessment", library="x", out="")
    assert check_parameters(workbook_named("assessment"), given).counties == []


def test_with_a_workbook_of_published_data_both_are_needed_again(tmp_path: Path) -> None:
    also = PARTNERS + "industries: {base_year: 2017, latest_year: 2022}\n"
    with pytest.raises(RegionFileError, match=r"counties is missing.*library is missing"):
        parse_region(also, tmp_path / "state.yml")
    with pytest.raises(RegionFileError, match=r"counties is missing.*library is missing"):
        parse_region("id: state\ntitle: Nothing\n", tmp_path / "state.yml")


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system [touch pwn]",
        "!!python/name:os.system",
        "!!python/module:os",
        "!!python/object/new:os.system [x]",
    ],
)
def test_no_tag_of_yaml_makes_an_object(tmp_path: Path, tag: str) -> None:
    assert "cannot be read" in refusal(tmp_path, f"{GOOD}more: {tag}\n")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('groups: {"Health": []}', "has no industries"),
        ('groups: {"Health": "621"}', "write a list in square brackets"),
        ("groups: {Health: [621]}", 'write it as text, in quotes: "621"'),
        ('groups: {Health: ["62", "621"]}', "would count twice"),
        ('pinned: ["31"]', "write 31-33"),
        ('pinned: "62"', "write a list in square brackets"),
    ],
)
def test_groups_that_cannot_be_rows_are_told_with_what_to_write(
    tmp_path: Path, line: str, told: str
) -> None:
    path = tmp_path / "north.yml"
    text = 'id: north\ntitle: North\ncounties: ["39049"]\nlibrary: .\nindustries:\n'
    path.write_text(f"{text}  latest_year: 2022\n  {line}\n", "utf-8")
    with pytest.raises(RegionFileError, match=re.escape(told)):
        read_region(path)


def _with_instrument(name: str) -> str:
    return f"{GOOD}assessment: {{instrument: {name}, responses: answers.csv}}\n"


def test_an_instrument_of_ones_own_stands_in_the_parameters_as_what_its_file_holds(
    tmp_path: Path,
) -> None:
    (tmp_path / "ours.yml").write_text(yaml.safe_dump(INSTRUMENT), "utf-8")
    region = read_region(written(tmp_path, _with_instrument("ours.yml")))
    assert region.sections["4-assessment"].instrument == INSTRUMENT
    # A report says what was asked, and needs no file beside it.
    assert region.parameters("4-assessment", "l", "o")["instrument"] == INSTRUMENT


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read (No such file or directory)"),
        ("name: [", "cannot be read"),
        ("name: !!python/name:os.system", "cannot be read"),
        ("a: &a [*a]", "cannot be read"),
        ("name: ours\n", ": instrument: the instrument ours: "),
    ],
)
def test_a_file_of_an_instrument_that_cannot_be_used_is_told(
    tmp_path: Path, content: str | None, told: str
) -> None:
    if content is not None:
        (tmp_path / "ours.yml").write_text(content, "utf-8")
    assert told in refusal(tmp_path, _with_instrument("ours.yml"))


def test_an_unknown_instrument_is_told_with_the_nearest(tmp_path: Path) -> None:
    told = refusal(tmp_path, _with_instrument("state-capability"))
    assert "there is no instrument 'state-capability'" in told and "state-capabilities" in told

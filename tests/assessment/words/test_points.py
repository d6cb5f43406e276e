from __future__ import annotations

from pathlib import Path

from tests.builders.panels import answer, study_of


def rows() -> list[dict[str, str]]:
    found = [answer(f"r{n}", item, 3) for n in range(6) for item in "134"]
    for n, rating in enumerate([1, 1, 1, 5, 5, 5]):
        private = "yes" if n == 0 else "no"
        found.append(
            answer(f"r{n}", "2", rating, reason=f"Reason {n} here.", reason_private=private)
        )
    return found


def test_a_point_has_its_ratings_both_sides_and_a_question(tmp_path: Path) -> None:
    (point,) = study_of(tmp_path, rows()).profiles
    assert point.name.text == "Item two"
    assert str(point.lead) == ("Item 2: middle rating 3, 1 below the target; ratings from 1 to 5.")
    (asked,) = point.parts["To open the talk"]
    assert asked.text.startswith("What do those who rated it low see")
    captions = [extract.caption for extract in point.tables]
    assert captions[:2] == ["Why some rate it lower", "Why some rate it higher"]


def test_a_private_reason_stands_on_no_side(tmp_path: Path) -> None:
    study = study_of(tmp_path, rows())
    assert study.reasons["reason"].tolist() == [f"Reason {n} here." for n in range(1, 6)]
    assert study.reasons["rating_side"].tolist() == ["lower"] * 2 + ["higher"] * 3


def test_a_regional_point_says_what_is_in_the_way_and_who_is_missing(tmp_path: Path) -> None:
    told = [
        answer(f"r{n}", "1.1", rating, obstacle=way, missing_partner=who)
        for n, (rating, way, who) in enumerate([(1, "No budget", ""), (3, "", "The union")])
    ]
    study = study_of(tmp_path, told, "regional-elements")
    extracts = {each.caption: each for each in study.profiles[0].tables}
    for caption, column, words in (
        ("What is in the way", "obstacle", "No budget"),
        ("Who is missing", "missing_partner", "The union"),
    ):
        assert extracts[caption].columns[0] == column
        shown = study.tables[extracts[caption].table][column]
        assert shown[shown.ne("")].tolist() == [words]


def test_an_anonymous_agenda_has_no_reason_and_no_organization(tmp_path: Path) -> None:
    study = study_of(tmp_path, rows(), mode="anonymous")
    for point in study.profiles:
        for extract in point.tables:
            table = study.tables[extract.table]
            if extract.table != "unmet_conditions":
                assert table.empty, extract.table

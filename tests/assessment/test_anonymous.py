"""What an anonymous survey prints, and that nobody's ratings can be worked out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from sectornb.assessment.anonymous import ALL_BUT_ONE, AT_MOST_ONE, COLUMN_OF, panels, told_by_item
from sectornb.assessment.instrument import Instrument, read_instrument
from sectornb.assessment.rounds import Round
from sectornb.disclosure.ratings.audit import Panel, refuse_recoverable
from sectornb.disclosure.ratings.figures import STATISTICS
from sectornb.errors import DisclosureError
from tests.builders.panels import SMALL, answer, answers_of, random_panel, study_of

TEN: list[float | None] = [3, 4, 4, 5, 2, 3, 4, 3, 5, 4]
WHOLE = {**SMALL, "halves": False}


def test_the_median_comes_first_and_then_what_the_audit_lets_through(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({"1": TEN}), WHOLE, mode="anonymous")
    item = study.by_item.iloc[0]
    assert study.told["1", "1"] == ("median", "share")
    assert (item["median"], item["share_4_or_5"], item["status"]) == (4, 0.6, "printed")
    assert item[["mean", "agreement_rwg", "agreement_rwg_skewed", "average_deviation"]].isna().all()
    assert item[["n_blank", "n_organizations", "flagged", "within_organizations_sd"]].isna().all()
    refuse_recoverable(study.panels)
    assert [(p.item, p.printed) for p in study.panels] == [("wave 1, item 1", ("median", "share"))]


def test_four_raters_print_nothing_and_not_even_how_many_they_are(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({"1": TEN[:4]}), mode="anonymous")
    item = study.by_item.iloc[0]
    assert item["status"] == "too_few_raters" and not study.panels
    assert item[["n_raters", "median", "gap", *COLUMN_OF.values()]].isna().all()


def test_a_higher_threshold_of_the_region_holds(tmp_path: Path) -> None:
    study = study_of(tmp_path, answers_of({"1": TEN}), mode="anonymous", disclosure={"raters": 11})
    assert study.by_item["median"].isna().all() and not study.panels
    assert study.by_item["status"].iloc[0] == "held_back"


@pytest.mark.parametrize(
    ("ratings", "share", "note"),
    [
        ([1, 1, 2, 2, 2, 2, 3, 3, 3, 3], 0.1, AT_MOST_ONE),
        ([1, 1, 2, 2, 2, 2, 3, 3, 3, 4], 0.1, AT_MOST_ONE),
        ([4, 4, 4, 4, 4, 4, 5, 5, 5, 5], 0.9, ALL_BUT_ONE),
    ],
)
def test_a_share_of_nobody_or_all_is_told_as_one_more_or_less(
    tmp_path: Path, ratings: list[float | None], share: float, note: str
) -> None:
    study = study_of(tmp_path, answers_of({"1": ratings}), WHOLE, mode="anonymous")
    item = study.by_item.iloc[0]
    assert "share" in study.told["1", "1"]
    assert (item["share_4_or_5"], item["share_note"]) == (share, note)


def test_no_table_is_by_side_by_organization_or_by_rater(tmp_path: Path) -> None:
    rows = answers_of(dict.fromkeys("1234", TEN), reason="Why not?")
    study = study_of(tmp_path, rows, mode="anonymous")
    for table in (study.distribution, study.by_organization, study.reasons):
        assert table.empty
    assert study.agenda[["lowest", "highest"]].isna().all(axis=None)
    assert (
        study.agenda["reasons_lower"].eq("").all() and study.agenda["reasons_higher"].eq("").all()
    )
    assert study.panel[["n_organizations", "alpha_ordinal"]].isna().all(axis=None)


def test_an_area_prints_the_median_of_the_printed_medians(tmp_path: Path) -> None:
    ratings = {"1": TEN, "2": [2.0] * 10, "3": TEN[:4], "4": [3.0] * 10}
    study = study_of(tmp_path, answers_of(ratings), WHOLE, mode="anonymous")
    area = study.by_area.iloc[0]
    # 4 and 2; of the third item nothing is printed.
    assert area["median_of_items"] == 3
    assert area[["n_raters", "median", "mean", "alpha_ordinal", "reliability"]].isna().all()


def test_of_a_condition_only_what_most_say_is_told(tmp_path: Path) -> None:
    rows = [answer(f"r{n}", "1", 4, met="1.1" if n < 5 else "1.2") for n in range(6)]
    study = study_of(tmp_path, rows, mode="anonymous")
    table = study.conditions.set_index("condition")
    assert table["most_unmet"].to_dict() == {"1.1": False, "1.2": True, "1.s1": True}
    assert table[["n_asked", "n_unmet", "n_unmet_high"]].isna().all(axis=None)


def rounds(instrument: Instrument, count: int) -> Iterator[Round]:
    """Panels of 5 to 30 raters."""
    for seed in range(count):
        ratings = random_panel(seed, list(instrument.items), halves=instrument.halves)
        table = pd.DataFrame(ratings, dtype="float64").clip(upper=instrument.highest)
        yield Round("1", table, pd.Series(dtype="str"), pd.DataFrame())


def refused(printed: list[Panel]) -> bool:
    try:
        refuse_recoverable(printed)
    except DisclosureError:
        return True
    return False


def audited(instrument: Instrument, count: int) -> tuple[float, float]:
    """Shares of panels and of items that the audit refuses with the rule off; with it, none.

    Without the rule all five statistics of every item are printed.
    """
    failed_panels, failed_items = 0, 0
    for each in rounds(instrument, count):
        told = told_by_item((each,), instrument, 5)
        refuse_recoverable(panels((each,), instrument, told, "ratings_by_item"))
        everything = dict.fromkeys(told, STATISTICS)
        printed = panels((each,), instrument, everything, "ratings_by_item")
        failed = [refused([panel]) for panel in printed]
        failed_panels += any(failed)
        failed_items += sum(failed)
    return failed_panels / count, failed_items / (count * len(instrument.items))


@pytest.mark.parametrize("name", ["sector-readiness", "regional-elements"])
def test_of_twenty_random_panels_none_gives_ratings_away_and_without_the_rule_all_would(
    name: str,
) -> None:
    assert audited(read_instrument(name), 20)[0] == 1


@pytest.mark.soak
@pytest.mark.parametrize(
    ("name", "panels_percent", "items_percent"),
    [
        ("state-capabilities", 100, 88),
        ("regional-elements", 100, 100),
        ("sector-readiness", 100, 100),
    ],
)
def test_of_200_random_panels_none_gives_ratings_away_and_without_the_rule_nearly_all_items_would(
    name: str, panels_percent: int, items_percent: int
) -> None:
    # Panels of 5 to 30 raters, whose items are all printed as far as the rule lets through;
    # without the rule, of each printed item all five statistics.
    failed = audited(read_instrument(name), 200)
    assert [round(100 * share) for share in failed] == [panels_percent, items_percent]

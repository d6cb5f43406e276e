from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from sectornb.report.shell import (
    CERTAINTY_WORDS,
    SORTING,
    TEMPLATES,
    badge,
    badge_legend,
    finding_html,
)
from sectornb.show.sentence import CERTAINTIES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("listed", [TEMPLATES / "vendor", ROOT / "tests" / "browser"])
def test_every_vendored_script_is_listed_with_version_license_and_hash(listed: Path) -> None:
    text = (listed / "THIRD_PARTY.md").read_text(encoding="utf-8")
    scripts = list(listed.glob("*.js"))
    assert scripts
    for script in scripts:
        assert hashlib.sha256(script.read_bytes()).hexdigest() in text
    for name in re.findall(r"`([\w.-]+\.LICENSE)`", text):
        assert (listed / name).stat().st_size > 500


def test_the_script_of_a_page_is_the_vendored_version() -> None:
    assert (TEMPLATES / SORTING).is_file()


def test_every_certainty_has_its_own_shape_and_its_words() -> None:
    assert set(CERTAINTY_WORDS) == set(CERTAINTIES)
    shapes = {re.sub("<[^>]*>", "", badge(name)).split()[0] for name in CERTAINTIES}
    assert len(shapes) == len(CERTAINTIES)


@pytest.mark.parametrize("certainty", ["", "None", "<b>"])
def test_no_badge_for_what_is_no_certainty(certainty: str) -> None:
    assert badge(certainty) == ""


def test_a_badge_says_beside_itself_what_of_the_data_weakens_it() -> None:
    said = {"text": "A.", "claims": [], "certainty": "possible", "because": "flows missing"}
    assert "possible (flows missing)</span>" in finding_html(said, lambda claim: None)
    assert "(" not in badge("possible")


def test_the_legend_explains_the_badges_in_use() -> None:
    legend = badge_legend([{"certainty": "open"}, {}, {"certainty": "certain"}])
    assert [words for _, words in legend] == [CERTAINTY_WORDS["certain"], CERTAINTY_WORDS["open"]]

from __future__ import annotations

import base64
import io
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from PIL import Image

from sectornb.errors import WorkbookError
from sectornb.show.picture import SERIES_COLORS, Picture, project_style


@pytest.fixture(autouse=True)
def no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plt, "show", lambda *_: None)
    plt.switch_backend("agg")


def picture(alt: str = "Bars: hospitals lead.") -> Picture:
    with project_style():
        figure, axes = plt.subplots()
        axes.bar(["622", "541"], [3, 2])
        return Picture(figure, alt, "Jobs, 2022", "jobs")


def luminance(color: str) -> float:
    # WCAG 2.1: relative luminance of an sRGB color.
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_picture_is_shown_in_its_smaller_form_with_its_words_and_size() -> None:
    made = picture()
    data, words = made._repr_mimebundle_()
    assert data == {"image/svg+xml": made.svg.decode()}
    assert len(made.svg) < len(made.png)
    shown = {"alt": "Bars: hospitals lead.", "caption": "Jobs, 2022", "name": "jobs"}
    assert words == {"image/svg+xml": {**shown, "width": made.size[0], "height": made.size[1]}}


def test_a_picture_of_many_shapes_is_shown_as_png() -> None:
    with project_style():
        figure, axes = plt.subplots()
        axes.plot(range(30_000), [place * 7919 % 1009 for place in range(30_000)], ".")
        made = Picture(figure, "Dots everywhere.", "Dots", "dots")
    data, words = made._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == made.png
    assert list(words) == ["image/png"]


def test_both_forms_are_of_one_size() -> None:
    made = picture()
    width, height = (int.from_bytes(made.png[at : at + 4], "big") for at in (16, 20))
    # PNG at 200 dots per inch, CSS pixels at 96.
    assert made.size == (
        pytest.approx(width * 96 / 200, abs=1),
        pytest.approx(height * 96 / 200, abs=1),
    )


def test_the_letters_of_the_svg_are_letters() -> None:
    assert ">622</text>" in picture().svg.decode()


def test_the_same_figure_gives_the_same_bytes() -> None:
    assert (picture().png, picture().svg) == (picture().png, picture().svg)


def test_each_form_is_drawn_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made, drawn = picture(), []
    save = made.figure.savefig
    monkeypatch.setattr(
        made.figure, "savefig", lambda *a, **b: (drawn.append(b["format"]), save(*a, **b))
    )
    made._repr_mimebundle_()
    made.save(tmp_path, "jobs")
    assert sorted(drawn) == ["png", "svg"]


def test_the_ground_of_the_png_stays_white() -> None:
    shown = Image.open(io.BytesIO(picture().png)).convert("RGB")
    assert shown.getpixel((0, 0)) == (255, 255, 255)


def test_the_png_names_no_program_and_no_time() -> None:
    png = picture().png
    assert b"Software" not in png
    assert b"tIME" not in png


def test_the_figure_is_closed_so_that_it_is_not_shown_twice() -> None:
    made = picture()
    assert made.figure.number not in plt.get_fignums()


@pytest.mark.parametrize("alt", ["", "  \n", "No description has been provided for this image"])
def test_a_picture_without_words_is_refused(alt: str) -> None:
    with pytest.raises(WorkbookError, match="'jobs' has no text alternative"):
        picture(alt)


def test_the_style_ends_with_its_block() -> None:
    before = dict(mpl.rcParams)
    with project_style():
        assert mpl.rcParams["font.size"] == 11
    assert dict(mpl.rcParams) == before


def test_every_series_color_keeps_3_to_1_against_white() -> None:
    assert all(1.05 / (luminance(color) + 0.05) >= 3 for color in SERIES_COLORS)


def test_neighboring_series_differ_in_gray() -> None:
    # CIE lightness, 0 black to 100 white; 20 apart is plain on a gray print.
    lightness = [116 * luminance(color) ** (1 / 3) - 16 for color in SERIES_COLORS]
    assert all(abs(one - other) >= 20 for one, other in pairwise(lightness))


def test_letters_keep_eight_points_on_a_phone() -> None:
    # A phone shows the picture about 350 CSS pixels wide, 96 of them to an inch of 72 points.
    with project_style():
        width = mpl.rcParams["figure.figsize"][0]
        smallest = min(mpl.rcParams[f"{axis}tick.labelsize"] for axis in "xy")
    assert smallest * (350 / 96) / width >= 7.9


def test_png_and_svg_are_saved_alike_every_time(tmp_path: Path) -> None:
    made = [picture().save(tmp_path / name, "2-industries-jobs") for name in ("a", "b")]
    assert made[0] == {"png": "2-industries-jobs.png", "svg": "2-industries-jobs.svg"}
    for name in made[0].values():
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_svg_holds_its_words_as_text_and_no_date() -> None:
    svg = picture(alt="Bars: <script>alert(1)</script> & more.").svg.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more." in svg
    assert "<script" not in svg
    assert "<dc:date>" not in svg


@pytest.mark.parametrize("name", ["", "Jobs 2022", "../jobs", "a/b"])
def test_a_name_that_cannot_name_a_file_is_refused(name: str) -> None:
    figure, _ = plt.subplots()
    with pytest.raises(WorkbookError, match="cannot be called"):
        Picture(figure, "Bars.", "Jobs", name)


@pytest.mark.parametrize("text", ["from $5 to $10", "a $x_{ b $", "$\\frac{$", "100 %"])
def test_dollars_in_a_name_are_dollars(text: str) -> None:
    with project_style():
        figure, axes = plt.subplots()
        axes.set_title(text)
        axes.barh([text], [1])
        made = Picture(figure, "One bar.", text, "dollars")
        assert made.svg.decode().count(f">{text}<") >= 2

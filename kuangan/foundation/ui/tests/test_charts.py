"""Drawings of figures: heights in proportion, one scale for what is compared, words for who cannot see."""

import re

import pytest

from kuangan.foundation.ui.charts import Point, Series, course, nice_top, plan, small_columns

pytestmark = pytest.mark.embedded


def heights(drawing):
    return [float(height) for height in re.findall(r'<rect[^>]* height="([\d.]+)"', drawing)]


@pytest.mark.parametrize(("most", "top"), [(0, 2), (2, 2), (3, 4), (5, 10), (11, 20), (41, 100), (1001, 2000)])
def test_the_scale_ends_at_an_even_number(most, top):
    assert nice_top(most) == top


def test_columns_are_as_high_as_their_figures_and_say_them():
    drawing = course(
        ["5月", "6月"], [Series("录入", [2, 4], "found"), Series("未销号", [3, 1], "stock", is_line=True)], "逐月"
    )
    low, high = heights(drawing)
    assert high == pytest.approx(2 * low, abs=0.2)
    assert 'aria-label="逐月"' in drawing and "6月 录入: 4" in drawing and drawing.count("<polyline") == 1


def test_words_cannot_break_out_of_a_drawing():
    drawing = course(["<b>"], [Series("<script>", [1], "found")], '"><script>')
    assert "<script>" not in drawing and "<b>" not in drawing


def test_small_drawings_on_one_scale_can_be_compared():
    assert heights(small_columns([5], 10, "甲"))[0] == pytest.approx(
        heights(small_columns([10], 10, "乙"))[0] / 2, abs=0.2
    )
    assert heights(small_columns([0, 0], 0, "丙")) == []


def test_points_lie_as_their_coordinates_say_north_above_and_lead_to_their_pages():
    drawing = plan([Point(112.0, 22.0, "closed", "甲", "/a"), Point(112.4, 22.4, "over", '"><script>', "/b")], "示意图")
    (x1, y1), (x2, y2) = [(float(x), float(y)) for x, y in re.findall(r"translate\(([\d.]+) ([\d.]+)\)", drawing)]
    assert x1 < x2 and y2 < y1
    assert (x2 - x1) / (y1 - y2) == pytest.approx(0.926, abs=0.01), "a degree east is shorter than one north"
    assert 'href="/a"' in drawing and "<script>" not in drawing and " km" in drawing


@pytest.mark.parametrize("count", [1, 2])
def test_points_at_one_place_are_drawn_all_the_same(count):
    assert plan([Point(112.0, 22.0, "found", "甲")] * count, "图").count("ka-plan__point") == count

"""Small drawings as plain SVG: columns for what happened in a period, lines for what stood, points for where it is.

The figures also stand in a table beside the drawing; a drawing adds nothing that is not there, and carries its words
for screen readers. Sizes are in units of the drawing, which scales with its place on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, LEFT, BELOW, ABOVE = 480, 160, 36, 22, 12
SMALL_WIDTH, SMALL_HEIGHT = 120, 36
MARGIN, LEAST_KM, KM_OF_A_DEGREE = 24, 2.0, 111.2
_SHAPES = {"over": "M-7-7H7V7H-7Z", "found": "M0-9L9 7H-9Z", "closed": "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0-6 0Z"}
"""Each tone has a shape of its own: nobody needs to tell colours apart."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures, one per period; `tone` is a class of the look (found, closed, over, stock)."""

    label: Any
    values: Sequence[int]
    tone: str
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """Something at its place, in degrees east and north; `tone` is over, found or closed; `words` say what it is."""

    east: float
    north: float
    tone: str
    words: str
    url: str = ""


def plan(points: Sequence[Point], title: str) -> SafeString:
    """Where points lie to each other, north above, with a bar of kilometres; what is said last is drawn on top."""
    west, south = min(one.east for one in points), min(one.north for one in points)
    east, north = max(one.east for one in points), max(one.north for one in points)
    lean = cos(radians((south + north) / 2)) * KM_OF_A_DEGREE
    wide, high = max((east - west) * lean, LEAST_KM), max((north - south) * KM_OF_A_DEGREE, LEAST_KM)
    scale = min((WIDTH - 2 * MARGIN) / wide, (WIDTH - 2 * MARGIN) / high)
    height = round(high * scale) + 2 * MARGIN + BELOW
    before, above = MARGIN + (WIDTH - 2 * MARGIN - (east - west) * lean * scale) / 2, MARGIN
    marks = format_html_join(
        "", '<a class="ka-plan__point is-{}"{} transform="translate({} {})"><title>{}</title>'
        '<circle class="ka-plan__reach" r="14"></circle><path d="{}"></path></a>',
        (
            (one.tone, format_html(' href="{}"', one.url) if one.url else "",
             round(before + (one.east - west) * lean * scale, 1),
             round(above + (north - one.north) * KM_OF_A_DEGREE * scale, 1), one.words, _SHAPES[one.tone])
            for one in points
        ),
    )  # fmt: skip
    length = _round_length((WIDTH / 4) / scale)
    bar = format_html(
        '<path class="ka-plan__bar" d="M{} {}v6h{}v-6"></path><text x="{}" y="{}">{} km</text>',
        MARGIN, height - BELOW + 4, round(length * scale, 1), round(MARGIN + length * scale + 8, 1), height - 10,
        f"{length:g}",
    )  # fmt: skip
    return format_html(
        '<svg class="ka-chart ka-plan" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>',
        WIDTH, height, title, bar, marks,
    )  # fmt: skip


def plan_mark(tone: str) -> SafeString:
    """The shape of a tone for the key beside a plan."""
    return format_html(
        '<svg viewBox="-10 -10 20 20" aria-hidden="true" class="ka-plan__point is-{}"><path d="{}"></path></svg>',
        tone, _SHAPES[tone],
    )  # fmt: skip


def _round_length(most: float) -> float:
    """The longest of 1, 2, 5 times a power of ten that is no longer than `most`."""
    return max((step * 10.0**power for power in range(-2, 5) for step in (1, 2, 5) if step * 10.0**power <= most),
               default=0.01)  # fmt: skip


def course(periods: Sequence[str], series: Sequence[Series], title: str) -> SafeString:
    """Columns side by side and lines over them, with a scale of three steps; `periods` are the labels below."""
    top = nice_top(max((value for one in series for value in one.values), default=0))
    step = (WIDTH - LEFT) / max(len(periods), 1)
    columns = [one for one in series if not one.is_line]
    width = step * 0.7 / max(len(columns), 1)
    floor = HEIGHT - BELOW

    def y(value: int) -> float:
        return round(floor - (floor - ABOVE) * value / top, 1)

    scale = format_html_join(
        "", '<line class="ka-chart__scale" x1="{}" x2="{}" y1="{}" y2="{}"></line>'
        '<text class="ka-chart__number" x="{}" y="{}">{}</text>',
        ((LEFT, WIDTH, y(value), y(value), LEFT - 6, y(value) + 4, value) for value in (0, top // 2, top)),
    )  # fmt: skip
    bars = format_html_join(
        "", '<rect class="ka-chart__column is-{}" x="{}" y="{}" width="{}" height="{}"><title>{} {}: {}</title></rect>',
        (
            (one.tone, round(LEFT + step * (at + 0.15) + width * place, 1), y(value), round(width * 0.9, 1),
             round(floor - y(value), 1), periods[at], one.label, value)
            for place, one in enumerate(columns) for at, value in enumerate(one.values) if value
        ),
    )  # fmt: skip
    lines = format_html_join(
        "", '<polyline class="ka-chart__line is-{}" points="{}"></polyline>',
        (
            (one.tone, " ".join(f"{LEFT + step * (at + 0.5):.1f},{y(value)}" for at, value in enumerate(one.values)))
            for one in series if one.is_line
        ),
    )  # fmt: skip
    words = format_html_join(
        "", '<text class="ka-chart__period" x="{}" y="{}">{}</text>',
        ((round(LEFT + step * (at + 0.5), 1), HEIGHT - 6, label) for at, label in enumerate(periods)),
    )  # fmt: skip
    return format_html(
        '<svg class="ka-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        WIDTH, HEIGHT, title, scale, bars, lines, words,
    )  # fmt: skip


def small_columns(values: Sequence[int], top: int, title: str, tone: str = "over") -> SafeString:
    """Columns without a scale, one of several drawn to the same `top`, so that they can be compared at a glance."""
    step = SMALL_WIDTH / max(len(values), 1)
    bars = format_html_join(
        "", '<rect class="ka-chart__column is-{}" x="{}" y="{}" width="{}" height="{}"></rect>',
        (
            (tone, round(step * (at + 0.1), 1), round(SMALL_HEIGHT - height, 1), round(step * 0.8, 1), round(height, 1))
            for at, value in enumerate(values) if (height := (SMALL_HEIGHT - 2) * value / max(top, 1))
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="ka-chart ka-chart--small" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<line class="ka-chart__scale" x1="0" x2="{}" y1="{}" y2="{}"></line>{}</svg>',
        SMALL_WIDTH, SMALL_HEIGHT, title, SMALL_WIDTH, SMALL_HEIGHT, SMALL_HEIGHT, bars,
    )  # fmt: skip


def nice_top(most: int) -> int:
    """The end of the scale: the next even number of the sort 2, 4, 10, 20, 40, 100 …"""
    for power in range(12):
        for first in (2, 4, 10):
            if most <= first * 10**power:
                return int(first * 10**power)
    return most

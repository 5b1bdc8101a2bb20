"""Small drawings of figures over time, as plain SVG: columns for what happened in a period, lines for what stood.

The figures also stand in a table beside the drawing; a drawing adds nothing that is not there, and carries its words
for screen readers. Sizes are in units of the drawing, which scales with its place on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, LEFT, BELOW, ABOVE = 480, 160, 36, 22, 12
SMALL_WIDTH, SMALL_HEIGHT = 120, 36


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures, one per period; `tone` is a class of the look (found, closed, over, stock)."""

    label: Any
    values: Sequence[int]
    tone: str
    is_line: bool = False


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

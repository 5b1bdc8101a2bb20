"""States, terms, clauses, days, figures: the smallest pieces of a page."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import frame, icons, rules, states
from kuangan.foundation.ui.tags.library import register

register.filter("day", rules.day)
register.filter("long_day", rules.long_day)
register.filter("moment", rules.moment)
register.filter("lately", rules.lately)
register.filter("time_of_day", rules.time_of_day)
register.filter("money", rules.money)
register.filter("who", rules.who)
register.filter("filesize", rules.file_size)


@register.filter
def full_day(value: date | datetime | None) -> str:
    """The day always with its year."""
    return rules.day(value, year=True)


@register.simple_tag(name="day")
def day_tag(value: date | datetime | None) -> SafeString | str:
    """A `<time>` element with the day in it; a dash for None."""
    return _time(value, rules.day(value))


@register.simple_tag(name="moment")
def moment_tag(value: date | datetime | None) -> SafeString | str:
    """A `<time>` element with day and time of day in Shanghai; a dash for None."""
    return _time(value, rules.moment(value))


@register.simple_tag(name="lately")
def lately_tag(value: date | datetime | None) -> SafeString | str:
    """A `<time>` for event lists: `10:42`, `昨日`, `7月18日`."""
    return _time(value, rules.lately(value)) if value else "—"


@register.simple_tag(name="money")
def money_tag(value: Decimal | int | None) -> SafeString | str:
    """Yuan that never break over a line."""
    return format_html('<span class="ka-num">{}</span>', rules.money(value)) if value is not None else "—"


def _time(value: date | datetime | None, words: str) -> SafeString | str:
    if value is None:
        return "—"
    stamp = (
        value.astimezone(clock.SHANGHAI).isoformat("T", "minutes") if isinstance(value, datetime) else value.isoformat()
    )
    return format_html('<time class="ka-date" datetime="{}">{}</time>', stamp, words)


@register.simple_tag
def state(
    value: str,
    word: Any = "",
    due: date | datetime | None = None,
    now: date | datetime | None = None,
    round: int = 1,
) -> SafeString:
    """A state chip: character and word. `word` replaces the usual word (待县局审核)."""
    shown = states.face(value, due, now, round)
    return _chip(shown.code, shown.mark, str(word or shown.word))


@lru_cache(maxsize=2048)
def _chip(code: str, mark: str, word: str) -> SafeString:
    """Fifty rows show a handful of different chips."""
    return format_html(
        '<span class="ka-state"><span class="ka-c ka-c--{}" aria-hidden="true">{}</span>{}</span>', code, mark, word
    )


@register.simple_tag
def mark(
    value: str, title: Any = "", due: date | datetime | None = None, now: date | datetime | None = None
) -> SafeString:
    """The character alone, with its word for screen readers and in the title: for strips of many states."""
    shown = states.face(value, due, now)
    words = rules.colon().join(str(part) for part in (title, shown.word) if part)
    return format_html('<span class="ka-c ka-c--{}" role="img" title="{}" aria-label="{}">{}</span>',
                       shown.code, words, words, shown.mark)  # fmt: skip


@register.simple_tag
def state_cell(
    value: str,
    url: str = "",
    title: Any = "",
    current: bool = False,
    due: date | datetime | None = None,
    now: date | datetime | None = None,
    round: int = 1,
) -> SafeString:
    """A board cell's content: the character as a link, its word in the title (`title` is "mine duty")."""
    shown = states.face(value, due, now, round)
    words = rules.colon().join(str(part) for part in (title, shown.word) if part)
    here = SafeString(' aria-current="true"') if current else ""
    return format_html('<a class="ka-c ka-c--{}" href="{}" title="{}" aria-label="{}"{}>{}</a>',
                       shown.code, url, words, words, here, shown.mark)  # fmt: skip


@register.simple_tag
def board_cells(
    cells: Iterable[tuple[str, str] | None],
    lines: Collection[int] = (),
    column: int | None = None,
    current: bool = False,
) -> SafeString:
    """All cells of a board row at once, in the light form (300 × 40 cells in some 20 ms; board.js adds the titles).

    Each cell is (face code, address), or None where the row has no such duty. `lines` are the columns (from 0) with a
    group line at their left, `column` the chosen column, `current` whether the chosen cell is in this row.
    """
    parts = []
    for number, cell in enumerate(cells):
        css = " ka-gl" if number in lines else ""
        css += " is-col" if number == column else ""
        if cell is None:
            parts.append(f'<td class="{css.strip()}"></td>' if css else "<td></td>")
            continue
        shown = states.FACES[cell[0]]
        here = ' aria-current="true"' if current and number == column else ""
        parts.append(f'<td class="is-{shown.code}{css}"><a href="{escape(str(cell[1]))}"{here}>{shown.mark}</a></td>')
    return mark_safe("".join(parts))  # noqa: S308 - codes are looked up, addresses escaped  # nosec B308 - escaped


@register.simple_tag
def legend(css: str = "") -> SafeString:
    """The legend of the state characters, loud first."""
    rows = format_html_join(
        "", '<li><span class="ka-c ka-c--{}" aria-hidden="true">{}</span>{}</li>',
        ((item.code, item.mark, item.word) for item in states.LEGEND),
    )  # fmt: skip
    return format_html('<ul class="ka-legend {}" aria-label="{}">{}</ul>', css, _("Legend"), rows)


@register.simple_tag
def due(
    value: date | datetime | None,
    now: date | datetime | None = None,
    settled: bool = False,
    suffix: Any = "",
) -> SafeString | str:
    """A term: `7月21日 剩余1天`, bold from 3 days, red only after the date; the date alone once `settled`."""
    if value is None:
        return "—"
    present = states.as_day(now) if now is not None else clock.today()
    words, tone = ("", "") if settled else rules.days_wording(value, now)
    return _term(value, present, str(suffix), words, tone, rules.chinese())


@lru_cache(maxsize=2048)
def _term(
    value: date | datetime, present: date, suffix: str, words: str, tone: str, chinese: bool
) -> SafeString:  # fmt: skip
    """Terms fall on few days, so a list writes few different ones. `chinese` only tells the cache's entries apart."""
    text = f"{rules.due_day(value, present)}{suffix}"
    css = f" ka-due--{tone}" if tone else ""
    left = format_html("<b>{}</b>", words) if words else ""
    return format_html('<span class="ka-due{}">{}{}</span>', css, text, left)


@register.simple_tag
def clause(reference: Any, url: str = "") -> SafeString | str:
    """A clause tag such as 五(一)2, linked to its text when the address is known."""
    if not reference:
        return ""
    target = url or str(frame.filled(frame.CLAUSE_ADDRESS, str(reference)))
    return _reference(str(reference), target)


@lru_cache(maxsize=2048)
def _reference(reference: str, target: str) -> SafeString:
    if target:
        return format_html('<a class="ka-clause" href="{}">{}</a>', target, reference)
    return format_html('<span class="ka-clause">{}</span>', reference)


@register.simple_tag
def options(choices: Iterable[tuple[Any, Any]], chosen: Any = "") -> SafeString:
    """The `<option>` elements of a select, `chosen` marked: one tag, because a filter may offer a hundred."""
    return format_html_join(
        "", '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected") if value == chosen else "", word) for value, word in choices),
    )  # fmt: skip


@register.simple_tag
def evidence_tag(found: Any, word: Any = "") -> SafeString:
    """已有 (green) or 缺 (amber). `found` is a truth value, or "found" / "missing"; `word` replaces the usual word."""
    good = found not in ("missing", "", None, False, 0)
    usual = _("On file") if good else _("Missing")
    return format_html('<span class="{}">{}</span>', "ka-ok" if good else "ka-miss", word or usual)


@register.simple_tag
def tag(word: Any, danger: bool = False) -> SafeString:
    """A quiet grey tag for a fact (停产); `danger` only for what is dangerous (重大)."""
    return format_html('<span class="ka-tag{}">{}</span>', " ka-tag--danger" if danger else "", word)


@register.simple_tag
def count(number: int | str, tone: str = "") -> SafeString:
    """A count in a pill; tone "", "over" or "review"."""
    return format_html('<span class="ka-count{}">{}</span>', f" ka-count--{tone}" if tone else "", number)


@register.simple_tag
def icon(name: str, text: str = "") -> SafeString:
    """An inline icon from the package; `text` names it when it stands alone."""
    return icons.svg(name, text)


@register.simple_tag
def progress(done: int, total: int, label: Any = "", over: bool = False) -> SafeString:
    """A bar of done out of total; `label` is read out."""
    words = f"{label} {done}/{total}".strip()
    return format_html('<progress class="ka-bar{}" value="{}" max="{}" aria-label="{}">{}/{}</progress>',
                       " ka-bar--over" if over else "", done, total or 1, words, done, total)  # fmt: skip

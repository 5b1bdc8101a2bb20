"""How days, moments, money and sizes are worded, in Chinese and in English. Plain values in, plain text out."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import SYSTEM
from kuangan.foundation.kernel import claims, clock
from kuangan.foundation.ui import states

NEAR_DAYS = 3
"""From this many days on, the days left are bold."""

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def chinese() -> bool:
    """Whether the page is being written in Chinese."""
    return (get_language() or "zh").startswith("zh")


_JOBS = {
    SYSTEM: gettext_lazy("The system"),
    "nightly": gettext_lazy("The system (nightly work)"),
    "sealing": gettext_lazy("The system (sealing of the trail)"),
    "notices": gettext_lazy("The system (notices)"),
    "access": gettext_lazy("The system (notices on accounts)"),
    "serve": gettext_lazy("The system (at its start)"),
    "demo": gettext_lazy("The system (invented campaign)"),
    "bench": gettext_lazy("The system (measuring)"),
    "first_administrators": gettext_lazy("Installation: first administrators"),
    "seal_second_factors": gettext_lazy("Installation: second factors sealed"),
    "load_authorities": gettext_lazy("Installation: list of authorities"),
    "date_scope": gettext_lazy("Installation: days on which mines came into the campaign"),
    "workdays": gettext_lazy("Installation: calendar of working days"),
}
"""The names under which the trail keeps work that no account did, in words."""
_AT_THE_SERVER = "command line"


def who(name: str) -> str:
    """The name of whoever did something; the system's own work is named in the reader's language."""
    if job := _JOBS.get(name):
        return str(job)
    if name == _AT_THE_SERVER or name.startswith(f"{_AT_THE_SERVER} "):
        person = name.removeprefix(_AT_THE_SERVER).strip()
        return _("At the server's command line (%(name)s)") % {"name": person} if person else _("At the command line")
    return name


def day(value: date | datetime | None, today: date | None = None, year: bool | None = None) -> str:
    """`7月20日`; with the year when it is not this year (`2022年7月20日`) or when `year` asks for it. "" for None."""
    if value is None:
        return ""
    that = states.as_day(value)
    with_year = year if year is not None else that.year != (today or clock.today()).year
    if chinese():
        return f"{that.year}年{that.month}月{that.day}日" if with_year else f"{that.month}月{that.day}日"
    return f"{that.day} {_MONTHS[that.month - 1]}" + (f" {that.year}" if with_year else "")


def claimed(event: Any) -> str:
    """The day on which an act is said to have happened, where it was entered on another: "自述发生于6月30日"; else "".

    In every history an act stands under the moment of its entry, with this beside it.
    """
    if not claims.is_claimed(event.happened_at, event.entered_at):
        return ""
    return _("stated for %(day)s") % {"day": day(event.happened_at)}


def long_day(value: date | datetime) -> str:
    """`2023年7月20日 星期四`, for page heads."""
    that = states.as_day(value)
    weekday = f"星期{_WEEKDAYS_ZH[that.weekday()]}" if chinese() else _WEEKDAYS_EN[that.weekday()]
    return f"{day(that, year=True)} {weekday}" if chinese() else f"{weekday}, {day(that, year=True)}"


def time_of_day(value: datetime) -> str:
    """`16:32` in Shanghai."""
    return value.astimezone(clock.SHANGHAI).strftime("%H:%M")


def moment(value: datetime | date | None, today: date | None = None) -> str:
    """`7月18日16:32` in Shanghai; a plain day stays a day; "" for None."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return day(value, today)
    return day(value, today) + ("" if chinese() else ", ") + time_of_day(value)


def lately(value: datetime | date, today: date | None = None) -> str:
    """For event lists: today's time, `昨日`, otherwise the day."""
    present = today or clock.today()
    distance = (present - states.as_day(value)).days
    if distance == 0 and isinstance(value, datetime):
        return time_of_day(value)
    return _("yesterday") if distance == 1 else day(value, present)


def due_day(due: date | datetime, today: date | None = None) -> str:
    """The due date itself; a time of day is written only when the term does not run to the end of the day."""
    if isinstance(due, datetime) and due.astimezone(clock.SHANGHAI).time() < time(23, 59):
        return moment(due, today)
    return day(due, today)


def days_wording(due: date | datetime, now: date | datetime | None = None) -> tuple[str, str]:
    """How long is left, and its tone: ("剩余1天", "near"), ("今日", "near"), ("逾期20天", "over"), ("剩余11天", "")."""
    left = states.days_left(due, now) or 0
    if states.is_past(due, now):
        if left == 0:
            return _("overdue today"), "over"
        return ngettext("overdue %(days)d day", "overdue %(days)d days", -left) % {"days": -left}, "over"
    if left == 0:
        return _("today"), "near"
    words = ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}
    return words, "near" if left <= NEAR_DAYS else ""


def comma() -> str:
    """The mark between two facts in a row."""
    return "，" if chinese() else ", "


def colon() -> str:
    """The mark between a name and what is said of it."""
    return "：" if chinese() else ": "


def listed(*parts: object) -> str:
    """Facts in a row, empty ones left out."""
    return comma().join(str(part) for part in parts if part)


def money(value: Decimal | int | str | None) -> str:
    """Yuan: `860,000元`, with 角分 only when there are any; whole 万 from 10,000 as `86万元`. "" for None."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value))
    wan = amount / 10_000
    if chinese() and abs(amount) >= 10_000 and wan == wan.quantize(Decimal("0.01")):
        return f"{wan.normalize():,f}万元"
    text = f"{amount:,.2f}".removesuffix(".00")
    return f"{text}元" if chinese() else f"RMB {text}"


def file_size(size: int | None) -> str:
    """`312 KB`, `9.6 MB`; "" for None."""
    if size is None:
        return ""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"

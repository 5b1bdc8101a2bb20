"""From kind and parameters to words, in the language that is active."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language

from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.kinds import kind_of
from kuangan.foundation.notices.models import Cause


class _Worded(dict[str, Any]):
    """Parameters for `%`; one that is missing leaves a gap instead of an error."""

    def __missing__(self, name: str) -> str:
        return "…"


def title_of(cause: Cause) -> str:
    """The title in one line; the name of the kind when a later version no longer knows it."""
    kind = kind_of(cause.kind)
    return _one_line(str(kind.title) % _worded(cause.params)) if kind else cause.kind


def body_of(cause: Cause) -> str:
    """The sentence below the title; "" when the kind has none."""
    kind = kind_of(cause.kind)
    return (str(kind.body) % _worded(cause.params)).strip() if kind and kind.body else ""


def link_of(cause: Cause) -> str:
    """The absolute address of the thing; "" while the site's own address is not set (KUANGAN_SITE_URL)."""
    return f"{settings.KUANGAN_SITE_URL}{cause.url}" if settings.KUANGAN_SITE_URL and cause.url else ""


def _worded(params: Mapping[str, Any]) -> _Worded:
    return _Worded({name: _value(name, value) for name, value in params.items()})


def _value(name: str, value: Any) -> Any:
    if name.endswith("_at") and isinstance(value, str) and (moment := parse_datetime(value)):
        return moment_in_words(moment)
    if name.endswith("_on") and isinstance(value, str) and (day := parse_date(value)):
        return day_in_words(day)
    return value


def day_in_words(day: date) -> str:
    """7月20日, 20 July."""
    return f"{day.month}月{day.day}日" if _chinese() else f"{day.day} {day:%B}"


def moment_in_words(moment: datetime) -> str:
    """The day, with the time of day unless it is the last minute of the day."""
    local = moment.astimezone(clock.SHANGHAI)
    if (local.hour, local.minute) == (23, 59):
        return day_in_words(local.date())
    return f"{day_in_words(local.date())}{'' if _chinese() else ' '}{local:%H:%M}"


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _one_line(text: str) -> str:
    """No line breaks or control characters: what stands in a header must stay one."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())

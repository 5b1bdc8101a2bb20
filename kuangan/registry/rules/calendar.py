"""Days of an announcement as people write them, and whether they fit together. Pure."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

_DAY = r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?"
_SPAN = re.compile(rf"^{_DAY}(?:\s*(?:至|到|~|～|—|–|\.\.|-{{2}})\s*{_DAY})?$")
_BETWEEN = re.compile(r"[\s,，、;；]+")
LONGEST = 15
"""No holiday is longer; a longer span is a slip of the pen."""


def days_of(text: str, year: int) -> list[date]:
    """The days of a list such as `1月1日至1月3日、2027-02-05`; days without a year are of `year`. ValueError with a
    sentence for what is no day."""
    joined = re.sub(r"\s*(至|到|~|～|—|–|\.\.)\s*", r"\1", text.strip())
    found: set[date] = set()
    for part in filter(None, _BETWEEN.split(joined)):
        match = _SPAN.match(part)
        if match is None:
            raise ValueError(_("“%(part)s” is no day. Write 1月1日至1月3日, or 2027-01-01.") % {"part": part})
        first = _day(match.groups()[:3], year, part)
        last = _day(match.groups()[3:], year, part) if match.group(6) else first
        if not first <= last < first + timedelta(days=LONGEST):
            raise ValueError(_("“%(part)s” is no span of days. Check first and last day.") % {"part": part})
        found |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
    return sorted(found)


def _day(parts: tuple[str | None, ...], year: int, text: str) -> date:
    try:
        return date(int(parts[0] or year), int(parts[1] or 0), int(parts[2] or 0))
    except ValueError:
        raise ValueError(_("“%(part)s” is no day. Write 1月1日至1月3日, or 2027-01-01.") % {"part": text}) from None


def objection(year: int, off: Iterable[date], worked: Iterable[date]) -> str:
    """What is wrong with the days of an announcement; empty when they can be right."""
    days_off, make_up = set(off), set(worked)
    if not days_off:
        return _("Enter the days off.")
    if both := sorted(days_off & make_up):
        return _("%(day)s is both off and worked.") % {"day": both[0].isoformat()}
    edge = timedelta(days=15)
    for day in sorted(days_off | make_up):
        if not date(year, 1, 1) - edge <= day <= date(year, 12, 31) + edge:
            return _("%(day)s does not belong to %(year)s.") % {"day": day.isoformat(), "year": year}
    if week := sorted(day for day in make_up if day.weekday() < 5):
        return _("%(day)s is no Saturday or Sunday: only these are worked to make up.") % {"day": week[0].isoformat()}
    return ""

"""Periods of days in an address: from, to, and the ones that people ask for most."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.ui.rules import day
from kuangan.hazards.queries.listing import day_asked


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included, None without limit."""

    start: date | None = None
    end: date | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Period":
        """From the words from and to of an address; what is no day does not narrow."""
        return cls(day_asked(asked.get("from", "")), day_asked(asked.get("to", "")))

    @property
    def address(self) -> dict[str, str]:
        """The words of the address."""
        told = {"from": self.start.isoformat() if self.start else "", "to": self.end.isoformat() if self.end else ""}
        return {name: word for name, word in told.items() if word}

    @property
    def words(self) -> str:
        """The period as it is said above a table."""
        first, last = (day(one, year=True) if one else "" for one in (self.start, self.end))
        if first and last:
            return _("%(first)s to %(last)s") % {"first": first, "last": last}
        if first:
            return _("since %(day)s") % {"day": first}
        return pgettext("period", "until %(day)s") % {"day": last} if last else _("up to today")


def offered(today: date) -> list[tuple[Any, Period]]:
    """The periods to choose from: everything, this year, this month, the month before."""
    first = today.replace(day=1)
    before = first - timedelta(days=1)
    return [
        (_("Everything so far"), Period()),
        (_("This year"), Period(today.replace(month=1, day=1), today)),
        (_("This month"), Period(first, today)),
        (_("Last month"), Period(before.replace(day=1), before)),
    ]

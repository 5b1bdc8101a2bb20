"""How long a hazard has been open: four buckets of calendar days since it was found."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.kernel import clock


@dataclass(frozen=True)
class Bucket:
    """Days open from `least` to `most`, both included; `most` None: any number."""

    key: str
    label: Any
    least: int
    most: int | None

    def holds(self, days: int) -> bool:
        """Whether so many days belong here."""
        return days >= self.least and (self.most is None or days <= self.most)

    def moments(self, today: date) -> tuple[datetime | None, datetime | None]:
        """When such hazards were found as of a day: from (None: ever), and before (None: no limit)."""
        start = None if self.most is None else clock.start_of_day(today - timedelta(days=self.most))
        end = None if self.least == 0 else clock.start_of_day(today - timedelta(days=self.least - 1))
        return start, end


BUCKETS = (
    Bucket("age_7", _("7 days or less"), 0, 7),
    Bucket("age_30", _("8 to 30 days"), 8, 30),
    Bucket("age_90", _("31 to 90 days"), 31, 90),
    Bucket("age_more", _("more than 90 days"), 91, None),
)


def days_open(found_at: datetime, today: date) -> int:
    """Calendar days in Shanghai since it was found; 0 on the day itself."""
    return max(0, (today - clock.day_of(found_at)).days)

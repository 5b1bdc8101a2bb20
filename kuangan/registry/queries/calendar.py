"""The announced days, and for which years there is an announcement."""

from collections.abc import Iterable, Mapping
from datetime import date

from kuangan.foundation.kernel.working_days import is_seeded
from kuangan.registry.models import CalendarNotice, WorkingDay


# house: unscoped — the calendar is the same for everybody
def announced_days() -> Mapping[date, bool]:
    """Every announced day: True when it is worked, False when it is off."""
    return dict(WorkingDay.objects.values_list("day", "works"))


# house: unscoped — the calendar is the same for everybody
def calendar_notices() -> list[CalendarNotice]:
    """The announcements with their days, the latest year first."""
    return list(CalendarNotice.objects.prefetch_related("days"))


# house: unscoped — the calendar is the same for everybody
def unannounced(years: Iterable[int]) -> list[int]:
    """Those of the years whose days off nobody has announced, in order."""
    entered = set(CalendarNotice.objects.values_list("year", flat=True))
    return sorted(year for year in set(years) if year not in entered and not is_seeded(year))

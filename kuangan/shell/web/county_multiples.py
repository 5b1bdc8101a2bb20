"""The counties side by side as small drawings on one scale: overdue hazards and closures, month by month."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.ui.charts import small_columns
from kuangan.hazards.queries.months import Month, by_county_and_month
from kuangan.plan.queries import Progress


@dataclass(frozen=True, slots=True)
class Multiple:
    """One county: its progress, what stands open and overdue now, and its months as two small drawings."""

    code: str
    name: str
    progress: Progress
    open: int
    overdue: int
    overdue_drawing: SafeString
    closed_drawing: SafeString


def county_multiples(scope: Scope, counties: Iterable[tuple[str, str, Progress]]) -> list[Multiple]:
    """One row per county, all drawn to the same scale; one statement."""
    months = by_county_and_month(scope)
    every = [month for row in months.values() for month in row]
    most_overdue = max((month.overdue for month in every), default=0)
    most_closed = max((month.closed for month in every), default=0)
    return [
        _multiple(code, name, progress, months.get(code, []), most_overdue, most_closed)
        for code, name, progress in counties
    ]


def _multiple(
    code: str, name: str, progress: Progress, months: list[Month], most_overdue: int, most_closed: int
) -> Multiple:
    told = {"name": name}
    overdue, closed = [one.overdue for one in months], [one.closed for one in months]
    return Multiple(
        code, name, progress, months[-1].open if months else 0, months[-1].overdue if months else 0,
        small_columns(overdue, most_overdue, _("%(name)s: hazards overdue by month") % told),
        small_columns(closed, most_closed, _("%(name)s: hazards closed by month") % told, "closed"),
    )  # fmt: skip

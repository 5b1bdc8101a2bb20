"""The ledger month by month, as a drawing with its table."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.ui.charts import Series, course
from kuangan.hazards.queries.counting import Counting
from kuangan.hazards.queries.months import Month, by_month


@dataclass(frozen=True, slots=True)
class DrawnMonths:
    """A drawing, its key, and the figures it was drawn from."""

    drawing: SafeString
    key: list[Series]
    months: list[Month]


def drawn_months(scope: Scope, told: Counting) -> DrawnMonths:
    """The months of a jurisdiction, narrowed to the county and grade of the page."""
    narrowed = inside("region_code", prefix_of(told.county)) if told.county else Q()
    if told.grade:
        narrowed &= Q(grade=told.grade)
    months = by_month(scope, narrowed)
    key = [
        Series(_("Entered in the month"), [one.found for one in months], "found"),
        Series(pgettext("hazard", "Closed out"), [one.closed for one in months], "closed"),
        Series(_("Not closed out at its end"), [one.open for one in months], "stock", is_line=True),
        Series(_("Overdue at its end"), [one.overdue for one in months], "over", is_line=True),
    ]
    labels = [f"{one.first:%Y-%m}"[2:] for one in months]
    return DrawnMonths(course(labels, key, _("The ledger month by month, by the day of entry")), key, months)

"""Deadlines that reach into a year whose days off nobody has announced."""

from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import ExtractYear

from kuangan.duties.models import Assignment
from kuangan.duties.states import UNSETTLED
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel.clock import SHANGHAI
from kuangan.registry.queries import unannounced


class OpenYear(NamedTuple):
    """A year without an announcement, and how many deadlines (to deliver, to review) lie in it."""

    year: int
    deadlines: int


def deadlines_in_open_years(scope: Scope) -> list[OpenYear]:
    """The years into which unsettled duties of a jurisdiction reach and whose days off are not announced."""
    living = Assignment.objects.within(scope).filter(state__in=list(UNSETTLED))
    found: dict[int, int] = {}
    for column in ("due_at", "review_due_at"):
        rows = living.filter(**{f"{column}__isnull": False}).order_by()
        years = rows.values_list(ExtractYear(column, tzinfo=SHANGHAI)).annotate(Count("pk"))
        for year, count in years:
            found[year] = found.get(year, 0) + count
    return [OpenYear(year, found[year]) for year in unannounced(found)]

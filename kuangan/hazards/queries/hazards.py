"""One hazard with what belongs to it; hazards like another; hazards of a mine."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import compared, finding
from kuangan.hazards.models import FivePoints, Hazard
from kuangan.hazards.queries.settings import number
from kuangan.hazards.rules.five import Other
from kuangan.hazards.rules.words import near
from kuangan.hazards.states import OPEN_STATES
from kuangan.registry.models import Mine

_COMPARED = 400
"""Open hazards of one mine that a new one is compared with; nobody has more."""


def hazard(scope: Scope, pk: int) -> Hazard:
    """One hazard with mine, criterion, legal basis and root cause. Raises Hazard.DoesNotExist outside the scope."""
    related = (
        "mine", "mine__enterprise", "criterion", "criterion__criterion_set", "article__law", "reopens", "root_cause",
    )  # fmt: skip
    found: Hazard = Hazard.objects.within(scope).select_related(*related).get(pk=pk)
    return found


def hazards_of_mine(scope: Scope, mine: Mine) -> QuerySet[Hazard]:
    """The hazards of a mine, the latest first."""
    return Hazard.objects.within(scope).filter(mine=mine).select_related("criterion")


@dataclass(frozen=True, slots=True)
class Alike:
    """An open hazard that may be the same as the one being entered, with its likeness (0-100)."""

    hazard: Hazard
    likeness: float


def open_like(
    scope: Scope, mine: Mine, place: str, description: str, *, besides: int | None = None, least: int | None = None
) -> list[Alike]:
    """Open hazards of the same mine that may be the same one, the nearest first, at most five.

    `least` is the likeness from which one is offered, when the caller has read the setting already.
    """
    rows = Hazard.objects.within(scope).filter(mine=mine, state__in=list(OPEN_STATES)).order_by("-id")
    if besides is not None:
        rows = rows.exclude(pk=besides)
    least = number(mine.region_code, "near_likeness") if least is None else least
    found = [Alike(row, near(place, description, row.place, row.description)) for row in rows[:_COMPARED]]
    return sorted((one for one in found if one.likeness >= least), key=lambda one: -one.likeness)[:5]


# house: unscoped — measures are compared across mines to tell what was copied; only the number is shown
def other_measures(hazard: Hazard) -> list[Other]:
    """The measures of other hazards of the same county in the last year, the newest first."""
    since = clock.now() - timedelta(days=366)
    rows = (
        FivePoints.objects.unscoped("copies are found across mines")
        .filter(hazard__region_code=hazard.region_code, set_at__gte=since)
        .exclude(hazard=hazard)
        .select_related("hazard")
        .order_by("-id")[:_COMPARED]
    )
    return [Other(row.hazard.number, row.hazard.description, row.measures) for row in rows]


def recurrences(
    scope: Scope, hazard: Hazard, until: datetime | None = None, *, months: int | None = None
) -> QuerySet[Hazard]:
    """Other hazards of the same criterion in the same county within the months watched before this one was found.

    `months` when the caller has read the setting already.
    """
    if hazard.criterion_id is None:
        return Hazard.objects.within(Scope.nothing())
    months = number(hazard.region_code, "recurrence_months") if months is None else months
    start = hazard.found_at - timedelta(days=round(months * 30.44))
    found: QuerySet[Hazard] = (
        Hazard.objects.within(scope)
        .filter(criterion__code=hazard.criterion.code, region_code=hazard.region_code)  # type: ignore[union-attr]
        .filter(found_at__range=(start, until or clock.now()))
        .exclude(pk=hazard.pk)
        .select_related("mine")
        .order_by("-found_at")
    )
    return found


def numbered(scope: Scope, number: str) -> Hazard | None:
    """The hazard with a number (440785-2023-000012) inside a jurisdiction."""
    number = compared(number)
    serial = number.rpartition("-")[2]
    row: Hazard | None = Hazard.objects.within(scope).filter(pk=int(serial)).select_related("mine").first()
    return row if row is not None and row.number == number else None


LINKABLE = 12
"""Hazards of the mine that one page offers for a link; whoever looks for another narrows by words."""


def linkable(scope: Scope, hazard: Hazard, text: str = "", *, chosen: str = "") -> list[Hazard]:
    """Open hazards of the same mine that may be linked: those with the words, else the most alike first. The one
    `chosen` by its row number stays among them."""
    rows = hazards_of_mine(scope, hazard.mine).filter(state__in=list(OPEN_STATES)).exclude(pk=hazard.pk)
    rows = rows.filter(finding(text, "search_text"))
    found = list(rows[:_COMPARED])
    if not text.strip():
        found.sort(key=lambda row: -near(hazard.place, hazard.description, row.place, row.description))
    kept = found[:LINKABLE]
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 12 and all(str(row.pk) != chosen for row in kept):
        kept += hazards_of_mine(scope, hazard.mine).filter(pk=int(chosen)).exclude(pk=hazard.pk)
    return kept

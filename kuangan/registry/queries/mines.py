"""Mines: lists with filters, their facts and since when, their state on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.text import words_of
from kuangan.registry.models import FACTS, FactRecord, Licence, Mine, MineState
from kuangan.registry.rules import FACT_TYPES, tidy_code, warn_from
from kuangan.registry.states import LicenceKind, MineStatus


@dataclass(frozen=True)
class MineFilter:
    """What a list of mines is narrowed to; empty means everything.

    `licences`: "expiring" (within 90 days or over) or "missing" (no safety licence known).
    """

    text: str = ""
    county: str = ""
    kind: str = ""
    status: str = ""
    licences: str = ""
    facts: tuple[tuple[str, Any], ...] = ()
    is_closed_shown: bool = False


def mines(scope: Scope, narrow: MineFilter | None = None) -> QuerySet[Mine]:
    """Mines of a jurisdiction by county and name, with enterprise, present facts and `safety_licence_to`."""
    narrow = narrow or MineFilter(is_closed_shown=True)
    found: QuerySet[Mine] = Mine.objects.within(scope).select_related("enterprise", "current")
    if narrow.county:
        found = found.filter(region_code__startswith=prefix_of(narrow.county))
    if narrow.kind:
        found = found.filter(kind=narrow.kind)
    if narrow.status:
        found = found.filter(current__status=narrow.status)
    elif not narrow.is_closed_shown:
        found = found.exclude(current__status=MineStatus.CLOSED)
    for name, value in narrow.facts:
        if name in FACTS:
            found = found.filter(**{f"current__{name}": value})
    with_licence: QuerySet[Any] = _with_licence(_matching(found, narrow.text))
    if narrow.licences == "expiring":
        return with_licence.filter(safety_licence_to__lte=warn_from(clock.today()))
    if narrow.licences == "missing":
        return with_licence.filter(safety_licence_to__isnull=True)
    return with_licence


def mine(scope: Scope, mine_id: int) -> Mine:
    """One mine with its enterprise and present facts; Mine.DoesNotExist outside the scope."""
    found: Mine = Mine.objects.within(scope).select_related("enterprise", "current", "attached_to").get(pk=mine_id)
    return found


def state_on(scope: Scope, mine: Mine, day: date) -> MineState | None:
    """The facts of a mine as they were on a day, None when nothing is known of that day."""
    return (
        MineState.objects.within(scope)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), mine=mine, valid_from__lte=day)
        .first()
    )


def fact_records(scope: Scope, mine: Mine) -> QuerySet[FactRecord]:
    """Every statement about a mine, the latest day first, of one day the latest entry first."""
    return FactRecord.objects.within(scope).filter(mine=mine).order_by("-effective_on", "-pk")


def fact_since(scope: Scope, mine: Mine) -> dict[str, date]:
    """For every known fact the day since which it has had its present value, without a break."""
    states = MineState.objects.within(scope).filter(mine=mine).order_by("-valid_from").values("valid_from", *FACTS)
    stretches = list(states)
    if not stretches:
        return {}
    present, since = stretches[0], {}
    for name in FACT_TYPES:
        if present[name] is None:
            continue
        for stretch in stretches:
            if stretch[name] != present[name]:
                break
            since[name] = stretch["valid_from"]
    return since


def counts_by_status(scope: Scope) -> dict[str, int]:
    """How many mines of a jurisdiction stand in each status."""
    from django.db.models import Count

    rows = Mine.objects.within(scope).order_by().values_list("current__status").annotate(Count("pk"))
    return {status or "": number for status, number in rows}


def attached_dumps(scope: Scope, mine: Mine) -> QuerySet[Mine]:
    """The dump sites that belong to a mine."""
    return Mine.objects.within(scope).filter(attached_to=mine).select_related("current")


def _matching(found: QuerySet[Mine], text: str) -> QuerySet[Mine]:
    for word in words_of(text):
        wanted = Q(search_text__contains=word)
        if any(letter.isdigit() for letter in word):
            held = Licence.rows.filter(mine=OuterRef("pk"), number__contains=tidy_code(word))
            wanted |= Q(Exists(held))
        found = found.filter(wanted)
    return found


def _with_licence(found: QuerySet[Mine]) -> QuerySet[Mine]:
    held = (
        Licence.rows.filter(mine=OuterRef("pk"), kind=LicenceKind.SAFETY, ended_on__isnull=True)
        .order_by()
        .values("mine")
        .annotate(first=Min("valid_to"))
    )
    return found.annotate(safety_licence_to=Subquery(held.values("first")[:1]))

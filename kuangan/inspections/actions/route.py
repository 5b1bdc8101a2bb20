"""The route: areas in the order in which they were walked."""

from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.hazards.rules.words import says_nothing, tidy
from kuangan.inspections import kinds
from kuangan.inspections.actions.locking import check_seen, draft
from kuangan.inspections.models import CheckPhoto, MonthlyCheck, RouteArea
from kuangan.inspections.queries.checks import earlier_check
from kuangan.inspections.states import AreaResult

MOST_AREAS = 60


@dataclass(frozen=True)
class AreaEntry:
    """What was entered of one area. `result` is "" while it has not been walked; `words` say what was found."""

    name: str
    looked_at: str = ""
    result: str = ""
    words: str = ""
    walked_at: time | None = None


@transaction.atomic
def save_area(
    actor: Actor, check: MonthlyCheck, told: AreaEntry, *, area: RouteArea | None = None, entry_key: UUID | None = None,
    loose: tuple[int, ...] = (), seen: str = "",
) -> RouteArea:  # fmt: skip
    """Save an area, or add one at the end of the route; the same form sent twice (`entry_key`) adds one.

    `loose` are pictures of the check that were taken in before the area was saved; they go to it now. Raises Refused
    for an area without a name, «found» without words, and when the area was changed elsewhere since `seen`.
    """
    row = draft(actor, check)
    fields = _fields(told)
    held = _held(row, area, entry_key)
    if held is None:
        if row.areas.count() >= MOST_AREAS:
            raise Refused(_("A route has at most %(count)d areas.") % {"count": MOST_AREAS})
        last = row.areas.aggregate(last=Max("position"))["last"] or 0
        held = RouteArea(monthly_check=row, position=last + 1, entry_key=entry_key)
        wanted = True
    else:
        wanted = check_seen(seen, area_told(held), list(fields.values()))
    if wanted:
        for name, value in fields.items():
            setattr(held, name, value)
        held.save()
        record(actor, kinds.AREA_SAVED, row, place=held.name, area_result=held.result, words=held.words)
    if loose:
        CheckPhoto.rows.filter(monthly_check=row, pk__in=loose, area__isnull=True).update(area=held)
    return held


def _held(row: MonthlyCheck, area: RouteArea | None, key: UUID | None) -> RouteArea | None:
    """The area that is saved: the one named, or the one that this very form added already."""
    if area is not None:
        found: RouteArea | None = row.areas.filter(pk=area.pk).first()
        if found is None:
            raise Refused(_("This area was taken off the route meanwhile. Add it again if it belongs there."))
        return found
    if key is None:
        return None
    known: RouteArea | None = RouteArea.rows.filter(entry_key=key).first()
    if known is not None and known.monthly_check_id != row.pk:
        raise Refused(_("This form was already used for another check. Open a new form."))
    return known


def _fields(told: AreaEntry) -> dict[str, Any]:
    if not tidy(told.name):
        raise Refused(_("Give the area a name, as it is called in the mine."), "name")
    if told.result not in ("", *AreaResult.values):
        raise Refused(_("Say whether something was found."), "result")
    words = tidy(told.words)
    if told.result == AreaResult.FOUND and says_nothing(words, 4):
        raise Refused(_("Say what was found, in a few words at least."), "words")
    if told.result != AreaResult.FOUND and words:
        raise Refused(_("You wrote what was found. Choose “Something found”, or clear the words."), "result")
    return {
        "name": tidy(told.name)[:60], "looked_at": tidy(told.looked_at)[:300], "result": told.result, "words": words,
        "walked_at": told.walked_at,
    }  # fmt: skip


# house: no-actor — only reads what stands there
# house: not-atomic — writes nothing
def area_told(area: RouteArea) -> list[Any]:
    """What stands in an area, for comparing."""
    return [area.name, area.looked_at, area.result, area.words, area.walked_at]


@transaction.atomic
def remove_area(actor: Actor, check: MonthlyCheck, area: RouteArea) -> None:
    """Take an area off the route. Its pictures stay with the check; an area with a hazard stays on the route."""
    row = draft(actor, check)
    held: RouteArea | None = row.areas.filter(pk=area.pk).first()
    if held is None:
        return
    if held.findings.exists():
        raise Refused(_("A hazard is linked with this area. Take the hazard off the check first."))
    CheckPhoto.rows.filter(area=held).update(area=None)
    record(actor, kinds.AREA_REMOVED, row, place=held.name, words=held.words)
    held.delete()


@transaction.atomic
def copy_route(actor: Actor, check: MonthlyCheck) -> list[RouteArea]:
    """Take over the areas of the mine's latest signed check: names and order only, never results nor words.

    Areas that are there already are left out, so pressing twice adds nothing. Raises Refused without an earlier check.
    """
    row = draft(actor, check)
    earlier = earlier_check(actor.scope, row)
    if earlier is None:
        raise Refused(_("There is no earlier signed check of this mine to take the route from."))
    if earlier.mine_id != row.mine_id:
        raise OutOfScope
    there = {area.name for area in row.areas.all()}
    last = row.areas.aggregate(last=Max("position"))["last"] or 0
    names = [area.name for area in earlier.areas.all() if area.name not in there]
    made = RouteArea.rows.bulk_create(
        RouteArea(monthly_check=row, position=last + number, name=name) for number, name in enumerate(names, start=1)
    )
    if made:
        record(actor, kinds.ROUTE_COPIED, row, other=earlier.number, areas="、".join(names))
    return made

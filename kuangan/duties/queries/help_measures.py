"""Measures and events of the ledger of assistance (帮扶)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment
from kuangan.duties.queries.events import Happening
from kuangan.duties.queries.measures import Measure, Measured, cover_of
from kuangan.duties.rules.planning import Occurrence
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.rules import day, listed
from kuangan.governance.models import HelpRequest
from kuangan.governance.queries.measures import assistance_visits, help_requests
from kuangan.governance.states import HelpState
from kuangan.registry.models import Mine
from kuangan.registry.states import MineStatus

_SYSTEM = Scope.everywhere()
_HELP = "help:"
_MOST_NAMED = 5


# house: unscoped — derivation works for the whole plan
def helps_requested(mine_ids: set[int] | None) -> Iterator[Happening]:
    """Every request for help that stands; `kind` (beyond_ability, willing_but_weak) can be matched (七(五))."""
    for one in help_requests(mine_ids):
        data = {"kind": one.kind}
        on = clock.day_of(one.requested_at)
        yield Happening(Occurrence("help_requested", f"{_HELP}{one.pk}", on, one.entered_at, data), one.mine_id)


def visits_made(assignment: Assignment, arguments: Mapping[str, Any]) -> Measured:
    """How many help visits were made in the period, to the mine or in the authority's region."""
    cover = cover_of(assignment, arguments)
    rows = assistance_visits(
        _SYSTEM, assignment.mine_id, cover.start or assignment.period_start, cover.end or clock.today()
    )
    if assignment.mine_id is None:
        rows = rows.filter(request__region_code__startswith=prefix_of(assignment.region_code))
    number, latest = rows.count(), rows.first()
    if latest is None:
        return Measured(0, _("No help visit on record yet"), reverse("governance:list"))
    words = _("%(count)d help visits, the latest on %(day)s") % {"count": number, "day": day(latest.happened_on)}
    return Measured(float(number), words, reverse("governance:list"))


def enterprises_guided(assignment: Assignment, arguments: Mapping[str, Any]) -> Measured:
    """Per cent of the enterprises with mines in the region that were visited to help (一企一策), and who was not."""
    cover = cover_of(assignment, arguments)
    rows = assistance_visits(_SYSTEM, None, cover.start or assignment.period_start, cover.end or assignment.period_end)
    prefix = prefix_of(assignment.region_code)
    guided = set(
        rows.filter(request__region_code__startswith=prefix).values_list("request__mine__enterprise", flat=True)
    )
    mines = Mine.objects.within(_SYSTEM).filter(region_code__startswith=prefix)
    names = dict(mines.exclude(current__status=MineStatus.CLOSED).values_list("enterprise", "enterprise__name"))
    left = [name for pk, name in sorted(names.items()) if pk not in guided]
    share = 100 * (len(names) - len(left)) // len(names) if names else 100
    words = _("%(done)d of %(total)d enterprises guided") % {"done": len(names) - len(left), "total": len(names)}
    more = _("not yet: %(names)s") % {"names": "、".join(left[:_MOST_NAMED])} if left else ""
    return Measured(float(share), listed(words, more), reverse("governance:list"))


def help_given(assignment: Assignment, _arguments: Mapping[str, Any]) -> Measured:
    """Whether the request that opened the duty has been answered by help, with its report (七(五))."""
    key = assignment.period_key.removeprefix(f"event:{_HELP}")
    rows = HelpRequest.objects.within(_SYSTEM).filter(pk=int(key)) if key.isdecimal() else HelpRequest.rows.none()
    row = rows.first()
    if row is None:
        return Measured(0, _("The request for help is not on record any more"))
    held = row.state in (HelpState.HELPED, HelpState.CLOSED)
    words = _("asked on %(day)s") % {"day": day(row.requested_at)}
    return Measured(float(held), listed(words, row.get_state_display()), reverse("governance:request", args=[row.pk]))


MEASURES: dict[str, Measure] = {
    "governance.assistance_visits": visits_made,
    "governance.enterprises_guided": enterprises_guided,
    "governance.help_given": help_given,
}
"""By the name that plans use."""

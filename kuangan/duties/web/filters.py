"""The filter of the list and its export: what the address says, as a condition; chips with their counts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kuangan.duties.models import Assignment
from kuangan.duties.queries.desk import owed_by, waiting_for_me
from kuangan.duties.queries.listing import Narrowing, assignments, in_state
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import MINE_ROLES, Role
from kuangan.foundation.kernel.tallying import tallies
from kuangan.plan.models import Plan
from kuangan.registry.states import MineKind

CHIPS = (
    ("unsettled", _("Unsettled")),
    ("overdue", _("Overdue")),
    ("submitted", _("In review")),
    ("returned", _("Returned")),
    ("redo", _("Redo")),
    ("soon", _("Due within 7 days")),
    ("accepted", _("Completed")),
    ("voided", _("Not owed")),
    ("all", _("All")),
)
STATES = frozenset(key for key, _word in CHIPS) | {"open"}
OWN, MINES, REVIEW, OTHERS = "own", "mines", "review", "others"
_MINE_BEARERS = ("mine", "enterprise")


@dataclass(frozen=True, slots=True)
class ListFilter:
    """The list as its address asks for it. Unknown values do not narrow."""

    narrow: Narrowing
    state: str
    whose: str

    @property
    def wanted_state(self) -> str:
        """The state as the queries name it: all is everything that is owed."""
        return "" if self.state == "all" else self.state


def read(asked: QueryDict, plan: Plan | None) -> ListFilter:
    """The filter in an address, under the plan that the reader has chosen; without a state, what is unsettled."""
    state = asked.get("state", "") if asked.get("state", "") in STATES else "unsettled"
    mine = asked.get("mine", "")
    kind = asked.get("kind", "")
    narrow = Narrowing(
        plan=plan,
        county=asked.get("county", "")[:6],
        kind=kind if kind in MineKind.values else "",
        group=asked.get("group", "")[:40],
        duty=asked.get("duty", "")[:80],
        clause=asked.get("clause", "")[:40].replace('"', ""),
        bearer=asked.get("bearer", "")[:20],
        text=asked.get("q", "").strip()[:60],
        mine_id=int(mine) if mine.isdigit() and len(mine) < 12 else None,
    )
    whose = asked.get("whose", "")
    return ListFilter(narrow, state, whose if whose in (OWN, MINES, REVIEW, OTHERS) else "")


def base(actor: Actor, wanted: ListFilter) -> QuerySet[Assignment]:
    """Everything the filter covers, in every state."""
    narrow = wanted.narrow
    plain = Narrowing(
        narrow.plan, "", narrow.county, narrow.kind, narrow.group, narrow.duty, narrow.clause, narrow.bearer,
        narrow.text, narrow.mine_id,
    )  # fmt: skip
    return assignments(actor.scope, plain, every_state=True).filter(_whose(actor, wanted.whose))


def _whose(actor: Actor, whose: str) -> Q:
    if whose == OWN:
        return owed_by(actor)
    if whose == MINES:
        return Q(bearer_kind__in=_MINE_BEARERS)
    if whose == OTHERS:
        return ~Q(pk__in=Assignment.objects.within(actor.scope).filter(owed_by(actor)).values("pk"))
    if whose == REVIEW:
        return Q(pk__in=waiting_for_me(actor).order_by().values("pk"))
    return Q()


def counts(rows: QuerySet[Assignment]) -> dict[str, int]:
    """How many there are per chip, in one statement and no further than anybody leafs."""
    return tallies(rows, {key: in_state("" if key == "all" else key) for key in sorted(STATES)})


def tabs(actor: Actor) -> list[tuple[str, Any]]:
    """Whose duties a reader may choose between; mines see only their own and need no tabs."""
    if actor.roles and actor.roles <= MINE_ROLES | {Role.AGENCY_STAFF}:
        return []
    found: list[tuple[str, Any]] = [("", _("All bearers")), (MINES, _("Mines"))]
    if actor.roles - {Role.PROVINCE_SUPERVISOR, Role.AUDITOR}:
        found.append((OWN, _("Our own")))
    if actor.roles & {Role.COUNTY_REVIEWER, Role.COUNTY_LEADER, Role.CITY_OFFICE, Role.CITY_LEADER}:
        found.append((REVIEW, _("For my review")))
    return found

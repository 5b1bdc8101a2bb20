"""Help requests narrowed by one filter: for the page, the panels and the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel.text import finding
from kuangan.governance.models import HelpRequest
from kuangan.governance.states import OPEN_STATES, HelpKind, HelpState, Topic

OPEN, ALL = "open", "all"
STATES = frozenset({OPEN, ALL, *HelpState.values})


@dataclass(frozen=True, slots=True)
class HelpFilter:
    """The list as its address asks for it; empty values and unknown words do not narrow. `state` is one of STATES."""

    state: str = ""
    kind: str = ""
    topic: str = ""
    county: str = ""
    mine_id: int | None = None
    text: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "HelpFilter":
        """From the words of an address: state, kind, topic, county, mine, q."""
        county, mine = asked.get("county", ""), asked.get("mine", "")
        state, kind, topic = asked.get("state", ""), asked.get("kind", ""), asked.get("topic", "")
        return cls(
            state if state in STATES else "",
            kind if kind in HelpKind.values else "",
            topic if topic in Topic.values else "",
            county if county.isascii() and county.isdigit() and len(county) == 6 else "",
            int(mine) if mine.isascii() and mine.isdigit() and len(mine) < 12 else None,
            asked.get("q", "").replace("\x00", "").strip()[:60],
        )


def requests(scope: Scope, wanted: HelpFilter | None = None) -> QuerySet[HelpRequest]:
    """Help requests of a jurisdiction with their mines: open ones the longest waiting first, others the newest."""
    told = wanted or HelpFilter()
    found = _narrowed(scope, told).filter(_in_state(told.state)).select_related("mine")
    if told.state == OPEN or told.state in OPEN_STATES:
        return found.order_by("requested_at", "id")
    return found.order_by("-requested_at", "-id")


def state_counts(scope: Scope, wanted: HelpFilter) -> dict[str, int]:
    """How many there are in each state, and open and all, by the rest of the filter; one statement."""
    rows: Any = _narrowed(scope, wanted).order_by().values_list("state").annotate(total=Count("pk"))
    held: dict[str, int] = dict(rows)
    told = {str(state): held.get(str(state), 0) for state in HelpState.values}
    return {OPEN: sum(held.get(str(state), 0) for state in OPEN_STATES), **told, ALL: sum(held.values())}


def _in_state(state: str) -> Q:
    if state == OPEN:
        return Q(state__in=sorted(OPEN_STATES))
    return Q() if state in ("", ALL) else Q(state=state)


def _narrowed(scope: Scope, told: HelpFilter) -> QuerySet[HelpRequest]:
    found: QuerySet[HelpRequest] = HelpRequest.objects.within(scope)
    exact = {"kind": told.kind, "topic": told.topic, "mine_id": told.mine_id}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if told.county:
        found = found.filter(inside("region_code", prefix_of(told.county)))
    return found.filter(finding(told.text, "search_text", "mine__search_text"))

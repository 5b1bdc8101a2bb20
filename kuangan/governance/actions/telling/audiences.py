"""Who hears of which act about help, and as what: by the kind of its record in the trail."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from kuangan.access.queries.addressing import staff_of
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.notices.kinds import Kind
from kuangan.governance import kinds
from kuangan.governance.models import HelpRequest
from kuangan.governance.states import OPEN_STATES, HelpState
from kuangan.hazards.queries.recipients import People


class Around:
    """The people around some requests, read in a statement for the mines and one for the agencies."""

    def __init__(self, actor: Actor, people: People, rows: Collection[HelpRequest]) -> None:
        self._people = people
        people.look_up({row.mine_id for row in rows}, {row.mine.enterprise_id for row in rows})
        self._agencies: dict[int | None, set[int]] = defaultdict(set)
        agencies = {row.agency_id for row in rows if row.agency_id is not None}
        for one in staff_of(actor, {Role.AGENCY_STAFF}, agencies=agencies):
            self._agencies[one.agency_id].add(one.user_id)

    def mine(self, row: HelpRequest) -> set[int]:
        """Everybody who works for the mine."""
        return self._people.of_mine(row.mine_id, row.mine.enterprise_id)

    def county(self, row: HelpRequest) -> set[int]:
        """Officers and leaders of the county bureau."""
        return self._people.of_county(row.region_code)

    def agency(self, row: HelpRequest) -> set[int]:
        """The people of the agency that helps now; nobody when no agency helps."""
        return self._agencies.get(row.agency_id, set()) if row.agency_id is not None else set()


Told = tuple[Kind, Iterable[int], str]
"""A kind, whom it is told, and the tail of its key ("" for the first notice about an act)."""
Of = Callable[[Around, HelpRequest, AuditEvent], Iterable[Told]]


def _to_mine(kind: Kind) -> Of:
    return lambda around, row, event: [(kind, around.mine(row), "")]


def _asked(around: Around, row: HelpRequest, event: AuditEvent) -> Iterator[Told]:
    """The county answers, unless it has or the request was taken back; what it raised itself the mine learns of."""
    if row.by_bureau:
        yield kinds.TOLD_RAISED, around.mine(row), ""
    elif row.state == HelpState.REQUESTED:
        yield kinds.TOLD_ASKED, around.county(row), ""


def _helped_by(kind: Kind) -> Of:
    """The mine learns who helps, and the agency that it was named, while it still is."""

    def told(around: Around, row: HelpRequest, event: AuditEvent) -> Iterator[Told]:
        yield kind, around.mine(row), ""
        is_present = row.state in OPEN_STATES and (event.details or {}).get("helper") == row.helper
        if is_present and row.agency_id is not None:
            yield kinds.TOLD_NAMED, around.agency(row), ":agency"

    return told


def _reported(around: Around, row: HelpRequest, event: AuditEvent) -> Iterator[Told]:
    """The mine reads it; the county closes, unless it has."""
    yield kinds.TOLD_REPORTED, around.mine(row), ""
    if row.state == HelpState.HELPED:
        yield kinds.TOLD_TO_CLOSE, around.county(row), ":close"


def _objected(around: Around, row: HelpRequest, event: AuditEvent) -> Iterator[Told]:
    yield kinds.TOLD_OBJECTED, around.county(row), ""


def _taken_back(around: Around, row: HelpRequest, event: AuditEvent) -> Iterator[Told]:
    """The other side, and the agency that was to help."""
    other = around.mine(row) if row.by_bureau else around.county(row)
    yield kinds.TOLD_TAKEN_BACK, other | around.agency(row), ""


ABOUT: dict[str, Of] = {
    kinds.ASKED.name: _asked,
    kinds.ASSIGNED.name: _helped_by(kinds.TOLD_ASSIGNED),
    kinds.REPLACED.name: _helped_by(kinds.TOLD_REPLACED),
    kinds.DECLINED.name: _to_mine(kinds.TOLD_DECLINED),
    kinds.TAKEN_BACK.name: _taken_back,
    kinds.VISITED.name: _to_mine(kinds.TOLD_VISITED),
    kinds.REPORTED.name: _reported,
    kinds.CLOSED.name: _to_mine(kinds.TOLD_CLOSED),
    kinds.OBJECTED.name: _objected,
}
"""By the kind of the record."""

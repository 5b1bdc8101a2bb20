"""Events of the registry as plans name them: status changes, appointments, contractors engaged and cleared."""

from collections.abc import Iterator

from kuangan.duties.queries.events import Happening
from kuangan.duties.rules.planning import Occurrence
from kuangan.registry.models import Appointment, Engagement, MineState

_WHY = "derivation works for the whole plan"


def status_changes(mine_ids: set[int] | None) -> Iterator[Happening]:
    """Every change from one status to another; `to` and `from` can be matched."""
    rows = MineState.objects.unscoped(_WHY).order_by("mine_id", "valid_from")
    if mine_ids is not None:
        rows = rows.filter(mine_id__in=mine_ids)
    before: tuple[int, str] | None = None
    for mine_id, status, day, known_at in rows.values_list("mine_id", "status", "valid_from", "known_at").iterator():
        if before is not None and before[0] == mine_id and before[1] != status:
            data = {"to": status, "from": before[1]}
            yield Happening(
                Occurrence("status_changed", f"status:{mine_id}:{day.isoformat()}", day, known_at, data), mine_id
            )
        before = (mine_id, status)


def appointments(mine_ids: set[int] | None) -> Iterator[Happening]:
    """Every appointment to a post; `post` can be matched."""
    rows = Appointment.objects.unscoped(_WHY).order_by("pk")
    if mine_ids is not None:
        rows = rows.filter(mine_id__in=mine_ids)
    for pk, post, day, entered_at, mine_id, authority_id in rows.values_list(
        "pk", "post", "appointed_on", "entered_at", "mine_id", "authority_id"
    ).iterator():
        if mine_id is None and authority_id is None:
            continue
        yield Happening(
            Occurrence("appointed", f"appointment:{pk}", day, entered_at, {"post": post}), mine_id, authority_id
        )


def engagements(mine_ids: set[int] | None) -> Iterator[Happening]:
    """Every contractor that began to work in a mine."""
    for row in _engagements(mine_ids):
        yield Happening(
            Occurrence("contractor_engaged", f"engagement:{row.pk}", row.started_on, row.entered_at), row.mine_id
        )


def clearings(mine_ids: set[int] | None) -> Iterator[Happening]:
    """Every contractor that was cleared out."""
    for row in _engagements(mine_ids):
        if row.cleared_out_on is not None:
            yield Happening(
                Occurrence("contractor_cleared", f"clearing:{row.pk}", row.cleared_out_on, row.entered_at), row.mine_id
            )


def _engagements(mine_ids: set[int] | None) -> Iterator[Engagement]:
    rows = Engagement.objects.unscoped(_WHY).order_by("pk")
    if mine_ids is not None:
        rows = rows.filter(mine_id__in=mine_ids)
    yield from rows.iterator()

"""Grants of administration: asked for by the security administrator, confirmed by a system administrator."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.access import kinds
from kuangan.access.actions.grants import Place, check_grant, keep_apart, wording, write_grant
from kuangan.access.actions.telling import tell_auditors, tell_confirmers
from kuangan.access.models import SCOPE_FIELDS, GrantRecord, GrantRequest, User
from kuangan.access.queries import reach
from kuangan.access.queries.persons import traits_of, why_not_two_people
from kuangan.access.states import REQUEST_CHART, RequestState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.roles import ADMIN_ROLES
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope, Refused


@transaction.atomic
def ask_for_administration(
    actor: Actor, user: User, *, role: str, place: Place, valid_from: date | None = None,
    valid_to: date | None = None, reason: str = "",
) -> GrantRequest:  # fmt: skip
    """Ask that `user` be given an administration; it counts once a system administrator has confirmed it."""
    if role not in ADMIN_ROLES:
        raise Refused(_("Only an administration needs a second person."), field="role")
    if not reason.strip():
        raise Refused(_("Write down the reason; whoever confirms reads it."), field="reason")
    start = check_grant(actor, user, role, place, valid_from, valid_to)
    if GrantRequest.objects.filter(user=user, state=RequestState.WAITING).exists():
        raise Refused(_("A request for this account waits for confirmation already."))
    asked = GrantRequest(
        user=user, role=role, valid_from=start, valid_to=valid_to, reason=reason.strip()[:300],
        requested_by=actor.name, requested_by_id=actor.user_id, **place.columns(),
    )  # fmt: skip
    asked.save(force_insert=True)
    record(actor, kinds.ADMINISTRATION_ASKED, user, after=wording(asked), reason=asked.reason)
    tell_auditors(kinds.TOLD_ASKED, asked, f"access.asked:{asked.pk}", actor)
    tell_confirmers(asked, actor)
    return asked


@transaction.atomic
def confirm_administration(actor: Actor, asked: GrantRequest) -> GrantRecord:
    """Confirm what another administrator asked for, so that the grant counts. Never by who asked or who gets it."""
    require(actor, "access.confirm_grant")
    if not reach.requests_to_confirm(actor).filter(pk=asked.pk).exists():
        raise OutOfScope
    row = GrantRequest.objects.select_for_update().select_related("user").get(pk=asked.pk)
    row.state = REQUEST_CHART.move(row.state, "confirm")
    if not actor.is_system:
        for other_id, other in ((row.requested_by_id, row.requested_by), (row.user_id, row.user.name)):
            if why_not_two_people(actor, other_id, other):
                raise Refused(_("Whoever asked for it or receives it cannot confirm it. Ask another administrator."))
    start = max(row.valid_from, clock.today())
    if row.valid_to is not None and row.valid_to < start:
        raise Refused(_("The time for which it was asked is over. Decline it."))
    keep_apart(traits_of(row.user), row.role, start, row.valid_to, user_id=row.user_id)
    _decide(actor, row)
    return write_grant(
        actor, GrantRecord(
            user=row.user, role=row.role, organisation=row.organisation, valid_from=start, valid_to=row.valid_to,
            reason=row.reason, granted_by=f"{row.requested_by}、{actor.name}"[:100], granted_by_id=row.requested_by_id,
            **{name: getattr(row, name) for name in SCOPE_FIELDS},
        )
    )  # fmt: skip


@transaction.atomic
def decline_administration(actor: Actor, asked: GrantRequest) -> GrantRequest:
    """The second administrator declines it."""
    require(actor, "access.confirm_grant")
    if not reach.requests_to_confirm(actor).filter(pk=asked.pk).exists():
        raise OutOfScope
    return _end(actor, asked)


@transaction.atomic
def take_back_administration(actor: Actor, asked: GrantRequest) -> GrantRequest:
    """Take a request back, by whoever may ask for such a grant."""
    require(actor, "access.grant")
    if not reach.requests_reached(actor).filter(pk=asked.pk).exists():
        raise OutOfScope
    return _end(actor, asked)


def _end(actor: Actor, asked: GrantRequest) -> GrantRequest:
    row = GrantRequest.objects.select_for_update().select_related("user").get(pk=asked.pk)
    row.state = REQUEST_CHART.move(row.state, "decline")
    _decide(actor, row)
    record(actor, kinds.ADMINISTRATION_DECLINED, row.user, before=wording(row))
    return row


def _decide(actor: Actor, row: GrantRequest) -> None:
    row.decided_by, row.decided_by_id, row.decided_at = actor.name[:100], actor.user_id, clock.now()
    row.save(update_fields=["state", "decided_by", "decided_by_id", "decided_at"])

"""Invitations: a link that makes one account with one grant, once, within a few days."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.access import kinds, rules
from kuangan.access.actions.accounts import new_account
from kuangan.access.actions.grants import Place, check_offer, keep_apart, wording
from kuangan.access.models import SCOPE_FIELDS, GrantRecord, Invitation, User
from kuangan.access.queries import reach
from kuangan.access.queries.persons import traits_of
from kuangan.access.rules.persons import Traits
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.roles import ADMIN_ROLES
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope, Refused

LONGEST_DAYS = 14


@transaction.atomic
def invite(
    actor: Actor, *, name: str, role: str, place: Place, phone: str = "", days: int = 7, grant_until: date | None = None
) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which is returned once and stored only as a hash.

    `days` (1 to 14) is how long the link works; `grant_until` ends the grant that it gives.
    """
    require(actor, "access.invite")
    check_offer(actor, role, place)
    if role in ADMIN_ROLES:
        raise Refused(_("Administrators are not invited by link: create the account and grant the role."), field="role")
    if not name.strip():
        raise Refused(_("Enter the person's name."), field="name")
    if phone and not rules.is_phone(phone):
        raise Refused(_("This is not a telephone number: enter 11 digits, or area code and number."), field="phone")
    keep_apart(Traits(name, phone), role, clock.today(), grant_until)
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(_("An invitation is valid for 1 to 14 days."), field="days")
    token = rules.new_token()
    invitation = Invitation(
        token_hash=rules.token_hash(token),
        name=name.strip(),
        phone=phone,
        role=role,
        grant_until=grant_until,
        invited_by=actor.name,
        invited_by_id=actor.user_id,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
        **place.columns(),
    )
    invitation.save(force_insert=True)
    record(actor, kinds.INVITED, invitation, after=wording(invitation), name=invitation.name)
    return invitation, token


@transaction.atomic
def accept_invitation(actor: Actor, token: str, *, username: str, password: str) -> User:
    """A visitor (`Actor.nobody`) with the link chooses name and password; account and grant are made together."""
    invitation = Invitation.objects.select_for_update().filter(token_hash=rules.token_hash(token)).first()
    if invitation is None or not invitation.is_open:
        raise Refused(_("This invitation has been used, withdrawn or has expired. Ask for a new one."))
    user, _unused = new_account(
        username=username, name=invitation.name, phone=invitation.phone, password=password, must_change=False
    )
    keep_apart(traits_of(user), invitation.role, clock.today(), invitation.grant_until, user_id=user.pk)
    found = GrantRecord(
        user=user,
        role=invitation.role,
        organisation=invitation.organisation,
        valid_from=clock.today(),
        valid_to=invitation.grant_until,
        granted_by=invitation.invited_by,
        granted_by_id=invitation.invited_by_id,
        **{name: getattr(invitation, name) for name in SCOPE_FIELDS},
    )
    found.save(force_insert=True)
    invitation.used_at, invitation.used_by = clock.now(), user
    invitation.save(update_fields=["used_at", "used_by"])
    who = Actor(user_id=user.pk, name=user.name, organisation=found.organisation, address=actor.address)
    record(who, kinds.INVITATION_ACCEPTED, user, after=wording(found), invitation=invitation.pk)
    return user


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """Make an unused link worthless."""
    require(actor, "access.invite")
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not reach.invitations_reached(actor).filter(pk=invitation.pk).exists():
        raise OutOfScope
    if not invitation.is_open:
        raise Refused(_("This invitation has been used, withdrawn or has expired."))
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(actor, kinds.INVITATION_WITHDRAWN, invitation, name=invitation.name)
    return invitation

"""Ending sessions: one device by its holder, all of an account by the security administrator."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kuangan.access import kinds
from kuangan.access.models import ApiToken, User
from kuangan.access.queries import reach
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope, Refused


def cut_off(user: User) -> None:
    """Make every session and API token of the account worthless from now on. Part of verbs that leave the record."""
    ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=clock.real_now())
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    UserSession.objects.filter(user=user).delete()
    user.refresh_from_db(fields=["session_epoch"])


def wholly_reached(actor: Actor, user: User) -> User:
    """The locked row of an account of the administrator's area. Part of verbs that touch what opens the account.

    OutOfScope for people of another area; Refused for people who also hold a role outside it.
    """
    require(actor, "access.administer_accounts")
    user = User.objects.select_for_update().get(pk=user.pk)
    if not reach.reaches(actor, user):
        raise OutOfScope
    if not reach.reaches_wholly(actor, user):
        raise Refused(
            _(
                "This person also holds a role outside your jurisdiction. Ask the security administrator who is in "
                "charge of both."
            )
        )
    return user


@transaction.atomic
def end_sessions(actor: Actor, user: User) -> None:
    """End every session of an account."""
    user = wholly_reached(actor, user)
    cut_off(user)
    record(actor, kinds.SESSIONS_ENDED, user)


@transaction.atomic
def end_other_sessions(actor: Actor, user: User, *, keep: str) -> None:
    """End every session of one's own account but the one with the key `keep`: what opens the account has changed.

    The caller gives the kept session its new stamp (`update_session_auth_hash`).
    """
    if user.pk != actor.user_id:
        raise Refused(_("Sessions are ended by their holder or by the security administrator."))
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    UserSession.objects.filter(user=user).exclude(session_key=keep).delete()
    user.refresh_from_db(fields=["session_epoch"])
    record(actor, kinds.OTHER_SESSIONS_ENDED, user)


@transaction.atomic
def end_own_session(actor: Actor, user: User, session_id: int) -> None:
    """End one of one's own sessions, on this or another device. Refused when it has ended already."""
    session = UserSession.objects.select_for_update().filter(pk=session_id, user_id=actor.user_id, user=user).first()
    if session is None:
        raise Refused(_("This session has already ended."))
    device, address = session.user_agent[:200], session.ip
    session.end()
    record(actor, kinds.SESSION_ENDED, user, device=device, ended_address=address)

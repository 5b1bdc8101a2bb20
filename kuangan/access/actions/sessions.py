"""Ending sessions: one device by its holder, all of an account by the security administrator."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kuangan.access import kinds
from kuangan.access.models import User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import Refused


def cut_off(user: User) -> None:
    """Make every session of the account worthless from this moment. Part of other verbs, which leave the record."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    UserSession.objects.filter(user=user).delete()
    user.refresh_from_db(fields=["session_epoch"])


@transaction.atomic
def end_sessions(actor: Actor, user: User) -> None:
    """End every session of an account."""
    require(actor, "access.administer_accounts")
    cut_off(user)
    record(actor, kinds.SESSIONS_ENDED, user)


@transaction.atomic
def end_own_session(actor: Actor, user: User, session_id: int) -> None:
    """End one of one's own sessions, on this or another device. Refused when it has ended already."""
    session = UserSession.objects.select_for_update().filter(pk=session_id, user_id=actor.user_id, user=user).first()
    if session is None:
        raise Refused(_("This session has already ended."))
    device, address = session.user_agent[:200], session.ip
    session.end()
    record(actor, kinds.SESSION_ENDED, user, device=device, ended_address=address)

"""The mail address of an account: set by its holder or by the administrator, for notices only and never to sign in."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.access import kinds
from kuangan.access.actions.sessions import wholly_reached
from kuangan.access.models import User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import Refused


@transaction.atomic
def set_own_email(actor: Actor, *, email: str) -> User:
    """The holder's own mail address; empty for none. The record says that it changed, not what it is."""
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    return _set(actor, user, email)


@transaction.atomic
def set_email(actor: Actor, user: User, *, email: str) -> User:
    """The mail address of somebody else's account, set by the security administrator who reaches it wholly."""
    if user.pk == actor.user_id:
        return set_own_email(actor, email=email)
    return _set(actor, wholly_reached(actor, user), email)


def _set(actor: Actor, user: User, email: str) -> User:
    email = email.strip()
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise Refused(_("This is not a mail address, such as name@example.cn."), field="email") from None
    if email != user.email:
        user.email = email
        user.save(update_fields=["email"])
        record(actor, kinds.EMAIL_CHANGED, user)
    return user

"""Identities of the provider (统一身份认证): noted by an administrator or connected by the holder, and disconnected."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.access import kinds, rules
from kuangan.access.actions.sessions import cut_off, wholly_reached
from kuangan.access.models import ExpectedIdentity, User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused


@transaction.atomic
def note_identity(actor: Actor, user: User, *, value: str) -> ExpectedIdentity:
    """The security administrator notes by which identity the account's holder will come; it works once, then is bound.

    `value` is that of the claim named in KUANGAN_OIDC_CLAIM, such as a staff number.
    """
    require(actor, "access.note_identity")
    if user.pk == actor.user_id:
        raise Refused(_("Your own account is administered by another security administrator."))
    user = wholly_reached(actor, user)
    value = rules.claimed({"value": value}, "value")
    if not value:
        raise Refused(_("Enter the identity as the provider shows it."), field="value")
    open_ones = ExpectedIdentity.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True)
    if open_ones.filter(value=value).exclude(user=user).exists():
        raise Refused(_("This identity is noted for another account."), field="value")
    open_ones.filter(user=user).update(withdrawn_at=clock.now())
    noted = ExpectedIdentity.objects.create(user=user, value=value, noted_by=actor.name, noted_by_id=actor.user_id)
    record(actor, kinds.IDENTITY_NOTED, user, identity=value)
    return noted


@transaction.atomic
def withdraw_identity(actor: Actor, user: User) -> None:
    """A noted identity no longer opens the account."""
    require(actor, "access.note_identity")
    user = wholly_reached(actor, user)
    found = ExpectedIdentity.objects.filter(user=user, used_at__isnull=True, withdrawn_at__isnull=True)
    if not found.update(withdrawn_at=clock.now()):
        raise Refused(_("No identity is noted for this account."))
    record(actor, kinds.IDENTITY_WITHDRAWN, user)


@transaction.atomic
def use_noted_identity(actor: Actor, *, provider: str, subject: str, value: str) -> User | None:
    """Somebody (`Actor.nobody`) comes with an identity for the first time: bind it where it is noted, else None."""
    open_ones = ExpectedIdentity.objects.select_for_update().filter(used_at__isnull=True, withdrawn_at__isnull=True)
    noted = open_ones.filter(value=value).first() if value else None
    if noted is None:
        return None
    user = User.objects.select_for_update().get(pk=noted.user_id)
    if not user.is_active or SocialAccount.objects.filter(user=user, provider=provider).exists():
        return None
    noted.used_at = clock.now()
    noted.save(update_fields=["used_at"])
    SocialAccount.objects.create(user=user, provider=provider, uid=subject)
    record(actor, kinds.IDENTITY_CONNECTED, user, way="noted")
    return user


@transaction.atomic
def connect_identity(actor: Actor, user: User, *, provider: str, subject: str) -> SocialAccount:
    """The holder, who has just entered the password again, connects an identity to the own account."""
    if user.pk != actor.user_id:
        raise Refused(_("An identity is connected by the holder of the account."))
    user = User.objects.select_for_update().get(pk=user.pk)
    holder = SocialAccount.objects.filter(provider=provider, uid=subject).first()
    if holder is not None:
        own = holder.user_id == user.pk
        raise Refused(
            _("This identity is connected already.") if own else _("This identity is connected to another account.")
        )
    if SocialAccount.objects.filter(user=user, provider=provider).exists():
        raise Refused(_("Another identity is connected to your account. Disconnect it first."))
    found = SocialAccount.objects.create(user=user, provider=provider, uid=subject)
    record(actor, kinds.IDENTITY_CONNECTED, user, way="own")
    return found


@transaction.atomic
def disconnect_identity(actor: Actor, user: User) -> None:
    """No identity opens the account any more: by its holder, or by the security administrator (sessions end then)."""
    own = user.pk == actor.user_id
    if own:
        user = User.objects.select_for_update().get(pk=user.pk)
    else:
        require(actor, "access.note_identity")
        user = wholly_reached(actor, user)
    removed, _tables = SocialAccount.objects.filter(user=user).delete()
    if not removed:
        raise Refused(_("No identity is connected to this account."))
    if not own:
        cut_off(user)
    record(actor, kinds.IDENTITY_DISCONNECTED, user)

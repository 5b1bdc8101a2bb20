"""Accounts: created, disabled, enabled; temporary passwords."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.access import kinds, rules
from kuangan.access.actions.sessions import cut_off, wholly_reached
from kuangan.access.models import User
from kuangan.access.queries import reach
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.text import compared, named


@transaction.atomic
def create_account(
    actor: Actor, *, username: str, name: str, phone: str = "", password: str | None = None
) -> tuple[User, str]:
    """A new account and its temporary password, to be shown once and changed at first sign-in."""
    require(actor, "access.administer_accounts")
    home = min(reach.area_of(actor).regions, default="")
    user, temporary = new_account(username=username, name=name, phone=phone, password=password, home_region=home)
    record(actor, kinds.ACCOUNT_CREATED, user)
    return user, temporary


def new_account(
    *,
    username: str,
    name: str,
    phone: str,
    password: str | None,
    must_change: bool = True,
    home_region: str = "",
) -> tuple[User, str]:
    """The row itself, with its checks; the calling verb answers for the right and the record."""
    username, name = compared(username), named(name)
    if not rules.is_sign_in_name(username):
        raise Refused(
            _("Use 2 to 60 letters or Chinese characters, not both, with digits, dots, hyphens or underscores."),
            field="username",
        )
    if not name:
        raise Refused(_("Enter the person's name."), field="name")
    if phone and not rules.is_phone(phone):
        raise Refused(_("This is not a telephone number: enter 11 digits, or area code and number."), field="phone")
    if User.objects.filter(username=username).exists():
        raise Refused(_("This sign-in name is taken. Choose another one."), field="username")
    user = User(
        username=username,
        name=name,
        phone=phone,
        must_change_password=must_change,
        home_region=home_region,
    )
    if password is not None and not must_change:
        check_password_strength(password, user)
    temporary = password if password is not None else rules.temporary_password()
    user.set_password(temporary)
    user.save(force_insert=True)
    return user, temporary


def check_password_strength(password: str, user: User, field: str = "password") -> None:
    """Refused, with what is missing, when a chosen password does not satisfy the password rules."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field=field) from error


@transaction.atomic
def disable_account(actor: Actor, user: User, *, reason: str) -> User:
    """Close an account; its sessions end at once, its history stays."""
    user = _another(actor, user)
    if not user.is_active:
        raise Refused(_("This account is already disabled."))
    if not reason.strip():
        raise Refused(_("Write down the reason."), field="reason")
    user.is_active = False
    user.save(update_fields=["is_active"])
    cut_off(user)
    record(actor, kinds.ACCOUNT_DISABLED, user, reason=reason)
    return user


@transaction.atomic
def enable_account(actor: Actor, user: User, *, reason: str) -> User:
    """Open a disabled account again; its grants count as before if they are still valid."""
    user = _another(actor, user)
    if user.is_active:
        raise Refused(_("This account is already enabled."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(actor, kinds.ACCOUNT_ENABLED, user, reason=reason)
    return user


@transaction.atomic
def reset_password(actor: Actor, user: User) -> str:
    """A temporary password, returned once and stored only as a hash; every session of the account ends."""
    user = _another(actor, user)
    temporary = rules.temporary_password()
    user.set_password(temporary)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    cut_off(user)
    record(actor, kinds.PASSWORD_RESET, user)
    return temporary


@transaction.atomic
def reset_second_factor(actor: Actor, user: User) -> None:
    """Remove a lost authenticator app and its recovery codes; every session of the account ends."""
    user = _another(actor, user)
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise Refused(_("This account has no second factor."))
    cut_off(user)
    record(actor, kinds.SECOND_FACTOR_REMOVED, user)


@transaction.atomic
def note_password_changed(actor: Actor, user: User) -> None:
    """The holder has chosen a new password: nothing is forced any more."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.must_change_password = False
    record(actor, kinds.PASSWORD_CHANGED, user)


@transaction.atomic
def set_preferences(actor: Actor, user: User, *, language: str, large_type: bool) -> User:
    """The holder's own display settings, taken along to every device."""
    if user.pk != actor.user_id:
        raise Refused(_("Display settings belong to the person."))
    before = {"language": user.language, "large_type": user.large_type}
    user.language, user.large_type = language, large_type
    user.save(update_fields=["language", "large_type"])
    after = {"language": language, "large_type": large_type}
    if before != after:
        record(actor, kinds.PREFERENCES_CHANGED, user, before=before, after=after)
    return user


def _another(actor: Actor, user: User) -> User:
    """The locked row of somebody else's account, whose credentials are about to change."""
    if user.pk == actor.user_id:
        require(actor, "access.administer_accounts")
        raise Refused(_("Your own account is administered by another security administrator."))
    return wholly_reached(actor, user)

"""Grants: given by the security administrator within their own jurisdiction, never to themselves, and revoked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kuangan.access import kinds, rules
from kuangan.access.actions.sessions import cut_off
from kuangan.access.actions.telling import tell_auditors
from kuangan.access.models import SCOPE_FIELDS, GrantRecord, Scoped, User
from kuangan.access.queries import reach
from kuangan.access.queries.persons import accounts_of_person, traits_of
from kuangan.access.rules.persons import Traits
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.roles import ADMIN_ROLES, Role
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.registry.models import Agency, Authority, Enterprise, Mine, Region


@dataclass(frozen=True)
class Place:
    """Where a grant holds: exactly one of the five. `organisation` is the wording; found from the place when empty."""

    region_code: str = ""
    authority: Authority | None = None
    enterprise: Enterprise | None = None
    mine: Mine | None = None
    agency: Agency | None = None
    organisation: str = ""

    @property
    def named(self) -> list[str]:
        """The scope fields that are filled in."""
        return [name for name in SCOPE_FIELDS if getattr(self, name)]

    def columns(self) -> dict[str, Any]:
        """The values for the row."""
        values: dict[str, Any] = {name: getattr(self, name) for name in SCOPE_FIELDS}
        return {**values, "organisation": (self.organisation or self._wording())[:200]}

    def _wording(self) -> str:
        for found in (self.authority, self.mine, self.enterprise, self.agency):
            if found is not None:
                return found.name
        region = Region.objects.filter(pk=self.region_code).first()
        return region.name if region else self.region_code


@transaction.atomic
def grant(
    actor: Actor,
    user: User,
    *,
    role: str,
    place: Place,
    valid_from: date | None = None,
    valid_to: date | None = None,
    reason: str = "",
) -> GrantRecord:
    """Let `user` act as `role` in `place`, from today unless another day is named; both end days count.

    An administration is granted by two people (`administrations.ask`, `confirm`); here only by the machine itself.
    """
    if role in ADMIN_ROLES and not actor.is_system:
        raise Refused(_("An administration is asked for by one person and confirmed by another."), field="role")
    start = check_grant(actor, user, role, place, valid_from, valid_to)
    return write_grant(
        actor, GrantRecord(user=user, role=role, valid_from=start, valid_to=valid_to, reason=reason[:300],
                           granted_by=actor.name, granted_by_id=actor.user_id, **place.columns())
    )  # fmt: skip


# house: not-atomic — belongs to the transaction of the act
def check_grant(
    actor: Actor, user: User, role: str, place: Place, valid_from: date | None, valid_to: date | None
) -> date:
    """Raise Refused or OutOfScope when the actor cannot give this grant; returns its first day."""
    check_offer(actor, role, place)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not reach.reaches(actor, user):
        raise OutOfScope
    if user.pk == actor.user_id:
        raise Refused(_("Nobody grants anything to themselves. Ask another security administrator."))
    start = valid_from or clock.today()
    if valid_to is not None and valid_to < start:
        raise Refused(_("The last day lies before the first day."), field="valid_to")
    _refuse_doubles(user, role, place, start)
    keep_apart(traits_of(user), role, start, valid_to, user_id=user.pk)
    return start


# house: not-atomic — belongs to the transaction of the act
def write_grant(actor: Actor, row: GrantRecord) -> GrantRecord:
    """Store a grant that has been checked, with its record; the audit administrators learn of an administration."""
    row.save(force_insert=True)
    record(actor, kinds.GRANTED, row.user, after=wording(row), reason=row.reason)
    if row.role in ADMIN_ROLES:
        tell_auditors(kinds.TOLD_GRANTED, row, f"access.granted:{row.pk}", actor)
    return row


def check_offer(actor: Actor, role: str, place: Place) -> None:
    """The actor may grant, the place fits the role and lies within the actor's own jurisdiction."""
    require(actor, "access.grant")
    if role not in Role.values:
        raise Refused(_("Choose a role."), field="role")
    if len(place.named) != 1:
        raise Refused(_("Name exactly one place: region, authority, enterprise, mine or agency."), field="place")
    if place.named[0] not in rules.places_for(role):
        raise Refused(_("This role is not given for such a place. Choose another place."), field="place")
    if not _within_reach(actor, place):
        raise Refused(_("This place lies outside your own jurisdiction."), field="place")


def _within_reach(actor: Actor, place: Place) -> bool:
    scope = reach.area_of(actor)
    if place.region_code:
        return scope.covers_region(place.region_code)
    if place.authority is not None:
        return scope.covers_region(place.authority.region_code)
    row = place.mine or place.enterprise
    return scope.covers(row) if row is not None else True


def _refuse_doubles(user: User, role: str, place: Place, start: date) -> None:
    present = GrantRecord.objects.filter(user=user, revoked_at__isnull=True)
    same = {name: getattr(place, name) for name in place.named}
    if any(found.valid_to is None or found.valid_to >= start for found in present.filter(role=role, **same)):
        raise Refused(_("This person already holds this role in this place."), field="role")


# house: no-actor — a condition of acts that name their actor
# house: not-atomic — belongs to the transaction of the act, which keeps the locks
def keep_apart(traits: Traits, role: str, start: date, end: date | None, *, user_id: int | None = None) -> None:
    """Raise Refused when this role and what the same person holds, under any account, must not be in one hand.

    System, security and audit administration belong to three people, and none of them takes part in a campaign or
    audits one. The person's accounts stay locked, so that two grants at one moment meet each other here.
    """
    others = GrantRecord.objects.filter(revoked_at__isnull=True).exclude(valid_to__lt=start)
    if end is not None:
        others = others.filter(valid_from__lte=end)
    if role in ADMIN_ROLES:
        others = others.exclude(~Q(user=user_id), role=role)  # the same administration at two places is no mixture
    else:
        others = others.filter(role__in=sorted(ADMIN_ROLES))
    holders = User.objects.filter(Q(pk__in=others.values("user_id")) | Q(pk=user_id or 0))
    own = [*accounts_of_person(traits, holders), *([user_id] if user_id else [])]
    list(User.objects.select_for_update().filter(pk__in=own).order_by("pk").values_list("pk", flat=True))
    held = others.filter(user__in=own).select_related("user").order_by("pk").first()
    if held is None:
        return
    told = {"name": held.user.name, "account": held.user.username, "role": held.get_role_display()}
    if role in ADMIN_ROLES and held.role in ADMIN_ROLES:
        raise Refused(
            _(
                "This person already holds an administration (%(name)s, account %(account)s: %(role)s). System, "
                "security and audit administration belong to three different people: revoke the other grant first."
            )
            % told,
            field="role",
        )
    raise Refused(
        _(
            "This person already holds %(role)s (%(name)s, account %(account)s). Whoever administers the system takes "
            "no part in a campaign and audits none, under no other account either: revoke the other grant first."
        )
        % told,
        field="role",
    )


@transaction.atomic
def revoke_grant(actor: Actor, found: GrantRecord, *, reason: str) -> GrantRecord:
    """End a grant now; the account's sessions end with it, so that nothing is done under the old rights."""
    require(actor, "access.grant")
    found = GrantRecord.objects.select_for_update().get(pk=found.pk)
    if not GrantRecord.objects.filter(reach.grants_reached(actor), pk=found.pk).exists():
        raise OutOfScope
    if found.revoked_at is not None:
        raise Refused(_("This grant has already been revoked."))
    if found.user_id == actor.user_id:
        raise Refused(_("Your own grants are revoked by another security administrator."))
    if not reason.strip():
        raise Refused(_("Write down the reason."), field="reason")
    found.revoked_at, found.revoked_by, found.revoke_reason = clock.now(), actor.name, reason[:300]
    found.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    cut_off(found.user)
    record(actor, kinds.REVOKED, found.user, before=wording(found), reason=reason)
    if found.role in ADMIN_ROLES:
        tell_auditors(kinds.TOLD_REVOKED, found, f"access.revoked:{found.pk}", actor)
    return found


def wording(row: Scoped) -> dict[str, Any]:
    """What an audit record keeps of a grant or an invitation."""
    return {
        "role": row.role,
        "organisation": row.organisation,
        "region_code": row.region_code,
        "valid_from": getattr(row, "valid_from", None),
        "valid_to": getattr(row, "valid_to", None),
        **{f"{name}_id": getattr(row, f"{name}_id") for name in SCOPE_FIELDS[1:] if getattr(row, f"{name}_id")},
    }

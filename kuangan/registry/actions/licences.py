"""Licences are registered and ended; a renewal is a new row."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record_many
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import FIRST_DAY, check_not_before
from kuangan.foundation.kernel.errors import Refused
from kuangan.registry.actions import drafting, traces
from kuangan.registry.actions.rights import lock
from kuangan.registry.models import Enterprise, Licence, Mine
from kuangan.registry.rules import tidy_code


@transaction.atomic
def register_licence(
    actor: Actor,
    holder: Mine | Enterprise,
    *,
    kind: str,
    number: str,
    issuer: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    scope_of_work: str = "",
) -> Licence:
    """Enter a licence of a mine or of a whole enterprise; `kind` is a value of LicenceKind.

    The same number held by the same mine is taken as its renewal: the former row ends. Held by another, it is refused.
    """
    holder = lock(actor, "registry.edit", holder)
    number = tidy_code(number)
    if not number:
        raise Refused(_("Enter the number of the licence."), "number")
    for field, day in (("valid_from", valid_from), ("valid_to", valid_to)):
        check_not_before(day, field, since=FIRST_DAY)
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused(_("The licence cannot end before it begins."), "valid_to")
    mine = holder if isinstance(holder, Mine) else None
    enterprise = holder.enterprise if isinstance(holder, Mine) else holder
    former = Licence.rows.filter(kind=kind, number=number, ended_on__isnull=True).first()
    if former and (former.enterprise_id, former.mine_id) != (enterprise.pk, mine.pk if mine else None):
        raise Refused(
            _("This licence number is already held by %(name)s.") % {"name": former.mine or former.enterprise}, "number"
        )
    if former:
        end_licence(actor, former, on=clock.today())
    licence = drafting.licence(
        holder, kind=kind, number=number, issuer=issuer, valid_from=valid_from, valid_to=valid_to,
        scope_of_work=scope_of_work,
    )  # fmt: skip
    licence.save()
    record_many([traces.licence_registered(actor, licence)])
    return licence


@transaction.atomic
def end_licence(actor: Actor, licence: Licence, *, on: date) -> Licence:
    """A licence was cancelled or replaced on this day; the row stays."""
    licence = lock(actor, "registry.edit", licence)
    licence.ended_on = on
    licence.save(update_fields=["ended_on"])
    record_many([traces.licence_ended(actor, licence, on)])
    return licence

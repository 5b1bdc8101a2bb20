"""What verbs of the registry leave in the audit trail, unsaved: the same words for one row and for an import."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import build
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.registry import kinds
from kuangan.registry.models import Appointment, Contractor, Engagement, Enterprise, Licence, Mine, Person


# house: not-atomic — drafts a record, writes nothing
def enterprise_registered(actor: Actor, row: Enterprise, apart_because: str = "") -> AuditEvent:
    """An enterprise was entered."""
    more: dict[str, Any] = {"apart_because": apart_because} if apart_because else {}
    return build(actor, kinds.ENTERPRISE_REGISTERED, row, called=str(row), credit_code=row.credit_code, **more)


# house: not-atomic — drafts a record, writes nothing
def enterprise_amended(
    actor: Actor, row: Enterprise, before: Mapping[str, Any], after: Mapping[str, Any]
) -> AuditEvent:  # fmt: skip
    """Name, code, address or telephone of an enterprise were corrected."""
    return build(actor, kinds.ENTERPRISE_AMENDED, row, called=str(row), before=dict(before), after=dict(after))


# house: not-atomic — drafts a record, writes nothing
def mine_registered(actor: Actor, row: Mine, **more: Any) -> AuditEvent:
    """A mine was entered; an import adds its `line`."""
    if row.apart_because:
        more["apart_because"] = row.apart_because
    return build(actor, kinds.MINE_REGISTERED, row, called=str(row), code=row.code, mine_kind=str(row.kind), **more)


# house: not-atomic — drafts a record, writes nothing
def mine_amended(
    actor: Actor, row: Mine, before: Mapping[str, Any], after: Mapping[str, Any], **more: Any
) -> AuditEvent:
    """What is no dated fact was corrected."""
    if row.apart_because:
        more["apart_because"] = row.apart_because
    return build(actor, kinds.MINE_AMENDED, row, called=str(row), before=dict(before), after=dict(after), **more)


# house: not-atomic — drafts a record, writes nothing
def licence_registered(actor: Actor, row: Licence) -> AuditEvent:
    """A licence was entered."""
    return build(actor, kinds.LICENCE_REGISTERED, row, number=row.number, valid_to=row.valid_to)


# house: not-atomic — drafts a record, writes nothing
def licence_ended(actor: Actor, row: Licence, on: date) -> AuditEvent:
    """A licence was cancelled or replaced."""
    return build(actor, kinds.LICENCE_ENDED, row, on=on)


# house: not-atomic — drafts a record, writes nothing
def person_registered(actor: Actor, row: Person) -> AuditEvent:
    """A person was entered."""
    return build(actor, kinds.PERSON_REGISTERED, row, called=str(row))


# house: not-atomic — drafts a record, writes nothing
def phone_amended(actor: Actor, row: Person, before: str) -> AuditEvent:
    """A person has another telephone number."""
    return build(actor, kinds.PERSON_AMENDED, row, before={"phone": before}, after={"phone": row.phone})


# house: not-atomic — drafts a record, writes nothing
def appointed(actor: Actor, row: Appointment) -> AuditEvent:
    """Somebody took up a post."""
    happened = clock.start_of_day(row.appointed_on)
    return build(actor, kinds.APPOINTED, row, happened_at=happened, person=row.person.name, post=str(row.post))


# house: not-atomic — drafts a record, writes nothing
def appointment_ended(actor: Actor, row: Appointment, on: date, reason: str = "") -> AuditEvent:
    """Somebody left a post."""
    return build(actor, kinds.APPOINTMENT_ENDED, row, happened_at=clock.start_of_day(on), reason=reason)


# house: not-atomic — drafts a record, writes nothing
def contractor_registered(actor: Actor, row: Contractor) -> AuditEvent:
    """A contractor was entered."""
    return build(actor, kinds.CONTRACTOR_REGISTERED, row, called=str(row))


# house: not-atomic — drafts a record, writes nothing
def contractor_engaged(actor: Actor, row: Engagement, *, cleared_out_before: bool) -> AuditEvent:
    """A contractor began work in a mine."""
    happened = clock.start_of_day(row.started_on)
    return build(actor, kinds.CONTRACTOR_ENGAGED, row, happened_at=happened, cleared_out_before=cleared_out_before)

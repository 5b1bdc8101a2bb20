"""People are registered, appointed, and their appointments ended."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record_many
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import FIRST_DAY, check_claim, check_not_before
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.registry.actions import drafting, traces
from kuangan.registry.actions.rights import lock
from kuangan.registry.models import Agency, Appointment, Authority, Enterprise, Mine, Person
from kuangan.registry.states import AUTHORITY_POSTS, MINE_POSTS, Post

Organisation = Enterprise | Mine | Authority | Agency
SINGLE = {Post.PRINCIPAL, Post.CONTACT_PERSON, Post.GROUP_HEAD}
"""Posts held by one person at a time; naming a successor ends the former appointment."""


@transaction.atomic
def register_person(
    actor: Actor,
    *,
    name: str,
    employer: Enterprise | Authority | Agency,
    phone: str = "",
    title: str = "",
    id_number_masked: str = "",
    is_demo: bool = False,
) -> Person:
    """Enter a person and the body that employs them. An identity number is kept only masked (it needs an asterisk)."""
    require(actor, "registry.appoint", employer)
    if not name.strip():
        raise Refused(_("Enter the name."), "name")
    if id_number_masked and "*" not in id_number_masked:
        raise Refused(_("Identity numbers are kept masked only: 4407**********1234."), "id_number_masked")
    told = {"title": title.strip(), "id_number_masked": id_number_masked, "is_demo": is_demo}
    person = drafting.person(
        name=name, phone=phone, region_code=employer.region_code, **told, **{drafting.field_of(employer): employer}
    )
    person.save()
    record_many([traces.person_registered(actor, person)])
    return person


@transaction.atomic
def appoint(
    actor: Actor,
    person: Person,
    *,
    post: str,
    organisation: Organisation,
    appointed_on: date,
    document: str = "",
    speciality: str = "",
    certificate_no: str = "",
    certificate_valid_to: date | None = None,
) -> Appointment:
    """Have a person take up a post (a value of Post) in an organisation on a day that is not in the future.

    A post that only one person can hold passes over: the former appointment ends the day the new one begins.
    """
    organisation = lock(actor, _verb_for(post), organisation)
    _check_post(post, organisation)
    check_claim(
        appointed_on, "appointed_on", since=FIRST_DAY,
        future=_("An appointment is entered when it has begun, not before."),
    )  # fmt: skip
    check_not_before(certificate_valid_to, "certificate_valid_to", since=FIRST_DAY)
    where: dict[str, Any] = {drafting.field_of(organisation): organisation}
    if post in SINGLE:
        for former in Appointment.rows.filter(post=post, ended_on__isnull=True, **where):
            _end(actor, former, max(appointed_on, former.appointed_on))
    elif Appointment.rows.filter(person=person, post=post, ended_on__isnull=True, **where).exists():
        raise Refused(_("%(name)s already holds this post here.") % {"name": person}, "person")
    appointment = drafting.appointment(
        person, post=post, organisation=organisation, appointed_on=appointed_on, document=document,
        speciality=speciality, certificate_no=certificate_no, certificate_valid_to=certificate_valid_to,
    )  # fmt: skip
    appointment.save()
    record_many([traces.appointed(actor, appointment)])
    announce("registry.appointed", appointment_id=appointment.pk)
    return appointment


@transaction.atomic
def end_appointment(actor: Actor, appointment: Appointment, *, on: date, reason: str = "") -> Appointment:
    """A person leaves a post; the appointment stays as history."""
    require(actor, _verb_for(appointment.post), appointment.organisation)
    appointment = Appointment.rows.select_for_update().get(pk=appointment.pk)
    if appointment.ended_on:
        raise Refused(_("This appointment has already ended."))
    if on < appointment.appointed_on or on > clock.today():
        raise Refused(_("The last day lies between the appointment and today."), "on")
    return _end(actor, appointment, on, reason)


def _end(actor: Actor, appointment: Appointment, on: date, reason: str = "") -> Appointment:
    appointment.ended_on = on
    appointment.save(update_fields=["ended_on"])
    record_many([traces.appointment_ended(actor, appointment, on, reason)])
    return appointment


def _verb_for(post: str) -> str:
    return "registry.name_contact" if post == Post.CONTACT_PERSON else "registry.appoint"


def _check_post(post: str, organisation: Organisation) -> None:
    if post not in Post.values:
        raise Refused(_("Choose a post from the list."), "post")
    if post in MINE_POSTS and isinstance(organisation, Authority):
        raise Refused(_("This post exists in mines and enterprises only."), "post")
    if post in AUTHORITY_POSTS and not isinstance(organisation, Authority):
        raise Refused(_("This post exists in public bodies only."), "post")


@transaction.atomic
def appoint_named(
    actor: Actor, organisation: Organisation, *, name: str, post: str, appointed_on: date, phone: str = "", **told: Any
) -> Appointment:
    """Appoint somebody by name: who is already known at the organisation takes up the post, otherwise is entered."""
    organisation = lock(actor, _verb_for(post), organisation)
    employer = organisation.enterprise if isinstance(organisation, Mine) else organisation
    where = {drafting.field_of(employer): employer}
    person = Person.rows.filter(name=name.strip(), **where).order_by("pk").first()
    if person is None:
        person = drafting.person(name=name, phone=phone, region_code=organisation.region_code, **where)
        person.save()
        record_many([traces.person_registered(actor, person)])
    elif phone.strip() and person.phone != phone.strip():
        before, person.phone = person.phone, phone.strip()
        person.save(update_fields=["phone"])
        record_many([traces.phone_amended(actor, person, before)])
    return appoint(actor, person, post=post, organisation=organisation, appointed_on=appointed_on, **told)

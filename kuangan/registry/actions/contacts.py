"""Who answers for what: the contact person of a county, the leading group, the leader in charge of a mine."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.claims import FIRST_DAY, check_claim
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.registry import kinds
from kuangan.registry.actions.people import appoint
from kuangan.registry.actions.rights import lock
from kuangan.registry.models import Appointment, Authority, LeaderContact, Mine, Person
from kuangan.registry.states import GROUP_POSTS, Post


@transaction.atomic
def name_contact_person(
    actor: Actor,
    authority: Authority,
    *,
    name: str,
    title: str,
    phone: str,
    on: date | None = None,
    document: str = "",
) -> Appointment:
    """Name the one contact person (联系人) of a public body: name, post and telephone (plan, closing ¶1, 附件2).

    Whoever was named before stays in the history. `on` may lie in the past when the form arrived late.
    """
    authority = lock(actor, "registry.name_contact", authority)
    for value, field, missing in (
        (name, "name", _("Enter the name.")),
        (title, "title", _("Enter the post that the contact person holds.")),
        (phone, "phone", _("Enter a telephone number under which the contact person can be reached.")),
    ):
        if not value.strip():
            raise Refused(missing, field)
    person = Person.rows.filter(name=name.strip(), authority=authority).first()
    person = person or Person(name=name.strip(), authority=authority, region_code=authority.region_code)
    person.title, person.phone = title.strip(), phone.strip()
    person.search_text = person.searchable()
    person.save()
    appointment = appoint(
        actor,
        person,
        post=Post.CONTACT_PERSON,
        organisation=authority,
        appointed_on=on or clock.today(),
        document=document,
    )
    record(actor, kinds.CONTACT_NAMED, authority, person=person.name, phone=person.phone)
    announce("registry.contact_named", authority_id=authority.pk, appointment_id=appointment.pk)
    return appointment


@transaction.atomic
def set_leading_group_member(
    actor: Actor, authority: Authority, person: Person, *, post: str, on: date, document: str
) -> Appointment:
    """Give a person a post in the leading group (领导小组) of a public body, by a document (plan 二)."""
    if post not in GROUP_POSTS:
        raise Refused(_("Choose head, deputy head or member of the leading group."), "post")
    if not document.strip():
        raise Refused(_("Enter the document by which the leading group was set up."), "document")
    return appoint(actor, person, post=post, organisation=authority, appointed_on=on, document=document)


@transaction.atomic
def assign_leader(actor: Actor, mine: Mine, leader: Person, *, on: date, document: str = "") -> LeaderContact:
    """Make a leading cadre answer for a mine (联系包保, plan 五(三)12); the former leader's time ends that day."""
    mine = lock(actor, "registry.assign_leader", mine)
    check_claim(on, "on", since=FIRST_DAY, future=_("The assignment is entered when it has begun, not before."))
    former = LeaderContact.rows.filter(mine=mine, ended_on__isnull=True).select_related("leader").first()
    if former and former.leader_id == leader.pk:
        raise Refused(_("%(name)s is already in charge of this mine.") % {"name": leader}, "leader")
    if former:
        former.ended_on = max(on, former.started_on)
        former.save(update_fields=["ended_on"])
    contact = LeaderContact.rows.create(mine=mine, leader=leader, started_on=on, document=document.strip())
    record(
        actor,
        kinds.LEADER_ASSIGNED,
        mine,
        happened_at=clock.start_of_day(on),
        before={"leader": str(former.leader)} if former else None,
        after={"leader": str(leader)},
        document=contact.document,
    )
    announce("registry.leader_assigned", mine_id=mine.pk)
    return contact
